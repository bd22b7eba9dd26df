"""E-mail addresses are found in any spelling; prose, code and examples contain none."""

from __future__ import annotations

import pytest

from notegarden.check.emails import emails_in


@pytest.mark.parametrize(
    "text",
    [
        "anna@firm.net", "anna [at] firm [dot] net", "anna(at)firm.net", "anna at firm dot net", "Anna AT firm DOT net",
        "mailto:anna%40firm.net", "anna{at}firm.net", "anna＠firm.net", "anna @ firm.net", "anna_at_firm.net",
        "anna (at) firm (punkt) net", "anna [ät] firm.net", "anna@\u200bfirm.net", "**anna**@firm.net",
        "<anna@firm.net>.",
    ],
)  # fmt: skip
def test_an_address_is_found_in_any_spelling(text: str) -> None:
    assert [each.lower() for each in emails_in(f"Ask {text} today")] == ["anna@firm.net"]


def test_addresses_in_other_scripts_are_found() -> None:
    assert {*emails_in("анна@почта.рф anna@müller.de a@b.xn--p1ai")} == {
        "анна@почта.рф",
        "anna@müller.de",
        "a@b.xn--p1ai",
    }


@pytest.mark.parametrize(
    "text",
    [
        "y = W @ x.T", "a @ b.shape[0]", "arrived at the dot product", "look at this dot com page", "npm i pkg@1.2.3",
        "user@2x.png", "git@host.net:me/n.git", "me@example.org", "they met at noon in Rome", "f(at)x",
        "@media (at) all",
        "the list[at].append", "model_at_step.co_x",
    ],
)  # fmt: skip
def test_prose_and_code_contain_no_address(text: str) -> None:
    assert emails_in(text) == {}


def test_an_address_is_normalized_and_given_with_its_text() -> None:
    found = emails_in("anna [at] firm [dot] net, then bob@firm.net and anna@firm.net")
    assert found == {"bob@firm.net": "bob@firm.net", "anna@firm.net": "anna@firm.net"}
    assert emails_in("anna [at] firm [dot] net") == {"anna@firm.net": "anna [at] firm [dot] net"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("me@example.org", 0), ("me@sub.example.com", 0), ("me@firm.test", 0), ("me@notexample.net", 1),
        ("me@example.org.net", 1), ("logo@2x.png", 0), ("git@firm.net", 0), ("digit@firm.net", 1),
    ],
)  # fmt: skip
def test_example_addresses_and_those_of_repositories_are_ignored(text: str, number: int) -> None:
    assert len(emails_in(text)) == number


def test_a_long_text_of_one_character_is_searched_quickly() -> None:
    assert emails_in("a" * 100_000 + "@" + "a." * 1000) == {}
