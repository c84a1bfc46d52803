"""Which place a name means: by importance, the text's countries, what it is said to lie in, and what lies near."""

import math
from collections import Counter
from collections.abc import Iterable

from legation.knowledge.places import Spot, fold, spots
from legation.linking.places.lexicon import AREA_WORDS, STATES
from legation.linking.places.spans import Candidate, Page

_KIND = {
    "country": 3.0,
    "world": 2.5,
    "sea": 2.0,
    "strait": 2.0,
    "river": 1.0,
    "lake": 1.0,
    "mountain": 1.0,
    "desert": 1.0,
    "island": 1.2,
    "region": 0.6,
    "base": 0.5,
    "site": 0.6,
    "building": 0.5,
    "city": 0.4,
    "county": -0.3,
}
_SHARED = frozenset({"georgia"})
_REGION_WORDS = frozenset({"province", "state", "region", "governorate", "oblast", "prefecture", "county", "district"})
_CITY_WORDS = frozenset({"city", "town", "village", "suburb", "municipality", "capital"})


def distance(a: Spot, b: Spot) -> float:
    """Great-circle distance in kilometres."""
    lat1, lon1, lat2, lon2 = (math.radians(x) for x in (a.latitude, a.longitude, b.latitude, b.longitude))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def _prior(spot: Spot) -> float:
    return math.log10(max(spot.population, 100)) + _KIND.get(spot.kind, 0.0) - (0.8 if spot.alias else 0.0)


def _is_town(spot: Spot) -> bool:
    return spot.kind == "city" and not spot.alias and spot.population >= 50_000


def _namesake(spot: Spot, options: Iterable[Spot]) -> bool:
    """Whether a province is named for a town of size: then the bare name means the town."""
    return (
        spot.kind == "region"
        and spot.geonames_id is None
        and not spot.written
        and any(
            s.kind == "city" and not s.alias and s.country == spot.country and s.population >= 50_000 for s in options
        )
    )


class Scene:
    """What the text's names say together: countries and provinces that it mentions, and how often."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.countries: Counter[str] = Counter()
        self.parents: set[str] = set()
        self.fixed: list[Spot] = []
        for candidate in candidates:
            best = max(candidate.spots, key=_prior)
            clear = best.kind in ("country", "region") or best.population >= 300_000
            rivals = [s for s in candidate.spots if s.country != best.country and _prior(s) > _prior(best) - 1.5]
            if clear and best.country and not rivals:
                self.countries[best.country] += 3 if best.kind == "country" else 2
                if best.kind != "country":
                    self.fixed.append(best)
            if any(s.kind == "region" and not _namesake(s, candidate.spots) for s in candidate.spots):
                self.parents.add(candidate.key)
        self.total = sum(self.countries.values()) or 1

    def weight(self, spot: Spot, key: str) -> float:
        """How well a meaning fits the text's other names."""
        share = self.countries.get(spot.country or "", 0) / self.total
        weight = 1.2 + 0.8 * share if share > 0 else 0.0
        if spot.parent and any(spot.parent == p or (len(p) > 4 and p in spot.parent) for p in self.parents if p != key):
            weight += 1.5
        return weight


def _wanted(page: Page, candidate: Candidate) -> str:
    """region, city or "": what the words beside the name call it."""
    after, before = page.word(candidate.stop).lower(), page.word(candidate.first - 1).lower()
    if after in _REGION_WORDS:
        return "region"
    if (
        after in ("city", "town")
        or before in _CITY_WORDS
        or (before == "of" and page.word(candidate.first - 2).lower() in _CITY_WORDS)
    ):
        return "city"
    if before == "of" and page.word(candidate.first - 2).lower() in _REGION_WORDS:
        return "region"
    return ""


def _container(page: Page, candidate: Candidate, by_first: dict[int, Candidate]) -> Candidate | None:
    """What the name is said to lie in: "Paris, Texas", "Douma in Syria", "Aleppo (Syria)"."""
    at = candidate.stop
    if page.word(at).lower() in AREA_WORDS:
        at += 1
    if page.word(at) in (",", "(") or page.word(at).lower() in ("in", "of"):
        at += 1
        state = STATES.get(fold(page.word(at)))
        if state is not None and page.word(at)[:1].isupper():
            start = page.starts[at]
            return Candidate(at, at + 1, start, page.ends[at], state, spots(state))
        for step in range(3):
            found = by_first.get(at + step)
            if found is not None:
                return found
            if page.word(at + step).lower() not in (
                "the",
                "northern",
                "southern",
                "eastern",
                "western",
                "central",
                "state",
                "province",
                "of",
            ):
                break
    return None


def _inside(spot: Spot, container: Candidate) -> bool:
    for other in container.spots[:12]:
        if other.kind == "country" and other.country == spot.country and spot.kind != "country":
            return True
        if (
            other.kind in ("region", "county")
            and other.country == spot.country
            and spot.kind in ("city", "county", "site", "island")
        ):
            key = fold(other.name)
            if spot.parent and (spot.parent == key or key in spot.parent or spot.parent in key):
                return True
            if other.kind == "county" and distance(spot, other) < 60:
                return True
    return False


def _is_list(candidate: Candidate, container: Candidate) -> bool:
    """ "California, Nevada": provinces side by side, not a town in a province."""
    regions = {s.country for s in candidate.spots if s.kind == "region"}
    return any(s.kind == "region" and s.country in regions for s in container.spots)


def _contains(candidate: Candidate, chosen: list[tuple[Candidate, Spot]], page: Page) -> str:
    """region for the second name of "Albany, New York"."""
    if not chosen or page.word(candidate.first - 1) != "," or chosen[-1][0].stop != candidate.first - 1:
        return ""
    before = chosen[-1][1]
    if any(s.kind == "city" and s.population > 10**6 and distance(s, before) < 60 for s in candidate.spots):
        return "city"
    return "region" if any(s.kind == "region" and s.country == before.country for s in candidate.spots) else ""


def _homonyms(candidate: Candidate, scene: Scene) -> tuple[Spot, ...]:
    """Georgia: the American state where the text has American places and none of the country."""
    if candidate.key not in _SHARED:
        return candidate.spots
    regions = [s for s in candidate.spots if s.kind == "region"]
    country = candidate.spots[0].country or ""
    backed = [s for s in regions if scene.countries.get(s.country or "", 0) > scene.countries.get(country, 0)]
    neighbours = scene.countries.get("RUS", 0) + scene.countries.get("ARM", 0) + scene.countries.get("AZE", 0)
    return tuple(backed) if backed and neighbours == 0 else candidate.spots


def choose(page: Page, candidates: list[Candidate]) -> list[tuple[Candidate, Spot]]:
    """The best meaning of each name; one name means one place in a text unless it says otherwise."""
    scene = Scene(candidates)
    by_first = {c.first: c for c in candidates}
    told: dict[str, Spot] = {}
    chosen: list[tuple[Candidate, Spot]] = []
    for candidate in candidates:
        container = _container(page, candidate, by_first)
        wanted = _wanted(page, candidate) or _contains(candidate, chosen, page)
        if container is not None and _is_list(candidate, container):
            container = None
        options = _homonyms(candidate, scene)
        largest = max((s.population for s in options if s.kind == "city" and not s.alias), default=0)

        def score(
            spot: Spot,
            container: Candidate | None = container,
            wanted: str = wanted,
            key: str = candidate.key,
            options: tuple[Spot, ...] = options,
            largest: int = largest,
        ) -> float:
            dwarfed = largest >= 300_000 and spot.population < largest * 0.2
            value = _prior(spot) + scene.weight(spot, key) * (0.4 if dwarfed else 1.0)
            if container is not None and _inside(spot, container):
                value += 5.0
            if wanted != "region" and _namesake(spot, options):
                value -= 1.2
            if wanted == "region" and spot.kind in ("region", "county"):
                value += 2.0
            if wanted == "city" and spot.kind == "city":
                value += 2.0
            if told.get(key) == spot:
                value += 1.0
            near = (
                min((distance(spot, f) for f in scene.fixed), default=9999.0)
                if spot.kind == "city" and scene.fixed
                else 9999.0
            )
            return value + (0.8 if 1.0 < near < 200 and not dwarfed else 0.0)

        best = max(options, key=score)
        if container is not None and _inside(best, container):
            told[candidate.key] = best
        chosen.append((candidate, best))
    return [(c, told.get(c.key, s)) for c, s in chosen]
