"""The last stages: render and write changed pages, copy files, remove obsolete files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from notegarden.errors import SiteError, way_out
from notegarden.files.tree import Tree
from notegarden.files.write import BlockedError, write_if_changed
from notegarden.ledger.bodies import BodyReader
from notegarden.ledger.outputs import bytes_digest
from notegarden.render.page_view import SiteView
from notegarden.render.views import MarkdownView
from notegarden.site.page import Page
from notegarden.sources.limits import SECONDS, OverTimeError, limited_memory, limited_time
from notegarden.workers import collect_garbage, executor, spread, stop

if TYPE_CHECKING:  # a build that renders nothing does not import the template engine
    from notegarden.render.renderer import Renderer

_CHUNK = 16
_LARGE = 2_000  # pages; from here on, a worker's memory matters more than a second to start it
_ENCODE = msgspec.msgpack.Encoder().encode
Chunk = tuple[str, str, bytes | list[Page]]
"""First and last file of a chunk of pages, and the pages: encoded if they go to another process."""


@cache
def _decoder() -> msgspec.msgpack.Decoder[list[Page]]:
    """Created only if pages come from another process: creating it takes as long as rendering some pages."""
    return msgspec.msgpack.Decoder(list[Page])


class RenderJob(NamedTuple):
    """Everything needed to render and write pages, in this process or another."""

    ledger: Path
    templates: tuple[Path, ...]
    statics: tuple[Path, ...]
    site: SiteView
    output: Path


class Result(NamedTuple):
    """A page in the output. `wrote`: its content differed from the existing file. `digest`: of its bytes.

    `blocked`: why it could not be written, "" if it was.
    """

    file: str
    size: int
    mtime_ns: int
    wrote: bool
    digest: bytes = b""
    blocked: str = ""


class _Running:
    """A process's own renderer and connection to the bodies."""

    def __init__(self, job: RenderJob) -> None:
        from notegarden.render.renderer import Renderer

        self.output = Tree(job.output, make=True)
        self.renderer = Renderer(job.templates, job.statics, job.site, cached=True)
        self.bodies = BodyReader(job.ledger)


_running: _Running | None = None


def _prepare(job: RenderJob) -> None:
    global _running
    _running = _Running(job)


def _release() -> None:
    """Close what this process opened, if it rendered the pages itself."""
    global _running
    if _running is not None:
        _running.bodies.close()
        _running = None


def render_page(page: Page, renderer: Renderer, bodies: BodyReader) -> bytes:
    """The bytes of a page: `build` writes them, `serve` sends them. Raises SiteError, also after a time limit."""
    body = page.fills.into(bodies.body(page.text), bodies.body) if page.text else ""
    if isinstance(page.view, MarkdownView):
        from notegarden.render.markdown_copy import markdown_copy

        return markdown_copy(page.view, body)
    if not renderer.has_overrides:
        return renderer.render(page.view, body)
    template = f"templates/{page.view.template}"
    try:
        with limited_memory(), limited_time(SECONDS):
            return renderer.render(page.view, body)
    except OverTimeError:
        raise SiteError(
            f"the page {page.file} took more than {SECONDS:.0f} seconds of processor time to render",
            template,
            hint="a template of the garden repeats something too often",
        ) from None
    except MemoryError:
        raise SiteError(f"the page {page.file} took too much memory to render", template) from None


def render_chunk(chunk: Chunk) -> list[Result] | tuple[str, str, int, str]:
    """Render and write a chunk; a SiteError is returned as its arguments, so that it can cross process boundaries."""
    running = _running
    if running is None:
        raise RuntimeError("not prepared")
    out = []
    for page in _decoder().decode(chunk[2]) if isinstance(chunk[2], bytes) else chunk[2]:
        try:
            data = render_page(page, running.renderer, running.bodies)
            wrote, status = write_if_changed(running.output, page.file, data)
        except SiteError as error:
            return (error.message, error.path, error.line, error.hint)
        except BlockedError as error:
            out.append(Result(page.file, -1, 0, False, blocked=f"{error.filename} {error.strerror}"))
            continue
        except OSError as error:
            return (f"cannot write {running.output.root}/{page.file}: {error.strerror}", "", 0, way_out(error))
        kept_offline = not isinstance(page.view, MarkdownView)
        digest = bytes_digest(data) if kept_offline else b""
        out.append(Result(page.file, status.st_size, status.st_mtime_ns, wrote, digest))
    collect_garbage()  # a macro in a garden's own template creates reference cycles, which keep pages alive
    return out


@contextmanager
def render_pool(job: RenderJob, jobs: int, pages: int) -> Iterator[Executor]:
    """The executor for `write_pages`: processes with a renderer each, or this process if `jobs` is 1.

    `pages`: how many there are to render.
    """
    pool = executor(jobs, _prepare, (job,), lean=pages >= _LARGE)
    try:
        yield pool
    finally:
        stop(pool)
        _release()


def write_pages(pages: Iterable[Page], pool: Executor, jobs: int) -> Iterator[Result]:
    """Render and write pages as they come. Raises SiteError for an error in a template."""
    for _, results in spread(pool, render_chunk, _chunks(pages, apart=jobs > 1), jobs):
        if isinstance(results, tuple):
            raise SiteError(*results)
        yield from results


def _chunks(pages: Iterable[Page], *, apart: bool) -> Iterator[Chunk]:
    left = iter(pages)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk[0].file, chunk[-1].file, _ENCODE(chunk) if apart else chunk
