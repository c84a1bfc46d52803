"""What is due on a day, and its calendar."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.analysis.due import DueItem, due, icalendar, last_day

TREATY: dict[str, Any] = {
    "agreement": "river treaty", "instrument": None, "kind": "treaty", "status": "in force", "parties": ["AAA", "BBB"],
    "deadline": "2021-03-01", "expires": "2025", "extension": {"by": "5 years", "condition": None},
    "evidence": "The treaty runs until 2025", "document_id": "d1", "published": "2020-01-01",
}  # fmt: skip


def states(rows: list[dict[str, Any]], on: date) -> list[tuple[str, str, int]]:
    return [(i.what, i.state, i.days) for i in due(rows, on)]


def test_terms_pass_from_later_to_due_to_past() -> None:
    assert states([TREATY], date(2020, 3, 1)) == [("deadline", "later", 365), ("expiry", "later", 2131)]
    assert states([TREATY], date(2021, 2, 1))[0] == ("deadline", "due", 28)
    assert states([TREATY], date(2021, 3, 2))[0] == ("deadline", "overdue", -1)
    assert states([TREATY], date(2025, 12, 30)) == [("deadline", "overdue", -1765), ("expiry", "expiring", 1)]
    assert states([TREATY], date(2026, 1, 1))[-1] == ("expiry", "expired", -1)


def test_the_latest_report_settles_the_date_and_both_count() -> None:
    later = TREATY | {"expires": "2030", "document_id": "d2", "published": "2024-01-01"}
    (item,) = [i for i in due([later, TREATY], date(2024, 6, 1)) if i.what == "expiry"]
    assert (item.date, item.day, item.reports, item.document_id) == ("2030", "2030-12-31", 2, "d2")


def test_what_was_left_has_no_deadline() -> None:
    assert [i.what for i in due([TREATY | {"status": "withdrawn"}], date(2020, 1, 1))] == ["expiry"]


def test_party_and_instrument_select() -> None:
    other = TREATY | {"agreement": "grain pact", "parties": ["CCC"], "instrument": "grain-pact"}
    assert {i.agreement for i in due([TREATY, other], date(2020, 1, 1), party="CCC")} == {"grain pact"}
    assert {i.agreement for i in due([TREATY, other], date(2020, 1, 1), instrument="River")} == {"river treaty"}


def test_malformed_dates_are_left_out() -> None:
    assert due([TREATY | {"deadline": "soon", "expires": "2021-13"}], date(2020, 1, 1)) == ()


@pytest.mark.parametrize(("value", "day"), [("2024", "2024-12-31"), ("2024-02", "2024-02-29"), ("2024-05-06",) * 2])
def test_last_day(value: str, day: str) -> None:
    assert last_day(value).isoformat() == day


def test_calendar_text() -> None:
    text = icalendar(due([TREATY], date(2020, 3, 1)))
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20210301\r\nDTEND;VALUE=DATE:20210302\r\n" in text
    assert "SUMMARY:river treaty: deadline\r\n" in text and "Parties: AAA\\, BBB" in text.replace("\r\n ", "")
    assert text == icalendar(due([TREATY], date(2020, 3, 1)))


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=200))
def test_lines_are_folded_and_unfold_to_the_text(name: str) -> None:
    item = DueItem(
        agreement=name, instrument=None, kind="pledge", status="agreed", parties=("AAA",), what="deadline",
        state="due", date="2020", day="2020-12-31", days=1,
    )  # fmt: skip
    text = icalendar([item])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    summary = name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{summary}: deadline\r\n" in text.replace("\r\n ", "")
