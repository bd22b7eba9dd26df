"""The ids of labelled equations."""

from __future__ import annotations

import re

_NOT_IN_ID = re.compile(r"\\?[_^*]|\\")


def label_id(label: str) -> str:
    """The id of the equation with this label."""
    return _NOT_IN_ID.sub("-", label)
