"""Where a finding's values stand on a page: shapes that templates draw, each with the link to its evidence."""

import datetime
from collections.abc import Sequence
from itertools import groupby

from legation.records import Finding, Mark, Record
from legation.records.finding import Series, Step
from legation.web.desk import Row
from legation.web.naming import QUAD_SIGNS, link, name_days, parse_day, score_class

WIDTH, HALF, LEFT, AXIS = 960.0, 92.0, 34.0, 18.0
"""Size of a drawing in its own units; the page scales it to its width."""


class Bar(Record, frozen=True, kw_only=True):
    """A period's rectangle of one quad class, what it says, and where its events are."""

    x: float
    y: float
    width: float
    height: float
    sign: str
    words: str
    href: str


class Gap(Record, frozen=True, kw_only=True):
    """Periods in which nothing was read."""

    x: float
    width: float


class Tick(Record, frozen=True, kw_only=True):
    """A label on an axis."""

    at: float
    words: str


class Flag(Record, frozen=True, kw_only=True):
    """A mark on the chart: a number that the list below repeats."""

    x: float
    number: int
    words: str
    href: str


class Dot(Record, frozen=True, kw_only=True):
    """Mean score of a period."""

    x: float
    y: float
    sign: str
    words: str


class Bars(Record, frozen=True, kw_only=True):
    """Cooperation above the line, conflict below it, mean scores beneath, by period."""

    width: float
    height: float
    middle: float
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]
    days: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    flags: tuple[Flag, ...]
    dots: tuple[Dot, ...]
    score_middle: float
    largest: int


def last_of(start: str, step: Step | None) -> str:
    """The last day of the period that begins on a day."""
    day = datetime.date.fromisoformat(start)
    if step == "month":
        return (datetime.date(day.year + day.month // 12, day.month % 12 + 1, 1) - datetime.timedelta(1)).isoformat()
    return (day + datetime.timedelta(days=6 if step == "week" else 0)).isoformat()


def _values(finding: Finding, name: str) -> tuple[float | None, ...]:
    found: Series | None = next((s for s in finding.series if s.name == name), None)
    return found.values if found else (None,) * len(finding.starts)


def bars(finding: Finding, marks: Sequence[Mark] = ()) -> Bars | None:
    """The chart of a series finding; None where it has no periods."""
    number = len(finding.starts)
    if not number:
        return None
    counts = {quad: _values(finding, quad.replace(" ", "_")) for quad in QUAD_SIGNS}
    up = [sum(counts[q][i] or 0 for q in counts if q.endswith("cooperation")) for i in range(number)]
    down = [sum(counts[q][i] or 0 for q in counts if q.endswith("conflict")) for i in range(number)]
    largest = max(1.0, *up, *down)
    step = (WIDTH - LEFT) / number
    top = AXIS + HALF
    drawn: list[Bar] = []
    for quad, values in counts.items():
        for i, value in enumerate(values):
            if value:
                drawn.append(_bar(finding, quad, i, value, counts, largest, step, top))
    missing = gaps(counts["verbal conflict"], step)
    score_middle = AXIS + 2 * HALF + 52
    return Bars(
        width=WIDTH, height=AXIS + 2 * HALF + 112, middle=top, bars=tuple(drawn), gaps=tuple(missing),
        days=_days(finding.starts, step), largest=int(largest),
        levels=(Tick(at=AXIS + 8, words=f"{largest:g}"), Tick(at=top + HALF, words=f"{largest:g}")),
        flags=_flags(finding, marks, step), dots=_dots(finding, step, score_middle), score_middle=score_middle,
    )  # fmt: skip


def gaps(values: Sequence[float | None], step: float) -> list[Gap]:
    """Runs of missing values."""
    found: list[Gap] = []
    for missing, run in groupby(range(len(values)), key=lambda i: values[i] is None):
        if missing:
            places = list(run)
            found.append(Gap(x=LEFT + places[0] * step, width=len(places) * step))
    return found


def _bar(
    finding: Finding, quad: str, i: int, value: float, counts: dict[str, tuple[float | None, ...]],
    largest: float, step: float, top: float,
) -> Bar:  # fmt: skip
    """Material acts stand on the line, verbal ones beyond them."""
    kind = quad.rpartition(" ")[2]
    height = (HALF - 12) * value / largest
    base = 0.0 if quad.startswith("material") else (HALF - 12) * (counts[f"material {kind}"][i] or 0) / largest
    y = top - base - height if kind == "cooperation" else top + base
    start, end = finding.starts[i], last_of(finding.starts[i], finding.step)
    first, second = finding.actors
    return Bar(
        x=LEFT + i * step + min(0.6, step * 0.1), y=y, width=max(0.8, step - min(1.2, step * 0.2)), height=height,
        sign=QUAD_SIGNS[quad], words=f"{name_days(start, end)}: {value:g} of {quad}",
        href=link("/events", first=first, second=second, quad=quad, since=start, until=end),
    )  # fmt: skip


def _days(starts: Sequence[str], step: float) -> tuple[Tick, ...]:
    every = max(1, round(120 / step))
    found = []
    for i in range(every // 2, len(starts), every):
        day = parse_day(starts[i])
        if day:
            words = f"{day:%b %Y}" if step < 40 else f"{day.day} {day:%b %Y}"
            found.append(Tick(at=LEFT + (i + 0.5) * step, words=words))
    return tuple(found)


def _place(starts: Sequence[str], day: str, step: float) -> float | None:
    index = sum(s <= day for s in starts) - 1
    return LEFT + (index + 0.5) * step if index >= 0 else None


def _flags(finding: Finding, marks: Sequence[Mark], step: float) -> tuple[Flag, ...]:
    found = []
    for number, mark in enumerate(marks, 1):
        x = _place(finding.starts, mark.day, step)
        if x is not None:
            href = link("/events", ids=",".join(mark.event_ids)) if mark.event_ids else f"#rupture-{number}"
            words = f"{name_days(mark.day)}: {mark.title} {mark.detail}"
            found.append(Flag(x=x, number=number, words=words, href=href))
    return tuple(found)


def _dots(finding: Finding, step: float, middle: float) -> tuple[Dot, ...]:
    found = []
    for i, value in enumerate(_values(finding, "score")):
        if value is not None:
            words = f"{name_days(finding.starts[i], last_of(finding.starts[i], finding.step))}: mean score {value:+.1f}"
            found.append(
                Dot(x=LEFT + (i + 0.5) * step, y=middle - 3.2 * max(-10.0, min(10.0, value)), sign=score_class(value),
                    words=words)
            )  # fmt: skip
    return tuple(found)


class Act(Record, frozen=True, kw_only=True):
    """An event on the timeline, in the lane of who acts."""

    x: float
    y: float
    sign: str
    words: str
    href: str


class Arrow(Record, frozen=True, kw_only=True):
    """From what answers to what it answers, as an SVG path."""

    path: str
    kind: str
    words: str


class Timeline(Record, frozen=True, kw_only=True):
    """Acts of both parties in two lanes by day, and arrows between acts that answer one another."""

    width: float
    height: float
    lanes: tuple[Tick, ...]
    days: tuple[Tick, ...]
    acts: tuple[Act, ...]
    arrows: tuple[Arrow, ...]


LANES = (46.0, 134.0)


def timeline(events: Sequence[Row], answers: Sequence[Row], first: str, second: str) -> Timeline | None:
    """The newest dated events of two parties; None where there are none."""
    dated = [(e, day) for e in events if (day := parse_day(e["date_from"])) is not None]
    if not dated:
        return None
    low, high = min(d for _, d in dated), max(d for _, d in dated)
    span = max(1, (high - low).days)
    places: dict[str, tuple[float, float]] = {}
    crowd: dict[tuple[int, int], int] = {}
    acts = []
    for event, day in dated:
        lane = 0 if first in (event["actors"] or ()) else 1
        x = 24 + (WIDTH - 48) * (day - low).days / span
        stacked = crowd.get((lane, int(x // 11)), 0)
        crowd[lane, int(x // 11)] = stacked + 1
        y = LANES[lane] + (-1 if lane == 0 else 1) * 10 * min(stacked, 3)
        places[event["id"]] = (x, y)
        words = f"{name_days(event['date_from'], event['date_to'])}: {event['type'].lower()} {event['trigger'] or ''}"
        acts.append(Act(x=x, y=y, sign=QUAD_SIGNS.get(event["quad"], "vc"), words=words, href=f"#event-{event['id']}"))
    arrows = [
        Arrow(path=_arc(places[a["from_id"]], places[a["to_id"]]), kind=a["kind"], words=a["evidence"])
        for a in answers
        if a["from_id"] in places and a["to_id"] in places
    ]
    ticks = [(low, 24.0, "start"), (high, WIDTH - 24, "end")]
    return Timeline(
        width=WIDTH, height=186.0, acts=tuple(acts), arrows=tuple(arrows),
        lanes=(Tick(at=LANES[0], words=first), Tick(at=LANES[1], words=second)),
        days=tuple(Tick(at=x, words=name_days(d.isoformat())) for d, x, _ in ticks[: 1 if low == high else 2]),
    )  # fmt: skip


def _arc(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    bend = 26 if y1 == y2 else 0
    mx, my = (x1 + x2) / 2, (y1 + y2) / 2 + (bend if y1 < 90 else -bend)
    # The path stops short of the dot so that the arrow's head stays visible.
    length = max(1.0, ((x2 - mx) ** 2 + (y2 - my) ** 2) ** 0.5)
    ex, ey = x2 - 9 * (x2 - mx) / length, y2 - 9 * (y2 - my) / length
    return f"M{x1:.1f} {y1:.1f}Q{mx:.1f} {my:.1f} {ex:.1f} {ey:.1f}"
