"""Links of every type, targets, timestamps, cookies and citations: what stands in brackets."""

from __future__ import annotations

import re
from html import unescape
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import quote, unquote

from notegarden.dialects.org.attributes import written
from notegarden.dialects.org.citing import cite_rule, org_ref
from notegarden.dialects.org.footnotes import footnote_reference
from notegarden.dialects.org.page import PICTURE, OrgDraft, is_picture
from notegarden.dialects.org.settings import unquoted
from notegarden.dialects.org.slugs import slug
from notegarden.dialects.org.state import OrgState
from notegarden.dialects.pieces.html import END, HOLE, escape, href
from notegarden.notes.note import LinkKind

_PATH = re.compile(r"\[\[((?:[^\[\]\\]|\\.)++)\]", re.DOTALL)
_TYPE = re.compile(r"([a-zA-Z][\w+-]*):")
_BODY = r"(?:[^\]\[ \t\n()<>]|\((?:[^\]\[ \t\n()<>]|\([^\]\[ \t\n()<>]*+\))*+\))++"
_LONGEST_PLAIN = 4_000  # letters of an address in the text
_LONGEST_KEYS = 1_000
_PLAIN = re.compile(
    rf"(https?|ftp|mailto|file|doi|news|attachment|id|elisp|shell|help|info|cite[pt]?|citealp|citeauthor|citeyear|nocite):({_BODY})"
)
_ANGLE = re.compile(r"<(https?|ftp|mailto|file|doi|news):([^>\n]++)>")
_TARGET = re.compile(r"<<([^<>\s](?:[^<>\n]*[^<>\s])?)>>")
RADIO = re.compile(r"<<<([^<>\s](?:[^<>\n]*[^<>\s])?)>>>")
_STAMP = r"\d{4}-\d\d-\d\d(?: [^<>\[\]\n]{0,80}+)?"
_ACTIVE = re.compile(rf"<{_STAMP}>(?:--<{_STAMP}>)?")
_INACTIVE = re.compile(rf"\[{_STAMP}\](?:--\[{_STAMP}\])?")
_COOKIE = re.compile(r"\[(?:\d*/\d*|\d*%)\]")
_MARKDOWN = re.compile(
    r"\[((?:[^\[\]\n]|\\.)*+)\]\(([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)(?:[ \t]+\"([^\"\n]*)\")?\)"
)
_UNESCAPED = re.compile(r"\\([\[\]\\])")
_MOST_HINTS = 50  # problems of a page; each search costs time
_SCHEMES = frozenset(("http", "https", "ftp", "mailto", "news"))
_EMACS_MANUALS = ("emacs", "elisp", "eintr", "gnus", "message", "calc", "cl", "eww", "tramp", "dired-x", "ediff")
_PICTURE_TYPES = ("file:", "attachment:", "http:", "https:")
_DEAD = frozenset(("elisp", "shell", "help", "man", "woman"))


class Target(NamedTuple):
    """Where a link leads: `kind` and `target` of an inner link, or the `address` of another site. `text`: what shows
    where the link has no description, as Org."""

    kind: LinkKind | None
    target: str
    address: str
    text: str


def bracket_rule(state: OrgState) -> bool:
    src, start = state.src, state.pos
    second = src[start + 1 : start + 2]
    if second == "[":
        return _bracket_link(state)
    if second == "f" and src.startswith("[fn:", start):
        return footnote_reference(state)
    if second == "c" and src.startswith("[cite", start):
        return cite_rule(state)
    cookie = _COOKIE.match(src, start, state.end)
    if cookie:
        state.out.append(f"<code>{cookie[0]}</code>")
        state.pos = state.node_end = cookie.end()
        return True
    if second.isdigit():
        return _timestamp(state, _INACTIVE)
    return False


def _timestamp(state: OrgState, pattern: re.Pattern[str]) -> bool:
    found = pattern.match(state.src, state.pos, state.end)
    if found is None:
        return False
    if state.page.options.timestamps:
        shown = escape(found[0]).replace("--", "–")
        state.out.append(f'<span class="timestamp-wrapper"><span class="timestamp">{shown}</span></span>')
    state.pos = state.node_end = found.end()
    return True


def _bracket_link(state: OrgState) -> bool:
    src, start = state.src, state.pos
    found = _PATH.match(src, start, state.end)
    if found is None:
        return False
    stop = found.end()
    path = _UNESCAPED.sub(r"\1", " ".join(found[1].split()))
    inside: tuple[int, int] | None = None
    if src.startswith("]", stop):
        stop += 1
    elif src.startswith("[", stop):
        if "]]" not in state.last_ends:
            state.last_ends["]]"] = src.rfind("]]")
        closing = src.find("]]", stop + 1, state.end) if state.last_ends["]]"] > stop else -1
        if closing < 0:
            return False
        while src.startswith("]", closing + 2) and closing + 2 < state.end:
            closing += 1
        inside = stop + 1, closing
        stop = closing + 2
    else:
        return False
    _put(state, path, inside, start + 2)
    state.pos = state.node_end = stop
    return True


def _put(state: OrgState, path: str, inside: tuple[int, int] | None, pos: int) -> None:
    page, place = state.page, state.place(pos)
    if org_ref(state, path, pos):
        return
    named, state.attributes = state.attributes or {}, None
    if inside is None and is_picture(path):
        state.out.append(_inline_picture(page, path, place, named))
        return
    target = find_target(page, path, place)
    if target is None:
        if inside is not None:
            state.run(*inside)
        else:
            state.out.append(escape(path))
        return
    tag = opening(page, target, place, unquoted(named.get("title", "")))
    if target.kind is None and named:
        more = {name: value for name, value in named.items() if name in ("target", "rel", "class")}
        tag = f"{tag[:-1]}{written(more)}>"
    state.out.append(tag)
    if inside is None:
        state.out.append(_plain_description(state, target))
    else:
        _description(state, inside, named)
    state.out.append("</a>")


def _inline_picture(page: OrgDraft, path: str, place: tuple[int, int], named: dict[str, str]) -> str:
    given = {name: unquoted(value) for name, value in named.items()}
    alt = given.pop("alt", path.rpartition("/")[2] if given else "")
    shown = [(name, value) for name, value in given.items() if name in ("width", "height", "class", "title", "loading")]
    return picture(page, path, place, alt, shown)


def _plain_description(state: OrgState, target: Target) -> str:
    if target.text and target.kind is not None and not target.text.isdigit() and target.kind != "file":
        return state.render(target.text)
    return escape(target.text)


def _description(state: OrgState, inside: tuple[int, int], named: dict[str, str]) -> None:
    inner = state.src[inside[0] : inside[1]].strip()
    if " " not in inner and inner.startswith(_PICTURE_TYPES) and is_picture(inner):
        state.out.append(_inline_picture(state.page, inner, state.place(inside[0]), named))
        return
    if "://" in inner and " " not in inner and _PLAIN.fullmatch(inner):
        state.out.append(escape(inner))
        return
    state.run(*inside)


def opening(page: OrgDraft, target: Target, place: tuple[int, int], title: str = "") -> str:
    """The opening tag of a link, or the hole that stands for it."""
    if target.kind is not None:
        return f"{HOLE}L{page.add_link(target.target, target.kind, *place, title)}{END}"
    shown = f' title="{escape(title)}"' if title else ""
    return f'<a href="{href(target.address)}"{shown}>'


def picture(page: OrgDraft, path: str, place: tuple[int, int], alt: str | None = "", attributes: object = None) -> str:
    found: list[tuple[str, str]] = attributes if isinstance(attributes, list) else []
    return page.add_picture(picture_source(page, path), *place, alt, found)


def picture_source(page: OrgDraft, path: str) -> str:
    """What a picture's path means: an address, or `file:` and the file relative to the garden."""
    if path.startswith(("http://", "https://")):
        return path
    if path.startswith("attachment:"):
        return attachment(page, path.partition(":")[2])
    return file_source(page, path.removeprefix("file:"))


def file_source(page: OrgDraft, path: str) -> str:
    if path.startswith(("/", "~")):
        return path
    return "file:" + normpath(join(dirname(page.file), path))


def attachment(page: OrgDraft, name: str) -> str:
    """Where Org keeps an attachment: in the folder that DIR names, else in one made of the ID."""
    heading = page.heading
    properties = page.outline.properties
    folder = (heading.inherited("DIR") if heading else None) or properties.get("DIR")
    identity = (heading.inherited("ID") if heading else None) or properties.get("ID", "")
    if not folder:
        folder = f"data/{identity[:2]}/{identity[2:]}" if identity else "data"
    return "file:" + normpath(join(dirname(page.file), folder, name))


def find_target(page: OrgDraft, path: str, place: tuple[int, int]) -> Target | None:
    """What a path leads to; None, and a problem, where it leads nowhere."""
    path = _unabbreviated(page, path)
    found = _TYPE.match(path)
    kind = found[1].lower() if found else ""
    rest = path[found.end() :] if found else path
    if kind in _SCHEMES:
        return Target(None, "", path, path.removeprefix("mailto:") if kind == "mailto" else path)
    if kind == "id":
        return _by_id(page, rest)
    if kind == "doi":
        address = f"https://doi.org/{rest}"
        return Target(None, "", address, address)
    if path in (".", "..") or (path.endswith("/") and path.startswith(("./", "../"))):
        return Target("markdown", path, "", path)
    if kind.startswith("file") or path.startswith(("/", "./", "../", "~/")):
        return _by_file(page, rest if kind.startswith("file") else path)
    if kind == "attachment":
        target = attachment(page, rest)
        return Target("file", target, "", rest)
    if kind == "info":
        return _info(rest)
    if kind in _DEAD:
        message = f"a link of the type {kind}: runs something in the editor, and leads nowhere on a page"
        page.problem("dead-scheme", "info", *place, message)
        return None
    return _inside(page, path, place)


def _unabbreviated(page: OrgDraft, path: str) -> str:
    name, colon, rest = path.partition(":")
    address = page.abbreviations.get(name)
    if address is None:
        return path
    tag = rest if colon else ""
    if "%s" in address:
        return address.replace("%s", tag)
    if "%h" in address:
        return address.replace("%h", quote(tag, safe=""))
    return address + tag


def _info(rest: str) -> Target:
    manual, _, node = rest.partition("#") if "#" in rest else rest.partition(":")
    node = node.lstrip(":") or "Top"
    name = node.replace(" ", "-") if node != "Top" else "index"
    roots = {
        "org": "https://orgmode.org/manual/",
        "emacs": "https://www.gnu.org/software/emacs/manual/html_node/emacs/",
    }
    part = f"emacs/manual/html_node/{manual}" if manual in _EMACS_MANUALS else f"{manual}/manual/html_node"
    root = roots.get(manual, f"https://www.gnu.org/software/{part}/")
    return Target(
        None,
        "",
        f"{root}{name}.html",
        f"{manual.capitalize()} Info: {node}" if node != "Top" else f"{manual.capitalize()} Info",
    )


def _by_id(page: OrgDraft, identity: str) -> Target:
    identity, _, search = identity.partition("::")
    found: Target | None = page.resolver.by_id(identity, page)
    if found is not None and not search:
        return found
    return Target("name", f"id:{identity}", "", identity)


def _by_file(page: OrgDraft, path: str) -> Target:
    path, _, search = path.partition("::")
    if path.endswith((".org", ".org.gpg")):
        file = normpath(join(dirname(page.file), path)) if not path.startswith(("/", "~")) else path
        name = f"file:{file}::{search_name(search)}" if search else f"file:{file}"
        return Target("name", name, "", path if not search else f"{path}::{search}")
    if path.endswith(".md") and not path.startswith(("/", "~")):
        place = normpath(join(dirname(page.file), path))
        return Target("relref", f"/{place.removeprefix('content/')}", "", path)
    source = file_source(page, path)
    if not source.startswith("file:"):
        return Target("markdown", source, "", path)
    return Target("file", source, "", path)


def search_name(search: str) -> str:
    """The part of a link behind `::`, as names of notes have it."""
    return search if search.startswith("#") else " ".join(search.lstrip("*").split()).casefold()


def _inside(page: OrgDraft, path: str, place: tuple[int, int]) -> Target | None:
    """A heading, a target, a name or a custom id of this file."""
    found: Target | None = page.resolver.search(path, page)
    if found is not None:
        return found
    close = page.resolver.nearest(path.lstrip("*#")) if len(page.problems) < _MOST_HINTS else ""
    hint = f"did you mean {close}?" if close else ""
    page.problem("target-missing", "error", *place, f"[[{path}]] leads to nothing in this file", hint)
    return None


def angle_rule(state: OrgState) -> bool:
    src, start = state.src, state.pos
    following = src[start + 1 : start + 2]
    if following == "<":
        return _radio_target(state) if src.startswith("<<<", start) else _target(state)
    if following.isdigit():
        return _timestamp(state, _ACTIVE)
    found = _ANGLE.match(src, start, state.end)
    if found is None:
        return False
    target = find_target(state.page, found[0][1:-1], state.place(start + 1))
    if target is None:
        return False
    state.out.append(f"{opening(state.page, target, state.place(start + 1))}{escape(target.text)}</a>")
    state.pos = state.node_end = found.end()
    return True


def _target(state: OrgState) -> bool:
    found = _TARGET.match(state.src, state.pos, state.end)
    if found is None:
        return False
    state.out.append(f'<span class="org-target" id="{escape(target_id(found[1]))}"></span>')
    state.pos = state.node_end = found.end()
    return True


def target_id(name: str) -> str:
    """The id of `<<name>>`; `<<.name>>` is the id itself."""
    return name[1:] if name.startswith(".") else f"org-target--{slug(name)}"


def _radio_target(state: OrgState) -> bool:
    found = RADIO.match(state.src, state.pos, state.end)
    if found is None:
        return False
    state.out.append(f'<span class="org-radio" id="org-radio--{escape(slug(found[1]))}">')
    radio, state.page.radio = state.page.radio, None
    state.run(*found.span(1))
    state.page.radio = radio
    state.out.append("</span>")
    state.pos = state.node_end = found.end()
    return True


def radio_link(state: OrgState, text: str) -> str:
    number = state.page.add_link(
        f"#org-radio--{slug(' '.join(text.lower().split()))}", "markdown", *state.place(state.pos)
    )
    return f"{HOLE}L{number}{END}{escape(text)}</a>"


def plain_link(state: OrgState) -> bool:
    src, start = state.src, state.pos
    if start > state.start and (src[start - 1].isalnum() or src[start - 1] == "_"):
        return False
    longest = _LONGEST_KEYS if src.startswith(("cite", "nocite"), start) else _LONGEST_PLAIN
    found = _PLAIN.match(src, start, min(state.end, start + longest))
    if found is None:
        return False
    text = found[0]
    while text and _is_trailing(text):
        text = text[:-1]
    if len(text) <= len(found[1]) + 1:
        return False
    if found[1].startswith(("cite", "nocite")):
        state.pos = start + (len(text) if (is_cited := org_ref(state, text, start)) else 0)
        return is_cited
    place = state.place(start)
    if PICTURE.search(text) and is_picture(text):
        state.out.append(picture(state.page, text, place))
    else:
        target = find_target(state.page, text, place)
        if target is None:
            state.out.append(escape(text))
        else:
            state.out.append(f"{opening(state.page, target, place)}{escape(target.text)}</a>")
    state.pos = state.node_end = start + len(text)
    return True


def _is_trailing(text: str) -> bool:
    return not (text[-1].isalnum() or text[-1] in "/)" or not text[-1].isascii())


def markdown_link(state: OrgState) -> bool:
    """`[text](address)` is Markdown's own, which the exporter lets through."""
    found = _MARKDOWN.match(state.src, state.pos, state.end)
    if found is None:
        return False
    address = unescape(found[2])
    if "://" in address or address.startswith("mailto:"):
        target = Target(None, "", address, "")
    else:
        target = Target("markdown", unquote(address), "", "")
    state.out.append(opening(state.page, target, state.place(found.start(2)), found[3] or ""))
    state.run(*found.span(1))
    state.out.append("</a>")
    state.pos = state.node_end = found.end()
    return True
