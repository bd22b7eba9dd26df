"""`notegarden check`: print the findings of a garden for terminal, editor or CI. Writes no page."""

from __future__ import annotations

import sys
from contextlib import closing

import click

from notegarden.check.findings import judged
from notegarden.check.formats import FORMATS
from notegarden.check.text import LEVELS, Where
from notegarden.config.load import garden_folder
from notegarden.errors import SiteError, printable
from notegarden.ledger.bodies import BodyReader
from notegarden.nearest import nearest
from notegarden.notes.problems import CODES, Severity
from notegarden.pipeline.stages import Options, Pipeline


def run_check(
    garden: str,
    form: str,
    only: tuple[str, ...],
    severity: Severity,
    external: bool,
    external_private: bool,
    verbose: bool,
) -> int:
    """Print the findings in the format `form`; the exit code is 1 if one of them is an error.

    `only`: codes, where not all are asked for; `severity`: the lowest that is printed. `external` also checks links to
    other sites. Raises SiteError for an unknown code.
    """
    _check_codes(only)
    root = garden_folder(garden)
    pipeline = Pipeline(root, Options())
    try:
        pipeline.refresh(whole=external or external_private)
        problems = pipeline.problems()
        if external or external_private:
            from notegarden.check.external import dead_links

            texts = pipeline.on_disk.texts
            with closing(BodyReader(pipeline.ledger.path)) as bodies:
                notes = (
                    (
                        path,
                        bodies.body(texts[path]),
                        pipeline.file_of(path).read_text("utf-8", "replace"),
                    )
                    for path in (node.path for node in pipeline.garden.published())
                )
                files = {node.path: node.file for node in pipeline.garden.nodes.values() if node.file}
                dead = dead_links(pipeline.garden, pipeline.ledger.path.parent, notes, private=external_private)
            problems = sorted([*problems, *judged(pipeline.config.check, dead, files)])
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


def _check_codes(codes: tuple[str, ...]) -> None:
    for code in codes:
        if code not in CODES:
            near = nearest(code, CODES)
            known = f"the codes are {', '.join(sorted(CODES))}"
            raise SiteError(f'--only: unknown code "{code}"', hint=f'did you mean "{near}"?' if near else known)
