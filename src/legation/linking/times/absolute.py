"""Rules of explicit and partial dates: days, months, years, decades, centuries, seasons, quarters."""

import re
from datetime import date
from re import Match

from legation.linking.times import calendar, choice
from legation.linking.times.lexicon import COUNTED, DECADES, MONTHS, SEASONS
from legation.linking.times.rules import portion, rule, word, words
from legation.linking.times.values import (
    Frame,
    Value,
    full_year,
    in_century,
    in_decade,
    in_month,
    in_year,
    on_day,
    ordinal,
    over,
)


def _counted(frame: Frame, index: int) -> bool:
    return frame.low(index) in COUNTED or frame.low(index) in ("%", "percent")


def _rank(match: Match[str], frame: Frame, group: str) -> int:
    return ordinal([w for w in words(match, frame, group) if w != "-"]) or 0


def full_date(match: Match[str], frame: Frame) -> Value | None:
    """Day, month and year in either order."""
    found = calendar.day(full_year(word(match, frame, "y")), MONTHS[word(match, frame, "m")], _rank(match, frame, "d"))
    if found is None or _counted(frame, match.end()):
        return None
    frame.told[found.month, found.day] = found
    return on_day(found)


def partial_date(match: Match[str], frame: Frame) -> Value | None:
    """Day and month."""
    if frame.low(match.start() - 1) in ("$", "£", "€"):
        return None
    return choice.month_day(frame, match.start(), MONTHS[word(match, frame, "m")], _rank(match, frame, "d"))


def day_range(match: Match[str], frame: Frame) -> Value | None:
    """Two days of one month."""
    first, last = _rank(match, frame, "d"), _rank(match, frame, "d2")
    month = MONTHS[word(match, frame, "m")]
    paired = last == first + 1 or "between" in (frame.low(match.start() - 1), frame.low(match.start() - 2))
    onward = match["by"] == "X" and 1 <= last < first <= 31 and match.start("m") < match.start("d") and not match["y"]
    if not (1 <= first < last <= 31 or onward) or (match["by"] == "N" and not paired):
        return None
    if match["y"]:
        start = calendar.day(full_year(word(match, frame, "y")), month, first)
    else:
        value = choice.month_day(frame, match.start(), month, first)
        if value is None or value.low is None:
            return value
        start = value.low
    end = calendar.day(start.year, month, last) if start else None
    if onward and start:
        following = calendar.add_months(start.replace(day=1), 1)
        end = calendar.day(following.year, following.month, last)
    return over((start, end), f"{start}/{end}", "d") if start and end else None


def month_year(match: Match[str], frame: Frame) -> Value | None:
    """Month and year, with or without early, mid, late."""
    if _counted(frame, match.end()):
        return None
    return portion(match, frame, in_month(full_year(word(match, frame, "y")), MONTHS[word(match, frame, "m")]))


_CUES = frozenset(
    "in of since until till by from to through between and during for on last this next early late mid - around about "
    "before after end beginning start following".split()
)
_NAMES = frozenset("april may june august jan mar march dec jun jul sep oct nov feb apr aug".split())
_LINKS = frozenset({"and", "to", "-", "–", "until", "through", "till"})


def month_alone(match: Match[str], frame: Frame) -> Value | None:
    """A month; names that are also persons' or verbs need a word that speaks for a date."""
    at = match.start("m")
    name, before, after = frame.low(at), frame.low(match.start() - 1), frame.raw(match.end())
    onward = frame.tokens.classes[match.end() : match.end() + 2] in ("-M", "XM")
    if name in _NAMES and not match["p"] and not onward:
        listed = frame.tokens.classes[max(0, match.start() - 3) : match.start()]
        if before not in _CUES and not (before == "the" and frame.low(match.start() - 2) in ("in", "by")):
            return None
        if name == "may" and before in _LINKS and "M" not in listed:
            return None
        if (
            name not in ("may",)
            and after[:1].isupper()
            and after.lower() not in _CUES
            and before in ("and", "for", "of")
        ):
            return None
    return portion(match, frame, choice.month(frame, at, MONTHS[name]))


_NO_YEAR_BEFORE = frozenset(
    "$ £ € no resolution resolutions number article section page about some nearly than almost "
    "approximately only least most roughly channel highway route flight room".split()
)
_YEAR_BEFORE = frozenset(
    "in since until till by of from to through between after before during and year for early late mid circa c "
    "around about "
    "( - – till summer winter spring autumn fall end beginning ca versus or".split()
)


def year(match: Match[str], frame: Frame) -> Value | None:
    """Four digits that name a year: from 1900 to 2099 unless something is counted, others only with a cue."""
    number = int(word(match, frame, "y"))
    before, after = frame.low(match.start() - 1), frame.low(match.end())
    cued = before in _YEAR_BEFORE or match.group() != match["y"]
    if frame.raw(match.end("y") - 1).startswith("0"):
        return None
    if after in ("%", "percent", "-") and after != "-":
        return None
    if after in COUNTED and not (before in ("in", "since") and after in ("people", "women", "men", "students")):
        return None
    if before == "." and frame.low(match.start() - 2) in ("no", "nos"):
        return None
    if before in ("$", "£", "€", "resolution", "resolutions", "no", "number", "article", "boeing", "channel", "#"):
        return None
    if (
        not 1900 <= number <= 2099
        and (not cued or number > 2500 or before in ("of", "and", "to", "for", "about", "or"))
        and (before not in ("and", "to", "-", "–") or frame.year is None or not 1000 <= number < 1900)
    ):
        return None
    if before in _NO_YEAR_BEFORE and not match["p"]:
        return None
    return portion(match, frame, in_year(number))


def year_pair(match: Match[str], frame: Frame) -> Value | None:
    """2016-17 or 2016/17."""
    first, last = int(word(match, frame, "y")), word(match, frame, "y2")
    end = first // 100 * 100 + int(last) if len(last) == 2 and last.isdigit() else 0
    if end != first + 1 and len(last) <= 2 and 1 <= int(last) <= 12 and 1900 <= first <= 2099 and not match["s"]:
        return in_month(first, int(last))
    if not first < end <= first + 20 or not 1500 <= first <= 2099:
        return None
    season = SEASONS.get(word(match, frame, "s"))
    if season == "WI" and end == first + 1:
        return over(calendar.of_season(first, season), f"{first}-{season}", "m")
    return over((date(first, 1, 1), date(end, 12, 31)), f"{first}/{end}", "y")


def short_year(match: Match[str], frame: Frame) -> Value | None:
    """'98 after a preposition or a season."""
    if frame.low(match.start() - 1) in ("in", "since", "of", "from", "to", "and", "until", "by"):
        return in_year(full_year(word(match, frame, "y")))
    return None


def era_year(match: Match[str], frame: Frame) -> Value | None:
    """A year with BC, BCE, AD or CE; years before Christ have no days."""
    era = word(match, frame, "b").replace(".", "")
    if not frame.raw(match.start("b")).isupper() and "." not in frame.raw(match.start("b")):
        return None
    number = int(word(match, frame, "y").replace(",", "").partition(".")[0])
    if era.startswith("b"):
        return Value(f"BC{number:04d}", grain="y")
    return in_year(number) if 1 <= number <= 2100 else None


def named_year(match: Match[str], frame: Frame) -> Value | None:
    """The year 71."""
    number = int(word(match, frame, "y").replace(",", "").partition(".")[0])
    if word(match, frame, "u") != "year" or frame.low(match.start() - 1) in (
        "a",
        "last",
        "per",
        "this",
        "every",
        "each",
    ):
        return None
    return in_year(number) if 10 <= number <= 9999 and frame.low(match.start() - 1) == "the" else None


def decade(match: Match[str], frame: Frame) -> Value | None:
    """1990s, '90s, the nineties; ages and temperatures ("in his 30s") are none."""
    low = word(match, frame, "c")
    if low in DECADES:
        if frame.low(match.start("c") - 1) not in ("the", "early", "mid", "late", "-"):
            return None
        first = 1900 + DECADES[low]
    else:
        digits = "".join(c for c in low if c.isdigit())
        if (
            len(digits) == 2
            and low[0].isdigit()
            and frame.low(match.start("c") - 1) not in ("the", "early", "mid", "late", "-", "and")
        ):
            return None
        first = int(digits) if len(digits) == 4 else 1900 + int(digits) if digits >= "20" else 2000 + int(digits)
        if len(digits) == 2 and frame.low(match.start() - 1) in ("his", "her", "their", "my", "your", "its"):
            return None
    if first % 100 == 0 and first < 2000:
        return portion(match, frame, in_century(first // 100 + 1))
    return portion(match, frame, in_decade(first))


def century(match: Match[str], frame: Frame) -> Value | None:
    """The 20th century, the fifth century BC."""
    rank = _rank(match, frame, "o")
    if word(match, frame, "b").startswith("b"):
        return Value(f"BC{rank - 1:02d}", grain="C")
    return portion(match, frame, in_century(rank)) if 1 <= rank <= 30 else None


def season_year(match: Match[str], frame: Frame) -> Value | None:
    """The summer of 2015."""
    season, number = SEASONS[word(match, frame, "s")], full_year(word(match, frame, "y"))
    if _counted(frame, match.end()):
        return None
    return portion(match, frame, over(calendar.of_season(number, season), f"{number}-{season}", "m"))


_NO_SEASON_AFTER = frozenset(
    "olympics olympic games palace paralympics paralympic carnival house war break soldier".split()
)


def season_alone(match: Match[str], frame: Frame) -> Value | None:
    """A season without a year; "fall" and "spring" only after a preposition, article or early/late."""
    at = match.start("s")
    name, before, after = frame.low(at), frame.low(match.start() - 1), frame.low(match.end())
    if after in _NO_SEASON_AFTER or (frame.raw(match.end())[:1].isupper() and frame.raw(at)[:1].isupper()):
        return None
    article = before == "the" and frame.low(match.start() - 2) in ("in", "during", "by", "of", "since", "until", "over")
    if name in ("fall", "spring") and not (match["p"] or before in ("in", "by", "since", "until", "during") or article):
        return None
    if (
        frame.raw(at)[:1].isupper()
        and name in ("spring", "summer", "fall", "winter", "autumn")
        and before in ("arab", "prague")
    ):
        return None
    season = SEASONS[name]
    return portion(
        match, frame, choice.yearly(frame, at, lambda y: calendar.of_season(y, season), lambda y: f"{y}-{season}", "m")
    )


def quarter(match: Match[str], frame: Frame) -> Value | None:
    """The third quarter of 2016, the first half of 2017, Q3 2016."""
    rank = _rank(match, frame, "o")
    half = word(match, frame, "q") in ("half", "h")
    if not 1 <= rank <= (2 if half else 4):
        return None
    if match["y"]:
        number = full_year(word(match, frame, "y"))
    elif frame.published is not None and word(match, frame, "r"):
        step = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(word(match, frame, "r"), 0)
        number = frame.published.year + step
    elif not half and frame.published is not None:
        return choice.yearly(
            frame, match.start(), lambda y: calendar.of_quarter(y, rank), lambda y: f"{y}-Q{rank}", "m"
        )
    else:
        return None
    if half:
        days = (date(number, 1, 1), date(number, 6, 30)) if rank == 1 else (date(number, 7, 1), date(number, 12, 31))
        return over(days, f"{number}-H{rank}", "m")
    return over(calendar.of_quarter(number, rank), f"{number}-Q{rank}", "m")


def short_month_year(match: Match[str], frame: Frame) -> Value | None:
    """April of 87."""
    number = word(match, frame, "y")
    if not (number.isdigit() and len(number) == 2 and number >= "32") or _counted(frame, match.end()):
        return None
    return in_month(1900 + int(number), MONTHS[word(match, frame, "m")])


def slashed_range(match: Match[str], frame: Frame) -> Value | None:
    """From 10/1 to 11/7, 10/1-11/2/2017; only where a word or a year speaks for dates."""
    cued = frame.low(match.start() - 1) in ("from", "between")
    ends = [int(word(match, frame, name)) for name in ("m", "d")]
    if match["D"]:
        parts = [int(x) for x in re.split(r"[-/.]", frame.low(match.start("D")))]
        year, later = full_year(f"{parts[2]:02d}"), parts[:2]
    else:
        later = [int(word(match, frame, name)) for name in ("m2", "d2")]
        year = int(word(match, frame, "y")) if match["y"] else 0
    if not (cued or year) or not 1 <= ends[0] <= 12 or not 1 <= later[0] <= 12:
        return None
    if year:
        start, end = calendar.day(year, *ends), calendar.day(year, *later)
    else:
        first = choice.month_day(frame, match.start(), *ends)
        start = first.low if first else None
        end = calendar.day(start.year, *later) if start else None
    return over((start, end), f"{start}/{end}", "d") if start and end and start <= end else None


def digits(match: Match[str], frame: Frame) -> Value | None:
    """2018-02-05, 5/3/2018 (American order unless the first number is above 12), 05.02.2018 (European)."""
    text = frame.low(match.start("D"))
    if text.isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    numbers = [int(x) for x in re.split(r"[-/.]", text)]
    if len(re.split(r"[-/.]", text)[0]) == 4:
        found = calendar.day(numbers[0], numbers[1], numbers[2])
    else:
        number = numbers[2] if numbers[2] >= 100 else full_year(f"{numbers[2]:02d}")
        first, second = (numbers[1], numbers[0]) if numbers[0] > 12 or "." in text else (numbers[0], numbers[1])
        found = calendar.day(number, first, second)
    return on_day(found) if found else None


def slashed(match: Match[str], frame: Frame) -> Value | None:
    """9/11; other pairs of numbers only after a weekday or "on"."""
    first, second = int(word(match, frame, "d")), int(word(match, frame, "d2"))
    if (first, second) == (9, 11) and not match["w"]:
        return on_day(date(2001, 9, 11))
    if not match["w"] and frame.low(match.start() - 1) not in ("on", "from", "to", "between", "until", "by", "since"):
        return None
    month, number = (second, first) if first > 12 else (first, second)
    return choice.month_day(frame, match.start(), month, number) if month <= 12 else None


_WK = r"(?:W[P(]?,?-?t?)?"
_DAY = r"(?P<d>[doqS](?:-[qoS])?|w-?[qS])"
_DAY2 = r"(?P<d2>[doqS](?:-[qoS])?|w-?[qS])"
_P = r"(?:(?P<p>R)(?:-|It?|t)?)?"

RULES = (
    rule("WM", _WK + r"(?P<m>M)P?,?[-/]?t?" + _DAY + r"(?:,?-?|,I|I)(?P<y>[yY])", full_date),
    rule("Wdoqwt", _WK + r"t?" + _DAY + r"[IP]?[-/]?(?P<m>M)P?,?[-I/i]?(?P<y>[yY])", full_date),
    rule("WM", _WK + r"(?P<m>M)P?,?[-/]?t?" + _DAY + r"(?![-]?u)", partial_date),
    rule("WdoqwtS", _WK + r"t?" + _DAY + r"I?-?(?P<m>M)P?", partial_date),
    rule("M", r"(?P<m>M)P?t?" + _DAY + r"(?P<by>[-XN])t?" + _DAY2 + r"(?![-]?[ukM])(?:,?(?P<y>y))?", day_range),
    rule("doqw", _DAY + r"(?P<by>[-XN])t?" + _DAY2 + r"I?(?P<m>M)P?(?:,?(?P<y>y))?", day_range),
    rule("RM", _P + r"(?P<m>M)P?,?(?:i|I?t?u?I?)-?(?P<y>[yY])", month_year),
    rule("Ry", r"(?P<p>R)?(?P<y>y)(?P<m>M)P?(?![do/-])", month_year),
    rule("RM", _P + r"(?P<m>M)P?", month_alone),
    rule("Ry", _P + r"(?P<y>y)", year),
    rule("sy", r"(?:(?P<s>s)I?)?(?P<y>y)[-/](?P<y2>[dn])", year_pair),
    rule("Y", r"(?P<y>Y)", short_year),
    rule("ydn", r"(?P<y>[ydn])(?P<b>B)", era_year),
    rule("B", r"(?P<b>B)(?P<y>[ydn])", era_year),
    rule("u", r"(?P<u>u)I?(?P<y>[ydn])", named_year),
    rule("Rc", _P + r"(?P<c>c)", decade),
    rule("RoqSw", _P + r"(?P<o>[oqS]|w-?[qS])-?(?P<c>C)(?P<b>B)?", century),
    rule("Rs", _P + r"(?P<s>s)(?:I|,)?(?P<y>[yY])", season_year),
    rule("Rs", _P + r"(?P<s>s)", season_alone),
    rule("oqS", r"(?P<o>[oqS])-?(?P<q>[QH])(?:I?t?j?u?(?P<y>[yY])|I?(?P<r>[lLh])j?u|It(?:j?u))?", quarter),
    rule("G", r"(?P<q>G)(?P<o>d)(?:[I-]?(?P<y>[yY]))?(?P<r>ZZZ)?", quarter),
    rule("y", r"(?P<y>y)[-/](?P<m>M)[-/](?P<d>[do])", full_date),
    rule("M", r"(?P<m>M)P?I(?P<y>n)", short_month_year),
    rule("d", r"(?P<m>d)/(?P<d>d)[-X](?:(?P<m2>d)/(?P<d2>d)(?:,?(?P<y>y))?(?!/)|(?P<D>D))", slashed_range),
    rule("D", r"(?P<D>D)", digits),
    rule("y", r"(?P<y>y)-?(?P<q>G)(?P<o>d)(?P<r>ZZZ)?", quarter),
    rule("WdhL", r"(?P<w>[hL]?W,?)?(?P<d>d)/(?P<d2>d)(?!/)", slashed),
)
