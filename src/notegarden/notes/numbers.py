"""Whole numbers that somebody typed."""

from __future__ import annotations

_LONGEST = 9


def whole_number(text: str, *, signed: bool = False) -> int | None:
    """The number that a text of up to nine ASCII digits is; None for any other text. `signed`: after a minus, too.

    `str.isdigit` alone is no test for `int`: it takes "²", and `int` refuses more than some 4,000 digits.
    """
    digits = text.removeprefix("-") if signed else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST):
        return None
    return int(text)
