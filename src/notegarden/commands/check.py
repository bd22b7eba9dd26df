"""`notegarden check`: print a garden's findings for a terminal, an editor or CI. Writes no pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing

import click

from notegarden.check.findings import judged
from notegarden.check.formats import FORMATS
from notegarden.check.text import LEVELS, Where
from notegarden.config.load import garden_folder
from notegarden.errors import SiteError, printable
from notegarden.files.tree import text_below
from notegarden.ledger.bodies import BodyReader
from notegarden.nearest import nearest
from notegarden.notes.note import Body
from notegarden.notes.problems import CODES, Problem, Severity
from notegarden.pipeline.stages import Options, Pipeline


def run_check(
    garden: str,
    form: str,
    only: tuple[str, ...],
    severity: Severity,
    external: bool,
    external_private: bool,
    mentions: bool,
    verbose: bool,
) -> int:
    """Print the findings in the format `form`; the exit code is 1 if one of them is an error.

    `only`: codes to report, empty for all; `severity`: the lowest to print. `external` also checks links to other
    sites, `mentions` also lists places that name a note without a link. Raises SiteError for an unknown code.
    """
    _check_codes(only)
    root = garden_folder(garden)
    pipeline = Pipeline(root, Options())
    try:
        is_external = external or external_private
        pipeline.refresh(whole=is_external or mentions)
        problems = pipeline.problems()
        more: list[Problem] = []
        if is_external:
            from notegarden.check.external import dead_links

            with closing(BodyReader(pipeline.ledger.path)) as bodies:
                folder = pipeline.ledger.path.parent
                more += dead_links(pipeline.garden, folder, _texts(pipeline, bodies), private=external_private)
        if mentions:
            from notegarden.check.mentions import mention_problems

            with closing(BodyReader(pipeline.ledger.path)) as bodies:
                more += mention_problems(pipeline.garden, _texts(pipeline, bodies))
        if more:
            files = {node.path: node.file for node in pipeline.garden.nodes.values() if node.file}
            problems = sorted([*problems, *judged(pipeline.config.check, more, files)])
    finally:
        pipeline.close()
    if verbose or form == "text":
        for warning in pipeline.report.warnings:
            click.echo(f"warning: {printable(warning)}", err=True)
    levels = LEVELS[: LEVELS.index(severity) + 1]
    problems = [each for each in problems if each.severity in levels and (not only or each.code in only)]
    text = FORMATS[form](problems, sys.stdout.isatty(), Where.of(root, pipeline.config.content))
    if text:
        click.echo(text)
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _texts(pipeline: Pipeline, bodies: BodyReader) -> Iterator[tuple[str, Body, str]]:
    """(path, body, source text) of the published notes."""
    for node in pipeline.garden.published():
        source = text_below(pipeline.root, pipeline.source_of(node.path))
        yield node.path, bodies.body(pipeline.on_disk.texts[node.path]), source


def _check_codes(codes: tuple[str, ...]) -> None:
    for code in codes:
        if code not in CODES:
            near = nearest(code, CODES)
            known = f"the codes are {', '.join(sorted(CODES))}"
            raise SiteError(f'--only: unknown code "{code}"', hint=f'did you mean "{near}"?' if near else known)
