"""Weekly counts of many pairs of actors side by side: what forecasts learn from.

Weeks are blocks of seven days that end with the last day known, so that none is cut short. A week in which nothing was
read is missing (NaN), not quiet.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dynamics.acts import QUADS, Act, ordinal
from legation.records import Record

Reals = npt.NDArray[np.float64]
Pair = tuple[str, str]

TARGETS: dict[str, Callable[[Act], bool]] = {
    **{quad: (lambda act, quad=quad: act.quad == quad) for quad in QUADS},  # type: ignore[misc]
    "meeting": lambda act: act.type == "CONSULT" and act.mode != "phone",
    "sanction": lambda act: act.type == "SANCTION",
}
"""What is counted, by name. A meeting is any consultation that is not by telephone."""


def pair_of(act: Act) -> Pair:
    """The pair of an act, in alphabetical order."""
    return (act.source, act.target) if act.source < act.target else (act.target, act.source)


class Panel(Record, frozen=True, kw_only=True):
    """`counts` [pairs, targets, weeks], `sides` [pairs, 2, weeks] (acts of the first party, of the second) and `busy`
    [pairs, weeks] (all acts of either party, whoever is meant); weeks end on `made_on`. All three are NaN in weeks in
    which nothing was read."""

    pairs: tuple[Pair, ...]
    targets: tuple[str, ...]
    made_on: int
    counts: Reals
    sides: Reals
    busy: Reals

    @property
    def weeks(self) -> int:
        """The number of whole weeks known."""
        return int(self.counts.shape[2])

    def first(self, number: int) -> "Panel":
        """The panel of its first pairs."""
        return Panel(
            pairs=self.pairs[:number], targets=self.targets, made_on=self.made_on, counts=self.counts[:number],
            sides=self.sides[:number], busy=self.busy[:number],
        )  # fmt: skip

    @property
    def weeks_read(self) -> int:
        """The number of weeks in which anything was read."""
        return int(np.isfinite(self.sides[:1, 0]).sum())


def days_read(read_days: Collection[Any] | None, found: Iterable[Act]) -> frozenset[int] | None:
    """Days (ordinals) on which anything was read: of publication, and those of events that were imported without a
    document, as such files cover the days that they tell of. None where it is not known."""
    if read_days is None:
        return None
    days = {d for value in read_days if (d := ordinal(value)) is not None}
    return frozenset(days | {a.day for a in found if a.document is None})


def read_throughout(read: Collection[int] | None, start: int, end: int) -> bool:
    """Whether something was read in each block of seven days from `start` to `end` (ordinals)."""
    if read is None:
        return True
    return all(any(day in read for day in range(block, min(block + 7, end + 1))) for block in range(start, end + 1, 7))


def busiest(found: Iterable[Act], number: int) -> list[Pair]:
    """The pairs with most occurrences, busiest first."""
    numbers = Counter(pair for pair, _ in {(pair_of(a), a.occurrence) for a in found})
    return [p for p, _ in sorted(numbers.items(), key=lambda x: (-x[1], x[0]))[:number]]


def make_panel(
    found: list[Act],
    pairs: Iterable[Pair],
    made_on: int,
    since: int | None = None,
    read_days: Collection[Any] | None = None,
) -> Panel:
    """Counts occurrences, once a pair, of whole weeks up to `made_on`; from `since`, or else from the first act.

    `read_days` are the days on which anything was read; without them every week counts as read."""
    chosen = tuple(dict.fromkeys(pairs))
    place = {p: i for i, p in enumerate(chosen)}
    first = since if since is not None else min((a.day for a in found), default=made_on)
    weeks = max(0, (made_on - first + 1) // 7)
    begin = made_on + 1 - 7 * weeks
    targets = tuple(TARGETS)
    counts, sides = np.zeros((len(chosen), len(targets), weeks)), np.zeros((len(chosen), 2, weeks))
    parties: dict[str, Reals] = {}
    seen: set[tuple[Pair, str]] = set()
    acted: set[tuple[str, str, str]] = set()
    for act in found:
        week = (act.day - begin) // 7
        pair = pair_of(act)
        if not 0 <= week < weeks:
            continue
        if pair in place and (act.source, act.target, act.occurrence) not in acted:
            acted.add((act.source, act.target, act.occurrence))
            sides[place[pair], int(act.source == pair[1]), week] += 1
        if (pair, act.occurrence) in seen:
            continue
        seen.add((pair, act.occurrence))
        for party in pair:
            parties.setdefault(party, np.zeros(weeks))[week] += 1
        if pair in place:
            for i, target in enumerate(targets):
                counts[place[pair], i, week] += TARGETS[target](act)
    nothing = np.zeros(weeks)
    busy = np.zeros((len(chosen), weeks))
    for i, (one, other) in enumerate(chosen):
        busy[i] = parties.get(one, nothing) + parties.get(other, nothing)
    read = days_read(read_days, found)
    unread = [w for w in range(weeks) if not read_throughout(read, begin + 7 * w, begin + 7 * w + 6)]
    for table in (counts, sides, busy):
        table[..., unread] = np.nan
    return Panel(pairs=chosen, targets=targets, made_on=made_on, counts=counts, sides=sides, busy=busy)
