"""Who answers whom, how strongly and how fast.

Two readings of the same days: mutual excitation (a Hawkes process over each side's acts, `dynamics.excitation`), and a
vector autoregression of each side's weekly net score with Granger's test (as Goldstein and Freeman studied
reciprocity). Both with intervals; both validated on simulated data with known parameters in the tests.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2, f, t

from legation.analysis.series import window
from legation.dynamics.acts import Act, Acts, Row, acts, between, once
from legation.dynamics.excitation import Excitation, fit, smooth
from legation.dynamics.periods import Periods, count, make_periods
from legation.records import Record
from legation.records.finding import Estimate, Finding, Series

Reals = npt.NDArray[np.float64]

FEWEST = 20
"""Acts that each side needs for excitation to be fitted."""
WEEKS = 30
"""Weeks that an autoregression needs."""
SLOWEST = 0.07
"""Slowest decay a day: what follows later than two weeks in the mean is a trend, not an answer."""
LAGS = 2
"""Weeks that an autoregression looks back."""


class Regression(Record, frozen=True, kw_only=True):
    """Of one side's score on the other's: sum of the lagged coefficients with its interval, and Granger's F-test."""

    effect: float
    low: float
    high: float
    p_value: float


def measure(
    rows: Iterable[Row] | Acts, first: str, second: str, *, since: str | None = None, until: str | None = None
) -> Finding:
    """Effects of each side's acts on the other's, for all acts and for cooperation and conflict apart."""
    happened = once(between(acts(rows), first, second))
    title = f"{first} and {second}: who answers whom"
    span = window(happened, since, until, None)
    if span is None:
        return Finding(kind="reciprocity", title=title, actors=(first, second), notes=("Nothing is recorded.",))
    days = make_periods("day", *span)
    estimates: list[Estimate] = []
    summary: list[str] = []
    for kind, ending in (("all", ""), ("cooperation", "cooperation"), ("conflict", "conflict")):
        chosen = [a for a in happened if a.quad.endswith(ending)]
        found, lines = _excitation(kind, chosen, days, first, second)
        estimates += found
        summary += lines
    weeks = make_periods("week", *span)
    net = np.stack([_net(happened, weeks, first), _net(happened, weeks, second)], axis=1)
    found, lines = _regressions(net, first, second)
    return Finding(
        kind="reciprocity",
        title=title,
        actors=(first, second),
        step="week",
        starts=weeks.days(),
        series=(
            Series(name="toward", title=f"{first} → {second}", unit="net score", values=tuple(net[:, 0].tolist())),
            Series(name="back", title=f"{second} → {first}", unit="net score", values=tuple(net[:, 1].tolist())),
        ),
        estimates=(*estimates, *found),
        summary=(*summary, *lines) or ("Too little is recorded to tell who answers whom.",),
        notes=(
            "Effect: acts of the one side that one act of the other calls forth in all (Hawkes process over days).",
            "A slow trend of each side (three months) is taken out first: shared moods are not answers.",
            "Two-sided events (talks, agreements) count for both sides on one day and do not show as answers.",
            f"Granger: weekly sums of PLOVER scores, {LAGS} lags; what both do for a third reason shows here too.",
        ),
    )


def _excitation(
    kind: str, chosen: Sequence[Act], days: Periods, first: str, second: str
) -> tuple[list[Estimate], list[str]]:
    """Estimates and sentences of the two-sided process; none where a side has too few acts."""
    sided = _one_sided(chosen)
    counts = np.stack([count([a for a in sided if a.source == side], days) for side in (first, second)], axis=1)
    if counts.sum(axis=0).min() < FEWEST:
        return [], []
    trend = smooth(counts)
    process = fit(counts, trend=trend, slowest=SLOWEST)
    alone = fit(counts, trend=trend, slowest=SLOWEST, mutual=False)
    gain = 2 * (process.log_likelihood - alone.log_likelihood)
    p = float(chi2.sf(max(gain, 0.0), 2))
    found = [
        _effect(f"{kind}_back", f"{second}'s answer to {first} ({kind})", process, 1, 0),
        _effect(f"{kind}_toward", f"{first}'s answer to {second} ({kind})", process, 0, 1),
        Estimate(
            name=f"{kind}_lag", title=f"Mean days to the answer ({kind})", value=process.lag, unit="days",
            low=_lag(process.decay_interval[1]), high=_lag(process.decay_interval[0]),
        ),
        Estimate(name=f"{kind}_p", title=f"Chance of such answers without any ({kind})", value=p, unit="p"),
    ]  # fmt: skip
    return found, _told(kind, process, p, first, second)


def _told(kind: str, process: Excitation, p: float, first: str, second: str) -> list[str]:
    what = "acts" if kind == "all" else kind
    if p >= 0.05:
        return [f"No answer in {what} can be told from chance (p = {p:.2f})."]
    back, toward = process.effect[1][0], process.effect[0][1]
    stronger, one, other = (second, back, toward) if back >= toward else (first, toward, back)
    return [
        f"{stronger} answers more in {what}: {one:.2f} acts to each of the other's, against {other:.2f}; "
        f"{process.lag:.0f} days in the mean (p = {p:.3f})."
    ]


def _one_sided(chosen: Sequence[Act]) -> list[Act]:
    """Acts whose occurrence has one direction only."""
    directions: dict[str, set[str]] = {}
    for act in chosen:
        directions.setdefault(act.occurrence, set()).add(act.source)
    return [a for a in chosen if len(directions[a.occurrence]) == 1]


def _lag(decay: float) -> float:
    return float(1 / -np.expm1(-decay))


def _effect(name: str, title: str, process: Excitation, of: int, on: int) -> Estimate:
    low, high = process.effect_interval[of][on]
    return Estimate(
        name=name, title=title, value=process.effect[of][on], unit="acts an act", low=low, high=high,
        level=process.level,
    )  # fmt: skip


def _net(happened: Iterable[Act], weeks: Periods, source: str) -> Reals:
    """Sum of PLOVER scores of one side's acts by week."""
    sums = np.zeros(len(weeks.starts))
    for act in happened:
        place = weeks.place(act.day)
        if act.source == source and place is not None and act.score is not None:
            sums[place] += act.score
    return sums


def _regressions(net: Reals, first: str, second: str) -> tuple[list[Estimate], list[str]]:
    found: list[Estimate] = []
    lines: list[str] = []
    if len(net) < WEEKS or not net.std(axis=0).all():
        return found, lines
    for name, of, on, who, whom in (("back", 1, 0, second, first), ("toward", 0, 1, first, second)):
        result = regress(net[:, of], net[:, on], LAGS)
        found.append(
            Estimate(
                name=f"granger_{name}", title=f"{who}'s net score on {whom}'s of {LAGS} weeks before",
                value=result.effect, unit="score a score", low=result.low, high=result.high,
                note=f"Granger p = {result.p_value:.3f}",
            )
        )  # fmt: skip
        if result.p_value < 0.05:
            lines.append(f"{whom}'s weeks foretell {who}'s (Granger p = {result.p_value:.3f}).")
    return found, lines


def regress(own: Reals, other: Reals, lags: int, level: float = 0.95) -> Regression:
    """Least squares of a series on its own and another's lags: the other's summed effect, and whether it helps."""
    n = len(own) - lags
    mine = np.stack([own[lags - i - 1 : lags - i - 1 + n] for i in range(lags)], axis=1)
    theirs = np.stack([other[lags - i - 1 : lags - i - 1 + n] for i in range(lags)], axis=1)
    target, ones = own[lags:], np.ones((n, 1))
    full = np.hstack([ones, mine, theirs])
    weights, residual = _least(full, target)
    _, restricted = _least(np.hstack([ones, mine]), target)
    free = n - full.shape[1]
    # A fit without any error (a handful of acts in many quiet weeks) tells nothing: the floor keeps the test finite.
    variance = max(residual, 1e-9 * float(target @ target), 1e-12) / free
    covariance = variance * np.linalg.pinv(full.T @ full)
    pick = np.concatenate([np.zeros(1 + lags), np.ones(lags)])
    effect, error = float(pick @ weights), float(np.sqrt(max(pick @ covariance @ pick, 0.0)))
    wide = float(t.ppf(0.5 + level / 2, free)) * error
    statistic = (restricted - residual) / lags / variance
    return Regression(effect=effect, low=effect - wide, high=effect + wide, p_value=float(f.sf(statistic, lags, free)))


def _least(design: Reals, target: Reals) -> tuple[Reals, float]:
    weights = np.asarray(np.linalg.lstsq(design, target, rcond=None)[0], dtype=np.float64)
    return weights, float(((target - design @ weights) ** 2).sum())
