"""Every page on an empty, a small, a larger and a hostile ledger, with its twins and its declared keys."""

import csv
import io
import re
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient
from tests.ledger.reports import TEXT, event, report
from tests.web.desks import client, paths, twin

from legation.api import Ledger
from legation.web.page import Context
from legation.web.registry import ORDER, all_pages
from legation.web.rendering import environment

KINDS = ("empty", "small", "large", "hostile")

KEYS = {
    "overview": "counts span since until matrix reports widest due ended moves",
    "events": "filters events total page pages",
    "occurrences": "least occurrences total page pages",
    "occurrence": "occurrence tellings disputed",
    "statements": "filters acts finding speakers statements total page pages",
    "commitments": "today parties words finding coming past open calendar more compliance total page pages",
    "actors": "words finding actors total page pages",
    "network": "step party since until period first last earlier later finding edges total ring strip",
    "actor": "code counterparts speakers people events total statements agreements",
    "relation": "first second step since until total undated series ruptures reciprocity agenda prospects chart "
    "timeline events answers statements agreements",
    "report": "document pieces actors events statements commitments links names records warnings stored",
    "outlook": "first second waiting finding forecasts record prospects",
    "search": "words actors reports records notes",
    "read": "form result error",
    "judge": "table record before passage after fields queue done document",
}  # fmt: skip


def test_pages_declare_their_keys() -> None:
    declared = {p.name: set(p.context.__struct_fields__) for p in all_pages()}
    assert {name: keys - {"heading"} for name, keys in declared.items()} == {k: set(v.split()) for k, v in KEYS.items()}
    assert set(ORDER) == set(KEYS)


@pytest.mark.parametrize("page", all_pages(), ids=lambda p: p.name)
def test_templates_name_declared_keys_only(page: object) -> None:
    from jinja2 import meta, nodes

    source, _, _ = environment().loader.get_source(environment(), page.template)  # type: ignore[union-attr, attr-defined]
    parsed = environment().parse(source)
    macros = {m.name for m in parsed.find_all(nodes.Macro)}
    named = meta.find_undeclared_variables(parsed) - set(environment().globals) - macros
    assert named <= {*page.context.__struct_fields__, "frame", "parts", "claims"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_and_twin_answers(kind: str, ledgers: dict[str, Ledger], visitors: dict[str, TestClient]) -> None:
    visitor = visitors[kind]
    seen = set()
    for path in paths(ledgers[kind]):
        page = visitor.get(path)
        assert page.status_code == 200, (path, page.text)
        assert page.text.count("<h1") == 1 and "</html>" in page.text
        plain = visitor.get(twin(path, "json"))
        assert plain.status_code == 200, path
        name = path.split("?")[0].split("/")[1] or "overview"
        assert set(plain.json()) == {"heading", *KEYS[name].split()}
        seen.add(name)
        table = visitor.get(twin(path, "csv"))
        assert table.status_code == 200 and table.headers["content-type"].startswith("text/csv"), path
        lines = list(csv.reader(io.StringIO(table.text)))
        assert len({len(line) for line in lines}) <= 1
    assert len(seen) >= (8 if kind == "empty" else 12)


@pytest.mark.parametrize("kind", ["small", "large"])
def test_links_of_pages_lead_somewhere(kind: str, ledgers: dict[str, Ledger], visitors: dict[str, TestClient]) -> None:
    visitor = visitors[kind]
    targets: set[str] = set()
    for path in paths(ledgers[kind]):
        found = re.findall(r'href="(/[^"]*)"', visitor.get(path).text)
        step = 1 if kind == "small" else 15
        targets.update(t.replace("&amp;", "&").partition("#")[0] for t in sorted(found)[::step])
    for target in sorted(targets):
        assert visitor.get(target).status_code == 200, target


def test_from_the_overview_a_sentence_is_one_click_from_its_number(visitors: dict[str, TestClient]) -> None:
    visitor = visitors["small"]
    overview = visitor.get("/?span=all").text
    cell = re.search(r'<a href="([^"]+)"[^>]*aria-label="Slovakia towards Hungary', overview)
    assert cell is not None
    listed = visitor.get(cell[1].replace("&amp;", "&")).text
    assert "Ruritania expelled twelve Graustark diplomats on 3 May" in listed
    report = re.search(r'class="origin" href="([^"]+)"', listed)
    assert report is not None
    address, _, anchor = report[1].replace("&amp;", "&").partition("#")
    assert f'id="{anchor}"' in visitor.get(address).text


def test_numbers_on_pages_agree_with_their_lists(visitors: dict[str, TestClient]) -> None:
    visitor = visitors["large"]
    matrix = visitor.get("/overview.json?span=all").json()["matrix"]
    cells = [c for line in matrix["cells"] for c in line if c]
    assert cells
    for cell in cells[:10]:
        listed = visitor.get("/events.json", params={"source": cell["source"], "target": cell["target"]}).json()
        happened = [e for e in listed["events"] if e["status"] in ("asserted", "historical")]
        assert listed["total"] == cell["events"] or len(happened) == cell["events"]


def test_series_of_page_and_command_are_one_finding(
    ledgers: dict[str, Ledger], visitors: dict[str, TestClient]
) -> None:
    from legation.analysis.dyads import Dyad

    page = visitors["small"].get("/relation/SVK/HUN.json").json()
    dyad = Dyad.of(ledgers["small"], "SVK", "HUN")
    for kind in ("series", "ruptures", "reciprocity", "agenda", "prospects"):
        assert page[kind] == msgspec.json.decode(msgspec.json.encode(dyad.finding(kind, page["step"])))


def test_reports_of_one_occurrence_stand_side_by_side(
    ledgers: dict[str, Ledger], visitors: dict[str, TestClient]
) -> None:
    listed = visitors["small"].get("/occurrences.json").json()
    assert listed["total"] >= 1
    first = listed["occurrences"][0]
    page = visitors["small"].get(f"/occurrence/{first['id']}.json").json()
    assert len(page["tellings"]) == first["documents"] == 2


def test_evidence_of_a_report_is_marked(visitors: dict[str, TestClient]) -> None:
    page = visitors["small"].get("/report.json?id=d1").json()
    text = "".join(p["text"] for p in page["pieces"])
    assert text == page["document"]["text"]
    for kind in ("events", "statements", "commitments", "links"):
        for claim in page[kind]:
            assert "".join(p["text"] for p in page["pieces"] if claim["id"] in p["claims"]) == claim["evidence"]


def test_filters_narrow_lists(visitors: dict[str, TestClient]) -> None:
    visitor = visitors["large"]
    everything = visitor.get("/events.json").json()["total"]
    some = visitor.get("/events.json?type=SANCTION&since=2021-01-01&until=2021-12-31").json()
    assert 0 < some["total"] < everything
    assert {e["type"] for e in some["events"]} == {"SANCTION"}
    assert all("2021-01-01" <= e["date_from"] <= "2021-12-31" for e in some["events"])
    assert visitor.get("/statements.json?speaker=vogel&act=deny").json()["total"] > 0
    assert visitor.get("/statements.json?speaker=nobody").json()["total"] == 0
    assert visitor.get("/actors.json?q=slovak").json()["actors"][0]["code"] == "SVK"
    assert visitor.get("/commitments.json?parties=SVK,USA").json()["open"] == []


def test_lists_have_pages(visitors: dict[str, TestClient]) -> None:
    first = visitors["large"].get("/events.json").json()
    second = visitors["large"].get("/events.json?page=2").json()
    assert first["pages"] == -(-first["total"] // 50)
    assert not {e["id"] for e in first["events"]} & {e["id"] for e in second["events"]}


def test_countdown_counts_to_the_last_day(visitors: dict[str, TestClient]) -> None:
    found = visitors["small"].get("/commitments.json?today=2027-12-30").json()
    assert [a["days"] for a in found["coming"]] == [1]
    assert len(found["coming"][0]["reports"]) == 2
    assert visitors["small"].get("/commitments.json?today=2028-01-01").json()["past"][0]["days"] == -1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404), ("/report?id=none", 404), ("/report", 400), ("/actor/XXXX", 404), ("/occurrence/none", 404),
        ("/events?since=yesterday", 400), ("/events?page=0", 400), ("/events?page=9999999", 400), ("/?span=9y", 400),
        ("/relation/SVK/SVK", 400),
        ("/outlook/SVK/SVK", 400), ("/judge?record=none", 404), ("/search?q=" + "x" * 300, 400),
        ("/commitments?today=soon", 400),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_one_line(path: str, status: int, visitors: dict[str, TestClient]) -> None:
    for asked in (path, twin(path, "json")):
        answer = visitors["small"].get(asked)
        assert answer.status_code == status
        assert "Traceback" not in answer.text
    assert set(answer.json()) == {"error"} and "\n" not in answer.json()["error"]


def test_every_template_is_a_page_of_the_frame() -> None:
    for page in all_pages():
        assert issubclass(page.context, Context)
        assert environment().get_template(page.template).blocks["main"]


def test_commitments_stand_beside_what_later_reports_tell(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    early, late = "The truce of 2019 runs until 2027", "Ruritania broke the truce of 2019"
    ledger.add(report("d1"))
    breach = event("e1", late, f"{TEXT} {late}.", type="ASSAULT", quad="material conflict", trigger="broke")
    told = report("d2", f"{TEXT} {late}.", published="2022-01-01")
    ledger.add(msgspec.structs.replace(told, events=(breach,), commitments=(), links=()))
    page = client(ledger).get("/commitments.json?today=2022-02-02").json()
    ((events),) = page["compliance"].values()
    assert [e["evidence"] for e in events] == [late] and page["coming"][0]["reports"][0]["evidence"] == early
    html = client(ledger).get("/commitments?today=2022-02-02").text
    assert "What later reports say of it" in html and "at most 3 posts" in html and "Runs until" in html


def test_searches_find_texts_titles_and_records(visitors: dict[str, TestClient]) -> None:
    found = visitors["small"].get("/search.json", params={"q": "talks go"}).json()
    assert [r["id"] for r in found["reports"]] == ["d2"] and "Talks go on" in found["reports"][0]["snippet"]
    assert {r["kind"] for r in visitors["small"].get("/search.json?q=TRUCE").json()["records"]} == {"commitment"}
    assert visitors["small"].get("/search.json?q=envoy").json()["reports"][0]["title"] == "Envoy recalled"
    assert visitors["small"].get("/search.json").json()["reports"]
