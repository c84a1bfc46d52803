"""Formats column by column: what is read is written again as it was, what is malformed is named."""

import csv
import datetime
import gzip
import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.reports import report

from legation import registry
from legation.errors import FormatError, SettingsError
from legation.export import gdelt, icews, phoenix, plover, polecat
from legation.export.flat import COLUMNS, flatten
from legation.export.manifest import write_manifest
from legation.export.quads import quad
from legation.export.rows import pairs
from legation.knowledge.codes import cameo, cameo_codes, countries, iso3
from legation.ledger import Ledger
from legation.records import Problem

quick = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])

cells = st.text(
    st.characters(blacklist_characters="\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", codec="utf-8"), max_size=12
)
days = st.dates(datetime.date(1979, 1, 1), datetime.date(2030, 12, 31))
code = st.sampled_from(sorted(cameo_codes()))
scores = st.sampled_from(["", "0", "-10", "3.4", "-0.5"])
latitudes = st.sampled_from(["", "48.15", "-33.9", "0"])
cameo_countries = st.sampled_from(["", "USA", "ROM", "TMP", "SVK", "XYZ"])


def ledger_rows(tmp_path: Path) -> list[dict[str, Any]]:
    ledger = Ledger(tmp_path / "ledger")
    ledger.add(report(url="https://example.org/a"))
    return list(ledger.event_rows())


def load(importer: Any, path: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    items = list(importer.load(path))
    return [x for x in items if not isinstance(x, Problem)], [x for x in items if isinstance(x, Problem)]


@st.composite
def gdelt_lines(draw: st.DrawFn, columns: tuple[str, ...]) -> str:
    by = dict.fromkeys(columns, "")
    day, event = draw(days), draw(code)
    for prefix in ("Actor1", "Actor2"):
        for c in (
            "Code",
            "Name",
            "EthnicCode",
            "Religion1Code",
            "Religion2Code",
            "Type1Code",
            "Type2Code",
            "Type3Code",
        ):
            by[prefix + c] = draw(cells)
        by[prefix + "CountryCode"] = draw(cameo_countries)
    for place in ("Actor1Geo", "Actor2Geo", "ActionGeo"):
        by[f"{place}_FullName"], by[f"{place}_CountryCode"] = draw(cells), draw(st.sampled_from(["", "UP", "SU", "LO"]))
        by[f"{place}_Lat"] = by[f"{place}_Long"] = draw(latitudes)
        by[f"{place}_FeatureID"] = draw(cells)
    by.update(
        GLOBALEVENTID=str(draw(st.integers(1, 10**10))), SQLDATE=f"{day:%Y%m%d}", MonthYear=f"{day:%Y%m}",
        Year=f"{day:%Y}", IsRootEvent=draw(st.sampled_from("01")), EventCode=event, EventBaseCode=event[:3],
        EventRootCode=event[:2], QuadClass=draw(st.sampled_from("1234")), GoldsteinScale=draw(scores),
        NumMentions="5", NumSources="1", NumArticles="5", AvgTone=draw(cells), DATEADDED=f"{day:%Y%m%d}",
    )  # fmt: skip
    if "SOURCEURL" in by:
        by["SOURCEURL"] = draw(cells)
    return "\t".join(by[c] for c in columns)


@pytest.mark.parametrize(
    ("version", "columns"),
    [("2.0", gdelt.COLUMNS_2), ("1.0", gdelt.COLUMNS_1), ("1.0", gdelt.COLUMNS_1[:-1])],
    ids=["2.0", "1.0 daily", "1.0 back file"],
)
@quick
@given(data=st.data())
def test_gdelt_comes_back_column_for_column(tmp_path: Path, version: str, columns: tuple[str, ...], data: Any) -> None:
    lines = data.draw(st.lists(gdelt_lines(columns), min_size=1, max_size=4, unique_by=lambda x: x.split("\t")[0]))
    body = "".join(line + "\n" for line in lines)
    (tmp_path / "in.CSV").write_text(body, "utf-8", newline="")
    rows, problems = load(gdelt.GdeltImporter(), tmp_path / "in.CSV")
    assert problems == []
    gdelt.GdeltExporter(version).export(rows, tmp_path / "out.CSV")
    assert (tmp_path / "out.CSV").read_bytes() == body.encode()
    assert [r["cameo"] for r in rows] == [line.split("\t")[columns.index("EventCode")] for line in lines]


def test_gdelt_has_the_documented_columns() -> None:
    assert (len(gdelt.COLUMNS_2), len(gdelt.COLUMNS_1)) == (61, 58)
    place = gdelt.COLUMNS_2.index
    names = ("Actor1Code", "Actor2Code", "IsRootEvent", "Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type")
    assert [place(c) + 1 for c in (*names, "DATEADDED")] == [6, 16, 26, 36, 44, 52, 60]
    place = gdelt.COLUMNS_1.index
    assert [place(c) + 1 for c in ("Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type", "DATEADDED")] == [
        36,
        43,
        50,
        57,
    ]


def gdelt_line(**changes: str) -> str:
    by = dict.fromkeys(gdelt.COLUMNS_2, "")
    by.update(GLOBALEVENTID="410000001", SQLDATE="20150218", MonthYear="201502", Year="2015", EventCode="042",
              EventBaseCode="042", EventRootCode="04", QuadClass="1", GoldsteinScale="1.9", NumMentions="2",
              NumSources="1", NumArticles="2", Actor1CountryCode="ROM", Actor1Code="ROMGOV", Actor1Type1Code="GOV",
              Actor2Code="SYRREB", Actor2CountryCode="SYR", Actor2Type1Code="REB", ActionGeo_CountryCode="UP",
              ActionGeo_FullName="Kiev, Ukraine", ActionGeo_Lat="50.43", ActionGeo_Long="30.52",
              DATEADDED="20150218230000")  # fmt: skip
    by.update(changes)
    return "\t".join(by.values()) + "\n"


def test_gdelt_rows_are_understood(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.CSV", gdelt_line())
    (tmp_path / "a.gz").write_bytes(gzip.compress(gdelt_line().encode()))
    for name in ("a.zip", "a.gz"):
        (row,), problems = load(gdelt.GdeltImporter(), tmp_path / name)
        assert problems == []
        assert (row["type"], row["mode"], row["quad"], row["goldstein"]) == (
            "CONSULT",
            "visit",
            "verbal cooperation",
            1.9,
        )
        assert (row["actors"], row["recipients"]) == (["ROU"], ["SYR:REB"])
        assert (row["place_country"], row["date_from"]) == ("UKR", datetime.date(2015, 2, 18))
        assert json.loads(row["original"])["EventCode"] == "042"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (gdelt_line(SQLDATE="20151302"), "is no date"),
        (gdelt_line(EventCode="CONSULT"), "does not fit"),
        (gdelt_line(EventCode="04x"), "no CAMEO code"),
        (gdelt_line(ActionGeo_Lat="Kiev"), "not a number"),
        (gdelt_line(ActionGeo_Lat="150"), "outside"),
        (gdelt_line(QuadClass="7"), "QuadClass"),
        (gdelt_line(GLOBALEVENTID="GLOBALEVENTID"), "not a number"),
        ("1\t2\t3\n", "3 columns"),
    ],
)
def test_malformed_gdelt_rows_are_named(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "a.CSV").write_text(gdelt_line() + line + gdelt_line(GLOBALEVENTID="2"))
    rows, problems = load(gdelt.GdeltImporter(), tmp_path / "a.CSV")
    assert len(rows) == 2
    assert [p.item for p in problems] == [f"{tmp_path / 'a.CSV'}, line 2"]
    assert reason in problems[0].reason


def icews_row(**changes: str) -> dict[str, str]:
    by = dict.fromkeys(icews.COLUMNS, "")
    by.update({
        "Event ID": "32889836", "Event Date": "2018-06-01", "Source Name": "Foreign Affairs (Slovakia)",
        "Source Sectors": "Executive,Foreign Ministry,Government", "Source Country": "Slovakia",
        "Event Text": "Consult", "CAMEO Code": "040", "Intensity": "1", "Target Name": "Combatant (Syria)",
        "Target Sectors": "Dissident,Insurgents", "Target Country": "Syria", "Story ID": "1", "Sentence Number": "2",
        "Publisher": "Gazette", "City": "Kiev", "District": "NA", "Country": "Ukraine", "Latitude": "50.4",
        "Longitude": "30.5",
    })  # fmt: skip
    return {**by, **changes}


def tsv(header: tuple[str, ...], *rows: dict[str, str]) -> str:
    return "".join("\t".join(line) + "\n" for line in [header, *[[r[c] for c in header] for r in rows]])


@quick
@given(data=st.data())
def test_icews_comes_back_column_for_column(tmp_path: Path, data: Any) -> None:
    rows = []
    for number in range(data.draw(st.integers(1, 3))):
        day = data.draw(days)
        written = data.draw(st.sampled_from([day.isoformat(), f"{day.month}/{day.day}/{day.year}"]))
        told = {c: data.draw(cells) for c in ("Source Name", "Target Name", "Event Text", "Publisher", "Province")}
        told["Publisher"] += "."
        rows.append(
            icews_row(**{"Event ID": str(number), "Event Date": written, "CAMEO Code": data.draw(code), **told})
        )
    body = tsv(icews.COLUMNS, *rows)
    (tmp_path / "in.tab").write_text(body, "utf-8", newline="")
    found, problems = load(icews.IcewsImporter(), tmp_path / "in.tab")
    assert problems == []
    icews.IcewsExporter().export(found, tmp_path / "out.tab")
    assert (tmp_path / "out.tab").read_bytes() == body.encode()


def test_icews_rows_are_understood(tmp_path: Path) -> None:
    snake = tuple(c.lower().replace(" ", "_") for c in icews.COLUMNS)
    for header in (icews.COLUMNS, snake):
        body = tsv(icews.COLUMNS, icews_row(), icews_row(**{"CAMEO Code": "4x"})).split("\n", 1)[1]
        (tmp_path / "a.tab").write_text("\t".join(header) + "\n" + body)
        (row,), problems = load(icews.IcewsImporter(), tmp_path / "a.tab")
        assert (row["actors"], row["recipients"], row["cameo"]) == (["SVK"], ["SYR:REB"], "040")
        assert (row["place_name"], row["place_country"]) == ("Kiev", "UKR")
        assert "no CAMEO code" in problems[0].reason
    (tmp_path / "b.tab").write_text("a\tb\n1\t2\n")
    with pytest.raises(FormatError, match="header lacks"):
        load(icews.IcewsImporter(), tmp_path / "b.tab")
    with pytest.raises(FormatError, match="No such file"):
        load(icews.IcewsImporter(), tmp_path / "none.tab")


def polecat_row(**changes: str) -> dict[str, str]:
    by = dict.fromkeys(polecat.COLUMNS, "None")
    by.update({
        "Event ID": "p1", "Event Date": "2021-05-03", "Event Type": "SANCTION", "Event Mode": "expel",
        "Event Intensity": "-5.5", "Quad Code": "MATERIAL CONFLICT", "Contexts": "diplomatic; military",
        "Actor Name": "Slovakia", "Actor Country": "Slovakia", "Primary Actor Sector": "GOV",
        "Recipient Country": "Hungary; Russia", "Latitude": "48.1", "Longitude": "17.1",
    })  # fmt: skip
    return {**by, **changes}


@quick
@given(data=st.data())
def test_polecat_comes_back_column_for_column(tmp_path: Path, data: Any) -> None:
    told = {c: data.draw(cells) + "." for c in ("Actor Name", "Placename", "Source", "Story People", "Version")}
    rows = [polecat_row(**{"Event ID": f"p{i}", **told}) for i in range(2)]
    body = tsv(polecat.COLUMNS, *rows)
    (tmp_path / "in.txt").write_text(body, "utf-8", newline="")
    found, problems = load(polecat.PolecatImporter(), tmp_path / "in.txt")
    assert problems == []
    polecat.PolecatExporter().export(found, tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == body.encode()


def test_polecat_rows_are_understood_whatever_their_age(tmp_path: Path) -> None:
    assert len(polecat.COLUMNS) == 40
    older = ["Intensity" if c == "Event Intensity" else c for c in polecat.COLUMNS] + ["Headline", "", ""]
    body = "\t".join(older) + "\n" + "\t".join([*polecat_row().values(), "a headline", "", ""]) + "\n"
    (tmp_path / "a.txt").write_text(body + body.split("\n")[1].replace("SANCTION", "DANCE") + "\n")
    (row,), problems = load(polecat.PolecatImporter(), tmp_path / "a.txt")
    assert (row["type"], row["mode"], row["score"]) == ("SANCTION", "expel", -5.5)
    assert (row["actors"], row["recipients"], row["contexts"]) == (["SVK"], ["HUN", "RUS"], ["diplomatic", "military"])
    assert problems[0].item.endswith("line 3")


def test_plover_lines_come_back(tmp_path: Path) -> None:
    event = {
        "id": "x1", "date": "2021-05-03", "actor": [{"code": "SVK", "sector": "GOV"}], "event": ["SANCTION"],
        "recipient": [{"code": "SYR", "sector": "REB"}], "mode": ["expel", "future"], "context": ["diplomatic"],
        "event_loc": {"resolved_place": "Kyiv", "country_code": "UKR"}, "comment": "kept",
    }  # fmt: skip
    bad = [{"id": "x2"}, {**event, "id": "x3", "event": ["SANCTION", "AID"]}, {**event, "id": "x4", "event": ["JIG"]}]
    text = "\n".join(json.dumps(e) for e in [event, *bad]) + "\nnonsense\n"
    (tmp_path / "a.jsonl").write_text(text)
    (row,), problems = load(plover.PloverImporter(), tmp_path / "a.jsonl")
    assert (row["status"], row["mode"], row["actors"], row["recipients"]) == ("future", "expel", ["SVK"], ["SYR:REB"])
    assert [p.item.rsplit(" ", 1)[1] for p in problems] == ["2", "3", "4", "5"]
    assert plover.PloverExporter().export([row], tmp_path / "b.jsonl") == 1
    assert json.loads((tmp_path / "b.jsonl").read_text()) == event


@quick
@given(data=st.data())
def test_phoenix_comes_back_column_for_column(tmp_path: Path, data: Any) -> None:
    by = dict.fromkeys(phoenix.COLUMNS, "")
    day, event = data.draw(days), data.draw(code)
    by.update({c: data.draw(cells) for c in ("source", "source_others", "target", "issues", "place", "state", "urls")})
    by.update(id="1_v1", date=f"{day:%Y%m%d}", source_root="SVK", code=event, root_code=event[:2], quad_class="0",
              goldstein=data.draw(scores), lat=data.draw(latitudes), sources="gazette")  # fmt: skip
    body = "\t".join(by.values()) + "\n"
    (tmp_path / "in.txt").write_text(body + "a\tb\n", "utf-8", newline="")
    rows, problems = load(phoenix.PhoenixImporter(), tmp_path / "in.txt")
    assert [p.item.rsplit(" ", 1)[1] for p in problems] == ["2"]
    phoenix.PhoenixExporter().export(rows, tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == body.encode()


def test_own_events_in_gdelt(tmp_path: Path) -> None:
    rows = ledger_rows(tmp_path)
    assert gdelt.GdeltExporter().export(rows, tmp_path / "a.CSV") == 2
    lines = [
        dict(zip(gdelt.COLUMNS_2, x.split("\t"), strict=True)) for x in (tmp_path / "a.CSV").read_text().splitlines()
    ]
    first, second = lines
    assert (first["SQLDATE"], first["MonthYear"], first["FractionDate"]) == ("20210503", "202105", "2021.3370")
    assert (first["Actor1Code"], first["Actor2Code"], first["EventRootCode"], first["QuadClass"]) == (
        "SVK",
        "HUN",
        "16",
        "4",
    )
    assert (first["IsRootEvent"], second["IsRootEvent"]) == ("1", "0")
    assert second["SQLDATE"] == ""
    assert second["ActionGeo_FullName"] == "Strelsau"
    assert first["SOURCEURL"] == "https://example.org/a"
    again, problems = load(gdelt.GdeltImporter(), tmp_path / "a.CSV")
    assert problems == []
    assert [(r["actors"], r["cameo"]) for r in again] == [(r["actors"], r["cameo"]) for r in rows]
    assert gdelt.GdeltExporter("1.0", "phoenix").export(rows, tmp_path / "b.CSV") == 2
    assert len((tmp_path / "b.CSV").read_text().splitlines()[0].split("\t")) == 58


@pytest.mark.parametrize("name", ["icews", "polecat", "plover", "phoenix", "gdelt"])
def test_own_events_can_be_read_back(tmp_path: Path, name: str) -> None:
    rows = ledger_rows(tmp_path)
    registry.load("exporter", name)().export(rows, tmp_path / "a")
    found, problems = load(registry.load("importer", name)(), tmp_path / "a")
    assert problems == []
    for column in ("type", "actors", "recipients", "date_from"):
        assert [r[column] for r in found] == [r[column] for r in rows]


def test_a_year_is_not_its_first_day(tmp_path: Path) -> None:
    row = {**ledger_rows(tmp_path)[0], "date_from": datetime.date(2009, 1, 1), "date_to": datetime.date(2009, 12, 31)}
    gdelt.GdeltExporter().export([row], tmp_path / "a.CSV")
    assert (tmp_path / "a.CSV").read_text().split("\t")[1:5] == ["", "", "2009", ""]
    icews.IcewsExporter().export([row], tmp_path / "a.tab")
    assert (tmp_path / "a.tab").read_text().splitlines()[1].split("\t")[1] == ""


def test_other_statuses_stay_out_of_formats_without_them(tmp_path: Path) -> None:
    rows = [{**r, "status": "negated"} for r in ledger_rows(tmp_path)]
    for name in ("gdelt", "icews", "phoenix", "cameo", "polecat"):
        assert registry.load("exporter", name)().export(rows, tmp_path / name) == 0
    assert registry.load("exporter", "plover")().export(rows, tmp_path / "plover") == 2
    assert json.loads((tmp_path / "plover").read_text().splitlines()[0])["mode"] == ["expel", "negated"]


def test_meetings_stand_in_both_directions(tmp_path: Path) -> None:
    row = {**ledger_rows(tmp_path)[0], "actors": ["SVK", "HUN"], "recipients": [], "cameo": "046", "type": "CONSULT"}
    assert [(a.code, b.code) for a, b in pairs(row) if b] == [("SVK", "HUN"), ("HUN", "SVK")]
    icews.IcewsExporter().export([row], tmp_path / "a.tab")
    lines = (tmp_path / "a.tab").read_text().splitlines()
    assert len({line.split("\t")[0] for line in lines[1:]}) == 2


def test_flat_files(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    rows = ledger_rows(tmp_path)
    assert registry.load("exporter", "csv")().export(rows, tmp_path / "a.csv") == 2
    with (tmp_path / "a.csv").open(newline="") as file:
        read = list(csv.DictReader(file))
    assert tuple(read[0]) == COLUMNS
    assert (read[0]["cameo_code"], read[0]["actor"], read[0]["event_date"]) == ("161", "SVK", "2021-05-03")
    assert registry.load("exporter", "parquet")().export(rows, tmp_path / "a.parquet") == 2
    assert pq.read_table(tmp_path / "a.parquet").to_pylist()[0]["actor"] == ["SVK"]
    assert flatten(rows[0])["date_precision"] == "day"
    assert registry.load("exporter", "cameo")().export(rows, tmp_path / "a.tsv") == 2
    assert (tmp_path / "a.tsv").read_text().splitlines()[1].startswith("20210503\tSVK\tHUN\t161\t")


def test_graph_and_manifest(tmp_path: Path) -> None:
    rows = ledger_rows(tmp_path)
    path = tmp_path / "a.graphml"
    assert registry.load("exporter", "graphml")().export(rows, path) == 2
    tree = ET.parse(path)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert {n.get("id") for n in tree.iter(f"{space}node")} == {"SVK", "HUN"}
    assert len(list(tree.iter(f"{space}edge"))) == 2
    told = write_manifest(path, format="graphml", version="1", rows=2, runs=[{"id": "r"}], counts={"events": 2})
    assert json.loads(told.read_text())["rows"] == 2


def test_files_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in registry.names("exporter"):
        with pytest.raises(FormatError):
            registry.load("exporter", name)().export([], tmp_path / "file" / "a")


def test_quads() -> None:
    assert [quad("gdelt", c, None) for c in ("01", "057", "061", "138", "16", "20")] == [1, 1, 2, 3, 4, 4]
    assert [quad("phoenix", c, None) for c in ("01", "02", "03", "138", "16", "17")] == [0, 0, 1, 3, 3, 4]
    assert quad("plover", "16", "SANCTION") == 4
    with pytest.raises(SettingsError):
        quad("other", "01", None)


def test_codes() -> None:
    assert (iso3("UP", "fips"), iso3("SU", "fips"), iso3("ROM", "cameo"), iso3("365", "cow")) == (
        "UKR",
        "SDN",
        "ROU",
        "RUS",
    )
    assert all(len(c.iso3) == 3 and len(c.cameo) == 3 for c in countries().values())
    assert cameo("0211") and cameo("0211").code == "0211"  # type: ignore[union-attr]
    assert cameo("21") is None
