"""Garden, planner and findings, put together for the build: all that a build with nothing to do has no use for.

`build.py` imports this file where something changed, so that the rest of the time a build is over in a moment.
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
    """The garden that the ledger remembers."""
    garden = Garden(config, load, now, rules, _site_cascade(config))
    files = ledger.files()
    garden.file_sizes = {address: stamp.size for address, (source, stamp) in files.items() if source}
    known = {address: source for address, (source, _) in files.items()}
    garden.restore(ledger.nodes(), known, stored_dates(ledger))
    return garden


def _site_cascade(config: GardenConfig) -> tuple[Cascade, ...]:
    """What the configuration hands down to every note. Raises SiteError where it is not understood."""
    if not config.cascade:
        return ()
    from notegarden.dialects.pieces.fields import Fields

    fields = Fields("", {}, {}, DateReading(zone_of(config.time_zone), dict(date_keys_of(config))))
    found = tuple(fields.cascades([*config.cascade]))
    if fields.problems:
        raise SiteError(f"cascade: {fields.problems[0].message}", hint="mend the value in the site's configuration")
    return found


def published_files(garden: Garden, files: Files, snapshot: Snapshot) -> Files:
    """The files that the site has, by the addresses they are published at.

    Those of a bundle only with its note, those beside Org notes only where a published note uses them.
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
    """Every page of the garden, and what is known of its pictures, which is to be stored when all is done."""
    sizes, copies = PictureSizes(root, files, ledger), PictureCopies(root, files, ledger)
    garden_map = GardenMap(garden, ledger, keys.program())
    return Planner(garden, Site(config, garden, theme), garden_map, texts, sizes, problems, copies), sizes, copies
