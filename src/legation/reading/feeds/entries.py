"""What RSS and Atom feeds list: pages with title, date and source."""

import datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from legation.errors import InputError
from legation.records import Record


class Entry(Record, frozen=True, kw_only=True):
    """One page that a feed lists. `published` is an ISO date, `source` the feed's title."""

    key: str
    url: str
    title: str | None
    published: str | None
    source: str | None


def list_entries(data: bytes, url: str) -> list[Entry]:
    """The entries of a feed, oldest first. Raises InputError for what is no feed."""
    found: Any = feedparser.parse(data)
    if not found.get("version") and not found.entries:
        raise InputError(f"{url}: not a feed ({found.get('bozo_exception') or 'no entries'})".replace("\n", " "))
    source = (found.feed.get("title") or "").strip() or None
    entries = [_entry(item, url, source) for item in found.entries]
    return [e for e in reversed(entries) if e is not None]


def _entry(item: Any, base: str, source: str | None) -> Entry | None:
    link = (item.get("link") or "").strip()
    if not link:
        return None
    address = urljoin(base, link)
    return Entry(
        key=str(item.get("id") or address),
        url=address,
        title=(item.get("title") or "").strip() or None,
        published=_day(item.get("published_parsed") or item.get("updated_parsed")),
        source=source,
    )


def _day(parts: Any) -> str | None:
    """The day of a feed's date (in UTC)."""
    try:
        return datetime.date(*parts[:3]).isoformat() if parts else None
    except (TypeError, ValueError):
        return None
