"""How Markdown is parsed, from a Hugo site's `markup.goldmark` and `enableEmoji`, and what is unsupported."""

from __future__ import annotations

from typing import Any

from notegarden.config.tables import GoldmarkConfig
from notegarden.notes.goldmark import Extra, HeadingIds, LineBreaks, Opening

_PAIRS: dict[Opening, str] = {"\\(": "\\)", "\\[": "\\]", "$": "$"}
_EXTRAS: tuple[Extra, ...] = ("delete", "insert", "mark", "subscript", "superscript")
_HEADING_IDS: tuple[HeadingIds, ...] = ("github", "github-ascii", "blackfriday")
UNFOLLOWED: dict[str, Any] = {
    "goldmark.extensions.definitionList": True,
    "goldmark.extensions.footnote": True,
    "goldmark.extensions.footnote.backlinkHTML": "&#x21a9;&#xfe0e;",
    "goldmark.extensions.footnote.enable": True,
    "goldmark.extensions.footnote.enableAutoIDPrefix": False,
    "goldmark.extensions.linkifyProtocol": "https",
    "goldmark.extensions.table": True,
    "goldmark.extensions.taskList": True,
    "goldmark.parser.attribute.title": True,
    "goldmark.parser.autoDefinitionTermID": False,
    "goldmark.parser.wrapStandAloneImageWithinParagraph": True,
    "goldmark.renderHooks.image.enableDefault": False,
    "goldmark.renderHooks.link.enableDefault": False,
    "goldmark.renderer.xhtml": False,
    "highlight.anchorLineNos": False,
    "highlight.codeFences": True,
    "highlight.guessSyntax": False,
    "highlight.hl_Lines": "",
    "highlight.hl_inline": False,
    "highlight.lineAnchors": "",
    "highlight.lineNoStart": 1,
    "highlight.lineNos": False,
    "highlight.noHl": False,
    "highlight.style": "monokai",
    "highlight.tabWidth": 4,
    "highlight.wrapperClass": "highlight",
    "tableOfContents.endLevel": 3,
    "tableOfContents.ordered": False,
    "tableOfContents.startLevel": 2,
}
"""Setting below `markup` → the supported value, Hugo's default; other values are reported."""
_SIGNS = {
    "apostrophe": ("’", "&rsquo;"), "ellipsis": ("…", "&hellip;"), "emDash": ("—", "&mdash;"),
    "enDash": ("–", "&ndash;"), "leftAngleQuote": ("«", "&laquo;"), "leftDoubleQuote": ("“", "&ldquo;"),
    "leftSingleQuote": ("‘", "&lsquo;"), "rightAngleQuote": ("»", "&raquo;"), "rightDoubleQuote": ("”", "&rdquo;"),
    "rightSingleQuote": ("’", "&rsquo;"),
}  # fmt: skip
"""The replacements below `goldmark.extensions.typographer` that are supported; others are reported."""


def at(table: Any, path: str) -> Any:
    """The value at a path of keys, case-insensitive; None if there is none."""
    for part in path.lower().split("."):
        if not isinstance(table, dict):
            return None
        table = next((value for key, value in table.items() if str(key).lower() == part), None)
    return table


def goldmark_of(low: dict[str, Any]) -> GoldmarkConfig:
    """`low`: the configuration with top-level keys in lower case."""
    goldmark = at(low, "markup.goldmark")
    typographer = at(goldmark, "extensions.typographer")
    cjk = at(goldmark, "extensions.cjk")
    is_cjk = at(cjk, "enable") is True
    breaks: LineBreaks = ""
    if is_cjk and at(cjk, "eastAsianLineBreaks") is True:
        breaks = "css3draft" if at(cjk, "eastAsianLineBreaksStyle") == "css3draft" else "simple"
    return GoldmarkConfig(
        emoji=low.get("enableemoji") is True,
        hard_wraps=at(goldmark, "renderer.hardWraps") is True,
        linkify=at(goldmark, "extensions.linkify") is not False,
        typographer=typographer is not False and at(typographer, "disable") is not True,
        east_asian_line_breaks=breaks,
        escaped_space=is_cjk and at(cjk, "escapedSpace") is True,
        passthrough=tuple(opening for opening in _PAIRS if (opening, _PAIRS[opening]) in _delimiters(goldmark)),
        strikethrough=at(goldmark, "extensions.strikethrough") is not False,
        extras=tuple(extra for extra in _EXTRAS if at(goldmark, f"extensions.extras.{extra}.enable") is True),
        heading_ids=_heading_ids(goldmark),
        block_attributes=at(goldmark, "parser.attribute.block") is True,
    )


def _heading_ids(goldmark: Any) -> HeadingIds:
    """A type that Hugo does not have falls back to its default, and is reported."""
    if at(goldmark, "parser.autoHeadingID") is False:
        return ""
    return next((kind for kind in _HEADING_IDS if kind == _heading_id_type(goldmark)), "github")


def _heading_id_type(goldmark: Any) -> Any:
    newer = at(goldmark, "parser.autoIDType")
    return at(goldmark, "parser.autoHeadingIDType") if newer is None else newer


def unfollowed_markup(low: dict[str, Any]) -> list[str]:
    """The settings below `markup` with unsupported values; a table itself is not a setting."""
    typed = ((name, at(low, f"markup.{name}"), usual) for name, usual in UNFOLLOWED.items())
    found = [f"markup.{name}" for name, value, usual in typed if value not in (None, usual) and not _is_none(value)]
    signs = at(low, "markup.goldmark.extensions.typographer")
    if any(at(signs, name) not in (None, *usual) for name, usual in _SIGNS.items()):
        found.append("markup.goldmark.extensions.typographer")
    if _heading_id_type(at(low, "markup.goldmark")) not in (None, *_HEADING_IDS):
        found.append("markup.goldmark.parser.autoIDType")
    known = {*_PAIRS.items(), ("$$", "$$")}
    if any(pair not in known for pair in _delimiters(at(low, "markup.goldmark"))):
        found.append("markup.goldmark.extensions.passthrough.delimiters")
    return sorted(found)


def _is_none(value: Any) -> bool:
    return isinstance(value, dict) or value == ""


def _delimiters(goldmark: Any) -> set[tuple[str, str]]:
    """The pairs of formula delimiters, if the extension for them is on."""
    passthrough = at(goldmark, "extensions.passthrough")
    if at(passthrough, "enable") is not True:
        return set()
    listed = (at(passthrough, f"delimiters.{kind}") for kind in ("block", "inline"))
    pairs = [pair for each in listed if isinstance(each, list) for pair in each]
    return {(str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) == 2}
