"""The hints of `check` name existing notes and files that a broken link or picture most likely means."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from support import write

from notegarden.cli import main


def hints_of(garden: Path) -> dict[str, str]:
    """The hint for each broken link or picture, by its target as typed."""
    reported = json.loads(CliRunner().invoke(main, ["check", str(garden), "--format", "json"]).output)
    return {
        row["message"].replace("no such picture: ", '"').split('"')[1]: row["hint"] for row in reported if row["line"]
    }


def test_a_hint_suggests_existing_notes_and_files(tmp_path: Path) -> None:
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "static/img").mkdir(parents=True)
    (tmp_path / "content/posts/20240101000000-token_streams.md").write_text("# Counting {#counting}\n")
    for name in ("paper.pdf", "drawing.webp", "scan-12.png"):
        (tmp_path / "static/img" / name).write_bytes(b"x")
    asked = {
        '{{< relref "token_stream.md" >}}': 'did you mean "20240101000000-token_streams.md"?',
        '{{< relref "20240101000000-token_streams.md#couting" >}}': "did you mean #counting?",
        '{{< relref "elsewhere.md" >}}': "write the note, or fix the name",
        "/notes/Token%20Streams/": "did you mean /posts/20240101000000-token_streams/?",
        "token-stream.md": "did you mean 20240101000000-token_streams.md?",
        "/nowhere/": "fix the address, or write the page",
        "paper.pdf": "did you mean /img/paper.pdf?",
        "/drawing.pdf": "put the file at static/drawing.pdf",
        "6d720224-a9a9-4858-bebe-c4aa5596ae89":
            "an id that the export could not resolve: fix the link in the Org file and export again",
    }  # fmt: skip
    shown = {
        "/img/drawing.png": "did you mean /img/drawing.webp?",
        "/img/scan-13.png": "put the file at static/img/scan-13.png",
    }
    lines = [*(f"[a]({target})" for target in asked), *(f"![b]({target})" for target in shown)]
    (tmp_path / "content/asks.md").write_text("\n\n".join(lines) + "\n")
    hints = hints_of(tmp_path)
    quoted = {target.split('"')[1] if '"' in target else target: hint for target, hint in asked.items()}
    assert hints == quoted | shown


def test_a_hint_suggests_the_file_next_to_the_note_and_never_one_of_another_page(tmp_path: Path) -> None:
    picture = {"content/bun/index.md": "x\n", "content/bun/plan.svg": "<svg/>"}
    write(tmp_path / "beside", picture | {"content/posts/a.md": "![b](plan.svg)\n", "content/posts/plan.svg": "x"})
    assert hints_of(tmp_path / "beside") == {"plan.svg": "did you mean /posts/plan.svg?"}
    write(tmp_path / "alone", picture | {"content/posts/a.md": "![b](plam.svg)\n"})
    assert "/bun/" not in next(iter(hints_of(tmp_path / "alone").values()))


def test_a_hint_never_suggests_what_was_written(tmp_path: Path) -> None:
    write(tmp_path, {
        "content/posts/kites.md": "x\n",
        "content/sails/index.md": "x\n",
        "content/a.md": '[a]({{< relref "elsewhere/kites.md" >}}) [b]({{< relref "sial.md" >}})\n\n'
        '[c](elsewhere/kites.md) [d](sials.md) [e]({{< relref "index.md" >}})\n',
    })  # fmt: skip
    hints = hints_of(tmp_path)
    assert not [typed for typed, hint in hints.items() if f'"{typed}"' in hint or f" {typed}?" in hint]
    assert not [hint for hint in hints.values() if "index.md" in hint], "a name that would not help"
