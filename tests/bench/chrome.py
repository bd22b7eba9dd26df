"""The system's Chromium, with the same options for every measurement."""

from __future__ import annotations

import shutil
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--no-first-run")  # fmt: skip


def launch_options() -> dict[str, Any]:
    """For Playwright's `launch`. Ends the program with a clear message if there is no browser."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("no Chromium; `make bench` installs it")
    return {"executable_path": found, "args": [*ARGUMENTS]}
