"""A missing picture is marked as such until it exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import build

_FRAME = r'<span class="missing-picture"'
_SHOWN = re.compile(rf'{_FRAME}>[^<]+|(?:{_FRAME}[^>]*>)?<img src="[^"]*" alt="[^"]*"')


def shown(garden: Path, output: Path, page: str) -> list[str]:
    build(garden, output, search=False)
    body = (output / page).read_text("utf-8").partition("data-note-body")[2].partition("</article>")[0]
    return _SHOWN.findall(body)


def write(garden: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (garden / name).parent.mkdir(parents=True, exist_ok=True)
        (garden / name).write_text(text, encoding="utf-8")


def test_a_missing_picture_is_marked_and_an_added_one_is_shown(tmp_path: Path) -> None:
    body = '![A "map"](/a.svg) ![](b%20c.svg) ![Far](https://example.org/x.png)\n\n{{< figure src="/d.svg" >}}\n'
    write(tmp_path, {"content/n.md": body})
    missing = [("/a.svg", ' data-alt="A “map”"', "A “map”"), ("b%20c.svg", "", ""), ("/d.svg", "", "")]
    framed = [f'{_FRAME}{shown}><img src="{src}" alt="{alt}"' for src, shown, alt in missing]
    far = '<img src="https://example.org/x.png" alt="Far"'
    assert shown(tmp_path, tmp_path / "out", "n/index.html") == [framed[0], framed[1], far, framed[2]]
    write(tmp_path, {"static/a.svg": "<svg/>"})
    there = ['<img src="/a.svg" alt="A “map”"', framed[1], far, framed[2]]
    assert shown(tmp_path, tmp_path / "out", "n/index.html") == there
    assert shown(tmp_path, tmp_path / "fresh", "n/index.html") == there
    (tmp_path / "static/a.svg").unlink()
    assert shown(tmp_path, tmp_path / "out", "n/index.html")[0] == framed[0]


@pytest.mark.parametrize(("typed", "text"), [("![[no.png]]", "no.png"), ("![[x/no.png|Alt|20]]", "Alt")])
def test_a_missing_picture_of_a_vault_is_marked(tmp_path: Path, typed: str, text: str) -> None:
    write(tmp_path / "vault", {".obsidian/app.json": "{}", "n.md": typed})
    assert shown(tmp_path / "vault", tmp_path / "out", "n/index.html") == [f'<span class="missing-picture">{text}']
    _, problems = build(tmp_path / "vault", tmp_path / "out", search=False)
    assert [each.hint for each in problems if each.severity == "error"] == [
        "put a file with this name into the vault, or fix the link"
    ]
