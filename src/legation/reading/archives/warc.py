"""Pages of WARC files (crawls such as Common Crawl News), also of damaged ones."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from legation.errors import LegationError
from legation.reading.archives.columns import Item, document, problem
from legation.reading.encoding import decode
from legation.reading.inputs import Entry
from legation.records import Problem
from legation.settings import Settings

_GZIP, _PLAIN = b"\x1f\x8b\x08", b"WARC/1."
"""How a record begins, where each is compressed by itself and where none is."""

PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def read_warc(path: Path, settings: Settings, say: Callable[[str], None], english: bool) -> Iterator[Item]:
    """The pages of a WARC file's successful responses, and texts of its conversions (WET).

    A page's date is what the page says; the day of the crawl is not taken for it. What is damaged becomes a problem;
    reading goes on with the next record that is whole.
    """
    passed = read = 0
    for record in _records(path):
        if isinstance(record, Problem):
            yield record
        elif not _is_page(record):
            passed += 1
        else:
            read += 1
            yield _read(record, path, settings, english)
    if not read and not passed:
        yield problem(str(path), "no web pages in it")
    elif passed:
        say(f"{path}: {passed} records that are no pages were passed over")


def _records(path: Path) -> Iterator[Any]:
    """The records of a file, and a problem for each damaged place, after which it goes on."""
    kinds = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    place = 0
    try:
        with path.open("rb") as raw:
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


def _read(record: Any, path: Path, settings: Settings, english: bool) -> Item:
    address = record.headers.get("WARC-Target-URI", "").strip("<>") or None
    name = f"{path}, {address or record.record_id}"
    try:
        data = record.reader.read(settings.largest_document * 4 + 1)
        if len(data) > settings.largest_document * 4:
            return problem(name, f"over the limit of {settings.largest_document * 4:,} bytes")
        if len(data) < min(record.content_length, settings.largest_document * 4):
            return problem(name, "the record is cut short")
        text, _ = decode(data, name, html=True)
    except LegationError as error:
        return problem(name, error)
    return document(Entry(text=text, url=address), name, settings, english)
