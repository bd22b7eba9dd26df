"""The ids of headings, targets, radio targets and named elements, by the exporter's rules.

Unlike in headings, case stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import basename, splitext

from notegarden.dialects.org.outline import Heading
from notegarden.dialects.org.slugs import hashed, slug

_FUNCTION = re.compile(r"org-hugo-get-(page-or-bundle-name|custom-id|id|heading-slug|md5)(?=[\s()]|$)")
_USUAL = ("page-or-bundle-name", "custom-id", "heading-slug", "md5")
_PREFIX = {"figure": "figure", "table": "table", "listing": "code-snippet", "example": "org-example-block"}
_NAME_PREFIX = re.compile(r"(?:code|tab|table|img|fig|figure|)__")
_NOT_IN_NAME = re.compile(r"[_/\s]")
_NOT_IN_TARGET = re.compile(r"[\W_]")


def anchor_rules(bound: Iterable[str]) -> tuple[str, ...]:
    """ox-hugo's functions for the ids of headings, of which the first with a value counts. `bound`: of `#+bind`."""
    lists = (each for each in bound if each.startswith("org-hugo-anchor-functions"))
    return next((tuple(found) for each in lists if (found := _FUNCTION.findall(each))), _USUAL)


def heading_anchor(heading: Heading, title: str, rules: Iterable[str]) -> str:
    """The id of a heading with this title, in which macros are expanded."""
    for rule in rules:
        found = _anchor_by(rule, heading, title)
        if found:
            return found
    return slug(title)


def _anchor_by(rule: str, heading: Heading, title: str) -> str:
    if rule == "page-or-bundle-name":
        name = heading.file_name
        bundle = (heading.inherited("EXPORT_HUGO_BUNDLE") or "").strip("/ ") if name in ("index", "_index") else ""
        return splitext(basename(bundle or name))[0]
    if rule in ("custom-id", "id"):
        return heading.properties.get("CUSTOM_ID" if rule == "custom-id" else "ID", "")
    return slug(title) if rule == "heading-slug" else hashed(title)


def target_id(name: str) -> str:
    """The id of `<<name>>`; `<<.name>>` is the id itself."""
    return f"{'' if name.startswith('.') else 'org-target--'}{_hyphened(name)}"


def radio_id(name: str) -> str:
    """The id of `<<<name>>>`."""
    return f"org-radio--{_hyphened(name)}"


def named_id(name: str, kind: str) -> str:
    """The id of an element with `#+name`: `fig__x` of a figure → `figure--x`; of a special block, the name itself."""
    if kind == "special":
        return name
    found = _NAME_PREFIX.match(name)
    return f"{_PREFIX.get(kind, 'org-target')}--{_NOT_IN_NAME.sub('-', name[found.end() if found else 0 :])}"


def _hyphened(name: str) -> str:
    """Each character but letters and digits is a hyphen.

    Letters of all scripts stay, unlike in the exporter, so that two such targets never share an id.
    """
    return _NOT_IN_TARGET.sub("-", name).removeprefix("-")
