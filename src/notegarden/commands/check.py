"""`notegarden check`: print the findings of a garden for terminal, editor or CI. Writes no page."""

from __future__ import annotations

import sys

import click

from notegarden.check.findings import judged
from notegarden.check.formats import FORMATS
from notegarden.config.load import garden_folder
from notegarden.errors import printable
from notegarden.ledger.bodies import BodyReader
from notegarden.pipeline.stages import Options, Pipeline


def run_check(garden: str, form: str, external: bool, external_private: bool, verbose: bool) -> int:
    """Print every finding in the format `form`; the exit code is 1 if there is an error.

    `external` also checks links to other sites.
    """
    pipeline = Pipeline(garden_folder(garden), Options())
    try:
        pipeline.refresh(whole=external or external_private)
        problems = pipeline.problems()
        if external or external_private:
            from notegarden.check.external import dead_links

            bodies = BodyReader(pipeline.ledger.path)
            notes = (
                (path, bodies.body(pipeline.texts[path]), pipeline.file_of(path).read_text("utf-8", "replace"))
                for path in (node.path for node in pipeline.garden.published())
            )
            files = {node.path: node.file for node in pipeline.garden.nodes.values() if node.file}
            dead = dead_links(pipeline.garden, pipeline.ledger.path.parent, notes, private=external_private)
            problems = sorted([*problems, *judged(pipeline.config.check, dead, files)])
            bodies.close()
    finally:
        pipeline.close()
    if verbose or form == "text":
        for warning in pipeline.report.warnings:
            click.echo(f"warning: {printable(warning)}", err=True)
    text = FORMATS[form](problems, sys.stdout.isatty(), pipeline.config.content)
    if text:
        click.echo(text)
    return 1 if any(problem.severity == "error" for problem in problems) else 0
