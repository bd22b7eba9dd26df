"""What several tests need."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
GARDENS = ROOT.parent / "shared" / "gardens"
_SEARCH = ("pagefind", ".pagefind", "search.json")


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, the search bundle and what lists it aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(_SEARCH)
    }
