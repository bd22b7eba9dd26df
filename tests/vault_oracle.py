"""Random edits of a vault in memory, for the oracle: what Obsidian's users do to notes, attachments and settings."""

from __future__ import annotations

from typing import Any

import msgspec
from hugo_world import HugoWorld
from oracle import TIMES, WORDS, State

from notegarden.config.schema import Config
from notegarden.config.vault import VaultSettings

# Notes of one name in several folders, home notes and folder notes, a folder of templates, daily notes.
NAMES = (
    "a", "b", "A b", "x/a", "x/b", "x/y/a", "y/a", "y/B", "x/x", "x/index", "y/README", "Home", "index", "README",
    "Templates/t", "Templates/a", "2026-01-02", "2026-01-04", "2026-02-01", "days/2026-01-03", "days/2026-01-05",
    "Ümlaut", "Calendar/c",
)  # fmt: skip
ATTACHMENTS = ("p.png", "x/p.png", "y/p.png", "x/y/p.png", "q.png", "x/d.pdf", "s.mp3", "x/table.base", "c.canvas",
               "publish.css", "a.png", "x/a.txt")  # fmt: skip
TARGETS = (*NAMES, *ATTACHMENTS, "y/x/a", "../a", "./b", "/a", "gone", "x/gone", "Bee", "P.PNG", "a.md", "", "")
PLACES = ("", "", "", "#one", "#Two", "#one#Two", "#^block", "#^other", "#gone", "#page=2")
PROPERTIES: dict[str, tuple[str, ...]] = {
    "aliases": ("[Bee, Old/Path]", "Bee", "[x/a, A]", "[kernel, gradient]", "[kernel corpus]"),
    "permalink": ("elsewhere", "x/a", "/"),
    "publish": ("false", "true", '"no"'),
    "tags": ("[one, one/two]", "two", "[Three]"),
    "title": ("Alpha", "Beta", "Kernel"),
    "cssclasses": ("[wide]", "narrow"),
    "up": ('"[[a]]"', '["[[x/b|B]]", "[[gone]]"]', "plain"),
    "author": ('"[[Ümlaut]]"', '"[[A b#one]]"'),
    "cover": ("p.png", "x/p.png", '"[[q.png]]"'),
    "created": ("2024-01-02", "2030-01-01"),
    "broken": ("[", '"[[x'),
}
BLOCKS = (
    "## one", "## Two", "# one", "### Two", "A paragraph of its own. ^block", "- item one ^other\n- item two",
    "> quoted\n\n^block",
    "> [!note]- Folded *title*\n> body", "%% a comment %%", "%%\nhidden\n%%", "Inline #one/two and #Three.",
    "The kernel corpus, the Ümlaut and `Bee`.", "A Home for Alpha and the gradient.",
    "```mermaid\na-->b\n```",
    "- [x] done\n- [/] half", "text[^1]\n\n[^1]: a footnote", "$x^2$ and ==marked==",
    "![[p.png|100]]", "![alt](x/p.png)",
    "[md](a.md#one)", "[md](<A b.md>)", "<b>raw</b>",
)  # fmt: skip
SETTINGS: dict[str, tuple[Any, ...]] = {
    "strict_breaks": (False, True),
    "ignored": ((), ("x/",), ("/^y/",)),
    "templates": ((), ("Templates",), ("x",)),
    "excluded": ((), ("y",), ("x/y",)),
    "daily_folder": ("", "", "days"),
    "daily_format": ("YYYY-MM-DD", "YYYY-MM-DD", "YYYY-[W]ww"),
}
OPTIONS: dict[str, tuple[Any, ...]] = {
    "publish": ("all", "all", "marked"),
    "addresses": ("clean", "publish", "quartz"),
    "base_url": ("/", "https://example.org/garden/"),
    "title": ("Notes", "Other notes"),
    "mentions": (False, True, True),
    "offline": (True, False),
}
KINDS = ("insert", "insert", "drop", "property", "property", "rename", "rename", "delete", "move", "word", "swap")
HOMES = ("index.md", "home.md", "readme.md")


class VaultWorld(HugoWorld):
    """Makes random edits of a vault."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.settings = VaultSettings()
        self.config = Config(format="obsidian", content="", mentions=seed % 2 == 1, explorer=seed % 4 < 2)

    def state(self) -> State:
        texts = {f"{name}.md": _text(front, blocks) for name, (front, _, blocks) in self.notes.items()}
        low = {path.lower(): path for path in sorted(texts, reverse=True)}
        home = next((low[name] for name in HOMES if name in low), "")
        vault = msgspec.structs.replace(self.settings, home=home)
        config = msgspec.structs.replace(self.config, vault=vault)
        return State(texts, {**self.files}, {**self.dates}, self.now, config)

    def edit(self) -> str:
        chance = self.random.random()
        pick = self.random.choice
        if chance < 0.12:
            return self._edit_attachment()
        if chance < 0.15:
            key = pick(sorted(SETTINGS))
            self.settings = msgspec.structs.replace(self.settings, **{key: pick(SETTINGS[key])})
            return f"set {key}"
        if chance < 0.18:
            key = pick(sorted(OPTIONS))
            self.config = msgspec.structs.replace(self.config, **{key: pick(OPTIONS[key])})
            return f"configure {key}"
        if chance < 0.2:
            self.now = pick(TIMES)
            return f"now {self.now}"
        if len(self.notes) < 3 or chance < 0.32:
            name = pick(NAMES)
            self.notes[name] = ({}, [], [self._block() for _ in range(self.random.randint(0, 5))])
            return f"write {name}"
        return self._edit_vault_note(pick(sorted(self.notes)))

    def _edit_attachment(self) -> str:
        name = self.random.choice(ATTACHMENTS)
        if name in self.files and self.random.random() < 0.4:
            del self.files[name]
            return f"remove {name}"
        if self.files and self.random.random() < 0.4:
            old = self.random.choice(sorted(self.files))
            self.files[name] = self.files.pop(old)
            return f"rename {old} → {name}"
        self.files[name] = (self.random.choice((10, 3_000_000)), self.random.choice((10, 20)), 20)
        return f"attach {name}"

    def _edit_vault_note(self, name: str) -> str:
        front, _, blocks = self.notes[name]
        pick = self.random.choice
        kind = pick(
            ("insert", "insert", "drop", "property", "property", "rename", "rename", "delete", "move", "word", "swap")
        )
        place = self.random.randrange(len(blocks)) if blocks else -1
        if kind == "insert":
            blocks.insert(self.random.randint(0, len(blocks)), self._block())
        elif kind == "drop" and blocks:
            blocks.pop(place)
        elif kind == "property":
            key = pick(sorted(PROPERTIES))
            kind = f"property {key}"
            if key in front and self.random.random() < 0.6:
                del front[key]
            else:
                front[key] = pick(PROPERTIES[key])
        elif kind == "rename":
            other = pick(NAMES)
            note = self.notes.pop(name)
            self.notes[other] = note
            if self.random.random() < 0.5:  # as in Obsidian, links follow
                self._follow(name, other)
            name = f"{name} → {other}"
        elif kind == "delete":
            del self.notes[name]
        elif kind == "move" and blocks:  # a block moves to another note
            other = pick(sorted(self.notes))
            self.notes[other][2].append(blocks.pop(place))
            name = f"{name} → {other}"
        elif kind == "word" and blocks:
            blocks[place] = f"{blocks[place]} {pick(WORDS)}"
        elif kind == "swap" and len(blocks) > 1:
            blocks.append(blocks.pop(place))
        return f"{kind} {name}"

    def _follow(self, old: str, new: str) -> None:
        for _, _, blocks in self.notes.values():
            blocks[:] = [block.replace(f"[[{old}", f"[[{new}") for block in blocks]

    def _block(self) -> str:
        chance = self.random.random()
        if chance < 0.4:
            return self.random.choice(BLOCKS)
        if chance < 0.6:
            embed = f"!{self._link()}"
            return self.random.choice((embed, embed, f"In a sentence {embed}.", f"- {embed}", f"> [!tip] x\n> {embed}"))
        words = " ".join(self.random.choices(WORDS, k=3))
        tail = self.random.choice(("", "", " ^block", " ^other"))
        return f"{words.capitalize()} {self._link()} {self.random.choice(WORDS)}.{tail}"

    def _link(self) -> str:
        target = self.random.choice(TARGETS) + self.random.choice(PLACES)
        return f"[[{target}{self.random.choice(('', '', '|shown', '|40'))}]]"


def _text(front: dict[str, str], blocks: list[str]) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in sorted(front.items()))
    return (f"---\n{head}---\n" if head else "") + "\n\n".join(blocks) + "\n"
