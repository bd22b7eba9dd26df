"""Random vaults with every construct of the dialect: nothing hidden is published, and links resolve as in Obsidian.

Each hidden place contains its own token: comments of all forms, notes that are withheld for any reason, their
properties, names and attachments, files in dot folders.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

import pytest
from support import ROOT, amount, build, snapshot

JUDGE = ROOT.parent / "shared/tools/vault_links.py"
TOKEN = re.compile(r"hidden\d{4}zq")
FOLDERS = ("", "", "Areas", "Areas/Deep", "areas-2", "日本", "R&D (lab)", "100%", "Daily")
KEPT_BACK = ("Private", "Private/Deep", "Templates")
STEMS = (
    "Über uns", "naïve", "ノート", "C++", "v1.2", "it's", "a, b", "[draft] x", "Sq]uare", "index", "README", "tags",
    "🗂️ Hub",     "e\u0301te\u0301",
)  # fmt: skip
HEADINGS = ("Intro", "Details", "Intro", "A: b/c", "`code` it", "C# & C++", "under_score", "日本 語", "What's it?")
IDS = ("one", "Two-2", "tbl")
ENDINGS = ("png", "pdf", "mp3", "canvas", "base", "txt", "svg", "mp4")
REASONS = (
    "publish: false", 'publish: "no"', "publish: perhaps", "draft: true", "public: false", "published: no",
    "dg-publish: false", "headless: true", "build:\n  render: never", "_build: {render: link}", "build: no",
    "publishDate: 2999-01-01", "expiryDate: 2001-01-01", "publsh: false", "isDraft: yes",
)  # fmt: skip
UNREAD = (
    "\n---\npublish: false\n---\n", "+++\ndraft = true\n+++\n", "---\ntitle: x\n---\npublish: false\n\n",
    "--- \ndraft: true\n---\n", "publish:: false\n\n",
)  # fmt: skip
"""Beginnings of notes whose properties are not where Obsidian reads them."""
SWITCHES = """explorer = true
mentions = true
tasks = true
markdown = true
cards = true
base_url = "https://vault.example/"
"""


class Vault:
    """Generates a vault's files from a seed."""

    def __init__(self, seed: int, notes: int) -> None:
        self.random = random.Random(seed)
        self.pick = self.random.choice
        self.tokens = 0
        self.files: dict[str, str] = {}
        self.shown = [self.name(FOLDERS) for _ in range(notes)]
        self.kept = [f"{self.name(KEPT_BACK)} {self.token()}" for _ in range(notes // 6)]
        self.drafts = [f"{self.name(FOLDERS)} {self.token()}" for _ in range(notes // 6)]
        self.attached = [
            normalize("NFC", f"{self.name(FOLDERS)} {number}.{self.pick(ENDINGS)}") for number in range(notes // 3)
        ]
        self.secret_files = [f"{self.pick(('Private/', ''))}{self.token()}.{self.pick(ENDINGS)}" for _ in range(8)]

    def token(self) -> str:
        self.tokens += 1
        return f"hidden{self.tokens:04}zq"

    def name(self, folders: tuple[str, ...]) -> str:
        folder, number = self.pick(folders), self.random.randrange(40)
        return f"{folder}/{self.pick(STEMS)} {number}".lstrip("/")

    def target(self) -> str:
        path = self.pick((*self.shown, *self.shown, *self.attached, "Nowhere", ""))
        short = path if self.random.random() < 0.4 else path.rpartition("/")[2]
        places = ("", "", "#Intro", "#Intro#Details", f"#^{self.pick(IDS)}", "#gone")
        place = self.pick(places if path else places[2:5])
        return self.written(path, short, is_note=path in self.shown) + place

    def written(self, path: str, short: str, *, is_note: bool) -> str:
        """A path as people and other programs write it."""
        forms = (
            short.upper(), f"/{path}", f"{short}.md" if is_note else short, normalize("NFD", short), f" {short} ",
            f"wrong/{short}", f"../{path}", f"./{short}", short.replace(" ", "\xa0"), path.partition("/")[2] or path,
        )  # fmt: skip
        return self.pick(forms) if path and self.random.random() < 0.4 else short

    def address(self) -> str:
        """The destination of a Markdown link."""
        target = self.target().replace("<", "").replace(">", "")
        return f"<{target}>" if self.random.random() < 0.5 else quote(target, safe="/#^")

    def inline(self) -> str:
        hidden, target = self.token(), self.target()
        return self.pick((
            "words", "words", f"[[{target}]]", f"[[{target}]]", f"[[{target}|shown **so**]]",
            f"![[{self.pick(self.attached)}|80]]",
            f"%%{hidden}%%", f"a %% {hidden} [[Home]] %% b", f"<!-- {hidden} -->", "`[[no]] %%`", "#tag/sub", "$x$.",
            f"==[[{target}]]==", "^[a note]", "[x](https://a.example/)", "<u>[[Home]]</u>", "[md](<Home.md>)",
            f"[md]({self.address()})", f"*[b **c**]({self.address()})*",
        ))  # fmt: skip

    def words(self) -> str:
        return "w " + " ".join(self.inline() for _ in range(self.random.randint(1, 4)))

    def block(self) -> str:
        hidden, words, name, cell = self.token(), self.words, self.pick(IDS), self.target().replace("|", "")
        return self.pick((
            f"{words()} ^{name}", f"{words()}\n{words()}", f"## {self.pick(HEADINGS)}", f"### {self.pick(HEADINGS)}",
            f"%%\n{hidden}\n\n- {hidden}\n\n## {hidden}\n%%", f"<!--\n{hidden}\n\n{hidden}\n-->",
            f"%% {hidden}\n{hidden} %%", f"<!-- {hidden} --> so <!-- {hidden}\n{hidden} -->",
            f"<p><!-- {hidden}\n\n{hidden} --></p>",
            f"- {words()}\n\t- {words()} ^{name}\n\t\t- %%{hidden}%% {words()}\n- [/] {words()}",
            f"1. {words()}\n   %%\n   {hidden}\n   %%\n2. {words()}",
            f"> [!tip]- {words()} %%{hidden}%%\n> %% {hidden} %%\n> > [!x]\n> > {words()}\n\n^{name}",
            f"> %%\n> {hidden}\n> %%\n> {words()}", f"%%{hidden}%% <!-- {hidden} --> {words()}",
            f"| a | b |\n|---|---|\n| [[{cell}\\|so]] | %%{hidden}%% <!-- {hidden} --> |\n\n^tbl",
            f"t[^{self.tokens}]\n\n[^{self.tokens}]: <!-- {hidden} --> {words()}\n  %%{hidden}%% {words()}",
            f"<div>\n<!-- {hidden} -->\nplain</div>", "```dataview\nLIST %% x\n```", "$$\nx\n$$",
            "```mermaid\ngraph TD\n```",
            f"- %%{hidden}%% ^{name}\n- {words()}", f"![[{self.pick(self.shown)}#^{name}]]", f"{words()}\n\n---",
        ))  # fmt: skip

    def properties(self, *lines: str) -> str:
        quoted = self.target().replace("'", "''")
        own = [
            f'up: "[[{self.target()}]]"',
            f"see:\n  - '[[{quoted}]]'\n  - \"[[{self.target()}|so]]\"\n  - see [x]",
            "tags: [a, b/c]",
            f"aliases: [Alias {self.tokens}]",
            "date: 2024-01-02",
            "done: true",
        ]
        lines = (*lines, *self.random.sample(own, self.random.randint(0, 3)))
        return "---\n" + "\n".join(lines) + "\n---\n" if lines else ""

    def text(self, *, is_hidden: bool, front: str) -> str:
        secret = f"{self.token()} #{self.token()} ![[{self.pick(self.secret_files)}]] [[Home]]\n\n" if is_hidden else ""
        return front + secret + "\n\n".join(self.block() for _ in range(self.random.randint(1, 8))) + "\n"

    def write(self, root: Path) -> None:
        for name in self.shown:
            self.files[f"{name}.md"] = self.text(is_hidden=False, front=self.properties())
        for name in self.kept:
            self.files[f"{name}.md"] = self.text(is_hidden=True, front=self.properties(f"title: {self.token()}"))
        for name in self.drafts:
            reason = self.pick((*REASONS, f"a: [{self.token()}"))
            front = (
                f"---\n{reason}\n---\n" if "[" in reason else self.properties(reason, f"description: {self.token()}")
            )
            if self.random.random() < 0.2:
                front = self.pick(UNREAD)
            self.files[f"{name}.md"] = self.text(is_hidden=True, front=front)
        self.files["Home.md"] = "# Home\n\n## Intro\n\n### Details\n\nText. ^one\n"
        for name in (*self.attached, *self.secret_files):
            self.files[name] = self.token() if name in self.secret_files else "{}"
        self.files |= {
            ".obsidian/templates.json": '{"folder": "Templates"}',
            ".obsidian/publish.json": '{"excluded": ["Private"]}',
            ".obsidian/workspace.json": json.dumps(self.token()),
            ".trash/Old.md": self.token(),
            "notegarden.toml": SWITCHES,
        }
        for path, text in self.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")


@pytest.fixture(scope="module", params=range(amount(2, 20)))
def vault_and_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A vault and its site."""
    work = tmp_path_factory.mktemp("generated")
    Vault(request.param, 60).write(work / "vault")
    build(work / "vault", work / "out")
    return work / "vault", work / "out"


def test_nothing_hidden_is_in_any_file_of_the_site(vault_and_site: tuple[Path, Path]) -> None:
    site = snapshot(vault_and_site[1])
    assert len(site) > 80
    for name, data in site.items():
        opened = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        assert not TOKEN.search(name.casefold())
        assert not TOKEN.search(opened.decode("utf-8", "replace").casefold()), name


def test_links_resolve_as_in_obsidian(vault_and_site: tuple[Path, Path]) -> None:
    if not JUDGE.is_file():
        pytest.skip(f"{JUDGE} is missing")
    vault, site = vault_and_site
    for how in (["--compare", str(site / "graph.json")], ["--site", str(site)]):
        reported = subprocess.run([sys.executable, JUDGE, vault, *how], capture_output=True, text=True, check=False)
        assert reported.returncode == 0, reported.stdout
