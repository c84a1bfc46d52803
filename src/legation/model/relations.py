"""The relation model at run time: probabilities of PLOVER types, modes and statuses for pairs of spans."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.contracts import PairRequest, RelationScore
from legation.model.graphs import Session, find_folder, load_labels, open_session
from legation.model.pieces import CLS, SEP, Pieces
from legation.model.windows import LONGEST
from legation.model.workers import Workers
from legation.records import Parse

Floats = NDArray[Any]

KEPT = 256
"""Sentences whose encoding is remembered (about 60 kB each)."""

DIGITS = 4
TASKS = ("type", "mode", "status")


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


class OnnxRelations:
    """`contracts.RelationScorer` with the bundled relation model. Safe to share between threads.

    A sentence is encoded once for all its pairs, alone and on one thread, so that scores depend on nothing else.
    """

    def __init__(
        self,
        folder: Path | None = None,
        threads: int | None = None,
        encoder: Session | None = None,
        head: Session | None = None,
    ) -> None:
        """`folder`: weights other than the bundled. Raises ModelError if they are missing or do not fit."""
        place = find_folder(folder)
        labels = load_labels(place, "types", "modes", "statuses")
        self._names: dict[str, list[str]] = {
            task: labels[f"{task}s" if task != "status" else "statuses"] for task in TASKS
        }
        self._temperatures = _read_temperatures(labels.get("temperature", 1.0))
        self._encoder = encoder or open_session(place / "relations.onnx")
        self._head = head or open_session(place / "relation_head.onnx")
        self._pieces = Pieces.load(place)
        self._workers = Workers(threads)
        self._seen: dict[tuple[str, ...], tuple[Floats, list[int]]] = {}

    def score(self, parse: Parse, requests: Sequence[PairRequest]) -> list[RelationScore]:
        """One score a request, in order. A pair is read in the sentence in which its source begins."""
        if not requests:
            return []
        starts = [s.start for s in parse.sentences]
        numbers = [max(0, bisect_right(starts, r.source[0]) - 1) for r in requests]
        found = self.encode(parse, numbers)
        return [self._score_pair(request, found[n]) for request, n in zip(requests, numbers, strict=True)]

    def encode(self, parse: Parse, sentences: Sequence[int]) -> dict[int, Encoding]:
        """The encodings of sentences, by their number."""
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
        states = self._encoder.run(["states"], {k: np.array([v], dtype=np.int64) for k, v in feed.items()})[0][0]
        if len(self._seen) >= KEPT:
            self._seen = {}
        self._seen[key] = (states, places)
        return Encoding(states, places, starts)

    def _score_pair(self, request: PairRequest, encoding: Encoding) -> RelationScore:
        """The score of one pair by the states of [CLS], the source's first piece and the target's (zeros for none).

        Each pair is a run of its own, so that others cannot change its last digits.
        """
        target = encoding.at(request.target[0]) if request.target is not None else np.zeros_like(encoding.states[0])
        feed = {"cls": encoding.states[:1], "source": encoding.at(request.source[0])[None], "target": target[None]}
        scores = self._head.run(list(TASKS), feed)
        found = {
            task: calibrate(values[0], self._temperatures[task], self._names[task])
            for task, values in zip(TASKS, scores, strict=True)
        }
        return RelationScore(types=found["type"], modes=found["mode"], statuses=found["status"])


def _read_temperatures(value: Any) -> dict[str, float]:
    if isinstance(value, dict):
        return {task: float(value.get(task, 1.0)) for task in TASKS}
    return {task: float(value) for task in TASKS}


def calibrate(scores: Floats, temperature: float, names: list[str]) -> dict[str, float]:
    """Probabilities by name from scores [labels] before softmax."""
    wide = scores.astype(np.float64) / temperature
    powers = np.exp(wide - wide.max())
    return {n: round(p, DIGITS) for n, p in zip(names, (powers / powers.sum()).tolist(), strict=True)}
