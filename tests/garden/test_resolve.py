"""How links are resolved by Hugo's rules: to which of several notes, when to none, and when they are ambiguous."""

from __future__ import annotations

import pytest

from notegarden.garden.names import Lookups, NameIndex
from notegarden.garden.resolve import Ambiguous, Found, Missing, Resolved, file_address, resolve
from notegarden.notes.note import Link, LinkKind


def names(*paths: str, hidden: tuple[str, ...] = (), files: dict[str, str] | None = None) -> NameIndex:
    """Notes whose addresses are their paths."""
    index = NameIndex()
    for path in (*paths, *hidden):
        index.add(path, path, address_of(path), (), (), set(), hidden=path in hidden)
    for address, source in (files or {}).items():
        index.set_file(address, source)
    return index


def address_of(path: str) -> str:
    stem = path.removesuffix(".md").removesuffix("_index").removesuffix("index").rstrip("/")
    return f"/{stem}/" if stem else "/"


def lead(
    index: NameIndex, target: str, path: str = "posts/here.md", kind: LinkKind = "relref", below: str = "/"
) -> Resolved:
    return resolve(Lookups(index), Link(target, kind, 1, 1), path, address_of(path), below)


@pytest.mark.parametrize("typed", ["a.md", "a", "A.MD", "./a.md", "/posts/a", "posts/a.md", "a.html", " a "])
def test_file_ending_case_and_relative_path_do_not_matter(typed: str) -> None:
    assert lead(names("posts/a.md", "a.md"), typed) == Found("", "posts/a.md")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("b.md", "posts/b.md"),
        ("/b.md", "b.md"),
        ("../b.md", "b.md"),
        ("../../../b.md", "b.md"),
        ("two words", "two-words.md"),
        ("sub", "posts/sub/index.md"),
        ("sub/index.md", "posts/sub/index.md"),
        ("/", "_index.md"),
        ("/posts", "posts/_index.md"),
    ],
)
def test_a_name_is_looked_up_next_to_the_note_then_at_the_top_then_anywhere(typed: str, path: str) -> None:
    index = names("b.md", "posts/b.md", "two-words.md", "posts/sub/index.md", "_index.md", "posts/_index.md")
    assert lead(index, typed) == Found("", path)


def test_a_bare_name_is_found_anywhere_and_a_path_is_not() -> None:
    index = names("deep/down/x.md")
    assert lead(index, "x") == Found("", "deep/down/x.md")
    assert lead(index, "down/x") == Missing()
    assert lead(index, "./x") == Missing()
    assert lead(names("deep/.x.md"), ".x") == Missing()


def test_a_bare_name_that_two_notes_have_is_ambiguous_unless_only_one_is_published() -> None:
    assert lead(names("b/x.md", "a/x.md"), "x#y") == Ambiguous(("a/x.md", "b/x.md"), "y")
    assert lead(names("b/x.md", hidden=("a/x.md",)), "x") == Found("", "b/x.md")
    assert lead(names(hidden=("b/x.md", "a/x.md")), "x") == Missing(draft="a/x.md")


def test_a_link_to_an_unpublished_note_is_reported_as_a_draft_and_not_resolved() -> None:
    index = names(hidden=("posts/d.md",))
    assert lead(index, "d.md#x") == Missing("x", draft="posts/d.md")
    assert lead(index, "/posts/d/", kind="markdown") == Missing(draft="posts/d.md")


def test_of_two_files_with_one_name_the_first_published_one_is_the_target() -> None:
    assert lead(names("posts/a.md", "posts/a.markdown"), "a") == Found("", "posts/a.markdown")
    assert lead(names("posts/a.md", hidden=("posts/a.markdown",)), "a") == Found("", "posts/a.md")
    assert lead(names(hidden=("posts/a.md", "posts/a.markdown")), "a") == Missing(draft="posts/a.markdown")


def test_names_in_a_leaf_bundle_are_relative_to_its_folder() -> None:
    index = names("posts/a.md", "posts/sub/a.md", "posts/b.md")
    assert lead(index, "a", "posts/sub/index.md") == Found("", "posts/a.md")
    assert lead(index, "a", "posts/sub/note.md") == Found("", "posts/sub/a.md")
    assert lead(index, "../b.md", "posts/sub/index.md") == Found("", "posts/b.md")


def test_a_bare_anchor_is_in_the_note_itself() -> None:
    assert lead(names(), "#x%20y") == Found("", "posts/here.md", "x y")
    assert lead(names(), "") == Found("", "posts/here.md")


def test_a_text_fragment_is_not_an_anchor() -> None:
    assert lead(names("a.md"), "/a/#b:~:text=c", kind="markdown") == Found("", "a.md", "b")


@pytest.mark.parametrize("typed", ["/posts/a/", "/posts/a", "../a/", "/posts/a/index.html", "/posts/a/?q#top"])
def test_an_address_is_found_with_or_without_its_slash(typed: str) -> None:
    found = lead(names("posts/a.md"), typed, kind="markdown")
    assert isinstance(found, Found)
    assert found.path == "posts/a.md"


def test_an_address_may_begin_with_the_path_of_the_base_url() -> None:
    index = names("a.md")
    assert lead(index, "/sub/a/", kind="markdown", below="/sub/") == Found("", "a.md")
    assert lead(index, "/sub/a/", kind="markdown") == Missing()
    assert lead(index, "/subtle/", kind="markdown", below="/sub/") == Missing()


def test_an_address_may_be_that_of_a_file() -> None:
    index = names(files={"/a b.pdf": "static/a b.pdf"})
    assert lead(index, "/a%20b.pdf#page=2", kind="markdown") == Found("/a b.pdf", "", "page=2")
    assert lead(index, "/c.pdf", kind="markdown") == Missing()


def test_a_markdown_link_that_matches_a_note_only_by_file_name_is_marked() -> None:
    index = names("deep/x.md")
    found = lead(index, "x.md", kind="markdown")
    assert isinstance(found, Found)
    assert (found.path, found.luck.endswith(" deep/x.md")) == ("deep/x.md", True)
    assert lead(index, "/deep/x.md", kind="markdown") == Found("", "deep/x.md")


def test_an_embed_resolves_only_to_notes_and_a_tag_in_text_resolves_to_nothing_here() -> None:
    index = names()
    index.set_file("/folder/", "")
    assert lead(index, "/folder") == Found("/folder/")
    assert lead(index, "/folder", kind="embed") == Missing()
    assert lead(names("a.md"), "a", kind="tag") == Missing()


def test_of_two_notes_with_one_id_the_first_published_one_is_the_target() -> None:
    index = NameIndex()
    for path in ("c.md", "b.md", "a.md"):
        index.add(path, path, address_of(path), (), (("id:1", f"at-{path[0]}"),), set(), hidden=path == "a.md")
    assert lead(index, "id:1", kind="name") == Found("", "b.md", "at-b")
    assert lead(index, "id:2", kind="name") == Missing()


def test_a_citation_in_the_note_about_the_work_does_not_lead_to_that_note() -> None:
    index = NameIndex()
    index.add("a.md", "A", "/a/", (), (("@k", ""),), set(), hidden=False)
    assert lead(index, "@k", kind="cite") == Found("", "a.md")
    assert lead(index, "@k", "a.md", kind="cite") == Missing(draft="a.md")


def test_a_file_of_an_org_note_is_found_by_its_source_path() -> None:
    index = names(files={"/ox-hugo/a.png": "org/img/a.png"})
    assert lead(index, "file:org/img/a.png", kind="file") == Found("/ox-hugo/a.png")
    assert lead(index, "file:org/img/b.png", kind="file") == Missing()


def test_a_missing_picture_has_an_address_below_the_base_url() -> None:
    index = names(files={"/p.png": "static/p.png"})
    assert file_address(index, "/sub/p.png", "/a/", "/sub/") == "/p.png"
    assert file_address(index, "q.png", "/a/", "/") == "/a/q.png"
    assert file_address(index, "/sub/q.png", "/a/", "/sub/") == "/q.png"


def vault(*paths: str, hidden: tuple[str, ...] = ()) -> NameIndex:
    index = NameIndex("")
    for path in (*paths, *hidden):
        index.add(path, path, address_of(path), (), hidden=path in hidden)
    return index


def test_in_a_vault_a_link_that_matches_only_by_chance_is_marked() -> None:
    index = vault("here.md", "x.md", "a/x.md", "a/y.md")
    assert lead(index, "y#h", "here.md", "wikilink") == Found("", "a/y.md", "h")
    for typed, path in {"x": "x.md", "b/y.md": "a/y.md"}.items():
        found = lead(index, typed, "here.md", "wikilink")
        assert isinstance(found, Found)
        assert (found.path, found.others, found.luck.endswith(f" {path}")) == (path, (), True)
    assert lead(index, "z", "here.md", "wikilink") == Missing()
    assert lead(index, "#h", "here.md", "wikilink") == Found("", "here.md", "h")


def test_in_a_vault_an_unpublished_note_does_not_make_a_link_ambiguous() -> None:
    index = vault("a/x.md", "c/x.md", hidden=("b/x.md",))
    found = lead(index, "x", "here.md", "wikilink")
    assert isinstance(found, Found)
    assert (found.path, found.others) == ("a/x.md", ("c/x.md",))
    assert lead(index, "b/x", "here.md", "wikilink") == Missing(draft="b/x.md")
