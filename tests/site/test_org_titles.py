"""A link without a description shows its target's title, but never a withheld one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import build, snapshot, write

LINKS = "To [[id:11111111-aaaa]], [[#custom]], [[spot]], [[file:file.org::#custom]] and id:11111111-aaaa as well.\n"
MARKDOWN = "---\ntitle: Posts\n{}\n---\n"


def garden(drawer: str = "", state: str = "", **files: str) -> dict[str, str]:
    """A file of two posts; one links to the other, `Plan of =escape=`, which has these lines in its drawer."""
    text = f"* One\n:PROPERTIES:\n:EXPORT_FILE_NAME: one\n:END:\n{LINKS}\n** Head [[id:11111111-aaaa]]\nx\n"
    text += f"* {state}Plan of =escape=\n:PROPERTIES:\n:EXPORT_FILE_NAME: two\n:ID: 11111111-aaaa\n"
    text += f":CUSTOM_ID: custom\n{drawer}:END:\nUnseen. <<spot>>\n"
    other = "* Other\n:PROPERTIES:\n:EXPORT_FILE_NAME: other\n:END:\nSee [[id:11111111-aaaa]].\n"
    return {"org/file.org": text, "org/other.org": other, **files}


def site(root: Path, files: dict[str, str]) -> dict[str, bytes]:
    write(root / "garden", files)
    build(root / "garden", root / "public")
    return snapshot(root / "public")


def test_the_title_of_a_published_page_is_shown(tmp_path: Path) -> None:
    files = site(tmp_path, garden())
    body = files["posts/one/index.html"].decode().partition("data-note-body")[2].partition("</article>")[0]
    assert body.count(">Plan of <code>escape</code></a>") == 5
    assert files["posts/two/index.html"].count(b"<b>Plan of escape</b>") == 5


@pytest.mark.parametrize(
    ("drawer", "state"),
    [
        (":EXPORT_HUGO_DRAFT: true\n", ""), (":EXPORT_HUGO_DRAFT: maybe\n", ""), ("", "TODO "),
        (":EXPORT_DATE: 2999-01-01\n", ""), (":EXPORT_HUGO_LASTMOD: 2999-01-01\n", ""),
        (":EXPORT_HUGO_PUBLISHDATE: 2999-01-01\n", ""), (":EXPORT_HUGO_EXPIRYDATE: 2001-01-01\n", ""),
        *((f":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :{each}\n", "") for each in (
            "headless true", "publish false", "pubdate 2999-01-01", "unpublishdate 2001-01-01", "isDraft true",
        )),
    ],
)  # fmt: skip
def test_the_title_of_a_page_withheld_by_its_own_front_matter_is_not_shown(
    tmp_path: Path, drawer: str, state: str
) -> None:
    assert_unnamed(site(tmp_path, garden(drawer, state)))


@pytest.mark.parametrize("said", [
    "draft: true", "publish: false", "date: 2999-01-01", "expiryDate: 2001-01-01", "headless: true",
    "build: {render: never}", "draft: maybe",
])  # fmt: skip
def test_the_title_of_a_page_withheld_by_a_cascade_is_not_shown(tmp_path: Path, said: str) -> None:
    target = "{path: '/secrets/**'}"
    cascade = f"cascade:\n  - {said}\n    _target: {target}\n"
    below = {"content/secrets/_index.md": MARKDOWN.format(f"cascade: {{{said}}}")}
    files = site(tmp_path / "a", garden(":EXPORT_HUGO_SECTION: secrets\n", **below))
    assert_unnamed(files)
    if said != "draft: maybe":  # that withholds whatever the cascade may mean
        above = {"content/_index.md": MARKDOWN.format(cascade)}
        assert_unnamed(site(tmp_path / "b", garden(":EXPORT_HUGO_SECTION: secrets\n", **above)))


def test_the_title_of_a_page_withheld_by_the_configuration_is_not_shown(tmp_path: Path) -> None:
    toml = 'title = "T"\n[[cascade]]\ndraft = true\n[cascade.target]\npath = "/posts/two"\n'
    assert_unnamed(site(tmp_path, garden(**{"hugo.toml": toml})))


def test_the_title_of_an_unlisted_page_is_not_shown(tmp_path: Path) -> None:
    below = {"content/secrets/_index.md": MARKDOWN.format("cascade: {build: {list: never}}")}
    files = site(tmp_path, garden(":EXPORT_HUGO_SECTION: secrets\n", **below))
    assert b"Plan of" in files.pop("secrets/two/index.html")
    assert not [name for name, data in files.items() if b"Plan of" in data]


def test_the_title_is_shown_or_withheld_as_a_cascade_is_removed_or_added(tmp_path: Path) -> None:
    files = garden(":EXPORT_HUGO_SECTION: secrets\n")
    for said in ("", "cascade: {draft: true}", ""):
        files["content/secrets/_index.md"] = MARKDOWN.format(said)
        warm = site(tmp_path, files)
        assert (b"Plan of <code>escape" in warm["posts/one/index.html"]) == (not said)
        build(tmp_path / "garden", tmp_path / "fresh", fresh=True, ledger="fresh")
        assert warm == snapshot(tmp_path / "fresh")


def assert_unnamed(files: dict[str, bytes]) -> None:
    page = files["posts/one/index.html"].decode().partition("data-note-body")[2].partition("</article>")[0]
    assert "11111111-aaaa" in page
    assert "#custom" in page
    assert not [name for name, data in files.items() if b"Plan of" in data or b"Unseen" in data]
