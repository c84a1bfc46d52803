"""How a relation moved: cooperation and conflict by week or month, what is missing told from what is quiet."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from legation.dynamics.acts import QUADS, Act, Acts, Row, acts, between, iso, once, ordinal
from legation.dynamics.periods import Periods, count, make_periods
from legation.records.finding import Finding, Mark, Series, Step

DIRECTIONS = ("toward", "back")


def window(
    found: Sequence[Act], since: str | None, until: str | None, read_days: Collection[Any] | None
) -> tuple[int, int] | None:
    """First and last day to show: as asked, else of the acts and of what was read; None where there is nothing."""
    days = [a.day for a in found] + [d for r in read_days or () if (d := ordinal(r)) is not None]
    first = ordinal(since) if since else min(days, default=None)
    last = ordinal(until) if until else max(days, default=None)
    return None if first is None or last is None or last < first else (first, last)


def unread(periods: Periods, read_days: Collection[Any] | None) -> list[bool]:
    """Which periods had nothing read at all; none of them where it is not known what was read."""
    if read_days is None:
        return [False] * len(periods.starts)
    missing = [True] * len(periods.starts)
    for value in read_days:
        day = ordinal(value)
        place = None if day is None else periods.place(day)
        if place is not None:
            missing[place] = False
    return missing


def measure(
    rows: Iterable[Row] | Acts,
    first: str,
    second: str,
    *,
    step: Step = "week",
    since: str | None = None,
    until: str | None = None,
    read_days: Collection[Any] | None = None,
) -> Finding:
    """Mean PLOVER and Goldstein scores, counts by quad class, occurrences and reports, both ways and each way.

    A value is None where nothing was read in the period (or, for a mean, where nothing happened); a quiet period counts
    0. Periods outside a known reading are missing. Raises SettingsError for an unknown step."""
    told = between(acts(rows), first, second)
    title = f"{first} and {second}: cooperation and conflict by {step}"
    span = window(told, since, until, read_days)
    if span is None:
        return Finding(kind="series", title=title, actors=(first, second), step=step, notes=("Nothing is recorded.",))
    periods = make_periods(step, *span)
    missing = unread(periods, read_days)
    for act in told:
        place = periods.place(act.day)
        if place is not None:
            missing[place] = False
    happened = once(told)
    return Finding(
        kind="series",
        title=title,
        actors=(first, second),
        step=step,
        starts=periods.days(),
        series=(*_scores(happened, periods, first), *_counts(told, happened, periods, missing, first, second)),
        marks=_marks(happened, periods),
        summary=_summary(happened, first, second, periods),
        notes=_notes(missing, read_days is not None, step),
    )


def _scores(happened: Sequence[Act], periods: Periods, first: str) -> list[Series]:
    kinds: tuple[tuple[str, str, Callable[[Act], float | None]], ...] = (
        ("score", "PLOVER score", lambda a: a.score),
        ("goldstein", "Goldstein score", lambda a: a.goldstein),
    )
    ways: tuple[tuple[str, str, Callable[[Act], bool]], ...] = (
        ("", "", lambda a: True),
        ("_toward", f", acts of {first}", lambda a: a.source == first),
        ("_back", f", acts towards {first}", lambda a: a.source != first),
    )
    return [
        Series(name=n + s, title=f"Mean {t}{w}", unit="score", values=_mean(happened, periods, value, chosen))
        for n, t, value in kinds
        for s, w, chosen in ways
    ]


def _mean(
    found: Iterable[Act], periods: Periods, value: Callable[[Act], float | None], chosen: Callable[[Act], bool]
) -> tuple[float | None, ...]:
    sums, numbers = [0.0] * len(periods.starts), [0] * len(periods.starts)
    for act in found:
        place, one = periods.place(act.day), value(act)
        if place is not None and one is not None and chosen(act):
            sums[place] += one
            numbers[place] += 1
    return tuple(s / n if n else None for s, n in zip(sums, numbers, strict=True))


def _counts(
    told: Sequence[Act], happened: Sequence[Act], periods: Periods, missing: Sequence[bool], first: str, second: str
) -> list[Series]:
    unit = "occurrences"

    def series(name: str, title: str, found: Iterable[Act], unit: str = unit) -> Series:
        values = count(found, periods).tolist()
        return Series(
            name=name, title=title, unit=unit,
            values=tuple(None if m else v for v, m in zip(values, missing, strict=True)),
        )  # fmt: skip

    whole = {a.occurrence: a for a in happened}.values()
    reports = {(a.document or a.event_id, a.occurrence): a for a in told}.values()
    found = [series("occurrences", "Occurrences", whole), series("reports", "Reports", reports, "reports")]
    for quad in QUADS:
        name = quad.replace(" ", "_")
        found.append(series(name, quad.capitalize(), [a for a in whole if a.quad == quad]))
        for suffix, source, target in (("toward", first, second), ("back", second, first)):
            title = f"{source} → {target}"
            acted = [a for a in happened if a.quad == quad and a.source == source]
            found.append(series(f"{name}_{suffix}", f"{quad.capitalize()}, {title}", acted))
    return found


def _marks(happened: Sequence[Act], periods: Periods, number: int = 12) -> tuple[Mark, ...]:
    """The occurrences with the strongest scores."""
    scored = {a.occurrence: a for a in happened if a.score is not None and periods.place(a.day) is not None}
    strongest = sorted(scored.values(), key=lambda a: (-abs(a.score or 0), -a.day, a.occurrence))[:number]
    return tuple(
        Mark(
            kind="occurrence", day=iso(a.day), title=f"{a.source} → {a.target}: {a.type}", detail=a.title,
            size=a.score, event_ids=(a.event_id,),
        )
        for a in sorted(strongest, key=lambda a: (a.day, a.occurrence))
    )  # fmt: skip


def _summary(happened: Sequence[Act], first: str, second: str, periods: Periods) -> tuple[str, ...]:
    inside = [a for a in happened if periods.place(a.day) is not None]
    whole = list({a.occurrence: a for a in inside}.values())
    if not whole:
        return (f"Nothing between {first} and {second} is recorded in this time.",)
    friendly = sum(a.quad.endswith("cooperation") for a in whole)
    scored = [a.score for a in whole if a.score is not None]
    lines = [
        f"{len(whole)} occurrences from {iso(periods.starts[0])} to {iso(periods.stop - 1)}: "
        f"{friendly} of cooperation, {len(whole) - friendly} of conflict."
    ]
    if scored:
        lines.append(f"Mean PLOVER score {sum(scored) / len(scored):+.1f} (from -10 to 10).")
    return tuple(lines)


def _notes(missing: Sequence[bool], known: bool, step: str) -> tuple[str, ...]:
    if not known:
        return (f"It is not known on which days anything was read: a {step} without reports counts as quiet.",)
    gaps = sum(missing)
    return (f"{gaps} of {len(missing)} {step}s are missing: nothing was read.",) if gaps else ()
