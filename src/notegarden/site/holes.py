"""What goes into the holes of a note's body."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import msgspec

from notegarden.garden.garden import Garden
from notegarden.garden.resolve import Ambiguous, Found, Resolved
from notegarden.notes.note import Body, Link, Note, Picture
from notegarden.site.addresses import Site
from notegarden.urls import anchorize, is_external, quoted

Size = Callable[[str], tuple[int, int] | None]


class Fillings(msgspec.Struct, frozen=True, array_like=True):
    """Escaped for HTML. `links`: (address, further attributes) by number; `pictures`: whole `<img>` tags."""

    links: tuple[tuple[str, str], ...]
    pictures: tuple[str, ...]

    def into(self, body: Body) -> str:
        """The body's HTML with every hole filled."""
        out = [body.texts[0]]
        links, pictures = self.links, self.pictures
        for hole, text in zip(body.holes, body.texts[1:], strict=True):
            if hole.kind == "picture":
                out.append(pictures[hole.index])
            elif hole.kind == "address":
                out.append(links[hole.index][0])
            else:
                address, attributes = links[hole.index]
                out.append(f'<a href="{address}"{attributes}>')
            out.append(text)
        return "".join(out)


def fill(note: Note, garden: Garden, site: Site, size: Size) -> Fillings:
    """Work out the holes of one note. `size`: (width, height) in pixels of a picture by its site-relative address."""
    return Fillings(
        tuple(
            _link(link, answer, garden, site)
            for link, answer in zip(note.links, garden.answers(note.path), strict=True)
        ),
        tuple(_picture(each, number, note.path, garden, site, size) for number, each in enumerate(note.pictures)),
    )


def _link(link: Link, answer: Resolved, garden: Garden, site: Site) -> tuple[str, str]:
    title = f' title="{escape(link.title)}"' if link.title else ""
    if isinstance(answer, Found):
        return escape(_found_address(link, answer, garden, site)), title
    if link.kind in ("relref", "ref"):
        if isinstance(answer, Ambiguous):
            address = site.href(site.generated["health"], "link-ambiguous")
        else:
            address = site.href(site.generated["wanted"], wanted_id(link.target))
        return escape(address), f' class="missing"{title}'
    # Nothing in this site has the address: it stays as typed, marked.
    typed = site.href(link.target) if link.target.startswith("/") else link.target
    return escape(typed), f' class="broken"{title}'


def _found_address(link: Link, found: Found, garden: Garden, site: Site) -> str:
    target, mark, fragment = link.target.partition("#")
    if not target:
        return link.target
    if found.path and (not found.address or found.address == garden.addresses.of(found.path)):
        address = site.href(garden.addresses.of(found.path), found.fragment)
        return site.config.origin + address if link.kind == "ref" else address
    if link.kind in ("relref", "ref"):
        return site.href(found.address, found.fragment)
    if target.startswith("/"):
        # The typed form is kept, query and all; only the base URL's path comes in front.
        path = quoted(target.lstrip("/")).replace("%3F", "?").replace("%25", "%")
        return site.config.base_path + path + mark + fragment
    return link.target


def wanted_id(target: str) -> str:
    """The anchor of an unwritten note on the wanted page, by its target as typed."""
    return "w-" + anchorize(wanted_name(target))


def wanted_name(target: str) -> str:
    """A target without anchor, folder and ending: what two askers mean by the same note."""
    return target.partition("#")[0].rstrip("/").rpartition("/")[2].removesuffix(".md").lower().replace(" ", "-")


def _picture(picture: Picture, number: int, path: str, garden: Garden, site: Site, size: Size) -> str:
    src = picture.src
    given = dict(picture.attributes)
    if src and not is_external(src):
        address = garden.picture_address(src, path)
        measured = size(address)
        if measured is not None:
            given = _with_size(given, *measured)
        if src.startswith("/"):
            src = site.config.base_path + src[1:]
    if number:
        # The first picture may be the first thing seen; the rest wait until they are near.
        given.setdefault("loading", "lazy")
    given.setdefault("decoding", "async")
    # Hugo writes no alt where there is nothing to say; the standard asks for an empty one.
    alt = escape(picture.alt or "")
    rest = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
    return f'<img src="{escape(src)}" alt="{alt}"{rest}>'


def _with_size(given: dict[str, str], width: int, height: int) -> dict[str, str]:
    """The real size, or the given one with the missing side in proportion, so that nothing moves on loading."""
    if "width" in given and "height" in given:
        return given
    if given.get("width", "").isdigit() and width:
        return {**given, "height": str(round(height * int(given["width"]) / width))}
    if given.get("height", "").isdigit() and height:
        return {**given, "width": str(round(width * int(given["height"]) / height))}
    if "width" in given or "height" in given:
        return given
    return {**given, "width": str(width), "height": str(height)}
