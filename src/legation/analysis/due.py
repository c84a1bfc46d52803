"""What is due, expiring or overdue on a day, from recorded commitments; and the same as a calendar (RFC 5545)."""

import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Literal

import msgspec

from legation.records import Record, Report
from legation.records.finding import Estimate, Finding, Mark

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
    local_id: str | None = None
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
    items: list[DueItem] = []
    for told in by_instrument(rows):
        if party is not None and party not in _parties(told):
            continue
        if instrument is not None and not _is_called(told, instrument):
            continue
        items += terms(told, on, horizon)
    return tuple(sorted(items, key=lambda x: (_ORDER.index(x.state), x.day, x.agreement, x.what)))


def last_day(value: str) -> date:
    """The last day of YYYY, YYYY-MM or YYYY-MM-DD. Raises ValueError for anything else."""
    parts = [int(x) for x in value.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])
    return date(*parts)


def terms(told: Sequence[Row], on: date, horizon: int = HORIZON) -> tuple[DueItem, ...]:
    """Deadline and expiry of one instrument, whose rows stand in the order of publication."""
    found = (_item(told, what, on, horizon) for what in ("deadline", "expiry"))
    return tuple(item for item in found if item is not None)


def by_instrument(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows of one instrument together, in the order of publication: one register id, else one name and parties."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        name = str(row.get("instrument") or "")
        key = (name,) if name else (str(row["agreement"]).lower(), *sorted(row.get("parties") or ()))
        groups.setdefault(key, []).append(row)
    return [sorted(g, key=lambda r: str(r.get("published") or "")) for g in groups.values()]


def _parties(told: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for r in told for p in r.get("parties") or ()))


def _is_called(told: list[Row], text: str) -> bool:
    wanted = text.lower()
    return any(wanted in str(r["agreement"]).lower() or wanted == str(r.get("instrument") or "").lower() for r in told)


def _item(told: Sequence[Row], what: What, on: date, horizon: int) -> DueItem | None:
    """A term with the date that the latest report with one tells."""
    key, latest = {"deadline": "deadline", "expiry": "expires"}[what], told[-1]
    dated = [r for r in told if r.get(key)]
    if not dated or (what == "deadline" and latest.get("status") in _ENDED):
        return None
    row = dated[-1]
    try:
        day = last_day(str(row[key]))
    except (ValueError, TypeError):
        return None
    return DueItem(
        agreement=str(row["agreement"]),
        instrument=row.get("instrument"),
        kind=str(row["kind"]),
        status=str(latest["status"]),
        parties=_parties(told),
        what=what,
        state=_state(what, str(latest["status"]), (day - on).days, horizon),
        date=str(row[key]),
        day=day.isoformat(),
        days=(day - on).days,
        extension=_extension(row),
        evidence=str(row.get("evidence") or ""),
        document_id=row.get("document_id"),
        local_id=row.get("local_id"),
        reports=len({r.get("document_id") for r in told}),
    )


def _extension(row: Row) -> str | None:
    """By how much and on what condition, from a record's field or from the ledger's columns."""
    told = row.get("extension") or {k: row.get(f"extension_{k}") for k in ("by", "condition")}
    return ", ".join(str(told[k]) for k in ("by", "condition") if told.get(k)) or None


def _state(what: str, status: str, days: int, horizon: int) -> State:
    if what == "expiry" and status in _ENDED:
        return "expired"
    if days < 0:
        return "overdue" if what == "deadline" else "expired"
    if days > horizon:
        return "later"
    return "due" if what == "deadline" else "expiring"


def is_ahead(item: DueItem) -> bool:
    """Whether a term is still to come: its day is, and nobody has left or ended the commitment."""
    return item.days >= 0 and item.state != "expired"


def present(items: Sequence[DueItem], on: date) -> Finding:
    """Terms as a finding: a mark each, with the days until then, and how many stand in which state."""
    numbers = Counter(i.state for i in items)
    titles = {
        "overdue": "Deadlines passed", "due": "Deadlines soon", "expiring": "Expiring soon", "later": "Later",
        "expired": "Expired",
    }  # fmt: skip
    marks = tuple(
        Mark(
            kind="commitment", day=i.day, title=f"{i.agreement}: {i.what}", size=float(i.days),
            detail=f"{i.state}; {', '.join(i.parties)}; {i.status}",
        )
        for i in sorted(items, key=lambda i: (i.days < 0, abs(i.days), i.agreement, i.what))
    )  # fmt: skip
    ahead = [i for i in items if is_ahead(i)]
    coming = min(ahead, key=lambda i: (i.days, i.agreement, i.what), default=None)
    following = [] if coming is None else [f"Next: {coming.agreement}, {coming.what} {coming.date}."]
    told = [f"{numbers[s]} {titles[s].lower()}" for s in _ORDER if numbers[s]]
    return Finding(
        kind="commitments",
        title=f"Commitments, counted from {on.isoformat()}",
        actors=tuple(sorted({p for i in items for p in i.parties})),
        marks=marks,
        estimates=tuple(
            Estimate(name=s, title=titles[s], value=float(numbers[s]), unit="terms") for s in _ORDER if numbers[s]
        ),
        summary=(f"{', '.join(told).capitalize()}.", *following) if told else ("No commitment has a date.",),
        notes=(f"Soon is within {HORIZON} days. A date counts to the last day that it covers.",),
    )


def icalendar(items: Iterable[DueItem]) -> str:
    """The items as an iCalendar text (RFC 5545), one all-day event each; the same items give the same text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//legation//commitments//EN", "CALSCALE:GREGORIAN"]
    for item in items:
        day = date.fromisoformat(item.day)
        detail = [item.evidence, f"Parties: {', '.join(item.parties)}", f"Status: {item.status}"]
        detail += [f"Extension: {item.extension}"] if item.extension else []
        lines += [
            "BEGIN:VEVENT",
            f"UID:{identity(item)}@legation",
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


def identity(item: DueItem) -> str:
    """What stays the same of a term from report to report: its instrument, else its name and parties, and its kind."""
    named = (item.instrument,) if item.instrument else (item.agreement.lower(), *sorted(item.parties))
    return sha256("\n".join((*named, item.what)).encode()).hexdigest()[:24]


def _escape(text: str) -> str:
    """Text as RFC 5545 has it (3.3.11); control characters, which it does not allow, become spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(" " if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", "\\n")


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
