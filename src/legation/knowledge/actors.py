"""Who acts in the world: states, organs, organisations, groups and holders of offices, by their names in reports.

Data: knowledge/data/actors (each table explains its columns). A user's own `actors.toml` adds to it and overrides it.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from legation.knowledge.matching import NameIndex
from legation.knowledge.offices import Holder, holders
from legation.knowledge.tables import read_table, split_list
from legation.knowledge.users import UserActors, load_user_actors
from legation.records import Record

ALONE = frozenset(("REB", "CRM"))
"""Sectors whose actors are coded by country and kind; all others go by their country."""


class Entry(Record, frozen=True, kw_only=True):
    """What a name stands for.

    `kind`: state, demonym (adjective), people, capital, seat, organ, organisation, group or person. `key` is the same
    for all names of one actor. `weak`: a capital that is a place alone unless the report also names the state.
    `since`, `until`: the days between which the entry holds (ISO dates), None where open.
    """

    kind: str
    key: str
    name: str
    country: str | None = None
    sector: str | None = None
    code: str | None = None
    weak: bool = False
    since: str | None = None
    until: str | None = None

    def holds(self, day: str | None) -> bool:
        """Whether the entry holds on a day (every entry does on an unknown one, the latest being preferred)."""
        if day is None:
            return self.until is None or self.until >= "2100"
        return (self.since or "") <= day <= (self.until or "9999")


def make_code(country: str | None, sector: str | None) -> str | None:
    """The code of an actor in event data: USA, SYR:REB, NGO; None for a person without country."""
    if country:
        return f"{country}:{sector}" if sector in ALONE else country
    return sector if sector in ("REB", "CRM", "NGO", "MED", "BUS") else "MED" if sector == "JRN" else None


def _state_entries(row: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    code, name = row["code"], row["name"]
    state = Entry(kind="state", key=f"state:{code}", name=name, country=code, sector="GOV", code=code)
    for form in (name, *split_list(row["names"])):
        yield form, state
        if form.startswith("The "):
            yield form[4:], state
    demonym = Entry(kind="demonym", key=state.key, name=name, country=code, sector="GOV", code=code)
    adjectives = split_list(row["adjectives"])
    for form in adjectives:
        yield form, demonym
    people = Entry(kind="people", key=f"people:{code}", name=f"{name}'s people", country=code, sector="CIV", code=code)
    plurals = split_list(row["people"]) or [form if form.endswith("ese") else form + "s" for form in adjectives]
    for form in plurals:
        if form not in adjectives:
            yield form, people
    for form in split_list(row["capitals"]):
        weak = form.endswith("*")
        yield (
            form.rstrip("*"),
            Entry(kind="capital", key=state.key, name=name, country=code, sector="GOV", code=code, weak=weak),
        )
    for form in split_list(row["seats"]):
        yield form, Entry(kind="seat", key=f"seat:{code}:{form}", name=form, country=code, sector="GOV", code=code)


def _organ_entries(row: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    entry = Entry(
        kind="organ",
        key=f"organ:{row['country']}:{row['name']}",
        name=row["name"],
        country=row["country"],
        sector=row["sector"],
        code=make_code(row["country"], row["sector"]),
    )
    for form in (row["name"], *split_list(row["names"])):
        yield form, entry


def _organisation_entries(row: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    entry = Entry(
        kind="organisation", key=f"organisation:{row['name']}", name=row["name"], sector="IGO", code=row["code"]
    )
    for form in (row["name"], *split_list(row["names"])):
        yield form, entry


def _group_entries(row: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    country, sector = row["country"] or None, row["sector"]
    entry = Entry(
        kind="group",
        key=f"group:{row['name']}:{row['country']}",
        name=row["name"],
        country=country,
        sector=sector,
        code=make_code(country, sector),
        since=row["from"] or None,
        until=row["to"] or None,
    )
    for form in (row["name"], *split_list(row["names"])):
        yield form, entry


def _person_entries(holder: Holder) -> Iterator[tuple[str, Entry]]:
    international = holder.organisation is not None
    entry = Entry(
        kind="person",
        key=f"person:{holder.name}",
        name=holder.name,
        country=holder.country,
        sector="IGO" if international else "GOV",
        code=holder.organisation or holder.country,
        since=holder.since,
        until=holder.until,
    )
    for form in (holder.name, *holder.aliases):
        yield form, entry


class Catalogue:
    """All names, with the members of organisations. Immutable once built; safe to share between threads."""

    def __init__(self, user: UserActors | None = None) -> None:
        self.user = user
        self.members: dict[str, tuple[str, ...]] = {}
        self.state_names: dict[str, str] = {}
        self.organisations: dict[str, Entry] = {}
        overridden = {form for form, _ in _user_entries(user)}
        pairs = [(form, entry) for form, entry in self._bundled() if form not in overridden]
        self.names: NameIndex[Entry] = NameIndex([*pairs, *_user_entries(user)])

    def _bundled(self) -> Iterator[tuple[str, Entry]]:
        for row in read_table("states.tsv"):
            self.state_names[row["code"]] = row["name"]
            yield from _state_entries(row)
        for row in read_table("organs.tsv"):
            yield from _organ_entries(row)
        for row in read_table("organisations.tsv"):
            if row["members"]:
                self.members[row["code"]] = tuple(split_list(row["members"]))
            for form, entry in _organisation_entries(row):
                self.organisations.setdefault(row["code"], entry)
                yield form, entry
        for row in read_table("groups.tsv"):
            yield from _group_entries(row)
        for holder in holders():
            yield from _person_entries(holder)


def _user_entries(user: UserActors | None) -> list[tuple[str, Entry]]:
    if user is None:
        return []
    return [
        (
            form,
            Entry(
                kind=actor.kind,
                key=f"user:{actor.name}",
                name=actor.name,
                country=actor.country,
                sector=actor.sector,
                code=actor.code or make_code(actor.country, actor.sector),
                since=actor.since,
                until=actor.until,
            ),
        )
        for actor in user.actors
        for form in (actor.name, *actor.names)
    ]


def choose_by_day(entries: Iterable[Entry], day: str | None) -> list[Entry]:
    """The entries that hold on a day; where none does, all of them (a name is known even out of office)."""
    every = list(entries)
    return [e for e in every if e.holds(day)] or every


@cache
def catalogue(user_file: str | None = None) -> Catalogue:
    """The bundled catalogue, with a user's file where one is given. Raises SettingsError for a bad file."""
    return Catalogue(load_user_actors(user_file) if user_file else None)
