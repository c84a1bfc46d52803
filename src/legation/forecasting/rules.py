"""Temporal rules of one step: "s did r' to o some days ago, so s does r to o today" (r' may be an inverse relation).

A rule's confidence is learnt as the days go by: of all parties o with which s had r' before, how many were the answer
when (s, r, ?) was asked. It depends on days since r' last happened and on how often it did, and is smoothed towards
coarser rules where a rule was tried rarely (as CountTRuCoLa does with curves, Gastinger et al. 2025).
"""

import numpy as np
import numpy.typing as npt

from legation.forecasting.quadruples import Floats, Ints

GAPS = np.array([1.5, 2.5, 3.5, 5.5, 8.5, 14.5, 30.5, 60.5, 120.5])
"""Upper bounds, in days, of the bins of days since the body's last event."""
COUNTS = np.array([1.5, 2.5, 5.5, 15.5])
"""Upper bounds of the bins of how often the body happened."""
BINS = (len(GAPS) + 1) * (len(COUNTS) + 1)
SMOOTHING = (20.0, 10.0, 5.0)
"""How many trials of a coarser rule a finer one starts with, from coarse to fine."""


class RuleBook:
    """Trials and successes of all rules over `relations` relations and their inverses."""

    def __init__(self, relations: int) -> None:
        self.relations = relations
        both = 2 * relations
        sizes = (4 * BINS, both * 4 * BINS, both * both * (len(GAPS) + 1), both * both * BINS)
        self.tried = [np.zeros(n, dtype=np.float32) for n in sizes]
        self.hits = [np.zeros(n, dtype=np.float32) for n in sizes]

    def places(self, body: Ints, head: Ints, gap: Ints, count: Floats) -> list[Ints]:
        """Where the rules of body, head, gap and count are kept, from the coarsest level to the finest."""
        far = np.searchsorted(GAPS, gap)
        often = far * (len(COUNTS) + 1) + np.searchsorted(COUNTS, count)
        same_way = (body < self.relations) == (head < self.relations)
        same = body % self.relations == head % self.relations
        kind = same_way.astype(np.int64) * 2 + same
        pair = body * (2 * self.relations) + head
        return [
            kind * BINS + often,
            (head * 4 + kind) * BINS + often,
            pair * (len(GAPS) + 1) + far,
            pair * BINS + often,
        ]

    def confidence(self, places: list[Ints]) -> Floats:
        """The smoothed share of successes."""
        belief = (self.hits[0][places[0]] + 0.02) / (self.tried[0][places[0]] + 1.0)
        for level, weight in zip((1, 2, 3), SMOOTHING, strict=True):
            hits, tried = self.hits[level][places[level]], self.tried[level][places[level]]
            belief = (hits + weight * belief) / (tried + weight)
        return np.asarray(belief, dtype=np.float32)

    def learn(self, places: list[Ints], right: npt.NDArray[np.bool_]) -> None:
        """Counts trials, and successes where `right`."""
        for level, at in enumerate(places):
            np.add.at(self.tried[level], at, np.float32(1))
            np.add.at(self.hits[level], at[right], np.float32(1))
