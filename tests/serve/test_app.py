"""Responses of a served garden: redirects, content types, revalidation, who may open the editor."""

from __future__ import annotations

import os
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from asgi import Answer, ask

from notegarden.errors import SiteError
from notegarden.serve.http import app
from notegarden.serve.http.app import Application
from notegarden.serve.http.events import Channel
from notegarden.serve.live.answers import Elsewhere, Made, Rendered

TOKEN = "the-token"


class Live:
    """A garden with these answers by address, with only the methods that the application uses."""

    def __init__(self, answers: dict[str, Any], base_path: str, *, scripts: bool = False, editor: str = "") -> None:
        self._answers = answers
        self.base_path = base_path
        self.scripts = scripts
        self.token = TOKEN
        self.pipeline: Any = SimpleNamespace(
            root=Path("/garden"),
            config=SimpleNamespace(editor=editor),
            theme=SimpleNamespace(prefix="assets/0123456789ab/"),
            source_of=lambda path: f"content/{path}",
        )
        self.files: dict[str, Path] = {}

    def answer(self, address: str) -> Any:
        found = self._answers.get(address)
        if isinstance(found, Exception):
            raise found
        return found

    def missing(self, address: str) -> Rendered:
        return Rendered(f"no {address}".encode(), "tag", 404)

    def outside(self, path: str) -> Rendered:
        return Rendered(f"outside: {path}".encode(), "tag", 404)

    def failed(self, error: Exception) -> Rendered:
        return Rendered(f"failed: {error}".encode(), "tag", 500)

    def asset(self, name: str) -> Path | None:
        return self.files.get(name)

    def note(self, path: str) -> Any:
        return SimpleNamespace(headings=(), pictures=()) if path == "a.md" else None


def application(answers: dict[str, Any] | None = None, base_path: str = "/", **more: Any) -> Application:
    return Application(Live(answers or {}, base_path, **more), Channel("boot", 1))  # type: ignore[arg-type]


def get(answer: Any, address: str = "/a", headers: Any = (), **more: Any) -> Answer:
    """The response when the garden gives this answer."""
    return ask(application({address: answer}).starlette(), address, headers, **more)


PAGE = Rendered(b"<p>A page</p>", "abc")


def test_a_page_is_sent_with_its_etag_and_a_policy() -> None:
    sent = get(PAGE)
    assert (sent.status, sent.body) == (200, PAGE.data)
    assert sent.headers["content-type"] == "text/html; charset=utf-8"
    assert (sent.headers["etag"], sent.headers["cache-control"]) == ('"abc"', "no-cache")
    policy = sent.headers["content-security-policy"]
    assert policy.startswith("script-src localhost/assets/0123456789ab/ localhost/_notegarden/ ")


def test_with_scripts_allowed_the_policy_does_not_restrict_them() -> None:
    sent = ask(application({"/a": PAGE}, scripts=True).starlette(), "/a")
    assert "script-src" not in sent.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("known", "status"),
    [('"abc"', 304), ('"x", W/"abc"', 304), ("*", 304), (" * ", 304), ('"other"', 200), ("abc", 200), ("", 200)],
)
def test_a_page_that_the_browser_has_is_not_sent_again(known: str, status: int) -> None:
    assert get(PAGE, headers=[("if-none-match", known)]).status == status


def test_an_error_page_is_always_sent() -> None:
    sent = get(Rendered(b"gone", "abc", 404), headers=[("if-none-match", '"abc"')])
    assert (sent.status, sent.body) == (404, b"gone")


def test_missing_pages_and_failures_have_an_error_page() -> None:
    assert get(None)[0::2] == (404, b"no /a")
    assert get(ValueError("boom"))[0::2] == (500, b"failed: boom")


def test_an_address_with_a_null_byte_is_not_found() -> None:
    assert get(PAGE, "/a%00b").status == 404


def test_a_redirect_keeps_the_query_and_quotes_the_address() -> None:
    sent = ask(application({"/é a": Elsewhere("/é a/")}).starlette(), "/%C3%A9%20a?x=1&y")
    assert (sent.status, sent.headers["location"]) == (307, "/%C3%A9%20a/?x=1&y")


def test_with_a_base_path_the_garden_is_below_it() -> None:
    garden = application({"/a/": PAGE, "/b": Elsewhere("/b/")}, "/sub/").starlette()
    assert [ask(garden, path).headers.get("location") for path in ("/", "/sub", "/sub?q")] == [
        "/sub/", "/sub/", "/sub/?q",
    ]  # fmt: skip
    assert ask(garden, "/sub/b").headers["location"] == "/sub/b/"
    assert ask(garden, "/sub/a/").status == 200
    outside = ask(garden, "/subway/a/")
    assert (outside.status, outside.body) == (404, b"outside: /subway/a/")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("style.css", "text/css; charset=utf-8"), ("app.mjs", "text/javascript; charset=utf-8"),
        ("data.json", "application/json"), ("a.svg", "image/svg+xml"), ("a.webp", "image/webp"),
        ("a.pdf", "application/pdf"), ("a.wasm", "application/wasm"), ("A.HTML", "text/html; charset=utf-8"),
        ("none", "application/octet-stream"), ("with space é.txt", "text/plain; charset=utf-8"),
        ("feed.xml", "application/xml"), ("app.webmanifest", "application/manifest+json"),
    ],
)  # fmt: skip
def test_the_content_type_is_that_of_the_ending(tmp_path: Path, file: str, kind: str) -> None:
    (tmp_path / file).write_bytes(b"0123456789")
    sent = get(tmp_path / file)
    assert (sent.status, sent.body, sent.headers["content-type"]) == (200, b"0123456789", kind)
    assert get(Made(b"made", file)).headers["content-type"] == kind


def test_a_generated_file_that_the_browser_has_is_not_sent_again() -> None:
    tag = get(Made(b"made", "a.xml")).headers["etag"]
    assert get(Made(b"made", "a.xml"), headers=[("if-none-match", tag)]).status == 304
    assert get(Made(b"other", "a.xml"), headers=[("if-none-match", tag)]).status == 200


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.bin"
    path.write_bytes(b"0123456789")
    return path


@pytest.mark.parametrize(
    ("asked", "status", "part", "given"),
    [
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=20-", 416, None, "bytes */10"),
    ],
)
def test_a_range_request_gets_part_of_a_file(
    file: Path, asked: str, status: int, part: bytes | None, given: str
) -> None:
    sent = get(file, headers=[("range", asked)])
    assert (sent.status, sent.headers["content-range"]) == (status, given)
    assert part is None or sent.body == part


def test_a_file_that_the_browser_has_is_not_sent_again(file: Path) -> None:
    first = get(file).headers
    times = {first["last-modified"]: 304, formatdate(0, usegmt=True): 200, "never": 200}
    for since, status in times.items():
        assert get(file, headers=[("if-modified-since", since)]).status == status
    assert get(file, headers=[("if-none-match", first["etag"])])[0::2] == (304, b"")
    both = [("if-none-match", '"other"'), ("if-modified-since", first["last-modified"])]
    assert get(file, headers=both).status == 200, "the ETag decides where both headers are sent"


def test_a_head_request_gets_only_the_headers(file: Path) -> None:
    for answer, length in ((file, "10"), (PAGE, str(len(PAGE.data)))):
        assert get(answer, method="HEAD").headers["content-length"] == length


def test_a_file_that_was_just_deleted_is_not_found(tmp_path: Path) -> None:
    assert get(tmp_path / "gone.txt").status == 404


def test_a_large_file_is_streamed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, read in ((10, b"0123456789"), (9, None)):
        monkeypatch.setattr(app, "_LARGE", limit)
        assert app._at_once(file)[0] == read
        assert get(file).body == b"0123456789"


def os_with_hook(then: Callable[[], object]) -> SimpleNamespace:
    """A replacement of the module `os` in which `fstat` calls `then` after it."""

    def fstat(handle: int) -> os.stat_result:
        status = os.fstat(handle)
        then()
        return status

    return SimpleNamespace(fstat=fstat)


def test_a_file_that_shrinks_while_it_is_read_is_sent_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its length is sent before its content: if it shrank in between, the connection would break."""
    later = [b"01234", b"", b"whole"]
    monkeypatch.setattr(app, "os", os_with_hook(lambda: later and file.write_bytes(later.pop(0))))
    sent = get(file)
    assert (sent.body, sent.headers["content-length"], later) == (b"whole", "5", [])


def test_an_empty_file_is_read_again_for_a_moment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most programs empty a file before they write it."""
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            file.write_bytes(b"whole")

    file.write_bytes(b"")
    monkeypatch.setattr(app, "time", SimpleNamespace(sleep=pause))
    assert get(file).body == b"whole"
    assert len(pauses) == 2
    file.write_bytes(b"")
    assert get(file)[0::2] == (200, b""), "one that stays empty is sent empty"


def test_live_scripts_come_from_one_folder_and_one_file_of_the_theme(tmp_path: Path) -> None:
    garden = application()
    (tmp_path / "idiomorph.js").write_text("morph")
    garden.live.files = {"vendor/idiomorph.js": tmp_path / "idiomorph.js"}  # type: ignore[assignment]
    names = {"live.js": 200, "idiomorph.js": 200, "none.js": 404, "..%2Fhttp%2Fapp.py": 404}
    assert {name: ask(garden.starlette(), f"/_notegarden/{name}").status for name in names} == names


def test_too_many_listeners_are_rejected() -> None:
    garden = application()
    garden.channel.listeners = app._LISTENERS
    assert ask(garden.starlette(), "/_notegarden/events").status == 503


def edit(
    body: Any, garden: Application, *, token: str = TOKEN, origin: str = "http://localhost"
) -> tuple[int, dict[str, Any]]:
    headers = [("x-notegarden-token", token)] if token else []
    headers += [("origin", origin)] if origin else []
    sent = ask(
        garden.starlette(),
        "/_notegarden/edit",
        headers,
        method="POST",
        body=body if isinstance(body, bytes) else msgspec.json.encode(body),
    )
    return sent.status, msgspec.json.decode(sent.body)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, int]]:
    """The arguments that the editor was started with, if the user trusts the garden's own."""
    out: list[tuple[str, str, int]] = []
    monkeypatch.setattr(app, "open_editor", lambda command, file, line: out.append((command, str(file), line)))
    monkeypatch.setattr(app, "trusted_editor", lambda root, configured: configured)  # noqa: ARG005
    return out


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "place_of", lambda block, file, note: (file, 7))  # noqa: ARG005


@pytest.mark.usefixtures("place")
def test_the_editor_is_opened_at_the_block_or_at_the_given_line(opened: list[Any]) -> None:
    garden = application(editor="edit")
    assert edit({"path": "a.md"}, garden) == (200, {"path": "content/a.md", "line": 7})
    assert edit({"path": "a.md", "line": 3}, garden) == (200, {"path": "content/a.md", "line": 3})
    assert opened == [("edit", "/garden/content/a.md", 7), ("edit", "/garden/content/a.md", 3)]


@pytest.mark.usefixtures("place")
def test_only_a_request_with_the_token_may_open_the_editor(opened: list[Any]) -> None:
    garden = application(editor="edit")
    for token in ("", "x" * len(TOKEN), TOKEN[:-1], "é"):
        assert edit({"path": "a.md"}, garden, token=token)[0] == 403
    assert edit({"path": "a.md"}, garden, origin="")[0] == 403
    assert ask(garden.starlette(), "/_notegarden/edit").status == 404, "not by a link or a picture"
    assert opened == []


@pytest.mark.usefixtures("place")
def test_only_notes_can_be_opened(opened: list[Any]) -> None:
    garden = application(editor="edit")
    for path in ("../secret.txt", "/etc/passwd", "none.md", ""):
        assert edit({"path": path}, garden) == (404, {"error": "no such note"})
    for body in ([], b"", b"{", {"path": 1}, {"path": "a.md", "line": "x"}, {"path": "a.md", "block": 3}):
        assert edit(body, garden) == (400, {"error": "invalid request"})
    assert opened == []


@pytest.mark.usefixtures("place", "opened")
def test_a_body_of_the_maximum_size_is_read_and_one_byte_more_is_rejected() -> None:
    start, end = b'{"path": "a.md", "x": "', b'"}'
    for size, status in ((app._BODY, 200), (app._BODY + 1, 400)):
        body = start + b"x" * (size - len(start) - len(end)) + end
        assert edit(body, application(editor="edit"))[0] == status


@pytest.mark.usefixtures("place")
def test_with_scripts_allowed_no_editor_is_opened(opened: list[Any]) -> None:
    status, reported = edit({"path": "a.md"}, application(editor="edit", scripts=True))
    assert (status, reported["line"], reported["hint"]) == (409, 7, "run serve without it")
    assert opened == []


@pytest.mark.usefixtures("place")
def test_an_editor_without_the_users_consent_is_not_started(opened: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "trusted_editor", lambda root, configured: "")  # noqa: ARG005
    status, reported = edit({"path": "a.md"}, application(editor="evil {path}"))
    assert (status, reported["error"]) == (409, "the garden's own editor command needs your consent")
    assert opened == []


@pytest.mark.usefixtures("place")
def test_an_editor_that_does_not_start_is_reported_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise SiteError("cannot start it", hint="install it")

    monkeypatch.setattr(app, "open_editor", fail)
    monkeypatch.setattr(app, "trusted_editor", lambda root, configured: configured)  # noqa: ARG005
    reported = {"path": "content/a.md", "line": 7, "error": "cannot start it", "hint": "install it"}
    assert edit({"path": "a.md"}, application(editor="edit")) == (409, reported)
