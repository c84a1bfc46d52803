"""The track record: forecasts whose time has come, held against what happened. Forecasts are never rewritten."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from legation.dynamics.acts import Act, Row, acts, once, ordinal
from legation.forecasting.chances import EVENTS
from legation.forecasting.panel import TARGETS, days_read, pair_of, read_throughout
from legation.forecasting.scores import calibration, calibration_error
from legation.records.finding import QUANTILES, Estimate, Finding, Forecast, Outcome


def settle(
    forecasts: Iterable[Forecast], rows: Iterable[Row], read_to: str, read_days: Collection[Any] | None = None
) -> tuple[Outcome, ...]:
    """Outcomes of the forecasts whose last day is not after `read_to`, the day up to which reading went.

    With `read_days` (days on which anything was read) a forecast with a week in which nothing was read is not settled:
    what happened then is not known. Counts are scored by the CRPS of their quantiles (twice the mean quantile loss),
    probabilities by Brier's score."""
    limit = ordinal(read_to) or 0
    groups: dict[tuple[str, str], dict[str, Act]] = defaultdict(dict)
    told = acts(rows)
    read = days_read(read_days, told)
    for act in once(told):
        groups[pair_of(act)].setdefault(act.occurrence, act)
    found = []
    for forecast in forecasts:
        start, end = ordinal(forecast.start) or 0, ordinal(forecast.end) or 0
        if end > limit or not read_throughout(read, start, end):
            continue
        pair = (min(forecast.first, forecast.second), max(forecast.first, forecast.second))
        found.append(_outcome(forecast, list(groups[pair].values()), start, end, read_to))
    return tuple(found)


def _outcome(forecast: Forecast, told: Sequence[Act], start: int, end: int, read_to: str) -> Outcome:
    counted = TARGETS[EVENTS.get(forecast.target, forecast.target)]
    number = float(sum(start <= a.day <= end and counted(a) for a in told))
    if forecast.measure == "probability":
        assert forecast.probability is not None
        value = float(number >= (forecast.least or 1))
        return Outcome(
            forecast_id=forecast.id, observed_to=read_to, value=value, score=(forecast.probability - value) ** 2
        )
    levels, cuts = np.array(QUANTILES), np.array(forecast.quantiles)
    loss = np.where(number >= cuts, levels * (number - cuts), (1 - levels) * (cuts - number))
    inside = forecast.low is not None and forecast.high is not None and forecast.low <= number <= forecast.high
    return Outcome(
        forecast_id=forecast.id, observed_to=read_to, value=number, score=float(2 * loss.mean()), inside=inside
    )


def review(forecasts: Iterable[Forecast], outcomes: Iterable[Outcome]) -> Finding:
    """The track record by target and span: share inside the interval, mean score, calibration of probabilities."""
    known: Mapping[str, Outcome] = {o.forecast_id: o for o in outcomes}
    settled = [(f, known[f.id]) for f in forecasts if f.id in known]
    if not settled:
        return Finding(kind="record", title="Track record", summary=("No forecast has been settled yet.",))
    groups: dict[tuple[str, int], list[tuple[Forecast, Outcome]]] = defaultdict(list)
    for forecast, outcome in settled:
        groups[forecast.target, forecast.weeks].append((forecast, outcome))
    estimates: list[Estimate] = []
    for (target, weeks), group in sorted(groups.items()):
        name = f"{target}_{weeks}".replace(" ", "_")
        title = f"{target.capitalize()}, {weeks} week{'s' if weeks > 1 else ''}"
        mean = float(np.mean([o.score for _, o in group]))
        measure = "Brier" if group[0][0].measure == "probability" else "CRPS"
        estimates.append(
            Estimate(name=f"{name}_score", title=f"{title}: {measure}", value=mean, unit=measure,
                     note=f"{len(group)} settled")
        )  # fmt: skip
        inside = [o.inside for _, o in group if o.inside is not None]
        if inside:
            share = float(np.mean(inside))
            estimates.append(
                Estimate(name=f"{name}_inside", title=f"{title}: inside the interval", value=share, unit="share",
                         note=f"expected {group[0][0].level:.0%}")
            )  # fmt: skip
    estimates += _calibration(settled)
    return Finding(
        kind="record",
        title="Track record",
        actors=tuple(sorted({a for f, _ in settled for a in (f.first, f.second)})),
        estimates=tuple(estimates),
        summary=(f"{len(settled)} forecasts are settled.", *_lines(settled)),
    )


def _probabilities(settled: Sequence[tuple[Forecast, Outcome]]) -> tuple[Any, Any]:
    told = [(f.probability, o.value) for f, o in settled if f.probability is not None]
    return np.array([p for p, _ in told]), np.array([v for _, v in told])


def _calibration(settled: Sequence[tuple[Forecast, Outcome]]) -> list[Estimate]:
    chance, came = _probabilities(settled)
    if not len(chance):
        return []
    curve = [
        Estimate(
            name=f"calibration_{p:.2f}", title=f"Told {p:.0%}: came true", value=h, unit="share", note=f"{n} times"
        )
        for p, h, n in calibration(chance, came)
    ]
    error = calibration_error(chance, came)
    return [*curve, Estimate(name="ece", title="Expected calibration error", value=error, unit="share")]


def _lines(settled: Sequence[tuple[Forecast, Outcome]]) -> list[str]:
    inside = [o.inside for _, o in settled if o.inside is not None]
    chance, came = _probabilities(settled)
    lines = []
    if inside:
        level = next(f.level for f, o in settled if o.inside is not None)
        lines.append(f"{sum(inside)} of {len(inside)} counts fell into their interval ({level:.0%} should).")
    if len(chance):
        lines.append(f"Events told with {chance.mean():.0%} in the mean came true in {came.mean():.0%} of {len(came)}.")
    return lines
