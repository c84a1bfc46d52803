"""When a relation changed: change points of the counts of its quad classes.

Counts of a quad class by week are taken as Poisson-like with one level between changes; the best set of changes
minimises the deviance plus a penalty a change, found exactly by dynamic programming (PELT: Killick, Fearnhead and
Eckley 2012). News counts vary more than a Poisson does, so the deviance is divided by the dispersion of neighbouring
counts. A change is told on the day within its week from which the two levels part best.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.analysis.series import unread, window
from legation.dynamics.acts import QUADS, Act, Acts, Row, acts, between, iso, once
from legation.dynamics.periods import Periods, count, make_periods
from legation.records.finding import Estimate, Finding, Mark, Series, Step

Reals = npt.NDArray[np.float64]

SHORTEST = 2
"""Periods that a level must hold at least."""
PENALTY = 2.5
"""Penalty of a change, as a multiple of the logarithm of the number of periods (BIC has 1 for one parameter)."""
RATIO = 1.6
"""How many times the one level must be the other (after adding half an event) for a change to be told."""


def find(
    rows: Iterable[Row] | Acts,
    first: str,
    second: str,
    *,
    step: Step = "week",
    since: str | None = None,
    until: str | None = None,
    read_days: Collection[Any] | None = None,
) -> Finding:
    """Changes of level in each quad class and in all events, as marks with the events around them.

    Missing periods are left out of the series, not counted as quiet. Raises SettingsError for an unknown step."""
    happened = once(between(acts(rows), first, second))
    title = f"{first} and {second}: ruptures"
    span = window(happened, since, until, read_days)
    if span is None:
        return Finding(kind="ruptures", title=title, actors=(first, second), step=step, notes=("Nothing is recorded.",))
    periods = make_periods(step, *span)
    missing = np.array(unread(periods, read_days))
    whole = list({a.occurrence: a for a in happened}.values())
    marks: list[Mark] = []
    series: list[Series] = []
    for quad in ("all", *QUADS):
        chosen = [a for a in whole if quad in ("all", a.quad)]
        counts = count(chosen, periods)
        found = changes(counts[~missing]) if (~missing).any() else []
        kept = np.flatnonzero(~missing)
        series.append(_levels(quad, counts, missing, found))
        marks += [_mark(quad, chosen, periods, int(kept[at]), before, after) for at, before, after in found]
    marks.sort(key=lambda m: (m.day, -abs(m.size or 0)))
    return Finding(
        kind="ruptures",
        title=title,
        actors=(first, second),
        step=step,
        starts=periods.days(),
        series=tuple(series),
        marks=tuple(marks),
        estimates=(Estimate(name="ruptures", title="Changes of level", value=float(len(marks)), unit=""),),
        summary=tuple(f"{m.day}: {m.title} ({m.detail})." for m in marks) or ("No change of level stands out.",),
        notes=(f"Change points of counts by {step} (PELT, penalty {PENALTY} log n, deviance scaled by dispersion).",),
    )


def changes(counts: Reals) -> list[tuple[int, float, float]]:
    """Change points of a series of counts: place of the first period of the new level, levels before and after."""
    cuts = segment(counts, dispersion(counts))
    bounds = [0, *cuts, len(counts)]
    levels = [float(counts[a:b].mean()) for a, b in pairwise(bounds)]
    found = []
    for place, before, after in zip(cuts, levels, levels[1:], strict=False):
        high, low = max(before, after) + 0.5, min(before, after) + 0.5
        if high / low >= RATIO:
            found.append((place, before, after))
    return found


def dispersion(counts: Reals) -> float:
    """How many times the variance of neighbouring counts exceeds a Poisson's, at least 1.

    The two largest steps are left out: they may be the changes that are looked for."""
    if len(counts) < 6:
        return 1.0
    squares, sums = np.diff(counts) ** 2, counts[1:] + counts[:-1]
    kept = np.argsort(squares, kind="stable")[:-2]
    return float(max(1.0, squares[kept].sum() / max(1.0, float(sums[kept].sum()))))


def segment(counts: Reals, spread: float = 1.0, penalty: float | None = None) -> list[int]:
    """First periods of new levels in the best segmentation (PELT over Poisson deviance)."""
    n = len(counts)
    if n < 2 * SHORTEST:
        return []
    cost = PENALTY * np.log(n) if penalty is None else penalty
    total = np.concatenate([[0.0], np.cumsum(counts)])
    best = np.full(n + 1, np.inf)
    best[0] = -cost
    previous = np.zeros(n + 1, dtype=np.int64)
    open_ = [0]
    for end in range(SHORTEST, n + 1):
        starts = np.array([s for s in open_ if end - s >= SHORTEST])
        values = best[starts] + _deviance(total, starts, end) / spread + cost
        at = int(values.argmin())
        best[end], previous[end] = values[at], starts[at]
        kept = {int(s) for s, v in zip(starts, values, strict=True) if v - cost <= best[end]}
        open_ = [s for s in open_ if s in kept or end - s < SHORTEST] + [end - SHORTEST + 1]
    found: list[int] = []
    end = n
    while previous[end] > 0:
        end = int(previous[end])
        found.append(end)
    return found[::-1]


def _deviance(total: Reals, starts: npt.NDArray[np.int64], end: int) -> Reals:
    """Twice the negative log-likelihood of one Poisson level from each start to the end, up to terms common to all."""
    events, length = total[end] - total[starts], end - starts
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(events > 0, events * np.log(events / length), 0.0)
    return np.asarray(-2 * parts, dtype=np.float64)


def _levels(
    quad: str, counts: Reals, missing: npt.NDArray[np.bool_], found: Sequence[tuple[int, float, float]]
) -> Series:
    """Counts of a class; the level between changes stands in `low` and in `high`."""
    kept = np.flatnonzero(~missing)
    level = np.zeros(len(counts))
    bounds = [0, *[int(kept[p]) for p, _, _ in found], len(counts)]
    for a, b in pairwise(bounds):
        inside = counts[a:b][~missing[a:b]]
        level[a:b] = inside.mean() if len(inside) else 0.0
    return Series(
        name=quad.replace(" ", "_"),
        title="All events" if quad == "all" else quad.capitalize(),
        unit="occurrences",
        values=tuple(None if m else float(v) for v, m in zip(counts, missing, strict=True)),
        low=tuple(level.tolist()),
        high=tuple(level.tolist()),
    )


def _mark(quad: str, chosen: Sequence[Act], periods: Periods, place: int, before: float, after: float) -> Mark:
    day = _day(chosen, periods, place, before, after)
    around = [a for a in chosen if day <= a.day < day + 7] if after > before else [a for a in chosen if a.day < day]
    around = around[:8] if after > before else around[-8:]
    name = "all events" if quad == "all" else quad
    verb = "rises" if after > before else "falls"
    return Mark(
        kind="rupture",
        day=iso(day),
        title=f"{name} {verb}",
        detail=f"from {before:.1f} to {after:.1f} a {periods.step}",
        size=after - before,
        event_ids=tuple(a.event_id for a in around if a.event_id),
    )


def _day(chosen: Sequence[Act], periods: Periods, place: int, before: float, after: float) -> int:
    """The day around a period's start from which the two levels part best (by likelihood)."""
    start = periods.starts[place]
    length = max(1, (periods.stop - periods.starts[0]) // len(periods.starts))
    days = np.bincount([a.day - (start - length) for a in chosen if 0 <= a.day - (start - length) < 2 * length],
                       minlength=2 * length)  # fmt: skip
    low, high = (before + 0.1) / length, (after + 0.1) / length
    gain = days * np.log(high / low) - (high - low)
    later = np.cumsum(gain[::-1])[::-1]
    return int(start - length + later.argmax())
