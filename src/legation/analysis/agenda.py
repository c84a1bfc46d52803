"""What a relation is about: contexts of its events over time."""

from collections import Counter
from collections.abc import Iterable

from legation.analysis.series import window
from legation.dynamics.acts import Acts, Row, acts, between, once
from legation.dynamics.periods import make_periods
from legation.records.finding import Estimate, Finding, Series, Step

NONE = "unspecified"


def trace(
    rows: Iterable[Row] | Acts,
    first: str,
    second: str,
    *,
    step: Step = "month",
    since: str | None = None,
    until: str | None = None,
    most: int = 8,
) -> Finding:
    """Occurrences by context and period; the `most` frequent contexts. An event counts in each of its contexts."""
    happened = {a.occurrence: a for a in once(between(acts(rows), first, second))}
    title = f"{first} and {second}: agenda"
    span = window(list(happened.values()), since, until, None)
    if span is None:
        return Finding(kind="agenda", title=title, actors=(first, second), step=step, notes=("Nothing is recorded.",))
    periods = make_periods(step, *span)
    table: dict[str, list[float]] = {}
    totals: Counter[str] = Counter()
    number = 0
    for act in happened.values():
        place = periods.place(act.day)
        if place is None:
            continue
        number += 1
        for context in act.contexts or (NONE,):
            table.setdefault(context, [0.0] * len(periods.starts))[place] += 1
            totals[context] += 1
    named = sorted((c for c in totals if c != NONE), key=lambda c: (-totals[c], c))[:most]
    shown = [*named, *([NONE] if NONE in totals else [])]
    lines = [f"{', '.join(named[:3])} come up most." if named else "No context is recorded."]
    return Finding(
        kind="agenda",
        title=title,
        actors=(first, second),
        step=step,
        starts=periods.days(),
        series=tuple(Series(name=c, title=c.capitalize(), unit="occurrences", values=tuple(table[c])) for c in shown),
        estimates=tuple(Estimate(name=c, title=f"Share of {c}", value=totals[c] / number, unit="share") for c in named),
        summary=(*lines, *_moves(table, named)),
        notes=("Shares can add up to more than 1: an event may have several contexts.",),
    )


def _moves(table: dict[str, list[float]], named: list[str]) -> list[str]:
    """Contexts whose share changed most between the first and the second half of the time."""
    length = len(next(iter(table.values()), []))
    half = length // 2
    if half < 2:
        return []
    whole = [sum(table[c][i] for c in table) for i in range(length)]
    early, late = sum(whole[:half]), sum(whole[half:])
    if min(early, late) < 10:
        return []
    change = {c: sum(table[c][half:]) / late - sum(table[c][:half]) / early for c in named}
    best = max(change, key=lambda c: abs(change[c]), default=None)
    if best is None or abs(change[best]) < 0.1:
        return []
    verb = "more" if change[best] > 0 else "less"
    return [f"{best.capitalize()} is {verb} of the agenda in the second half ({change[best]:+.0%})."]
