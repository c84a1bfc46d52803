"""Rows of events as directed acts between two parties.

A row is a plain dict as the ledger's views give it. Acts are what happened: asserted and historical events with a day.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from legation.records import Record

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
HAPPENED = frozenset({"asserted", "historical"})
LONGEST = 31
"""Days that an event's interval may span to be given to the period of its first day."""

Row = Mapping[str, Any]


class Act(Record, frozen=True, kw_only=True, gc=False):
    """One party's act towards another on a day (ordinal). Two-sided events are two acts with one `occurrence`."""

    day: int
    source: str
    target: str
    type: str
    mode: str | None
    quad: str
    score: float | None
    goldstein: float | None
    event_id: str
    occurrence: str
    document: str | None
    contexts: tuple[str, ...]
    title: str


def ordinal(value: Any) -> int | None:
    """The ordinal of a date, or of an ISO date's text; None for what is neither."""
    if isinstance(value, date):
        return value.toordinal()
    try:
        return date.fromisoformat(str(value)[:10]).toordinal()
    except ValueError:
        return None


def iso(day: int) -> str:
    """The ISO date of an ordinal."""
    return date.fromordinal(day).isoformat()


def pairs(row: Row) -> list[tuple[str, str]]:
    """Who acts on whom: actors on recipients; where nobody receives, several actors act on each other."""
    actors, recipients = tuple(row.get("actors") or ()), tuple(row.get("recipients") or ())
    others = recipients or (actors if len(actors) > 1 else ())
    return [(a, b) for a in dict.fromkeys(actors) for b in dict.fromkeys(others) if a != b]


def day_of(row: Row) -> int | None:
    """The first day of an event that is dated to `LONGEST` days or closer, else None."""
    first = ordinal(row.get("date_from"))
    last = ordinal(row.get("date_to") or row.get("date_from"))
    return first if first is not None and last is not None and last - first < LONGEST else None


class Acts(list[Act]):
    """Acts by day, as `acts` gives them; taken as they are where rows are wanted, so that none is read twice."""


def acts(rows: "Iterable[Row] | Acts") -> Acts:
    """All acts of rows, by day. Rows that did not happen, or have no day, give none."""
    if isinstance(rows, Acts):
        return rows
    found: list[Act] = []
    for row in rows:
        day = day_of(row)
        if day is None or (row.get("status") or "asserted") not in HAPPENED:
            continue
        event_id = str(row.get("id") or "")
        for source, target in pairs(row):
            found.append(
                Act(
                    day=day,
                    source=source,
                    target=target,
                    type=str(row.get("type") or ""),
                    mode=row.get("mode"),
                    quad=str(row.get("quad") or ""),
                    score=_number(row.get("score")),
                    goldstein=_number(row.get("goldstein")),
                    event_id=event_id,
                    occurrence=str(row.get("occurrence_id") or event_id or len(found)),
                    document=row.get("document_id"),
                    contexts=tuple(row.get("contexts") or ()),
                    title=str(row.get("trigger") or row.get("type") or ""),
                )
            )
    return Acts(sorted(found, key=lambda a: a.day))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def between(found: Iterable[Act], first: str, second: str) -> list[Act]:
    """Acts of either party towards the other."""
    return [a for a in found if (a.source, a.target) in ((first, second), (second, first))]


def once(found: Iterable[Act]) -> list[Act]:
    """One act an occurrence (and direction), however many reports tell it."""
    return list({(a.occurrence, a.source, a.target): a for a in reversed(list(found))}.values())[::-1]
