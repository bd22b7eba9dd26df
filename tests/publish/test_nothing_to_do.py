"""A build with nothing to do: it restores no garden, and prints what a fresh one prints."""

from pathlib import Path

import pytest
from support import build, report_of, write

from notegarden.garden.garden import Garden
from notegarden.pipeline.stages import Options, Pipeline

_CONFIG = 'section_sort = { lost = "title" }\n[[menu]]\ntitle = "Gone"\npage = "/gone"\n'


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    write(tmp_path / "g", {"notegarden.toml": _CONFIG, "content/a.md": "A.\n"})
    return tmp_path / "g"


def test_it_reports_what_the_site_lacks_without_restoring_the_garden(
    garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = report_of(garden, tmp_path / "out")
    assert any("/gone" in line for line in fresh.warnings)
    assert any("lost" in line for line in fresh.warnings)
    assert any("has no host" in line for line in fresh.warnings)

    monkeypatch.setattr(Garden, "restore", lambda *_: pytest.fail("the garden was restored"))
    pipeline = Pipeline(garden, Options(output=tmp_path / "out", jobs=1))
    try:
        pipeline.refresh()
        pipeline.publish()
        assert pipeline.report.warnings == fresh.warnings
        assert pipeline.report.counts.rendered == 0
    finally:
        pipeline.close()


def test_an_added_note_removes_a_warning(garden: Path, tmp_path: Path) -> None:
    build(garden, tmp_path / "out")
    write(garden, {"content/lost/b.md": "B.\n"})
    for _ in range(2):
        assert not any("lost" in line for line in report_of(garden, tmp_path / "out").warnings)
    (garden / "content/lost/b.md").unlink()
    for _ in range(2):
        assert any("lost" in line for line in report_of(garden, tmp_path / "out").warnings)


def test_the_warnings_name_the_current_configuration_file(tmp_path: Path) -> None:
    root = tmp_path / "g"
    write(root, {"hugo.toml": 'title = "G"\n', "content/a.md": "A.\n"})
    build(root, tmp_path / "out")
    (root / "hugo.toml").rename(root / "config.toml")
    warnings = report_of(root, tmp_path / "out").warnings
    assert any("in config.toml" in line for line in warnings)
    assert not any("hugo.toml" in line for line in warnings)
