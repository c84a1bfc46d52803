"""The relation model at run time: probabilities of PLOVER types, modes and statuses for pairs of spans."""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from legation.contracts import PairRequest, RelationScore
from legation.model.encoding import Encoding, Floats, SentenceEncoder
from legation.model.graphs import Session, find_folder, load_labels, open_session
from legation.records import Parse

DIGITS = 4
TASKS = ("type", "mode", "status")


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
        self._encoder = SentenceEncoder(place, "relations.onnx", threads, encoder)
        self._head = head or open_session(place / "relation_head.onnx")

    def score(self, parse: Parse, requests: Sequence[PairRequest]) -> list[RelationScore]:
        """One score a request, in order. A pair is read in the sentence in which its source begins."""
        if not requests:
            return []
        starts = [s.start for s in parse.sentences]
        numbers = [max(0, bisect_right(starts, r.source[0]) - 1) for r in requests]
        found = self._encoder.encode(parse, numbers)
        return [self._score_pair(request, found[n]) for request, n in zip(requests, numbers, strict=True)]

    def middle(self, words: Sequence[str]) -> tuple[Floats, list[int]]:
        """States of a sentence's pieces after the middle layers, and the places of its words (`SentenceEncoder`)."""
        return self._encoder.middle(words)

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
