"""Where an event took place: from its own clause, by the tree; never a neighbour's, never the dateline's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legation.knowledge.places import capitals, country_names, fold
from legation.linking.times.clauses import clause_of, is_clause
from legation.records import EventPlace, Linked, Parse, Place, Word

_DASH = re.compile(r"\s*(\([A-Za-z .]+\))?\s*[-–—]")
_LOCATIVE = frozenset("in at near off around outside inside along across throughout within beside".split())
_SITES = frozenset(
    "field port airport base province region town city village border district state island strait coast area "
    "capital outskirts "
    "suburb camp valley peninsula crossing plant site facility refinery oilfield airbase township governorate "
    "county enclave "
    "territory zone part mountain sea river north south east west centre center neighborhood neighbourhood oil county "
    "provinces regions states towns districts islands townships square palace street waters edge heart ruins".split()
)
_TAKEN = frozenset(
    "seize annex capture invade occupy bomb shell visit enter leave tour retake raid blockade besiege storm "
    "overrun recapture "
    "liberate reach quit control surround strike attack hit evacuate bombard".split()
)
_WHOLE = frozenset({"invade", "visit", "occupy", "annex", "tour", "enter", "leave"})
_TAKING = frozenset(
    "annexation seizure invasion occupation bombing shelling siege capture blockade visit bombardment storming "
    "liberation "
    "attack raid strike shooting takeover fall battle assault evacuation".split()
)
_TO = frozenset(
    "travel go fly return trip visit flight send deploy move flee arrive come head dispatch tour journey sail "
    "march retreat "
    "withdraw bring escape deport expel invite".split()
)
_FROM = frozenset(
    "recall withdraw flee return pull expel evacuate depart retreat withdrawal pullout deport oust leave fire "
    "launch".split()
)
_VERBAL = frozenset(
    "blame accuse charge condemn denounce criticize criticise reject urge demand call say warn threaten deny "
    "welcome praise ask "
    "tell describe discuss consider fear want promise pledge vow propose express voice regret "
    "dismiss rule decry refuse decline oppose back announce predict insist argue claim allege suggest recommend".split()
)
_GATHERING = frozenset("sign meet agree gather negotiate confer convene attend talk hold conclude bargain".split())
_LIGHT = frozenset(
    "hold make launch stage conduct carry take begin start open continue occur happen conclude end break kill "
    "sign attend host".split()
)


@dataclass(frozen=True, slots=True)
class _Hung:
    """A place as it hangs in the tree: its noun phrase's head, its preposition, what governs it."""

    place: Place
    head: int
    preposition: str
    governor: int
    taken: bool


def _head(parse: Parse, place: Place) -> int | None:
    first, last = parse.word_at(place.start), parse.word_at(place.end - 1)
    if first is None or last is None:
        return None
    return next((i for i in range(last, first - 1, -1) if not first <= parse.words[i].head <= last), last)


def _hang(parse: Parse, place: Place) -> _Hung | None:
    """Climbs from a name to the phrase it stands for ("the town of X", "the X oil field", "the capital, X")."""
    at = _head(parse, place)
    if at is None:
        return None
    for _ in range(5):
        word = parse.words[at]
        if word.head < 0:
            return None
        governor = parse.words[word.head]
        cases = {c.text.lower() for c in parse.dependants(at, "case")}
        noun = governor.lemma.lower() in _SITES or governor.text.lower() in _SITES
        named = word.relation in ("compound", "flat", "appos") or (word.deprel == "nmod" and cases == {"of"})
        if (
            (word.relation == "appos" and not cases)
            or (word.relation == "conj" and not is_clause(parse, word))
            or (named and noun)
        ):
            at = word.head
            continue
        break
    word = parse.words[at]
    standing = [c.text.lower() for c in parse.dependants(at, "case")] or _before(parse, place)
    loose = word.relation in ("compound", "amod", "flat") and (not standing or word.head > at)
    if loose or word.deprel == "nmod:poss" or word.head < 0:
        return None
    return _Hung(
        place, at, standing[0] if standing else "", word.head, not standing and word.relation in ("obj", "nsubj")
    )


def _before(parse: Parse, place: Place) -> list[str]:
    """The preposition that stands before a name in the text, where the tree has none: "in the central town of X"."""
    first = parse.word_at(place.start)
    if first is None:
        return []
    for index in range(first - 1, max(-1, first - 7), -1):
        word = parse.words[index]
        low = word.text.lower()
        if low in _LOCATIVE or low in ("on", "to", "from"):
            return [low]
        if not (word.upos in ("DET", "ADJ", "NUM") or low == "of" or low in _SITES):
            break
    return []


def _is_country(place: Place) -> bool:
    return place.country is not None and country_names().get(place.country) == place.name


def _speaks_of_place(parse: Parse, hung: _Hung) -> bool:
    """Whether the preposition (or the verb) makes the name a place of the event and no party to it."""
    governor = parse.words[hung.governor]
    lemma, country = governor.lemma.lower(), _is_country(hung.place)
    if hung.preposition in _LOCATIVE:
        return parse.words[hung.head].relation not in ("obj", "nsubj")
    if hung.preposition == "on":
        return not country
    if hung.preposition == "of":
        return lemma in _TAKING
    if hung.preposition == "to":
        objects = {o.lemma.lower() for o in parse.dependants(hung.governor, "obj")}
        return (lemma in _TO or bool(objects & _TO)) and not (country and lemma in ("send", "invite", "bring"))
    if hung.preposition == "from":
        return lemma in _FROM or (governor.relation == "obj" and parse.words[governor.head].lemma.lower() in _FROM)
    if hung.taken and parse.words[hung.head].deprel in ("obj", "nsubj:pass"):
        return lemma in (_WHOLE if country else _TAKEN)
    return False


def _climb(parse: Parse, hung: _Hung, target: int) -> int | None:
    """Steps from a phrase's governor up to the target inside one clause; None where it does not lead there."""
    at, steps = hung.governor, 0
    while at != target:
        word = parse.words[at]
        if word.head < 0 or is_clause(parse, word) or steps > 3:
            return None
        at, steps = word.head, steps + 1
    return steps


class _Scene:
    def __init__(self, parse: Parse, places: Sequence[Place], index: int) -> None:
        self.parse = parse
        self.places = places
        sentence = parse.sentences[parse.words[index].sentence]
        here = [p for p in places if sentence.start <= p.start < sentence.end]
        hung = [h for p in here if (h := _hang(parse, p)) is not None]
        self.hung = [h for h in hung if _speaks_of_place(parse, h)]

    def at(self, target: int) -> Place | None:
        """The place that hangs on a word: the nearest in the tree, names of towns before countries, then the first."""
        found = []
        for hung in self.hung:
            steps = _climb(self.parse, hung, target)
            if steps and self.parse.words[target].lemma.lower() in _VERBAL:
                continue
            if steps is not None:
                found.append((_is_country(hung.place), steps, hung.place.start, hung.place))
        return min(found, key=lambda f: f[:3])[3] if found else None

    def shared(self, clause: int, first: int, depth: int) -> Place | None:
        """What a joined verb shares: no place that was the other's object where it has an object of its own."""
        found = self.clause(first, depth + 1)
        taken = {h.place.start for h in self.hung if h.taken}
        own = self.parse.dependants(clause, "obj")
        return None if found is not None and own and found.start in taken else found

    def there(self, target: int) -> Place | None:
        """ "There": the place told last before it."""
        for word in self.parse.dependants(target, "advmod"):
            if word.text.lower() == "there":
                before = [p for p in self.places if p.end <= word.start and _hang(self.parse, p) is not None]
                return before[-1] if before else None
        for child in self.parse.children[target]:
            if self.parse.words[child].relation in ("obj", "obl"):
                found = self.there(child)
                if found is not None:
                    return found
        return None

    def clause(self, clause: int, depth: int = 0) -> Place | None:
        """The place of a clause, or of what shares its place."""
        parse, word = self.parse, self.parse.words[clause]
        found = self.at(clause) or self.there(clause)
        if found is not None or depth > 3:
            return found
        for infinitive in parse.dependants(clause, "xcomp"):
            inner = self.at(infinitive.index)
            if inner is not None and inner.start > infinitive.start:
                return inner
        if word.head < 0:
            return None
        marks = {m.text.lower() for m in parse.dependants(clause, "mark")}
        bare = word.relation == "advcl" and marks <= {"to"}
        if (word.relation in ("conj", "parataxis") or bare) and not parse.dependants(clause, "nsubj"):
            return self.shared(clause, clause_of(parse, word.head), depth)
        if word.relation == "xcomp":
            return self.clause(clause_of(parse, word.head), depth + 1)
        return None


def _noun(scene: _Scene, index: int) -> Place | None:
    parse, word = scene.parse, scene.parse.words[index]
    own = scene.at(index)
    if own is not None:
        return own
    for participle in parse.dependants(index, "acl"):
        inner = scene.at(participle.index)
        if inner is not None and participle.lemma.lower() in _LIGHT:
            return inner
    if word.head >= 0 and word.relation in ("nsubj", "obj", "obl"):
        governor = parse.words[word.head]
        if governor.lemma.lower() in _LIGHT:
            return scene.clause(clause_of(parse, governor.index))
    return None


def _carried(parse: Parse, places: Sequence[Place], clause: int) -> Place | None:
    """The place of the saying before ("speaking in Oslo"), for a pronoun that goes on in the same paragraph."""
    word = parse.words[clause]
    subjects = parse.dependants(clause, "nsubj")
    if word.relation != "root" or word.sentence == 0 or not subjects or subjects[0].upos != "PRON":
        return None
    before = parse.sentences[word.sentence - 1]
    root = next((w for w in parse.words[before.first : before.stop] if w.head < 0), None)
    if (
        root is None
        or before.paragraph != parse.sentences[word.sentence].paragraph
        or word.lemma.lower() not in _VERBAL
    ):
        return None
    return _speaking(_Scene(parse, places, root.index), root.index)


def _capital(parse: Parse, clause: int) -> EventPlace | None:
    """The capital that an adjective names: "in the Norwegian capital"."""
    sentence = parse.sentences[parse.words[clause].sentence]
    for word in parse.words[sentence.first : sentence.stop]:
        if word.lemma.lower() != "capital" or clause_of(parse, word.index) != clause:
            continue
        cases = {c.text.lower() for c in parse.dependants(word.index, "case")}
        for adjective in parse.dependants(word.index, "amod", "compound"):
            known = capitals().get(fold(adjective.text))
            if known is not None and cases & {"in", "at", "near", "outside"}:
                return EventPlace(name=known[0], country=known[1])
    return None


def _dateline(parse: Parse, places: Sequence[Place], clause: int) -> EventPlace | None:
    """The one town of the dateline, for a meeting or signing in the first sentence between states that it does not
    belong to."""
    if parse.words[clause].sentence != 0 or parse.words[clause].lemma.lower() not in _GATHERING or not places:
        return None
    first, rest = places[0], parse.document.text[places[0].end : places[0].end + 14]
    if first.start > 2 or not first.text.isupper() or not _DASH.match(rest):
        return None
    sentence = parse.text(first.end, parse.sentences[0].end)
    others = {p.country for p in places[1:] if p.start < parse.sentences[0].end}
    adjectives = {capitals()[k][1] for w in sentence.split() if (k := fold(w.strip(",.'’s"))) in capitals()}
    if first.country in others | adjectives or not (others | adjectives):
        return None
    return EventPlace(name=first.name, country=first.country)


def _named(place: Place | None) -> EventPlace | None:
    return None if place is None else EventPlace(name=place.name, country=place.country)


def _speaking(scene: _Scene, clause: int) -> Place | None:
    """The place of "speaking in Oslo", which is that of the saying."""
    parse = scene.parse
    sentence = parse.sentences[parse.words[clause].sentence]
    for word in parse.words[sentence.first : sentence.stop]:
        if word.text.lower() in ("speaking", "talking", "testifying") and word.deprel not in ("root", "ccomp"):
            return scene.at(word.index)
    return None


def event_place(source: Parse | Linked, places: Sequence[Place], word_index: int) -> EventPlace | None:
    """Where the event with this trigger took place, None where its own clause does not tell.

    States that act or are acted on are no places ("sanctions on Russia"); datelines never count."""
    parse = source.parse if isinstance(source, Linked) else source
    scene = _Scene(parse, places, word_index)
    word: Word = parse.words[word_index]
    if word.upos in ("NOUN", "PROPN", "ADJ") and not is_clause(parse, word):
        return _named(_noun(scene, word_index))
    clause = clause_of(parse, word_index)
    found = _named(scene.clause(clause) or _speaking(scene, clause) or _carried(parse, places, clause))
    return found or _capital(parse, clause) or _dateline(parse, places, clause)
