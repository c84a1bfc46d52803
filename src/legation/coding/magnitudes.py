"""Quantities in an event's clause: how many of what, and of how many."""

import re

from legation.coding.clauses import preposition
from legation.knowledge.events import words
from legation.records import Magnitude, Parse, Word

_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_WORDS = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_TENS = {
    w: 10 * (i + 2)
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SCALES |= {"m": 1e6, "bn": 1e9, "mn": 1e6}
_TIME = frozenset(
    ("year", "month", "week", "day", "hour", "minute", "second", "decade", "century", "time", "anniversary", "o'clock")
)
_MONTHS = words("months")
_NUMBER = re.compile(r"^[0-9][0-9,]*(?:\.[0-9]+)?$")


def number(text: str) -> float | None:
    """The value of a numeral in figures or words ("1,550", "twenty-four", "dozen"); None for anything else."""
    text = text.lower().strip()
    if _NUMBER.match(text):
        return float(text.replace(",", ""))
    if text in _WORDS:
        return float(_WORDS[text])
    if text in _TENS or text in _SCALES:
        return float(_TENS.get(text) or _SCALES[text])
    tens, _, unit = text.partition("-")
    return float(_TENS[tens] + _WORDS[unit]) if tens in _TENS and unit in _WORDS else None


def numeral(parse: Parse, word: Word) -> float | None:
    """The value of a numeral with the numerals that belong to it ("200 billion", "three thousand")."""
    value = number(word.text)
    if value is None:
        return None
    parts = [w for w in parse.dependants(word.index, "compound", "nummod", "flat") if number(w.text) is not None]
    for part in parts:
        other = number(part.text)
        assert other is not None
        value = value * other if min(value, other) < max(value, other) and max(value, other) >= 100 else value + other
    following = parse.words[word.index + 1] if word.index + 1 < len(parse.words) else None
    if not parts and following is not None and following.text.lower() in _SCALES and value < 1000:
        value *= _SCALES[following.text.lower()]
    return value


def _unit(parse: Parse, noun: Word) -> str:
    """The noun's words between the numeral and its head ("delivery systems"), as the report has them."""
    first, open_words = noun.index, [noun]
    while open_words:
        for word in parse.dependants(open_words.pop().index, "amod", "compound", "punct"):
            joins = word.text == "-" if word.relation == "punct" else number(word.text) is None
            if word.index < noun.index and joins and word.text not in ("$", "€", "£"):
                first = min(first, word.index)
                open_words.append(word)
    return parse.text(parse.words[first].start, noun.end)


def magnitudes(parse: Parse, indices: list[int]) -> tuple[Magnitude, ...]:
    """The quantities among the words `indices` (a clause); no dates, durations, ages or ordinals."""
    found: list[Magnitude] = []
    for index in indices:
        word = parse.words[index]
        if word.upos != "NUM" or word.relation not in ("nummod", "obj", "obl", "nmod"):
            continue
        magnitude = _magnitude(parse, word)
        if magnitude is not None and magnitude not in found:
            found.append(magnitude)
    return tuple(found)


def _magnitude(parse: Parse, word: Word) -> Magnitude | None:
    value = numeral(parse, word)
    if value is None or word.head < 0:
        return None
    noun = parse.words[word.head]
    before = parse.words[word.index - 1].text if word.index else ""
    if before in ("$", "€", "£") or noun.text in ("$", "€", "£"):
        return Magnitude(
            value=value, unit={"$": "dollars", "€": "euros", "£": "pounds"}[before if before in "$€£" else noun.text]
        )
    if (
        word.relation != "nummod"
        or noun.lemma.lower() in _TIME
        or noun.lemma.lower() in _MONTHS
        or noun.upos == "PROPN"
    ):
        return _partitive(parse, word, value)
    if noun.upos not in ("NOUN", "SYM") or _is_year(word, noun):
        return None
    return Magnitude(value=value, unit=_unit(parse, noun))


def _is_year(word: Word, noun: Word) -> bool:
    """ "the 2010 accord": four digits before a noun in the singular."""
    return bool(_YEAR.fullmatch(word.text)) and "Number=Sing" in noun.feats


def _partitive(parse: Parse, word: Word, value: float) -> Magnitude | None:
    """ "755 of its 1,200 staff"."""
    for noun in parse.dependants(word.index, "nmod"):
        if preposition(parse, noun.index) == "of":
            whole = [v for w in parse.dependants(noun.index, "nummod") if (v := numeral(parse, w)) is not None]
            return Magnitude(value=value, unit=noun.text, of=whole[0] if whole else None)
    return None
