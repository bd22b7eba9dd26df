"""`notegarden graph`: notes, links and missing links as JSON."""

from __future__ import annotations

import click

from notegarden.config.load import garden_folder
from notegarden.pipeline.stages import Options, Workshop


def run_graph(garden: str) -> int:
    """Print graph.json."""
    shop = Workshop(garden_folder(garden), Options())
    try:
        shop.refresh(whole=True)
        click.echo(shop.planner.graph_json())
    finally:
        shop.close()
    return 0
