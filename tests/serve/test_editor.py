"""The author's editor is a command of words, never a line for a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from notegarden.errors import SiteError
from notegarden.serve.live import editor
from notegarden.serve.live.editor import command, open_editor

NOTE = Path("/g/a; rm -rf $HOME `x` {line}.md")


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("code --goto {path}:{line}", ["code", "--goto", f"{NOTE}:7"]),
        ('"my editor" +{line}', ["my editor", "+7", str(NOTE)]),
        ("edit", ["edit", str(NOTE)]),
        ("edit '{path}' $HOME", ["edit", str(NOTE), "$HOME"]),
        ("edit {path} {path}", ["edit", str(NOTE), str(NOTE)]),
        ("emacsclient +{line}:1 {path}", ["emacsclient", "+7:1", str(NOTE)]),
    ],
)
def test_a_file_name_is_one_word_whatever_is_in_it(template: str, words: list[str]) -> None:
    assert command(template, NOTE, 7) == words


@pytest.mark.parametrize(
    ("template", "message"),
    [("", "no editor is configured"), ("  ", "no editor is configured"), ('code "{path}', "No closing quotation")],
)
def test_a_command_that_cannot_be_read_is_an_error_with_a_way_out(template: str, message: str) -> None:
    with pytest.raises(SiteError, match=message) as raised:
        command(template, NOTE, 1)
    assert "code --goto {path}:{line}" in raised.value.hint


def test_an_editor_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="cannot start no-such-editor: No such file or directory"):
        open_editor("no-such-editor {path}", tmp_path / "a.md", 1)


def test_an_editor_starts_next_to_the_note_and_apart_from_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], dict[str, object]]] = []

    class Started:
        def __init__(self, words: list[str], **options: object) -> None:
            started.append((words, options))

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(editor.subprocess, "Popen", Started)
    open_editor("edit {path}", tmp_path / "a.md", 1)
    ((words, options),) = started
    assert words == ["edit", str(tmp_path / "a.md")]
    assert (options["cwd"], options["start_new_session"]) == (tmp_path, True)
    assert "shell" not in options
