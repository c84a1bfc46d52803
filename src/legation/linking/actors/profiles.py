"""What a noun phrase says about the actor it stands for: kind, name, country, sector, role."""

from legation.knowledge.actors import Entry, make_code
from legation.knowledge.offices import Holder, holder_at, tenures
from legation.knowledge.roles import Role, role_index
from legation.linking.actors.affiliations import Affiliation, Affiliations
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.scene import NameSpan, Scene

_TITLES = frozenset(("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "lord", "lady", "dame"))
# Singular nouns that mean people or bodies only with an article.
_BARE = frozenset(
    "force guard major party power union family team crew house general press mission staff public head chair".split()
)
OUT_OF_OFFICE = frozenset(("former", "ex", "then", "late", "ousted", "deposed", "outgoing", "onetime"))


class Profile:
    """An actor-like reading of a phrase.

    `key` is the identity of a known actor; `role` its Role, `title` the role's words.
    """

    __slots__ = (
        "affiliation",
        "code",
        "countries",
        "country",
        "domestic",
        "entry",
        "former",
        "key",
        "kind",
        "name",
        "role",
        "sector",
        "title",
    )

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        self.key: str | None = None
        self.country: str | None = None
        self.countries: tuple[str, ...] = ()
        self.sector: str | None = None
        self.code: str | None = None
        self.role: Role | None = None
        self.title: str | None = None
        self.former = False
        self.domestic = False
        self.entry: Entry | None = None
        self.affiliation: Affiliation | None = None


class Profiler:
    """Reads phrases of one scene.

    `country_of` tells the country of a phrase that is resolved already, by its head word.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.roles = role_index()
        self.affiliations = Affiliations(scene)
        self.country_of = self.affiliations.country_of

    def read(self, phrase: Phrase) -> Profile | None:
        """The profile of a phrase; None where it stands for no actor (or for one only its context tells)."""
        span = phrase.name
        if span is not None and phrase.kind in ("name", "modifier"):
            return self._read_name(phrase, span)
        if phrase.kind == "nominal":
            return self._read_nominal(phrase)
        return None

    # ---- names ----

    def _read_name(self, phrase: Phrase, span: NameSpan) -> Profile | None:
        person = span.entry("person")
        if span.label == "PER" or person is not None:
            return self._read_person(phrase, span, person)
        entry = next(iter(span.entries), None)
        if (
            phrase.kind == "modifier"
            and span.entry("demonym", "state", "capital", "organisation", "group", "seat", "organ") is None
        ):
            entry = None
        if entry is not None:
            return self._read_entry(phrase, span)
        if span.label == "ORG":
            return self._read_organisation(phrase, span)
        if span.label in (None, "MISC", "NORP") and phrase.kind == "name":
            return self._read_nominal(phrase)
        return None

    def _read_entry(self, phrase: Phrase, span: NameSpan) -> Profile | None:
        entry = span.entry("state", "organisation", "organ", "group", "people", "seat", "capital", "demonym")
        if phrase.kind == "modifier":
            entry = span.entry("demonym", "state", "organisation", "organ", "group", "seat", "capital") or entry
        if entry is not None and entry.kind == "organ":
            organs = [e for e in span.entries if e.kind == "organ"]
            entry = max(organs, key=lambda e: self.scene.states[e.country or ""])
        if entry is None:
            return None
        head = self.scene.parse.words[phrase.head]
        whole = span.entry("organisation")
        if whole is not None and span.entry("capital") is not None:
            if phrase.kind == "modifier" or not self.scene.is_metonym(span):
                return None
            country = entry.country or ""
            entry = entry if entry.kind == "capital" and self.scene.states[country] > 1 else whole
        if entry.kind in ("capital", "seat") and span.label != "ORG" and not self._is_acting(phrase, span, entry):
            return None
        if phrase.kind == "name" and head.index >= span.stop:
            return self._read_nominal(phrase)
        if entry.kind == "demonym" and phrase.kind == "name":
            if not phrase.plural and head.upos != "PROPN" and not phrase.definite:
                return None
            return self._people(phrase, entry)
        kind = {"state": "state", "capital": "state", "demonym": "state", "people": "group", "group": "group"}.get(
            entry.kind, "organisation"
        )
        profile = Profile(kind, entry.name)
        profile.key, profile.country, profile.sector, profile.code = entry.key, entry.country, entry.sector, entry.code
        profile.entry = entry
        if entry.kind == "people":
            profile.name = _bare(self.scene, phrase)
        return profile

    def _is_acting(self, phrase: Phrase, span: NameSpan, entry: Entry) -> bool:
        if phrase.kind == "modifier":
            return entry.kind == "seat" or (entry.kind == "capital" and not entry.weak and self._fits_state(phrase))
        return self.scene.is_metonym(span)

    def _fits_state(self, phrase: Phrase) -> bool:
        head = self.scene.parse.words[phrase.head].head
        return head >= 0 and self.roles.find(self.scene.lower, head) is not None

    def _people(self, phrase: Phrase, entry: Entry) -> Profile:
        profile = Profile("group" if phrase.plural else "person", _bare(self.scene, phrase))
        profile.country, profile.sector, profile.code = entry.country, "CIV", entry.country
        if phrase.plural or phrase.definite:
            profile.kind, profile.key = "group", f"people:{entry.country}"
        return profile

    def _read_organisation(self, phrase: Phrase, span: NameSpan) -> Profile | None:
        if phrase.kind == "modifier":
            return None
        head = self.scene.head_of(span)
        found = self.roles.find(self.scene.lower, head) or self.roles.find(self.scene.lower, span.stop - 1)
        text = _span_text(self.scene, span)
        profile = Profile("organisation", _without_article(text))
        affiliation = self.affiliations.read(phrase)
        for inner in span.inner:
            entry = inner.entry("state", "demonym", "organisation", "organ", "capital")
            if entry is not None:
                affiliation.add(entry.country, entry if entry.kind == "organisation" else None)
        if found is not None and found[0].kind not in ("person", "side", "state"):
            profile.role, profile.sector = found[0], found[0].sector
            self._affiliate(profile, affiliation)
            if found[0].sector in ("BUS", "NGO", "MED", "EDU") and not affiliation.countries:
                profile.code = make_code(None, found[0].sector)
            return profile
        if affiliation.countries:
            profile.country = affiliation.countries[0]
        profile.code = profile.country
        return profile

    def _read_person(self, phrase: Phrase, span: NameSpan, entry: Entry | None) -> Profile | None:
        name = entry.name if entry is not None else _person_name(self.scene, span)
        profile = Profile("person", name)
        profile.entry = entry
        if entry is not None:
            profile.key = entry.key
        if phrase.kind == "modifier":
            return profile
        self._read_title(phrase, profile, span)
        return profile

    def _read_title(self, phrase: Phrase, profile: Profile, span: NameSpan) -> None:
        """Role and country from the words before a name, from its apposition, or from "is the director of"."""
        scene = self.scene
        words = scene.parse.words
        heads = [i for i in range(phrase.first, span.first) if words[i].upos in ("NOUN", "PROPN", "ADJ")][::-1]
        for child in scene.children[phrase.head]:
            if words[child].relation == "appos" or (words[child].deprel == "nmod:desc" and child > phrase.head):
                heads.append(child)
        if words[phrase.head].relation == "appos" and words[phrase.head].head >= 0:
            heads.append(words[phrase.head].head)
        governor = words[phrase.head].head
        if phrase.subject and governor >= 0 and any(words[c].relation == "cop" for c in scene.children[governor]):
            heads.append(governor)
        for head in heads:
            found = self.roles.find(scene.lower, head)
            if found is None or found[0].kind not in ("person", "group") or found[0].noun in _ANYBODY:
                continue
            role, first, stop = found
            if head >= span.stop and "Number=Plur" in words[head].feats and not phrase.plural:
                continue
            if profile.role is not None:
                self._affiliate(profile, self.affiliations.of_word(head, set()))
                if profile.code is not None:
                    return
                continue
            profile.role = role
            profile.title = _title(scene, first, stop)
            profile.sector = role.sector
            profile.domestic = (role.domestic and not self._is_of_other(head, stop)) or self._serves(head)
            before = range(max(first - 4, phrase.first), first)
            profile.former = any(scene.lower[i] in OUT_OF_OFFICE for i in before)
            affiliation = (
                self.affiliations.read(phrase) if head < span.first else self.affiliations.of_word(head, set())
            )
            if head < span.first:
                self._add_words(affiliation, range(phrase.first, span.first))
            elif affiliation.empty:
                affiliation = self.affiliations.read(phrase)
            self._affiliate(profile, affiliation)
            if profile.code is not None or affiliation.foreign:
                return
        if profile.role is not None:
            return
        affiliation = self.affiliations.read(phrase)
        self._add_words(affiliation, range(phrase.first, span.first))
        self._affiliate(profile, affiliation)

    def _is_of_other(self, head: int, stop: int) -> bool:
        """Whether somebody is of a body that is no organ of a state: "the president of the football league"."""
        words = self.scene.parse.words
        for child in self.scene.children[head]:
            if words[child].relation == "nmod" and child >= stop and self.scene.case(child) == "of":
                found = self.roles.find(self.scene.lower, child)
                return found is None or not (found[0].domestic or found[0].kind in ("state", "person"))
        return False

    def _serves(self, head: int) -> bool:
        """Whether somebody is of an organ of a state: "a member of parliament"."""
        for child in self.scene.children[head]:
            if self.scene.parse.words[child].relation == "nmod" and self.scene.case(child) in ("of", "in", "for"):
                found = self.roles.find(self.scene.lower, child)
                if found is not None and found[0].kind == "organisation" and found[0].domestic:
                    return True
        return False

    def _add_words(self, affiliation: Affiliation, indices: range) -> None:
        for index in indices:
            self.affiliations.note(affiliation, index)

    # ---- nominals ----

    def _read_nominal(self, phrase: Phrase) -> Profile | None:
        scene = self.scene
        found = self.roles.find(scene.lower, phrase.head)
        if found is None:
            return self._read_quantity(phrase)
        role, first, stop = found
        if role.noun == "source" and stop < len(scene.lower) and scene.lower[stop] == "of":
            return None
        if not phrase.plural and role.noun in _BARE and phrase.first == phrase.head:
            return None
        if role.kind in ("state", "body", "side"):
            profile = Profile(role.kind, _bare(scene, phrase))
        elif role.kind == "person":
            profile = Profile("group" if phrase.plural else "person", _bare(scene, phrase))
        else:
            profile = Profile(role.kind, _bare(scene, phrase))
        profile.role, profile.sector = role, role.sector
        profile.title = _title(scene, first, stop)
        profile.former = any(scene.lower[i] in OUT_OF_OFFICE for i in range(phrase.first, phrase.head))
        affiliation = self.affiliations.read(phrase)
        if phrase.plural and "and" in scene.lower[phrase.first : phrase.head]:
            self._add_words(affiliation, range(phrase.first, phrase.head))
        self._affiliate(profile, affiliation)
        return profile

    def _read_quantity(self, phrase: Phrase) -> Profile | None:
        """ "some of the protesters": a quantity speaks for what follows "of"."""
        scene = self.scene
        words = scene.parse.words
        for child in scene.children[phrase.head]:
            if (
                words[child].relation == "nmod"
                and scene.case(child) == "of"
                and (scene.lower[phrase.head] in _PARTS or words[phrase.head].upos in ("NUM", "DET", "ADJ"))
            ):
                found = self.roles.find(scene.lower, child)
                if found is not None and found[0].kind in ("person", "group", "organisation"):
                    profile = Profile("group", _bare(scene, phrase))
                    profile.role, profile.sector = found[0], found[0].sector
                    affiliation = self.affiliations.read(phrase)
                    nested = self.affiliations.of_word(child, set())
                    for country in nested.countries:
                        affiliation.add(country)
                    self._affiliate(profile, affiliation)
                    return profile
        return self._read_multitude(phrase)

    def _read_multitude(self, phrase: Phrase) -> Profile | None:
        """ "tens of thousands marched": those who act are people where nothing else is counted."""
        lower, words = self.scene.lower, self.scene.parse.words
        counted = [c for c in self.scene.children[phrase.head] if words[c].relation == "nmod" and c > phrase.head]
        if not phrase.subject or lower[phrase.head] not in _MULTITUDES:
            return None
        if any(self.scene.case(c) == "of" and lower[c] not in _MULTITUDES for c in counted):
            return None
        found = self.roles.find(["crowd"], 0)
        if found is None:
            return None
        profile = Profile("group", _bare(self.scene, phrase))
        profile.role, profile.sector = found[0], found[0].sector
        self._affiliate(profile, self.affiliations.read(phrase))
        return profile

    def _is_of_members(self, profile: Profile, affiliation: Affiliation) -> bool:
        """A Security Council diplomat is one of its members', not of the United Nations."""
        organisation, role = affiliation.organisation, profile.role
        if organisation is None or role is None or affiliation.countries:
            return False
        return role.noun in ("diplomat", "ambassador", "envoy") and "Council" in organisation.name

    def _affiliate(self, profile: Profile, affiliation: Affiliation) -> None:
        profile.affiliation = affiliation
        if self._is_of_members(profile, affiliation):
            return
        if affiliation.organisation is not None and (profile.role is None or profile.role.kind != "state"):
            profile.code = affiliation.organisation.code if profile.sector != "EDU" else None
            if affiliation.organisation.kind == "organisation" and profile.sector in (None, "GOV"):
                profile.sector = "IGO"
            return
        profile.countries = tuple(affiliation.countries)
        if affiliation.countries:
            profile.country = affiliation.countries[0]
            profile.code = make_code(profile.country, profile.sector)


_LEADING = frozenset("the a an this that these those at least about nearly almost more than some over up to as".split())
_MULTITUDES = frozenset("tens hundreds thousands millions".split())
_ANYBODY = frozenset("man woman person boy girl child individual people".split())
_PARTS = frozenset(
    "some many most all none one part number dozens hundreds thousands tens scores majority "
    "half several few lot group".split()
)


def known_tenure(name: str, day: str | None) -> Holder | None:
    """The tenure that a known person's name calls up on a day: the one held, else the last before it, else the
    first.
    """
    rows = tenures(name)
    if not rows or day is None:
        return rows[-1] if rows else None
    held = [h for h in rows if h.holds(day)]
    if held:
        return held[0]
    past = [h for h in rows if h.since <= day]
    return past[-1] if past else rows[0]


def find_holder(code: str | None, role: Role | None, day: str | None) -> Holder | None:
    """Who held the office of a role in a state or organisation on a day."""
    if code is None or role is None or role.office is None:
        return None
    return holder_at(code, role.office, day)


def _title(scene: Scene, first: int, stop: int) -> str:
    words = scene.parse.words
    return scene.parse.text(words[first].start, words[stop - 1].end)


def _span_text(scene: Scene, span: NameSpan) -> str:
    words = scene.parse.words
    return scene.parse.text(words[span.first].start, words[span.stop - 1].end)


def _person_name(scene: Scene, span: NameSpan) -> str:
    """The name without "Mr.", "’s" and the like."""
    first, stop = span.first, span.stop
    while first < stop - 1 and scene.lower[first] in _TITLES:
        first += 1
    while stop - 1 > first and scene.lower[stop - 1] in ("'s", "'"):
        stop -= 1
    words = scene.parse.words
    return scene.parse.text(words[first].start, words[stop - 1].end)


def _without_article(text: str) -> str:
    return text[4:] if text[:4].lower() == "the " else text


def _bare(scene: Scene, phrase: Phrase) -> str:
    """The phrase's words without article and demonstrative."""
    words = scene.parse.words
    first = phrase.first
    while first < phrase.head and (scene.lower[first] in _LEADING or words[first].upos == "PUNCT"):
        first += 1
    return scene.parse.text(words[first].start, words[phrase.stop - 1].end)
