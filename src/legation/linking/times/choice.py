"""Which year, month or week a partial date means, by the publication date and the tense."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from legation.linking.times import calendar
from legation.linking.times.values import OPEN, Frame, Value, in_month, in_year, on_day, over

_AHEAD = frozenset({"by", "until", "till", "before", "through", "starting", "beginning", "effective"})
_PAST_BIAS = 1.6  # news looks back more often than ahead: a day ahead weighs as much as 1.6 days back


_SKIPPED = frozenset("the of end start beginning middle mid early late - about around on for".split())
_EXTENDED = frozenset(
    "extension extend extends extended extending prolong prolonged prolongation renewed mandate deadline".split()
)
"""Words that make "to August", "until August" or "of August" an end to come, whatever the tense."""


def lean(frame: Frame, index: int) -> str | None:
    """past, future or None: the tense at a token, or what the preposition before it suggests."""
    tense = frame.tense(index)
    at = index - 1
    if frame.low(at) == "since":
        return "past"
    while frame.low(at) in _SKIPPED and index - at < 5:
        at -= 1
    before = {frame.low(i) for i in range(max(0, at - 6), at + 1)}
    ending = frame.low(at) in ("to", "until", "till", "through") or frame.low(at) == "deadline"
    if ending and before & _EXTENDED:
        return "future"
    if frame.low(at) in _AHEAD:
        return None if tense == "past" else "future"
    return None if tense == "present" else tense


def is_term(frame: Frame, index: int) -> bool:
    """ "Until Thursday to reply", "a deadline of Friday": an end to come, though the verb is in the past."""
    stop = index + 1 + (frame.low(index + 1) in (".", ","))
    if frame.low(index - 1) in ("until", "till") and frame.low(stop) == "to":
        return True
    return frame.low(index - 1) in ("of", "until", "for") and frame.low(index - 2) == "deadline"


def nearest(moments: list[date], published: date, tense: str | None) -> date | None:
    """The latest moment not after `published` (past), the earliest not before it (future), or the nearer one."""
    if not moments:
        return None
    back = [m for m in moments if m <= published]
    ahead = [m for m in moments if m >= published]
    if tense == "past" and back:
        return max(back)
    if tense == "future" and ahead:
        return min(ahead)
    return min(moments, key=lambda m: (m - published).days * _PAST_BIAS if m > published else (published - m).days)


def month_day(frame: Frame, index: int, month: int, number: int) -> Value | None:
    """A day whose year is not told."""
    if not 1 <= number <= 31:
        return None
    if (month, number) in frame.told:
        return on_day(frame.told[month, number])
    if frame.narrative and frame.year is not None and frame.tense(index) != "future":
        told = calendar.day(frame.year, month, number)
        return on_day(told) if told else None
    if frame.published is None:
        return Value(f"XXXX-{month:02d}-{number:02d}", open=True, partial=True)
    year = frame.published.year
    moments = [m for y in (year - 1, year, year + 1) if (m := calendar.day(y, month, number))]
    found = nearest(moments, frame.published, lean(frame, index))
    return replace(on_day(found), partial=True) if found else None


def month(frame: Frame, index: int, number: int) -> Value:
    """A month whose year is not told."""
    if frame.narrative and frame.year is not None and frame.tense(index) != "future":
        return in_month(frame.year, number)
    if frame.published is None:
        return Value(f"XXXX-{number:02d}", grain="m", open=True, partial=True)
    year, tense = frame.published.year, lean(frame, index)
    if tense == "past":
        return _chosen(year if number <= frame.published.month else year - 1, number)
    if tense == "future":
        return _chosen(year if number >= frame.published.month else year + 1, number)
    middles = [date(y, number, 15) for y in (year - 1, year, year + 1)]
    found = nearest(middles, date(year, frame.published.month, 15), None)
    return _chosen(found.year if found else year, number)


def _chosen(year: int, number: int) -> Value:
    return replace(in_month(year, number), partial=True)


def yearly(
    frame: Frame, index: int, make: Callable[[int], calendar.Days], name: Callable[[int], str], grain: str
) -> Value:
    """A season, holiday or quarter whose year is not told."""
    if frame.narrative and frame.year is not None and frame.tense(index) != "future":
        return over(make(frame.year), name(frame.year), grain)
    if frame.published is None:
        return OPEN
    year = frame.published.year
    starts = {make(y)[0]: y for y in (year - 1, year, year + 1)}
    tense = lean(frame, index)
    running = [y for s, y in starts.items() if s <= frame.published <= make(y)[1]]
    if running:
        chosen = running[0]
    else:
        found = nearest(list(starts), frame.published, tense)
        chosen = starts[found] if found else year
    return over(make(chosen), name(chosen), grain)


def weekday(frame: Frame, index: int, number: int, which: str | None) -> Value:
    """A day of the week; `which` is last, previous, next, this, that or None.

    By the convention of news a bare weekday in the past is the latest one up to the day of publication."""
    if frame.published is None:
        return Value(f"XXXX-WXX-{number + 1}", open=True)
    back = (frame.published.weekday() - number) % 7
    latest = frame.published - timedelta(days=back)
    if which == "last":
        return on_day(latest if back else latest - timedelta(days=7))
    if which == "next":
        return on_day(calendar.of_week(frame.published, 1)[0] + timedelta(days=number))
    if which == "this":
        tense = frame.tense(index)
        this = calendar.of_week(frame.published)[0] + timedelta(days=number)
        if tense == "past" and this > frame.published:
            return on_day(latest)
        return on_day(this + timedelta(days=7) if tense == "future" and this < frame.published else this)
    if which == "previous":
        return on_day(calendar.of_week(frame.published, -1)[0] + timedelta(days=number))
    if frame.tense(index) in ("future", "present") or is_term(frame, index):
        return on_day(latest if back == 0 else latest + timedelta(days=7))
    return on_day(latest)


def weekend(frame: Frame, index: int, which: str | None) -> Value:
    """Saturday and Sunday: of this week, or of the last one where the past tense or the word asks for it."""
    if frame.published is None:
        return Value(None, open=True)
    weeks = {"last": -1, "next": 1}.get(which or "", 0)
    if (weeks == 0 and frame.published.weekday() < 5 and frame.tense(index) == "past") or (
        which is None and frame.published.weekday() <= 2 and frame.tense(index) != "future"
    ):
        weeks = -1
    monday = calendar.of_week(frame.published, weeks)[0]
    days = (monday + timedelta(days=5), monday + timedelta(days=6))
    return over(days, calendar.week_name(monday) + "-WE", "d")


def week(published: date, weeks: int) -> Value:
    """A week before or after; on a Sunday the week that has ended is "this week", the one before it "last week".

    American papers begin the week on Sunday: on that day the last week ends with Saturday."""
    if published.weekday() == 6 and weeks < 0:
        first = published + timedelta(days=7 * weeks)
        return over((first, first + timedelta(days=6)), calendar.week_name(first + timedelta(days=3)), "w")
    days = calendar.of_week(published, weeks)
    return over(days, calendar.week_name(days[0]), "w")


def around(published: date, unit: str, step: int) -> Value | None:
    """The day, week, month … that lies `step` units from the one of publication."""
    if unit == "w":
        return week(published, step)
    if unit in "dn":
        return on_day(published + timedelta(days=step))
    if unit == "m":
        moment = calendar.add_months(published.replace(day=1), step)
        return in_month(moment.year, moment.month)
    if unit == "y":
        return in_year(published.year + step)
    if unit == "q":
        index = published.year * 4 + (published.month - 1) // 3 + step
        return over(calendar.of_quarter(index // 4, index % 4 + 1), f"{index // 4}-Q{index % 4 + 1}", "m")
    if unit == "D":
        from legation.linking.times.values import in_decade

        return in_decade(published.year // 10 * 10 + 10 * step)
    if unit == "C":
        from legation.linking.times.values import in_century

        return in_century(published.year // 100 + 1 + step)
    return None
