"""What may come between two actors: counts by quad class, probabilities of events, and how good such forecasts were.

Every number comes with its baseline. Where the combined method did not beat all baselines on the pair's own past, the
best baseline stands in its place, `shown` is false and the note says so.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dynamics.acts import QUADS, Row, acts, iso, once, ordinal
from legation.errors import SettingsError
from legation.forecasting.chances import EVENTS
from legation.forecasting.counts import BASELINES
from legation.forecasting.levels import COMBINED, Learners, Levels, Origin
from legation.forecasting.panel import Panel, busiest, days_read, make_panel
from legation.forecasting.risks import chance, happened, least, probability
from legation.forecasting.scores import brier
from legation.records.finding import QUANTILES, Estimate, Finding, Forecast, forecast_id

Reals = npt.NDArray[np.float64]

WEEKS = (1, 4, 12)
PAIRS = 41
"""Busiest pairs, its own among them, that a forecast of counts learns from."""
WIDE = 150
"""Busiest pairs that a forecast of a rare event learns from."""
SHORTEST = 16
"""Weeks of record before anything is forecast."""
FEWEST = 8
"""Settled forecasts of the pair before a method can be said to beat a baseline."""
ORIGINS = 24
"""About how many past origins are gone through."""
LEVEL = 0.8


def forecast(
    rows: Iterable[Row],
    first: str,
    second: str,
    *,
    run_id: str,
    made_on: str | None = None,
    weeks: Sequence[int] = WEEKS,
    read_days: Collection[Any] | None = None,
) -> tuple[Forecast, ...]:
    """Forecasts for the next `weeks` weeks after `made_on` (by default the last day read, or with an event in `rows`).

    `rows` are events of the whole ledger, from which the methods learn, or of the pair alone. Later rows are not looked
    at. `read_days` are the days on which anything was read: weeks without one are missing, not quiet (where it is None,
    every week counts as read). Gives nothing where less than SHORTEST weeks were read. Raises SettingsError for an
    unusable day."""
    found = once(acts(rows))
    read = days_read(read_days, found)
    end = ordinal(made_on) if made_on else max(read if read else (a.day for a in found), default=None)
    if made_on and end is None:
        raise SettingsError(f"{made_on!r} is not a day (YYYY-MM-DD)")
    if end is None:
        return ()
    found = [a for a in found if a.day <= end]
    asked = (min(first, second), max(first, second))
    pairs = list(dict.fromkeys([asked, *busiest(found, WIDE)]))
    wide = make_panel(found, pairs, end, read_days=read_days)
    panel = wide.first(PAIRS)
    if panel.weeks_read < SHORTEST:
        return ()
    forecasts: list[Forecast] = []
    learners = Learners(panel, wide)
    for length in weeks:
        if panel.weeks_read < SHORTEST + length:
            continue
        levels = Levels(panel, 1, length, learners)
        origins = levels.walk(every=max(1, (panel.weeks - SHORTEST) // ORIGINS))
        frame = _Frame(levels, origins, first, second, run_id)
        forecasts += [frame.count(i) for i, target in enumerate(panel.targets) if target in QUADS]
        forecasts += [frame.event(event) for event in EVENTS]
    return tuple(forecasts)


class _Frame:
    """One span of weeks for the pair that stands first in the panel."""

    def __init__(self, levels: Levels, origins: Sequence[Origin], first: str, second: str, run_id: str) -> None:
        self.levels, self.now = levels, origins[-1]
        self.settled = [o for o in origins if o.outcome is not None]
        self.names = (first, second)
        self.run_id = run_id

    def count(self, place: int) -> Forecast:
        """The forecast of a quad class."""
        panel: Panel = self.levels.panel
        scores = {
            name: float(np.mean([o.scores[name][place] for o in self.settled]))
            for name in (COMBINED, *BASELINES)
            if self.settled and all(name in o.scores for o in self.settled)
        }
        method, baseline, skill, shown = self._choose(scores)
        chances = self.now.distributions[method][place]
        below = np.cumsum(chances)
        cut = [float(np.searchsorted(below, q - 1e-12)) for q in (*QUANTILES, (1 - LEVEL) / 2, (1 + LEVEL) / 2)]
        return self._record(
            panel.targets[place], method, baseline, skill, shown,
            mean=float((chances * np.arange(len(chances))).sum()),
            low=cut[-2], high=cut[-1], quantiles=tuple(cut[:-2]), reasons=self._reasons(place),
        )  # fmt: skip

    def event(self, event: str) -> Forecast:
        """The forecast of an event."""
        scores: dict[str, float] = {}
        for name in (COMBINED, *BASELINES):
            told = [self._chance(o, event, name) for o in self.settled]
            came = [float(happened(self.levels, o, event)[0]) for o in self.settled]
            if told:
                scores[name] = float(brier(np.array(told), np.array(came)).mean())
        method, baseline, skill, shown = self._choose(scores)
        chance = min(0.99, max(0.01, self._chance(self.now, event, method)))
        came_number = sum(float(happened(self.levels, o, event)[0]) for o in self.settled)
        reason = f"It came to that in {came_number:.0f} of {len(self.settled)} past spans of this length."
        return self._record(
            event, method, baseline, skill, shown, probability=chance, reasons=(reason,) if self.settled else (),
            least=int(least(self.levels, self.now.known, event)[0]),
        )  # fmt: skip

    def _chance(self, origin: Origin, event: str, method: str) -> float:
        corrected = chance if method == COMBINED else probability
        return float(corrected(self.levels, origin, event, method)[0])

    def _choose(self, scores: dict[str, float]) -> tuple[str, str, float | None, bool]:
        """Method, best baseline, skill, and whether the combination beat every baseline."""
        known = {n: s for n, s in scores.items() if n in BASELINES}
        if not known:
            return "climatology", "climatology", None, False
        baseline = min(known, key=lambda n: (known[n], n))
        ours, theirs = scores[COMBINED], known[baseline]
        skill = 1 - ours / theirs if theirs > 0 else 0.0
        shown = len(self.settled) >= FEWEST and ours < theirs
        return (COMBINED if shown else baseline), baseline, skill, shown

    def _record(
        self, target: str, method: str, baseline: str, skill: float | None, shown: bool, **values: object
    ) -> Forecast:
        made_on, length = self.levels.panel.made_on, self.levels.far
        note = ""
        if not shown:
            few = len(self.settled) < FEWEST
            why = (
                f"only {len(self.settled)} past forecasts can be judged" if few
                else f"no method beats {baseline} on this pair's own past"
            )  # fmt: skip
            note = f"No forecast: {why}. What is given is the baseline ({method})."
        return Forecast(
            id=forecast_id(self.run_id, iso(made_on), self.names, target, length),
            run_id=self.run_id,
            made_on=iso(made_on),
            first=self.names[0],
            second=self.names[1],
            target=target,
            measure="probability" if "probability" in values else "count",
            weeks=length,
            start=iso(made_on + 1),
            end=iso(made_on + 7 * length),
            method=method,
            baseline=baseline,
            level=LEVEL,
            skill=skill,
            trials=len(self.settled),
            shown=shown,
            note=note,
            **values,  # type: ignore[arg-type]
        )

    def _reasons(self, place: int) -> tuple[str, ...]:
        """What the past was like."""
        past = self.levels.series[place]
        known = past[np.isfinite(past)]
        lines = [f"The last four weeks read had {known[-4:].sum():.0f}, the mean of four is {4 * known.mean():.1f}."]
        if len(known) < len(past):
            lines.append(f"In {len(past) - len(known)} of {len(past)} weeks nothing was read: they do not count.")
        names = [n for n in self.now.distributions if n != COMBINED]
        target = int(self.levels.target[place])
        weights = self.levels.weights(names, self.now.known)[target]
        best = sorted(zip(weights, names, strict=True), reverse=True)[:3]
        lines.append("Weighs most: " + ", ".join(f"{n} ({w:.0%})" for w, n in best) + ".")
        return tuple(lines)


def present(forecasts: Sequence[Forecast]) -> Finding:
    """Forecasts of one pair as a finding: estimates with intervals; what is only a baseline is marked as such."""
    if not forecasts:
        why = f"Nothing is forecast from less than {SHORTEST} weeks of record."
        return Finding(kind="outlook", title="Outlook", summary=(why,))
    one = forecasts[0]
    estimates, summary = [], []
    for f in forecasts:
        span = f"{f.weeks} week{'s' if f.weeks > 1 else ''}"
        title = f"{f.target.capitalize()}, {span}"
        value, unit = (f.probability, "probability") if f.measure == "probability" else (f.mean, "occurrences")
        mark = "" if f.shown else " (baseline)"
        estimates.append(
            Estimate(
                name=f"{f.target}_{f.weeks}".replace(" ", "_"), title=title + mark, value=value, unit=unit, low=f.low,
                high=f.high, level=f.level, note=f.note or f"Skill {f.skill:+.0%} against {f.baseline}.",
            )
        )  # fmt: skip
        if f.weeks == 4 or len(forecasts) < 8:
            number = f"{value:.0%}" if f.measure == "probability" else f"{value:.1f} ({f.low:.0f} to {f.high:.0f})"
            summary.append(f"{title}: {number}{mark}.")
    hidden = sum(not f.shown for f in forecasts)
    notes = [f"Made from what was recorded up to {one.made_on}; intervals hold {one.level:.0%}."]
    if hidden:
        notes.append(f"{hidden} of {len(forecasts)} are baselines: no method did better on this pair's own past.")
    notes.append("An escalation is at least twice the usual material conflict (mean of 26 weeks), and at least two.")
    return Finding(
        kind="outlook",
        title=f"{one.first} and {one.second}: outlook from {one.made_on}",
        actors=(one.first, one.second),
        estimates=tuple(estimates),
        summary=tuple(summary),
        notes=tuple(notes),
    )
