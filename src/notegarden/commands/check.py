"""`notegarden check`: the findings of a garden, in the terminal, in the editor, in CI. Writes no page."""

from __future__ import annotations

import sys

import click

from notegarden.check.findings import judged
from notegarden.check.formats import FORMATS
from notegarden.config.load import garden_folder
from notegarden.ledger.bodies import BodyReader
from notegarden.pipeline.stages import Options, Workshop


def run_check(garden: str, form: str, external: bool, verbose: bool) -> int:
    """Print every finding in the format `form`; 1 where an error is among them. `external` asks other sites too."""
    shop = Workshop(garden_folder(garden), Options())
    try:
        shop.refresh(whole=external)
        problems = shop.problems()
        if external:
            from notegarden.check.external import dead_links

            content = shop.root / "content"
            bodies = BodyReader(shop.ledger.path)
            notes = (
                (face.path, bodies.body(shop.texts[face.path]), (content / face.path).read_text("utf-8", "replace"))
                for face in shop.garden.visible()
            )
            dead = dead_links(shop.garden, shop.ledger.path.parent, notes)
            problems = sorted([*problems, *judged(shop.garden, dead)])
            bodies.close()
    finally:
        shop.close()
    if verbose or form == "text":
        for warning in shop.report.warnings:
            click.echo(f"warning: {warning}", err=True)
    text = FORMATS[form](problems, sys.stdout.isatty())
    if text:
        click.echo(text)
    return 1 if any(problem.severity == "error" for problem in problems) else 0
