"""Names that differ only in Unicode normalization are the same name everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

import pytest
from support import build, built, snapshot, write


def c(text: str) -> str:
    return normalize("NFC", text)


def d(text: str) -> str:
    return normalize("NFD", text)


def findings(garden: Path, output: Path) -> list[tuple[str, str, str]]:
    _, problems = build(garden, output, search=False)
    return [(each.path, each.code, each.subject) for each in problems if each.code not in ("orphan", "empty")]


@pytest.mark.parametrize("folder", ["content/", ""])
def test_a_tag_in_both_forms_is_one_tag(tmp_path: Path, folder: str) -> None:
    kind = "+++\ntags = ['{}']\n+++\n" if folder else "---\ntags: ['{}']\n---\n"
    link = d("[t](/tags/café/)\n") if folder else ""
    notes = {"a.md": c(kind.format("café")) + link, "b.md": d(kind.format("café")), "c.md": c(kind.format("café"))}
    write(tmp_path / "garden", {f"{folder}{name}": text for name, text in notes.items()})
    site = built(tmp_path / "garden", tmp_path / "public")
    pages = [name for name in site if re.fullmatch("tags/.+/index.html", name)]
    assert pages == [c("tags/café/index.html")]
    assert all(f'href="/{name}/"'.encode() in site[pages[0]] for name in "abc")
    assert all(b'href="/tags/caf%C3%A9/"' in site[f"{name}/index.html"] for name in "abc")
    assert b"cafe" not in site["a/index.html"], "a link in the other form leads to the page in the form that is written"


def test_folders_in_both_forms_are_one_section(tmp_path: Path) -> None:
    files = {f"content/{c('sé')}/x.md": "x", f"content/{d('sé')}/y.md": "y"}
    write(tmp_path / "garden", files)
    site = built(tmp_path / "garden", tmp_path / "public")
    (page,) = [data for name, data in site.items() if re.fullmatch(r"s\w+/index.html", c(name))]
    assert b"/s%C3%A9/x/" in page
    assert b"/se%CC%81/y/" in page


def test_an_alias_of_two_notes_in_different_forms_is_reported(tmp_path: Path) -> None:
    note = "+++\naliases = ['/é/']\n+++\n"
    write(tmp_path / "garden", {"content/a.md": c(note), "content/b.md": d(note)})
    assert findings(tmp_path / "garden", tmp_path / "public") == [("b.md", "alias-clash", d("/é/"))]
    assert [name for name in snapshot(tmp_path / "public") if not name.isascii()] == [c("é/index.html")]


@pytest.mark.parametrize(("form", "other"), [(c, d), (d, c)])
def test_a_link_to_an_id_in_the_other_form_leads_to_it(tmp_path: Path, form, other) -> None:  # type: ignore[no-untyped-def]
    links = '[a](#né) [b](/b/#né) [d](#dé) {{< relref "b.md#né" >}}\n\n## T {#né}\n\n<a id="dé"></a>\n'
    text = other(links.split("\n\n")[0]) + form("\n\n" + links.split("\n\n", 1)[1])
    write(tmp_path / "garden", {"content/a.md": text, "content/b.md": form("## T {#né}\n")})
    assert findings(tmp_path / "garden", tmp_path / "public") == []
    page = (tmp_path / "public/a/index.html").read_text()
    targets = re.findall(r'href="([^"]*#[^"_]+)"', page.partition("data-note-body")[2].partition("<h2")[0])
    assert len(targets) == 3
    assert {unquote(each.rpartition("#")[2]) for each in targets} == {form("né"), form("dé")}


def test_a_missing_note_linked_in_both_forms_is_wanted_once(tmp_path: Path) -> None:
    link = '[x]({{< relref "nuée.md" >}})'
    write(tmp_path / "garden", {"content/a.md": c(link), "content/b.md": d(link)})
    site = built(tmp_path / "garden", tmp_path / "public")
    assert site["wanted/index.html"].count('id="w-nuée"'.encode()) == 1
    ids = {found for name in "ab" for found in re.findall(rb'/wanted/#([^"]+)"', site[f"{name}/index.html"])}
    assert len(ids) == 1


@pytest.mark.parametrize(("form", "other"), [(c, d), (d, c)])
def test_ignore_rules_match_either_form(tmp_path: Path, form, other) -> None:  # type: ignore[no-untyped-def]
    write(
        tmp_path / "garden",
        {
            "notegarden.toml": form("ignore_files = ['^privé/']\n"),
            other("content/privé/a.md"): "Secret one.\n",
            "content/_index.md": form("---\ncascade: [{draft: true, target: {path: '/clé/**'}}]\n---\n"),
            other("content/clé/b.md"): "Secret two.\n",
        },
    )
    assert not any(b"Secret" in data for data in built(tmp_path / "garden", tmp_path / "public").values())
    (tmp_path / "vault").mkdir()
    write(
        tmp_path / "vault",
        {
            ".obsidian/publish.json": json.dumps({"excluded": [form("exclué")]}),
            ".obsidian/templates.json": json.dumps({"folder": form("modèles")}),
            ".obsidian/app.json": json.dumps({"userIgnoreFilters": [form("caché/"), form("/mué/")]}),
            other("exclué/a.md"): "Secret three.\n",
            other("modèles/b.md"): "Secret four.\n",
            other("caché/c.md"): "Quiet.\n",
            other("mué/d.md"): "Quiet.\n",
            "e.md": "Open.\n",
        },
    )
    site = built(tmp_path / "vault", tmp_path / "vault-site")
    assert not any(b"Secret" in data for data in site.values())
    assert b"cach" not in site["all/index.html"]
    assert b"/mu" not in site["all/index.html"]
