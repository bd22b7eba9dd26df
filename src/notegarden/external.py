"""Links to other sites, asked politely: few at a time, seldom twice, and only when the writer says so."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from re import compile as pattern
from urllib.parse import urlsplit

import msgspec

from notegarden.garden import Garden
from notegarden.note import Body
from notegarden.output import write
from notegarden.problems import Problem

_HREF = pattern(r'<a href="(https?://[^"]+)"')
_DAY = 86_400
_KEPT = {True: 30 * _DAY, False: _DAY}
_HOSTS_AT_ONCE = 8
_AGENT = "Mozilla/5.0 (compatible; notegarden link check)"


class Manners(msgspec.Struct, frozen=True):
    """Seconds: `pause` between two requests to a host, `timeout` of one; `retries` after a failure that may pass."""

    pause: float = 0.5
    timeout: float = 15.0
    retries: int = 2


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What a site said and when (seconds since the epoch). `reason` is "" where the link is alive."""

    when: int
    reason: str


def links_of(body: Body) -> list[str]:
    """The addresses of other sites that a body links to."""
    return list(dict.fromkeys(unescape(url) for text in body.texts for url in _HREF.findall(text)))


def dead_links(garden: Garden, folder: Path, bodies: Iterable[tuple[str, Body, str]] = ()) -> list[Problem]:
    """A problem for each link that its site does not answer. `bodies`: (path, body, source text) of each note.

    What was answered is kept in `folder`/links.json: for thirty days where the link is alive, for one where not.
    """
    asked: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for path, body, source in bodies:
        for url in links_of(body):
            asked[url].append((path, *_place(url, source)))
    answers = ask(sorted(asked), folder / "links.json", Manners())
    return [
        Problem(path, line, column, "link-dead", "warning", f"{url}: {answers[url].reason}", "mend or drop the link")
        for url, places in asked.items()
        if answers[url].reason
        for path, line, column in places
        if path in garden.faces
    ]


def _place(url: str, source: str) -> tuple[int, int]:
    at = source.find(url)
    if at < 0:
        return 0, 0
    return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)


def ask(urls: list[str], cache: Path, manners: Manners) -> dict[str, Answer]:
    """The answer to every address, from the cache where it is young enough. Different hosts are asked at once."""
    try:
        known = msgspec.json.decode(cache.read_bytes(), type=dict[str, Answer])
    except (OSError, msgspec.DecodeError):
        known = {}
    now = int(time.time())
    out = {url: known[url] for url in urls if url in known and now - known[url].when < _KEPT[not known[url].reason]}
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        if url not in out:
            hosts[urlsplit(url).netloc].append(url)
    lock = threading.Lock()

    def ask_host(urls: list[str]) -> None:
        for number, url in enumerate(urls):
            if number:
                time.sleep(manners.pause)
            answer = Answer(int(time.time()), _ask(url, manners))
            with lock:
                out[url] = answer

    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        list(pool.map(ask_host, hosts.values()))
    write(str(cache), msgspec.json.encode({**known, **out}))
    return out


def _ask(url: str, manners: Manners) -> str:
    """Why a link is dead, "" where it is not: HEAD first, GET where a site does not like that."""
    reason = ""
    for attempt in range(manners.retries + 1):
        if attempt:
            time.sleep(manners.pause * 2**attempt)
        for method in ("HEAD", "GET"):
            reason, final = _request(url, method, manners.timeout)
            if not reason:
                return ""
            if final:
                break
        if final and reason.startswith(("404", "410")):
            return reason
    return reason


def _request(url: str, method: str, timeout: float) -> tuple[str, bool]:
    """(reason, whether another method is of no use)."""
    request = urllib.request.Request(url.partition("#")[0], method=method, headers={"User-Agent": _AGENT})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=timeout):  # noqa: S310 - http and https only, see _HREF
            return "", True
    except urllib.error.HTTPError as error:
        # Many sites refuse HEAD; and one that asks for a login, or for patience, is there.
        if error.code in (401, 403, 405, 429, 501, 503) and method == "GET":
            return ("", True) if error.code in (401, 403, 429) else (f"{error.code} {error.reason}", True)
        return f"{error.code} {error.reason}", error.code in (404, 410) and method == "GET"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return str(getattr(error, "reason", "") or error) or type(error).__name__, True
