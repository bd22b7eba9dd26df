"""The HTML for a file that a note embeds, and when a picture has smaller copies to choose from."""

from __future__ import annotations

import pytest

from notegarden.site.media import SizedFile, file_html, is_picture, picture_html, split_size

COPIES = (SizedFile("/c-320.webp", 320, "webp"), SizedFile("/c-640.webp", 640, "webp"))
AVIF = (SizedFile("/c&320.avif", 320, "avif"),)


@pytest.mark.parametrize(
    ("display", "text", "size"),
    [
        ("100", "", {"width": "100"}),
        ("100x145", "", {"width": "100", "height": "145"}),
        ("a sea | 100 x 145 ", "a sea", {"width": "100", "height": "145"}),
        ("a sea 100", "a sea 100", {}),
        ("a|b|7", "a|b", {"width": "7"}),
        ("100000", "100000", {}),
        ("x145", "x145", {}),
        ("", "", {}),
        ("a" * 100 + "|" + "9" * 5, "a" * 100, {"width": "99999"}),
    ],
)
def test_a_size_is_after_the_last_bar_or_by_itself(display: str, text: str, size: dict[str, str]) -> None:
    assert split_size(display) == (text, size)


def test_a_picture_without_copies_is_a_single_image() -> None:
    assert picture_html('/a"b.png', "<alt>", {"width": "1"}) == '<img src="/a&quot;b.png" alt="&lt;alt&gt;" width="1">'


def test_webp_copies_are_in_the_image_and_avif_copies_in_a_source_element() -> None:
    assert picture_html("/a.png", "", {}, COPIES).startswith(
        '<img src="/a.png" alt="" srcset="/c-320.webp 320w,/c-640.webp 640w" sizes="min('
    )
    both = picture_html("/a.png", "", {}, (*COPIES, *AVIF))
    assert both.startswith('<picture><source data-added type="image/avif" srcset="/c&amp;320.avif 320w" sizes="min(')
    assert both.endswith("</picture>")
    assert 'srcset="/c-320.webp' in both
    assert picture_html("/a.png", "", {}, AVIF).count("srcset") == 1


@pytest.mark.parametrize(
    ("src", "given"), [("/a.png#part", {}), ("/a.png?x", {}), ("/a.png", {"srcset": "/own.png 2x"})]
)
def test_part_of_a_file_and_a_picture_with_its_own_srcset_have_no_copies(src: str, given: dict[str, str]) -> None:
    assert "webp" not in picture_html(src, "", given, COPIES)


@pytest.mark.parametrize(
    ("width", "named"),
    [("300", "min(300px,"), ("300px", "min(300px,"), ("100%", "min("), ("99999", "min("), ("²", "min(")],
)
def test_a_narrow_picture_uses_no_copy_wider_than_it(width: str, named: str) -> None:
    sizes = picture_html("/a.png", "", {"width": width}, COPIES).partition('sizes="')[2]
    assert sizes.startswith(named)
    assert ("px," in sizes.partition("rem")[0]) is (named != "min(")


@pytest.mark.parametrize(
    ("href", "html"),
    [
        ("/a.MP3", '<audio class="media-embed" controls preload="none" src="/a.MP3#t=1"></audio>'),
        ("/a.webm", '<video class="media-embed" controls preload="metadata" src="/a.webm#t=1" width="9"></video>'),
        ("/a%20b.zip", '<a class="file-embed" data-kind="zip" href="/a%20b.zip#t=1">name</a>'),
    ],
)
def test_a_file_is_played_shown_or_linked_depending_on_its_ending(href: str, html: str) -> None:
    assert file_html(href, "t=1", "name|9") == html


def test_the_height_of_a_document_is_from_its_size_or_fragment() -> None:
    assert ' width="9" height="7"' in file_html("/a.pdf", "page=2&height=400", "9x7")
    assert ' height="400"' in file_html("/a.pdf", "page=2&height=400", "")
    assert "height=" not in file_html("/a.pdf", "lineheight=400", "").replace("lineheight", "")
    assert 'aria-label="a b.pdf"' in file_html("/x/a%20b.pdf", "", "")


def test_pictures_are_recognized_by_their_endings() -> None:
    assert [is_picture(each) for each in ("/a.PNG", "/a.bmp", "/a.svg", "/a.tiff", "/png")] == [
        True, True, True, False, False,
    ]  # fmt: skip
