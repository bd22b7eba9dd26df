"""URLs: which characters of a name are kept, what a link may lead to, and which URLs the site reserves."""

from __future__ import annotations

import pytest

from notegarden.urls import (
    anchorize,
    attachment_address,
    composed,
    feed_names,
    generated_addresses,
    headed_folders,
    host_in_ascii,
    is_external,
    is_garden_file,
    is_made,
    is_of_the_web,
    is_own_disk,
    join,
    lowered,
    may_lead_to,
    names_attachment,
    names_file,
    names_media,
    output_file,
    path_of,
    publishable,
    quoted,
    quoted_fragment,
    sanitized,
    scheme_of,
    section_folders,
    shortened,
    tag_page,
    urlized,
    withheld,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("4 Weeks - Time", "4-Weeks-Time"),
        ("C++ & D", "C++-D"),
        ("  ends  ", "ends"),
        ("50%25 50%zz 5%", "50%25-50zz-5"),
        ("a -b", "a-b"),
        ("a- b", "a-b"),
        ("été ① हि", "été-हि"),
        ("plain/path-1", "plain/path-1"),
    ],
)
def test_an_address_keeps_the_characters_that_hugo_keeps(text: str, kept: str) -> None:
    assert sanitized(text) == kept


def test_lower_case_maps_single_characters_as_in_go() -> None:
    assert lowered("İΣ") == "iσ"
    assert urlized("ΟΔΟΣ İ") == "οδοσ-i"


def test_in_a_path_each_space_is_a_hyphen_and_in_a_title_several_spaces_are_one() -> None:
    assert path_of("A  b, c") == "a--b-c"
    assert urlized("A  b, c") == "a-b-c"


@pytest.mark.parametrize(
    ("target", "is_it"),
    [
        ("https://a.org", True),
        ("//a.org/x", True),
        (" \thttps://a.org", True),
        ("java\nscript:x", True),
        ("mailto:a@b.org", True),
        ("file:notes/a.pdf", False),
        ("file:///home/a.pdf", True),
        ("a/b:c", False),
        ("1a:b", False),
        ("#x", False),
        ("", False),
    ],
)
def test_a_target_with_scheme_or_host_is_external(target: str, is_it: bool) -> None:
    assert is_external(target) is is_it


@pytest.mark.parametrize(
    ("address", "scheme"),
    [("JavaScript:x", "javascript"), ("\x01 java\tscript:x", "javascript"), ("//a.org", ""), ("/a:b", ""), ("", "")],
)
def test_a_scheme_is_parsed_as_in_a_browser(address: str, scheme: str) -> None:
    assert scheme_of(address) == scheme


@pytest.mark.parametrize(
    ("address", "link", "picture"),
    [
        ("/a", True, True),
        ("https://a.org", True, True),
        ("javascript:x", False, False),
        ("JAVA\tSCRIPT:x", False, False),
        ("vbscript:x", False, False),
        ("unheard-of:x", False, False),
        ("data:image/png;base64,x", True, True),
        ("data:image/svg+xml,x", False, True),
        ("data:text/html,x", False, False),
        ("data:image/x-other,x", False, False),
        ("data:image/png", False, False),
    ],
)
def test_only_known_schemes_that_run_nothing_are_linked(address: str, link: bool, picture: bool) -> None:
    assert (may_lead_to(address), may_lead_to(address, picture=True)) == (link, picture)


def test_a_file_of_the_garden_is_not_on_the_writers_disk() -> None:
    assert [is_garden_file(each) for each in ("file:a.pdf", "file://a.pdf", "a.pdf")] == [True, False, False]
    assert [is_own_disk(each) for each in ("file:a.pdf", "FILE://a.pdf", "a.pdf")] == [False, True, False]
    assert [is_of_the_web(each) for each in (" HTTPS://a", "http://a", "ftp://a", "//a")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("base", "typed", "address"),
    [
        ("/a/", "b", "/a/b"),
        ("/a/", "../b/", "/b/"),
        ("/a/", "../../../b", "/b"),
        ("/a/", "/b//c/./", "/b/c/"),
        ("/a/", "..", "/"),
        ("/a/", "../", "/"),
        ("/", "//evil.org", "/evil.org"),
    ],
)
def test_a_relative_path_stays_inside_the_site(base: str, typed: str, address: str) -> None:
    assert join(base, typed) == address


@pytest.mark.parametrize(
    ("address", "published"),
    [
        ("/a//b/", "/a/b/"),
        ("/a/index.html", "/a/"),
        ("/a/index.xml/", "/a/index.xml_/"),
        ("/robots.txt/", "/robots.txt_/"),
        ("/a/robots.txt/", "/a/robots.txt/"),
        ("/Sitemap-1.XML/", "/Sitemap-1.XML_/"),
        ("/.git/x/", "/.git_/x/"),
        ("/a/../b/", "/a/.._/b/"),
        ("/a\x00b\u202e/", "/ab/"),
        ("/robots.txt", "/robots.txt"),
    ],
)
def test_an_address_conflicts_with_no_generated_file(address: str, published: str) -> None:
    assert publishable(address) == published


def test_a_part_of_more_than_200_bytes_is_truncated_with_a_digest() -> None:
    assert shortened("é" * 100) == "é" * 100
    one, other = shortened("é" * 101), shortened("é" * 100 + "e")
    assert one.startswith("é" * 60 + "-")
    assert one != other
    assert len(one.encode()) == 133
    assert publishable(f"/{'a' * 201}/") == f"/{shortened('a' * 201)}/"


def test_an_address_of_more_than_1000_bytes_is_truncated_at_a_folder_with_a_digest() -> None:
    exact = "/" + "/".join(["a" * 199] * 4 + ["b" * 198]) + "/"
    assert len(exact) == 1000
    assert publishable(exact) == exact
    one, other = (publishable("/" + f"{'a' * 150}/" * 7 + last) for last in ("b/", "c/"))
    assert one.startswith("/" + f"{'a' * 150}/" * 5)
    assert one != other
    assert len(one) < 800
    assert one.endswith("/")


def test_generated_files_are_reserved_but_a_note_may_be_the_404_page() -> None:
    names = ("robots.txt", "SW.js", "sitemap-2.xml", "404.html", "a/robots.txt", "index.html")
    assert [is_made(each) for each in names] == [True, True, True, False, False, False]


def test_an_address_with_a_trailing_slash_is_a_folders_page() -> None:
    assert [output_file(each) for each in ("/", "/a/", "/a.html")] == ["index.html", "a/index.html", "a.html"]


def test_question_mark_and_hash_in_a_path_are_escaped_in_an_href() -> None:
    assert quoted("/a b?c#d%e") == "/a%20b%3Fc%23d%25e"
    assert quoted_fragment("a b?c#d") == "a%20b?c%23d"


def test_an_anchor_is_never_empty() -> None:
    assert [anchorize(each) for each in ("A, b!", "_a_", "…")] == ["a-b", "_a_", "x"]


def test_an_ending_distinguishes_a_page_from_a_file() -> None:
    assert [names_file(each) for each in ("/a.HTML", "/a.txt", "/v1.0", "/a.pdf")] == [True, True, False, False]
    cases = ("a.pdf", "a.pdf#page=2", "a.tar.gz?x", "a.html", "a.md", "a.2024", "a.7z", "v1.0", "a.markdown")
    assert [names_attachment(each) for each in cases] == [True, True, True, False, False, False, True, False, False]
    assert [names_media(each) for each in ("a.MP3#t=1", "a.pdf ", "a.zip")] == [True, True, False]


def test_tags_that_differ_only_in_case_or_normal_form_share_a_page() -> None:
    assert tag_page("AWS/IAM") == tag_page(" aws/iam ") == "/tags/aws/iam/"
    assert tag_page("e\u0301") == tag_page("É") == "/tags/é/"
    assert tag_page("…") == tag_page("/") == "/tags/tag/"


def test_a_folder_at_the_top_is_a_section_unless_it_has_a_page_or_an_index() -> None:
    paths = ["a.md", "b/x.md", "c/INDEX.md", "c/part.md", "d/e/index.md", "f/_index.md"]
    assert section_folders(paths) == {"b", "d", "f"}
    assert section_folders(paths, {"b"}) == {"d", "f"}


def test_a_folder_in_two_normal_forms_is_one_section() -> None:
    composed_name, parted = "é", "e\u0301"
    assert section_folders([f"{composed_name}/a.md", f"{parted}/b.md"]) == {composed_name}
    assert section_folders([f"{composed_name}/a.md"], {parted}) == set()


def test_a_folder_has_an_index_wherever_the_file_is_except_at_the_top() -> None:
    assert headed_folders(["_index.md", "a/_INDEX.md", "b/c/_index.markdown", "d/index.md"]) == {"a", "b/c"}


def test_lists_have_feeds_and_in_a_vault_a_folder_note_does_not_replace_its_list() -> None:
    paths = ["a/x.md", "b/_index.md"]

    def at(folder: str) -> str:
        return f"/{folder}/"

    assert generated_addresses(paths, at) == {"/a/"}
    assert generated_addresses(paths, at, is_vault=True) == {"/a/", "/b/"}
    assert generated_addresses(paths, at, feeds=["index.xml"]) == {"/a/", "/a/index.xml", "/b/index.xml"}
    assert (feed_names(json=False), feed_names(json=True)) == (("index.xml",), ("index.xml", "feed.json"))


def test_a_file_next_to_org_notes_is_copied_as_by_the_exporter() -> None:
    assert attachment_address("org/img/a.png") == "/ox-hugo/a.png"
    assert attachment_address("org/static/img/a.png") == "/img/a.png"
    assert attachment_address("static/a.png") == "/a.png"
    assert attachment_address("org/mystatic/a.png") == "/ox-hugo/a.png"


def test_an_unpublished_file_is_known_by_the_address_that_links_use() -> None:
    assert withheld("A b/C.md", is_note=True) == "//withheld/a-b/c"
    assert withheld("a/Index.md", is_note=True) == withheld("a/_index.md", is_note=True) == "//withheld/a"
    assert withheld("a/c.PNG", is_note=False) == "//withheld/a/c.png"


def test_a_host_name_invalid_in_dns_is_unchanged() -> None:
    assert host_in_ascii("bücher.example") == "xn--bcher-kva.example"
    assert host_in_ascii("a" * 64 + "é.example") == "a" * 64 + "é.example"
    assert composed("e\u0301") == "é"
