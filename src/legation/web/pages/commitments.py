"""What is agreed until when: a countdown, a calendar, limits beside what later reports say."""

from collections import defaultdict
from collections.abc import Iterable

from legation.records import Record
from legation.web.desk import Desk, Row
from legation.web.page import Ask, Context, Page
from legation.web.pages.agreements import Agreement, gather, today_of


class Month(Record, frozen=True, kw_only=True):
    """Agreements that end, or fall due, in one month."""

    month: str
    agreements: tuple[Agreement, ...]


class Commitments(Context, frozen=True, kw_only=True):
    """Context of the commitments. `compliance` holds, by agreement, events that came after it and carry it out."""

    today: str
    parties: tuple[str, ...]
    coming: tuple[Agreement, ...]
    past: tuple[Agreement, ...]
    open: tuple[Agreement, ...]
    calendar: tuple[Month, ...]
    compliance: dict[str, tuple[Row, ...]]


def load(desk: Desk, ask: Ask) -> Commitments:
    """Agreements, of the parties that the query names (codes with commas between them) where it names any."""
    today = today_of(ask)
    parties = tuple(p for p in (ask.text("parties") or "").split(",") if p)
    found = gather(desk, parties, today)
    months: dict[str, list[Agreement]] = defaultdict(list)
    for agreement in found:
        if agreement.days is not None and agreement.days >= 0 and agreement.due:
            months[agreement.due[:7]].append(agreement)
    return Commitments(
        heading="Commitments", today=today, parties=parties,
        coming=tuple(a for a in found if a.days is not None and a.days >= 0),
        past=tuple(a for a in found if a.days is not None and a.days < 0),
        open=tuple(a for a in found if a.days is None),
        calendar=tuple(Month(month=m, agreements=tuple(a)) for m, a in sorted(months.items())),
        compliance=_compliance(desk, found),
    )  # fmt: skip


def _compliance(desk: Desk, found: Iterable[Agreement]) -> dict[str, tuple[Row, ...]]:
    """For each agreement the events that later reports tell of it: their passage names it, its parties act."""
    told: dict[str, tuple[Row, ...]] = {}
    for agreement in list(found)[:60]:
        events = desk.rows("compliance", name=agreement.agreement, parties=list(agreement.parties), most=4)
        if events:
            told[key_of(agreement)] = tuple(events)
    return told


def key_of(agreement: Agreement) -> str:
    """The key of an agreement in `compliance`."""
    return f"{agreement.agreement}|{','.join(agreement.parties)}"


def rows(context: Commitments) -> Iterable[Row]:
    """Agreements, one row each, with the passage of the newest report of it."""
    for agreement in (*context.coming, *context.past, *context.open):
        newest = agreement.reports[0]
        yield {
            "agreement": agreement.agreement, "kind": agreement.kind, "status": agreement.status,
            "parties": agreement.parties, "since": agreement.since, "due": agreement.due, "days": agreement.days,
            "limits": [f"{x['bound']} {x['value']:g} {x['unit']}" for x in agreement.limits],
            "reports": len(agreement.reports), "document_id": newest["document_id"], "evidence": newest["evidence"],
        }  # fmt: skip


PAGE = Page(name="commitments", path="/commitments", context=Commitments, load=load, rows=rows, nav="Commitments")
