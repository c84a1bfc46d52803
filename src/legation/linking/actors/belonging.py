"""Which state people and organs belong to that name none: the report's states, ranked by a small linear model."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import exp, log1p

from legation.knowledge.belonging import belonging_weights
from legation.linking.actors.phrases import Phrase

_PRIVATE = {"person": 0.65, "group": 0.65}
"""How likely a private person's or group's state must be."""
Seen = tuple[int, int, str, bool]
"""Sentence, word, country, whether a subject."""
FEATURES = (
    "share", "most", "second", "dateline", "place here", "only place here", "share of places", "place before",
    "here before", "subject here", "here after", "last", "last subject", "one back", "subject one back",
    "two back", "paragraph", "first", "log distance", "conducts", "object here",
)  # fmt: skip


class Belonging:
    """Ranks the states of one document. `seen` grows as the text is resolved (by whoever holds it)."""

    def __init__(
        self,
        counts: Counter[str],
        locatives: Mapping[int, Sequence[str]],
        named: Mapping[int, Sequence[tuple[int, str]]],
        dateline: Sequence[str],
        seen: list[Seen],
        paragraph: Callable[[int], int],
    ) -> None:
        self.counts = counts
        self.total = max(1, sum(counts.values()))
        self.ranked = [c for c, _ in counts.most_common(2)]
        self.locatives = locatives
        self.places = Counter(c for countries in locatives.values() for c in countries)
        self.named = named
        self.dateline = dateline
        self.seen = seen
        self.paragraph = paragraph
        self.first = next((c for s in sorted(named) for _, c in named[s]), None)
        self._weights = belonging_weights()

    def best(self, phrase: Phrase, kind: str) -> str | None:
        """The likeliest state; None where none fits well enough.

        `kind`: office (officials and organs), local (people and forces), person and group (private ones, who must
        be likelier of that state than of any other or of none).
        """
        *weights, none = self._weights[kind]
        scores = {
            country: sum(w * v for w, v in zip(weights, values, strict=True))
            for country, values in self.candidates(phrase).items()
        }
        if not scores:
            return None
        top = max(scores, key=lambda c: scores[c])
        if kind in _PRIVATE:
            others = sum(exp(min(40.0, s - scores[top])) for s in (*scores.values(), none))
            return top if 1.0 / others > _PRIVATE[kind] else None
        return top

    def candidates(self, phrase: Phrase) -> dict[str, list[float]]:
        """The states that a phrase may belong to, each with its features (FEATURES)."""
        number, head = phrase.sentence, phrase.head
        here = self.locatives.get(number, ())
        past = self.locatives.get(number - 1, ())
        recent = [x for x in self.seen if number - 3 <= x[0] <= number and x[1] < head]
        subjects = [x for x in recent if x[3]]
        after = {c for index, c in self.named.get(number, ()) if index > head}
        own = self.paragraph(number)
        found: dict[str, list[float]] = {}
        for country in dict.fromkeys((*self.counts, *self.dateline, *(x[2] for x in self.seen))):
            mine = [x for x in recent if x[2] == country]
            distance = min((head - x[1] for x in mine), default=200)
            found[country] = [
                self.counts[country] / self.total,
                float(country in self.ranked[:1]),
                float(country in self.ranked[1:]),
                float(country in self.dateline),
                float(country in here),
                float(set(here) == {country}),
                self.places[country] / max(1, self.places.total()),
                float(country in past),
                float(any(x[0] == number for x in mine)),
                float(any(x[0] == number and x[3] for x in mine)),
                float(country in after),
                float(bool(recent) and recent[-1][2] == country),
                float(bool(subjects) and subjects[-1][2] == country),
                float(any(x[0] == number - 1 for x in mine)),
                float(any(x[0] == number - 1 and x[3] for x in mine)),
                float(any(x[0] == number - 2 for x in mine)),
                float(any(self.paragraph(x[0]) == own for x in mine)),
                float(country == self.first),
                log1p(distance),
                float(any(x[0] == number and x[3] for x in mine) and phrase.subject),
                float(any(x[0] == number and not x[3] for x in mine)),
            ]
        return found
