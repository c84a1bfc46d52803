"""Forecasts of counts for a panel, week after week: every method, their combination, and how each did.

At each origin every method gives a distribution from what was known then. The combination is a mixture whose weights
minimise the mean CRPS of the forecasts whose outcome was known by then, so it is never tuned on what it is judged by.
A span with a week in which nothing was read has no outcome: its forecasts are never settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.forecasting import counts as methods
from legation.forecasting.chances import LEARNT, Chances
from legation.forecasting.panel import Panel
from legation.forecasting.reaction import Reaction
from legation.forecasting.regression import Pool
from legation.forecasting.scores import crps
from legation.forecasting.trees import Features, Grove

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

COMBINED = "combination"
AVERAGED = {
    "negative binomial": 1.0, "exponential smoothing": 1.0, "pooled regression": 1.0, "boosted trees": 2.0,
    "excitation": 1.0,
}  # fmt: skip
"""Methods whose expectations are averaged (geometrically, by these weights) into one more, which a mixture alone would
spread too far."""
MODELS = ("averaged", "pooled regression", "boosted trees", "excitation")
FIRST = 10
"""Weeks of past before the first origin."""
STEPS = 60
NEWEST = 26
"""Settled origins from which the mixture's weights are learnt."""


class Learners:
    """What learns from a whole panel, for one or more spans ahead."""

    def __init__(self, panel: Panel, wide: Panel | None = None) -> None:
        """`wide` is a panel of more pairs, which begins with those of `panel`; rare events are learnt from it."""
        self.features, self.pool, self.reaction = Features(panel), Pool(panel), Reaction(panel)
        self.wide = wide or panel


@dataclass(frozen=True)
class Gram:
    """A settled origin's share in the mixture's CRPS, for one target: ½ w'Qw − l'w over `cases`."""

    square: Reals
    linear: Reals
    cases: int


@dataclass
class Origin:
    """One origin's forecasts: distributions [series, counts] by method, after `known` weeks; `outcome` where known."""

    known: int
    distributions: dict[str, Reals]
    means: dict[str, Reals]
    outcome: Reals | None
    scores: dict[str, Reals] = field(default_factory=dict)
    fits: dict[str, Reals] = field(default_factory=dict)
    """Log-likelihoods of the outcomes by method and size [series, sizes]."""
    grams: dict[int, Gram] = field(default_factory=dict)


class Levels:
    """Walks a panel for one span of weeks ahead (`near` to `far`). Spans of one panel can share their `learners`."""

    def __init__(self, panel: Panel, near: int, far: int, learners: Learners | None = None) -> None:
        self.panel, self.near, self.far = panel, near, far
        pairs, targets, weeks = panel.counts.shape
        self.series = panel.counts.reshape(pairs * targets, weeks)
        self.target = np.tile(np.arange(targets), pairs)
        self.learners = learners or Learners(panel)
        self.grove = Grove(self.learners.features, near, far)
        self.scatter = methods.Scatter(self.series, far - near + 1)
        most = self.scatter.runs.max() if self.scatter.runs.size else 1.0
        self.top = int(min(600, 20 + 2 * most))
        self.origins: list[Origin] = []
        self._chances = {event: Chances(self.learners.wide, event, near, far) for event in LEARNT} if weeks else {}

    def chances(self, event: str, known: int) -> Reals | None:
        """Probabilities of a rare event that all pairs of the wide panel learn together; None where there are none."""
        found = self._chances[event](known) if event in self._chances else None
        return None if found is None else found[: len(self.panel.pairs)]

    def walk(self, last: int | None = None, first: int = FIRST, every: int = 1) -> list[Origin]:
        """Forecasts from every origin (a number of weeks known) up to `last`, by default all weeks."""
        end = self.panel.weeks if last is None else last
        for known in sorted(range(end, max(first, self.far + 4) - 1, -every)):
            self.origins.append(self._origin(known))
        return self.origins

    def _origin(self, known: int) -> Origin:
        past = self.series[:, :known]
        means = {name: mean(past, self.near, self.far) for name, mean in methods.MEANS.items()}
        learnt = {
            "boosted trees": self.grove(known),
            "pooled regression": self.learners.pool.expect(known, self.near, self.far),
            "excitation": self.learners.reaction(known, self.near, self.far),
        }
        means |= {name: mean for name, mean in learnt.items() if mean is not None}
        mixed = [n for n in AVERAGED if n in means]
        shares = [AVERAGED[n] for n in mixed]
        means["averaged"] = np.exp(np.average([np.log(means[n]) for n in mixed], axis=0, weights=shares))
        found: dict[str, Reals] = {"climatology": methods.climatology(past, self.near, self.far, self.top)}
        found["poisson"] = methods.poisson_counts(means["negative binomial"], self.top)
        for name, mean in means.items():
            found[name] = methods.negative_binomial(mean, self._size(name, known), self.top)
        names = list(found)
        found[COMBINED] = self._combine(names, found, known)
        origin = Origin(known, found, means, self._outcome(known))
        if origin.outcome is not None:
            self._settle(origin, names)
        return origin

    def _outcome(self, known: int) -> Reals | None:
        """What came of a span; None where it is not over, or where a week of it was not read."""
        end = known + self.far
        if end > self.panel.weeks:
            return None
        outcome = self.series[:, known + self.near - 1 : end].sum(axis=1)
        return np.asarray(outcome, dtype=np.float64) if np.isfinite(outcome).all() else None

    def _settle(self, origin: Origin, names: Sequence[str]) -> None:
        """Scores of an origin, and what later origins learn from it."""
        assert origin.outcome is not None
        outcome, found = origin.outcome, origin.distributions
        origin.scores = {name: crps(p, outcome) for name, p in found.items()}
        origin.fits = {name: methods.likelihoods(mean, outcome) for name, mean in origin.means.items()}
        below = np.stack([np.cumsum(found[n], axis=1) for n in names])
        step = outcome[:, None] <= np.arange(below.shape[2])
        for target in np.unique(self.target):
            mine = self.target == target
            flat = below[:, mine].reshape(len(names), -1)
            origin.grams[int(target)] = Gram(flat @ flat.T, flat @ step[mine].ravel(), int(mine.sum()))

    def settled(self, known: int, name: str) -> list[Origin]:
        """Earlier origins with a method, whose outcome was known after `known` weeks."""
        return [
            o for o in self.origins if o.known + self.far <= known and o.outcome is not None and name in o.distributions
        ]

    def _size(self, name: str, known: int) -> Reals:
        """The spread of a method: the likeliest size for each series' past forecasts and for how its past scatters
        (drawn towards its target's)."""
        table, cases = self.scatter(known)
        settled = [o.fits[name] for o in self.settled(known, name)]
        table = table + np.sum(settled, axis=0) if settled else table
        size = np.empty(len(table))
        for target in np.unique(self.target):
            mine = self.target == target
            size[mine] = methods.sizes(table[mine], cases + len(settled))
        return size

    def _combine(self, names: Sequence[str], found: dict[str, Reals], known: int) -> Reals:
        """The mixture of all methods, weighted for each target."""
        weights = self.weights(names, known)
        table = np.stack([weights[int(target)] for target in self.target])
        mixed = np.zeros_like(found[names[0]])
        for place, name in enumerate(names):
            mixed += table[:, place : place + 1] * found[name]
        return mixed

    def weights(self, names: Sequence[str], known: int) -> dict[int, Reals]:
        """Weights of methods by target: least CRPS of the mixture over settled forecasts (exponentiated gradient)."""
        common = [o for o in self.settled(known, names[0]) if all(n in o.distributions for n in names)][-NEWEST:]
        prior = np.array([3.0 if n in MODELS else 1.0 for n in names])
        prior /= prior.sum()
        if len(common) < 3:
            return {int(t): prior for t in np.unique(self.target)}
        return {int(t): _best([o.grams[int(t)] for o in common], prior) for t in np.unique(self.target)}


def _best(grams: Sequence[Gram], prior: Reals) -> Reals:
    square = np.sum([g.square for g in grams], axis=0)
    linear = np.sum([g.linear for g in grams], axis=0)
    cases = sum(g.cases for g in grams)
    weights = prior.copy()
    for _ in range(STEPS):
        gradient = 2 * (square @ weights - linear) / max(cases, 1)
        weights = weights * np.exp(-4.0 * (gradient - gradient @ weights))
        weights /= weights.sum()
    keep = 10 / (10 + len(grams))
    return np.asarray(keep * prior + (1 - keep) * weights, dtype=np.float64)
