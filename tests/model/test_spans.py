"""Spans from BIO scores."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from legation.model.spans import find_path, read_spans


def scores_of(path: list[int], labels: int = 5) -> np.ndarray:
    return 5 * np.eye(labels)[path]


def test_spans_of_a_legal_path() -> None:
    found = read_spans(scores_of([0, 1, 2, 3, 0, 1, 1, 2]), [(0, 8)])
    assert [s[:3] for s in found] == [(1, 3, 0), (3, 4, 1), (5, 6, 0), (6, 8, 0)]
    assert all(0.9 < s[3] < 1 for s in found)


def test_spans_end_with_their_sentence() -> None:
    found = read_spans(scores_of([0, 1, 2, 2, 2, 0]), [(0, 3), (3, 6)])
    assert found[0][:3] == (1, 3, 0)
    assert all(not (s[0] < 3 < s[1]) for s in found)


def test_no_words() -> None:
    assert read_spans(np.zeros((0, 3)), []) == []


def is_legal(path: tuple[int, ...]) -> bool:
    return all(b == 0 or b % 2 == 1 or a in (b, b - 1) for a, b in itertools.pairwise((0, *path)))


@given(st.integers(1, 5).flatmap(lambda n: arrays(np.float64, (n, 5), elements=st.floats(-4, 4))))
def test_the_best_legal_path_is_found(scores: np.ndarray) -> None:
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    paths = [p for p in itertools.product(range(5), repeat=len(scores)) if is_legal(p)]
    best = max(sum(logs[i, x] for i, x in enumerate(p)) for p in paths)
    found = find_path(scores).tolist()
    assert is_legal(tuple(found))
    assert np.isclose(sum(logs[i, x] for i, x in enumerate(found)), best)
