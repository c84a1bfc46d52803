"""Events with their sentences: what every number on the desk leads to."""

from collections.abc import Iterable
from typing import Any

from legation.web.desk import Desk, Row
from legation.web.naming import name_actor
from legation.web.page import SIZE, Ask, Context, Page

FILTERS = ("source", "target", "first", "second", "party", "type", "quad", "status", "context", "since", "until")
NO_FILTER: dict[str, Any] = {**dict.fromkeys(FILTERS), "ids": []}


class Events(Context, frozen=True, kw_only=True):
    """Context of the list of events: `filters` as asked (empty text where open), rows of this page, and how many."""

    filters: dict[str, str]
    events: tuple[Row, ...]
    total: int
    page: int
    pages: int


def load(desk: Desk, ask: Ask) -> Events:
    """Events by the conditions of the query."""
    chosen = {f: ask.day(f) if f in ("since", "until") else ask.text(f) for f in FILTERS}
    ids = [i for i in (ask.text("ids", 2000) or "").split(",") if i]
    conditions = {**NO_FILTER, **chosen, "ids": ids}
    page = ask.page()
    total = desk.row("events_count", **conditions)["total"]
    found = desk.rows("events", **conditions, most=SIZE, skip=(page - 1) * SIZE)
    filters = {k: v or "" for k, v in chosen.items()} | {"ids": ",".join(ids)}
    return Events(
        heading=_heading(filters), filters=filters, events=tuple(found), total=total, page=page,
        pages=max(1, -(-total // SIZE)),
    )  # fmt: skip


def _heading(filters: dict[str, str]) -> str:
    if filters["source"] or filters["target"]:
        ends = [name_actor(filters[f]) if filters[f] else "anyone" for f in ("source", "target")]
        return f"Events: {ends[0]} → {ends[1]}"
    if filters["first"] and filters["second"]:
        return f"Events: {name_actor(filters['first'])} – {name_actor(filters['second'])}"
    return f"Events: {name_actor(filters['party'])}" if filters["party"] else "Events"


def rows(context: Events) -> Iterable[Row]:
    """The events of this page."""
    return context.events


PAGE = Page(name="events", path="/events", context=Events, load=load, rows=rows, nav="Events")
