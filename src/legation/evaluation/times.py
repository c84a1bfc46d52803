"""Dates in text: identification (relaxed overlap) and value, on GUM's dates and on Microsoft's Recognizers cases.

GUM (Georgetown University Multilayer corpus) gives dates as TEI attributes (`when`, `from`/`to`,
`notBefore`/`notAfter`).
Left out of GUM, in either direction:
- expressions that hold no word of time and no number ("World War II", "his death"): events, which TIMEX3 does not mark;
- durations, repetitions, clock times and vague references without days ("for three years", "daily", "at 5:30", "now"):
  GUM does not mark them, so finding them is not counted as wrong.

Recognizers are unit tests of a calendar assistant. `EXCLUDED` lists the classes whose conventions differ from TIMEX3's.
Every fifth document (GUM, by name) and every fifth case (Recognizers, by position) is kept apart: split `held`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from legation.contracts import ReaderLike
from legation.errors import InputError
from legation.linking.times import find_times
from legation.linking.times.lexicon import CLASSES
from legation.records import Document, TimeExpression

HELD_EVERY = 5
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


class _Tally:
    """Counts of found, missed and spurious expressions and of right values."""

    def __init__(self) -> None:
        self.gold = self.found = self.predicted = self.spurious = self.right = 0
        self.errors: list[str] = []

    def figures(self, name: str) -> dict[str, float | int | str]:
        recall = self.found / self.gold if self.gold else 0.0
        hits = self.predicted - self.spurious
        precision = hits / self.predicted if self.predicted else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            f"{name}.gold": self.gold,
            f"{name}.precision": round(precision, 4),
            f"{name}.recall": round(recall, 4),
            f"{name}.f1": round(f1, 4),
            f"{name}.value_accuracy": round(self.right / self.found, 4) if self.found else 0.0,
        }


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _days(value: str) -> tuple[str, str] | None:
    """First and last day of a TEI value (YYYY, YYYY-MM, YYYY-MM-DD); None for others."""
    match = re.fullmatch(r"(\d{3,4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", value)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 0)
    if match[3]:
        return f"{year:04d}-{match[2]}-{match[3]}", f"{year:04d}-{match[2]}-{match[3]}"
    if month:
        return f"{year:04d}-{match[2]}-01", _month_end(year, month).isoformat()
    return f"{year:04d}-01-01", f"{year:04d}-12-31"


def gum_right(attributes: Mapping[str, str], time: TimeExpression) -> bool:
    """Whether a value agrees with GUM's attributes.

    `when`: the same days or TIMEX3 value (early, mid and late are modifiers there, not part of the value), or one end
    of a range in one expression. `from`/`to`: the same days (ends given as years or months are widened; a `to` on 1
    January of a decade's or century's last year is read as that year). `notBefore`/`notAfter`: days inside. Values
    without a year ("--10"): the month alone. Years before Christ: the value."""
    if "when" in attributes:
        return _when_right(attributes["when"], time)
    low, high = attributes.get("from"), attributes.get("to")
    if time.timex and time.type == "DATE" and _whole(time.timex) == (low, high):
        return True
    ends = [e for e in (low, high, *attributes.values()) if e and re.match(r"-\d", e)]
    if ends:
        return _before_christ(ends, time.timex or "")
    if low is None and high is None:
        low, high = attributes.get("notBefore"), attributes.get("notAfter")
        return _inside(low, high, time)
    if time.from_ is None or time.to is None:
        return False
    for told, mine in ((low, time.from_), (high, time.to)):
        if told is None:
            continue
        if told.startswith("--"):
            if told is low and told[2:4] != mine[5:7]:
                return False
            continue
        days = _days(told)
        if days is None or (days[0] != mine and days[1] != mine and mine[:4] != days[0][:4]):
            return False
        if days[0] == days[1] and mine not in days and not told.endswith("-01-01"):
            return False
    return True


def _before_christ(ends: list[str], timex: str) -> bool:
    """Years and centuries before Christ by their numbers: BC0776, BC04 (the fifth century)."""
    years = {int(e.lstrip("-")[:4]) for e in ends}
    if re.fullmatch(r"BC\d{4,}", timex):
        return int(timex[2:]) in years
    century = int(timex[2:]) if re.fullmatch(r"BC\d{2}", timex) else -1
    return any(year // 100 in (century, century + 1) for year in years)


def _whole(timex: str) -> tuple[str, str] | None:
    """The days of a decade or century; TIMEX3 gives "the early 1990s" the decade's value, with a modifier."""
    if re.fullmatch(r"\d{2,3}", timex):
        return timex.ljust(4, "0") + "-01-01", timex.ljust(4, "9") + "-12-31"
    return None


def _when_right(when: str, time: TimeExpression) -> bool:
    if when.startswith("--"):
        return time.from_ is not None and time.from_[5 : 5 + len(when) - 2] == when[2:]
    if when.startswith("-"):
        return bool(time.timex) and (time.timex or "").removeprefix("BC").lstrip("0") == when.strip("-").lstrip("0")
    days = _days(when)
    if when == time.timex or ("/" in (time.timex or "") and when in (time.timex or "").split("/")):
        return True
    if days is None or time.from_ is None or time.to is None:
        return False
    return days == (time.from_, time.to)


def _inside(low: str | None, high: str | None, time: TimeExpression) -> bool:
    first, last = _days(low or ""), _days(high or "")
    if time.from_ is None or time.to is None:
        return False
    return not ((first and time.to < first[0]) or (last and time.from_ > last[1]))


def _has_time_word(text: str) -> bool:
    words = re.findall(r"[a-z]+|\d+", text.lower())
    return any(w.isdigit() or CLASSES.get(w, ".") in "MWuCQspETKcqSRr" for w in words) or bool(re.search(r"\d", text))


_DURATION = re.compile(
    r"(?:for |all |only |almost |nearly )?(?:an? |[\w.,/]+[ -])*"
    r"(?:days?|weeks?|months?|years?|decades?|night)(?: at .*)?"
)
_ANCHORED = re.compile(
    r"\b(?:last|past|next|this|that|same|every|coming|following|previous|ago|later|first|earlier|before|after|since|the|his"
    r"|her|our|my|current|fourth|sophomore|senior|freshman|opening|good|best|interesting|little)\b"
)
_VAGUE = re.compile(r"\b(?:few|several|recent|coming weeks)\b")


def _left_out(text: str) -> bool:
    """Bare durations and vague references, which GUM marks in a few places and with days of the annotator's own."""
    low = text.lower()
    bare = _DURATION.fullmatch(low) is not None and not _ANCHORED.search(low) and not re.fullmatch(r"\d+s?", low)
    return bare or bool(_VAGUE.search(low))


def _is_marked_by_gum(time: TimeExpression) -> bool:
    if time.type == "SET" or time.timex in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"):
        return False
    if time.type == "DURATION":
        return False
    return not (time.type == "TIME" and (time.timex or "T").startswith("T"))


def _read(reader: ReaderLike | None, documents: list[Document]) -> list[tuple[TimeExpression, ...]]:
    if reader is None:
        return [find_times(d.text, d.published) for d in documents]
    return [linked.times for linked in reader.link(documents)]


def _score_gum(data: Path, held: bool, reader: ReaderLike | None) -> _Tally:
    texts = sorted(_lines(data / "gum_cc_texts.jsonl"), key=lambda t: str(t["doc"]))
    gold = _lines(data / "gum_timex.jsonl")
    names = sorted({g["doc"] for g in gold})
    kept = {n for i, n in enumerate(names) if (i % HELD_EVERY == HELD_EVERY - 1) == held}
    chosen = [t for t in texts if t["doc"] in kept]
    dates = {g["doc"]: g["doc_date"] for g in gold}
    documents = [Document(id=t["doc"], text="\n".join(t["sents"]), published=dates[t["doc"]]) for t in chosen]
    tally = _Tally()
    for text, times in zip(chosen, _read(reader, documents), strict=True):
        starts = [0]
        for sentence in text["sents"]:
            starts.append(starts[-1] + len(sentence) + 1)
        rows = []
        for row in gold:
            if row["doc"] == text["doc"]:
                start = starts[int(row["sent_id"].rsplit("-", 1)[1]) - 1]
                rows.append((start + row["start"], start + row["end"], row))
        _count_gum(tally, rows, times)
    return tally


def _count_gum(tally: _Tally, rows: list[tuple[int, int, dict[str, Any]]], times: tuple[TimeExpression, ...]) -> None:
    covered: set[int] = set()
    for start, end, row in rows:
        over = [i for i, t in enumerate(times) if t.start < end and start < t.end]
        covered.update(over)
        if not _has_time_word(row["text"]) or _left_out(row["text"]):
            continue
        tally.gold += 1
        if over:
            tally.found += 1
            best = any(gum_right(row["attrs"], times[i]) for i in over)
            tally.right += best
            tally.predicted += 1
            if not best:
                told = [(times[i].text, times[i].timex, times[i].from_, times[i].to) for i in over]
                gold = f"{row['doc']} {row['doc_date']} {row['text']!r} {row['attrs']}"
                tally.errors.append(f"value {gold} got {told} | {row['sent'][:200]}")
        else:
            tally.errors.append(f"missed {row['doc']} {row['text']!r} {row['attrs']} | {row['sent'][:200]}")
    for i, time in enumerate(times):
        if i not in covered and _is_marked_by_gum(time):
            tally.predicted += 1
            tally.spurious += 1
            tally.errors.append(f"spurious {time.text!r} {time.timex} {rows[0][2]['doc'] if rows else ''}")


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


def _score_recognizers(data: Path, held: bool) -> tuple[_Tally, Counter[str]]:
    tally, left = _Tally(), Counter[str]()
    for case in _cases(data, held):
        published = str(case.get("Context", {}).get("ReferenceDateTime", ""))[:10] or None
        times = find_times(case["Input"], published)
        _count_case(tally, left, case, times)
    return tally, left


def _span(result: Mapping[str, Any]) -> tuple[int, int]:
    start = int(result["Start"])
    return start, int(result["End"]) + 1 if "End" in result else start + int(result["Length"])


def _count_case(tally: _Tally, left: Counter[str], case: Mapping[str, Any], times: Iterable[TimeExpression]) -> None:
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


def evaluate(
    reader: ReaderLike | None, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """Scores the date grammar on `data` (a folder with gum_timex.jsonl, gum_cc_texts.jsonl and recognizers/).

    Splits: `tune` and `held`, both without one. GUM goes through the reader (with trees) where there is one, the
    Recognizers' single sentences through the grammar alone. `predictions` gets one line an error."""
    figures: dict[str, float | int | str] = {}
    errors: list[str] = []
    for name, held in (("tune", False), ("held", True)):
        if split not in (None, name):
            continue
        gum = _score_gum(data, held, reader)
        recognizers, left = _score_recognizers(data, held)
        figures |= gum.figures(f"gum.{name}") | recognizers.figures(f"recognizers.{name}")
        figures |= {f"recognizers.{name}.excluded.{k}": n for k, n in sorted(left.items())}
        errors += [f"gum.{name} {e}" for e in gum.errors] + [f"recognizers.{name} {e}" for e in recognizers.errors]
    if predictions is not None:
        predictions.write_text("\n".join(errors) + "\n", encoding="utf-8")
    return figures


__all__ = ["EXCLUDED", "evaluate", "gum_right", "recognizers_class", "recognizers_right"]
