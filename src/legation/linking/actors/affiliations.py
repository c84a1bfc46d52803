"""Whose somebody or something is: the countries and organisations that a phrase names as its own."""

from collections.abc import Callable

from legation.knowledge.actors import Entry
from legation.knowledge.roles import role_index
from legation.linking.actors.phrases import PRONOUNS, Phrase
from legation.linking.actors.scene import NameSpan, Scene

_AFFILIATING = frozenset(("of", "from", "for", "at", "with", "to", "in"))
_BACKED = frozenset(
    "backed vetted trained armed funded financed supported supplied sponsored allied aligned friendly".split()
)
FOREIGN = frozenset(
    "foreign western eastern european arab african asian international regional overseas "
    "multinational global gulf islamic muslim"
    "nordic baltic latin allied outside independent various europe asia africa world globe continent".split()
)


class Affiliation:
    """Countries and organisations that a phrase names as its own."""

    __slots__ = ("codes", "countries", "foreign", "organisation")

    def __init__(self) -> None:
        self.foreign = False
        self.countries: list[str] = []
        self.organisation: Entry | None = None
        self.codes: list[str] = []

    def add(self, country: str | None, organisation: Entry | None = None) -> None:
        """Notes a country or an organisation; the first organisation counts."""
        if country and country not in self.countries:
            self.countries.append(country)
        if organisation is not None and self.organisation is None:
            self.organisation = organisation

    @property
    def empty(self) -> bool:
        """Whether nothing is named."""
        return not self.countries and self.organisation is None


class Affiliations:
    """Reads affiliations off the tree. `country_of`: countries and organisations of resolved phrases by their heads."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.roles = role_index()
        self.country_of: dict[int, tuple[str | None, Entry | None]] = {}
        self.lookup: Callable[[NameSpan], tuple[str | None, Entry | None]] = lambda span: (None, None)

    def read(self, phrase: Phrase) -> Affiliation:
        """Countries and organisations that a phrase's own words name."""
        found = self.of_word(phrase.head, set(), phrase.name)
        if found.empty:
            self._share(phrase, found)
        return found

    def _share(self, phrase: Phrase, found: Affiliation) -> None:
        """ "the Danish central bank and pension funds": what stands before the first of a row goes for all."""
        word = self.scene.parse.words[phrase.head]
        children = self.scene.children[phrase.head]
        if word.relation != "conj" or word.head < 0 or phrase.name is not None:
            return
        if any(self.scene.parse.words[c].relation in ("det", "nummod") for c in children):
            return
        for child in self.scene.children[word.head]:
            if child < word.head and self.scene.parse.words[child].relation in ("amod", "compound", "nmod"):
                self.note(found, child)

    def of_word(self, head: int, seen: set[int], own: NameSpan | None = None, depth: int = 0) -> Affiliation:
        """As `read`, for the noun phrase that a word heads; `seen`: words to leave out, `own`: the phrase's own
        name.
        """
        scene, words = self.scene, self.scene.parse.words
        found = Affiliation()
        role = self.roles.find(scene.lower, head)
        title = range(role[1], role[2]) if role is not None else range(0)  # a foreign ministry is no foreigner
        late: list[int] = []
        for child in sorted(scene.children[head], key=lambda c: words[c].deprel == "nmod:poss"):
            relation = words[child].relation
            if child in seen or words[child].deprel == "acl:relcl":
                continue
            if (scene.lower[child] in FOREIGN and child not in title) or self._is_of_states(child):
                found.foreign = True
            if own is not None and own.first <= child < own.stop:
                continue
            if relation in ("amod", "compound", "flat", "det") or words[child].deprel in ("nmod:poss", "nmod:desc"):
                self._gather(found, child, depth)
            elif relation in ("nmod", "obl") and scene.case(child) in _AFFILIATING:
                late.append(child)
        for child in late:
            case = scene.case(child)
            if not found.empty and case in ("to", "for", "in", "with", "at"):
                continue
            if case in ("in", "at") and not self._takes_place(head):
                continue
            if case in ("to", "with") and not found.empty:
                continue
            if case in ("to", "with", "for") and found.empty and self._is_outward(head):
                continue
            self._gather(found, child, depth)
        return found

    def _is_of_states(self, child: int) -> bool:
        """ "from a dozen countries": of several states, and none of those named."""
        word = self.scene.parse.words[child]
        if word.relation != "nmod" or "Number=Plur" not in word.feats:
            return False
        role = self.roles.find(self.scene.lower, child)
        return role is not None and role[0].kind == "state"

    def _gather(self, found: Affiliation, child: int, depth: int) -> None:
        scene = self.scene
        self.note(found, child)
        for conjunct in scene.children[child]:
            if scene.parse.words[conjunct].relation == "conj":
                self.note(found, conjunct)
        if depth < 2 and self._leads_on(child) and not self._is_backed(child):
            deeper = self.of_word(child, {child}, scene.name_at.get(child), depth + 1)
            for country in deeper.countries:
                found.add(country)
            if deeper.organisation is not None:
                found.add(None, deeper.organisation)

    def _is_backed(self, child: int) -> bool:
        """ "American-backed rebels" are not America's; "Saudi-led forces" are the Saudis'."""
        word = self.scene.parse.words[child]
        return word.upos == "VERB" and word.lemma.lower() not in (
            "lead",
            "base",
            "bear",
            "control",
            "run",
            "own",
            "state",
        )

    def _leads_on(self, child: int) -> bool:
        span = self.scene.name_at.get(child)
        return span is None or not span.entries

    def note(self, found: Affiliation, index: int) -> None:
        """Adds what one word names."""
        span = self.scene.name_at.get(index)
        if span is None:
            if index in self.country_of and (self.scene.lower[index] in PRONOUNS):
                found.add(*self.country_of[index])
            return
        if index in self.country_of:
            found.add(*self.country_of[index])
        if self._is_backer(span):
            return
        person = span.entry("person")
        if index not in self.country_of and (person is not None or span.label == "PER"):
            country, organisation = self.lookup(span)
            found.add(country or (person.country if person is not None else None), organisation)
        for part in (span, *span.inner):
            entry = part.entry("demonym", "state", "organisation", "organ", "seat", "capital", "people", "group")
            if entry is None or (entry.weak and not self.scene.states[entry.country or ""]):
                continue
            if entry.kind == "organisation" or (entry.kind == "group" and not entry.country):
                found.add(None, entry)
            else:
                found.add(entry.country)

    def _is_backer(self, span: NameSpan) -> bool:
        """ "C.I.A.-backed", "American-trained": whoever stands there is not whose they are."""
        lower = self.scene.lower
        return span.stop + 1 < len(lower) and lower[span.stop] == "-" and lower[span.stop + 1] in _BACKED

    def _takes_place(self, head: int) -> bool:
        role = self.roles.find(self.scene.lower, head)
        return role is not None and role[0].domestic

    def _is_outward(self, head: int) -> bool:
        """Whether "to" and "with" after a noun name the other side: "ambassador to Russia"."""
        return self.scene.lower[head] not in (
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "aide",
            "adviser",
            "advisor",
            "lawyer",
        )
