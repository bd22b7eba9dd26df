"""The contents of the holes in a note's body."""

from __future__ import annotations

from html import escape, unescape
from posixpath import basename
from urllib.parse import unquote

import msgspec

from notegarden.files.endings import without_ending
from notegarden.garden.embeds import embedded_part
from notegarden.garden.resolve import Ambiguous, Found, Missing, Resolved
from notegarden.garden.vault import KINDS
from notegarden.notes.note import Link, Note, Part, Picture
from notegarden.notes.numbers import whole_number
from notegarden.site.addresses import Site
from notegarden.site.media import SizedFile, file_html, is_picture, picture_html, split_size
from notegarden.site.reads import Reads
from notegarden.site.transclusion import PLAIN, Embedded, Fillings
from notegarden.urls import anchorize, attachment_address, composed, is_external, join, may_lead_to, quoted_fragment

_DEEPEST = 40
_MOST_CITING = 5  # notes named next to a work
_MOST_EMBEDDED = 1_000
_MOST_LINKS = 100_000  # in all notes that one page embeds


def fillings(reads: Reads, site: Site, note: Note) -> Fillings:
    """The contents of the holes of a note's own page. `reads` also records the notes that it embeds."""
    return _Filler(reads, site).fills(note)


def repeats_title(note: Note) -> bool:
    """Whether the first heading of a vault's note repeats the page's title."""
    first = note.headings[0] if note.headings else None
    return first is not None and first.level == 1 and first.key != "" and _same(first.text, note.title)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


class _Filler:
    """Computes the contents of the holes of one page."""

    def __init__(self, reads: Reads, site: Site) -> None:
        self.reads, self.site = reads, site

    def fills(self, note: Note) -> Fillings:
        """The holes of a note's own page."""
        fills = self._fills(note, None, ((note.path, ""),), "", [0, 0])
        return msgspec.structs.replace(fills, without_title=True) if repeats_title(note) else fills

    def _fills(
        self, note: Note, part: Part | None, chain: tuple[tuple[str, str], ...], prefix: str, count: list[int]
    ) -> Fillings:
        """`chain`: the parts around this one, outermost first. `count`: how many notes the page embeds so far, and how
        many links those have."""
        reads, site = self.reads, self.site
        answers = reads.answers(note.path)
        own = reads.reference(note.path) if part is None else None
        base = own.address if own else ""
        links = tuple(_link(link, answer, reads, site, base) for link, answer in zip(note.links, answers, strict=True))
        pictures = tuple(
            _picture(each, number, note.path, reads, site, base) for number, each in enumerate(note.pictures)
        )
        first, last = part.links if part is not None else (0, len(note.links))
        embeds = {}
        for number in range(first, last):
            if note.links[number].kind == "embed":
                embeds[number] = self._embed(note.links[number], answers[number], links[number], chain, prefix, count)
        citing = tuple(self._citing(work.key, note.path) for work in note.works)
        words = {
            number: self._words(link, answer)
            for number, (link, answer) in enumerate(zip(note.links, answers, strict=True))
            if link.is_unnamed and isinstance(answer, Found)
        }
        return Fillings(links, pictures, embeds, citing, words=words, callouts=site.callouts)

    def _words(self, link: Link, found: Found) -> str:
        """The text of a link without its own, as HTML; its target if the page may not be named."""
        if not link.named:
            return escape(basename(found.path))
        shown = self.reads.reference(found.path)
        return link.named if shown is not None and shown.listed else escape(link.text)

    def _citing(self, key: str, path: str) -> str:
        """The other notes that cite a work, for its entry in the list of references of the note at `path`."""
        views = [self.reads.link(other) for other in self.reads.citing(key) if other != path]
        if not views:
            return ""
        views.sort(key=lambda view: (view.title.casefold(), view.url))
        links = [f'<a href="{escape(view.url)}">{escape(view.title)}</a>' for view in views[:_MOST_CITING]]
        if len(views) > _MOST_CITING and "references" in self.site.generated:
            home = self.site.href(self.site.generated["references"], f"ref-{key}")
            links.append(f'<a href="{escape(home)}">+{len(views) - _MOST_CITING}</a>')
        label = escape(self.site.word("cited_in"))
        return f' <span class="cited-by" data-added>{label}: {", ".join(links)}</span>'

    def _embed(
        self,
        link: Link,
        answer: Resolved,
        filled: tuple[str, str],
        chain: tuple[tuple[str, str], ...],
        prefix: str,
        count: list[int],
    ) -> str | Embedded:
        if filled[1] == PLAIN or link.unseen:  # in a comment, which a comment of the embedded note would end
            return escape(link.text)
        if not isinstance(answer, Found) and link.shape.inside:
            return ""
        if not isinstance(answer, Found):
            if is_picture(link.target):
                return _missing_picture(split_size(link.title)[0] or basename(link.target))
            kind = "broken" if link.is_by_name else "missing"
            href = f'href="{filled[0]}" ' if filled[0] else ""
            return f'<a {href}class="{kind}">{escape(link.text or link.target)}</a>'
        if not answer.path:
            return self._file(link, answer)
        note = self.reads.note(answer.path)
        part = embedded_part(note, answer, is_vault=self.site.config.is_vault)
        title = self.reads.link(answer.path).title
        if part is not None and part.name.startswith("#"):
            title += f" › {next(heading.text for heading in note.headings if '#' + heading.id == part.name)}"
        elif part is None and answer.unplaced and not answer.unplaced.startswith("^"):
            title += f" › {answer.unplaced}"
        is_full = count[0] >= _MOST_EMBEDDED or count[1] + len(note.links) > _MOST_LINKS
        if part is None or (answer.path, part.name) in chain or len(chain) > _DEEPEST or is_full:
            return f'<a class="markdown-embed-link" href="{filled[0]}">{escape(title)}</a>'
        count[0] += 1
        count[1] += len(note.links)
        inner = f"{prefix}e{count[0]}-"
        fills = self._fills(note, part, (*chain, (answer.path, part.name)), inner, count)
        text = self.reads.text(answer.path)
        return Embedded(unescape(filled[0]), title, answer.path, text, part, fills, inner, link.shape)

    def _file(self, link: Link, answer: Found) -> str:
        href = self.site.href(answer.address)
        if not is_picture(answer.address):
            return file_html(href, escape(quoted_fragment(answer.fragment)), link.title)
        text, given = split_size(link.title)
        measured = self.reads.size(answer.address)
        if measured is not None:
            given = _with_size(given, *measured)
        given |= {"loading": "lazy", "decoding": "async"}
        mark = f"#{quoted_fragment(answer.fragment)}" if answer.fragment else ""
        return picture_html(href + mark, text, given, _copies(answer.address, self.reads, self.site))


def _link(link: Link, answer: Resolved, reads: Reads, site: Site, base: str) -> tuple[str, str]:
    """(address, further attributes). `base`: the address that relative ones refer to, "" if the note is shown
    in another page."""
    if link.kind == "cite":
        return _citation(link, answer, site)
    title = f' title="{escape(link.title)}"' if link.title else ""
    if link.kind == "tag":
        return escape(site.tag_href(link.target)), ' class="tag"'
    if link.kind == "embed":
        title = ""
    if isinstance(answer, Found):
        return escape(_found_address(link, answer, reads, site, base)), title
    if isinstance(answer, Missing) and (answer.draft or (link.unseen and link.kind == "wikilink")):
        return "", PLAIN  # links in diagrams do not count, so their notes are not on the wanted page
    if link.is_by_name:
        return "", f' class="broken"{title}'
    if link.kind in ("relref", "ref") or link.kind in KINDS:
        name = "health" if isinstance(answer, Ambiguous) else "wanted"
        if name not in site.generated:
            return "", PLAIN
        anchor = "link-ambiguous" if isinstance(answer, Ambiguous) else wanted_id(link.target)
        address = site.href(site.generated[name], anchor)
        return escape(address), f' class="missing"{title}'
    if link.kind == "file":
        return escape(site.href(attachment_address(link.target.removeprefix("file:")))), f' class="broken"{title}'
    # No page or file has the address: keep it as typed, marked as broken.
    typed = site.below(link.target) if link.target.startswith("/") else link.target
    typed = typed if may_lead_to(typed) else "#"
    return escape(typed), f' class="broken"{title}'


def _citation(link: Link, answer: Resolved, site: Site) -> tuple[str, str]:
    """A citation links to the note about its work, otherwise to the work's entry in the note's references."""
    if isinstance(answer, Found):
        return escape(site.href(answer.address, answer.fragment)), ""
    return (f"#{escape(link.title)}", "") if link.title else ("", PLAIN)


def _found_address(link: Link, found: Found, reads: Reads, site: Site, base: str) -> str:
    if link.kind in KINDS or link.kind in ("name", "file"):
        return site.href(found.address, found.fragment)
    target, mark, fragment = link.target.partition("#")
    if not target:
        is_respelt = not found.fragment.isascii() and unquote(fragment) != found.fragment
        return mark + quoted_fragment(found.fragment) if is_respelt else link.target
    path, asks, query = target.partition("?")
    note = reads.reference(found.path) if found.path else None
    if note is not None and found.address == note.address:
        address = site.href(note.address)
        if link.kind in ("relref", "ref"):
            asks = query = ""
        # Keep a text fragment as typed: its commas and hyphens have a meaning.
        words = fragment[fragment.index(":~:") :] if ":~:" in fragment else ""
        anchor = f"{mark}{quoted_fragment(found.fragment)}{words}" if found.fragment or words else ""
        return (site.config.origin if link.kind == "ref" else "") + address + asks + query + anchor
    if link.kind in ("relref", "ref"):
        return site.href(found.address, found.fragment)
    return _typed(path, found.address, site, base) + asks + query + mark + fragment


def _typed(path: str, address: str, site: Site, base: str) -> str:
    """A typed path that leads to the file at `address`, unchanged if the site has the same: below the base path."""
    plain = unquote(path)
    if path.startswith("/"):
        is_spelled = _without_index(join("/", plain)) == _without_index(address)
        return site.base(path) if is_spelled else site.href(address)
    meant = join(base[: base.rindex("/") + 1], plain) if base else ""
    return path if meant and _without_index(meant) == _without_index(address) else site.href(address)


def _without_index(address: str) -> str:
    return address.removesuffix("index.html").rstrip("/")


def wanted_id(target: str) -> str:
    """The anchor of an unwritten note on the wanted page, by the target as typed."""
    return "w-" + anchorize(wanted_name(target))


def wanted_name(target: str) -> str:
    """A target without anchor, folder and extension: equal for links that mean the same unwritten note."""
    return without_ending(composed(target).partition("#")[0].rstrip("/").rpartition("/")[2]).lower().replace(" ", "-")


def _picture(picture: Picture, number: int, path: str, reads: Reads, site: Site, base: str) -> str:
    src, is_missing = picture.src, False
    given = dict(picture.attributes)
    copies: list[SizedFile] = []
    if src and not is_external(src):
        address = reads.picture_address(src, path)
        if reads.is_withheld(address):
            return _missing_picture(picture.alt or basename(unquote(src.removeprefix("file:"))))
        is_missing = reads.file(address) is None
        measured = reads.size(address)
        if measured is not None:
            given = _with_size(given, *measured)
        copies = _copies(address, reads, site)
        if src.startswith("file:"):
            src = site.href(address)
        else:
            file, mark, rest = _parted(src)
            src = _typed(file, address, site, base) + mark + rest
    if number:
        # The first picture may be visible at once; the rest are loaded when they come near.
        given.setdefault("loading", "lazy")
    if not is_missing:
        given.setdefault("decoding", "async")
    # Hugo writes no alt attribute if it would be empty; the HTML standard requires an empty one.
    src = src if may_lead_to(src, picture=True) else ""
    if is_missing:  # browsers show almost nothing for it; the style sheet shows a symbol and the text
        shown = f' data-alt="{escape(picture.alt)}"' if picture.alt else ""
        hidden = picture_html(src, picture.alt or "", given).removesuffix(">")
        return f'<span class="missing-picture"{shown}>{hidden} hidden></span>'
    return picture_html(src, picture.alt or "", given, copies)


def _copies(address: str, reads: Reads, site: Site) -> list[SizedFile]:
    return [SizedFile(site.href(each.file), each.width, each.format) for each in reads.copies(address)]


def _missing_picture(text: str) -> str:
    return f'<span class="missing-picture">{escape(text)}</span>'


def _parted(src: str) -> tuple[str, str, str]:
    """(path, first of `?` and `#`, the rest)."""
    place = min((src.find(mark) for mark in "?#" if mark in src), default=len(src))
    return src[:place], src[place : place + 1], src[place + 1 :]


def _with_size(given: dict[str, str], width: int, height: int) -> dict[str, str]:
    """The actual size, or the given one with the missing side in proportion, so that nothing moves while loading."""
    if "width" in given and "height" in given:
        return given
    given_width, given_height = whole_number(given.get("width", "")), whole_number(given.get("height", ""))
    if given_width is not None and width:
        return {**given, "height": str(round(height * given_width / width))}
    if given_height is not None and height:
        return {**given, "width": str(round(width * given_height / height))}
    if "width" in given or "height" in given:
        return given
    return {**given, "width": str(width), "height": str(height)}
