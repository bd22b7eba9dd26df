"""Edits appear in the open page in the right place, in a real browser with the real server."""

from __future__ import annotations

import pytest
from conftest import Opener
from live import Plot, assert_not_reloaded, edit, marked
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_an_edit_is_merged_in_its_place(plot: Plot, open_live: Opener) -> None:
    """Scroll position, focus, an open section and the selection are kept."""
    edit(
        plot,
        "soil",
        "Heavy when wet.",
        'Heavy when wet.\n\n<details id="more"><summary>More</summary>\n\nHidden.\n\n</details>',
    )
    plot.await_page("posts/soil/", 'id="more"')
    page = open_live(plot.url("posts/soil/"))
    marked(page)
    page.locator("#more summary").click()
    page.locator("#more summary").focus()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#more p'))")
    page.evaluate("document.fonts.ready.then(() => {})")
    page.evaluate("scrollTo(0, document.querySelector('#clay').getBoundingClientRect().top + scrollY - 200)")
    before = page.evaluate("document.querySelector('#clay').getBoundingClientRect().top")
    edit(plot, "soil", "Paragraph number 3.", "Paragraph number three, at last.")
    expect(page.get_by_text("Paragraph number three, at last.")).to_be_attached()
    edit(plot, "soil", "Heavy when wet.", "Heavy when it is wet.")
    expect(page.get_by_text("Heavy when it is wet.")).to_be_visible()
    assert_not_reloaded(page)
    clay = "document.querySelector('#clay').getBoundingClientRect().top"
    page.wait_for_function(f"(before) => Math.abs({clay} - before) < 2", arg=before)
    assert page.evaluate("document.activeElement.localName") == "summary"
    assert page.evaluate("document.querySelector('#more').open")
    assert page.evaluate("getSelection().toString()") == "Hidden."


def test_text_typed_into_the_page_is_kept(plot: Plot, open_live: Opener) -> None:
    edit(plot, "worm", "It turns the ground.", 'It turns the ground.\n\n<input id="field" aria-label="x">')
    page = open_live(plot.url("posts/worm/"))
    page.locator("#field").fill("half a thou")
    page.evaluate("document.querySelector('#field').setSelectionRange(4, 6)")
    edit(plot, "worm", "It turns", "At night it turns")
    expect(page.get_by_text("At night it turns")).to_be_visible()
    page.keyboard.type("-")
    assert page.locator("#field").input_value() == "half- thou"


def test_the_changed_block_is_highlighted(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/soil/"))
    page.evaluate(
        """() => {
          window.lit = [];
          const animate = Element.prototype.animate;
          Element.prototype.animate = function (frames, options) {
            const made = animate.call(this, frames, options);
            if (options.id === "notegarden-lit") window.lit.push([this.textContent.slice(0, 40), made]);
            return made;
          };
        }"""
    )
    edit(plot, "soil", "Heavy when wet.", "Heavy when wet, and slow.")
    expect(page.get_by_text("Heavy when wet, and slow.")).to_be_attached()
    page.wait_for_function("() => window.lit.length > 0")
    assert page.evaluate("window.lit.map(([text]) => text)") == ["Heavy when wet, and slow."]
    first, length = page.evaluate(
        """() => {
          const { effect } = window.lit[0][1];
          return [effect.getKeyframes()[0].backgroundColor, effect.getTiming().duration];
        }"""
    )
    assert first not in ("", "rgba(0, 0, 0, 0)", "transparent")
    assert length > 1000
    page.wait_for_function("() => window.lit[0][1].playState === 'finished'")
    assert page.evaluate("document.querySelectorAll('main [style]').length") == 0


def test_backlinks_and_lists_are_updated(plot: Plot, open_live: Opener) -> None:
    soil = open_live(plot.url("posts/soil/"))
    every = open_live(plot.url("all/"))
    marked(soil)
    marked(every)
    plot.write("frost", 'Frost breaks the [soil]({{< relref "soil.md" >}}) open.')
    expect(soil.get_by_role("link", name="Frost", exact=True).first).to_be_attached()
    expect(every.get_by_role("link", name="Frost", exact=True).first).to_be_visible()
    assert_not_reloaded(soil)
    assert_not_reloaded(every)


def test_styles_change_without_a_reload(plot: Plot, open_live: Opener) -> None:
    theme = plot.root / "static" / "theme"
    theme.mkdir(parents=True)
    (theme / "custom.css").write_text("h1 { letter-spacing: 1px }")
    page = open_live(plot.url("posts/worm/"))
    marked(page)
    spacing = "getComputedStyle(document.querySelector('h1')).letterSpacing"
    page.wait_for_function(f"() => {spacing} === '1px'")
    (theme / "custom.css").write_text("h1 { letter-spacing: 5px }")
    page.wait_for_function(f"() => {spacing} === '5px'")
    page.wait_for_function("() => document.querySelectorAll('link[href*=\"custom.css\"]').length === 1")
    hashes = "[...document.querySelectorAll('link[rel=stylesheet]')].map((l) => l.href.split('/')[4])"
    page.wait_for_function(f"() => new Set({hashes}).size === 1")  # all styles belong to one theme
    assert_not_reloaded(page)


def test_a_changed_script_of_the_theme_reloads_the_page(plot: Plot, open_live: Opener) -> None:
    theme = plot.root / "static" / "theme"
    theme.mkdir(parents=True)
    (theme / "app.js").write_text("window.own = 1;")
    page = open_live(plot.url("posts/worm/"))
    page.wait_for_function("() => window.own === 1")
    (theme / "app.js").write_text("window.own = 2;")
    page.wait_for_function("() => window.own === 2")


def test_a_changed_picture_is_shown(plot: Plot, open_live: Opener) -> None:
    picture = plot.root / "static" / "dot.svg"
    picture.parent.mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><rect width="9" height="9"/></svg>'
    picture.write_text(svg.format(30))
    edit(plot, "worm", "It turns the ground.", "![dot](/dot.svg)")
    page = open_live(plot.url("posts/worm/"))
    page.wait_for_function("() => document.querySelector('.body img').naturalWidth === 30")
    marked(page)
    picture.write_text(svg.format(60))
    page.wait_for_function("() => document.querySelector('.body img').naturalWidth === 60")
    assert_not_reloaded(page)


def test_the_map_is_redrawn_only_when_links_change(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("map/"))
    marked(page)
    edit(plot, "worm", "It turns", "Quietly it turns")
    page.wait_for_function("() => window.merged === 1")
    assert_not_reloaded(page)
    plot.write("frost", 'Frost breaks the [soil]({{< relref "soil.md" >}}) open.')
    expect(page.locator("main a", has_text="Frost")).to_be_attached()
    plot.await_page("graph.json", "Frost")
    page.wait_for_function("() => window.mark === undefined")  # drawn again


def test_the_map_is_redrawn_even_if_another_tab_has_fetched_the_links(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("map/"))
    marked(page)
    page.evaluate("""() => {
        const real = window.fetch;
        window.fetch = async (address, options) => {
            if (address === location.href) await (await real("/graph.json", { cache: "no-cache" })).text();
            return real(address, options);
        };
    }""")
    plot.write("frost", 'Frost breaks the [soil]({{< relref "soil.md" >}}) open.')
    page.wait_for_function("() => window.mark === undefined")


def test_merged_content_gets_the_themes_additions(plot: Plot, open_live: Opener) -> None:
    edit(
        plot,
        "worm",
        "It turns the ground.",
        "It turns the ground.\n\n```python\nfirst = 1\n```\n\n## One {#one}\n\n## Two {#two}",
    )
    page = open_live(plot.url("posts/worm/"))
    page.mouse.move(300, 300)  # the contents list waits for a user interaction
    expect(page.locator(".body .copy")).to_have_count(1)
    expect(page.locator(".body h2 a.anchor")).to_have_count(2)
    edit(plot, "worm", "## Two {#two}", "## Two {#two}\n\n```python\nsecond = 2\n```\n\n## Three {#three}")
    expect(page.locator(".body .copy")).to_have_count(2)
    expect(page.locator(".body h2 a.anchor")).to_have_count(3)
    edit(plot, "worm", "first = 1", "first = 11")
    expect(page.get_by_text("11")).to_be_visible()
    expect(page.locator(".body .copy")).to_have_count(2)
    expect(page.locator(".body h2 a.anchor")).to_have_count(3)


def test_several_tabs_and_browsers_are_updated_at_once(plot: Plot, open_live: Opener) -> None:
    pages = [open_live(plot.url("posts/soil/")) for _ in range(2)]
    pages.append(pages[0].context.new_page())
    pages[-1].goto(plot.url("posts/soil/"))
    for number in range(3):
        edit(plot, "soil", "What grows" if number == 0 else f"What grows ({number})", f"What grows ({number + 1})")
        for page in pages:
            expect(page.get_by_text(f"What grows ({number + 1}) needs soil.")).to_be_attached()


def test_a_burst_of_edits_is_one_update(plot: Plot, open_live: Opener) -> None:
    def write(text: str) -> None:
        for number in range(200):
            plot.write(f"many{number}", text)

    write("Before.")
    plot.write("last", "Before.")
    plot.await_page("posts/last/", "Before.")
    page = open_live(plot.url("posts/many7/"))
    write("After.")
    plot.write("last", "After.")
    plot.await_page("posts/last/", "After.")
    expect(page.get_by_text("After.")).to_be_visible()
    edit(plot, "many7", "After.", "In the end.")
    expect(page.get_by_text("In the end.")).to_be_visible()
    # The first and the last; a slow machine may delay the writes, and then there are a few more updates.
    assert 2 <= page.evaluate("window.fetched") <= 6
