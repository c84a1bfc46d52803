"""Phrases that stand for no actor: treaties, visits, measures. They compete for "it" and have chains of their own."""

from legation.knowledge.matching import fold
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.referents import Referent
from legation.linking.actors.registry import Registry, singular
from legation.linking.actors.scene import Scene

_CLASSES = (
    frozenset("agreement accord deal pact treaty convention protocol".split()),
    frozenset("truce ceasefire armistice".split()),
    frozenset("bill law legislation act measure statute".split()),
    frozenset("resolution measure text draft document".split()),
    frozenset("summit meeting talk conference gathering session".split()),
    frozenset("attack assault raid strike bombing offensive".split()),
    frozenset("war conflict fighting crisis dispute row quarrel".split()),
    frozenset("vessel ship boat tanker".split()),
    frozenset("town city village area region province".split()),
)
_CLASS_OF: dict[str, set[int]] = {}
for _number, _members in enumerate(_CLASSES):
    for _member in _members:
        _CLASS_OF.setdefault(_member, set()).add(_number)
_NEW = frozenset(
    "a an some any no another more many several few each every one two three four five six seven eight nine ten".split()
)
_PLACES = frozenset(
    "city town village area region province island river mountain district site place continent peninsula".split()
)
_WINDOW = 15
_NEAR = 4


class ThingRules:
    """Finds or makes the referent of a phrase that is no actor."""

    def __init__(self, scene: Scene, registry: Registry) -> None:
        self.scene = scene
        self.registry = registry
        self._names: dict[str, Referent] = {}
        self._texts: dict[str, Referent] = {}

    def resolve(self, phrase: Phrase) -> Referent | None:
        """The thing mentioned before that a phrase means, or a new one."""
        if phrase.kind == "modifier":
            return None
        if phrase.name is not None and phrase.kind == "name":
            return self._named(phrase)
        text = self._text(phrase)
        if self._is_anaphoric(phrase):
            found = self._earlier(phrase) or self._place(phrase)
        else:
            found = self._repeated(phrase, text)
        if found is None:
            found = self.registry.plain(phrase)
            self._texts.setdefault(text, found)
        return found

    def _text(self, phrase: Phrase) -> str:
        """The phrase's words up to its head, without the article."""
        words = self.scene.lower[phrase.first : phrase.head + 1]
        return " ".join(
            words[1:] if len(words) > 1 and words[0] in ("the", "this", "that", "these", "those") else words
        )

    def _repeated(self, phrase: Phrase, text: str) -> Referent | None:
        """Bare nouns that come again in the same words ("migration", "eye - tracking") speak of the same."""
        first = self.scene.lower[phrase.first]
        if first in _NEW or (phrase.stop > phrase.head + 1 and phrase.kind != "name"):
            return None
        found = self._texts.get(text)
        if found is None or not found.phrases or phrase.sentence - found.phrases[-1].sentence > _WINDOW:
            return None
        return found

    def _place(self, phrase: Phrase) -> Referent | None:
        """ "the city": the place mentioned last, where it is not a state."""
        if singular(self.scene.lower[phrase.head]) not in _PLACES or phrase.plural or phrase.modifiers:
            return None
        for earlier in reversed(self.registry.recent):
            if phrase.sentence - earlier.sentence > _NEAR:
                return None
            referent = self.registry.referents[earlier.referent]
            if (
                earlier.name is not None
                and earlier.name.label == "LOC"
                and not referent.actor
                and earlier.kind == "name"
            ):
                return referent
        return None

    def _named(self, phrase: Phrase) -> Referent:
        span = phrase.name
        assert span is not None
        key = " ".join(self.scene.lower[i] for i in range(span.first, span.stop) if self.scene.lower[i] != "the")
        if key not in self._names:
            self._names[key] = self.registry.plain(phrase)
            words = [self.scene.texts[i] for i in range(span.first, span.stop) if self.scene.texts[i][0].isupper()]
            if len(words) > 1:
                self._names.setdefault(fold("".join(w[0] for w in words)), self._names[key])
        return self._names[key]

    def _is_anaphoric(self, phrase: Phrase) -> bool:
        return phrase.definite

    def _earlier(self, phrase: Phrase) -> Referent | None:
        head = singular(self.scene.lower[phrase.head])
        best: Referent | None = None
        for referent in self.registry.by_head.get(head, ()):
            if self._fits(phrase, referent, _WINDOW) and (best is None or referent.last > best.last):
                best = referent
        if best is not None:
            return best
        for number in _CLASS_OF.get(head, ()):
            for member in _CLASSES[number]:
                for referent in self.registry.by_head.get(member, ()):
                    if self._fits(phrase, referent, _NEAR) and (best is None or referent.last > best.last):
                        best = referent
        return best

    def _fits(self, phrase: Phrase, referent: Referent, window: int) -> bool:
        if referent.actor or not referent.phrases or phrase.sentence - referent.phrases[-1].sentence > window:
            return False
        if phrase.plural is not None and referent.plural is not None and phrase.plural != referent.plural:
            return False
        known = set(referent.modifiers)
        for earlier in referent.phrases[:4]:
            known |= earlier.modifiers
        return phrase.modifiers <= known
