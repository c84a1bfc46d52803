"""PLOVER's JSON lines: one event a line, with actors, recipients, place, text and citation."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from legation.export import imported
from legation.export.quads import quad
from legation.export.rows import Row, load_lines, original, parties, replacing
from legation.knowledge.codes import countries, iso3
from legation.records import Problem

AUXILIARY = ("historical", "future", "hypothetical", "negated")
"""PLOVER's auxiliary modes, which are an event's status here."""


class PloverExporter:
    """Writes every event, also those that are future, hypothetical or negated (as auxiliary modes)."""

    def __init__(self, coder: str = "legation") -> None:
        self.coder = coder

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write the lines; returns how many. Rows that came from PLOVER files are written as they came."""
        count = 0
        with replacing(to) as file:
            for row in rows:
                if row.get("type"):
                    kept = original(row, "plover")
                    found = kept if kept is not None else self._event(row)
                    file.write(json.dumps(found, ensure_ascii=False) + "\n")
                    count += 1
        return count

    def _event(self, row: Row) -> dict[str, Any]:
        status = row.get("status")
        day, until = row.get("date_from"), row.get("date_to")
        found: dict[str, Any] = {
            "id": row["id"], "date": day.isoformat() if day else None,
            "enddate": until.isoformat() if until and until != day else None,
            "actor": _entities(row, "actor"), "recipient": _entities(row, "recipient"), "event": [row["type"]],
            "mode": [m for m in (row.get("mode"), status if status in AUXILIARY else None) if m],
            "context": list(row.get("contexts") or ()),
            "quad_code": quad("plover", None, row["type"]), "event_scale": row.get("score"),
            "event_text": row.get("trigger"), "event_loc": _place(row), "text": row.get("evidence"),
            "text_info": _text(row), "cite_info": _citation(row), "coder": self.coder,
        }  # fmt: skip
        return {k: v for k, v in found.items() if v not in (None, [], {}) or k in ("date", "actor")}


def _entities(row: Row, side: str) -> list[dict[str, Any]]:
    found = []
    for party in parties(row, side):
        code = countries()[party.country].iso3 if party.country else party.group or party.code
        entity = {"code": code, "sector": party.sector, "entity_text": party.name, "office": party.role}
        found.append({k: v for k, v in entity.items() if v})
    return found


def _place(row: Row) -> dict[str, Any]:
    name, code = row.get("place_name"), row.get("place_country")
    known: dict[str, Any] = next((p for p in row.get("document_places") or () if p["name"] == name), {})
    place = {
        "extracted_place": known.get("text"), "resolved_place": name, "geonameid": known.get("geonames_id"),
        "lat": known.get("latitude"), "lon": known.get("longitude"), "country_code": code,
        "country": countries()[code].name if code in countries() else None,
    }  # fmt: skip
    return {k: v for k, v in place.items() if v is not None}


def _text(row: Row) -> dict[str, Any]:
    if row.get("span_start") is None:
        return {}
    return {"start": row["span_start"], "end": row["span_end"], "text_story": row.get("document_id")}


def _citation(row: Row) -> dict[str, Any]:
    published = row.get("document_published")
    told = {
        "url": row.get("document_url"), "title": row.get("document_title"), "language": row.get("document_language"),
        "publication": row.get("document_source"), "citation": published.isoformat() if published else None,
    }  # fmt: skip
    return {k: v for k, v in told.items() if v}


class PloverImporter:
    """Reads PLOVER's JSON lines. An event of several types gives a row for each."""

    def load(self, path: Path) -> Iterator[Row | Problem]:
        """Rows of `events`, and a problem for each malformed line. Raises FormatError for a file that is not there."""
        return load_lines(path, parse)


def parse(line: str) -> dict[str, Any]:
    """A row of `events` from one line. Raises ValueError with the reason."""
    try:
        found = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not valid JSON: {error}") from None
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    missing = [k for k in ("id", "date", "actor", "event") if k not in found]
    if missing:
        raise ValueError(f"required fields are missing: {', '.join(missing)}")
    types, modes = _texts(found, "event"), _texts(found, "mode")
    if len(types) != 1:
        raise ValueError(f"{len(types)} types of event where one is wanted")
    status = next((m for m in modes if m in AUXILIARY), "asserted")
    mode = next((m for m in modes if m not in AUXILIARY), None)
    place = found.get("event_loc") or {}
    columns = {
        **imported.by_type(types[0].upper(), mode), "status": status, "contexts": _texts(found, "context"),
        "actors": _codes(found, "actor"), "recipients": _codes(found, "recipient"),
        "date_from": imported.date(str(found["date"] or ""), "%Y-%m-%d"),
        "date_to": imported.date(str(found.get("enddate") or found["date"] or ""), "%Y-%m-%d"),
        "place_name": place.get("resolved_place"), "place_country": _country(place),
        "trigger": found.get("event_text"), "evidence": found.get("text"),
    }  # fmt: skip
    return imported.row("plover", str(found["id"]), found, **columns)


def _texts(found: Mapping[str, Any], name: str) -> list[str]:
    value = found.get(name) or []
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError(f"{name} is no list of texts")
    return list(value)


def _codes(found: Mapping[str, Any], side: str) -> list[str]:
    entities = found.get(side) or []
    if not isinstance(entities, list) or not all(isinstance(e, dict) for e in entities):
        raise ValueError(f"{side} is no list of entities")
    codes = [imported.party(_iso(e.get("code")), e.get("sector"), e.get("code")) for e in entities]
    return list(dict.fromkeys(c[0] for c in codes if c))


def _iso(code: Any) -> str | None:
    return iso3(code[:3], "iso3") or iso3(code[:3], "cameo") if isinstance(code, str) else None


def _country(place: Mapping[str, Any]) -> str | None:
    code = place.get("country_code")
    return iso3(code, "iso3") or iso3(code, "iso2") or iso3(place.get("country"), "name")
