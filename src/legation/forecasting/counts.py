"""Distributions of a future count: the baselines that every forecast has to beat.

All take past weekly counts [series, weeks] and the span of weeks asked for, from `near` to `far` weeks ahead (4 to 4 is
the fourth week alone, 1 to 4 the sum of the next four), and give the expected sum; spread is added by `spread`.
A week in which nothing was read is NaN in every series: it is missing, not quiet, and no sum over it is known.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Reals = npt.NDArray[np.float64]

SMOOTHING = (0.03, 0.08, 0.15, 0.3, 0.6)
"""Weights of the newest week among which exponential smoothing chooses."""
SIZES = np.array([0.15, 0.25, 0.4, 0.6, 0.9, 1.4, 2.0, 3.0, 5.0, 8.0, 15.0, 40.0, 1e6])
"""Sizes of the negative binomial among which the likeliest is taken; the last one is Poisson."""
LEAST = 0.02
"""The least expected count a week."""


def negative_binomial(mean: Reals, size: Reals, top: int) -> Reals:
    """Probabilities of 0 … `top` [series, top + 1]; what is above is in the last one."""
    k = np.arange(top - 1)
    steps = np.log((k + size[:, None]) / (k + 1)) + np.log(mean / (mean + size))[:, None]
    first = -size * np.log1p(mean / size)
    logs = np.concatenate([first[:, None], first[:, None] + np.cumsum(steps, axis=1)], axis=1)
    return _closed(np.exp(logs))


def poisson_counts(mean: Reals, top: int) -> Reals:
    """Probabilities of a Poisson distribution, as `negative_binomial`."""
    k = np.arange(top)
    return _closed(np.exp(k * np.log(mean)[:, None] - mean[:, None] - gammaln(k + 1)))


def _closed(found: Reals) -> Reals:
    rest = np.maximum(0.0, 1 - found.sum(axis=1, keepdims=True))
    return np.asarray(np.hstack([found, rest]), dtype=np.float64)


def likelihoods(mean: Reals, observed: Reals) -> Reals:
    """Log-likelihood of each outcome under each of SIZES around its mean [cases, sizes], without the factorial."""
    mean = np.maximum(mean, LEAST)[:, None]
    y = observed[:, None]
    return np.asarray(
        gammaln(y + SIZES) - gammaln(SIZES) - SIZES * np.log1p(mean / SIZES) + y * np.log(mean / (mean + SIZES)),
        dtype=np.float64,
    )


class Scatter:
    """How the sums of runs of `length` past weeks scatter around their mean, by size: log-likelihoods by week known."""

    def __init__(self, series: Reals, length: int) -> None:
        self.length = length
        runs = windows(series, length)
        self.known: npt.NDArray[np.bool_] = np.asarray(np.isfinite(runs).all(axis=0), dtype=np.bool_)
        self.runs = np.where(self.known, runs, 0.0)
        parts = gammaln(self.runs[:, :, None] + SIZES) - gammaln(SIZES)
        self._parts = np.cumsum(parts * self.known[None, :, None], axis=1)
        self._sums = np.cumsum(self.runs, axis=1)
        self._cases = np.cumsum(self.known)

    def __call__(self, known: int) -> tuple[Reals, float]:
        """Log-likelihoods [series, sizes] of the runs within `known` weeks, and how many runs they count for.

        Runs overlap: each counts for one divided by their length."""
        last = known - self.length
        cases = float(self._cases[last]) if 0 <= last < len(self._cases) else 0.0
        if not cases:
            return np.zeros((len(self.runs), len(SIZES))), 0.0
        sums = self._sums[:, last]
        mean = np.maximum(sums / cases, LEAST)[:, None]
        found = (
            self._parts[:, last]
            - cases * SIZES * np.log1p(mean / SIZES)
            + sums[:, None] * np.log(mean / (mean + SIZES))
        )
        return found / self.length, cases / self.length


def sizes(table: Reals, cases: float, prior: float = 8.0) -> Reals:
    """The likeliest size of each series of a group, from log-likelihoods [series, sizes] of `cases` cases each.

    A series starts with `prior` cases that think as all together do; without any case all are 2."""
    if cases <= 0:
        return np.full(len(table), 2.0)
    whole = table.mean(axis=0) / cases
    return np.asarray(SIZES[(table + prior * whole).argmax(axis=1)], dtype=np.float64)


def windows(past: Reals, length: int) -> Reals:
    """Sums of every run of `length` weeks [series, runs]; NaN where a week of the run was not read."""
    if past.shape[1] < length:
        return np.zeros((len(past), 0))
    return np.asarray(np.lib.stride_tricks.sliding_window_view(past, length, axis=1).sum(axis=2), dtype=np.float64)


def read(past: Reals) -> Reals:
    """The weeks that were read, one after the other."""
    return np.asarray(past[:, np.isfinite(past).all(axis=0)], dtype=np.float64)


def running_mean(past: Reals) -> Reals:
    """The mean of the weeks read so far, after each week (0 before the first one)."""
    known = np.cumsum(np.isfinite(past), axis=1)
    return np.asarray(np.cumsum(np.nan_to_num(past), axis=1) / np.maximum(known, 1), dtype=np.float64)


def last(past: Reals, near: int, far: int) -> Reals:
    """What the newest weeks that were read had."""
    length = far - near + 1
    recent = read(past)[:, -length:]
    mean = recent.mean(axis=1) if recent.shape[1] else np.zeros(len(past))
    return np.asarray(np.maximum(mean, LEAST) * length, dtype=np.float64)


def average(past: Reals, near: int, far: int) -> Reals:
    """The mean of all weeks that were read."""
    return np.asarray(np.maximum(running_mean(past)[:, -1], LEAST) * (far - near + 1), dtype=np.float64)


def seasonal(past: Reals, near: int, far: int) -> Reals:
    """The same weeks a year ago, half and half with the mean; the mean alone before there is such a year."""
    start, length = past.shape[1] - 52 + near - 1, far - near + 1
    year = read(past[:, max(0, start - 1) : max(0, start + length + 1)])
    if start < 1 or not year.shape[1]:
        return average(past, near, far)
    mean = (year.mean(axis=1) + running_mean(past)[:, -1]) / 2
    return np.asarray(np.maximum(mean, LEAST) * length, dtype=np.float64)


def smooth(past: Reals, weight: float) -> Reals:
    """Exponentially smoothed level after each week [series, weeks], started with the mean of the first four weeks.

    A week that was not read leaves the level as it was."""
    start = read(past)[:, :4]
    level = start.mean(axis=1) if start.shape[1] else np.zeros(len(past))
    found = np.empty_like(past)
    for week in range(past.shape[1]):
        if past.shape[0] and np.isfinite(past[0, week]):
            level = level + weight * (past[:, week] - level)
        found[:, week] = level
    return found


def smoothing(past: Reals, near: int, far: int) -> Reals:
    """Exponential smoothing with the weight that foretold each series best so far, `near` weeks ahead."""
    errors, levels = [], []
    near = min(near, past.shape[1] - 1)
    known = np.isfinite(past[:, near:])
    for weight in SMOOTHING:
        level = smooth(past, weight)
        levels.append(level[:, -1])
        errors.append((np.where(known, level[:, :-near] - past[:, near:], 0.0) ** 2).sum(axis=1))
    best = np.stack(errors).argmin(axis=0)
    return np.asarray(
        np.maximum(np.stack(levels)[best, np.arange(len(past))], LEAST) * (far - near + 1), dtype=np.float64
    )


def climatology(past: Reals, near: int, far: int, top: int) -> Reals:
    """The distribution of all past runs of this length, with two cases' worth of Poisson around their mean."""
    runs = read(windows(past, far - near + 1))
    mean = runs.mean(axis=1) if runs.shape[1] else average(past, near, far)
    found = 2 * poisson_counts(np.maximum(mean, LEAST), top)
    places = np.minimum(runs.astype(np.int64), top)
    np.add.at(found, (np.arange(len(past))[:, None], places), 1.0)
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


MEANS: dict[str, Callable[[Reals, int, int], Reals]] = {
    "last value": last,
    "seasonal": seasonal,
    "negative binomial": average,
    "exponential smoothing": smoothing,
}
"""Baselines by the mean that they expect; each gets a negative binomial spread from its own past errors."""
BASELINES = ("climatology", "poisson", *MEANS)
