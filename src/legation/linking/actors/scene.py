"""One document as the linker sees it: its words in handy rows, and every name in it with what it may stand for."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from legation.knowledge.actors import Catalogue, Entry, choose_by_day
from legation.knowledge.matching import Match, fold
from legation.knowledge.roles import role_index
from legation.records import Parse, Place

_STATELY = ("state", "demonym", "capital", "people", "seat", "organ")
_PLACE_PREPOSITIONS = frozenset(
    ("in", "at", "near", "outside", "around", "across", "inside", "through", "toward", "towards")
)
_MOTION = frozenset(
    "go come travel fly arrive return visit land move head drive leave flee depart trip visit flight journey tour way "
    "road route convoy reach enter bring send".split()
)


TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame madam president senator rep. sen. gov. "
    "gen. adm. lt. col. maj. capt. sgt. rev. prof. hon.".split()
)
# Names of states and capitals that persons bear as well: the entity's label decides, but one word that is a state's
# name is a person's only where the document has somebody of that name.
_SHARED = frozenset(
    "jordan chad georgia israel paris sofia victoria washington wellington kingston hamilton "
    "santiago lima male london sydney "
    "vienna austin india china kenya asia adelaide madison lincoln jackson francis salman abdullah".split()
)


_PARTS = frozenset("South North Latin Central African Native Asian".split())


class NameSpan:
    """Words `first` to `stop` (excluded) that name something; `label` is the entity's, `entries` the lexicon's."""

    __slots__ = ("entries", "first", "inner", "label", "stop")

    def __init__(self, first: int, stop: int, label: str | None, entries: Sequence[Entry]) -> None:
        self.first = first
        self.stop = stop
        self.label = label
        self.entries = tuple(entries)
        self.inner: list[NameSpan] = []

    def entry(self, *kinds: str) -> Entry | None:
        """The first entry of one of some kinds."""
        return next((e for e in self.entries if e.kind in kinds), None)


class Scene:
    """Words, trees and names of one parse. Built once a document, read by all rules, changed by none."""

    def __init__(self, parse: Parse, catalogue: Catalogue, places: Sequence[Place]) -> None:
        self.parse = parse
        self.catalogue = catalogue
        self.day = parse.document.published
        self.texts = [w.text for w in parse.words]
        self.lower = [fold(t) for t in self.texts]
        self.children = parse.children
        self.places = _places_by_word(parse, places)
        self.dateline = self._dateline_stop()
        self.names = self._find_names()
        self.name_at: dict[int, NameSpan] = {}
        for span in self.names:
            for index in range(span.first, span.stop):
                self.name_at[index] = span
        self.states = self._count_states()
        self.quoted = _quoted_words(parse)

    # ---- names ----

    def _find_names(self) -> list[NameSpan]:
        matches = self.catalogue.names.find(self.texts)
        self._sure = {
            e.key
            for m in matches
            for e in m.values
            if e.kind in ("state", "demonym") and not any(self.lower[i] in _SHARED for i in range(m.first, m.stop))
        }
        entities = sorted(self.parse.entities, key=lambda e: (e.first, -e.stop))
        spans = [
            NameSpan(e.first, e.stop, e.label, ()) for e in entities if e.stop > e.first and e.first >= self.dateline
        ]
        spans = [span for span in spans if not self._is_in_title(span)]
        whole = [s for s in spans if s.label == "PER" and s.stop - s.first > 1]
        self._borne = {self.lower[i] for s in whole for i in range(s.first, s.stop)}
        starts = [s.first for s in spans]
        found = list(spans)
        for match in matches:
            outer = _covering(spans, starts, match)
            entries = self._admit(match, outer)
            if not entries or match.first < self.dateline:
                continue
            if outer is None:
                found.append(NameSpan(match.first, match.stop, None, entries))
            elif (outer.first, outer.stop) == (match.first, match.stop) or _is_core(self.lower, outer, match):
                outer.entries = tuple(entries)
            elif match.first <= outer.first and match.stop >= outer.stop:
                outer.first, outer.stop, outer.entries = match.first, match.stop, tuple(entries)
            else:
                outer.inner.append(NameSpan(match.first, match.stop, None, entries))
        for span in found:
            if span.label == "PER" and span.entry("person") is None:
                if span.entries:
                    span.label = None
                else:
                    self._strip_title(span)
        self._name_halves(found)
        self._repeat_surnames(found)
        return sorted(_without_overlaps(found), key=lambda s: s.first)

    def _name_halves(self, found: list[NameSpan]) -> None:
        """ "the North" and "the South" of a country that the report names in full."""
        halves: dict[str, Entry] = {}
        for span in found:
            entry = span.entry("state", "demonym")
            if entry is not None and entry.name.partition(" ")[0] in ("North", "South") and entry.kind == "state":
                halves.setdefault(entry.name.partition(" ")[0], entry)
        if not halves:
            return
        taken = {span.first: span for span in found}
        found += [
            NameSpan(index, index + 1, None, (_as_demonym(halves[half]),))
            for index, word in enumerate(self.lower[:-1])
            if (half := _HALVES.get(word)) in halves
            and index not in taken
            and role_index().find(self.lower, index + 1) is not None
        ]
        for index in range(1, len(self.texts)):
            text = self.texts[index]
            if text not in halves or self.lower[index - 1] != "the":
                continue
            after = self.texts[index + 1] if index + 1 < len(self.texts) else ""
            verb = index + 2 < len(self.texts) and self.parse.words[index + 2].upos == "VERB"
            if after[:1].isupper() or after == "-" or (after == "of" and not verb):
                continue
            if index in taken and taken[index].stop == index + 1:
                taken[index].entries, taken[index].label = (halves[text],), "LOC"
            elif index not in taken and index - 1 not in taken:
                found.append(NameSpan(index, index + 1, "LOC", (halves[text],)))

    def _repeat_surnames(self, found: list[NameSpan]) -> None:
        """A surname alone that the label missed: "Khan said", after "Imran Khan"."""
        taken = {i for span in found for i in range(span.first, span.stop)}
        known: dict[str, int] = {}
        for span in sorted(found, key=lambda s: s.first):
            if (span.label == "PER" or span.entry("person") is not None) and span.stop - span.first > 1:
                for index in (span.first, span.stop - 1):
                    if self.lower[index] in TITLES:
                        continue
                    known.setdefault(self.texts[index], span.stop)
        for index, text in enumerate(self.texts):
            word = self.parse.words[index]
            if text not in known or index < known[text] or index in taken or len(text) < 3:
                continue
            if word.upos == "PROPN" and word.relation not in ("flat", "compound"):
                found.append(NameSpan(index, index + 1, "PER", ()))

    def locatives(self) -> dict[int, list[str]]:
        """For each sentence the countries of the places that it names as places ("in Kiev")."""
        where: dict[int, list[str]] = {}
        for span in self.names:
            entry = span.entry("capital", "state")
            place = self.places.get(span.first)
            country = entry.country if entry is not None else place.country if place is not None else None
            before = self.lower[span.first - 1] if span.first else ""
            if before.endswith("ern") or before == "central":
                before = self.lower[span.first - 2] if span.first > 1 else ""
            if country and before in ("in", "at", "near", "outside", "across"):
                where.setdefault(self.parse.words[span.first].sentence, []).append(country)
        return where

    def named_states(self) -> dict[int, list[tuple[int, str]]]:
        """For each sentence the states that it names, by themselves or their people and organs, with the word."""
        named: dict[int, list[tuple[int, str]]] = {}
        for span in self.names:
            for part in (span, *span.inner):
                entry = part.entry(*_STATELY, "person")
                if entry is not None and entry.country and not entry.weak:
                    number = self.parse.words[part.first].sentence
                    named.setdefault(number, []).append((part.first, entry.country))
        return named

    def dateline_states(self) -> tuple[str, ...]:
        """The states of the places in the dateline."""
        return tuple(p.country for i, p in self.places.items() if i < self.dateline and p.country)

    def _is_in_title(self, span: NameSpan) -> bool:
        """Whether an entity is but the end of a title: the State of "Secretary of State"."""
        if all(self.lower[i] in TITLES for i in range(span.first, span.stop)):
            return True
        if span.label == "PER" or span.stop - span.first > 2:
            found = role_index().find(self.lower, span.stop - 1)
            return span.label == "PER" and found is not None and found[1] <= span.first
        for index in range(max(0, span.first - 3), span.first):
            found = role_index().find(self.lower, index)
            if found is not None and found[1] < span.first and found[2] >= span.stop:
                return True
        return False

    def _strip_title(self, span: NameSpan) -> None:
        """Leaves "Foreign Minister" out of a person's name."""
        for index in range(span.stop - 2, span.first - 1, -1):
            found = role_index().find(self.lower, index)
            if found is not None and found[2] < span.stop:
                span.first = found[2]
                return

    def _admit(self, match: Match[Entry], outer: NameSpan | None) -> list[Entry]:
        entries = choose_by_day(match.values, self.day)
        words = self.parse.words
        label = outer.label if outer is not None else None
        whole = outer is not None and outer.first >= match.first and outer.stop <= match.stop
        if label == "PER":
            entries = self._admit_person(match, entries, whole)
        elif label == "LOC" and not whole and outer is not None:
            entries = [e for e in entries if e.kind == "demonym"] if match.first > outer.first else []
        if outer is None and all(words[i].upos not in ("PROPN", "ADJ", "NOUN") for i in range(match.first, match.stop)):
            return []
        head = words[match.stop - 1]
        if outer is None and head.upos == "NOUN" and match.stop - match.first == 1 and head.text.isalpha():
            entries = [e for e in entries if e.kind in ("demonym", "people", "group", "organ")]
        place = self.places.get(match.first)
        if place is not None and place.country is not None:
            entries = [
                e for e in entries if e.kind != "state" or e.country in (place.country, None) or e.country == "PSE"
            ]
        before = self.texts[match.first - 1] if match.first else ""
        if match.stop - match.first == 1 and (
            before == "New" or (before in _PARTS and head.lemma.startswith("America"))
        ):
            entries = []
        return entries

    def _admit_person(self, match: Match[Entry], entries: list[Entry], whole: bool) -> list[Entry]:
        """Within a person's name only persons; names of states that no person bears outweigh the label."""
        if not whole:
            return [e for e in entries if e.kind == "person"]
        if any(self.lower[i] in _SHARED for i in range(match.first, match.stop)):
            alone = match.stop - match.first == 1 and self.lower[match.first] not in self._borne
            return [e for e in entries if e.kind == "person" or (alone and (e.key in self._sure or e.kind == "state"))]
        return [e for e in entries if not e.weak]

    def _count_states(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        dateline = self.dateline
        for span in self.names:
            for part in (span, *span.inner):
                entry = part.entry(*_STATELY, "person")
                if entry is not None and entry.country and not entry.weak and part.first >= dateline:
                    counts[entry.country] += 1
        return counts

    def _dateline_stop(self) -> int:
        """The word after a dateline such as `WASHINGTON (Reuters) -`; 0 where there is none."""
        for index in range(min(14, len(self.texts))):
            if self.texts[index] in ("-", "–", "—", "--") and index and self.texts[0].upper() == self.texts[0]:
                return index + 1
        return 0

    # ---- syntax ----

    def case(self, index: int) -> str:
        """The preposition before a noun phrase, lower case; "" for none."""
        words = self.parse.words
        for child in self.children[index]:
            if words[child].relation == "case" and child < index:
                return self.lower[child]
        return ""

    def is_metonym(self, span: NameSpan) -> bool:
        """Whether a capital or seat stands for its state here ("Moscow ordered") and is not a place ("in Moscow")."""
        words = self.parse.words
        head = self.head_of(span)
        word = words[head]
        entry = span.entry("capital")
        weak = entry is not None and entry.weak and span.entry("organisation") is None
        if weak and entry is not None and not self.states[entry.country or ""]:
            return False
        if span.first < self.dateline:
            return False
        follows = self.lower[span.stop] if span.stop < len(self.lower) else ""
        if word.relation in ("compound", "amod", "flat") or follows == "-":
            return False
        if word.relation in ("appos", "conj") and word.head >= 0 and word.head in self.name_at:
            other = self.name_at[word.head]
            if other is not span:
                return self._is_seat(other) and self.is_metonym(other)
        if word.deprel == "nmod:poss" and weak:
            return False
        case = self.case(head)
        if case in _PLACE_PREPOSITIONS or (span.first and self.lower[span.first - 1] in _PLACE_PREPOSITIONS):
            return False
        if case in ("to", "from", "for", "into", "via", "over", "of"):
            return self._governs_no_motion(head, case)
        return word.relation in ("nsubj", "obj", "iobj", "obl", "nmod", "conj", "root", "appos", "parataxis", "xcomp")

    def _is_seat(self, span: NameSpan) -> bool:
        return span.entry("capital", "seat", "state") is not None

    def _governs_no_motion(self, head: int, case: str) -> bool:
        governor = self.parse.words[head].head
        lemma = self.parse.words[governor].lemma.lower() if governor >= 0 else ""
        if case == "of":
            return lemma not in (
                "city",
                "capital",
                "suburb",
                "outskirt",
                "center",
                "centre",
                "street",
                "north",
                "south",
                "east",
                "west",
            )
        return lemma not in _MOTION

    def head_of(self, span: NameSpan) -> int:
        """The word of a span whose head lies outside it."""
        words = self.parse.words
        for index in range(span.first, span.stop):
            if not span.first <= words[index].head < span.stop:
                return index
        return span.stop - 1


_HALVES = {"southern": "South", "northern": "North"}


def _renames(before: str, lemma: str) -> bool:
    """Whether the word before a state's name makes another name of it: New Mexico, South American."""
    return before == "New" or (before in _PARTS and lemma.startswith("America"))


def _as_demonym(entry: Entry) -> Entry:
    return Entry(
        kind="demonym", key=entry.key, name=entry.name, country=entry.country, sector=entry.sector, code=entry.code
    )


def _covering(spans: list[NameSpan], starts: list[int], match: Match[Entry]) -> NameSpan | None:
    position = bisect_right(starts, match.first) - 1
    for candidate in (position, position + 1):
        if 0 <= candidate < len(spans) and spans[candidate].first < match.stop and spans[candidate].stop > match.first:
            return spans[candidate]
    return None


def _is_core(lower: list[str], outer: NameSpan, match: Match[Entry]) -> bool:
    """Whether a match is its entity but for an article."""
    return outer.stop == match.stop and match.first == outer.first + 1 and lower[outer.first] in ("the", "a")


def _without_overlaps(spans: list[NameSpan]) -> list[NameSpan]:
    kept: list[NameSpan] = []
    stop = 0
    for span in sorted(spans, key=lambda s: (s.first, -s.stop, not s.entries)):
        if span.first >= stop:
            kept.append(span)
            stop = span.stop
    return kept


def _places_by_word(parse: Parse, places: Sequence[Place]) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for place in places:
        index = parse.word_at(place.start)
        if index is not None:
            found[index] = place
    return found


def _quoted_words(parse: Parse) -> list[bool]:
    """For each word whether it stands inside quotation marks; every paragraph begins outside."""
    quoted: list[bool] = []
    inside, paragraph = False, -1
    for sentence in parse.sentences:
        if sentence.paragraph != paragraph:
            inside, paragraph = False, sentence.paragraph
        for index in range(sentence.first, sentence.stop):
            text = parse.words[index].text
            if text in ("“", "``"):
                inside = True
            elif text in ("”", "''"):
                inside = False
            elif text == '"':
                inside = not inside
            quoted.append(inside)
    return quoted
