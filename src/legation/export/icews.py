"""ICEWS event files: 20 columns with a header. Meetings and the like stand twice, once in each direction."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from legation.errors import FormatError
from legation.export import imported
from legation.export.rows import TOLD, Party, Row, day_of, load_table, number, original, pairs, write_lines
from legation.knowledge.codes import cameo, countries, iso3
from legation.records import Problem

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip

SECTORS = {
    "GOV": "Government", "MIL": "Military", "COP": "Police", "JUD": "Judicial", "LEG": "Legislative / Parliamentary",
    "OPP": "Dissident", "PTY": "Parties", "REB": "Rebel", "INS": "Insurgents", "MED": "Media", "BUS": "Business",
    "NGO": "Nongovernmental Organizations / Activists", "CIV": "General Population / Civilian / Social",
    "CVL": "General Population / Civilian / Social", "EDU": "Education", "CRM": "Criminals / Gangs",
    "IGO": "International Government Organization", "UAF": "Unidentified Forces",
}  # fmt: skip
"""Sectors as ICEWS words them."""

_OF_WORDS = {words: code for code, words in reversed(SECTORS.items())}
_MISSING = ("", "NA")


class IcewsExporter:
    """Writes events as ICEWS does: one row a pair of actors, Goldstein's score as intensity."""

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write header and rows; returns how many rows. Rows that came from ICEWS are written as they came."""
        return write_lines(to, (line for row in rows for line in _lines(row)), COLUMNS)


def _lines(row: Row) -> Iterator[list[Any]]:
    kept = original(row, "icews")
    if kept is not None:
        yield [kept[c] for c in COLUMNS]
        return
    code = row.get("cameo")
    if row.get("status") not in TOLD or not code:
        return
    entry = cameo(code)
    country = countries().get(row.get("place_country") or "")
    place = next((p for p in row.get("document_places") or () if p["name"] == row.get("place_name")), None)
    for order, (actor, recipient) in enumerate(pairs(row)):
        day = day_of(row)
        cells = {
            "Event ID": number(row["id"], order), "Event Date": day.isoformat() if day else "",
            **_side("Source", actor), **_side("Target", recipient),
            "Event Text": entry.name if entry else "", "CAMEO Code": code, "Intensity": row.get("goldstein"),
            "Story ID": row.get("document_id"), "Sentence Number": _sentence(row),
            "Publisher": row.get("document_source"), "City": _city(row), "Country": country.icews if country else "",
            "Latitude": place["latitude"] if place else "", "Longitude": place["longitude"] if place else "",
        }  # fmt: skip
        yield [cells.get(c, "") for c in COLUMNS]


def _side(side: str, party: Party | None) -> dict[str, str]:
    if party is None:
        return {}
    return {
        f"{side} Name": party.name, f"{side} Sectors": SECTORS.get(party.sector or "", party.sector or ""),
        f"{side} Country": countries()[party.country].icews if party.country else "",
    }  # fmt: skip


def _city(row: Row) -> str:
    name, country = row.get("place_name"), countries().get(row.get("place_country") or "")
    return "" if not name or (country and name == country.name) else str(name)


def _sentence(row: Row) -> int | str:
    """The number of the evidence's sentence, from 1."""
    start = row.get("span_start")
    sentences = row.get("document_sentences") or ()
    if start is None or not sentences:
        return ""
    return sum(1 for first, _ in sentences if first <= start)


class IcewsImporter:
    """Reads ICEWS files: days as 2018-06-01 or 6/1/2018, columns also in the snake_case of the R package."""

    def load(self, path: Path) -> Iterator[Row | Problem]:
        """Rows of `events`, and a problem for each malformed line. Raises FormatError for another header."""
        return load_table(path, _header, parse)


def _header(names: list[str]) -> list[str]:
    known = {c.lower().replace(" ", "_"): c for c in COLUMNS}
    found = [known.get(n.strip().lower().replace(" ", "_").replace(".", "_"), n) for n in names if n]
    missing = [c for c in COLUMNS if c not in found]
    if missing:
        raise FormatError(f"no ICEWS file: its header lacks {', '.join(missing[:5])}")
    return found


def parse(by: dict[str, str]) -> dict[str, Any]:
    """A row of `events` from one row's cells. Raises ValueError with the reason."""
    if not by["Event ID"].isdigit():
        raise ValueError(f"Event ID is {by['Event ID']!r}, not a number")
    day = imported.date(_told(by["Event Date"]), "%Y-%m-%d", "%m/%d/%Y", "%Y%m%d")
    imported.real(_told(by["Latitude"]), "Latitude", -90, 90)
    imported.real(_told(by["Longitude"]), "Longitude", -180, 180)
    columns = {
        **imported.by_cameo(by["CAMEO Code"]),
        "goldstein": imported.real(_told(by["Intensity"]), "Intensity", -10, 10),
        "actors": _code(by, "Source"), "recipients": _code(by, "Target"),
        "actor_text": _told(by["Source Name"]) or None, "recipient_text": _told(by["Target Name"]) or None,
        "date_from": day, "date_to": day,
        "place_name": next((x for n in ("City", "District", "Province", "Country") if (x := _told(by[n]))), None),
        "place_country": iso3(_told(by["Country"]), "icews"),
    }  # fmt: skip
    return imported.row("icews", f"{by['Event ID']} {by['Event Date']}", by, **columns)


def _told(cell: str) -> str:
    return "" if cell in _MISSING else cell


def _code(by: dict[str, str], side: str) -> list[str]:
    words = [w for w in _told(by[f"{side} Sectors"]).split(",") if w]
    sector = next((code for w in words if (code := _OF_WORDS.get(w))), None)
    told = {_OF_WORDS.get(w) for w in words}
    apart = next((c for c in ("REB", "INS", "UAF", "CRM", "OPP") if c in told), None)
    country = iso3(_told(by[f"{side} Country"]), "icews")
    return imported.party(country, apart or sector, _told(by[f"{side} Name"]) or None)
