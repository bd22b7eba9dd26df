"""The works that a page cites: their citations in the text, and the list of references."""

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
    """`has_style`: citations use a CSL style. `is_linked`: each links to its entry in the list.

    `nocite`: keys of works listed although the text does not cite them, `*` for all. `unknown_hint`: the fix for a
    key that is in no bibliography and similar to none. `failure`: why the requested style is not used.
    """

    unknown_hint = "add the work, or fix the key"
    style_hint = "name another style"

    def __init__(self, language: str, nocite: Iterable[str], *, has_style: bool, is_linked: bool) -> None:
        self.language, self.nocite = language, [*nocite]
        self.has_style, self.is_linked = has_style, is_linked
        self.failure = ""
        self.listed: dict[str, int] = {}  # key → index of its entry among the holes of the list

    @property
    @abstractmethod
    def bibliography(self) -> Bibliography: ...

    @abstractmethod
    def style_data(self) -> tuple[str, bytes]:
        """The name and the bytes of the style; b"" for the built-in one."""

    @abstractmethod
    def keys_in_text(self) -> list[str]:
        """The keys in the page's text: a style that sorts its list needs all of them to number the first."""

    @abstractmethod
    def heading_id(self, title: str) -> str:
        """The id of the heading above the list."""

    def text(self, entry: Entry, locator: Locator | None) -> str:
        """One work in the style's form, escaped."""
        return self._with(entry).cited(entry.key, locator) or escape(f"{entry.names} {entry.year}".strip())

    def author_and_rest(self, entry: Entry, locator: Locator | None) -> tuple[str, str]:
        """A citation split after its author; a numeric style has no author, so the work's own names are used."""
        author, rest = self._with(entry).parted(entry.key, locator, entry.year)
        return author or escape(_short(entry)), rest or escape(entry.year)

    def around(self, html: str) -> str:
        """A complete citation with the style's brackets."""
        return f"{escape(self.style.prefix)}{html}{escape(self.style.suffix)}"

    def place(self, key: str) -> int:
        """Sort key of the works in one citation, if the style sorts them."""
        return self.style.number(key) if self.style.sorts else 0

    @property
    def delimiter(self) -> str:
        return escape(self.style.delimiter)

    def identity(self, key: str) -> str:
        """The id of a work's entry in the list of references."""
        return f"ref-{key}"

    def entry_html(self, html: str) -> str:
        """An entry of the list, inside its element."""
        return html

    @cached_property
    def style(self) -> CslStyle:
        """The style, with the works needed to number one of them; others are added when they are cited."""
        name, data = self.style_data()
        try:
            style = CslStyle(data, self.language)
        except CslError as error:
            self.failure = f"{name} is not a valid CSL style: {error}"
            style = CslStyle(b"", self.language)
        for entry in self._entries(self.keys_in_text()) if style.is_sorted else ():
            style.add(entry.item)
        return style

    def _with(self, entry: Entry) -> CslStyle:
        """The style, with this work among the numbered ones."""
        if entry.key not in self.style:
            self.style.add(entry.item)
        return self.style

    def _entries(self, keys: Iterable[str]) -> list[Entry]:
        found = (self.bibliography.get(key) for key in dict.fromkeys([*keys, *self.uncited()]))
        return [entry for entry in found if entry is not None]

    def uncited(self) -> Iterable[str]:
        """The keys of works listed although the text does not cite them."""
        return [*self.nocite, *self.bibliography.keys()] if "*" in self.nocite else self.nocite

    def plain_references(self, entries: Sequence[Entry]) -> list[tuple[str, str]]:
        """(key, HTML) of each of these works, if no CSL style is used."""
        return [(entry.key, _basic_reference(entry)) for entry in entries]

    def references(
        self, keys: Iterable[str], *, is_titled: bool, title: str = "", lists: Callable[[Entry], bool] | None = None
    ) -> str:
        """The list of works that the page cites. `is_titled`: with a heading, `title` or the default in its language.

        `lists`: whether a work is in the list.
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
        shown = shown or [(entry.key, _basic_reference(entry)) for entry in entries]  # the style has only citations
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
        """The works that the page cites, listed ones first, as the page of all references shows them."""
        entries = self._entries([*self.listed, *keys])
        if not entries:
            return ()
        # Works of different pages share no numbers and letters.
        style = self.style if self.has_style and not self.style.is_numbered else CslStyle(b"", self.language)
        for entry in entries:
            style.add(entry.item)
        return tuple(Work(entry.key, style.lone_entry(entry.key) or _basic_reference(entry)) for entry in entries)


def _short(entry: Entry) -> str:
    """The authors' family names, in the form for a sentence."""
    typed = [each.strip() for each in entry.names.split(" and ")]
    plain = [each.partition(",")[0] if "," in each else each.rpartition(" ")[2] for each in typed]
    return f"{plain[0]} et al." if len(plain) > 2 else " and ".join(plain)


def _basic_reference(entry: Entry) -> str:
    source = f", {escape(entry.source)}" if entry.source else ""
    return f"{escape(entry.names)} ({escape(entry.year)}). <em>{escape(entry.title)}</em>{source}."
