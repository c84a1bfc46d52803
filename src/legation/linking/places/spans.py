"""Where a text names places: names of the gazetteer in their surroundings, and the reader model's entities where
there are any."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from legation.knowledge.places import Spot, demonyms, fold, spots, words
from legation.linking.places.lexicon import (
    AREA_WORDS,
    DAYS,
    NOT_PLACES,
    ORGANISATION_HEADS,
    ORGANISATION_WORDS,
    PREPOSITIONS,
    ROLES,
    SHORT_NAMES,
    TITLES,
)
from legation.records import Entity

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|['’]s\b|[^\W_]+(?:['’](?!s\b)[^\W_]+)*|\n|[^\w\s]")
_INNER = frozenset(
    {
        "of",
        "the",
        "de",
        "la",
        "du",
        "des",
        "al",
        "el",
        "and",
        "upon",
        "on",
        "sur",
        "-",
        "–",
        "'s",
        "’s",
        "do",
        "da",
        "dos",
        "del",
        "kwa",
        "ad",
        "es",
        "au",
        "les",
        "aux",
        "am",
        "an",
        "der",
        "under",
        "bin",
        "e",
        "y",
        "l",
        "d",
        "'",
        "’",
    }
)
_LONGEST = 7
_FEATURES = frozenset("world sea strait river lake mountain desert island region base site building country".split())


@dataclass(slots=True)
class Candidate:
    """A name in the text that may be a place: tokens `first` to `stop`, characters, what it can mean, how sure it
    is."""

    first: int
    stop: int
    start: int
    end: int
    key: str
    spots: tuple[Spot, ...]
    sure: bool = False
    locative: bool = False
    wanted: str = ""
    of: list["Candidate"] = field(default_factory=list)


class Page:
    """A text as tokens, with its candidates."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text)]
        self.starts = [f[0] for f in found]
        self.ends = [f[1] for f in found]
        self.words = [f[2] for f in found]

    def word(self, index: int) -> str:
        """A token; empty outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def opens(self, index: int) -> bool:
        """Whether a token begins a sentence."""
        before = self.word(index - 1)
        return before in ("", ".", "!", "?", "\n", "“", '"', ":", "—", "(") and not (
            before == "." and len(self.word(index - 2)) <= 3
        )

    def candidates(self) -> list[Candidate]:
        """The longest names of the gazetteer, from left to right."""
        found: list[Candidate] = []
        index, size = 0, len(self.words)
        while index < size:
            word = self.words[index]
            if word[0].isupper() or (word in ("al", "ash") and self.word(index + 1) in ("-", "–")):
                candidate = self._longest(index)
                if candidate is not None:
                    found.append(candidate)
                    index = candidate.stop
                    continue
            index += 1
        return found

    def _longest(self, index: int) -> Candidate | None:
        stops = [index + 1]
        at = index + 1
        while at < len(self.words) and at - index < _LONGEST:
            word = self.words[at]
            if word[0].isupper() or word[0].isdigit():
                stops.append(at + 1)
            elif not (word in _INNER or (word == "." and self.words[at - 1] in ("St", "Ft", "Mt", "Ste"))):
                if not (word in AREA_WORDS or word in ("air", "base", "peninsula", "river")):
                    break
                stops.append(at + 1)
            at += 1
        for stop in reversed(stops):
            start, end = self.starts[index], self.ends[stop - 1]
            key = fold(self.text[start:end])
            found = spots(key)
            if found and not (key in NOT_PLACES and not self._certain(found, index)):
                return Candidate(index, stop, start, end, key, found)
        return None

    def _certain(self, found: Sequence[Spot], index: int) -> bool:
        """US and the like: capitals make the country."""
        return found[0].kind == "country" and self.words[index] in SHORT_NAMES


def _prominent(candidate: Candidate) -> int:
    """The importance of the best meaning: inhabitants, or a fixed figure for countries and features."""
    return max((s.population if not s.alias else s.population // 4) for s in candidate.spots)


def is_locative(page: Page, candidate: Candidate) -> bool:
    """Whether the words before speak for a place."""
    before = page.word(candidate.first - 1).lower()
    if before in ("the", "'s", "’s", "-"):
        before = page.word(candidate.first - 2).lower()
    if before == "of":
        return page.word(candidate.first - 2).lower() in AREA_WORDS | {
            "outside",
            "capital",
            "north",
            "south",
            "east",
            "west",
            "part",
            "coast",
            "people",
            "outskirts",
            "streets",
            "parts",
        }
    return before in PREPOSITIONS or before in AREA_WORDS


def judge(page: Page, candidate: Candidate) -> bool | None:
    """True: a place; False: none; None: only if something else in the text speaks for it."""
    first, stop, single = candidate.first, candidate.stop, candidate.stop == candidate.first + 1
    text, before, after = page.text[candidate.start : candidate.end], page.word(first - 1), page.word(stop)
    candidate.locative = is_locative(page, candidate)
    weight = _prominent(candidate)
    strong = any(s.kind in _FEATURES and not s.alias and s.population >= 100_000 for s in candidate.spots)
    if candidate.key in words("persons") and not any(s.kind == "country" for s in candidate.spots):
        strong = False
    if _is_glued(page, candidate) or candidate.key in demonyms():
        return False
    if single and text.isupper() and len(text) <= 5 and text not in SHORT_NAMES and not text.startswith("U."):
        return False
    if after == "." and len(text) == 1:
        return False
    if _in_organisation(page, candidate, strong):
        return False
    if _is_person(page, candidate, strong):
        return False
    if candidate.key in words("common") and single:
        return (
            True if candidate.locative and not page.opens(first) and weight >= 100_000 else (None if strong else False)
        )
    if candidate.key in words("persons") and single and not strong:
        return True if candidate.locative and weight >= 100_000 else None
    if strong:
        return True
    if weight >= 100_000 and (candidate.locative or not page.opens(first) or weight >= 400_000):
        return True
    if candidate.locative and after in ("'s", "’s") and weight < 50_000:
        return None
    if candidate.locative:
        return True if weight >= 3_000 or not single else None
    return None if before.lower() not in TITLES else False


def _is_glued(page: Page, candidate: Candidate) -> bool:
    """Whether a name is part of a word: US$, Ebola-Reston, A/Victoria/361, France-Presse."""
    text, after, before = page.text, page.word(candidate.stop), page.word(candidate.first - 1)
    if after == "$" or (before == "/" and text[candidate.start - 1] == "/"):
        return True
    if (
        before == "-"
        and text[candidate.start - 2 : candidate.start - 1].isalpha()
        and len(candidate.spots)
        and (candidate.spots[0].kind == "city" or not page.word(candidate.first - 2)[:1].isupper())
    ):
        return page.word(candidate.first - 2).lower() not in ("north", "south", "east", "west", "mid", "central")
    return after == "-" and page.word(candidate.stop + 1) in ("Presse", "Press")


def _in_organisation(page: Page, candidate: Candidate, strong: bool) -> bool:
    """Whether a name is part of a longer one: University of X, the X Times, the X Accord."""
    after, last = page.word(candidate.stop), ""
    at = candidate.stop
    while page.word(at)[:1].isupper() and at - candidate.stop < 5:
        last = page.word(at).lower()
        if last in ORGANISATION_WORDS:
            return True
        at += 1
    if (
        after in ("-", "–")
        and page.word(candidate.stop + 1).islower()
        and page.word(candidate.stop + 1) in ("based", "born", "led", "backed")
    ):
        return False
    if page.word(candidate.first - 1).lower() in ("of", "for") or (
        page.word(candidate.first - 1) == "the" and page.word(candidate.first - 2).lower() in ("of", "for")
    ):
        at = candidate.first - 2 if page.word(candidate.first - 1) != "the" else candidate.first - 3
        head = page.word(at)
        if head[:1].isupper() and head.lower() in ORGANISATION_HEADS:
            return True
    before = page.word(candidate.first - 1)
    return before in ("Air", "AP", "Radio", "&", "@", "#") and not page.opens(candidate.first)


def _is_person(page: Page, candidate: Candidate, strong: bool) -> bool:
    """Whether a name goes on as a person's: a title before, an unknown capitalised word before or behind."""
    before, after = page.word(candidate.first - 1), page.word(candidate.stop)
    low = before.lower()
    if strong and any(s.kind == "country" for s in candidate.spots):
        return low in ("mr", "mrs", "ms", "dr") or (
            low == "." and page.word(candidate.first - 2).lower() in ("mr", "mrs", "ms", "dr")
        )
    if low in TITLES or (before == "." and page.word(candidate.first - 2).lower() in TITLES):
        return True
    if before == "." and len(page.word(candidate.first - 2)) == 1 and page.word(candidate.first - 2).isupper():
        return True
    if after[:1].isupper() and not after.isupper() and after.lower() not in DAYS | ROLES | AREA_WORDS:
        return not strong and (not candidate.locative or _prominent(candidate) < 100_000)
    return (
        before[:1].isupper()
        and not page.opens(candidate.first - 1)
        and low not in PREPOSITIONS | DAYS | AREA_WORDS
        and not before.isupper()
        and not strong
    )


_TRUSTED = 0.6
"""From this score on an entity decides alone; below it the words around the name have their say."""


def drop_covered(candidates: list[Candidate], page: Page, entities: Sequence[Entity]) -> list[Candidate]:
    """Candidates with the entities' verdict: sure inside a place, gone inside anything else that the model is sure
    of."""
    kept = []
    for candidate in candidates:
        covering = [e for e in entities if e.start < candidate.end and candidate.start < e.end]
        places = [e for e in covering if e.label in ("LOC", "GPE") and e.score >= _TRUSTED]
        if candidate.key in demonyms() or (
            places and (_is_glued(page, candidate) or _is_part(page, candidate, places[0]))
        ):
            continue
        if places:
            candidate.sure = True
            candidate.locative = is_locative(page, candidate)
            kept.append(candidate)
        elif not any(_vetoes(page, candidate, e) for e in covering):
            kept.append(candidate)
    return kept


_LEADS = frozenset(
    {"the", "greater", "mainland", "downtown", "st", "st.", "city", "republic", "of", "d.c", "d.c.", "dc"}
)


def _is_part(page: Page, candidate: Candidate, entity: Entity) -> bool:
    """Whether a name is but a part of the place that the model saw ("Hudson" of "Hudson Bay")."""
    rest = page.text[entity.start : candidate.start] + " " + page.text[candidate.end : entity.end]
    left = [w for w in re.findall(r"[\w.]+", rest) if w[0].isupper()]
    return any(w.lower() not in PREPOSITIONS | AREA_WORDS | _LEADS for w in left)


def _vetoes(page: Page, candidate: Candidate, entity: Entity) -> bool:
    """Whether an entity that is no place rules a name out: always a longer one; the name itself only where it is
    sure."""
    if entity.label in ("LOC", "GPE"):
        return False
    if entity.start < candidate.start or entity.end > candidate.end + 2:
        return entity.score >= 0.4
    country = any(s.kind == "country" for s in candidate.spots)
    capitals = page.text[candidate.start : candidate.end].isupper() and page.opens(candidate.first)
    sure = judge(page, candidate) is True and (candidate.locative or country or _prominent(candidate) >= 300_000)
    return not (sure and (entity.score < _TRUSTED or candidate.locative or capitals))
