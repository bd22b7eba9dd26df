"""After any sequence of edits, an incremental build leaves the same files as a fresh one, byte for byte."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support import amount, build, snapshot

from notegarden.errors import SiteError

NAMES = (
    "a",
    "b",
    "c",
    "posts/20240102030405-d",
    "posts/e",
    "posts/a",
    "posts/sub/f",
    "other/b",
    "posts/_index",
    "_index",
)
TITLES = ("Alpha", "Beta", "Gamma", "Tag one", "a", "E")
WORDS = ("garden", "tokenizer", "attention", "gradient", "diffusion", "phoneme", "kernel", "corpus")

names = st.sampled_from(NAMES)
titles = st.sampled_from(TITLES)
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


def link_to(name: str, text: str, anchor: str) -> str:
    return f'[{text}]({{{{< relref "{name.rpartition("/")[2]}.md{anchor}" >}}}})'


@st.composite
def notes(draw: st.DrawFn) -> str:
    """A note in ox-hugo form: metadata, links, an anchor, a picture, sometimes a draft, a slug or an alias."""
    front = [f'title = "{draw(titles)}"']
    if draw(st.booleans()):
        front.append("draft = " + draw(st.sampled_from(("true", "false"))))
    front += draw(
        st.lists(
            st.sampled_from(
                ('slug = "same"', 'aliases = ["/old/", "older"]', 'tags = ["Tag one", "loose tag"]',
                 "date = 2024-01-02", "date = 2999-01-01", "weight = 3", 'url = "/posts/e/"')
            ),
            max_size=2,
            unique_by=lambda line: line.split()[0],
        )
    )  # fmt: skip
    parts = ["+++", *front, "+++", ""]
    if draw(st.booleans()):
        tags = ", ".join(link_to(name, "t", "") for name in draw(st.lists(names, min_size=1, max_size=2)))
        parts += ["tags", f": {tags}", ""]
    parts += [f"## Part {{#{draw(st.sampled_from(('one', 'two')))}}}", ""]
    for name in draw(st.lists(names, max_size=3)):
        anchor = draw(st.sampled_from(("", "#one", "#two")))
        parts += [f"{draw(sentences)} {link_to(name, draw(sentences), anchor)} {draw(sentences)}.", ""]
    if draw(st.booleans()):
        parts += [draw(st.sampled_from(('{{< figure src="/p.png" >}}', "![x](/q.png)", "[all](/all/)", "[x](/old/)")))]
    return "\n".join(parts) + "\n"


class Edits(RuleBasedStateMachine):
    """One garden being edited, with its ledger; the invariant compares with a fresh build of a copy."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="parity-"))
        self.garden = self.root / "garden"
        (self.garden / "content").mkdir(parents=True)
        (self.garden / "static").mkdir()
        self.clock = 1_700_000_000
        self._write("content/a.md", '+++\ntitle = "Alpha"\n+++\n\ntext\n')

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def _write(self, name: str, text: str | bytes) -> None:
        path = self.garden / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def _notes(self) -> list[Path]:
        return sorted((self.garden / "content").rglob("*.md"))

    @rule(name=names, text=notes())
    def write(self, name: str, text: str) -> None:
        self._write(f"content/{name}.md", text)

    @rule(name=names, line=sentences)
    def append(self, name: str, line: str) -> None:
        path = self.garden / f"content/{name}.md"
        if path.exists():
            path.write_text(path.read_text() + line + "\n")

    @precondition(lambda self: len(self._notes()) > 1)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self._notes())).unlink()

    @rule(data=st.data(), name=names)
    def rename(self, data: st.DataObject, name: str) -> None:
        if self._notes():
            target = self.garden / f"content/{name}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            data.draw(st.sampled_from(self._notes())).rename(target)

    @rule(data=st.data(), title=titles)
    def retitle(self, data: st.DataObject, title: str) -> None:
        if self._notes():
            path = data.draw(st.sampled_from(self._notes()))
            lines = path.read_text().splitlines(keepends=True)
            path.write_text("".join(f'title = "{title}"\n' if x.startswith("title") else x for x in lines))

    @rule(data=st.data())
    def damage(self, data: st.DataObject) -> None:
        if self._notes():
            path = data.draw(st.sampled_from(self._notes()))
            path.write_text(path.read_text().replace("title =", "title ==", 1))

    @rule()
    def repair(self) -> None:
        for path in self._notes():
            path.write_text(path.read_text().replace("title ==", "title =", 1))

    @rule(size=st.integers(1, 3), name=st.sampled_from(("p.png", "q.png", "img/r.png")))
    def picture(self, size: int, name: str) -> None:
        from PIL import Image

        path = self.garden / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (size, 1)).save(path)

    @rule(name=st.sampled_from(("p.png", "q.png")))
    def drop_picture(self, name: str) -> None:
        (self.garden / "static" / name).unlink(missing_ok=True)

    @rule(title=titles, drafts=st.booleans())
    def configure(self, title: str, drafts: bool) -> None:
        self._write("notegarden.toml", f'title = "{title}"\ndrafts = {str(drafts).lower()}\n')

    @rule(text=sentences)
    def template(self, text: str) -> None:
        self._write("templates/404.html", f"<p>{text}</p>{{{{ page.title }}}}")

    @rule(text=sentences)
    def style(self, text: str) -> None:
        self._write("static/theme/custom.css", f"/* {text} */")

    @rule()
    def set_clock_back(self) -> None:
        for number, path in enumerate(self._notes()):
            os.utime(path, (self.clock - number, self.clock - number))

    @rule(data=st.data())
    def edit_output(self, data: st.DataObject) -> None:
        pages = sorted((self.root / "out").rglob("*.html"))
        if pages:
            page = data.draw(st.sampled_from(pages))
            data.draw(st.sampled_from((page.unlink, lambda: page.write_text("meddled"))))()

    @invariant()
    def same_as_fresh(self) -> None:
        built = build_or_error(self.garden, self.root / "out")
        copy = self.root / "copy"
        shutil.copytree(self.garden, copy, ignore=shutil.ignore_patterns(".notegarden"))
        try:
            assert built == build_or_error(copy, self.root / "fresh")
            ours, fresh = snapshot(self.root / "out"), snapshot(self.root / "fresh")
            assert [file for file in {*ours, *fresh} if ours.get(file) != fresh.get(file)] == []
        finally:
            shutil.rmtree(copy)
            shutil.rmtree(self.root / "fresh", ignore_errors=True)


def build_or_error(garden: Path, output: Path) -> object:
    """The report of a build, or its error."""
    try:
        return build(garden, output)
    except SiteError as error:
        return str(error)


Edits.TestCase.settings = settings(
    max_examples=amount(2, long=150),
    stateful_step_count=amount(12, long=20),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a failing sequence is slow to shrink and readable as it is
    suppress_health_check=list(HealthCheck),
)
TestParity = Edits.TestCase


def test_a_new_title_with_the_same_order_updates_the_notes_before_and_after(tmp_path: Path) -> None:
    """Found by the edits above: the order is the same, the name is not."""
    content = tmp_path / "garden" / "content" / "posts"
    content.mkdir(parents=True)
    for title in ("Alpha", "Beta", "Gamma"):
        (content / f"{title}.md").write_text(f'+++\ntitle = "{title}"\n+++\n\ntext\n')
    build(tmp_path / "garden", tmp_path / "out")
    (content / "Beta.md").write_text('+++\ntitle = "Bravo"\n+++\n\ntext\n')
    build(tmp_path / "garden", tmp_path / "out")
    for each in ("alpha", "gamma"):
        page = (tmp_path / "out" / "posts" / each / "index.html").read_text()
        assert "Bravo" in page
        assert "Beta" not in page


def test_health_lists_large_pictures_when_only_a_template_changed(tmp_path: Path) -> None:
    """The page is rendered from a garden restored from the ledger, and no file has been read."""
    garden = tmp_path / "garden"
    for folder in ("content", "static", "templates"):
        (garden / folder).mkdir(parents=True)
    (garden / "content" / "a.md").write_text("![x](/large.png)\n")
    (garden / "static" / "large.png").write_bytes(b"\x89PNG" + bytes(5_000_000))
    build(garden, tmp_path / "out")
    (garden / "templates" / "health.html").write_text('{% extends "theme/health.html" %}')
    build(garden, tmp_path / "out")
    assert "picture-large" in (tmp_path / "out" / "health" / "index.html").read_text()


def test_a_section_that_gets_a_page_is_in_the_breadcrumbs_of_everything_below_its_address(tmp_path: Path) -> None:
    """Found by the edits above: a note's address may be below a section whose folder the note is not in."""
    content = tmp_path / "garden" / "content"
    (content / "posts").mkdir(parents=True)
    (content / "b.md").write_text('+++\ntitle = "B"\nurl = "/posts/b/"\n+++\n\ntext\n')
    build(tmp_path / "garden", tmp_path / "out")
    for title in ("Letters", "Papers"):
        (content / "posts" / "_index.md").write_text(f'+++\ntitle = "{title}"\n+++\n\ntext\n')
        build(tmp_path / "garden", tmp_path / "out")
        assert f'<a href="/posts/">{title}</a>' in (tmp_path / "out" / "posts" / "b" / "index.html").read_text()
