"""`llms.txt`: a Markdown list of the notes by section, for programs that read a site for a language model.

The format is that of llmstxt.org: the site's name as heading, its description as a quote, then a heading and a list of
links for each section, to the notes' Markdown copies if the site has them. It names only what the site's own
lists name, without notes with `noindex`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from notegarden.garden.facets import ListEntry
from notegarden.site.addresses import Site, copy_address, heading_of
from notegarden.site.pages.explorer import folder_shown
from notegarden.site.reads import Reads
from notegarden.urls import path_of

_MARKUP = re.compile(r"[\\`*_\[\]<]|(?<!\S)#|&(?=#?\w+;)")
_ROOT = "Notes"


def llms_txt(reads: Reads, site: Site) -> bytes:
    """The file, in UTF-8: sections by folder, notes outside sections first; notes in the order of their section."""
    sections: dict[str, list[ListEntry]] = {}
    entries = reads.entries()
    for note in entries.by_title:
        if not note.noindex:
            sections.setdefault(_section(note, site), []).append(note)
    heads = {note.address: note.title for note in entries.named if not note.is_entry and not note.noindex}
    blocks = [f"# {_text(site.config.title)}"]
    if site.config.description.strip():
        blocks.append(f"> {_text(site.config.description)}")
    for folder, notes in sorted(sections.items()):
        blocks.append(f"## {_text(_title(folder, heads, site))}")
        blocks.append("\n".join(_item(note, site) for note in entries.ordered(notes, folder)))
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace")


def _section(note: ListEntry, site: Site) -> str:
    """The top-level folder of a note, "" if it is in none."""
    return folder_shown(note.path, site).partition("/")[0]


def _title(folder: str, heads: Mapping[str, str], site: Site) -> str:
    """`heads`: address → title of the section pages that may be named."""
    if not folder:
        return _ROOT
    if site.config.is_vault:
        return folder
    return heads.get(f"/{path_of(folder)}/") or heading_of(folder)


def _item(note: ListEntry, site: Site) -> str:
    address = site.permalink(copy_address(site, note) or note.address).replace("(", "%28").replace(")", "%29")
    return f"- [{_text(note.title or note.path)}]({address})"


def _text(text: str) -> str:
    """Plain text escaped to one line of Markdown."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
