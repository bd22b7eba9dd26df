"""Options of the test run."""

from __future__ import annotations

from pathlib import Path

import pytest
from kinds import is_quick


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="only tests that start no program, server or browser")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("--quick") and collection_path.suffix == ".py":
        return not is_quick(collection_path) or None
    return None
