"""Dates in text: identification (relaxed overlap) and value, on GUM's dates and on Microsoft's Recognizers cases.

GUM (Georgetown University Multilayer corpus) gives dates as TEI attributes (`when`, `from`/`to`,
`notBefore`/`notAfter`).
Left out of GUM, in either direction:
- expressions that hold no word of time and no number ("World War II", "his death"): events, which TIMEX3 does not mark;
- durations, repetitions, clock times and vague references without days ("for three years", "daily", "at 5:30", "now"):
  GUM does not mark them, so finding them is not counted as wrong.

The Recognizers cases are scored by `legation.evaluation.recognizers`.
Every fifth document (GUM, by name) and every fifth case (Recognizers, by position) is kept apart: split `held`.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from legation.contracts import ReaderLike
from legation.errors import InputError
from legation.evaluation.recognizers import score_recognizers
from legation.evaluation.tally import HELD_EVERY, Tally
from legation.linking.times import find_times
from legation.linking.times.lexicon import CLASSES
from legation.records import Document, TimeExpression


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


def _score_gum(data: Path, held: bool, reader: ReaderLike | None) -> Tally:
    texts = sorted(_lines(data / "gum_cc_texts.jsonl"), key=lambda t: str(t["doc"]))
    gold = _lines(data / "gum_timex.jsonl")
    names = sorted({g["doc"] for g in gold})
    kept = {n for i, n in enumerate(names) if (i % HELD_EVERY == HELD_EVERY - 1) == held}
    chosen = [t for t in texts if t["doc"] in kept]
    dates = {g["doc"]: g["doc_date"] for g in gold}
    documents = [Document(id=t["doc"], text="\n".join(t["sents"]), published=dates[t["doc"]]) for t in chosen]
    tally = Tally()
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


def _count_gum(tally: Tally, rows: list[tuple[int, int, dict[str, Any]]], times: tuple[TimeExpression, ...]) -> None:
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
        recognizers, left = score_recognizers(data, held)
        figures |= gum.figures(f"gum.{name}") | recognizers.figures(f"recognizers.{name}")
        figures |= {f"recognizers.{name}.excluded.{k}": n for k, n in sorted(left.items())}
        errors += [f"gum.{name} {e}" for e in gum.errors] + [f"recognizers.{name} {e}" for e in recognizers.errors]
    if predictions is not None:
        predictions.write_text("\n".join(errors) + "\n", encoding="utf-8")
    return figures


__all__ = ["evaluate", "gum_right"]
