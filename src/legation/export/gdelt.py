"""GDELT's event tables: 2.0 (61 columns) and 1.0 (57, with SOURCEURL 58). No header, tabs, empty cells for null.

Codes are text with leading zeros. Geography has FIPS codes, actors have CAMEO's. An event whose date no report tells
has an empty SQLDATE: the day of publication is not put in its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from legation.errors import SettingsError
from legation.export import imported
from legation.export.quads import quad
from legation.export.rows import TOLD, Party, Row, day_of, load_lines, number, original, pairs, write_lines
from legation.knowledge.codes import GROUPS, countries, iso3
from legation.records import Problem

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_PLACES = ("Actor1Geo", "Actor2Geo", "ActionGeo")

COLUMNS_2: tuple[str, ...] = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{c}" for c in _ACTOR), *(f"Actor2{c}" for c in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{place}_{c}" for place in _PLACES for c in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""GDELT 2.0: 61 columns."""

COLUMNS_1 = tuple(c for c in COLUMNS_2 if not c.endswith("ADM2Code"))
"""GDELT 1.0 daily files: 58 columns; the back files of 1979 to March 2013 lack the last."""

_OF_GROUPS = {cameo: name for name, cameo in GROUPS.items()}


class GdeltExporter:
    """Writes events as GDELT does: one row a pair of actors. `version` is "2.0" or "1.0", `quads` a variant of quad."""

    def __init__(self, version: str = "2.0", quads: str = "gdelt") -> None:
        if version not in ("1.0", "2.0"):
            raise SettingsError(f"unknown version of GDELT {version!r}; known: 1.0, 2.0")
        self.columns = COLUMNS_2 if version == "2.0" else COLUMNS_1
        self.quads = quads

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write the rows; returns how many lines. Rows that came from GDELT are written as they came."""
        return write_lines(to, (line for row in rows for line in self._lines(row)))

    def _lines(self, row: Row) -> Iterator[list[Any]]:
        kept = original(row, "gdelt")
        if kept is not None:
            yield [kept.get(c, "") for c in self.columns if c in kept or len(kept) != len(self.columns) - 1]
            return
        if row.get("status") not in TOLD or not row.get("cameo"):
            return
        for place, (actor, recipient) in enumerate(pairs(row)):
            cells = {**self._common(row), **_actor("Actor1", actor), **_actor("Actor2", recipient)}
            cells["GLOBALEVENTID"] = number(row["id"], place)
            yield [cells.get(c, "") for c in self.columns]

    def _common(self, row: Row) -> dict[str, Any]:
        code = row["cameo"]
        added = row.get("added_at")
        stamp = "%Y%m%d%H%M%S" if "ActionGeo_ADM2Code" in self.columns else "%Y%m%d"
        cells: dict[str, Any] = {
            "IsRootEvent": int(_in_lead(row)), "EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2],
            "QuadClass": quad(self.quads, code, row.get("type")), "GoldsteinScale": row.get("goldstein"),
            "NumMentions": row.get("reports") or 1, "NumSources": row.get("independent_sources") or 1,
            "NumArticles": row.get("documents") or 1, "DATEADDED": added.strftime(stamp) if added else "",
            "SOURCEURL": row.get("document_url") or "",
        }  # fmt: skip
        return {**cells, **_dates(row), **_place(row)}


def _in_lead(row: Row) -> bool:
    sentences: list[list[int]] = row.get("document_sentences") or []
    return bool(sentences) and (row.get("span_start") or 0) < sentences[0][1]


def _dates(row: Row) -> dict[str, Any]:
    day, start, end = day_of(row), row.get("date_from"), row.get("date_to")
    if day is None:
        return {"Year": f"{start:%Y}"} if start and end and start.year == end.year else {}
    fraction = day.year + ((day.month - 1) * 30 + day.day) / 365  # GDELT counts months of 30 days
    return {
        "SQLDATE": f"{day:%Y%m%d}", "MonthYear": f"{day:%Y%m}", "Year": f"{day:%Y}", "FractionDate": f"{fraction:.4f}",
    }  # fmt: skip


def _actor(prefix: str, party: Party | None) -> dict[str, Any]:
    if party is None:
        return {}
    return {
        f"{prefix}Code": party.cameo, f"{prefix}Name": party.name.upper(), f"{prefix}CountryCode": party.cameo_country,
        f"{prefix}KnownGroupCode": party.group or "",
        f"{prefix}Type1Code": party.sector or ("IGO" if party.group else ""),
    }  # fmt: skip


def _place(row: Row) -> dict[str, Any]:
    name, country = row.get("place_name"), row.get("place_country")
    if not name and not country:
        return {}
    known_country = countries().get(country or "")
    fips = known_country.fips if known_country else None
    known = next((p for p in row.get("document_places") or () if p["name"] == name), None)
    whole = not name or bool(known_country and name == known_country.name)
    return {
        "ActionGeo_Type": 1 if whole else 4,
        "ActionGeo_FullName": name or (known_country.name if known_country else ""),
        "ActionGeo_CountryCode": fips or "", "ActionGeo_Lat": known["latitude"] if known else "",
        "ActionGeo_Long": known["longitude"] if known else "", "ActionGeo_ADM1Code": fips or "",
    }  # fmt: skip


class GdeltImporter:
    """Reads GDELT's event files of both versions (told by the number of columns), plain, gzip or zip."""

    def load(self, path: Path) -> Iterator[Row | Problem]:
        """Rows of `events`, and a problem for each malformed line. Raises FormatError for a file that is not there."""
        return load_lines(path, parse)


def parse(line: str) -> dict[str, Any]:
    """A row of `events` from one line. Raises ValueError with the reason."""
    cells = line.split("\t")
    layouts = {len(COLUMNS_2): COLUMNS_2, len(COLUMNS_1): COLUMNS_1, len(COLUMNS_1) - 1: COLUMNS_1[:-1]}
    if len(cells) not in layouts:
        raise ValueError(f"{len(cells)} columns; GDELT 2.0 has 61, GDELT 1.0 has 57 or 58")
    by = dict(zip(layouts[len(cells)], cells, strict=True))
    _check(by)
    day = imported.date(by["SQLDATE"], "%Y%m%d")
    columns = {
        **imported.by_cameo(by["EventCode"]),
        "goldstein": imported.real(by["GoldsteinScale"], "GoldsteinScale", -10, 10),
        "actors": _code(by, "Actor1"), "recipients": _code(by, "Actor2"),
        "actor_text": by["Actor1Name"] or None, "recipient_text": by["Actor2Name"] or None,
        "date_from": day, "date_to": day,
        "place_name": by["ActionGeo_FullName"] or None, "place_country": iso3(by["ActionGeo_CountryCode"], "fips"),
    }  # fmt: skip
    return imported.row("gdelt", by["GLOBALEVENTID"], by, **columns)


def _check(by: Mapping[str, str]) -> None:
    if not by["GLOBALEVENTID"].isdigit():
        raise ValueError(f"GLOBALEVENTID is {by['GLOBALEVENTID']!r}, not a number")
    code = by["EventCode"]
    if by["EventRootCode"] and not code.startswith(by["EventRootCode"]):
        raise ValueError(f"EventRootCode {by['EventRootCode']} does not fit EventCode {code}: shifted columns?")
    if by["QuadClass"] not in ("", "0", "1", "2", "3", "4"):
        raise ValueError(f"QuadClass is {by['QuadClass']!r}, not 1 to 4")
    for place in _PLACES:
        imported.real(by[f"{place}_Lat"], f"{place}_Lat", -90, 90)
        imported.real(by[f"{place}_Long"], f"{place}_Long", -180, 180)
    for name in ("NumMentions", "NumSources", "NumArticles"):
        imported.whole(by[name], name)


def _code(by: Mapping[str, str], prefix: str) -> list[str]:
    group = by[f"{prefix}KnownGroupCode"]
    country = iso3(by[f"{prefix}CountryCode"], "cameo")
    return imported.party(country, by[f"{prefix}Type1Code"], _OF_GROUPS.get(group, group) or by[f"{prefix}Code"])
