"""Options of the test run, and what counts as a failed one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from kinds import TESTS, is_quick

MOST_RERUNS = 3
# A slow machine is no failure.
hypothesis.settings.register_profile("notegarden", deadline=None)
hypothesis.settings.load_profile("notegarden")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="many more random edits, kills, changes and inputs")
    parser.addoption("--quick", action="store_true", help="only tests that start no program, server or browser")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test file is imported, so that a module may ask `support.amount`."""
    if config.getoption("--long"):
        os.environ["NOTEGARDEN_TESTS"] = "long"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("--quick") and collection_path.suffix == ".py":
        return not is_quick(collection_path) or None
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only tests of a real browser may be marked `flaky`: nothing else depends on another program's timing."""
    for item in items:
        if item.get_closest_marker("flaky") and TESTS / "browser" not in item.path.parents:
            raise pytest.UsageError(f"{item.nodeid}: only tests below tests/browser may be marked flaky")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    again = terminalreporter.stats.get("rerun", [])
    for report in again:
        terminalreporter.write_line(f"run again: {report.nodeid}")
    if len(again) > MOST_RERUNS:
        terminalreporter.write_line(f"{len(again)} reruns, {MOST_RERUNS} are allowed: the run fails", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and len(reporter.stats.get("rerun", [])) > MOST_RERUNS:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
