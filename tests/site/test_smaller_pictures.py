"""Pages name smaller copies of pictures; the site has exactly the copies that are named."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from photographs import photograph, saved
from support import build, report_of, snapshot, write

from notegarden.pipeline.stages import Options, Pipeline
from notegarden.sources import picture_copies
from notegarden.sources.picture_encoding import SMALLEST, UnfitError

SETTINGS = 'title = "Pictures"\nbase_url = "https://example.org/sub/"\nsearch = false\nimages = "fast"\n'
NOTES = {
    "figure.md": '---\ntitle: F\n---\n{{< figure src="/sea.png" caption="The sea" width="300" >}}\n',
    "markdown.md": "---\ntitle: M\n---\n![sea](/sea.png)\n\n"
    "![icon](/icon.png) ![part](/sea.png#left) ![film](/film.png)\n",
    "bundle/index.md": "---\ntitle: B\n---\n![hill](hill.jpg)\n",
    "held/index.md": "---\ntitle: H\ndraft: true\n---\n![own](own.png)\n",
}
_SET = re.compile(r'srcset="([^"]*)"')


def garden_at(root: Path) -> Path:
    write(root, {f"content/{name}": text for name, text in NOTES.items()})
    write(
        root,
        {
            "notegarden.toml": SETTINGS,
            "static/sea.png": saved(photograph()),
            "static/icon.png": saved(photograph(40, 30)),
            "static/film.png": saved(
                photograph(200, 100), save_all=True, append_images=[photograph(200, 100).rotate(9)]
            ),
            "content/bundle/hill.jpg": saved(photograph(800, 600), "JPEG", quality=97),
            "content/held/own.png": saved(photograph(500, 300)),
        },
    )
    return root


def named(site: dict[str, bytes]) -> set[str]:
    """The picture copies that pages name, as paths below the output folder."""
    return {
        unescape(part.split()[0]).removeprefix("/sub/")
        for file, data in site.items()
        if file.endswith(".html")
        for found in _SET.findall(data.decode())
        for part in found.split(",")
    }


def copies(site: dict[str, bytes]) -> set[str]:
    return {file for file in site if file.startswith("assets/pictures/")}


def images(site: dict[str, bytes], page: str) -> list[str]:
    body = site[f"{page}/index.html"].decode().partition("data-note-body")[2].partition("</article>")[0]
    return re.findall(r"<img [^>]*>", body)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built garden; tests work on copies of it."""
    root = garden_at(tmp_path_factory.mktemp("pictures") / "garden")
    build(root, root / "public")
    return root


@pytest.fixture(scope="module")
def site(first: Path) -> dict[str, bytes]:
    return snapshot(first / "public")


@pytest.fixture
def again(first: Path, tmp_path: Path) -> Callable[[], dict[str, bytes]]:
    """Build `garden` again and a fresh build of the same files; assert that both are the same site."""
    garden = shutil.copytree(first, tmp_path / "garden", ignore=shutil.ignore_patterns("public", ".notegarden"))
    build(garden, garden / "public")

    def rebuilt() -> dict[str, bytes]:
        build(garden, garden / "public")
        found = snapshot(garden / "public")
        fresh = shutil.copytree(garden, tmp_path / "fresh", ignore=shutil.ignore_patterns("public", ".notegarden"))
        build(fresh, fresh / "public")
        assert snapshot(fresh / "public") == found
        assert named(found) == copies(found)
        return found

    return rebuilt


def test_serve_shows_originals(first: Path, tmp_path: Path) -> None:
    garden = shutil.copytree(first, tmp_path / "garden", ignore=shutil.ignore_patterns("public", ".notegarden"))
    build(garden, garden / "public")
    pipeline = Pipeline(garden, Options(ledger="serve"))
    try:
        pipeline.refresh()
        planner = pipeline.planner
        [picture] = planner.note_page("figure.md", planner.reads()).fills.pictures
    finally:
        pipeline.close()
    assert 'src="/sub/sea.png"' in picture
    assert "srcset" not in picture


def test_a_link_in_place_of_the_cache_folder_is_not_followed(first: Path, tmp_path: Path) -> None:
    garden = shutil.copytree(first, tmp_path / "garden", ignore=shutil.ignore_patterns("public", ".notegarden"))
    build(garden, garden / "public")
    cache, other = garden / ".notegarden/pictures", tmp_path / "other"
    names = {each.name for each in cache.iterdir()}
    cache.rename(other)
    for each in other.iterdir():
        each.write_bytes(b"another's")
    cache.symlink_to(other)
    build(garden, garden / "public")
    assert not cache.is_symlink()
    assert {each.name for each in cache.iterdir()} == names
    assert {each.read_bytes() for each in other.iterdir()} == {b"another's"}


def test_the_copies_in_the_site_are_exactly_those_that_pages_name(site: dict[str, bytes]) -> None:
    assert len(copies(site)) == 3 + 2
    assert named(site) == copies(site)


def test_the_original_is_kept_for_the_zoom_and_for_browsers_without_webp(first: Path, site: dict[str, bytes]) -> None:
    assert site["sea.png"] == (first / "static/sea.png").read_bytes()
    [image, *_] = images(site, "markdown")
    assert image.startswith('<img src="/sub/sea.png" alt="sea" width="900" height="500"')
    assert re.search(r'srcset="\S+-360\.webp 360w,\S+-720\.webp 720w,\S+-900\.webp 900w"', image)
    assert 'sizes="min(38rem,100vw - 2.5rem)"' in image


def test_a_figure_gives_its_displayed_width(site: dict[str, bytes]) -> None:
    [image] = images(site, "figure")
    assert 'width="300" height="167"' in image
    assert 'sizes="min(300px,38rem,100vw - 2.5rem)"' in image


def test_small_pictures_animations_and_picture_parts_have_no_copies(first: Path, site: dict[str, bytes]) -> None:
    _, icon, part, film = images(site, "markdown")
    assert (first / "static/icon.png").stat().st_size < SMALLEST < (first / "static/film.png").stat().st_size
    assert "srcset" not in icon + part + film


def test_a_picture_of_a_bundle_has_copies_and_one_of_a_draft_has_none(site: dict[str, bytes]) -> None:
    [image] = images(site, "bundle")
    assert 'src="hill.jpg"' in image
    assert "-800.webp 800w" in image
    assert not any(file.endswith("-500.webp") for file in site)


def test_a_changed_picture_updates_its_copies_and_its_pages(
    again: Callable[[], dict[str, bytes]], tmp_path: Path, site: dict[str, bytes]
) -> None:
    write(tmp_path / "garden", {"static/sea.png": saved(photograph(640, 400))})
    found = again()
    assert copies(found) != copies(site)
    assert any(name.endswith("-640.webp") for name in copies(found))
    assert not any(name.endswith("-900.webp") for name in copies(found))


def test_removing_a_picture_removes_its_copies(again: Callable[[], dict[str, bytes]], tmp_path: Path) -> None:
    (tmp_path / "garden/static/sea.png").unlink()
    assert {name.rpartition("-")[2] for name in copies(again())} == {"360.webp", "800.webp"}


def test_a_picture_that_is_no_longer_shown_has_no_copies(again: Callable[[], dict[str, bytes]], tmp_path: Path) -> None:
    (tmp_path / "garden/content/bundle/index.md").write_text("---\ntitle: B\n---\nNo picture.\n")
    assert not any(name.endswith("-800.webp") for name in copies(again()))


def test_switched_off_there_are_no_copies(again: Callable[[], dict[str, bytes]], tmp_path: Path) -> None:
    write(tmp_path / "garden", {"notegarden.toml": SETTINGS.replace('"fast"', '"off"')})
    found = again()
    assert copies(found) == set()
    assert named(found) == set()


def test_full_adds_avif_in_a_source_element(again: Callable[[], dict[str, bytes]], tmp_path: Path) -> None:
    write(tmp_path / "garden", {"notegarden.toml": SETTINGS.replace('"fast"', '"full"')})
    write(tmp_path / "garden", {"static/sea.png": saved(photograph(450, 200))})
    (tmp_path / "garden/content/bundle/hill.jpg").unlink()
    found = again()
    page = found["figure/index.html"].decode()
    assert re.search(
        r'<picture><source data-added type="image/avif" srcset="[^"]*-450\.avif 450w" sizes="[^"]*">'
        r'<img src="/sub/sea\.png" [^>]*-450\.webp 450w" sizes="[^"]*"></picture>',
        page,
    )
    assert {name.rpartition(".")[2] for name in copies(found)} == {"avif", "webp"}


def test_damaged_cache_entries_are_encoded_again(
    again: Callable[[], dict[str, bytes]], tmp_path: Path, site: dict[str, bytes]
) -> None:
    garden = tmp_path / "garden"
    spoilt = sorted((garden / ".notegarden/pictures").iterdir())[0]
    spoilt.write_bytes(spoilt.read_bytes()[:-100] + bytes(100))
    shutil.rmtree(garden / "public")
    assert again().keys() == site.keys()


def test_missing_cache_entries_are_encoded_again_without_reading_the_notes(
    again: Callable[[], dict[str, bytes]], tmp_path: Path
) -> None:
    garden = tmp_path / "garden"
    before = copies(snapshot(garden / "public"))
    shutil.rmtree(garden / ".notegarden/pictures")
    shutil.rmtree(garden / "public")
    assert report_of(garden, garden / "public").warnings == [], "the notes are not read again"
    assert copies(snapshot(garden / "public")) == before


def test_an_unrelated_change_decodes_no_picture(
    again: Callable[[], dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> object:
        raise UnfitError("smaller copies cannot be made")

    monkeypatch.setattr(picture_copies, "copies_of", refused)  # in the worker processes, too
    garden = tmp_path / "garden"
    (garden / "content/bundle/index.md").write_text("---\ntitle: B\n---\nThe hill: ![hill](hill.jpg)\n")
    assert report_of(garden, garden / "public").warnings == []
    assert b"The hill:" in (garden / "public/bundle/index.html").read_bytes()
    write(garden, {"static/sea.png": saved(photograph(640, 400))})
    assert any(
        "sea.png: smaller copies cannot be made" in line for line in report_of(garden, garden / "public").warnings
    )


def test_a_renamed_picture_is_not_encoded_again(
    again: Callable[[], dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_copies, "copies_of", None)  # in the worker processes, too
    garden = tmp_path / "garden"
    (garden / "static/sea.png").rename(garden / "static/ocean.png")
    (garden / "content/figure.md").write_text("---\ntitle: F\n---\n![ocean](/ocean.png)\n")
    build(garden, garden / "public")
    assert "-900.webp 900w" in images(snapshot(garden / "public"), "figure")[0]


def test_a_picture_that_crashes_its_process_loses_only_its_own_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fatal(data: bytes, formats: object) -> object:
        import os

        if len(data) < 300_000:
            os._exit(1)
        return picture_encoding_copies(data, formats)  # type: ignore[arg-type]

    picture_encoding_copies = picture_copies.copies_of
    monkeypatch.setattr(picture_copies, "copies_of", fatal)
    garden = garden_at(tmp_path)
    write(garden, {"content/bundle/hill.jpg": saved(photograph(400, 300), "JPEG", quality=90)})
    warnings = report_of(garden, garden / "public").warnings
    found = snapshot(garden / "public")
    assert "srcset" in images(found, "markdown")[0]
    assert "srcset" not in images(found, "bundle")[0]
    assert any("hill.jpg: the process that makes" in line for line in warnings)


def test_a_damaged_picture_is_reported_by_each_build(tmp_path: Path) -> None:
    garden = garden_at(tmp_path)
    write(garden, {"static/sea.png": saved(photograph())[:-5000]})
    for _ in range(2):
        assert any("sea.png: the picture is damaged" in line for line in report_of(garden, garden / "public").warnings)
        (garden / "content/new.md").write_text("More.\n")


def test_pictures_of_a_vault_and_of_org_files_have_copies(tmp_path: Path) -> None:
    sea = saved(photograph())
    write(
        tmp_path,
        {
            "vault/.obsidian/app.json": "{}",
            "vault/a.md": "![[sea.png|the sea|200]]\n",
            "vault/sea.png": sea,
            "org/content/_index.md": "Home.\n",
            "org/org/a.org": "#+title: A\n[[file:sea.png]]\n",
            "org/org/sea.png": sea,
        },
    )
    for name, size in (("vault", "min(200px,38rem,100vw - 2.5rem)"), ("org", "min(38rem,100vw - 2.5rem)")):
        write(tmp_path / name, {"notegarden.toml": SETTINGS})
        build(tmp_path / name, tmp_path / f"{name}-site")
        site = snapshot(tmp_path / f"{name}-site")
        assert len(named(site)) == 3
        assert named(site) == copies(site)
        assert any(f'sizes="{size}"'.encode() in data for file, data in site.items() if file.endswith(".html"))
