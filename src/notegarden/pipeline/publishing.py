"""The last stages: plan, render and write pages, copy files, update the search index, remove obsolete files."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from notegarden.ledger import keys
from notegarden.ledger.ledger import Ledger
from notegarden.pipeline.advice import config_name, site_warnings
from notegarden.pipeline.report import Options
from notegarden.pipeline.settings import Settings
from notegarden.progress import Progress
from notegarden.publish.outputs import Counts, Published, check_output
from notegarden.sources.pictures import PictureSizes
from notegarden.sources.snapshot import Files

if TYPE_CHECKING:  # not imported by a build with nothing to do
    from notegarden.publish.output_folder import OutputFolder
    from notegarden.site.planner import Planner
    from notegarden.sources.picture_copies import PictureCopies

Stage = Callable[[str], AbstractContextManager[None]]
"""Measures the time spent inside, under a name."""


class Contents(NamedTuple):
    """What to publish: pages, files by address, the addresses of those to copy (None: all)."""

    planner: Planner
    files: Files
    attachments: set[str] | None
    sizes: PictureSizes
    copies: PictureCopies


def publish(
    root: Path,
    options: Options,
    settings: Settings,
    ledger: Ledger,
    contents: Callable[[], Contents],
    stage: Stage,
    progress: Progress,
) -> Counts:
    """Update the output folder of the garden at `root`. Raises SiteError.

    `contents` is called only if there is something to do.
    """
    config, theme = settings.config, settings.theme
    output = options.output or root / config.output
    check_output(output, root, config.content)
    key = keys.key(config, theme.key, config_name(root))
    real = os.path.realpath(output)
    with stage("compare"):
        last = _published(ledger, real)
        if last is not None and last.key == key and last.stands(real):
            return Counts(kept=len(last.files), warnings=list(last.warnings))
        outputs = ledger.outputs.of(real)
    with stage("plan"):
        progress("pages", 0, 0)
        from notegarden.pipeline import assemble

        out = assemble.OutputFolder(output, ledger, outputs)
        out.begin()
        publication = assemble.Publication(out, ledger, key)
        found = contents()
        site_files = assemble.SiteFiles(found.planner, theme, ledger.path)
        publication.plan(found.planner)
    if config.picture_formats:
        with stage("pictures"):
            progress("pictures", 0, 0)
            shown = {address for node in found.planner.garden.published() for address in node.pictures}
            out.counts.warnings += found.copies.make(shown, config.picture_formats, options.jobs, progress)
    with publication.render_pool(found.planner, theme, options.jobs):
        with stage("write"):
            if config.search:
                publication.begin_search(site_files)
            publication.pages(found.planner, progress)
            _write_files(out, root, options, settings, found, progress)
        if config.search:
            with stage("search"):
                progress("search index", 0, 0)
                publication.search()
    with stage("extras"):
        publication.extras(site_files)
    with stage("remember"):
        lacking = site_warnings(root, found.planner.site, found.planner.garden)
        out.counts.warnings += lacking
        publication.finish(lacking)
        with ledger.commit():
            found.sizes.store()
            found.copies.store()
    return out.counts


def _published(ledger: Ledger, output: str) -> Published | None:
    """What the ledger stores about an output folder, given by its real path."""
    stored = ledger.key(f"published {output}")
    return msgspec.msgpack.decode(stored, type=Published) if stored else None


def _write_files(
    out: OutputFolder, root: Path, options: Options, settings: Settings, contents: Contents, progress: Progress
) -> None:
    """Write everything that is not a page: files of the garden and the theme, smaller copies of pictures, cards."""
    from notegarden.pipeline import assemble

    progress("files", 0, 0)
    config, theme, planner = settings.config, settings.theme, contents.planner
    site, diagrams = planner.site, planner.has_diagrams()
    assets = theme.published(diagrams=diagrams, generated=site.generated, language=site.view.language)
    keep = config.picture_metadata == "keep"
    used = contents.attachments
    if used is not None:  # otherwise static files of the garden are for its templates
        own = f"{config.own_folder}/static/".removeprefix("./")
        used = used | {address for address, (source, _) in contents.files.items() if source and source.startswith(own)}
    assemble.copy_files(out, root, contents.files, used, theme, assets, keep_metadata=keep)
    assemble.write_made(out, contents.copies.published())
    if config.cards:
        assemble.write_cards(out, planner, options.jobs, progress)
