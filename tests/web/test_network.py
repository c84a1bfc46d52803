"""The network of actors: page, command, Python and rows of events tell the same."""

import re

import msgspec
import pytest
from starlette.testclient import TestClient

from legation.analysis import network
from legation.analysis.dyads import EVENTS
from legation.api import Ledger
from legation.records import Edge, Finding
from legation.web.rings import ACTORS, merge, order, ring, sign_of, strip

ALL = EVENTS.split("where")[0] + "order by date_from, e.id"


def plain(finding: Finding) -> dict[str, object]:
    """A finding whose scores are rounded: the database sums in another order."""
    edges = [msgspec.structs.replace(e, score=None if e.score is None else round(e.score, 6)) for e in finding.edges]
    return msgspec.to_builtins(msgspec.structs.replace(finding, edges=tuple(edges)))


@pytest.mark.parametrize("kind", ["empty", "small", "large"])
@pytest.mark.parametrize(
    "asked",
    [
        {}, {"step": "week", "since": "2021-03-03", "until": "2021-05-20"}, {"actors": ["SVK"]},
        {"actors": ["SVK", "HUN"], "step": "day"}, {"most": 3}, {"since": "2019-02-02"},
    ],
    ids=str,
)  # fmt: skip
def test_database_and_rows_count_alike(kind: str, asked: dict, ledgers: dict[str, Ledger]) -> None:
    counted = ledgers[kind].network(**asked)
    assert plain(counted) == plain(network.connect(ledgers[kind].query(ALL).to_dicts(), **asked))
    assert bool(counted.edges) == (kind != "empty")


@pytest.mark.parametrize(
    "query", ["since=2016-01-01", "step=week&since=2021-05-01&until=2021-05-31", "party=SVK&since=2015-12-31"]
)
def test_the_page_shows_the_finding_of_the_ledger(
    query: str, ledgers: dict[str, Ledger], visitors: dict[str, TestClient]
) -> None:
    asked = dict(p.split("=") for p in query.split("&"))
    party = asked.pop("party", None)
    page = visitors["large"].get(f"/network.json?{query}").json()
    found = ledgers["large"].network(**asked, actors=[party] if party else None)  # type: ignore[arg-type]
    assert plain(msgspec.convert(page["finding"], Finding)) == plain(found)


def test_an_occurrence_of_two_reports_is_one_act(ledgers: dict[str, Ledger]) -> None:
    (edge,) = [e for e in ledgers["small"].network().edges if (e.source, e.target) == ("SVK", "HUN")]
    assert edge.events == 1


def test_periods_lead_to_their_ties_and_ties_to_events(visitors: dict[str, TestClient]) -> None:
    visitor = visitors["large"]
    page = visitor.get("/network.json").json()
    assert page["period"] == page["finding"]["starts"][-1] and page["later"] is None
    earlier = visitor.get("/network.json", params={"period": page["earlier"]}).json()
    assert {e["period"] for e in earlier["edges"]} <= {page["earlier"]} and earlier["later"] == page["period"]
    html = visitor.get("/network", params={"period": page["earlier"]}).text
    tie = earlier["edges"][0]
    listed = visitor.get("/events.json", params={k: tie[k] for k in ("source", "target")} | {
        "since": earlier["first"], "until": earlier["last"]}).json()  # fmt: skip
    assert listed["total"] >= tie["events"] > 0
    assert f"source={tie['source']}&amp;target={tie['target']}&amp;since={earlier['first']}" in html
    whole = visitor.get("/network.json?period=all").json()
    assert sum(e["events"] for e in whole["edges"]) <= sum(e["events"] for e in whole["finding"]["edges"])
    assert visitor.get("/network?period=soon").status_code == 400


def edge(source: str, target: str, events: int = 1, score: float | None = 1.0, period: str = "2021-01-01") -> Edge:
    return Edge(period=period, source=source, target=target, events=events, score=score)


def test_ties_of_several_periods_are_weighed_by_their_acts() -> None:
    (found,) = merge([edge("A", "B", 1, 4.0), edge("A", "B", 3, 0.0, "2021-02-01")], "2021-01-01")
    assert (found.events, found.score) == (4, 1.0)


def test_the_ring_draws_the_busiest_and_counts_what_it_leaves_out() -> None:
    edges = [edge(f"A{i:02d}", "HUB", 40 - i) for i in range(30)]
    drawn = ring(edges, edges, "2021-01-01", "2021-01-31")
    assert drawn is not None and len(drawn.nodes) == ACTORS and drawn.left_out == 30 - (ACTORS - 1)
    assert all(0 < n.x < drawn.width and 0 < n.y < drawn.height for n in drawn.nodes)
    assert ring([], edges, "", "") is None


def test_neighbours_on_the_ring_deal_with_each_other() -> None:
    found = order([edge("A", "B", 9), edge("C", "D", 5), edge("A", "C", 1)])
    assert abs(found.index("A") - found.index("B")) == 1 and abs(found.index("C") - found.index("D")) == 1


def test_colour_is_not_the_only_sign() -> None:
    css = re.findall(r"\.tie\.(\w+) \{([^}]*)\}", _css())
    assert {name for name, _ in css} == {sign_of(s) for s in (5.0, -5.0, None)} == {"good", "bad", "even"}
    dashes = {name: re.findall(r"stroke-dasharray: ([^;]*);", rules) for name, rules in css}
    assert dashes["good"] == [] and dashes["bad"] != dashes["even"] != []


def _css() -> str:
    from importlib.resources import files

    return files("legation.web").joinpath("static", "desk.css").read_text("utf-8")


def test_the_strip_has_a_slot_a_period(ledgers: dict[str, Ledger]) -> None:
    finding = ledgers["large"].network()
    slots = strip(finding, finding.starts[0], step="month")
    assert len(slots) == len(finding.starts) and [s.chosen for s in slots].count(True) == 1
    assert max(max(s.up, s.down) for s in slots) == 1
