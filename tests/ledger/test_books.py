"""What a run remembers lies on disk, and knows what the ledger knows."""

import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest
from tests.scaling.fake import make

from legation.ledger import Ledger, core
from legation.ledger.books import Books
from legation.ledger.copies import CopyIndex, group, sign
from legation.records import Document, digest
from legation.scaling import LocalEngine, code_archive
from legation.scaling import coding as coding_module


def text(number: int) -> str:
    """A text of 60 words that no other number shares a run of four words with."""
    return " ".join(f"w{number}x{place}" for place in range(60))


def test_nothing_is_remembered_in_memory() -> None:
    books = Books()
    for number in range(300):
        assert books.find_copy(Document(id=f"d{number}", text=text(number))) is None
        books.enter(f"d{number}", digest((text(number),)))
        assert books.meet(f"d{number}", "A")
    held = [*vars(books).values(), *vars(books._copies).values()]
    assert all(isinstance(value, sqlite3.Connection | CopyIndex) for value in held)
    for connection in (c for c in held if isinstance(c, sqlite3.Connection)):
        assert connection.execute("pragma cache_size").fetchone()[0] < 0  # kilobytes, not pages: bounded
        assert connection.execute("pragma temp_store").fetchone()[0] == 1  # a file
    assert not books.meet("d7", "A")
    assert books.meet("d7", "B")
    assert books.get("d7") == digest((text(7),))
    assert books.get("unknown") is None
    assert books.find_copy(Document(id="new", text=f"{text(7)} more words")) == ("d7", pytest.approx(0.97, abs=0.05))


def test_what_could_not_be_read_is_no_original() -> None:
    books = Books()
    books.find_copy(Document(id="bad", text=text(1)))
    books.enter("bad", "digest")
    books.forget("bad")
    assert books.get("bad") is None
    assert books.find_copy(Document(id="other", text=text(1))) is None
    assert books.find_copy(Document(id="third", text=text(1))) == ("other", 1.0)


def test_signatures_from_the_ledger_find_what_fresh_ones_find() -> None:
    fresh, stored = CopyIndex(), CopyIndex()
    signatures = [sign(text(n), "2021-05-03") for n in range(5)]
    for number, signature in enumerate(signatures):
        fresh.add(f"d{number}", signature)
    column = pa.array([s.packed() for s in signatures], pa.list_(pa.int64()))
    stored.add_stored([f"d{n}" for n in range(5)], [s.day for s in signatures], column)
    probe = sign(" ".join(text(3).split()[:52]), "2021-05-05")
    assert fresh.find(probe) == stored.find(probe) is not None
    late = sign(text(3), "2021-07-05")
    assert fresh.find(late) is stored.find(late) is None
    assert group([("a", signatures[0]), ("b", signatures[1]), ("c", signatures[0])]) == {"a": "a", "b": "b", "c": "a"}


def test_a_copy_of_a_failed_text_is_read_by_itself(tmp_path: Path) -> None:
    failing = f"CRASH {text(0)}"
    others = [Document(id=f"d{n}", text=text(n)) for n in range(1, 12)]
    late = Document(id="late", text=failing, source="B")
    ledger = Ledger(tmp_path / "ledger")
    summary = code_archive([Document(id="bad", text=failing), *others, late], ledger, LocalEngine(make))
    assert (summary.read, summary.duplicates, summary.rejected) == (11, 0, 2)
    assert ledger.query("select * from copies").to_dicts() == []


def test_files_are_joined_while_a_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding_module, "BATCH", 1)
    monkeypatch.setattr(coding_module, "TIDY", 4)
    monkeypatch.setattr(core, "SMALL_FILES", 4)
    ledger = Ledger(tmp_path / "ledger")
    most = 0

    def look(state: object) -> None:
        nonlocal most
        most = max(most, len(ledger.tables.open("documents").file_uris()))

    code_archive([Document(id=f"d{n}", text=text(n)) for n in range(30)], ledger, LocalEngine(make), progress=look)
    assert most <= 8
    assert ledger.query("select count(distinct id) as n from documents").to_dicts() == [{"n": 30}]
    again = code_archive([Document(id=f"d{n}", text=text(n)) for n in range(30)], ledger, LocalEngine(make))
    assert (again.read, again.known) == (0, 30)
