"""Hugo's URL rules. Pure functions over strings; addresses are relative to the site (`/posts/a/`), never encoded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from hashlib import blake2b
from posixpath import normpath
from urllib.parse import quote

# Hugo keeps letters, marks and decimal digits of every script, these, and `%` before two hexadecimal digits.
_KEPT_PUNCTUATION = frozenset("._-+~@/#\\")
_KEPT_CATEGORIES = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd"))
_HEX = re.compile(r"[0-9A-Fa-f]{2}")
_SAFE_IN_HREF = "/._-~!$&'()*+,;=:@"
_CLEAN_PATH = re.compile(r"[a-z0-9._/\-]*")
_PLAIN = re.compile(r"[A-Za-z0-9/._\-~]*")
_FILE = re.compile(r"\.(?:html?|xml|json|js|css|txt|webmanifest)$", re.IGNORECASE)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
AUDIO = (".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".3gp")
VIDEO = (".mkv", ".mov", ".mp4", ".ogv", ".webm")
MEDIA = (*PICTURES, ".bmp", *AUDIO, *VIDEO, ".pdf")
_TAKEN = frozenset((".", "..", ".git", "index.html", "index.xml"))
_TAKEN_AT_TOP = re.compile(  # the site's own files
    r"404\.html|robots\.txt|llms\.txt|sw\.js|(?:graph|search|feed|offline|offline-files)\.json"
    r"|(?:feed|sitemap[\w-]*)\.xml|manifest\.webmanifest",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"\.(?!(?:html?|md)$)(?=\d*[a-z])\w{1,5}$", re.IGNORECASE)
SCHEMES = frozenset(
    (
        "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "sftp", "geo", "magnet", "irc", "ircs", "xmpp",
        "matrix", "news", "nntp", "git", "ssh", "gemini", "gopher", "doi", "urn", "webcal", "bitcoin", "id", "file",
        "message", "attachment", "obsidian", "zotero", "org-protocol", "logseq", "bear", "things", "vscode",
        "x-devonthink-item",
    )
)  # fmt: skip
"""The schemes allowed in links on a page. All others are refused, because browsers have some that run code."""
_DATA = re.compile(r"data:image/([\w.+\-]+)[;,]", re.IGNORECASE)
_DATA_PICTURES = frozenset(("gif", "png", "jpg", "jpeg", "webp", "avif", "svg+xml"))
_DROPPED = re.compile(r"[\t\n\r]")
_LEADING = "".join(map(chr, range(33)))
_SLASHES = re.compile("//+")
_MADE = re.compile(r"(?:assets/(?:[0-9a-f]{12}|cards|pictures)|search-index)/")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|//")


def names_its_content(file: str) -> bool:
    """Whether a file of the site has a digest of its content in its name or its folder's, so that it never changes.

    A garden may have an `assets/` of its own, whose files do change.
    """
    return _MADE.match(file) is not None


def is_external(target: str) -> bool:
    """Whether a link's target is outside the site: it has a scheme (`https:`, `mailto:`) or a host (`//x`)."""
    return _SCHEME.match(_as_read(target)) is not None and not is_garden_file(target)


def is_of_the_web(target: str) -> bool:
    """Whether a target is an absolute web address that a browser can open unchanged."""
    return target.strip().lower().startswith(("https://", "http://"))


def scheme_of(address: str) -> str:
    """The scheme that a browser sees in an address, in lower case; "" for an address inside the site.

    `address` is an attribute value with its character references already decoded.
    """
    found = _SCHEME.match(_as_read(address))
    return found[0][:-1].lower() if found and found[0] != "//" else ""


def may_lead_to(address: str, *, picture: bool = False) -> bool:
    """Whether a page may link to an address (or show it as a `picture`): its scheme is known and cannot run code.

    Everything that writes an `href` or a `src` taken from a garden must ask here.
    """
    scheme = scheme_of(address)
    if scheme == "data":
        kinds = _DATA_PICTURES if picture else _DATA_PICTURES - {"svg+xml"}
        found = _DATA.match(_as_read(address))
        return found is not None and found[1].lower() in kinds
    return not scheme or scheme in SCHEMES


def _as_read(address: str) -> str:
    """An address as a browser parses it: leading control characters and blanks, and all tabs and newlines, are dropped.

    https://url.spec.whatwg.org/#concept-basic-url-parser
    """
    if address.isprintable() and address[:1] != " ":
        return address
    return _DROPPED.sub("", address).lstrip(_LEADING)


def composed(text: str) -> str:
    """The text in Unicode normal form C, so that names that differ only in their normal form compare equal."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def lowered(text: str) -> str:
    """Lower case as in Go: maps each character to exactly one, so `İ` gives `i` and a final `Σ` gives `σ`."""
    return text.lower() if text.isascii() else text.replace("İ", "i").replace("Σ", "σ").lower()


def sanitized(text: str) -> str:
    """The text sanitized for an address as in Hugo: a run of white space becomes one hyphen, punctuation is dropped.

    White space at the ends and beside a hyphen is dropped: `4 Weeks - Time` → `4-Weeks-Time`, `C++ & D` → `C++-D`.
    """
    if _CLEAN_PATH.fullmatch(text):
        return text
    kept: list[str] = []
    waiting = False  # white space was seen and may become a hyphen
    for place, char in enumerate(text):
        if _is_kept(text, place, char):
            if waiting and char != "-":
                kept.append("-")
            waiting = False
            kept.append(char)
        elif char.isspace() and kept and kept[-1] != "-":
            waiting = True
    return "".join(kept)


def _is_kept(text: str, place: int, char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char in _KEPT_PUNCTUATION or (char == "%" and bool(_HEX.match(text, place + 1)))
    return unicodedata.category(char) in _KEPT_CATEGORIES


def urlized(text: str) -> str:
    """A title or slug as Hugo's `urlize` writes it in a URL, not percent-encoded."""
    return lowered(sanitized(text))


def is_garden_file(target: str) -> bool:
    """Whether a target is a `file:` link to a path below the garden's root."""
    return target.startswith("file:") and not target.startswith("file://")


def is_own_disk(target: str) -> bool:
    """Whether a target is a file on the author's own disk, which a reader's browser cannot open."""
    return target[:7].lower() == "file://"


def path_of(text: str) -> str:
    """A source path or a tag as part of an address, as in Hugo: lower case, spaces as hyphens, punctuation dropped."""
    if _CLEAN_PATH.fullmatch(text):
        return text
    return lowered(sanitized(lowered(text.replace(" ", "-"))))


def quoted(address: str) -> str:
    """Percent-encode an address for an `href`, including separators and `#` that are part of a name."""
    return address if _PLAIN.fullmatch(address) else quote(address, safe=_SAFE_IN_HREF)


def quoted_fragment(fragment: str) -> str:
    return fragment if _PLAIN.fullmatch(fragment) else quote(fragment, safe="/._-~!$&'()*+,;=:@?")


def publishable(address: str) -> str:
    """An address that every file system can store and that cannot collide with the site's own files.

    Repeated slashes become one, as in Hugo. Control characters are dropped. A part longer than 200 bytes is cut and
    gets a digest of the whole, and so does an address longer than 1,000. A folder that has the name of one of the
    site's own files (`robots.txt/`), or of `.git` or `..`, gets a `_`.
    """
    if address.endswith("/index.html"):
        address = address.removesuffix("index.html")
    address = _SLASHES.sub("/", address)
    if len(address) <= 200 and address.isascii() and address.isprintable() and "." not in address:
        return address
    clean = "".join(char for char in address if char.isprintable() or char == " ")
    *folders, last = clean.split("/")
    parts = [shortened(part + "_" * _is_taken(part, depth)) for depth, part in enumerate(folders)]
    whole = "/".join([*parts, shortened(last)])
    if len(whole.encode()) <= 1000:
        return whole
    mark = blake2b(whole.encode(), digest_size=6).hexdigest()
    kept = "/".join(whole.encode()[:800].decode("utf-8", "ignore").split("/")[:-1])
    return f"{kept}/{mark}/"


def _is_taken(part: str, depth: int) -> bool:
    """`depth`: 1 for a folder at the top."""
    return part.lower() in _TAKEN or (depth == 1 and _TAKEN_AT_TOP.fullmatch(part) is not None)


def is_made(file: str) -> bool:
    """Whether an output file is one that the site generates itself; a note may replace the 404 page."""
    return file != "404.html" and _TAKEN_AT_TOP.fullmatch(file) is not None


def shortened(part: str) -> str:
    """A part of an address or path; if longer than 200 bytes, it is cut and gets a digest of the whole."""
    data = part.encode()
    if len(data) <= 200:
        return part
    return f"{data[:120].decode('utf-8', 'ignore')}-{blake2b(data, digest_size=6).hexdigest()}"


def output_file(address: str) -> str:
    """The output file of an address, relative to the output folder: `/posts/a/` → `posts/a/index.html`."""
    return (address + "index.html").lstrip("/") if address.endswith("/") else address.lstrip("/")


def join(base: str, relative: str) -> str:
    """Resolve a relative path as typed against the folder `base` (`/posts/`); the result stays inside the site."""
    path = relative if relative.startswith("/") else base + relative
    clean = normpath("/" + path.lstrip("/"))
    return clean + "/" if path.endswith("/") and clean != "/" else clean


def anchorize(text: str) -> str:
    """An anchor for a name: lower case, each run of characters other than letters and digits becomes one hyphen."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "x"


def names_file(address: str) -> bool:
    """Whether an address is of a file, not a folder: as in Hugo, a `url` with a file extension is one."""
    return _FILE.search(address) is not None


def names_attachment(target: str) -> bool:
    """Whether a link's target is, by its extension, a file to open or download rather than a page."""
    return _ATTACHED.search(target.partition("#")[0].partition("?")[0]) is not None


PAGES = ("all", "tags", "recent", "wanted", "health", "map", "search", "explorer", "calendar", "rereading",
         "references", "tasks")  # fmt: skip
"""The generated pages by name. Each has the address /name/ unless a note has it. Not every site has all of them."""


WRITTEN = ("/", "/404.html", "/robots.txt", "/graph.json", "/manifest.webmanifest")
"""Other files that every site has, besides these pages and the garden's own."""


def tag_page(tag: str) -> str:
    """The address of a tag's page, as in Hugo: `AWS/IAM` → `/tags/aws/iam/`; one for both Unicode normal forms."""
    return publishable(f"/tags/{path_of(composed(tag).strip()).strip('/') or 'tag'}/")


def section_folders(paths: Iterable[str], headed: Collection[str] = ()) -> set[str]:
    """The top-level folders that contain notes and are not leaf bundles. `headed`: folders to leave out."""
    listed = list(paths)
    heads = (path for path in listed if "/index." in path.lower())  # a cheap filter first: few match
    bundles = {path.partition("/")[0] for path in heads if path.count("/") == 1}
    found = {path.partition("/")[0] for path in listed if "/" in path} - bundles
    led_in = {composed(folder) for folder in headed}
    # Names that differ only in their normal form are one section; the last one (the composed form) names it.
    return {*{composed(each): each for each in sorted(found) if composed(each) not in led_in}.values()}


def headed_folders(paths: Iterable[str]) -> set[str]:
    """The folders that have an `_index.md`, which replaces the generated list, even if it is unpublished or moved."""
    heads = (path.rpartition("/") for path in paths if "/_index." in path.lower())  # a cheap filter first
    return {folder for folder, _, name in heads if name.lower().startswith("_index.")}


def generated_addresses(
    paths: Iterable[str], list_at: Callable[[str], str], *, feeds: Collection[str] = (), is_vault: bool = False
) -> set[str]:
    """The lists of folders that links may lead to, and their feeds.

    `paths`: of all notes. `list_at`: gives the address of a folder's list. `feeds`: file names of a list's feeds.
    In a vault a note may have the address of such a list; the note wins.
    """
    listed = list(paths)
    led_in = headed_folders(listed)
    sections = {list_at(folder) for folder in section_folders(listed, () if is_vault else led_in)}
    return sections | {f"{address}{feed}" for address in {*sections, *map(list_at, led_in)} for feed in feeds}


def feed_names(*, json: bool) -> tuple[str, ...]:
    """The file names of the feeds next to the page of a section or a tag; the first is named as in Hugo."""
    return ("index.xml", "feed.json") if json else ("index.xml",)


def names_media(target: str) -> bool:
    """Whether a target is, by its extension, a file that a page can show: a picture, audio, video or a PDF."""
    return target.partition("#")[0].rstrip().lower().endswith(MEDIA)


def attachment_address(source: str) -> str:
    """Where a file that lies next to Org notes is published, by its path: where ox-hugo copies it."""
    if "/static/" in f"/{source}":
        return "/" + f"/{source}".rpartition("/static/")[2]
    return f"/ox-hugo/{source.rpartition('/')[2]}"


def withheld(path: str, *, is_note: bool) -> str:
    """The entry in the list of files for an unpublished file: not an address, but a key that link lookups can find."""
    name = path.lower().replace(" ", "-")
    if is_note:
        name = name.rpartition(".")[0]
        name = name.removesuffix("/index").removesuffix("/_index")
    return WITHHELD + name


WITHHELD = "//withheld/"
PART = f"{WITHHELD}/"
"""Prefix of the key of a note that is part of a bundle's page and so has no page itself; its path follows."""


def host_in_ascii(host: str) -> str:
    """A host name in its ASCII (IDNA) form; unchanged if it has none."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:  # a label is too long or has a forbidden character
        return host
