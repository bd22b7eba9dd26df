"""`notegarden graph`: notes, links and missing links as JSON."""

from __future__ import annotations

import click

from notegarden.config.load import garden_folder
from notegarden.pipeline.stages import Options, Pipeline


def run_graph(garden: str) -> int:
    """Print graph.json."""
    pipeline = Pipeline(garden_folder(garden), Options())
    try:
        pipeline.refresh(whole=True)
        click.echo(pipeline.planner.graph_json(pipeline.planner.reads()))
    finally:
        pipeline.close()
    return 0
