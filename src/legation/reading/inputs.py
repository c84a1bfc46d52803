"""Inputs to documents: plain text, pages, JSON documents, and JSON lines with a document each."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from legation.errors import EmptyInput, InputError, LegationError, TooLarge
from legation.reading.encoding import check_text, decode, warn_of_mojibake
from legation.reading.language import tell_language
from legation.reading.pages import extract_page, is_page
from legation.reading.publication import parse_published
from legation.records import Document, Problem, Record, identify
from legation.settings import Settings


class Intake(Record, frozen=True, kw_only=True):
    """A document and what a user should know of how it was read."""

    document: Document
    notes: tuple[str, ...] = ()


class Entry(Record, frozen=True, kw_only=True):
    """A JSON document as users write it; other keys are ignored."""

    text: str
    id: str | int | None = None
    published: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None


_ENTRIES = msgspec.json.Decoder(Entry)
_ANYTHING = msgspec.json.Decoder()


def make_document(entry: Entry, name: str, settings: Settings, *, english_only: bool = False) -> Intake:
    """A document from what is known of it; `name` stands in messages.

    Raises EmptyInput, NotText or TooLarge for an unusable text, SettingsError for an unknown date, and, with
    `english_only`, InputError for another language (which is otherwise noted).
    """
    text = check_text(entry.text, name)
    if len(text) > settings.largest_document:
        raise TooLarge(f"{name}: {len(text):,} characters, over the limit of {settings.largest_document:,}")
    if not any(c.isalnum() for c in text):
        raise EmptyInput(f"{name}: no text in it")
    published = parse_published(entry.published) if entry.published and entry.published.strip() else None
    language = tell_language(text)
    notes = warn_of_mojibake(text, name)
    if language not in (None, "en"):
        if english_only:
            raise InputError(f"{name}: not English (language: {language})")
        notes += (f"{name}: the text seems not to be English ({language})",)
    document = Document(
        id=str(entry.id) if entry.id not in (None, "") else identify(text, published, entry.url),
        text=text,
        title=entry.title or None,
        published=published,
        source=entry.source or None,
        url=entry.url or None,
        language=language or "en",
    )
    return Intake(document=document, notes=notes)


def read_text(text: str, settings: Settings, *, published: str | None = None, name: str = "text") -> Intake:
    """A document from a string: a page, a JSON document or plain text, whichever it looks like."""
    if len(text) > settings.largest_file:
        raise TooLarge(f"{name}: {len(text):,} characters, over the limit of {settings.largest_document:,}")
    check_text(text, name)
    if is_page(text):
        return _read_page(Entry(text=text, published=published), name, settings)
    entry = _read_json(text, name)
    if entry is None:
        return make_document(Entry(text=text, published=published), name, settings)
    if published:
        entry = msgspec.structs.replace(entry, published=published)
    if is_page(entry.text):
        return _read_page(entry, name, settings)
    return make_document(entry, name, settings)


def read_bytes(data: bytes, settings: Settings, *, published: str | None = None, name: str = "input") -> Intake:
    """A document from bytes. Raises the same errors as `read_text`, and NotText for binary data."""
    if len(data) > settings.largest_file:
        raise TooLarge(f"{name}: {len(data):,} bytes, over the limit of {settings.largest_file:,}")
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x0b\x0c"):
        raise EmptyInput(f"{name}: empty")
    text, notes = decode(data, name, html=b"<html" in data[:4096].lower() or b"<meta" in data[:4096].lower())
    intake = read_text(text, settings, published=published, name=name)
    return Intake(document=intake.document, notes=notes + intake.notes)


def read_path(path: Path, settings: Settings, *, published: str | None = None) -> Intake:
    """A document from a file. Raises InputError where it cannot be opened."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: a folder, not a file")
        size = path.stat().st_size
        if size > settings.largest_file:
            raise TooLarge(f"{path}: {size:,} bytes, over the limit of {settings.largest_file:,}")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:  # a null byte in the name
        raise InputError(f"{str(path)!r}: not a file name") from error
    return read_bytes(data, settings, published=published, name=str(path))


def read_lines(lines: Iterable[bytes], settings: Settings, *, english_only: bool = False) -> Iterator[Intake | Problem]:
    """Documents from JSON lines, one a line in order; a line that cannot be read becomes a Problem in its place.

    Empty lines are skipped. The problem's item is the document's id where the line has one, else "line N".
    """
    for number, line in enumerate(lines, 1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        name = f"line {number}"
        try:
            entry = _decode_line(line, name, settings)
            if entry.id not in (None, ""):
                name = str(entry.id)
            yield make_document(entry, name, settings, english_only=english_only)
        except LegationError as error:
            item = _find_id(line) or name
            yield Problem(item=item, stage="reading", reason=str(error).removeprefix(f"{item}: "))


def _decode_line(line: bytes, name: str, settings: Settings) -> Entry:
    if len(line) > settings.largest_file:
        raise TooLarge(f"{name}: {len(line):,} bytes, over the limit of {settings.largest_file:,}")
    try:
        return _ENTRIES.decode(line.removeprefix(b"\xef\xbb\xbf").strip())
    except msgspec.ValidationError as error:
        raise InputError(f"{_find_id(line) or name}: not a document: {_explain(error)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{name}: not valid JSON: {_explain(error)}") from error


def _find_id(line: bytes) -> str | None:
    try:
        found = _ANYTHING.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    value = found.get("id") if isinstance(found, dict) else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None


def _explain(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _read_json(text: str, name: str) -> Entry | None:
    """The entry of a JSON document, None for a text that is none."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return None
    data = text.lstrip("\ufeff").encode()
    try:
        return _ENTRIES.decode(data)
    except msgspec.ValidationError as error:
        raise InputError(f"{name}: not a document: {_explain(error)}") from error
    except (msgspec.DecodeError, RecursionError) as error:
        if name.lower().endswith((".json", ".jsonl")):
            raise InputError(f"{name}: not valid JSON: {_explain(error)}") from error
        return None


def _read_page(entry: Entry, name: str, settings: Settings) -> Intake:
    page = extract_page(entry.text, name, entry.url)
    filled = msgspec.structs.replace(
        entry,
        text=page.text,
        title=entry.title or page.title,
        published=entry.published or page.published,
        source=entry.source or page.site,
    )
    return make_document(filled, name, settings)


__all__ = ["Entry", "Intake", "make_document", "read_bytes", "read_lines", "read_path", "read_text"]
