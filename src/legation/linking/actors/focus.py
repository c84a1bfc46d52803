"""Which states a passage is about: for "the government", "the country" and "both sides"."""

from collections import Counter

from legation.knowledge.actors import make_code
from legation.linking.actors.belonging import Belonging, Seen
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.referents import Referent
from legation.linking.actors.scene import Scene

_WINDOW = 3


class Focus:
    """States in the order in which they are mentioned, with the sentence and what mentioned them."""

    def __init__(self, scene: Scene) -> None:
        self.counts = Counter(scene.states)
        self._seen: list[Seen] = []
        sentences = scene.parse.sentences
        self.belonging = Belonging(
            self.counts,
            scene.locatives(),
            scene.named_states(),
            scene.dateline_states(),
            self._seen,
            lambda number: sentences[number].paragraph,
        )

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
        return self.belonging.best(phrase, "local" if local else "office")

    def late_country(self, phrase: Phrase, person: bool) -> str | None:
        """As `country`, for private people: None where it is too uncertain."""
        return self.belonging.best(phrase, "person" if person else "group")

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
