"""Reports of one real event become one occurrence: grouped, counted, and compared where they disagree."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from legation.ledger.disagreements import disagreements
from legation.ledger.likeness import FARTHEST, Telling, likeness, possible, rarities
from legation.records import digest

THRESHOLD = 0.5
"""Mean likeness of a group's pairs from which groups are joined."""

WIDEST = 60
"""Records of one pair of parties near one date beyond which only neighbours in time are compared (busy wars)."""

MOST_PARTIES = 12
"""Parties of one record by which it is looked up."""

Pair = tuple[int, int]


def group(tellings: Sequence[Telling]) -> list[list[int]]:
    """Indices of the records of each event; every record is in one group. Records of one report stay apart.

    Groups grow by joining the two likeliest ones, as long as the mean likeness of their pairs holds.
    """
    rarity = rarities(tellings)
    scores = {
        (i, j): likeness(tellings[i], tellings[j], rarity)
        for i, j in _candidates(tellings)
        if possible(tellings[i], tellings[j])
    }
    groups = {i: [i] for i in range(len(tellings))}
    for part in _connected(scores):
        _join(groups, part, scores, tellings)
    return sorted(groups.values())


def _candidates(tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Pairs with both parties in common (one, where a record lacks a side) and near dates, each once."""
    blocks: dict[str, list[tuple[datetime.date, int]]] = defaultdict(list)
    for index, telling in enumerate(tellings):
        day = telling.date_from or telling.published
        if day is not None:
            for key in _keys(telling):
                blocks[key].append((day, index))
    whole = [_is_whole(t) for t in tellings]
    seen: set[Pair] = set()
    for key, block in blocks.items():
        for pair in _neighbours(block, tellings):
            loose = key.endswith("|") and whole[pair[0]] and whole[pair[1]]
            if not loose and pair not in seen:
                seen.add(pair)
                yield pair


def _neighbours(block: list[tuple[datetime.date, int]], tellings: Sequence[Telling]) -> Iterator[Pair]:
    block.sort()
    for place, (day, index) in enumerate(block):
        reach = FARTHEST + _length(tellings[index])
        for other_day, other in block[place + 1 : place + 1 + WIDEST]:
            if (other_day - day).days > reach:
                break
            yield (min(index, other), max(index, other))


def _keys(telling: Telling) -> list[str]:
    """Blocks of a record: one for each two parties, and one for each party (compared with records that lack a side)."""
    tone = "-" if telling.type in _HOSTILE else "+"
    sides = sorted(telling.sides)[:MOST_PARTIES]
    pairs = list(combinations(sides, 2)) or [(p, p) for p in sides]
    return [*(f"{tone}{a}|{b}" for a, b in pairs), *(f"{tone}{p}|" for p in sides), *([] if sides else [f"{tone}|"])]


def _is_whole(telling: Telling) -> bool:
    return bool(len(telling.sides) > 1 or (telling.actors and telling.recipients))


_HOSTILE = {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}


def _length(telling: Telling) -> int:
    if telling.date_from is None or telling.date_to is None:
        return FARTHEST
    return min(31, (telling.date_to - telling.date_from).days)


def _connected(scores: Mapping[Pair, float]) -> list[list[Pair]]:
    """Pairs that are likely enough to join by themselves, in parts that share no record."""
    parent: dict[int, int] = {}

    def find(x: int) -> int:
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    likely = [pair for pair, score in scores.items() if score >= THRESHOLD]
    for i, j in likely:
        parent[find(i)] = find(j)
    parts: dict[int, list[Pair]] = defaultdict(list)
    for pair in likely:
        parts[find(pair[0])].append(pair)
    return list(parts.values())


def _join(
    groups: dict[int, list[int]], part: Sequence[Pair], scores: Mapping[Pair, float], tellings: Sequence[Telling]
) -> None:
    """Average-link clustering of one part, likeliest pairs first."""
    home = {i: i for pair in part for i in pair}
    for i, j in sorted(part, key=lambda p: (-scores[p], p)):
        left, right = home[i], home[j]
        if left == right:
            continue
        one, other = groups[left], groups[right]
        mean = sum(scores.get((min(a, b), max(a, b)), 0.0) for a in one for b in other) / (len(one) * len(other))
        apart = {tellings[a].document_id for a in one} & {tellings[b].document_id for b in other}
        if mean >= THRESHOLD and not apart:
            groups[left] = sorted(one + other)
            for index in groups.pop(right):
                home[index] = left


def tell(row: Mapping[str, Any]) -> Telling:
    """A row of events (with the day of its report as `published`) as it is compared."""
    return Telling(
        id=row["id"],
        document_id=row["document_id"] or row["id"],
        type=row["type"],
        mode=row["mode"],
        status=row["status"] or "asserted",
        actors=tuple(row["actors"] or ()),
        recipients=tuple(row["recipients"] or ()),
        date_from=row["date_from"],
        date_to=row["date_to"],
        published=row["published"],
        place_name=row["place_name"],
        place_country=row["place_country"],
        trigger=row["trigger"] or "",
        evidence=row["evidence"] or "",
        amounts=tuple((m["value"], m["unit"]) for m in row["magnitudes"] or ()),
    )


def occurrences(
    rows: Sequence[Mapping[str, Any]], originals: Mapping[str, str], sources: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Rows of the table `occurrences` for rows of events.

    `originals` name for each document the one of which it is a near copy (itself if of none); `sources` all outlets
    that print it, its own first, copies' after it.
    """
    found = group([tell(row) for row in rows])
    return [_occurrence([rows[i] for i in indices], originals, sources) for indices in found]


def _occurrence(
    rows: Sequence[Mapping[str, Any]], originals: Mapping[str, str], sources: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    best = max(rows, key=lambda r: (r["confidence"] or 0.0, len(r["evidence"] or ""), r["id"]))
    documents = list(dict.fromkeys(r["document_id"] for r in rows if r["document_id"]))
    outlets = list(dict.fromkeys(s for d in documents for s in sources.get(d, ())))
    published = [r["published"] for r in rows if r["published"]]
    day = _commonest([(r["date_from"], r["date_to"]) for r in rows if r["date_from"]]) or (None, None)
    place = _commonest([(r["place_name"], r["place_country"]) for r in rows if r["place_name"] or r["place_country"]])
    ids = sorted(r["id"] for r in rows)
    return {
        "id": digest(ids),
        **{name: best[name] for name in ("type", "mode", "quad", "status", "trigger", "evidence")},
        "actors": _union(rows, "actors"), "recipients": _union(rows, "recipients"),
        "date_from": day[0], "date_to": day[1],
        "place_name": place[0] if place else None, "place_country": place[1] if place else None,
        "event_ids": ids, "document_ids": documents, "sources": outlets, "reports": len(rows),
        "documents": len(documents),
        "independent_sources": len({_outlet(originals.get(d, d), sources) for d in documents}) or 1,
        "first_report": min(published, default=None), "last_report": max(published, default=None),
        "disagreements": disagreements(rows), "confidence": 1 - _product(1 - (r["confidence"] or 0.0) for r in rows),
    }  # fmt: skip


def _outlet(document: str, sources: Mapping[str, Sequence[str]]) -> str:
    """Who stands behind a document: its outlet, the document itself where that is unknown."""
    return next(iter(sources.get(document, ())), document)


def _union(rows: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys(code for row in rows for code in row[name] or ()))


def _product(values: Iterable[float]) -> float:
    total = 1.0
    for value in values:
        total *= value
    return total


def _commonest(values: Sequence[Any]) -> Any:
    return Counter(values).most_common(1)[0][0] if values else None


def pairs_of(groups: Iterable[Sequence[int]]) -> set[Pair]:
    """All pairs within groups."""
    return {pair for members in groups for pair in combinations(sorted(members), 2)}
