"""Takes the README's screenshots again, of this repository's own garden: `python tests/browser/pictures.py`."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sites import CHROMIUM, FLAGS, ROOT, SETTLED, Site, made

PICTURES = ROOT / "docs" / "pictures"
COLOURS = 128  # enough for text on a plain background, at a third of the bytes
GAP = 24  # pixels between two pictures in one
Take = Callable[[Page, Site], None]


def address(name: str) -> str:
    """The address of a note by the end of its file's name."""
    [file] = (ROOT / "content" / "posts").glob(f"*-{name}.md")
    return f"/posts/{file.stem}/"


def screenshot(browser: Browser, site: Site, size: tuple[int, int], take: Take, *, dark: bool = False) -> Image.Image:
    """A screenshot of a window of this size after `take` has navigated and nothing moves any more."""
    is_phone = size[0] < 500
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        is_mobile=is_phone,
        has_touch=is_phone,
        service_workers="block",
    )
    page = context.new_page()
    take(page, site)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => null)")
    page.wait_for_function(SETTLED)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def note(page: Page, site: Site) -> None:
    page.goto(site.url + address("attention"))


def citing_sentences(page: Page, site: Site) -> None:
    note(page, site)
    page.locator(".links").evaluate("(links) => scrollTo(0, links.getBoundingClientRect().top - 40)")


def home(page: Page, site: Site) -> None:
    page.goto(site.url)


def columns(page: Page, site: Site) -> None:
    page.add_init_script("localStorage.setItem('stack', '1')")
    names = (address(name) for name in ("attention", "multi_head_attention"))
    page.goto(f"{site.url}{address('transformer')}?" + "&".join(f"stack={name}" for name in names))
    page.locator("main > .note").nth(2).wait_for()


def whole_map(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/map/")
    page.locator(".map-legend").wait_for()
    page.wait_for_function("() => new Promise(requestAnimationFrame)")


def search(page: Page, site: Site) -> None:
    note(page, site)
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("attention")
    page.locator("dialog.search mark").first.wait_for()


def side_by_side(*pictures: Image.Image) -> Image.Image:
    """Pictures of one height in a row."""
    whole = Image.new("RGB", (sum(each.width + GAP for each in pictures) - GAP, pictures[0].height), (222, 226, 221))
    left = 0
    for each in pictures:
        whole.paste(each, (left, 0))
        left += each.width + GAP
    return whole


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        garden = Path(folder, "garden")
        for name in ("content", "org", "static"):
            shutil.copytree(ROOT / name, garden / name)
        shutil.copy(ROOT / "notegarden.toml", garden)
        site = made(Path(folder, "public"), garden)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        desk, phone, half = (1280, 800), (390, 800), (1400, 900)
        found = {
            "note": side_by_side(
                screenshot(browser, site, desk, note), screenshot(browser, site, phone, citing_sentences, dark=True)
            ),
            "columns": screenshot(browser, site, half, columns),
            "map": screenshot(browser, site, half, whole_map, dark=True),
            "home": screenshot(browser, site, half, home),
            "search": screenshot(browser, site, half, search, dark=True),
        }
        for name, picture in found.items():
            picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
                PICTURES / f"{name}.png", optimize=True
            )
        browser.close()
        site.close()


if __name__ == "__main__":
    main()
