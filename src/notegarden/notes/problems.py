"""What a garden has wrong: values that are gathered on the way and never raised."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]


class Problem(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One finding. `path` is relative to `content/`; `line` and `column` are 1-based, 0 where unknown."""

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str = ""
