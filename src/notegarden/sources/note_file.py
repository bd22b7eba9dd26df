"""The bytes of one note's file."""

from __future__ import annotations

from pathlib import Path

from notegarden.files.tree import Tree
from notegarden.notes.note import Dialect

LONGEST = 16 << 20
"""Bytes of a note; a longer one is no note but a mistake, or made to fill the machine."""
AGAIN = "again "
"""Begins the ledger's key of a note that failed for a reason outside of it: the next build reads it anew."""
_UNREADABLE = b"\xff\0unreadable: "


def content_root(content: Path, dialect: Dialect) -> Path:
    """The garden's root, given the folder of its notes."""
    folder = Path(dialect.citing.folder).parts
    return content.parents[len(folder) - 1] if folder else content


def note_bytes(content: Tree, path: str) -> tuple[bytes, str]:
    """What a note's file holds, and "". Where it cannot be read: what stands for that in a key, and the reason.

    So an unreadable note is another than an empty one, and is read again when the reason is gone. Raises
    FileNotFoundError for a file that is not there: it went after the folder was listed.
    """
    try:
        return content.read(path, LONGEST), ""
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = str(error.strerror)
        return _UNREADABLE + reason.encode(), reason
