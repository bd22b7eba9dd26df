"""The kinds of callouts that have a name in each language of the interface."""

from __future__ import annotations

CALLOUTS = (
    "note", "abstract", "summary", "tldr", "info", "todo", "tip", "hint", "important", "success", "check", "done",
    "question", "help", "faq", "warning", "caution", "attention", "failure", "fail", "missing", "danger", "error",
    "bug", "example", "quote", "cite",
)  # fmt: skip
"""Bodies name them by their place here: a new one goes to the end."""


def name_of(kind: str) -> str:
    """What a callout without a title is called in English, or where its kind is nobody's but the author's."""
    return kind[:1].upper() + kind[1:].lower()
