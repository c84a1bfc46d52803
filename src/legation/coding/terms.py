"""Terms of an agreement in the clauses that speak of it: status, dates, expiry, extension."""

from collections.abc import Callable
from datetime import date, timedelta

from legation.coding.magnitudes import number
from legation.knowledge.commitments import group, section
from legation.records import Extension, Linked, Parse, TimeExpression, Word

Bound = Callable[[Parse, TimeExpression], str | None]
_UNITS = ("day", "week", "month", "year", "hour")
_CONDITION_MARKS = frozenset(("if", "unless", "provided", "once", "when"))


def day_value(time: TimeExpression) -> str | None:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; None for what is no such date."""
    value = time.timex or ""
    if time.from_ is None or time.to is None:
        return None
    if len(value) in (4, 7, 10) and value[:4].isdigit() and "W" not in value and value.replace("-", "").isdigit():
        return value
    if time.from_ == time.to:
        return time.from_
    if time.from_[:7] == time.to[:7] and time.type == "DATE" and len(value) == 7:
        return time.from_[:7]
    return None


def verbs_of(parse: Parse, head: int) -> list[Word]:
    """The verbs that an instrument's mention is an argument of, and those of relative and participial clauses on it."""
    word = parse.words[head]
    found = parse.dependants(head, "acl", "acl:relcl")
    found += [w for a in parse.dependants(head, "appos") for w in parse.dependants(a.index, "acl", "acl:relcl")]
    index = word.head
    relation = word.relation
    while (
        index >= 0
        and relation in ("nmod", "compound", "appos", "conj")
        and parse.words[index].upos in ("NOUN", "PROPN")
    ):
        relation, index = parse.words[index].relation, parse.words[index].head
    if index >= 0 and parse.words[index].upos in ("VERB", "ADJ", "AUX", "NOUN"):
        found.append(parse.words[index])
        found += parse.dependants(index, "conj", "xcomp")
    return found


def status_of(parse: Parse, verbs: list[Word]) -> str | None:
    """The status that the verbs around a mention tell."""
    lemmas = [v.lemma.lower() for v in verbs]
    for status in ("withdrawn", "suspended", "expired", "signed", "proposed", "agreed", "in_force"):
        hits = [v for v, lemma in zip(verbs, lemmas, strict=True) if lemma in group("status", status)]
        if any(not _doubtful(parse, v) for v in hits):
            return status.replace("_", " ")
    return None


def _doubtful(parse: Parse, verb: Word) -> bool:
    auxiliaries = {w.lemma.lower() for w in parse.dependants(verb.index, "aux", "advmod")}
    marks = {w.text.lower() for w in parse.dependants(verb.index, "mark")}
    future = auxiliaries & {"will", "would", "could", "may", "might", "can", "shall", "not", "never", "should"}
    return bool(future or marks & {"if", "to", "unless"}) or (
        "Tense=Pres" in verb.feats and verb.lemma in ("expire", "end")
    )


def times_in(linked: Linked, start: int, end: int) -> list[TimeExpression]:
    """Dates between two characters."""
    return [t for t in linked.times if start <= t.start and t.end <= end]


def cue_before(parse: Parse, time: TimeExpression, reach: int = 6) -> list[Word]:
    """Up to `reach` words before a date, nearest first."""
    index = parse.word_at(time.start)
    if index is None:
        return []
    first = max(parse.sentences[parse.words[index].sentence].first, index - reach)
    return list(reversed(parse.words[first:index]))


def is_expiry(parse: Parse, time: TimeExpression, bound: Bound) -> bool:
    """Whether a date is one at which something ends."""
    words = cue_before(parse, time)
    near = {w.lemma.lower() for w in words[:4]}
    return bool(near & group("terms", "expires")) or bound(parse, time) == "until"


def extension_of(parse: Parse, first: int, stop: int) -> Extension | None:
    """ "can be extended by five years if …": by how much and on what condition, between two words."""
    for word in parse.words[first:stop]:
        if word.lemma.lower() not in group("terms", "extends") or word.upos not in ("VERB", "NOUN"):
            continue
        by = _duration(parse, word)
        condition = _condition(parse, word)
        possible = {w.lemma for w in parse.dependants(word.index, "aux")} & {
            "can",
            "may",
            "could",
            "might",
            "will",
            "must",
        }
        if by or condition or possible:
            return Extension(by=by, condition=condition)
    return None


def _duration(parse: Parse, word: Word) -> str | None:
    _, last = parse.extents[word.index]
    for other in parse.words[word.index + 1 : last + 1]:
        if other.lemma.lower() in _UNITS:
            before = parse.words[other.index - 1]
            value = number(before.text)
            if value is not None:
                return f"{value:g} {other.text}"
    return None


def _condition(parse: Parse, word: Word) -> str | None:
    for index in [word.index, *parse.ancestors(word.index)[:1]]:
        for clause in parse.dependants(index, "advcl"):
            marks = {w.text.lower() for w in parse.dependants(clause.index, "mark", "advmod")}
            if marks & _CONDITION_MARKS and not (marks & {"when"} and clause.index < word.index):
                first, last = parse.extents[clause.index]
                while last > first and parse.words[last].upos == "PUNCT":
                    last -= 1
                return parse.text(parse.words[first].start, parse.words[last].end)
    return None


def add_duration(day: str, count: float, unit: str) -> str | None:
    """The day `count` units after a day (both ISO)."""
    if len(day) != 10:
        return None
    start = date.fromisoformat(day)
    if unit.startswith(("month", "year")):
        months = int(count) * (12 if unit.startswith("year") else 1)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        return f"{year:04d}-{month + 1:02d}-{min(start.day, 28):02d}"
    days = count * (7 if unit.startswith("week") else 1)
    return (start + timedelta(days=days)).isoformat()


def kinds_in_order() -> tuple[str, ...]:
    """Kinds of commitments in the order of the data file."""
    return tuple(section("kinds"))
