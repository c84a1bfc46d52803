"""Persons: full names, later short names, holders of offices at the report's date."""

from legation.knowledge.offices import Holder, holder_at, holders_by_short_name
from legation.knowledge.roles import Role
from legation.linking.actors.focus import Focus, assign_country
from legation.linking.actors.genders import guess_gender
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.profiles import Profile, known_tenure
from legation.linking.actors.referents import Referent, name_tokens, names_agree
from legation.linking.actors.registry import Registry
from legation.linking.actors.scene import Scene


class PersonRules:
    """Finds or makes the referent of a person's name."""

    def __init__(self, scene: Scene, registry: Registry, focus: Focus) -> None:
        self.scene = scene
        self.registry = registry
        self.focus = focus
        self.persons: list[Referent] = []

    def resolve(self, phrase: Phrase, profile: Profile) -> Referent:
        """The person that a name means: mentioned before, a known holder of an office, or somebody new."""
        tokens = name_tokens(profile.name)
        found = self._mentioned(tokens, profile)
        if found is None:
            known = None if profile.key else self._known_by_short_name(tokens, profile)
            if known is not None:
                found = self.registry.by_key.get(f"person:{known.name}")
            if found is None:
                found = self._new(phrase, profile, known, tokens)
        self._enrich(found, phrase, profile, tokens)
        return found

    def _mentioned(self, tokens: tuple[str, ...], profile: Profile) -> Referent | None:
        if profile.key is not None and profile.key in self.registry.by_key:
            return self.registry.by_key[profile.key]
        for referent in sorted(self.persons, key=lambda r: -r.last):
            if profile.key and referent.key and profile.key != referent.key and referent.tokens != tokens:
                continue
            if names_agree(tokens, referent.tokens):
                return referent
            if (
                len(referent.tokens) < len(tokens)
                and names_agree(referent.tokens, tokens)
                and referent.tokens[-1] == tokens[-1]
            ):
                return referent
        return None

    def _known_by_short_name(self, tokens: tuple[str, ...], profile: Profile) -> Holder | None:
        """The holder whom a bare "Trump" means: in office at the date, of the title's country where there is one."""
        day = self.scene.day
        if day is None or len(tokens) != 1:
            return None
        found = [h for h in holders_by_short_name().get(tokens[0], ()) if h.holds(day)]
        if profile.role is not None and profile.role.office:
            titled = [
                h for h in found if h.office == profile.role.office or profile.role.office in ("leader", "minister")
            ]
            found = titled or ([] if profile.country else found)
        if profile.country:
            found = [h for h in found if h.country == profile.country]
        elif profile.role is None:
            found = [h for h in found if self.scene.states.get(h.country or "", 0) or h.organisation]
            found = [
                h for h in found if h.office in ("president", "prime minister", "supreme leader", "monarch")
            ] or found
        people = dict.fromkeys(h.name for h in found)
        return found[0] if len(people) == 1 else None

    def _new(self, phrase: Phrase, profile: Profile, known: Holder | None, tokens: tuple[str, ...]) -> Referent:
        key = profile.key or (f"person:{known.name}" if known is not None else None)
        referent = self.registry.create(phrase, profile, key)
        referent.tokens = tokens
        if known is not None:
            referent.name, referent.tokens = known.name, name_tokens(known.name)
        self.persons.append(referent)
        return referent

    def add(self, referent: Referent) -> None:
        """Notes a person found otherwise: by an office."""
        self.persons.append(referent)

    def _enrich(self, referent: Referent, phrase: Phrase, profile: Profile, tokens: tuple[str, ...]) -> None:
        if referent.key is None and profile.key is not None:
            referent.key = profile.key
            self.registry.by_key.setdefault(profile.key, referent)
        if len(tokens) > len(referent.tokens):
            referent.name, referent.tokens = profile.name, tokens
        referent.learn(profile)
        self._use_knowledge(referent, profile)
        if not referent.gender:
            referent.gender = guess_gender(referent.name, referent.title)
        role = profile.role
        if referent.code is None and role is not None and profile.domestic and referent.key is None:
            assign_country(referent, self._domestic(phrase, role))

    def _domestic(self, phrase: Phrase, role: Role) -> str | None:
        if role.usual is not None and self.focus.counts[role.usual] > 1:
            return role.usual
        return self.focus.late_country(phrase, True) if role.sector == "CIV" else self.focus.country(phrase)

    def _use_knowledge(self, referent: Referent, profile: Profile) -> None:
        if referent.key is None or not referent.key.startswith("person:"):
            return
        tenure = known_tenure(referent.key.partition(":")[2], self.scene.day)
        if tenure is None:
            return
        if referent.code is None or profile.country is None:
            referent.country = tenure.country
            referent.code = tenure.organisation or tenure.country
        if tenure.organisation and referent.number not in self.registry.entries:
            entry = self.scene.catalogue.organisations.get(tenure.organisation)
            if entry is not None:
                self.registry.entries[referent.number] = entry
        if referent.sector is None or (tenure.organisation and referent.code == tenure.organisation):
            referent.sector = "IGO" if tenure.organisation else "GOV"
        held = self.scene.day is not None and tenure.holds(self.scene.day)
        if referent.title is None and held:
            referent.title = tenure.office

    def in_office(self, phrase: Phrase, code: str, office: str) -> Referent | None:
        """The holder of an office at the report's date, as a referent; None where it is unknown."""
        holder = holder_at(code, office, self.scene.day)
        if holder is None:
            return None
        key = f"person:{holder.name}"
        if key in self.registry.by_key:
            return self.registry.by_key[key]
        for person in self.persons:
            if person.key is None and names_agree(person.tokens, name_tokens(holder.name)):
                return person
        profile = Profile("person", holder.name)
        profile.country, profile.code = holder.country, holder.organisation or holder.country
        profile.sector = "IGO" if holder.organisation else "GOV"
        referent = self.registry.create(phrase, profile, key)
        referent.title = holder.office
        referent.gender = guess_gender(holder.name, None)
        self.persons.append(referent)
        return referent
