"""Checks of external links against a local site: dead links are reported, and no host is overloaded."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest
from test_check import check

from notegarden.check.external import Answer, RequestLimits, ask

QUICK = RequestLimits(private=True, pause=0.01, timeout=5, retries=1)
STATUS = {"/ok": 200, "/moved": 301, "/login": 403, "/busy": 429, "/closed": 503, "/broken": 500, "/get": 405}
DAY = 86_400


class Site(http.server.ThreadingHTTPServer):
    """Another site, as real ones are. Records requested paths, times, and concurrent requests for each host name."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, float]] = []
        self.retry_after: dict[str, list[str]] = {}
        self.soon_well: set[str] = set()
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.meeting: threading.Barrier | None = None
        self.url = f"http://127.0.0.1:{self.server_port}"

    def count(self, path: str) -> int:
        return sum(asked.endswith(f" {path}") for asked, _ in self.asked)

    def gaps(self) -> list[float]:
        """Seconds from the end of each request to the start of the next."""
        times = [when for _, when in self.asked]
        return [later - earlier for earlier, later in pairwise(times)]


class Handler(http.server.BaseHTTPRequestHandler):
    server: Site

    def answer(self) -> None:
        site, name = self.server, self.headers["Host"]
        site.at_once[name] += 1
        site.most_at_once[name] = max(site.most_at_once[name], site.at_once[name])
        if site.meeting is not None:
            site.meeting.wait(timeout=30)
        status = STATUS.get(self.path.partition("?")[0], 404)
        if self.path in site.soon_well and site.count(self.path):
            status = 200
        if self.path == "/get" and self.command == "GET":
            status = 200
        site.asked.append((f"{self.command} {self.path}", time.monotonic()))
        site.at_once[name] -= 1
        self.send_response(status)
        waits = site.retry_after.get(self.path, [])
        if status in (429, 503) and waits:
            wait = waits.pop(0)
            at = formatdate(time.time() + 3, usegmt=True)
            self.send_header("Retry-After", at if wait == "a date" else wait)
        if status == 301:
            self.send_header("Location", "/ok")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815 - the names that the server calls

    def log_message(self, *_: object) -> None:
        """No output on standard error."""


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_outgoing_links_are_requested_once(site: Site, tmp_path: Path) -> None:
    urls = [f"{site.url}/{name}" for name in ("ok", "moved", "get", "login", "gone")]
    answers = ask([*urls, "http://127.0.0.1:9/nobody"], tmp_path / "links.json", QUICK)
    dead = {url.rpartition("/")[2] for url, answer in answers.items() if answer.reason}
    assert dead == {"gone", "nobody"}
    assert answers[f"{site.url}/gone"].reason.startswith("404")
    before = len(site.asked)
    assert ask(urls, tmp_path / "links.json", QUICK) == {url: answers[url] for url in urls}
    assert len(site.asked) == before


def test_a_dead_link_is_not_requested_again_and_a_temporary_failure_is(site: Site, tmp_path: Path) -> None:
    site.soon_well.add("/closed")
    urls = [f"{site.url}/{name}" for name in ("gone", "broken", "closed")]
    answers = ask(urls, tmp_path / "links.json", RequestLimits(private=True, pause=0.01, timeout=5, retries=2))
    assert [answers[url].reason[:3] for url in urls] == ["404", "500", ""]
    assert (site.count("/gone"), site.count("/broken"), site.count("/closed")) == (2, 6, 2)


def test_a_host_gets_one_request_at_a_time_with_a_pause(site: Site, tmp_path: Path) -> None:
    urls = [f"{site.url}/{name}" for name in ("ok", "gone", "get", "ok?2", "ok?3")]
    ask(urls, tmp_path / "links.json", RequestLimits(private=True, pause=0.1, timeout=5, retries=0))
    assert len(site.asked) == 7  # two of these by GET, after HEAD was rejected
    assert min(site.gaps()) >= 0.099
    assert [*site.most_at_once.values()] == [1]


def test_different_hosts_are_requested_in_parallel(site: Site, tmp_path: Path) -> None:
    """Each of two hosts responds only once the other is requested: sequential requests would never end."""
    site.meeting = threading.Barrier(2)
    urls = [f"{site.url}/ok", f"http://localhost:{site.server_port}/ok"]
    answers = ask(urls, tmp_path / "links.json", RequestLimits(private=True, pause=0.01, timeout=60, retries=0))
    assert [answers[url].reason for url in urls] == ["", ""]


@pytest.mark.parametrize("wait", ["2", "a date"])
def test_a_retry_after_header_is_obeyed(site: Site, tmp_path: Path, wait: str) -> None:
    site.soon_well.add("/busy")
    site.retry_after["/busy"] = [wait]
    url = f"{site.url}/busy"
    assert ask([url], tmp_path / "links.json", QUICK)[url].reason == ""
    assert [asked for asked, _ in site.asked] == ["HEAD /busy", "HEAD /busy"]
    assert site.gaps()[0] >= 1.9  # a date loses the fraction of the three seconds


def test_a_site_with_a_long_retry_after_is_not_requested_again(site: Site, tmp_path: Path) -> None:
    site.retry_after["/busy"] = ["3600"]
    urls = [f"{site.url}/busy", f"{site.url}/ok", f"{site.url}/gone"]
    assert ask(urls, tmp_path / "links.json", QUICK) == {}
    assert len(site.asked) == 1
    assert ask(urls[1:], tmp_path / "links.json", QUICK)[urls[1]].reason == ""  # another day


def test_a_site_that_stays_busy_is_not_dead(site: Site, tmp_path: Path) -> None:
    assert ask([f"{site.url}/busy"], tmp_path / "links.json", QUICK) == {}
    assert site.count("/busy") == 2


@pytest.mark.parametrize(
    ("reason", "age", "is_asked"),
    [("", 29, False), ("", 31, True), ("404 Not Found", 0.9, False), ("404 Not Found", 1.1, True)],
)
def test_results_are_cached_for_some_days(site: Site, tmp_path: Path, reason: str, age: float, is_asked: bool) -> None:
    when = int(time.time() - age * DAY)
    cache = tmp_path / "links.json"
    cache.write_text(json.dumps({f"{site.url}/ok": [when, reason], "http://old.example/": [when - 60 * DAY, ""]}))
    answer = ask([f"{site.url}/ok"], cache, QUICK)[f"{site.url}/ok"]
    assert (len(site.asked) == 1) == is_asked
    assert (answer == Answer(when, reason)) != is_asked
    assert "old.example" not in cache.read_text()


def test_dead_links_are_reported_with_their_line_unless_the_note_ignores_them(site: Site, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/_index.md").write_text(
        f"fine [a]({site.url}/ok) longer [a]({site.url}/gone-too)\n\ndead [b]({site.url}/gone)\n\n"
        f"<!-- check: ignore link-dead -->\n[c]({site.url}/known)\n"
    )
    assert "link-dead" not in check(tmp_path, "--format", "json").output
    assert not site.asked
    reported = json.loads(check(tmp_path, "--format", "json", "--external-private").output)
    assert [(row["code"], row["line"]) for row in reported] == [("link-dead", 1), ("link-dead", 3)]
    assert reported[1]["column"] == 10
