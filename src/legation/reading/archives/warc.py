"""Pages of WARC files (crawls such as Common Crawl News), also of damaged ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from legation.errors import LegationError
from legation.reading.archives.columns import Item, Options, document, problem
from legation.reading.archives.streams import Position
from legation.reading.encoding import decode
from legation.reading.inputs import Entry
from legation.records import Problem

_GZIP, _PLAIN = b"\x1f\x8b\x08", b"WARC/1."
"""How a record begins, where each is compressed by itself and where none is."""

PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def read_warc(path: Path, options: Options) -> Iterator[Item]:
    """The pages of a WARC file's successful responses, and texts of its conversions (WET).

    A page's date is what the page says; the day of the crawl is not taken for it. What is damaged becomes a problem;
    reading goes on with the next record that is whole.
    """
    passed = read = 0
    for record in _records(path, options.position):
        if isinstance(record, Problem):
            yield record
        elif not _is_page(record):
            passed += 1
        else:
            read += 1
            yield _read(record, path, options)
    if not read and not passed:
        yield problem(str(path), "no web pages in it")
    elif passed:
        options.say(f"{path}: {passed} records that are no pages were passed over")


def _records(path: Path, position: Position) -> Iterator[Any]:
    """The records of a file, and a problem for each damaged place, after which it goes on."""
    kinds = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    place = 0
    try:
        with path.open("rb") as raw:
            position.begin(raw, path.stat().st_size)
            mark = _GZIP if raw.read(3) == _GZIP else _PLAIN
            while place >= 0:
                raw.seek(place)
                base, good = place, 0
                try:
                    for record in ArchiveIterator(raw, record_types=kinds, parse_http=True):
                        good = record.stream_pos
                        yield record
                    return
                except (OSError, EOFError, ValueError) as error:
                    yield problem(f"{path}, after byte {base + good}", f"damaged: {error}")
                place = _next(raw, mark, base + good + 1)
    except OSError as error:
        yield problem(str(path), error.strerror or error)


def _next(raw: BinaryIO, mark: bytes, place: int) -> int:
    """Where the next record begins at or after a place, −1 if none does."""
    raw.seek(place)
    kept = b""
    while block := raw.read(1 << 20):
        found = (kept + block).find(mark)
        if found >= 0:
            return place - len(kept) + found
        place += len(block)
        kept = (kept + block)[-len(mark) + 1 :]
    return -1


def _is_page(record: Any) -> bool:
    if record.record_type == WarcRecordType.conversion:
        return True
    if not record.is_http:
        return str(record.headers.get("Content-Type", "")).startswith(PAGES)
    kind = (record.http_content_type or "").lower()
    return record.http_headers.status_code == 200 and (not kind or kind.startswith(PAGES))


def _read(record: Any, path: Path, options: Options) -> Item:
    address = record.headers.get("WARC-Target-URI", "").strip("<>") or None
    name = f"{path}, {address or record.record_id}"
    limit = options.settings.largest_document * 4
    try:
        data = record.reader.read(limit + 1)
        if len(data) > limit:
            return problem(name, f"over the limit of {limit:,} bytes")
        if len(data) < min(record.content_length, limit):
            return problem(name, "the record is cut short")
        text, _ = decode(data, name, html=True)
    except LegationError as error:
        return problem(name, error)
    return document(Entry(text=text, url=address), name, options)
