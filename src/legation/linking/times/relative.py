"""Rules of dates that depend on the publication date or on an earlier date of the text."""

from datetime import timedelta
from re import Match

from legation.linking.times import calendar, choice
from legation.linking.times.distances import STEPS, unit, window
from legation.linking.times.lexicon import DEICTIC, MONTHS, PARTS, SEASONS, UNITS, WEEKDAYS
from legation.linking.times.rules import Rule, portion, rule, word, words
from legation.linking.times.values import (
    OPEN,
    Frame,
    Value,
    at_grain,
    in_month,
    in_year,
    is_interval,
    move,
    on_day,
    ordinal,
    over,
)

_ANAPHORIC = frozenset({"following", "previous", "preceding", "prior", "subsequent", "ensuing"})
_WHICH = {-1: "last", 0: "this", 1: "next"}


def portion_or_rest(match: Match[str], frame: Frame, value: Value | None) -> Value | None:
    """Narrows by early/late; "earlier this month" ends, "later this month" begins on the day of publication."""
    part = word(match, frame, "p")
    if part not in ("earlier", "later") or value is None or value.low is None or value.high is None:
        return portion(match, frame, value)
    today = frame.published
    if today is None or not value.low <= today <= value.high:
        return value
    days = (value.low, today) if part == "earlier" else (today, value.high)
    return Value(value.timex, value.type, days[0], days[1], value.grain)


def deictic(match: Match[str], frame: Frame) -> Value | None:
    """Today, yesterday, tonight, with a part of the day or without."""
    name = word(match, frame, "t")
    if name in ("now", "currently", "nowadays", "presently"):
        if match["d"] or match["p"]:
            return None
        today = frame.published
        return Value("PRESENT_REF", "DATE", today, today, "d")
    if frame.published is None:
        return OPEN
    moment = frame.published + timedelta(days=DEICTIC[name])
    part = "NI" if name in ("tonight", "tonite") else PARTS.get(word(match, frame, "d"))
    if part:
        return Value(f"{moment.isoformat()}T{part}", "TIME", moment, moment, "d")
    return on_day(moment)


def weekday(match: Match[str], frame: Frame) -> Value | None:
    """A day of the week: bare, or with last, next, this, that; with a part of the day."""
    at = match.start("w")
    name = frame.low(at)
    number = WEEKDAYS[name]
    if name in ("sun", "sat", "mon", "wed") and (
        frame.low(at - 1) in ("the", "going", "to", "a", "in", "of")
        or not (match["r"] or match["d"] or frame.tokens.classes[at + 1 : at + 2] in ("P", ",", "d", "o", "M", "k", ""))
    ):
        return None
    if name.endswith("days"):
        return Value(f"XXXX-WXX-{number + 1}", "SET")
    which = word(match, frame, "r")
    if which == "following" and "the" not in (frame.low(match.start("r") - 1), frame.low(match.start())):
        return None  # "following Monday's debate"
    step = STEPS.get(which)
    if which in ("that", "the") and frame.previous and is_interval(frame.previous):
        value = choice.weekday(frame, at, number, None)
    elif which in ("upcoming", "coming") and frame.published is not None:
        value = on_day(frame.published + timedelta(days=(number - frame.published.weekday() - 1) % 7 + 1))
    elif (
        (which == "following" or (which == "next" and match.group().startswith("tL")))
        and frame.previous
        and frame.previous.high
    ):
        ahead = (number - frame.previous.high.weekday() - 1) % 7 + 1
        value = on_day(frame.previous.high + timedelta(days=ahead))
    else:
        bare = which == "previous" and frame.low(match.start("r") - 1) != "the" and not match.group().startswith("t")
        value = choice.weekday(frame, at, number, which if bare else None if step is None else _WHICH[step])
    part = PARTS.get(word(match, frame, "d"))
    if part and value.timex:
        return Value(f"{value.timex}T{part}", "TIME", value.low, value.high, "d", value.open)
    return value


def weekday_of_week(match: Match[str], frame: Frame) -> Value | None:
    """Tuesday of last week, next week on Tuesday."""
    if frame.published is None:
        return OPEN
    if unit(match, frame) != "w":
        return None
    days = calendar.of_week(frame.published, STEPS.get(word(match, frame, "r"), 0))
    return on_day(days[0] + timedelta(days=WEEKDAYS[word(match, frame, "w")]))


def weekend(match: Match[str], frame: Frame) -> Value | None:
    """This weekend, last weekend, the weekend."""
    if word(match, frame, "e") == "weekends" and not match["r"]:
        return None
    step = STEPS.get(word(match, frame, "r"))
    return choice.weekend(frame, match.start("e"), None if step is None else _WHICH[step])


def near_unit(match: Match[str], frame: Frame) -> Value | None:
    """Last week, this month, early next year, later this week, the past decade, the following day."""
    name, size = word(match, frame, "r"), unit(match, frame)
    plural = word(match, frame, "u").endswith("s")
    if size is None or size in "SMHn" or (plural and name != "past"):
        return None
    between = frame.tokens.lows[match.end("r") : match.start("u")]
    if between and between[0] not in ("calendar", "working"):
        return None
    article = frame.low(match.start("r") - 1) == "the" or frame.low(match.start("r") - 1) in ("this", "over")
    if (size == "d" and name in ("last", "past")) or frame.low(match.start() - 1) in (
        "my",
        "our",
        "his",
        "her",
        "their",
        "your",
    ):
        return None
    if name in _ANAPHORIC or (name == "next" and frame.low(match.start("r") - 1) == "the"):
        if frame.previous is not None and is_interval(frame.previous):
            return from_previous(frame, size, STEPS[name])
        if name in ("previous", "preceding", "prior", "subsequent"):
            return OPEN if frame.published is None else choice.around(frame.published, size, STEPS[name])
    if frame.published is None:
        return OPEN
    if (name == "past" or (name == "last" and article and size in "DC")) and not plural:
        return window(frame.published, -1, size)
    if size in "DC" and name == "next":
        return window(frame.published, 1, size)
    return portion_or_rest(match, frame, choice.around(frame.published, size, STEPS[name]))


def from_previous(frame: Frame, size: str, step: int) -> Value | None:
    """A unit before or after the date told last."""
    before = frame.previous
    if before is None or before.low is None or before.high is None:
        return OPEN
    if size in "dnw" and before.grain in "yDC":
        before = frame.day or before
    if before.low is None or before.high is None or (size in "dn" and before.grain in "yDC"):
        return Value(None, "DATE")
    size = {"n": "d"}.get(size, size)
    if size == "w":
        return move(at_grain(before.low, "w"), step, "w")
    if "dwmyDC".index(size) < "dwmyDC".index(before.grain):
        return move(before, step, size)
    return move(at_grain(before.low, size), step, size)


def same(match: Match[str], frame: Frame) -> Value | None:
    """The same day, that year, that month: the date told last, at the unit's grain."""
    size = {"n": "d"}.get(unit(match, frame) or "", unit(match, frame))
    if size is None or size not in "dwmy" or word(match, frame, "u").endswith("s"):
        return None
    if frame.previous is None or frame.previous.low is None:
        return OPEN if frame.published is None else Value(None, "DATE")
    if "dwmyDC".index(size) < "dwmyDC".index(frame.previous.grain):
        return frame.previous
    return at_grain(frame.previous.low, size)


def same_part(match: Match[str], frame: Frame) -> Value | None:
    """This morning, last night, that evening, the next morning."""
    name, part = word(match, frame, "r"), PARTS[word(match, frame, "d")]
    if word(match, frame, "d").endswith("s"):
        return None
    if name in ("that", "same", "following", "previous") or (
        name == "next" and frame.low(match.start("r") - 1) == "the"
    ):
        if frame.previous is None or frame.previous.low is None or frame.previous.low != frame.previous.high:
            return Value(None, "TIME", open=frame.published is None)
        moment = frame.previous.low + timedelta(days=STEPS.get(name, 0))
    elif frame.published is None:
        return Value(None, "TIME", open=True)
    else:
        moment = frame.published + timedelta(days=STEPS.get(name, 0))
    return Value(f"{moment.isoformat()}T{part}", "TIME", moment, moment, "d")


def near_month(match: Match[str], frame: Frame) -> Value | None:
    """Last August, next May, this September."""
    name, number = word(match, frame, "r"), MONTHS[word(match, frame, "m")]
    if frame.published is None:
        return Value(f"XXXX-{number:02d}", open=True)
    year, month = frame.published.year, frame.published.month
    step = STEPS.get(name)
    if name in _ANAPHORIC and frame.previous is not None and frame.previous.low is not None:
        told = frame.previous.low
        later = number > told.month
        year = told.year + ((0 if later else 1) if step == 1 else (-1 if number >= told.month else 0))
    elif step == -1:
        year -= number >= month
    elif step == 1:
        year += number <= month
    elif step is None:
        return portion(match, frame, choice.month(frame, match.start("m"), number))
    return portion(match, frame, in_month(year, number))


def month_of_year(match: Match[str], frame: Frame) -> Value | None:
    """March of last year, March the same year, Feb. 5 next year."""
    if unit(match, frame) != "y":
        return None
    name, number = word(match, frame, "r"), MONTHS[word(match, frame, "m")]
    if name == "same" or name in _ANAPHORIC or name == "that":
        if frame.previous is None or frame.previous.low is None:
            return None
        year = frame.previous.low.year + STEPS.get(name, 0)
    elif frame.published is None:
        return Value(f"XXXX-{number:02d}", open=True)
    else:
        year = frame.published.year + STEPS.get(name, 0)
    if match["d"]:
        found = calendar.day(year, number, int(word(match, frame, "d").rstrip("sthndr")))
        return on_day(found) if found else None
    return portion(match, frame, in_month(year, number))


def near_season(match: Match[str], frame: Frame) -> Value | None:
    """Last summer, next winter, this spring."""
    season, step = SEASONS[word(match, frame, "s")], STEPS.get(word(match, frame, "r"))
    if frame.published is None:
        return OPEN
    if step is None:
        return None
    year = frame.published.year
    if step == -1:
        ended = [y for y in (year - 2, year - 1, year) if calendar.of_season(y, season)[1] < frame.published]
        year = max(ended)
    elif step == 1:
        year = min(y for y in (year, year + 1) if calendar.of_season(y, season)[0] > frame.published)
    elif season == "WI" and frame.published.month <= 4:
        year -= 1
    return portion(match, frame, over(calendar.of_season(year, season), f"{year}-{season}", "m"))


def unit_end(match: Match[str], frame: Frame) -> Value | None:
    """The end of the year, later in the month, year-end; the day and hour only as the text's."""
    size = unit(match, frame)
    part = word(match, frame, "p")
    if size is None or size not in "wmyDC" or part in ("late", "opening"):
        return None
    if frame.narrative and is_interval(frame.previous) and frame.previous and frame.previous.low:
        return portion_or_rest(match, frame, at_grain(frame.previous.low, size))
    if frame.published is None:
        return OPEN
    value = choice.around(frame.published, size, 0)
    if (
        value
        and part in ("end", "close")
        and size == "y"
        and frame.tense(match.start()) == "past"
        and frame.published.month <= 6
    ):
        value = in_year(frame.published.year - 1)
    return portion_or_rest(match, frame, value)


def year_end(match: Match[str], frame: Frame) -> Value | None:
    """Year-end, the year's end."""
    if word(match, frame, "u") not in ("year", "month") or word(match, frame, "p") != "end":
        return None
    if frame.published is None:
        return OPEN
    value = choice.around(frame.published, UNITS[word(match, frame, "u")], 0)
    if value is None or value.high is None:
        return None
    return Value(value.high.isoformat(), "DATE", value.high, value.high, "d")


def day_beside(match: Match[str], frame: Frame) -> Value | None:
    """The day before, the day after, the year before (where nothing follows): beside the date told last."""
    size = unit(match, frame)
    after = frame.tokens.classes[match.end() : match.end() + 1]
    if (
        size is None
        or size not in "dwmyn"
        or (after not in ("P", ",", "", "|", ")") and frame.low(match.end()) not in ("?", "!"))
    ):
        return None
    if frame.previous is None and frame.published is not None:
        return choice.around(
            frame.published, {"n": "d"}.get(size, size), 1 if word(match, frame, "r") == "after" else -1
        )
    return from_previous(frame, size, 1 if word(match, frame, "r") == "after" else -1)


def weekday_rank(match: Match[str], frame: Frame) -> Value | None:
    """Friday the 26th: the nearest month whose 26th is a Friday."""
    number = ordinal([w for w in words(match, frame, "d") if w != "-"])
    if frame.published is None or not number:
        return Value(None, open=True) if number else None
    moments = []
    for step in range(-11, 12):
        month = calendar.add_months(frame.published.replace(day=1), step)
        found = calendar.day(month.year, month.month, number)
        if found and found.weekday() == WEEKDAYS[word(match, frame, "w")]:
            moments.append(found)
    chosen = choice.nearest(moments, frame.published, choice.lean(frame, match.start()))
    return on_day(chosen) if chosen else None


def at_present(match: Match[str], frame: Frame) -> Value | None:
    """At present, at the present time, at this time."""
    name = word(match, frame, "r")
    if name not in ("present", "this") or (match["u"] and word(match, frame, "u") not in ("time", "moment")):
        return None
    if name == "this" and not match["u"]:
        return None
    return Value("PRESENT_REF", "DATE", frame.published, frame.published, "d")


def day_of_month(match: Match[str], frame: Frame) -> Value | None:
    """The 18th, where a month was told or "on" stands before and no noun follows."""
    number = int(word(match, frame, "d").rstrip("sthndr"))
    after = frame.tokens.classes[match.end() : match.end() + 1]
    if frame.low(match.start() - 1) != "on" or after not in ("P", ",", "", "|", "N", "O") or not 1 <= number <= 31:
        return None
    if frame.previous is not None and frame.previous.low is not None and frame.previous.grain in "dm":
        found = calendar.day(frame.previous.low.year, frame.previous.low.month, number)
        return on_day(found) if found else None
    return Value(None, "DATE", open=frame.published is None)


_P = r"(?:(?P<p>[Rr])(?:-|It?|it?|t)?)?"

RULES: tuple[Rule, ...] = (
    rule("RrT", r"(?P<p>[Rr])?(?P<t>T)(?P<d>p)?", deictic),
    rule("RrlLhzZWt", _P + r"t?h?(?:(?P<r>[lLhzZ]))?(?P<w>W)P?(?P<d>p)?", weekday),
    rule("WRr", r"(?P<p>[Rr])?(?P<w>W)(?:I|O|,|r|R)*t?(?P<r>[lLh])(?P<u>u)", weekday_of_week),
    rule("lLh", r"(?P<r>[lLh])(?P<u>u)O?(?P<w>W)", weekday_of_week),
    rule("RrlLhztE", r"(?:(?P<p>[Rr])I?)?t?(?P<r>[lLhz])?(?P<e>E)", weekend),
    rule("RrlLht", _P + r"(?:th?|h(?=l))?(?P<r>[lLh])(?:\+(?=u))?(?P<u>[uCQ])", near_unit),
    rule("tzZ", r"(?:[tz]?Z|z)(?P<u>u)", same),
    rule("hlzLtZ", r"t?(?P<r>[hlzLZ])(?P<d>p)", same_part),
    rule("RrlLhzt", _P + r"t?(?P<r>[lLhz])(?P<m>M)P?", near_month),
    rule("RM", r"(?:(?P<p>R)-?)?(?P<m>M)P?(?P<d>[do])?,?I?t?z?(?P<r>[lLhZz])(?P<u>u)", month_of_year),
    rule("RrlLht", _P + r"t?(?P<r>[lLh])(?P<s>s)", near_season),
    rule("Rrt", r"t?(?P<p>[Rr])[Ii]t?(?P<u>[uC])(?!I[dwWMn])", unit_end),
    rule("W", r"(?P<w>W)P?,?t?(?P<d>o|q|w-?[qS]|S)(?![uCQ])", weekday_rank),
    rule("W", r"(?P<w>W)(?P<d>d)(?=[P,|@)]|$)", weekday_rank),
    rule("@", r"@t?(?P<r>h)(?P<u>\.)?", at_present),
    rule("tu", r"t?(?P<u>u)'?-?(?P<p>R)", year_end),
    rule("t", r"t(?P<u>[up])(?P<r>[fA])", day_beside),
    rule("t", r"t(?P<d>o)", day_of_month),
)
