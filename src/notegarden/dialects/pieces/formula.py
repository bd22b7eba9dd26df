"""Formulas in a note's HTML. The TeX converter is imported with the first one: most edits of a note need none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notegarden.dialects.pieces.draft import NoteDraft


def formula_html(
    draft: NoteDraft, tex: str, place: tuple[int, int], *, display: bool, exported: bool = True, block: bool = False
) -> str:
    """As `mathml.formula_html`."""
    from notegarden.dialects.pieces import mathml

    return mathml.formula_html(draft, tex, place, display=display, exported=exported, block=block)


def formula_block(draft: NoteDraft, tex: str, place: tuple[int, int], *, exported: bool = True) -> str:
    """As `mathml.formula_block`."""
    from notegarden.dialects.pieces import mathml

    return mathml.formula_block(draft, tex, place, exported=exported)
