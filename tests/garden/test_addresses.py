"""Which URL a note claims, and which of several notes that claim the same one gets it."""

from __future__ import annotations

import pytest

from notegarden.config.schema import GardenConfig
from notegarden.garden.addresses import Addresses, natural_address
from notegarden.garden.sections import Sections
from notegarden.notes.note import FrontMatter, Note


def note(path: str, slug: str = "", url: str = "", title: str = "T", date: str = "") -> Note:
    return Note(path, FrontMatter(slug=slug, url=url, date=date), title)


def no_note(path: str) -> Note:
    raise KeyError(path)


def natural(given: Note, config: GardenConfig | None = None) -> str:
    return natural_address(given, config or GardenConfig(), Sections(no_note))


@pytest.mark.parametrize(
    ("given", "address"),
    [
        (note("index.md", url="/x/"), "/"),
        (note("_index.md", slug="x"), "/"),
        (note("posts/_index.md"), "/posts/"),
        (note("posts/Bundle/index.md"), "/posts/bundle/"),
        (note("Posts/A b.md"), "/posts/a-b/"),
        (note("a.md", slug="-My Slug-"), "/my-slug/"),
        (note("posts/a.md", slug="index"), "/posts/"),
        (note("a.md", slug=".."), "/a/"),
        (note("a.md", slug="…"), "/a/"),
        (note("a.md", url="Old/Place"), "/Old/Place/"),
        (note("a.md", url="/old.html"), "/old.html"),
        (note("a.md", url="../../x"), "/x/"),
        (note("a.md", url="/:year/x", date="2026-03-04T00:00:00Z"), "/2026/x/"),
        (note("a.md", url="/:nonsense/x"), "/a/"),
    ],
)
def test_a_note_claims_the_address_of_its_url_slug_or_file(given: Note, address: str) -> None:
    assert natural(given) == address


def test_a_note_whose_name_has_only_punctuation_has_its_own_address() -> None:
    one, other = natural(note("….md")), natural(note("!.md"))
    assert one.startswith("/note-")
    assert one != other


def test_a_permalink_pattern_yields_to_a_url_but_not_to_a_slug() -> None:
    config = GardenConfig(permalinks={"posts": "/p/:slug/"}, section_permalinks={"posts": "/s/"})
    assert natural(note("posts/a.md", slug="b"), config) == "/p/b/"
    assert natural(note("posts/a.md", slug="b", url="/u/"), config) == "/u/"
    assert natural(note("posts/_index.md"), config) == "/s/"
    assert natural(note("posts/b/index.md", title="Bee"), config) == "/p/bee/"
    assert natural(note("posts/index.md", title="Top"), config) == "/posts/", "a bundle at the top is in no section"


def test_a_permalink_pattern_uses_the_folder_name_of_a_bundle() -> None:
    config = GardenConfig(permalinks={"posts": "/:sections/:contentbasename/"})
    assert natural(note("posts/b/index.md"), config) == natural(note("posts/b.md"), config) == "/posts/b/"


def test_remembered_notes_keep_their_addresses_and_are_sorted_by_path() -> None:
    addresses = Addresses(GardenConfig(), no_note)
    addresses.restore("b.md", "/x/", "/x-1/")
    addresses.restore("a.md", "/x/", "/x/")
    assert (addresses.of("b.md"), addresses.clashes_with("b.md"), addresses.clashes_with("a.md")) == (
        "/x-1/", "a.md", None,
    )  # fmt: skip


def test_the_first_note_by_path_gets_the_address_and_the_others_a_suffix_from_their_path() -> None:
    addresses = Addresses(GardenConfig(), no_note)
    wanting = {path: note(path, url=url) for path, url in [("c.md", "/X/"), ("b.md", "/x"), ("a.md", "/x.html")]}
    addresses.change(wanting)
    assert addresses.of("b.md") == "/x/"
    assert addresses.of("c.md").startswith("/X-")
    assert addresses.of("a.md") == "/x.html"
    assert (addresses.clashes_with("b.md"), addresses.clashes_with("c.md")) == (None, "b.md")
    assert addresses.natural("c.md") == "/X/"
    fresh = Addresses(GardenConfig(), no_note)
    fresh.change(dict(reversed(wanting.items())))
    assert fresh.of("c.md") == addresses.of("c.md"), "the order in which the notes were added does not matter"


def test_a_folder_and_a_file_with_one_name_conflict_in_either_normal_form() -> None:
    addresses = Addresses(GardenConfig(), no_note)
    addresses.change({"a.md": note("a.md", url="/x.html"), "b.md": note("b.md", url="/x.html/")})
    assert addresses.clashes_with("b.md") == "a.md"
    addresses.change({"c.md": note("c.md", url="/é/"), "d.md": note("d.md", url="/e\u0301/")})
    assert addresses.clashes_with("d.md") == "c.md"


def test_a_second_note_for_the_home_page_or_a_file_address_keeps_the_form_of_the_address() -> None:
    addresses = Addresses(GardenConfig(), no_note)
    addresses.change({path: note(path) for path in ("_index.md", "index.md")})
    addresses.change({path: note(path, url="/x.html") for path in ("a.md", "b.md")})
    assert addresses.of("_index.md") == "/"
    assert addresses.of("index.md").startswith("/home-")
    assert addresses.of("b.md").startswith("/x-")
    assert addresses.of("b.md").endswith(".html")


def test_a_change_lists_moved_notes_and_addresses_with_another_first_claimant() -> None:
    addresses = Addresses(GardenConfig(), no_note)
    assert addresses.change({"b.md": note("b.md", url="/x/")}) == ({"b.md"}, {"/x"})
    assert addresses.change({"c.md": note("c.md", url="/x/")}) == ({"c.md"}, set())
    assert addresses.change({"a.md": note("a.md", url="/x/")}) == ({"a.md", "b.md"}, {"/x"})
    assert addresses.change({"a.md": note("a.md", url="/x/")}) == (set(), set())
    assert addresses.change({"a.md": None}) == ({"b.md"}, {"/x"})
    assert "a.md" not in addresses
    assert addresses.change({"b.md": None, "c.md": None}) == (set(), {"/x"})


def test_the_notes_below_a_section_move_with_its_slug() -> None:
    known = {"s/a.md": note("s/a.md"), "st/b.md": note("st/b.md")}
    addresses = Addresses(GardenConfig(), known.__getitem__)
    addresses.change(known)
    moved, _ = addresses.change({"s/_index.md": note("s/_index.md", slug="other")})
    assert moved == {"s/_index.md", "s/a.md"}
    assert (addresses.of("s/a.md"), addresses.of("st/b.md")) == ("/other/a/", "/st/b/")


def test_an_alias_is_relative_to_the_note_or_to_the_root() -> None:
    addresses = Addresses(GardenConfig(), no_note)
    addresses.change({"posts/a.md": note("posts/a.md"), "index.md": note("index.md")})
    assert [addresses.alias("posts/a.md", each) for each in ("old", "/old", "../old/", "old.html", "/b//c")] == [
        "/posts/old/", "/old/", "/old/", "/posts/old.html", "/b/c/",
    ]  # fmt: skip
    assert addresses.alias("index.md", "old") == "/old/"


def test_a_note_without_a_readable_date_has_the_year_1_in_a_permalink_pattern() -> None:
    config = GardenConfig(permalinks={"posts": "/:year/:title/"})
    assert natural(note("posts/a.md"), config) == "/1/t/"
    assert natural(note("posts/a.md", date="2026-03-04T00:00:00+02:00"), config) == "/2026/t/"
