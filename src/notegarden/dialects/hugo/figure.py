"""The `figure` shortcode, with attributes in Hugo's order."""

from __future__ import annotations

from notegarden.dialects.hugo.shortcodes import Call, ShortcodeError, Shortcodes
from notegarden.dialects.markdown.inline import Target
from notegarden.dialects.markdown.links import opening_tag
from notegarden.dialects.markdown.rules import inline_of
from notegarden.dialects.pieces.citations import block_id, note_citations
from notegarden.dialects.pieces.draft import NoteDraft, Placeholder
from notegarden.dialects.pieces.html import HOLE, escape, harmless, href, plain_text

_IMG_ATTRIBUTES = ("width", "height", "loading")


def figure(shortcodes: Shortcodes, _draft: NoteDraft, call: Call) -> Placeholder:
    if call.positional:
        raise ShortcodeError("takes named arguments only", 'write src="…"')
    if not call.named.get("src"):
        raise ShortcodeError("has no src", 'write src="/path/to/picture.png"')
    placeholder = Placeholder(call.source, call.line, call.column)
    placeholder.alone = True
    placeholder.html = lambda draft: _html(shortcodes, draft, call)
    return placeholder


def _html(shortcodes: Shortcodes, draft: NoteDraft, call: Call) -> str:
    named, place = call.named, (call.line, call.column)
    first = len(draft.links)
    caption = _inline(shortcodes, draft, call, "caption")
    attribution = _inline(shortcodes, draft, call, "attr")
    text = plain_text(caption)
    # Hugo collapses white space if it removes tags.
    alt = named.get("alt") or (" ".join(text.split()) if "<" in caption else text) or None
    attributes = [(name, named[name]) for name in _IMG_ATTRIBUTES if named.get(name)]
    image = draft.add_picture(named["src"], *place, alt, attributes)
    if named.get("link"):
        image = f"{_anchor(draft, named['link'], place, named)}{image}</a>"
    css = f' class="{escape(named["class"])}"' if named.get("class") else ""
    parts = [f"<figure{css}>{image}"]
    if attribution and named.get("attrlink"):
        # Hugo puts a space only before a link.
        attribution = f"\n{_anchor(draft, named['attrlink'], place, {})}{attribution}</a>"
    if named.get("title") or caption or attribution:
        title = f"<h4>{escape(named['title'])}</h4>" if named.get("title") else ""
        text = (caption + attribution).strip()
        words = f"{title}<p>{text}</p>" if text else title
        identity = ""
        if len(draft.links) > first:
            block = block_id(draft, plain_text(words) or named["src"])
            note_citations(draft, first, words, block)
            identity = f' id="{block}"'
        parts.append(f"<figcaption{identity}>{words}</figcaption>")
    return "".join(parts) + "\n</figure>\n"


def _inline(shortcodes: Shortcodes, draft: NoteDraft, call: Call, name: str) -> str:
    text = call.named.get(name, "")
    if not text:
        return ""
    # Offsets inside an argument are reported as those of the shortcode.
    with draft.elsewhere(call.line, call.column):
        expanded = shortcodes.expand(draft, harmless(text), tags=False)
        return draft.phrasing(inline_of(draft).render(draft, expanded, 0))


def _anchor(draft: NoteDraft, address: str, place: tuple[int, int], named: dict[str, str]) -> str:
    tag = opening_tag(draft, Target(address, "", 0), place)
    if HOLE in tag or tag == "<a>":
        return tag
    more = "".join(f' {name}="{escape(named[name])}"' for name in ("target", "rel") if named.get(name))
    return f'<a href="{href(address)}"{more}>'
