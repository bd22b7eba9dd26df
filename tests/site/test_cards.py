"""Social cards: which notes have one, what it shows, and that every card that a page names exists."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from photographs import photograph, saved
from PIL import Image
from serving import serving
from support import ROOT, build, report_of, snapshot, write

from notegarden.errors import SiteError
from notegarden.publish import cards as publish_cards
from notegarden.render.card import SIZE, Card, CardType, card_type
from notegarden.render.theme import load_theme

SETTINGS = 'title = "The garden"\nbase_url = "https://example.org/sub/"\nsearch = false\ncards = true\n'
NOTES = {
    "posts/plain.md": "---\ntitle: Plain words\n---\nText.\n",
    "posts/tagged.md": '---\ntitle: Tagged\n---\ntags\n: [Tag]({{< relref "tag.md" >}})\n\n![sea](/sea.png)\n',
    "posts/tag.md": "---\ntitle: Soil\n---\nText.\n",
    "posts/own.md": "---\ntitle: Own\nimages: [/sea.png]\n---\nText.\n",
    "posts/rootless.md": "---\ntitle: Rootless\nimages: sea.png\n---\nText.\n",
    "posts/gone.md": "---\ntitle: Gone\nimages: [/gone.png]\n---\nText.\n",
    "posts/draft.md": "---\ntitle: Secret draft\ndraft: true\n---\nText.\n",
    "posts/held.md": "---\ntitle: [\n---\nText.\n",
    "posts/japanese.md": "---\ntitle: 日本語のノート\n---\nText.\n",
    "posts/emoji.md": "---\ntitle: 🌱 Seedlings\n---\nText.\n",
}
_META = re.compile(r'<meta (?:property|name)="(og:image[\w:]*|twitter:card)" content="([^"]*)">')


def garden_at(root: Path, settings: str = SETTINGS) -> Path:
    write(root, {f"content/{name}": text for name, text in NOTES.items()})
    write(root, {"static/sea.png": saved(photograph(80, 40)), "notegarden.toml": settings})
    return root


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = garden_at(tmp_path_factory.mktemp("cards") / "garden")
    build(root, root / "public")
    return root


@pytest.fixture(scope="module")
def site(garden: Path) -> dict[str, bytes]:
    return snapshot(garden / "public")


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> CardType:
    return card_type(load_theme(tmp_path_factory.mktemp("none")))


def meta(site: dict[str, bytes], name: str) -> dict[str, str]:
    return dict(_META.findall(site[f"posts/{name}/index.html"].decode()))


def cards(site: dict[str, bytes]) -> set[str]:
    return {file for file in site if file.startswith("assets/cards/")}


def named(site: dict[str, bytes]) -> set[str]:
    pages = (data.decode() for file, data in site.items() if file.endswith(".html"))
    return {found for page in pages for found in re.findall(r"https://example\.org/sub/(assets/cards/\w+\.png)", page)}


def test_the_cards_in_the_site_are_exactly_those_that_pages_name(site: dict[str, bytes]) -> None:
    assert named(site) == cards(site)
    assert len(cards(site)) == 4


def test_a_note_names_its_card_and_the_size_of_the_card(site: dict[str, bytes]) -> None:
    found = meta(site, "plain")
    data = site[found.pop("og:image").removeprefix("https://example.org/sub/")]
    assert found == {
        "og:image:width": "1200", "og:image:height": "630", "og:image:alt": "Plain words",
        "twitter:card": "summary_large_image",
    }  # fmt: skip
    assert Image.open(io.BytesIO(data)).size == SIZE == (1200, 630)
    assert len(data) < 40_000


def test_an_image_in_front_matter_wins_over_the_card_and_the_card_over_one_in_the_text(site: dict[str, bytes]) -> None:
    assert meta(site, "own")["og:image"] == "https://example.org/sub/sea.png"
    assert meta(site, "own")["og:image:width"] == "80"
    assert meta(site, "rootless")["og:image"] == "https://example.org/sub/sea.png"
    assert "og:image" not in meta(site, "gone")
    assert "/assets/cards/" in meta(site, "tagged")["og:image"]


def test_a_missing_picture_in_front_matter_is_reported(garden: Path, tmp_path: Path) -> None:
    _, problems = build(garden, tmp_path / "public")
    found = {(each.path, each.message) for each in problems if each.code.startswith("picture")}
    assert found == {("posts/gone.md", "no such picture: /gone.png")}


def test_drafts_and_withheld_notes_have_no_card(site: dict[str, bytes], fonts: CardType) -> None:
    titles = ("Plain words", "Tagged", "Soil", "Seedlings")
    labels = ("Posts", "Soil")
    possible = {fonts.card(title, label, "The garden") for title in titles for label in labels}
    assert cards(site) <= {card.file for card in possible if card is not None}


def test_a_title_in_characters_that_the_font_lacks_has_no_card_and_is_reported(tmp_path: Path) -> None:
    [line] = [line for line in report_of(garden_at(tmp_path), tmp_path / "public").warnings if "no social card" in line]
    assert line.startswith("1 note has no social card")
    assert line.endswith("(posts/japanese.md)")


def test_fonts_used_only_for_cards_are_not_published(site: dict[str, bytes]) -> None:
    assert [name for name in site if "/fonts/text" in name]
    assert [name for name in site if "fonts/card-" in name or "cards.css" in name] == []


def test_without_a_host_there_are_no_cards_and_that_is_reported_once(tmp_path: Path) -> None:
    garden = garden_at(tmp_path, SETTINGS.replace("https://example.org", ""))
    assert [line for line in report_of(garden, garden / "public").warnings if "no social cards" in line] != []
    site = snapshot(garden / "public")
    assert cards(site) == set()
    assert "twitter:card" not in meta(site, "own")


def test_only_the_cards_of_changed_notes_are_drawn(
    garden: Path, site: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def counting(due: list[Card], *others: object) -> object:
        drawn.extend(card.title for card in due)
        return original(due, *others)  # type: ignore[arg-type]

    original = publish_cards._drawn
    monkeypatch.setattr(publish_cards, "_drawn", counting)
    again = shutil.copytree(garden, tmp_path / "garden", ignore=shutil.ignore_patterns("public", ".notegarden"))
    build(again, again / "public")
    assert snapshot(again / "public") == site
    drawn.clear()
    (again / "content/posts/tag.md").write_text("---\ntitle: Earth\n---\nText.\n")
    (again / "content/posts/plain.md").write_text("---\ntitle: Plain words\n---\nOther text.\n")
    (again / "content/posts/emoji.md").unlink()
    build(again, again / "public")
    assert sorted(drawn) == ["Earth", "Tagged"], "the tag's new name is on the card of the note that has it"
    found = snapshot(again / "public")
    assert named(found) == cards(found)
    assert len(cards(found)) == 3


def test_serve_draws_a_card_on_request(garden: Path, site: dict[str, bytes], tmp_path: Path) -> None:
    again = shutil.copytree(garden, tmp_path / "garden", ignore=shutil.ignore_patterns("public", ".notegarden"))
    with serving(again, search=False) as served:
        assert {file for file in served.live.addresses() if file.startswith("assets/cards/")} == cards(site)
        [plain] = re.findall(r"assets/cards/\w+\.png", meta(site, "plain")["og:image"])
        assert served.client.get(f"/sub/{plain}").content == site[plain]
        (again / "content/posts/plain.md").write_text("---\ntitle: Plain words\nimages: [/sea.png]\n---\nText.\n")
        served.refresh()
        assert served.client.get(f"/sub/{plain}").status_code == 404
        assert served.errors == []


def test_an_unreadable_font_is_reported(tmp_path: Path) -> None:
    garden = garden_at(tmp_path)
    broken = garden / "static/theme/fonts/text.woff2"
    broken.parent.mkdir(parents=True)
    broken.write_bytes((ROOT / "static/theme/fonts/text.woff2").read_bytes()[:4000])
    with pytest.raises(SiteError, match="cannot be drawn"):
        build(garden, garden / "public")
