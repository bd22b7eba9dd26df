"""Options of the test run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psutil
import pytest
from kinds import is_quick

from notegarden.ledger.ledger import Ledger

# A slow machine is not a failure.
hypothesis.settings.register_profile("notegarden", deadline=None)
hypothesis.settings.load_profile("notegarden")

IN_MEMORY = Path("/dev/shm")
ROOM = 6 << 30  # bytes; a run of all tests uses less than half of it at any time


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="many more random edits, kills, changes and inputs")
    parser.addoption("--quick", action="store_true", help="only tests that start no program, server or browser")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test file is imported, so that a module may ask `support.amount`."""
    if config.getoption("--long"):
        os.environ["NOTEGARDEN_TESTS"] = "long"
    if "TMPDIR" not in os.environ and has_room(IN_MEMORY):
        os.environ["TMPDIR"] = os.environ["PYTEST_DEBUG_TEMPROOT"] = str(IN_MEMORY)
        tempfile.tempdir = None


def has_room(folder: Path) -> bool:
    """Whether the tests' files fit into memory: thousands of small sites take a third of the time there."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    return min(shutil.disk_usage(folder).free, psutil.virtual_memory().available) > ROOM


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("--quick") and collection_path.suffix == ".py":
        return not is_quick(collection_path) or None
    return None


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in the test's own folder."""
    opened = Ledger.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(autouse=True, scope="session")
def _shipped_theme() -> Iterator[None]:
    from shipped_theme import cache_shipped_files

    with pytest.MonkeyPatch.context() as patch:
        cache_shipped_files(patch)
        yield
