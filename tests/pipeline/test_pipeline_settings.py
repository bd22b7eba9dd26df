"""Which settings invalidate earlier work, and from which keys dates are read."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from notegarden.check.status import Summary
from notegarden.config.schema import Config, GardenConfig
from notegarden.config.tables import CheckConfig
from notegarden.ledger import keys
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Dialect
from notegarden.notes.visibility import Rules
from notegarden.pipeline.settings import CHECKED, SNAPSHOT, Settings, date_keys_of, invalidate, is_judged_anew


def settings(config: Config | None = None, dialect: Dialect | None = None, **rules: bool) -> Settings:
    return Settings(config or Config(), None, dialect or Dialect(), Rules(**rules))  # type: ignore[arg-type]


def is_invalidated(ledger: Ledger, now: Settings, known: Summary | None = None, *, everything: bool = False) -> bool:
    """Whether the stored state of the folders is deleted, after a run with the default settings."""
    invalidate(ledger, settings(), None, everything=False)
    with ledger.commit():
        ledger.set_key(SNAPSHOT, b"1")
    said = invalidate(ledger, now, known, everything=everything)
    assert said is (ledger.key(SNAPSHOT) == b"")
    return said


@pytest.mark.parametrize(
    ("now", "invalidated"),
    [
        (settings(), False),
        (settings(Config(title="Another")), False),
        (settings(Config(check=CheckConfig(picture_limit=1))), False),
        (settings(Config(content="notes")), True),
        (settings(Config(permalinks={"posts": "/:slug/"})), True),
        (settings(dialect=Dialect(unsafe_html=not Dialect().unsafe_html)), True),
        (settings(drafts=True), True),
        (settings(future=True), True),
    ],
)
def test_only_settings_that_notes_and_addresses_depend_on_invalidate_earlier_work(
    ledger: Ledger, now: Settings, invalidated: bool
) -> None:
    assert is_invalidated(ledger, now) is invalidated


def test_everything_is_invalidated_on_request(ledger: Ledger) -> None:
    assert is_invalidated(ledger, settings(), everything=True)


@pytest.mark.parametrize(("known", "invalidated"), [(Summary(held=0), False), (Summary(held=2), True), (None, True)])
def test_showing_unreadable_notes_invalidates_only_where_there_are_some(
    ledger: Ledger, known: Summary | None, invalidated: bool
) -> None:
    assert is_invalidated(ledger, settings(unreadable=True), known) is invalidated
    assert not invalidate(ledger, settings(unreadable=True), known, everything=False), "only once"


def test_only_a_changed_check_configuration_judges_findings_again(ledger: Ledger) -> None:
    assert is_judged_anew(ledger, Config())
    with ledger.commit():
        ledger.set_key(CHECKED, keys.key(Config().check))
    assert not is_judged_anew(ledger, Config(title="Another"))
    assert is_judged_anew(ledger, Config(check=CheckConfig(ignore=("a",))))


def read(**typed: Any) -> dict[str, tuple[str, ...]]:
    return dict(date_keys_of(msgspec.structs.replace(GardenConfig(), date_keys=typed)))


def test_dates_are_read_from_configured_keys_first_and_then_from_the_default_ones() -> None:
    assert date_keys_of(GardenConfig()) == ()
    (keys_of_date,) = read(date=("Created", ":default")).values()
    assert keys_of_date[:2] == ("created", "date")
    assert read(date=("created",)) == {"date": keys_of_date}
    assert read(publishDate=("embargo",))["publish_date"][0] == "embargo"


def test_a_date_key_is_read_once_and_the_only_token_used_is_the_file_name() -> None:
    found = read(date=("date", ":filename", ":fileModTime", ":git", "date"))["date"]
    assert found[:2] == ("date", ":filename")
    assert len(found) == len({*found})
    assert [key for key in found if key[:1] == ":"] == [":filename"]
