"""Rows of JSON lines, CSV, TSV and Parquet as documents."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from legation.errors import InputError, SettingsError
from legation.reading.archives.columns import Fields, Item, Options, make, map_columns, problem
from legation.reading.archives.streams import DAMAGE, open_stream, read_lines
from legation.records import Problem
from legation.settings import Settings

Say = Callable[[str], None]

_JSON = msgspec.json.Decoder()
SNIFFED = 65_536
"""Bytes of a table's beginning from which its encoding and delimiter are told."""


def read_jsonl(path: Path, options: Options) -> Iterator[Item]:
    """One document a line. A line that is no document, or damage in the file, becomes a problem."""
    known: dict[frozenset[str], Fields] = {}
    number = 0
    try:
        with open_stream(path, options.position) as stream:
            for number, line in enumerate(read_lines(stream, options.settings.largest_file), 1):
                if not line.strip(b"\xef\xbb\xbf \t"):
                    continue
                name = f"{path}, line {number}"
                row = _json_row(line, name, options.settings)
                if isinstance(row, Problem):
                    yield row
                    continue
                keys = frozenset(row)
                if keys not in known:
                    try:
                        known[keys] = _told(map_columns(row, name, options.fields), path, options.say, known.values())
                    except (InputError, SettingsError) as error:
                        if isinstance(error, SettingsError) and not known:
                            raise
                        yield problem(name, error)
                        continue
                yield make(row, known[keys], name, options)
    except DAMAGE as error:
        yield problem(f"{path}, after line {number}", f"the file is damaged: {error}")


def _json_row(line: bytes, name: str, settings: Settings) -> dict[str, Any] | Problem:
    if len(line) > settings.largest_file:
        return problem(name, f"a line over the limit of {settings.largest_file:,} bytes")
    try:
        row = _JSON.decode(line.removeprefix(b"\xef\xbb\xbf").strip())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return problem(name, f"not valid JSON: {error}")
    return row if isinstance(row, dict) else problem(name, "not a JSON object")


def _told(fields: Fields, path: Path, say: Say, before: Iterable[Fields] = ()) -> Fields:
    if fields.text not in [f.text for f in before]:
        say(f"{path}: {fields.told()}")
    return fields


def read_table(path: Path, options: Options) -> Iterator[Item]:
    """One document a row of CSV or TSV, whose first row has the names. Rows of another width become problems."""
    csv.field_size_limit(max(options.settings.largest_file, 131_072))
    item = str(path)
    reader: Any = None
    try:
        with open_stream(path, options.position) as stream:
            sample = stream.peek(SNIFFED)[:SNIFFED] if isinstance(stream, io.BufferedReader) else b""
            text = io.TextIOWrapper(stream, _encoding(sample), errors="surrogateescape", newline="")
            reader = csv.reader(text, delimiter=_delimiter(sample), strict=False)
            names = [n.removeprefix("\ufeff").strip() for n in next(reader, [])]
            fields = _told(map_columns(names, item, options.fields), path, options.say)
            for cells in reader:
                name = f"{path}, line {reader.line_num}"
                if cells:
                    row = _table_row(cells, names, name)
                    yield row if isinstance(row, Problem) else make(row, fields, name, options)
    except InputError as error:
        yield problem(item, error)
    except csv.Error as error:
        yield problem(f"{item}, line {reader.line_num}", error)
    except DAMAGE as error:
        where = f"{item}, after line {reader.line_num}" if reader else item
        yield problem(where, f"the file is damaged: {error}")


def _table_row(cells: list[str], names: list[str], name: str) -> dict[str, str] | Problem:
    while len(cells) > len(names) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) != len(names):
        return problem(name, f"{len(cells)} columns where the first row names {len(names)}")
    if any("\udc80" <= c <= "\udcff" for cell in cells for c in cell):
        return problem(name, "its bytes are not in the file's encoding")
    return dict(zip(names, cells, strict=True))


def _encoding(sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        sample[: max(0, len(sample) - 3)].decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if error.start >= len(sample) - 8 else "cp1252"
    return "utf-8"


def _delimiter(sample: bytes) -> str:
    first = sample.split(b"\n", 1)[0].decode("latin-1")
    return max(("\t", ",", ";", "|"), key=first.count)


def read_parquet(path: Path, options: Options) -> Iterator[Item]:
    """One document a row of Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            fields = _told(map_columns(file.schema_arrow.names, str(path), options.fields), path, options.say)
            wanted = [c for c in msgspec.to_builtins(fields).values() if c]
            for batch in file.iter_batches(batch_size=256, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield make(row, fields, f"{path}, row {number}", options)
    except SettingsError:
        raise
    except InputError as error:
        yield problem(str(path), error)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield problem(f"{path}, after row {number}", f"the file is damaged: {error}")
