"""How agreements of a kind usually end: base rates with their sources, and what they say of commitments on record.

Base rates are facts about classes, not forecasts of one case: they carry only as far as the class fits. Where no source
carries a rate for a kind, none is given.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

from legation.dynamics.acts import Row
from legation.records import Record
from legation.records.finding import Estimate


class BaseRate(Record, frozen=True, kw_only=True):
    """How often `outcome` came of agreements of a kind: `count` of `of` cases; what was counted, and where."""

    kind: str
    outcome: str
    count: int
    of: int
    cases: str
    source: str

    @property
    def share(self) -> float:
        """The mean of the posterior from a flat prior (rule of succession)."""
        return (self.count + 1) / (self.of + 2)

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """The interval of the same posterior."""
        from scipy.stats import beta

        low, high = beta.ppf([(1 - level) / 2, (1 + level) / 2], self.count + 1, self.of - self.count + 1)
        return float(low), float(high)


@cache
def base_rates() -> tuple[BaseRate, ...]:
    """All base rates (`data/base_rates.toml`, with sources)."""
    table = tomllib.loads((files("legation.forecasting") / "data" / "base_rates.toml").read_text("utf-8"))
    return tuple(BaseRate(**row) for row in table["rate"])


def rates(kind: str) -> tuple[BaseRate, ...]:
    """The base rates of one kind of commitment; empty where no data carry one."""
    return tuple(r for r in base_rates() if r.kind == kind)


def own_rate(commitments: Iterable[Row], kind: str) -> BaseRate | None:
    """The rate at which agreements of a kind on record were left, among those whose end is on record; None for none.

    An agreement counts once, by its latest row: `expired` or `in force` past its term against `withdrawn` or
    `suspended`."""
    latest: dict[str, str] = {}
    for row in commitments:
        if row.get("kind") == kind and row.get("status"):
            latest[str(row.get("agreement")).casefold()] = str(row["status"])
    ended = [s for s in latest.values() if s in ("expired", "withdrawn", "suspended")]
    if not ended:
        return None
    left = sum(s != "expired" for s in ended)
    return BaseRate(
        kind=kind, outcome="left before its end", count=left, of=len(ended), cases="agreements on this record",
        source="this ledger",
    )  # fmt: skip


def assess(commitments: Iterable[Row], today: str) -> tuple[Estimate, ...]:
    """Base rates for the commitments that are still open on a day, those with the nearest end first.

    `value` is None, and the note says so, where no data carry a rate for the kind."""
    rows = list(commitments)
    day = date.fromisoformat(today).isoformat()
    open_ = [r for r in rows if (r.get("status") not in ("expired", "withdrawn")) and (end := _end(r)) and end >= day]
    found: list[Estimate] = []
    for row in sorted(open_, key=lambda r: (_end(r) or "", str(r.get("agreement")))):
        kind = str(row.get("kind") or "")
        known = [*rates(kind), *([own] if (own := own_rate(rows, kind)) else [])]
        title = f"{row.get('agreement')} (until {_end(row)})"
        if not known:
            found.append(
                Estimate(name=str(row.get("id")), title=title, value=None, note=f"No data carry a rate for a {kind}.")
            )
        for rate in known:
            low, high = rate.interval()
            found.append(
                Estimate(
                    name=str(row.get("id")), title=f"{title}: {rate.outcome}", value=rate.share, unit="probability",
                    low=low, high=high, level=0.9, note=f"{rate.count} of {rate.of} {rate.cases} ({rate.source}).",
                )
            )  # fmt: skip
    return tuple(found)


def _end(row: Row) -> str | None:
    """The day by which a commitment is due or ends, at the earliest (a year or month counts from its first day)."""
    ends = [str(v) for v in (row.get("deadline"), row.get("expires")) if v]
    return min(ends) if ends else None
