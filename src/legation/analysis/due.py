"""What is due, expiring or overdue on a day, from recorded commitments; and the same as a calendar (RFC 5545)."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Literal

import msgspec

from legation.records import Record, Report

Row = Mapping[str, Any]
What = Literal["deadline", "expiry"]
State = Literal["overdue", "expired", "due", "expiring", "later"]

HORIZON = 90
"""Days ahead that count as soon."""
_ENDED = frozenset(("withdrawn", "expired"))
_ORDER: tuple[State, ...] = ("overdue", "due", "expiring", "later", "expired")


class DueItem(Record, frozen=True, kw_only=True):
    """One term of a commitment against a day.

    `date` is as the report told it (YYYY, YYYY-MM or YYYY-MM-DD), `day` the last day that it covers, `days` the days
    from the day asked for until then (negative: past). `document_id` and `evidence` lead to the latest report.
    """

    agreement: str
    instrument: str | None
    kind: str
    status: str
    parties: tuple[str, ...]
    what: What
    state: State
    date: str
    day: str
    days: int
    extension: str | None = None
    evidence: str = ""
    document_id: str | None = None
    reports: int = 1


def rows_of(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """Rows as the ledger's view has them, from reports."""
    found = []
    for report in reports:
        for commitment in report.commitments:
            row: dict[str, Any] = msgspec.to_builtins(commitment)
            row |= {"document_id": report.document.id, "published": report.document.published}
            found.append(row)
    return found


def due(
    rows: Iterable[Row],
    on: date,
    *,
    party: str | None = None,
    instrument: str | None = None,
    horizon: int = HORIZON,
) -> tuple[DueItem, ...]:
    """Deadlines and expiries of commitments, what is overdue first, then by day.

    `rows` have the fields of a Commitment and, where known, `document_id` and `published`; the latest report of an
    instrument settles its dates. `party` keeps the commitments of one country (code), `instrument` those whose name or
    register id has that text. Rows with malformed dates are left out.
    """
    items = []
    for told in _instruments(rows):
        latest = told[-1]
        if party is not None and party not in _parties(told):
            continue
        if instrument is not None and not _is_called(told, instrument):
            continue
        for what, key in (("deadline", "deadline"), ("expiry", "expires")):
            items += _items(told, latest, what, key, on, horizon)
    return tuple(sorted(items, key=lambda x: (_ORDER.index(x.state), x.day, x.agreement, x.what)))


def last_day(value: str) -> date:
    """The last day of YYYY, YYYY-MM or YYYY-MM-DD. Raises ValueError for anything else."""
    parts = [int(x) for x in value.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])
    return date(*parts)


def _instruments(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows of one instrument together, in the order of publication."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        name = str(row.get("instrument") or "")
        key = (name,) if name else (str(row["agreement"]).lower(), *sorted(row.get("parties") or ()))
        groups.setdefault(key, []).append(row)
    return [sorted(g, key=lambda r: str(r.get("published") or "")) for g in groups.values()]


def _parties(told: list[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for r in told for p in r.get("parties") or ()))


def _is_called(told: list[Row], text: str) -> bool:
    wanted = text.lower()
    return any(wanted in str(r["agreement"]).lower() or wanted == str(r.get("instrument") or "").lower() for r in told)


def _items(told: list[Row], latest: Row, what: str, key: str, on: date, horizon: int) -> list[DueItem]:
    """At most one term: the date that the latest report with one tells."""
    dated = [r for r in told if r.get(key)]
    if not dated or (what == "deadline" and latest.get("status") in _ENDED):
        return []
    row = dated[-1]
    try:
        day = last_day(str(row[key]))
    except (ValueError, TypeError):
        return []
    extension = row.get("extension") or {}
    terms = [str(extension[k]) for k in ("by", "condition") if extension.get(k)]
    return [
        DueItem(
            agreement=str(row["agreement"]),
            instrument=row.get("instrument"),
            kind=str(row["kind"]),
            status=str(latest["status"]),
            parties=_parties(told),
            what="deadline" if what == "deadline" else "expiry",
            state=_state(what, str(latest["status"]), (day - on).days, horizon),
            date=str(row[key]),
            day=day.isoformat(),
            days=(day - on).days,
            extension=", ".join(terms) or None,
            evidence=str(row.get("evidence") or ""),
            document_id=row.get("document_id"),
            reports=len({r.get("document_id") for r in told}),
        )
    ]


def _state(what: str, status: str, days: int, horizon: int) -> State:
    if what == "expiry" and status in _ENDED:
        return "expired"
    if days < 0:
        return "overdue" if what == "deadline" else "expired"
    if days > horizon:
        return "later"
    return "due" if what == "deadline" else "expiring"


def icalendar(items: Iterable[DueItem]) -> str:
    """The items as an iCalendar text (RFC 5545), one all-day event each; the same items give the same text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//legation//commitments//EN", "CALSCALE:GREGORIAN"]
    for item in items:
        day = date.fromisoformat(item.day)
        key = "\n".join((item.instrument or item.agreement, *item.parties, item.what))
        detail = [item.evidence, f"Parties: {', '.join(item.parties)}", f"Status: {item.status}"]
        detail += [f"Extension: {item.extension}"] if item.extension else []
        lines += [
            "BEGIN:VEVENT",
            f"UID:{sha256(key.encode()).hexdigest()[:24]}@legation",
            # The stamp is the day itself: a text that depended on the clock would differ from run to run.
            f"DTSTAMP:{day:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escape(f'{item.agreement}: {item.what}')}",
            f"DESCRIPTION:{_escape(chr(10).join(d for d in detail if d))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(_fold(line) for line in lines)


def _escape(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _fold(line: str) -> str:
    """A content line, folded at 75 octets without cutting a character in two."""
    parts: list[str] = []
    current = ""
    for character in line:
        if len((current + character).encode()) > (75 if not parts else 74):
            parts.append(current)
            current = ""
        current += character
    return "\r\n ".join([*parts, current]) + "\r\n"
