"""The coreference measures on cases worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.evaluation.coreference_scores import b_cubed, ceaf_e, lea, mentions, muc, score_all

GOLD = [[1, 2, 3, 4, 5], [6, 7], [8, 9, 10, 11, 12]]
FOUND = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11, 12]]


def test_muc_of_bagga_and_baldwin() -> None:
    counts = muc(GOLD, FOUND)
    assert (counts.recall, counts.gold) == (9, 9)
    assert (counts.precision, counts.found) == (9, 10)


def test_b_cubed_of_bagga_and_baldwin() -> None:
    counts = b_cubed(GOLD, FOUND)
    assert counts.recall / counts.gold == 1.0
    assert counts.precision / counts.found == pytest.approx((5 * 1 + 2 * 2 / 7 + 5 * 5 / 7) / 12)


def test_ceaf_aligns_chains_one_to_one() -> None:
    counts = ceaf_e(GOLD, FOUND)
    assert counts.recall == pytest.approx(1 + 2 * 5 / 12)
    assert (counts.gold, counts.found) == (3, 2)


def test_lea_of_moosavi_and_strube() -> None:
    gold = [["a", "b", "c"], ["d", "e", "f", "g"]]
    found = [["a", "b"], ["c", "d"], ["f", "g", "h", "i"]]
    counts = lea(gold, found)
    assert counts.recall / counts.gold == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    assert counts.precision / counts.found == pytest.approx((2 * 1 + 2 * 0 + 4 * 1 / 6) / 8)


def test_mentions() -> None:
    assert mentions([[1], [2, 3]], [[1, 4], [3]]).f1 == pytest.approx(2 / 3)


def test_nothing_found_is_nothing_right() -> None:
    assert set(score_all([(GOLD, [])]).values()) == {0.0}


@given(st.lists(st.integers(0, 5), min_size=1, max_size=14))
def test_a_perfect_answer_is_perfect(labels: list[int]) -> None:
    chains = [[i for i, label in enumerate(labels) if label == k] for k in sorted(set(labels))]
    figures = score_all([(chains, chains)])
    wanted = {"mentions", "b3", "ceaf_e", "lea"} | ({"muc"} if any(len(c) > 1 for c in chains) else set())
    assert all(figures[name] == pytest.approx(100) for name in wanted)
