"""Check links to other sites, only on request; few requests at a time, with cached results."""

from __future__ import annotations

import http.client
import time
import urllib.error
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from re import compile as pattern
from re import escape
from typing import NamedTuple

import msgspec

from notegarden.check.fetch import PrivateAddressError, host_of, printable, request, wait_of
from notegarden.files.tree import Tree
from notegarden.files.write import write
from notegarden.garden.garden import Garden
from notegarden.notes.note import Body, is_silenced
from notegarden.notes.problems import Problem

_HREF = pattern(r'<a href="(https?://[^"]+)"')
_DAY = 86_400
_KEPT = {True: 30 * _DAY, False: _DAY}
_HOSTS_AT_ONCE = 8
_THERE = frozenset((*range(200, 400), 401, 403))  # an address that requires a login exists
_BUSY = frozenset((429, 503))
_FIX = "fix or remove the link"
_PRIVATE = -1  # the status of an address that was not requested


class RequestLimits(msgspec.Struct, frozen=True):
    """In seconds: `pause` before each further request to a host, `timeout` of one, `patience`: longest Retry-After.

    `retries`: for temporary failures. `private`: whether addresses of this machine and its network are requested;
    otherwise a garden could call services there that are not reachable from outside.
    """

    pause: float = 0.5
    timeout: float = 15.0
    patience: float = 60.0
    retries: int = 2
    private: bool = False


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """The result of a check and its time (seconds since the epoch). `reason` is "" if the link works."""

    when: int
    reason: str


def links_of(body: Body) -> list[str]:
    """The URLs of other sites that a body links to."""
    return list(dict.fromkeys(unescape(url) for text in body.texts for url in _HREF.findall(text)))


def dead_links(
    garden: Garden, folder: Path, bodies: Iterable[tuple[str, Body, str]] = (), *, private: bool = False
) -> list[Problem]:
    """A problem for each dead link. `bodies`: (path, body, source text) of each note.

    Results are cached in `folder`/links.json: working links for thirty days, dead ones for one.
    """
    asked: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for path, body, source in bodies:
        for url in links_of(body):
            asked[url].append((path, *_place(url, source)))
    answers = ask(sorted(asked), folder / "links.json", RequestLimits(private=private))
    found = [
        Problem(
            path,
            line,
            column,
            "link-dead",
            "warning",
            f"{printable(url)}: {answers[url].reason}",
            "fix or remove the link",
        )
        for url, places in asked.items()
        if url in answers and answers[url].reason
        for path, line, column in places
        if path in garden.nodes
    ]
    return [problem for problem in found if not is_silenced(problem, garden.note(problem.path))]


def _place(url: str, source: str) -> tuple[int, int]:
    """Line and column of a URL (not of a longer one with this prefix); zeros if it is spelled differently."""
    found = pattern(escape(url) + r"(?![\w/?&=%#-])").search(source)
    if found is None:
        return 0, 0
    return source.count("\n", 0, found.start()) + 1, found.start() - source.rfind("\n", 0, found.start())


def ask(urls: list[str], cache: Path, manners: RequestLimits) -> dict[str, Answer]:
    """The result for each URL, from the cache if recent enough. Different hosts are requested in parallel.

    URLs of a rate-limiting site are left out, to be checked another time.
    """
    try:
        known = msgspec.json.decode(cache.read_bytes(), type=dict[str, Answer])
    except (OSError, msgspec.DecodeError):
        known = {}
    now = int(time.time())
    known = {url: answer for url, answer in known.items() if now - answer.when < _KEPT[not answer.reason]}
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        if url not in known:
            try:
                hosts[host_of(url)].append(url)
            except ValueError as error:
                known[url] = Answer(now, printable(str(error)))

    def ask_host(urls: list[str]) -> dict[str, Answer]:
        host = _Host(manners)
        reasons = {url: host.ask(url) for url in urls}
        return {url: Answer(int(time.time()), reason) for url, reason in reasons.items() if reason is not None}

    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        for answers in pool.map(ask_host, hosts.values()):
            known |= answers
    with Tree(cache.parent) as tree:
        write(tree, cache.name, msgspec.json.encode(known))
    return {url: known[url] for url in urls if url in known}


class _Reply(NamedTuple):
    """`status` 0: no connection. `wait`: seconds of the Retry-After header, None without one."""

    status: int
    reason: str
    wait: float | None = None


class _Host:
    """One host: one request at a time, with a pause before each further one."""

    def __init__(self, manners: RequestLimits) -> None:
        self.manners = manners
        self._next = 0.0
        self._closed = False

    def ask(self, url: str) -> str | None:
        """Why a link is dead, "" if it works, None if the site asks to retry later."""
        reply = _Reply(0, "")
        for attempt in range(self.manners.retries + 1):
            if self._closed:
                return None
            if attempt:
                self._wait(reply.wait or self.manners.pause * 2**attempt)
            reply = self._request(url, "HEAD")
            if reply.status >= 400 and reply.status not in _BUSY:  # many sites reject HEAD, or answer it wrongly
                reply = self._request(url, "GET")
            if reply.status == _PRIVATE:
                return None
            if reply.status in _THERE:
                return ""
            if reply.wait is not None and reply.wait > self.manners.patience:
                self._closed = True
            elif reply.status and reply.status not in _BUSY and reply.status < 500:
                return reply.reason
        if reply.status in _BUSY:
            self._closed = True
            return None
        return reply.reason

    def _wait(self, seconds: float) -> None:
        self._next = max(self._next, time.monotonic() + seconds)

    def _request(self, url: str, method: str) -> _Reply:
        time.sleep(max(0.0, self._next - time.monotonic()))
        limits = self.manners
        try:
            with request(url, method, seconds=limits.timeout, private=limits.private) as answer:
                return _Reply(answer.status, "")
        except urllib.error.HTTPError as error:
            with error:
                reason = printable(f"{error.code} {error.reason}")
                if 300 <= error.code < 400 and "Location" in error.headers:  # a redirect that is not followed
                    return _Reply(410, reason)
                return _Reply(error.code, reason, _asked_to_wait(wait_of(error.headers)))
        except (OSError, http.client.HTTPException, ValueError) as error:
            cause = getattr(error, "reason", None)
            if isinstance(error, PrivateAddressError) or isinstance(cause, PrivateAddressError):
                return _Reply(_PRIVATE, "")
            return _Reply(0, printable(str(cause or error) or type(error).__name__))
        finally:
            self._wait(limits.pause)


def _asked_to_wait(value: str) -> float | None:
    """The seconds of a `Retry-After` header, which contains a number or a date."""
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
