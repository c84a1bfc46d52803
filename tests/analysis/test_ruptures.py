"""Change points: known ones are found, noise has none."""

from itertools import pairwise

import numpy as np
import pytest
from tests.analysis.rows import rows_of

from legation.analysis import ruptures


@pytest.mark.parametrize("seed", range(5))
def test_a_jump_is_found_within_three_days_and_a_calm_series_has_none(seed):
    generator = np.random.default_rng(seed)
    counts = generator.poisson(np.where(np.arange(280) < 150, 0.2, 1.5))
    found = ruptures.find(rows_of(counts, quad="material conflict"), "USA", "RUS")
    marks = [m for m in found.marks if m.title == "material conflict rises"]
    assert len(marks) == 1
    assert abs((np.datetime64(marks[0].day) - np.datetime64("2021-06-03")).astype(int)) <= 3
    assert marks[0].event_ids
    calm = generator.poisson(np.full(40, 4.0)).astype(float)
    assert ruptures.changes(calm) == []


def test_the_best_segmentation_is_the_one_found_by_trying_all():
    generator = np.random.default_rng(3)
    counts = np.concatenate([generator.poisson(2, 6), generator.poisson(9, 5), generator.poisson(1, 5)]).astype(float)
    penalty = 6.0

    def cost(cuts):
        bounds = [0, *cuts, len(counts)]
        parts = [counts[a:b] for a, b in pairwise(bounds)]
        if any(len(p) < ruptures.SHORTEST for p in parts):
            return np.inf
        return sum(-2 * p.sum() * np.log(p.mean()) if p.sum() else 0.0 for p in parts) + penalty * len(cuts)

    places = range(1, len(counts))
    tried = [[], *([a] for a in places), *([a, b] for a in places for b in places if a < b)]
    tried += [[a, b, c] for a in places for b in places for c in places if a < b < c]
    best = min(tried, key=cost)
    assert ruptures.segment(counts, 1.0, penalty) == best


def test_unread_weeks_make_no_rupture():
    counts = np.ones(210, dtype=int)
    counts[70:140] = 0
    from datetime import timedelta

    from tests.analysis.rows import FIRST

    read = [FIRST + timedelta(d) for d in range(210) if not 70 <= d < 140]
    assert not ruptures.find(rows_of(counts), "USA", "RUS", read_days=read).marks
    assert ruptures.find(rows_of(counts), "USA", "RUS").marks
