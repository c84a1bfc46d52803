"""Agreements: reports of one commitment side by side, how long each still runs, limits beside what came of them."""

import calendar
import datetime
from collections import defaultdict
from collections.abc import Sequence

from legation.records import Record
from legation.web.desk import Desk, Row
from legation.web.naming import parse_day
from legation.web.page import Ask, Refused


class Agreement(Record, frozen=True, kw_only=True):
    """One agreement between the same parties. `due` is the day that counts, `days` from today to it (negative: past).

    `reports` are the rows of every report of it, newest first; `later` what events say of compliance."""

    agreement: str
    kind: str
    status: str
    parties: tuple[str, ...]
    due: str | None
    what: str | None
    days: int | None
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


def last_day(due: str | None) -> datetime.date | None:
    """The last day of a date that may be a year or a month alone."""
    if not due:
        return None
    parts = due.split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else 12
        day = int(parts[2]) if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return datetime.date(year, month, day)
    except ValueError:
        return None


def gather(desk: Desk, parties: Sequence[str], today: str) -> tuple[Agreement, ...]:
    """Agreements among parties (all where none is named): those due soonest first, then past ones, then open ones."""
    day = parse_day(today)
    if day is None:
        raise Refused("today wants a day as YYYY-MM-DD")
    groups: dict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)
    for row in desk.rows("commitments", parties=list(parties)):
        groups[row["agreement"].casefold(), tuple(sorted(row["parties"] or ()))].append(row)
    found = [_agreement(rows, day) for rows in groups.values()]
    return tuple(sorted(found, key=_order))


def _order(a: Agreement) -> tuple[int, int, str]:
    if a.days is None:
        return 2, 0, a.agreement
    return (0, a.days, a.agreement) if a.days >= 0 else (1, -a.days, a.agreement)


def _agreement(rows: Sequence[Row], today: datetime.date) -> Agreement:
    ordered = sorted(rows, key=lambda r: (r["published"] or "", r["confidence"] or 0, r["id"]), reverse=True)
    due = next((r["due"] for r in ordered if r["due"]), None)
    dated = next((r for r in ordered if r["due"]), ordered[0])
    last = last_day(due)

    def first(name: str) -> str | None:
        return next((r[name] for r in ordered if r[name]), None)

    return Agreement(
        agreement=ordered[0]["agreement"],
        kind=ordered[0]["kind"],
        status=ordered[0]["status"],
        parties=tuple(ordered[0]["parties"] or ()),
        due=due,
        what=None if due is None else "deadline" if dated["deadline"] else "expires",
        days=None if last is None else (last - today).days,
        limits=next((tuple(r["limits"]) for r in ordered if r["limits"]), ()),
        extension_by=first("extension_by"),
        extension_condition=first("extension_condition"),
        since=first("since"),
        instrument=first("instrument"),
        reports=tuple(ordered),
        differs=len({r["due"] for r in rows if r["due"]}) > 1 or len({r["status"] for r in rows}) > 1,
    )
