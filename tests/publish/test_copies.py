"""Which files are copied into a site, which are not copied again, and the warnings about those that cannot be."""

from __future__ import annotations

import io
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from support import snapshot, write

from notegarden.files.scan import Stamp, look
from notegarden.ledger.ledger import Ledger
from notegarden.publish.copies import copy_files, due_files, write_made, write_named
from notegarden.publish.output_folder import OutputFolder

THEME: Any = SimpleNamespace(prefix="assets/0123456789ab/", asset=lambda name: name.encode())
PREFIX = THEME.prefix


def photograph(*, camera: bool = True) -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "Kodak"
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", **({"exif": exif} if camera else {}))
    return out.getvalue()


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return tmp_path / "garden"


class Site:
    """The output of a garden, updated by runs that only copy."""

    def __init__(self, garden: Path, ledger: Ledger) -> None:
        self.garden, self.ledger = garden, ledger
        self.output = garden.parent / "public"

    def run(
        self, files: dict[str, str], used: set[str] | None = None, pages: tuple[str, ...] = (), **options: Any
    ) -> OutputFolder:
        """`files`: address → source; `pages`: files of the site that are pages."""
        out = OutputFolder(self.output, self.ledger, self.ledger.outputs.of(os.path.realpath(self.output)))
        out.begin()
        out.files |= {*pages}
        stamped = {
            address: (source, found.stamp if (found := look(self.garden, source)) else Stamp(0, 0, 0))
            for address, source in files.items()
        }
        copy_files(out, self.garden, stamped, used, THEME, options.pop("assets", ()), **options)
        for page in pages:
            out.files.discard(page)
        out.finish(b"key", b"page key", [])
        return out

    def files(self) -> dict[str, bytes]:
        return snapshot(self.output)


@pytest.fixture
def site(garden: Path, ledger: Ledger) -> Site:
    write(garden, {"static/a.txt": "a", "static/b.txt": "b", "static/photo.JPG": photograph()})
    return Site(garden, ledger)


def test_files_of_the_garden_and_of_the_theme_are_copied(site: Site) -> None:
    out = site.run({"/a.txt": "static/a.txt", "/sub/b.txt": "static/b.txt"}, assets=["theme/site.css"])
    assert site.files() == {"a.txt": b"a", "sub/b.txt": b"b", f"{PREFIX}theme/site.css": b"theme/site.css"}
    assert out.counts.copied == 3


def test_unchanged_files_are_not_copied_again(site: Site, garden: Path) -> None:
    files = {"/a.txt": "static/a.txt", "/b.txt": "static/b.txt"}
    site.run(files, assets=["x.css"])
    assert site.run(files, assets=["x.css"]).counts.copied == 0
    (garden / "static/a.txt").write_text("another")
    assert site.run(files, assets=["x.css"]).counts.copied == 1
    (site.output / "b.txt").write_text("by somebody else")
    assert site.run(files, assets=["x.css"]).counts.copied == 1
    assert site.files()["b.txt"] == b"b"


def test_generated_and_unused_files_are_not_copied(site: Site) -> None:
    files = {"/a.txt": "static/a.txt", "/b.txt": "static/b.txt", "/made/": ""}
    site.run(files, used={"/a.txt"})
    assert [*site.files()] == ["a.txt"]


@pytest.mark.parametrize("page", ["a.txt", "a.txt/index.html"])
def test_a_page_wins_over_a_file_at_its_path_or_above_it(site: Site, page: str) -> None:
    site.run({"/a.txt": "static/a.txt", "/b.txt": "static/b.txt"}, pages=(page,))
    assert [*site.files()] == ["b.txt"]


def test_a_page_wins_over_a_file_below_it(site: Site) -> None:
    site.run({"/a/b.txt": "static/a.txt"}, pages=("a",))
    assert site.files() == {}


def test_a_photograph_is_published_without_camera_metadata(site: Site) -> None:
    files = {"/photo.JPG": "static/photo.JPG"}
    site.run(files)
    assert b"Kodak" not in site.files()["photo.JPG"]
    assert site.run(files, keep_metadata=True).counts.copied == 1
    assert site.files()["photo.JPG"] == photograph()
    assert site.run(files).counts.copied == 1
    assert b"Kodak" not in site.files()["photo.JPG"]


def test_a_damaged_photograph_that_may_contain_metadata_is_published_with_a_warning(site: Site, garden: Path) -> None:
    damaged = {"static/x.jpg": photograph()[:-300], "static/y.jpg": photograph(camera=False)[:-300]}
    write(garden, damaged)
    warnings = site.run({"/x.jpg": "static/x.jpg", "/y.jpg": "static/y.jpg"}).counts.warnings
    assert [line.partition(":")[0] for line in warnings] == ["static/x.jpg"]
    assert site.files() == {name.removeprefix("static/"): data for name, data in damaged.items()}


def test_an_unreadable_file_is_left_out_with_a_warning(site: Site, garden: Path) -> None:
    (garden.parent / "out.txt").write_text("secret")
    (garden / "static/out.txt").symlink_to(garden.parent / "out.txt")
    out = site.run({"/gone.txt": "static/gone.txt", "/out.txt": "static/out.txt", "/a.txt": "static/a.txt"})
    assert site.files() == {"a.txt": b"a"}
    assert len(out.counts.warnings) == 2
    assert out.files == {"a.txt"}


def test_a_file_in_the_way_is_an_error_and_is_kept(site: Site) -> None:
    write(site.output, {"a.txt/mine.txt": "by hand"})
    out = site.run({"/a.txt": "static/a.txt"})
    assert len(out.counts.errors) == 1
    assert site.files() == {"a.txt/mine.txt": b"by hand"}


def test_a_file_no_longer_in_the_site_is_removed(site: Site) -> None:
    site.run({"/a.txt": "static/a.txt", "/b.txt": "static/b.txt"})
    assert site.run({"/a.txt": "static/a.txt"}).counts.removed == 1
    assert [*site.files()] == ["a.txt"]


def test_a_file_named_by_its_content_is_generated_once(site: Site) -> None:
    made: list[str] = []

    def make(name: str) -> bytes:
        made.append(name)
        return name.encode()

    for wanted in (("x",), ("x", "y")):
        out = OutputFolder(site.output, site.ledger, site.ledger.outputs.of(os.path.realpath(site.output)))
        out.begin()
        write_made(out, {name: lambda name=name: make(name) for name in wanted})  # type: ignore[misc]
        assert due_files(out, wanted) == [], "they are recorded once"
        out.finish(b"key", b"page key", [])
    assert made == ["x", "y"]
    assert site.files() == {"x": b"x", "y": b"y"}


def test_a_file_that_is_not_written_yet_remains_due(site: Site) -> None:
    out = OutputFolder(site.output, site.ledger, {})
    assert due_files(out, ["x", "y"]) == ["x", "y"]
    write_named(out, "x", b"1")
    assert (site.files(), [*out.made]) == ({"x": b"1"}, ["x"])
    out.tree.close()
