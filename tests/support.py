"""What several tests need."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
GARDENS = ROOT.parent / "shared" / "gardens"


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
