"""Spans from BIO scores: O is label 0, then B and I of each type in turn."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
Span = tuple[int, int, int, float]
"""First word, stop (excluded), type, mean probability of its labels."""


def read_spans(scores: Floats, bounds: list[tuple[int, int]]) -> list[Span]:
    """Spans by the best legal path over scores [W, 1 + 2k]; none crosses the `bounds` (first, stop)."""
    if not len(scores):
        return []
    path: Ints = scores.argmax(axis=1)
    inside = (path > 0) & (path % 2 == 0)
    before = np.concatenate([[0], path[:-1]])
    before[[first for first, _ in bounds]] = 0
    illegal = inside & (before != path) & (before != path - 1)
    if illegal.any():
        path = path.copy()
        firsts = np.array([first for first, _ in bounds])
        for number in np.unique(np.searchsorted(firsts, np.flatnonzero(illegal), side="right") - 1).tolist():
            first, stop = bounds[number]
            path[first:stop] = find_path(scores[first:stop])
    begins = np.flatnonzero(path % 2 == 1)
    if not len(begins):
        return []
    chosen = find_probabilities(scores)[np.arange(len(path)), path]
    goes_on = (path > 0) & (path % 2 == 0)
    breaks = np.flatnonzero(np.concatenate([~goes_on, [True]]))
    stops = breaks[np.searchsorted(breaks, begins, side="right")]
    return [
        (a, b, (int(path[a]) - 1) // 2, float(chosen[a:b].mean()))
        for a, b in zip(begins.tolist(), stops.tolist(), strict=True)
    ]


def find_path(scores: Floats) -> Ints:
    """The best legal sequence of labels (Viterbi) over scores [n, 1 + 2k]."""
    count, labels = scores.shape
    logs = np.log(find_probabilities(scores) + 1e-30)
    legal = np.zeros((labels, labels))
    for label in range(2, labels, 2):
        legal[:, label] = -1e9
        legal[label - 1, label] = legal[label, label] = 0.0
    total = logs[0] + legal[0]
    back = np.zeros((count, labels), dtype=np.int64)
    for place in range(1, count):
        options = total[:, None] + legal
        back[place] = options.argmax(axis=0)
        total = options.max(axis=0) + logs[place]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = total.argmax()
    for place in range(count - 1, 0, -1):
        path[place - 1] = back[place, path[place]]
    return path


def find_probabilities(scores: Floats) -> NDArray[np.float64]:
    """Probabilities of the labels of each word (softmax)."""
    wide = scores.astype(np.float64)
    powers = np.exp(wide - wide.max(axis=1, keepdims=True))
    out: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return out
