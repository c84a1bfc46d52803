"""Forecasts of counts for a panel, week after week: every method, their combination, and how each did.

At each origin every method gives a distribution from what was known then. The combination is a mixture whose weights
minimise the mean CRPS of the forecasts whose outcome was known by then, so it is never tuned on what it is judged by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.forecasting import counts as methods
from legation.forecasting.panel import Panel
from legation.forecasting.reaction import Reaction
from legation.forecasting.regression import regress
from legation.forecasting.scores import crps
from legation.forecasting.trees import Features, grow

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

COMBINED = "combination"
AVERAGED = ("negative binomial", "exponential smoothing", "pooled regression", "boosted trees", "excitation")
"""Methods whose expectations are averaged (geometrically) into one more, which a mixture alone would spread too far."""
MODELS = ("averaged", "pooled regression", "boosted trees", "excitation")
FIRST = 10
"""Weeks of past before the first origin."""
STEPS = 60


@dataclass
class Origin:
    """One origin's forecasts: distributions [series, counts] by method, after `known` weeks; `outcome` where known."""

    known: int
    distributions: dict[str, Reals]
    means: dict[str, Reals]
    outcome: Reals | None
    scores: dict[str, Reals] = field(default_factory=dict)


class Levels:
    """Walks a panel for one span of weeks ahead (`near` to `far`). Spans of one panel can share a `reaction`."""

    def __init__(self, panel: Panel, near: int, far: int, reaction: Reaction | None = None) -> None:
        self.panel, self.near, self.far = panel, near, far
        pairs, targets, weeks = panel.counts.shape
        self.series = panel.counts.reshape(pairs * targets, weeks)
        self.target = np.tile(np.arange(targets), pairs)
        self.features = Features(panel) if weeks else None
        self.reaction = reaction or Reaction(panel)
        length = far - near + 1
        most = methods.windows(self.series, length).max() if weeks >= length and len(self.series) else 1.0
        self.top = int(min(600, 20 + 2 * most))
        self.origins: list[Origin] = []

    def walk(self, last: int | None = None, first: int = FIRST, every: int = 1) -> list[Origin]:
        """Forecasts from every origin (a number of weeks known) up to `last`, by default all weeks."""
        end = self.panel.weeks if last is None else last
        for known in sorted(range(end, max(first, self.far + 4) - 1, -every)):
            self.origins.append(self._origin(known))
        return self.origins

    def _origin(self, known: int) -> Origin:
        past = self.series[:, :known]
        means = {name: mean(past, self.near, self.far) for name, mean in methods.MEANS.items()}
        assert self.features is not None
        grown = grow(self.features, known, self.near, self.far)
        if grown is not None:
            means["boosted trees"] = grown
        pooled = regress(self.panel, known, self.near, self.far)
        if pooled is not None:
            means["pooled regression"] = pooled
        means["excitation"] = self.reaction(known, self.near, self.far)
        mixed = [np.log(means[n]) for n in AVERAGED if n in means]
        means["averaged"] = np.exp(np.mean(mixed, axis=0))
        found: dict[str, Reals] = {"climatology": methods.climatology(past, self.near, self.far, self.top)}
        found["poisson"] = methods.poisson_counts(means["negative binomial"], self.top)
        for name, mean in means.items():
            found[name] = methods.negative_binomial(mean, self._size(name, known, mean), self.top)
        found[COMBINED] = self._combine(found, known)
        end = known + self.far
        outcome = None
        if end <= self.panel.weeks:
            outcome = self.series[:, known + self.near - 1 : end].sum(axis=1)
        origin = Origin(known, found, means, outcome)
        if outcome is not None:
            origin.scores = {name: crps(p, outcome) for name, p in found.items()}
        return origin

    def settled(self, known: int, name: str) -> list[Origin]:
        """Earlier origins with a method, whose outcome was known after `known` weeks."""
        return [
            o for o in self.origins if o.known + self.far <= known and o.outcome is not None and name in o.distributions
        ]

    def _size(self, name: str, known: int, mean: Reals) -> Reals:
        """The spread of a method: the likeliest size for each series' past forecasts (drawn towards its target's)."""
        settled = self.settled(known, name)
        if not settled:
            return np.full(len(mean), 2.0)
        means = np.concatenate([o.means[name] for o in settled])
        outcomes = np.concatenate([o.outcome for o in settled if o.outcome is not None])
        size = np.empty(len(mean))
        for target in np.unique(self.target):
            mine = np.flatnonzero(self.target == target)
            groups = np.tile(np.arange(len(mine)), len(settled))
            chosen = np.concatenate([mine + i * len(mean) for i in range(len(settled))])
            size[mine] = methods.sizes(means[chosen], outcomes[chosen], groups)[:-1]
        return size

    def _combine(self, found: Mapping[str, Reals], known: int) -> Reals:
        """The mixture of all methods, weighted for each target."""
        names = list(found)
        mixed = np.zeros_like(found[names[0]])
        weights = self.weights(names, known)
        for target in np.unique(self.target):
            mine = self.target == target
            for name, weight in zip(names, weights[int(target)], strict=True):
                mixed[mine] += weight * found[name][mine]
        return mixed

    def weights(self, names: Sequence[str], known: int) -> dict[int, Reals]:
        """Weights of methods by target: least CRPS of the mixture over settled forecasts (exponentiated gradient)."""
        common = [o for o in self.settled(known, names[0]) if all(n in o.distributions for n in names)]
        found: dict[int, Reals] = {}
        for target in np.unique(self.target):
            prior = np.array([3.0 if n in MODELS else 1.0 for n in names])
            if len(common) < 3:
                found[int(target)] = prior / prior.sum()
                continue
            mine = self.target == target
            found[int(target)] = self._best(names, common[-26:], mine, prior / prior.sum())
        return found

    def _best(
        self, names: Sequence[str], settled: Sequence[Origin], mine: npt.NDArray[np.bool_], prior: Reals
    ) -> Reals:
        number = len(names)
        square, linear, cases = np.zeros((number, number)), np.zeros(number), 0
        for origin in settled:
            assert origin.outcome is not None
            below = np.stack([np.cumsum(origin.distributions[n][mine], axis=1) for n in names])
            step = origin.outcome[mine][:, None] <= np.arange(below.shape[2])
            flat = below.reshape(number, -1)
            square += flat @ flat.T
            linear += flat @ step.ravel()
            cases += int(mine.sum())
        weights = prior.copy()
        for _ in range(STEPS):
            gradient = 2 * (square @ weights - linear) / max(cases, 1)
            weights = weights * np.exp(-4.0 * (gradient - gradient @ weights))
            weights /= weights.sum()
        keep = 10 / (10 + len(settled))
        return np.asarray(keep * prior + (1 - keep) * weights, dtype=np.float64)
