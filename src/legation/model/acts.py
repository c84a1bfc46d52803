"""The act model at run time: which words name an act, of what type, mode and status, and who does it to whom."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from legation.contracts import RelationScore, RoleRequest, RoleScore
from legation.model.encoding import Encoding, Floats, SentenceEncoder
from legation.model.graphs import Session, find_folder, load_labels, open_session
from legation.model.relations import DIGITS, TASKS, calibrate
from legation.records import Parse

NO_ACT = 0.98
"""Probability of no act from which a word's modes and statuses are not worked out."""
PARTS = ("actor", "recipient", "when", "where")
"""Outputs of the head for parties after "nothing"."""


class OnnxActs:
    """`contracts.ActScorer` with the bundled act model. Safe to share between threads.

    A head runs once for all words of a sentence, or all parties of an act, so that scores depend on the document alone.
    """

    def __init__(
        self,
        folder: Path | None = None,
        threads: int | None = None,
        encoder: SentenceEncoder | None = None,
        act: Session | None = None,
        role: Session | None = None,
    ) -> None:
        """`folder`: weights other than the bundled. Raises ModelError if they are missing or do not fit."""
        place = find_folder(folder)
        labels = load_labels(place, "types", "modes", "statuses", "features")
        self._names: dict[str, list[str]] = {
            task: labels[f"{task}s" if task != "status" else "statuses"] for task in TASKS
        }
        self._width = int(labels["features"])
        self.encoder = encoder or SentenceEncoder(place, "acts.onnx", threads)
        self._act = act or open_session(place / "act_head.onnx")
        self._role = role or open_session(place / "role_head.onnx")

    def acts(self, parse: Parse, words: Sequence[int]) -> list[RelationScore]:
        """One score a word (index), in order: probabilities of types (NONE: no act), modes and statuses."""
        encodings = self.encoder.encode(parse, [parse.words[i].sentence for i in words])
        found: dict[int, RelationScore] = {}
        for number, encoding in encodings.items():
            own = [i for i in words if parse.words[i].sentence == number]
            states = _states(encoding, parse, own)
            cls = np.repeat(encoding.states[:1], len(own), 0)
            scores = self._act.run(list(TASKS), {"word": states, "cls": cls})
            for k, index in enumerate(own):
                found[index] = self._score({task: values[k] for task, values in zip(TASKS, scores, strict=True)})
        return [found[i] for i in words]

    def _score(self, scores: dict[str, Floats]) -> RelationScore:
        types = calibrate(scores["type"], 1.0, self._names["type"])
        if types["NONE"] > NO_ACT:
            return RelationScore(types=types, modes={}, statuses={})
        modes, statuses = (calibrate(scores[t], 1.0, self._names[t]) for t in ("mode", "status"))
        return RelationScore(types=types, modes=modes, statuses=statuses)

    def roles(self, parse: Parse, requests: Sequence[RoleRequest]) -> list[RoleScore]:
        """One score a party, in order."""
        encodings = self.encoder.encode(parse, [parse.words[r.act].sentence for r in requests])
        found: list[RoleScore] = []
        start = 0
        while start < len(requests):
            stop = start
            while stop < len(requests) and requests[stop].act == requests[start].act:
                stop += 1
            own = requests[start:stop]
            encoding = encodings[parse.words[own[0].act].sentence]
            feed = {
                "word": _states(encoding, parse, [r.act for r in own]),
                "party": _states(encoding, parse, [r.party for r in own]),
                "features": self._features(own),
            }
            for values in self._role.run(["part"], feed)[0]:
                powers = np.exp(values.astype(np.float64) - values.max())
                shares = (powers / powers.sum()).tolist()
                found.append(RoleScore(**{p: round(x, DIGITS) for p, x in zip(PARTS, shares[1:], strict=True)}))
            start = stop
        return found

    def _features(self, requests: Sequence[RoleRequest]) -> Floats:
        types = self._names["type"]
        table = np.zeros((len(requests), self._width + len(types)), dtype=np.float32)
        for row, request in enumerate(requests):
            table[row, list(request.features)] = 1.0
            table[row, self._width + types.index(request.type)] = 1.0
        return table


def _states(encoding: Encoding, parse: Parse, words: Sequence[int]) -> Floats:
    """States [words, width] of the first pieces of words."""
    return np.stack([encoding.at(parse.words[i].start) for i in words])
