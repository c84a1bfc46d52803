"""Rules of distances in time: the past 30 days, two years ago, five days later, within 90 days."""

from datetime import date, timedelta
from re import Match

from legation.linking.times import calendar
from legation.linking.times.lexicon import UNITS
from legation.linking.times.rules import Rule, rule, word, words
from legation.linking.times.values import OPEN, Frame, Value, at_grain, count, is_interval, move, on_day, over

STEPS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "next": 1,
    "coming": 1,
    "upcoming": 1,
    "following": 1,
    "ensuing": 1,
    "subsequent": 1,
    "this": 0,
    "current": 0,
    "present": 0,
    "these": 0,
}
COUNT = r"(?P<n>(?:HaI?|a?v+I?|a?w|a|[dny])(?:-?[wv+])*(?:Na?H|NaQ)?)"


def unit(match: Match[str], frame: Frame, group: str = "u") -> str | None:
    """The unit of a group, None where its word is none."""
    return UNITS.get(word(match, frame, group))


def window(anchor: date, amount: float, size: str) -> Value | None:
    """The span of some units up to the anchor (negative) or from it (positive)."""
    try:
        other = calendar.shift(anchor, amount, size)
    except (ValueError, OverflowError):
        return None
    days = (other, anchor) if amount < 0 else (anchor, other)
    return over(days, duration_name(abs(amount), size), size if size in "dwmyDC" else "d", "DURATION")


def duration_name(amount: float | None, size: str) -> str:
    """A TIMEX3 duration; X where the number is vague."""
    clock = size in "HMS"
    letter = {"d": "D", "n": "D", "w": "W", "f": "W", "m": "M", "y": "Y", "q": "M", "D": "Y", "C": "Y"}.get(size, size)
    if amount is None:
        letter = {"D": "DE", "C": "CE"}.get(size, letter)
        return f"P{'T' if clock else ''}X{letter}"
    amount *= {"f": 2, "q": 3, "D": 10, "C": 100}.get(size, 1)
    number = f"{amount:.6f}".rstrip("0").rstrip(".")
    return f"P{'T' if clock else ''}{number}{letter}"


def near_units(match: Match[str], frame: Frame) -> Value | None:
    """The past 30 days, the last two weeks, the next five years, the last few months."""
    size = unit(match, frame)
    if size is None or not (word(match, frame, "u").endswith("s") or words(match, frame, "n") == ["one"]):
        return None
    amount = count(words(match, frame, "n"))
    name = word(match, frame, "r")
    if name == "that":
        return None
    if name in ("those", "same", "previous", "following", "preceding", "prior", "ensuing", "subsequent"):
        return Value(duration_name(amount, size), "DURATION")
    if amount is None or frame.published is None or amount > 3000:
        return Value(duration_name(amount, size), "DURATION", open=frame.published is None and amount is not None)
    step = STEPS.get(name, 0)
    return (
        window(frame.published, amount * (step or -1), size)
        if size not in "HMS"
        else Value(duration_name(amount, size), "DURATION")
    )


def ago(match: Match[str], frame: Frame) -> Value | None:
    """Two years ago: the day, week, month or year that lies so far back, as coarse as the unit."""
    size = unit(match, frame)
    amount = count(words(match, frame, "n"))
    if size is None:
        return None
    if "H" in match.group()[match.end("u") - match.start() :]:
        amount = None if amount is None else amount + 0.5
    if amount is None:
        return Value("PAST_REF", "DATE")
    if frame.published is None:
        return OPEN
    if size in "yDC" and amount * {"y": 1, "D": 10, "C": 100}[size] > frame.published.year - 1:
        return Value(f"BC{int(amount) - frame.published.year + 1:04d}", grain="y")
    if size in "HMS":
        hours = amount * {"H": 1, "M": 1 / 60, "S": 1 / 3600}[size]
        return on_day(frame.published - timedelta(days=int(hours // 24)))
    found = calendar.shift(frame.published, -amount, size)
    size = {"n": "d", "f": "w", "q": "m", "D": "y", "C": "y"}.get(size, size)
    if amount % 1:
        size = {"y": "m", "m": "d", "w": "d"}.get(size, size)
    return at_grain(found, size)


def offset(match: Match[str], frame: Frame) -> Value | None:
    """Five years later, two days earlier: from the date that the text told last."""
    size = unit(match, frame)
    amount = count(words(match, frame, "n"))
    name = word(match, frame, "r")
    if size is None:
        return None
    sign = 1 if name in ("later", "after", "afterwards", "afterward") else -1
    if amount is None:
        return Value("FUTURE_REF" if sign > 0 else "PAST_REF", "DATE")
    if size in "HMS":
        return Value("FUTURE_REF" if sign > 0 else "PAST_REF", "TIME")
    if frame.previous is None or not is_interval(frame.previous):
        return OPEN if frame.published is None else Value(None, "DATE")
    if size in "dnw" and frame.previous.grain in "yDC":
        return move(frame.day, sign * amount, size) if frame.day else Value(None, "DATE")
    return move(frame.previous, sign * amount, size)


def ahead(match: Match[str], frame: Frame) -> Value | None:
    """In 30 days, within two years: from the publication date where the tense looks ahead, else a duration."""
    size, amount = unit(match, frame), count(words(match, frame, "n"))
    if size is None or (
        frame.low(match.start("u") + 1) in ("of", "ago", "later", "-") and frame.low(match.start()) != "within"
    ):
        return None
    name = word(match, frame, "i")
    if name not in ("in", "within"):
        return None
    if "L" in match.group():
        return window(frame.published, amount, size) if frame.published and amount and size not in "HMS" else None
    if amount is None or frame.published is None or frame.tense(match.start("u")) != "future" or amount > 500:
        open_ = frame.published is None and amount is not None and frame.tense(match.start("u")) == "future"
        return Value(duration_name(amount, size), "DURATION", open=open_)
    if frame.low(match.end()) in ("of", "after"):
        return Value(duration_name(amount, size), "DURATION")
    if name == "within":
        return window(frame.published, amount, size)
    if size in "HMS":
        return Value(duration_name(amount, size), "DURATION")
    found = calendar.shift(frame.published, amount, size)
    return at_grain(found, {"n": "d", "f": "w", "w": "w", "q": "m", "D": "y"}.get(size, size))


def from_now(match: Match[str], frame: Frame) -> Value | None:
    """Two weeks from now, three years from today."""
    size, amount = unit(match, frame), count(words(match, frame, "n"))
    if size is None or frame.low(match.end() - 1) not in ("now", "today"):
        return None
    if frame.published is None:
        return OPEN
    if amount is None or size in "HMS":
        return Value("FUTURE_REF", "DATE")
    return at_grain(calendar.shift(frame.published, amount, size), {"n": "d", "f": "w", "D": "y"}.get(size, size))


RULES: tuple[Rule, ...] = (
    rule("lLtzh", r"(?:[th](?=[lLzh]))?(?P<r>[lLzh])" + COUNT + r"(?P<u>[uCQSp])", near_units),
    rule("tdnw", r"t?(?P<n>[dnw])(?P<r>[lL])(?P<u>[uCQ])", near_units),
    rule("Havwdny", COUNT + r"-?(?P<u>[uCQp])(?:NaH)?g", ago),
    rule("Havwdny", COUNT + r"-?(?P<u>[uCQp])(?P<r>r)", offset),
    rule("i", r"(?P<i>i)t?(?:L(?=.))?" + COUNT + r"(?P<u>[uCQ])(?!g)", ahead),
    rule("Havwdny", COUNT + r"-?(?P<u>[uCQ])FT", from_now),
)  # fmt: skip
