"""The register of well-known treaties, accords, resolutions and laws: which names are one instrument."""

from functools import cache
from importlib.resources import files

from legation.knowledge.matching import NameIndex
from legation.knowledge.tables import read_table, split_list
from legation.records import Record

_FOLDER = files("legation.knowledge") / "data" / "instruments"


class Instrument(Record, frozen=True, kw_only=True):
    """An entry: `signed` and `force` as YYYY, YYYY-MM or YYYY-MM-DD or None; `end` and `terms` in words.

    `parties` are codes, or "many" for instruments open to all states; `source` says where to check.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: str
    parties: tuple[str, ...]
    signed: str | None
    force: str | None
    end: str | None
    terms: tuple[str, ...]
    source: str


@cache
def register() -> dict[str, Instrument]:
    """All entries by id."""
    return {
        row["id"]: Instrument(
            id=row["id"],
            name=row["name"],
            names=tuple(split_list(row["names"])),
            kind=row["kind"],
            parties=tuple(split_list(row["parties"])),
            signed=row["signed"] or None,
            force=row["force"] or None,
            end=row["end"] or None,
            terms=tuple(split_list(row["terms"])),
            source=row["source"],
        )
        for row in read_table("instruments.tsv", _FOLDER)
    }


@cache
def name_index() -> NameIndex[str]:
    """The entries' names in running text, each with the ids that bear it."""
    return NameIndex((name, entry.id) for entry in register().values() for name in (entry.name, *entry.names))
