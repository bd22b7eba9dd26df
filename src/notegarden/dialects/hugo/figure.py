"""The `figure` shortcode, with the attributes in Hugo's order."""

from __future__ import annotations

from notegarden.dialects.hugo.shortcodes import Call, ShortcodeError, Shortcodes
from notegarden.dialects.markdown.links import Target, opening_tag
from notegarden.dialects.markdown.rules import inline_parser
from notegarden.dialects.pieces.citations import block_id, note_citations
from notegarden.dialects.pieces.draft import Mark, Reading
from notegarden.dialects.pieces.html import HOLE, escape, harmless, href, plain_text

_IMG_ATTRIBUTES = ("width", "height", "loading")


def figure(shortcodes: Shortcodes, _reading: Reading, call: Call) -> Mark:
    if call.positional:
        raise ShortcodeError("takes named arguments only", 'write src="…"')
    if not call.named.get("src"):
        raise ShortcodeError("has no src", 'write src="/path/to/picture.png"')
    mark = Mark(call.source, call.line, call.column)
    mark.alone = True
    mark.html = lambda reading: _html(shortcodes, reading, call)
    return mark


def _html(shortcodes: Shortcodes, reading: Reading, call: Call) -> str:
    named, place = call.named, (call.line, call.column)
    first = len(reading.links)
    caption = _inline(shortcodes, reading, call, "caption")
    attribution = _inline(shortcodes, reading, call, "attr")
    text = plain_text(caption)
    # Hugo folds white space where it has tags to take out.
    alt = named.get("alt") or (" ".join(text.split()) if "<" in caption else text) or None
    attributes = [(name, named[name]) for name in _IMG_ATTRIBUTES if named.get(name)]
    image = reading.add_picture(named["src"], *place, alt, attributes)
    if named.get("link"):
        image = f"{_anchor(reading, named['link'], place, named)}{image}</a>"
    css = f' class="{escape(named["class"])}"' if named.get("class") else ""
    parts = [f"<figure{css}>{image}"]
    if attribution and named.get("attrlink"):
        # Only before a link does Hugo put a space.
        attribution = f"\n{_anchor(reading, named['attrlink'], place, {})}{attribution}</a>"
    if named.get("title") or caption or attribution:
        title = f"<h4>{escape(named['title'])}</h4>" if named.get("title") else ""
        text = (caption + attribution).strip()
        words = f"{title}<p>{text}</p>" if text else title
        identity = ""
        if len(reading.links) > first:
            block = block_id(reading, plain_text(words) or named["src"])
            note_citations(reading, first, words, block)
            identity = f' id="{block}"'
        parts.append(f"<figcaption{identity}>{words}</figcaption>")
    return "".join(parts) + "\n</figure>\n"


def _inline(shortcodes: Shortcodes, reading: Reading, call: Call, name: str) -> str:
    text = call.named.get(name, "")
    if not text:
        return ""
    # Places inside an argument are the shortcode's own.
    with reading.elsewhere(call.line, call.column):
        expanded = shortcodes.expand(reading, harmless(text), tags=False)
        return inline_parser().render(reading, expanded, 0)


def _anchor(reading: Reading, address: str, place: tuple[int, int], named: dict[str, str]) -> str:
    tag = opening_tag(reading, Target(address, "", 0), place)
    if HOLE in tag or tag == "<a>":
        return tag
    more = "".join(f' {name}="{escape(named[name])}"' for name in ("target", "rel") if named.get(name))
    return f'<a href="{href(address)}"{more}>'
