"""Permalink patterns, slugs and titles give the same URLs as in real Hugo."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hugo_twin import CONFIGURATION, Twin, note
from support import build, write

from notegarden.config.load import load_config
from notegarden.errors import SiteError
from notegarden.urls import composed

_PATTERNS = {
    "a": "/a/:sections/:contentbasename/",
    "b": "/b/:sections[0]/:sections[1]/:sections[:last]/:sections[1:last]/:sections[5]/:sections[0:2]/:filename/",
    "c": "/c/:sections[1:]/:slugorfilename",
    "d": "/d/:section/:sections[:1]/:title/",
    "e": "/e/:sectionslugs/x:sectionslug/:sectionslugs[1:]/:sectionslugs[last]/:slugorcontentbasename/",
    "f": "/f/:year-:month-:day/:monthname/:weekday/:weekdayname/:yearday/:slug/",
    "g": "/g/:2006/:01/:Jan/:January/:Monday/:06_01_02/:15/:02-2006/:002/:slug",
    "i": ":title/",
    "j": "j/:slug",
    "/": "/root/:slug/",
}
_SECTIONS = {"m": "/sec/:title/", "n": "/sec/:slug/"}
_PLURALS = [
    "category",
    "box",
    "bus",
    "baby",
    "day",
    "news",
    "essays",
    "foo_bar",
    "knowledge",
    "leaf",
    "my-notes",
    "person",
    "quiz",
    "research",
    "status",
    "wiki",
]
_TITLES = [
    "AWS/IAM", "4 Weeks - Time", "C++ & D", "a😀b", "– dash –", "  trimmed  ", "--x--", "a – b", "a  b",
    "a & b", "x/ y", "/x/", "50% 20", "a%zz", "ß", "İstanbul", "ΣΑΣ", "ǅ", "…", "a…b", "a..b", "a\\b", "a:b", "a?b",
    "a#b", "b#", "~a", "a@b", "_a", "a|b", "it's", "(x)", "a=b", "a,b", "a\u00a0b", "a\u3000b", "a\u200bb", "①", "²",
    "Ⅳ", "क्ष", "ไทย", "한글", "日本語", "٣", "𝔸", "e\u0301", "É", "a - -- b", "a.b.c", "v1.0", "a+", "+a", "-", "a-",
]  # fmt: skip


def _toml(table: dict[str, str]) -> str:
    return "".join(f'"{key}" = "{value}"\n' for key, value in table.items())


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\") + '"'


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Twin:
    patterns = _PATTERNS | {name: f"/t/{name}/:sectionslug/" for name in _PLURALS}
    patterns |= {"t-title": "/t-title/:title/", "t-slug": "/t-slug/:slug/"}
    configuration = (
        'baseURL = "https://example.org/"\ndisableKinds = ["RSS", "sitemap", "404", "taxonomy", "term"]\n'
        f"[permalinks.page]\n{_toml(patterns)}[permalinks.section]\n{_toml(_SECTIONS)}"
    )
    files = {f"{name}/note.md": note(title="X") for name in _PLURALS}
    for top in "abcdefgijo":
        files |= {
            f"{top}/p1.md": note(title="P One", date="2017-07-06T23:30:00-05:00"),
            f"{top}/s1/s2/p2.md": note(title="P Two", date="2017-01-06", slug="sl/ug"),
            f"{top}/s3/_index.md": note(title="Sec Three", slug="three slug"),
            f"{top}/s3/p3.md": note(title="P Three", date="2017-12-31"),
            f"{top}/s3/s4/_index.md": note(title="Sec Four/x"),
            f"{top}/s3/s4/p4.md": note(title="P Four", publishDate="2018-02-03"),
            f"{top}/s3/f/h/_index.md": note(title="H", slug="hh"),
            f"{top}/s3/f/h/x.md": note(title="Deep"),
            f"{top}/bund/index.md": note(title="Bundle"),
            f"{top}/s3/bund/index.md": note(title="Bundle Three", slug="zz"),
            f"{top}/draft/_index.md": note(title="Draft", slug="draft-slug", draft="true"),
            f"{top}/draft/x.md": note(title="In a draft section"),
        }
    files |= {
        "top.md": note(title="Top One"),
        "bundle/index.md": note(title="Top Bundle"),
        "m/_index.md": note(title="M Section"),
        "m/sub/_index.md": note(title="M Sub"),
        "m/sub/x.md": note(title="M Sub x"),
        "n/_index.md": note(title="N Section", slug="nslug"),
        "o/_index.md": note(title="O", slug="o-slug"),
        "o/q/_index.md": note(title="O q", slug="q-slug"),
        "o/q/x.md": note(title="O q x"),
        "o/u/_index.md": note(title="O u", url="/uuu/"),
        "o/u/x.md": note(title="O u x"),
        "o/url1.md": note(title="U 1", date="2020-02-03", url="/:year/:slug/"),
        "o/url2.md": note(title="U 2", url="Rel/:title"),
        "o/url3.md": note(title="U 3", url="/x/:sections/:contentbasename.html"),
    }
    for number, title in enumerate(_TITLES):
        files |= {
            f"t-title/n{number}.md": note(title=_quoted(title)),
            f"t-slug/n{number}.md": note(title="x", slug=_quoted(title)),
            f"t-plain/n{number}.md": note(title="x", slug=_quoted(title)),
        }
        if "/" not in title:
            files |= {f"t-file/{title}.md": note(title="x"), f"t-folder/{title}/x.md": note(title="x")}
    content = {f"content/{path}": text for path, text in files.items()}
    return Twin(tmp_path_factory.mktemp("permalinks"), content, configuration)


def test_every_note_has_hugos_address(twin: Twin) -> None:
    theirs = twin.their_addresses()
    # Where Hugo writes several notes to one address, the later ones have another here.
    clashing = {problem.path for problem in twin.problems if problem.code == "address-clash"}
    # If nothing remains of a name, Hugo writes the note over its section's page.
    empty = {path for path, address in theirs.items() if address in ("/t-plain/", "/t-title/", "/t-slug/", "/t-file/")}
    ours = {path: address for path, address in twin.addresses.items() if path not in clashing | empty}
    assert ours == {path: theirs[path] for path in ours}
    assert len(ours) > 300
    # Addresses are compared without case and Unicode normalization.
    claims = {path: composed(address.casefold()) for path, address in theirs.items()}
    shared = Counter(claims.values())
    assert {path for path in clashing if shared[claims[path]] == 1} == set()


@pytest.mark.parametrize(
    ("pattern", "token"),
    [("/:yaer/:slug/", ":yaer"), ("/:sections[x]/", ":sections[x]"), ("/:slug[1]/", ":slug[1]"), ("/a:b/", ":b")],
)
def test_an_unknown_token_of_the_configuration_is_an_error(tmp_path: Path, pattern: str, token: str) -> None:
    (tmp_path / "hugo.toml").write_text(f'[permalinks]\nblog = "{pattern}"\n', encoding="utf-8")
    with pytest.raises(SiteError) as caught:
        load_config(tmp_path)
    assert f'"{token}"' in str(caught.value)
    assert caught.value.line == 2


def test_an_unknown_token_in_a_url_is_reported_and_not_written(tmp_path: Path) -> None:
    from notegarden.pipeline.report import Options
    from notegarden.pipeline.stages import Pipeline

    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(note(title="A", url="/:yaer/a/"), encoding="utf-8")
    pipeline = Pipeline(tmp_path, Options(output=tmp_path / "public", search=False))
    pipeline.refresh()
    assert pipeline.garden.nodes["a.md"].address == "/a/"
    [problem] = [each for each in pipeline.problems() if each.code == "front-matter"]
    assert ":yaer" in problem.message
    assert ":year" in problem.hint
    pipeline.close()


def test_an_added_slug_of_a_section_moves_the_notes_below_it(tmp_path: Path) -> None:
    from notegarden.pipeline.report import Options
    from notegarden.pipeline.stages import Pipeline

    def addresses() -> dict[str, str]:
        pipeline = Pipeline(tmp_path, Options(output=tmp_path / "public", search=False))
        pipeline.refresh()
        pipeline.publish()
        found = {path: node.address for path, node in pipeline.garden.nodes.items()}
        pipeline.close()
        return found

    for path in ("a/_index.md", "a/b/x.md", "c.md"):
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(note(title="X"), encoding="utf-8")
    assert set(addresses().values()) == {"/a/", "/a/b/x/", "/c/"}
    (tmp_path / "content/a/_index.md").write_text(note(title="X", slug="other"), encoding="utf-8")
    assert set(addresses().values()) == {"/other/", "/other/b/x/", "/c/"}
    (tmp_path / "content/c.md").write_text(note(title="Y"), encoding="utf-8")
    assert set(addresses().values()) == {"/other/", "/other/b/x/", "/c/"}
    (tmp_path / "content/a/_index.md").unlink()
    assert set(addresses().values()) == {"/a/b/x/", "/c/"}
    assert (tmp_path / "public/a/b/x/index.html").is_file()
    assert not (tmp_path / "public/other/b/x/index.html").exists()


def test_an_escaped_colon_is_a_colon(tmp_path: Path) -> None:
    text = "+++\ntitle = 'A b'\nurl = '/x\\:y/:title/'\n+++\n"
    twin = Twin(tmp_path, {"content/a.md": text})
    theirs = {path: address for path, address in twin.their_addresses().items() if path == "a.md"}
    assert theirs == {"a.md": "/x:y/a-b/"} == twin.addresses


def test_the_case_of_an_index_name_does_not_matter(tmp_path: Path) -> None:
    files = {
        "content/d/Index.md": note("one ![](p.svg)", title="D"),
        "content/d/part.md": note("part"),
        "content/d/p.svg": "<svg/>",
        "content/e/_Index.md": note("section", title="E"),
        "content/e/y.md": note('[e]({{< relref "/e" >}}) [d]({{< relref "d" >}})'),
        "content/s/INDEX.md": note("s", draft="true"),
        "content/s/secret.svg": "<svg/>",
        "content/k/_INDEX.md": note("k", cascade="{draft: true}"),
        "content/k/secret.svg": "<svg/>",
    }
    twin = Twin(tmp_path, files)
    assert twin.addresses == twin.their_addresses()
    assert twin.addresses == {"d/Index.md": "/d/", "e/_Index.md": "/e/", "e/y.md": "/e/y/"}
    assert {name for name in twin.files()[1] if name.endswith(".svg")} == {"d/p.svg"}


def test_a_url_of_another_site_and_a_slug_of_dots_are_not_addresses(tmp_path: Path) -> None:
    files = {"a.md": note(url='"https://example.org/x/"'), "b.md": note(slug='".."'), "c.md": note(slug='"."')}
    files["d.md"] = note(aliases='["HTTP://example.org/old/", kept]')
    write(tmp_path, {f"content/{path}": text for path, text in files.items()})
    _, problems = build(tmp_path, tmp_path / "out", search=False)
    assert all((tmp_path / "out" / name / "index.html").is_file() for name in ("a", "b", "c", "d", "kept"))
    assert not list((tmp_path / "out").glob("http*"))
    messages = [each.message for each in problems if each.code == "front-matter"]
    assert messages == [
        "url: the URL of another site; the note is published at /a/",
        "aliases: HTTP://example.org/old/ is the URL of another site, which cannot redirect here",
    ]


def test_an_unquoted_date_as_title_is_the_written_text(tmp_path: Path) -> None:
    files = {"content/a.md": note(slug="2020-01-02", tags="[2020-01-03]"), "content/b.md": note(aliases="[2019-01-01]")}
    files |= {"content/c.md": '+++\nslug = 2021-01-02\ntags = [2021-05-06, "x"]\n+++\n'}
    files |= {"content/d.md": note(url="2022-01-02")}
    twin = Twin(tmp_path, files)
    theirs, ours = ({file for file in found if file.endswith(".html") and "20" in file} for found in twin.files())
    assert ours == theirs
    assert len(ours) == 6


@pytest.mark.parametrize("name", ["_index.md", "index.md"])
def test_the_home_page_stays_at_the_top(tmp_path: Path, name: str) -> None:
    twin = Twin(tmp_path, {f"content/{name}": note("Home.", title="H", url="/x/", slug="y")})
    assert twin.addresses == {name: "/"} == twin.their_addresses()


def test_the_pattern_for_the_top_is_for_sections_without_their_own(tmp_path: Path) -> None:
    files = {"content/a/_index.md": note(title="A"), "content/a/b/_index.md": note(title="B")}
    files |= {"content/notes/c.md": note(), "content/tags/_index.md": note(title="T")}
    twin = Twin(tmp_path, files, CONFIGURATION + '[permalinks.section]\n"/" = "/s/:slug/"\n')
    theirs, ours = ({file for file in found if file.endswith("index.html")} for found in twin.files())
    assert ours == theirs - {"categories/index.html"}
    assert {"s/a/index.html", "s/notes/index.html", "a/b/index.html"} <= ours


def test_a_moved_section_with_an_index_has_its_feed_next_to_its_page(tmp_path: Path) -> None:
    write(tmp_path, {
        "hugo.toml": 'baseURL = "https://example.org/"\n[permalinks.section]\nposts = "/blog/"\n',
        "content/posts/_index.md": "---\ntitle: Blog\n---\n",
        "content/posts/a.md": "---\ntitle: A\n---\n[feed](/blog/index.xml), [lost](/posts/index.xml)\n",
    })  # fmt: skip
    _, problems = build(tmp_path, tmp_path / "public")
    assert (tmp_path / "public/blog/index.xml").is_file()
    assert [each.subject for each in problems if each.code == "file-missing"] == ["/posts/index.xml"]
