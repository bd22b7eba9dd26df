"""Read one note's file."""

from __future__ import annotations

from pathlib import Path

from notegarden.files.tree import Tree
from notegarden.notes.note import Dialect

LONGEST = 16 << 20
"""Maximum size of a note in bytes; a larger file is a mistake, or an attack on memory."""
AGAIN = "again "
"""Prefix of the ledger's key of a note that failed for an outside reason: the next build parses it again."""
_UNREADABLE = b"\xff\0unreadable: "


def content_root(content: Path, dialect: Dialect) -> Path:
    """The garden's root, given the folder of its notes."""
    folder = Path(dialect.citing.folder).parts
    return content.parents[len(folder) - 1] if folder else content


def note_bytes(content: Tree, path: str) -> tuple[bytes, str]:
    """A note's bytes, and "". If they cannot be read: a placeholder for keys, and the reason.

    So an unreadable note differs from an empty one, and is read again when the reason is gone. Raises
    FileNotFoundError for a file that disappeared after the folder was listed.
    """
    try:
        return content.read(path, LONGEST), ""
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = str(error.strerror)
        return _UNREADABLE + reason.encode(), reason
