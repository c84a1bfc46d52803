"""From phrases to referents, in the order of the text: names, roles, nominals, pairs, pronouns."""

from legation.knowledge.actors import Entry
from legation.knowledge.matching import fold
from legation.linking.actors.affiliations import FOREIGN
from legation.linking.actors.focus import Focus, assign_country
from legation.linking.actors.nominals import NominalRules
from legation.linking.actors.persons import PersonRules
from legation.linking.actors.phrases import Phrase, find_phrases
from legation.linking.actors.profiles import Profile, Profiler
from legation.linking.actors.pronouns import PronounRules
from legation.linking.actors.referents import Referent, name_tokens, names_agree
from legation.linking.actors.registry import Registry
from legation.linking.actors.scene import NameSpan, Scene


class Resolver:
    """Resolves one document; use once."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.phrases = find_phrases(scene)
        self.profiler = Profiler(scene)
        self.registry = Registry(scene)
        self.focus = Focus(scene)
        self.persons = PersonRules(scene, self.registry, self.focus)
        self.nominals = NominalRules(scene, self.registry, self.focus, self.persons)
        self.pronouns = PronounRules(scene, self.registry)
        self.profiler.affiliations.lookup = self._belonging
        self.by_head = {p.head: p for p in self.phrases}
        self.coordinations: list[Phrase] = []

    def run(self) -> "Resolver":
        """Gives every phrase its referent."""
        late = []
        for phrase in self.phrases:
            if phrase.kind in ("pronoun", "demonstrative"):
                if phrase.person == "3" and phrase.kind == "pronoun":
                    self._settle(phrase, self.pronouns.resolve(phrase))
                else:
                    late.append(phrase)
            elif phrase.kind == "relative":
                self._relative(phrase)
            else:
                self._settle(phrase, self._resolve(phrase))
        for phrase in late:
            self._settle(phrase, self.pronouns.resolve_late(phrase, self.by_head))
        self._place_private()
        return self

    def _place_private(self) -> None:
        """Persons and groups without a country have the state that the passage they first stand in is about."""
        for referent in self.registry.referents:
            if not referent.actor or referent.code is not None or referent.kind not in ("person", "group"):
                continue
            phrase = next((p for p in referent.phrases if p.kind != "pronoun"), None)
            if phrase is not None and not phrase.modifiers & FOREIGN:
                assign_country(referent, self.focus.late_country(phrase, referent.kind == "person"))

    def _settle(self, phrase: Phrase, referent: Referent | None) -> None:
        if referent is None:
            return
        referent.add(phrase)
        self.registry.touch(referent, phrase)
        if self.scene.parse.words[phrase.head].relation == "conj":
            self._join(phrase)
        if referent.actor:
            entry = self.registry.entries.get(referent.number)
            self.profiler.country_of[phrase.head] = (referent.country, entry)
            for country in referent.countries or (referent.country,):
                if phrase.kind != "pronoun":
                    self.focus.note(phrase, country)

    def _belonging(self, span: NameSpan) -> tuple[str | None, Entry | None]:
        """Country and organisation of a person mentioned before by a name that agrees."""
        tokens = name_tokens(" ".join(self.scene.texts[span.first : span.stop]))
        for person in reversed(self.persons.persons):
            if person.code is not None and names_agree(tokens, person.tokens):
                return person.country, self.registry.entries.get(person.number)
        return None, None

    def _join(self, phrase: Phrase) -> None:
        """ "A and B" may be meant together later: a mention of its own once its last part is known."""
        words = self.scene.parse.words
        head = words[phrase.head].head
        conjuncts = [c for c in self.scene.children[head] if words[c].relation == "conj"]
        first = self.by_head.get(head)
        if first is None or first.referent < 0 or conjuncts[-1] != phrase.head:
            return
        parts = [first, *(self.by_head[c] for c in conjuncts if c in self.by_head)]
        numbers = tuple(dict.fromkeys(p.referent for p in parts if p.referent >= 0))
        if len(numbers) < 2 or any(self.registry.referents[n].parts for n in numbers):
            return
        whole = Phrase(phrase.number, first.head, "coordination", phrase.sentence)
        whole.first, whole.low = first.first, first.low
        whole.stop, whole.high = phrase.stop, phrase.high
        whole.subject, whole.plural, whole.definite, whole.quoted = first.subject, True, True, first.quoted
        together = self.registry.several(numbers)
        together.add(whole)
        self.registry.recent.append(whole)
        self.coordinations.append(whole)

    def _relative(self, phrase: Phrase) -> None:
        """ "who" and "which" mean the noun that their clause hangs on."""
        words = self.scene.parse.words
        for above in self.scene.parse.ancestors(phrase.head):
            if words[above].deprel == "acl:relcl":
                antecedent = self.by_head.get(words[above].head)
                if antecedent is not None and antecedent.referent >= 0:
                    phrase.referent = antecedent.referent
                return

    def _resolve(self, phrase: Phrase) -> Referent | None:
        profile = self.profiler.read(phrase)
        same = self._same_by_syntax(phrase, profile)
        if same is not None:
            if profile is not None:
                same.learn(profile)
                self.registry.name_better(same, profile)
            return same
        if profile is None:
            return self.nominals.resolve_other(phrase)
        if profile.kind == "person" and phrase.name is not None and self._is_person_name(phrase, profile):
            return self.persons.resolve(phrase, profile)
        if profile.key is not None or (
            phrase.name is not None and profile.kind == "organisation" and profile.role is None
        ):
            return self._known(phrase, profile)
        return self.nominals.resolve(phrase, profile)

    def _is_person_name(self, phrase: Phrase, profile: Profile) -> bool:
        span = phrase.name
        return span is not None and (span.label == "PER" or span.entry("person") is not None)

    def _known(self, phrase: Phrase, profile: Profile) -> Referent:
        key = profile.key or "name:" + fold(profile.name)
        found = self.registry.by_key.get(key) or self.registry.by_acronym(profile.name)
        if found is not None:
            found.learn(profile)
            return found
        return self.registry.create(phrase, profile, key)

    def _same_by_syntax(self, phrase: Phrase, profile: Profile | None) -> Referent | None:
        """The referent of the phrase that this one is an apposition or a predicate of."""
        words = self.scene.parse.words
        word = words[phrase.head]
        if word.relation == "appos" and word.head >= 0:
            other = self.by_head.get(word.head)
        elif any(words[c].relation == "cop" for c in self.scene.children[phrase.head]):
            other = self._subject(phrase.head)
        else:
            return None
        if other is None or other.referent < 0 or other.kind == "modifier":
            return None
        return self._fitting(phrase, profile, self.registry.referents[other.referent], word.relation == "appos")

    def _subject(self, head: int) -> Phrase | None:
        words = self.scene.parse.words
        children = self.scene.children[head]
        if any(self.scene.lower[c] in ("not", "n't", "no", "never") for c in children):
            return None
        return next((self.by_head.get(c) for c in children if words[c].relation == "nsubj"), None)

    def _fitting(self, phrase: Phrase, profile: Profile | None, other: Referent, apposed: bool) -> Referent | None:
        if phrase.plural is not None and other.plural is not None and phrase.plural != other.plural:
            return None
        if profile is None:
            return other if not other.actor and (apposed or phrase.definite) else None
        if profile.kind == "person" and other.kind == "person":
            named = phrase.name is not None and phrase.name.label == "PER"
            if named and other.key is not None:
                return None
            return other
        if profile.kind in ("organisation", "group", "body") and other.kind in ("organisation", "group", "body"):
            if profile.key is not None and other.key is not None and profile.key != other.key:
                return None
            return other
        return other if profile.kind == "state" and profile.key is None and other.kind == "state" else None
