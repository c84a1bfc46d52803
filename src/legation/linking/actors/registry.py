"""All referents of a document, found again by key, name, head word or kind."""

from legation.knowledge.actors import Entry, make_code
from legation.knowledge.matching import fold
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.profiles import Profile
from legation.linking.actors.referents import Referent, name_tokens
from legation.linking.actors.scene import Scene

_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "to"))


class Registry:
    """Referents in the order of their first mention."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.referents: list[Referent] = []
        self.by_key: dict[str, Referent] = {}
        self.by_head: dict[str, list[Referent]] = {}
        self.entries: dict[int, Entry] = {}
        self.recent: list[Phrase] = []
        self._acronyms: dict[str, Referent] = {}

    def create(self, phrase: Phrase, profile: Profile, key: str | None = None) -> Referent:
        """A new actor."""
        referent = Referent(len(self.referents), profile.kind, profile.name)
        referent.actor = True
        referent.plural = False if profile.kind == "person" else phrase.plural
        referent.country, referent.sector, referent.code = profile.country, profile.sector, profile.code
        referent.countries = profile.countries
        referent.role, referent.title, referent.former = profile.role, profile.title, profile.former
        referent.modifiers = phrase.modifiers
        if profile.kind == "person":
            referent.tokens = name_tokens(profile.name)
        return self._enter(referent, phrase, profile, key)

    def _enter(self, referent: Referent, phrase: Phrase, profile: Profile, key: str | None) -> Referent:
        self.referents.append(referent)
        if key is not None:
            referent.key = key
            self.by_key.setdefault(key, referent)
        entry = profile.entry
        if (entry is None or entry.kind == "person") and profile.affiliation is not None:
            entry = profile.affiliation.organisation
        if entry is not None and entry.kind in ("organisation", "group"):
            self.entries[referent.number] = entry
        if profile.kind == "organisation":
            short = "".join(p[0] for p in profile.name.split() if p[0].isupper())
            if len(short) > 1:
                self._acronyms.setdefault(short, referent)
        self.note_head(referent, self.scene.lower[phrase.head])
        return referent

    def state(self, country: str) -> Referent:
        """The actor that a state is; made where the report has not named it yet."""
        key = f"state:{country}"
        if key not in self.by_key:
            name = self.scene.catalogue.state_names.get(country, country)
            referent = Referent(len(self.referents), "state", name)
            referent.actor, referent.key = True, key
            referent.country, referent.code, referent.sector = country, country, "GOV"
            referent.plural = False
            self.referents.append(referent)
            self.by_key[key] = referent
        return self.by_key[key]

    def several(self, parts: tuple[int, ...]) -> Referent:
        """The actor that is several others together ("both sides"); it is no actor of its own."""
        key = "several:" + ",".join(str(p) for p in sorted(parts))
        if key not in self.by_key:
            referent = Referent(len(self.referents), "several", "")
            referent.key, referent.parts, referent.plural = key, tuple(sorted(parts)), True
            self.referents.append(referent)
            self.by_key[key] = referent
        return self.by_key[key]

    def plain(self, phrase: Phrase) -> Referent:
        """A new referent that is no actor: a treaty, a visit."""
        referent = Referent(len(self.referents), "thing", "")
        referent.plural = phrase.plural
        referent.modifiers = phrase.modifiers
        self.referents.append(referent)
        self.note_head(referent, self.scene.lower[phrase.head])
        return referent

    def note_head(self, referent: Referent, head: str) -> None:
        """Lets a referent be found by a head word."""
        head = singular(fold(head))
        if head not in referent.heads:
            referent.heads.add(head)
            self.by_head.setdefault(head, []).append(referent)

    def touch(self, referent: Referent, phrase: Phrase) -> None:
        """Keeps the order of mentions."""
        self.recent.append(phrase)
        if phrase.kind in ("nominal", "name"):
            self.note_head(referent, self.scene.lower[phrase.head])

    def by_acronym(self, name: str) -> Referent | None:
        """An organisation whose initials a name is."""
        return self._acronyms.get(name.replace(".", "")) if name.isupper() else None

    def name_better(self, referent: Referent, profile: Profile) -> None:
        """A proper name replaces a description; a fuller name of a person a shorter one."""
        if profile.entry is not None and profile.key is not None and referent.key is None:
            referent.name, referent.key = profile.name, profile.key
            self.by_key.setdefault(profile.key, referent)
            if profile.code is not None:
                referent.country, referent.code = profile.country, profile.code
        elif (
            profile.kind == "person" and referent.kind == "person" and profile.title is None and not referent.tokens[1:]
        ):
            referent.name, referent.tokens = profile.name, name_tokens(profile.name)
        if referent.country and referent.code is None:
            referent.code = make_code(referent.country, referent.sector)


def singular(word: str) -> str:
    """A rough singular, good enough to compare head words."""
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
