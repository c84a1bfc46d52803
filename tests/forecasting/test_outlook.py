"""Levels and risks: proper scores, honest baselines, no look into the future, a record that is kept."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.rows import FIRST, row, rows_of

from legation.dynamics import excitation
from legation.dynamics.acts import acts
from legation.forecasting import commitments, counts, reaction, risks, scores, store
from legation.forecasting.levels import COMBINED, Levels
from legation.forecasting.outlook import forecast, present
from legation.forecasting.panel import busiest, make_panel
from legation.forecasting.record import review, settle


def many(days=300, seed=0):
    generator = np.random.default_rng(seed)
    rows = []
    for i, (a, b) in enumerate([("USA", "RUS"), ("RUS", "USA"), ("USA", "CHN"), ("CHN", "JPN"), ("FRA", "DEU")]):
        for quad in ("verbal cooperation", "material conflict"):
            rows += rows_of(generator.poisson(0.15 + 0.1 * i, days), a, b, quad)
    return rows


@pytest.fixture(scope="module")
def told():
    made_on = (FIRST + timedelta(250)).isoformat()
    return many(), forecast(many(), "USA", "RUS", run_id="r", made_on=made_on, weeks=(1, 4))


def test_crps_of_a_sure_forecast_is_the_distance():
    sure = np.zeros((1, 11))
    sure[0, 3] = 1
    assert scores.crps(sure, np.array([7.0]))[0] == pytest.approx(4)


@given(st.floats(0.5, 8), st.floats(0.5, 8))
@settings(max_examples=25)
def test_the_true_distribution_has_the_best_expected_score(mean, other):
    true = counts.poisson_counts(np.array([mean]), 60)
    false = counts.poisson_counts(np.array([other]), 60)
    outcomes = np.arange(61.0)

    def expected(p):
        return (true[0] * scores.crps(np.repeat(p, 61, axis=0), outcomes)).sum()

    assert expected(true) <= expected(false) + 1e-9


def test_distributions_sum_to_one_and_have_their_mean():
    p = counts.negative_binomial(np.array([2.0, 5.0]), np.array([1.0, 4.0]), 300)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(p @ np.arange(301), [2, 5], rtol=1e-6)


def test_calibration_error_of_known_forecasts():
    chance, came = np.array([0.25] * 4 + [0.95] * 4), np.array([1, 0, 0, 0, 1, 1, 1, 1.0])
    assert scores.calibration_error(chance, came) == pytest.approx(0.025)


def test_recalibration_mends_overconfidence():
    generator = np.random.default_rng(1)
    true = generator.uniform(0.05, 0.95, 3000)
    came = (generator.uniform(size=3000) < true).astype(float)
    logit = np.log(true / (1 - true))
    bold = 1 / (1 + np.exp(-3 * logit))
    mended = risks.recalibrate(bold, came, bold)
    assert scores.calibration_error(bold, came) > 0.1
    assert scores.calibration_error(mended, came) < 0.04


def test_weeks_end_on_the_day_asked_for_and_count_occurrences_once_a_pair():
    told_twice = [row(13, id="a", occurrence_id="o"), row(13, id="b", occurrence_id="o")]
    rows = [row(0), row(7), row(7, "RUS", "USA"), *told_twice]
    panel = make_panel(acts(rows), [("RUS", "USA")], FIRST.toordinal() + 13)
    assert panel.counts[0, 0].tolist() == [1, 3]


def test_forecasts_do_not_look_ahead():
    rows = many()
    found = acts(rows)
    end = FIRST.toordinal() + 279
    later = [a for a in found if a.day > end - 70]
    pairs = busiest(found, 5)
    whole = make_panel(found, pairs, end)
    cut = make_panel([a for a in found if a not in later], pairs, end)
    origins = [Levels(p, 1, 4).walk(last=whole.weeks - 10) for p in (whole, cut)]
    for one, other in zip(*origins, strict=True):
        for name in one.distributions:
            top = min(one.distributions[name].shape[1], other.distributions[name].shape[1]) - 1
            if one.known + 4 <= whole.weeks - 10:
                np.testing.assert_allclose(
                    one.distributions[name][:, :top], other.distributions[name][:, :top], rtol=1e-4, atol=1e-6
                )


def test_what_does_not_beat_its_baselines_is_not_shown_as_a_forecast(told):
    _, forecasts = told
    assert len(forecasts) == 14
    for f in forecasts:
        assert f.shown == (f.method == COMBINED)
        assert f.shown == (f.skill is not None and f.skill > 0 and f.trials >= 8)
        assert bool(f.note) != f.shown
    finding = present(forecasts)
    assert sum("(baseline)" in e.title for e in finding.estimates) == sum(not f.shown for f in forecasts)


def test_intervals_and_quantiles_are_in_order(told):
    for f in told[1]:
        if f.measure == "count":
            assert f.low <= f.quantiles[3] <= f.high and list(f.quantiles) == sorted(f.quantiles)
        else:
            assert 0 < f.probability < 1 and f.least >= 1


def test_too_short_a_record_gives_nothing():
    rows = rows_of([1] * 60)
    assert forecast(rows, "USA", "RUS", run_id="r") == ()
    assert "less than" in present(()).summary[0]


def test_the_record_settles_only_what_is_over_and_counts_what_happened(told):
    rows, forecasts = told
    assert settle(forecasts, rows, forecasts[0].made_on) == ()
    outcomes = settle(forecasts, rows, (FIRST + timedelta(257)).isoformat())
    assert {o.forecast_id for o in outcomes} == {f.id for f in forecasts if f.weeks == 1}
    pair = [r for r in rows if {*r["actors"], *r["recipients"]} == {"USA", "RUS"}]
    days = range(251, 258)
    count = sum(r["quad"] == "material conflict" and (r["date_from"] - FIRST).days in days for r in pair)
    by_target = {f.target: o for f in forecasts for o in outcomes if o.forecast_id == f.id}
    assert by_target["material conflict"].value == count
    assert by_target["sanction"].value == 0
    finding = review(forecasts, outcomes)
    assert finding.summary[0].startswith("7 forecasts")


def test_ids_tell_runs_and_spans_apart(told):
    _, forecasts = told
    assert len({f.id for f in forecasts}) == len(forecasts)
    other = forecast(many(), "USA", "RUS", run_id="r2", made_on=forecasts[0].made_on, weeks=(1,))
    assert not {f.id for f in other} & {f.id for f in forecasts}
    assert [(f.mean, f.probability) for f in other] == [(f.mean, f.probability) for f in forecasts if f.weeks == 1]


def test_base_rates_name_their_source_and_missing_ones_are_said_to_be_missing():
    rows = [
        {"id": "a", "agreement": "A", "kind": "treaty", "status": "in force", "expires": "2030"},
        {"id": "b", "agreement": "B", "kind": "pledge", "status": "agreed", "deadline": "2029-05"},
        {"id": "c", "agreement": "C", "kind": "treaty", "status": "expired", "expires": "2031"},
    ]
    found = commitments.assess(rows, "2028-01-01")
    assert found[0].value is None and "No data" in found[0].note
    assert {e.name for e in found} == {"a", "b"}
    assert all(r.source and 0 <= r.count <= r.of for r in commitments.base_rates())
    assert all(e.low < e.value < e.high for e in found if e.value is not None)


def test_unread_weeks_are_missing_and_give_no_other_forecast_than_if_they_held_anything():
    rows = many(250)
    gap = range(145, 180)  # five whole weeks, counted back from the last day
    read = [FIRST + timedelta(d) for d in range(250) if d not in gap]
    made_on = (FIRST + timedelta(249)).isoformat()
    kept = [r for r in rows if (r["date_from"] - FIRST).days not in gap]
    reported = [{**r, "document_id": "d"} for r in kept]
    late = [{**r, "document_id": "d"} for r in rows]
    told = {"run_id": "r", "made_on": made_on, "weeks": (1,)}
    blank = forecast(reported, "USA", "RUS", **told, read_days=read)
    filled = forecast(late, "USA", "RUS", **told, read_days=read)
    quiet = forecast(reported, "USA", "RUS", **told)
    assert [(f.mean, f.probability) for f in blank] == [(f.mean, f.probability) for f in filled]
    means = [{f.target: f.mean for f in one} for one in (blank, quiet)]
    assert means[0]["verbal cooperation"] > means[1]["verbal cooperation"]
    assert "5 of 35 weeks" in " ".join(blank[0].reasons)


def test_a_gap_leaves_methods_where_they_were_and_has_no_outcome():
    generator = np.random.default_rng(5)
    rows = [{**r, "document_id": "d"} for r in rows_of(generator.poisson(1.5, 280))]
    read = [FIRST + timedelta(d) for d in range(280) if not 140 <= d < 154]
    found = acts(rows)
    panel = make_panel(found, [("RUS", "USA")], FIRST.toordinal() + 279, read_days=read)
    assert np.isnan(panel.counts[0, 0]).nonzero()[0].tolist() == [20, 21]
    assert (panel.weeks, panel.weeks_read) == (40, 38)
    past = panel.counts[0]
    for name, mean in counts.MEANS.items():
        assert np.isfinite(mean(past, 1, 4)).all(), name
    level = counts.smooth(past, 0.3)
    assert (level[:, 19] == level[:, 21]).all()
    np.testing.assert_allclose(counts.average(past, 1, 1)[0], np.nanmean(past[0]))
    assert counts.windows(past, 4).shape == (6, 37)
    assert np.isnan(counts.windows(past, 4)[0, 17:22]).all() and np.isfinite(counts.windows(past, 4)[0, 22:]).all()
    origins = Levels(panel, 1, 4).walk()
    assert [o.known for o in origins if o.outcome is None] == [17, 18, 19, 20, 21, 37, 38, 39, 40]
    for origin in origins:
        for table in origin.distributions.values():
            np.testing.assert_allclose(table.sum(axis=1), 1)


def test_imported_events_are_read_on_their_own_day():
    rows = [row(0), row(8), row(30, document_id="d")]
    panel = make_panel(acts(rows), [("RUS", "USA")], FIRST.toordinal() + 34, read_days=[FIRST + timedelta(22)])
    assert np.isfinite(panel.sides[0, 0]).tolist() == [True, True, False, True, False]


def test_a_forecast_over_a_week_that_was_not_read_is_not_settled(told):
    rows, forecasts = told
    reported = [{**r, "document_id": "d"} for r in rows]
    days = [FIRST + timedelta(d) for d in range(280)]
    over = (FIRST + timedelta(279)).isoformat()
    assert len(settle(forecasts, reported, over, days)) == len(forecasts)
    gap = [d for d in days if not 258 <= (d - FIRST).days < 265]
    settled = {o.forecast_id for o in settle(forecasts, reported, over, gap)}
    assert settled == {f.id for f in forecasts if f.weeks == 1}


def test_all_pairs_fitted_together_find_the_parameters_of_simulated_processes():
    effect = np.array([[0.3, 0.25], [0.1, 0.4]])
    drawn = np.stack([excitation.simulate(np.array([2.0, 3.0]), effect, 0.6, 1500, s).T for s in range(4)])
    known = np.ones(1500, dtype=bool)
    known[500:700] = False
    found = reaction.Processes(drawn, known, steps=400)
    assert (found.decay == 0.6).all()
    np.testing.assert_allclose(found.effect.mean(axis=0), effect, atol=0.08)


def test_forecasts_are_kept_once_and_their_record_is_told(told, tmp_path):
    rows, forecasts = told
    assert store.track(tmp_path, "USA", "RUS", rows) is None
    assert store.keep(tmp_path, forecasts) == len(forecasts)
    assert store.keep(tmp_path, forecasts) == 0
    before = (tmp_path / store.STORE).read_bytes()
    again = forecast(rows, "USA", "RUS", run_id="r2", made_on=forecasts[0].made_on, weeks=(1,))
    assert store.keep(tmp_path, again) == len(again)
    assert (tmp_path / store.STORE).read_bytes().startswith(before)
    assert store.stored(tmp_path, "RUS", "USA") == forecasts
    assert store.stored(tmp_path, "RUS", "CHN") == ()
    later = forecast(rows, "USA", "RUS", run_id="r3", made_on=(FIRST + timedelta(296)).isoformat(), weeks=(1,))
    store.keep(tmp_path, later)
    assert store.latest(tmp_path, "USA", "RUS") == later
    record = store.track(tmp_path, "USA", "RUS", rows)
    assert record.summary[0].startswith(f"{len(forecasts)} forecasts")
    assert f"{len(later)} are still open" in record.notes[-1]


def test_a_line_that_was_cut_off_is_passed_over_and_harms_no_later_one(told, tmp_path):
    _, forecasts = told
    store.keep(tmp_path, forecasts[:2])
    with (tmp_path / store.STORE).open("ab") as out:
        out.write(b'{"id": "half')
    assert store.keep(tmp_path, forecasts[2:4]) == 2
    assert store.stored(tmp_path, "USA", "RUS") == forecasts[:4]
    assert store.keep(tmp_path / "none", forecasts) == 0
