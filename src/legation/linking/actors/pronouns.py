"""Pronouns: candidates that agree, ranked by a small linear model; "I" and "we" by who speaks."""

from math import log1p

from legation.knowledge.coreference import pronoun_weights
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.referents import Referent, name_tokens, names_agree
from legation.linking.actors.registry import Registry
from legation.linking.actors.scene import NameSpan, Scene
from legation.records import Attribution

_WINDOW = 3
_SPEECH = frozenset(
    "say tell add ask warn note insist argue explain claim acknowledge call urge deny declare write".split()
)
_MOST = 24
"""Referents looked at; the right one is hardly ever farther back."""
_KINDS = ("person", "state", "organisation", "group", "several", "thing", "body")
_RELATIONS = ("nsubj", "obj", "obl", "nmod", "conj", "appos", "root")
FEATURES = (
    "same sentence", "one sentence back", "two sentences back", "log words", "rank", "first", "log mentions",
    "subjects",
    "same relation", "both subjects", "possessive", "modifier", "pronoun", "same pronoun", "indefinite",
    "quoted differs",
    "plural", "singular", "named", "gender known", "before in clause", "begins sentence", "no actor code",
    *(f"kind {k}" for k in _KINDS), *(f"relation {r}" for r in _RELATIONS), "possessive pronoun and subject",
    "was subject here", "was subject before", "was main subject here", "was main subject before", "both speak",
    "speaker before",
)  # fmt: skip

Candidate = tuple[Referent, list[float]]


class PronounRules:
    """Finds the referent of a pronoun among those mentioned."""

    def __init__(self, scene: Scene, registry: Registry) -> None:
        self.scene = scene
        self.registry = registry
        self._weights = pronoun_weights()
        self._selves: dict[str, Referent] = {}
        self._contents = [(low, high, a) for a in scene.parse.attributions for low, high in a.content]

    def resolve(self, phrase: Phrase) -> Referent | None:
        """The referent of a pronoun of the third person; None where nothing fits well enough."""
        weights = self._weights[pronoun_class(phrase)]
        best: Referent | None = None
        best_score = weights[-1]
        for referent, values in self.candidates(phrase):
            score = sum(w * v for w, v in zip(weights, values, strict=False))
            if score > best_score:
                best, best_score = referent, score
        if best is not None and phrase.gender in ("m", "f") and not best.gender and best.kind == "person":
            best.gender = phrase.gender
        return best

    def candidates(self, phrase: Phrase) -> list[Candidate]:
        """Referents that agree with a pronoun, nearest first, each with its features (FEATURES)."""
        found: list[Candidate] = []
        seen: set[int] = set()
        barred: set[int] = set()
        objects = self._objects(phrase)
        for earlier in reversed(self.registry.recent):
            distance = phrase.sentence - earlier.sentence
            if distance > _WINDOW or len(seen) > _MOST:
                break
            if earlier.referent in seen:
                continue
            if self._is_barred(phrase, earlier):
                barred.add(earlier.referent)
                continue
            if earlier.referent in barred and distance == 0 and not phrase.possessive:
                continue
            seen.add(earlier.referent)
            referent = self.registry.referents[earlier.referent]
            if objects and self._is_object(referent, objects):
                continue
            if self._agrees(phrase, earlier, referent):
                found.append((referent, self._features(phrase, earlier, referent, distance, len(found))))
        return found

    def _agrees(self, phrase: Phrase, earlier: Phrase, referent: Referent) -> bool:
        if phrase.gender in ("m", "f"):
            if referent.kind != "person":
                return phrase.gender == "f" and referent.kind == "state"
            return not referent.gender or referent.gender == phrase.gender
        if phrase.gender == "n":
            return referent.kind not in ("person", "several") and not (referent.plural and earlier.plural is not False)
        if referent.kind in ("several", "group", "organisation", "state", "body"):
            return True
        return bool(referent.plural) or earlier.plural is not False

    def _is_barred(self, phrase: Phrase, earlier: Phrase) -> bool:
        """Whether syntax forbids it: both arguments of one verb, or the pronoun inside the other phrase."""
        words = self.scene.parse.words
        if earlier.low <= phrase.head < earlier.high and earlier.head != phrase.head:
            return True
        reflexive = self.scene.lower[phrase.head].endswith(("self", "selves"))
        same = words[phrase.head].head == words[earlier.head].head and not phrase.possessive
        return same and not reflexive and words[phrase.head].relation != "conj"

    def _features(self, phrase: Phrase, earlier: Phrase, referent: Referent, distance: int, rank: int) -> list[float]:
        words = self.scene.parse.words
        own, other = words[phrase.head], words[earlier.head]
        pronoun = earlier.kind == "pronoun"
        values = [
            float(distance == 0),
            float(distance == 1),
            float(distance == 2),
            log1p(phrase.head - earlier.head),
            min(rank, 8) / 4,
            float(rank == 0),
            log1p(min(len(referent.phrases), 12)),
            min(referent.subjects, 4) / 2,
            float(own.relation == other.relation),
            float(phrase.subject and earlier.subject),
            float(earlier.possessive),
            float(earlier.kind == "modifier"),
            float(pronoun),
            float(pronoun and _stem(self.scene.lower[earlier.head]) == _stem(self.scene.lower[phrase.head])),
            float(not earlier.definite and not pronoun),
            float(earlier.quoted != phrase.quoted),
            float(bool(referent.plural)),
            float(referent.plural is False),
            float(earlier.kind == "name"),
            float(bool(referent.gender) and referent.gender == phrase.gender),
            float(distance == 0 and other.head == own.head),
            float(earlier.first == self.scene.parse.sentences[earlier.sentence].first),
            float(referent.actor and referent.code is None),
        ]
        values += [float(referent.kind == kind) for kind in _KINDS]
        values += [float(other.relation == relation) for relation in _RELATIONS]
        values.append(float(phrase.possessive and earlier.subject and distance == 0))
        return values + self._history(phrase, referent)

    def _history(self, phrase: Phrase, referent: Referent) -> list[float]:
        """What a referent was in the pronoun's sentence and before: subject, subject of the main clause, speaker."""
        words = self.scene.parse.words
        here = before = main_here = main_before = speaks = False
        for earlier in reversed(referent.phrases[-6:]):
            distance = phrase.sentence - earlier.sentence
            if distance > 2:
                break
            if not earlier.subject:
                continue
            governor = words[earlier.head].head
            main = governor >= 0 and words[governor].relation in ("root", "parataxis")
            here, main_here = here or distance == 0, main_here or (main and distance == 0)
            before, main_before = before or distance == 1, main_before or (main and distance == 1)
            speaks = speaks or (governor >= 0 and words[governor].lemma.lower() in _SPEECH)
        own = words[phrase.head].head
        says = phrase.subject and own >= 0 and words[own].lemma.lower() in _SPEECH
        return [
            float(here),
            float(before),
            float(main_here),
            float(main_before),
            float(says and speaks),
            float(speaks),
        ]

    def _objects(self, phrase: Phrase) -> list[NameSpan]:
        """Names that are objects of the verb whose subject a pronoun is: they are somebody else."""
        if not phrase.subject:
            return []
        words = self.scene.parse.words
        governor = words[phrase.head].head
        children = self.scene.children[governor] if governor >= 0 else ()
        heads = [c for c in children if words[c].relation in ("obj", "iobj", "obl") and c > phrase.head]
        return [span for c in heads if (span := self.scene.name_at.get(c)) is not None]

    def _is_object(self, referent: Referent, spans: list[NameSpan]) -> bool:
        for span in spans:
            if any(entry.key == referent.key for entry in span.entries):
                return True
            name = " ".join(self.scene.texts[span.first : span.stop])
            if referent.tokens and names_agree(name_tokens(name), referent.tokens):
                return True
        return False

    # ---- first and second person ----

    def resolve_late(self, phrase: Phrase, by_head: dict[int, Phrase]) -> Referent | None:
        """ "I" and "we" in a quotation are its speaker's; others of one person are taken together."""
        if phrase.kind == "demonstrative":
            return None
        speaker = self._speaker(phrase, by_head) if phrase.person == "1" else None
        if speaker is not None:
            return speaker
        word = f"{phrase.person}{phrase.plural}"
        if word not in self._selves:
            self._selves[word] = self.registry.plain(phrase)
        return self._selves[word]

    def _speaker(self, phrase: Phrase, by_head: dict[int, Phrase]) -> Referent | None:
        start = self.scene.parse.words[phrase.head].start
        for low, high, attribution in self._contents:
            if low <= start < high:
                return self._source(attribution, by_head)
        return None

    def _source(self, attribution: Attribution, by_head: dict[int, Phrase]) -> Referent | None:
        parse = self.scene.parse
        for low, high in attribution.source:
            index = parse.word_at(low)
            while index is not None and index < len(parse.words) and parse.words[index].start < high:
                phrase = by_head.get(index)
                head = parse.words[index].head
                outside = head < 0 or not low <= parse.words[head].start < high
                if phrase is not None and phrase.referent >= 0 and outside:
                    return self.registry.referents[phrase.referent]
                index += 1
        return None


def pronoun_class(phrase: Phrase) -> str:
    """Which weights a pronoun uses: person (he, she), thing (it) or plural (they)."""
    return "person" if phrase.gender in ("m", "f") else "thing" if phrase.gender == "n" else "plural"


def _stem(pronoun: str) -> str:
    return pronoun[:2] if pronoun.startswith(("he", "hi", "th", "it")) else "he" if pronoun == "him" else pronoun[:3]
