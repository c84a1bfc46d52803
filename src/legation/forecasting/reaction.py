"""Mutual excitation of both sides as a forecast: each side's weeks call forth its own and the other's next ones.

The Hawkes process of `legation.dynamics.excitation`, over weeks and the two sides of each pair; what it expects in all
is shared out among the targets as in the recent past. All pairs are fitted side by side (expectation and maximisation,
the decay from a few), anew every REFIT weeks; between, only counts are updated. Weeks that were not read are left out
of the likelihood, and stand for the side's mean in what they call forth.
"""

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from legation.forecasting.counts import LEAST, smooth
from legation.forecasting.panel import Panel

Reals = npt.NDArray[np.float64]

REFIT = 6
FEWEST = 25
"""Acts of a pair before its process is fitted; fewer go by their mean."""
STABLE = 0.97
"""Largest root of the effects: beyond, a process would grow for ever and is not used."""
DECAYS = (0.1, 0.25, 0.6, 1.5)
STEPS = 40
"""Steps of the fit. Not run to the end: short series are held near a moderate start (measured on forecasts)."""
SMALLEST = 1e-9


class Processes:
    """Fitted processes of many pairs: `base` [pairs, 2], `effect` [pairs, 2, 2] (of column on row), `decay` [pairs]."""

    def __init__(self, counts: Reals, known: npt.NDArray[np.bool_], steps: int = STEPS) -> None:
        """Fits `counts` [pairs, 2, weeks]; `known` tells which weeks were read."""
        best = np.full(len(counts), -np.inf)
        self.base, self.effect = np.zeros(counts.shape[:2]), np.zeros((len(counts), 2, 2))
        self.decay = np.full(len(counts), DECAYS[0])
        for decay in DECAYS:
            base, effect, likelihood = fit(counts, known, decay, steps)
            better = likelihood > best
            best[better], self.decay[better] = likelihood[better], decay
            self.base[better], self.effect[better] = base[better], effect[better]

    def expect(self, counts: Reals, weeks: int) -> Reals:
        """Expected acts of both sides together [pairs, weeks] in each of the weeks after `counts` [pairs, 2, weeks]."""
        keep = np.exp(-self.decay)[:, None]
        trace = np.zeros(counts.shape[:2])
        for decay in DECAYS:
            mine = self.decay == decay
            ended = np.concatenate([counts[mine], np.zeros((int(mine.sum()), 2, 1))], axis=2)
            trace[mine] = traces(ended, decay)[:, :, -1]
        found = np.zeros((len(counts), weeks))
        for week in range(weeks):
            now = self.base + np.einsum("pij,pj->pi", self.effect, trace)
            found[:, week] = now.sum(axis=1)
            trace = keep * trace + (1 - keep) * now
        return found


def traces(counts: Reals, decay: float) -> Reals:
    """What earlier weeks leave to each week, as in `excitation.traces`, over the last axis."""
    keep = float(np.exp(-decay))
    return np.asarray(lfilter([0.0, 1 - keep], [1.0, -keep], counts, axis=-1), dtype=np.float64)


def fit(counts: Reals, known: npt.NDArray[np.bool_], decay: float, steps: int) -> tuple[Reals, Reals, Reals]:
    """Base, effect and log-likelihood of each pair for one decay: each step shares every act out among what may have
    called it forth (Veen and Schoenberg 2008)."""
    trace = traces(counts, decay)[:, :, known]
    seen = counts[:, :, known]
    mean = seen.mean(axis=2)
    base, effect = np.maximum(0.6 * mean, 1e-3), np.full((len(counts), 2, 2), 0.2)
    exposure = np.maximum(trace.sum(axis=2), SMALLEST)
    for _ in range(steps):
        ratio = seen / np.maximum(base[:, :, None] + effect @ trace, SMALLEST)
        base = base * ratio.mean(axis=2)
        effect = effect * (ratio @ trace.transpose(0, 2, 1)) / exposure[:, None, :]
    rate = np.maximum(base[:, :, None] + effect @ trace, SMALLEST)
    return base, effect, (seen * np.log(rate) - rate).sum(axis=(1, 2))


class Reaction:
    """Expectations for one panel; keeps the fitted processes."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self._fitted: dict[int, tuple[Processes, npt.NDArray[np.bool_]]] = {}
        self._known: npt.NDArray[np.bool_] = np.asarray(np.isfinite(panel.sides).all(axis=(0, 1)), dtype=np.bool_)
        totals = panel.sides.sum(axis=1)[:, None]
        shape = panel.counts.shape
        everything = np.concatenate([panel.counts, totals], axis=1)
        self._level = smooth(everything.reshape(-1, shape[2]), 0.08).reshape(everything.shape)

    def __call__(self, known: int, near: int, far: int) -> Reals:
        """Expected sums of the weeks `near` to `far` after `known` weeks, one a series (pairs × targets)."""
        length = far - near + 1
        processes, usable = self._process(known)
        filled = self._filled(known)
        total = np.where(
            usable, processes.expect(filled, far)[:, near - 1 :].sum(axis=1), filled.sum(axis=1).mean(axis=1) * length
        )
        level = self._level[:, :, known - 1]
        found = total[:, None] * level[:, :-1] / np.maximum(level[:, -1:], 1e-6)
        return np.asarray(np.maximum(found.ravel(), LEAST * length), dtype=np.float64)

    def _filled(self, known: int) -> Reals:
        """Acts of both sides [pairs, 2, weeks]; weeks that were not read have the mean of the others."""
        sides, read = self.panel.sides[:, :, :known], self._known[:known]
        mean = sides[:, :, read].mean(axis=2, keepdims=True) if read.any() else np.zeros((*sides.shape[:2], 1))
        return np.asarray(np.where(read, sides, mean), dtype=np.float64)

    def _process(self, known: int) -> tuple[Processes, npt.NDArray[np.bool_]]:
        """The processes as of the last refit, and which of them can be used: those with enough acts that settle."""
        end = max(known - known % REFIT, 1)
        if end not in self._fitted:
            read, filled = self._known[:end], self._filled(end)
            processes = Processes(filled, read)
            sides = filled[:, :, read].sum(axis=2)
            roots = np.abs(np.linalg.eigvals(processes.effect)).max(axis=1)
            enough = (sides.sum(axis=1) >= FEWEST) & (sides.min(axis=1) > 3)
            self._fitted[end] = (processes, enough & (roots <= STABLE))
        return self._fitted[end]
