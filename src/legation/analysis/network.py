"""Who deals with whom: edges between actors by period."""

from collections.abc import Collection, Iterable

from legation.analysis.series import window
from legation.dynamics.acts import Act, Row, acts, once
from legation.dynamics.periods import make_periods
from legation.records.finding import Edge, Estimate, Finding, Step


def connect(
    rows: Iterable[Row],
    *,
    step: Step = "month",
    since: str | None = None,
    until: str | None = None,
    actors: Collection[str] | None = None,
    most: int = 200,
) -> Finding:
    """Directed edges (events, mean PLOVER score, cooperation, conflict) of each period, the `most` busiest of each.

    `actors` keeps edges between these only."""
    happened = once(acts(rows))
    if actors is not None:
        wanted = frozenset(actors)
        happened = [a for a in happened if a.source in wanted and a.target in wanted]
    span = window(happened, since, until, None)
    if span is None:
        return Finding(kind="network", title="Network of actors", step=step, notes=("Nothing is recorded.",))
    periods = make_periods(step, *span)
    groups: dict[tuple[int, str, str], list[Act]] = {}
    for act in happened:
        place = periods.place(act.day)
        if place is not None:
            groups.setdefault((place, act.source, act.target), []).append(act)
    days = periods.days()
    edges = [_edge(days[place], source, target, group) for (place, source, target), group in groups.items()]
    kept: list[Edge] = []
    for day in days:
        here = sorted((e for e in edges if e.period == day), key=lambda e: (-e.events, e.source, e.target))
        kept += here[:most]
    return Finding(
        kind="network",
        title="Network of actors",
        actors=tuple(sorted({a for e in kept for a in (e.source, e.target)})),
        step=step,
        starts=days,
        edges=tuple(kept),
        estimates=_degrees(kept),
        summary=_summary(kept),
        notes=(f"The {most} busiest edges of each {step}.",) if len(kept) < len(edges) else (),
    )


def _edge(day: str, source: str, target: str, group: list[Act]) -> Edge:
    scored = [a.score for a in group if a.score is not None]
    friendly = sum(a.quad.endswith("cooperation") for a in group)
    return Edge(
        period=day,
        source=source,
        target=target,
        events=len(group),
        score=sum(scored) / len(scored) if scored else None,
        cooperation=friendly,
        conflict=sum(a.quad.endswith("conflict") for a in group),
    )


def _degrees(edges: Iterable[Edge]) -> tuple[Estimate, ...]:
    """With how many others each actor deals, over all periods; the twenty widest."""
    others: dict[str, set[str]] = {}
    for edge in edges:
        others.setdefault(edge.source, set()).add(edge.target)
        others.setdefault(edge.target, set()).add(edge.source)
    widest = sorted(others, key=lambda a: (-len(others[a]), a))[:20]
    return tuple(Estimate(name=a, title=a, value=float(len(others[a])), unit="counterparts") for a in widest)


def _summary(edges: list[Edge]) -> tuple[str, ...]:
    totals: dict[tuple[str, str], int] = {}
    for edge in edges:
        pair = (min(edge.source, edge.target), max(edge.source, edge.target))
        totals[pair] = totals.get(pair, 0) + edge.events
    if not totals:
        return ()
    one, other = max(totals, key=lambda p: (totals[p], p))
    return (f"The busiest pair is {one} and {other} ({totals[one, other]} acts).",)
