"""Quantities that an agreement bounds: value, unit, and whether it is a maximum, a minimum or exact.

Read off the surface within given words, so that a wrong attachment in the tree costs no figure.
"""

import re
from collections.abc import Iterable
from typing import cast

from legation.coding.magnitudes import number
from legation.knowledge.commitments import group, section
from legation.records import Limit, Parse, Record, Word
from legation.records.claims import Bound

_DURATIONS = frozenset("day week month year hour decade minute time century weekend quarter".split())
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9}
_PER = frozenset(("a", "per", "each", "every", "for", "an"))
_SIGN = re.compile(r"(?:US|C|A|HK|NZ)?[$€£¥]$")
_YEAR = re.compile(r"^(?:1[89]|20|21)\d\d$")
_COMPARED = re.compile(
    r"(?:worth|down from|up from|rather than|instead of|compared (?:with|to)|against|previous(?:ly)?|earlier|than the"
    r"|from|of (?:its|their|his|the)|of some|aged|another|killed|some of)"
    r"\s*(?:about |around |some |nearly |the |of )*(?:us|c)?[$€£¥]?\s*$"
)
_PARTIES = frozenset(
    "countrie country nation side region township partie party state citie city member government leader minister army "
    "armie time vote lawmaker clause article phase stage round point page hundred decade people".split()
)
_SPREAD_STOP = frozenset(("plus", "while", "but", ";", "from", "by", "to", "in"))


class _Quantity(Record, frozen=True, kw_only=True):
    """A numeral of words `first` to `stop` (excluded) with its unit's last word."""

    first: int
    stop: int
    end: int
    value: float
    scale: float
    unit: str | None


def limits(parse: Parse, indices: Iterable[int]) -> tuple[Limit, ...]:
    """The limits among some words (one sentence or clause), in order; a range gives a minimum and a maximum."""
    allowed = sorted(set(indices))
    quantities = _quantities(parse, allowed)
    found: list[Limit] = []
    bound: Bound | None = None
    previous: _Quantity | None = None
    for at, item in enumerate(quantities):
        if _is_compared(parse, item):
            previous = None
            continue
        following = quantities[at + 1] if at + 1 < len(quantities) else None
        unit = item.unit
        if following is not None and unit in (None, following.unit) and _is_range(parse, item, following):
            unit = following.unit
            scale = following.scale if item.scale == 1 and item.value < following.value else 1.0
            if unit is not None:
                found += _new(found, Limit(value=_plain(item.value * scale), unit=unit, bound="min"))
                found += _new(found, Limit(value=_plain(following.value), unit=unit, bound="max"))
            previous = None
            continue
        if at and quantities[at - 1].unit in (None, item.unit) and _is_range(parse, quantities[at - 1], item):
            continue
        if unit is None and item.scale > 1 and found:
            unit = found[-1].unit
        if unit is None:
            continue
        own = bound_of(parse, parse.words[item.first])
        if own is None and previous is not None and bound is not None and _goes_on(parse, previous, item):
            own = bound
        if own is None and _is_count_of_parties(unit):
            continue
        bound, previous = own, item
        found += _new(found, Limit(value=_plain(item.value), unit=unit, bound=own or "exactly"))
    return tuple(found)


def _is_count_of_parties(unit: str) -> bool:
    """Whether a bare number counts those who take part or where something holds, no obligation."""
    return unit.rsplit(" ", 1)[-1].lower().rstrip("s") in _PARTIES


def _new(found: list[Limit], limit: Limit) -> list[Limit]:
    return [] if limit in found else [limit]


def _plain(value: float) -> float:
    return float(f"{value:.10g}")


def _quantities(parse: Parse, allowed: list[int]) -> list[_Quantity]:
    found: list[_Quantity] = []
    inside = set(allowed)
    stop = -1
    for index in allowed:
        word = parse.words[index]
        year = _YEAR.match(word.text) is not None and _sign(parse, index) is None
        if index < stop or year or number(word.text) is None or word.text.lower() in ("one", "m"):
            continue
        value, scale, stop = _value(parse, index, inside)
        if value is None:
            continue
        unit, end = _unit(parse, index, stop)
        if unit == "":
            continue
        found.append(_Quantity(first=index, stop=stop, end=end, value=value, scale=scale, unit=unit))
    return found


def _value(parse: Parse, index: int, inside: set[int]) -> tuple[float | None, float, int]:
    value = number(parse.words[index].text)
    scale, stop = 1.0, index + 1
    if parse.words[index].text.lower() in _SCALES:
        scale = value or 1.0
    while value is not None and stop in inside and parse.words[stop].text.lower() in _SCALES:
        factor = _SCALES[parse.words[stop].text.lower()]
        if parse.words[stop].text.lower() == "m" and not _sign(parse, index):
            break
        value, scale, stop = value * factor, scale * factor, stop + 1
    return value, scale, stop


def _sign(parse: Parse, index: int) -> str | None:
    before = parse.words[index - 1].text if index else ""
    return before[-1] if _SIGN.search(before) else None


def _unit(parse: Parse, index: int, stop: int) -> tuple[str | None, int]:
    """What is counted and the word after it; None where nothing stands there, "" for durations, dates and ages."""
    sign = _sign(parse, index)
    if sign is not None:
        per, end = _per(parse, stop)
        return _CURRENCIES[sign] + per, end
    words = parse.words
    if stop >= len(words) or words[stop].sentence != words[index].sentence:
        return None, stop
    first = words[stop]
    if first.text == "%" or first.text.lower() in ("percent", "pct"):
        return "percent", stop + 1
    if first.text.lower() == "per" and stop + 1 < len(words) and words[stop + 1].text.lower() == "cent":
        return "percent", stop + 2
    if first.text in ("-", "–") and stop + 1 < len(words) and _is_duration(words[stop + 1]):
        return "", stop
    end = stop
    last: Word | None = None
    while end < len(words) and end - stop < 4 and words[end].sentence == first.sentence:
        word = words[end]
        if word.upos in ("NOUN", "SYM") or (
            last is None and word.upos in ("ADJ", "PROPN", "VERB") and end + 1 < len(words)
        ):
            last = word if word.upos in ("NOUN", "SYM") else last
            end += 1
            continue
        break
    if last is None:
        return None, stop
    if _is_duration(last) or _is_duration(words[stop]) or last.lemma.lower() in _SCALES:
        return "", end
    per, after = _per(parse, last.index + 1)
    return parse.text(first.start, last.end) + per, after


def _is_duration(word: Word) -> bool:
    return word.lemma.lower() in _DURATIONS or word.text.lower().rstrip("s") in _DURATIONS


def _per(parse: Parse, index: int) -> tuple[str, int]:
    """ "a year", "per day", "for every barrel": what the quantity is counted by, and the word after it."""
    words = parse.words
    following = words[index : index + 3]
    if len(following) < 2 or following[0].text.lower() not in _PER:
        return "", index
    if following[0].text.lower() == "for":
        if following[1].text.lower() in ("every", "each", "a") and len(following) == 3 and following[2].upos == "NOUN":
            return f" a {following[2].text}", index + 3
        return "", index
    if following[1].upos == "NOUN" and (_is_duration(following[1]) or following[0].text.lower() != "a"):
        return " " + parse.text(following[0].start, following[1].end), index + 2
    if following[1].text.lower() in ("barrel", "ton", "tonne", "litre", "kilogram", "head", "person"):
        return " " + parse.text(following[0].start, following[1].end), index + 2
    return "", index


def _before(parse: Parse, index: int, reach: int) -> str:
    start = parse.sentences[parse.words[index].sentence].start
    return parse.text(max(start, parse.words[index].start - reach), parse.words[index].start).lower()


def _is_compared(parse: Parse, item: _Quantity) -> bool:
    """Whether a quantity is only what another is measured by ("worth", "down from", "of its")."""
    return bool(_COMPARED.search(_before(parse, item.first, 30)))


def _is_range(parse: Parse, first: _Quantity, second: _Quantity) -> bool:
    between = parse.words[first.stop : second.first]
    text = " ".join(w.text.lower() for w in between if not _SIGN.search(w.text))
    return (
        len(between) <= 2
        and text in ("to", "-", "–", "and")
        and (text != "and" or "between" in _before(parse, first.first, 12))
    )


def _goes_on(parse: Parse, previous: _Quantity, item: _Quantity) -> bool:
    """Whether a quantity stands in one list with the one before it."""
    between = parse.words[previous.end : item.first]
    if len(between) > 9 or any(w.upos == "AUX" or "VerbForm=Fin" in w.feats for w in between):
        return False
    text = " ".join(w.text.lower() for w in between)
    joined = any(w.upos in ("CCONJ", "PUNCT") for w in between)
    return joined and "as well as" not in text and not _SPREAD_STOP & {w.text.lower() for w in between}


def bound_of(parse: Parse, word: Word) -> Bound | None:
    """max, min or exactly: from the words before the number, else from the verb or noun that governs it; or None."""
    before = re.sub(r"(?:us|c|a|hk|nz)?[$€£¥]$", "", _before(parse, word.index, 30).rstrip()).rstrip()
    before = re.sub(r"\b(?:about|around|some|roughly|a further|the)$", "", before).rstrip()
    phrases = [
        (len(p), name) for name, known in section("bounds").items() for p in known if re.search(rf"\b{p}$", before)
    ]
    if phrases:
        return cast("Bound", max(phrases)[1])
    by, to = before.endswith(" by"), before.endswith(" to")
    for above in parse.ancestors(word.index)[:6]:
        lemma = parse.words[above].lemma.lower()
        if lemma in group("terms", "maximum") and not by:
            return "max"
        if lemma in group("terms", "lowers"):
            return "max" if to and lemma != "halve" else None
        if lemma in group("terms", "raises"):
            return "min" if to else None
    following = " ".join(w.text.lower() for w in parse.words[word.index + 1 : word.index + 5])
    return "max" if re.search(r"\b(?:cap|ceiling|limit)\b", following) else None
