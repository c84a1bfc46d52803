"""Roles and nominals: "the minister", "the rebels", "the government", "the country", "both sides", "the treaty"."""

from legation.knowledge.actors import make_code
from legation.linking.actors.bodies import BodyRules
from legation.linking.actors.focus import Focus
from legation.linking.actors.genders import guess_gender
from legation.linking.actors.pairs import PairRules
from legation.linking.actors.persons import PersonRules
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.profiles import Profile
from legation.linking.actors.referents import Referent
from legation.linking.actors.registry import Registry, singular
from legation.linking.actors.scene import Scene
from legation.linking.actors.things import ThingRules

_DUAL = frozenset(("two", "both", "either", "neither", "each"))
_NO_ARTICLE = frozenset(("a", "an", "another", "any", "some", "many", "several", "more", "no", "other", "few", "most"))
_SUPPORT = frozenset("support back arm fund finance train aid help supply sponsor assist equip".split())
_QUARRELS = frozenset("conflict dispute war quarrel row argument talk crisis debate divide issue negotiation".split())
_INSTITUTIONS = frozenset(
    "government army military parliament force delegation navy ministry administration cabinet capital side".split()
)
_KINGDOMS = frozenset("SAU JOR BHR THA MAR KHM GBR BEL NLD ESP DNK SWE NOR BTN LSO SWZ TON MYS".split())
_MEN = frozenset(
    ("man", "leader", "president", "woman", "minister", "diplomat", "official", "counterpart", "statesman")
)


class NominalRules:
    """Finds or makes the referent of a phrase that is no name."""

    def __init__(self, scene: Scene, registry: Registry, focus: Focus, persons: PersonRules) -> None:
        self.scene = scene
        self.registry = registry
        self.focus = focus
        self.persons = persons
        self.pairs = PairRules(scene, registry, focus, persons)
        self.bodies = BodyRules(scene, registry)
        self.things = ThingRules(scene, registry)

    def resolve(self, phrase: Phrase, profile: Profile) -> Referent | None:
        """The referent of an actor-like nominal."""
        if profile.kind == "side" or (self._is_dual(phrase) and self._may_be_two(phrase, profile)):
            return self._pair(phrase, profile)
        if profile.kind == "state":
            return self._state(phrase, profile)
        if profile.kind == "body":
            return self.bodies.resolve(phrase, profile)
        if profile.kind == "person":
            return self._person(phrase, profile)
        if profile.kind == "craft":
            return self._craft(phrase, profile)
        if profile.kind == "organisation":
            return self._organ(phrase, profile)
        return self._group(phrase, profile)

    def resolve_other(self, phrase: Phrase) -> Referent | None:
        """The referent of a phrase without an actor's reading."""
        if self._is_dual(phrase) and self.scene.lower[phrase.head] in _DUAL:
            return self.pairs.two(phrase)
        return self.things.resolve(phrase)

    # ---- pairs ----

    def _is_dual(self, phrase: Phrase) -> bool:
        words = self.scene.lower[phrase.first : phrase.head + 1]
        if "two" in words and (words[0] != "two" or words[-1] == "two"):
            return phrase.definite or words[-1] == "two"
        return any(w in _DUAL and w != "two" for w in words)

    def _is_side_of(self, phrase: Phrase) -> bool:
        """ "both sides of the river" are no parties; those of a conflict are."""
        for child in self.scene.children[phrase.head]:
            if self.scene.parse.words[child].relation == "nmod" and self.scene.case(child) == "of":
                return self.scene.parse.words[child].lemma.lower() not in _QUARRELS
        return False

    def _may_be_two(self, phrase: Phrase, profile: Profile) -> bool:
        """Whether "both" before a noun means two states or two statesmen: armies do, gunboats don't."""
        if profile.kind in ("group", "organisation"):
            noun = singular(self.scene.lower[phrase.head])
            return noun in _INSTITUTIONS or noun in _MEN
        return profile.kind in ("state", "person")

    def _pair(self, phrase: Phrase, profile: Profile) -> Referent | None:
        head = singular(self.scene.lower[phrase.head])
        if profile.kind == "side" and self._is_side_of(phrase):
            return None
        if profile.affiliation is not None and len(profile.affiliation.countries) == 1:
            if profile.kind == "side":
                return None if phrase.plural else self.registry.state(profile.affiliation.countries[0])
            if profile.kind in ("organisation", "group"):
                return self._organ(phrase, profile) if profile.kind == "organisation" else self._group(phrase, profile)
        if profile.kind == "person" or (profile.kind == "group" and head in _MEN):
            two = self.pairs.two(phrase) if head in _MEN else None
            if two is not None:
                return two
            if not phrase.plural:
                return self._person(phrase, profile)
        if profile.countries and len(profile.countries) >= 2:
            return self.pairs.of_states(profile.countries)
        if not phrase.plural and not self._is_dual(phrase):
            return None
        if profile.kind in ("group", "organisation") and not self._is_dual(phrase):
            return self._group(phrase, profile)
        pair = self.focus.pair(phrase)
        return self.pairs.of_states(pair) if pair else None

    # ---- states and bodies ----

    def _state(self, phrase: Phrase, profile: Profile) -> Referent | None:
        noun = singular(self.scene.lower[phrase.head])
        if phrase.plural:
            if not phrase.definite and not self._is_dual(phrase):
                return None
            if (
                noun in ("neighbor", "neighbour", "country", "nation", "side", "state", "power")
                and not phrase.modifiers - _DUAL
            ):
                pair = self.focus.pair(phrase)
                return self.pairs.of_states(pair) if pair else None
            return None
        if not phrase.definite:
            return None
        if noun in ("neighbor", "neighbour"):
            return self._neighbour(phrase, profile)
        if profile.countries and noun not in ("power",):
            return self.registry.state(profile.countries[0])
        if phrase.modifiers - {"entire", "whole", "oil-rich", "war", "torn"} and noun == "state":
            return None
        if noun in ("kingdom", "emirate", "sultanate"):
            kings = [c for c, _ in self.focus.counts.most_common() if c in _KINGDOMS or noun != "kingdom"]
            return self.registry.state(kings[0]) if kings else None
        if noun in ("power", "superpower"):
            return None
        country = self.focus.country(phrase)
        return self.registry.state(country) if country else None

    def _neighbour(self, phrase: Phrase, profile: Profile) -> Referent | None:
        if not profile.countries:
            return None
        other = self.focus.other(phrase, profile.countries[0])
        return self.registry.state(other) if other else None

    # ---- persons ----

    def _person(self, phrase: Phrase, profile: Profile) -> Referent | None:
        noun = singular(self.scene.lower[phrase.head])
        indefinite = any(w in _NO_ARTICLE for w in self.scene.lower[phrase.first : phrase.head])
        if noun == "counterpart":
            return self.pairs.counterpart(phrase, profile)
        if not indefinite and (phrase.definite or phrase.first == phrase.head or profile.countries):
            earlier = self._earlier_person(phrase, profile)
            if earlier is not None:
                return earlier
            holder = self._holder(phrase, profile)
            if holder is not None:
                return holder
        if profile.role is not None and profile.role.domestic and profile.code is None:
            self._domestic(phrase, profile)
        referent = self.registry.create(phrase, profile)
        referent.gender = guess_gender("", self.scene.texts[phrase.head])
        self.persons.add(referent)
        return referent

    def _holder(self, phrase: Phrase, profile: Profile) -> Referent | None:
        role = profile.role
        if role is None or role.office is None or profile.former:
            return None
        if profile.affiliation is not None and profile.affiliation.organisation is not None:
            code = profile.affiliation.organisation.code
        else:
            usual = role.usual if role.usual is not None and self.focus.counts[role.usual] > 1 else None
            code = profile.country or (usual or self.focus.country(phrase) if role.domestic else None)
        return self.persons.in_office(phrase, code, role.office) if code else None

    def _earlier_person(self, phrase: Phrase, profile: Profile) -> Referent | None:
        """The person mentioned last whose role or description the phrase repeats."""
        role = profile.role
        if role is None:
            return None
        noun = singular(self.scene.lower[phrase.head])
        for referent in sorted(self.persons.persons, key=lambda r: -r.last):
            if referent.last < 0 or phrase.sentence - referent.phrases[-1].sentence > 12:
                continue
            if profile.country and referent.country and profile.country != referent.country:
                continue
            if profile.code and referent.code and profile.code != referent.code and not profile.country:
                continue
            if profile.former and not referent.former:
                continue
            if self._is_called(referent, noun, role.noun) and self._describes(phrase, referent):
                return referent
        return None

    def _is_called(self, referent: Referent, noun: str, role: str) -> bool:
        title = (referent.title or "").lower()
        if noun in referent.heads and referent.key is None:
            return True
        parts = title.replace("-", " ").split()
        return bool(title) and (title == role or singular(parts[-1]) == noun or noun in parts)

    def _describes(self, phrase: Phrase, referent: Referent) -> bool:
        if referent.key is not None or (referent.tokens and phrase.name is None and referent.title):
            said = set(referent.modifiers) | set((referent.title or "").lower().replace("-", " ").split())
        else:
            said = set(referent.modifiers)
        own = {m for m in phrase.modifiers if m not in ("former", "same", "late")}
        named = set(referent.name.lower().split())
        return all(m in said or m in named or self._is_demonym(phrase, m) for m in own)

    def _is_demonym(self, phrase: Phrase, modifier: str) -> bool:
        for index in range(phrase.first, phrase.head):
            if self.scene.lower[index] == modifier:
                span = self.scene.name_at.get(index)
                return span is not None and span.entry("demonym", "state", "organisation") is not None
        return False

    # ---- organs and groups ----

    def _domestic(self, phrase: Phrase, profile: Profile) -> None:
        if profile.affiliation is not None and profile.affiliation.foreign:
            return
        role = profile.role
        if profile.kind == "person" and self._is_of_other(phrase):
            return
        if role is not None and role.usual is not None and self.focus.counts[role.usual] > 1:
            self._assign(profile, role.usual)
            return
        local = profile.sector in ("CIV", "MIL", "COP", "REB", "OPP", "LAB")
        backer = self._backer(phrase) if profile.sector == "REB" else None
        country = self._neighbouring(phrase) if profile.sector != "REB" else None
        country = country or self.focus.country(phrase, backer, local)
        if country is not None:
            self._assign(profile, country)

    def _assign(self, profile: Profile, country: str) -> None:
        profile.country, profile.countries = country, (country,)
        profile.code = make_code(country, profile.sector)

    def _is_of_other(self, phrase: Phrase) -> bool:
        """Whether somebody is of something that is no organ of a state: "the head of the company"."""
        for child in self.scene.children[phrase.head]:
            if (
                self.scene.parse.words[child].relation == "nmod"
                and child > phrase.head
                and self.scene.case(child) == "of"
            ):
                span = self.scene.name_at.get(child)
                return span is not None and span.label == "ORG" and not span.entries
        return False

    def _neighbouring(self, phrase: Phrase) -> str | None:
        """The country of the noun that this one is joined to: "Greek tankers and the crews"."""
        word = self.scene.parse.words[phrase.head]
        if word.relation != "conj" or word.head < 0 or not phrase.plural:
            return None
        for child in self.scene.children[word.head]:
            span = self.scene.name_at.get(child)
            if span is not None and child < word.head and (entry := span.entry("demonym", "state")) is not None:
                return entry.country
        return None

    def _backer(self, phrase: Phrase) -> str | None:
        """The state whose act rebels are the object of: they are hardly its own."""
        words = self.scene.parse.words
        governor = words[phrase.head].head
        if words[phrase.head].relation not in ("obj", "obl", "nmod") or governor < 0:
            return None
        chain = (governor, *self.scene.parse.ancestors(governor)[:2])
        if not any(words[i].lemma.lower() in _SUPPORT or self.scene.lower[i] == "support" for i in chain):
            return None
        for above in (governor, *self.scene.parse.ancestors(governor)):
            for child in self.scene.children[above]:
                if words[child].relation == "nsubj" and child < phrase.head:
                    subject = next((p for p in reversed(self.registry.recent) if p.head == child), None)
                    if subject is not None:
                        return self.registry.referents[subject.referent].country
        return None

    def _organ(self, phrase: Phrase, profile: Profile) -> Referent | None:
        role = profile.role
        if phrase.plural and len(profile.countries) > 1:
            return self.pairs.of_states(profile.countries)
        noun = role.noun if role is not None else singular(self.scene.lower[phrase.head])
        if profile.code is None and not self._is_indefinite(phrase):
            earlier = self._earlier_body(phrase, noun)
            if earlier is not None:
                return earlier
        if profile.code is None and role is not None and role.domestic and not phrase.plural:
            self._domestic(phrase, profile)
        if profile.code is None and profile.sector in ("GOV", "LEG", "JUD", None):
            return self.things.resolve(phrase)
        key = f"organ:{profile.code}:{noun}" if profile.code and not phrase.plural else None
        if key is not None and key in self.registry.by_key:
            return self.registry.by_key[key]
        return self.registry.create(phrase, profile, key)

    def _is_indefinite(self, phrase: Phrase) -> bool:
        return any(w in _NO_ARTICLE for w in self.scene.lower[phrase.first : phrase.head])

    def _earlier_body(self, phrase: Phrase, noun: str) -> Referent | None:
        head = noun.rsplit(maxsplit=1)[-1]
        for referent in sorted(self.registry.by_head.get(head, []), key=lambda r: -r.last):
            if referent.actor and referent.kind in ("organisation", "group") and referent.plural == phrase.plural:
                known = set(referent.name.lower().split()) | set(referent.modifiers)
                if all(m in known for m in phrase.modifiers) and phrase.sentence - referent.phrases[-1].sentence < 12:
                    return referent
        return None

    def _group(self, phrase: Phrase, profile: Profile) -> Referent | None:
        role = profile.role
        noun = role.noun if role is not None else singular(self.scene.lower[phrase.head])
        if len(profile.countries) > 1:
            holders = self._holders(phrase, profile)
            return holders or self.pairs.of_states(profile.countries)
        if phrase.definite and profile.code is None:
            earlier = self._earlier_group(phrase, profile, noun)
            if earlier is not None:
                return earlier
        if profile.code is None and role is not None and role.domestic:
            self._domestic(phrase, profile)
        key = None
        if profile.code is not None:
            key = f"group:{profile.code}:{noun}:{','.join(sorted(phrase.modifiers))}"
            if key in self.registry.by_key:
                return self.registry.by_key[key]
        if key is None and not self._is_indefinite(phrase):
            key = "group:" + profile.name.lower()
            if key in self.registry.by_key:
                return self.registry.by_key[key]
        return self.registry.create(phrase, profile, key)

    def _craft(self, phrase: Phrase, profile: Profile) -> Referent | None:
        """Ships and vehicles: those named before, new ones of a state, or mere things."""
        if profile.code is None:
            for referent in sorted(self.registry.referents, key=lambda r: -r.last):
                near = bool(referent.phrases) and phrase.sentence - referent.phrases[-1].sentence <= 8
                if referent.craft and near and referent.plural == phrase.plural and not self._is_indefinite(phrase):
                    return referent
            return self.things.resolve(phrase)
        profile.kind = "group"
        referent = self.registry.create(phrase, profile)
        referent.craft = True
        return referent

    def _holders(self, phrase: Phrase, profile: Profile) -> Referent | None:
        """ "the Greek and Turkish presidents"."""
        role = profile.role
        if role is None or role.office is None:
            return None
        found = [self.persons.in_office(phrase, c, role.office) for c in profile.countries]
        if any(f is None for f in found):
            return None
        return self.registry.several(tuple(f.number for f in found if f is not None))

    def _earlier_group(self, phrase: Phrase, profile: Profile, noun: str) -> Referent | None:
        head = noun.rsplit(maxsplit=1)[-1]
        for referent in sorted(self.registry.referents, key=lambda r: -r.last):
            if referent.kind != "group" or not referent.actor or referent.last < 0:
                continue
            if phrase.sentence - referent.phrases[-1].sentence > 10:
                continue
            known = set(referent.name.lower().split()) | set(referent.modifiers)
            same = head in referent.heads or (profile.sector in ("REB", "CRM") and referent.sector == profile.sector)
            if same and all(m in known or m == "rebel" for m in phrase.modifiers):
                return referent
        return None
