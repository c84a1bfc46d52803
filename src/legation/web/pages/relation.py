"""Two actors: how their relation moved, who answered whom, what was said and agreed."""

from collections.abc import Iterable
from typing import Any

from legation.analysis.dyads import Dyad
from legation.records import Finding
from legation.records.finding import Step
from legation.web.charts import Bars, Timeline, bars, timeline
from legation.web.desk import Desk, Row
from legation.web.naming import name_actor
from legation.web.page import Ask, Context, Page, Refused
from legation.web.pages.agreements import Agreement, gather, today_of
from legation.web.pages.events import NO_FILTER

STEPS: tuple[Step, ...] = ("week", "month", "day")
RECENT = 40
MANY = 2_500


class Relation(Context, frozen=True, kw_only=True):
    """Context of a relation. Findings are those that `legation dyad` prints; `chart` and `timeline` place them.

    `ruptures` and `reciprocity` are None on a page while they are being worked out, never in the twins."""

    first: str
    second: str
    step: Step
    since: str | None
    until: str | None
    total: int
    undated: int
    series: Finding
    ruptures: Finding | None
    reciprocity: Finding | None
    agenda: Finding
    prospects: Finding
    chart: Bars | None
    timeline: Timeline | None
    events: tuple[Row, ...]
    answers: tuple[Row, ...]
    statements: tuple[Row, ...]
    agreements: tuple[Agreement, ...]


def dyad(desk: Desk, first: str, second: str, since: str | None, until: str | None) -> Dyad:
    """The relation of two actors, from the desk's copy of the ledger; kept for one state of it."""
    pair: dict[str, Any] = {"first": first, "second": second}

    def said() -> list[Row]:
        query = {**NO_STATEMENTS, "countries": [first, second], "most": 1000, "skip": 0}
        return desk.rows("statements", **query)

    return desk.remember(
        ("dyad", first, second, since, until),
        lambda: Dyad(
            first, second, since=since, until=until,
            events=lambda: desk.rows("pair_events", **pair, since=since, until=until),
            statements=said, read_days=lambda: desk.rows("read_days"),
            commitments=lambda: desk.rows("commitments", parties=[first, second]),
        ),
    )  # fmt: skip


NO_STATEMENTS: dict[str, Any] = {
    "speaker": None, "act": None, "anonymous": None, "words": None, "since": None, "countries": [],
}  # fmt: skip


def finding(desk: Desk, found: Dyad, kind: str, step: Step) -> Finding:
    """One finding on a relation, computed once for a state of the ledger."""
    key = ("finding", found.first, found.second, found.since, found.until, kind, step)
    return desk.remember(key, lambda: found.finding(kind, step))


def recent(desk: Desk, first: str, second: str) -> str | None:
    """The day from which a long record is shown unless all of it is asked for: three years, `MANY` acts at most."""
    span = desk.row("pair_span", first=first, second=second, most=MANY)
    since: str | None = max(filter(None, (span["recent"], span["busy"])), default=None)
    return since if since is not None and since > span["earliest"] else None


def load(desk: Desk, ask: Ask) -> Relation:
    """The relation of the two actors in the path."""
    first, second = ask.path["first"], ask.path["second"]
    if first == second:
        raise Refused("a relation has two different actors")
    since, until = ask.day("since"), ask.day("until")
    if ask.choice("span", ("recent", "all"), "recent") == "recent" and since is None and until is None:
        since = recent(desk, first, second)
    pair: dict[str, Any] = {"first": first, "second": second}
    found = dyad(desk, first, second, since, until)
    step: Step = ask.choice("step", STEPS, found.step)  # type: ignore[assignment]
    events = desk.rows("events", **{**NO_FILTER, **pair, "since": since, "until": until, "most": RECENT, "skip": 0})
    answers = desk.rows("pair_answers", **pair, most=100)
    series = finding(desk, found, "series", step)
    said = {**NO_STATEMENTS, "countries": [first, second], "most": 12, "skip": 0}
    agenda, prospects = finding(desk, found, "agenda", step), finding(desk, found, "prospects", step)
    statements = desk.rows("statements", **said)
    agreements = gather(desk, (first, second), today_of(ask))
    # Last, so that nothing else on the page waits for them.
    key = (first, second, since, until)
    ruptures = desk.soon(("ruptures", *key, step), lambda: found.ruptures(step), ask.patience)
    reciprocity = desk.soon(("reciprocity", *key), found.reciprocity, ask.patience)
    return Relation(
        heading=f"{name_actor(first)} – {name_actor(second)}",
        first=first, second=second, step=step, since=since, until=until,
        total=len(found.events), undated=sum(e["date_from"] is None for e in found.events),
        series=series, ruptures=ruptures,
        reciprocity=reciprocity, agenda=agenda, prospects=prospects,
        chart=bars(series, ruptures.marks if ruptures else ()),
        timeline=timeline(events, answers, first, second),
        events=tuple(events), answers=tuple(answers),
        statements=tuple(statements), agreements=agreements,
    )  # fmt: skip


def rows(context: Relation) -> Iterable[Row]:
    """The series, one row a period."""
    for i, start in enumerate(context.series.starts):
        yield {"start": start, **{s.name: s.values[i] for s in context.series.series}}


PAGE = Page(name="relation", path="/relation/{first}/{second}", context=Relation, load=load, rows=rows)
