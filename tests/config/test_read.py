"""One configuration file: its formats, and errors as one line with the file, the line and a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from notegarden.config import read
from notegarden.config.read import read_table
from notegarden.errors import SiteError


def table(root: Path, text: str | bytes, name: str = "a.toml") -> dict[str, object]:
    (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(root, root / name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", 'title = "é"\n'), ("a.toml", '\ufefftitle = "é"\r\n'), ("a.json", '{"title": "é"}'),
        ("a.yaml", "title: é\n"), ("a.yml", '{"title": "é"}'),
    ],
)  # fmt: skip
def test_the_ending_of_a_file_determines_its_format(tmp_path: Path, name: str, text: str) -> None:
    assert table(tmp_path, text, name) == {"title": "é"}


@pytest.mark.parametrize(
    ("name", "text", "reported"),
    [
        ("a.toml", "a = 1\nb = ", "a.toml:2: Invalid value"),
        ("a.toml", "a = 1\nb = [\n", "a.toml:2: Invalid value (at end of document); "),
        ("a.toml", b"a = 1\n\n# \xff", "a.toml:3: not UTF-8; save the file as UTF-8"),
        ("a.json", '{"a": 1,\n "b" 2}', "a.json:2: Expecting ':'"),
        ("a.json", "[1]", "a.json: the configuration must be a table of keys"),
        ("a.json", "[" * 100_000, "a.json: nested too deeply"),
        ("a.json", '{"a": ' + "[" * 101 + "]" * 101 + "}", "a.json: nested too deeply"),
        ("a.json", '{"a": 9223372036854775808}', "a.json: a number takes more than 64 bits; quote it"),
        ("a.json", '{"a": "\\ud83d"}', "a.json: '\\ud83d' "),
        ("a.json", '{"\\udcff": 1}', "a.json: '\\udcff' "),
        ("a.yaml", "3", "a.yaml: the configuration must be a table of keys"),
    ],
)
def test_an_error_names_file_and_line(tmp_path: Path, name: str, text: str | bytes, reported: str) -> None:
    with pytest.raises(SiteError) as raised:
        table(tmp_path, text, name)
    assert str(raised.value).startswith(reported)


def test_a_number_of_64_bits_and_a_hundred_tables_are_read(tmp_path: Path) -> None:
    assert table(tmp_path, "a = 9223372036854775807") == {"a": (1 << 63) - 1}
    assert table(tmp_path, '{"a": ' + "[" * 100 + "]" * 100 + "}", "a.json")


def test_the_number_of_values_is_limited_and_aliases_count_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "a: &a [1, 2, 3]\nb: [*a, *a]\n"  # a table, 2 keys, 4 lists, 9 numbers
    for most, is_read in ((16, True), (15, False)):
        monkeypatch.setattr(read, "_MOST_VALUES", most)
        if is_read:
            assert table(tmp_path, text, "a.yaml") == {"a": [1, 2, 3], "b": [[1, 2, 3], [1, 2, 3]]}
        else:
            with pytest.raises(SiteError, match="more than 15 values"):
                table(tmp_path, text, "a.yaml")


def test_a_missing_file_and_a_link_out_of_the_garden_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"^none.toml: cannot be read: No such file or directory$"):
        read_table(tmp_path, tmp_path / "none.toml")
    (tmp_path / "garden").mkdir()
    (tmp_path / "a.toml").write_text("")
    (tmp_path / "garden/a.toml").symlink_to(tmp_path / "a.toml")
    with pytest.raises(SiteError, match=r"^a.toml: cannot be read"):
        read_table(tmp_path / "garden", tmp_path / "garden/a.toml")
