"""The gazetteer: countries, provinces, cities and what they lack, looked up by folded name.

Cities and provinces stay as sorted bytes that are searched by halves, so that loading costs next to nothing; the
plain files are in knowledge/data/places (sources in SOURCES.md). Countries are ISO 3166-1 alpha-3, coordinates
degrees (WGS 84)."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from legation.records import Record

_FOLDER = files("legation.knowledge") / "data" / "places"
_DROPPED = re.compile(r"[’'‘ʼʻ`´ʿʾ.]")
_JOINED = re.compile(r"[-‐–/,\s]+")
_SAINT = re.compile(r"\bsaint\b")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "ß": "ss", "æ": "ae"})


class Spot(Record, frozen=True, kw_only=True):
    """One place that a name can mean. `kind`: country, region, county, city, or a kind of features.tsv.

    `parent` is the folded name of the province; `alias` marks a name in another language or spelling."""

    name: str
    kind: str
    country: str | None
    latitude: float
    longitude: float
    population: int = 0
    geonames_id: int | None = None
    parent: str = ""
    alias: bool = False
    written: bool = False


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key of a name: lower case, no accents, apostrophes or full stops, hyphens as blanks, "st" for saint."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _SAINT.sub("st", _JOINED.sub(" ", _DROPPED.sub("", plain))).strip()


def _rows(name: str) -> list[list[str]]:
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _codes() -> dict[str, str]:
    """Two-letter to three-letter codes."""
    return {row[0]: row[1] for row in _rows("countries.tsv")}


@cache
def _inhabitants() -> dict[str, int]:
    """Inhabitants by two-letter code."""
    return {row[0]: int(row[5]) for row in _rows("countries.tsv")}


def _weight(country: str, level: str) -> int:
    """A province's standing for its inhabitants, which no table gives: a share of its country's, within bounds."""
    people = _inhabitants().get(country, 0)
    if level == "1":
        return max(20_000, min(3_000_000, people // 30))
    return 20_000 if country == "US" else max(3_000, min(150_000, people // 500))


@cache
def _bytes(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


def _found(table: bytes, key: bytes) -> list[list[str]]:
    """All rows of a sorted table whose first column is `key`."""
    wanted = key + b"\t"
    low, high = 0, len(table)
    while low < high:
        middle = (low + high) // 2
        start = table.rfind(b"\n", low, middle) + 1 or low
        if table[start : start + len(wanted)] < wanted:
            low = table.find(b"\n", middle) + 1 or high
        else:
            high = start
    rows = []
    while table.startswith(wanted, low):
        end = table.find(b"\n", low)
        rows.append(table[low:end].decode("utf-8").split("\t"))
        low = end + 1
    return rows


@cache
def written() -> dict[str, tuple[Spot, ...]]:
    """Countries and features by key."""
    found: dict[str, list[Spot]] = {}
    for row in _rows("countries.tsv"):
        _, code, number, latitude, longitude, _, name, more = (*row, "")[:8]
        spot = Spot(name=name, kind="country", country=code, latitude=float(latitude), longitude=float(longitude),
                    geonames_id=int(number), population=10**7)  # fmt: skip
        for other in (name, *filter(None, more.split("; "))):
            found.setdefault(fold(other), []).append(spot)
    for row in _rows("features.tsv"):
        name, kind, country, latitude, longitude, more = (*row, "")[:6]
        spot = Spot(name=name, kind=kind, country=None if country == "-" else country, latitude=float(latitude),
                    longitude=float(longitude), population=10**6, written=True)  # fmt: skip
        for other in (name, *filter(None, more.split("; "))):
            key = fold(other)
            if not any(s.kind == "country" for s in found.get(key, [])):
                found.setdefault(key, []).append(spot)
    return {key: tuple(spots) for key, spots in found.items()}


@lru_cache(maxsize=65536)
def spots(key: str) -> tuple[Spot, ...]:
    """All places that a folded name can mean: countries and features, then provinces, then cities, largest first."""
    found = list(written().get(key, ()))
    encoded, codes = key.encode("utf-8"), _codes()
    for _, name, country, level, latitude, longitude, parent in _found(_bytes("regions.tsv"), encoded):
        found.append(
            Spot(
                name=name,
                kind="region" if level == "1" else "county",
                country=codes.get(country),
                latitude=float(latitude),
                longitude=float(longitude),
                parent=parent,
                population=_weight(country, level),
            )
        )
    cities = [
        Spot(name=name, kind="city", country=codes.get(country), latitude=float(latitude), longitude=float(longitude),
             population=int(people), geonames_id=int(number), parent=parent, alias=mark == "a")
        for _, mark, name, country, parent, latitude, longitude, people, number in _found(_bytes("cities.tsv"), encoded)
    ]  # fmt: skip
    return (*found, *sorted(cities, key=lambda s: -s.population))


@cache
def country_names() -> dict[str, str]:
    """Names of countries by three-letter code."""
    return {row[1]: row[6] for row in _rows("countries.tsv")}


_STATES = files("legation.knowledge") / "data" / "actors" / "states.tsv"


@cache
def _states() -> list[dict[str, str]]:
    lines = [line.split("\t") for line in _STATES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]


@cache
def demonyms() -> frozenset[str]:
    """Folded adjectives and names of peoples of all states: no places."""
    return frozenset(
        fold(word)
        for row in _states()
        for column in ("adjectives", "people")
        for word in row.get(column, "").split("; ")
        if word and not any(s.kind == "country" for s in written().get(fold(word), ()))
    )


@cache
def capitals() -> dict[str, tuple[str, str]]:
    """Capital and country by folded adjective ("ethiopian")."""
    found: dict[str, tuple[str, str]] = {}
    for row in _states():
        capital = row.get("capitals", "").split("; ")[0].rstrip("*")
        for word in row.get("adjectives", "").split("; "):
            if word and capital:
                found.setdefault(fold(word), (capital, row["code"]))
    return found


@cache
def words(name: str) -> frozenset[str]:
    """A list of folded words (one a line) of the folder: `common` words that are no places unless the text says so,
    `persons`: names that mostly name persons."""
    return frozenset(row[0] for row in _rows(f"{name}.tsv"))
