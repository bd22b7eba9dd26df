"""Hugo's address rules. Pure functions over strings; addresses are site-relative: `/posts/a/`, never encoded."""

from __future__ import annotations

import re
import unicodedata
from posixpath import normpath
from urllib.parse import quote

# Hugo keeps letters, marks and digits of every script and these; the rest is dropped.
_KEPT_PUNCTUATION = frozenset("._-+~@/#")
_SAFE_IN_HREF = "/._-~!$&'()*+,;=:@"
_CLEAN_PATH = re.compile(r"[a-z0-9._/\-]*")
_PLAIN = re.compile(r"[A-Za-z0-9/._\-~]*")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|//")


def is_external(target: str) -> bool:
    """Whether a link's target leaves the site: it has a scheme (`https:`, `mailto:`) or a host (`//x`)."""
    return _SCHEME.match(target) is not None


def path_of(text: str) -> str:
    """Clean a path as Hugo does for a generated page: lower case, each space to `-`, punctuation dropped."""
    if _CLEAN_PATH.fullmatch(text):
        return text
    return "".join(
        "-" if char.isspace() else char
        for char in text
        if char.isalnum() or char.isspace() or char in _KEPT_PUNCTUATION or unicodedata.category(char)[0] == "M"
    ).lower()


def quoted(address: str) -> str:
    """Percent-encode an address for an `href`; what is a path separator or a fragment mark inside stays data."""
    return address if _PLAIN.fullmatch(address) else quote(address, safe=_SAFE_IN_HREF)


def quoted_fragment(fragment: str) -> str:
    return fragment if _PLAIN.fullmatch(fragment) else quote(fragment, safe="/._-~!$&'()*+,;=:@?")


def output_file(address: str) -> str:
    """The file an address is written to, relative to the output: `/posts/a/` → `posts/a/index.html`."""
    return (address + "index.html").lstrip("/") if address.endswith("/") else address.lstrip("/")


def join(base: str, relative: str) -> str:
    """Resolve a typed relative path against the folder `base` (`/posts/`); stays inside the site."""
    path = relative if relative.startswith("/") else base + relative
    clean = normpath("/" + path.lstrip("/"))
    return clean + "/" if path.endswith("/") and clean != "/" else clean


def anchorize(text: str) -> str:
    """An anchor for a name: lower case, runs of anything but letters and digits become one hyphen."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "x"
