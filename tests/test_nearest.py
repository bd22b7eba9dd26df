"""Suggestions of the nearest name, and none if no name is near."""

from __future__ import annotations

import random

import pytest

from notegarden.nearest import Names, likeness, nearest

NAMES = [
    "transformers", "tokenization", "apache-kafka", "kubernetes", "operating-systems", "modern_ai_stack", "ssh", "jwt",
    "categories", "llm-inference", "load-and-stores--las", "faq", "page-12", "café",
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rtansformers", "transformers"),
        ("transfomers", "transformers"),
        ("Modern AI Stack", "modern_ai_stack"),
        ("category", "categories"),
        ("operating-system", "operating-systems"),
        ("systems-operating", "operating-systems"),
        ("llm", "llm-inference"),
        ("kafka", "apache-kafka"),
        ("kubern", "kubernetes"),
        ("tokenizer", "tokenization"),
        ("jtw", "jwt"),
        ("CAFE", "café"),
        ("page_12", "page-12"),
    ],
)
def test_the_nearest_name_is_suggested(typed: str, meant: str) -> None:
    assert nearest(typed, NAMES) == meant
    assert Names(NAMES).nearest(typed) == meant


@pytest.mark.parametrize(
    "typed", ["compare-and-swap-loops--cas", "ssl", "page-13", "transfer", "kafka-streams-and-tables", "system-design",
              "x", "", "-"],
)  # fmt: skip
def test_a_name_far_from_all_others_has_no_suggestion(typed: str) -> None:
    assert nearest(typed, NAMES) == ""
    assert Names(NAMES).nearest(typed) == ""


def test_without_names_there_is_no_suggestion() -> None:
    assert nearest("a", []) == Names([]).nearest("a") == ""


def test_of_two_equally_near_names_the_first_is_suggested_in_any_order() -> None:
    assert nearest("stock", ["stack", "stick"]) == nearest("stock", ["stick", "stack"]) == "stack"


def test_an_index_of_many_names_gives_the_same_as_comparing_each() -> None:
    """Random typos: the index compares few names, but finds the nearest."""
    chance = random.Random(5)
    parts = [
        "data",
        "base",
        "graph",
        "net",
        "work",
        "type",
        "script",
        "model",
        "train",
        "cache",
        "lock",
        "tree",
        "hash",
    ]
    names = sorted({"-".join(chance.sample(parts, chance.randint(1, 3))) for _ in range(900)})
    index = Names(names)
    for name in chance.sample(names, 120):
        at = chance.randrange(len(name) - 1)
        typed = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        found = index.nearest(typed)
        assert likeness(typed, found) == likeness(typed, nearest(typed, names)) > 0.7
