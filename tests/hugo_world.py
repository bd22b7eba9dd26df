"""Random edits over a garden of Markdown notes in memory, for the oracle."""

from __future__ import annotations

import random

import msgspec
from oracle import TIMES, WORDS, State
from oracle_values import CONFIGS, SPECIAL

from notegarden.config.schema import Config
from notegarden.files.scan import Source, Stamp, pages_of

NAMES = (
    "a", "b", "c", "k/index", "k/a", "k/sub/b", "K/c", "posts/E", "posts/d", "posts/e", "posts/f", "other/g",
    "other/_index", "posts/_index", "posts/20240102030405-h", "_index", "tags", "sec/sub/x", "sec/_index",
)  # fmt: skip
FILES = ("static/p.png", "static/q.png", "static/d.pdf", "content/k/p.png", "static/favicon.svg", "content/posts/p.png",
         "static/P.png", "static/old/index.html")  # fmt: skip
FRONT: dict[str, tuple[str, ...]] = {
    "title": ('"Alpha"', '"Beta"', '"Tag one"', '"beta"', '"Kernel"', '"Kernel corpus"', '"gradient"'),
    "draft": ("true",),
    "weight": ("1", "2"),
    "date": ("2024-01-02", "2024-03-04", "2030-01-01"),
    "lastmod": ("2024-02-02",),
    "publishDate": ("2029-06-01",),
    "expiryDate": ("2024-01-01", "2029-01-01"),
    "slug": ('"same"', '"other"'),
    "tags": ('["Tag one", "loose"]', '["loose"]', '["Loose", "posts"]'),
    "aliases": ('["/old/"]', '["old", "/posts/e/"]'),
    "description": ('"words"',),
    "author": ('"me"',),
    "url": ('"/posts/e/"', '"/tags/"', '"/x.html"'),
    "type": ('"search"',),
    "headless": ("true",),
    "build": ('{list = "never"}', '{render = "never"}', '{list = "local"}'),
    "linkTitle": ('"short"',),
}
DATES = ("2020-01-01T00:00:00Z", "2021-05-05T00:00:00Z", "2024-02-02T00:00:00Z")


class HugoWorld:
    """Makes random edits. `state` is the garden after them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.notes: dict[str, tuple[dict[str, str], list[str], list[str]]] = {}
        self.files: dict[str, tuple[int, int, int]] = {}
        self.dates: dict[str, tuple[str, str]] = {}
        self.now = TIMES[0]
        self.config = Config(
            mentions=seed % 2 == 1,
            explorer=seed % 4 < 2,
            cards=seed % 4 > 1,
            markdown=seed % 3 == 0,
            base_url="https://example.org/",
        )

    def state(self) -> State:
        texts = {f"{name}.md": _text(*note) for name, note in self.notes.items()}
        pages = pages_of([Source(path, Stamp(0, 0, 0)) for path in sorted(texts)])
        return State({page.path: texts[page.path] for page in pages}, {**self.files}, {**self.dates}, self.now,
                     self.config)  # fmt: skip

    def edit(self) -> str:
        """Change something; return a description."""
        chance = self.random.random()
        if chance < 0.08:
            return self._edit_file()
        if chance < 0.12:
            name = self.random.choice(NAMES)
            dates = sorted(self.random.choices(DATES, k=2))
            if self.random.random() < 0.5:
                self.dates.pop(f"{name}.md", None)
            else:
                self.dates[f"{name}.md"] = (dates[0], dates[1])
            return f"date {name}"
        if chance < 0.14:
            self.now = self.random.choice(TIMES)
            return f"now {self.now}"
        if chance < 0.16:
            key = self.random.choice(sorted(CONFIGS))
            self.config = msgspec.structs.replace(self.config, **{key: self.random.choice(CONFIGS[key])})
            return f"configure {key}"
        if not self.notes or chance < 0.3:
            name = self.random.choice(NAMES)
            self.notes[name] = self._new()
            return f"write {name}"
        return self._edit_note(self.random.choice(sorted(self.notes)))

    def _edit_file(self) -> str:
        return self._edit_file_of(FILES)

    def _edit_file_of(self, names: tuple[str, ...]) -> str:
        source = self.random.choice(names)
        if source in self.files and self.random.random() < 0.5:
            del self.files[source]
        else:
            side = self.random.choice((10, 20, 30))
            self.files[source] = (self.random.choice((10, 2_000, 3_000_000)), side, self.random.choice((10, 20)))
        return f"file {source}"

    def _edit_note(self, name: str) -> str:
        front, tags, blocks = self.notes[name]
        pick = self.random.choice
        kind = pick(("swap", "word", "front", "front", "insert", "drop", "tags", "rename", "delete", "link", "copy"))
        place = self.random.randrange(len(blocks)) if blocks else -1
        if kind == "swap" and len(blocks) > 1:
            other = self.random.randrange(len(blocks))
            blocks[place], blocks[other] = blocks[other], blocks[place]
        elif kind == "word" and blocks:
            words = blocks[place].split(" ")
            words[-1 if self.random.random() < 0.5 else 0] = pick(WORDS)
            blocks[place] = " ".join(words)
        elif kind == "front":
            key = pick(sorted(FRONT))
            kind = f"front {key}"
            if key in front and self.random.random() < 0.5:
                del front[key]
            else:
                front[key] = pick(FRONT[key])
        elif kind == "insert":
            blocks.insert(self.random.randint(0, len(blocks)), self._block())
        elif kind == "drop" and blocks:
            blocks.pop(place)
        elif kind == "tags":
            tags[:] = [] if tags and self.random.random() < 0.5 else [self._link() for _ in range(pick((1, 2)))]
        elif kind == "rename":
            other_name = pick(NAMES)
            self.notes[other_name] = self.notes.pop(name)
            name = f"{name} → {other_name}"
        elif kind == "delete" and len(self.notes) > 2:
            del self.notes[name]
        elif kind == "link" and blocks:
            blocks[place] += f" {self._link()}."
        elif kind == "copy" and blocks:
            blocks.append(blocks[place])
        return f"{kind} {name}"

    def _new(self) -> tuple[dict[str, str], list[str], list[str]]:
        front = {"title": self.random.choice(FRONT["title"])} if self.random.random() < 0.8 else {}
        tags = [self._link()] if self.random.random() < 0.4 else []
        return front, tags, [self._block() for _ in range(self.random.randint(0, 5))]

    def _block(self) -> str:
        chance = self.random.random()
        if chance < 0.15:
            return f"## {self.random.choice(WORDS).title()} {{#{self.random.choice(('one', 'two'))}}}"
        if chance < 0.3:
            return self.random.choice(SPECIAL)
        sentence = " ".join(self.random.choices(WORDS, k=self.random.randint(2, 7))).capitalize()
        if chance < 0.4:
            return f"{sentence}."
        if chance < 0.45:
            return f"term\n: defined {self._link()}"
        if chance < 0.6:
            return self.random.choice(("{}", "{}", "In a sentence {}.", "- {}")).format(self._embed())
        return f"{sentence} {self._link()} {' '.join(self.random.choices(WORDS, k=2))}."

    def _embed(self) -> str:
        target = self.random.choice((*NAMES, "gone")).rpartition("/")[2]
        return f'{{{{< embed "{target}.md{self.random.choice(("", "", "#one"))}" >}}}}'

    def _link(self) -> str:
        target = self.random.choice((*NAMES, "gone", "lost", "Gone")).rpartition("/")[2]
        return f'[{self.random.choice(WORDS)}]({{{{< relref "{target}.md{self.random.choice(("", "", "#one"))}" >}}}})'


def _text(front: dict[str, str], tags: list[str], blocks: list[str]) -> str:
    head = "".join(f"{key} = {value}\n" for key, value in sorted(front.items()))
    meta = f"tags\n: {', '.join(tags)}\n\n" if tags else ""
    return f"+++\n{head}+++\n\n{meta}" + "\n\n".join(blocks) + "\n"
