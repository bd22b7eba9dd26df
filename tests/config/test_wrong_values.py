"""Which configuration value has the wrong type, and the allowed values."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from notegarden.config.schema import Config
from notegarden.config.wrong_values import WrongValue, wrong_value


@pytest.mark.parametrize(
    ("raw", "place", "found"),
    [
        ({"title": 3}, "title", WrongValue(("title",), 3, ())),
        ({"direction": "left"}, "direction", WrongValue(("direction",), "left", ("", "ltr", "rtl"))),
        (
            {"check": {"severity": {"orphan": "off", "empty": "loud"}}},
            "check.severity[...]",
            WrongValue(("check", "severity", "empty"), "loud", ("error", "warning", "info", "off")),
        ),
        ({"menu": [{"title": "a"}, {"title": 3}]}, "menu[1].title", WrongValue(("menu", "title"), 3, ())),
        ({"ignore_files": ["a", 3]}, "ignore_files[1]", WrongValue(("ignore_files",), 3, ())),
        ({"check": 5}, "check", WrongValue(("check",), 5, ())),
        ({"math": {"macros": {"a": "x", "b": 3}}}, "math.macros[...]", WrongValue(("math", "macros", "b"), 3, ())),
    ],
)
def test_the_wrong_value_is_found_at_the_path_of_the_error(raw: dict[str, Any], place: str, found: WrongValue) -> None:
    assert wrong_value(raw, place) == found
    with pytest.raises(msgspec.ValidationError, match=r"at `\$\." + place.replace("[", r"\[").replace(".", r"\.")):
        msgspec.convert(raw, Config, strict=True)
