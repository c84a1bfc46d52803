"""Who answers whom, on simulated data with known parameters."""

import numpy as np
from tests.analysis.rows import rows_of

from legation.analysis import reciprocity
from legation.dynamics.excitation import expect, fit, simulate, smooth, traces

BASE, EFFECT, DECAY = np.array([0.3, 0.2]), np.array([[0.3, 0.25], [0.1, 0.4]]), 0.5


def inside(value, interval):
    return interval[0] <= value <= interval[1]


def test_parameters_of_simulated_processes_lie_in_their_intervals_as_often_as_stated():
    hits = []
    for seed in range(12):
        found = fit(simulate(BASE, EFFECT, DECAY, 1500, seed))
        hits += [inside(v, i) for v, i in zip(BASE, found.base_interval, strict=True)]
        hits += [inside(EFFECT[i, j], found.effect_interval[i][j]) for i in range(2) for j in range(2)]
        hits.append(inside(DECAY, found.decay_interval))
    assert np.mean(hits) >= 0.88  # 84 intervals of 95 %: fewer than 74 hits have a chance below one in a thousand


def test_traces_follow_their_definition():
    counts = np.random.default_rng(1).poisson(1.0, (30, 2)).astype(float)
    keep = np.exp(-0.7)
    slow = [
        sum(counts[s] * (1 - keep) * keep ** (t - s - 1) for s in range(t)) if t else np.zeros(2) for t in range(30)
    ]
    np.testing.assert_allclose(traces(counts, 0.7), np.array(slow), atol=1e-12)


def test_expectations_of_a_settled_process_approach_its_mean():
    found = fit(simulate(BASE, EFFECT, DECAY, 3000, 5))
    mean = np.linalg.solve(np.eye(2) - np.array(found.effect), np.array(found.base))
    np.testing.assert_allclose(expect(found, np.zeros((5, 2)), 400)[-1], mean, rtol=0.02)


def test_the_side_that_answers_is_named():
    counts = simulate(np.array([0.3, 0.05]), np.array([[0.0, 0.0], [0.8, 0.0]]), 0.6, 900, 2)
    rows = [*rows_of(counts[:, 0]), *rows_of(counts[:, 1], "RUS", "USA")]
    found = reciprocity.measure(rows, "USA", "RUS")
    estimates = {e.name: e for e in found.estimates}
    assert inside(0.8, (estimates["all_back"].low, estimates["all_back"].high))
    assert estimates["all_toward"].value < 0.2
    assert estimates["all_p"].value < 0.001
    assert found.summary[0].startswith("RUS answers more")


def test_a_shared_trend_is_not_an_answer():
    rejected = 0
    for seed in range(12):
        level = np.where(np.arange(330) < 150, 0.15, 0.6)[:, None]
        counts = np.random.default_rng(seed).poisson(np.hstack([level, level])).astype(float)
        trend = smooth(counts)
        gain = (
            fit(counts, trend=trend, slowest=0.07).log_likelihood
            - fit(counts, trend=trend, slowest=0.07, mutual=False).log_likelihood
        )
        rejected += 2 * gain > 5.99
    assert rejected <= 3


def test_regression_recovers_a_known_autoregression():
    generator = np.random.default_rng(4)
    other = generator.normal(size=600)
    own = np.zeros(600)
    for t in range(2, 600):
        own[t] = 0.3 * own[t - 1] + 0.4 * other[t - 1] + 0.1 * other[t - 2] + generator.normal()
    forth, back = reciprocity.regress(own, other, 2), reciprocity.regress(other, own, 2)
    assert forth.low <= 0.5 <= forth.high and forth.p_value < 1e-6
    assert back.low <= 0.0 <= back.high


def test_too_little_is_said_to_be_too_little():
    found = reciprocity.measure(rows_of([1, 0, 1]), "USA", "RUS")
    assert found.summary == ("Too little is recorded to tell who answers whom.",)


def test_a_fit_without_error_gives_finite_numbers():
    own, other = np.zeros(40), np.zeros(40)
    own[-1], other[5] = -7.0, 3.0
    found = reciprocity.regress(own, other, 2)
    assert np.isfinite([found.effect, found.low, found.high]).all() and 0 <= found.p_value <= 1
    still = reciprocity.regress(np.zeros(40), other, 2)
    assert np.isfinite([still.effect, still.low, still.high]).all() and still.p_value == 1
