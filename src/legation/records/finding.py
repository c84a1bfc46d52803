"""What an analysis or a forecast returns: plain data that a page, a command and a plot show alike.

Days are ISO dates. A value of None is missing: nothing was read for that period. A quiet period has 0.
"""

from collections.abc import Iterable
from html import escape
from typing import Literal

from legation.records.base import Record, digest

FindingKind = Literal[
    "series", "ruptures", "reciprocity", "agenda", "network", "prospects", "outlook", "record", "commitments",
    "statements", "actors",
]  # fmt: skip
MarkKind = Literal["rupture", "occurrence", "commitment"]
Step = Literal["day", "week", "month"]
Verdict = Literal["borne out", "not borne out", "open", "cannot be told"]


class Series(Record, frozen=True, kw_only=True):
    """Values of equal periods, one for each of the finding's `starts`; `low`–`high` is an interval."""

    name: str
    title: str
    unit: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


class Mark(Record, frozen=True, kw_only=True):
    """Something that stands out on a day; `event_ids` lead to its evidence. `size` is in the unit of its kind."""

    kind: MarkKind
    day: str
    title: str
    detail: str = ""
    size: float | None = None
    event_ids: tuple[str, ...] = ()


class Estimate(Record, frozen=True, kw_only=True):
    """A quantity with its interval of the given level; `low` and `high` are None where none can be given."""

    name: str
    title: str
    value: float | None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    note: str = ""


class Edge(Record, frozen=True, kw_only=True):
    """What one state did to another in a period: number of events and mean PLOVER score."""

    period: str
    source: str
    target: str
    events: int
    score: float | None
    cooperation: int = 0
    conflict: int = 0


class Comparison(Record, frozen=True, kw_only=True):
    """What became of a prospect from `since` to `until` (`stated`: the speaker named that time), and the records behind
    the verdict."""

    verdict: Verdict
    why: str
    since: str | None = None
    until: str | None = None
    stated: bool = False
    event_ids: tuple[str, ...] = ()
    commitment_ids: tuple[str, ...] = ()


class Prospect(Record, frozen=True, kw_only=True):
    """What a speaker expects, as said: never mixed with what is computed. `comparison`: what became of it."""

    statement_id: str
    day: str | None
    speaker: str
    country: str | None
    issue: str
    direction: Literal["better", "worse", "unchanged", "open"]
    content: str
    hedges: tuple[str, ...] = ()
    document_id: str | None = None
    comparison: Comparison | None = None


class Finding(Record, frozen=True, kw_only=True):
    """The answer of one analysis. `summary`: sentences for people; `notes`: method, limits, what is missing."""

    kind: FindingKind
    title: str
    actors: tuple[str, ...] = ()
    step: Step | None = None
    starts: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    edges: tuple[Edge, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    summary: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        """The finding in a notebook: its sentences, quantities and marks."""
        lines = "".join(f"<p>{escape(line)}</p>" for line in (*self.summary, *self.notes))
        quantities = [(e.title, _told(e.value, e.unit), _told_between(e.low, e.high)) for e in self.estimates]
        marks = [(m.day, m.title, m.detail) for m in self.marks]
        return f"<h4>{escape(self.title)}</h4>{lines}{_table(quantities)}{_table(marks)}"


def _told(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:,.3g} {unit}".strip()


def _told_between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:,.3g} – {high:,.3g}"


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table>{body}</table>" if body else ""


class Forecast(Record, frozen=True, kw_only=True):
    """One forecast for a pair of actors; stored with its run and never rewritten.

    `target` is a quad class (a count: `mean`, `low`–`high` at `level`, `quantiles` at `QUANTILES`) or an event
    (`probability` that `least` or more are counted). `start`–`end` are the days forecast, `made_on` the last day known.
    `skill` is 1 − score / best baseline's score on the pair's own past (CRPS or Brier); `shown` is false where the
    method does not beat the baselines there: then `method` is that baseline and `note` says so. `trials` is the number
    of past forecasts behind `skill`."""

    id: str
    run_id: str
    made_on: str
    first: str
    second: str
    target: str
    measure: Literal["count", "probability"]
    weeks: int
    start: str
    end: str
    method: str
    baseline: str
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.8
    quantiles: tuple[float, ...] = ()
    probability: float | None = None
    least: int | None = None
    skill: float | None = None
    trials: int = 0
    shown: bool = False
    note: str = ""
    reasons: tuple[str, ...] = ()


class Outcome(Record, frozen=True, kw_only=True):
    """A forecast held against what happened: the observed `value`, its `score` (CRPS or Brier), `inside` or not."""

    forecast_id: str
    observed_to: str
    value: float
    score: float
    inside: bool | None = None


QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""The levels of a forecast's `quantiles`."""


def forecast_id(run_id: str, made_on: str, pair: tuple[str, str], target: str, weeks: int) -> str:
    """The id of a forecast: what was asked, when and by which run."""
    return digest((run_id, made_on, *pair, target, str(weeks)))
