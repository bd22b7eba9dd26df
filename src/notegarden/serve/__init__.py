"""`notegarden serve`: preview the garden in a browser, with live update while it is edited."""

from __future__ import annotations

import errno
import gc
import logging
import signal
import socket
import sys
import threading
import traceback
import webbrowser

import click

from notegarden.config.load import garden_folder, garden_kind
from notegarden.errors import SiteError, printable
from notegarden.notes.note import Format
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.serve.http.guard import is_private
from notegarden.serve.http.loading_page import LoadingPage
from notegarden.serve.http.server import Server
from notegarden.serve.live.consent import agree, trusted_editor
from notegarden.serve.live.live_garden import LiveGarden
from notegarden.workers import KeptWorker

_PORTS = 50


def run_serve(
    garden: str,
    host: str,
    port: int,
    base_url: str | None,
    grammar: Format | None,
    open_browser: bool,
    drafts: bool,
    poll: bool,
    scripts: bool,
    verbose: bool,
) -> int:
    """Serve until interrupted; returns the exit code. Raises SiteError if nothing can be read or no port is free."""
    _heed_interrupts()
    root = garden_folder(garden, grammar)
    kind = garden_kind(root, grammar)
    kept = KeptWorker()
    kept.start()  # fork before there are threads and open files to inherit
    listener = listen(host, port)
    taken = listener.getsockname()[1]
    if port and taken != port:
        click.echo(f"port {port} is in use, using {taken} instead")
    if not is_private(host):
        warning = click.style("warning", fg="yellow")
        click.echo(f"{warning}: every machine that reaches {host} can read this garden, drafts included", err=True)
    click.echo(kind.line(garden))
    if verbose:
        logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    gc.disable()  # objects of the first load are never garbage, so collecting during it is wasted time
    options = Options(base_url=base_url, drafts=drafts, ledger="serve", form=grammar, unreadable=True)
    pipeline = Pipeline(root, options, kept)
    welcome = _Welcome(pipeline, f"http://{_shown(host)}:{taken}", open_browser)
    waiting = LoadingPage(host, listener, welcome.while_reading)
    try:
        pipeline.refresh(whole=True, progress=waiting.progress)
        live = LiveGarden(pipeline, traceback.print_exception if verbose else _say, scripts=scripts)
    finally:
        waiting.stop()
    _ask_for_editor(pipeline)
    gc.freeze()  # keep the loaded garden out of later collections, which run after every edit
    gc.enable()
    try:
        Server(
            live, host, listener, poll=poll, verbose=verbose, when_up=welcome.when_up, when_changed=welcome.warn
        ).run()
    finally:
        live.close()
        kept.close()
    return 0


def _heed_interrupts() -> None:
    """Let SIGINT end the process, with the same exit code, however it was started.

    A shell without job control starts `serve &` with SIGINT ignored. uvicorn handles it anyway, but then the
    server would not stop while it loads the garden, and would later exit as if it had not been interrupted.
    """
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _ask_for_editor(pipeline: Pipeline) -> None:
    """Ask once whether the editor in the garden's configuration may be started."""
    editor = pipeline.config.editor
    if not editor or trusted_editor(pipeline.root, editor) or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    click.echo(f"This garden sets its own command to open notes: {editor!a}", err=True)
    if click.confirm("Run it when a page asks for the editor?", default=False, err=True):
        try:
            agree(pipeline.root, editor)
        except OSError as error:
            click.echo(f"your answer cannot be saved: {error}", err=True)


class _Welcome:
    """Prints the address as soon as the server answers, and opens the browser once."""

    def __init__(self, pipeline: Pipeline, origin: str, open_browser: bool) -> None:
        self._pipeline = pipeline
        self._origin = origin
        self._opens = open_browser
        self._warned = 0

    def while_reading(self) -> None:
        click.echo(f"loading the garden; it will be at {self._address()}   (Ctrl-C ends)")
        self._open()

    def when_up(self) -> None:
        self.warn()
        count = self._pipeline.report.summary.notes
        click.echo(f"{count:,} {'note' if count == 1 else 'notes'} at {self._address()}   (Ctrl-C ends)")
        self._open()

    def warn(self) -> None:
        """Print the warnings that have not been printed yet."""
        warnings = self._pipeline.report.warnings[self._warned :]
        self._warned += len(warnings)
        for warning in warnings:
            click.echo(f"{click.style('warning', fg='yellow')}: {printable(warning)}", err=True)

    def _address(self) -> str:
        return click.style(self._origin + self._pipeline.config.base_path, bold=True)

    def _open(self) -> None:
        if self._opens:
            self._opens = False
            address = self._origin + self._pipeline.config.base_path
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `port`, or on the next free port if that one is in use. Raises SiteError."""
    for number in range(port, min(port + _PORTS, 65536)) if port else (0,):
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
            listener = socket.socket(family, kind, protocol)
        except OSError as error:
            raise SiteError(f"no such host: {host} ({error.strerror})", hint="use one of this machine") from None
        try:
            if sys.platform != "win32":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise SiteError(f"cannot listen on {host}: {error.strerror}", hint="use one of this machine") from None
            continue
        return listener
    raise SiteError(f"no free port from {port} on", hint="choose another with --port")


def _shown(host: str) -> str:
    """The host as part of a URL that a browser can open."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - compared, not listened on
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _say(error: BaseException) -> None:
    click.echo(f"{click.style('error', fg='red', bold=True)}: {type(error).__name__}: {error}", err=True)


__all__ = ["listen", "run_serve"]
