"""`notegarden preflight` reports leaks with their place, and reports nothing for a clean garden."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from notegarden.cli import main
from notegarden.commands.new import FILES, scaffold
from notegarden.publish.manifest import manifest_of

PRIVATE = """
[private]
tags = ["diary"]
folders = ["journal"]
words = ["Project Nightingale"]
emails = ["me@garden.org"]
"""
KEYS = {
    "AWS": "AKIA" + "IOSFODNN7EXAMPLE",
    "GitHub": "ghp_" + "a1B2" * 9,
    "GitLab": "glpat-" + "Abc123Def456Ghi789Jk",
    "Slack": "xoxb-" + "123456789012-1234567890123-" + "aBcD" * 6,
    "Stripe": "sk_live_" + "a1B2c3D4" * 3,
    "SendGrid": "SG." + "a1B2c3D4e5F6g7H8i9J0k1" + "." + "L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6a7B8c9D0e1F2g",
    "Twilio": "SK" + "0a1b2c3d" * 4,
    "npm": "//registry/:_authToken=npm_" + "a1B2c3" * 6,
    "JWT": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9",
    "private key": "-----BEGIN RSA PRIVATE KEY-----",
    "password in an address": "https://user:Passw0rd1@db.host.org/x",
    "Telegram": "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaww",
}
MAILS = [
    "anna.k@firm.com",
    "b+list@dept.uni-x.edu",
    "c_d@x.io",
    "Chef@Gast-Haus.at",
    "f@sub.sub2.org",
    "g.h@i-j.museum",
]


def note(body: str, **front: str) -> str:
    lines = "".join(f"{key} = {value}\n" for key, value in front.items())
    return f"+++\n{lines}+++\n\n{body}\n"


def garden(root: Path, files: dict[str, str], configuration: str = PRIVATE) -> Path:
    scaffold(root, FILES)
    (root / "notegarden.toml").write_text(configuration, encoding="utf-8")
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def preflight(root: Path, *options: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["preflight", str(root), "--format", "json", *options])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_clean_garden_has_no_finding(tmp_path: Path) -> None:
    clean = note(
        "Write to someone@example.org or me@garden.org, clone git@host.org:me/notes.git, read\n"
        "<https://list.host.org/r/20200608.iya@ast-mbp.host.com>, mask AKIA keys, use `user@2x.png`.\n\n"
        "-   one\n\n<!--list-separator-->\n\n-   two\n\nThe attention of a draft.",
        title='"Clean"',
    )
    draft = note("Secret.", title='"Attention"', draft="true")
    found = preflight(
        garden(tmp_path, {"content/posts/clean.md": clean, "content/posts/attention.md": draft}), "--strict"
    )
    assert found["leaks"] == []


def test_a_leak_in_a_page_and_its_markdown_copy_is_reported_once(tmp_path: Path) -> None:
    mail = note("Ask anna.k@firm.com.", title='"Mail"')
    root = garden(tmp_path, {"content/posts/mail.md": mail}, f"markdown = true\n{PRIVATE}")
    (found,) = preflight(root)["leaks"]
    assert (found["kind"], found["file"], found["line"]) == ("email", "posts/mail/index.html", 5)
    assert CliRunner().invoke(main, ["preflight", str(root)]).stdout.endswith("\n1 finding\n")


def add_picture_with_location(root: Path) -> None:
    """A picture that contains its location."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (48.0, 12.0, 30.0)
    Image.new("RGB", (40, 30), "green").save(root / "static/pictures/beach.jpg", exif=exif)


def test_a_location_that_the_build_removes_is_reported_and_does_not_fail(tmp_path: Path) -> None:
    root = garden(tmp_path, {"content/posts/photo.md": note("![beach](/pictures/beach.jpg)", title='"Photo"')})
    (root / "static/pictures").mkdir(parents=True, exist_ok=True)
    add_picture_with_location(root)
    (found,) = preflight(root, "--strict")["leaks"]
    assert (found["kind"], found["file"], found["is_removed"]) == ("location", "pictures/beach.jpg", True)
    settings = root / "notegarden.toml"
    rest = settings.read_text(encoding="utf-8") if settings.exists() else ""
    settings.write_text('picture_metadata = "keep"\n' + rest, encoding="utf-8")
    assert CliRunner().invoke(main, ["preflight", str(root), "--strict"]).exit_code == 1


def test_an_unpublished_file_of_a_vault_is_not_a_finding(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "a.md").write_text("![[used.txt]]\n", encoding="utf-8")
    for name in ("used.txt", "script.py", "notegarden.toml"):
        (tmp_path / name).write_text("\n", encoding="utf-8")
    assert preflight(tmp_path, "--strict")["leaks"] == []


def test_every_planted_leak_is_found_at_its_place(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    expected: set[tuple[str, str, int]] = set()  # kind, path, line
    planted = [("secret", f"The {name} key is\n{key} so far.", 6) for name, key in KEYS.items()]
    planted += [("secret", f"```python\nkey = '{KEYS['Stripe']}'  # live\n```", 6)]
    planted += [("email", f"Ask\n{mail} about it.", 6) for mail in MAILS]
    planted += [
        ("comment", "Text.\n\n<!-- call the lawyer first -->", 7),
        ("comment", "Text <!-- 2,300 a month --> goes on.", 5),
        ("unpublished", "As in my\nNotes on quitting the job there.", 6),
        ("unpublished", "See 20260101120000-resignation there.", 5),
        ("private", "We call it project nightingale now.", 5),
        ("private", 'Inside <span title="Project Nightingale">a title</span>.', 5),
    ]
    for number, (kind, body, line) in enumerate(planted):
        files[f"content/posts/n{number}.md"] = note(body, title=f'"N{number}"')
        expected.add((kind, f"posts/n{number}.md", line))
    files["content/posts/20260101120000-resignation.md"] = note("x", title='"Notes on quitting the job"', draft="true")
    files["content/journal/monday.md"] = note("Tired.", title='"Monday"')
    files["content/posts/tagged.md"] = note("Tired.", title='"Tuesday"', tags='["Diary"]')
    files["content/diary.md"] = note("About.", title='"Diary"')
    expected |= {("private", "journal/monday.md", 0), ("private", "posts/tagged.md", 0)}
    files["static/notes.txt"] = "old key: " + KEYS["AWS"]
    files["static/left.pdf"] = "%PDF"
    root = garden(tmp_path, files)
    picture = Image.new("RGB", (40, 30), "green")
    add_picture_with_location(root)
    picture.save(root / "static/pictures/plain.jpg")
    (root / "content/posts/photo.md").write_text(
        note("![beach](/pictures/beach.jpg) ![plain](/pictures/plain.jpg)", title='"Photo"'), encoding="utf-8"
    )
    found = preflight(root)["leaks"]
    on_notes = {(leak["kind"], leak["path"], leak["line"]) for leak in found if leak.get("path")}
    assert expected <= on_notes, expected - on_notes
    assert {path for _, path, _ in on_notes} == {path for _, path, _ in expected}
    elsewhere = {(leak["kind"], leak["file"]) for leak in found if not leak.get("path")}
    in_files = {
        ("secret", "notes.txt"), ("unlinked", "notes.txt"), ("unlinked", "left.pdf"), ("location", "pictures/beach.jpg")
    }  # fmt: skip
    assert in_files <= elsewhere
    assert len(expected) + len(in_files) > 30
    assert ("location", "pictures/plain.jpg") not in elsewhere
    shown = json.dumps(found)
    assert not [name for name, key in KEYS.items() if key in shown], "a key is not printed in full"


def test_strict_fails_if_there_is_a_leak(tmp_path: Path) -> None:
    root = garden(tmp_path, {"content/posts/a.md": note("Ask anna@firm.com.", title='"A"')})
    assert CliRunner().invoke(main, ["preflight", str(root)]).exit_code == 0
    done = CliRunner().invoke(main, ["preflight", str(root), "--strict"])
    assert done.exit_code == 1
    assert "posts/a.md:5: an e-mail address: anna@firm.com" in done.output


def test_changes_since_the_accepted_state_are_reported(tmp_path: Path) -> None:
    root = garden(
        tmp_path, {"content/posts/a.md": note("One.", title='"A"'), "content/posts/b.md": note("B.", title='"B"')}
    )
    assert "posts/a/index.html" in preflight(root)["changes"]["new"], "nothing is published yet"
    preflight(root, "--accept")
    assert preflight(root)["changes"] == {"new": [], "changed": [], "dead": [], "files": 0}
    (root / "content/posts/a.md").rename(root / "content/posts/moved.md")
    (root / "content/posts/b.md").rename(root / "content/posts/kept.md")
    (root / "content/posts/kept.md").write_text(note("B.", title='"B"', aliases='["/posts/b/"]'), encoding="utf-8")
    changes = preflight(root)["changes"]
    assert changes["dead"] == ["posts/a/index.html"], "an alias keeps the other address"
    assert {"posts/moved/index.html", "posts/kept/index.html"} <= set(changes["new"])
    reported = CliRunner().invoke(main, ["preflight", str(root)]).output
    assert 'keep it: aliases = ["/posts/a/"]' in reported


def test_files_that_no_build_wrote_in_the_output_are_not_read(tmp_path: Path) -> None:
    """A cloned garden may contain an output folder: a pipe or an endless file there must not block the command."""
    site = tmp_path / "site"
    (site / "pictures").mkdir(parents=True)
    (site / "a.html").write_text("text", encoding="utf-8")
    (site / "same.html").symlink_to("a.html")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (site / "out.html").symlink_to(tmp_path / "secret.html")
    (site / "folder").symlink_to(tmp_path)
    (site / "endless.html").symlink_to("/dev/zero")
    os.mkfifo(site / "pictures/pipe.png")
    assert [*manifest_of(site)] == ["a.html", "same.html"]
    assert manifest_of(tmp_path / "none") == {}


def test_the_accepted_state_is_not_written_through_a_link(tmp_path: Path) -> None:
    root = garden(tmp_path / "garden", {})
    precious = tmp_path / "precious"
    precious.write_text("mine", encoding="utf-8")
    (root / ".notegarden").mkdir()
    (root / ".notegarden/published.json").symlink_to(precious)
    preflight(root, "--accept")
    assert precious.read_text(encoding="utf-8") == "mine"
    assert preflight(root)["changes"] == {"new": [], "changed": [], "dead": [], "files": 0}


def test_an_accepted_state_that_came_with_the_garden_is_ignored(tmp_path: Path) -> None:
    root = garden(tmp_path, {})
    (root / ".notegarden").mkdir()
    (root / ".notegarden/published.json").write_text('{"gone.html": "0"}', encoding="utf-8")
    assert preflight(root)["changes"]["dead"] == []


def test_no_temporary_files_remain(tmp_path: Path) -> None:
    root = garden(tmp_path, {})
    preflight(root)
    assert not (root / "public").exists()


def test_leaks_in_org_files_have_their_place_in_the_org_file(tmp_path: Path) -> None:
    root = garden(tmp_path, {"org/journal/a.org": "#+title: A\n\nSome.\n\nAsk anna@firm.com.\n"})
    (root / "notegarden.toml").write_text('[private]\nfolders = ["journal"]\n')
    found = {(each["kind"], each["path"], each.get("line", 0)) for each in preflight(root)["leaks"]}
    assert found == {("email", "org/journal/a.org", 5), ("private", "org/journal/a.org", 0)}


def test_printed_paths_are_relative_to_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = garden(tmp_path, {"content/posts/a.md": note("Ask anna@firm.com.", title='"A"')})
    monkeypatch.chdir(root.parent)
    assert f"\n{root.name}/content/posts/a.md:5: an e-mail" in CliRunner().invoke(main, ["preflight", str(root)]).output
    monkeypatch.chdir(root)
    assert "\ncontent/posts/a.md:5: an e-mail" in CliRunner().invoke(main, ["preflight"]).output
