"""YAML is parsed by libyaml only where PyYAML's own scanner agrees: the result is the same with either."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support import build, write

from notegarden.config import yaml as reader

GOOD = "title: A\ntags: [x, 'y', \"[[z]]\"]\non: yes\nday: 2024-02-29\nof:\n  - 1.5\n  -\nlong: |\n  one\n  two\n"
SIGNS = [*"ab:-[]{},'\"|>#&*!%@`?\n\n  \t~1.0é한=<\\\r\x85\u2028\ufeff", ": ", "\n- ", "\nk: ", "[[a]]", "true", "<<: ",
         "&a ", "*a", "? ", "--- ", "... ", "!!str ", "2024-01-02", "\n  "]  # fmt: skip


def read(text: str, monkeypatch: pytest.MonkeyPatch, *, quick: bool) -> str:
    """The parsed value, or the error."""
    with monkeypatch.context() as patch:
        if not quick:
            patch.setattr(reader, "_quickly", lambda text: None)  # noqa: ARG005 - the signature of what it replaces
        try:
            return repr(reader.load_yaml(text))
        except ValueError as error:
            return f"no YAML: {error}"


def test_both_scanners_give_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    read_quickly = 0
    for _ in range(1_500):
        text = list(GOOD if chance.random() < 0.6 else "".join(chance.choices(SIGNS, k=12)))
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(text) + 1)
            text[at : at + chance.randint(0, 1)] = [chance.choice(SIGNS)]
        typed = "".join(text)
        assert read(typed, monkeypatch, quick=True) == read(typed, monkeypatch, quick=False), repr(typed)
        read_quickly += reader._quickly(typed) is not None
    assert read_quickly > 150


@pytest.mark.parametrize("typed", ["!", "a: |# x", "a:\tb", "a: b\x85", "\ufeffa: b"])
def test_text_that_the_two_read_differently_is_read_by_one(typed: str) -> None:
    assert reader._quickly(typed) is None


def test_a_simple_document_is_read_by_the_fast_one() -> None:
    assert reader._quickly(GOOD) == reader.load_yaml(GOOD)
    assert reader._quickly("a: &x 1\n" + "b: *x\n" * 200) is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12:30", "12:30"),
        ("12:30:45", "12:30:45"),
        ("190:20:30.15", "190:20:30.15"),
        ("-1:2", "-1:2"),
        ("2024-02-30", "2024-02-30"),
        ("2024-01-01T25:00:00Z", "2024-01-01T25:00:00Z"),
        ("=", "="),
        ("1_000", 1000),
        ("0777", 511),
        ("-1.5e+3", -1500.0),
        ("1e3", "1e3"),
    ],
)
@pytest.mark.parametrize("space", [" ", "\t"])
def test_plain_scalars_are_read_as_by_hugo(typed: str, value: object, space: str) -> None:
    assert reader.load_yaml(f"a:{space}{typed}") == {"a": value}


def test_an_impossible_date_is_reported_only_where_it_is_used(tmp_path: Path) -> None:
    files = {
        "content/a.md": "---\ntitle: 9:30\nread: 2024-02-30\n---\nshown",
        "content/b.md": "---\ntitle: B\n\npublishDate: 2023-02-29\n---\nhidden",
    }
    write(tmp_path / "garden", files)
    _, problems = build(tmp_path / "garden", tmp_path / "public", search=False)
    assert [(each.path, each.line) for each in problems if each.code == "front-matter"] == [("b.md", 4)]
    assert "<h1>9:30</h1>" in (tmp_path / "public/a/index.html").read_text()
    assert not (tmp_path / "public/b").exists()
