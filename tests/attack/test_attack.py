"""Nothing in a note can harm the site, the machine or the other notes."""

# ruff: noqa: E501 - rows of a table
from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html

from notegarden.cli import main
from notegarden.ledger.ledger import Ledger
from notegarden.ledger.outputs import Written

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
TOML_EVIL = EVIL.replace("\\", "\\\\").replace('"', '\\"')
GOOD = '+++\ntitle = "Good"\n+++\n\nA good note.\n'


def build(root: Path, *options: str) -> Result:
    command = ["build", str(root / "garden"), "-o", str(root / "out"), "--no-search", "--jobs", "1", *options]
    return CliRunner().invoke(main, command)


def write(root: Path, name: str, text: str | bytes) -> None:
    path = root / "garden" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "content/0.md", GOOD)  # the first by path keeps a contested address
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path


def assert_sound(root: Path, done: Result, *, good: bool = True) -> None:
    """The build ended normally, wrote nothing outside the output folder, and the good note is there."""
    assert done.exit_code in (0, 1, 2), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert {path.name for path in root.iterdir()} <= {"garden", "out", "secret.txt", "outside"}
    if good:
        assert done.exit_code == 0, done.output
        assert "A good note." in (root / "out/0/index.html").read_text()


def assert_nothing_runs(root: Path) -> None:
    for page in (root / "out").rglob("*.html"):
        tree = html.document_fromstring(page.read_bytes())
        for element in tree.iter():
            if not isinstance(element.tag, str):
                continue
            for name, value in element.attrib.items():
                assert not name.startswith("on"), (page, name, value)
                if name in ("href", "src", "action"):
                    assert not value.strip().lower().startswith(("javascript:", "vbscript:")), (page, value)
            if element.tag == "script":
                assert "alert(" not in (element.text or ""), page


def test_html_in_every_field_is_shown_and_not_run(root: Path) -> None:
    front = [f'{key} = "{TOML_EVIL}"' for key in ("title", "description", "slug", "linkTitle", "type", "layout")]
    front += [f'{key} = ["{TOML_EVIL}"]' for key in ("tags", "aliases", "authors", "keywords")]
    body = [
        f'{{{{< figure src="/x.png" caption="{TOML_EVIL}" title="{TOML_EVIL}" alt="{TOML_EVIL}" class="{TOML_EVIL}" >}}}}',
        "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](vbscript:x) [d](data:text/html,<script>alert(1)</script>)",
        "![x](javascript:alert(1)) <javascript:alert(1)> [e](&#106;avascript:alert(1)) [t](java\tscript:alert(1))",
        "[ref]: javascript:alert(1)\n\n[ref]",
        '[to]({{< relref "0.md" >}} "\\" onmouseover=alert(1) x=\\"")',
        '```"onload=alert(1)\ncode\n```',
        '## Heading {#x"onclick=alert(1)}',
        '{{< youtube "x\\" onload=alert(1) y=\\"" >}} {{< details summary="<script>alert(1)</script>" >}}a{{< /details >}}',
        '[missing]({{< relref "\\"><script>alert(1)</script>.md" >}})',
    ]
    write(root, "content/evil.md", "\n".join(["+++", *front, "+++", "", "\n\n".join(body)]))
    write(
        root,
        "content/yaml.md",
        f"---\ntitle: '{EVIL.replace(chr(39), chr(39) * 2)}'\ntags: ['<b onclick=alert(1)>']\n---\n",
    )
    write(root, f"content/{EVIL.replace('/', '_')}.md", GOOD)
    write(root, "notegarden.toml", f'title = "{TOML_EVIL}"\nauthor = "{TOML_EVIL}"\ndescription = "{TOML_EVIL}"\n')
    assert_sound(root, build(root))
    assert_nothing_runs(root)


def test_raw_html_can_be_turned_off(root: Path) -> None:
    write(root, "notegarden.toml", "unsafe_html = false\n")
    raw = f"{EVIL}\n\n<iframe src='https://evil.example'></iframe>\n\n<a href='javascript:alert(1)'>x</a> <b>bold</b>\n"
    write(root, "content/raw.md", f'+++\ntitle = "Raw"\n+++\n\n{raw}')
    assert_sound(root, build(root))
    assert_nothing_runs(root)
    page = (root / "out/raw/index.html").read_text()
    assert "<iframe" not in page
    assert "<b>bold</b>" in page


@pytest.mark.parametrize(
    "name",
    ["../../escape", "/../../escape/", "..", "....//....//x", "a/../../../x", "%2e%2e/%2e%2e/x", "..\\..\\x", "//host/x",
     "x\\u0000y", "x\\ny", "CON", "aux.html", "/404.html", "/feed.xml", "/graph.json", "/index.html", "/assets/x/",
     "/0/", "/0/index.html", "/sw.js", "a" * 400, "ü" * 200, "/" + "/".join("d" * 40 for _ in range(200)), ".", " ",
     "/.notegarden/x", "/search-index/x", "?", "#", "/a b/c#d?e", "~root", "$HOME"],
)  # fmt: skip
@pytest.mark.parametrize("key", ["slug", "url", "aliases"])
def test_no_address_leads_out_of_the_site_or_stops_the_build(root: Path, key: str, name: str) -> None:
    value = f'["{name}"]' if key == "aliases" else f'"{name}"'
    value = value.replace("\\..", "\\\\..").replace("\\x", "\\\\x") if "\\.." in value else value
    write(root, "content/evil.md", f'+++\ntitle = "Evil"\n{key} = {value}\n+++\n\ntext\n')
    assert_sound(root, build(root))
    assert (root / "secret.txt").read_text() == "secret"
    real = (root / "out").resolve()
    assert all(path.resolve().is_relative_to(real) for path in real.rglob("*"))
    texts = [
        path for path in real.rglob("*") if (path.is_file() and path.suffix in (".html", "")) or path.name == "feed.xml"
    ]
    assert any(">Evil</h1>" in path.read_text("utf-8", "replace") for path in texts) or key == "url"


def test_a_file_and_a_folder_with_the_same_name(root: Path) -> None:
    write(root, "content/a.md", '+++\ntitle = "A"\nurl = "/a.html"\n+++\n\ntext\n')
    write(root, "content/b.md", '+++\ntitle = "B"\nurl = "/a.html/b/"\n+++\n\ntext\n')
    done = build(root)
    assert_sound(root, done, good=False)
    assert done.exit_code == 1
    assert "a.html is a file where a folder is needed" in done.output
    assert "A good note." in (root / "out/0/index.html").read_text()


@pytest.mark.parametrize(
    "src", ["../../secret.txt", "/../secret.txt", "file:///etc/passwd", "/etc/passwd", "\\\\host\\x", "%00"]
)
def test_no_picture_is_read_from_outside(root: Path, src: str) -> None:
    write(
        root,
        "content/evil.md",
        f'+++\ntitle = "Evil"\n+++\n\n{{{{< figure src="{src.replace(chr(92), chr(92) * 2)}" >}}}}\n',
    )
    assert_sound(root, build(root))
    assert not any(path.read_bytes() == b"secret" for path in (root / "out").rglob("*") if path.is_file())


def test_links_out_of_the_garden_are_not_followed(root: Path) -> None:
    outside = root / "outside"
    outside.mkdir()
    (outside / "private.md").write_text('+++\ntitle = "Private"\n+++\n\nprivate words\n')
    (outside / "private.png").write_bytes(b"private")
    (root / "garden/static").mkdir()
    (root / "garden/content/link.md").symlink_to(outside / "private.md")
    (root / "garden/content/folder").symlink_to(outside)
    (root / "garden/content/loop").symlink_to(root / "garden/content")
    (root / "garden/static/private.png").symlink_to(outside / "private.png")
    (root / "garden/static/all").symlink_to("/")
    assert_sound(root, build(root))
    assert not any(b"private words" in path.read_bytes() for path in (root / "out").rglob("*") if path.is_file())
    assert not list((root / "out").rglob("private.png"))


DEEP = 5000
TRAPS = {
    "lists": "".join(" " * (2 * n) + "- x\n" for n in range(400)),
    "one-line lists": "- " * DEEP + "x",
    "quotes": ">" * DEEP + " x",
    "brackets": "[" * DEEP + "x" + "]" * DEEP,
    "open brackets": "[x](" * DEEP,
    "emphasis": "*a _b " * DEEP,
    "stars": "*" * DEEP + "x" + "*" * DEEP,
    "html": "<div>" * DEEP,
    "angle": "<" * DEEP * 4,
    "backticks": "".join("`" * n + " " for n in range(1, 300)),
    "shortcodes": "{{< " * DEEP,
    "details": "{{< details >}}" * 1000,
    "comments": "<!--" * DEEP,
    "formulas": "\\\\(" * DEEP,
    "tables": "|" * DEEP + "\n" + "|-" * DEEP + "|\n" + "|" * DEEP,
    "references": "[a]: <" * DEEP,
    "footnotes": "[^fn:1]" * DEEP + "\n\n" + "[^fn:1]: x [^fn:1]\n" * 50,
    "definitions": "term\n: " * 2000,
    "entities": "&" * DEEP * 4 + "&#x" * DEEP,
    "links": "https://" * DEEP,
    "one long line": "word " * 200_000,
    "underscores": "a_" * DEEP * 4,
    "quotation marks": "'\"" * DEEP * 2,
    "org brackets": "[[" * DEEP,
    "attributes": "# x {" + "a=b " * DEEP + "}",
}


@pytest.mark.parametrize("trap", TRAPS)
def test_hostile_text_is_parsed_in_bounded_time(root: Path, trap: str) -> None:
    write(root, "content/evil.md", f'+++\ntitle = "Evil"\n+++\n\n{TRAPS[trap]}\n')
    start = time.process_time()
    assert_sound(root, build(root))
    assert time.process_time() - start < 10  # seconds of processor time: without a bound it would take minutes


FRONTS = {
    "yaml aliases": "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)) + "---\n",
    "yaml nesting": "---\na: " + "[" * DEEP + "]" * DEEP + "\n---\n",
    "yaml tag": "---\na: !!python/object/apply:os.system ['touch hacked']\n---\n",
    "toml nesting": "+++\na = " + "[" * DEEP + "]" * DEEP + "\n+++\n",
    "toml keys": "+++\n" + ".".join("a" * 1 for _ in range(DEEP)) + " = 1\n+++\n",
    "json nesting": '{"a": ' + "[" * DEEP + "]" * DEEP + "}\n",
    "wrong types": "+++\ntitle = 3\ndraft = [1]\ntags = {a = 1}\naliases = 5\ndate = true\nslug = [1]\nurl = 7\nweight = \"x\"\n+++\n",
    "no end": "+++\ntitle = \"x\"\n",
    "a date that is none": "---\ndate: 2024-99-99\nlastmod: 0000-00-00\n---\n",
    "numbers": "+++\nweight = 99999999999999999999999999\nx = 1e999\ny = nan\n+++\n",
}  # fmt: skip


@pytest.mark.parametrize("front", FRONTS)
def test_hostile_front_matter_affects_only_its_note(root: Path, front: str) -> None:
    write(root, "content/evil.md", FRONTS[front] + "\nbody\n")
    assert_sound(root, build(root))
    assert not (root / "hacked").exists()


def test_bytes_that_are_not_utf_8(root: Path) -> None:
    write(root, "content/evil.md", bytes(range(256)) * 40)
    write(root, "content/empty.md", b"")
    write(root, "content/bom.md", b"\xef\xbb\xbf" + GOOD.encode())
    assert_sound(root, build(root))


def test_a_file_name_that_is_not_utf_8(root: Path) -> None:
    Path(os.fsdecode(os.fsencode(root / "garden/content") + b"/caf\xe9.md")).write_text(GOOD)
    done = build(root)
    assert_sound(root, done)
    assert "caf" in done.output


def test_a_writers_own_files_in_the_output_are_kept(root: Path) -> None:
    (root / "out/.git").mkdir(parents=True)
    (root / "out/.git/HEAD").write_text("ref: x")
    (root / "out/CNAME").write_text("garden.example")
    (root / "out/0").mkdir()
    (root / "out/0/mine.txt").write_text("mine")
    build(root)
    (root / "garden/content/0.md").rename(root / "garden/content/other.md")
    assert build(root).exit_code == 0
    assert (root / "out/.git/HEAD").read_text() == "ref: x"
    assert (root / "out/CNAME").read_text() == "garden.example"
    assert (root / "out/0/mine.txt").read_text() == "mine"
    assert not (root / "out/0/index.html").exists()


@pytest.mark.parametrize("name", ["../secret.txt", "a/../../secret.txt", "{root}/secret.txt"])
def test_a_ledger_that_came_with_the_garden_removes_nothing_outside(root: Path, name: str) -> None:
    build(root)
    ledger = Ledger.open(root / "garden")
    with ledger.commit():
        named = {name.format(root=root): Written(b"", 6, 0)}
        ledger.outputs.set(os.path.realpath(root / "out"), named)
    ledger.close()
    write(root, "content/more.md", GOOD)
    assert_sound(root, build(root))
    assert (root / "secret.txt").read_text() == "secret"


@pytest.mark.parametrize(
    "output",
    ["garden", "garden/content", "garden/content/x", "garden/static", "garden/.git", "garden/.git/hooks",
     "garden/.notegarden", "garden/.obsidian", ".", "/", "~"],
)  # fmt: skip
def test_a_harmful_output_folder_is_refused(root: Path, output: str) -> None:
    target = Path(output).expanduser() if output.startswith(("~", "/")) else root / output
    done = CliRunner().invoke(main, ["build", str(root / "garden"), "-o", str(target), "--no-search"])
    assert done.exit_code == 2
    assert "output folder" in done.output
