"""Properties that every record must have, on the bundled samples: verbatim evidence, known codes, ends that exist."""

from typing import Any, get_args

import msgspec
import pytest

from legation.knowledge.events import plover
from legation.records import Report
from legation.records.claims import Act, CommitmentKind, CommitmentStatus, LinkKind, Status


@pytest.fixture(scope="module")
def reports(reader: Any, samples: dict[str, dict[str, Any]]) -> list[Report]:
    return list(reader.read_many(samples.values()))


def test_every_sample_has_events_statements_and_its_own_order(
    reports: list[Report], samples: dict[str, dict[str, Any]]
) -> None:
    assert [r.document.id for r in reports] == [s["id"] for s in samples.values()]
    assert all(len(r.events) >= 5 and len(r.statements) >= 5 for r in reports)


def test_evidence_is_verbatim(reports: list[Report]) -> None:
    for report in reports:
        text = report.document.text
        for claim in (*report.events, *report.statements, *report.commitments, *report.links):
            assert text[claim.start : claim.end] == claim.evidence
        for statement in report.statements:
            assert statement.content in text
        for event in report.events:
            assert event.trigger in text
        for mention in (m for a in report.actors for m in a.mentions):
            assert text[mention.start : mention.end] == mention.text


def test_codes_are_those_of_the_guidelines(reports: list[Report]) -> None:
    for report in reports:
        for event in report.events:
            entry = plover()[event.type]
            assert event.mode is None or event.mode in entry.modes
            assert event.status in get_args(Status) and event.quad == entry.quad
            assert event.date is None or event.date.from_ <= event.date.to
            assert 0 <= event.confidence <= 1
        assert all(s.act in get_args(Act) for s in report.statements)
        assert all(
            c.kind in get_args(CommitmentKind) and c.status in get_args(CommitmentStatus) for c in report.commitments
        )
        assert all(x.kind in get_args(LinkKind) for x in report.links)


def test_ids_are_unique_and_ends_of_links_exist(reports: list[Report]) -> None:
    for report in reports:
        ids = [c.id for c in (*report.events, *report.statements, *report.commitments, *report.links)]
        assert len(ids) == len(set(ids))
        assert all(x.from_ in ids and x.to in ids and x.from_ != x.to for x in report.links)
        actors = {a.id for a in report.actors}
        assert all(set(e.actor_ids) | set(e.recipient_ids) <= actors for e in report.events)


def test_report_survives_its_json(reports: list[Report]) -> None:
    for report in reports:
        assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
        plain = report.to_dict()
        assert isinstance(plain["events"], list) and "from" in (plain["links"] or [{"from": 0}])[0]


def test_same_bytes_alone_in_a_batch_and_on_one_or_two_threads(
    reports: list[Report], samples: dict[str, dict[str, Any]]
) -> None:
    from legation import Reader

    together = [msgspec.json.encode(r) for r in reports]
    single = Reader(threads=1)
    alone = [msgspec.json.encode(next(single.read_many([s]))) for s in samples.values()]
    assert alone == together
    crowd = list(samples.values()) * 8
    again = [msgspec.json.encode(r) for r in single.read_many(crowd)]
    assert again == together * 8


def test_without_a_date_relative_dates_stay_open(reader: Any) -> None:
    report = reader.read("French President Emmanuel Macron met Chancellor Angela Merkel in Berlin on Tuesday.")
    assert report.document.published is None
    assert all(e.date is None for e in report.events)
    assert any("relative date" in w for w in report.warnings)
