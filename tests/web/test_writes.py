"""Reading, adding and judging at the desk; many readers beside a writer."""

import asyncio
import threading
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.reports import TEXT, report
from tests.web.desks import client, post, small

from legation.web import create_app
from legation.web.pages.report import cut


def test_a_report_is_read_before_it_is_added(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    visitor = client(ledger)
    form = {"text": TEXT + " It was read.", "published": "2021-05-06", "title": "Pasted", "source": "", "url": ""}
    read = post(visitor, "/read", {**form, "action": "read"})
    assert read.status_code == 200 and "not in the ledger yet" in read.text and "Ruritania" in read.text
    assert len(ledger.query("select 1 from documents")) == 2
    added = post(visitor, "/read", {**form, "action": "add"})
    assert added.status_code == 303
    page = visitor.get(added.headers["location"])
    assert page.status_code == 200 and "Pasted" in page.text
    assert visitor.get("/overview.json").json()["counts"]["reports"] == 3


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    visitor = client(small(tmp_path))
    for form in ({"text": ""}, {"text": "…"}, {"text": TEXT, "published": "next week"}):
        answer = post(visitor, "/read", {**form, "action": "add"})
        assert answer.status_code == 422 and 'role="alert"' in answer.text


def test_judgements_show_at_once(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    visitor = client(ledger)
    before = visitor.get("/events.json").json()
    record = before["events"][0]["id"]
    assert post(visitor, "/judge", {"record": record, "verdict": "reject", "next": "/events"}).status_code == 303
    after = visitor.get("/events.json").json()
    assert after["total"] == before["total"] - 1
    assert record not in {e["id"] for e in after["events"]}


def test_a_correction_changes_what_the_form_changes(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    visitor = client(ledger)
    event = visitor.get("/events.json?type=SANCTION").json()["events"][0]
    page = visitor.get("/judge.json", params={"record": event["id"]}).json()
    form = {f["name"]: f["value"] for f in page["fields"]}
    assert page["passage"] == event["evidence"]
    nothing = post(visitor, "/judge", {**form, "record": event["id"], "verdict": "correct"})
    assert nothing.status_code == 400
    form |= {"type": "REJECT", "mode": "", "recipients": "HUN, POL", "date_from": "2021-05-01"}
    done = post(visitor, "/judge", {**form, "record": event["id"], "verdict": "correct", "judge": "Ada", "note": "no"})
    assert done.status_code == 303
    (found,) = visitor.get("/events.json", params={"ids": event["id"]}).json()["events"]
    assert (found["type"], found["mode"], found["recipients"]) == ("REJECT", None, ["HUN", "POL"])
    assert found["quad"] == "verbal conflict" and found["date_from"] == "2021-05-01"
    assert found["evidence"] == event["evidence"]
    bad = post(visitor, "/judge", {"type": "DANCE", "record": event["id"], "verdict": "correct"})
    assert bad.status_code == 400


def test_judged_records_leave_the_queue(tmp_path: Path) -> None:
    visitor = client(small(tmp_path))
    first = visitor.get("/judge.json").json()["record"]["id"]
    post(visitor, "/judge", {"record": first, "verdict": "confirm"})
    page = visitor.get("/judge.json").json()
    assert page["record"]["id"] != first and first not in {q["id"] for q in page["queue"]}
    assert page["done"] == [{"verdict": "confirm", "number": 1}]


def test_the_report_page_shows_judgements(tmp_path: Path) -> None:
    visitor = client(small(tmp_path))
    record = visitor.get("/report.json?id=d1").json()["records"]["s1"]["id"]
    post(visitor, "/judge", {"record": record, "verdict": "confirm", "judge": "Ada", "next": "/report?id=d1"})
    assert "Confirmed by Ada" in visitor.get("/report?id=d1").text


def test_a_thousand_requests_beside_a_writer(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    app = create_app(ledger)
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set() and len(written) < 12:
            written.append(ledger.add(report(f"w{len(written)}", f"{TEXT} Writing {len(written)}.")))
            stop.wait(0.4)

    async def ask() -> list[httpx.Response]:
        limits = asyncio.Semaphore(60)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=120) as browser:

            async def get(path: str) -> httpx.Response:
                async with limits:
                    return await browser.get(path)

            asked = ("/", "/events.json", "/relation/SVK/HUN.json", "/report?id=d1", "/commitments.csv")
            return await asyncio.gather(*(get(asked[i % len(asked)]) for i in range(1_000)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        answers = asyncio.run(ask())
    finally:
        stop.set()
        writer.join()
    assert [a.text for a in answers if a.status_code != 200] == []
    assert len(answers) == 1_000 and sum(written) > 1
    app.state.desk.refresh()
    assert app.state.desk.row("counts")["reports"] == 2 + sum(written)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=6))
def test_pieces_join_to_the_text(spans: list[tuple[int, int]]) -> None:
    import msgspec

    plain = report()
    events = tuple(
        msgspec.structs.replace(
            plain.events[0], id=f"e{i}", start=start, end=start + length, evidence="x" * length
        )
        for i, (start, length) in enumerate(spans)
    )  # fmt: skip
    pieces = list(cut(msgspec.structs.replace(plain, events=events)))
    assert "".join(p.text for p in pieces) == TEXT
    for event in events:
        assert "".join(p.text for p in pieces if event.id in p.claims) == TEXT[event.start : event.end]


def test_a_copy_that_takes_long_is_made_behind_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.web.desk.QUICK", 0.0)
    monkeypatch.setattr("legation.web.desk.FRESH_FOR", 0.0)
    ledger = small(tmp_path)
    visitor = client(ledger)
    assert visitor.get("/overview.json").json()["counts"]["reports"] == 2
    ledger.add(report("d3", TEXT + " A third."))
    assert visitor.get("/overview.json").json()["counts"]["reports"] in (2, 3)
    visitor.app.state.desk.refresh()  # type: ignore[attr-defined]
    assert visitor.get("/overview.json").json()["counts"]["reports"] == 3


def test_a_slow_part_is_left_out_of_the_page_and_found_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    visitor = client(small(tmp_path))
    monkeypatch.setattr("legation.web.pages.outlook.forecast", lambda *a, **k: (gate.wait(60), ())[1])
    monkeypatch.setattr("legation.web.app.PATIENCE", 0.0)
    assert "data-waiting" in visitor.get("/outlook/SVK/HUN").text
    gate.set()
    assert visitor.get("/outlook/SVK/HUN.json").json()["finding"] is not None
    assert "data-waiting" not in visitor.get("/outlook/SVK/HUN").text


def test_a_slow_part_that_fails_says_so_and_is_tried_again(tmp_path: Path) -> None:
    desk = create_app(small(tmp_path)).state.desk
    with pytest.raises(ZeroDivisionError):
        desk.soon("key", lambda: 1 // 0, None)
    assert desk.soon("key", lambda: 7, None) == 7 == desk.soon("key", lambda: 8, None)
