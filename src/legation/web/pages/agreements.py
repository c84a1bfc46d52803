"""Agreements: reports of one commitment side by side, how long each still runs, limits beside what came of them."""

import datetime
from collections.abc import Sequence

from legation.analysis.due import DueItem, by_instrument, last_day, terms
from legation.records import Record
from legation.web.desk import Desk, Row
from legation.web.naming import parse_day
from legation.web.page import Ask, Refused


class Agreement(Record, frozen=True, kw_only=True):
    """One agreement between the same parties. `due` is the day that counts, `days` from today to it (negative: past).

    `terms` are its deadline and its expiry, `reports` the rows of every report of it, newest first; `differs` where
    those disagree."""

    agreement: str
    kind: str
    status: str
    parties: tuple[str, ...]
    due: str | None
    what: str | None
    days: int | None
    terms: tuple[DueItem, ...]
    limits: tuple[Row, ...]
    extension_by: str | None
    extension_condition: str | None
    since: str | None
    instrument: str | None
    reports: tuple[Row, ...]
    differs: bool


def today_of(ask: Ask) -> str:
    """The day on which deadlines are counted: today, or the day that the query names."""
    return ask.day("today") or datetime.date.today().isoformat()


def gather(desk: Desk, parties: Sequence[str], today: str) -> tuple[Agreement, ...]:
    """Agreements among parties (all where none is named): those due soonest first, then past ones, then open ones."""
    day = parse_day(today)
    if day is None:
        raise Refused("today wants a day as YYYY-MM-DD")

    def collect() -> tuple[Agreement, ...]:
        rows = desk.rows("commitments", parties=list(parties))
        return tuple(sorted((_agreement([dict(r) for r in told], day) for told in by_instrument(rows)), key=_order))

    return desk.remember(("agreements", *sorted(parties), today), collect)


def _order(a: Agreement) -> tuple[int, int, str]:
    if a.days is None:
        return 2, 0, a.agreement
    return (0, a.days, a.agreement) if a.days >= 0 else (1, -a.days, a.agreement)


def _days_to(due: str | None, today: datetime.date) -> int | None:
    try:
        return (last_day(due) - today).days if due else None
    except ValueError:
        return None


def _agreement(rows: Sequence[Row], today: datetime.date) -> Agreement:
    ordered = sorted(rows, key=lambda r: (r["published"] or "", r["confidence"] or 0, r["id"]), reverse=True)
    dated = next((r for r in ordered if r["due"]), None)
    due = dated["due"] if dated else None

    def first(name: str) -> str | None:
        return next((r[name] for r in ordered if r[name]), None)

    return Agreement(
        agreement=ordered[0]["agreement"],
        kind=ordered[0]["kind"],
        status=ordered[0]["status"],
        parties=tuple(dict.fromkeys(p for r in ordered for p in r["parties"] or ())),
        due=due,
        what=None if dated is None else "deadline" if dated["deadline"] else "expires",
        days=_days_to(due, today),
        terms=terms(rows, today),
        limits=next((tuple(r["limits"]) for r in ordered if r["limits"]), ()),
        extension_by=first("extension_by"),
        extension_condition=first("extension_condition"),
        since=first("since"),
        instrument=first("instrument"),
        reports=tuple(ordered),
        differs=len({r["due"] for r in rows if r["due"]}) > 1 or len({r["status"] for r in rows}) > 1,
    )
