"""The picture for link previews that a note's front matter names."""

from __future__ import annotations

from notegarden.notes.note import Note

COVERS = ("cover", "image")
"""Properties of a vault's note that name its picture."""


def front_image(note: Note) -> str:
    """The first of `images`, as in Hugo, as typed; "" for none."""
    images = note.front.params.get("images")
    first = images[0] if isinstance(images, list) and images else images
    return first.strip() if isinstance(first, str) else ""


def meanings(src: str) -> tuple[str, ...]:
    """What a path in the front matter may refer to: below the note's address, or below the site's root, as in Hugo."""
    return (src,) if src.startswith("/") else (src, f"/{src}")


def names_image(note: Note) -> bool:
    """Whether the front matter names a picture; it is not yet known whether the file exists."""
    covers = COVERS if note.properties else ()
    return front_image(note) != "" or any(note.front.params.get(name) for name in covers)
