"""Commands that show what pages show: tables, JSON, plots, and the calendar of commitments."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.ledger.reports import TEXT, report
from tests.web.desks import client, settle, small

from legation.analysis.due import due, icalendar, identity, rows_of
from legation.api import Ledger
from legation.cli.app import run

DAY = "2027-12-01"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("commands") / "ledger"
    small(path)
    return str(path)


@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize(
    "command",
    [
        ["network"], ["outlook", "SVK", "HUN"], ["commitments", "--today", DAY], ["statements"], ["actors"],
        *(["dyad", "SVK", "HUN", "--show", k] for k in ("series", "ruptures", "reciprocity", "agenda", "prospects")),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_analysis_draws_and_prints(
    command: list[str], ending: str, folder: str, tmp_path: Path, capsysbinary: Any
) -> None:
    picture = tmp_path / f"a.{ending}"
    assert run([*command, "--ledger", folder, "--plot", str(picture)]) == 0
    data = picture.read_bytes()
    assert data.startswith(b"<svg" if ending == "svg" else b"\x89PNG")
    assert capsysbinary.readouterr().out.strip()
    assert run([*command, "--ledger", folder, "--plot", str(tmp_path / "a.gif")]) == 2


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (["commitments", "--today", DAY], f"/commitments.json?today={DAY}"), (["statements"], "/statements.json"),
        (["actors"], "/actors.json"), (["network", "--since", "2019-01-01"], "/network.json?since=2019-01-01"),
    ],
    ids=lambda x: x[0] if isinstance(x, list) else "",
)  # fmt: skip
def test_page_command_and_plot_show_one_finding(command: list[str], path: str, folder: str, capsysbinary: Any) -> None:
    visitor = client(Ledger(folder))
    settle(visitor)
    assert run([*command, "--ledger", folder, "--json"]) == 0
    printed = json.loads(capsysbinary.readouterr().out)
    assert printed.get("finding", printed) == visitor.get(path).json()["finding"]


def unfold(text: str) -> list[str]:
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_the_calendar_of_a_ledger_of_reports_and_of_the_page_are_one(
    folder: str, tmp_path: Path, capsysbinary: Any
) -> None:
    target = tmp_path / "dates.ics"
    assert run(["commitments", "--ledger", folder, "--today", DAY, "--ics", str(target)]) == 0
    text = target.read_bytes().decode()
    capsysbinary.readouterr()
    assert run(["commitments", "--ledger", folder, "--ics", "-"]) == 0
    assert capsysbinary.readouterr().out.decode() == text
    lines = unfold(text)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR" and lines.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:truce: expiry" in lines and "DTSTART;VALUE=DATE:20271231" in lines
    answer = client(Ledger(folder)).get("/commitments.ics", params={"today": DAY})
    assert answer.text == text and answer.headers["content-type"] == "text/calendar; charset=utf-8"
    told = tmp_path / "reports.jsonl"
    first, second = report("d1"), report("d2", TEXT + " Talks go on.", published="2021-05-05")
    bad = b'{"id": "bad", "error": "empty"}'
    told.write_bytes(b"\n".join([msgspec.json.encode(first), bad, msgspec.json.encode(second)]))
    assert run(["commitments", str(told), "--ics", "-"]) == 0
    assert unfold(capsysbinary.readouterr().out.decode()) == lines


def test_commitments_want_a_ledger_or_reports(folder: str, tmp_path: Path, capsysbinary: Any) -> None:
    assert run(["commitments"]) == 2 and run(["commitments", "x.jsonl", "--ledger", folder]) == 2
    (tmp_path / "bad.jsonl").write_text('{"document": 5}\n')
    assert run(["commitments", str(tmp_path / "bad.jsonl")]) == 2
    assert b"line 1" in capsysbinary.readouterr().err


def test_calendar_texts_are_escaped_and_keep_their_identity() -> None:
    hostile = "a; b, c\\d\r\nBEGIN:VALARM\rX-EVIL:1\x00\x07"
    plain = report("d1")
    changed = msgspec.structs.replace(plain.commitments[0], agreement=hostile)
    items = due(rows_of([msgspec.structs.replace(plain, commitments=(changed,))]), on=_day())
    lines = unfold(icalendar(items))
    assert lines.count("BEGIN:VALARM") == 0 and not [x for x in lines if x.startswith("X-EVIL")]
    assert not [c for x in lines for c in x if ord(c) < 32]
    summary = next(x for x in lines if x.startswith("SUMMARY:"))
    assert summary == "SUMMARY:a\\; b\\, c\\\\d\\nBEGIN:VALARM\\nX-EVIL:1  : expiry"
    renewed = msgspec.structs.replace(plain.commitments[0], agreement="Truce", parties=("HUN", "SVK"), expires="2030")
    (before,) = due(rows_of([plain]), on=_day())
    (after,) = due(rows_of([msgspec.structs.replace(plain, commitments=(renewed,))]), on=_day())
    assert before.day != after.day and identity(before) == identity(after)


def _day() -> Any:
    import datetime

    return datetime.date(2021, 6, 1)


def test_notebooks_show_dyads_and_findings(folder: str) -> None:
    dyad = Ledger(folder).dyad("SVK", "HUN")
    assert dyad._repr_svg_().startswith("<svg") and dyad.plot()._repr_svg_().startswith("<svg")
    found = msgspec.structs.replace(dyad.series(), title="<script>", summary=("a<b",))
    shown = found._repr_html_()
    assert "&lt;script&gt;" in shown and "a&lt;b" in shown and "<script>" not in shown
