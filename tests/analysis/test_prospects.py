"""Stated prospects: what looks ahead is kept, with its direction and issue; nothing is computed."""

import pytest

from legation.analysis import prospects


def statement(content, **more):
    return {"id": content[:8], "speaker": "A minister", "country": "RUS", "act": "assert", "content": content,
            "evidence": content, "hedges": [], "published": "2021-05-01", "document_id": "d", **more}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "direction"),
    [
        ("the two sides will reach a deal on trade soon", "better"),
        ("no progress is to be expected in the coming round", "worse"),
        ("relations could deteriorate further next year", "worse"),
        ("the embargo is going to remain in place", "unchanged"),
    ],
)
def test_direction(content, direction):
    found = prospects.gather([statement(content)], "USA", "RUS")
    assert [p.direction for p in found.prospects] == [direction]


def test_reports_of_the_past_and_other_countries_are_left_out():
    rows = [statement("the delegations met on Monday"), statement("a deal will come", country="CHN")]
    assert not prospects.gather(rows, "USA", "RUS").prospects


def test_issue_areas_and_days():
    rows = [
        statement("tariffs on trade will ease", published="2021-05-01"),
        statement("the nuclear talks on uranium enrichment will fail", published="2021-06-01"),
    ]
    found = prospects.gather(rows, "USA", "RUS")
    assert [(p.issue, p.day) for p in found.prospects] == [("cbrn", "2021-06-01"), ("economic", "2021-05-01")]
    assert {e.name: e.value for e in found.estimates} == {"cbrn": -1.0, "economic": 1.0}
    assert not prospects.gather(rows, "USA", "RUS", since="2021-07-01").prospects
    assert not prospects.gather(rows, "USA", "RUS", documents={"other"}).prospects
