"""Finds places in a document (`contracts.Locator`)."""

import re
from collections import Counter
from collections.abc import Sequence

from legation.knowledge.places import Spot, fold, spots
from legation.linking.places.choice import choose
from legation.linking.places.lexicon import AREA_WORDS, NOT_PLACES, PREPOSITIONS, SHORT_NAMES
from legation.linking.places.spans import Candidate, Page, drop_covered, judge
from legation.records import Entity, Parse, Place

_LEADING = re.compile(
    r"^(?:the|The|northern|southern|eastern|western|central|Northern|Southern|Eastern|Western|Central|southwestern|"
    r"southeastern|northwestern|northeastern|North|South|East|West)\s+(?=[A-Z])"
)
_CONTAINED = re.compile(r",\s|\sin\s|\s\(")
_POSSESSIVE = re.compile(r"['’]s?$")


def _accepted(page: Page, candidates: list[Candidate]) -> list[Candidate]:
    """Candidates that are places: for themselves, or because the same name or its neighbour is one."""
    verdicts = [True if c.sure else judge(page, c) for c in candidates]
    sure = {c.key for c, v in zip(candidates, verdicts, strict=True) if v}
    firsts = {c.first for c, v in zip(candidates, verdicts, strict=True) if v}
    stops = {c.stop for c, v in zip(candidates, verdicts, strict=True) if v}
    kept = []
    for candidate, verdict in zip(candidates, verdicts, strict=True):
        if verdict is None:
            contained = page.word(candidate.stop) in (",", "(") and candidate.stop + 1 in firsts
            listed = page.word(candidate.first - 1) in (",", "and") and candidate.first - 1 in stops
            listed = listed and not candidate.locative and _big(candidate)
            if candidate.key in sure or contained or listed:
                kept.append(candidate)
        elif verdict:
            kept.append(candidate)
    return kept


def _big(candidate: Candidate) -> bool:
    return max(s.population for s in candidate.spots) >= 15_000


def _from_entities(
    page: Page, entities: Sequence[Entity], candidates: list[Candidate]
) -> tuple[list[Candidate], list[Entity]]:
    """Candidates for place entities that the gazetteer pass did not see as such; entities without any meaning apart."""
    extra, unknown = [], []
    for entity in entities:
        if (
            entity.label not in ("LOC", "GPE")
            or not _credible(page, entity)
            or any(c.start < entity.end and entity.start < c.end for c in candidates)
        ):
            continue
        text = page.text[entity.start : entity.end]
        start = entity.start
        found: tuple[Spot, ...] = ()
        while not found:
            bare = _POSSESSIVE.sub("", text)
            found = spots(fold(bare))
            lead = _LEADING.match(text)
            if found or lead is None:
                break
            start, text = start + lead.end(), text[lead.end() :]
        if found:
            first = next((i for i, s in enumerate(page.starts) if s >= start), len(page.starts))
            stop = first
            while stop < len(page.ends) and page.ends[stop] <= start + len(bare):
                stop += 1
            extra.append(Candidate(first, stop, start, start + len(bare), fold(bare), found, sure=True))
        elif _named(page, entity):
            unknown.append(entity)
    return extra, unknown


def _named(page: Page, entity: Entity) -> bool:
    """Whether an unknown place is named as one: every word of it, after a preposition."""
    text = page.text[entity.start : entity.end]
    before = re.findall(r"[\w-]+", page.text[max(0, entity.start - 30) : entity.start].lower())[-3:]
    return (
        all(w[:1].isupper() for w in text.split())
        and bool(before)
        and (
            before[-1] in PREPOSITIONS
            or (before[-1] in ("the", "of") and len(before) > 1 and before[-2] in PREPOSITIONS | AREA_WORDS)
        )
    )


def _credible(page: Page, entity: Entity) -> bool:
    """Whether a place entity without a place in the gazetteer pass is one: capitals, and no direction or institution
    alone."""
    text = page.text[entity.start : entity.end]
    return text[:1].isupper() and fold(text) not in NOT_PLACES and entity.score >= 0.5


def _place(page: Page, candidate: Candidate, spot: Spot) -> Place:
    text = page.text[candidate.start : candidate.end]
    name = (
        spot.name
        if spot.kind == "country"
        else text.title()
        if text.isupper() and len(text) > 3 and text not in SHORT_NAMES
        else text
    )
    return Place(
        start=candidate.start,
        end=candidate.end,
        text=text,
        name=name,
        country=spot.country,
        latitude=spot.latitude,
        longitude=spot.longitude,
        geonames_id=spot.geonames_id,
    )


def _unknown(text: str, entity: Entity, known: Sequence[Place]) -> Place:
    """A place that no table has: its country is that of what it is said to lie in, or the one the text is about."""
    contained = _CONTAINED.match(text, entity.end) is not None
    beside = [p for p in known if contained and p.country and 0 <= p.start - entity.end <= 12]
    counts = Counter(p.country for p in known if p.country)
    top, number = counts.most_common(1)[0] if counts else (None, 0)
    prevailing = top if number > 0.6 * sum(counts.values()) else None
    name = text[entity.start : entity.end]
    return Place(
        start=entity.start,
        end=entity.end,
        text=name,
        name=_POSSESSIVE.sub("", name),
        country=beside[0].country if beside else prevailing,
        latitude=None,
        longitude=None,
        geonames_id=None,
    )


def find_places(text: str, entities: Sequence[Entity] = ()) -> tuple[Place, ...]:
    """All places of a text, resolved; with entities their verdict counts, without them the words around a name
    decide."""
    page = Page(text)
    candidates = page.candidates()
    extra: list[Candidate] = []
    unknown: list[Entity] = []
    if entities:
        candidates = drop_covered(candidates, page, entities)
        extra, unknown = _from_entities(page, entities, candidates)
    kept = sorted([*_accepted(page, candidates), *extra], key=lambda c: c.start)
    places = [_place(page, c, s) for c, s in choose(page, kept)]
    places += [_unknown(text, entity, places) for entity in unknown]
    return tuple(sorted(places, key=lambda p: (p.start, p.end)))


class PlaceFinder:
    """Finds and resolves places of a parse."""

    def locate(self, parse: Parse) -> tuple[Place, ...]:
        """All places of a document, in the order of the text. Demonyms, organisations and persons are none."""
        return find_places(parse.document.text, parse.entities)
