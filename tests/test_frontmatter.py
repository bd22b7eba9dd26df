from __future__ import annotations

import sys
import time
from itertools import pairwise

import pytest

from notegarden.dialects.pieces.frontmatter import read_front_matter
from notegarden.notes.note import FrontMatter

TOML = """+++
title = "A \\"b\\" & c"
author = ["X Y"]
date = 2020-01-02T03:04:05+02:00
lastmod = 2020-01-02
publishDate = 2021-05-06T07:08:09
draft = true
tags = ["a", "b c"]
aliases = "old"
slug = "s"
url = "/U/"
weight = 3
type = "search"
linkTitle = "L"
headless = true
description = \"\"\"
two
lines\"\"\"
[menu.main]
weight = 1_234
[[resources]]
src = "*.png"
[logbook]
x = -1.7e-05
[logbook._toplevel]
note = "n"
+++
body
"""


def front(text: str) -> FrontMatter:
    found = read_front_matter("posts/a.md", text)
    assert found.problems == ()
    return found.front


def test_every_known_key_is_read() -> None:
    found = read_front_matter("posts/a.md", TOML)
    assert found.problems == ()
    assert TOML[found.body :] == "body\n"
    known = found.front
    assert (known.title, known.authors, known.draft, known.tags) == ('A "b" & c', ("X Y",), True, ("a", "b c"))
    assert (known.date, known.lastmod) == ("2020-01-02T03:04:05+02:00", "2020-01-02T00:00:00+00:00")
    assert (known.publish_date, known.expiry_date) == ("2021-05-06T07:08:09+00:00", "")
    assert (known.aliases, known.slug, known.url, known.weight) == (("old",), "s", "/U/", 3)
    assert (known.type, known.link_title, known.headless) == ("search", "L", True)
    assert known.description == "two\nlines"
    assert known.params["menu"] == {"main": {"weight": 1234}}
    assert known.params["logbook"]["x"] == -1.7e-05
    assert known.params["publishdate"] == "2021-05-06T07:08:09+00:00"


def test_the_three_formats_have_the_same_meaning() -> None:
    toml = front('+++\ntitle = "T"\ntags = ["a"]\ndate = 2020-01-02\n+++\nx')
    yaml = front("---\ntitle: T\ntags: [a]\ndate: 2020-01-02\n---\nx")
    json = front('{"title": "T", "tags": ["a"], "date": "2020-01-02"}\nx')
    assert (
        (toml.title, toml.tags, toml.date) == (yaml.title, yaml.tags, yaml.date) == (json.title, json.tags, json.date)
    )


@pytest.mark.parametrize("text", ["", "text", "\n\ntext", "* a", "---", "---\ntext\n", "{ a", "{{< x >}}", "{}x"])
def test_notes_without_front_matter_are_read(text: str) -> None:
    found = read_front_matter("a.md", text)
    assert found.front.title is None
    assert found.problems == ()


def test_empty_front_matter_is_read() -> None:
    for text in ("+++\n+++\nx", "---\n---\nx", "{}\nx", "\n\n+++\n+++\nx"):
        found = read_front_matter("a.md", text)
        assert found.problems == ()
        assert text[found.body :].strip() == "x"


def test_dates_as_titles_are_unchanged() -> None:
    assert front("+++\ntitle = 2020-04-19\n+++\n").title == "2020-04-19"
    assert front("+++\ntitle = 2020-04-19T10:00:00Z # c\n+++\n").title == "2020-04-19T10:00:00Z"
    assert front("---\ntitle: 2020-04-19\n---\n").title == "2020-04-19"
    assert front("---\ntitle: 007\n---\n").title == "007"
    assert front('{"title": 12}\n').title == "12"


def test_yaml_is_read_as_version_1_2() -> None:
    found = front("---\na: yes\nb: true\nauthor: X\ndraft: false\n---\n")
    assert (found.params["a"], found.params["b"], found.authors) == ("yes", True, ("X",))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("weight: 01\t#rem", {"weight": 1}),
        ("draft:\ttrue\t", {"draft": True}),
        ("tags: [a,\tb]", {"tags": ["a", "b"]}),
        ("tags:\n  -\ta\n  - b \t # c", {"tags": ["a", "b"]}),
        ("x: a\tb", {"x": "a b"}),
        ('x: "a\tb"', {"x": "a\tb"}),
    ],
)
def test_tabs_after_the_indentation_are_spaces(line: str, value: dict[str, object]) -> None:
    """As in YAML 1.2 and Hugo."""
    assert front(f"---\n{line}\n---\n").params == value


@pytest.mark.parametrize("text", ["\tdraft: true", "x:\n\t- a", "x:\n \ty: 1\n\tz: 2"])
def test_tabs_as_indentation_withhold_the_note(text: str) -> None:
    assert read_front_matter("a.md", f"---\ntitle: a\n{text}\n---\n").front.unreadable


def test_date_times_without_an_offset_are_utc() -> None:
    for date in ('date = "2020-01-02T03:04:05"', "date = 2020-01-02T03:04:05", "date = 2020-01-02T03:04:05Z"):
        assert front(f"+++\n{date}\n+++").date == "2020-01-02T03:04:05+00:00"
    assert front("---\ndate: 2020-01-02 03:04:05\n---").date == "2020-01-02T03:04:05+00:00"


def test_strings_where_lists_are_allowed() -> None:
    found = front('+++\ntags = "one"\nauthor = "A"\naliases = []\n+++\n')
    assert (found.tags, found.authors, found.aliases) == (("one",), ("A",), ())


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('+++\ntitle = "a"\ndraft = \n+++\nx', 3, "TOML"),
        ("+++\na = 1\na = 2\n+++\nx", 3, "TOML"),
        ("---\na: [1\nb: 2\n---\nx", 3, "YAML"),
        ("---\n- a\n---\nx", 2, "table"),
        ('{"title": "a",\n "b": }\nx', 2, "JSON"),
        ("+++\ntitle = 1\n\nx", 1, "closed"),
        ("+++\n\ntags = {a = 1}\n+++\nx", 3, "tags"),
        ('+++\ndraft = "maybe"\n+++\nx', 2, "draft"),
        ('+++\nweight = "many"\n+++\nx', 2, "weight"),
        ('+++\ndate = "someday"\n+++\nx', 2, "date"),
        ("+++\ntitle = [1]\n+++\nx", 2, "title"),
    ],
)
def test_an_invalid_value_is_a_problem_with_its_line(text: str, line: int, word: str) -> None:
    found = read_front_matter("posts/a.md", text)
    (problem,) = found.problems
    assert (problem.path, problem.line, problem.code) == ("posts/a.md", line, "front-matter")
    assert word in problem.message


def test_the_text_after_invalid_front_matter_is_still_the_body() -> None:
    text = "+++\ntitle = \n+++\nbody\n"
    assert text[read_front_matter("a.md", text).body :] == "body\n"


def test_exponential_input_ends_in_bounded_time() -> None:
    laughs = "\n".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise("abcdefghi"))
    bombs = [
        f"---\na: &a [x, x, x, x, x, x, x, x, x]\n{laughs}\n---\n",
        f"---\na: {'[' * 5000}\n---\n",
        f"+++\na = {'[' * 5000}{']' * 5000}\n+++\n",
        f"+++\na = {'{b = ' * 3000}1{'}' * 3000}\n+++\n",
        f'{{"a": {"[" * 100_000}\n',
        "---\n" + "a: b\n" * 200_000 + "---\n",
        "+++\n" + "a.b" * 200_000 + " = 1\n+++\n",
        "+++\nx = " + "9" * 100_000 + "\n+++\n",
    ]
    for bomb in bombs:
        start = time.process_time()
        assert read_front_matter("a.md", bomb + "body").problems, bomb[:20]
        assert time.process_time() - start < 20  # seconds of processor time: without a bound it would take minutes


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ('+++\na = 1\ntitle = "x\n+++\n', (3, 11)),
        ("+++\na = 1\nb =\n+++\n", (3, 4)),
        ("---\na: 1\ntitle: b: c\n---\n", (3, 9)),
        ('{\n"a": 1,\n}\n', (2, 7) if sys.version_info >= (3, 13) else (3, 1)),  # the position given by `json`
    ],
)
def test_invalid_syntax_is_reported_with_line_and_column(source: str, place: tuple[int, int]) -> None:
    (problem,) = read_front_matter("a.md", source).problems
    assert (problem.line, problem.column) == place
    assert problem.message.startswith("broken ")
    assert " line " not in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ('+++\ntitle = "x\n+++\n', "a quoted text is not closed on its line", "close the quotes"),
        ("---\ntitle: a: b\n---\n", "a value contains a colon", "put the value in quotes"),
        ("---\ntags:\n\t- a\n---\n", "a tab is used instead of spaces", "indent with spaces"),
        ('---\ntitle: "a\n---\n', "a quoted text is not closed", "close the quotes"),
    ],
)
def test_the_most_frequent_errors_have_plain_messages(source: str, message: str, hint: str) -> None:
    (problem,) = read_front_matter("a.md", source).problems
    assert problem.message.partition(": ")[2] == f"{message}; not published until its front matter can be read"
    assert problem.hint == hint


@pytest.mark.parametrize("source", ["---\nrating: .nan\n---\n", "+++\nrating = nan\n+++\n"])
def test_a_value_that_only_looks_like_a_number_is_one_string(source: str) -> None:
    assert read_front_matter("a.md", source).problems == ()


@pytest.mark.parametrize(
    "source",
    [
        "---\nis_draft: true\n---\n",
        "---\nisDraft: yes\n---\n",
        "+++\nparams.draft = true\n+++\n",
        "---\nbulid: {render: never}\n---\n",
        "---\nbuild.render: never\n---\n",
        '+++\n[bulids]\nrender = "never"\nlist = "never"\n+++\n',
        "---\npublishDate: 2999\n---\n",
        "+++\nexpiryDate = 1999\n+++\n",
        "--- title: T draft: true --- text\n",
        "+++ title = 'T' draft = true +++ text\n",
    ],
)
def test_an_unread_key_that_would_withhold_a_note_withholds_it(source: str) -> None:
    found = read_front_matter("a.md", source)
    assert found.front.unreadable
    assert [each for each in found.problems if "not published until" in each.message]


@pytest.mark.parametrize(
    "source",
    [
        "---\nparams: {render: x}\nimage: {render: never, src: a}\nx: {render: y}\n---\n",
        "---\nisbn: 1\nparams.title: x\n---\n",
        "--- a dialogue\n",
        "---\ndate: 2020\npublishDate: 1577836800\n---\n",
        "---\nisDraft: false\n---\n",
    ],
)
def test_other_keys_do_not_withhold_a_note(source: str) -> None:
    assert not read_front_matter("a.md", source).front.unreadable
