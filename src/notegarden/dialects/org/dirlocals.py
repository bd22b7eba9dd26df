"""Emacs variables in a folder's `.dir-locals.el`, in a file's `#+bind` or in its list of local variables.

They are parsed as data: nothing in them is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SETTING = re.compile(r"\((org-[\w-]+)\s+\.\s+(\"(?:[^\"\\]|\\.)*+\"|[^\s()]+)\)")
_VARIABLE = re.compile(r"\((org-export-[\w-]+)\s+\.?\s*(\([^()]*\)|[^\s()]+)\s*\)")
_BIND = re.compile(r"([^\s\"()]+)[ \t]+'?(\"(?:[^\"\\]|\\.)*+\"|\([^()]*\)|[^\s()]+)[ \t]*$")
_GLOBAL_WORKS = re.compile(r"\(org-cite-global-bibliography\s+\.?\s*\(?((?:\s*\"[^\"\n]*\")+)\s*\)")
_TAGS = re.compile(r"\(org-export-(exclude|select)-tags\s+\.?\s*\(?((?:\s*\"[^\"\n]*\")+)\s*\)")
_TEXT = re.compile(r"\"([^\"\n]*)\"")
_LOCAL_VARIABLES = re.compile(r"(?m)^(.*)Local Variables:[ \t]*(.*)$\n?")
_COMMENT = re.compile(r"(?m)^[ \t]*;.*$")
_NAMES = {
    "org-hugo-section": "hugo_section", "org-hugo-base-dir": "hugo_base_dir",
    "org-hugo-use-code-for-kbd": "use_code_for_kbd", "org-hugo-export-with-toc": "toc",
    "org-hugo-export-with-section-numbers": "num", "org-export-headline-levels": "levels",
    "org-hugo-paired-shortcodes": "hugo_paired_shortcodes", "org-hugo-default-section-directory": "hugo_section",
    "org-cite-csl-styles-dir": "csl_styles", "org-attach-id-dir": "attachments",
    "org-hugo-footer": "footer", "org-export-with-toc": "toc", "org-export-with-section-numbers": "num",
    "org-hugo-export-creator-string": "creator", "org-hugo-front-matter-format": "",
    "org-hugo-preserve-filling": "", "org-hugo-prefer-hyphen-in-tags": "prefer_hyphen_in_tags",
    "org-hugo-allow-spaces-in-tags": "allow_spaces_in_tags", "org-hugo-link-desc-insert-type": "link_types",
}  # fmt: skip
# Variables that `#+options` sets by these names.
_OPTIONS = {
    "org-export-with-todo-keywords": "todo", "org-export-with-tags": "tags", "org-export-with-priority": "pri",
    "org-export-with-planning": "p", "org-export-with-sub-superscripts": "^", "org-export-with-emphasize": "*",
    "org-export-with-entities": "e", "org-export-with-footnotes": "f", "org-export-with-tables": "|",
    "org-export-with-special-strings": "-", "org-export-with-timestamps": "<", "org-export-with-drawers": "d",
    "org-export-with-tasks": "tasks", "org-export-with-archived-trees": "arch", "org-export-with-latex": "tex",
    "org-export-with-statistics-cookies": "stat", "org-export-with-fixed-width": ":",
    "org-export-with-author": "author", "org-export-with-creator": "creator", "org-export-with-title": "title",
    "org-export-preserve-breaks": "\\n",
}  # fmt: skip
# Handled elsewhere, or without effect on a page.
_OTHERS = frozenset((
    "org-hugo-anchor-functions", "org-export-exclude-tags", "org-export-select-tags", "org-export-allow-bind-keywords",
    "org-cite-global-bibliography", "org-export-with-broken-links", "org-confirm-babel-evaluate",
))  # fmt: skip


def with_bound(local: dict[str, str], values: Iterable[str]) -> dict[str, str]:
    """The settings `local` of a folder, and those in the values of `#+bind: VARIABLE VALUE`.

    Tags that withhold text without `#+bind` do so with it, too, because an Emacs may ignore it.
    """
    pairs = (found for found in map(_BIND.match, values) if found)
    bound = settings_in("".join(f"({found[1]} . {found[2]})" for found in pairs))
    for name, usual in (("exclude_tags", "noexport"), ("select_tags", "export")):
        if name in bound:
            bound[name] = f"{bound[name]} {local.get(name, usual)}"
    return local | bound


def of_file(lines: list[str]) -> dict[str, str]:
    """The settings in a file's list of local variables, which Emacs expects in its last 3,000 characters.

    Only those in `_NAMES`: what a file withholds is said by its keywords.
    """
    text = "\n".join(lines[-100:])[-3_000:]
    begins = [*_LOCAL_VARIABLES.finditer(text)]
    if not begins:
        return {}
    before, after = begins[-1].groups()
    pairs = []
    for line in text[begins[-1].end() :].split("\n"):
        name, _, value = line.removeprefix(before).removesuffix(after).partition(":")
        if name.strip().lower() == "end":
            break
        if name.strip() in _NAMES:
            pairs.append(f"({name.strip()} . {value.strip()})")
    return settings_in("".join(pairs))


def is_followed(value: str) -> bool:
    """Whether the value of `#+bind` is valid, and its variable supported."""
    found = _BIND.match(value)
    name = value.split(maxsplit=1)[0] if value.strip() else ""
    return name in _OTHERS if found is None else found[1] in _OTHERS or found[1] in _NAMES or found[1] in _OPTIONS


def settings_in(text: str) -> dict[str, str]:
    """The supported settings, by the name of the equivalent keyword in a file."""
    found: dict[str, str] = {}
    plain_text = _COMMENT.sub("", text)
    for kind, names in _TAGS.findall(plain_text):
        found[f"{kind}_tags"] = " ".join(_TEXT.findall(names))
    for name, value in _SETTING.findall(plain_text):
        key = _NAMES.get(name)
        if key:
            plain = value[1:-1] if value[:1] == '"' else value
            found[key] = plain.replace('\\"', '"').replace("\\n", "\n")
    options = [f"{_OPTIONS[name]}:{value}" for name, value in _VARIABLE.findall(plain_text) if name in _OPTIONS]
    if options:
        found["options"] = " ".join(options)
    works = _GLOBAL_WORKS.search(text)
    if works:
        found["bibliography"] = "\n".join(_TEXT.findall(works[1]))
    return found
