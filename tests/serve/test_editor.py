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
def test_a_file_name_is_one_argument_whatever_it_contains(template: str, words: list[str]) -> None:
    assert command(template, NOTE, 7) == words


@pytest.mark.parametrize(
    ("template", "message"),
    [("", "no editor is configured"), ("  ", "no editor is configured"), ('code "{path}', "No closing quotation")],
)
def test_an_unreadable_command_is_an_error_with_a_hint(template: str, message: str) -> None:
    with pytest.raises(SiteError, match=message) as raised:
        command(template, NOTE, 1)
    assert "code --goto {path}:{line}" in raised.value.hint


def test_an_editor_that_does_not_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="cannot start no-such-editor: No such file or directory"):
        open_editor("no-such-editor {path}", tmp_path / "a.md", 1)


def test_an_editor_starts_in_the_notes_folder_and_in_its_own_session(
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
