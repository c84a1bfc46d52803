"""Trees from scores."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from legation.model.trees import decode_tree, find_broken


def is_tree(heads: list[int]) -> bool:
    for start in range(1, len(heads) + 1):
        here, steps = start, 0
        while here and steps <= len(heads):
            here, steps = heads[here - 1], steps + 1
        if here:
            return False
    return heads.count(0) == 1


def best_by_search(scores: np.ndarray) -> float:
    n = len(scores)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    choices = itertools.product(range(n + 1), repeat=n)
    return max(
        sum(logs[i, h] for i, h in enumerate(c))
        for c in choices
        if is_tree(list(c)) and all(h != i + 1 for i, h in enumerate(c))
    )


@given(st.integers(1, 4).flatmap(lambda n: arrays(np.float64, (n, n + 1), elements=st.floats(-5, 5))))
def test_the_best_tree_is_found(scores: np.ndarray) -> None:
    heads = decode_tree(scores).tolist()
    assert is_tree(heads)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    assert np.isclose(sum(logs[i, h] for i, h in enumerate(heads)), best_by_search(scores))


@given(st.lists(st.integers(0, 6), min_size=1, max_size=6).map(lambda x: [min(h, len(x)) for h in x]))
def test_broken_sentences_are_found(heads: list[int]) -> None:
    both = np.array([*heads, 0, len(heads) + 1])  # a second sentence of two words, which is a tree
    sentence = np.array([1] * len(heads) + [2, 2])
    assert find_broken(both, sentence) == ([] if is_tree(heads) else [1])
