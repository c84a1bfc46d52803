"""Rules of durations, repetitions and times of the day."""

import re
from re import Match

from legation.linking.times.distances import COUNT, duration_name, unit
from legation.linking.times.lexicon import PARTS, REPEATS, UNITS, WEEKDAYS
from legation.linking.times.rules import Rule, rule, word, words
from legation.linking.times.values import Frame, Value, count, ordinal

_AGE_AFTER = frozenset({"old", "olds", "-old", "of"})
_FOR = frozenset(
    "for in of about nearly only within after almost over than last took take takes spent spend under every once twice "
    "lasted around before during by past another is was be to and or".split()
)


def duration(match: Match[str], frame: Frame) -> Value | None:
    """Three years, an 18-month war, two and a half decades; ages are none, rates are repetitions."""
    size, said = unit(match, frame), words(match, frame, "n")
    if size is None:
        return None
    after, next_after = frame.low(match.end()), frame.low(match.end() + 1)
    if after == "old" or (after == "-" and next_after.startswith("old")) or (after == "of" and next_after == "age"):
        return None
    if frame.low(match.start() - 1) == "aged" or (frame.low(match.start() - 1), frame.low(match.start() - 2)) == (
        "of",
        "age",
    ):
        return None
    plural = word(match, frame, "u").endswith("s")
    if said in (["a"], ["an"]) and not match.group().count("-"):
        return _article(match, frame, size)
    first = said[0]
    if first in ("some", "many", "recent"):
        return Value(duration_name(None, size), "DURATION") if plural and first != "recent" else None
    amount = count(said)
    if (
        (
            amount is not None
            and amount != 1
            and not plural
            and "-" not in match.group()
            and size != "S"
            and first[0].isdigit()
        )
        and after not in ("-",)
        and size not in "HM"
    ):
        return None
    if amount is not None and match.group().endswith(("NaH", "NH")) and not match["n"].endswith("H"):
        amount += 0.5
    return Value(duration_name(amount, size), "DURATION")


def _article(match: Match[str], frame: Frame, size: str) -> Value | None:
    before = frame.low(match.start() - 1)
    if match.group().endswith(("NaH", "NH")):
        return Value(duration_name(1.5, size), "DURATION")
    if frame.low(match.end()) in ("before", "after", "earlier", "later", "ago"):
        return Value(duration_name(1, size), "DURATION")
    if size == "q":
        return None
    rate = (
        before in ("times", "once", "twice", "percent", "%")
        or (len(before) > 3 and before.endswith("s") and before not in _FOR)
        or before in ("million", "billion", "bpd")
    )
    if rate and size not in "SM":
        return Value(duration_name(1, size), "SET")
    if before in (
        "for",
        "in",
        "within",
        "about",
        "nearly",
        "almost",
        "over",
        "than",
        "under",
        "lasted",
        "half",
        "once",
        "after",
    ):
        return Value(duration_name(1, size), "DURATION")
    return None


def repeated(match: Match[str], frame: Frame) -> Value | None:
    """Every year, each two weeks, per day, every other month."""
    size = unit(match, frame)
    if size is None:
        return None
    said = words(match, frame, "n")
    amount = count(said) if said and said != ["single"] else 1.0
    if said and said[0] in ("other", "second"):
        amount = 2.0
    elif said and amount is None:
        amount = float(ordinal(said) or 0) or None
    return Value(duration_name(amount, size), "SET")


def every_day(match: Match[str], frame: Frame) -> Value | None:
    """Every Monday, every summer morning."""
    low = word(match, frame, "w")
    if low in WEEKDAYS:
        return Value(f"XXXX-WXX-{WEEKDAYS[low] + 1}", "SET")
    if low == "weekend":
        return Value("XXXX-WXX-WE", "SET")
    return Value(f"XXXX-XX-XXT{PARTS[low]}", "SET") if low in PARTS else None


def adverb(match: Match[str], frame: Frame) -> Value | None:
    """Monthly, annually, daily; capitalised inside a sentence it is a name."""
    if frame.raw(match.start())[:1].isupper() and frame.low(match.start() - 1) not in ("", ".", "“", '"'):
        return None
    value = REPEATS[word(match, frame, "k")]
    prefix = frame.low(match.start() - 2) if frame.low(match.start() - 1) == "-" else ""
    if prefix in ("semi", "bi"):
        value = REPEATS.get(prefix + word(match, frame, "k"), value)
    return Value(value, "SET")


def _hours(hour: int, minute: int, meridiem: str) -> str | None:
    if meridiem:
        hour = hour % 12 + (12 if meridiem.startswith("p") else 0)
    if not (0 <= hour <= 24 and 0 <= minute <= 59):
        return None
    return f"T{hour:02d}:{minute:02d}"


def clock(match: Match[str], frame: Frame) -> Value | None:
    """22:30, 5 p.m., 5:30 p.m., 2.30 pm; scores and ratios are no times."""
    digits = word(match, frame, "k").replace(".", ":")
    meridiem = word(match, frame, "m").replace(".", "")
    hour, _, rest = digits.partition(":")
    before = frame.low(match.start() - 1)
    if frame.low(match.end()) in ("percent", "%"):
        return None
    if "." in word(match, frame, "k") and not re.fullmatch(r"\d{1,2}\.\d\d", word(match, frame, "k")):
        return None  # "9.7 million"
    if not meridiem and (
        ":" not in digits
        or len(hour) > 2
        or before
        not in ("at", "by", "until", "from", "to", "around", "about", "after", "before", "-", ",", "till", "since")
    ):
        return None
    if not (hour.isdigit() and (not rest or rest.replace(":", "").isdigit())):
        return None
    value = _hours(int(hour), int(rest.partition(":")[0] or 0), meridiem)
    return Value(value, "TIME") if value else None


def named_clock(match: Match[str], frame: Frame) -> Value | None:
    """Noon, midnight, and parts of the day after "in the" or "at"."""
    name = word(match, frame, "d")
    part = PARTS[name]
    before = frame.low(match.start() - 1)
    if part[0].isdigit():
        return (
            Value(f"T{part}", "TIME")
            if before in ("at", "by", "until", "before", "after", "around", "since", "about", "-")
            else None
        )
    if name.endswith("s") or (match.group() == "p" and not (name == "dawn" and before in ("at", "before"))):
        return None
    return Value(f"T{part}", "TIME") if before in ("in", "during") else None


RULES: tuple[Rule, ...] = (
    rule("Havwdny", COUNT + r"-?(?P<u>[uCQ])(?:Na?H)?", duration),
    rule("e", r"e(?P<n>v|w|[dn]|q|o|S|\+)?(?P<u>[uCQ])", repeated),
    rule("x", r"x(?P<n>ZZZ)?(?P<u>[uCQ])", repeated),
    rule("e", r"e\+?(?P<w>[WpE])", every_day),
    rule("K", r"(?P<k>K)", adverb),
    rule("kdn", r"(?P<k>[kdn])(?P<m>m)?", clock),
    rule("pt", r"t?(?P<d>p)", named_clock),
)
__all__ = ["RULES", "UNITS"]
