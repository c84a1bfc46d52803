"""POLECAT event files: 40 columns with a header, several values joined by "; ", `None` for what is missing."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from legation.errors import FormatError
from legation.export import imported
from legation.export.rows import TOLD, Party, Row, day_of, load_table, original, parties, write_lines
from legation.knowledge.codes import countries, iso3
from legation.records import Problem

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Event Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW",
    "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
    "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
    "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip

MISSING = "None"
_OLDER = {"Intensity": "Event Intensity"}


class PolecatExporter:
    """Writes events as POLECAT does: one row an event, parties of a side joined."""

    def __init__(self, version: str = "legation") -> None:
        self.version = version

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write header and rows; returns how many rows. Rows that came from POLECAT are written as they came."""
        return write_lines(to, (line for row in rows for line in self._lines(row)), COLUMNS)

    def _lines(self, row: Row) -> Iterator[list[Any]]:
        kept = original(row, "polecat")
        if kept is not None:
            yield [kept[c] for c in COLUMNS]
        elif row.get("status") in TOLD and row.get("type"):
            cells = self._cells(row)
            yield [MISSING if cells.get(c) in (None, "") else cells[c] for c in COLUMNS]

    def _cells(self, row: Row) -> dict[str, Any]:
        day, published = day_of(row), row.get("document_published")
        people = row.get("document_actors") or ()
        places = row.get("document_places") or ()
        country = countries().get(row.get("place_country") or "")
        place = next((p for p in places if p["name"] == row.get("place_name")), None)
        return {
            "Event ID": row["id"], "Event Date": day.isoformat() if day else None, "Event Type": row["type"],
            "Event Mode": row.get("mode"), "Event Intensity": row.get("score"),
            "Quad Code": (row.get("quad") or "").upper(), "Contexts": "; ".join(row.get("contexts") or ()),
            **_side("Actor", parties(row, "actor"), row.get("actor_text")),
            **_side("Recipient", parties(row, "recipient"), row.get("recipient_text")),
            "Placename": row.get("place_name"), "Raw Placename": place["text"] if place else None,
            "Country": country.name if country else None, "Latitude": place["latitude"] if place else None,
            "Longitude": place["longitude"] if place else None,
            "GeoNames ID": place["geonames_id"] if place else None, "Source": row.get("document_source"),
            "Publication Date": published.isoformat() if published else None,
            "Story People": _names(people, "person"), "Story Organizations": _names(people, "organisation", "group"),
            "Story Locations": "; ".join(dict.fromkeys(p["name"] for p in places)),
            "Language": row.get("document_language"), "Version": self.version,
        }  # fmt: skip


def _names(people: Iterable[Row], *kinds: str) -> str:
    return "; ".join(dict.fromkeys(p["name"] for p in people if p["kind"] in kinds))


def _side(side: str, found: list[Party], text: str | None) -> dict[str, Any]:
    known = [countries()[p.country] for p in found if p.country]
    sectors = list(dict.fromkeys(p.sector for p in found if p.sector))
    return {
        f"{side} Name": "; ".join(p.name for p in found), f"{side} Country": "; ".join(c.name for c in known),
        f"{side} COW": "; ".join(str(c.cow) for c in known if c.cow), f"Primary {side} Sector": "".join(sectors[:1]),
        f"{side} Sectors": "; ".join(sectors), f"{side} Title": "; ".join(p.role for p in found if p.role),
        f"{side} Name Raw": text,
    }  # fmt: skip


class PolecatImporter:
    """Reads POLECAT files, also those with the older name of the intensity, with further columns or trailing tabs."""

    def load(self, path: Path) -> Iterator[Row | Problem]:
        """Rows of `events`, and a problem for each malformed line. Raises FormatError for another header."""
        return load_table(path, _header, parse)


def _header(names: list[str]) -> list[str]:
    found = [_OLDER.get(n.strip(), n.strip()) for n in names]
    while found and not found[-1]:
        found.pop()
    missing = [c for c in COLUMNS if c not in found]
    if missing:
        raise FormatError(f"no POLECAT file: its header lacks {', '.join(missing[:5])}")
    return found


def parse(by: dict[str, str]) -> dict[str, Any]:
    """A row of `events` from one row's cells. Raises ValueError with the reason."""
    told = {name: "" if cell == MISSING else cell for name, cell in by.items()}
    if not told["Event ID"]:
        raise ValueError("no Event ID")
    day = imported.date(told["Event Date"], "%Y-%m-%d", "%m/%d/%Y")
    imported.real(told["Latitude"], "Latitude", -90, 90)
    imported.real(told["Longitude"], "Longitude", -180, 180)
    intensity = imported.real(told["Event Intensity"], "Event Intensity", -10, 10)
    mode = told["Event Mode"].lower() or None
    columns = {
        **imported.by_type(told["Event Type"].upper(), mode),
        "contexts": [c for c in told["Contexts"].split("; ") if c],
        "actors": _codes(told, "Actor"), "recipients": _codes(told, "Recipient"),
        "actor_text": told["Actor Name"] or None, "recipient_text": told["Recipient Name"] or None,
        "date_from": day, "date_to": day, "place_name": told["Placename"] or None,
        "place_country": iso3(told["Country"], "name"),
    }  # fmt: skip
    if intensity is not None:
        columns["score"] = intensity
    return imported.row("polecat", told["Event ID"], by, **columns)


def _codes(told: dict[str, str], side: str) -> list[str]:
    known = [_country(name) for name in told[f"{side} Country"].split("; ") if name]
    found = [c for c in known if c]
    if len(found) > 1:
        return list(dict.fromkeys(found))
    return imported.party(found[0] if found else None, told[f"Primary {side} Sector"], told[f"{side} Name"] or None)


def _country(name: str) -> str | None:
    return iso3(name, "name") or iso3(name, "icews") or iso3(name, "iso3")
