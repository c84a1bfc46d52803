"""Phoenix files (Open Event Data Alliance): 26 columns with tabs, no header."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from legation.export import imported
from legation.export.quads import quad
from legation.export.rows import TOLD, Party, Row, day_of, load_lines, original, pairs, write_lines
from legation.knowledge.codes import countries, iso3
from legation.records import Problem

COLUMNS = (
    "id", "date", "year", "month", "day", "source", "source_root", "source_agent", "source_others", "target",
    "target_root", "target_agent", "target_others", "code", "root_code", "quad_class", "goldstein", "issues", "lat",
    "lon", "place", "state", "country", "sentence_ids", "urls", "sources",
)  # fmt: skip


class PhoenixExporter:
    """Writes events as Phoenix does: one row a pair of actors, Phoenix's own quad classes."""

    def __init__(self, version: str = "legation", quads: str = "phoenix") -> None:
        self.version = version
        self.quads = quads

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write the rows; returns how many. Rows that came from Phoenix are written as they came."""
        return write_lines(to, (line for row in rows for line in self._lines(row)))

    def _lines(self, row: Row) -> Iterator[list[Any]]:
        kept = original(row, "phoenix")
        if kept is not None:
            yield [kept[c] for c in COLUMNS]
            return
        code, day = row.get("cameo"), day_of(row)
        if row.get("status") not in TOLD or not code:
            return
        place = next((p for p in row.get("document_places") or () if p["name"] == row.get("place_name")), None)
        for order, (actor, recipient) in enumerate(pairs(row)):
            cells = {
                "id": f"{row['id']}{f'-{order}' if order else ''}_{self.version}",
                "date": f"{day:%Y%m%d}" if day else "", "year": day.year if day else "",
                "month": f"{day:%m}" if day else "", "day": f"{day:%d}" if day else "",
                **_side("source", actor), **_side("target", recipient),
                "code": code, "root_code": code[:2], "quad_class": quad(self.quads, code, row.get("type")),
                "goldstein": row.get("goldstein"), "issues": ";".join(row.get("contexts") or ()),
                "lat": place["latitude"] if place else "", "lon": place["longitude"] if place else "",
                "place": row.get("place_name"), "country": row.get("place_country"),
                "sentence_ids": row.get("document_id"), "urls": row.get("document_url"),
                "sources": row.get("document_source"),
            }  # fmt: skip
            yield [cells.get(c, "") for c in COLUMNS]


def _side(side: str, party: Party | None) -> dict[str, str]:
    if party is None:
        return {}
    root = party.cameo_country or party.group or ""
    return {side: party.cameo, f"{side}_root": root, f"{side}_agent": party.sector or ""}


class PhoenixImporter:
    """Reads Phoenix files."""

    def load(self, path: Path) -> Iterator[Row | Problem]:
        """Rows of `events`, and a problem for each malformed line. Raises FormatError for a file that is not there."""
        return load_lines(path, parse)


def parse(line: str) -> dict[str, Any]:
    """A row of `events` from one line. Raises ValueError with the reason."""
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} columns; Phoenix has {len(COLUMNS)}")
    by = dict(zip(COLUMNS, cells, strict=True))
    if not by["id"]:
        raise ValueError("no id")
    if by["quad_class"] not in ("", "0", "1", "2", "3", "4"):
        raise ValueError(f"quad_class is {by['quad_class']!r}, not 0 to 4")
    if by["root_code"] and not by["code"].startswith(by["root_code"]):
        raise ValueError(f"root_code {by['root_code']} does not fit code {by['code']}: shifted columns?")
    imported.real(by["lat"], "lat", -90, 90)
    imported.real(by["lon"], "lon", -180, 180)
    day = imported.date(by["date"], "%Y%m%d")
    columns = {
        **imported.by_cameo(by["code"]), "goldstein": imported.real(by["goldstein"], "goldstein", -10, 10),
        "actors": _code(by, "source"), "recipients": _code(by, "target"), "actor_text": by["source"] or None,
        "recipient_text": by["target"] or None, "date_from": day, "date_to": day,
        "place_name": by["place"] or None,
        "place_country": by["country"] if by["country"] in countries() else iso3(by["country"], "cameo"),
    }  # fmt: skip
    return imported.row("phoenix", by["id"], by, **columns)


def _code(by: Mapping[str, str], side: str) -> list[str]:
    root = by[f"{side}_root"] or by[side][:3]
    return imported.party(iso3(root, "cameo"), by[f"{side}_agent"][:3] or by[side][3:6], by[side] or None)
