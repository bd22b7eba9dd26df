"""pyproject.toml declares exactly what the program imports, and the private APIs that it uses still exist."""

from __future__ import annotations

import ast
import asyncio
import re
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import packages_distributions
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import ROOT

SOURCE = ROOT / "src" / "notegarden"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PRIVATE = ("h11", "jinja2", "markdown-it-py", "uvicorn", "watchdog")
"""Libraries of which the program uses parts that are no public interface."""


def declared() -> dict[str, str]:
    """Distribution → its version bounds."""
    parted = (re.match(r"([\w.-]+)(?:\[\w+\])?([^;]*)", each) for each in PROJECT["dependencies"])
    return {found[1].lower(): found[2] for found in parted if found}


def imported() -> set[str]:
    """Distributions that the program imports, anywhere in a file."""
    modules = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add((node.module or "").partition(".")[0])
    modules -= {*sys.stdlib_module_names, "notegarden"}
    known = packages_distributions()
    return {known[module][0].lower() for module in modules}


def test_imported_and_declared_distributions_are_the_same() -> None:
    assert imported() == declared().keys()


def test_distributions_with_used_private_apis_have_an_upper_bound() -> None:
    assert [name for name in PRIVATE if "<" not in declared()[name]] == []


def test_jinja_compiles_with_our_generator_and_folds_constants() -> None:
    """jinja2.compiler.CodeGenerator._output_child_pre, Environment._generate and Optimizer."""
    from notegarden.render.environment import TemplateEnvironment

    environment = TemplateEnvironment(autoescape=True)
    environment.see({"site": SimpleNamespace(title="Notes", offline=False)})
    code = environment.compile("{% if site.offline %}off{% else %}{{ site.title }}: {{ page }}{% endif %}", raw=True)
    assert "environment.shown(" in code
    assert "Notes: " in code
    assert "off" not in code.replace("offset", "")
    assert "site" not in code


def test_uvicorn_gives_its_protocol_the_attributes_that_ours_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """uvicorn.protocols.http.h11_impl.H11Protocol: conn, cycle, loop and transport, and h11's states."""
    from uvicorn import Config
    from uvicorn.server import ServerState

    from notegarden.serve.http.protocol import PatientProtocol

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def connect() -> None:
        config = Config(application, log_config=None, lifespan="off", server_header=False)
        config.load()
        made: list[PatientProtocol] = []
        waits: list[bool] = []

        class Recording(PatientProtocol):
            def data_received(self, data: bytes) -> None:
                super().data_received(data)
                waits.append(self._deadline is not None)

        def protocol() -> PatientProtocol:
            made.append(Recording(config, ServerState(), {}))  # type: ignore[arg-type]
            return made[-1]

        listening = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n")
        await writer.drain()
        while not waits:
            await asyncio.sleep(0.001)
        assert waits == [True], "the deadline is set while the head is incomplete"
        writer.write(b"\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 204")
        assert made[0].cycle.response_complete
        writer.close()
        listening.close()

    # In its own thread: browser tests that ran before leave an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asyncio.wait_for(connect(), 60)).result()


def test_watchdog_has_the_delay_that_is_shortened() -> None:
    """watchdog's inotify buffer delays all events by `delay` after the first half of a rename."""
    if not sys.platform.startswith("linux"):
        pytest.skip("inotify exists only on Linux")
    from notegarden.serve.watch.watch import Watch

    Watch(Path("/nowhere"))
    buffers = [
        getattr(sys.modules.get(f"watchdog.observers.{module}"), name, None)
        for module, name in (
            ("inotify_move_event_grouper", "InotifyMoveEventGrouper"),
            ("inotify_buffer", "InotifyBuffer"),
        )
    ]
    assert [buffer.delay for buffer in buffers if buffer is not None] == [0.005]
