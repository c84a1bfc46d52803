"""When a relation changed: change points of the counts of its quad classes (see `legation.analysis.levels`).

By week and, for spans that are not too long, by day as well: a level that holds for few weeks is drowned by neither. A
change by week is told on the day from which the two levels part best; where both scales find one, it is told once.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.analysis import levels
from legation.analysis.levels import RARE
from legation.analysis.series import unread, window
from legation.dynamics.acts import QUADS, Act, Acts, Row, acts, between, iso, once
from legation.dynamics.periods import Periods, count, make_periods
from legation.records import Record
from legation.records.finding import Estimate, Finding, Mark, Series, Step

Reals = npt.NDArray[np.float64]
Missing = npt.NDArray[np.bool_]

SHORTEST: dict[Step, int] = {"day": 7, "week": 2, "month": 2}
"""Periods that a level must hold at least."""
FINE = 800
"""Days up to which a search by week is done by day as well."""
SAME = 14
"""Days within which changes of one class in one direction are one."""


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
    missing = unread_days(periods, read_days)
    fine = make_periods("day", *span) if step == "week" and span[1] - span[0] < FINE else None
    whole = list({a.occurrence: a for a in happened}.values())
    marks: list[Mark] = []
    series: list[Series] = []
    for quad in ("all", *QUADS):
        chosen = [a for a in whole if quad in ("all", a.quad)]
        counts, size = count(chosen, periods), unevenness_of(chosen, span, read_days)
        found = scan(chosen, periods, missing, size)
        series.append(_levels(quad, counts, missing, [change.place for change in found]))
        if fine is not None:
            found = merge(found, scan(chosen, fine, unread_days(fine, read_days), size))
        marks += [_mark(quad, chosen, change) for change in found]
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
        notes=(
            f"Change points of counts by {step}{' and by day' if step == 'week' else ''} (PELT, negative binomial). In "
            f"series without a change a scan finds one in about {RARE:.0%}; bursts of reports can pass for changes.",
        ),
    )


class Change(Record, frozen=True, kw_only=True):
    """A change of level: the number of its period, its day (ordinal), and the levels around it, in events a day."""

    place: int
    day: int
    before: float
    after: float

    @property
    def rises(self) -> bool:
        """Whether the level rises."""
        return self.after > self.before


def unread_days(periods: Periods, read_days: Collection[Any] | None) -> Missing:
    """Which periods are missing. A day is where nothing was read in its whole week: what happens on a day without
    papers is told on the next."""
    if periods.step != "day":
        return np.array(unread(periods, read_days), dtype=np.bool_)
    weeks = make_periods("week", periods.starts[0], periods.stop - 1)
    missing = unread(weeks, read_days)
    return np.array([missing[weeks.place(day) or 0] for day in periods.starts], dtype=np.bool_)


def unevenness_of(chosen: Sequence[Act], span: tuple[int, int], read_days: Collection[Any] | None) -> float:
    """The size of a class's counts by week (see `levels.burstiness`), over the weeks that were read."""
    weeks = make_periods("week", *span)
    return levels.burstiness(count(chosen, weeks)[~unread_days(weeks, read_days)])


def scan(chosen: Sequence[Act], periods: Periods, missing: Missing, size: float) -> list[Change]:
    """Changes of a class's counts by the periods that are not missing; `size` is that of its counts by week."""
    counts, kept = count(chosen, periods), np.flatnonzero(~missing)
    length = {"day": 1.0, "week": 7.0, "month": 30.4}[periods.step]
    # Independent counts of a week have seven times the size of those of its days.
    own = min(levels.POISSON, max(levels.SMALLEST, size * length / 7))
    if periods.step == "day":
        own = min(own, levels.unevenness(counts[kept]))
    found = []
    for at, before, after in levels.changes(counts[kept], SHORTEST[periods.step], own):
        place = int(kept[at])
        day = _day(chosen, periods, place, before, after)
        found.append(Change(place=place, day=day, before=before / length, after=after / length))
    return found


def merge(coarse: Sequence[Change], fine: Sequence[Change]) -> list[Change]:
    """The changes of two scales: those of the finer one, and those of the coarser that it has not."""
    rest = [c for c in coarse if not any(c.rises == f.rises and abs(c.day - f.day) <= SAME for f in fine)]
    return sorted([*fine, *rest], key=lambda c: c.day)


def _levels(quad: str, counts: Reals, missing: Missing, places: Sequence[int]) -> Series:
    """Counts of a class; the level between changes stands in `low` and in `high`."""
    level = np.zeros(len(counts))
    bounds = [0, *places, len(counts)]
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


def _mark(quad: str, chosen: Sequence[Act], change: Change) -> Mark:
    day = change.day
    around = [a for a in chosen if day <= a.day < day + 7] if change.rises else [a for a in chosen if a.day < day]
    around = around[:8] if change.rises else around[-8:]
    name = "all events" if quad == "all" else quad
    before, after = 7 * change.before, 7 * change.after
    return Mark(
        kind="rupture",
        day=iso(day),
        title=f"{name} {'rises' if change.rises else 'falls'}",
        detail=f"from {before:.1f} to {after:.1f} a week",
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
