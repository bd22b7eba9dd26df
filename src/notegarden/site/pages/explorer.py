"""The explorer: folders with their notes, and tags, as one tree."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import basename, dirname
from typing import NamedTuple

from notegarden.garden.facets import ListEntry
from notegarden.notes.visibility import is_section
from notegarden.render.page_view import LinkView
from notegarden.render.views import Branch, ExplorerView
from notegarden.site.addresses import Site, vault_folders
from notegarden.site.entries import Entries, natural_key
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads

_LEVELS = 16  # of branches, as templates and browsers limit nesting; deeper ones become one branch

Parts = tuple[str, ...]


class _Place(NamedTuple):
    """A folder or a tag by itself. `paths`: of the notes that count as its own; `notes`: those that it shows."""

    title: str
    url: str = ""
    paths: frozenset[str] = frozenset()
    notes: tuple[LinkView, ...] = ()


def explorer_page(reads: Reads, site: Site, address: str) -> ExplorerView:
    entries = reads.tags()
    top = _tree(_folders(entries, site), "")
    tags = _tree(_tags(entries, site), "#")
    return ExplorerView(**head(site, "explorer.html", address, "Explorer"), top=top, tags=tags.branches)


def _tree(places: Mapping[Parts, _Place], sign: str) -> Branch:
    """The branches of all places below the root. `sign`: the prefix of their keys."""
    children: dict[Parts, set[Parts]] = {}
    for parts in places:
        for depth in range(len(parts)):
            children.setdefault(parts[:depth], set()).add(parts[: depth + 1])
    return _branch((), places, children, sign)[0]


def _branch(
    parts: Parts, places: Mapping[Parts, _Place], children: Mapping[Parts, set[Parts]], sign: str
) -> tuple[Branch, frozenset[str]]:
    """(branch, paths of the notes in it and below)."""
    place = places.get(parts) or _Place(parts[-1] if parts else "")
    inner = [_branch(child, places, children, sign) for child in children.get(parts, ())]
    paths = place.paths.union(*(each for _, each in inner))
    branches = sorted((branch for branch, _ in inner), key=lambda each: (natural_key(each.title), each.key))
    notes = sorted(place.notes, key=lambda each: (natural_key(each.title), each.url))
    key = sign + "/".join(parts)
    return Branch(key, place.title, place.url, len(paths), tuple(branches), tuple(notes)), paths


def _parts(path: str) -> Parts:
    parts = path.split("/") if path else []
    return (*parts[: _LEVELS - 1], "/".join(parts[_LEVELS - 1 :])) if len(parts) > _LEVELS else tuple(parts)


# -- folders ----------------------------------------------------------------------------------------------------------


def _folders(entries: Entries, site: Site) -> dict[Parts, _Place]:
    """Every folder that has a page or contains a listed note, wherever permalinks publish it."""
    heads = _vault_heads(entries, site) if site.config.is_vault else _section_heads(entries, site)
    held: dict[str, list[ListEntry]] = {}
    own = {head.url for head in heads.values()} if site.config.is_vault else frozenset()
    for note in entries.by_title:
        if entries.link(note.path).url not in own:
            held.setdefault(folder_shown(note.path, site), []).append(note)
    out: dict[Parts, _Place] = {}
    for folder in sorted({*heads, *held}):
        parts = _parts(folder)
        known = out.get(parts) or heads.get(folder) or _Place(parts[-1] if parts else "")
        notes = held.get(folder, [])
        links = tuple(LinkView(site.href(note.address), note.title or note.path) for note in notes)
        out[parts] = known._replace(paths=known.paths | {note.path for note in notes}, notes=known.notes + links)
    return out


def folder_shown(path: str, site: Site) -> str:
    """The folder that a note is shown in: a leaf bundle counts as a note in its parent folder."""
    folder = dirname(path)
    is_bundle = folder and basename(path).lower().startswith("index.") and not site.config.is_vault
    return dirname(folder) if is_bundle else folder


def _section_heads(entries: Entries, site: Site) -> dict[str, _Place]:
    """Folder → its title and page: that of its `_index.md`, or the generated list of a top-level folder."""
    out = {folder: _Place(title, site.href(address)) for address, (title, folder) in site.section_folders.items()}
    for note in entries.named:
        if is_section(note.path) and dirname(note.path) and not note.path.startswith("tags/"):
            out[dirname(note.path)] = _Place(note.title, site.href(note.address))
    return out


def _vault_heads(entries: Entries, site: Site) -> dict[str, _Place]:
    """Folder of a vault → its name and page: that of the note about it, or the generated list."""
    pages = {*site.section_folders, *(note.address for note in entries.named)}
    return {
        folder: _Place(basename(folder), site.href(address) if address in pages else "")
        for folder, address in vault_folders(entries.garden).items()
    }


# -- tags -------------------------------------------------------------------------------------------------------------


def _tags(entries: Entries, site: Site) -> dict[Parts, _Place]:
    """Every tag of a listed note, with its page. A vault's `a/b` is inside `a`."""
    listed = {note.path for note in entries.by_title}
    out: dict[Parts, _Place] = {}
    for path, use in entries.tag_uses:
        if path not in listed:
            continue
        for target in use.notes:
            if target in entries.by_path:
                link = entries.link(target)
                _bear(out, (link.url,), link.title, link.url, path)
        for tag in map(str.strip, use.plain):
            steps = [tag] if not site.config.is_vault else [each for each in tag.split("/") if each]
            for depth in range(len(steps)):
                address = entries.plain_tags.get("/".join(steps[: depth + 1]), "")
                parts = _parts("/".join(steps[: depth + 1]).casefold()) if site.config.is_vault else (address,)
                if address:
                    title = entries.tag_titles[address]
                    _bear(out, parts, title.split("/")[-1] if site.config.is_vault else title, site.href(address), path)
    return out


def _bear(tags: dict[Parts, _Place], parts: Parts, title: str, url: str, path: str) -> None:
    """Count a note for a tag."""
    known = tags.get(parts) or _Place(title, url)
    tags[parts] = known._replace(paths=known.paths | {path})
