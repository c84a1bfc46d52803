"""What a rule finds, and what it may look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from legation.linking.times import calendar
from legation.linking.times.lexicon import NUMBERS, ORDINALS, VAGUE
from legation.linking.times.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Value:
    """A TIMEX3 value and type, and the days it covers; `grain` is the finest unit that is known (`d w m y D C`).

    `open` marks what only a publication date would settle, `partial` a day or month whose year was chosen."""

    timex: str | None
    type: str = "DATE"
    low: date | None = None
    high: date | None = None
    grain: str = "d"
    open: bool = False
    partial: bool = False


OPEN = Value(None, open=True)


@dataclass(slots=True)
class Frame:
    """The state of one pass over a text: what is known before the expression at hand."""

    tokens: Tokens
    published: date | None
    tense: Callable[[int], str | None]
    narrative: bool = False
    previous: Value | None = None
    year: int | None = None
    day: Value | None = None
    told: dict[tuple[int, int], date] = field(default_factory=dict)
    holidays: frozenset[int] = frozenset()

    def low(self, index: int) -> str:
        """A token's lowered text; empty outside the text."""
        return self.tokens.lows[index] if 0 <= index < len(self.tokens.lows) else ""

    def raw(self, index: int) -> str:
        """A token's text as written; empty outside the text."""
        if not 0 <= index < len(self.tokens.lows):
            return ""
        return self.tokens.text[self.tokens.starts[index] : self.tokens.ends[index]]


def on_day(moment: date) -> Value:
    """A single day."""
    return Value(moment.isoformat(), "DATE", moment, moment, "d")


def over(days: calendar.Days, timex: str | None, grain: str, type_: str = "DATE") -> Value:
    """An interval with its name."""
    return Value(timex, type_, days[0], days[1], grain)


def in_month(year: int, month: int) -> Value:
    """A month."""
    return over(calendar.of_month(year, month), f"{year:04d}-{month:02d}", "m")


def in_year(year: int) -> Value:
    """A year."""
    return over(calendar.of_year(year), f"{year:04d}", "y")


def in_week(anchor: date, weeks: int = 0) -> Value:
    """An ISO week."""
    days = calendar.of_week(anchor, weeks)
    return over(days, calendar.week_name(days[0]), "w")


def _portion_bounds(value: Value, portion: str) -> tuple[float, float]:
    if portion == "START":
        return 0.0, 0.5
    if portion == "MID":
        return (0.3, 0.67) if value.grain != "y" else (0.25, 0.75)
    if portion == "END":
        return 0.5, 1.0
    if portion == "BEGIN":
        return 0.0, {"y": 1 / 12, "m": 1 / 3, "w": 2 / 7}.get(value.grain, 0.1)
    return {"y": 11 / 12, "m": 2 / 3, "w": 4 / 7}.get(value.grain, 0.9), 1.0


def narrow(value: Value, portion: str) -> Value:
    """The part of an interval that early, mid, late, beginning or end names; the TIMEX3 value stays (it has a MOD)."""
    if value.low is None or value.high is None or value.low == value.high or portion == "TURN":
        return value
    month = value.grain == "m" and value.low.month == value.high.month
    if value.grain == "D":
        return _by_calendar(value, value.low, value.high, portion)
    if (value.grain == "y" or month) and portion in ("START", "END", "BEGIN", "CLOSE"):
        return _by_calendar(value, value.low, value.high, portion)
    first, last = _portion_bounds(value, portion)
    length = (value.high - value.low).days + 1
    low = date.fromordinal(value.low.toordinal() + round(length * first))
    high = date.fromordinal(value.low.toordinal() + max(0, round(length * last) - 1))
    return Value(value.timex, value.type, low, max(low, high), value.grain)


def _by_calendar(value: Value, low: date, high: date, portion: str) -> Value:
    if value.grain == "D":
        first, last = {"START": (0, 4), "MID": (3, 6), "END": (5, 9), "BEGIN": (0, 0), "CLOSE": (9, 9)}[portion]
        days = (date(low.year + first, 1, 1), date(low.year + last, 12, 31))
    elif value.grain == "y":
        days = {
            "START": (low, date(low.year, 6, 30)), "END": (date(high.year, 7, 1), high),
            "BEGIN": (low, date(low.year, 1, 31)), "CLOSE": (date(high.year, 12, 1), high),
        }[portion]  # fmt: skip
    else:
        cuts = {"START": (1, 15), "END": (16, high.day), "BEGIN": (1, 10), "CLOSE": (21, high.day)}[portion]
        days = (low.replace(day=cuts[0]), low.replace(day=cuts[1]))
    return Value(value.timex, value.type, max(low, days[0]), min(high, days[1]), value.grain)


def count(words: list[str]) -> float | None:
    """The number that words name ("twenty-five", "two and a half", "33"), None for a vague one ("several")."""
    part, seen, vague = 0.0, False, False
    for word in words:
        if word[0].isdigit():
            part, seen = part + float(word.replace(",", "")), True
        elif word in ("a", "an"):
            part, seen = part or (1.0 if words[-1] == word or not set(words) & NUMBERS.keys() else 0.0), True
        elif word == "half":
            part, seen = (0.5 if part == 1.0 and words[0] in ("a", "an") and len(words) == 2 else part + 0.5), True
        elif word == "quarter":
            part, seen = part + 0.25, True
        elif word in {"couple", "pair"}:
            part, seen = 2.0, True
        elif word in NUMBERS:
            part, seen = _add(word, part), True
        elif VAGUE.get(word) == 0:
            vague = True
    if vague or not seen:
        return None
    return part


def _add(word: str, part: float) -> float:
    value = NUMBERS[word]
    if value >= 100 or (word == "dozen" and part):
        return (part or 1.0) * value
    return part + value


def ordinal(words: list[str]) -> int | None:
    """The rank that words name ("thirty-first", "21st")."""
    rank = 0
    for word in words:
        if word[0].isdigit():
            return int("".join(c for c in word if c.isdigit()))
        rank += ORDINALS.get(word, 0) or NUMBERS.get(word, 0)
    return rank or None


def full_year(word: str) -> int:
    """A year from four digits, or from two with an apostrophe (19xx from 30 on)."""
    digits = int("".join(c for c in word if c.isdigit()))
    if digits >= 100:
        return digits
    return 1900 + digits if digits >= 30 else 2000 + digits


def is_interval(value: Value | None) -> bool:
    """Whether a value covers known days."""
    return value is not None and value.low is not None and value.high is not None


def move(value: Value, amount: float, unit: str) -> Value:
    """A value moved by some units, at the coarser of the two grains."""
    if value.low is None or value.high is None:
        return OPEN
    try:
        low, high = calendar.shift(value.low, amount, unit), calendar.shift(value.high, amount, unit)
    except (ValueError, OverflowError):
        return OPEN
    grain = {"n": "d", "f": "w", "q": "m", "H": "d", "M": "d", "S": "d"}.get(unit, unit)
    if "dwmyDC".index(grain) < "dwmyDC".index(value.grain) and low != high:
        return Value(f"{low}/{high}", "DATE", low, high, value.grain)
    return at_grain(low, grain if "dwmyDC".index(grain) >= "dwmyDC".index(value.grain) else value.grain)


def at_grain(moment: date, grain: str) -> Value:
    """The day, week, month, year, decade or century that holds a day."""
    if grain == "w":
        return in_week(moment)
    if grain == "m":
        return in_month(moment.year, moment.month)
    if grain in "yD" or grain == "C":
        if grain == "y":
            return in_year(moment.year)
        if grain == "D":
            return in_decade(moment.year // 10 * 10)
        return in_century(moment.year // 100 + 1)
    return on_day(moment)


def in_decade(year: int) -> Value:
    """The decade that begins with a year."""
    return over((date(year, 1, 1), date(year + 9, 12, 31)), f"{year // 10:03d}", "D")


def in_century(number: int) -> Value:
    """A century; by the usage of news (and of GUM) the 20th runs from 1900 to 1999."""
    first = max(1, (number - 1) * 100)
    return over((date(first, 1, 1), date((number - 1) * 100 + 99, 12, 31)), f"{number - 1:02d}", "C")
