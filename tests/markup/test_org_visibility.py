"""What withholds the pages of an Org file, in the keywords of ox-hugo and in those that Hugo itself reads."""

from __future__ import annotations

import pytest

from notegarden.dialects.org.dirlocals import settings_in
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect, FrontMatter, Note
from notegarden.notes.visibility import Rules, is_hidden

NODE = "* Node\n:PROPERTIES:\n:ID: n\n:END:\n"


def pages(text: str) -> list[Note]:
    context = read_file("a.org", text.encode(), {}, {}.get, heading_nodes=True)
    return [parse_page(context, page, Dialect()).note for page in context.pages]


def hidden(front: FrontMatter) -> bool:
    return is_hidden(front, "2026-01-01T00:00:00Z", Rules())


@pytest.mark.parametrize(
    "key",
    [
        "#+DRAFT: true", "#+draft: 1", "#+TAGS[]: a\n#+Draft: TRUE", "#+publishdate: 2999-01-01",
        "#+PUBDATE: 2999-01-01",
        "#+published: 2999-01-01", "#+expirydate: 2001-01-01", "#+unpublishdate: 2001-01-01", "#+headless: true",
        "#+lastmod: 2999-01-01", "#+hugo_publishdate: [2999-01-01 Tue]",
    ],
)  # fmt: skip
def test_a_keyword_of_hugos_own_org_parser_withholds_the_note(key: str) -> None:
    front = pages(f"#+title: T\n{key}\n\nx")[0].front
    assert hidden(front)
    assert not front.unreadable


@pytest.mark.parametrize(
    "key",
    [
        "#+DRAFT: yes", "#+draft : true", "# +draft: true", "#+draft[]: true", "#+hugo_drafft: t", ":DRAFT: true",
        "#+hugo_publishdate: next year", "#+publishdate: 2999-13-45", "#+build: {render: never}", "#+cascade: draft",
        "#+hugo_custom_front_matter: draft true", "#+hugo_custom_front_matter: :isDraft true",
        "#+hugo_custom_front_matter: '(:draft true)", "#+hugo_custom_front_matter: :_build '((render never))",
    ],
)  # fmt: skip
def test_an_unread_keyword_that_would_withhold_a_file_withholds_all_its_pages(key: str) -> None:
    drawer = f":ID: file\n{key}\n:END:" if key.startswith(":") else f":ID: file\n:END:\n{key}"
    found = pages(f":PROPERTIES:\n{drawer}\n#+title: T\n\nx\n{NODE}")
    assert len(found) == 2
    assert all(note.front.unreadable and "not published until" in note.problems[0].message for note in found)


@pytest.mark.parametrize(
    "key",
    [
        ":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :params '((draft . t))", ":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :isDraft true",
        ":EXPORT_HUGO_DRAFFT: t", ":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :a '((b . ((isDraft . true))))",
    ],
)  # fmt: skip
@pytest.mark.parametrize("above", [True, False])
def test_an_unread_property_that_would_withhold_a_post_withholds_it(key: str, above: bool) -> None:
    own = "" if above else f"{key}\n"
    outer = f":PROPERTIES:\n{key}\n:END:\n" if above else ""
    [note] = pages(f"* Above\n{outer}** Post\n:PROPERTIES:\n:EXPORT_FILE_NAME: post\n{own}:END:\nx\n")
    assert note.front.unreadable
    mine = ":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :build '((list . never)) :header '((image . a))\n"
    [note] = pages(f"* Post\n:PROPERTIES:\n:EXPORT_FILE_NAME: post\n{mine}:END:\n")
    assert not hidden(note.front)


@pytest.mark.parametrize("kept", ["COMMENT A", "A :noexport:", "A :noexport:\n*** Below"])
@pytest.mark.parametrize("post", ["", "* Post\n:PROPERTIES:\n:EXPORT_FILE_NAME: post\n:END:\n"])
def test_front_matter_in_excluded_text_does_not_belong_to_the_page(kept: str, post: str) -> None:
    block = "#+begin_{0}\nSecret\n#+end_{0}\n".format("description")
    block += '#+begin_src toml :front_matter_extra t\nsummary = "Secret"\nheadless = true\n#+end_src\n'
    head = "#+title: T\n" + post + "#+begin_description\nShown\n#+end_description\n"
    [note] = pages(f"{head}{'*' if post else ''}* {kept}\n{block}")
    assert note.front.description == "Shown"
    assert "summary" not in note.front.params
    assert note.front.headless


def test_commented_out_keywords_do_not_count() -> None:
    head = "#+title: T\n#+filetags: :a:\n* COMMENT X\n** Y\n"
    [note] = pages(f"{head}#+title: Secret\n#+description: Secret\n#+hugo_aliases: /secret/\n#+hugo_tags: b\n")
    assert (note.front.title, note.front.description, note.front.aliases) == ("T", "", ())
    assert note.front.tags == ("a",)
    assert hidden(pages(f"{head}#+hugo_draft: t\n")[0].front)


def test_a_heading_that_is_a_page_is_not_published_before_its_file() -> None:
    found = pages(f":PROPERTIES:\n:ID: file\n:END:\n#+title: T\n#+hugo_publishdate: 2999-01-01\n{NODE}")
    assert [note.front.publish_date[:4] for note in found] == ["2999", "2999"]


@pytest.mark.parametrize(
    "head",
    [
        ":PROPERTIES:\n:EXPORT_HUGO_DRAFT: t\n:END:\n",
        "#+property: EXPORT_HUGO_DRAFT t\n",
        ":PROPERTIES:\n:EXPORT_HUGO_CUSTOM_FRONT_MATTER: :headless true\n:END:\n",
    ],
)
def test_the_properties_of_a_file_withhold_its_posts(head: str) -> None:
    [note] = pages(f"{head}* Post\n:PROPERTIES:\n:EXPORT_FILE_NAME: post\n:END:\nx\n")
    assert hidden(note.front)


@pytest.mark.parametrize("key", [":EXPORT_DRAFT: true", ":DRAFT: true", ":EXPORT_PUBLISHDATE: 2999-01-01"])
def test_the_properties_of_a_subtree_withhold_it(key: str) -> None:
    assert hidden(pages(f"* A\n:PROPERTIES:\n:EXPORT_FILE_NAME: a\n{key}\n:END:\nx")[0].front)


POST = ":PROPERTIES:\n:EXPORT_FILE_NAME: a\n:END:\nx\n"
DRAFT = ":PROPERTIES:\n:EXPORT_HUGO_DRAFT: true\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"#+title: T\n* A\n{DRAFT}x", 3),
        (f"#+title: T\n* A\n\n{DRAFT}:END:\nx", 4),
        (f"#+title: T\n* A\n{DRAFT}odd\n:END:\nx", 3),
        (f"#+title: T\n* A\n:LOGBOOK:\n:END:\n{DRAFT}:END:\nx", 5),
        ("#+title: T\n* A\n\n:PROPERTIES:\n:EXPORT_HUGO_PUBLISHDATE: 2999-01-01\n:END:\nx", 4),
        (f"* D\n\n{DRAFT}:END:\n** A\n{POST}", 3),
        (f"* A\n{POST}** B\n\n{DRAFT}:END:\nx", 8),
        ("\n" * 50 + f"- x\n\n{DRAFT}:END:\n* A\n{POST}", 53),
        ("#+title: T\n\n#+begin_src toml :front_matter_extra t\ndraft = true\n", 3),
        ('#+title: T\n\n#+begin_src json :front_matter_extra t\n{"draft": true}\n#+end_src\n', 3),
        (f"* A\n{POST}#+begin_src yaml :front_matter_extra yes\ndraft: true\n#+end_src\n", 6),
        (f"#+title: T\n* A\n#+begin_src org\n{DRAFT}:END:\n#+end_src\n\n{DRAFT}:END:\nx", 9),
    ],
)
def test_an_invalid_drawer_withholds_the_page_that_shows_its_text(text: str, line: int) -> None:
    [note] = pages(text)
    assert note.front.unreadable
    [problem] = [each for each in note.problems if "not published until" in each.message]
    assert (problem.line, problem.column) == (line, 1)


@pytest.mark.parametrize(
    "text",
    [
        f"#+title: T\n* A\n{DRAFT}:END:\nx",  # valid, and says nothing about the page
        f"#+title: T\n* A\n#+begin_example\n{DRAFT}:END:\n#+end_example\nx",
        f"* A\n{POST}* B\n\n{DRAFT}:END:\nx",  # on no page
        f"#+title: T\n* A :noexport:\n** B\n\n{DRAFT}:END:\nx",
        f"* D\n\n{DRAFT}:END:\n** A\n:PROPERTIES:\n:EXPORT_FILE_NAME: a\n:EXPORT_HUGO_DRAFT: false\n:END:\nx",
        "#+title: T\n* A\n\n:PROPERTIES:\n:CUSTOM_ID: a\n:EXPORT_HUGO_DRAFT: nil\n:END:\nx",
        "#+title: T\n#+begin_src toml :front_matter_extra nil\ndraft = true\n#+end_src\n",
        "#+title: T\n#+begin_src toml\ndraft = true\n#+end_src\n",
    ],
)
def test_other_drawers_withhold_nothing(text: str) -> None:
    [note] = pages(text)
    assert not note.front.unreadable


def test_a_drawer_below_an_inner_post_withholds_only_that_post() -> None:
    found = pages(f"* A\n{POST}** B\n{POST.replace(': a', ': b')}\n*** C\n\n{DRAFT}:END:\nx")
    assert [note.front.unreadable for note in found] == [False, True]


def test_a_note_without_a_draft_setting_inherits_that_of_its_section() -> None:
    assert "draft" not in pages("#+title: T\n")[0].front.params
    assert pages("#+title: T\n#+hugo_draft: nil\n")[0].front.params["draft"] is False
    assert not hidden(pages("#+title: T\n#+hugo_draft: nil\n:x: y\n# draft of mine\n")[0].front)


@pytest.mark.parametrize(
    ("tags", "local"),
    [
        ("#+filetags: :noexport:", {}), ("#+filetags: a noexport", {}), ("#+filetags: :p:\n#+exclude_tags: p q", {}),
        ("#+filetags: :p:", {"exclude_tags": "p"}),
    ],
)  # fmt: skip
def test_a_file_with_an_excluded_tag_has_no_page(tags: str, local: dict[str, str]) -> None:
    text = f"#+title: T\n{tags}\nx\n{NODE}"
    post = text.replace(":ID: n", ":EXPORT_FILE_NAME: n")
    for each in (text, post):
        assert not read_file("a.org", each.encode(), local, {}.get, heading_nodes=True).pages


def test_a_heading_is_not_a_note_if_its_file_would_not_show_it() -> None:
    kept = "* Kept :export:\n:PROPERTIES:\n:ID: k\n:END:\n"
    assert [note.title for note in pages(f"#+title: T\n* A :ARCHIVE:\n*{NODE}x\n{kept}")] == ["T", "Kept"]
    assert [note.title for note in pages(f"#+title: T\n{NODE}\n{kept}")] == ["T", "Kept"]


def test_the_settings_of_a_folder_may_name_excluded_tags() -> None:
    text = '((org-mode . ((org-export-exclude-tags . ("noexport" "p"))\n (org-export-select-tags "s"))))'
    assert settings_in(text) == {"exclude_tags": "noexport p", "select_tags": "s"}
