"""Microsoft's Recognizers cases: unit tests of a calendar assistant's dates.

`EXCLUDED` lists the classes whose conventions differ from TIMEX3's.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from legation.errors import InputError
from legation.evaluation.tally import HELD_EVERY, Tally
from legation.linking.times import find_times
from legation.records import TimeExpression

EXCLUDED: Mapping[str, str] = {
    "time": "clock times alone: two readings (a.m., p.m.) for one expression; TIMEX3 has one value",
    "timerange": "spans of clock times in one expression; TIMEX3 marks two times",
    "datetimerange": "spans of clock times on a day in one expression; TIMEX3 marks the two times apart",
    "timezone": "no time expression in TIMEX3",
    "undefined": "no type given: choices among dates in one expression",
    "modified": "before, after, since, more than … inside the expression, with an open interval; TIMEX3 has signals",
    "coarse": "weeks, months or years before or after today as one exact day; in TIMEX3 as coarse as the unit",
    "edges": "ranges between the middles or ends of periods as exact days; TIMEX3 has both periods, each with a MOD",
    "anchored": "a duration and its first day in one expression ('3 days from today'); TIMEX3 has two expressions",
    "rolling": "next N days from tomorrow on, exclusive ends, business days; TIMEX3 has the duration and its anchor",
    "placeholder": "a day or month number without a month, 'the week' or 'the year' alone, and undefined references",
    "sets of times": "T06, TNI, P1WE for every day at six, every night, every weekend; TIMEX3 writes XXXX-XX-XXT06",
    "unresolved": "seasons and school or fiscal years left without a year, days that do not exist (30 February)",
    "vague": "few, some, several as the number three; TIMEX3 writes X",
    "assistant": "numbers of weeks, year to date, business weeks and other phrases of calendars and spreadsheets",
}

_CALENDAR = re.compile(
    r"\bweek\s?\d|\bw\d|#\d|to date|business|weekday|year \d\d?\b|\byears?\b.*\d(st|nd|rd|th) week|-W\d\d-\d$"
    r"|week (of|in) "
)


def recognizers_class(result: Mapping[str, Any], text: str) -> str | None:
    """The excluded class of a Recognizers result, None where its convention agrees with TIMEX3."""
    kind = str(result.get("TypeName", "")).removeprefix("datetimeV2.") or "undefined"
    if kind in EXCLUDED:
        return kind
    values = (result.get("Resolution") or {}).get("values") or [{}]
    timex, low = str(values[0].get("timex", "")), text.lower()
    mod = str(values[0].get("Mod", ""))
    if set(mod.split("-")) & {"before", "after", "since", "until", "less", "more", "approx"} or mod == "ref_undef":
        return "placeholder" if mod == "ref_undef" else "modified"
    unit = r"\b(?:weeks?|months?|years?|decades?|fortnights?|quarters?)\b"
    if (
        kind in ("date", "datetime")
        and re.search(unit, low)
        and re.search(r"\b(ago|later|in|from|before|after|hence|back|within|time|earlier)\b", low)
    ):
        return "coarse"
    if kind == "datetime" and re.search(r"\b(hours?|minutes?|mins?|seconds?|hrs?)\b", low):
        return "coarse"
    if kind == "set" and re.search(r"T\d|T[A-Z]{2}|WE$", timex):
        return "sets of times"
    if timex in ("SP", "SU", "FA", "WI") or (
        re.search(r"^SY|^FY|-02-(29|30)", timex) and "not resolved" in str(values)
    ):
        return "unresolved"
    if kind == "duration" and re.search(r"\b(few|some|several)\b", low):
        return "vague"
    if "BD" in timex or (
        kind == "daterange"
        and re.search(r"\b(next|past|last|previous|coming|upcoming|following|within|in)\b", low)
        and timex.startswith("(")
        and ",P" in timex
    ):
        return "rolling"
    if kind == "daterange" and re.search(r"\b(end|middle|beginning) of\b.* (and|to|till|until) ", low):
        return "edges"
    if kind == "daterange" and re.search(r"\b(days?|weeks?|months?|years?),? (from|starting|beginning)\b", low):
        return "anchored"
    if re.fullmatch(r"XXXX-XX-\d\d.*|XXXX-XX|XXXX", timex) or re.fullmatch(
        r"(the |same |that )*(day|week|month|year|weekend)", low
    ):
        return "placeholder"
    if _CALENDAR.search(low) or re.search(r"-W0\d$|#\d|^\w{4}-\d\d-W", timex):
        return "assistant"
    return None


def recognizers_right(result: Mapping[str, Any], times: list[TimeExpression]) -> bool:
    """Whether one of the readings that the case allows is ours: the same days (ends are exclusive there) or value."""
    for value in (result.get("Resolution") or {}).get("values") or [{}]:
        timex = str(value.get("timex", ""))
        for time in times:
            if _same_length(timex, time.timex or "") and time.type in ("DURATION", "SET"):
                return True
            day = str(value.get("value") or value.get("start") or "")[:10]
            if value.get("type") in ("date", "datetime") and day == time.from_ == time.to:
                return True
            if "X" not in timex and timex in (time.timex, (time.timex or "").replace("T24", "T00")) and timex:
                return True
        if value.get("type") == "daterange" and times and times[0].from_ and times[-1].to:
            end = str(value.get("end", ""))[:10]
            ends = {times[-1].to, (date.fromisoformat(times[-1].to) + timedelta(days=1)).isoformat(), times[-1].from_}
            if value.get("start", "")[:10] == times[0].from_ and end in ends:
                return True
    return False


def _same_length(told: str, mine: str) -> bool:
    """Whether two durations are the same: half a year is six months, two weeks are fourteen days."""
    sizes = {"Y": 12.0, "M": 1.0, "W": 7.0, "D": 1.0}
    pair = [re.fullmatch(r"P([\d.]+)([YMWD])", x) for x in (told, mine)]
    if told == mine or pair[0] is None or pair[1] is None:
        return told == mine
    kinds = {m[2] in "YM" for m in pair if m}
    lengths = [float(m[1]) * sizes[m[2]] for m in pair if m]
    return len(kinds) == 1 and lengths[0] == lengths[1]


def _cases(data: Path, held: bool) -> Iterator[dict[str, Any]]:
    path = data / "recognizers" / "English" / "DateTimeModel.json"
    try:
        cases = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    for i, case in enumerate(cases):
        if (i % HELD_EVERY == HELD_EVERY - 1) == held:
            yield case


def score_recognizers(data: Path, held: bool) -> tuple[Tally, Counter[str]]:
    """Counts over the cases of a split, and how many were left out by class."""
    tally, left = Tally(), Counter[str]()
    for case in _cases(data, held):
        published = str(case.get("Context", {}).get("ReferenceDateTime", ""))[:10] or None
        times = find_times(case["Input"], published)
        _count_case(tally, left, case, times)
    return tally, left


def _span(result: Mapping[str, Any]) -> tuple[int, int]:
    start = int(result["Start"])
    return start, int(result["End"]) + 1 if "End" in result else start + int(result["Length"])


def _count_case(tally: Tally, left: Counter[str], case: Mapping[str, Any], times: Iterable[TimeExpression]) -> None:
    rest = list(times)
    for result in case["Results"]:
        start, end = _span(result)
        over = [t for t in rest if t.start < end and start < t.end]
        rest = [t for t in rest if t not in over]
        excluded = recognizers_class(result, str(result.get("Text", "")))
        if excluded:
            left[excluded] += 1
            continue
        tally.gold += 1
        if not over:
            tally.errors.append(f"missed {result.get('Text')!r} | {case['Input']}")
            continue
        tally.found += 1
        tally.predicted += 1
        right = recognizers_right(result, over)
        tally.right += right
        if not right:
            got = [(t.text, t.timex, t.from_, t.to) for t in over]
            values = [tuple(v.values()) for v in result["Resolution"]["values"]]
            tally.errors.append(f"value {result['Text']!r} {values} got {got} | {case.get('Context')} {case['Input']}")
    for time in rest:
        if time.timex not in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"):
            tally.predicted += 1
            tally.spurious += 1
            tally.errors.append(f"spurious {time.text!r} | {case['Input']}")
