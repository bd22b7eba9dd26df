"""The shipped theme is minified and digested once in a test process, not once in each build.

Reading, minifying and hashing some four hundred files takes more than half the time that a build of two notes takes.
Only results that depend on nothing but the shipped files are kept: a garden with its own template, style or script
is processed in full.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from notegarden.render import theme


def cache_shipped_files(patch: pytest.MonkeyPatch) -> None:
    """Make `notegarden.render.theme` cache the published bytes and the digests of the shipped files."""
    published, amount = theme._published, theme._amount
    kept: dict[tuple[Any, ...], Any] = {}

    def cache_published(name: str, assets: dict[str, Path], statics: Iterable[Path]) -> bytes:
        statics = tuple(statics)
        if _has_own_files(statics):
            return published(name, assets, statics)
        key = (name, assets[name])
        if key not in kept:
            kept[key] = published(name, assets, statics)
        return kept[key]

    def cache_amount(folders: Iterable[Path], statics: Iterable[Path], assets: dict[str, Path]) -> tuple[str, bytes]:
        folders, statics = tuple(folders), tuple(statics)
        if _has_own_files(statics) or any(folder.exists() for folder in folders[:-1]):
            return amount(folders, statics, assets)
        key = (folders[-1], *assets.items())
        if key not in kept:
            kept[key] = amount(folders, statics, assets)
        return kept[key]

    patch.setattr(theme, "_published", cache_published)
    patch.setattr(theme, "_amount", cache_amount)


def _has_own_files(statics: tuple[Path, ...]) -> bool:
    """Whether a garden overrides a part of the theme. `statics`: the garden's folder first, then the shipped one."""
    # Called for every asset of every build: a path made by `/` would take twice as long.
    return any(os.path.exists(f"{folder}/{part}") for folder in statics[:-1] for part in theme.PARTS)  # noqa: PTH110
