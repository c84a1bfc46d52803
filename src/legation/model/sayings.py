"""What a statement does, from the act model's states of its cue and of what is said."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from legation.contracts import SayingRequest
from legation.errors import ModelError
from legation.model.encoding import Encoding, Floats, PassageEncoder
from legation.model.graphs import find_folder, load_arrays, load_labels
from legation.model.relations import DIGITS
from legation.records import Parse


class OnnxSayings:
    """`contracts.SayingScorer`: softmax regression on encoder states and the rules' act. Safe to share by threads."""

    def __init__(self, encoder: PassageEncoder, folder: Path | None = None) -> None:
        """`folder`: weights other than the bundled. Raises ModelError if they are missing or do not fit."""
        place = find_folder(folder)
        self._acts: list[str] = load_labels(place, "acts")["acts"]
        arrays = load_arrays(place / "sayings.npz")
        self._weight: Floats = arrays["weight"].astype(np.float64)
        self._bias: Floats = arrays["bias"].astype(np.float64)
        if self._weight.shape[1] != len(self._acts):
            raise ModelError("the model's sayings.npz does not fit this version")
        self._encoder = encoder

    def sayings(self, parse: Parse, requests: Sequence[SayingRequest]) -> list[dict[str, float]]:
        """Probabilities of the acts by name for each statement, in order."""
        words = [i for r in requests for i in (r.cue, r.content) if i is not None]
        encodings = self._encoder.encode(parse, [parse.words[i].sentence for i in words])
        return [self._score(parse, encodings, r) for r in requests]

    def _score(self, parse: Parse, encodings: dict[int, Encoding], request: SayingRequest) -> dict[str, float]:
        scores = describe(parse, encodings, request, self._acts) @ self._weight + self._bias
        powers = np.exp(scores - scores.max())
        return {a: round(float(p), DIGITS) for a, p in zip(self._acts, powers / powers.sum(), strict=True)}


def describe(parse: Parse, encodings: dict[int, Encoding], request: SayingRequest, acts: Sequence[str]) -> Floats:
    """The model's input [2 × width + acts]: states of cue (zeros for none) and content, one for the rules' act."""
    content = _state(parse, encodings, request.content)
    cue = _state(parse, encodings, request.cue) if request.cue is not None else np.zeros_like(content)
    known = np.array([float(a == request.act) for a in acts])
    return np.concatenate([cue, content, known]).astype(np.float64)


def _state(parse: Parse, encodings: dict[int, Encoding], index: int) -> Floats:
    word = parse.words[index]
    return encodings[word.sentence].at(word.start)
