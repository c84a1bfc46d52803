"""Publication dates as people and feeds write them."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from legation.errors import SettingsError

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6}|T\d{4,6}Z?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T ,])")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:$|[T ,])")
_DAY_MONTH = re.compile(
    r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([a-z]{3,9})\.?,?[\s-]+(\d{4})(?:$|[\s,T])",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?:[a-z]+,?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:$|[\s,T])", re.IGNORECASE
)
EARLIEST, LATEST = 1800, 2199
"""Years between which a report can have been published."""


def parse_published(value: str) -> str:
    """A publication date as YYYY-MM-DD (the day as written, whatever the time zone).

    Takes ISO 8601, YYYYMMDD, RFC 2822, "3 August 2017", "Aug. 3, 2017", 31/12/2017 and the like.
    Raises SettingsError naming the value for anything else, and for orders of day and month that cannot be told.
    """
    text = value.strip()
    found = _read_iso(text) or _read_named(text) or _read_mail(text) or _read_year_last(text, value)
    if found is None or not EARLIEST <= found.year <= LATEST:
        raise SettingsError(f"unknown date {_shorten(value)!r}: write YYYY-MM-DD")
    return found.isoformat()


def _shorten(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 60 else line[:57] + "..."


def _make(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _read_iso(text: str) -> date | None:
    match = _DIGITS.match(text) or _YEAR_FIRST.match(text)
    if match:
        return _make(match[1], int(match[2]), match[3])
    try:
        return datetime.fromisoformat(text).date() if len(text) > 10 else None
    except ValueError:
        return None


def _read_named(text: str) -> date | None:
    if match := _DAY_MONTH.match(text):
        day, name, year = match.groups()
    elif match := _MONTH_DAY.match(text):
        name, day, year = match.groups()
    else:
        return None
    return _make(year, _MONTHS.get(name[:3].lower(), 0), day)


def _read_mail(text: str) -> date | None:
    if not re.match(r"[A-Za-z]{3},? ", text):
        return None
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None


def _read_year_last(text: str, value: str) -> date | None:
    match = _YEAR_LAST.match(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[2]), match[3]
    if "." in match[0] or first > 12 or first == second:
        return _make(year, second, str(first))
    if second > 12:
        return _make(year, first, str(second))
    raise SettingsError(f"ambiguous date {_shorten(value)!r}: day and month cannot be told apart; write YYYY-MM-DD")
