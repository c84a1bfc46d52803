"""Equal periods (days, weeks from Monday, months) and what falls into them."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

import numpy as np
import numpy.typing as npt

from legation.dynamics.acts import Act, iso
from legation.errors import SettingsError
from legation.records import Record
from legation.records.finding import Step

Reals = npt.NDArray[np.float64]


class Periods(Record, frozen=True, kw_only=True):
    """Periods by the ordinals of their first days; the last one ends before `stop`."""

    step: Step
    starts: tuple[int, ...]
    stop: int

    def place(self, day: int) -> int | None:
        """The number of the period that a day falls into."""
        return bisect_right(self.starts, day) - 1 if self.starts and self.starts[0] <= day < self.stop else None

    def days(self) -> tuple[str, ...]:
        """First days as ISO dates."""
        return tuple(iso(s) for s in self.starts)


def begin(day: int, step: Step) -> int:
    """The first day of the period that a day falls into."""
    if step == "day":
        return day
    found = date.fromordinal(day)
    return found.replace(day=1).toordinal() if step == "month" else day - found.weekday()


def following(start: int, step: Step) -> int:
    """The first day of the next period."""
    if step == "month":
        found = date.fromordinal(start)
        return date(found.year + found.month // 12, found.month % 12 + 1, 1).toordinal()
    return start + (7 if step == "week" else 1)


def make_periods(step: Step, since: int, until: int) -> Periods:
    """All periods from the one with `since` to the one with `until`. Raises SettingsError for an unknown step."""
    if step not in ("day", "week", "month"):
        raise SettingsError(f"unknown step {step!r}; known: day, week, month")
    starts: list[int] = []
    start = begin(since, step)
    while start <= until:
        starts.append(start)
        start = following(start, step)
    return Periods(step=step, starts=tuple(starts), stop=start)


def count(found: Iterable[Act], periods: Periods) -> Reals:
    """Number of acts in each period."""
    counts = np.zeros(len(periods.starts))
    for act in found:
        at = periods.place(act.day)
        if at is not None:
            counts[at] += 1
    return counts
