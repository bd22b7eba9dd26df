"""What happens when the ledger turns out to be damaged, or there is no room for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from notegarden.errors import SiteError
from notegarden.ledger.file import DAMAGE, is_full
from notegarden.ledger.ledger import Ledger
from notegarden.pipeline.report import Report


def replaced(ledger: Ledger, root: Path, name: str, error: Exception, report: Report) -> Ledger:
    """An empty ledger in place of one that failed: a temporary one where there was no room, for then that is whole."""
    if is_full(error):
        temporary = Ledger.temporary("")
        report.warn([f"no room for the ledger ({error}): it stays as it was, a temporary one takes its place"])
        ledger.close()
        return temporary
    report.warn([f"the ledger is damaged ({error!r}): building afresh"])
    try:
        ledger.discard()
    except OSError as kept:
        return Ledger.temporary(f"{kept.filename} cannot be replaced ({kept.strerror})")
    return Ledger.open(root, name)


@contextmanager
def room_is_needed() -> Iterator[None]:
    """Raises SiteError where there is no room for a temporary ledger either."""
    try:
        yield
    except DAMAGE as error:
        if not is_full(error):
            raise
        raise SiteError(f"no room for the ledger, nor for a temporary one ({error})", hint="make room") from None
