"""Facts on which reports of one event differ, kept side by side.

A version that is only vaguer than another one is no disagreement: "in January" beside "on January 3", "Iraq" beside a
town in Iraq, an attack beside a drone attack, one of three parties beside all three, a look back beside the news.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.knowledge.codes import iso3

Key = tuple[str, ...]
Told = tuple[str, str, Key, str]
"""The fact, of what, a key that is equal where reports agree, and the value as it is shown."""


def disagreements(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Facts on which rows of events differ (numbers, dates, places, who did it, to whom, what it was).

    One entry a version: `fact`, `value`, and the `event_ids` that tell it.
    """
    told: dict[tuple[str, str], dict[Key, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for fact, of, key, value in _facts(row):
            told[fact, of][key].append((value, row["id"]))
    found = []
    for (fact, _), values in told.items():
        exact = [k for k in values if not any(_vaguer(fact, k, other) for other in values if other != k)]
        if len(exact) > 1:
            found += [_version(fact, values[key]) for key in exact]
    return found


def _version(fact: str, told: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"fact": fact, "value": told[0][0], "event_ids": [identity for _, identity in told]}


def _vaguer(fact: str, one: Key, other: Key) -> bool:
    """Whether the first version of a fact leaves open what the second one tells, and fits it."""
    if fact == "date":
        return one[0] <= other[0] and other[1] <= one[1]
    if fact in ("actor", "recipient"):
        return set(one) < set(other)
    if fact == "act":
        return len(one) < len(other) and one[0] == other[0]
    if fact == "status":
        return one == ("historical",) and other == ("asserted",)
    if fact == "place":
        return one[2] == "whole" and one[1] == other[1]
    return False


def _facts(row: Mapping[str, Any]) -> Iterator[Told]:
    if row["date_from"]:
        first, last = f"{row['date_from']}", f"{row['date_to'] or row['date_from']}"
        yield "date", "", (first, last), first if last == first else f"{first} to {last}"
    for name, column in (("actor", "actors"), ("recipient", "recipients")):
        if row[column]:
            codes = tuple(sorted(row[column]))
            yield name, "", codes, ", ".join(codes)
    act = tuple(x for x in (row["type"], row["mode"]) if x)
    yield "act", "", act, " ".join(act)
    yield "status", "", (row["status"],), row["status"]
    if row["place_name"]:
        name, country = row["place_name"], row["place_country"] or ""
        yield "place", "", (name.lower(), country, "whole" if country and iso3(name, "name") == country else ""), name
    for amount in row["magnitudes"] or ():
        if amount["unit"]:
            value = f"{amount['value']:g}"
            yield "number", _counted(amount["unit"]), (value,), f"{value} {amount['unit']}"


_PEOPLE = frozenset("people persons civilians dead killed deaths victims wounded injured women men lives".split())


def _counted(unit: str) -> str:
    """What is counted, so that "6 civilians" can be held against "4 people" and neither against "72 hours"."""
    head = unit.lower().split()[-1]
    return "people" if head in _PEOPLE else head
