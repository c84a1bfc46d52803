"""Dated facts (source, relation, target) as arrays, and the file that holds them."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from legation.errors import FormatError, InputError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

COLUMNS = ("split", "date", "source", "relation", "target")


@dataclass(frozen=True)
class Facts:
    """Facts in the file's order: `day` (ordinal), `source`, `relation`, `target` (indices into the names), `split`."""

    day: Ints
    source: Ints
    relation: Ints
    target: Ints
    split: npt.NDArray[np.str_]
    entities: tuple[str, ...]
    relations: tuple[str, ...]

    def take(self, chosen: npt.NDArray[np.bool_]) -> "Facts":
        """The facts of a mask, with all names."""
        parts = (self.day[chosen], self.source[chosen], self.relation[chosen], self.target[chosen], self.split[chosen])
        return Facts(*parts, self.entities, self.relations)

    def days(self) -> Iterator[tuple[int, Ints, Ints, Ints]]:
        """Day, sources, relations, targets: one item a day that has facts, in order."""
        order = np.argsort(self.day, kind="stable")
        found, starts = np.unique(self.day[order], return_index=True)
        for day, chosen in zip(found, np.split(order, starts[1:]), strict=True):
            yield int(day), self.source[chosen], self.relation[chosen], self.target[chosen]


def both_ways(source: Ints, relation: Ints, target: Ints, relations: int) -> tuple[Ints, Ints, Ints]:
    """Each fact and its inverse (relation + `relations`), so that every question asks for the second party."""
    return (
        np.concatenate([source, target]),
        np.concatenate([relation, relation + relations]),
        np.concatenate([target, source]),
    )


def make_facts(rows: Iterable[tuple[str, str, str, str, str]]) -> Facts:
    """Facts of rows (split, ISO date, source, relation, target); names are numbered by their first appearance."""
    entities: dict[str, int] = {}
    relations: dict[str, int] = {}
    days: dict[str, int] = {}
    numbers: list[tuple[int, int, int, int]] = []
    splits: list[str] = []
    for split, day, source, relation, target in rows:
        if day not in days:
            days[day] = date.fromisoformat(day).toordinal()
        first = entities.setdefault(source, len(entities))
        second = entities.setdefault(target, len(entities))
        numbers.append((days[day], first, relations.setdefault(relation, len(relations)), second))
        splits.append(split)
    table = np.array(numbers, dtype=np.int64).reshape(-1, 4)
    day_, source_, relation_, target_ = (np.ascontiguousarray(table[:, i]) for i in range(4))
    return Facts(day_, source_, relation_, target_, np.array(splits, dtype=np.str_), tuple(entities), tuple(relations))


def read_facts(path: Path) -> Facts:
    """Facts of a TSV file, gzipped or not. Raises InputError (unreadable) or FormatError (foreign layout)."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from error
    reader = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader, [])
    if not set(COLUMNS) <= set(header):
        raise FormatError(f"{path}: columns {' '.join(COLUMNS)} expected, found {' '.join(header)}")
    places = [header.index(c) for c in COLUMNS]
    return make_facts(_rows(reader, places, path))


def _rows(reader: Iterable[list[str]], places: list[int], path: Path) -> Iterator[tuple[str, str, str, str, str]]:
    for number, row in enumerate(reader, 2):
        if not row:
            continue
        try:
            split, day, source, relation, target = (row[i] for i in places)
            date.fromisoformat(day)
        except (IndexError, ValueError) as error:
            raise FormatError(f"{path}: line {number} is not a fact: {error}") from error
        yield split, day, source, relation, target
