"""Distributions of a future count: the baselines that every forecast has to beat.

All take past weekly counts [series, weeks] and the span of weeks asked for, from `near` to `far` weeks ahead (4 to 4 is
the fourth week alone, 1 to 4 the sum of the next four), and give the expected sum; spread is added by `spread`.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom, poisson

Reals = npt.NDArray[np.float64]

SMOOTHING = (0.03, 0.08, 0.15, 0.3, 0.6)
"""Weights of the newest week among which exponential smoothing chooses."""
SIZES = np.array([0.15, 0.25, 0.4, 0.6, 0.9, 1.4, 2.0, 3.0, 5.0, 8.0, 15.0, 40.0, 1e6])
"""Sizes of the negative binomial among which the likeliest is taken; the last one is Poisson."""
LEAST = 0.02
"""The least expected count a week."""


def negative_binomial(mean: Reals, size: Reals, top: int) -> Reals:
    """Probabilities of 0 … `top` [series, top + 1]; what is above is in the last one."""
    steps = np.arange(top)
    found = nbinom.pmf(steps, size[:, None], (size / (size + mean))[:, None])
    return _closed(found)


def poisson_counts(mean: Reals, top: int) -> Reals:
    """Probabilities of a Poisson distribution, as `negative_binomial`."""
    return _closed(poisson.pmf(np.arange(top), mean[:, None]))


def _closed(found: Reals) -> Reals:
    rest = np.maximum(0.0, 1 - found.sum(axis=1, keepdims=True))
    return np.asarray(np.hstack([found, rest]), dtype=np.float64)


def sizes(mean: Reals, observed: Reals, groups: npt.NDArray[np.int64], prior: float = 8.0) -> Reals:
    """The likeliest size of each group [groups + 1; the last for all together], from pairs of mean and outcome.

    A group starts with `prior` cases that think as all together do."""
    number = int(groups.max()) + 1 if len(groups) else 0
    table = np.stack(
        [nbinom.logpmf(observed, s, s / (s + np.maximum(mean, LEAST))) for s in SIZES], axis=1
    ) if len(mean) else np.zeros((0, len(SIZES)))  # fmt: skip
    whole = table.sum(axis=0)
    own = np.zeros((number, len(SIZES)))
    np.add.at(own, groups, table)
    own += prior * whole / max(1, len(mean))
    return np.append(SIZES[own.argmax(axis=1)], SIZES[whole.argmax()] if len(mean) else 1.0)


def windows(past: Reals, length: int) -> Reals:
    """Sums of every run of `length` weeks [series, runs]."""
    total = np.concatenate([np.zeros((len(past), 1)), np.cumsum(past, axis=1)], axis=1)
    return np.asarray(total[:, length:] - total[:, :-length], dtype=np.float64)


def last(past: Reals, near: int, far: int) -> Reals:
    """What the newest weeks had."""
    length = far - near + 1
    recent = past[:, -length:]
    return np.asarray(np.maximum(recent.mean(axis=1), LEAST) * length, dtype=np.float64)


def average(past: Reals, near: int, far: int) -> Reals:
    """The mean of all weeks."""
    return np.asarray(np.maximum(past.mean(axis=1), LEAST) * (far - near + 1), dtype=np.float64)


def seasonal(past: Reals, near: int, far: int) -> Reals:
    """The same weeks a year ago, half and half with the mean; the mean alone before there is such a year."""
    start = past.shape[1] - 52 + near - 1
    if start < 1:
        return average(past, near, far)
    length = far - near + 1
    year = past[:, start - 1 : start + length + 1].mean(axis=1)
    return np.asarray(np.maximum((year + past.mean(axis=1)) / 2, LEAST) * length, dtype=np.float64)


def smooth(past: Reals, weight: float) -> Reals:
    """Exponentially smoothed level after each week [series, weeks], started with the mean of the first four weeks."""
    level = past[:, :4].mean(axis=1)
    found = np.empty_like(past)
    for week in range(past.shape[1]):
        level = level + weight * (past[:, week] - level)
        found[:, week] = level
    return found


def smoothing(past: Reals, near: int, far: int) -> Reals:
    """Exponential smoothing with the weight that foretold each series best so far, `near` weeks ahead."""
    errors, levels = [], []
    near = min(near, past.shape[1] - 1)
    for weight in SMOOTHING:
        level = smooth(past, weight)
        levels.append(level[:, -1])
        errors.append(((level[:, :-near] - past[:, near:]) ** 2).mean(axis=1))
    best = np.stack(errors).argmin(axis=0)
    return np.asarray(
        np.maximum(np.stack(levels)[best, np.arange(len(past))], LEAST) * (far - near + 1), dtype=np.float64
    )


def climatology(past: Reals, near: int, far: int, top: int) -> Reals:
    """The distribution of all past runs of this length, with two cases' worth of Poisson around their mean."""
    runs = windows(past, far - near + 1)
    found = np.zeros((len(past), top + 1))
    places = np.minimum(runs.astype(np.int64), top)
    np.add.at(found, (np.arange(len(past))[:, None], places), 1.0)
    found += 2 * poisson_counts(np.maximum(runs.mean(axis=1), LEAST), top)
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


MEANS: dict[str, Callable[[Reals, int, int], Reals]] = {
    "last value": last,
    "seasonal": seasonal,
    "negative binomial": average,
    "exponential smoothing": smoothing,
}
"""Baselines by the mean that they expect; each gets a negative binomial spread from its own past errors."""
BASELINES = ("climatology", "poisson", *MEANS)
