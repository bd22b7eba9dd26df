"""Language codes in file names: URLs, links and exclusions are as in real Hugo."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hugo_twin import LIST_OF_PAGES, Twin, note
from support import build, snapshot

from notegarden.files.endings import named_language
from notegarden.pipeline.stages import Options, Pipeline

_SITE = 'baseURL = "https://example.org/"\nrefLinksErrorLevel = "WARNING"\n'
_LINKS = ["a", "a.md", "a.en.md", "a.en", "/a.en.md", "p", "p/index.en.md", "q/x", "q/x.en.md", "q/_index.en.md", "d"]
_NAMES = (
    "a.en.md", "b.v2.md", "c.de.md", "d.md", "d.en.md", "p/index.en.md", "q/_index.en.md", "q/x.en.md", "q/y.md",
    "e.EN.md", "f.en.fr.md", "g.en-us.md", "h.v2.en.md", "i.en.en.md", "en.md", "posts.en/x.md", "x.en.markdown",
    "2020.en.md", "r/index.md", "r/index.en.md", "_index.en.md",
)  # fmt: skip
_FILES = {
    **{f"content/{name}": note(f"From {name}.", title=f"'{name}'") for name in _NAMES},
    "content/links.md": note(" ".join(f'[{name}]({{{{< relref "{name}" >}}}})' for name in _LINKS)),
    "content/p/pic.en.txt": "x",
}


@pytest.mark.parametrize(
    "setting",
    [
        "",
        'defaultContentLanguage = "de"',
        'defaultContentLanguage = "en-us"',
        "[languages.en]\nweight = 1",
        "[languages.de]\nweight = 1",
        "[languages.EN]\nweight = 1\n[languages.de]\ndisabled = true",
    ],
)
def test_a_language_in_a_name_is_not_part_of_the_address(tmp_path: Path, setting: str) -> None:
    twin = Twin(tmp_path, _FILES, _SITE + setting)
    theirs = twin.their_addresses()
    files = {path: path for path in twin.addresses} | _files(tmp_path)
    assert {files[path]: address for path, address in twin.addresses.items()} == theirs
    same = [name for name in ("links/index.html", "d/index.html", "r/index.html") if (twin.theirs / name).is_file()]
    for page in same:
        theirs_body, ours = twin.bodies(page)
        assert [theirs_body.count(f'"{each}"') for each in ("/a/", "/q/x/", "/d/")] == [
            ours.count(f'"{each}"') for each in ("/a/", "/q/x/", "/d/")
        ]


def _files(root: Path, **options: bool) -> dict[str, str]:
    """Path of a note → the file below content/ that it is read from, if different."""
    pipeline = Pipeline(root, Options(output=root / "ours", search=False, **options))
    pipeline.refresh()
    nodes = pipeline.garden.nodes.values()
    pipeline.close()
    return {node.path: node.file.removeprefix("content/") for node in nodes if node.file}


def test_notes_in_another_language_are_left_out_and_reported(tmp_path: Path) -> None:
    """Hugo puts them at `/de/`; a site here has one language. The rest has Hugo's URLs."""
    languages = "[languages.de]\nweight = 2\n[languages.en]\nweight = 1\ntitle = 'English'"
    extra = {"content/b/index.de.md": note("Deutsch"), "content/b/index.en.md": note("[a](/c.de/)", title="B")}
    home = '<main>{{ .Content }}</main>{{ if eq site.Language.Lang "en" }}' + LIST_OF_PAGES + "{{ end }}"
    twin = Twin(tmp_path, {**_FILES, **extra, "layouts/home.html": home}, _SITE + languages)
    files = {path: path for path in twin.addresses} | _files(tmp_path)
    assert {files[path]: address for path, address in twin.addresses.items()} == twin.their_addresses()
    pipeline = Pipeline(tmp_path, Options(output=twin.ours, search=False))
    pipeline.refresh()
    lines = pipeline.report.warnings
    pipeline.close()
    assert "content/b/index.de.md and 1 more: not published, because the site has one language" in lines
    assert "content/d.md: skipped, because content/d.en.md is the same note" in lines
    assert pipeline.config.title == "English"
    assert not [file for file in snapshot(twin.ours).values() if b"Deutsch" in file]


def test_a_language_may_have_its_own_folder(tmp_path: Path) -> None:
    """The folder of the first language is the site's; a folder of another language inside it is excluded."""
    apart = "[languages.de]\ncontentDir = 'content/de'\n[languages.en]\nweight = -1\ncontentDir = 'content/en'"
    inside = "[languages.de]\ncontentDir = 'content/de'\n[languages.en]\nweight = -1"
    files = {"content/de/x.md": note("Deutsch"), "content/en/a/index.md": note("![](p.txt)"), "content/en/a/p.txt": "p"}
    for place, setting in ((tmp_path / "apart", apart), (tmp_path / "inside", inside)):
        twin = Twin(place, files, _SITE + setting)
        theirs, ours = twin.files()
        shown = {each for each in theirs if not each.startswith(("de/", "en/index.html", "categories/"))}
        assert {each for each in ours if not each.endswith(".xml")} >= {each for each in shown if each[-4:] != ".xml"}
        assert not [file for file in snapshot(twin.ours).values() if b"Deutsch" in file]


def test_the_file_with_a_language_code_decides_the_visibility_of_a_note(tmp_path: Path) -> None:
    """If two files are one note, the one with a language code decides its visibility, as in Hugo."""
    files = {
        "content/a.md": note(draft="true"), "content/a.en.md": note(), "content/b.md": note(),
        "content/b.en.md": note(draft="true"), "content/s/_index.md": note(),
        "content/s/_index.en.md": note(cascade="{draft: true}"), "content/s/c.md": note(),
    }  # fmt: skip
    twin = Twin(tmp_path, files, _SITE)
    assert [*twin.addresses.values()] == [*twin.their_addresses().values()] == ["/a/"]


def test_added_and_removed_files_leave_the_site_of_a_fresh_build(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "content").mkdir(parents=True)
    (root / "hugo.toml").write_text(_SITE)
    steps: list[tuple[str, str | None]] = [
        ("a.en.md", note("One.")), ("b.md", note("[a](a.en.md)")), ("a.md", note("Two.")), ("a.en.md", note("Three.")),
        ("a.en.md", None), ("a.en.md", note("Two.")), ("a.md", None),
    ]  # fmt: skip
    for name, text in steps:
        file = root / "content" / name
        file.unlink() if text is None else file.write_text(text)
        build(root, tmp_path / "out")
        build(root, tmp_path / "fresh", fresh=True)
        assert snapshot(tmp_path / "out") == snapshot(tmp_path / "fresh"), (name, text)
    assert b"Two." in (tmp_path / "out/a/index.html").read_bytes()


def test_an_edit_under_serve_reads_the_file_that_counts(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "hugo.toml").write_text(_SITE)
    named, plain = tmp_path / "content/a.en.md", tmp_path / "content/a.md"
    named.write_text(note("One."))
    plain.write_text(note("Left out."))
    pipeline = Pipeline(tmp_path, Options(output=tmp_path / "out", search=False))
    pipeline.refresh(whole=True)
    edits = (named, "Two words.", 2), (plain, "Left out again and again.", 2), (named, "Now three words.", 3)
    for file, text, words in edits:
        file.write_text(note(text))
        pipeline.refresh([file.name])
        assert pipeline.garden.note("a.md").words == words
    assert pipeline.source_of("a.md") == "content/a.en.md"
    pipeline.close()


def test_a_note_has_the_dates_and_the_source_link_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    own = 'languages = ["en"]\nsource_url = "https://example.org/{path}"\n'
    (tmp_path / "notegarden.toml").write_text(own)
    (tmp_path / "content/a.en.md").write_text("[gone](gone.md)\n")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "content"], check=True)
    subprocess.run([*git, "commit", "-qm", "a", "--date", "2019-05-06T07:08:09Z"], check=True)
    _, problems = build(tmp_path, tmp_path / "out")
    page = (tmp_path / "out/a/index.html").read_text("utf-8")
    assert "2019-05-06" in page
    assert "https://example.org/a.en.md" in page
    assert {each.shown_path for each in problems} == {"content/a.en.md"}
    build(tmp_path, tmp_path / "out")
    assert "2019-05-06" in (tmp_path / "out/a/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("file", "reported"),
    [
        ("x/a.en.md", ("x/a.md", "en")), ("a.DE.b.md", ("a.md", "de")), ("a.en.de.md", ("a.en.md", "de")),
        ("x.en/a.md", ("x.en/a.md", "")), (".en.md", (".en.md", "")), ("en.md", ("en.md", "")), ("a.en", ("a", "en")),
        ("a.fr.md", ("a.fr.md", "")),
    ],
)  # fmt: skip
def test_the_language_code_in_a_file_name(file: str, reported: tuple[str, str]) -> None:
    assert named_language(file, ("en", "de")) == reported
