"""What a screen reader gets of real notes: the browser's own accessibility tree, by roles, names and states."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from reader import Garden, Mode, Reader, both_widths, by_keys, readers, real_garden
from sites import until
from test_mogoz_map import drawn

pytestmark = [pytest.mark.browser, real_garden]
ASIDES = "/posts/the_margins_of_a_page/"
PARTS = {"banner", "main", "article", "navigation", "complementary", "region", "contentinfo"}


@dataclass(frozen=True)
class Heard:
    role: str
    name: str
    description: str = ""
    states: dict[str, Any] = field(default_factory=dict)


def heard(page: Page) -> list[Heard]:
    """Everything that is not hidden from a screen reader, in no particular order."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    value = lambda node, key: str(node.get(key, {}).get("value", ""))  # noqa: E731
    return [
        Heard(
            value(node, "role"),
            " ".join(value(node, "name").split()),
            " ".join(value(node, "description").split()),
            {each["name"]: each["value"].get("value") for each in node.get("properties", [])},
        )
        for node in nodes
        if not node["ignored"]
    ]


def named(page: Page, *roles: str) -> list[str]:
    return [one.name for one in heard(page) if one.role in roles]


def focused(page: Page) -> Heard:
    """The focused element."""
    (one,) = (one for one in heard(page) if one.states.get("focused") and one.role != "RootWebArea")
    return one


@both_widths
def test_a_note_has_named_parts_and_headings(reader: Reader, garden: Garden) -> None:
    address = garden.short("sections", "mentions", "related")
    page = reader.go(address)
    page.keyboard.press("Shift")  # the first user interaction loads what acts on headings
    expect(page.locator(".body .fold").first).to_be_attached()
    bar = {("navigation", "Shortcuts")}
    expected = {
        *(("banner", ""), ("navigation", "Site"), ("main", ""), ("article", ""), ("navigation", "Where this is")),
        *(("navigation", "Contents"), ("complementary", "Related"), ("region", "Links to this note")),
        *(("navigation", "Previous note, Next note"), ("contentinfo", ""), ("navigation", "More ways in")),
    }
    parts = [(one.role, one.name) for one in heard(page) if one.role in PARTS]
    assert sorted(parts) == sorted(expected | (set() if reader.mode.wide else bar))
    headings = named(page, "heading")
    titles = [one.text_content().strip() for one in garden.page(address).xpath("//*[@id='_contents']//a")]
    assert garden.by_address[address]["title"] in headings
    assert set(titles) < set(headings)
    assert not any(name.startswith("Fold") for name in headings)
    (contents,) = (one for one in heard(page) if one.role == "DisclosureTriangle" and one.name == "Contents")
    assert contents.states["expanded"] == reader.mode.wide
    near = page.get_by_role("figure", name="Neighbourhood").get_by_role("link")
    assert near.count() == page.locator(".neighbourhood a").count() > 0


@by_keys
def test_what_folds_has_a_state_and_folded_content_is_hidden(reader: Reader) -> None:
    page = reader.go(ASIDES)
    page.keyboard.press("Shift")
    name = "Fold this section: Wide margins"
    fold = page.get_by_role("button", name=name, exact=True)
    for is_open in ("True", "False", "True"):
        until_says(page, name, "expanded", is_open)
        said = any(one.startswith("Books of law") for one in named(page, "StaticText"))
        assert said == (is_open == "True")
        reader.press(fold)


def until_says(page: Page, name: str, state: str, value: str) -> None:
    until(page, lambda: states(page, name, state) == [value])


def states(page: Page, name: str, state: str) -> list[str]:
    return [str(one.states.get(state)) for one in heard(page) if one.name == name]


@both_widths
def test_a_footnote_is_read_aloud_where_it_is_referenced(reader: Reader) -> None:
    page = reader.go(ASIDES)
    expect(page.locator(".side-note")).to_have_count(3)
    calls = [one for one in heard(page) if one.role == "doc-noteref"]
    assert ("2", "2 The second aside.") in [(one.name, one.description) for one in calls]
    assert len(named(page, "doc-endnotes")) == 1
    assert len(named(page, "doc-endnote")) == len(named(page, "doc-backlink")) == len(calls) == 3
    if not reader.mode.wide:
        reader.press(page.locator(".footnote-ref").nth(1))
        expect(page.locator(".footnote-card")).to_be_focused()
        assert (focused(page).role, focused(page).name) == ("note", "2 The second aside.")


@by_keys
def test_a_search_announces_the_number_of_results_and_the_selected_one(reader: Reader) -> None:
    page = reader.go(ASIDES)
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search", exact=True)
    expect(dialog.get_by_role("searchbox", name="Search the notes")).to_be_focused()
    page.keyboard.type("garden")
    expect(dialog.get_by_role("status")).to_contain_text("note")
    expect(page.locator(".found").first).to_be_visible()
    (tells,) = (one for one in heard(page) if one.role == "status")
    assert tells.states["live"] == "polite"
    assert not set(named(page, "main", "banner", "article"))  # what is behind it cannot be reached
    (box,) = (one for one in heard(page) if one.role == "dialog")
    assert box.states["modal"] is True
    page.keyboard.press("ArrowDown")
    assert focused(page).role == "link"
    assert page.locator(".found-title b").first.inner_text() in focused(page).name
    page.keyboard.press("ArrowUp")
    page.keyboard.type("zwölfboxkämpfer")
    expect(dialog).to_match_aria_snapshot("""
        - dialog "Search":
          - searchbox "Search the notes": zwölfboxkämpfer
          - button /Close/
          - status: Nothing found for “zwölfboxkämpfer”.
    """)


@by_keys
def test_a_card_is_announced_when_entered_and_left(reader: Reader) -> None:
    page = reader.go(ASIDES)
    link = page.locator(".body > p a[href$='tokyo/']").first
    reader.focus(link)
    expect(page.get_by_role("link", name="the garden", expanded=True).first).to_be_focused()
    pin = '- button "Pin this card"' if reader.mode.wide else ""
    expect(page.get_by_role("dialog")).to_match_aria_snapshot(f"""
        - dialog "東京の庭":
          - link "東京の庭"
          {pin}
          - button "Close"
          - region "東京の庭":
            - paragraph
            - heading "全文検索" [level=2]
            - paragraph
    """)
    stops = []
    for _ in range(4 if reader.mode.wide else 3):
        page.keyboard.press("Tab")
        stops.append((focused(page).role, focused(page).name))
    card = [("link", "東京の庭"), ("button", "Pin this card"), ("button", "Close"), ("region", "東京の庭")]
    assert stops == [one for one in card if reader.mode.wide or "Pin" not in one[1]]
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    assert "expanded" not in focused(page).states


@readers([Mode(True, "keys"), Mode(False, "touch"), Mode(True, "keys", False)])
def test_switches_and_dialogs_have_names(reader: Reader, garden: Garden) -> None:
    page = reader.page
    page.emulate_media(color_scheme="light")
    reader.go(garden.short("sections", "mentions"))
    dark = page.get_by_role("button", name="Dark colours")
    for is_dark in (False, True):
        expect(dark).to_have_attribute("aria-pressed", str(is_dark).lower())
        assert states(page, "Dark colours", "pressed") == [str(is_dark).lower()]
        reader.press(dark)
    page.emulate_media(color_scheme="dark")
    expect(dark).to_have_attribute("aria-pressed", "true")
    ways = [("?", "Keys")] if reader.mode.wide else [("?", "Keys"), ("c", "Contents")]
    for key, name in ways:
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=name, exact=True)).to_be_visible()
        assert [one.states["modal"] for one in heard(page) if one.role == "dialog"] == [True]
        page.keyboard.press("Escape")
    if not reader.mode.online:
        page.locator(".foot").scroll_into_view_if_needed()
        keep = page.get_by_role("switch", name="Keep the whole garden on this device")
        expect(keep).to_be_checked()
        expect(page.locator(".foot").get_by_role("status")).to_contain_text("Everything is kept")
        assert {"checked": "true"}.items() <= next(one for one in heard(page) if one.role == "switch").states.items()


@readers([Mode(True, "keys"), Mode(False, "touch")])
def test_the_map_is_announced_as_a_list_and_a_field(reader: Reader, garden: Garden) -> None:
    page = drawn(reader)
    assert any(name.startswith("Map of the notes. Arrow keys") for name in named(page, "application"))
    title = garden.by_address[garden.most("mentions")]["title"]
    field_ = page.get_by_role("combobox", name="Find a note on the map")
    reader.press(field_)
    page.keyboard.type(title)
    chosen = page.get_by_role("option", name=title, exact=True, selected=True)
    expect(chosen).to_have_count(1)
    expect(field_).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    assert focused(page).states["expanded"] is True
    page.keyboard.press("Enter")
    expect(page.locator(".map").get_by_role("status")).to_contain_text(title)
    expect(page.locator(".map").get_by_role("status").get_by_role("link")).to_be_visible()
    topics = page.locator("#map-list summary").all_inner_texts()
    reported = [one for one in heard(page) if one.role == "DisclosureTriangle" and one.name in topics]
    assert [one.states["expanded"] for one in reported] == [False] * len(topics)
    assert len(topics) > 5
