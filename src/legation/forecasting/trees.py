"""Boosted trees over a whole panel: what the last weeks of a pair, of its other targets and of both parties foretell.

Trees start from the mean of each series' past and learn by how much to correct it (Poisson loss), so that a pair with a
short past borrows from the others. They are grown anew every REFIT weeks; between, they are asked with new features.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from legation.forecasting.counts import LEAST, running_mean, smooth, windows
from legation.forecasting.panel import Panel
from legation.forecasting.regression import SIZE

Reals = npt.NDArray[np.float64]

HALF_LIVES = (1.0, 3.0, 8.0, 20.0)
FEWEST = 400
"""Cases that trees need to be grown at all."""
FIRST = 8
"""Weeks of past that a case needs."""
REFIT = 4
PARAMETERS = {
    "max_depth": 3, "eta": 0.05, "min_child_weight": 40.0, "subsample": 0.7, "colsample_bytree": 0.6, "max_bin": 64,
    "tree_method": "hist", "lambda": 5.0, "seed": 1, "nthread": 1,
}  # fmt: skip
ROUNDS = 60
FLOOR = 0.3
"""Added to levels of a target before their logarithm, in counts a week."""


class Features:
    """Features of every series and week of a panel: [series, weeks, features], each from that week and those before.

    Series are pairs × targets, pair after pair. Most are logarithms of recent levels against the mean of the past."""

    def __init__(self, panel: Panel) -> None:
        pairs, targets, weeks = panel.counts.shape
        self.series = panel.counts.reshape(pairs * targets, weeks)
        self.mean = running_mean(self.series)
        base = np.log(self.mean + FLOOR)
        levels = [smooth(self.series, _weight(h)) for h in HALF_LIVES]
        columns = [np.log(level + FLOOR) - base for level in levels]
        columns += [base, np.log(self.series + FLOOR) - base, self._since()]
        total = panel.counts[:, :4].sum(axis=1)
        columns += [np.repeat(_change(total, h), targets, axis=0) for h in (1.0, 3.0, 8.0)]
        kinds = (levels[1].reshape(panel.counts.shape), self.mean.reshape(panel.counts.shape))
        recent = np.log(kinds[0] + FLOOR) - np.log(kinds[1] + FLOOR)
        columns += [np.repeat(recent[:, kind], targets, axis=0) for kind in range(min(4, targets))]
        columns += [np.repeat(_change(panel.busy, h), targets, axis=0) for h in (1.0, 4.0, 12.0)]
        columns += [np.tile(_change(panel.counts.sum(axis=0), h), (pairs, 1)) for h in (1.0, 4.0)]
        columns.append(np.repeat(np.log1p(running_mean(total)), targets, axis=0))
        columns += [np.tile((np.arange(targets) == t)[:, None], (pairs, weeks)) for t in range(targets)]
        self.columns = np.stack(columns, axis=2).astype(np.float32)

    def _since(self) -> Reals:
        """Weeks read since anything happened."""
        found = np.zeros_like(self.series)
        run = np.full(len(self.series), 10.0)
        for week in range(self.series.shape[1]):
            now = self.series[:, week]
            run = np.where(now > 0, 0.0, np.where(np.isfinite(now), run + 1, run))
            found[:, week] = run
        return np.log1p(found)


def _weight(half_life: float) -> float:
    return float(1 - 0.5 ** (1 / half_life))


def _change(values: Reals, half_life: float) -> Reals:
    """Logarithm of the recent level against the mean of the past."""
    return np.asarray(np.log(smooth(values, _weight(half_life)) + 1) - np.log(running_mean(values) + 1))


class Grove:
    """Trees for one span of weeks ahead, kept from refit to refit."""

    def __init__(self, features: Features, near: int, far: int) -> None:
        self.features, self.near, self.far = features, near, far
        self._grown: dict[int, Any] = {}

    def __call__(self, known: int) -> Reals | None:
        """Expected sums after `known` weeks, one a series, learnt from what was known then; None for too few cases."""
        import xgboost

        end = known - known % REFIT
        if end not in self._grown:
            self._grown[end] = self._grow(end)
        if self._grown[end] is None:
            return None
        length = self.far - self.near + 1
        now = np.log(np.maximum(self.features.mean[:, known - 1], LEAST) * length)
        asked = xgboost.DMatrix(self.features.columns[:, known - 1], base_margin=now, nthread=1)
        return np.maximum(np.asarray(self._grown[end].predict(asked), dtype=np.float64), LEAST * length)

    def _grow(self, known: int) -> Any:
        import xgboost

        length = self.far - self.near + 1
        ends = np.arange(FIRST, known - self.far + 1)
        if not len(ends):
            return None
        outcome = windows(self.features.series[:, :known], length)[:, ends + self.near - 1]
        settled = np.isfinite(outcome).all(axis=0)
        ends, outcome = ends[settled], outcome[:, settled]
        if outcome.size < FEWEST:
            return None
        cases = self.features.columns[:, ends - 1]
        start = np.log(np.maximum(self.features.mean[:, ends - 1], LEAST) * length)
        data = xgboost.DMatrix(
            cases.reshape(-1, cases.shape[2]),
            label=outcome.ravel(),
            base_margin=start.ravel(),
            weight=1 / (1 + np.exp(start.ravel()) / SIZE),
            nthread=1,
        )  # series × ends, in one order for all three
        return xgboost.train({**PARAMETERS, "objective": "count:poisson"}, data, ROUNDS)
