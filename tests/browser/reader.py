"""A simulated reader of the real garden: device, input method, and whether there is a connection."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from sites import DESK, MOGOZ, PATIENCE, PHONE, Site, box_of, press_until, scripts_have_run, until
from support import amount

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
real_garden = pytest.mark.skipif(not MOGOZ.is_dir(), reason=f"the garden mogoz is not available ({MOGOZ})")


@dataclass(frozen=True)
class Mode:
    """`wide`: 1400 px, else 390. `hand`: mouse, touch or keys."""

    wide: bool
    hand: str
    online: bool = True

    def __str__(self) -> str:
        return f"{'desk' if self.wide else 'phone'}-{self.hand}{'' if self.online else '-offline'}"

    def context(self, browser: Browser, **others: Any) -> BrowserContext:
        """A narrow window without touch is a narrow desktop window, not a phone."""
        is_touched = self.hand == "touch"
        made = browser.new_context(
            viewport=DESK if self.wide else PHONE,
            has_touch=is_touched,
            is_mobile=is_touched and not self.wide,
            service_workers="block" if self.online else "allow",
            **others,
        )
        made.set_default_timeout(PATIENCE)
        return made


ONLINE = [Mode(wide, hand) for wide in (True, False) for hand in ("mouse", "touch", "keys")]
OFFLINE = [Mode(True, "keys", False), Mode(False, "touch", False)]


def readers(modes: list[Mode]) -> Callable[..., Any]:
    return pytest.mark.parametrize("reader", modes, indirect=True, ids=str)


def named(*names: str) -> list[Mode]:
    return [each for each in ONLINE + OFFLINE if str(each) in names]


# The usual run takes each width, each input method, and with or without a connection; `--long` takes all combinations.
in_every_way = readers(amount(named("desk-mouse", "desk-touch", "phone-keys", "phone-touch-offline"), ONLINE + OFFLINE))
everywhere = readers(amount(named("desk-mouse", "phone-touch", "desk-keys-offline"), ONLINE + OFFLINE))
online = readers(amount(named("desk-mouse", "desk-touch", "phone-touch", "phone-keys"), ONLINE))
# Where the input method makes no difference.
both_widths = readers([Mode(True, "mouse"), Mode(False, "touch")])
by_touch = readers([Mode(True, "touch"), Mode(False, "touch"), Mode(False, "touch", False)])
by_keys = readers([Mode(True, "keys"), Mode(False, "keys"), Mode(True, "keys", False)])
by_mouse = readers([Mode(True, "mouse"), Mode(False, "mouse")])


class Reader:
    def __init__(self, page: Page, site: Site, mode: Mode) -> None:
        self.page, self.site, self.mode = page, site, mode

    def go(self, address: str) -> Page:
        self.page.goto(self.site.url + address)
        return self.page

    def press(self, target: Locator) -> None:
        """Activate it by the reader's input method; by keys only what Tab can reach."""
        scripts_have_run(target)
        if self.mode.hand == "mouse":
            target.click()
        elif self.mode.hand == "touch":
            target.tap()
        else:
            self.focus(target)
            self.page.keyboard.press("Enter")

    def focus(self, target: Locator) -> None:
        """By key, so that the browser shows where the focus is.

        Tried again until it holds: an element that is still hidden, such as a branch of the contents that opens with
        the section in view, takes no focus.
        """
        self.page.keyboard.press("Shift")
        taken = "(one) => (one.focus(), document.activeElement === one)"
        self.page.wait_for_function(taken, arg=target.element_handle())
        assert target.evaluate("(one) => one.tabIndex") == 0

    def open_preview(self, selector: str) -> None:
        """Open a link's preview: hover over it."""
        if self.mode.hand == "mouse":
            self.page.locator(selector).first.hover()
        elif self.mode.hand == "touch":
            before = self.page.locator(".preview").count()
            press_until(self.page, selector, f"() => document.querySelectorAll('.preview').length > {before}")
        else:
            link = self.page.locator(selector).first
            link.scroll_into_view_if_needed()
            self.focus(link)

    def scroll(self, target: Locator, *, x: int = 0, y: int = 0) -> None:
        """Scroll what is under the pointer. Positive: down or to the right."""
        if self.mode.hand == "keys":
            self.focus(target)
            for _ in range(4):
                self.page.keyboard.press("ArrowRight" if x else "ArrowDown")
            return
        target.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
        box = box_of(target)
        # A part taller than the window begins above it, and the site's header covers the window's first lines.
        at = {"x": box["x"] + min(box["width"] / 2, 150), "y": max(box["y"] + min(box["height"] / 2, 60), 120)}
        if self.mode.hand == "mouse":
            self.page.mouse.move(at["x"], at["y"])
            self.page.mouse.wheel(x, y)
            return
        drag(self.page, at, x, y)


def drag(page: Page, at: dict[str, float], x: int, y: int) -> None:
    """Drag with a finger by this distance to the left and up."""
    session = page.context.new_cdp_session(page)
    send = lambda kind, points: session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})  # noqa: E731
    send("touchStart", [at])
    for step in range(1, 11):
        send("touchMove", [{"x": at["x"] - x * step / 10, "y": at["y"] - y * step / 10}])
    send("touchEnd", [])


def see_picture(page: Page, address: str) -> None:
    """Show the first picture of a note until it is stored."""
    page.goto(address)
    picture = page.locator(".body img.zoomable").first
    picture.scroll_into_view_if_needed()
    source = picture.get_attribute("src")
    until(page, lambda: bool(page.evaluate("async (source) => Boolean(await caches.match(source))", source)))


def without_scripts(page: Page) -> None:
    """As if a reader disabled them; the service worker still runs."""
    page.context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})


@dataclass(frozen=True)
class Written:
    """What the built page of a note has; all but the two strings are counts."""

    address: str
    title: str
    size: int  # characters of the whole page
    links: int
    sections: int
    tables: int
    row: int  # characters in the longest row
    code: int
    pictures: int
    mentions: int
    tagged: int
    related: int
    formulas: int


class Garden:
    """The real garden as built: its graph, and what its pages have."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def graph(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.site.folder / "graph.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def by_address(self) -> dict[str, dict[str, Any]]:
        return {node["url"]: node for node in self.graph["nodes"]}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Addresses by the notes' ids."""
        return {node["id"]: node["url"] for node in self.graph["nodes"]}

    @cached_property
    def notes(self) -> list[Written]:
        return [self.written(address) for address in self.by_address if address.startswith("/posts/")]

    def page(self, address: str) -> Any:
        return html.parse(self.site.folder / address.strip("/") / "index.html").getroot()

    def written(self, address: str) -> Written:
        page = self.page(address)
        count = lambda path: len(page.xpath(path))  # noqa: E731
        rows = [len(row.text_content()) for row in page.xpath("//*[@data-note-body]//tr")]
        return Written(
            address=address,
            title=self.by_address[address]["title"],
            size=(self.site.folder / address.strip("/") / "index.html").stat().st_size,
            links=count("//*[@data-note-body]//a[starts-with(@href, '/posts/')]"),
            sections=count("//*[@id='_contents']//a"),
            tables=count("//*[@data-note-body]//table"),
            row=max(rows, default=0),
            code=count("//*[@data-note-body]//code[@data-lang]"),
            pictures=sum(1 for one in page.xpath("//*[@data-note-body]//img/@src") if self.has_picture(one)),
            mentions=count("//*[@class='mentioner']"),
            tagged=count("//section[@id='_links']//ul[@class='columns']/li"),
            related=count("//aside//li"),
            formulas=count("//*[local-name()='math']"),
        )

    def has_picture(self, address: str) -> bool:
        return address.startswith("/") and (self.site.folder / address.strip("/")).is_file()

    def most(self, what: str) -> str:
        """The address of the note with the most of it."""
        return max(self.notes, key=lambda note: (getattr(note, what), note.address)).address

    def short(self, *what: str) -> str:
        """The address of the shortest note that has some of each."""
        having = [note for note in self.notes if all(getattr(note, each) for each in what)]
        return min(having, key=lambda note: (note.size, note.address)).address

    def links_from(self, address: str) -> set[str]:
        """Addresses of the notes it links to."""
        return self._ends(address, "source", "target")

    def links_to(self, address: str) -> set[str]:
        return self._ends(address, "target", "source")

    def near(self, address: str) -> set[str]:
        """The notes one link away."""
        return (self.links_from(address) | self.links_to(address)) - {address}

    def _ends(self, address: str, near: str, far: str) -> set[str]:
        return {self.addresses[edge[far]] for edge in self.graph["edges"] if self.addresses[edge[near]] == address}


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]{4,}", text.lower())
