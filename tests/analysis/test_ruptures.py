"""Change points: known ones are found, noise has none."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import nbinom
from tests.analysis.rows import rows_of

from legation.analysis import levels, ruptures


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
    assert levels.changes(calm, 2) == []


@pytest.mark.parametrize("size", [0.7, 4.0, levels.POISSON])
def test_the_best_segmentation_is_the_one_found_by_trying_all(size):
    generator = np.random.default_rng(3)
    counts = np.concatenate([generator.poisson(2, 6), generator.poisson(9, 5), generator.poisson(1, 5)]).astype(float)
    penalty, shortest = 4.0, 2

    def cost(cuts):
        parts = [counts[a:b] for a, b in pairwise([0, *cuts, len(counts)])]
        if any(len(p) < shortest for p in parts):
            return np.inf
        fits = [nbinom.logpmf(p, size, size / (size + max(p.mean(), 1e-9))).sum() for p in parts]
        return -2 * sum(fits) + penalty * len(cuts)

    places = range(1, len(counts))
    tried = [[], *([a] for a in places), *([a, b] for a in places for b in places if a < b)]
    tried += [[a, b, c] for a in places for b in places for c in places if a < b < c]
    assert levels.segment(counts, size, penalty, shortest) == min(tried, key=cost)


@pytest.mark.parametrize("size", [0.6, 3.0])
def test_the_unevenness_of_simulated_counts_is_found(size):
    generator = np.random.default_rng(2)
    drawn = [generator.poisson(3 * generator.gamma(size, 1 / size, 400)).astype(float) for _ in range(20)]
    assert np.median([levels.unevenness(d) for d in drawn]) == pytest.approx(size, rel=0.35)


@pytest.mark.parametrize(("mean", "size"), [(0.5, levels.POISSON), (3.0, levels.POISSON), (3.0, 1.0)])
def test_series_without_a_change_rarely_have_one(mean, size):
    generator = np.random.default_rng(4)
    drawn = generator.poisson(mean * generator.gamma(size, 1 / size, (150, 52))).astype(float)
    assert sum(bool(levels.changes(d, 2)) for d in drawn) <= 12


def test_a_weeks_outburst_and_a_lasting_change_are_found_at_their_scales_and_once():
    generator = np.random.default_rng(9)
    rate = np.full(350, 0.15)
    rate[140:150] = 3.0
    rate[250:] = 0.9
    found = ruptures.find(rows_of(generator.poisson(rate), quad="material conflict"), "USA", "RUS")
    rises = [m.day for m in found.marks if m.title == "material conflict rises"]
    days = [(np.datetime64(d) - np.datetime64("2021-01-04")).astype(int) for d in rises]
    assert len(days) == 2
    assert abs(days[0] - 140) <= 3 and abs(days[1] - 250) <= 10


def test_unread_weeks_make_no_rupture():
    counts = np.ones(210, dtype=int)
    counts[70:140] = 0
    from datetime import timedelta

    from tests.analysis.rows import FIRST

    read = [FIRST + timedelta(d) for d in range(210) if not 70 <= d < 140]
    assert not ruptures.find(rows_of(counts), "USA", "RUS", read_days=read).marks
    assert ruptures.find(rows_of(counts), "USA", "RUS").marks
