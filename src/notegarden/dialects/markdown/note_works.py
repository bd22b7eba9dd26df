"""The bibliographies of a Markdown note: the garden's, and those that its front matter names, as in Pandoc."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from posixpath import dirname, join, normpath
from typing import Any

from notegarden.dialects.pieces.beside import NOT_READ
from notegarden.dialects.pieces.bibliography import Bibliography
from notegarden.dialects.pieces.cited_works import CitedWorks
from notegarden.dialects.pieces.citing import PANDOC_KEY, pandoc_key
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.files.scan import digest
from notegarden.urls import anchorize

Read = Callable[[str], bytes | None]
"""Returns the bytes of a file in the garden by its path below the root, None if it does not exist."""

_MOST = 20  # maximum files per note
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


def works_of(draft: NoteDraft, body: str, read: Read | None) -> NoteWorks | None:
    """The works that a note may cite; None if neither the garden nor the note names a bibliography."""
    named = [*_texts(draft.params.get("bibliography"))]
    if not named and not draft.dialect.citing.bibliographies:
        return None
    return NoteWorks(draft, named, body, read or (lambda _: None))


def _keys(text: str) -> list[str]:
    """The keys in a text, `*` for all works."""
    return [*(pandoc_key(each) for each in PANDOC_KEY.finditer(text)), *(["*"] if "@*" in text else [])]


def _texts(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and each.strip():
            yield each.strip()


class NoteWorks(CitedWorks):
    """The files are read when the text first cites a work: a note without citations does not depend on them."""

    unknown_hint = "add the work to a file that `bibliography` names"
    style_hint = "name another style with `csl`"

    def __init__(self, draft: NoteDraft, named: list[str], body: str, read: Read) -> None:
        nocite = _keys(" ".join(_texts(draft.params.get("nocite"))))
        super().__init__(draft.dialect.language, nocite, has_style=True, is_linked=True)
        self._draft, self._named, self._body, self._read_file = draft, named, body, read

    @cached_property
    def bibliography(self) -> Bibliography:
        found: dict[str, bytes] = {}
        for name in self._named[:_MOST]:
            path, data = self._beside_note(name)
            if data is None:
                self._report_missing(name)
            else:
                found.setdefault(path, data)
        for path in self._draft.dialect.citing.bibliographies[:_MOST]:
            data = self._read(path)
            if data is not None:
                found.setdefault(path, data)
        return _bibliography(tuple(found.items()))

    @cached_property
    def _style_file(self) -> tuple[str, bytes]:
        name = next(_texts(self._draft.params.get("csl")), "")
        if not name:
            style = self._draft.dialect.citing.style
            return style, (self._read(style) or b"") if style else b""
        data = self._beside_note(name)[1]
        if data is None:
            self._report_missing(name)
        return name, data or b""

    def style_data(self) -> tuple[str, bytes]:
        return self._style_file

    def heading_id(self, title: str) -> str:
        identity = anchorize(title)
        return f"{identity}-cited" if identity in self._draft.ids else identity

    def keys_in_text(self) -> list[str]:
        found: list[str] = []
        in_code = False
        for line in self._body.split("\n"):
            if _FENCE.match(line):
                in_code = not in_code
            elif not in_code and "@" in line:
                found += _keys(line)
        return found

    def _beside_note(self, name: str) -> tuple[str, bytes | None]:
        """A file as named in front matter: next to the note, otherwise below the garden's root."""
        folder = join(self._draft.dialect.citing.folder, dirname(self._draft.path))
        places = [normpath(join(folder, name)), normpath(name)]
        for path in dict.fromkeys(places):
            if not name.startswith(("/", "~")) and not path.startswith(".."):
                data = self._read(path)
                if data is not None:
                    return path, data
        return name, None

    def _read(self, path: str) -> bytes | None:
        data = self._read_file(path)
        self._draft.inputs[path] = _digest(data) if data is not None else ""
        return data

    def _report_missing(self, name: str) -> None:
        text = self._draft.places.text
        at = max(text.find(name), 0)
        place = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        message = f"{name} {NOT_READ}"
        self._draft.problem("citation", "warning", *place, message, "put it next to the note, or fix its name")


_digest = lru_cache(maxsize=8)(digest)


@lru_cache(maxsize=4)
def _bibliography(files: tuple[tuple[str, bytes], ...]) -> Bibliography:
    """Cached, because most notes of a garden share one."""
    return Bibliography(files)
