"""What is agreed until when: a countdown, a calendar, limits beside what later reports say."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from legation.analysis.due import DueItem, icalendar, is_ahead, present
from legation.records import Finding, Record
from legation.web.desk import Desk, Row, named_sql
from legation.web.page import Ask, Context, Page
from legation.web.pages.agreements import Agreement, gather, today_of

AHEAD = 60
"""Terms in the calendar."""

NAMED = 2_000
"""Passages that are looked through for one agreement's name."""


class Month(Record, frozen=True, kw_only=True):
    """Terms that end, or fall due, in one month."""

    month: str
    terms: tuple[DueItem, ...]


class Commitments(Context, frozen=True, kw_only=True):
    """Context of the commitments. `coming`, `past` and `open` hold those of this page, `total` counts all.

    `compliance` holds, by agreement, events of later reports that name it; `more` terms are not in the calendar."""

    today: str
    parties: tuple[str, ...]
    words: str
    finding: Finding
    coming: tuple[Agreement, ...]
    past: tuple[Agreement, ...]
    open: tuple[Agreement, ...]
    calendar: tuple[Month, ...]
    more: int
    compliance: dict[str, tuple[Row, ...]]
    total: int
    page: int
    pages: int


def choose(desk: Desk, ask: Ask) -> tuple[Agreement, ...]:
    """Agreements of the query's `parties` (codes with commas between them), whose name or register id holds `q`."""
    wanted = (ask.text("q") or "").casefold()
    found = gather(desk, _parties(ask), today_of(ask))
    return tuple(a for a in found if wanted in a.agreement.casefold() or wanted == (a.instrument or "").casefold())


def _parties(ask: Ask) -> tuple[str, ...]:
    return tuple(p.strip() for p in (ask.text("parties") or "").split(",") if p.strip())


def load(desk: Desk, ask: Ask) -> Commitments:
    """Agreements with their terms counted on `today`."""
    found, today, page, size = choose(desk, ask), today_of(ask), ask.page(), ask.size()
    terms = sorted((t for a in found for t in a.terms), key=lambda t: (t.day, t.agreement, t.what))
    ahead = [t for t in terms if is_ahead(t)]
    months: dict[str, list[DueItem]] = defaultdict(list)
    for term in ahead[:AHEAD]:
        months[term.day[:7]].append(term)
    here = found[(page - 1) * size : page * size]
    return Commitments(
        heading="Commitments", today=today, parties=_parties(ask), words=ask.text("q") or "",
        finding=present(terms, datetime.date.fromisoformat(today)),
        coming=tuple(a for a in here if a.days is not None and a.days >= 0),
        past=tuple(a for a in here if a.days is not None and a.days < 0),
        open=tuple(a for a in here if a.days is None),
        calendar=tuple(Month(month=m, terms=tuple(t)) for m, t in sorted(months.items())),
        more=max(0, len(ahead) - AHEAD), compliance=_compliance(desk, here),
        total=len(found), page=page, pages=max(1, -(-len(found) // size)),
    )  # fmt: skip


def _compliance(desk: Desk, found: Sequence[Agreement]) -> dict[str, tuple[Row, ...]]:
    """For each agreement the events that later reports tell of it: their passage names it, its parties act."""
    state = desk.state()
    query: dict[str, list[object]] = {"keys": [], "numbers": [], "owners": [], "parties": []}
    first: dict[str, Row] = {}
    for agreement in found:
        key = key_of(agreement)
        numbers = state.words.find("facts", agreement.agreement, NAMED, whole=True)
        query["keys"] += [key] * len(numbers)
        query["numbers"] += numbers
        query["owners"] += [key] * len(agreement.parties)
        query["parties"] += agreement.parties
        first[key] = min(agreement.reports, key=lambda r: r["published"] or "9999")
    told: dict[str, list[Row]] = defaultdict(list)
    if query["keys"]:
        for event in state.rows(named_sql("compliance"), {**query, "most": 12}):
            key = event.pop("key")
            if is_later(event, first[key]) and len(told[key]) < 4:
                told[key].append(event)
    return {key: tuple(events) for key, events in told.items() if events}


def is_later(event: Row, first: Row) -> bool:
    """Whether an event is told by another report than the first of an agreement, and not by an earlier one."""
    earliest = first["published"] or ""
    return bool(event["document_id"] != first["document_id"] and (event["published"] or earliest) >= earliest)


def key_of(agreement: Agreement) -> str:
    """The key of an agreement in `compliance`."""
    return f"{agreement.instrument or agreement.agreement}|{','.join(sorted(agreement.parties))}"


def calendar(desk: Desk, ask: Ask) -> str:
    """All terms of the chosen agreements as iCalendar."""
    return icalendar(t for a in choose(desk, ask) for t in a.terms)


def rows(context: Commitments) -> Iterable[Row]:
    """Agreements of this page, one row each, with the passage of the newest report of it."""
    for agreement in (*context.coming, *context.past, *context.open):
        newest = agreement.reports[0]
        yield {
            "agreement": agreement.agreement, "kind": agreement.kind, "status": agreement.status,
            "parties": agreement.parties, "since": agreement.since, "due": agreement.due, "days": agreement.days,
            "state": [t.state for t in agreement.terms],
            "limits": [f"{x['bound']} {x['value']:,.12g} {x['unit']}" for x in agreement.limits],
            "reports": len(agreement.reports), "document_id": newest["document_id"], "evidence": newest["evidence"],
        }  # fmt: skip


PAGE = Page(
    name="commitments", path="/commitments", context=Commitments, load=load, rows=rows, nav="Commitments",
    files={"ics": ("text/calendar", calendar)},
)  # fmt: skip
