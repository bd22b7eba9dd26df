"""Which installed distributions cached work depends on."""

from __future__ import annotations

import re
import sys
from importlib.metadata import requires, version
from pathlib import Path

import pytest

from notegarden.ledger.keys import dependencies

METADATA = """Metadata-Version: 2.4
Name: notegarden
Requires-Dist: jinja2<3.2,>=3.1.4
Requires-Dist: markdown-it-py>=4
Requires-Dist: uvicorn[standard]>=0.34
Requires-Dist: absent>=1
Requires-Dist: pytest>=8; extra == 'dev'
"""
NAMES = ("Jinja2-3.1.6", "markdown_it_py-4.0.0", "uvicorn-0.34.0", "pytest-8.3.0", "unrelated-1.0")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / f"{name}.dist-info").mkdir()
    own = tmp_path / "notegarden-0.1.dist-info"
    own.mkdir()
    (own / "METADATA").write_text(METADATA)
    return tmp_path


def test_only_required_distributions_count(packages: Path) -> None:
    assert dependencies([str(packages)]) == ["Jinja2-3.1.6", "markdown_it_py-4.0.0", "uvicorn-0.34.0"]


def test_of_two_versions_the_first_on_the_path_counts(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = tmp_path_factory.mktemp("first")
    (first / "jinja2-3.1.5.dist-info").mkdir()
    assert "jinja2-3.1.5" in dependencies([str(first), str(packages), str(packages / "missing")])


def test_every_distribution_counts_where_the_program_is_not_installed(packages: Path) -> None:
    (packages / "notegarden-0.1.dist-info" / "METADATA").unlink()
    assert {*NAMES} <= {*dependencies([str(packages)])}


def test_the_installed_metadata_lists_the_requirements() -> None:
    """Compared with importlib.metadata, which is slower and supports every way to install."""
    wanted = [each for each in requires("notegarden") or [] if "extra ==" not in each]
    names = {re.split(r"[^\w.-]", each)[0] for each in wanted}
    found = {each.lower().replace("_", "-") for each in dependencies(sys.path)}
    assert found == {f"{name}-{version(name)}".lower().replace("_", "-") for name in names}
