"""Rules of years spelled out, fiscal years, weeks that begin on a day, and days counted within a month."""

from dataclasses import replace
from datetime import timedelta
from re import Match

from legation.linking.times import calendar, choice
from legation.linking.times.distances import STEPS, duration_name
from legation.linking.times.lexicon import DEICTIC, MONTHS, NUMBERS, UNITS, WEEKDAYS
from legation.linking.times.rules import Rule, portion, rule, word, words
from legation.linking.times.values import Frame, Value, at_grain, count, in_month, in_year, on_day, ordinal

_OPENINGS = ("of", "starting", "beginning", "commencing", "ending")
_CENTURIES = {"eighteen": 18, "nineteen": 19, "twenty": 20}


def spelled(said: list[str]) -> int | None:
    """The year that words name: "nineteen eighty-four", "two thousand and five", "twenty sixteen"."""
    said = [w for w in said if w not in ("-", "and")]
    numbers = [NUMBERS[w] for w in said if w in NUMBERS]
    if len(numbers) != len(said) or len(numbers) < 2:
        return None
    if numbers[1] == 1000 and numbers[0] == 2 and sum(numbers[2:]) < 100:
        return 2000 + sum(numbers[2:])
    if said[0] in _CENTURIES and (10 <= numbers[1] <= 90 or numbers[1] == 100):
        rest = numbers[2:] if numbers[1] == 100 else numbers[1:]
        return _CENTURIES[said[0]] * 100 + sum(rest) if sum(rest) < 100 else None
    return None


def spelled_year(match: Match[str], frame: Frame) -> Value | None:
    """A year in words after a preposition, a month or a day and month."""
    year = spelled(words(match, frame, "y"))
    if year is None or not 1800 <= year <= 2099:
        return None
    if not match["m"]:
        said = words(match, frame, "y")
        cued = frame.low(match.start() - 1) in ("in", "since", "until", "by", "around", "of", "from", "to", "probably")
        return in_year(year) if cued and (said[1:2] != ["thousand"] or len(said) > 2) else None
    month = MONTHS[word(match, frame, "m")]
    if not match["d"]:
        return in_month(year, month)
    found = calendar.day(year, month, ordinal([w for w in words(match, frame, "d") if w != "-"]) or 0)
    return on_day(found) if found else None


def spelled_date(match: Match[str], frame: Frame) -> Value | None:
    """January twenty-five nineteen eighty-six, twenty-five January nineteen eighty-six."""
    said = [w for w in words(match, frame, "d") if w != "-"]
    rest_ = [w for w in words(match, frame, "y") if w != "-"]
    month = MONTHS[word(match, frame, "m")]
    for size in (2, 1) if not said else (0,):
        day, year = said or rest_[:size], spelled(rest_[size:])
        number = int(count(day) or 0)
        if year is not None and 1800 <= year <= 2099 and 1 <= number <= 31:
            found = calendar.day(year, month, number)
            return on_day(found) if found else None
    return None


def fiscal_year(match: Match[str], frame: Frame) -> Value | None:
    """Fiscal year 2017, the next fiscal year: named, but without days, for states begin it differently."""
    if match["y"]:
        return Value(f"FY{word(match, frame, 'y')}", grain="y")
    if word(match, frame, "u") != "year" or frame.published is None:
        return Value(None, open=True) if word(match, frame, "u") == "year" else None
    return Value(f"FY{frame.published.year + STEPS.get(word(match, frame, 'r'), 0)}", grain="y")


def week_from(match: Match[str], frame: Frame) -> Value | None:
    """The week of, starting, beginning or ending on a day."""
    if word(match, frame, "u") != "week" or word(match, frame, "k") not in (
        "of",
        "starting",
        "beginning",
        "commencing",
        "ending",
    ):
        return None
    number = ordinal([word(match, frame, "d")]) or 0
    value = choice.month_day(frame, match.start("m"), MONTHS[word(match, frame, "m")], number)
    if value is None:
        return None
    return at_grain(value.low, "w") if value.low else Value(None, open=True)


def counted_day(match: Match[str], frame: Frame) -> Value | None:
    """The 15th day of September, the third month of 2021."""
    rank = ordinal([w for w in words(match, frame, "o") if w != "-"]) or 0
    if word(match, frame, "u") == "day" and match["m"]:
        return choice.month_day(frame, match.start("m"), MONTHS[word(match, frame, "m")], rank)
    if match["r"] and frame.published is not None:
        around = choice.around(frame.published, UNITS.get(word(match, frame, "v"), ""), STEPS[word(match, frame, "r")])
        if around is None or around.low is None:
            return None
        if word(match, frame, "u") == "day" and word(match, frame, "v") == "month":
            found = calendar.day(around.low.year, around.low.month, rank)
            return on_day(found) if found else None
        fits = word(match, frame, "u") == "month" and word(match, frame, "v") == "year" and 1 <= rank <= 12
        return in_month(around.low.year, rank) if fits else None
    if word(match, frame, "u") == "month" and match["y"] and 1 <= rank <= 12:
        return portion(match, frame, in_month(int(word(match, frame, "y")), rank))
    return None


def day_around(match: Match[str], frame: Frame) -> Value | None:
    """The day before yesterday, the day after tomorrow."""
    if word(match, frame, "u") != "day" or word(match, frame, "t") not in DEICTIC or frame.published is None:
        return None
    step = DEICTIC[word(match, frame, "t")] + (1 if word(match, frame, "r") == "after" else -1)
    return on_day(frame.published + timedelta(days=step))


def _told_month(match: Match[str], frame: Frame) -> tuple[int, int] | None:
    """Year and month of the groups `m` (a name) or `r` and `u` ("next month")."""
    if match["m"]:
        value = choice.month(frame, match.start("m"), MONTHS[word(match, frame, "m")])
        if match["y"]:
            return int(word(match, frame, "y")), MONTHS[word(match, frame, "m")]
        return (value.low.year, value.low.month) if value.low else None
    if word(match, frame, "u") != "month" or frame.published is None:
        return None
    moved = calendar.add_months(frame.published.replace(day=1), STEPS.get(word(match, frame, "r"), 0))
    return moved.year, moved.month


def ranked_weekday(match: Match[str], frame: Frame) -> Value | None:
    """The first Monday in October, the last Friday of next month."""
    said = words(match, frame, "o")
    rank = -1 if said == ["last"] else ordinal(said) or 0
    told = _told_month(match, frame)
    if told is None or not (rank == -1 or 1 <= rank <= 5):
        return None
    found = calendar.nth_weekday(*told, WEEKDAYS[word(match, frame, "w")], rank)
    return on_day(found) if found.month == told[1] else None


def ranked_day(match: Match[str], frame: Frame) -> Value | None:
    """The 20th of next month."""
    told = _told_month(match, frame)
    found = calendar.day(*told, ordinal(words(match, frame, "o")) or 0) if told else None
    return on_day(found) if found else None


def worded_day(match: Match[str], frame: Frame) -> Value | None:
    """May twenty-one, where nothing follows that could be counted."""
    number = int(count([w for w in words(match, frame, "d") if w != "-"]) or 0)
    month = MONTHS[word(match, frame, "m")]
    if match["y"]:
        found = calendar.day(int(word(match, frame, "y")), month, number)
        return on_day(found) if found else None
    return choice.month_day(frame, match.start(), month, number) if 1 <= number <= 31 else None


def whole_unit(match: Match[str], frame: Frame) -> Value | None:
    """All year, a full day, half a year."""
    size = UNITS.get(word(match, frame, "u"))
    lead = word(match, frame, "v")
    if (
        size is None
        or size in "SM"
        or lead not in ("all", "full", "whole", "half")
        or word(match, frame, "u").endswith("s")
    ):
        return None
    return Value(duration_name(0.5 if lead == "half" else 1, size), "DURATION")


def month_number(match: Match[str], frame: Frame) -> Value | None:
    """11/2016, 11-2016."""
    month, year = int(word(match, frame, "d")), int(word(match, frame, "y"))
    tokens, at = frame.tokens, match.start()
    if tokens.lows[at + 1] != "/" and (tokens.ends[at] != tokens.starts[at + 1] or frame.low(at - 1) == "-"):
        return None
    return in_month(year, month) if month <= 12 and 1900 <= year <= 2099 else None


def rest(match: Match[str], frame: Frame) -> Value | None:
    """The rest of the year: from the publication to its end."""
    size = UNITS.get(word(match, frame, "u"))
    if word(match, frame, "k") not in ("rest", "remainder", "remaining") or size not in ("w", "m", "y", "D", "C"):
        return None
    if frame.published is None:
        return Value(None, open=True)
    value = choice.around(frame.published, size, 0)
    return replace(value, low=frame.published) if value is not None else None


def after_next(match: Match[str], frame: Frame) -> Value | None:
    """The week after next."""
    size = UNITS.get(word(match, frame, "u"))
    if size not in ("w", "m", "y") or word(match, frame, "r") != "next":
        return None
    return choice.around(frame.published, size, 2) if frame.published else Value(None, open=True)


_RANKED = r"t?(?P<o>[oqS](?:-[qS])?|w-?[qS])(?P<u>u)I"
_YEAR = r"(?P<y>w-?w(?:N?w|-w)*)"

RULES: tuple[Rule, ...] = (
    rule("w", _YEAR + r"(?P<m>ZZZ)?(?P<d>ZZZ)?", spelled_year),
    rule("M", r"(?P<m>M)P?,?" + _YEAR + r"(?P<d>ZZZ)?", spelled_year),
    rule("M", r"(?P<m>M)P?t?(?P<d>[doqS](?:-[qoS])?|w-?[qS]),?" + _YEAR, spelled_year),
    rule("doqw", r"(?P<d>[doqS](?:-[qoS])?|w-?[qS])I?(?P<m>M)P?,?" + _YEAR, spelled_year),
    rule("M", r"(?P<m>M)P?(?P<y>w(?:-?w){2,5})(?P<d>ZZZ)?", spelled_date),
    rule("w", r"(?P<d>w(?:-?w)?)I?(?P<m>M)P?,?" + _YEAR, spelled_date),
    rule("j", r"ju?(?P<y>y)(?P<u>ZZZ)?(?P<r>ZZZ)?", fiscal_year),
    rule("lLhtj", r"t?(?P<r>[lLh])?j(?P<u>u)(?P<y>y)?", fiscal_year),
    rule("tu", r"t?(?P<u>u)(?P<k>[I.R])O?(?P<m>M)P?(?P<d>[do])", week_from),
    rule("d", r"(?P<d>d)[/-](?P<y>y)(?![/-])", month_number),
    rule("t.", r"t?(?P<k>\.)I[th](?P<u>[uC])", rest),
    rule("t", r"t(?P<u>u)At?(?P<r>L)(?![uMWspE])", after_next),
    rule("t", r"t(?P<u>u)(?P<r>[Af])(?P<t>T)", day_around),
    rule("tqoSl", r"t?(?P<o>[qoSl])(?P<w>W)(?:I|i)t?(?:(?P<m>M)P?,?(?P<y>y)?|(?P<r>[lLh])(?P<u>u))", ranked_weekday),
    rule("to", r"t?(?P<o>o)I(?P<r>[lLh])(?P<u>u)(?P<m>ZZZ)?(?P<y>ZZZ)?", ranked_day),
    rule("WM", r"(?:W,?)?(?P<m>M)P?(?P<d>w(?:-?w)?)(?:(?=[P)|]|$)|(?:,?(?P<y>y)))", worded_day),
    rule(".+H", r"(?P<v>[.+H])-?(?P<u>u)(?![uI])", whole_unit),
    rule("toqSw", _RANKED + r"(?:(?P<m>M)P?|(?P<y>y)|t?(?P<r>[lLh])(?P<v>u))(?P<p>ZZZ)?", counted_day),
)  # fmt: skip
