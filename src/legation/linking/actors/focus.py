"""Which states a passage is about: for "the government", "the country" and "both sides"."""

from collections import Counter

from legation.knowledge.actors import make_code
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.referents import Referent

_DOMINANT = 0.6
_WINDOW = 3


class Focus:
    """States in the order in which they are mentioned, with the sentence and what mentioned them."""

    def __init__(self, counts: Counter[str], locatives: dict[int, list[str]] | None = None) -> None:
        self.counts = Counter(counts)
        self._locatives = locatives or {}
        self._seen: list[tuple[int, int, str, bool]] = []  # sentence, word, country, is subject
        total = sum(counts.values())
        top = counts.most_common(1)
        self.dominant = top[0][0] if top and top[0][1] >= _DOMINANT * total else None
        self.main = top[0][0] if top else None

    def note(self, phrase: Phrase, country: str | None) -> None:
        """A phrase has mentioned a state, or somebody who belongs to one."""
        if country:
            self._seen.append((phrase.sentence, phrase.head, country, phrase.subject))

    def country(self, phrase: Phrase, exclude: str | None = None, local: bool = False) -> str | None:
        """The state that a bare "the government" or "lawmakers" belongs to; None where the report names no state.

        `exclude`: a state that it cannot be ("Ankara arms the rebels"); `local`: people and forces, who belong
        where the sentence says that it happens.
        """
        if exclude is not None:
            others = [x for x in self._seen if phrase.sentence - 2 <= x[0] <= phrase.sentence and x[2] != exclude]
            return others[-1][2] if others else next((c for c, _ in self.counts.most_common() if c != exclude), None)
        if self.dominant is not None:
            return self.dominant
        here = set(self._locatives.get(phrase.sentence, ()))
        if local and len(here) == 1:
            return next(iter(here))
        same = [x for x in self._seen if x[0] == phrase.sentence and x[1] < phrase.head]
        if same:
            subjects = [x for x in same if x[3]]
            return (subjects or same)[-1][2]
        before = [x for x in self._seen if phrase.sentence - 2 <= x[0] < phrase.sentence]
        if before:
            subjects = [x for x in before if x[3]]
            return (subjects or before)[-1][2]
        return self.main

    def sure_country(self, phrase: Phrase, person: bool) -> str | None:
        """As `country`, for private people: None where the passage names several states that they could be of."""
        if self.dominant is not None:
            return self.dominant
        here = set(self._locatives.get(phrase.sentence, ()))
        if len(here) == 1:
            return next(iter(here))
        if person:
            return None
        for earliest in (phrase.sentence, phrase.sentence - 2):
            found = {x[2] for x in self._seen if earliest <= x[0] <= phrase.sentence and x[1] < phrase.head}
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None

    def theatre(self, phrase: Phrase) -> str | None:
        """Where rebels fight: the country of the sentence's places, else the one in which most is said to happen."""
        here = set(self._locatives.get(phrase.sentence, ()))
        if len(here) == 1:
            return next(iter(here))
        counts = Counter(c for countries in self._locatives.values() for c in countries)
        top = counts.most_common(1)
        return top[0][0] if top and top[0][1] > 1 else None

    def pair(self, phrase: Phrase) -> tuple[str, ...]:
        """The two states that "both sides" means: of those mentioned shortly before, the two the report speaks
        of most.
        """
        recent = [
            x[2] for x in self._seen if phrase.sentence - _WINDOW <= x[0] <= phrase.sentence and x[1] < phrase.head
        ]
        ranked = sorted(dict.fromkeys(recent), key=lambda c: (-self.counts[c], recent.index(c)))
        if len(ranked) < 2:
            ranked += [c for c, _ in self.counts.most_common(3) if c not in ranked]
        return tuple(ranked[:2]) if len(ranked) >= 2 else ()

    def other(self, phrase: Phrase, country: str) -> str | None:
        """The other state of the pair: for "its neighbour" and "his counterpart"."""
        pair = [c for c in self.pair(phrase) if c != country]
        return pair[0] if pair else None


def assign_country(referent: Referent, country: str | None) -> None:
    """Gives a referent its country and code."""
    if country is not None:
        referent.country = country
        referent.code = make_code(country, referent.sector)
