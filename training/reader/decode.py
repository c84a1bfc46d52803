"""Trees and spans from scores, with numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def _cycle(heads: NDArray[np.int64]) -> list[int] | None:
    seen = np.zeros(len(heads), int)
    for i in range(1, len(heads)):
        path: list[int] = []
        j = i
        while j != 0 and seen[j] == 0:
            seen[j] = i
            path.append(j)
            j = int(heads[j])
        if j != 0 and seen[j] == i:
            return path[path.index(j) :]
    return None


def _arborescence(scores: Floats) -> NDArray[np.int64]:
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.array(cycle)
    rest = np.array([i for i in range(len(scores)) if i not in set(cycle)])
    m = len(rest)
    small = np.full((m + 1, m + 1), -1e18)
    small[:m, :m] = scores[np.ix_(rest, rest)]
    into = scores[np.ix_(rest, inside)]
    small[:m, m] = into.max(1)
    gain = scores[np.ix_(inside, rest)] - scores[inside, heads[inside]][:, None]
    small[m, :m] = gain.max(0) + scores[inside, heads[inside]].sum()
    small[0, :] = -1e18
    np.fill_diagonal(small, -1e18)
    solved = _arborescence(small)
    out = heads.copy()
    for k, word in enumerate(rest):
        if word:
            out[word] = inside[into[k].argmax()] if solved[k] == m else rest[solved[k]]
    entry = int(solved[m])
    out[inside[gain[:, entry].argmax()]] = rest[entry]
    return out


def decode_tree(arc: Floats) -> NDArray[np.int64]:
    """Heads (0: root) of one sentence's words by scores [n, n+1]: the best tree with exactly one root."""
    n = len(arc)
    heads = arc.argmax(1)
    if (heads == 0).sum() == 1 and _cycle(np.concatenate([[0], heads])) is None:
        return heads.astype(np.int64)
    scores = np.full((n + 1, n + 1), -1e18)
    shifted = arc - arc.max(1, keepdims=True)
    scores[1:] = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    np.fill_diagonal(scores, -1e18)
    tree = _arborescence(scores)
    roots = [i for i in range(1, n + 1) if tree[i] == 0]
    if len(roots) > 1:
        best = -np.inf
        candidates = roots
        for root in candidates:
            one = scores.copy()
            one[[i for i in range(1, n + 1) if i != root], 0] = -1e12
            trial = _arborescence(one)
            value = one[np.arange(1, n + 1), trial[1:]].sum()
            if value > best:
                best, tree = value, trial
    return tree[1:].astype(np.int64)


INSIDE = {"source": 0.4, "cue": 0.0, "content": 0.0}
LEAST = {"source": 0.55, "cue": 0.55, "content": 0.65}


def decode_layer(scores: Floats, layer: str) -> set[tuple[int, int]]:
    """Spans (start, end) of an attribution layer over a whole document's scores [n, 3].

    INSIDE is added to the score of I; a span stays if it surely begins and ends where it does (LEAST). Both were set on
    PolNeAR's development articles.
    """
    bold = scores.copy()
    bold[:, 2] += INSIDE[layer]
    powers = np.exp(scores - scores.max(1, keepdims=True))
    p = powers / powers.sum(1, keepdims=True)
    after = np.append(p[:, 2], 0.0)
    return {(a, b) for a, b, _ in decode_bio(bold) if p[a, 1] * (1 - after[b]) >= LEAST[layer]}


def decode_bio(scores: Floats) -> list[tuple[int, int, int]]:
    """Best legal BIO path over scores [n, 1 + 2k] (O, B-0, I-0, B-1, …): spans (start, end, type)."""
    n, labels = scores.shape
    legal = np.zeros((labels, labels))
    for label in range(2, labels, 2):
        legal[:, label] = -1e9
        legal[label - 1, label] = legal[label, label] = 0.0
    shifted = scores - scores.max(1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    total = logp[0] + legal[0]
    back = np.zeros((n, labels), int)
    for i in range(1, n):
        options = total[:, None] + legal
        back[i] = options.argmax(0)
        total = options.max(0) + logp[i]
    path = [int(total.argmax())]
    for i in range(n - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    path.reverse()
    spans: list[tuple[int, int, int]] = []
    start = -1
    for i, label in enumerate([*path, 0]):
        if start >= 0 and (label == 0 or label % 2 == 1):
            spans.append((start, i, (path[start] - 1) // 2))
            start = -1
        if label % 2 == 1:
            start = i
    return spans
