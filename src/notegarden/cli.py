"""The command line: parse arguments, call the command. Exit code 0: fine, 1: the garden has errors, 2: no build."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from notegarden import __version__
from notegarden.errors import SiteError, printable, way_out

_GARDEN = click.argument("garden", default=".", type=click.Path(file_okay=False))

_FORMAT = click.option(
    "--format", "grammar", type=click.Choice(["hugo", "obsidian", "org"]), help="The format of the notes."
)


def _reported(command: Callable[..., int]) -> Callable[..., None]:
    """Turn a command's SiteError into one line and exit code 2; `--verbose` shows the traceback."""

    @wraps(command)
    def run(**arguments: Any) -> None:
        try:
            code = command(**arguments)
        except SiteError as error:
            if arguments.get("verbose"):
                raise
            click.echo(f"{click.style('error', fg='red', bold=True)}: {printable(str(error))}", err=True)
            code = 2
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            code = 130
        except BrokenPipeError:
            code = 0
        except OSError as error:  # a file of the garden cannot be read, or a folder cannot be written
            if arguments.get("verbose"):
                raise
            what = f"{error.filename}: " if error.filename else ""
            hint = way_out(error)
            text = f"{what}{error.strerror or error}" + (f"; {hint}" if hint else "")
            click.echo(f"{click.style('error', fg='red', bold=True)}: {printable(text)}", err=True)
            code = 2
        sys.exit(code)

    return run


def run() -> None:
    """The command `notegarden`.

    All files are written and closed by then, so the process exits at once: freeing a garden of 10,000 notes object by
    object would take a fifth of an incremental build.
    """
    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="notegarden")
def main() -> None:
    """Publish a folder of linked notes as a web site."""


@main.command()
@_GARDEN
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Folder to write to (default: public/).")
@click.option("--base-url", help="The site's URL; overrides the configuration.")
@_FORMAT
@click.option("--drafts", is_flag=True, help="Publish drafts too.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="Number of worker processes (default: one per core).")
@click.option("--fresh", is_flag=True, help="Ignore the cache and rebuild everything.")
@click.option("--strict", is_flag=True, help="Exit with code 1 if the garden has errors.")
@click.option("--no-search", is_flag=True, help="Do not build the search index.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
@click.option("--verbose", "-v", is_flag=True, help="Print every problem, the time by stage, and tracebacks.")
@_reported
def build(**arguments: Any) -> int:
    """Build the site of GARDEN."""
    from notegarden.commands.build import run_build

    return run_build(**arguments)


@main.command()
@_GARDEN
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", "-p", default=1313, show_default=True, help="Port; if it is in use, the next free one.")
@click.option("--base-url", help="Serve below the path of this URL.")
@_FORMAT
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--poll", is_flag=True, help="Detect changes by polling, for network drives.")
@click.option("--scripts", is_flag=True, help="Run scripts in the notes' raw HTML; disables opening the editor.")
@click.option("--verbose", "-v", is_flag=True, help="Print every request, and tracebacks.")
@_reported
def serve(**arguments: Any) -> int:
    """Serve GARDEN and show each change in the browser as it is saved."""
    from notegarden.serve import run_serve

    return run_serve(**arguments)


@main.command()
@_GARDEN
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text")
@click.option("--only", multiple=True, metavar="CODE", help="Print only findings with this code; repeatable.")
@click.option("--severity", type=click.Choice(["error", "warning", "info"]), default="info", help="Lowest to print.")
@click.option("--external", is_flag=True, help="Also check links to other sites (rate-limited).")
@click.option("--external-private", is_flag=True, help="Like --external, including localhost and private networks.")
@click.option("--mentions", is_flag=True, help="Also list places that name a note without linking to it.")
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks.")
@_reported
def check(**arguments: Any) -> int:
    """Report what is wrong in GARDEN, where, and how to fix it."""
    from notegarden.commands.check import run_check

    return run_check(**arguments)


@main.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--workflow", help="Add a deploy workflow to an existing garden: github, gitlab, …")
@click.option("--org", "is_org", is_flag=True, help="Write the notes as Org files, in the style of org-roam.")
@_reported
def new(directory: Path, workflow: str | None, *, is_org: bool) -> int:
    """Create a garden in DIRECTORY, with a deploy workflow, or add a workflow to an existing garden."""
    from notegarden.commands.new import FILES, scaffold
    from notegarden.commands.new_org import ORG_FILES
    from notegarden.commands.workflows import HOSTS, add_workflow

    if workflow is not None:
        if workflow not in HOSTS:
            raise SiteError(f"--workflow {workflow}: unknown host", hint=f"one of {', '.join(HOSTS)}")
        added = add_workflow(directory, workflow)
        click.echo(f"  {directory / added.path}\n\nleft to do: {added.remains}")
        return 0

    for path in scaffold(directory, ORG_FILES if is_org else FILES):
        click.echo(f"  {path}")
    click.echo(f"\nnotegarden serve {directory}   to see it while you write")
    return 0


@main.command()
@_GARDEN
@click.option("--base-url", help="The site's URL; overrides the configuration.")
@click.option("--against", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The published site.")
@click.option("--accept", is_flag=True, help="Record this state as the published one.")
@click.option("--strict", is_flag=True, help="Exit with code 1 if anything private would be published.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@_reported
def preflight(**arguments: Any) -> int:
    """Show what publishing GARDEN would change, and whether anything private would be published."""
    from notegarden.commands.preflight import run_preflight

    return run_preflight(**arguments)


@main.command()
@_GARDEN
@_reported
def graph(garden: str) -> int:
    """Print the graph of GARDEN (graph.json)."""
    from notegarden.commands.graph import run_graph

    return run_graph(garden)
