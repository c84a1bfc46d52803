"""Probabilities of what a count stands for: a meeting, a sanction, an escalation.

A meeting (sanction) happens where at least one is counted. An escalation is at least twice as much material conflict as
usual: with m the mean of the last 26 weeks that were read, at least max(2, ⌈2 m w⌉) occurrences within w weeks.
"""

import numpy as np
import numpy.typing as npt

from legation.forecasting import chances
from legation.forecasting.chances import EVENTS
from legation.forecasting.levels import Levels, Origin

Reals = npt.NDArray[np.float64]

BESIDE = ("exponential smoothing", "climatology", "averaged")
"""Methods that may correct the combination's probabilities."""
FEWEST = 150
"""Settled forecasts that a recalibration needs, of which a tenth as many must have come true."""


def least(levels: Levels, known: int, event: str) -> npt.NDArray[np.int64]:
    """From which count on an event has happened, for each pair."""
    past = levels.panel.counts[:, levels.panel.targets.index(EVENTS[event]), :known]
    return chances.least(past, event, levels.far - levels.near + 1)


def probability(levels: Levels, origin: Origin, event: str, method: str) -> Reals:
    """A method's probability of an event for each pair."""
    place = levels.panel.targets.index(EVENTS[event])
    mine = levels.target == place
    below = np.cumsum(origin.distributions[method][mine], axis=1)
    count = least(levels, origin.known, event)
    return np.asarray(1 - below[np.arange(len(count)), np.minimum(count - 1, below.shape[1] - 1)], dtype=np.float64)


def happened(levels: Levels, origin: Origin, event: str) -> Reals:
    """Whether it came to the event (1 or 0), for each pair; the origin's outcome must be known."""
    assert origin.outcome is not None
    place = levels.panel.targets.index(EVENTS[event])
    outcome = origin.outcome[levels.target == place]
    return np.asarray(outcome >= least(levels, origin.known, event), dtype=np.float64)


def _logit(p: Reals) -> Reals:
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(p / (1 - p)), dtype=np.float64)


def recalibrate(past: Reals, came: Reals, now: Reals, beside: tuple[Reals, Reals] | None = None) -> Reals:
    """Probabilities corrected by how past ones fared: a logistic curve in their logits, drawn towards no change.

    `beside` are other methods' logits less these, past and present [cases, methods]: with them these and the squares of
    the logits weigh in. Too few past cases change nothing."""
    if len(past) < FEWEST or min(came.sum(), len(came) - came.sum()) < FEWEST / 10:
        return now
    design, asked = ([np.ones_like(x), _logit(x)] for x in (past, now))
    if beside is not None:
        design, asked = [*design, _logit(past) ** 2, *beside[0].T], [*asked, _logit(now) ** 2, *beside[1].T]
    table, prior = np.stack(design, axis=1), np.eye(len(design))[1]
    ridge = np.diag([2.0, *[8.0] * (len(design) - 1)])
    weights = prior.copy()
    for _ in range(15):
        p = 1 / (1 + np.exp(-table @ weights))
        gradient = table.T @ (came - p) - ridge @ (weights - prior)
        curvature = (table * (p * (1 - p))[:, None]).T @ table + ridge
        weights = weights + np.clip(np.linalg.solve(curvature, gradient), -1, 1)
    return np.asarray(1 / (1 + np.exp(-(np.stack(asked, axis=1) @ weights))), dtype=np.float64)


def calibrated(levels: Levels, origin: Origin, event: str, method: str) -> Reals:
    """A method's probabilities at an origin, corrected by its forecasts that were settled by then, of all pairs.

    They are left as they are while the settled spans overlap one another, all of them."""
    settled = levels.settled(origin.known, method)
    now = probability(levels, origin, event, method)
    if not settled or settled[-1].known - settled[0].known < levels.far:
        return now  # spans that all overlap are hardly more than one case
    past = np.concatenate([probability(levels, o, event, method) for o in settled])
    came = np.concatenate([happened(levels, o, event) for o in settled])
    if event == "escalation":  # distant thresholds make the other methods' logits extreme: they mislead (measured)
        return recalibrate(past, came, now)
    then = np.concatenate([_beside(levels, o, event, method) for o in settled])
    return recalibrate(past, came, now, (then, _beside(levels, origin, event, method)))


def chance(levels: Levels, origin: Origin, event: str, method: str) -> Reals:
    """The probability that is told: of a rare event the mean of the corrected one and of what pairs learn together."""
    told = calibrated(levels, origin, event, method)
    learnt = levels.chances(event, origin.known)
    return told if learnt is None else (told + learnt) / 2


def _beside(levels: Levels, origin: Origin, event: str, method: str) -> Reals:
    """Logits of the methods BESIDE less those of a method [pairs, methods]."""
    own = _logit(probability(levels, origin, event, method))
    return np.stack([_logit(probability(levels, origin, event, name)) - own for name in BESIDE], axis=1)
