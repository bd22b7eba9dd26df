"""Find templates and browser files, and compute the digest of all of them.

The theme is part of the wheel, and at the repository's root in an editable install. A garden overrides a
template with a file of the same name in its `templates/`, and a style or script with one in its `static/theme/`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import blake2b
from pathlib import Path

import msgspec

from notegarden.errors import SiteError
from notegarden.files.scan import digest_of, scan
from notegarden.files.tree import Tree
from notegarden.ledger import keys
from notegarden.ledger.ledger import Ledger
from notegarden.render.minify import minify_css, minify_js
from notegarden.render.words import for_scripts, word_folders, words_file

_PACKAGE = Path(__file__).parents[1]
PARTS = ("theme", "vendor")
_KEY = "theme"
# Only files with known extensions, because an installation adds its own (compiled Python with its folder's path).
_PUBLISHED = (
    ".css", ".js", ".mjs", ".json", ".wasm", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".ico",
    ".woff", ".woff2", ".ttf", ".otf", ".txt",
)  # fmt: skip
# idiomorph merges page updates: only `serve` uses it.
_NOT_PUBLISHED = ("sw.js", "idiomorph.js", "idiomorph.LICENSE.txt")

_WORDS = "theme/words/"
_FOR_DIAGRAMS = ("vendor/mermaid.", "vendor/mermaid/", "theme/diagrams.")
_FOR_CARDS = ("theme/cards.", "theme/fonts/card-")
"""Files that are only read by a build."""
_FOR_PAGES = {
    "explorer": "theme/explorer", "calendar": "theme/calendar.", "rereading": "theme/rereading.",
    "references": "theme/references.", "tasks": "theme/tasks.",
}  # fmt: skip
"""Generated page → prefix of the names of assets that only sites with this page need."""


class Theme(msgspec.Struct, frozen=True):
    """`assets`: path below `assets/HASH/` → file. `templates`: folders, the garden's first. `key`: digest of all.

    `version`: digest of the assets only, the HASH in their addresses.
    """

    templates: tuple[Path, ...]
    statics: tuple[Path, ...]
    assets: dict[str, Path]
    version: str
    key: bytes

    @property
    def prefix(self) -> str:
        return f"assets/{self.version}/"

    def asset(self, name: str) -> bytes:
        """The published bytes of a file of `assets`."""
        return _published(name, self.assets, self.statics)

    def published(self, *, diagrams: bool, generated: Collection[str], language: str) -> list[str]:
        """The names of `assets` that a site needs. `diagrams`: whether a page has one; the library is large.

        `generated`: the names of the generated pages that the site has. `language`: of its interface; words of other
        languages are left out.
        """
        words = _WORDS + words_file(language, word_folders(self.statics))
        unused = [name for page, name in _FOR_PAGES.items() if page not in generated]
        unused += [*_FOR_CARDS, *([] if diagrams else _FOR_DIAGRAMS)]
        needed = [name for name in self.assets if not name.startswith(tuple(unused))]
        return [name for name in needed if name == words or not name.startswith(_WORDS)]

    def is_made(self, name: str) -> bool:
        """Whether a file of `assets` is transformed before it is published."""
        return name.startswith("theme/") and name.endswith((".css", ".js", ".json"))

    def file(self, name: str) -> Path | None:
        """A file of the theme by its name below `static/`; the garden's own takes precedence."""
        return next((folder / name for folder in self.statics if _has(folder, name)), None)


class _Amount(msgspec.Struct, frozen=True, array_like=True):
    """A theme's version and key, cached under the stamps of its files."""

    looks: bytes
    version: str
    key: bytes


def shipped() -> tuple[Path, Path]:
    """The folders of the program's own templates and static files."""
    inside = _PACKAGE / "theme"
    root = inside if inside.is_dir() else _PACKAGE.parent.parent
    return root / "templates", root / "static"


def load_theme(garden: Path, ledger: Ledger | None = None) -> Theme:
    """Find the theme for this garden.

    Version and key come from the ledger while the stamps of the files are unchanged, else from the files.
    """
    own_templates, own_static = garden / "templates", garden / "static"
    templates, static = shipped()
    statics = tuple(dict.fromkeys((own_static, static)))
    folders = tuple(dict.fromkeys((own_templates, templates)))
    assets: dict[str, Path] = {}
    places = [folder / part for folder in reversed(statics) for part in PARTS] + [*folders]
    scans = [scan(place) for place in places]
    for place, sources in zip(places[: -len(folders)], scans, strict=False):
        for source in sources:
            if source.path.endswith(_PUBLISHED) and not source.path.endswith(_NOT_PUBLISHED):
                assets[f"{place.name}/{source.path}"] = place / source.path
    seen = digest_of(*scans)
    looks = keys.key(seen, [str(place) for place in places]) if seen else b""
    amount = _remembered(ledger, looks)
    if amount is None:
        amount = _Amount(looks, *_amount(folders, statics, assets))
        if ledger is not None and looks:
            with ledger.commit():
                ledger.set_key(_KEY, msgspec.msgpack.encode(amount))
    return Theme(folders, statics, dict(sorted(assets.items())), amount.version, amount.key)


def _remembered(ledger: Ledger | None, looks: bytes) -> _Amount | None:
    try:
        known = msgspec.msgpack.decode(ledger.key(_KEY) if ledger is not None else b"", type=_Amount)
    except msgspec.DecodeError:
        return None
    return known if looks and known.looks == looks else None


def _amount(folders: Iterable[Path], statics: Iterable[Path], assets: dict[str, Path]) -> tuple[str, bytes]:
    """(version, key) of these files, from their contents."""
    version = blake2b(digest_size=6)
    for name in sorted(assets):
        version.update(name.encode() + b"\0" + _published(name, assets, statics))
    key = blake2b(version.digest(), digest_size=16)
    for folder in folders:
        for source in scan(folder):
            key.update(source.path.encode() + b"\0" + _bytes(folder, source.path))
    for folder in word_folders(statics):  # only the part of them that scripts use
        for source in scan(folder):
            key.update(source.path.encode() + b"\0" + _bytes(folder, source.path))
    worker = next((folder for folder in statics if _has(folder, "theme/sw.js")), None)
    if worker is not None:
        key.update(_bytes(worker, "theme/sw.js"))
    return version.hexdigest(), key.digest()


def _asset(path: Path, name: str) -> bytes:
    """The bytes of a file of `assets`, read below the folder `theme/` or `vendor/` that contains it."""
    inside = name.partition("/")[2]
    return _bytes(path.parents[inside.count("/")], inside)


def _bytes(folder: Path, name: str) -> bytes:
    with Tree(folder) as tree:
        return tree.read(name)


def _has(folder: Path, name: str) -> bool:
    try:
        with Tree(folder) as tree:
            return tree.has(name)
    except OSError:
        return False


def _published(name: str, assets: dict[str, Path], statics: Iterable[Path]) -> bytes:
    folder, _, file = name.rpartition("/")
    if f"{folder}/" == _WORDS and file.endswith(".json"):
        return for_scripts(file, word_folders(statics))
    if folder != "theme" or not file.endswith((".css", ".js")):
        return _asset(assets[name], name)

    def read(other: str) -> str | None:
        path = assets.get(f"{folder}/{other}")
        return _asset(path, f"{folder}/{other}").decode("utf-8", "surrogateescape") if path is not None else None

    if file.endswith(".js"):
        text = minify_js(_asset(assets[name], name).decode("utf-8", "surrogateescape"), read)
    else:
        text = minify_css(file, read)
    return text.encode("utf-8", "surrogateescape")


def shortcode_templates(garden: Path) -> tuple[tuple[str, str], ...]:
    """The garden's own shortcodes: (name, Jinja source), sorted by name. Raises SiteError for one that is not text."""
    folder = garden / "templates" / "shortcodes"
    names = [source.path for source in scan(folder) if source.path.endswith(".html")]
    return tuple((name.removesuffix(".html"), _text(folder, name)) for name in names)


def _text(folder: Path, name: str) -> str:
    try:
        with Tree(folder) as tree:
            return tree.read(name).decode("utf-8")
    except UnicodeDecodeError:
        raise SiteError("not UTF-8", f"templates/shortcodes/{name}", hint="save the file as UTF-8") from None
