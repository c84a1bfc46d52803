"""Two at once: "the two men", "both sides"; and the other one: "his counterpart"."""

from legation.linking.actors.focus import Focus
from legation.linking.actors.persons import PersonRules
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.profiles import Profile
from legation.linking.actors.referents import Referent
from legation.linking.actors.registry import Registry
from legation.linking.actors.scene import Scene

_NEAR = 4


class PairRules:
    """Finds two referents that are meant together, or the other one of two."""

    def __init__(self, scene: Scene, registry: Registry, focus: Focus, persons: PersonRules) -> None:
        self.scene = scene
        self.registry = registry
        self.focus = focus
        self.persons = persons

    def of_states(self, countries: tuple[str, ...]) -> Referent:
        """Several states as one referent."""
        return self.registry.several(tuple(self.registry.state(c).number for c in countries))

    def two(self, phrase: Phrase) -> Referent | None:
        """ "the two men", "the two leaders": of the persons mentioned so far the pair that the report speaks of most.

        Persons named together count for more; those who act in the same clause are not meant.
        """
        words = self.scene.parse.words
        governor = words[phrase.head].head
        subjects = {
            p.referent
            for p in reversed(self.registry.recent[-12:])
            if p.subject and p.sentence == phrase.sentence and words[p.head].head == governor
        }
        weights: dict[int, float] = {}
        for earlier in self.registry.recent:
            referent = self.registry.referents[earlier.referent]
            if referent.kind != "person" or referent.number in subjects or not (referent.key or referent.tokens[1:]):
                continue
            near = 1.0 if phrase.sentence - earlier.sentence <= _NEAR else 0.3
            weights[referent.number] = weights.get(referent.number, 0.0) + near * (
                3.0 if self._is_paired(earlier) else 1.0
            )
        ranked = sorted(weights, key=lambda n: (-weights[n], n))
        for other in ranked[1:]:
            first, second = self.registry.referents[ranked[0]], self.registry.referents[other]
            if first.country is None or first.country != second.country:
                return self.registry.several((first.number, second.number))
        return None

    def _is_paired(self, phrase: Phrase) -> bool:
        """Whether a person is named together with another one."""
        words = self.scene.parse.words
        joined = [words[phrase.head].head] if words[phrase.head].relation == "conj" else []
        joined += [c for c in self.scene.children[phrase.head] if words[c].relation == "conj"]
        return any(i in self.scene.name_at for i in joined)

    def counterpart(self, phrase: Phrase, profile: Profile) -> Referent | None:
        """ "his Russian counterpart": the same office in another state."""
        words = self.scene.parse.words
        owner: Referent | None = None
        for child in self.scene.children[phrase.head]:
            if words[child].deprel == "nmod:poss":
                owner = next(
                    (self.registry.referents[p.referent] for p in reversed(self.registry.recent) if p.head == child),
                    None,
                )
        countries = [c for c in profile.countries if owner is None or c != owner.country]
        country = countries[0] if countries else None
        if country is None and owner is not None and owner.country:
            country = self.focus.other(phrase, owner.country)
        if country is None:
            return None
        office = self._office_of(owner)
        if office is not None and not phrase.plural:
            holder = self.persons.in_office(phrase, country, office)
            if holder is not None:
                return holder
        profile.country, profile.sector = country, profile.sector
        profile.countries = (country,)
        profile.code = country
        referent = self.registry.create(phrase, profile)
        self.persons.add(referent)
        return referent

    def _office_of(self, owner: Referent | None) -> str | None:
        role = getattr(owner, "role", None)
        office = getattr(role, "office", None)
        return office if office is not None else getattr(owner, "title", None)
