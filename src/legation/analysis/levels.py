"""Levels of a series of counts, and when they changed.

Counts are negative binomial around one level between changes, of a size (how unevenly they fall) that all levels share.
The best set of changes minimises the deviance plus a penalty a change, found exactly by dynamic programming (PELT:
Killick, Fearnhead and Eckley 2012). The penalty is what the best single change gains in no more than RARE of simulated
series of the same length, mean and size that have none.
"""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]

RARE = 0.01
"""Share of series without a change in which one is found, for one series at one scale."""
RATIO = 1.6
"""How many times the one level must be the other (after adding half an event) for a change to be told."""
DRAWS = 600
POISSON = 1e6
"""A size from which on counts are as even as a Poisson's."""
SMALLEST = 0.1
TRIMMED = 2
"""Largest steps between neighbours that are left out of the size: they may be the changes that are looked for."""


def changes(counts: Reals, shortest: int, size: float | None = None) -> list[tuple[int, float, float]]:
    """Change points: place of the first period of the new level, levels before and after.

    A level holds for at least `shortest` periods. `size` is found from the counts where it is not given."""
    if len(counts) < 2 * shortest:
        return []
    size = unevenness(counts) if size is None else size
    cost = penalty(len(counts), float(counts.mean()), size, shortest)
    cuts = segment(counts, size, cost, shortest)
    bounds = [0, *cuts, len(counts)]
    levels = [float(counts[a:b].mean()) for a, b in pairwise(bounds)]
    found = []
    for place, before, after in zip(cuts, levels, levels[1:], strict=False):
        high, low = max(before, after) + 0.5, min(before, after) + 0.5
        if high / low >= RATIO:
            found.append((place, before, after))
    return found


def unevenness(counts: Reals) -> float:
    """The size of the negative binomial by moments of neighbouring counts: POISSON for even ones, small for bursts.

    For neighbours x and y of one level m: E (x − y)² = 2 (m + m²/size), E xy = m²."""
    if len(counts) < 6:
        return POISSON
    one, other = counts[:-1], counts[1:]
    kept = np.argsort((one - other) ** 2, kind="stable")[:-TRIMMED]
    excess = float(((one - other) ** 2 - one - other)[kept].sum())
    square = float((one * other)[kept].sum())
    if excess <= 0:
        return POISSON
    return min(POISSON, max(SMALLEST, 2 * square / excess))


def burstiness(counts: Reals) -> float:
    """The size by periods and by twos of them, whichever is more uneven: bursts that outlast a period count as uneven.

    Twice as long periods of independent counts have twice the size."""
    pairs = counts[len(counts) % 2 :].reshape(-1, 2).sum(axis=1)
    return min(unevenness(counts), max(SMALLEST, unevenness(pairs) / 2))


def segment(counts: Reals, size: float, penalty: float, shortest: int) -> list[int]:
    """First periods of new levels in the best segmentation."""
    n = len(counts)
    if n < 2 * shortest or penalty == np.inf:
        return []
    total = np.concatenate([[0.0], np.cumsum(counts)])
    best = np.full(n + 1, np.inf)
    best[0] = -penalty
    previous = np.zeros(n + 1, dtype=np.int64)
    open_ = np.zeros(1, dtype=np.int64)
    for end in range(shortest, n + 1):
        old = open_ <= end - shortest
        starts = open_[old]
        values = best[starts] + deviance(total[end] - total[starts], end - starts, size) + penalty
        at = int(values.argmin())
        best[end], previous[end] = values[at], starts[at]
        open_ = np.concatenate([starts[values - penalty <= best[end]], open_[~old], [end - shortest + 1]])
    found: list[int] = []
    end = n
    while previous[end] > 0:
        end = int(previous[end])
        found.append(end)
    return found[::-1]


def deviance(events: Reals, length: npt.NDArray[np.int64], size: float) -> Reals:
    """Twice the negative log-likelihood of one level for so many events in so many periods, without common terms."""
    mean = events / length
    logs = np.log(np.where(events > 0, mean, 1.0))
    return np.asarray(-2 * (events * logs - (events + length * size) * np.log1p(mean / size)), dtype=np.float64)


def penalty(periods: int, mean: float, size: float, shortest: int) -> float:
    """What a change must gain: see RARE. Simulated for rounded values, so that series alike share it."""
    if periods < 2 * shortest or mean <= 0:
        return np.inf
    length = int(np.exp(round(20 * np.log(periods)) / 20)) + 1
    level, evenness = np.exp(round(8 * np.log(max(mean, 1e-3))) / 8), np.exp(round(5 * np.log(size)) / 5)
    return _simulated(max(length, 2 * shortest), float(level), float(evenness), shortest)


@lru_cache(maxsize=2000)
def _simulated(periods: int, mean: float, size: float, shortest: int) -> float:
    generator = np.random.default_rng(7)
    drawn = generator.poisson(mean * generator.gamma(size, 1 / size, (DRAWS, periods))).astype(np.float64)
    total = np.cumsum(drawn, axis=1)
    places = np.arange(shortest, max(shortest + 1, periods - shortest + 1))
    whole = deviance(total[:, -1], np.array(periods), size)
    left = deviance(total[:, places - 1], places, size)
    right = deviance(total[:, -1:] - total[:, places - 1], periods - places, size)
    return float(np.quantile(whole - (left + right).min(axis=1), 1 - RARE))
