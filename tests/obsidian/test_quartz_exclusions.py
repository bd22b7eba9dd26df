"""What a Quartz site excludes by its configuration is excluded here, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import built

from notegarden.config.load import load_config
from notegarden.config.quartz import exclusions
from notegarden.errors import SiteError

CONFIGURATION = """import { QuartzConfig } from "./quartz/cfg"
const config: QuartzConfig = {
  configuration: {
    pageTitle: "Mine", // ignorePatterns: ["a comment"],
    baseUrl: "example.org//x",
    ignorePatterns: %s,
  },
  plugins: { transformers: [Plugin.Latex({ renderEngine: "katex" })], filters: [%s] },
}
export default config
"""
FILES = {
    "private/x.md": "secret\n",
    "private/deep/y.md": "---\ndraft: false\n---\nsecret\n",
    "private/face.png": "not a picture",
    "sub/private/z.md": "---\npublish: true\n---\nsecret or not\n",
    "templates/t.md": "a template\n",
    "sub/old-wip.md": "an old one\n",
    "privately.md": "shown [[x]] ![](private/face.png)\n",
    "marked.md": "---\npublish: true\n---\nshown\n",
    "draft.md": "---\ndraft: true\n---\nnot yet\n",
}


def garden(root: Path, configuration: str, own: str = "", name: str = "quartz.config.ts") -> Path:
    for path, text in {**{f"content/{note}": text for note, text in FILES.items()}, name: configuration}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / "notegarden.toml").write_text(own + "search = false\noffline = false\n")
    return root


def notes(root: Path, output: Path) -> set[str]:
    """The last parts of the addresses of published notes, and the published pictures."""
    files = built(root, output)
    names = {name.split("/")[0] if name.count("/") == 0 else name.split("/")[-2] for name in files}
    ours = {"x", "y", "z", "t", "old-wip", "privately", "marked", "draft"}
    return (names & ours) | {name for name in files if name.endswith("face.png")}


@pytest.mark.parametrize(
    ("patterns", "shown"),
    [
        ('["private", "templates", ".obsidian"]', {"z", "old-wip", "privately", "marked"}),
        ("['**/private/**', `templates/`]", {"old-wip", "privately", "marked"}),
        ('["{private,templates}", "**/*-wip.md",]', {"z", "privately", "marked"}),
        ('["pr?v*"]', {"z", "t", "old-wip", "marked"}),
        ('["[a-r]rivate", "sub"]', {"t", "privately", "marked"}),
        ("[]", {"x", "y", "z", "t", "old-wip", "privately", "marked", "private/face.png"}),
    ],
)
def test_ignore_patterns_are_applied(tmp_path: Path, patterns: str, shown: set[str]) -> None:
    root = garden(tmp_path / "g", CONFIGURATION % (patterns, "Plugin.RemoveDrafts()"))
    assert notes(root, tmp_path / "public") == shown


def test_explicit_publish_is_applied(tmp_path: Path) -> None:
    root = garden(tmp_path / "g", CONFIGURATION % ('["private"]', "Plugin.ExplicitPublish()"))
    assert notes(root, tmp_path / "public") == {"z", "marked"}
    quiet = CONFIGURATION % ("[]", "/* Plugin.ExplicitPublish(), */ Plugin.RemoveDrafts({a: [1]})")
    garden(root, quiet)
    assert load_config(root).publish == "all"


def test_our_own_configuration_replaces_them(tmp_path: Path) -> None:
    text = CONFIGURATION % ("patterns", "Plugin.MyFilter()")
    root = garden(tmp_path / "g", text, 'ignore_files = ["^sub/"]\npublish = "marked"\n')
    config = load_config(root)
    assert (config.ignore_files, config.publish) == (("^sub/",), "marked")


@pytest.mark.parametrize(
    ("patterns", "filters", "says"),
    [
        ("patterns", "", "ignorePatterns is not a plain list"),
        ('["a", ...more]', "", "ignorePatterns is not a plain list"),
        ('["!(public)"]', "", "unsupported glob syntax"),
        ('["a}{"]', "", "is not a valid glob"),
        ("[]", "Plugin.RemoveDrafts({a: [1]}), MyFilter()", "MyFilter may exclude notes"),
    ],
)
def test_an_unreadable_configuration_stops_the_build(tmp_path: Path, patterns: str, filters: str, says: str) -> None:
    root = garden(tmp_path / "g", CONFIGURATION % (patterns, filters))
    with pytest.raises(SiteError, match=says) as raised:
        load_config(root)
    assert "notegarden.toml" in raised.value.hint
    assert raised.value.path == "quartz.config.ts"


def test_the_newer_yaml_form_is_read(tmp_path: Path) -> None:
    text = "configuration:\n  ignorePatterns:\n    - private\n    - templates\nplugins:\n"
    off = "  - source: github:quartz-community/explicit-publish\n    enabled: false\n"
    root = garden(tmp_path / "g", text + off, name="quartz.config.yaml")
    assert notes(root, tmp_path / "public") == {"z", "old-wip", "privately", "marked"}
    garden(root, text + off.replace("false", "true"), name="quartz.config.yaml")
    assert exclusions(root, patterns=True, filters=True).marked
    garden(root, "configuration:\n  ignorePatterns: 3\n", name="quartz.config.yaml")
    with pytest.raises(SiteError, match="not a list of strings"):
        load_config(root)
