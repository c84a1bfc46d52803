"""Which column of a table is the text, which the date: as the user says, or by guess."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from legation.errors import InputError, LegationError, SettingsError
from legation.reading.archives.streams import Position
from legation.reading.inputs import Entry, make_document
from legation.reading.pages import extract_page, is_page
from legation.records import Document, Problem, Record
from legation.settings import Settings

STAGE = "reading"

Item = Document | Problem
"""What every item of an archive becomes."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article_text", "articletext", "article", "maintext", "main_text", "full_text",
        "fulltext", "article_body", "articlebody", "story", "story_text", "plain_text", "raw_text", "document",
    ),
    "id": ("id", "doc_id", "document_id", "article_id", "story_id", "guid", "uid"),
    "title": ("title", "headline", "article_title", "heading"),
    "published": (
        "published", "publication_date", "published_at", "pub_date", "pubdate", "date_publish", "publish_date",
        "date_published", "publicationdate", "publishedat", "date", "datetime", "timestamp", "story_date",
    ),
    "source": ("source", "publisher", "outlet", "source_domain", "publication", "source_name", "newspaper", "site"),
    "url": ("url", "link", "uri", "source_url", "sourceurl", "article_url", "permalink"),
}  # fmt: skip
"""Fields of a document and the names under which tables have them, likeliest first (case and `-`, ` ` aside)."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How archives are read: limits, the user's choice of columns, whom to tell of guesses, and how far it is."""

    settings: Settings = field(default_factory=Settings)
    fields: Mapping[str, str] | None = None
    say: Callable[[str], None] = lambda line: None
    english_only: bool = True
    position: Position = field(default_factory=Position)


class Fields(Record, frozen=True, kw_only=True):
    """A table's column for each field of a document; None where it has none."""

    text: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None

    def told(self) -> str:
        """The mapping in one line, as it is said to the user."""
        pairs = msgspec.to_builtins(self)
        return ", ".join(f"{part} = {column}" for part, column in pairs.items() if column)


def parse_fields(pairs: Iterable[str]) -> dict[str, str]:
    """A mapping from options such as `text=body`. Raises SettingsError for one that names no field."""
    found = {}
    for pair in pairs:
        part, sign, column = pair.partition("=")
        if not sign or part.strip() not in FIELDS or not column.strip():
            raise SettingsError(f"{pair!r}: wanted FIELD=COLUMN with a field of {', '.join(FIELDS)}")
        found[part.strip()] = column.strip()
    return found


def map_columns(names: Iterable[str], name: str, chosen: Mapping[str, str] | None = None) -> Fields:
    """The mapping for a table with these columns: the user's choice first, then by name.

    Raises InputError where no column can be the text, SettingsError where a chosen column is missing.
    """
    known = {n.strip().lower().replace(" ", "_").replace("-", "_"): n for n in reversed(list(names))}
    found: dict[str, str] = {}
    for part, candidates in FIELDS.items():
        if chosen and part in chosen:
            column = chosen[part]
            if column not in known.values():
                raise SettingsError(f"{name}: no column {column!r} for {part}; there are: {_listed(known.values())}")
            found[part] = column
            continue
        for candidate in candidates:
            if candidate in known and known[candidate] not in found.values():
                found[part] = known[candidate]
                break
    if "text" not in found:
        raise InputError(f"{name}: no column of text among {_listed(known.values())}; choose one (text=COLUMN)")
    return Fields(**found)


def _listed(names: Iterable[str]) -> str:
    listed = [repr(n)[:60] for n in names]
    return ", ".join(listed[:20]) + (" …" if len(listed) > 20 else "")


def make(row: Mapping[str, Any], fields: Fields, name: str, options: Options) -> Item:
    """The document of one row, or the problem it has. `name` says where the row stands."""
    values = {f: _text(row.get(c)) for f, c in msgspec.to_builtins(fields).items() if c}
    if not values.get("text"):
        return Problem(item=name, stage=STAGE, reason="no text in it")
    entry = Entry(**{k: v for k, v in values.items() if k != "text"}, text=values["text"] or "")
    return document(entry, name, options)


def document(entry: Entry, name: str, options: Options) -> Item:
    """The document of an entry, whose text may be a page, or its problem."""
    try:
        if is_page(entry.text):
            page = extract_page(entry.text, name, entry.url)
            entry = msgspec.structs.replace(
                entry,
                text=page.text,
                title=entry.title or page.title,
                published=entry.published or page.published,
                source=entry.source or page.site,
            )
        return make_document(entry, name, options.settings, english_only=options.english_only).document
    except LegationError as error:
        return problem(name, error)


def problem(item: str, error: BaseException | str) -> Problem:
    """A problem in one line, without the item's name before the reason."""
    reason = " ".join(str(error).split())[:300] or type(error).__name__
    return Problem(item=item, stage=STAGE, reason=reason.removeprefix(f"{item}: "))


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and math.isnan(value):  # pandas writes missing text as NaN
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
