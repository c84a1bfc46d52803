"""Chances of rare events, asked for at once: a pooled logistic regression of whether it came to a sanction or to an
escalation in the next weeks, on logarithms of what the pair was like.

Rare events of one pair are too few to learn from, so that all pairs of a wide panel are learnt from together. Fitted
anew every REFIT weeks on the spans that were over and read throughout by then.
"""

import numpy as np
import numpy.typing as npt

from legation.forecasting.counts import running_mean, smooth, windows
from legation.forecasting.panel import Panel

Reals = npt.NDArray[np.float64]

EVENTS = {"meeting": "meeting", "sanction": "sanction", "escalation": "material conflict"}
"""Events, and the target whose count tells them."""
LEARNT = ("sanction", "escalation")
"""Events that are asked for at once; meetings are frequent, and their counts tell them as well."""
USUAL = 26
"""Weeks read that are the usual, for an escalation."""
FIRST, REFIT = 8, 4
FEWEST = 20
"""Times that it must have come to the event, and not come to it, before anything is learnt."""
RIDGE = 10.0
FLOOR = 0.05


def least(past: Reals, event: str, length: int) -> npt.NDArray[np.int64]:
    """From which count in `length` weeks on an event has happened, for past counts [pairs, weeks] of its target."""
    if event != "escalation":
        return np.ones(len(past), dtype=np.int64)
    recent = past[:, np.isfinite(past).all(axis=0)][:, -USUAL:]
    if not recent.shape[1]:
        return np.full(len(past), 2, dtype=np.int64)
    return np.asarray(np.maximum(2, np.ceil(2 * recent.mean(axis=1) * length - 1e-9)), dtype=np.int64)


class Chances:
    """One event in the weeks `near` to `far` ahead, for every pair of a panel."""

    def __init__(self, panel: Panel, event: str, near: int, far: int) -> None:
        self.near, self.far, length = near, far, far - near + 1
        counts = panel.counts[:, panel.targets.index(EVENTS[event])]
        weeks = counts.shape[1]
        self.least = np.stack([least(counts[:, :week], event, length) for week in range(1, weeks + 1)], axis=1)
        self.columns = self._columns(panel, counts, length)
        sums = windows(counts, length)
        self.came = np.full((len(counts), weeks + 1), np.nan)
        """Whether it came to the event in the span after so many weeks [pairs, weeks + 1]; NaN where not known."""
        for known in range(1, weeks + 1):
            place = known + near - 1
            if place < sums.shape[1]:
                happened = (sums[:, place] >= self.least[:, known - 1]).astype(np.float64)
                self.came[:, known] = np.where(np.isfinite(sums[:, place]), happened, np.nan)
        self._fitted: dict[int, Reals | None] = {}

    def _columns(self, panel: Panel, counts: Reals, length: int) -> Reals:
        """[pairs, weeks, columns]: what was known after each week."""
        by = {name: panel.counts[:, place] for place, name in enumerate(panel.targets)}
        total = panel.counts[:, :4].sum(axis=1)
        levels = [running_mean(counts), smooth(counts, 0.3), smooth(counts, 0.1), running_mean(by["sanction"])]
        levels += [running_mean(by["material conflict"]), smooth(by["material conflict"], 0.3)]
        levels += [smooth(by["verbal conflict"], 0.2), running_mean(by["verbal conflict"])]
        levels += [smooth(by["verbal cooperation"], 0.2), smooth(total, 0.3) / (running_mean(total) + 0.1)]
        columns = [np.log(level + FLOOR) for level in levels]
        columns += [np.log(self.least), np.log(self.least) - np.log(length * smooth(counts, 0.15) + 0.3)]
        return np.stack([np.ones_like(columns[0]), *columns], axis=2)

    def __call__(self, known: int) -> Reals | None:
        """Probabilities after `known` weeks, one a pair; None where too little was known to learn from."""
        end = known - known % REFIT
        if end not in self._fitted:
            self._fitted[end] = self._fit(end)
        weights = self._fitted[end]
        if weights is None:
            return None
        return np.asarray(1 / (1 + np.exp(-(self.columns[:, known - 1] @ weights))), dtype=np.float64)

    def _fit(self, end: int) -> Reals | None:
        known = np.arange(FIRST, end - self.far + 1)
        known = known[np.isfinite(self.came[:, known]).all(axis=0)] if len(known) else known
        came = self.came[:, known].ravel()
        if min(came.sum(), len(came) - came.sum()) < FEWEST:
            return None
        cases = self.columns[:, known - 1].reshape(-1, self.columns.shape[2])
        centre, width = cases[:, 1:].mean(axis=0), cases[:, 1:].std(axis=0) + 1e-6
        cases = np.concatenate([cases[:, :1], (cases[:, 1:] - centre) / width], axis=1)
        weights = regress(cases, came)
        scaled = weights[1:] / width
        return np.concatenate([[weights[0] - scaled @ centre], scaled])


def regress(cases: Reals, came: Reals, steps: int = 30) -> Reals:
    """Logistic regression with a ridge on all but the first column (Newton; a step that does not gain is halved)."""
    ridge = np.full(cases.shape[1], RIDGE)
    ridge[0] = 0.01
    weights = np.zeros(cases.shape[1])
    weights[0] = np.log(came.mean() / (1 - came.mean()))

    def loss(w: Reals) -> float:
        z = cases @ w
        return float((np.logaddexp(0, z) - came * z).sum() + (ridge * w**2).sum() / 2)

    now = loss(weights)
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-(cases @ weights)))
        gradient = cases.T @ (came - chance) - ridge * weights
        curvature = (cases * (chance * (1 - chance))[:, None]).T @ cases + np.diag(ridge)
        move = np.linalg.solve(curvature, gradient)
        while (then := loss(weights + move)) > now and np.abs(move).max() > 1e-6:
            move = move / 2
        weights, gained, now = weights + move, now - then, then
        if gained < 1e-6:
            break
    return weights
