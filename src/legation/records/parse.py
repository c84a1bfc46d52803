"""A document's words, sentences, trees, entities and attributions.

All indices of words and sentences count within the document, from 0; all offsets are characters of `document.text`.
"""

from functools import cached_property

from legation.records.base import Record
from legation.records.document import Document


class _Universal(dict[str, str]):
    """Relations without their subtypes, remembered: there are few, and they are asked for all the time."""

    def __missing__(self, deprel: str) -> str:
        found = self[deprel] = deprel.partition(":")[0]
        return found


_UNIVERSAL = _Universal()


class Word(Record, frozen=True, kw_only=True):
    """One word by UD's conventions (Universal Dependencies v2). `head` is a word's index, −1 for a sentence's root."""

    index: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    sentence: int

    @property
    def relation(self) -> str:
        """The universal part of the relation: `nsubj` of `nsubj:pass`."""
        return _UNIVERSAL[self.deprel]


class Sentence(Record, frozen=True, kw_only=True):
    """Words `first` to `stop` (excluded) of the document; characters `start` to `end`; `paragraph` counts from 0."""

    start: int
    end: int
    first: int
    stop: int
    paragraph: int


class Entity(Record, frozen=True, kw_only=True):
    """A named span: label PER, ORG, LOC, NORP (nationality, religion, party as adjective or noun), AGR, EVT or MISC."""

    start: int
    end: int
    label: str
    first: int
    stop: int
    score: float


class Attribution(Record, frozen=True, kw_only=True):
    """Who (source) says (cue) what (content), as spans of characters.

    The source may be missing; the content may be in pieces.
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    score: float


class Parse(Record, frozen=True, kw_only=True, dict=True):
    """Everything that the reader model and the segmenter found in one document."""

    document: Document
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    attributions: tuple[Attribution, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word the indices of its dependants, in order."""
        found: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head >= 0:
                found[word.head].append(word.index)
        return tuple(tuple(x) for x in found)

    @cached_property
    def extents(self) -> tuple[tuple[int, int], ...]:
        """For each word the first and last (included) word of its subtree."""
        low = list(range(len(self.words)))
        high = list(range(len(self.words)))
        for sentence in self.sentences:
            self._widen(sentence, low, high)
        return tuple(zip(low, high, strict=True))

    def _widen(self, sentence: Sentence, low: list[int], high: list[int]) -> None:
        def depth(index: int) -> int:
            steps = 0
            while self.words[index].head >= 0 and steps <= sentence.stop - sentence.first:
                index, steps = self.words[index].head, steps + 1
            return steps

        for index in sorted(range(sentence.first, sentence.stop), key=depth, reverse=True):
            head = self.words[index].head
            if head >= 0:
                low[head] = min(low[head], low[index])
                high[head] = max(high[head], high[index])

    def dependants(self, index: int, *relations: str) -> list[Word]:
        """Dependants of a word whose relation (with or without subtype) is among `relations`; all if none is named."""
        words, children = self.words, self.children[index]
        if not relations:
            return [words[i] for i in children]
        found = []
        for i in children:
            deprel = words[i].deprel
            if deprel in relations or _UNIVERSAL[deprel] in relations:
                found.append(words[i])
        return found

    def subtree(self, index: int) -> list[int]:
        """Indices of a word and all below it, in order."""
        found, todo = [], [index]
        while todo:
            i = todo.pop()
            found.append(i)
            todo.extend(self.children[i])
        return sorted(found)

    def ancestors(self, index: int) -> list[int]:
        """Indices of the words above a word, nearest first."""
        found: list[int] = []
        while (index := self.words[index].head) >= 0:
            found.append(index)
        return found

    def text(self, start: int, end: int) -> str:
        """The document's characters from `start` to `end`."""
        return self.document.text[start:end]

    def word_at(self, offset: int) -> int | None:
        """Index of the word that covers a character, or None."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.words) and self.words[low].start <= offset else None

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds a character (the last one that begins at or before it)."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)
