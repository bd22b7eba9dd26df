"""Finish parsing: turn a draft and its HTML into `Note` and `Body`."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

import msgspec

from notegarden.dialects.pieces.draft import LinkDraft, NoteDraft
from notegarden.dialects.pieces.facts import count, prose, summary_of, telling_words, title_from
from notegarden.dialects.pieces.html import END, HOLE, HOLE_RE
from notegarden.dialects.pieces.prose import prose_of
from notegarden.notes.note import Body, Field, Hole, HoleKind, Link, Note, Part, Picture

_KINDS: dict[str, HoleKind] = {
    "L": "link", "A": "address", "P": "picture", "E": "embed", "R": "citing", "C": "callout",
}  # fmt: skip
_ANY_ID = re.compile(r"""<[a-zA-Z][^<>]*?\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""")
# An anchor by `name`, from before HTML 5.
_NAME = re.compile(
    r"""<[aA](?:\s[^<>]*?)?\sname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))"""
)  # an anchor, as before HTML 5
# Places where an address is not a link that readers can follow: in a comment, or in text instead of an attribute.
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(rf"{HOLE}A([0-9]+){END}")
_LINKED_PICTURE = re.compile(rf"{HOLE}L([0-9]+){END}(?:<[^<>]*>)*{HOLE}P([0-9]+){END}")
MERMAID = 'class="language-mermaid"'
"""What the HTML contains for each Mermaid block. The page templates search for the same text to load the library."""
_ENCODER = msgspec.msgpack.Encoder()


def with_holes(html: str) -> Body:
    pieces = HOLE_RE.split(html)
    holes = tuple(Hole(_KINDS[kind], int(number)) for kind, number in zip(pieces[1::3], pieces[2::3], strict=True))
    return Body(tuple(pieces[0::3]), holes)


def finished_note(draft: NoteDraft, front: Any, html: str, body: Body) -> Note:
    foreign = bool(draft.raw_html or draft.dialect.shortcodes)
    words = prose(html, foreign=foreign)
    return Note(
        path=draft.path,
        front=front,
        title=front.title if front.title else title_from(draft.path),
        headings=tuple(draft.headings),
        links=_links(draft, html),
        pictures=tuple(Picture(p.src, p.line, p.column, p.alt, tuple(p.attributes)) for p in draft.pictures),
        fields=tuple(Field(name, text) for name, text in draft.fields),
        ids=_ids(html, foreign=foreign),
        summary=summary_of(html),
        words=count(words),
        terms=telling_words(words),
        problems=tuple(sorted(draft.problems)),
        diagrams=MERMAID in html,
        prose=prose_of(body) if draft.dialect.mentions else (),
        parts=(whole_part(body, len(draft.links)),),
        tasks=tuple(draft.tasks),
        names=tuple((f"@{key}", "") for key in _described(front.params)),
        works=draft.works.cited(draft.citations) if draft.works is not None else (),
        inputs=tuple(sorted(draft.inputs.items())),
        digest=blake2b(_ENCODER.encode(body), digest_size=16).hexdigest(),
    )


def _described(params: dict[str, Any]) -> list[str]:
    """The keys of works that a Markdown note describes, from its front matter: `citekey: knuth84`."""
    value = params.get("citekey")
    typed = [each.strip().removeprefix("@") for each in (value if isinstance(value, list) else [value])
             if isinstance(each, str)]  # fmt: skip
    return [key for key in dict.fromkeys(typed) if key]


def whole_part(body: Body, links: int) -> Part:
    """The part that is the whole body. `links`: the note's number of links."""
    return Part("", 0, 0, len(body.texts) - 1, len(body.texts[-1]), (0, links))


def _ids(html: str, *, foreign: bool) -> tuple[str, ...]:
    """All ids in a body. The parser's own HTML always uses ` id="…"`; HTML from elsewhere (`foreign`) any form."""
    if foreign:
        ids = [one or two or three for one, two, three in _ANY_ID.findall(html)]
        names = (one or two or three for one, two, three in _NAME.findall(html))
        return tuple(ids + [name for name in dict.fromkeys(names) if name not in ids])
    return tuple([piece.partition('"')[0] for piece in html.split(' id="')[1:]])


def _links(draft: NoteDraft, html: str) -> tuple[Link, ...]:
    unseen: set[int] = set()
    if draft.links and "<!--" in html:
        comments = _COMMENT.findall(html, 0, html.rfind("-->") + 3)  # do not search for the end of an unclosed one
        unseen = {int(number) for hidden in comments for kind, number in HOLE_RE.findall(hidden) if kind != "R"}
    if draft.links and f"{HOLE}A" in html:
        unseen |= {int(found[1]) for found in _ADDRESS.finditer(html) if not _is_attribute(html, found.start())}
    for link, picture in _LINKED_PICTURE.findall(html) if draft.pictures else ():
        draft.links[int(link)].text = draft.links[int(link)].text or draft.pictures[int(picture)].alt or ""
    return tuple(_link(each, unseen=each.unseen or number in unseen) for number, each in enumerate(draft.links))


def _is_attribute(html: str, start: int) -> bool:
    """Whether an attribute's value begins there."""
    return html[start - 1 : start] == "=" or html[max(start - 2, 0) : start] in ('="', "='")


def _link(draft: LinkDraft, *, unseen: bool) -> Link:
    return Link(
        draft.target, draft.kind, draft.line, draft.column, draft.text, draft.before, draft.after,
        draft.block, draft.section, draft.field, draft.title, unseen, draft.shape, draft.is_unnamed,
        draft.named,
    )  # fmt: skip
