"""What formats share: parties of an event, pairs of them, and files of lines."""

import datetime
import gzip
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from legation.errors import FormatError
from legation.knowledge.codes import GROUPS, countries
from legation.records import Problem, Record, digest

Row = Mapping[str, Any]

STAGE = "import"

TOLD = ("asserted", "historical")
"""Statuses of events that formats without a column for it can hold; the others are left out."""

LONGEST = 31
"""Days of a stretch whose first day stands for it: counts by month stay right."""

SECTORS = frozenset("IGO REB OPP MED NGO BUS CIV CVL EDU CRM GOV MIL PTY COP JUD LEG".split())
"""Kinds of actors that stand alone where an actor has no country."""


class Party(Record, frozen=True, kw_only=True):
    """One side's actor: its code here, ISO country, CAMEO code of a group, sector, name and role."""

    code: str
    country: str | None
    group: str | None
    sector: str | None
    name: str
    role: str | None

    @property
    def cameo_country(self) -> str:
        """CAMEO's country code, "" for none."""
        return countries()[self.country].cameo if self.country in countries() else ""

    @property
    def cameo(self) -> str:
        """The actor's code as CAMEO puts it together: country or group, then sector."""
        return f"{self.cameo_country or self.group or ''}{self.sector or ''}"


def parties(row: Row, side: str) -> list[Party]:
    """The parties of one side (`actor` or `recipient`) of an event."""
    people = {p["id"]: p for p in row.get("document_actors") or ()}
    named = [people[i] for i in row.get(f"{side}_ids") or () if i in people]
    found = []
    for code in row.get(f"{side}s") or ():
        known = next((p for p in named if p["code"] == code), None)
        place, _, kind = code.partition(":")
        country = place if place in countries() else None
        sector = kind or (known or {}).get("sector") or (place if not country and place in SECTORS else None)
        group = None if country or place in SECTORS else GROUPS.get(place, place)
        name = (known or {}).get("name") or (countries()[country].name if country else code)
        role = (known or {}).get("role")
        found.append(Party(code=code, country=country, group=group, sector=sector, name=name, role=role))
    return found


def pairs(row: Row) -> list[tuple[Party, Party | None]]:
    """Actor and recipient of each line in a format of pairs.

    Acts of several parties upon none (meetings, agreements) are written once in each direction, as ICEWS does.
    """
    actors, recipients = parties(row, "actor"), parties(row, "recipient")
    if recipients:
        return [(a, r) for a in actors for r in recipients]
    if len(actors) > 1:
        return [(a, b) for a in actors for b in actors if a is not b]
    return [(a, None) for a in actors]


def day_of(row: Row) -> datetime.date | None:
    """The day for a format that has one: the first of a stretch of at most a month, None for longer ones.

    "In 2009" is not the first of January.
    """
    start, end = row.get("date_from"), row.get("date_to")
    if start is None or ((end or start) - start).days > LONGEST:
        return None
    return cast("datetime.date", start)


def number(identity: str, place: int = 0) -> int:
    """A number for formats whose ids are numbers: 60 bits of a digest, the same in every export."""
    return int(digest((identity, str(place))), 16) >> 4


def original(row: Row, origin: str) -> dict[str, str] | None:
    """The columns of a row as it was imported from this very format, None for others."""
    if row.get("origin") != origin or not row.get("original"):
        return None
    found: dict[str, str] = json.loads(row["original"])
    return found


@contextmanager
def replacing(to: Path) -> Iterator[IO[str]]:
    """A text file that takes its name only once it is whole. Raises FormatError where it cannot be written."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")
    except OSError as error:
        raise FormatError(f"{to}: {error.strerror or error}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(to)
    except OSError as error:
        raise FormatError(f"{to}: {error.strerror or error}") from error
    finally:
        Path(name).unlink(missing_ok=True)


def write_lines(to: Path, lines: Iterable[Iterable[Any]], header: Iterable[str] | None = None) -> int:
    """Write a table with tabs; returns the number of rows. Tabs and line breaks within a cell become spaces."""
    count = 0
    with replacing(to) as file:
        if header is not None:
            file.write("\t".join(header) + "\n")
        for cells in lines:
            file.write("\t".join(_cell(c) for c in cells) + "\n")
            count += 1
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return " ".join(str(value).split()) if any(c in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" for c in str(value)) \
        else str(value)  # fmt: skip


def open_lines(path: Path) -> Iterator[tuple[int, str | Problem]]:
    """Numbered lines of a file (plain, gzip, or the first file of a zip), a problem for one that is not UTF-8.

    Raises FormatError where the file cannot be opened.
    """
    last = 0
    try:
        with _stream(path) as stream:
            for last, data in enumerate(stream, 1):
                try:
                    yield last, data.decode("utf-8").rstrip("\n").rstrip("\r").removeprefix("\ufeff")
                except UnicodeDecodeError:
                    yield last, problem(path, last, "not UTF-8")
    except (EOFError, zipfile.BadZipFile) as error:
        yield last + 1, problem(path, last + 1, f"the file is damaged: {error}")
    except OSError as error:
        if last:
            yield last + 1, problem(path, last + 1, f"the file is damaged: {error}")
            return
        raise FormatError(f"{path}: {error.strerror or error}") from error


@contextmanager
def _stream(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as raw:
        start = raw.read(4)
        raw.seek(0)
        if start.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(raw) as archive, archive.open(archive.namelist()[0]) as member:
                yield member
        elif start.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield io.BufferedReader(unpacked)
        else:
            yield raw


def problem(path: Path, line: int, reason: str) -> Problem:
    """A malformed row, named by its line."""
    return Problem(item=f"{path}, line {line}", stage=STAGE, reason=reason)


def load_lines(path: Path, parse: Callable[[str], Row]) -> Iterator[Row | Problem]:
    """Rows of a file without header: `parse` makes a row of a line or raises ValueError with the reason."""
    for line, text in open_lines(path):
        if isinstance(text, Problem):
            yield text
        elif text.strip():
            try:
                yield parse(text)
            except ValueError as error:
                yield problem(path, line, str(error))


def load_table(path: Path, read_header: Callable[[list[str]], list[str]], parse: Callable[[dict[str, str]], Row]) -> (
    Iterator[Row | Problem]
):  # fmt: skip
    """Rows of a table with tabs and a header, which `read_header` checks (FormatError) and names."""
    names: list[str] | None = None
    for line, text in open_lines(path):
        if isinstance(text, Problem):
            yield text
        elif names is None:
            names = read_header(text.split("\t"))
        elif text.strip():
            cells = text.split("\t")
            while len(cells) > len(names) and not cells[-1]:
                cells.pop()
            if len(cells) != len(names):
                yield problem(path, line, f"{len(cells)} columns where the header names {len(names)}")
                continue
            try:
                yield parse(dict(zip(names, cells, strict=True)))
            except ValueError as error:
                yield problem(path, line, str(error))
    if names is None:
        raise FormatError(f"{path}: empty")
