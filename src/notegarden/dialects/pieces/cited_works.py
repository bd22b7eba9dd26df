"""The works that a page cites: how the text names them, and the list of references at its foot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from notegarden.dialects.pieces.csl import CslError, CslStyle, Locator
from notegarden.dialects.pieces.html import END, HOLE, escape
from notegarden.dialects.pieces.own_words import word
from notegarden.notes.note import Work

if TYPE_CHECKING:
    from notegarden.dialects.pieces.bibliography import Bibliography, Entry


class CitedWorks(ABC):
    """`has_style`: citations look as a style of CSL has them. `is_linked`: each leads to its entry in the list.

    `nocite`: keys of works that are listed though the text does not cite them, `*` for all. `unknown_hint`: what to do
    about a key that no bibliography has and that is near none. `failure`: why the style that was asked for is not used.
    """

    unknown_hint = "add the work, or fix the key"
    style_hint = "name another style"

    def __init__(self, language: str, nocite: Iterable[str], *, has_style: bool, is_linked: bool) -> None:
        self.language, self.nocite = language, [*nocite]
        self.has_style, self.is_linked = has_style, is_linked
        self.failure = ""
        self.listed: dict[str, int] = {}  # key → the number of its entry among the holes of the list

    @property
    @abstractmethod
    def bibliography(self) -> Bibliography: ...

    @abstractmethod
    def style_data(self) -> tuple[str, bytes]:
        """The name and the bytes of the style; b"" for the one that needs no file."""

    @abstractmethod
    def keys_in_text(self) -> list[str]:
        """The keys that the page names: a style that sorts its list needs all of them to number the first."""

    @abstractmethod
    def heading_id(self, title: str) -> str:
        """The id of the heading above the list."""

    def text(self, entry: Entry, locator: Locator | None) -> str:
        """One work as the style cites it, escaped."""
        return self._with(entry).cited(entry.key, locator) or escape(f"{entry.names} {entry.year}".strip())

    def author_and_rest(self, entry: Entry, locator: Locator | None) -> tuple[str, str]:
        """A citation parted behind its author; a style of numbers names none, so the work's own names are used."""
        author, rest = self._with(entry).parted(entry.key, locator, entry.year)
        return author or escape(_short(entry)), rest or escape(entry.year)

    def around(self, html: str) -> str:
        """A whole citation with the style's brackets."""
        return f"{escape(self.style.prefix)}{html}{escape(self.style.suffix)}"

    def place(self, key: str) -> int:
        """What the works of one citation are sorted by, where the style sorts them."""
        return self.style.number(key) if self.style.sorts else 0

    @property
    def delimiter(self) -> str:
        return escape(self.style.delimiter)

    def identity(self, key: str) -> str:
        """The id of a work's entry in the list of references."""
        return f"ref-{key}"

    def entry_html(self, html: str) -> str:
        """An entry of the list, as it stands in its element."""
        return html

    @cached_property
    def style(self) -> CslStyle:
        """The style, with the works that it must know to number one of them; others are added when they are cited."""
        name, data = self.style_data()
        try:
            style = CslStyle(data, self.language)
        except CslError as error:
            self.failure = f"{name} is no style of CSL that can be read: {error}"
            style = CslStyle(b"", self.language)
        for entry in self._entries(self.keys_in_text()) if style.is_sorted else ():
            style.add(entry.item)
        return style

    def _with(self, entry: Entry) -> CslStyle:
        """The style, with this work among those that it numbers."""
        if entry.key not in self.style:
            self.style.add(entry.item)
        return self.style

    def _entries(self, keys: Iterable[str]) -> list[Entry]:
        found = (self.bibliography.get(key) for key in dict.fromkeys([*keys, *self.uncited()]))
        return [entry for entry in found if entry is not None]

    def uncited(self) -> Iterable[str]:
        """The keys of works that are listed though the text does not cite them."""
        return [*self.nocite, *self.bibliography.keys()] if "*" in self.nocite else self.nocite

    def plain_references(self, entries: Sequence[Entry]) -> list[tuple[str, str]]:
        """(key, HTML) of each of these works where no style of CSL is used."""
        return [(entry.key, _basic_reference(entry)) for entry in entries]

    def references(
        self, keys: Iterable[str], *, is_titled: bool, title: str = "", lists: Callable[[Entry], bool] | None = None
    ) -> str:
        """The list of the works that the page cites. `is_titled`: with a heading, `title` or the language's word.

        `lists`: whether a work is one of the list.
        """
        entries = [entry for entry in self._entries(keys) if lists is None or lists(entry)]
        if not entries:
            return ""
        title = title or word(self.language, "references")
        heading = f'<h2 id="{escape(self.heading_id(title))}">{escape(title)}</h2>\n' if is_titled else ""
        if not self.has_style:
            return heading + "".join(
                f'<p id="ref-{escape(key)}">{html}{self._citing(key)}</p>\n'
                for key, html in self.plain_references(entries)
            )
        for entry in entries:
            self._with(entry)
        shown = self.style.references([entry.key for entry in entries])
        shown = shown or [(entry.key, _basic_reference(entry)) for entry in entries]  # a style of citations alone
        rows = [
            f'<div class="csl-entry" id="{escape(self.identity(key))}">'
            f"{self.entry_html(html + self._citing(key))}</div>\n"
            for key, html in shown
        ]
        return f'{heading}<div class="csl-bib-body">\n{"".join(rows)}</div>\n'

    def _citing(self, key: str) -> str:
        """The hole for the other notes that cite a work."""
        return f"{HOLE}R{self.listed.setdefault(key, len(self.listed))}{END}"

    def cited(self, keys: Iterable[str]) -> tuple[Work, ...]:
        """The works that the page cites, those that it lists first, as a list of the works of many pages shows them."""
        entries = self._entries([*self.listed, *keys])
        if not entries:
            return ()
        # The works of many pages have no numbers and letters in common.
        style = self.style if self.has_style and not self.style.is_numbered else CslStyle(b"", self.language)
        for entry in entries:
            style.add(entry.item)
        return tuple(Work(entry.key, style.lone_entry(entry.key) or _basic_reference(entry)) for entry in entries)


def _short(entry: Entry) -> str:
    """The authors' family names, as a sentence names them."""
    typed = [each.strip() for each in entry.names.split(" and ")]
    plain = [each.partition(",")[0] if "," in each else each.rpartition(" ")[2] for each in typed]
    return f"{plain[0]} et al." if len(plain) > 2 else " and ".join(plain)


def _basic_reference(entry: Entry) -> str:
    source = f", {escape(entry.source)}" if entry.source else ""
    return f"{escape(entry.names)} ({escape(entry.year)}). <em>{escape(entry.title)}</em>{source}."
