"""The act model at run time: which words name an act, of what type, mode and status, and who does it to whom."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from legation.contracts import RelationScore, RoleRequest, RoleScore
from legation.model.encoding import Encoding, Floats, PassageEncoder
from legation.model.graphs import Session, find_folder, load_labels, open_session
from legation.model.relations import DIGITS, TASKS
from legation.records import Parse

NO_ACT = 0.9
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
        encoder: PassageEncoder | None = None,
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
        self.encoder = encoder or PassageEncoder(place, "acts.onnx", threads)
        self._act = act or open_session(place / "act_head.onnx")
        self._role = role or open_session(place / "role_head.onnx")

    def acts(self, parse: Parse, words: Sequence[int]) -> list[RelationScore]:
        """One score a word (index), in order: probabilities of types (NONE: no act), modes and statuses.

        Modes and statuses are left empty for words that are hardly an act.
        """
        by_sentence: dict[int, list[int]] = {}
        for index in words:
            by_sentence.setdefault(parse.words[index].sentence, []).append(index)
        found: dict[int, RelationScore] = {}
        for number, encoding in self.encoder.encode(parse, list(by_sentence)).items():
            own = by_sentence[number]
            cls = np.repeat(encoding.states[:1], len(own), 0)
            scores = self._act.run(list(TASKS), {"word": _states(encoding, parse, own), "cls": cls})
            found.update(zip(own, self._scores(*scores), strict=True))
        return [found[i] for i in words]

    def _scores(self, kinds: Floats, modes: Floats, statuses: Floats) -> Iterator[RelationScore]:
        types = [dict(zip(self._names["type"], row, strict=True)) for row in softmax(kinds)]
        able = [i for i, t in enumerate(types) if t["NONE"] <= NO_ACT]
        told = dict(zip(able, zip(softmax(modes[able]), softmax(statuses[able]), strict=True), strict=True))
        for i, shares in enumerate(types):
            mode, status = told.get(i, ((), ()))
            yield RelationScore(
                types=shares,
                modes=dict(zip(self._names["mode"], mode, strict=False)),
                statuses=dict(zip(self._names["status"], status, strict=False)),
            )

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
            for shares in softmax(self._role.run(["part"], feed)[0]):
                found.append(RoleScore(**dict(zip(PARTS, shares[1:], strict=True))))
            start = stop
        return found

    def _features(self, requests: Sequence[RoleRequest]) -> Floats:
        types = self._names["type"]
        table = np.zeros((len(requests), self._width + len(types)), dtype=np.float32)
        for row, request in enumerate(requests):
            table[row, list(request.features)] = 1.0
            table[row, self._width + types.index(request.type)] = 1.0
        return table


def softmax(scores: Floats) -> list[list[float]]:
    """Probabilities [n, labels] of scores before softmax, in four digits."""
    if not len(scores):
        return []
    powers = np.exp(scores.astype(np.float64) - scores.max(1, keepdims=True))
    shares: list[list[float]] = np.round(powers / powers.sum(1, keepdims=True), DIGITS).tolist()
    return shares


def _states(encoding: Encoding, parse: Parse, words: Sequence[int]) -> Floats:
    """States [words, width] of the first pieces of words."""
    return np.stack([encoding.at(parse.words[i].start) for i in words])
