"""The garden as page code sees it, with a record of what it read."""

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
    """One for each page (or file) that is planned: page code asks it for all that it shows, and nothing else.

    Each method records the key of what it gives (`garden.facets`), in `keys`. The ledger keeps the keys with the page,
    and the page is stale when `apply` says that one of them changed: a page that reads something new is kept up to
    date by reading it here. What all pages depend on (`Site`, the templates) is in the key of every fingerprint.

    A transcluded note, for instance, is `note`, `answers` and `text` of its path; a query over all notes is `entries`.
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
        """All that a note says. Records the whole note: any edit of it makes the page stale."""
        self.keys.add(part_key("note", path))
        return self._garden.note(path)

    def node(self, path: str) -> Node:
        """The note's own place in the garden: for its own page. Records the whole note."""
        self.keys.add(part_key("note", path))
        return self._garden.nodes[path]

    def answers(self, path: str) -> tuple[Resolved, ...]:
        """What each link of a note leads to, in the order of `note.links`. Records the whole note."""
        self.keys.add(part_key("note", path))
        return self._garden.answers(path)

    def text(self, path: str) -> str:
        """The digest under which the ledger has the note's body. Records the whole note."""
        self.keys.add(part_key("note", path))
        return self._text(path)

    def reference(self, path: str) -> Reference | None:
        """Title and address of a note, for a link to it; None where there is no such note."""
        self.keys.add(part_key("reference", path))
        return self._garden.reference(path)

    def link(self, path: str) -> LinkView:
        """A link to a note that there is: its title and its address for an `href`."""
        self.keys.add(part_key("reference", path))
        return self._all.link(path)

    def targets(self, path: str) -> tuple[str, ...]:
        """The notes that a published note links to, by path."""
        self.keys.add(part_key("links", path))
        return targets(self._garden.nodes[path])

    def backlinks(self, path: str) -> Mapping[str, Edge]:
        """The links to a note by the path of the note they stand in."""
        self.keys.add(part_key("backlinks", path))
        return self._garden.backlinks(path)

    def citations(self, source: str, path: str) -> list[Link]:
        """The links of the note `source` to the one at `path`, with the sentences around them."""
        self.keys.add(part_key("backlinks", path))
        return self._all.cited(source).get(path, [])

    def mentions(self, path: str) -> dict[str, tuple[Naming, ...]]:
        """Where other notes name a note without a link, by their paths; nothing unless the configuration asks."""
        if self._garden.mentions is None:
            return {}
        self.keys.add(part_key("mentions", path))
        return self._garden.mentions.of(path)

    def mention_quotes(self, source: str, path: str, places: Iterable[tuple[int, int, int]]) -> list[Quote]:
        """The sentences of the note `source` around places (`Naming.places`) where it names the one at `path`."""
        self.keys.add(part_key("mentions", path))
        note = self._garden.note(source)
        return [quote(note, place) for place in places]

    def around(self, path: str) -> tuple[str | None, str | None]:
        """The notes before and after one in the order of its section."""
        self.keys.add(part_key("order", path))
        return self._garden.order().get(path, (None, None))

    def related(self, path: str) -> tuple[str, ...]:
        """The notes most like one, best first."""
        self.keys.add(part_key("related", path))
        return self._garden.relations.of(path)

    # -- what is known by its address ---------------------------------------------------------------------------

    def section(self, address: str) -> str:
        """The title of the note that heads the section at an address, "" where none does."""
        self.keys.add(part_key("section", address))
        return self._all.section_titles.get(address, "")

    def day(self, date: str) -> str:
        """The address of the daily note of a day, "" where there is none."""
        self.keys.add(part_key("day", date))
        return self._all.days.get(date, "")

    def file(self, address: str) -> str | None:
        """Where the file at an address comes from, "" for a generated page, None where there is none."""
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

    def is_held_back(self, address: str) -> bool:
        """Whether there is a file for an address that is not published."""
        self.keys.add(part_key("file", address))
        return self._garden.is_held_back(address)

    def picture_address(self, src: str, path: str) -> str:
        """The address that a picture's `src` means in the note at `path`, whose own address it depends on."""
        self.keys.add(part_key("reference", path))
        return self._garden.picture_address(src, path)

    def citing(self, key: str) -> list[str]:
        """The notes that cite a work, by path."""
        self.keys.add(part_key("cited", key))
        return self._garden.works.citing(key)

    def about(self, key: str) -> str | None:
        """The note about a work."""
        self.keys.add(part_key("described", key))
        return self._garden.works.about(key)

    # -- lists --------------------------------------------------------------------------------------------------

    def entries(self) -> Entries:
        """The published notes: titles, addresses, dates and links. Its tags and problems are read by the others."""
        self.keys.add(list_key("entries"))
        return self._all

    def dated(self) -> list[Dated]:
        """What the site map says of the published notes, by path; it does not depend on their links and titles."""
        self.keys.add(list_key("dated"))
        return [each for node in self._garden.listed() if (each := dated(node)) is not None]

    def tags(self) -> Entries:
        """The same, with `tag_uses` and `plain_tags`."""
        self.keys |= {list_key("tags"), list_key("entries")}
        return self._all

    def wanting(self) -> list[Wanting]:
        """The published notes with links to notes that are not written yet, by path."""
        self.keys.add(list_key("wanted"))
        return self._all.wanting

    def unwritten_links(self, note: Wanting) -> list[Link]:
        """The links of one of them that may lead to notes that are not written yet."""
        self.keys.add(list_key("wanted"))
        return [link for link in self._garden.note(note.path).links if wants_note(link)]

    def may_name(self, path: str) -> bool:
        """Whether pages may name the note at `path`; files that are no notes they may."""
        self.keys.add(list_key("entries"))
        return path in self._all.by_path or path not in self._garden.nodes

    def works(self) -> list[tuple[str, tuple[Cited, ...]]]:
        """(path, the works that it cites) of every note that cites some, by path."""
        self.keys.add(list_key("works"))
        return self._all.works

    def work(self, path: str, key: str) -> str:
        """The HTML of a work's entry as the note at `path`, which cites it, has it."""
        self.keys.add(list_key("works"))
        return next(work.html for work in self._garden.note(path).works if work.key == key)

    def tasks(self) -> list[tuple[str, tuple[Task, ...]]]:
        """(path, open tasks) of every note that has some, by path."""
        self.keys.add(list_key("tasks"))
        return [(path, self._garden.note(path).tasks) for path in self._all.with_tasks]

    def addresses(self) -> None:
        """Records all addresses and aliases: another note may have this page's."""
        self.keys.add(list_key("addresses"))

    def problems(self) -> list[Problem]:
        """All that is wrong with the garden, sorted by path and line."""
        self.keys.add(list_key("problems"))
        return self._all.problems()

    def tag(self, name: str) -> str | None:
        """The note that a tag of a note's front matter names. The note itself is stale when another has the name."""
        return self._garden.names.tag(name)
