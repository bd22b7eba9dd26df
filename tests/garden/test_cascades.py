"""Front matter inherited from sections withholds the notes that Hugo withholds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hugo_twin import CONFIGURATION, Twin

from notegarden.pipeline.report import Options
from notegarden.pipeline.stages import Pipeline

_SECTIONS = {
    "a": "cascade: {draft: true}",
    "b": "cascade:\n  - target: {path: '/b/x/**'}\n    draft: true\n  - target: {kind: section}\n    weight: 3",
    "c": "cascade: {date: 2999-01-01}",
    "d": "cascade:\n  target: {environment: development}\n  draft: true",
    "e": "cascade:\n  target: {environment: production}\n  draft: true",
    "f": "cascade:\n  target: {path: '/F/*'}\n  headless: true",
    "g": "cascade:\n  target: {path: '/{f,g}/x/y'}\n  expiryDate: 2001-01-01",
    "h": "cascade:\n  build: {render: never}",
    "i": "cascade:\n  target: {foo: x}\n  draft: true",
    "j": "draft: false",
    "k": "cascade:\n  target: {Environment: '{development,Prod*}'}\n  draft: true",
    "l": "cascade:\n  target: {path: '/l/[ot]*'}\n  Draft: true",
    "o": "cascade:\n  target: {path: '/o/[!t]*'}\n  draft: true",
    "p": "cascade:\n  target: {path: '/{p/[a-o]??,q}'}\n  draft: true",
    "m": "cascade:\n  target: {environment: 'dev*'}\n  draft: true",
}
_NOTES = {"one": "", "two": "draft: false\ndate: 2020-01-01\nexpiryDate: 2999-01-01", "x/y": "", "x/z/deep": ""}


def garden() -> dict[str, str]:
    files = {"content/leaf/index.md": "---\ntitle: L\ncascade: {draft: true}\n---\n"}
    for name, front in _SECTIONS.items():
        files[f"content/{name}/_index.md"] = f"---\ntitle: S\n{front}\n---\n"
        files |= {f"content/{name}/{path}.md": f"---\ntitle: N\n{text}\n---\nx\n" for path, text in _NOTES.items()}
        files[f"content/{name}/x/p.svg"] = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    files["content/n/_INDEX.md"] = "---\ntitle: S\ncascade: {draft: true}\n---\n"
    files["content/n/one.md"] = "---\ntitle: N\n---\n"
    files["content/a/x/_index.md"] = "---\ntitle: S\ncascade: {draft: false}\n---\n"
    return files


def pages_of(site: Path) -> set[str]:
    found = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    return {each for each in found if each.split("/")[0] in {*_SECTIONS, "leaf", "n"}}


def test_notes_are_withheld_as_in_hugo(tmp_path: Path) -> None:
    twin = Twin(tmp_path, garden(), CONFIGURATION + "[[cascade]]\ndraft = true\n[cascade.target]\npath = '/j/x/**'\n")
    generated = {name for name in (*_SECTIONS, "n") if not (twin.theirs / name / "index.html").is_file()}
    assert pages_of(twin.ours) - generated == pages_of(twin.theirs)


def build(root: Path) -> set[str]:
    pipeline = Pipeline(root, Options(search=False))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    return {path.parent.name for path in (root / "public").rglob("index.html")} & {"one", "two", "other"}


@pytest.mark.parametrize(
    "slip",
    [
        "cascade: true",
        "cascade: {draft: yes}",
        "cascade:\n\t draft: true",
        "cascad:\n  draft: true",
        "cascade: {cascade: {draft: true}}",
        "cascade: {params: {draft: true}}",
        "cascade:\n  target: {kind: [page]}\n  draft: true",
        "cascade:\n  target: {path: '/s/{one'}\n  draft: true",
        "cascade:\n  target: {path: '/s/[one'}\n  draft: true",
        "cascade:\n  target: {path: '/s/[z-a]'}\n  draft: true",
        "cascade: {draft: true}\ncascade: {draft: false}",
        f"a: {'x' * 9000}: b\ncascade: {{draft: true}}",
    ],
)
def test_an_unreadable_cascade_withholds_the_notes_below(tmp_path: Path, slip: str) -> None:
    for path, front in {"s/_index.md": slip, "s/one.md": "draft: false", "other.md": ""}.items():
        (tmp_path / "content/s").mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(f"---\ntitle: T\n{front}\n---\nx\n")
    assert build(tmp_path) == {"other"}


def test_an_edit_of_a_section_changes_the_notes_below(tmp_path: Path) -> None:
    (tmp_path / "content/s/t").mkdir(parents=True)
    for path in ("s/one.md", "s/t/two.md", "other.md"):
        (tmp_path / "content" / path).write_text("---\ntitle: T\n---\nx\n")
    section = tmp_path / "content/s/_index.md"
    assert build(tmp_path) == {"one", "two", "other"}
    section.write_text("---\ntitle: S\ncascade: {draft: true}\n---\n")
    assert build(tmp_path) == {"other"}
    (tmp_path / "content/s/one.md").write_text("---\ntitle: T2\n---\nx\n")
    assert build(tmp_path) == {"other"}, "restored from the ledger"
    section.write_text("---\ntitle: S\ncascade:\n  target: {path: '/s/t/**'}\n  draft: true\n---\n")
    assert build(tmp_path) == {"one", "other"}
    section.unlink()
    assert build(tmp_path) == {"one", "two", "other"}


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / path).write_text(text)


def test_a_home_page_with_its_own_file_name_cascades_too(tmp_path: Path) -> None:
    """`content/index.md` is the home page here; to Hugo it swallows every other note."""
    write(tmp_path, {"index.md": "---\ncascade: {draft: true}\n---\n", "s/one.md": "x", "other.md": "x"})
    assert build(tmp_path) == set()


def test_of_two_index_files_of_a_section_both_withhold(tmp_path: Path) -> None:
    files = {"s/_index.md": "---\ncascade: {draft: true}\n---\n", "s/_index.markdown": "---\ntitle: S\n---\n"}
    write(tmp_path, {**files, "s/one.md": "x", "t/two.md": "x", "t/_index.md": "---\ntitle: T\n---\n"})
    write(tmp_path, {"t/_index.markdown": "---\ncascade: {published: false}\n---\n", "other.md": "x"})
    assert build(tmp_path) == {"other"}
    (tmp_path / "content/s/_index.md").unlink()
    assert build(tmp_path) == {"one", "other"}


@pytest.mark.parametrize("key", ["publish: false", "published: false", "public: 'off'", "dg-publish: 0"])
def test_a_key_of_another_program_withholds_notes_unless_a_note_overrides_it(tmp_path: Path, key: str) -> None:
    write(tmp_path, {"s/_index.md": f"---\ncascade: {{{key}}}\n---\n", "s/one.md": "x"})
    write(
        tmp_path, {"s/two.md": "---\ndraft: false\n---\n", "s/other.md": f"---\n{key.partition(':')[0]}: true\n---\n"}
    )
    assert build(tmp_path) == {"two", "other"}
    write(tmp_path, {"s/other.md": f"---\n{key}\n---\n"})
    assert build(tmp_path) == {"two"}


_DATED = {  # section → (its cascade, the front matter of its note)
    "a": ("embargo: 2999-01-01", "weight: 1"),
    "b": ("embargo: 2999-01-01", "publishDate: 2020-01-01"),
    "c": ("publishDate: 2020-01-01", "released: 2999-01-01"),
    "d": ("until: 2001-01-01", "weight: 1"),
    "e": ("until: 2001-01-01", "expiryDate: 2999-01-01"),
    "h": ("until: 2001-01-01", "until: 2999-01-01"),
    "i": ("pubdate: 2999-01-01", "weight: 1"),
    "j": ("released: 2999-01-01", "publishDate: 2020-01-01"),
    "k": ("unpublishdate: 2001-01-01", "until: 2999-01-01"),
    "l": ("expiryDate: 2001-01-01", "unpublishdate: 2999-01-01"),
    "m": ("Embargo: '2999-01-01'", "embargo: 2020-01-01"),
    "n": ("expiryDate: 2001-01-01", "expiryDate: ''"),
    "o": ("params: {until: 2001-01-01}", "weight: 1"),
}
_DATE_KEYS = """[frontmatter]
publishDate = ["embargo", "publishDate", "released"]
expiryDate = ["until", ":default"]
[[cascade]]
until = "2001-01-01"
[cascade.target]
path = "/site/*"
"""


def test_dates_under_configured_keys_withhold_notes_as_in_hugo(tmp_path: Path) -> None:
    files = {"content/site/one.md": "---\nexpiryDate: 2999-01-01\n---\n", "content/own/one.md": "---\ntitle: T\n---\n"}
    for folder, (handed, own) in _DATED.items():
        files[f"content/{folder}/_index.md"] = f"---\ntitle: S\ncascade:\n  {handed}\n---\n"
        files[f"content/{folder}/one.md"] = f"---\ntitle: N\n{own}\n---\n"
    twin = Twin(tmp_path, files, CONFIGURATION + _DATE_KEYS)
    ours, theirs = ({page.parts[-3] for page in site.rglob("one/index.html")} for site in (twin.ours, twin.theirs))
    assert ours == theirs
    assert theirs == {"c", "h", "j", "k", "m", "n", "own"}


def test_a_later_key_of_a_date_does_not_hide_the_first(tmp_path: Path) -> None:
    handed = {"_index.md": "cascade: {publishDate: 2999-01-01}", "s/_index.md": "cascade: {pubdate: 2020-01-01}"}
    write(tmp_path, {path: f"---\ntitle: S\n{front}\n---\n" for path, front in handed.items()})
    write(tmp_path, {"s/one.md": "---\npublished: 2020-01-01\n---\n", "s/other.md": "---\npublishDate: ''\n---\n"})
    assert build(tmp_path) == {"other"}


@pytest.mark.parametrize("kind", ["page", "section", "home", "taxonomy", "term"])
@pytest.mark.parametrize(
    "setting", ["[[cascade]]\ndraft = true\n[cascade.target]\nkind = '{}'\n", 'disableKinds = ["{}"]\n']
)
def test_withheld_kinds_of_pages_appear_nowhere(tmp_path: Path, kind: str, setting: str) -> None:
    words = {
        "_index.md": "wordshome", "s/_index.md": "wordssection", "s/one.md": "wordspage", "b/index.md": "wordspage",
        "tags/_index.md": "wordstaxonomy", "tags/zz/_index.md": "wordsterm", "categories/cc/_index.md": "wordsterm",
    }  # fmt: skip
    files = {
        f"content/{path}": f"---\ntitle: T\ntags: [zz]\ncategories: [cc]\n---\n{text}\n" for path, text in words.items()
    }
    files["content/b/f.txt"] = "wordspage"
    twin = Twin(
        tmp_path,
        files,
        setting.format(kind) + CONFIGURATION if "Kinds" in setting else CONFIGURATION + setting.format(kind),
    )
    for site in (twin.ours, twin.theirs):
        texts = [path.read_text("utf-8", "replace") for path in site.rglob("*") if path.is_file()]
        found = {each for each in words.values() if any(each in text for text in texts)}
        assert found == {*words.values()} - {f"words{kind}"}, site.name
