"""Pronouns: candidates that agree, weighed by distance, syntax, salience and parallelism."""

from legation.linking.actors.phrases import Phrase
from legation.linking.actors.referents import Referent
from legation.linking.actors.registry import Registry
from legation.linking.actors.scene import Scene
from legation.records import Attribution

_WINDOW = 3


class PronounRules:
    """Finds the referent of a pronoun among those mentioned."""

    def __init__(self, scene: Scene, registry: Registry) -> None:
        self.scene = scene
        self.registry = registry
        self._selves: dict[str, Referent] = {}
        self._contents = [(low, high, a) for a in scene.parse.attributions for low, high in a.content]

    def resolve(self, phrase: Phrase) -> Referent | None:
        """The referent of a pronoun of the third person."""
        best: Referent | None = None
        best_score = 0.0
        seen: set[int] = set()
        for earlier in reversed(self.registry.recent):
            distance = phrase.sentence - earlier.sentence
            if distance > _WINDOW:
                break
            if earlier.referent in seen:
                continue
            seen.add(earlier.referent)
            referent = self.registry.referents[earlier.referent]
            if not self._agrees(phrase, earlier, referent) or self._is_barred(phrase, earlier):
                continue
            score = self._score(phrase, earlier, referent, distance)
            if best is None or score > best_score:
                best, best_score = referent, score
        if best is not None and phrase.gender in ("m", "f") and not best.gender:
            best.gender = phrase.gender
        return best

    def _agrees(self, phrase: Phrase, earlier: Phrase, referent: Referent) -> bool:
        if phrase.gender in ("m", "f"):
            if referent.kind != "person":
                return False
            return not referent.gender or referent.gender == phrase.gender
        if phrase.gender == "n":
            return referent.kind not in ("person", "several") and not (referent.plural and earlier.plural is not False)
        return (
            referent.kind in ("several", "group") or bool(referent.plural) or referent.kind in ("organisation", "state")
        )

    def _is_barred(self, phrase: Phrase, earlier: Phrase) -> bool:
        """Whether syntax forbids it: both arguments of one verb, or the pronoun inside the other phrase."""
        words = self.scene.parse.words
        if earlier.low <= phrase.head < earlier.high and earlier.head != phrase.head:
            return True
        reflexive = self.scene.lower[phrase.head].endswith(("self", "selves"))
        same = words[phrase.head].head == words[earlier.head].head and not phrase.possessive
        return same and not reflexive and words[phrase.head].relation != "conj"

    def _score(self, phrase: Phrase, earlier: Phrase, referent: Referent, distance: int) -> float:
        score = -2.0 * distance - 0.03 * (phrase.head - earlier.head)
        score += (
            1.2 * earlier.subject + 0.4 * min(len(referent.phrases), 5) + 0.5 * (phrase.subject and earlier.subject)
        )
        score -= 0.8 * earlier.possessive + 1.5 * (earlier.kind == "modifier")
        if not phrase.gender:
            score += {"several": 0.5, "group": 1.0}.get(
                referent.kind, -1.0 if referent.kind in ("state", "organisation") else 0.0
            )
        elif phrase.gender == "n":
            score += {"state": 0.8, "organisation": 0.8}.get(referent.kind, 0.0)
        if earlier.quoted != phrase.quoted:
            score -= 1.0
        return score

    # ---- first and second person ----

    def resolve_late(self, phrase: Phrase, by_head: dict[int, Phrase]) -> Referent | None:
        """ "I" and "we" in a quotation are its speaker's; others of one person are taken together."""
        if phrase.kind == "demonstrative":
            return None
        speaker = self._speaker(phrase, by_head) if phrase.person == "1" else None
        if speaker is not None:
            return speaker
        word = f"{phrase.person}{phrase.plural}{phrase.quoted}"
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
            first = parse.word_at(low)
            index = first
            while index is not None and index < len(parse.words) and parse.words[index].start < high:
                phrase = by_head.get(index)
                head = parse.words[index].head
                outside = head < 0 or not low <= parse.words[head].start < high
                if phrase is not None and phrase.referent >= 0 and outside:
                    return self.registry.referents[phrase.referent]
                index += 1
        return None
