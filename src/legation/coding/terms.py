"""Terms of an agreement in the clauses that speak of it: when it was concluded, deadlines, expiry, extension."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from legation.coding.magnitudes import number
from legation.knowledge.commitments import group
from legation.records import Extension, Linked, Parse, TimeExpression, Word

Bound = Callable[[Parse, TimeExpression], str | None]
_PERIOD = re.compile(r"P(\d+(?:\.\d+)?)(Y|M|W|D)$")
_UNITS = ("day", "week", "month", "year", "hour")
_DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}
_LONGEST = 300 * 365
_MARKS = frozenset(("if", "unless", "provided", "once"))
_BY = re.compile(
    r"\b(?:by|for|of)?\s*(?:up to|another|a further|a|an additional|a second|further|(?P<other>at most))?\s*"
    r"(?P<n>[a-z0-9-]+)(?: more| further| additional)?[ -](?P<unit>days?|weeks?|months?|years?)\b"
)


def day_value(time: TimeExpression) -> str | None:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD, the last day of "the end of the year"; None for what is no such date."""
    value = time.timex or ""
    if time.from_ is None or time.to is None or time.type not in ("DATE", "TIME"):
        return None
    if time.from_ == time.to:
        return time.from_
    if len(value) == 4 and value.isdigit():
        if re.search(r"\b(?:end|close)\b", time.text.lower()):
            return time.to
        return value if (time.from_[4:], time.to[4:]) == ("-01-01", "-12-31") else None
    if len(value) == 7 and value.replace("-", "").isdigit():
        return time.to if re.search(r"\bend\b", time.text.lower()) else value
    return time.to if re.search(r"\bend\b", time.text.lower()) else None


def past_value(time: TimeExpression, published: str | None) -> str | None:
    """The date on which something was concluded: none after publication; a month or day without a year goes back."""
    value = day_value(time)
    if value is None and time.from_ and time.to and time.type == "DATE" and time.from_[:7] == time.to[:7]:
        value = time.from_[:7]
    if value is None or published is None or value <= published[: len(value)]:
        return value
    if len(value) == 4 or re.search(r"\b(?:19|20)\d\d\b", time.text):
        return None
    return f"{int(value[:4]) - 1}{value[4:]}"


def period(time: TimeExpression) -> tuple[float, str] | None:
    """A duration as count and unit (Y, M, W, D); None for what is none."""
    hit = _PERIOD.match(time.timex or "") if time.type == "DURATION" else None
    return (float(hit.group(1)), hit.group(2)) if hit else None


def add_period(day: str, count: float, unit: str) -> str | None:
    """The date that lies `count` units (Y, M, W, D) after another, as exact as both are; None where they do not fit."""
    if len(day) not in (4, 7, 10) or not 0 < count * _DAYS[unit] < _LONGEST:
        return None
    if unit in "WD":
        if len(day) != 10:
            return None
        return (date.fromisoformat(day) + timedelta(days=round(count * (7 if unit == "W" else 1)))).isoformat()
    months = count * (12 if unit == "Y" else 1)
    if len(day) == 4:
        return str(int(day) + round(count)) if unit == "Y" and count == int(count) else None
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + round(months), 12)
    # Half a year is told roughly: its end is known to the month.
    if len(day) == 7 or count != int(count):
        return f"{year:04d}-{month + 1:02d}"
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return f"{year:04d}-{month + 1:02d}-{min(int(day[8:]), last):02d}"


def times_in(linked: Linked, indices: Iterable[int]) -> list[tuple[int, TimeExpression]]:
    """The dates among some words, each with the index of its first word."""
    inside = set(indices)
    found = []
    for time in linked.times:
        index = linked.parse.word_at(time.start)
        if index is not None and index in inside:
            found.append((index, time))
    return found


def governor(parse: Parse, index: int) -> int | None:
    """The verb whose clause a word belongs to, the word itself where it is one."""
    for above in (index, *parse.ancestors(index)):
        if parse.words[above].upos in ("VERB", "AUX"):
            return above
    return None


def words_before(parse: Parse, time: TimeExpression, reach: int = 4) -> list[str]:
    """Lemmas of up to `reach` words before a date, nearest first, within its sentence."""
    index = parse.word_at(time.start)
    if index is None:
        return []
    first = max(parse.sentences[parse.words[index].sentence].first, index - reach)
    return [w.lemma.lower() for w in reversed(parse.words[first:index])]


def is_deadline(parse: Parse, time: TimeExpression, bound: Bound) -> bool:
    """Whether something is to be done by a date or within a time."""
    if time.text.lower().startswith("within") or words_before(parse, time, 1) == ["within"]:
        return True
    return time.type != "DURATION" and bound(parse, time) in ("by", "before")


def is_expiry(parse: Parse, time: TimeExpression, index: int, bound: Bound) -> bool:
    """Whether a date is one at which something ends."""
    if time.type == "DURATION":
        return False
    if bound(parse, time) == "until" or words_before(parse, time, 1) == ["until"]:
        return True
    above = governor(parse, index)
    ends = group("terms", "expires")
    if above is not None and parse.words[above].lemma.lower() in ends:
        return bound(parse, time) not in ("since", "after", "before")
    return bool(set(words_before(parse, time, 3)) & (ends - {"end"}))


def is_term(parse: Parse, time: TimeExpression, index: int) -> bool:
    """Whether a duration says how long something holds: "for five years", "valid for three"."""
    before = words_before(parse, time, 3)
    if time.text.lower().startswith("within"):
        return False
    if "valid" in before:
        return True
    if before[:1] in (["for"], ["over"]):
        above = governor(parse, index)
        return (
            before[:1] == ["for"] and above is not None and parse.words[above].lemma.lower() in group("terms", "lasts")
        )
    return False


def extension_of(parse: Parse, indices: Iterable[int], own: set[int]) -> Extension | None:
    """ "can be extended by five years if …": by how much and on what condition, told among some words.

    `own` are heads of the instrument's mentions: what extends something else is no extension of it.
    """
    for index in sorted(set(indices)):
        word = parse.words[index]
        if word.lemma.lower() not in group("terms", "extends") or word.upos not in ("VERB", "NOUN"):
            continue
        if word.upos == "VERB" and (_is_of_another(parse, word, own) or _is_done_by(parse, word, own)):
            continue
        by = _length(parse, word)
        condition = _condition(parse, word)
        possible = {w.lemma.lower() for w in parse.dependants(index, "aux")} & {
            "can",
            "may",
            "could",
            "might",
            "will",
            "must",
        }
        renewed = word.upos == "VERB" and any(
            w.lemma.lower() == "automatically" for w in parse.dependants(index, "advmod")
        )
        if by or condition or possible or renewed:
            return Extension(by=by, condition=condition)
    return None


def _is_of_another(parse: Parse, verb: Word, own: set[int]) -> bool:
    things = [w for w in parse.dependants(verb.index, "obj", "nsubj:pass") if w.upos in ("NOUN", "PROPN", "PRON")]
    mine = (
        "it",
        "validity",
        "term",
        "duration",
        "that",
        "which",
        "period",
        "this",
        "mandate",
        "mission",
        "they",
        "them",
    )
    others = [w for w in things if w.index not in own and w.lemma.lower() not in mine]
    return bool(others) and len(others) == len(things)


def _is_done_by(parse: Parse, verb: Word, own: set[int]) -> bool:
    """Whether the instrument itself extends something ("a law extending his term")."""
    below = verb.relation == "acl" and verb.head in own and not parse.dependants(verb.index, "aux:pass", "nsubj:pass")
    return below and bool(parse.dependants(verb.index, "obj"))


def _length(parse: Parse, word: Word) -> str | None:
    """By how much: a duration right after the verb, or a modifier of the noun ("a one-year extension")."""
    sentence = parse.sentences[word.sentence]
    if word.upos == "NOUN":
        text = parse.text(max(sentence.start, word.start - 25), word.start).lower()
        hits = [m for m in _BY.finditer(text) if number(m.group("n")) is not None]
        if hits:
            return _worded(hits[-1].group("n"), hits[-1].group("unit"))
    after = parse.words[word.index + 1 : min(sentence.stop, word.index + 9)]
    for at, other in enumerate(after):
        if other.lemma.lower() in _UNITS and at:
            value = number(after[at - 1].text) or (number(after[at - 2].text) if at > 1 else None)
            cue = " ".join(w.text.lower() for w in after[:at])
            if (
                value is not None
                and re.search(r"\b(?:by|for)\b", cue)
                and not re.search(r"\b(?:if|unless|until)\b", cue)
            ):
                return _worded(f"{value:g}", other.text)
    return None


def _worded(count: str, unit: str) -> str:
    value = number(count)
    singular = unit.rstrip("s")
    return f"{value:g} {singular}" + ("" if value == 1 else "s")


def _condition(parse: Parse, word: Word) -> str | None:
    """The clause of condition under the verb or the one above it."""
    for index in [word.index, *parse.ancestors(word.index)[:1]]:
        for clause in parse.dependants(index, "advcl"):
            marks = {w.text.lower(): w.index for w in parse.dependants(clause.index, "mark", "advmod")}
            hits = [i for m, i in marks.items() if m in _MARKS]
            if hits:
                last = parse.extents[clause.index][1]
                while last > hits[0] and parse.words[last].upos == "PUNCT":
                    last -= 1
                return parse.text(parse.words[min(hits)].start, parse.words[last].end)
    return _worded_condition(parse, word)


def _worded_condition(parse: Parse, word: Word) -> str | None:
    """A condition after the verb that the tree hangs elsewhere: from "if" or "unless" to the end of the sentence."""
    sentence = parse.sentences[word.sentence]
    for other in parse.words[word.index + 1 : min(sentence.stop, word.index + 12)]:
        if other.text.lower() in ("if", "unless", "provided"):
            last = sentence.stop - 1
            while last > other.index and parse.words[last].upos == "PUNCT":
                last -= 1
            return parse.text(other.start, parse.words[last].end) if last > other.index else None
    return None


def last_of(value: str) -> date:
    """The last day of YYYY, YYYY-MM or YYYY-MM-DD."""
    if len(value) == 10:
        return date.fromisoformat(value)
    if len(value) == 4:
        return date(int(value), 12, 31)
    year, month = int(value[:4]), int(value[5:7])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
