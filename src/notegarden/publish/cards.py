"""Draw missing social cards, the pictures that shared links show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from notegarden.errors import SiteError
from notegarden.progress import Progress
from notegarden.publish.copies import due_files, write_named
from notegarden.publish.output_folder import OutputFolder
from notegarden.render.card import Card, CardType, draw
from notegarden.site.cards import card_of
from notegarden.site.planner import Planner
from notegarden.sources.limits import OverTimeError, limited_memory, limited_time
from notegarden.workers import chunks, cores, executor, spread, stop

_CHUNK = 16
_SECONDS = 2.0  # limit of processor time per card; normally it takes a hundredth of a second


def write_cards(out: OutputFolder, planner: Planner, jobs: int, progress: Progress) -> None:
    """Write the cards that pages name and that do not exist yet. Raises SiteError if one cannot be drawn."""
    fonts = planner.site.card_type
    if fonts is None:
        return
    cards, lacking = cards_of(planner, fonts)
    if lacking:
        what = "1 note has" if len(lacking) == 1 else f"{len(lacking)} notes have"
        out.counts.warnings.append(f"{what} no social card: the theme's font lacks letters of the title ({lacking[0]})")
    due = [cards[file] for file in due_files(out, cards)]
    for number, (some, drawn) in enumerate(_drawn(due, fonts, jobs)):
        for card, data in zip(some, drawn, strict=True):
            write_named(out, card.file, data)
        progress("cards", min((number + 1) * _CHUNK, len(due)), len(due))


def drawn_apart(card: Card, fonts: CardType) -> bytes:
    """A card's bytes, drawn in a process of its own. Raises SiteError if it cannot be drawn."""
    [(_, [data])] = _drawn([card], fonts, 1)
    return data


def cards_of(planner: Planner, fonts: CardType) -> tuple[dict[str, Card], list[str]]:
    """The cards by file, and the paths of notes whose titles have letters missing from the font."""
    cards: dict[str, Card] = {}
    lacking = []
    for node in planner.garden.published():
        card = card_of(planner.reads(), planner.site, node.path)
        if card is not None:
            cards[card.file] = card
        elif fonts.written(node.title) is None:
            lacking.append(node.path)
    return cards, lacking


def _drawn(due: Sequence[Card], fonts: CardType, jobs: int) -> Iterable[tuple[Sequence[Card], list[bytes]]]:
    """Cards in chunks with their bytes, drawn in other processes, because a garden's own fonts may crash the library.

    Raises SiteError if one cannot be drawn.
    """
    if not due:
        return
    calls = -(-len(due) // _CHUNK)
    jobs = min(jobs or cores(), calls)
    pool = executor(jobs, _nothing, (), apart=calls)
    try:
        # The strings of a chunk name it in the error if its process dies.
        pending = ((some[0].title, some[-1].title, some) for some in chunks(due, _CHUNK))
        for (_, _, some), drawn in spread(pool, partial(_draw, fonts), pending, jobs):
            if isinstance(drawn, str):
                hint = "set cards = false, or use other fonts"
                raise SiteError(drawn, hint=hint)
            yield some, drawn
    finally:
        stop(pool)


def _nothing() -> None:
    """Initializer of drawing processes, which need no preparation."""


def _draw(fonts: CardType, chunk: tuple[str, str, Sequence[Card]]) -> list[bytes] | str:
    out = []
    for card in chunk[2]:
        try:
            with limited_memory(), limited_time(_SECONDS):
                out.append(draw(card, fonts))
        except (OverTimeError, MemoryError):
            return f"the card of “{card.title}” takes too much time or memory to draw"
        except OSError as error:
            return f"the card of “{card.title}” cannot be drawn: {error}"
    return out
