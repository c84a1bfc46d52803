"""Who deals with whom: edges between actors by period.

`connect` counts rows of events; `assemble` makes the same finding of edges that a database has counted (`EDGES`)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from legation.dynamics.acts import Act, Acts, Row, acts, once, ordinal
from legation.dynamics.periods import Periods, begin, make_periods
from legation.errors import SettingsError
from legation.records.finding import Edge, Estimate, Finding, Series, Step

MOST = 200
"""Edges of a period that a finding keeps, the busiest ones."""

COLUMNS = ("source", "target", "events", "score", "cooperation", "conflict")

FEWEST = 5
"""Acts between a pair for its mean score to be told."""

DEEDS = """
with told as (
  select list_distinct(e.actors) as actors, e.date_from as placed, e.quad, e.score, e.id,
         case when len(e.recipients) > 0 then e.recipients else e.actors end as others,
         coalesce(o.occurrence_id, e.id) as deed
  from events e left join occurrence_events o on o.event_id = e.id
  where e.status in ('asserted', 'historical') and coalesce(e.date_to, e.date_from) - e.date_from < 31
),
acts as (
  select source, target, placed, quad, score
  from (select *, unnest(list_distinct(others)) as target from (select *, unnest(actors) as source from told))
  where source <> target
  qualify row_number() over (partition by deed, source, target order by placed, id) = 1
),
months as (
  select date_trunc($step, placed)::date as period, source, target, count(*) as events, avg(score) as score,
         count(*) filter (quad like '%cooperation') as cooperation, count(*) filter (quad like '%conflict') as conflict
  from acts group by all
)
"""
"""Counted edges of all periods, over the ledger's views."""

EDGES = """
select period::varchar as period, source, target, events, score, cooperation, conflict, count(*) over whole as ties,
       (sum(cooperation) over whole)::bigint as friendly, (sum(conflict) over whole)::bigint as hostile
from months
where ($since::date is null or months.period >= date_trunc($step, $since::date))
  and ($until::date is null or months.period <= $until::date)
  and (len($actors::varchar[]) = 0
       or (source in (select unnest($actors::varchar[])) and target in (select unnest($actors::varchar[])))
       or (len($actors::varchar[]) = 1 and (source = $actors[1] or target = $actors[1])))
window whole as (partition by months.period)
qualify row_number() over (partition by months.period order by events desc, source, target) <= $most
order by months.period, events desc, source, target
"""
"""The busiest edges of each period with the period's totals, over `months`: rows for `assemble`."""


def parameters(
    *, step: Step, since: str | None, until: str | None, actors: Collection[str] | None, most: int = MOST
) -> dict[str, Any]:
    """What EDGES wants to know. Raises SettingsError for an unknown step or a day that is none."""
    if step not in ("day", "week", "month"):
        raise SettingsError(f"unknown step {step!r}; known: day, week, month")
    for day in (since, until):
        if day is not None and ordinal(day) is None:
            raise SettingsError(f"{day!r} is no day as YYYY-MM-DD")
    return {"step": step, "since": since, "until": until, "actors": sorted(actors or ()), "most": most}


def connect(
    rows: Iterable[Row] | Acts,
    *,
    step: Step = "month",
    since: str | None = None,
    until: str | None = None,
    actors: Collection[str] | None = None,
    most: int = MOST,
) -> Finding:
    """Directed edges (events, mean PLOVER score, cooperation, conflict) of each period, the `most` busiest of each.

    An occurrence counts once, each way. `actors` keeps edges between these only; of a single one, all its edges."""
    parameters(step=step, since=since, until=until, actors=actors)
    wanted = frozenset(actors or ())
    groups: dict[tuple[int, str, str], list[Act]] = {}
    for act in once(acts(rows)):
        if _is_wanted(act.source, act.target, wanted):
            groups.setdefault((begin(act.day, step), act.source, act.target), []).append(act)
    low, high = _bound(since, step), _bound(until, step)
    kept = {k: g for k, g in groups.items() if (low is None or k[0] >= low) and (high is None or k[0] <= high)}
    return assemble(_counted(kept, most), step=step, since=since, until=until, most=most)


def _bound(day: str | None, step: Step) -> int | None:
    found = ordinal(day) if day else None
    return None if found is None else begin(found, step)


def _is_wanted(source: str, target: str, wanted: frozenset[str]) -> bool:
    if len(wanted) == 1:
        return source in wanted or target in wanted
    return not wanted or (source in wanted and target in wanted)


def _counted(groups: Mapping[tuple[int, str, str], Sequence[Act]], most: int) -> list[Row]:
    """Groups of acts as the rows that EDGES gives."""
    periods: dict[int, list[dict[str, Any]]] = {}
    for (start, source, target), group in groups.items():
        scored = [a.score for a in group if a.score is not None]
        periods.setdefault(start, []).append({
            "period": start, "source": source, "target": target, "events": len(group),
            "score": sum(scored) / len(scored) if scored else None,
            "cooperation": sum(a.quad.endswith("cooperation") for a in group),
            "conflict": sum(a.quad.endswith("conflict") for a in group),
        })  # fmt: skip
    found: list[Row] = []
    for _, rows in sorted(periods.items()):
        whole = {
            "ties": len(rows), "friendly": sum(r["cooperation"] for r in rows),
            "hostile": sum(r["conflict"] for r in rows),
        }  # fmt: skip
        rows.sort(key=lambda r: (-r["events"], r["source"], r["target"]))
        found += [{**r, **whole} for r in rows[:most]]
    return found


def assemble(
    rows: Iterable[Row], *, step: Step = "month", since: str | None = None, until: str | None = None, most: int = MOST
) -> Finding:
    """The finding of rows as EDGES gives them."""
    told = list(rows)
    starts = {p: _ordinal(p) for p in {r["period"] for r in told}}
    counted = [(starts[r["period"]], r) for r in told]
    title = f"Network of actors by {step}"
    if not counted:
        return Finding(kind="network", title=title, step=step, notes=("Nothing is recorded.",))
    first = _bound(since, step) or counted[0][0]
    periods = make_periods(step, first, max(counted[-1][0], _bound(until, step) or 0))
    days = dict(zip(periods.starts, periods.days(), strict=True))
    edges = tuple(Edge(period=days[start], **{k: r[k] for k in COLUMNS}) for start, r in counted)
    totals = dict(counted)
    cut = any(r["ties"] > most for r in totals.values())
    return Finding(
        kind="network",
        title=title,
        actors=tuple(sorted({a for e in edges for a in (e.source, e.target)})),
        step=step,
        starts=periods.days(),
        series=_totals(totals, periods),
        edges=edges,
        estimates=_degrees(edges),
        summary=_summary(edges),
        notes=(
            "An occurrence counts once in each direction, however many reports tell it; undated ones are left out.",
            *((f"The {most} busiest ties of each {step} are kept.",) if cut else ()),
        ),
    )


def _ordinal(value: Any) -> int:
    return value if isinstance(value, int) else ordinal(value) or 0


def _totals(totals: Mapping[int, Row], periods: Periods) -> tuple[Series, ...]:
    kinds = (("cooperation", "Cooperation", "friendly", "acts"), ("conflict", "Conflict", "hostile", "acts"),
             ("ties", "Ties (who acts on whom)", "ties", "ties"))  # fmt: skip
    return tuple(
        Series(name=name, title=title, unit=unit,
               values=tuple(float(totals[s][key]) if s in totals else 0.0 for s in periods.starts))
        for name, title, key, unit in kinds
    )  # fmt: skip


def _degrees(edges: Iterable[Edge]) -> tuple[Estimate, ...]:
    """With how many others each actor deals, over all periods; the twenty widest."""
    others: dict[str, set[str]] = {}
    for edge in edges:
        others.setdefault(edge.source, set()).add(edge.target)
        others.setdefault(edge.target, set()).add(edge.source)
    widest = sorted(others, key=lambda a: (-len(others[a]), a))[:20]
    return tuple(Estimate(name=a, title=a, value=float(len(others[a])), unit="counterparts") for a in widest)


def _summary(edges: Iterable[Edge]) -> tuple[str, ...]:
    """The busiest pair, and the friendliest and the most hostile of those that act often."""
    events: dict[tuple[str, str], int] = {}
    scores: dict[tuple[str, str], float] = {}
    for edge in edges:
        pair = (min(edge.source, edge.target), max(edge.source, edge.target))
        events[pair] = events.get(pair, 0) + edge.events
        scores[pair] = scores.get(pair, 0.0) + (edge.score or 0.0) * edge.events
    busiest = max(events, key=lambda p: (events[p], p))
    lines = [f"The busiest pair is {busiest[0]} and {busiest[1]} ({events[busiest]} acts)."]
    means = {p: scores[p] / n for p, n in events.items() if n >= FEWEST}
    if means:
        best, worst = max(means, key=lambda p: (means[p], p)), min(means, key=lambda p: (means[p], p))
        if means[best] > 0:
            lines.append(f"The most cooperative is {best[0]} and {best[1]} (mean score {means[best]:+.1f}).")
        if means[worst] < 0:
            lines.append(f"The most hostile is {worst[0]} and {worst[1]} (mean score {means[worst]:+.1f}).")
    return tuple(lines)
