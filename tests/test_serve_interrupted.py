"""`serve` ends by SIGINT with the matching exit code, however it was started."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

# Like a shell without job control, which starts background processes (`&`) with SIGINT ignored.
IGNORING = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]


@pytest.mark.skipif(sys.platform == "win32", reason="Unix shells start it like this")
def test_a_server_started_with_sigint_ignored_still_ends_by_it(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("Text.\n", encoding="utf-8")
    command = [*IGNORING, sys.executable, "-m", "notegarden", "serve", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            assert any("1 note at http" in line for line in process.stdout)
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=60)
            assert (process.returncode, rest.strip()) == (130, "stopped")
        finally:
            process.kill()
