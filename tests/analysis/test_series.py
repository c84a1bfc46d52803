"""Series: what is missing is told from what is quiet; one occurrence counts once."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.rows import FIRST, row

from legation.analysis import agenda, network, series
from legation.dynamics.periods import make_periods
from legation.errors import SettingsError


def values(finding, name):
    return next(s.values for s in finding.series if s.name == name)


def test_unread_weeks_are_missing_and_read_weeks_without_events_are_quiet():
    rows = [row(0), row(1, "RUS", "USA", "material conflict"), row(28)]
    read = [FIRST + timedelta(d) for d in (0, 8, 21, 28)]
    found = series.measure(rows, "USA", "RUS", read_days=read)
    assert values(found, "occurrences") == (2.0, 0.0, None, 0.0, 1.0)
    assert values(found, "material_conflict_back") == (1.0, 0.0, None, 0.0, 0.0)
    assert values(found, "score")[0] == pytest.approx(-1.0)
    assert values(found, "score")[1] is None


def test_without_knowledge_of_reading_nothing_is_called_missing():
    found = series.measure([row(0), row(28)], "USA", "RUS")
    assert values(found, "occurrences") == (1.0, 0.0, 0.0, 0.0, 1.0)
    assert "not known" in found.notes[0]


def test_an_occurrence_counts_once_and_its_reports_each():
    rows = [row(0, id="a", occurrence_id="o", document_id="d1"), row(0, id="b", occurrence_id="o", document_id="d2")]
    found = series.measure(rows, "USA", "RUS")
    assert values(found, "occurrences") == (1.0,)
    assert values(found, "reports") == (2.0,)


def test_what_did_not_happen_and_other_pairs_are_left_out():
    rows = [row(0), row(0, status="future", id="f"), row(0, "USA", "CHN"), row(0, status="negated", id="n")]
    assert sum(values(series.measure(rows, "USA", "RUS"), "occurrences")) == 1


def test_two_sided_events_count_once_and_in_both_directions():
    talks = row(0, actors=["RUS", "USA"], recipients=[])
    found = series.measure([talks], "USA", "RUS")
    assert values(found, "occurrences") == (1.0,)
    assert values(found, "verbal_cooperation_toward") == values(found, "verbal_cooperation_back") == (1.0,)


def test_an_unknown_step_is_the_users_mistake():
    with pytest.raises(SettingsError):
        series.measure([row(0)], "USA", "RUS", step="year")


@given(st.integers(700_000, 740_000), st.integers(0, 900), st.sampled_from(["day", "week", "month"]), st.data())
def test_every_day_falls_into_the_one_period_that_holds_it(since, length, step, data):
    periods = make_periods(step, since, since + length)
    day = data.draw(st.integers(since, since + length))
    place = periods.place(day)
    ends = [*periods.starts[1:], periods.stop]
    assert place is not None and periods.starts[place] <= day < ends[place]
    assert periods.place(periods.stop) is None


def test_agenda_counts_an_event_in_each_of_its_contexts():
    rows = [row(0, contexts=["military", "economic"]), row(40, "RUS", "USA", contexts=[])]
    found = agenda.trace(rows, "USA", "RUS")
    assert {s.name: s.values for s in found.series} == {
        "economic": (1.0, 0.0), "military": (1.0, 0.0), "unspecified": (0.0, 1.0),
    }  # fmt: skip


def test_network_has_an_edge_a_direction_and_period():
    found = network.connect([row(0), row(1), row(40, "RUS", "USA", "material conflict"), row(40, "CHN", "USA")])
    edges = {(e.period, e.source, e.target): e for e in found.edges}
    assert edges["2021-01-01", "USA", "RUS"].events == 2
    assert edges["2021-02-01", "RUS", "USA"].conflict == 1
    assert len(edges) == 3
    assert {e.name: e.value for e in found.estimates}["USA"] == 2
