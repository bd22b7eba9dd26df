"""What editing one note must not cause: writing the site map, starting the TeX converter, laying out the graph."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2.nodes import Template

from notegarden.files import scan
from notegarden.garden import apply
from notegarden.garden.map import GardenMap
from notegarden.ledger.ledger import Ledger
from notegarden.nearest import Names
from notegarden.notes.node import Node
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.render.environment import TemplateEnvironment
from notegarden.serve.live.answers import Rendered
from notegarden.serve.live.live_garden import LiveGarden
from notegarden.site.site_files import SiteFiles
from notegarden.sources.snapshot import Snapshot

CONFIG = 'base_url = "https://garden.example/"\n'


def garden(root: Path, **texts: str) -> Path:
    """A garden of notes by name."""
    (root / "content").mkdir()
    (root / "notegarden.toml").write_text(CONFIG)
    for name, text in texts.items():
        (root / "content" / f"{name}.md").write_text(text)
    return root


def built(root: Path) -> list[str]:
    """Build it; return the warnings."""
    pipeline = Pipeline(root, Options(search=False, jobs=1))
    try:
        pipeline.refresh(published=True)
        pipeline.publish()
        return pipeline.report.warnings
    finally:
        pipeline.close()


def test_an_added_link_does_not_write_the_site_map_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    once = SiteFiles._sitemaps
    monkeypatch.setattr(SiteFiles, "_sitemaps", lambda self, reads: made.append(1) or once(self, reads))
    root = garden(tmp_path, a="+++\ndate = 2026-01-01\n+++\n\nOne", b="Two")
    built(root)
    (root / "content" / "a.md").write_text('+++\ndate = 2026-01-01\n+++\n\nOne [b]({{< relref "b" >}})')
    built(root)
    assert made == [1]
    (root / "content" / "a.md").write_text("+++\ndate = 2026-02-01\n+++\n\nOne")
    built(root)
    assert made == [1, 1]
    assert "2026-02-01" in (root / "public" / "sitemap.xml").read_text()


def test_without_changes_the_warnings_about_files_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    once = Snapshot.warnings
    monkeypatch.setattr(Snapshot, "warnings", lambda self: looked.append(1) or once(self))
    monkeypatch.setattr(scan, "recently", lambda: 1 << 62)
    root = garden(tmp_path, a="One")
    (root / "content" / "page.adoc").write_text("= A page")
    (root / "content" / "away.md").symlink_to("/nowhere.md")
    first = built(root)
    assert [line.partition(":")[0].rpartition("/")[2] for line in first] == ["away.md", "page.adoc"]
    assert built(root) == first
    assert looked == [1]
    (root / "notegarden.toml").write_text(CONFIG + "ignore_files = ['adoc$']\n")
    assert built(root) == first[:1]
    (root / "content" / "page.adoc").rename(root / "content" / "page.mdx")
    assert [line.partition(":")[0] for line in built(root)][1:] == ["content/page.mdx"]


def test_the_layout_begins_before_the_refresh_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    keep = Pipeline._remember
    monkeypatch.setattr(GardenMap, "begin", lambda *_: order.append("begin"))
    monkeypatch.setattr(Pipeline, "_remember", lambda self, taken: order.append("store") or keep(self, taken))
    built(garden(tmp_path, a="One", b="Two"))
    assert order[:2] == ["begin", "store"]


def test_a_note_without_a_formula_does_not_start_the_converter() -> None:
    code = (
        "import sys; from notegarden.dialects.hugo import reader; "
        "print([name for name in sys.modules if name.endswith(('mathml', '.tex', 'math_core'))])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(("is_vault", "loaded"), [(True, "True"), (False, "False")])
def test_serve_loads_the_parser_of_its_notes_before_an_edit(tmp_path: Path, is_vault: bool, loaded: str) -> None:
    root = garden(tmp_path, a="One")
    (root / "content" / (".obsidian" if is_vault else "posts")).mkdir()
    code = (
        "import sys; from pathlib import Path; from notegarden.pipeline.stages import Options, Pipeline\n"
        "from notegarden.serve.live.live_garden import LiveGarden\n"
        f"pipeline = Pipeline(Path({str(root)!r}), Options(search=False))\n"
        "live = LiveGarden(pipeline)\nlive.warm()\n"
        "print('notegarden.dialects.obsidian.reader' in sys.modules)"
    )
    reported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert reported.stdout == f"{loaded}\n"


def test_names_are_searched_again_only_when_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []
    once = Names.nearest
    monkeypatch.setattr(Names, "nearest", lambda self, name: searched.append(name) or once(self, name))
    link = '[x]({{< relref "gardenning" >}})'
    root = garden(tmp_path, a=link, gardening="Two")

    def hint() -> str:
        pipeline = Pipeline(root, Options(search=False, jobs=1))
        try:
            pipeline.refresh()
            return next(each.hint for each in pipeline.problems() if each.code == "link-missing")
        finally:
            pipeline.close()

    assert hint() == 'did you mean "gardening.md"?'
    (root / "content" / "a.md").write_text(f"A line more.\n\n{link}")
    assert hint() == 'did you mean "gardening.md"?'
    assert searched == ["gardenning"]
    (root / "content" / "gardening.md").rename(root / "content" / "gardenninng.md")
    assert hint() == 'did you mean "gardenninng.md"?'
    assert searched == ["gardenning"] * 2


def test_after_a_build_only_unreadable_notes_are_parsed_again_for_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "+++\ntitle = \n+++\n\nBroken [c]({{< relref c >}})"
    notes = {"a": "One", "b": "Two [d]({{< relref broken >}})", "c": "Three", "broken": broken}
    root = garden(tmp_path, **notes)
    built(root)
    made: list[str] = []
    once = apply.node_of
    monkeypatch.setattr(apply, "node_of", lambda garden, note: made.append(note.path) or once(garden, note))

    def shown(ledger: str, *, fresh: bool) -> dict[str, Node]:
        pipeline = Pipeline(root, Options(search=False, jobs=1, ledger=ledger, unreadable=True, fresh=fresh))
        try:
            pipeline.refresh()
            return dict(pipeline.garden.nodes)
        finally:
            pipeline.close()

    taken_over = shown("serve", fresh=False)
    assert sorted(made) == ["b.md", "broken.md"]
    assert not taken_over["broken.md"].hidden
    assert taken_over == shown("serve", fresh=True)
    built(root)
    assert "Broken" not in "".join(path.read_text() for path in (root / "public").rglob("*.html"))


def test_the_first_serve_after_a_build_reads_only_the_list_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = garden(tmp_path, a="One [b]({{< relref b >}})", b="Two")
    built(root)
    monkeypatch.setattr(Ledger, "nodes", lambda _: pytest.fail("the nodes were read"))
    options = Options(search=False, jobs=1, ledger="serve", unreadable=True, base_url="https://elsewhere.example/")
    pipeline = Pipeline(root, options)
    try:
        assert pipeline.refresh() is None
    finally:
        pipeline.close()


def test_the_second_serve_compiles_no_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = garden(tmp_path, a="One")
    compiled: list[str | None] = []
    once = TemplateEnvironment._generate

    def counted(self: TemplateEnvironment, source: Template, name: str | None, *rest: Any, **more: Any) -> str:
        compiled.append(name)
        return once(self, source, name, *rest, **more)

    monkeypatch.setattr(TemplateEnvironment, "_generate", counted)
    for times in range(2):
        pipeline = Pipeline(root, Options(jobs=1, ledger="serve", unreadable=True))
        pipeline.refresh()
        live = LiveGarden(pipeline)
        try:
            page = live.answer("/a/")
        finally:
            live.close()
        assert isinstance(page, Rendered)
        assert b"One" in page.data
        assert bool(compiled) == (times == 0)
        compiled.clear()
