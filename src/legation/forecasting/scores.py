"""Proper scores, calibration and paired tests.

A predictive distribution of counts is an array of probabilities of 0, 1, 2, … (the last entry holds all that is above).
"""

import numpy as np
import numpy.typing as npt
from scipy.stats import t, wilcoxon

from legation.records import Record

Reals = npt.NDArray[np.float64]


def crps(probabilities: Reals, observed: Reals) -> Reals:
    """Continuous ranked probability score of each row [cases, counts]: lower is better, in counts."""
    steps = np.arange(probabilities.shape[1])
    below = np.cumsum(probabilities, axis=1)
    return np.asarray(((below - (observed[:, None] <= steps)) ** 2).sum(axis=1), dtype=np.float64)


def log_score(probabilities: Reals, observed: Reals) -> Reals:
    """Negative logarithm of the probability of what was observed."""
    place = np.minimum(observed.astype(np.int64), probabilities.shape[1] - 1)
    return np.asarray(-np.log(np.maximum(probabilities[np.arange(len(place)), place], 1e-12)), dtype=np.float64)


def brier(probability: Reals, happened: Reals) -> Reals:
    """Squared difference of probability and outcome."""
    return np.asarray((probability - happened) ** 2, dtype=np.float64)


def calibration(probability: Reals, happened: Reals, bins: int = 10) -> list[tuple[float, float, int]]:
    """The calibration curve: mean probability, share that happened, and number, for each filled bin of equal width."""
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    return [
        (float(probability[place == b].mean()), float(happened[place == b].mean()), int((place == b).sum()))
        for b in range(bins)
        if (place == b).any()
    ]


def calibration_error(probability: Reals, happened: Reals, bins: int = 10) -> float:
    """Expected calibration error: mean distance of probability and share over bins of equal width, by their number."""
    curve = calibration(probability, happened, bins)
    return sum(n * abs(p - h) for p, h, n in curve) / max(1, len(probability))


class Paired(Record, frozen=True, kw_only=True):
    """A paired comparison over independent units: mean gain (positive: the first is better), its interval, p-values."""

    gain: float
    low: float
    high: float
    p_value: float
    rank_p_value: float
    units: int


def compare(ours: Reals, theirs: Reals, level: float = 0.95) -> Paired:
    """Compares mean scores of units (dyads): one-sided p-values of Student's paired and of Wilcoxon's test."""
    gain = theirs - ours
    n = len(gain)
    mean, error = float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan")
    wide = float(t.ppf(0.5 + level / 2, n - 1)) * error
    rank = float(wilcoxon(gain, alternative="greater").pvalue) if n > 1 and np.any(gain != 0) else 1.0
    p_value = float(t.sf(mean / error, n - 1)) if error > 0 else 1.0
    return Paired(gain=mean, low=mean - wide, high=mean + wide, p_value=p_value, rank_p_value=rank, units=n)
