"""The bytes of one note's file."""

from __future__ import annotations

from notegarden.files.tree import Tree

LONGEST = 16 << 20
"""Bytes of a note; a longer one is no note but a mistake, or made to fill the machine."""
_UNREADABLE = b"\xff\0unreadable: "


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
