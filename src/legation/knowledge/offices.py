"""Dated holders of offices (data: knowledge/data/actors/offices.tsv): who was foreign minister of a state on a day."""

from functools import cache

from legation.knowledge.matching import fold
from legation.knowledge.tables import read_table, split_list
from legation.records import Record

HEADS_OF_STATE = ("president", "head of state", "monarch", "supreme leader")
FAMILY_FIRST = frozenset(("CHN", "PRK", "KOR", "TWN", "HKG", "VNM", "KHM", "JPN", "SGP", "HUN", "MMR"))
"""States whose reports put the family name first."""
_SAME = {
    "head of state": ("supreme leader", "head of state", "monarch", "president"),
    "head of government": ("prime minister", "president"),
    "leader": ("supreme leader", "president", "prime minister", "head of state", "monarch"),
    "president": ("president", "head of state"),
    "monarch": ("monarch", "head of state"),
}


class Holder(Record, frozen=True, kw_only=True):
    """One tenure.

    `country` is an ISO code, or None with `organisation` (UNO, NATO …); `until` is None for open tenures.
    """

    country: str | None
    organisation: str | None
    office: str
    name: str
    aliases: tuple[str, ...]
    since: str
    until: str | None

    def holds(self, day: str) -> bool:
        """Whether the tenure covers a day; years and months of the table are whole ones."""
        return self.since <= day and (self.until is None or day <= self.until + "￿")


@cache
def holders() -> tuple[Holder, ...]:
    """All tenures of the table."""
    found = []
    for row in read_table("offices.tsv"):
        code = row["country"]
        state = len(code) == 3 and code not in ("UNO", "IMF", "ICC", "WTO", "WHO", "WBK", "GCC", "LAS")
        found.append(
            Holder(
                country=code if state else None,
                organisation=None if state else code,
                office=row["office"],
                name=row["name"],
                aliases=tuple(split_list(row["aliases"])),
                since=row["from"],
                until=row["to"] or None,
            )
        )
    return tuple(found)


@cache
def _by_office() -> dict[tuple[str, str], tuple[Holder, ...]]:
    table: dict[tuple[str, str], list[Holder]] = {}
    for holder in holders():
        table.setdefault((holder.country or holder.organisation or "", holder.office), []).append(holder)
    return {key: tuple(rows) for key, rows in table.items()}


def holder_at(code: str, office: str, day: str | None) -> Holder | None:
    """Who held an office of a state or organisation on a day (ISO date); None without a day or where it is unknown."""
    if day is None:
        return None
    for same in _SAME.get(office, (office,)):
        for holder in _by_office().get((code, same), ()):
            if holder.holds(day):
                return holder
    return None


@cache
def _by_person() -> dict[str, tuple[Holder, ...]]:
    table: dict[str, list[Holder]] = {}
    for holder in holders():
        table.setdefault(holder.name, []).append(holder)
    return {name: tuple(rows) for name, rows in table.items()}


def tenures(name: str) -> tuple[Holder, ...]:
    """All tenures of a person by the name of the table."""
    return _by_person().get(name, ())


@cache
def holders_by_short_name() -> dict[str, tuple[Holder, ...]]:
    """Tenures by the single names that reports use for their holders: folded last names, and first ones where
    those are family names.
    """
    table: dict[str, list[Holder]] = {}
    for holder in holders():
        for name in (holder.name, *holder.aliases):
            parts = fold(name).replace("-", " ").split()
            keys = {parts[-1]}
            if holder.country in FAMILY_FIRST or len(parts) == 1:
                keys.add(parts[0])
            for key in keys:
                if holder not in table.setdefault(key, []):
                    table[key].append(holder)
    return {key: tuple(rows) for key, rows in table.items()}
