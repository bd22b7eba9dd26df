"""Addresses of a vault's notes and folders: normalized ones, and those of Obsidian Publish and Quartz."""

from __future__ import annotations

import pytest

from notegarden.config.schema import GardenConfig
from notegarden.garden.vault_addresses import (
    address_part,
    alias_address,
    folder_address,
    stands_for_folder,
    vault_address,
    without_selectors,
)
from notegarden.notes.note import FrontMatter, Note

CLEAN = GardenConfig(format="obsidian")
PUBLISH = GardenConfig(format="obsidian", addresses="publish")
QUARTZ = GardenConfig(format="obsidian", addresses="quartz")


def address(path: str, config: GardenConfig = CLEAN, url: str = "") -> str:
    return vault_address(Note(path, FrontMatter(url=url), "T"), config)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("A  big – idea!", "a-big-idea"),
        ("What's up", "whats-up"),
        ("'quoted' rock ’n’ roll", "quoted-rock-n-roll"),
        ("e\u0301te\u0301 हिन्दी", "été-हिन्दी"),
        ("❤\ufe0f", "❤"),
        ("???", "???"),
        ("C++", "c"),
        ("\u200b", ""),
    ],
)
def test_a_normalized_address_has_letters_digits_and_hyphens(text: str, part: str) -> None:
    assert address_part(text, CLEAN) == part


def test_addresses_of_other_publishers_are_kept() -> None:
    assert address_part("A b? & 5%", PUBLISH) == "A+b?+&+5%"
    assert address_part("A b? & 5%#", QUARTZ) == "A-b--and--5-percent"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("A/B c.md", "/a/b-c/"),
        ("A/B.MD", "/a/b/"),
        ("A/index.md", "/a/"),
        ("A/README.md", "/a/"),
        ("A/B b/b-B.md", "/a/b-b/"),
        ("index.md", "/index/"),
        ("\u200b/\u200b x/a.md", "/folder/x/a/"),
        ("A/\u200b.md", "/a/note/"),
        ("a.b.md", "/a-b/"),
    ],
)
def test_a_folder_note_has_the_address_of_its_folder_and_others_are_below_it(path: str, wanted: str) -> None:
    assert address(path) == wanted


def test_a_note_at_the_top_is_not_a_folder_note() -> None:
    assert [stands_for_folder(each) for each in ("README.md", "a/readme.md", "a/A.md", "a/b.md")] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("old/Place", "/old/Place/"),
        ("/a.html", "/a.html"),
        ("../../up/", "/up/"),
        ("https://other.example/x", "/a/"),
    ],
)
def test_a_permalink_is_used_unless_it_is_on_another_site(url: str, wanted: str) -> None:
    assert address("a.md", url=url) == wanted


def test_the_home_note_has_the_root_address_unless_it_has_a_permalink() -> None:
    config = GardenConfig(format="obsidian", vault=type(CLEAN.vault)(home="a/Start.md"))
    assert address("a/Start.md", config) == "/"
    assert address("a/Start.md", config, url="start") == "/start/"


def test_addresses_of_folders_and_old_note_paths_follow_the_same_rules() -> None:
    assert [folder_address(each, CLEAN) for each in ("", "A b/C", "a//b")] == ["/", "/a-b/c/", "/a/b/"]
    assert alias_address("/Old Folder/Old name/", CLEAN) == "/old-folder/old-name/"
    assert alias_address("Old name", PUBLISH) == "/Old+name/"
    assert without_selectors("👩\u200d💻\ufe0f") == "👩💻"
