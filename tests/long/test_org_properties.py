"""Properties of any garden of Org files: every dead link has a finding, ids are unique, output is well-formed."""

from __future__ import annotations

import json
import random
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree, html
from org_writing import org_text
from support import amount, build, write

FILES = 8


@pytest.mark.parametrize("seed", range(amount(6, long=150)))
def test_any_garden_of_org_files_has_the_properties(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"f{number}.org" for number in range(FILES)]
    files = {f"org/{name}": org_text(chance, names, number) for number, name in enumerate(names)}
    nodes, output = chance.choice(("files", "headings")), tmp_path / "out"
    write(tmp_path / "garden", files | {"notegarden.toml": f'nodes = "{nodes}"\n'})
    _, problems = build(tmp_path / "garden", output, search=False, drafts=chance.random() < 0.5)
    reported = "".join(problem.message for problem in problems if problem.code == "anchor-missing")
    found = {f"/{path.relative_to(output).as_posix().removesuffix('index.html')}": path.read_bytes()
             for path in output.rglob("*.html")}  # fmt: skip
    pages = {address: html.document_fromstring(data) for address, data in found.items()}
    urls = [node["url"] for node in json.loads((output / "graph.json").read_bytes())["nodes"]]
    assert len(urls) == len({*urls})
    assert pages.keys() >= {*urls}
    for address, page in pages.items():
        for body in page.xpath("//*[@data-note-body]"):
            etree.fromstring(etree.tostring(body))
        for href in page.xpath("//main//a[not(contains(@class, 'broken'))]/@href"):
            parts = urlsplit(urljoin(address, href))
            if parts.scheme or parts.netloc or parts.path == "/map/":  # whose script reads the fragment
                continue
            assert parts.path in pages or (output / unquote(parts.path).lstrip("/")).is_file(), (address, href)
            fragment = unquote(parts.fragment)
            if parts.path in pages and fragment and not pages[parts.path].xpath("//*[@id=$id]", id=fragment):
                assert f"#{fragment}" in reported, (address, href)
