"""What lists of statements and of actors say as a whole, as findings."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from legation.dynamics.acts import ordinal
from legation.dynamics.periods import make_periods
from legation.records.finding import Estimate, Finding, Series

Row = Mapping[str, Any]


def statements(rows: Iterable[Row], *, most: int = 5) -> Finding:
    """Acts of speech by month, from rows of `act`, `month` (None: no date), `statements`, `quoted` and `unnamed`.

    Series of the `most` frequent acts; numbers of all."""
    counted = list(rows)
    acts: Counter[str] = Counter()
    for row in counted:
        acts[row["act"]] += row["statements"]
    number = sum(acts.values())
    ordered = sorted(acts, key=lambda a: (-acts[a], a))
    days = [d for r in counted if (d := ordinal(r["month"])) is not None]
    periods = make_periods("month", min(days), max(days)) if days else None
    placed: dict[str, list[float]] = {a: [0.0] * len(periods.starts) for a in ordered[:most]} if periods else {}
    for row in counted:
        day = ordinal(row["month"])
        place = None if periods is None or day is None else periods.place(day)
        if place is not None and row["act"] in placed:
            placed[row["act"]][place] += row["statements"]
    undated = sum(r["statements"] for r in counted if ordinal(r["month"]) is None)
    return Finding(
        kind="statements",
        title="Statements by act and month",
        step="month",
        starts=periods.days() if periods else (),
        series=tuple(Series(name=a, title=a, unit="statements", values=tuple(v)) for a, v in placed.items()),
        estimates=tuple(Estimate(name=a, title=a, value=float(acts[a]), unit="statements") for a in ordered),
        summary=_said(counted, number, ordered, acts),
        notes=(f"{undated} without a date are in no month.",) if undated else (),
    )


def _said(counted: Sequence[Row], number: int, ordered: Sequence[str], acts: Mapping[str, int]) -> tuple[str, ...]:
    if not number:
        return ("No statement is recorded.",)
    quoted, unnamed = sum(r["quoted"] for r in counted), sum(r["unnamed"] for r in counted)
    plural = "" if number == 1 else "s"
    first = f"{number:,} statement{plural}, {quoted / number:.0%} quoted, {unnamed / number:.0%} unnamed."
    return (first, f"The most frequent act is to {ordered[0]} ({acts[ordered[0]]:,}).")


def actors(rows: Sequence[Row], total: int) -> Finding:
    """Acts of the busiest actors, from rows of `code`, `events`, `given`, `received` and `score`, the busiest first."""
    return Finding(
        kind="actors",
        title="Actors by number of acts",
        actors=tuple(r["code"] for r in rows),
        estimates=tuple(
            Estimate(
                name=r["code"], title=r["code"], value=float(r["events"]), unit="acts",
                note=f"{r['given']:,} given, {r['received']:,} received"
                + ("" if r["score"] is None else f", mean score {r['score']:+.1f}"),
            )
            for r in rows
        ),
        summary=(f"{total:,} actors; {rows[0]['code']} takes part in most acts ({rows[0]['events']:,}).",)
        if rows else ("No act is recorded.",),
    )  # fmt: skip
