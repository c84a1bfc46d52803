"""Sentences as states of word pieces, by an encoder graph of `ids`, `mask`, `shape`."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.model.graphs import Session, open_session
from legation.model.pieces import CLS, SEP, Pieces
from legation.model.windows import LONGEST
from legation.model.workers import Workers
from legation.records import Parse

Floats = NDArray[Any]

KEPT = 256
"""Sentences whose encoding is remembered (about 60 kB each)."""


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


class SentenceEncoder:
    """Encodes sentences, each alone and on one thread, so that the states depend on nothing else. Safe to share."""

    def __init__(
        self, folder: Path, graph: str, threads: int | None = None, session: Session | None = None
    ) -> None:
        """`graph`: name of the graph's file in the folder. Raises ModelError if it is missing."""
        self._session = session or open_session(folder / graph)
        self._pieces = Pieces.load(folder)
        self._workers = Workers(threads)
        self._seen: dict[tuple[str, ...], tuple[Floats, list[int]]] = {}

    def encode(self, parse: Parse, sentences: Sequence[int]) -> dict[int, Encoding]:
        """The encodings of sentences of a document, by their number."""
        needed = sorted(set(sentences))
        return dict(zip(needed, self._workers.map(lambda n: self._encode(parse, n), needed), strict=True))

    def _encode(self, parse: Parse, number: int) -> Encoding:
        """States of the pieces of one sentence."""
        sentence = parse.sentences[number]
        words = parse.words[sentence.first : sentence.stop]
        key = tuple(w.text for w in words)
        starts = [w.start for w in words]
        known = self._seen.get(key)
        if known is not None:
            return Encoding(known[0], known[1], starts)
        ids, shape, places = [CLS], [0], []
        for word in key:
            pieces, case = self._pieces.find(word)
            places.append(len(ids))
            ids += pieces
            shape += [case] * len(pieces)
        ids, shape = [*ids[: LONGEST + 1], SEP], [*shape[: LONGEST + 1], 0]
        feed = {"ids": ids, "mask": [1] * len(ids), "shape": shape}
        states = self._session.run(["states"], {k: np.array([v], dtype=np.int64) for k, v in feed.items()})[0][0]
        if len(self._seen) >= KEPT:
            self._seen = {}
        self._seen[key] = (states, places)
        return Encoding(states, places, starts)
