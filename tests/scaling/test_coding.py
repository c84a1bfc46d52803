"""Archives into the ledger: nothing twice, nothing lost, near copies once, whatever the engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scaling.fake import make
from tests.scaling.writers import text

from legation.errors import LegationError, SettingsError
from legation.ledger import Ledger
from legation.records import Document, Problem
from legation.scaling import LocalEngine, Progress, code_archive

FACTORY = "tests.scaling.fake:make"


def documents(count: int) -> list[Document]:
    return [Document(id=f"d{i}", text=text(i), published="2021-05-04", source="A") for i in range(count)]


def rows(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    """All that a ledger tells, but for times and names of runs."""
    sql = {
        "documents": "select id, text, source, published from documents order by id",
        "events": "select * exclude (run_id) from events order by id",
        "copies": "select * exclude (run_id) from copies order by copy_id, source",
        "problems": "select item, stage, reason from problems order by all",
    }
    return {name: ledger.query(query).to_dicts() for name, query in sql.items()}


def test_a_second_run_adds_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    items = [*documents(20), Problem(item="x.pdf", stage="reading", reason="unknown")]
    states: list[Progress] = []
    summary = code_archive(items, ledger, LocalEngine(make), progress=states.append)
    assert (summary.read, summary.events, summary.rejected, summary.state) == (20, 20, 1, "done")
    assert states[-1].seen == 21
    before = rows(ledger)
    again = code_archive(items, ledger, LocalEngine(make))
    assert (again.read, again.known) == (0, 20)
    assert rows(ledger) == before
    assert [r["state"] for r in ledger.query("select state from runs").to_dicts()] == ["done", "done"]


def test_processes_give_what_one_gives(tmp_path: Path) -> None:
    one, many = Ledger(tmp_path / "one"), Ledger(tmp_path / "many")
    code_archive(documents(60), one, LocalEngine(FACTORY))
    summary = code_archive(documents(60), many, LocalEngine(FACTORY, workers=2))
    assert summary.read == 60
    assert rows(one) == rows(many)


def test_failing_and_deadly_documents_become_problems(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    items = documents(40)
    items[7] = Document(id="bad", text="CRASH " + text(7))
    items[23] = Document(id="worse", text="DIE " + text(23))
    summary = code_archive(items, ledger, LocalEngine(FACTORY, workers=2))
    assert (summary.read, summary.rejected) == (38, 2)
    problems = ledger.query("select item, reason from problems order by item").to_dicts()
    assert problems == [
        {"item": "bad", "reason": "RuntimeError: this text is too much"},
        {"item": "worse", "reason": "the worker died while reading it"},
    ]


def test_workers_that_cannot_start_are_told() -> None:
    with pytest.raises(LegationError, match="cannot start: RuntimeError: no reader today"):
        list(LocalEngine("tests.scaling.fake:broken", workers=2).run(documents(3)))
    with pytest.raises(SettingsError, match="no reader"):
        list(LocalEngine("tests.scaling.fake:absent").run(documents(3)))


def test_near_copies_are_read_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    original = documents(3)
    cut = " ".join(original[0].text.split()[:55])
    copies = [
        Document(id="c1", text=cut, published="2021-05-05", source="B"),
        Document(id="c2", text=original[0].text, published="2021-05-04", source="C"),
        Document(id="old", text=original[0].text, published="2019-05-04", source="C"),
    ]
    summary = code_archive([*original, *copies], ledger, LocalEngine(make))
    assert (summary.read, summary.duplicates) == (4, 2)
    found = ledger.query("select document_id, copy_id, source from copies order by copy_id").to_dicts()
    assert found == [
        {"document_id": "d0", "copy_id": "c1", "source": "B"},
        {"document_id": "d0", "copy_id": "c2", "source": "C"},
    ]
    again = code_archive([*original, *copies], Ledger(tmp_path / "ledger"), LocalEngine(make))
    assert (again.read, again.duplicates, again.known) == (0, 0, 6)


def test_one_text_from_two_sources_is_one_document(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    first = documents(1)[0]
    second = Document(id=first.id, text=first.text, published=first.published, source="Other")
    summary = code_archive([first, second, first], ledger, LocalEngine(make))
    assert (summary.read, summary.duplicates, summary.known) == (1, 1, 1)


def test_reports_of_one_pattern_are_no_copies(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    pattern = (
        "The foreign minister of {0} met the ambassador of {1} on {2} and spoke with him about trade, about the "
        "border and about a treaty that both sides hope to sign before the end of the year, as a spokesman said."
    )
    names = [("Poland", "Hungary", "Monday"), ("Norway", "Iceland", "Tuesday"), ("Poland", "Iceland", "Friday")]
    items = [Document(id=str(i), text=pattern.format(*n), published="2021-05-04") for i, n in enumerate(names)]
    assert code_archive(items, ledger, LocalEngine(make)).read == 3


def test_copies_of_what_cannot_be_read_are_read(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    long = text(5, 200)
    items = [Document(id="bad", text=f"{long} CRASH", source="A"), Document(id="good", text=long, source="B")]
    summary = code_archive(items, ledger, LocalEngine(make))
    assert (summary.read, summary.rejected) == (1, 1)
    assert ledger.query("select id from documents").to_dicts() == [{"id": "good"}]


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")

    def interrupted() -> Iterator[Document]:
        yield from documents(20)
        raise KeyboardInterrupt

    summary = code_archive(interrupted(), ledger, LocalEngine(make))
    assert summary.state == "stopped"
    assert 0 < summary.read <= 20
    assert len(ledger.query("select id from documents")) == summary.read
    code_archive(documents(30), ledger, LocalEngine(make))
    undisturbed = Ledger(tmp_path / "other")
    code_archive(documents(30), undisturbed, LocalEngine(make))
    assert rows(ledger) == rows(undisturbed)


def test_same_ids_with_other_texts_are_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    other = [Document(id=f"d{i}", text=text(100 + i)) for i in range(3)]
    code_archive(documents(3), ledger, LocalEngine(make))
    assert code_archive(other, ledger, LocalEngine(make)).read == 3
    assert code_archive(other, ledger, LocalEngine(make)).known == 3
    assert len(ledger.query("select id from documents")) == 6


def test_ray_gives_what_local_gives(tmp_path: Path) -> None:
    ray = pytest.importorskip("ray")
    from legation.scaling.cluster import RayEngine

    items = [*documents(40), Document(id="bad", text="CRASH " + text(7))]
    local, cluster = Ledger(tmp_path / "local"), Ledger(tmp_path / "cluster")
    code_archive(items, local, LocalEngine(FACTORY))
    try:
        engine = RayEngine(make, workers=2, window=25)
    except SettingsError as error:
        pytest.skip(f"Ray does not start on this machine: {error}")
    code_archive(items, cluster, engine)
    assert rows(local) == rows(cluster)
    ray.shutdown()
