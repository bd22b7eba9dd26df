"""The manual: its generated reference is up to date, its recipes and commands work, and it builds as a garden."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import msgspec
import pytest
from click.testing import CliRunner
from support import ROOT

from notegarden.cli import main
from notegarden.commands.new import FILES, scaffold
from notegarden.config.load import load_config
from notegarden.config.schema import Config
from notegarden.render import page_view

DOCS = ROOT / "docs"
_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = _reference()


class Recipe(NamedTuple):
    title: str
    files: list[tuple[str, str]]


def recipes() -> dict[str, Recipe]:
    sections = (DOCS / "recipes.md").read_text("utf-8").split("\n## ")[1:]
    found = [Recipe(each.partition("\n")[0], _FILE.findall(each)) for each in sections]
    return {each.title: each for each in found if each.files}


RECIPES = recipes()

SHOWN = {
    "Colours of your own": ("assets/*/theme/custom.css", "--accent:light-dark(#7a1f5c,"),
    "Fonts of your own": ("assets/*/theme/custom.css", "Iowan Old Style"),
    "A logo": ("posts/writing/index.html", 'src="/logo.svg"'),
    "An icon for the browser's tab": ("index.html", '<link rel="icon" href="/favicon.svg">'),
    "A footer of your own": ("index.html", "Written in Emacs."),
    "Links of your own in the header": ("all/index.html", '<a href="https://example.org/">Elsewhere</a>'),
    "Tags of your own in the head": ("map/index.html", '<link rel="me" href="https://social.example/@me">'),
    "Visitor counts": ("index.html", '<script defer src="https://stats.example.org/count.js">'),
    "Comments": ("posts/writing/index.html", 'data-category-id="DIC_1"'),
    "A home page of your own": ("index.html", "What is new"),
    "A page for addresses that do not exist": ("404.html", "Nothing grows here."),
    "Parts hidden": ("posts/writing/index.html", "data-note-body"),
    "Fewer pages in the footer": ("index.html", '<ul>\n<li><a href="/all/">'),
    "A callout": ("posts/callout/index.html", 'class="callout"'),
    "A shortcode of your own": ("posts/reading/index.html", "<cite>Walden</cite> by H. D. Thoreau"),
    "The shortcodes of hugo-book": ("posts/hints/index.html", 'class="hint-warning"><p'),
    "Words of your own": ("all/index.html", "<h1>The whole garden"),
    "Out of search engines": ("posts/hidden/index.html", '<meta name="robots" content="noindex">'),
    "A state of growth": ("posts/seedling/index.html", '<p class="quiet">A seedling: expect it to change.</p>'),
    "A picture above the text": ("posts/banner/index.html", '<img src="/pictures/link.svg" alt="">'),
    "A line of rights from the front matter": ("posts/signed/index.html", "© Ada, 2 January 2026"),
    "Addresses by year": ("2026/dated/index.html", "Published below its year."),
    "An address that has moved": ("old/place/index.html", "/posts/moved/"),
    "Formulas with commands of your own": ("posts/reals/index.html", "ℝ"),
    "Private things kept out": ("index.html", "My notes"),
}
"""Recipe → a file of the site, and what must be in it."""

HIDDEN = {
    "Comments": ("posts/quiet/index.html", "giscus"),
    "Links of your own in the header": ("index.html", '<li class="wide-only"><a href="/map/"'),
    "A home page of your own": ("index.html", 'class="topics"'),
    "Parts hidden": ("posts/writing/index.html", 'class="margin"'),
    "Fewer pages in the footer": ("index.html", '<li><a href="/health/">'),
    "Out of search engines": ("posts/writing/index.html", "noindex"),
}
"""Recipe → a file of the site, and what must not be in it."""


def run(*arguments: str | Path) -> None:
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert done.exit_code == 0, f"{arguments}: {done.output}"


def content(site: Path, pattern: str) -> str:
    (file,) = site.glob(pattern)
    return file.read_text("utf-8")


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_has_the_described_effect(tmp_path: Path, title: str) -> None:
    scaffold(tmp_path, FILES)
    assert RECIPES[title].files
    for name, text in RECIPES[title].files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = "a" if name == "notegarden.toml" else "w"
        with path.open(mode, encoding="utf-8") as file:
            file.write(text)
    run("build", tmp_path, "--strict", "-q", "--no-search", "--jobs", "1")
    file, words = SHOWN[title]
    assert words in content(tmp_path / "public", file)
    if title in HIDDEN:
        file, words = HIDDEN[title]
        assert words not in content(tmp_path / "public", file)


def test_every_recipe_is_tested() -> None:
    assert RECIPES.keys() == SHOWN.keys()
    assert len(RECIPES) >= 20


@pytest.mark.parametrize("name", REFERENCE.PAGES)
def test_the_reference_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == REFERENCE.PAGES[name](), "run `make docs`"


def test_every_key_has_an_example_that_sets_it(tmp_path: Path) -> None:
    whole = Config()
    for key in REFERENCE.config_keys():
        (tmp_path / "notegarden.toml").write_text(key.example + "\n")
        (tmp_path / "notes").mkdir(exist_ok=True)
        value, default = load_config(tmp_path), whole
        for part in key.name.split("."):
            value, default = getattr(value, part), getattr(default, part)
        assert value != default, key.name
        assert key.description, key.name


FOLDERS = {"format": "", "content": "notes", "publish": "", "addresses": "", "home": ""}
"""Key that says where notes are → the folder for its example's garden; the notes of the others are in `content`."""


def gardens_of_examples() -> Iterator[tuple[str, str]]:
    """(folder of the notes, notegarden.toml) of gardens that together have the example of every key.

    A garden has the examples of all keys outside of tables, and of a table one key.
    """
    others: dict[int, list[str]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for key in REFERENCE.config_keys():
        if key.name in FOLDERS:
            yield FOLDERS[key.name], key.example
            continue
        table = key.example.partition("\n")[0] if key.example.startswith("[") else ""
        others[seen[table] if table else 0].append(key.example)
        seen[table] += 1
    for examples in others.values():
        yield "content", "\n".join(sorted(examples, key=lambda example: example.startswith("[")))


def test_a_garden_with_the_example_of_every_key_builds(tmp_path: Path) -> None:
    gardens = list(gardens_of_examples())
    for number, (folder, settings) in enumerate(gardens):
        garden = tmp_path / str(number)
        (garden / folder).mkdir(parents=True)
        (garden / folder / "a.md").write_text("Some text.\n")
        (garden / "notegarden.toml").write_text(settings + "\n")
        run("build", garden, "-q", "--no-search", "--jobs", "1")
    built = "\n".join(settings for _, settings in gardens)
    assert [key.name for key in REFERENCE.config_keys() if key.example not in built] == []


def test_every_field_of_every_view_is_in_the_reference() -> None:
    text = (DOCS / "templates.md").read_text("utf-8")
    for view in REFERENCE.view_classes():
        section = text.split(f"\n### {view.__name__}\n", 1)[1].split("\n### ", 1)[0]
        own = {field.name for field in msgspec.structs.fields(view)}
        if issubclass(view, page_view.PageView) and view is not page_view.PageView:
            own -= {field.name for field in msgspec.structs.fields(page_view.PageView)}
        assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == own, view.__name__


def test_every_block_describes_its_content() -> None:
    described = {block.name for block in REFERENCE.blocks() if block.text}
    assert described == {block.name for block in REFERENCE.blocks()}


def test_the_manual_builds_without_a_finding(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns(".public", ".notegarden"))
    run("build", tmp_path / "docs", "--strict", "--no-search", "--output", tmp_path / "site", "--jobs", "1")
    run("check", tmp_path / "docs", "--severity", "warning")
    site = tmp_path / "site"
    assert "<h1" in content(site, "index.html")
    for page in DOCS.glob("*.md"):
        if page.name != "index.md":
            html = content(site, f"{page.stem}/index.html")
            assert html.count("<h1") == 1, page.name
    assert not [*site.rglob("*.py")], "the generator is not part of the manual"


_HUGO = {"content/a.md": "+++\ntitle = 'A'\n+++\n\n[b]({{< relref \"b.md\" >}})\n", "content/b.md": "B\n"}
_ORG = ":PROPERTIES:\n:ID: {0}\n:END:\n#+title: {0}\n\n"
STARTS = {
    "ox-hugo.md": {"static/x.txt": "x", **_HUGO},
    "hugo.md": {
        "hugo.toml": "title = 'Old'\nbaseURL = 'https://old.example/'\n[permalinks]\nposts = '/:year/:slug/'\n",
        "content/posts/a.md": "---\ntitle: A\ndate: 2020-01-02\n---\n\ntext\n",
    },
    "obsidian.md": {".obsidian/app.json": "{}", "a.md": "[[b]]\n", "b.md": "B\n"},
    "quartz.md": {"quartz.config.ts": "export default {}", "content/index.md": "[[a]]\n", "content/a.md": "A\n"},
    "publish.md": {"publish.css": "", ".obsidian/publish.json": "{}", "a.md": "[[b]]\n", "b.md": "B\n"},
    "org.md": {"a.org": f"{_ORG.format('a')}[[id:b][b]]\n", "b.org": f"{_ORG.format('b')}B\n"},
    "markdown.md": {"a.md": "[b](b.md)\n", "b.md": "B\n"},
    "publishing.md": {"notegarden.toml": "title = 'N'\n", "content/a.md": "A\n"},
}
"""Page with commands → the garden that it is about."""


@pytest.mark.parametrize("name", STARTS)
def test_the_commands_of_a_page_work_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for path, text in STARTS[name].items():
        file = tmp_path / "garden" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.chdir(tmp_path / "garden")
    commands = [line for block in _COMMANDS.findall((DOCS / name).read_text("utf-8")) for line in block.splitlines()]
    assert commands
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "notegarden"
        run(*arguments)


_IN_THE_FOLDER = ("obsidian.md", "org.md", "markdown.md", "publish.md")
_QUIET = {
    ".md": "---\ntitle: Quiet\ncomments: false\n---\n\nSome words.\n",
    ".org": "#+title: Quiet\n#+hugo_custom_front_matter: :comments false\n\nSome words.\n",
}
_OWN = ("Colours of your own", "A logo", "A footer of your own", "Comments")


@pytest.mark.parametrize("start", [name for name in STARTS if name != "publishing.md"])
def test_each_way_to_start_leads_to_ones_own_site(tmp_path: Path, start: str) -> None:
    """Colours, logo, footer, comments and a file for the host, added as the manual describes."""
    first = STARTS[start]
    own = ".theme/" if start in _IN_THE_FOLDER else ""
    settings = "hugo.toml" if "hugo.toml" in first else "notegarden.toml"
    files: dict[str, str] = dict(first)
    for title in _OWN:
        for name, text in RECIPES[title].files:
            place = settings if name == "notegarden.toml" else own + name
            if name in ("templates/base.html", "notegarden.toml") and place in files:
                files[place] += text.partition("\n")[2] if name.startswith("templates") else text
            elif not name.startswith("content/"):
                files[place] = text
    note = next(name for name in first if name.endswith((".md", ".org")))
    files[f"{note.rpartition('/')[0]}/quiet{note[note.rindex('.') :]}".lstrip("/")] = _QUIET[note[note.rindex(".") :]]
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    run("build", tmp_path, "-q", "--no-search", "--jobs", "1", "--strict")
    run("new", "--workflow", "github", tmp_path)
    site = tmp_path / (".public" if own else "public")
    assert f"path: {site.name}\n" in (tmp_path / ".github/workflows/publish.yml").read_text("utf-8")
    page, quiet = (next(site.rglob(f"{name}/index.html")).read_text("utf-8") for name in ("a", "quiet"))
    assert "--accent:light-dark(#7a1f5c," in content(site, "assets/*/theme/custom.css")
    for shown in ("theme/custom.css", 'src="/logo.svg"', "Written in Emacs.", 'src="https://giscus.app/client.js"'):
        assert shown in page, shown
    assert (site / "logo.svg").is_file()
    assert "giscus" not in quiet.partition("</head>")[2]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)', page)
    assert policy is None or " https://giscus.app " in policy[1]
    if settings == "hugo.toml":
        assert "<title>A · Old</title>" in page, "its own configuration is read"
        assert (site / "2020/a/index.html").is_file()


def test_every_page_with_commands_is_tested() -> None:
    assert {page.name for page in DOCS.glob("*.md") if _COMMANDS.search(page.read_text("utf-8"))} == STARTS.keys()


def test_the_shortcodes_of_hugo_book_give_that_themes_html(tmp_path: Path) -> None:
    scaffold(tmp_path, FILES)
    for name, text in RECIPES["The shortcodes of hugo-book"].files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    run("build", tmp_path, "--strict", "-q", "--no-search", "--jobs", "1")
    page = (tmp_path / "public/posts/hints/index.html").read_text("utf-8")
    for shown in (
        "<details open>\n<summary>More on <em>steps</em></summary>\n<ul>",
        '<details open name="system"><summary>Linux</summary>\n<p>Use <code>apt</code>.</p>',
        '<details name="system"><summary>macOS</summary>',
        '<div class="columns">\n<div><p>Left <em>side</em></p>\n</div>\n<div><p>Right side, with a <math><msup>',
        '<span class="button"><a href="/posts/hints/">Read <strong>this</strong></a></span>',
        '<math display="block"><msubsup><mo lspace="0">∫</mo>',
    ):
        assert shown in page, shown
