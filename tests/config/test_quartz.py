"""What is read of a configuration of Quartz, and that nothing in it is guessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notegarden.config.quartz import Exclusions, exclusions, quartz_file
from notegarden.errors import SiteError

WHOLE = """const config = {
  configuration: {
    pageTitle: "Of filters and ignorePatterns // no comment", // ignorePatterns: ["a comment"],
    ignorePatterns: %s,
  },
  /* filters: [ExplicitPublish()] */
  plugins: { "filters": [%s] },
}
"""


def read(root: Path, text: str, name: str = "quartz.config.ts", **asked: bool) -> Exclusions:
    (root / name).write_text(text)
    return exclusions(root, **{"patterns": True, "filters": True, **asked})


PATHS = ("private/x.md", "private/deep/y.md", "sub/private/z.md", "privately.md", "a.md", "b.md", "private")


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ('["private"]', {"private", "private/x.md", "private/deep/y.md"}),
        ("['./private/']", {"private", "private/x.md", "private/deep/y.md"}),
        ("[`**/private`]", {"private", "private/x.md", "private/deep/y.md", "sub/private/z.md"}),
        ('["private/*"]', {"private/x.md", "private/deep/y.md"}),
        ('["private/*.md"]', {"private/x.md"}),
        ('["private/**"]', {"private/x.md", "private/deep/y.md"}),
        ('["?.md"]', {"a.md", "b.md"}),
        ('["{a,b}.md",]', {"a.md", "b.md"}),
        ('["[a]*.md"]', {"a.md"}),
        ('["[!a].md"]', {"b.md"}),
        ('["[^a].md"]', {"b.md"}),
        ('["*.MD"]', set()),
        ('["", ".", "./", "/"]', set()),
        ("[]", set()),
    ],
)
def test_a_glob_excludes_what_it_matches_and_everything_below(
    tmp_path: Path, patterns: str, expected: set[str]
) -> None:
    ignored = read(tmp_path, WHOLE % (patterns, "")).ignored
    assert {path for path in PATHS if any(re.search(each, path) for each in ignored)} == expected


@pytest.mark.parametrize(
    ("filters", "marked"),
    [
        ("Plugin.ExplicitPublish()", True), ("Plugin.RemoveDrafts()", False), ("", False),
        ("Plugin.RemoveDrafts({a: [1]}), Plugin.ExplicitPublish( )", True),
        ("Plugin.RemoveDrafts({a: ']'}), Plugin.ExplicitPublish( )", True),
        ("/* Plugin.ExplicitPublish(), */ Plugin.RemoveDrafts()", False), ("// ExplicitPublish()\n", False),
    ],
)  # fmt: skip
def test_explicit_publish_leaves_only_marked_notes(tmp_path: Path, filters: str, marked: bool) -> None:
    assert read(tmp_path, WHOLE % ("[]", filters)).marked is marked


@pytest.mark.parametrize(
    "text",
    [
        "ignorePatterns: patterns, filters: []",
        "ignorePatterns: ['a', ...more], filters: []",
        "ignorePatterns: [`${folder}`], filters: []",
        "ignorePatterns: ['!(public)'], filters: []",
        "ignorePatterns: ['a\\\\b'], filters: []",
        "ignorePatterns: ['a}{'], filters: []",
        "ignorePatterns: [], filters: [], configuration: { ignorePatterns }",
        "ignorePatterns: [], filters: [MyFilter()]",
        "ignorePatterns: [], filters: mine",
        "ignorePatterns: [], plugins: { transformers, filters, emitters }",
        "const filters = [Plugin.ExplicitPublish()]; ignorePatterns: []",
        "configuration: { ...base }, filters: []",
        "ignorePatterns: [], plugins: { ...plugins }",
    ],
)
def test_an_unreadable_configuration_stops_the_build(tmp_path: Path, text: str) -> None:
    with pytest.raises(SiteError) as raised:
        read(tmp_path, text)
    assert raised.value.path == "quartz.config.ts"
    assert "notegarden.toml" in raised.value.hint


def test_all_exclusions_in_the_file_are_combined(tmp_path: Path) -> None:
    text = "X({ filters: ['a'], ignorePatterns: ['a'] }), filters: [ExplicitPublish()], ignorePatterns: ['b']"
    assert read(tmp_path, text) == Exclusions(("^a(?:/|$)", "^b(?:/|$)"), True)


def test_an_address_in_a_template_literal_is_not_a_comment(tmp_path: Path) -> None:
    text = "baseUrl: `https://${host}`, ignorePatterns: ['a'], filters: []"
    assert read(tmp_path, text).ignored == ("^a(?:/|$)",)


def test_only_the_requested_settings_are_read(tmp_path: Path) -> None:
    text = "ignorePatterns: patterns, filters: [ExplicitPublish()]"
    assert read(tmp_path, text, patterns=False) == Exclusions((), True)
    assert read(tmp_path, "ignorePatterns: ['a'], filters: [MyFilter()]", filters=False).marked is False
    assert read(tmp_path, "ignorePatterns: patterns", patterns=False, filters=False) == Exclusions()
    assert read(tmp_path, "export default {}") == Exclusions()


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ("configuration:\n  ignorePatterns: [a]\n", Exclusions(("^a(?:/|$)",))),
        ("plugins:\n  - source: github:x/explicit-publish\n", Exclusions((), True)),
        ("plugins:\n  - source: github:x/explicit-publish\n    enabled: true\n", Exclusions((), True)),
        ("plugins:\n  - source: github:x/explicit-publish\n    enabled: false\n", Exclusions()),
        ("plugins: 3\nconfiguration: 4\n", Exclusions()),
        ("{}", Exclusions()),
    ],
)
def test_the_newer_yaml_form_is_read(tmp_path: Path, table: str, kept: Exclusions) -> None:
    assert read(tmp_path, table, "quartz.config.yaml") == kept


@pytest.mark.parametrize("patterns", ["3", "[1]", "a"])
def test_patterns_that_are_not_strings_stop_the_build(tmp_path: Path, patterns: str) -> None:
    with pytest.raises(SiteError, match="ignorePatterns is"):
        read(tmp_path, f"configuration:\n  ignorePatterns: {patterns}\n", "quartz.config.yml")


def test_the_typescript_file_is_read_before_the_yaml_file(tmp_path: Path) -> None:
    assert quartz_file(tmp_path) == ""
    for name in ("quartz.config.yml", "quartz.config.yaml", "quartz.config.js", "quartz.config.ts"):
        (tmp_path / name).write_text("")
        assert quartz_file(tmp_path) == name


def test_a_configuration_behind_a_link_out_of_the_garden_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "garden").mkdir()
    (tmp_path / "out.ts").write_text("ignorePatterns: []")
    (tmp_path / "garden/quartz.config.ts").symlink_to(tmp_path / "out.ts")
    with pytest.raises(SiteError, match="cannot be read"):
        exclusions(tmp_path / "garden", patterns=True, filters=False)
