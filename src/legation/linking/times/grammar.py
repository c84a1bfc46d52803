"""The date grammar: one pass over a text, leftmost and longest, each date resolved with what was told before."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, timedelta

from legation.errors import SettingsError
from legation.linking.times import absolute, choice, distances, relative, spans, spelled
from legation.linking.times.calendar import HOLIDAYS, day, shift, week_name
from legation.linking.times.lexicon import UNITS
from legation.linking.times.rules import Rule
from legation.linking.times.tense import guess_tense, tense_in_parse
from legation.linking.times.tokens import Tokens, scan
from legation.linking.times.values import Frame, Value, at_grain, count, is_interval, on_day, over
from legation.records import Parse, TimeExpression

_RULES: tuple[Rule, ...] = absolute.RULES + relative.RULES + distances.RULES + spelled.RULES + spans.RULES
_BY_START: dict[str, tuple[Rule, ...]] = {
    code: tuple(r for r in _RULES if code in r.starts) for code in sorted({c for r in _RULES for c in r.starts})
}
_START = re.compile("[" + re.escape("".join(_BY_START)) + "]")
_HOLIDAY = re.compile(
    r"\b("
    + "|".join(
        re.escape(n).replace(r"\ s\ ", r"['’]?s\ ").replace(r"s\ ", r"s['’]?\ ").replace(r"\ ", r"\s")
        for n in sorted(HOLIDAYS, key=len, reverse=True)
    )
    + r")\b",
    re.IGNORECASE,
)

_WHOLE = frozenset({"may", "march", "april", "june", "july"})
Found = tuple[int, int, Value]


def parse_day(published: str | None) -> date | None:
    """The publication date as a date. Raises SettingsError for anything but YYYY-MM-DD (a time may follow)."""
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError as error:
        raise SettingsError(f"publication date {published!r} is not YYYY-MM-DD") from error


def _best(frame: Frame, at: int) -> Found | None:
    """The longest expression that begins at a token."""
    classes, tokens = frame.tokens.classes, frame.tokens
    glued = at > 0 and tokens.ends[at - 1] == tokens.starts[at] and tokens.lows[at - 1][-1].isalpha()
    if glued and classes[at] in "dnyk" and classes[at - 1] not in "MB":
        return None
    matches = [(m, r) for r in _BY_START[classes[at]] if (m := r.pattern.match(classes, at)) is not None]
    for match, rule in sorted(matches, key=lambda pair: -pair[0].end()):
        try:
            value = rule.build(match, frame)
        except (ValueError, OverflowError):  # a day outside the calendar ("10000 years ago"): no date
            continue
        if value is not None:
            return at, match.end(), value
    return None


def _holidays(tokens: Tokens) -> dict[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    starts: dict[int, int] | None = None
    for match in _HOLIDAY.finditer(tokens.text):
        starts = starts or {s: i for i, s in enumerate(tokens.starts)}
        at = starts.get(match.start())
        if at is not None:
            stop = at
            while stop < len(tokens.ends) and tokens.ends[stop] <= match.end():
                stop += 1
            found[at] = (stop, re.sub(r"['’]s\b", " s", match.group().lower()).replace("’", "").replace("'", ""))
    return found


def _holiday(frame: Frame, at: int, stop: int, name: str) -> Found | None:
    make = HOLIDAYS.get(" ".join(name.split()))
    if (
        make is None
        or frame.low(stop) in ("island", "islands", "rising", "uprising", "tree", "egg", "eggs")
        or (name == "independence day" and frame.low(at - 1) in ("s", "'s", "’s", "’", "an", "its", "their"))
    ):
        return None
    found = _holiday_day(frame, at, stop, make)
    if frame.low(found[1]) == "weekend" and found[2].low is not None:
        return at, found[1] + 1, _long_weekend(found[2].low)
    return found


def _long_weekend(day_: date) -> Value:
    """A holiday with the weekend that it lengthens."""
    saturday = (
        day_ + timedelta(days=5 - day_.weekday()) if day_.weekday() > 1 else day_ - timedelta(days=day_.weekday() + 2)
    )
    days = (min(day_, saturday), max(day_, saturday + timedelta(days=1)))
    return over(days, week_name(saturday - timedelta(days=5)) + "-WE", "d")


def _holiday_day(frame: Frame, at: int, stop: int, make: Callable[[int], date]) -> Found:
    before = frame.low(at - 1)
    if before in ("last", "next", "previous", "following") and frame.published is not None:
        days = [make(frame.published.year + step) for step in (-1, 0, 1)]
        behind = before in ("last", "previous")
        chosen = [d for d in days if (d < frame.published if behind else d > frame.published)]
        return at, stop, on_day(max(chosen) if behind else min(chosen))
    year = frame.low(stop + (frame.low(stop) in (",", "of")))
    if year.isdigit() and len(year) == 4:
        return at, stop + 1 + (frame.low(stop) in (",", "of")), on_day(make(int(year)))
    value = choice.yearly(frame, at, lambda y: (make(y), make(y)), lambda y: make(y).isoformat(), "d")
    return at, stop, value


def _note(frame: Frame, value: Value) -> None:
    """Remembers a date as the one told last."""
    if value.type in ("DATE", "TIME") and is_interval(value) and value.timex != "PRESENT_REF":
        frame.previous = value
        if value.grain == "d" and value.low == value.high:
            frame.day = value
        if value.low is not None and value.timex and value.timex[:4].isdigit() and value.grain in "dwmy":
            frame.year = value.low.year


def _walk(frame: Frame) -> list[Found]:
    found: list[Found] = []
    classes, holidays = frame.tokens.classes, _holidays(frame.tokens)
    frame.holidays = frozenset(holidays)
    at, size = 0, len(classes)
    while at < size:
        best = None
        if at in holidays:
            with suppress(ValueError, OverflowError):  # a holiday outside the calendar
                best = _holiday(frame, at, *holidays[at])
        if best is None and classes[at] in _BY_START:
            best = _best(frame, at)
        if best is None:
            at += 1
            continue
        best = _merge(frame, found, best)
        found.append(best)
        _note(frame, best[2])
        at = best[1]
    return found


_JOINTS = frozenset({"", "O", ",", "@", ",O", "Ot", ",@", "I", "It"})


def _merge(frame: Frame, found: list[Found], new: Found) -> Found:
    """Joins an expression with the one before it: a time with its day, a distance with what it counts from."""
    if not found:
        return new
    first, stop, value = found[-1]
    _redate(frame, found, new)
    joint = frame.tokens.classes[stop : new[0]]
    if len(joint) <= 2 and joint in _JOINTS:
        joined = _with_time(value, new[2])
        if joined is not None:
            found.pop()
            return first, new[1], joined
    if joint in ("I", "It") and frame.low(stop - 1) == "weekend" and new[0] in frame.holidays and new[2].low:
        found.pop()
        return first, new[1], _long_weekend(new[2].low)
    if joint in ("", "N", ",", ",N") and value.type == new[2].type == "DURATION":
        added = _added(value.timex or "", new[2].timex or "")
        if added is not None:
            found.pop()
            return first, new[1], Value(added, "DURATION")
    if joint in ("A", "f", "F") and value.type == "DURATION" and value.low is None and new[2].type == "DATE":
        shifted = _from_date(frame, first, stop, joint, new[2])
        if shifted is not None:
            found.pop()
            return first, new[1], shifted
    return new


def _redate(frame: Frame, found: list[Found], new: Found) -> None:
    """Gives "between May and June 1981" and "Nov. 18 - Dec. 19, 2015" one year."""
    first, stop, value = found[-1]
    after = new[2]
    explicit = (
        not after.partial
        and after.low is not None
        and after.grain in "dm"
        and "y" in frame.tokens.classes[new[0] : new[1]]
    )
    if not (value.partial and explicit and frame.tokens.classes[stop : new[0]] in ("-", "X", "N", ",N") and after.low):
        return
    timex = value.timex or ""
    month = int(timex[5:7])
    year = after.low.year - (month > after.low.month)
    if value.grain == "m":
        found[-1] = first, stop, at_grain(date(year, month, 1), "m")
    elif (moment := day(year, month, int(timex[8:10]))) is not None:
        found[-1] = first, stop, on_day(moment)


def _with_time(before: Value, after: Value) -> Value | None:
    for clock, moment in ((before, after), (after, before)):
        hour, name = clock.timex or "", moment.timex or ""
        dated = len(name) >= 10 and (moment.type == "DATE" or "T" in name) and moment.grain == "d"
        if clock.type == "TIME" and hour.startswith("T") and moment.type in ("DATE", "TIME") and dated:
            return Value(name[:10] + hour, "TIME", moment.low, moment.high, "d", moment.open)
    return None


_PIECES = re.compile(r"P((?:\d+[YMWD])*)(?:T((?:\d+[HMS])*))?")


def _added(before: str, after: str) -> str | None:
    """P2Y and P1M as P2Y1M; None unless the second is finer."""
    first, second = _PIECES.fullmatch(before), _PIECES.fullmatch(after)
    if first is None or second is None or not (before[-1].isalpha() and after[-1].isalpha()):
        return None
    days, hours = (first[1] or "") + (second[1] or ""), (first[2] or "") + (second[2] or "")
    units = "".join(c for c in days if c.isalpha()) + "".join(c.lower() for c in hours if c.isalpha())
    order = ["YMWDhms".index(c) for c in units]
    if order != sorted(set(order)):
        return None
    return "P" + days + ("T" + hours if hours else "")


def _from_date(frame: Frame, first: int, stop: int, joint: str, origin: Value) -> Value | None:
    unit = UNITS.get(frame.low(stop - 1))
    amount = count(frame.tokens.lows[first : stop - 1])
    if unit is None or amount is None or origin.low is None or origin.high is None or unit in "HMS":
        return None
    if joint == "F" and frame.low(stop) != "from":
        return None
    sign = -1 if joint == "f" else 1
    try:
        low, high = shift(origin.low, sign * amount, unit), shift(origin.high, sign * amount, unit)
    except (ValueError, OverflowError):
        return None
    if low == high:
        return on_day(low)
    return (
        at_grain(low, origin.grain)
        if "dwmyDC".index(origin.grain) >= 2 and unit in "my"
        else over((low, high), f"{low}/{high}", "d")
    )


_YEAR = re.compile(r"\b(1[0-9]\d\d|20\d\d)\b")
_NEWSY = re.compile(r"O[lLh]?W(?!,?M)|[lh]u.*[lh]u")


def _is_narrative(tokens: Tokens, published: date | None) -> bool:
    """Whether a text tells of years far from its publication, and not as news does, by days of the week.

    Partial dates then belong to the year told last."""
    years = [int(y) for y in _YEAR.findall(tokens.text)]
    if len(years) < 3 or _NEWSY.search(tokens.classes):
        return False
    here = published.year if published else 0
    return sum(abs(y - here) <= 1 for y in years) <= len(years) * 0.34


def _trim(tokens: Tokens, first: int, stop: int) -> int:
    """The end of an expression without a full stop that closes the sentence ("in May.", not "Feb.")."""
    last = stop - 1
    if tokens.classes[last] not in "P," or last == first:
        return stop
    abbreviated = (
        tokens.classes[last - 1] in "MW" and len(tokens.lows[last - 1]) <= 5 and tokens.lows[last - 1] not in _WHOLE
    )
    return stop if abbreviated and tokens.classes[last] == "P" else last


def _express(tokens: Tokens, found: Iterable[Found]) -> tuple[TimeExpression, ...]:
    times = []
    for first, stop, value in found:
        start, end = tokens.starts[first], tokens.ends[_trim(tokens, first, stop) - 1]
        times.append(
            TimeExpression(
                start=start,
                end=end,
                text=tokens.text[start:end],
                timex=value.timex,
                type=value.type,
                from_=value.low.isoformat() if value.low else None,
                to=value.high.isoformat() if value.high else None,
            )
        )
    return tuple(times)


def find_times(
    text: str, published: str | None = None, tense: Callable[[int, int], str | None] | None = None
) -> tuple[TimeExpression, ...]:
    """All time expressions of a text, resolved against the day `published` (YYYY-MM-DD).

    `tense` tells past, future or None (unknown) for a token, given as characters; without it the words around decide.
    Relative dates stay open (no days) without a publication date. Raises SettingsError for a malformed one."""
    tokens = scan(text)
    today = parse_day(published)

    def tense_at(index: int) -> str | None:
        if tense is None:
            return guess_tense(tokens, index)
        return tense(tokens.starts[index], tokens.ends[index])

    frame = Frame(tokens, today, tense_at, _is_narrative(tokens, today))
    return _express(tokens, _walk(frame))


class TimeGrammar:
    """Finds dates in a parse (`contracts.Dater`); the tense is that of the governing verb in the tree."""

    def date(self, parse: Parse) -> tuple[TimeExpression, ...]:
        """All time expressions of a document, in the order of the text."""
        return find_times(parse.document.text, parse.document.published, tense_in_parse(parse))


def open_count(times: Iterable[TimeExpression]) -> int:
    """How many dates stayed open for want of a publication date: the number that the warning names."""
    return sum(
        t.from_ is None and t.type in ("DATE", "TIME") and (t.timex is None or t.timex.startswith("XXXX"))
        for t in times
    )
