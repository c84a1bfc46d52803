"""Mutual excitation of both sides as a forecast: each side's weeks call forth its own and the other's next ones.

The Hawkes process of `legation.dynamics.excitation`, over weeks and the two sides of each pair; what it expects in all
is shared out among the targets as in the recent past. Fitted anew every REFIT weeks; between, only counts are updated.
"""

import numpy as np
import numpy.typing as npt

from legation.dynamics.excitation import Excitation, expect, fit
from legation.forecasting.counts import LEAST, smooth
from legation.forecasting.panel import Panel

Reals = npt.NDArray[np.float64]

REFIT = 6
FEWEST = 25
"""Acts of a pair before its process is fitted; fewer go by their mean."""
STABLE = 0.97
"""Largest root of the effects: beyond, a process would grow for ever and is not used."""


class Reaction:
    """Expectations for one panel; keeps the fitted processes."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self._fitted: dict[tuple[int, int], Excitation | None] = {}

    def __call__(self, known: int, near: int, far: int) -> Reals:
        """Expected sums of the weeks `near` to `far` after `known` weeks, one a series (pairs × targets)."""
        pairs, targets, _ = self.panel.counts.shape
        found = np.empty((pairs, targets))
        for pair in range(pairs):
            sides = self.panel.sides[pair, :, :known].T
            process = self._process(pair, known)
            if process is None:
                total = sides.sum(axis=1).mean() * (far - near + 1)
            else:
                total = expect(process, sides, far)[near - 1 :].sum()
            level = smooth(np.vstack([self.panel.counts[pair, :, :known], sides.sum(axis=1)[None]]), 0.08)[:, -1]
            found[pair] = total * level[:-1] / max(level[-1], 1e-6)
        return np.maximum(found.ravel(), LEAST * (far - near + 1))

    def _process(self, pair: int, known: int) -> Excitation | None:
        """The pair's process as of the last refit; None where it has too few acts or would not settle."""
        end = known - known % REFIT
        if (pair, end) not in self._fitted:
            sides = self.panel.sides[pair, :, :end].T
            process = None
            if sides.sum() >= FEWEST and sides.sum(axis=0).min() > 3:
                process = fit(sides, starts=(0.5,))
                if np.abs(np.linalg.eigvals(np.array(process.effect))).max() > STABLE:
                    process = None
            self._fitted[pair, end] = process
        return self._fitted[pair, end]
