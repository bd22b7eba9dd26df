"""Which output files a change leaves stale."""

from __future__ import annotations

from collections.abc import Mapping

from notegarden.garden.garden import Changes
from notegarden.render.theme import Theme
from notegarden.site.planner import Planner
from notegarden.site.site_files import SiteFiles
from notegarden.urls import output_file


def stale(changes: Changes, before: Mapping[str, str], planner: Planner, theme: Theme, *, problems: bool) -> set[str]:
    """The files that may be others now. `before`: addresses by path as they were; `problems`: whether they changed."""
    nodes = planner.garden.nodes
    files = {output_file(before[path]) for path in changes.pages if path in before}
    files |= {output_file(nodes[path].address) for path in changes.pages if path in nodes}
    files |= planner.often_changing(problems=problems)
    if changes.lists:
        files |= planner.listing() | SiteFiles(planner, theme).groups().keys()
    return files
