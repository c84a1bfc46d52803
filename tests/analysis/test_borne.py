"""Stated prospects against what followed: a verdict only where the record carries one."""

from datetime import timedelta

import pytest
from tests.analysis.rows import FIRST, row

from legation.analysis import borne, prospects


def said(content, day=100, **more):
    published = (FIRST + timedelta(day)).isoformat()
    return {"id": "s", "speaker": "A minister", "country": "USA", "act": "assess", "content": content, "hedges": [],
            "evidence": content, "published": published, "document_id": "d", **more}  # fmt: skip


def verdict(content, rows, commitments=(), read=range(600), **more):
    found = prospects.gather([said(content, **more)], "USA", "RUS")
    days = [FIRST + timedelta(d) for d in read]
    (prospect,) = borne.compare(found, rows, commitments, read_days=days).prospects
    return prospect.comparison


def acts(quad, days, contexts=("economic",), kind=None):
    types = {"material cooperation": "AID", "material conflict": "COERCE", "verbal cooperation": "AGREE"}
    return [row(d, quad=quad, contexts=list(contexts), type=kind or types[quad]) for d in days]


HOPE = "trade with Russia will improve"
FEAR = "trade with Russia will deteriorate"


def test_what_followed_bears_out_a_hope_or_a_fear():
    good, bad = acts("material cooperation", (120, 140, 200)), acts("material conflict", (120, 140, 200))
    found = verdict(HOPE, good)
    assert (found.verdict, found.stated) == ("borne out", False)
    assert set(found.event_ids) == {r["id"] for r in good}
    assert found.until == (FIRST + timedelta(100 + borne.HORIZON)).isoformat()
    assert verdict(FEAR, good).verdict == "not borne out"
    assert verdict(HOPE, bad).verdict == "not borne out"
    assert verdict(FEAR, bad).verdict == "borne out"


@pytest.mark.parametrize(
    ("content", "rows", "reason"),
    [
        (HOPE, acts("material cooperation", (120,)), "too little"),
        (HOPE, acts("material cooperation", (80, 90)), "too little"),
        (HOPE, acts("material cooperation", (120, 140), ("military",)), "too little"),
        (HOPE, acts("verbal cooperation", (120, 130, 140), kind="CONSULT"), "too little"),
        (HOPE, acts("material cooperation", (120, 130)) + acts("material conflict", (125, 135)), "both ways"),
        ("trade will improve", acts("material cooperation", (120, 140)), "about the two"),
    ],
)
def test_what_the_record_does_not_carry_cannot_be_told(content, rows, reason):
    found = verdict(content, rows)
    assert found.verdict == "cannot be told" and reason in found.why.lower()


def test_a_time_that_the_speaker_names_is_the_horizon():
    rows = acts("material cooperation", (112, 113)) + acts("material conflict", (150, 160, 170))
    found = verdict(f"{HOPE} within two weeks", rows)
    assert (found.verdict, found.stated) == ("borne out", True)
    assert found.until == (FIRST + timedelta(114)).isoformat()
    assert verdict(HOPE, rows).verdict == "cannot be told"


def test_a_prospect_is_open_until_its_time_is_over_and_unread_time_tells_nothing():
    rows = acts("material cooperation", (120, 140))
    assert verdict(HOPE, rows, read=range(200)).verdict == "open"
    gap = [*range(150), *range(280, 600)]
    assert "not read" in verdict(HOPE, rows, read=gap).why


def test_no_change_is_told_by_the_share_before():
    before, same = acts("material cooperation", (20, 40, 60, 80)), acts("material cooperation", (120, 140, 160))
    words = "trade with Russia will remain the same"
    assert verdict(words, before + same).verdict == "borne out"
    assert verdict(words, before + acts("material conflict", (120, 140, 160))).verdict == "not borne out"
    assert verdict(words, same).verdict == "cannot be told"


def test_agreements_of_the_pair_in_the_area_count():
    deal = {"id": "c1", "agreement": "trade agreement", "status": "signed", "parties": ["USA", "RUS"],
            "published": (FIRST + timedelta(150)).isoformat()}  # fmt: skip
    other = {**deal, "id": "c2", "agreement": "tariff accord on trade", "since": (FIRST + timedelta(160)).isoformat()}
    found = verdict(HOPE, [], [deal, other])
    assert found.verdict == "borne out" and set(found.commitment_ids) == {"c1", "c2"}
    gone = [{**c, "status": "withdrawn"} for c in (deal, other)]
    assert verdict(HOPE, [], gone).verdict == "not borne out"
    assert verdict(HOPE, [], [{**deal, "parties": ["USA", "CHN"]}, other]).verdict == "cannot be told"


def test_words_that_name_nobody_are_of_the_pair_where_the_report_tells_of_its_acts():
    rows = [{**r, "document_id": "d"} for r in acts("material cooperation", (99, 120, 140))]
    assert verdict("trade will improve", rows).verdict == "borne out"
    assert verdict("trade with Pakistan will improve", rows).verdict == "cannot be told"
    assert verdict("trade of the two countries will improve", rows[1:]).verdict == "borne out"
    assert borne.states_named("Russian grain, Beijing and the Kenyans") == {"RUS", "CHN", "KEN"}


def test_the_finding_counts_verdicts_and_stays_apart_from_forecasts():
    found = prospects.gather([said(HOPE), said(FEAR)], "USA", "RUS")
    held = borne.compare(found, acts("material cooperation", (120, 140)), read_days=[FIRST + timedelta(500)] * 2)
    assert "2 of 2 are due" in held.summary[-1]
    assert held.kind == "prospects" and held.estimates == found.estimates
