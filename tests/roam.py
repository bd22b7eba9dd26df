"""Random gardens like those of org-roam, with the expected content of their site."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from support import hold

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><title>%s</title></svg>'
TITLES = (
    ("en", "Habits, and how (not) to keep them"), ("de", "Über Größe & Maß"), ("ru", "Заметки о памяти"),
    ("en", "C++ / C#"), ("de", "Straße"), ("ru", "Ёлка"), ("en", "What is *bold*?"), ("de", "Äpfel"),
)  # fmt: skip
WORKS = "".join(f"@book{{k{n},\n author = {{A. N{n}}},\n title = {{T{n}}},\n year = {{200{n}}}\n}}\n" for n in range(4))
WITHHOLDING = {"noexport": ":noexport:", "COMMENT": "", "ARCHIVE": ":ARCHIVE:"}


@dataclass
class Section:
    """A heading with an ID. `withheld`: why it is not published, "" if it is."""

    identity: str
    title: str
    withheld: str = ""


@dataclass
class Roam:
    """One file. `withheld`: the keyword that withholds it, "" for none. `links`: words → the ID that they lead to."""

    file: str
    identity: str
    title: str
    language: str
    withheld: str = ""
    sections: list[Section] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    picture: str = ""

    @property
    def address(self) -> str:
        return f"posts/{Path(self.file).stem}/"


class RoamGarden:
    """`notes` can be changed; `write` puts them into a folder."""

    def __init__(self, seed: int, count: int = 16) -> None:
        self.random = random.Random(seed)
        self.notes = [self._note(number) for number in range(count)]
        for note in self.notes:
            self.link(note)

    def _identity(self, number: int) -> str:
        uuid = str(UUID(int=self.random.getrandbits(128)))
        stamp = f"202{number % 6}1{number % 3}0{number % 9 + 1}T10{number:02}00.{self.random.randrange(10**6):06}"
        return self.random.choice((uuid, stamp, f"n{self.random.getrandbits(40):x}"))

    def _note(self, number: int) -> Roam:
        language, words = TITLES[number % len(TITLES)]
        file = f"202601{number + 1:02}101500-note_{number}.org" if number % 4 else f"daily/2026-01-{number + 1:02}.org"
        home = self.random.choice(("", "", "", "", "#+hugo_draft: t\n", "#+filetags: :noexport:\n"))
        note = Roam(file, f"{self._identity(number)}", f"{words} {number}", language, home)
        for at in range(self.random.randrange(4)):
            title = f"{self.random.choice(TITLES)[1]} {number}.{at}"
            note.sections.append(Section(f"{note.identity}-{at}", title, self.random.choice(("", "", *WITHHOLDING))))
        note.picture = f"picture-{number}.svg" if self.random.random() < 0.5 else ""
        return note

    def link(self, note: Roam) -> None:
        """Replace the links of a note."""
        there = [each.identity for each in self.notes] + [one.identity for each in self.notes for one in each.sections]
        stem = Path(note.file).stem.replace("-", "").replace("_", "")
        note.links = {f"to{stem}x{n}": self.random.choice((*there, f"nowhere-{n}")) for n in range(3)}

    def text(self, note: Roam) -> str:
        number = self.notes.index(note)
        aliases = f':ROAM_ALIASES: "Other {number}" O{number}\n' if number % 2 else ""
        refs = f":ROAM_REFS: {f'@k{number}' if number < 4 else f'https://example.org/{number}'}\n"
        tags = "" if "filetags" in note.withheld else "#+filetags: :tag_one:Über:\n"
        own = f":PROPERTIES:\n:ID: {note.identity}\n{aliases}{refs}:END:\n"
        above = self.secret(note, 0) if note.withheld else ""
        lines = [f"{own}#+title: {note.title}\n{tags}{note.withheld}#+language: {note.language}\n"]
        lines.append(f"#+bibliography: works.bib\n\n{above}\n")
        lines += [f"See [[id:{identity}][{words}]].\n" for words, identity in note.links.items()]
        lines += [f"\n[[attachment:{note.picture}]]\n\n"] if note.picture else []
        lines.append(f"Text [cite:@k{number % 4}].\n")
        for at, section in enumerate(note.sections, 1):
            mark = "COMMENT " if section.withheld == "COMMENT" else ""
            own = f":PROPERTIES:\n:ID: {section.identity}\n:END:\n"
            text = self.secret(note, at) if section.withheld or note.withheld else f"Shown {at}."
            lines.append(
                f"* {mark}{section.title} {WITHHOLDING.get(section.withheld, '')}\n{own}{text}\n** Below\n{text}\n"
            )
        return "".join(lines)

    def secret(self, note: Roam, at: int) -> str:
        return f"secret{Path(note.file).stem.replace('-', '')}x{at}"

    def attachment(self, note: Roam) -> str:
        """Where Org puts an attachment of a note: by its kind of ID."""
        folder, identity = Path(note.file).parent / "data", note.identity
        if len(identity) == 36:
            return (folder / identity[:2] / identity[2:] / note.picture).as_posix()
        if identity.startswith("202"):
            return (folder / identity[:6] / identity[6:] / note.picture).as_posix()
        return (folder / "__" / identity[0] / identity / note.picture).as_posix()

    def write(self, root: Path) -> None:
        """Make the folder contain exactly these notes; unchanged ones are not written."""
        files = {"works.bib": WORKS.encode()} | {each.file: self.text(each).encode() for each in self.notes}
        files |= {self.attachment(each): SVG % each.picture.encode() for each in self.notes if each.picture}
        hold(root, files)

    def change(self) -> None:
        """One edit like an author's."""
        note = self.random.choice(self.notes)
        kind = self.random.randrange(6)
        if kind == 0:
            note.title += " again"
        elif kind == 1:
            self.link(note)
        elif kind == 2 and note.sections:
            note.sections[0].withheld = self.random.choice(("", *WITHHOLDING))
        elif kind == 3:
            note.withheld = self.random.choice(("", "#+hugo_draft: t\n", "#+filetags: :noexport:\n"))
        elif kind == 4 and len(self.notes) > 4:
            self.notes.remove(note)
        else:
            note.identity = self._identity(40)
