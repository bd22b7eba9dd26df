"""Bodies are read by the digest of their text; a missing or damaged one is never replaced by another."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path

import msgspec
import pytest

from notegarden.ledger.bodies import BodyReader
from notegarden.ledger.file import LostTextError
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Body


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with the bodies "a" and "b", and a row without one."""
    ledger = Ledger.open(tmp_path)
    ledger.add_texts((key, b"", msgspec.msgpack.encode(Body((f"of {key}",), ()))) for key in ("a", "b"))
    ledger.close()
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("insert into texts values ('none', x'', null)")
    connection.close()
    return ledger.path


def test_a_body_is_read_by_its_digest_in_any_process(path: Path) -> None:
    reader = BodyReader(path)
    assert reader.body("a") == Body(("of a",), ())
    other = pickle.loads(pickle.dumps(reader))
    assert other.body("b") == Body(("of b",), ())
    reader.close()
    other.close()


@pytest.mark.parametrize("key", ["c", "none"])
def test_a_missing_body_is_an_error(path: Path, key: str) -> None:
    reader = BodyReader(path)
    with pytest.raises(LostTextError, match=key):
        reader.body(key)
    reader.close()


def test_a_body_with_another_text_is_damaged(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("update texts set body = (select body from texts where digest = 'b') where digest = 'a'")
    connection.close()
    reader = BodyReader(path)
    with pytest.raises(sqlite3.DatabaseError, match="damaged"):
        reader.body("a")
    reader.close()


def test_an_unused_reader_can_be_closed(tmp_path: Path) -> None:
    BodyReader(tmp_path / "none").close()
