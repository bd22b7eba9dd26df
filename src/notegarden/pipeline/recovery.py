"""Recovery if the ledger is damaged or the disk is full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from notegarden.errors import SiteError
from notegarden.ledger.file import DAMAGE, is_full
from notegarden.ledger.ledger import Ledger
from notegarden.pipeline.report import Report


def replaced(ledger: Ledger, root: Path, name: str, error: Exception, report: Report) -> Ledger:
    """An empty ledger in place of a failed one; a temporary one if the disk was full, because the old one is intact."""
    if is_full(error):
        temporary = Ledger.temporary("")
        report.warn([f"disk full, the ledger is not updated ({error}): using a temporary one"])
        ledger.close()
        return temporary
    report.warn([f"the ledger is damaged ({error!r}): rebuilding everything"])
    try:
        ledger.discard()
    except OSError as kept:
        return Ledger.temporary(f"{kept.filename} cannot be replaced ({kept.strerror})")
    return Ledger.open(root, name)


@contextmanager
def room_is_needed() -> Iterator[None]:
    """Raises SiteError if there is no room for a temporary ledger either."""
    try:
        yield
    except DAMAGE as error:
        if not is_full(error):
            raise
        raise SiteError(f"disk full, even for a temporary ledger ({error})", hint="free disk space") from None
