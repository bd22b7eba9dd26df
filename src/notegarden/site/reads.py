"""The garden as page code sees it, with a record of everything read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from notegarden.garden.facets import Dated, Reference, Wanting, dated, list_key, part_key, targets
from notegarden.garden.mentions import Quote, quote
from notegarden.garden.resolve import Resolved
from notegarden.garden.tally import wants_note
from notegarden.notes.node import Cited, Edge, Naming, Node
from notegarden.notes.note import Link, Note, Task
from notegarden.notes.picture_copy import PictureCopy
from notegarden.notes.problems import Problem
from notegarden.render.page_view import LinkView
from notegarden.site.entries import Entries

Size = Callable[[str], tuple[int, int] | None]
Copies = Callable[[str], tuple[PictureCopy, ...]]


class Reads:
    """One instance per planned page (or file); page code gets everything it shows from it, and nothing from elsewhere.

    Each method records the key of its result (`garden.facets`) in `keys`. The ledger stores the keys with the page,
    and the page becomes stale when `apply` reports one of them as changed: reading something new through here is enough
    to keep a page up to date. What all pages depend on (`Site`, the templates) is in the key of every fingerprint.

    For example, a transcluded note is `note`, `answers` and `text` of its path; a query over all notes is `entries`.
    """

    def __init__(self, entries: Entries, text: Callable[[str], str], size: Size, copies: Copies) -> None:
        self.keys: set[str] = set()
        self._all = entries
        self._garden = entries.garden
        self._text = text
        self._size = size
        self._copies = copies

    # -- one note -----------------------------------------------------------------------------------------------

    def note(self, path: str) -> Note:
        """All facts of a note. Records the whole note: any edit of it makes the page stale."""
        self.keys.add(part_key("note", path))
        return self._garden.note(path)

    def node(self, path: str) -> Node:
        """The note's node, for its own page. Records the whole note."""
        self.keys.add(part_key("note", path))
        return self._garden.nodes[path]

    def answers(self, path: str) -> tuple[Resolved, ...]:
        """The resolved links of a note, in the order of `note.links`. Records the whole note."""
        self.keys.add(part_key("note", path))
        return self._garden.answers(path)

    def text(self, path: str) -> str:
        """The digest under which the ledger stores the note's body. Records the whole note."""
        self.keys.add(part_key("note", path))
        return self._text(path)

    def reference(self, path: str) -> Reference | None:
        """Title and address of a note, for a link to it; None if there is no such note."""
        self.keys.add(part_key("reference", path))
        return self._garden.reference(path)

    def link(self, path: str) -> LinkView:
        """A link to an existing note: its title and its address for an `href`."""
        self.keys.add(part_key("reference", path))
        return self._all.link(path)

    def targets(self, path: str) -> tuple[str, ...]:
        """The notes that a published note links to, sorted by path."""
        self.keys.add(part_key("links", path))
        return targets(self._garden.nodes[path])

    def backlinks(self, path: str) -> Mapping[str, Edge]:
        """The links to a note by the path of the linking note."""
        self.keys.add(part_key("backlinks", path))
        return self._garden.backlinks(path)

    def citations(self, source: str, path: str) -> list[Link]:
        """The links of the note `source` to the one at `path`, with the sentences around them."""
        self.keys.add(part_key("backlinks", path))
        return self._all.cited(source).get(path, [])

    def mentions(self, path: str) -> dict[str, tuple[Naming, ...]]:
        """Unlinked mentions of a note, by the paths of the notes; empty unless the configuration enables them."""
        if self._garden.mentions is None:
            return {}
        self.keys.add(part_key("mentions", path))
        return self._garden.mentions.of(path)

    def mention_quotes(self, source: str, path: str, places: Iterable[tuple[int, int, int]]) -> list[Quote]:
        """The sentences in the note `source` around places (`Naming.places`) that mention the note at `path`."""
        self.keys.add(part_key("mentions", path))
        note = self._garden.note(source)
        return [quote(note, place) for place in places]

    def around(self, path: str) -> tuple[str | None, str | None]:
        """The previous and next note in the order of the section."""
        self.keys.add(part_key("order", path))
        return self._garden.order().get(path, (None, None))

    def related(self, path: str) -> tuple[str, ...]:
        """The most similar notes, best first."""
        self.keys.add(part_key("related", path))
        return self._garden.relations.of(path)

    # -- identified by an address -------------------------------------------------------------------------------

    def section(self, address: str) -> str:
        """The title of the section page at an address, "" if there is none."""
        self.keys.add(part_key("section", address))
        return self._all.section_titles.get(address, "")

    def day(self, date: str) -> str:
        """The address of a day's daily note, "" if there is none."""
        self.keys.add(part_key("day", date))
        return self._all.days.get(date, "")

    def file(self, address: str) -> str | None:
        """The source of the file at an address, "" for a generated page, None if there is none."""
        self.keys.add(part_key("file", address))
        return self._garden.names.file(address)

    def size(self, address: str) -> tuple[int, int] | None:
        """(width, height) in pixels of the picture at an address."""
        self.keys.add(part_key("file", address))
        return self._size(address)

    def copies(self, address: str) -> tuple[PictureCopy, ...]:
        """The smaller copies of the picture at an address, by format and width."""
        self.keys.add(part_key("file", address))
        return self._copies(address)

    def is_withheld(self, address: str) -> bool:
        """Whether the file for an address exists but is not published."""
        self.keys.add(part_key("file", address))
        return self._garden.is_withheld(address)

    def picture_address(self, src: str, path: str) -> str:
        """The address that a picture's `src` refers to in the note at `path`; depends on that note's own address."""
        self.keys.add(part_key("reference", path))
        return self._garden.picture_address(src, path)

    def citing(self, key: str) -> list[str]:
        """The notes that cite a work, sorted by path."""
        self.keys.add(part_key("cited", key))
        return self._garden.works.citing(key)

    def about(self, key: str) -> str | None:
        """The note that describes a work."""
        self.keys.add(part_key("described", key))
        return self._garden.works.about(key)

    # -- lists --------------------------------------------------------------------------------------------------

    def entries(self) -> Entries:
        """The published notes: titles, addresses, dates and links. Tags and problems have their own methods."""
        self.keys.add(list_key("entries"))
        return self._all

    def dated(self) -> list[Dated]:
        """The published notes' entries in the sitemap, by path; independent of their links and titles."""
        self.keys.add(list_key("dated"))
        return [each for node in self._garden.listed() if (each := dated(node)) is not None]

    def tags(self) -> Entries:
        """The same, with `tag_uses` and `plain_tags`."""
        self.keys |= {list_key("tags"), list_key("entries")}
        return self._all

    def wanting(self) -> list[Wanting]:
        """The published notes with links to unwritten notes, by path."""
        self.keys.add(list_key("wanted"))
        return self._all.wanting

    def unwritten_links(self, note: Wanting) -> list[Link]:
        """The links of one of them that may lead to unwritten notes."""
        self.keys.add(list_key("wanted"))
        return [link for link in self._garden.note(note.path).links if wants_note(link)]

    def may_name(self, path: str) -> bool:
        """Whether pages may name the note at `path`; True for files that are not notes."""
        self.keys.add(list_key("entries"))
        return path in self._all.by_path or path not in self._garden.nodes

    def works(self) -> list[tuple[str, tuple[Cited, ...]]]:
        """(path, cited works) of every note that cites any, by path."""
        self.keys.add(list_key("works"))
        return self._all.works

    def work(self, path: str, key: str) -> str:
        """The HTML of a work's entry in the note at `path`, which cites it."""
        self.keys.add(list_key("works"))
        return next(work.html for work in self._garden.note(path).works if work.key == key)

    def tasks(self) -> list[tuple[str, tuple[Task, ...]]]:
        """(path, open tasks) of every note that has any, by path."""
        self.keys.add(list_key("tasks"))
        return [(path, self._garden.note(path).tasks) for path in self._all.with_tasks]

    def addresses(self) -> None:
        """Records all addresses and aliases, because another note may get this page's address."""
        self.keys.add(list_key("addresses"))

    def problems(self) -> list[Problem]:
        """All problems of the garden, sorted by path and line."""
        self.keys.add(list_key("problems"))
        return self._all.problems()

    def tag(self, name: str) -> str | None:
        """The note that a front-matter tag names. If that changes, the note with the tag is processed again anyway."""
        return self._garden.names.tag(name)
