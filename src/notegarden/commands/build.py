"""`notegarden build`: progress and colours on a terminal, plain lines in a pipe."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notegarden.check.text import Where, as_line, counted, table
from notegarden.commands.progress_bar import progress_bar
from notegarden.config.load import garden_folder, garden_kind
from notegarden.errors import printable
from notegarden.notes.note import Format
from notegarden.notes.problems import Problem
from notegarden.pipeline.stages import Options, Pipeline, Report

if TYPE_CHECKING:
    from rich.console import Console


def run_build(
    garden: str,
    output: Path | None,
    base_url: str | None,
    grammar: Format | None,
    drafts: bool,
    jobs: int | None,
    fresh: bool,
    strict: bool,
    no_search: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Build and print a summary. The exit code is 1 if `strict` is set and the garden has errors."""
    gc.disable()  # a build is short and creates few reference cycles
    root = garden_folder(garden, grammar)
    pipeline = Pipeline(root, Options(output, base_url, drafts, jobs or 0, fresh, not no_search, form=grammar))
    kind = garden_kind(root, grammar)
    try:
        with progress_bar(_console(quiet)) as progress:
            pipeline.refresh(published=True, progress=progress)
            pipeline.publish(progress)
        shown = pipeline.problems() if verbose else list(pipeline.report.summary.first)
    finally:
        pipeline.close()
    report = pipeline.report
    errors = report.summary.errors
    places = Where.of(root, pipeline.config.content)
    if not quiet:
        where = "" if output or kind.content else f"; the site is in {pipeline.config.output}/"
        click.echo(kind.line(garden) + where)
        _print(report, shown, places, verbose)
    else:
        _print_problems([problem for problem in shown if problem.severity == "error"], errors, places)
    for error in report.counts.errors:
        click.echo(f"{click.style('error', fg='red')}: {printable(error)}", err=True)
    return 1 if report.counts.errors or (strict and errors) else 0


def _print(report: Report, shown: list[Problem], places: Where, verbose: bool) -> None:
    for warning in report.warnings:
        click.echo(f"{click.style('warning', fg='yellow')}: {printable(warning)}", err=True)
    summary = report.summary
    _print_problems(shown, sum(number for _, severity, number in summary.found if severity != "info"), places)
    for line in table(summary.found):
        click.echo(line, err=True)
    found = counted(summary.found) or "no problems"
    printed = report.counts
    click.echo(
        f"{_count(summary.notes, 'note')}, {_count(summary.links, 'link')}; "
        f"{_count(printed.written, 'page')} written, {printed.kept:,} kept"
        + (f", {printed.removed:,} removed" if printed.removed else "")
        + (f"; {_count(summary.held, 'note')} not published, their front matter is unclear" if summary.held else "")
        + f"; {found}; {sum(report.seconds.values()):.2f} s"
    )
    if verbose:
        for stage, seconds in report.seconds.items():
            click.echo(f"  {stage:<10} {seconds:7.3f} s")
        click.echo(
            f"  parsed {report.parsed:,}, rendered {printed.rendered:,}, written {printed.written:,}, "
            f"kept {printed.kept:,}, copied {printed.copied:,}; peak memory {peak_memory():,} MB"
        )


def peak_memory() -> int:
    """Megabytes: this process's peak and its largest finished child's."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_maxrss for who in both) // unit


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _print_problems(problems: list[Problem], count: int, places: Where) -> None:
    """`count`: the total number of such problems, shown or not."""
    for problem in problems:
        click.echo(as_line(problem, places), err=True)
    if count > len(problems):
        click.echo(f"… and {count - len(problems):,} more: `notegarden check` lists them", err=True)


def _console(quiet: bool) -> Console | None:
    """The terminal to show progress on, None if there is none."""
    if quiet or not sys.stderr.isatty():
        return None
    from rich.console import Console

    return Console(stderr=True)
