"""Who deals with whom, period by period."""

import datetime
from collections.abc import Iterable
from typing import Any

from legation.analysis.network import EDGES, assemble, parameters
from legation.records import Edge, Finding
from legation.records.finding import Step
from legation.web.charts import last_of
from legation.web.desk import Desk, Row, State, named_sql
from legation.web.naming import parse_day
from legation.web.page import Ask, Context, Page
from legation.web.rings import Ring, Slot, merge, ring, strip

STEPS: dict[str, int] = {"month": 730, "week": 181, "day": 30}
"""Steps, and how many days a network begins before its last act unless `since` is given."""

SHOWN = 100
"""Ties in the table."""


class Network(Context, frozen=True, kw_only=True):
    """Context of the network: the finding that `legation network` prints, and of it the period that is looked at.

    `period` is its first day, or "all"; `first` and `last` are its days, `edges` its ties, `earlier` and `later` the
    periods beside it."""

    step: Step
    party: str
    since: str | None
    until: str | None
    period: str
    first: str
    last: str
    earlier: str | None
    later: str | None
    finding: Finding
    edges: tuple[Edge, ...]
    total: int
    ring: Ring | None
    strip: tuple[Slot, ...]


def load(desk: Desk, ask: Ask) -> Network:
    """The network by `step`, of one `party` or all, in the period that begins on `period` (the last one, or "all")."""
    step: Step = ask.choice("step", tuple(STEPS), "month")  # type: ignore[assignment]
    party, since, until = ask.text("party"), ask.day("since"), ask.day("until")
    state = desk.state()
    query = {"step": step, "party": party, "since": since, "until": until}
    finding = desk.remember(("network", *query.values()), lambda: connect(state, step, party, since, until))
    wanted = ask.text("period")
    named = wanted if wanted == "all" else ask.day("period")
    busy = [e.period for e in finding.edges]
    period = named if named in ("all", *finding.starts) else max(busy, default="all")
    starts = finding.starts
    first = (starts[0] if starts else "") if period == "all" else period
    last = last_of(starts[-1] if period == "all" else period, step) if starts else ""
    edges = merge((e for e in finding.edges if period in ("all", e.period)), first)
    place = starts.index(period) if period in starts else -1
    return Network(
        heading="Network", step=step, party=party or "", since=since, until=until, period=period, first=first,
        last=last, earlier=starts[place - 1] if place > 0 else None,
        later=starts[place + 1] if 0 <= place < len(starts) - 1 else None,
        finding=finding, edges=edges[:SHOWN], total=len(edges),
        ring=ring(edges, merge(finding.edges, first), first, last), strip=strip(finding, period, **query),
    )  # fmt: skip


def connect(state: State, step: Step, party: str | None, since: str | None, until: str | None) -> Finding:
    """The network from the desk's copy of the ledger."""
    beginning = _recent(state, step, party) if since is None and until is None else since
    asked: dict[str, Any] = parameters(step=step, since=beginning, until=until, actors=[party] if party else None)
    counted = "" if step == "month" else named_sql("network_periods")
    rows = state.rows(counted + EDGES, asked)
    return assemble(rows, step=step, since=since, until=until)


def _recent(state: State, step: Step, party: str | None) -> str | None:
    last = parse_day(state.rows(named_sql("network_last"), {"party": party})[0]["last"])
    return None if last is None else (last - datetime.timedelta(days=STEPS[step])).isoformat()


def rows(context: Network) -> Iterable[Row]:
    """The ties of all periods."""
    for edge in context.finding.edges:
        yield {name: getattr(edge, name) for name in edge.__struct_fields__}


PAGE = Page(name="network", path="/network", context=Network, load=load, rows=rows, nav="Network")
