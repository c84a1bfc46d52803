"""Chances of rare events: known parameters are found, and nothing of the future or of unread weeks is used."""

import numpy as np
import pytest

from legation.forecasting import chances
from legation.forecasting.panel import TARGETS, Panel


def panel(weeks=40, pairs=30, seed=2, unread=()):
    generator = np.random.default_rng(seed)
    rate = np.where(np.arange(pairs) < pairs // 2, 0.02, 0.4)[:, None, None]
    counts = generator.poisson(rate, (pairs, len(TARGETS), weeks)).astype(float)
    sides, busy = counts[:, :2] * 1.0, counts.sum(axis=1)
    for table in (counts, sides, busy):
        table[..., list(unread)] = np.nan
    names = tuple((f"A{i:02d}", f"B{i:02d}") for i in range(pairs))
    return Panel(pairs=names, targets=tuple(TARGETS), made_on=738000, counts=counts, sides=sides, busy=busy)


def cut(whole, weeks):
    return Panel(pairs=whole.pairs, targets=whole.targets, made_on=whole.made_on, counts=whole.counts[..., :weeks],
                 sides=whole.sides[..., :weeks], busy=whole.busy[..., :weeks])  # fmt: skip


def test_the_regression_finds_known_parameters():
    generator = np.random.default_rng(1)
    cases = np.stack([np.ones(6000), generator.normal(size=6000), generator.normal(size=6000)], axis=1)
    true = np.array([-1.5, 0.8, -0.4])
    came = (generator.uniform(size=6000) < 1 / (1 + np.exp(-cases @ true))).astype(float)
    np.testing.assert_allclose(chances.regress(cases, came), true, atol=0.12)


@pytest.mark.parametrize("unread", [(), (20, 21)])
def test_pairs_with_more_of_it_get_more_and_the_future_is_not_looked_at(unread):
    whole = panel(unread=unread)
    told = chances.Chances(whole, "sanction", 1, 4)(32)
    assert told[15:].mean() > 0.6 > 0.3 > told[:15].mean()
    np.testing.assert_allclose(told, chances.Chances(cut(whole, 32), "sanction", 1, 4)(32))


def test_spans_with_an_unread_week_have_no_outcome_and_too_few_cases_give_nothing():
    found = chances.Chances(panel(unread=(20,)), "sanction", 1, 4)
    missing = np.isnan(found.came).all(axis=0)
    assert np.flatnonzero(missing).tolist() == [0, 17, 18, 19, 20, 37, 38, 39, 40]
    assert chances.Chances(panel(), "sanction", 1, 4)(10) is None
