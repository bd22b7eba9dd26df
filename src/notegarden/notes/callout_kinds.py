"""The kinds of callouts that are translated into each interface language."""

from __future__ import annotations

CALLOUTS = (
    "note", "abstract", "summary", "tldr", "info", "todo", "tip", "hint", "important", "success", "check", "done",
    "question", "help", "faq", "warning", "caution", "attention", "failure", "fail", "missing", "danger", "error",
    "bug", "example", "quote", "cite",
)  # fmt: skip
"""Bodies refer to them by index: append new ones at the end."""


def name_of(kind: str) -> str:
    """The English title of a callout without one; for a kind of the author's own, made from its name."""
    return kind[:1].upper() + kind[1:].lower()
