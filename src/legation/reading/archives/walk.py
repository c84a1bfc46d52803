"""Inputs as users name them (files, folders) in a fixed order, each read by its kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from legation.errors import InputError, LegationError
from legation.reading.archives.columns import Options, problem
from legation.reading.archives.streams import DAMAGE, Position, kind, open_stream
from legation.reading.archives.tables import read_jsonl, read_parquet, read_table
from legation.reading.archives.warc import read_warc
from legation.reading.inputs import read_bytes
from legation.records import Document, Problem
from legation.settings import Settings

SINGLE = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".json", "")
LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv", ".tab")
SUFFIXES = (*[s for s in SINGLE if s], *LINES, *TABLES, ".parquet", ".warc", ".wet")
"""Kinds of files that can be read, each also with `.gz` or `.zst`."""


def find_files(inputs: Sequence[str | Path]) -> list[Path]:
    """The files of inputs: a folder's in the order of their names, hidden ones aside, each file once.

    Raises InputError for an input that does not exist or a folder without files.
    """
    found: dict[Path, None] = {}
    for name in inputs:
        path = Path(name)
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
        if path.is_file():
            found[path] = None
            continue
        inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p.relative_to(path))]
        if not inside:
            raise InputError(f"{path}: no files in this folder")
        found.update(dict.fromkeys(inside))
    return list(found)


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def read_archives(
    inputs: Sequence[str | Path],
    settings: Settings,
    *,
    fields: Mapping[str, str] | None = None,
    say: Callable[[str], None] = lambda line: None,
    english_only: bool = True,
    position: Position | None = None,
) -> Iterator[Document | Problem]:
    """A document or a problem for every item of the inputs, in a fixed order.

    `fields` maps a document's fields to a table's columns (see `columns`); what is guessed is told to `say`;
    `position` tells how far it is. Raises InputError for a missing input, SettingsError for a column that is not there.
    """
    files = find_files(inputs)
    options = Options(
        settings=settings, fields=fields, say=say, english_only=english_only, position=position or Position()
    )
    sizes = [path.stat().st_size for path in files]
    options.position.total = sum(sizes)
    for path, size in zip(files, sizes, strict=True):
        yield from read_file(path, options)
        options.position.end(size)


def read_file(path: Path, options: Options) -> Iterator[Document | Problem]:
    """A document or a problem for every item of one file."""
    suffix = kind(path)
    try:
        if suffix in LINES:
            yield from read_jsonl(path, options)
        elif suffix in TABLES:
            yield from read_table(path, options)
        elif suffix == ".parquet":
            yield from read_parquet(path, options)
        elif suffix in (".warc", ".wet"):
            yield from read_warc(path, options)
        elif suffix in SINGLE:
            yield _read_single(path, options)
        else:
            yield problem(str(path), f"an unknown kind of file ({suffix})")
    except InputError as error:
        yield problem(str(path), error)


def _read_single(path: Path, options: Options) -> Document | Problem:
    item, limit = str(path), options.settings.largest_file
    try:
        with open_stream(path, options.position) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            return problem(item, f"over the limit of {limit:,} bytes")
        document = read_bytes(data, options.settings, name=item).document
    except DAMAGE as error:
        return problem(item, f"the file is damaged: {error}")
    except LegationError as error:
        return problem(item, error)
    if options.english_only and document.language != "en":
        return problem(item, f"not English (language: {document.language})")
    return document
