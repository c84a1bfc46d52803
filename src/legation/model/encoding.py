"""Sentences and passages as states of word pieces, by an encoder graph of `ids`, `mask`, `shape`."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.errors import ModelError
from legation.model.graphs import Session, open_session
from legation.model.pieces import CLS, SEP, Pieces
from legation.model.windows import LIMIT, LONGEST
from legation.model.workers import Workers
from legation.records import Parse

Floats = NDArray[Any]

KEPT = 256
"""Sentences whose encoding is remembered (60 kB each, 180 kB with the middle layers)."""

PASSAGES_KEPT = 64
"""Passages whose encoding is remembered (200 kB each)."""

_BREAK = "\x00"
"""Stands before the first word of a sentence within a passage."""

MIDDLE = ("layer3", "layer4")
"""Outputs of an encoder's third and fourth layer, which `legation.model.causality` reads."""


@dataclass(frozen=True)
class Encoding:
    """A sentence's states [pieces, width], the place of each word's first piece, and each word's first character."""

    states: Floats
    places: list[int]
    starts: list[int]

    def at(self, character: int) -> Floats:
        """The state of the first piece of the word at a character of the document."""
        number = max(0, bisect_right(self.starts, character) - 1)
        state: Floats = self.states[min(self.places[number], len(self.states) - 1)]
        return state


@dataclass(frozen=True)
class Passage:
    """Words `first` to `stop` of a document, sentences `begin` to `end`, that are encoded together."""

    begin: int
    end: int
    first: int
    stop: int


class PassageEncoder:
    """Encodes passages of consecutive sentences, so that a word is read with what is told before and after it.

    Sentences are packed in the order of the document up to LIMIT pieces; each passage is a run of its own on one
    thread, so that the states depend on the document alone. Safe to share.
    """

    def __init__(self, folder: Path, graph: str, threads: int | None = None, session: Session | None = None) -> None:
        """`graph`: name of the graph's file in the folder. Raises ModelError if it is missing."""
        self._session = session or open_session(folder / graph)
        self._pieces = Pieces.load(folder)
        self._workers = Workers(threads)
        self._seen: dict[tuple[str, ...], tuple[Floats, list[int]]] = {}
        self._cut: tuple[Parse, list[Passage]] | None = None

    def encode(self, parse: Parse, sentences: Sequence[int]) -> dict[int, Encoding]:
        """The encodings of the passages that hold sentences of a document, by the sentences' numbers."""
        needed = set(sentences)
        found = [p for p in self._passages(parse) if not needed.isdisjoint(range(p.begin, p.end))]
        encoded = self._workers.map(lambda p: self._encode(parse, p), found)
        return {n: e for p, e in zip(found, encoded, strict=True) for n in range(p.begin, p.end) if n in needed}

    def _passages(self, parse: Parse) -> list[Passage]:
        """The passages of a document; those of the last one are remembered, which is asked for several times."""
        cut = self._cut  # another thread may put another document's there at any moment
        if cut is None or cut[0] is not parse:
            cut = self._cut = parse, cut_passages(parse, self._pieces)
        return cut[1]

    def _encode(self, parse: Parse, passage: Passage) -> Encoding:
        words = parse.words[passage.first : passage.stop]
        starts = {parse.sentences[n].first for n in range(passage.begin + 1, passage.end)}
        key = tuple(_BREAK + w.text if w.index in starts else w.text for w in words)
        known = self._seen.get(key)
        if known is None:
            feed, places = lay_out(key, self._pieces)
            known = self._session.run(["states"], feed)[0][0], places
            if len(self._seen) >= PASSAGES_KEPT:
                self._seen = {}
            self._seen[key] = known
        return Encoding(*known, [w.start for w in words])


def cut_passages(parse: Parse, pieces: Pieces) -> list[Passage]:
    """Consecutive sentences packed greedily up to LIMIT pieces; a longer one stands alone."""
    passages: list[Passage] = []
    begin, size = 0, 1
    for number, sentence in enumerate(parse.sentences):
        length = 1 + sum(len(pieces.find(w.text)[0]) for w in parse.words[sentence.first : sentence.stop])
        if number > begin and size + length > LIMIT:
            passages.append(_passage(parse, begin, number))
            begin, size = number, 1
        size += length
    if parse.sentences:
        passages.append(_passage(parse, begin, len(parse.sentences)))
    return passages


def _passage(parse: Parse, begin: int, end: int) -> Passage:
    return Passage(begin, end, parse.sentences[begin].first, parse.sentences[end - 1].stop)


def lay_out(words: Sequence[str], pieces: Pieces) -> tuple[dict[str, Floats], list[int]]:
    """Tensors of words that are encoded together, and the place of each word's first piece.

    A word after _BREAK begins a sentence. Pieces beyond the longest sentence are cut off.
    """
    ids, shape, places = [CLS], [0], []
    for word in words:
        if word.startswith(_BREAK):
            ids.append(SEP)
            shape.append(0)
        found, case = pieces.find(word.removeprefix(_BREAK))
        places.append(len(ids))
        ids += found
        shape += [case] * len(found)
    ids, shape = [*ids[: LONGEST + 1], SEP], [*shape[: LONGEST + 1], 0]
    feed = {"ids": ids, "mask": [1] * len(ids), "shape": shape}
    return {k: np.array([v], dtype=np.int64) for k, v in feed.items()}, places


class SentenceEncoder:
    """Encodes sentences, each alone and on one thread, so that the states depend on nothing else. Safe to share."""

    def __init__(self, folder: Path, graph: str, threads: int | None = None, session: Session | None = None) -> None:
        """`graph`: name of the graph's file in the folder. Raises ModelError if it is missing."""
        self._session = session or open_session(folder / graph)
        self._pieces = Pieces.load(folder)
        self._workers = Workers(threads)
        self._seen: dict[tuple[str, ...], tuple[Floats, list[int], Floats]] = {}
        offered = {output.name for output in self._session.get_outputs()}
        self._wanted = ["states", *(name for name in MIDDLE if name in offered)]

    def encode(self, parse: Parse, sentences: Sequence[int]) -> dict[int, Encoding]:
        """The encodings of sentences of a document, by their number."""
        needed = sorted(set(sentences))
        return dict(zip(needed, self._workers.map(lambda n: self._encode(parse, n), needed), strict=True))

    def _encode(self, parse: Parse, number: int) -> Encoding:
        sentence = parse.sentences[number]
        words = parse.words[sentence.first : sentence.stop]
        states, places, _ = self._read(tuple(w.text for w in words))
        return Encoding(states, places, [w.start for w in words])

    def middle(self, words: Sequence[str]) -> tuple[Floats, list[int]]:
        """States of a sentence's pieces after the layers MIDDLE [pieces, 768], and the place of each word's first.

        Words beyond the longest sentence share the last place. Raises ModelError where the graph does not give them.
        """
        if len(self._wanted) == 1:
            raise ModelError("the model does not fit this version: its encoder lacks the middle layers")
        _, places, middle = self._read(tuple(words))
        return middle, [min(p, len(middle) - 1) for p in places]

    def _read(self, key: tuple[str, ...]) -> tuple[Floats, list[int], Floats]:
        """Last states, places of the words, middle states of a sentence."""
        known = self._seen.get(key)
        if known is not None:
            return known
        feed, places = lay_out(key, self._pieces)
        outputs = self._session.run(self._wanted, feed)
        states, *middle = [values[0] for values in outputs]
        if len(self._seen) >= KEPT:
            self._seen = {}
        found = states, places, np.concatenate(middle, 1) if middle else states
        self._seen[key] = found
        return found
