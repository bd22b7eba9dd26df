"""`.dir-locals.el`: the exporter's settings of a folder. It is Lisp, and read as data: nothing in it is run."""

from __future__ import annotations

import re

_SETTING = re.compile(r"\((org-[\w-]+)\s+\.\s+(\"(?:[^\"\\]|\\.)*+\"|[^\s()]+)\)")
_GLOBAL_WORKS = re.compile(r"\(org-cite-global-bibliography\s+\.?\s*\(?((?:\s*\"[^\"\n]*\")+)\s*\)")
_TAGS = re.compile(r"\(org-export-(exclude|select)-tags\s+\.?\s*\(?((?:\s*\"[^\"\n]*\")+)\s*\)")
_TEXT = re.compile(r"\"([^\"\n]*)\"")
_COMMENT = re.compile(r"(?m)^[ \t]*;.*$")
_NAMES = {
    "org-hugo-section": "hugo_section", "org-hugo-base-dir": "hugo_base_dir",
    "org-hugo-use-code-for-kbd": "use_code_for_kbd", "org-hugo-export-with-toc": "toc",
    "org-hugo-export-with-section-numbers": "num", "org-export-headline-levels": "levels",
    "org-hugo-paired-shortcodes": "hugo_paired_shortcodes", "org-hugo-default-section-directory": "hugo_section",
    "org-cite-csl-styles-dir": "csl_styles", "org-attach-id-dir": "attachments",
    "org-hugo-footer": "footer", "org-export-with-toc": "toc", "org-export-with-section-numbers": "num",
    "org-hugo-front-matter-format": "", "org-hugo-preserve-filling": "",
}  # fmt: skip


def settings_in(text: str) -> dict[str, str]:
    """The settings that are known here, by the name of the keyword that says the same in a file."""
    found: dict[str, str] = {}
    plain_text = _COMMENT.sub("", text)
    for kind, names in _TAGS.findall(plain_text):
        found[f"{kind}_tags"] = " ".join(_TEXT.findall(names))
    for name, value in _SETTING.findall(plain_text):
        key = _NAMES.get(name)
        if key:
            plain = value[1:-1] if value[:1] == '"' else value
            found[key] = plain.replace('\\"', '"').replace("\\n", "\n")
    works = _GLOBAL_WORKS.search(text)
    if works:
        found["bibliography"] = "\n".join(_TEXT.findall(works[1]))
    return found
