"""Create garden, planner and findings for a build: everything that a build with nothing to do does not need.

`stages.py` imports this module only if something changed, because importing it takes longer than an idle build.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from notegarden.check.findings import check_inputs
from notegarden.config.schema import Config, GardenConfig
from notegarden.errors import SiteError
from notegarden.files.scan import Stamp
from notegarden.garden.apply import Changes, apply
from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.ledger import keys
from notegarden.ledger.ledger import Ledger
from notegarden.notes.dates import DateReading, zone_of
from notegarden.notes.note import Cascade, Note
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import Rules
from notegarden.pipeline.settings import date_keys_of
from notegarden.publish.cards import write_cards
from notegarden.publish.copies import copy_files, write_made
from notegarden.publish.output_folder import OutputFolder
from notegarden.publish.publication import Publication
from notegarden.render.theme import Theme
from notegarden.site.addresses import Site
from notegarden.site.planner import Planner
from notegarden.site.site_files import SiteFiles
from notegarden.sources.git_dates import stored_dates
from notegarden.sources.picture_copies import PictureCopies
from notegarden.sources.pictures import PictureSizes
from notegarden.sources.snapshot import Files, Snapshot

__all__ = [
    "Changes",
    "Garden",
    "OutputFolder",
    "PictureCopies",
    "PictureSizes",
    "Planner",
    "Publication",
    "SiteFiles",
    "apply",
    "check_inputs",
    "copy_files",
    "planner",
    "published_files",
    "restored",
    "write_cards",
    "write_made",
]


def restored(config: GardenConfig, load: Callable[[str], Note], now: str, ledger: Ledger, rules: Rules) -> Garden:
    """The garden stored in the ledger."""
    garden = Garden(config, load, now, rules, _site_cascade(config))
    files = ledger.files()
    garden.file_sizes = {address: stamp.size for address, (source, stamp) in files.items() if source}
    known = {address: source for address, (source, _) in files.items()}
    garden.restore(ledger.nodes(), known, stored_dates(ledger))
    return garden


def _site_cascade(config: GardenConfig) -> tuple[Cascade, ...]:
    """The front matter that all notes inherit from the configuration. Raises SiteError if it is invalid."""
    if not config.cascade:
        return ()
    from notegarden.dialects.pieces.fields import Fields

    fields = Fields("", {}, {}, DateReading(zone_of(config.time_zone), dict(date_keys_of(config))))
    found = tuple(fields.cascades([*config.cascade]))
    if fields.problems:
        raise SiteError(f"cascade: {fields.problems[0].message}", hint="fix the value in the site's configuration")
    return found


def published_files(garden: Garden, files: Files, snapshot: Snapshot) -> Files:
    """The files of the site, by the addresses they are published at.

    Files of a bundle only if its note is published; files next to Org notes only if a published note uses them.
    """
    found: Files = {}
    for own, file in sorted(files.items()):
        address = garden.bundles.published(own)
        if address is not None:
            found.setdefault(address, file)
    if not snapshot.outlined:
        return found
    used = {address for node in garden.published() for address in node.pictures}
    return snapshot.published(found, used)


def planner(
    root: Path,
    config: Config,
    garden: Garden,
    theme: Theme,
    ledger: Ledger,
    texts: Callable[[str], str],
    files: Mapping[str, tuple[str, Stamp]],
    problems: Callable[[], list[Problem]],
) -> tuple[Planner, PictureSizes, PictureCopies]:
    """The planner of all pages of the garden, and new data on its pictures, to be stored at the end."""
    sizes, copies = PictureSizes(root, files, ledger), PictureCopies(root, files, ledger)
    garden_map = GardenMap(garden, ledger, keys.program())
    return Planner(garden, Site(config, garden, theme), garden_map, texts, sizes, problems, copies), sizes, copies
