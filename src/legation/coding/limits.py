"""Quantities that an agreement bounds: value, unit, and whether it is a maximum, a minimum or exact."""

import re

from legation.coding.magnitudes import numeral
from legation.knowledge.commitments import group, section
from legation.records import Limit, Parse, Word

_DURATIONS = frozenset(("day", "week", "month", "year", "hour", "decade", "minute"))
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_SCALE_WORDS = {1e6: "million", 1e9: "billion", 1e12: "trillion"}
_PER = frozenset(("a", "per", "each", "every"))
_CURRENCY_SIGN = re.compile(r"(?:US|C|A|HK|NZ)?[$€£¥]$")


def limits(parse: Parse, first: int, stop: int) -> tuple[Limit, ...]:
    """The limits among the words `first` to `stop` (excluded), one sentence or clause at a time."""
    found: list[Limit] = []
    for index in range(first, stop):
        word = parse.words[index]
        if word.upos != "NUM" or _continues(parse, word):
            continue
        limit = _limit(parse, word)
        if limit is not None and limit not in found:
            found.append(limit)
    return tuple(found)


def _continues(parse: Parse, word: Word) -> bool:
    """Whether a numeral only goes on with the one before ("billion" of "200 billion")."""
    before = parse.words[word.index - 1] if word.index else None
    return before is not None and before.upos == "NUM" and word.text.lower() in _SCALE_WORDS.values()


def _limit(parse: Parse, word: Word) -> Limit | None:
    value = numeral(parse, word)
    unit = _unit(parse, word)
    if value is None or unit is None:
        return None
    return Limit(value=_plain(value), unit=unit, bound=bound_of(parse, word))  # type: ignore[arg-type]


def _plain(value: float) -> float:
    return float(f"{value:.10g}")


def _unit(parse: Parse, word: Word) -> str | None:
    """What is counted; None for durations, dates, ages and bare numbers."""
    before = parse.words[word.index - 1].text if word.index else ""
    if _CURRENCY_SIGN.search(before):
        return _CURRENCIES[before[-1]] + _per(parse, word)
    after = _after(parse, word)
    if after is not None and after.text == "%":
        return "percent"
    noun = parse.words[word.head] if word.relation in ("nummod", "compound") and word.head >= 0 else after
    if noun is None or noun.upos not in ("NOUN", "SYM") or noun.lemma.lower() in _DURATIONS:
        return None
    if noun.index < word.index or noun.index - word.index > 6:
        return None
    start = next(
        (w.start for w in parse.words[word.index + 1 : noun.index + 1] if w.upos not in ("NUM", "PUNCT")), noun.start
    )
    return parse.text(start, noun.end) + _per(parse, noun)


def _after(parse: Parse, word: Word) -> Word | None:
    index = word.index + 1
    while index < len(parse.words) and parse.words[index].upos == "NUM":
        index += 1
    return parse.words[index] if index < len(parse.words) else None


def _per(parse: Parse, word: Word) -> str:
    """ "a year", "per day": what the quantity is counted by."""
    index = word.index + 1
    while index < len(parse.words) and parse.words[index].upos in ("NUM", "PART"):
        index += 1
    following = parse.words[index : index + 2]
    if len(following) == 2 and following[0].text.lower() in _PER and following[1].upos == "NOUN":
        return " " + parse.text(following[0].start, following[1].end)
    if len(following) == 2 and following[0].text.lower() == "for" and following[1].text.lower() == "every":
        noun = parse.words[index + 2] if index + 2 < len(parse.words) else None
        return f" a {noun.text}" if noun is not None and noun.upos == "NOUN" else ""
    return ""


def bound_of(parse: Parse, word: Word) -> str:
    """max, min or exactly: from the words before the number, else from the verb that governs it."""
    sentence = parse.sentences[word.sentence]
    before = parse.text(max(sentence.start, word.start - 26), word.start).lower().rstrip(" $€£c")
    phrases = [(len(p), name) for name, known in section("bounds").items() for p in known if before.endswith(p)]
    if phrases:
        return max(phrases)[1]
    for above in parse.ancestors(word.index)[:5]:
        lemma = parse.words[above].lemma.lower()
        for name in ("max", "min"):
            if lemma in group("terms", {"max": "maximum", "min": "minimum"}[name]):
                return name
    return "exactly"
