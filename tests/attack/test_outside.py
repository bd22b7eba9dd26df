"""Nothing outside a garden is read into its site, nothing outside the output is written, other files are kept."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from notegarden.cli import main
from notegarden.files import user

SECRET = "SECRET-abc"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    write(tmp_path, "g/content/0.md", "A good note.\n")
    write(tmp_path, "out/secret.txt", SECRET)
    write(tmp_path, "out/secret.md", SECRET)
    write(tmp_path, "out/secret.json", f'{{"all_notes": "{SECRET}", "scripts": {{"a": "{SECRET}"}}}}')
    write(tmp_path, "out/secret.toml", f'title = "{SECRET}"\n')
    return tmp_path


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def build(root: Path, *options: str) -> Result:
    done = CliRunner().invoke(main, ["build", str(root / "g"), "--no-search", "--jobs", "1", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def published(root: Path) -> list[str]:
    return [str(path) for path in (root / "g").rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("content/a.md", "secret.md"), ("content/posts", ""), ("content", ""), ("static", ""),
        ("static/a.txt", "secret.txt"),
        ("static/theme", ""), ("static/theme/sw.js", "secret.txt"), ("static/theme/site.css", "secret.txt"),
        ("static/theme/custom.css", "secret.txt"), ("static/theme/words", ""),
        ("static/theme/words/en.json", "secret.json"), ("static/vendor", ""), ("static/vendor/x.js", "secret.txt"),
        ("templates", ""), ("templates/404.html", "secret.txt"), ("templates/base.html", "secret.txt"),
        ("templates/shortcodes", ""), ("templates/shortcodes/x.html", "secret.txt"), ("notegarden.toml", "secret.toml"),
        ("hugo.toml", "secret.toml"), ("config", ""), ("config/_default", ""),
    ],
)  # fmt: skip
def test_a_link_that_leads_out_publishes_nothing(root: Path, name: str, target: str) -> None:
    place = root / "g" / name
    if name == "content":
        (place / "0.md").unlink()
        place.rmdir()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(root / "out" / target)
    done = build(root)
    assert SECRET not in done.output
    if place.is_symlink():
        place.unlink()
    assert published(root) == []


@pytest.mark.parametrize(
    ("content", "form"),
    [("notes", "hugo"), ("notes", "obsidian"), ("notes", "org"), ("x/y", "obsidian"), ("up/out", "org")],
)
def test_a_content_folder_that_is_a_link_publishes_nothing(root: Path, content: str, form: str) -> None:
    write(root, "out/secret.org", f"#+title: {SECRET}\n")
    write(root, "g/notegarden.toml", f'content = "{content}"\nformat = "{form}"\n')
    link = root / "g" / ("up" if content == "up/out" else content)
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(root if content == "up/out" else root / "out")
    assert "leads out of the garden" in build(root).output
    link.unlink()
    assert published(root) == []


@pytest.mark.parametrize("name", ["content-org", "org"])
def test_a_folder_of_org_notes_that_is_a_link_publishes_nothing(root: Path, name: str) -> None:
    write(root, "out/secret.org", f"#+title: {SECRET}\n[[file:secret.txt]]\n")
    (root / "g" / name).symlink_to(root / "out")
    assert "leads out of the garden" in build(root).output
    (root / "g" / name).unlink()
    assert published(root) == []


@pytest.mark.parametrize(
    ("name", "target"),
    [
        (".obsidian", ""), (".obsidian/app.json", "secret.json"), ("site-options.json", "secret.json"),
        (".theme", ""), (".theme/static", ""), (".theme/static/a.txt", "secret.txt"), (".theme/static/theme", ""),
        (".theme/templates", ""), (".theme/static/theme/site.css", "secret.txt"), ("note.md", "secret.md"),
    ],
)  # fmt: skip
def test_a_link_in_a_vault_that_leads_out_publishes_nothing(root: Path, name: str, target: str) -> None:
    write(root, "out/secret.json", f'{{"siteName": "{SECRET}"}}')
    (root / "g/content/0.md").unlink()
    (root / "g/content").rmdir()
    write(root, "g/home.md", "A good note.\n")
    place = root / "g" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(root / "out" / target)
    done = build(root, "--format", "obsidian")
    assert SECRET not in done.output
    place.unlink()
    assert published(root) == []


def test_a_pipe_in_place_of_a_vault_s_settings_does_not_hang(root: Path) -> None:
    (root / "g/content/.obsidian").mkdir()
    os.mkfifo(root / "g/content/.obsidian/app.json")
    assert build(root).exit_code == 0


def test_settings_of_a_vault_may_be_a_link_that_the_user_allows(root: Path) -> None:
    write(root, "settings/app.json", '{"strictLineBreaks": true}')
    (root / "g/content/.obsidian").symlink_to(root / "settings")
    write(root, "g/content/0.md", "one\ntwo\n")
    write(root, "config/notegarden/config.toml", f'links = ["{root}/settings"]\n')
    assert build(root).exit_code == 0
    assert "<br" not in (root / "g/public/0/index.html").read_text()


@pytest.mark.parametrize("language", ["../../../../out/secret", "en/../../../out/secret", "/etc/x"])
def test_a_language_is_not_a_path(root: Path, language: str) -> None:
    write(root, "g/notegarden.toml", f'language = "{language}"\n')
    (root / "g/static/theme/words").mkdir(parents=True)
    build(root)
    assert published(root) == []


def test_a_link_that_the_user_allows_is_followed(root: Path) -> None:
    write(root, "notes/b.md", "Another note.\n")
    (root / "g/content/0.md").unlink()
    (root / "g/content").rmdir()
    (root / "g/content").symlink_to(root / "notes")
    assert "leads out of the garden" in build(root).output
    write(root, "config/notegarden/config.toml", f'links = ["{root}/notes"]\n')
    assert user.config_file() == root / "config/notegarden/config.toml"
    done = build(root)
    assert done.exit_code == 0, done.output
    assert "Another note." in (root / "g/public/b/index.html").read_text()
    assert "is in the garden's content/" in build(root, "-o", str(root / "notes/site")).output


@pytest.mark.parametrize("name", ["public", "public/posts", "public/assets"])
def test_a_link_in_the_output_is_not_written_through(root: Path, name: str) -> None:
    write(root, "g/content/posts/a.md", "text\n")
    write(root, "g/static/posts/authorized_keys", "attack\n")
    before = sorted(path.name for path in (root / "out").iterdir())
    (root / "g" / name).parent.mkdir(exist_ok=True)
    (root / "g" / name).symlink_to("../out" if name == "public" else "../../out")
    done = build(root)
    assert done.exit_code in (1, 2)
    assert "symbolic link" in done.output
    assert sorted(path.name for path in (root / "out").iterdir()) == before


def test_a_writers_own_files_in_the_output_are_kept(root: Path) -> None:
    write(root, "g/public/CNAME", "example.org")
    write(root, "g/public/.git/HEAD", "ref: refs/heads/main")
    write(root, "g/content/c.md", '+++\nurl = "/CNAME/"\n+++\ntext\n')
    write(root, "g/content/d.md", '+++\nurl = "/.git/HEAD/"\n+++\ntext\n')
    done = build(root)
    assert done.exit_code == 1
    assert "CNAME is a file where a folder is needed" in done.output
    assert (root / "g/public/CNAME").read_text() == "example.org"
    assert (root / "g/public/.git/HEAD").read_text() == "ref: refs/heads/main"
    assert (root / "g/public/0/index.html").exists()
    assert [path.name for path in (root / "g/public/.git").iterdir()] == ["HEAD"]


def test_a_page_replaces_a_file_of_an_earlier_build(root: Path) -> None:
    file = write(root, "g/static/x", "a file")
    assert build(root).exit_code == 0
    file.unlink()
    write(root, "g/content/x.md", "a note\n")
    assert build(root).exit_code == 0
    assert "a note" in (root / "g/public/x/index.html").read_text()
    (root / "g/content/x.md").unlink()
    write(root, "g/static/x", "a file")
    assert build(root).exit_code == 0
    assert (root / "g/public/x").read_text() == "a file"


def test_a_newer_page_of_another_garden_is_kept(root: Path) -> None:
    note = write(root, "g/content/n.md", "old text\n")
    build(root)
    write(root, "g/public/n/index.html", "the page of another garden")
    os.utime(root / "g/public/n/index.html")
    note.unlink()
    done = build(root)
    assert "was replaced by another program" in done.output
    assert (root / "g/public/n/index.html").exists()


def test_a_page_of_a_removed_note_that_cannot_be_removed_is_an_error(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = write(root, "g/content/n.md", "private\n")
    build(root)
    note.unlink()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("notegarden.files.write.os.unlink", refuse)
        for _ in range(2):
            done = build(root)
            assert done.exit_code == 1
            assert "so readers can still see it" in done.output
    assert build(root).exit_code == 0
    assert not (root / "g/public/n").exists()


@pytest.mark.parametrize("tag", ["..", ".", "index.html", ".git", "a" * 256, "a/" * 400, "ä" * 300])
def test_a_tag_is_not_a_path(root: Path, tag: str) -> None:
    write(root, "g/content/e.md", f'+++\ntags = ["{tag}"]\n+++\n\nx\n')
    done = build(root)
    assert done.exit_code == 0, done.output
    pages = [path.relative_to(root / "g/public/tags").as_posix() for path in (root / "g/public/tags").rglob("*.html")]
    assert len(pages) == 2  # the list of tags, and the page of the tag
    assert "<h1>" + tag.replace("/", "/")[:20] not in (root / "g/public/index.html").read_text()


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "E"\ncolor = "\\uFDD2P99\\uFDD1"\n+++\n\n{{< param color >}}\n',
        '{"title": "\\ud83d", "\\udc00": {"x": ["\\ud83d"]}}\n\nx\n',
        '---\ntitle: "\\ud83d"\ntags: ["\\ud83d"]\n---\n\nx\n',
        "$$ " + "{" * 8000 + "x" + "}" * 8000 + " $$\n",
    ],
)
def test_one_note_does_not_stop_the_others(root: Path, text: str) -> None:
    write(root, "g/content/e.md", text)
    assert build(root).exit_code == 0
    assert "A good note." in (root / "g/public/0/index.html").read_text()


def test_folders_a_thousand_deep_and_pipes_are_left_out_with_a_warning(root: Path) -> None:
    place = os.open(root / "g/content", os.O_RDONLY)
    for _ in range(1_100):
        os.mkdir("d", dir_fd=place)
        below = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(place)
    os.mkfifo(root / "g/content/x.md")
    try:
        done = build(root)
    finally:  # pytest itself could not remove them
        subprocess.run(["rm", "-rf", str(root / "g/content/d")], check=True)
    assert done.exit_code == 0, done.output
    assert "more than 100 nested folders" in done.output
    assert "x.md: neither a file nor a folder" in done.output


def test_links_that_double_with_each_folder_are_followed_once(root: Path) -> None:
    for number in range(17):
        (root / f"g/content/d{number:02}").mkdir()
    write(root, "g/content/d16/x.md", "text\n")
    for number in range(16):
        for name in "ab":
            (root / f"g/content/d{number:02}/{name}").symlink_to(f"../d{number + 1:02}")
    assert build(root).exit_code == 0
    assert len([*(root / "g/public").rglob("x/index.html")]) == 3
