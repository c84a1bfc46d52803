"""Dependency trees from head scores: greedy where that gives a tree, else the best tree with a single root."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEVER = -1e18
SELDOM = -1e12
"""Of a second root: worse than every real head, better than none."""


def find_broken(heads: Ints, sentence: Ints) -> list[int]:
    """Numbers of sentences whose greedy heads are no tree with one root.

    `heads`: int64 [W], 0 is the root, words count from 1; `sentence`: int64 [W], the number of each word's sentence.
    """
    roots = np.bincount(sentence[heads == 0], minlength=int(sentence.max()) + 1)
    above = np.concatenate([[0], heads])
    for _ in range(int(np.ceil(np.log2(len(heads) + 1))) + 1):
        above = above[above]
    looped = np.bincount(sentence[above[1:] != 0], minlength=len(roots))
    present = np.unique(sentence)
    return [int(n) for n in present if roots[n] != 1 or looped[n]]


def decode_tree(scores: NDArray[np.floating]) -> Ints:
    """Heads (0: the root) of a sentence's words by scores [n, n + 1]: the best tree with exactly one root."""
    count = len(scores)
    logs = scores - scores.max(axis=1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(axis=1, keepdims=True))
    full = np.full((count + 1, count + 1), NEVER)
    full[1:] = logs
    np.fill_diagonal(full, NEVER)
    tree = _span(full)
    roots = np.flatnonzero(tree[1:] == 0) + 1
    if len(roots) == 1:
        return tree[1:]
    best, best_value = tree, -np.inf
    for root in roots:
        single = full.copy()
        single[[w for w in range(1, count + 1) if w != root], 0] = SELDOM
        trial = _span(single)
        value = float(single[np.arange(1, count + 1), trial[1:]].sum())
        if value > best_value:
            best, best_value = trial, value
    return best[1:]


def _find_cycle(heads: Ints) -> Ints | None:
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        path: list[int] = []
        here = start
        while here != 0 and seen[here] == 0:
            seen[here] = start
            path.append(here)
            here = int(heads[here])
        if here != 0 and seen[here] == start:
            return np.array(path[path.index(here) :], dtype=np.int64)
    return None


def _span(scores: Floats) -> Ints:
    """The best arborescence from node 0 (Chu and Liu 1965, Edmonds 1967); scores [dependant, head]."""
    heads: Ints = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    rest = np.setdiff1d(np.arange(len(scores)), cycle)
    size = len(rest)
    kept = scores[cycle, heads[cycle]]
    small = np.full((size + 1, size + 1), NEVER)
    small[:size, :size] = scores[np.ix_(rest, rest)]
    into = scores[np.ix_(rest, cycle)]
    small[:size, size] = into.max(axis=1)
    gain = scores[np.ix_(cycle, rest)] - kept[:, None]
    small[size, :size] = gain.max(axis=0) + kept.sum()
    small[0, :] = NEVER
    np.fill_diagonal(small, NEVER)
    solved = _span(small)
    out = heads.copy()
    for place, word in enumerate(rest):
        if word:
            out[word] = cycle[into[place].argmax()] if solved[place] == size else rest[solved[place]]
    entry = int(solved[size])
    out[cycle[gain[:, entry].argmax()]] = rest[entry]
    return out
