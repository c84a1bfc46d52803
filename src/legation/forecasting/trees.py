"""Boosted trees over a whole panel: what the last weeks of a pair, of its other targets and of both parties foretell.

Trees start from the smoothed level of each series and learn by how much to correct it (Poisson loss), so that a pair
with a short past borrows from the others.
"""

import numpy as np
import numpy.typing as npt

from legation.forecasting.counts import LEAST, smooth, windows
from legation.forecasting.panel import Panel
from legation.forecasting.regression import SIZE

Reals = npt.NDArray[np.float64]

HALF_LIVES = (1.0, 3.0, 8.0, 20.0)
FEWEST = 400
"""Cases that trees need to be grown at all."""
FIRST = 8
"""Weeks of past that a case needs."""
PARAMETERS = {
    "max_depth": 3, "eta": 0.05, "min_child_weight": 40.0, "subsample": 0.7, "colsample_bytree": 0.6, "max_bin": 64,
    "tree_method": "hist", "lambda": 5.0, "seed": 1, "nthread": 1,
}  # fmt: skip
ROUNDS = 60


class Features:
    """Features of every series and week of a panel: [series, weeks, features], each from that week and those before.

    Series are pairs × targets, pair after pair."""

    def __init__(self, panel: Panel) -> None:
        pairs, targets, weeks = panel.counts.shape
        self.series = panel.counts.reshape(pairs * targets, weeks)
        levels = [smooth(self.series, 1 - 0.5 ** (1 / h)) for h in HALF_LIVES]
        self.level = levels[2]
        by_pair = [level.reshape(pairs, targets, weeks) for level in levels]
        total = panel.counts[:, :4].sum(axis=1)
        busy = [smooth(panel.busy, 1 - 0.5 ** (1 / h)) for h in (1.0, 8.0)]
        world = total.mean(axis=0)
        columns = [np.log1p(level) for level in levels]
        columns += [np.log1p(self.series), self._mean(), self._since(), self._high()]
        slow = np.log(levels[3] + 0.1)
        columns += [np.log(levels[0] + 0.1) - slow, np.log(levels[1] + 0.1) - slow]
        for other in range(min(4, targets)):
            for level in (by_pair[0], by_pair[2]):
                columns.append(np.repeat(np.log1p(level[:, other]), targets, axis=0))
        columns += [np.repeat(np.log1p(smooth(total, w)), targets, axis=0) for w in (0.5, 0.1)]
        columns += [np.repeat(np.log1p(b), targets, axis=0) for b in busy]
        columns += [np.repeat(np.log(busy[0] + 1) - np.log(busy[1] + 1), targets, axis=0)]
        columns += [np.tile(np.log1p(world), (pairs * targets, 1))]
        columns += [np.tile((np.arange(targets) == t)[:, None], (pairs, weeks)) for t in range(targets)]
        self.columns = np.stack(columns, axis=2).astype(np.float32)

    def _mean(self) -> Reals:
        weeks = np.arange(1, self.series.shape[1] + 1)
        return np.asarray(np.log1p(np.cumsum(self.series, axis=1) / weeks), dtype=np.float64)

    def _since(self) -> Reals:
        """Weeks since anything happened."""
        found = np.zeros_like(self.series)
        run = np.full(len(self.series), 10.0)
        for week in range(self.series.shape[1]):
            run = np.where(self.series[:, week] > 0, 0.0, run + 1)
            found[:, week] = run
        return np.log1p(found)

    def _high(self) -> Reals:
        """The highest of the last twelve weeks."""
        weeks = range(self.series.shape[1])
        found = np.stack([self.series[:, max(0, w - 11) : w + 1].max(axis=1) for w in weeks], axis=1)
        return np.asarray(np.log1p(found), dtype=np.float64)


def grow(features: Features, known: int, near: int, far: int) -> Reals | None:
    """Expected sums of the weeks `near` to `far` after week `known` − 1, one a series, learnt from what was known then.

    None where the panel holds too few cases."""
    import xgboost

    length = far - near + 1
    ends = np.arange(FIRST, known - far + 1)
    if len(ends) * len(features.series) < FEWEST:
        return None
    sums = windows(features.series[:, :known], length)
    outcome = sums[:, ends + near - 1]
    cases = features.columns[:, ends - 1]
    start = np.log(np.maximum(features.level[:, ends - 1], LEAST) * length)
    data = xgboost.DMatrix(
        cases.reshape(-1, cases.shape[2]), label=outcome.ravel(), base_margin=start.ravel(),
        weight=1 / (1 + np.exp(start.ravel()) / SIZE),
    )  # series × ends, in one order for all three
    trees = xgboost.train({**PARAMETERS, "objective": "count:poisson"}, data, ROUNDS)
    now = np.log(np.maximum(features.level[:, known - 1], LEAST) * length)
    asked = xgboost.DMatrix(features.columns[:, known - 1], base_margin=now)
    return np.maximum(np.asarray(trees.predict(asked), dtype=np.float64), LEAST * length)
