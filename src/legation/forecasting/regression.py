"""A pooled regression of counts: how a level of so many weeks carries on, learnt from all pairs together.

Negative binomial regression on logarithms of smoothed levels (own, the pair's, both parties', everybody's), one a
target, with a ridge that draws the coefficients towards "the mean of the past goes on": few parameters, so that it
does not chase noise.
"""

import numpy as np
import numpy.typing as npt

from legation.forecasting.counts import LEAST, running_mean, smooth, windows
from legation.forecasting.panel import Panel

Reals = npt.NDArray[np.float64]

HALF_LIVES = (1.5, 5.0, 16.0)
FEWEST = 200
"""Cases that a target needs."""
FIRST = 8
"""Weeks of past that a case needs."""
RIDGE = 200.0
SIZE = 1.5
"""Size of the negative binomial: how little a busy week of a busy pair counts for more than one of a quiet pair."""
FLOOR = 0.05
"""Added to levels before their logarithm, in counts a week."""


class Pool:
    """Predictors of every pair, target and week of a panel: [pairs, targets, weeks, number], each known that week."""

    def __init__(self, panel: Panel) -> None:
        pairs, targets, weeks = panel.counts.shape
        self.counts = panel.counts
        series = panel.counts.reshape(-1, weeks)
        mean = running_mean(series)
        base = np.log(mean + FLOOR)
        own = [np.log(smooth(series, 1 - 0.5 ** (1 / h)) + FLOOR) - base for h in HALF_LIVES]
        total = panel.counts[:, :4].sum(axis=1)
        whole = running_mean(total)
        pair = [np.log(smooth(total, 1 - 0.5 ** (1 / h)) + FLOOR) - np.log(whole + FLOOR) for h in (3.0, 12.0)]
        busy = np.log(smooth(panel.busy, 0.15) + 1) - np.log(running_mean(panel.busy) + 1)
        world = panel.counts.mean(axis=0)
        tide = np.log(smooth(world, 0.2) + 0.01) - np.log(running_mean(world) + 0.01)
        columns = [np.ones_like(base), base, *own]
        columns += [np.repeat(p, targets, axis=0) for p in (*pair, busy)]
        columns.append(np.tile(tide, (pairs, 1)))
        self.columns = np.stack(columns, axis=2).reshape(pairs, targets, weeks, -1)
        self.mean = mean.reshape(panel.counts.shape)

    def expect(self, known: int, near: int, far: int) -> Reals | None:
        """Expected sums of the weeks `near` to `far` after `known` weeks, one a series; None where cases are too few.

        Learnt from the spans before that were read throughout."""
        length = far - near + 1
        pairs, targets, weeks = self.counts.shape
        ends = np.arange(FIRST, known - far + 1)
        if not len(ends):
            return None
        outcome = windows(self.counts.reshape(-1, weeks)[:, :known], length)[:, ends + near - 1]
        settled = np.isfinite(outcome).all(axis=0)
        ends, outcome = ends[settled], outcome[:, settled].reshape(pairs, targets, -1)
        if len(ends) * pairs < FEWEST:
            return None
        found = np.empty((pairs, targets))
        for target in range(targets):
            offset = np.log((self.mean[:, target] + FLOOR) * length)
            design = self.columns[:, target][:, ends - 1].reshape(-1, self.columns.shape[3])
            weights = fit(design, outcome[:, target].ravel(), offset[:, ends - 1].ravel())
            found[:, target] = np.exp(self.columns[:, target, known - 1] @ weights + offset[:, known - 1])
        return np.maximum(found.ravel(), LEAST * length)


def fit(design: Reals, outcome: Reals, offset: Reals, steps: int = 12) -> Reals:
    """Negative binomial regression (of a fixed size) by scoring; the ridge leaves the first column (the level) free."""
    ridge = np.full(design.shape[1], RIDGE)
    ridge[0] = 1.0
    weights = np.zeros(design.shape[1])
    for _ in range(steps):
        mean = np.exp(np.clip(design @ weights + offset, -12, 9))
        trust = 1 / (1 + mean / SIZE)
        gradient = design.T @ ((outcome - mean) * trust) - ridge * weights
        curvature = (design * (mean * trust)[:, None]).T @ design + np.diag(ridge)
        move = np.linalg.solve(curvature, gradient)
        weights = weights + np.clip(move, -1.0, 1.0)
        if np.abs(move).max() < 1e-5:
            break
    return np.asarray(weights, dtype=np.float64)
