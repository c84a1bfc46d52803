"""Counts that fade: how often a key was seen, at several half-lives at once, and when it was seen last.

Counts are kept as of the key's last day and faded when they are looked up, so that a day costs what it brings.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from legation.forecasting.quadruples import Floats, Ints

NEVER = 10_000.0
"""The gap, in days, of a key that was never seen."""


class DecayTable:
    """Fading counts by integer key. `half_lives` in days; infinity keeps a plain count."""

    def __init__(self, half_lives: Sequence[float]) -> None:
        self.rates: Floats = np.array([1.0 / h for h in half_lives], dtype=np.float32)
        self.keys: Ints = np.empty(0, dtype=np.int64)
        self.counts: Floats = np.empty((0, len(half_lives)), dtype=np.float32)
        self.last: Ints = np.empty(0, dtype=np.int64)

    def add(self, keys: Ints, day: int) -> None:
        """Counts one sighting of each key on a day not before any other."""
        found, number = np.unique(keys, return_counts=True)
        place, known = self._find(found)
        at = place[known]
        self.counts[at] = self.counts[at] * self._fading(day - self.last[at]) + number[known, None]
        self.last[at] = day
        new = ~known
        if new.any():
            where = np.searchsorted(self.keys, found[new])
            first = np.repeat(number[new, None], len(self.rates), axis=1)
            self.keys = np.insert(self.keys, where, found[new])
            self.counts = np.insert(self.counts, where, first.astype(np.float32), axis=0)
            self.last = np.insert(self.last, where, day)

    def look(self, keys: Ints, day: int) -> tuple[Floats, Floats]:
        """Counts [keys, half-lives] as of a day, and days since the last sighting (NEVER for none)."""
        counts = np.zeros((len(keys), len(self.rates)), dtype=np.float32)
        gaps = np.full(len(keys), NEVER, dtype=np.float32)
        place, known = self._find(keys)
        at = place[known]
        gap = day - self.last[at]
        counts[known] = self.counts[at] * self._fading(gap)
        gaps[known] = gap
        return counts, gaps

    def rows(self, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        """Places of all keys in the ranges low ≤ key < high: places, and the number of the range of each."""
        begin, end = np.searchsorted(self.keys, low), np.searchsorted(self.keys, high)
        sizes = end - begin
        owner = np.repeat(np.arange(len(low), dtype=np.int64), sizes)
        offset = np.arange(sizes.sum(), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return np.repeat(begin, sizes) + offset, owner

    def faded(self, day: int, half_life: int) -> Floats:
        """All counts at one of the half-lives (by its position), as of a day."""
        gap = (day - self.last).astype(np.float32)
        return np.asarray(self.counts[:, half_life] * np.exp2(-gap * self.rates[half_life]), dtype=np.float32)

    def _fading(self, gap: Ints) -> Floats:
        return np.asarray(np.exp2(-gap[:, None].astype(np.float32) * self.rates), dtype=np.float32)

    def _find(self, keys: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.bool_)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return place, self.keys[place] == keys
