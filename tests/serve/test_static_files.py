"""Which files a served garden sends unchanged, and which it does not find."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import write

from notegarden.serve.live.static_files import Files

VERSION = "0123456789ab"
SECRET = "secret.txt"


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            SECRET: "secret",
            "theme/theme/site.css": "",
            "garden/static/a.txt": "",
            "garden/content/posts/b.png": "",
            "garden/.notegarden/serve-search/search.json": "",
            "garden/.notegarden/serve-search/search-index/x.bin": "",
            "garden/.notegarden/serve-search/state.sqlite": "",
        },
    )
    return tmp_path / "garden"


def files(garden: Path, sources: dict[str, str], content: str = "content") -> Files:
    """`sources`: address → the file of the garden that is published there."""
    theme = garden.parent / "theme"
    pipeline: Any = SimpleNamespace(
        root=garden,
        garden=None,
        config=SimpleNamespace(content=content),
        theme=SimpleNamespace(assets={"theme/site.css": theme / "theme/site.css"}, statics=[theme], version=VERSION),
        on_disk=SimpleNamespace(source_at=lambda address, _: sources.get(address, "")),
        ledger=SimpleNamespace(path=garden / ".notegarden/serve.sqlite"),
    )
    return Files(pipeline)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (f"assets/{VERSION}/theme/site.css", "theme/site.css"),
        ("assets/ba9876543210/theme/site.css", "theme/site.css"),
        ("assets/0/theme/site.css", ""), (f"assets/{VERSION}/theme/none.css", ""), ("theme/site.css", ""),
        (f"other/{VERSION}/theme/site.css", ""), ("assets/theme/site.css", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_file_of_the_theme_is_found_under_any_hash(garden: Path, file: str, name: str) -> None:
    """A page that was open when the theme changed loads the rest of its scripts under the old one."""
    assert files(garden, {}).asset_name(file) == name


def test_a_file_of_the_theme_that_leads_out_of_it_is_not_found(garden: Path) -> None:
    css = garden.parent / "theme/theme/site.css"
    css.unlink()
    css.symlink_to(garden.parent / SECRET)
    assert files(garden, {}).asset_name(f"assets/{VERSION}/theme/site.css") == ""


def test_a_file_of_the_garden_is_found_by_its_address(garden: Path) -> None:
    found = files(garden, {"/a.txt": "static/a.txt", "/posts/b.png": "content/posts/b.png"})
    assert found.find("a.txt", "") == garden / "static/a.txt"
    assert found.find("posts/b.png", "") == garden / "content/posts/b.png"
    assert found.find("none.txt", "") is None
    assert files(garden, {"/gone.txt": "static/gone.txt"}).find("gone.txt", "") is None


@pytest.mark.parametrize("content", ["content", ""])
def test_a_link_out_of_the_garden_is_not_followed(garden: Path, content: str) -> None:
    (garden / "static/out.txt").symlink_to(garden.parent / SECRET)
    assert files(garden, {"/out.txt": "static/out.txt"}, content).find("out.txt", "") is None


def test_a_folder_whose_name_only_begins_the_same_is_another(garden: Path) -> None:
    write(garden, {"static-private/x.txt": ""})
    (garden / "static/out.txt").symlink_to(garden / "static-private/x.txt")
    assert files(garden, {"/out.txt": "static/out.txt"}).find("out.txt", "") is None


def test_a_link_out_of_its_folder_is_followed_only_in_a_vault(garden: Path) -> None:
    (garden / "static/in.txt").symlink_to(garden / "content/posts/b.png")
    sources = {"/in.txt": "static/in.txt"}
    assert files(garden, sources).find("in.txt", "") is None
    assert files(garden, sources, "").find("in.txt", "") == garden / "content/posts/b.png"


def test_a_file_of_the_garden_is_never_served_as_one_of_the_theme(garden: Path) -> None:
    """Scripts of the theme run in a served page, and those of the garden do not."""
    write(garden, {f"static/assets/{VERSION}/evil.js": "", "static/assets/own.js": ""})
    address = f"assets/{VERSION}/evil.js"
    found = files(garden, {f"/{address}": f"static/{address}", "/assets/own.js": "static/assets/own.js"})
    assert found.find(address, "") is None
    assert found.find("assets/own.js", "") == garden / "static/assets/own.js"


def test_only_the_published_files_of_the_search_index_are_found(garden: Path) -> None:
    found = files(garden, {})
    assert found.find("search.json", "") == found.index / "search.json"
    assert found.find("search-index/x.bin", "") == found.index / "search-index/x.bin"
    assert found.find("state.sqlite", "") is None
    assert found.find("search-index/../state.sqlite", "") is found.find("search-index/../../serve.sqlite", "") is None
