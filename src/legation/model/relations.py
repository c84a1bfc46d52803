"""The relation model at run time: probabilities of PLOVER types, modes and statuses for pairs of spans."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.contracts import PairRequest, RelationScore
from legation.errors import ModelError
from legation.model.graphs import Session, find_folder, load_labels, open_session
from legation.model.pieces import CLS, SEP, Pieces
from legation.model.windows import LONGEST
from legation.model.workers import Workers
from legation.records import Parse

Floats = NDArray[Any]

KEPT = 256
"""Sentences whose encoding is remembered (about 180 kB each)."""

MIDDLE = ("layer3", "layer4")
"""Outputs of the encoder's third and fourth layer, which `legation.model.causality` reads."""

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
        self._seen: dict[tuple[str, ...], tuple[Floats, list[int], Floats]] = {}
        offered = {output.name for output in self._encoder.get_outputs()}
        self._wanted = ["states", *(name for name in MIDDLE if name in offered)]

    def score(self, parse: Parse, requests: Sequence[PairRequest]) -> list[RelationScore]:
        """One score a request, in order. A pair is read in the sentence in which its source begins."""
        if not requests:
            return []
        starts = [s.start for s in parse.sentences]
        numbers = [max(0, bisect_right(starts, r.source[0]) - 1) for r in requests]
        needed = sorted(set(numbers))
        found = dict(zip(needed, self._workers.map(lambda n: self._encode(parse, n), needed), strict=True))
        return [self._score_pair(request, found[n]) for request, n in zip(requests, numbers, strict=True)]

    def _encode(self, parse: Parse, number: int) -> Encoding:
        """States of the pieces of one sentence."""
        sentence = parse.sentences[number]
        words = parse.words[sentence.first : sentence.stop]
        states, places, _ = self._read(tuple(w.text for w in words))
        return Encoding(states, places, [w.start for w in words])

    def middle(self, words: Sequence[str]) -> tuple[Floats, list[int]]:
        """States of a sentence's pieces after the layers MIDDLE [pieces, 768], and the place of each word's first.

        Words beyond the longest sentence share the last place. Raises ModelError where the graph does not give them.
        """
        if len(self._wanted) == 1:
            raise ModelError("the model relations.onnx does not fit this version: it lacks the middle layers")
        _, places, middle = self._read(tuple(words))
        return middle, [min(p, len(middle) - 1) for p in places]

    def _read(self, key: tuple[str, ...]) -> tuple[Floats, list[int], Floats]:
        """Last states, places of the words, middle states of a sentence."""
        known = self._seen.get(key)
        if known is not None:
            return known
        ids, shape, places = [CLS], [0], []
        for word in key:
            pieces, case = self._pieces.find(word)
            places.append(len(ids))
            ids += pieces
            shape += [case] * len(pieces)
        ids, shape = [*ids[: LONGEST + 1], SEP], [*shape[: LONGEST + 1], 0]
        feed = {"ids": ids, "mask": [1] * len(ids), "shape": shape}
        outputs = self._encoder.run(self._wanted, {k: np.array([v], dtype=np.int64) for k, v in feed.items()})
        states, *middle = [values[0] for values in outputs]
        if len(self._seen) >= KEPT:
            self._seen = {}
        found = states, places, np.concatenate(middle, 1) if middle else states
        self._seen[key] = found
        return found

    def _score_pair(self, request: PairRequest, encoding: Encoding) -> RelationScore:
        """The score of one pair by the states of [CLS], the source's first piece and the target's (zeros for none).

        Each pair is a run of its own, so that others cannot change its last digits.
        """
        target = encoding.at(request.target[0]) if request.target is not None else np.zeros_like(encoding.states[0])
        feed = {"cls": encoding.states[:1], "source": encoding.at(request.source[0])[None], "target": target[None]}
        scores = self._head.run(list(TASKS), feed)
        found = {
            task: _calibrate(values[0], self._temperatures[task], self._names[task])
            for task, values in zip(TASKS, scores, strict=True)
        }
        return RelationScore(types=found["type"], modes=found["mode"], statuses=found["status"])


def _read_temperatures(value: Any) -> dict[str, float]:
    if isinstance(value, dict):
        return {task: float(value.get(task, 1.0)) for task in TASKS}
    return {task: float(value) for task in TASKS}


def _calibrate(scores: Floats, temperature: float, names: list[str]) -> dict[str, float]:
    """Probabilities by name."""
    wide = scores.astype(np.float64) / temperature
    powers = np.exp(wide - wide.max())
    return {n: round(p, DIGITS) for n, p in zip(names, (powers / powers.sum()).tolist(), strict=True)}
