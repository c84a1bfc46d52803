"""Reports in, queries out: nothing twice, nothing half, nothing changed by a query."""

import threading
from pathlib import Path

import pyarrow as pa
import pytest
from tests.ledger.reports import TEXT, event, report

from legation.errors import LedgerError, QueryError
from legation.ledger import Ledger, migrations
from legation.ledger.schemas import SCHEMAS
from legation.ledger.tables import Tables


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


def count(ledger: Ledger, view: str) -> int:
    return int(ledger.query(f"select count(*) as n from {view}").to_dicts()[0]["n"])


def test_a_report_comes_back_as_it_was(ledger: Ledger) -> None:
    assert ledger.add(report()) == 1
    assert ledger.report("d1") == report()


def test_adding_twice_adds_nothing(ledger: Ledger) -> None:
    ledger.add(report(), report())
    before = {view: count(ledger, view) for view in ledger.views()}
    assert ledger.add(report()) == 0
    assert {view: count(ledger, view) for view in ledger.views()} == before
    assert before["documents"] == 1
    assert before["events"] == 2


def test_one_id_with_two_texts_keeps_both(ledger: Ledger) -> None:
    ledger.add(report("1"))
    other = report("1", "Otherwise: " + TEXT)
    assert ledger.add(other) == 1
    assert ledger.add(other) == 0
    ids = [r["id"] for r in ledger.query("select id from documents order by length(id)")]
    assert ids[0] == "1"
    assert ids[1].startswith("1~")


def test_a_second_reading_takes_the_place_of_the_first(ledger: Ledger) -> None:
    ledger.add(report())
    first = {r["id"] for r in ledger.query("select id from events")}
    assert ledger.add(report(), again=True) == 1
    assert {r["id"] for r in ledger.query("select id from events")} == first
    assert count(ledger, "documents") == 1
    assert count(ledger, "stored_events") == 4


def test_references_hold_across_tables(ledger: Ledger) -> None:
    ledger.add(report("d1"), report("d2", "Again. " + TEXT))
    joined = ledger.query(
        "select l.kind, a.mode, b.mode as answered from links l join events a on a.id = l.from_id "
        "join events b on b.id = l.to_id join actors s on s.id = a.actor_ids[1] where s.name = 'Graustark'"
    ).to_dicts()
    assert joined == [{"kind": "retaliation", "mode": "withdraw", "answered": "expel"}] * 2
    assert count(ledger, "(select distinct id from events)") == 4


def test_columns_avoid_reserved_words(ledger: Ledger) -> None:
    for view, columns in ledger.views().items():
        names = ", ".join(name for name, _ in columns)
        ledger.query(f"select {names} from {view}")


@pytest.mark.parametrize(
    "sql",
    [
        "select 1; select 2", "", "insert into events values (1)", "create table x (a int)", "drop view events",
        "copy events to 'x.csv'", "attach 'x.db'", "install httpfs", "set threads = 1", "selec 1",
        "select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", "select * from glob('*')",
        "select nothing from events", "pragma database_list", "call pragma_version()", "load httpfs",
        "select * from read_text('/etc/hostname')", "delete from stored_events",
    ],
)  # fmt: skip
def test_queries_only_read_and_only_the_ledger(ledger: Ledger, sql: str) -> None:
    with pytest.raises(QueryError) as error:
        ledger.query(sql)
    assert "\n" not in str(error.value)


def test_a_query_can_be_cut_off(ledger: Ledger) -> None:
    with pytest.raises(QueryError, match="longer than"):
        ledger.query("select count(*) from range(1000000000) a, range(1000000) b where hash(a, b) % 7 = 1", seconds=0.2)
    assert len(ledger.query("select 1 as one")) == 1


def test_results_in_every_library(ledger: Ledger) -> None:
    ledger.add(report())
    sql = "select date_from, type, magnitudes, actors from events where mode = $mode"
    result = ledger.query(sql, {"mode": "expel"})
    assert result.columns == ("date_from", "type", "magnitudes", "actors")
    assert result.to_dicts() == [
        {
            "date_from": "2021-05-03",
            "type": "SANCTION",
            "magnitudes": [{"value": 12.0, "unit": "diplomats", "of": 40.0}],
            "actors": ["SVK"],
        }
    ]
    assert isinstance(result.to_arrow(), pa.Table)
    assert pytest.importorskip("pandas") and result.to_pandas().shape == (1, 4)
    assert pytest.importorskip("polars") and result.to_polars().shape == (1, 4)


def test_foreign_and_missing_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("no ledger")
    with pytest.raises(LedgerError, match="something else"):
        Ledger(tmp_path)
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_uncommitted_rows_stay_out_of_sight(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    append = Tables.append
    for stop in ("documents", "events", "links", "batches"):

        def failing(self: Tables, table: str, rows: object, stop: str = stop) -> None:
            if table == stop:
                raise KeyboardInterrupt
            append(self, table, rows)  # type: ignore[arg-type]

        monkeypatch.setattr(Tables, "append", failing)
        with pytest.raises(KeyboardInterrupt):
            ledger.add(report(), run_id="r")
        monkeypatch.setattr(Tables, "append", append)
        assert [count(ledger, v) for v in ("documents", "events", "actors", "links")] == [0, 0, 0, 0]
    assert ledger.add(report()) == 1
    assert [count(ledger, v) for v in ("documents", "events", "actors", "links")] == [1, 2, 3, 1]
    assert ledger.prune() == 0
    assert ledger.prune(hours=-1) == 3
    assert count(ledger, "stored_documents") == 1
    assert [count(ledger, v) for v in ("documents", "events", "actors", "links")] == [1, 2, 3, 1]


def test_two_writers_of_the_same_report_give_one(tmp_path: Path) -> None:
    ledgers = [Ledger(tmp_path / "ledger") for _ in range(2)]
    for each in ledgers:
        each.snapshot()
    chosen = [(report(), "d1", 0)]
    threads = [threading.Thread(target=x.commit, args=(chosen,), kwargs={"run_id": "r"}) for x in ledgers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(ledgers[0], "stored_documents") == 2
    assert [count(ledgers[0], v) for v in ("documents", "events", "links")] == [1, 2, 1]


def test_compaction_changes_no_answer(ledger: Ledger) -> None:
    for number in range(4):
        ledger.add(report(f"d{number}", f"{number} {TEXT}"))
    before = ledger.query("select * from events order by id").to_dicts()
    done = ledger.compact(vacuum_hours=0)
    assert done["joined"] > 0
    assert done["deleted"] > 0
    assert ledger.query("select * from events order by id").to_dicts() == before


def test_problems_and_runs(ledger: Ledger) -> None:
    from legation.records import Problem

    run = ledger.start_run(engine="local", workers=2, inputs=["a"], settings={"x": 1})
    ledger.note_problems([Problem(item="a.txt", stage="read", reason="no text")], run)
    ledger.note_problems([Problem(item="a.txt", stage="read", reason="no text")], run)
    ledger.finish_run(run, "done", {"read": 3, "rejected": 1})
    assert count(ledger, "problems") == 1
    assert ledger.query("select state, read, rejected, workers from runs").to_dicts() == [
        {"state": "done", "read": 3, "rejected": 1, "workers": 2}
    ]


def test_judgements_correct_the_view_and_keep_the_original(ledger: Ledger) -> None:
    ledger.add(report())
    first, second = (r["id"] for r in ledger.query("select id from events order by span_start").to_dicts())
    changes = {"mode": "withdraw", "actors": ["POL"], "date_from": "2021-05-02"}
    ledger.judge(first, "correct", changes=changes, judge="x")
    ledger.judge(second, "reject", note="twice told")
    assert ledger.query("select mode, actors, date_from, type from events").to_dicts() == [
        {"mode": "withdraw", "actors": ["POL"], "date_from": "2021-05-02", "type": "SANCTION"}
    ]
    assert count(ledger, "original_events") == 2
    assert ledger.query("select actors from original_events where id = ?", [first]).to_dicts() == [{"actors": ["SVK"]}]
    taught = list(ledger.training())
    assert [t["verdict"] for t in taught] == ["correct", "reject"]
    assert taught[0]["judged"]["mode"] == "withdraw"
    assert taught[0]["record"]["mode"] == "expel"
    assert taught[0]["document"]["text"] == TEXT
    ledger.judge(second, "confirm")
    assert count(ledger, "events") == 2


@pytest.mark.parametrize(
    ("verdict", "changes"),
    [("maybe", {}), ("correct", {}), ("confirm", {"mode": "x"}), ("correct", {"id": "x"}), ("correct", {"colour": 1}),
     ("correct", {"type": "DANCE"}), ("correct", {"date_from": "soon"}), ("correct", {"score": "high"})],
)  # fmt: skip
def test_senseless_judgements_are_refused(ledger: Ledger, verdict: str, changes: dict[str, object]) -> None:
    ledger.add(report())
    identity = ledger.query("select id from events limit 1").to_dicts()[0]["id"]
    with pytest.raises(LedgerError):
        ledger.judge(identity, verdict, changes=changes)
    with pytest.raises(LedgerError, match="no record"):
        ledger.judge("nothing", "confirm")
    assert count(ledger, "judgements") == 0


def test_imported_events_are_added_once(ledger: Ledger) -> None:
    plain = {"id": "x1", "type": "AID", "actors": ["USA"], "recipients": ["SYR"], "origin": "gdelt", "original": "{}"}
    assert ledger.add_events([plain, {**plain, "id": "x2"}]) == 2
    assert ledger.add_events([{**plain, "id": "x2"}, {**plain, "id": "x3"}]) == 1
    ledger.add(report())
    ledger.add(report(), again=True)
    assert count(ledger, "events") == 5


def test_newer_ledgers_are_refused_and_older_ones_migrated(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    Ledger(folder).add(report())
    tables = Tables(str(folder))
    with pytest.raises(LedgerError, match="layout"):
        migrations.prepare(tables, layout=0)
    older = Tables(str(tmp_path / "older"))
    older.make({n: s for n, s in SCHEMAS.items() if n != "layout"})
    columns = [f for f in SCHEMAS["copies"] if f.name != "similarity"]
    import shutil

    shutil.rmtree(tmp_path / "older" / "copies")
    older.make({"copies": pa.schema(columns), "layout": SCHEMAS["layout"]})
    older.append("layout", [{"version": 1, "applied_at": None}])
    migrations.prepare(older, layout=2, steps={1: lambda t: migrations.add_column(t, "copies", "similarity")})
    assert migrations.version(older) == 2
    assert "similarity" in older.open("copies").to_pyarrow_dataset().schema.names


def test_claims_keep_their_ids_where_confidence_changes(ledger: Ledger) -> None:
    import msgspec

    made = report()
    ledger.add(made)
    first = {r["id"] for r in ledger.query("select id from events")}
    events = tuple(msgspec.structs.replace(e, confidence=0.99) for e in made.events)
    surer = msgspec.structs.replace(made, events=events)
    ledger.add(surer, again=True)
    assert {r["id"] for r in ledger.query("select id from events")} == first
    assert {r["confidence"] for r in ledger.query("select confidence from events")} == {0.99}


def test_equal_claims_of_one_report_stay_apart(ledger: Ledger) -> None:
    import msgspec

    evidence = "Ruritania expelled twelve Graustark diplomats on 3 May"
    twice = (event("e1", evidence), event("e2", evidence))
    ledger.add(msgspec.structs.replace(report(), events=twice, links=(), statements=()))
    assert count(ledger, "(select distinct id from events)") == 2


def test_occurrences_put_reports_of_one_event_together(ledger: Ledger) -> None:
    other = TEXT.replace("twelve", "eleven").replace("on 3 May", "on 3 May, a Monday, as the government said")
    ledger.add(report("d1"))
    assert (
        ledger.query("select reports, independent_sources from occurrences").to_dicts()
        == [{"reports": 1, "independent_sources": 1}] * 2
    )
    second = report("d2", "Strelsau. " + TEXT, source="Another Paper", published="2021-05-05")
    third = report("d3", "In other news, the harvest is good. " + TEXT + " " + other * 3, source="A Third Paper")
    ledger.add(second, third)
    found = ledger.query("select * from occurrences where mode = 'expel'").to_dicts()
    assert len(found) == 1
    assert (found[0]["reports"], found[0]["documents"]) == (3, 3)
    assert (found[0]["first_report"], found[0]["last_report"]) == ("2021-05-04", "2021-05-05")
    assert found[0]["independent_sources"] == 2  # the second is a near copy of the first
    assert sorted(found[0]["sources"]) == ["A Third Paper", "Another Paper", "Strelsau Gazette"]
    assert count(ledger, "occurrence_events") == 6
    identity = found[0]["event_ids"][0]
    ledger.judge(identity, "reject")
    assert ledger.query("select reports from occurrences where mode = 'expel'").to_dicts() == [{"reports": 2}]


def test_disagreements_stand_side_by_side(ledger: Ledger) -> None:
    import msgspec

    from legation.records import Magnitude

    first = report("d1", source="A")
    second = report("d2", "Elsewhere and otherwise told. " + TEXT, source="B")
    told = (Magnitude(value=11, unit="diplomats"), Magnitude(value=72, unit="hours"))
    changed = msgspec.structs.replace(second.events[0], magnitudes=told)
    ledger.add(first, msgspec.structs.replace(second, events=(changed, *second.events[1:])))
    (found,) = ledger.query("select disagreements from occurrences where mode = 'expel'").to_dicts()
    assert {(d["fact"], d["value"]) for d in found["disagreements"]} == {
        ("number", "12 diplomats"),
        ("number", "11 diplomats"),
    }


def test_what_is_only_vaguer_is_no_disagreement() -> None:
    from datetime import date

    from legation.ledger.disagreements import disagreements

    def row(number: int, **told: object) -> dict[str, object]:
        plain: dict[str, object] = {
            "id": f"r{number}", "date_from": date(2020, 1, 3), "date_to": date(2020, 1, 3), "actors": ["IRN"],
            "recipients": ["USA"], "type": "ASSAULT", "mode": "drone", "status": "asserted",
            "place_name": "Erbil", "place_country": "IRQ", "magnitudes": [],
        }  # fmt: skip
        return {**plain, **told}

    vague = row(2, date_from=date(2020, 1, 1), date_to=date(2020, 1, 31), mode=None, status="historical",
                place_name="Iraq", actors=["IRN", "IRQ"])  # fmt: skip
    assert disagreements([row(1, actors=["IRN"]), vague]) == []
    other = row(3, date_from=date(2020, 1, 4), date_to=date(2020, 1, 4), mode="explosives", place_name="Baghdad",
                actors=["IRQ"], status="negated")  # fmt: skip
    found = {d["fact"]: [] for d in disagreements([row(1), other])}
    for told in disagreements([row(1), other]):
        found[told["fact"]].append((told["value"], told["event_ids"]))
    assert found == {
        "date": [("2020-01-03", ["r1"]), ("2020-01-04", ["r3"])],
        "actor": [("IRN", ["r1"]), ("IRQ", ["r3"])],
        "act": [("ASSAULT drone", ["r1"]), ("ASSAULT explosives", ["r3"])],
        "status": [("asserted", ["r1"]), ("negated", ["r3"])],
        "place": [("Erbil", ["r1"]), ("Baghdad", ["r3"])],
    }
