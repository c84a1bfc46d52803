"""One relation, asked once: its rows, and every finding on it, for pages, commands, plots and notebooks alike."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from legation.analysis import agenda, borne, plots, prospects, reciprocity, ruptures, series
from legation.dynamics.acts import Acts, acts, between, iso, ordinal
from legation.errors import SettingsError
from legation.records.finding import Finding, Step

Row = Mapping[str, Any]
Load = Callable[[], Sequence[Row]]

AROUND = 28
"""Days of a series before the first act and after the last one."""

LONG = 3 * 366
"""Days from which series are by month."""

KINDS = ("series", "ruptures", "reciprocity", "agenda", "prospects")

EVENTS = """
select e.id, e.document_id, e.type, e.mode, e.status, e.contexts, e.actors, e.recipients, e.date_from, e.date_to,
       e.trigger, e.quad, e.score, e.goldstein, o.occurrence_id
from events e left join occurrence_events o on o.event_id = e.id
where (list_contains(actors, $first) or list_contains(recipients, $first))
  and (list_contains(actors, $second) or list_contains(recipients, $second))
  and ($since::date is null or date_from >= $since::date) and ($until::date is null or date_from <= $until::date)
order by date_from, e.id
"""
STATEMENTS = """
select s.*, d.published from statements s left join documents d on d.id = s.document_id
where s.country = $first or s.country = $second order by d.published desc nulls last, s.id
"""
COMMITMENTS = """
select c.id, c.agreement, c.status, c.parties, c.since, c.evidence, d.published
from commitments c left join documents d on d.id = c.document_id
where list_contains(c.parties, $first) and list_contains(c.parties, $second) order by d.published, c.id
"""
READ_DAYS = "select distinct published as day from documents where published is not null order by day"


class Rows(Protocol):
    """What a query gives."""

    def to_dicts(self) -> list[dict[str, Any]]: ...


class Queried(Protocol):
    """What is asked of a ledger."""

    def query(self, sql: str, parameters: Any = None) -> Rows: ...


class Drawing(str):
    """A finding as SVG; notebooks show the picture."""

    def _repr_svg_(self) -> str:
        return str(self)


class Dyad:
    """The relation of two actors (codes: "USA", "RUS"), between two days where they are given.

    `events`, `statements`, `read_days` and `commitments` give rows of the ledger's views when they are first
    wanted (see `of`). Notebooks show a dyad as the plot of its series.
    """

    def __init__(
        self,
        first: str,
        second: str,
        *,
        events: Load,
        statements: Load,
        read_days: Load,
        commitments: Load = tuple,
        since: str | None = None,
        until: str | None = None,
    ) -> None:
        if first == second:
            raise SettingsError("a relation has two different actors")
        self.first, self.second, self.since, self.until = first, second, since, until
        self._load = (events, statements, read_days, commitments)

    @classmethod
    def of(
        cls, ledger: Queried, first: str, second: str, *, since: str | None = None, until: str | None = None
    ) -> "Dyad":
        """The relation of two actors in a ledger."""
        pair = {"first": first, "second": second}
        window = {"since": since, "until": until}
        return cls(
            first, second, since=since, until=until,
            events=lambda: ledger.query(EVENTS, {**pair, **window}).to_dicts(),
            statements=lambda: ledger.query(STATEMENTS, pair).to_dicts(),
            read_days=lambda: ledger.query(READ_DAYS).to_dicts(),
            commitments=lambda: ledger.query(COMMITMENTS, pair).to_dicts(),
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Dyad({self.first!r}, {self.second!r})"

    @cached_property
    def events(self) -> Sequence[Row]:
        """Events in which both take part."""
        return self._load[0]()

    @cached_property
    def acts(self) -> Acts:
        """Acts of the two towards each other, by day."""
        return Acts(between(acts(self.events), self.first, self.second))

    @cached_property
    def statements(self) -> Sequence[Row]:
        """Statements of speakers from either side."""
        return self._load[1]()

    @cached_property
    def commitments(self) -> Sequence[Row]:
        """Commitments of both."""
        return self._load[3]()

    @cached_property
    def read_days(self) -> list[str] | None:
        """Days on which anything was read; None where no report is dated (imported events alone)."""
        return [str(r["day"]) for r in self._load[2]() if r["day"]] or None

    @cached_property
    def window(self) -> tuple[str | None, str | None]:
        """First and last day of series: as asked, else `AROUND` days beyond the acts, not beyond what was read."""
        days = [a.day for a in self.acts]
        if not days:
            return self.since, self.until
        read = [d for r in self.read_days or () if (d := ordinal(r)) is not None]
        low = min(days[0], max(days[0] - AROUND, min(read, default=days[0])))
        high = max(days[-1], min(days[-1] + AROUND, max(read, default=days[-1])))
        return self.since or iso(low), self.until or iso(high)

    @cached_property
    def step(self) -> Step:
        """The step that suits the length of the window: weeks up to three years, then months."""
        first, last = (ordinal(day) if day else None for day in self.window)
        return "month" if first is not None and last is not None and last - first > LONG else "week"

    def series(self, step: Step | None = None) -> Finding:
        """Cooperation and conflict by day, week or month."""
        since, until = self.window
        return series.measure(
            self.acts, self.first, self.second, step=step or self.step, since=since, until=until,
            read_days=self.read_days,
        )  # fmt: skip

    def ruptures(self, step: Step | None = None) -> Finding:
        """Days on which the level of the relation changed."""
        since, until = self.window
        return ruptures.find(
            self.acts, self.first, self.second, step=step or self.step, since=since, until=until,
            read_days=self.read_days,
        )  # fmt: skip

    def reciprocity(self) -> Finding:
        """Who answers whom, how strongly and how fast."""
        return reciprocity.measure(self.acts, self.first, self.second, since=self.since, until=self.until)

    def agenda(self, step: Step = "month") -> Finding:
        """Contexts of the relation over time."""
        return agenda.trace(self.acts, self.first, self.second, step=step, since=self.since, until=self.until)

    def prospects(self) -> Finding:
        """What speakers of both sides expect, and what became of it."""
        found = prospects.gather(self.statements, self.first, self.second, since=self.since, until=self.until)
        return borne.compare(found, self.events, self.commitments, read_days=self.read_days, until=self.until)

    def finding(self, kind: str, step: Step | None = None) -> Finding:
        """The finding of one of `KINDS`. Raises SettingsError for another kind."""
        if kind not in KINDS:
            raise SettingsError(f"unknown finding {kind!r}; known: {', '.join(KINDS)}")
        found: Finding = getattr(self, kind)(step) if kind in KINDS[:2] else getattr(self, kind)()
        return found

    def plot(self, path: str | Path | None = None, *, kind: str = "series", step: Step | None = None) -> Drawing:
        """A finding drawn: as SVG, and written to `path` (.svg or .png) where one is given."""
        found = self.finding(kind, step)
        if path is not None:
            plots.save(found, Path(path))
        return Drawing(plots.draw(found))

    def _repr_svg_(self) -> str:
        return plots.draw(self.series())
