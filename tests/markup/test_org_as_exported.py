"""Pages, ids and front matter as the exporter makes them; what it or Hugo withholds has no page here either."""

from __future__ import annotations

import pytest

from notegarden.dialects.org.dirlocals import settings_in
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect, FrontMatter, Note
from notegarden.notes.visibility import Rules, is_hidden

POST = "{stars} {title}\n{plan}:PROPERTIES:\n:EXPORT_FILE_NAME: post\n{own}:END:\nWords.\n{below}"


def pages(text: str) -> list[Note]:
    context = read_file("a.org", text.encode(), {}, {}.get)
    return [parse_page(context, page, Dialect()).note for page in context.pages]


def post(own: str = "", title: str = "Post", *, above: str = "", plan: str = "", below: str = "") -> str:
    stars = "**" if above.startswith("*") else "*"
    return above + POST.format(stars=stars, title=title, plan=plan, own=own, below=below)


def parent(*properties: str, plan: str = "") -> str:
    return f"* Above\n{plan}:PROPERTIES:\n" + "".join(f":{each}\n" for each in properties) + ":END:\n"


def hidden(front: FrontMatter) -> bool:
    return is_hidden(front, "2026-01-01T00:00:00Z", Rules())


@pytest.mark.parametrize(
    "above",
    [
        "#+hugo_draft: t\n", parent("EXPORT_HUGO_DRAFT: t"),
        "#+hugo_draft: t\n#+property: EXPORT_HUGO_DRAFT nil\n",
    ],
)  # fmt: skip
def test_a_property_with_the_value_nil_is_no_property(above: str) -> None:
    assert hidden(pages(post(":EXPORT_HUGO_DRAFT: nil\n", above=above))[0].front)
    assert not hidden(pages(post(":EXPORT_HUGO_DRAFT: false\n", above=above))[0].front)


@pytest.mark.parametrize(("value", "is_draft"), [("yes", True), ("no", False), ("t", True), ("false", False)])
def test_a_draft_has_one_of_the_exporters_words(value: str, is_draft: bool) -> None:
    front = pages(f"#+title: A\n#+hugo_draft: {value}\n")[0].front
    assert (front.draft, front.unreadable) == (is_draft, False)


def test_only_a_post_itself_sets_which_tags_count() -> None:
    above, below = parent("EXPORT_EXCLUDE_TAGS: other"), "*** A :noexport:\n*** B\n"
    assert [each.text for each in pages(post(above=above, below=below))[0].headings] == ["B"]
    above, below = parent("EXPORT_SELECT_TAGS: other"), "*** A :export:\n*** B\n"
    assert [each.text for each in pages(post(above=above, below=below))[0].headings] == ["A"]
    inner = "** A :noexport:\n:PROPERTIES:\n:EXPORT_EXCLUDE_TAGS: other\n:END:\n** B\n"
    assert [each.text for each in pages(post(below=inner))[0].headings] == ["B"]


def test_a_post_with_an_excluded_tag_is_withheld_whatever_its_parents_exclude() -> None:
    assert not pages(post(title="Post :noexport:", above=parent("EXPORT_EXCLUDE_TAGS: other")))
    assert not pages(post(":EXPORT_EXCLUDE_TAGS: other\n", "Post :noexport:"))
    assert not pages(post(":EXPORT_EXCLUDE_TAGS: other\n", "Post :other:"))


@pytest.mark.parametrize("keys", ["#+hugo_tags: a noexport", '#+exclude_tags: p\n#+hugo_tags: "of p"'])
def test_a_file_with_an_excluded_tag_among_its_hugo_tags_has_no_page(keys: str) -> None:
    assert not pages(f"#+title: A\n{keys}\nWords.\n")
    assert pages(post(above=f"{keys}\n"))


@pytest.mark.parametrize(
    "date", ["2999-01-01 Thu", "2999-01-01 Thu 10:00", "from 2999-01-01 on", "(2999-01-01)", "[2999-01-01 Thu .+1d]"]
)
def test_a_day_anywhere_in_a_date_counts(date: str) -> None:
    assert hidden(pages(f"#+title: A\n#+date: {date}\n")[0].front)
    assert hidden(pages(post(f":EXPORT_DATE: {date}\n"))[0].front)
    assert hidden(pages(post(f":EXPORT_HUGO_PUBLISHDATE: {date}\n"))[0].front)


def test_a_date_of_hugos_own_keeps_its_time_zone() -> None:
    front = pages("#+title: A\n#+publishdate: 2025-12-31 23:30:00 -0200\n")[0].front
    assert hidden(front)
    assert not front.unreadable


def test_a_post_is_not_closed_with_the_heading_above() -> None:
    above = parent("X: y", plan="CLOSED: [2020-01-01 Wed]\n")
    assert hidden(pages(post(":EXPORT_DATE: 2999-01-01\n", above=above))[0].front)
    closed = post(":EXPORT_DATE: 2999-01-01\n", plan="CLOSED: [2020-01-01 Wed]\n")
    assert pages(closed)[0].front.date[:4] == "2020"


def test_a_deadline_does_not_end_the_publication() -> None:
    assert pages(post(title="DONE Post", plan="DEADLINE: <2020-01-01 Wed>\n"))[0].front.expiry_date == ""


BLOCK = "#+begin_src toml :front_matter_extra t\n{}\n#+end_src\n"


@pytest.mark.parametrize(
    "text",
    [
        post(":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :draft false\n", "TODO Post"),
        post(title="TODO Post", below=BLOCK.format("draft = false")),
        post(":EXPORT_DATE: 2999-01-01\n:EXPORT_HUGO_CUSTOM_FRONT_MATTER: :date 2020-01-01\n"),
        post(plan="SCHEDULED: <2999-01-01>\n", below=BLOCK.format("publishDate = 2020-01-01")),
        post(":EXPORT_HUGO_EXPIRYDATE: 2020-01-01\n:EXPORT_HUGO_CUSTOM_FRONT_MATTER: :expiryDate 2999-01-01\n"),
    ],
)
def test_a_key_that_is_set_to_two_values_withholds_the_page(text: str) -> None:
    [note] = pages(text)
    assert note.front.unreadable
    assert "set twice" in note.problems[0].message


def test_a_key_that_is_set_twice_to_the_same_value_counts() -> None:
    custom = ":EXPORT_DATE: <2020-01-01>\n:EXPORT_HUGO_CUSTOM_FRONT_MATTER: :date 2020-01-01\n"
    [note] = pages(post(custom, below=BLOCK.format("date = 2020-01-01T00:00:00Z")))
    assert not hidden(note.front)


@pytest.mark.parametrize(
    ("tasks", "shown"),
    [('("TODO")', ["A"]), ("(TODO)", []), ("(not DONE)", []), ("todo", ["A"]), ("nil", []), ("t", ["A", "B"])],
)
def test_only_quoted_states_are_a_list_of_tasks(tasks: str, shown: list[str]) -> None:
    [note] = pages(f"#+title: T\n#+options: todo:nil tasks:{tasks}\n* TODO A\n* DONE B\n")
    assert [each.text for each in note.headings] == shown


def test_a_post_named_nil_is_no_post() -> None:
    assert not pages("* A\n:PROPERTIES:\n:EXPORT_FILE_NAME: nil\n:END:\n")


@pytest.mark.parametrize("value", ["t", "true", "yes"])
def test_a_page_without_output_has_one_of_the_exporters_words(value: str) -> None:
    front = pages(f"#+title: A\n#+hugo_headless: {value}\n")[0].front
    assert (front.headless, front.unreadable) == (True, False)


@pytest.mark.parametrize(
    ("functions", "ids"),
    [
        ("(org-hugo-get-id org-hugo-get-custom-id org-hugo-get-heading-slug)", ["i", "c", "three"]),
        ("'(org-hugo-get-custom-id org-hugo-get-id)", ["c", "c", "three"]),
        ("(org-hugo-get-heading-slug org-hugo-get-md5)", ["one", "two", "three"]),
        ("(org-hugo-get-md5)", ["06c2ce", "aada29", "ca8a20"]),
        ("(my-own-function)", ["c", "c", "three"]),
    ],
)
def test_the_ids_of_headings_come_from_the_functions_in_their_order(functions: str, ids: list[str]) -> None:
    drawers = {"One": ":ID: i\n:CUSTOM_ID: c\n", "Two": ":CUSTOM_ID: c\n", "Three": ":X: y\n"}
    below = "".join(f"* {name}\n:PROPERTIES:\n{own}:END:\n" for name, own in drawers.items())
    [note] = pages(f"#+title: T\n#+bind: org-hugo-anchor-functions {functions}\n{below}")
    assert [each.id for each in note.headings] == ids


@pytest.mark.parametrize(
    ("own", "name"),
    [
        (":EXPORT_FILE_NAME: index\n:EXPORT_HUGO_BUNDLE: a/bundle\n", "bundle"),
        (":EXPORT_FILE_NAME: index\n", "index"),
        (":EXPORT_FILE_NAME: folder/inner.md\n:EXPORT_HUGO_BUNDLE: bundle\n", "inner"),
    ],
)  # fmt: skip
def test_the_id_of_a_post_in_a_post_is_the_name_of_its_page(own: str, name: str) -> None:
    context = read_file("a.org", post(below=f"** Inner\n:PROPERTIES:\n{own}:END:\n").encode(), {}, {}.get)
    assert context.heading_id(context.outline.headings[1]) == name


@pytest.mark.parametrize(
    ("typed", "menu"),
    [
        (":menu main :weight 3 :own 1", {"main": {"identifier": "post", "weight": 3}}),
        (":weight 3", None), ("nil", None), ("main", None),
    ],
)  # fmt: skip
def test_a_page_is_in_a_menu_only_if_it_names_one(typed: str, menu: object) -> None:
    [note] = pages(post(f":EXPORT_HUGO_MENU: {typed}\n"))
    assert note.front.params.get("menu") == menu


@pytest.mark.parametrize("own", [":EXPORT_HUGO_SECTION_FRAG: part\n", ":EXPORT_HUGO_BUNDLE: b\n"])
def test_an_alias_without_a_slash_is_in_the_section_itself(own: str) -> None:
    [note] = pages(post(f"{own}:EXPORT_HUGO_ALIASES: old a/b\n"))
    assert note.front.aliases == ("/posts/old", "a/b")


def test_a_post_does_not_inherit_what_belongs_to_one_page() -> None:
    above = parent("EXPORT_HUGO_IMAGES: a.png", "EXPORT_HUGO_VIDEOS: a.mp4", "EXPORT_HUGO_SERIES: s")
    assert pages(post(above=above))[0].front.params == {"title": "Post", "series": ["s"]}
    assert pages(post(":EXPORT_HUGO_IMAGES+: a.png\n"))[0].front.params["images"] == ["a.png"]


@pytest.mark.parametrize(
    ("hyphens", "spaces", "tag"), [("t", "nil", "a-b__c"), ("nil", "t", "a_b c"), ("t", "t", "a-b c")]
)
def test_the_settings_of_a_folder_say_how_tags_are_written(hyphens: str, spaces: str, tag: str) -> None:
    names = ("org-hugo-prefer-hyphen-in-tags", "org-hugo-allow-spaces-in-tags")
    local = settings_in(f"((org-mode . (({names[0]} . {hyphens}) ({names[1]} . {spaces}))))")
    text = post(title="Post :a_b__c:")
    context = read_file("a.org", text.encode(), local, {}.get)
    assert parse_page(context, context.pages[0], Dialect()).note.front.tags == (tag,)
    bound = f"#+bind: {names[0]} {hyphens}\n#+bind: {names[1]} {spaces}\n"
    assert pages(bound + text)[0].front.tags == (tag,)


def test_of_a_property_that_is_set_twice_the_first_counts() -> None:
    assert hidden(pages(post(":EXPORT_HUGO_DRAFT: t\n:EXPORT_HUGO_DRAFT: false\n"))[0].front)


def test_a_post_is_scheduled_in_lower_case_too() -> None:
    assert hidden(pages(post(plan="scheduled: <2999-01-01 Tue>\n"))[0].front)


def test_a_variable_that_is_bound_never_publishes_what_has_the_usual_tags() -> None:
    bound = '#+bind: org-export-exclude-tags ("other")\n'
    assert not pages(post(title="Post :noexport:", above=bound))
    assert not pages(post(title="Post :other:", above=bound))
    selected = '#+bind: org-export-select-tags ("other")\n'
    [note] = pages(post(above=selected, below="** A\n** B :export:\n"))
    assert [each.text for each in note.headings] == ["B"]


def test_the_exporters_properties_in_a_drawer_below_the_keywords_publish_nothing() -> None:
    drawer = ":PROPERTIES:\n:EXPORT_HUGO_DRAFT: {}\n:END:\n"
    for value in ("false", "t"):
        assert hidden(pages(post(above="#+hugo_draft: t\n" + drawer.format(value)))[0].front)
    assert hidden(pages(post(above="#+author: A\n" + drawer.format("t")))[0].front)
    assert not hidden(pages(post(above="#+author: A\n" + drawer.format("false")))[0].front)
    section = ":PROPERTIES:\n:EXPORT_HUGO_SECTION: notes\n:END:\n"
    assert pages(post(above=f"#+author: A\n{section}"))[0].path == "notes/post.md"
    dated = ":PROPERTIES:\n:EXPORT_DATE: 2020-01-01\n:END:\n"
    assert hidden(pages(post(above=f"#+date: 2999-01-01\n{dated}"))[0].front)


def bundled(name: str, *own: str) -> str:
    """A post with this name below the heading of a bundle."""
    lines = [f":{each}\n" for each in (f"EXPORT_FILE_NAME: {name}", *own)]
    return f"** P{name}\n:PROPERTIES:\n{''.join(lines)}:END:\nx\n"


@pytest.mark.parametrize(
    ("index", "paths"),
    [
        (bundled("index", "EXPORT_HUGO_HEADLESS: t"), ["posts/b/index.md", "posts/c.md"]),
        (bundled("index", "EXPORT_HUGO_DRAFT: t"), ["posts/b/index.md", "posts/c.md"]),
        (bundled("_index"), ["posts/b/_index.md", "posts/b/part.md", "posts/b/inner/index.md", "posts/c.md"]),
        ("** COMMENT" + bundled("index")[2:], ["posts/b/part.md", "posts/b/inner/index.md", "posts/c.md"]),
    ],
)
def test_a_post_in_the_bundle_of_an_index_has_no_page(index: str, paths: list[str]) -> None:
    inner = bundled("index", "EXPORT_HUGO_BUNDLE: inner")
    other = "* C\n:PROPERTIES:\n:EXPORT_FILE_NAME: c\n:END:\n"
    found = pages(parent("EXPORT_HUGO_BUNDLE: b") + index + bundled("part") + inner + other)
    assert [note.path for note in found] == paths
    told = [each for each in found[0].problems if "part of the bundle" in each.message]
    assert [each.line for each in told] == ([11, 16] if len(paths) == 2 else [])


def test_an_index_outside_of_a_bundle_leaves_the_pages_of_its_section() -> None:
    found = pages(post(above="* Home\n:PROPERTIES:\n:EXPORT_FILE_NAME: index\n:END:\n"))
    assert [note.path for note in found] == ["posts/index.md", "posts/post.md"]


@pytest.mark.parametrize(("value", "count"), [("t", 1), ("true", 1), ("nil", 2), ("false", 2)])
def test_a_headless_index_withholds_its_section(value: str, count: int) -> None:
    home = f"* Home\n:PROPERTIES:\n:EXPORT_FILE_NAME: index\n:EXPORT_HUGO_HEADLESS: {value}\n:END:\n"
    assert len(pages(home + "* Post\n:PROPERTIES:\n:EXPORT_FILE_NAME: post\n:END:\n")) == count


def test_a_renamed_key_publishes_nothing() -> None:
    custom = ":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :shown false\n:EXPORT_HUGO_FRONT_MATTER_KEY_REPLACE: shown>draft\n"
    assert hidden(pages(post(custom, "TODO Post"))[0].front)


def test_the_path_of_a_file_may_be_percent_encoded() -> None:
    [note] = pages("#+title: A\n[[file:my%20pic.png]] [[file:a%20b.pdf][b]] [[attachment:c%20d.png]]\n")
    assert [each.target for each in note.links] == ["file:a b.pdf"]
    assert [each.src for each in note.pictures] == ["file:my pic.png", "file:data/c d.png"]


@pytest.mark.parametrize(("value", "name"), [("t", "kbd"), ("yes", "kbd"), ("nil", "code"), ("", "code")])
def test_code_is_a_key_if_the_page_says_so(value: str, name: str) -> None:
    context = read_file("a.org", f"#+title: A\n#+hugo_use_code_for_kbd: {value}\n~x~\n".encode(), {}, {}.get)
    assert f"<{name}>x</{name}>" in "".join(parse_page(context, context.pages[0], Dialect()).body.texts)


LOG = ':{}:\n- State "DONE" from "TODO" [2024-05-03 Fri 09:15]\n:END:\n'


@pytest.mark.parametrize(
    ("head", "own", "drawer", "date"),
    [
        ("#+property: LOG_INTO_DRAWER t\n", "", "LOGBOOK", "2024-05-03"),
        ("#+startup: logdrawer\n", "", "LOGBOOK", "2024-05-03"),
        ("", ":LOG_INTO_DRAWER: MyLog\n", "MYLOG", "2024-05-03"),
        ("", ":LOG_INTO_DRAWER: MyLog\n", "LOGBOOK", ""),
        ("#+startup: logdrawer\n", ":LOG_INTO_DRAWER: nil\n", "LOGBOOK", ""),
    ],
)
def test_the_log_of_a_heading_gives_its_date_and_is_never_shown(head: str, own: str, drawer: str, date: str) -> None:
    text = post(own, "DONE Post", above=f"#+options: d:t\n{head}").replace("Words.\n", LOG.format(drawer))
    context = read_file("a.org", text.encode(), {}, {}.get)
    parsed = parse_page(context, context.pages[0], Dialect())
    assert parsed.note.front.date[:10] == date
    assert "State" not in "".join(parsed.body.texts)


def test_a_part_of_an_address_with_the_value_nil_is_none() -> None:
    above = parent("EXPORT_HUGO_SECTION_FRAG: a", "EXPORT_HUGO_BUNDLE: b")
    own = ":EXPORT_HUGO_SECTION_FRAG: nil\n:EXPORT_HUGO_BUNDLE: nil\n"
    assert pages(post(own, above=above))[0].path == "posts/a/b/post.md"


TABLE = '#+begin_src toml\nsummary = "S"\ndraft = true\n#+end_src\n'


@pytest.mark.parametrize(
    ("text", "is_front"),
    [
        (f"#+header: :front_matter_extra t\n{TABLE}", True),
        (f"#+headers: :exports code :front_matter_extra t\n#+name: x\n{TABLE}", True),
        (f"#+property: header-args :front_matter_extra t\n{TABLE}", True),
        (f"#+property: header-args:toml :front_matter_extra t\n{TABLE}", True),
        (f"* H\n:PROPERTIES:\n:header-args: :front_matter_extra t\n:END:\n** I\n{TABLE}", True),
        (f"#+property: header-args:yaml :front_matter_extra t\n{TABLE}", False),
        (f"#+header: :front_matter_extra t\n\n{TABLE}", False),
        (f"#+header: :front_matter_extra t\n{TABLE}".replace("toml", "toml :front_matter_extra nil"), False),
    ],
)
def test_header_arguments_anywhere_make_a_block_front_matter(text: str, is_front: bool) -> None:
    [note] = pages(f"#+title: A\n{text}")
    assert (hidden(note.front), note.front.params.get("summary")) == ((True, "S") if is_front else (False, None))
