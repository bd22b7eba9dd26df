from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from notegarden.cli import main
from notegarden.site.feeds import EPOCH, URLS_PER_SITEMAP, FeedEntry, SitemapEntry, atom, json_feed, robots, sitemap

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def feed(*entries: FeedEntry, title: str = "Garden") -> etree._Element:
    text = atom(
        title=title,
        home="https://example.org/garden/",
        address="https://example.org/garden/feed.xml",
        author="A. Writer",
        language="en",
        entries=entries,
    )
    return etree.fromstring(text.encode())


def entry(date: str, title: str = "A note", summary: str = "") -> FeedEntry:
    return FeedEntry("https://example.org/garden/posts/a/?x=1&y=2", title, date, date, summary)


def test_a_feed_has_what_rfc_4287_requires() -> None:
    root = feed(entry("2024-03-01", "Less & <more>", "What it says"), entry("2024-05-02T10:00:00+02:00"))
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == "https://example.org/garden/"
    assert root.findtext(f"{ATOM}updated") == "2024-05-02T10:00:00+02:00"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "A. Writer"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": "https://example.org/garden/feed.xml",
        "alternate": "https://example.org/garden/",
    }
    first, second = root.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == "Less & <more>"
    assert first.findtext(f"{ATOM}id") == "https://example.org/garden/posts/a/?x=1&y=2"
    assert first.findtext(f"{ATOM}updated") == first.findtext(f"{ATOM}published") == "2024-03-01T00:00:00Z"
    assert first.findtext(f"{ATOM}summary") == "What it says"
    assert second.find(f"{ATOM}summary") is None


def test_an_empty_feed_has_the_oldest_date() -> None:
    assert feed().findtext(f"{ATOM}updated") == EPOCH


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-03-01", "2024-03-01T00:00:00Z"),
        ("2024-03-01T09:30", "2024-03-01T09:30:00Z"),
        ("2024-03-01 09:30:10", "2024-03-01T09:30:10Z"),
        ("2024-03-01T09:30:10.5-0700", "2024-03-01T09:30:10.5-07:00"),
        ("2024-03-01T09:30:10Z", "2024-03-01T09:30:10Z"),
    ],
)
def test_dates_are_rfc_3339(given: str, expected: str) -> None:
    found = feed(entry(given)).findtext(f"{ATOM}entry/{ATOM}updated")
    assert found == expected
    assert datetime.fromisoformat(expected).tzinfo is not None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_well_formed(text: str) -> None:
    root = feed(entry("2024-01-01", text, text), title=text)
    assert root.find(f"{ATOM}entry") is not None


def test_a_sitemap_lists_addresses() -> None:
    entries = [SitemapEntry("https://example.org/a/?b&c", "2024-03-01"), SitemapEntry("https://example.org/d/")]
    (text,) = sitemap(entries, "https://example.org/").values()
    first, second = etree.fromstring(text.encode())
    assert first.findtext(f"{SITEMAP}loc") == "https://example.org/a/?b&c"
    assert first.findtext(f"{SITEMAP}lastmod") == "2024-03-01T00:00:00Z"
    assert second.find(f"{SITEMAP}lastmod") is None


def test_a_large_sitemap_is_split() -> None:
    entries = [SitemapEntry(f"https://example.org/{n}/") for n in range(URLS_PER_SITEMAP + 1)]
    files = sitemap(entries, "https://example.org/garden/")
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    index = etree.fromstring(files["sitemap.xml"].encode())
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert [loc.text for loc in index.iter(f"{SITEMAP}loc")] == [
        "https://example.org/garden/sitemap-1.xml",
        "https://example.org/garden/sitemap-2.xml",
    ]
    found = [loc.text for name in list(files)[1:] for loc in etree.fromstring(files[name].encode()).iter("{*}loc")]
    assert found == [each.address for each in entries]


def test_an_empty_sitemap_is_valid() -> None:
    assert len(etree.fromstring(sitemap([], "https://example.org/")["sitemap.xml"].encode())) == 0


def test_robots_txt_names_the_sitemap() -> None:
    assert robots("https://example.org/sitemap.xml").splitlines()[-1] == "Sitemap: https://example.org/sitemap.xml"


def build(root: Path, title: str, settings: str) -> str:
    (root / "content").mkdir(exist_ok=True)
    (root / "content/a.md").write_text(f"+++\ntitle = '{title}'\ndate = 2026-01-02\n+++\n\nWhat it says.\n")
    (root / "notegarden.toml").write_text(f"base_url = 'https://example.org/g/'\nauthor = 'Ada'\n{settings}")
    done = CliRunner().invoke(main, ["build", str(root), "-q", "--no-search", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return (root / "public/a/index.html").read_text()


def test_a_json_feed_exists_unless_it_is_switched_off(tmp_path: Path) -> None:
    file = tmp_path / "public/feed.json"
    assert "feed.json" not in build(tmp_path, "A", "json_feed = false\n")
    assert not file.exists()
    page = build(tmp_path, "A", "")
    assert 'type="application/feed+json" title="Notes" href="/g/feed.json">' in page
    assert json.loads(file.read_bytes()) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Notes",
        "home_page_url": "https://example.org/g/",
        "feed_url": "https://example.org/g/feed.json",
        "language": "en",
        "authors": [{"name": "Ada"}],
        "items": [
            {
                "id": "https://example.org/g/a/",
                "url": "https://example.org/g/a/",
                "title": "A",
                "content_text": "What it says.",
                "date_published": "2026-01-02T00:00:00+00:00",
                "date_modified": "2026-01-02T00:00:00+00:00",
            }
        ],
    }
    build(tmp_path, "Changed", "")
    assert json.loads(file.read_bytes())["items"][0]["title"] == "Changed"
    assert "feed.json" not in build(tmp_path, "Changed", "json_feed = false\n")
    assert not file.exists()


def test_an_entry_without_a_date_has_none() -> None:
    changed = FeedEntry("https://e.org/a/", "A", "2026-01-02", "")
    assert feed(changed).find(f"{ATOM}entry/{ATOM}published") is None
    text = json_feed(title="T", home="https://e.org/", address="https://e.org/feed.json", author="A", language="en",
                      entries=[changed])  # fmt: skip
    (item,) = json.loads(text)["items"]
    assert item["date_modified"] == "2026-01-02T00:00:00Z"
    assert "date_published" not in item


@pytest.mark.parametrize("base", ["/", "/garden/"])
def test_a_site_without_a_host_has_no_feed_and_no_sitemap_and_reports_it_once(tmp_path: Path, base: str) -> None:
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/a.md").write_text("+++\ntitle = 'A'\ndate = 2026-01-02\n+++\n\n[feed](/feed.xml)\n")
    settings = f"base_url = '{base}'\n"

    def built(*more: str) -> tuple[list[str], set[str], str]:
        done = CliRunner().invoke(main, ["build", str(tmp_path), "--no-search", "--jobs", "1", *more])
        site = tmp_path / "public"
        names = {"feed.xml", "feed.json", "sitemap.xml", "index.xml", "posts/index.xml"}
        said = [line for line in done.output.splitlines() if line.startswith("warning") or " error: " in line]
        return said, {name for name in names if (site / name).exists()}, (site / "posts/a/index.html").read_text()

    (tmp_path / "notegarden.toml").write_text(settings)
    (warning, finding), files, page = built()
    assert warning.startswith("warning: no feed and no sitemap: ")
    assert 'link "/feed.xml": no such file' in finding
    assert files == set()
    assert "feed.xml" not in page.replace(">feed</a>", "").partition("<main")[0]
    assert (tmp_path / "public/robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    said, files, page = built("--base-url", "https://example.org" + base)
    assert (said, len(files)) == ([], 5)
    assert 'href="' + base + 'feed.xml"' in page
    assert f"Sitemap: https://example.org{base}sitemap.xml" in (tmp_path / "public/robots.txt").read_text()


def test_absolute_addresses_are_ascii(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/für.md").write_text("+++\ntitle = 'A'\n+++\n\nText.\n")
    (tmp_path / "notegarden.toml").write_text("base_url = 'https://gärten.example/über/'\n")
    CliRunner().invoke(main, ["build", str(tmp_path), "--no-search", "--jobs", "1"])
    text = (tmp_path / "public/sitemap.xml").read_text("utf-8")
    assert "<loc>https://xn--grten-gra.example/%C3%BCber/f%C3%BCr/</loc>" in text
