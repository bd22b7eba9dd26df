"""Whole numbers typed by users."""

from __future__ import annotations

_LONGEST = 9


def whole_number(text: str, *, signed: bool = False) -> int | None:
    """The value of a text of up to nine ASCII digits; None for any other text. `signed`: a minus may precede them.

    `str.isdigit` is not a safe test for `int`: it accepts "²", and `int` refuses more than about 4,000 digits.
    """
    digits = text.removeprefix("-") if signed else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST):
        return None
    return int(text)
