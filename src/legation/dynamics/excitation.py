"""Hawkes processes over days: events that call forth further events of their own side and of the other.

Intensity of side i on day t, in events a day (Hawkes 1971, in days as dates are known to the day):
    λ_i(t) = μ_i g_i(t) + Σ_j α_ij Σ_{s<t} n_j(s) (1 − d) d^(t−s−1),   d = exp(−β)
so α_ij is the number of events of i that one event of j calls forth in all, and 1/(1 − d) days is how long that takes
in the mean. Counts are Poisson given the past. Fitted by maximum likelihood; intervals from the observed information on
the scale of logarithms (Ogata 1978). g is a slow trend of mean 1 (constant unless given): what raises both sides for
months would else pass for answers.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.signal import lfilter
from scipy.stats import norm

from legation.records import Record

Reals = npt.NDArray[np.float64]

SMALLEST = 1e-6


class Excitation(Record, frozen=True, kw_only=True):
    """A fitted process of k sides: `base` [k], `effect` [k, k] (of column on row), `decay` β a day, with intervals.

    `log_likelihood` is the maximum, without the factorials."""

    base: tuple[float, ...]
    effect: tuple[tuple[float, ...], ...]
    decay: float
    base_interval: tuple[tuple[float, float], ...]
    effect_interval: tuple[tuple[tuple[float, float], ...], ...]
    decay_interval: tuple[float, float]
    log_likelihood: float
    level: float = 0.95

    @property
    def lag(self) -> float:
        """Mean days from an event to those it calls forth."""
        return float(1 / -np.expm1(-self.decay))


def traces(counts: Reals, decay: float) -> Reals:
    """Σ_{s<t} n(s) (1 − d) d^(t−s−1) for counts [days, sides]."""
    keep = float(np.exp(-decay))
    return np.asarray(lfilter([0.0, 1 - keep], [1.0, -keep], counts, axis=0), dtype=np.float64)


def _slopes(counts: Reals, decay: float) -> tuple[Reals, Reals]:
    """Traces and their derivatives by log decay."""
    keep = float(np.exp(-decay))
    found = traces(counts, decay)
    return found, np.asarray(lfilter([0.0, -keep * decay], [1.0, -keep], found - counts, axis=0), dtype=np.float64)


def _loss(parameters: Reals, counts: Reals, mask: npt.NDArray[np.bool_], trend: Reals) -> tuple[float, Reals]:
    """Negative log-likelihood (without factorials) and its gradient in the logarithms of the parameters."""
    sides = counts.shape[1]
    base = np.exp(parameters[:sides])
    effect = np.zeros((sides, sides))
    effect[mask] = np.exp(parameters[sides:-1])
    trace, slope = _slopes(counts, float(np.exp(parameters[-1])))
    intensity = np.maximum(base * trend + trace @ effect.T, SMALLEST)
    pull = 1 - counts / intensity
    gradient = np.concatenate(
        [
            base * (pull * trend).sum(axis=0),
            (effect * (pull.T @ trace))[mask],
            [float((pull * (slope @ effect.T)).sum())],
        ]
    )
    return float((intensity - counts * np.log(intensity)).sum()), gradient


def smooth(counts: Reals, days: int = 45) -> Reals:
    """A slow trend of counts [days, sides], mean 1: triangular means over `days` to either side."""
    weights = np.bartlett(2 * days + 3)[1:-1]
    whole = np.convolve(np.ones(len(counts)), weights)[days : days + len(counts)]
    found = np.stack([np.convolve(c, weights)[days : days + len(c)] / whole for c in counts.T], axis=1)
    return np.asarray((found + 1e-6) / (found + 1e-6).mean(axis=0), dtype=np.float64)


def fit(
    counts: Reals,
    *,
    mutual: bool = True,
    level: float = 0.95,
    trend: Reals | None = None,
    slowest: float = 0.01,
    starts: Sequence[float] = (0.1, 0.4, 1.2),
) -> Excitation:
    """Fits counts [days, sides]. Without `mutual`, sides excite only themselves; `slowest` is the least decay.

    The search begins at each of the decays `starts`; the likeliest end is taken."""
    counts = np.asarray(counts, dtype=np.float64)
    sides = counts.shape[1]
    mask = np.ones((sides, sides), dtype=np.bool_) if mutual else np.eye(sides, dtype=np.bool_)
    rate = np.maximum(counts.mean(axis=0), 1e-3)
    shape = np.ones_like(counts) if trend is None else trend
    best = None
    for decay in sorted({max(s, slowest) for s in starts}):
        start = np.concatenate([np.log(0.6 * rate), np.full(int(mask.sum()), np.log(0.2)), [np.log(decay)]])
        bounds = [(-12.0, 6.0)] * sides + [(-9.0, 1.5)] * int(mask.sum()) + [(np.log(slowest), np.log(4.0))]
        found = minimize(_loss, start, args=(counts, mask, shape), jac=True, method="L-BFGS-B", bounds=bounds)
        if best is None or found.fun < best.fun:
            best = found
    assert best is not None
    return _describe(np.asarray(best.x), counts, mask, shape, level, -float(best.fun))


def _describe(
    parameters: Reals, counts: Reals, mask: npt.NDArray[np.bool_], trend: Reals, level: float, likelihood: float
) -> Excitation:
    sides = counts.shape[1]
    wide = float(norm.ppf(0.5 + level / 2)) * _errors(parameters, counts, mask, trend)
    low, high = np.exp(parameters - wide), np.exp(np.minimum(parameters + wide, 50.0))
    value = np.exp(parameters)
    effect, below, above = np.zeros((3, sides, sides))
    effect[mask], below[mask], above[mask] = value[sides:-1], low[sides:-1], high[sides:-1]
    return Excitation(
        base=tuple(value[:sides].tolist()),
        effect=tuple(tuple(row) for row in effect.tolist()),
        decay=float(value[-1]),
        base_interval=tuple(zip(low[:sides].tolist(), high[:sides].tolist(), strict=True)),
        effect_interval=tuple(
            tuple(zip(a, b, strict=True)) for a, b in zip(below.tolist(), above.tolist(), strict=True)
        ),
        decay_interval=(float(low[-1]), float(high[-1])),
        log_likelihood=likelihood,
        level=level,
    )


def _errors(parameters: Reals, counts: Reals, mask: npt.NDArray[np.bool_], trend: Reals) -> Reals:
    """Standard errors of log parameters: the inverse of the information, by differences of the gradient."""
    size, step = len(parameters), 1e-4
    information = np.zeros((size, size))
    for i in range(size):
        shift = np.zeros(size)
        shift[i] = step
        ahead = _loss(parameters + shift, counts, mask, trend)[1]
        behind = _loss(parameters - shift, counts, mask, trend)[1]
        information[i] = (ahead - behind) / (2 * step)
    information = (information + information.T) / 2 + 1e-9 * np.eye(size)
    variance = np.diag(np.linalg.pinv(information))
    return np.sqrt(np.where(variance > 0, variance, 1e4))


def simulate(base: Reals, effect: Reals, decay: float, days: int, seed: int) -> Reals:
    """Counts [days, sides] drawn from a process."""
    generator = np.random.default_rng(seed)
    keep = float(np.exp(-decay))
    counts, trace = np.zeros((days, len(base))), np.zeros(len(base))
    for t in range(days):
        counts[t] = generator.poisson(base + effect @ trace)
        trace = keep * trace + (1 - keep) * counts[t]
    return counts


def expect(process: Excitation, counts: Reals, days: int) -> Reals:
    """Expected events [days ahead, sides] after the counts so far."""
    keep = float(np.exp(-process.decay))
    base, effect = np.array(process.base), np.array(process.effect)
    trace = traces(np.vstack([counts, np.zeros((1, counts.shape[1]))]), process.decay)[-1]
    found = np.zeros((days, len(base)))
    for t in range(days):
        found[t] = base + effect @ trace
        trace = keep * trace + (1 - keep) * found[t]
    return found
