"""What a page is: a path, a context with declared keys, and the rows of its CSV twin."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from legation.errors import LegationError
from legation.records import Record
from legation.web.desk import Desk, Row
from legation.web.naming import parse_day

SIZE = 50
"""Rows of a list on one page."""


class Missing(LegationError):
    """There is no such page or record (404)."""


class Refused(LegationError):
    """The request cannot be used (400), in one line."""


class Context(Record, frozen=True, kw_only=True):
    """What a template gets and the JSON twin shows: exactly these keys. `heading` is the page's title."""

    heading: str


@dataclass(frozen=True)
class Ask:
    """A request's path parameters and query, as text, and how long the asker waits."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    patience: float | None = None
    """Seconds to wait for each slow part of the page, which is left out then; None waits until it is there."""

    def text(self, name: str, longest: int = 200) -> str | None:
        """A parameter of the query; None where it is missing or blank. Raises Refused where it is too long."""
        value = self.query.get(name, "").strip()
        if len(value) > longest:
            raise Refused(f"{name} is longer than {longest} characters")
        return value or None

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        """One of the allowed values. Raises Refused for another."""
        value = self.text(name) or default
        if value not in allowed:
            raise Refused(f"{name} is one of: {', '.join(allowed)}")
        return value

    def day(self, name: str) -> str | None:
        """A day as ISO text. Raises Refused for anything else."""
        value = self.text(name)
        if value and parse_day(value) is None:
            raise Refused(f"{name} wants a day as YYYY-MM-DD")
        return value[:10] if value else None

    def page(self) -> int:
        """Number of the page of a list, from 1."""
        return self._number("page", 1)

    def size(self) -> int:
        """Rows of a list on one page, `SIZE` unless asked otherwise."""
        return self._number("size", SIZE)

    def _number(self, name: str, default: int) -> int:
        value = self.text(name) or str(default)
        if not value.isdecimal() or not 1 <= int(value) <= 100_000:
            raise Refused(f"{name} wants a number from 1")
        return int(value)


@dataclass(frozen=True)
class Page:
    """One page. `load` gives its context, `rows` the rows of its CSV twin. `nav` is its label in the menu.

    `files` are further twins by their ending: a media type, and what makes the text."""

    name: str
    path: str
    context: type[Context]
    load: Callable[[Desk, Ask], Context]
    rows: Callable[[Any], Iterable[Row]]
    nav: str | None = None
    files: Mapping[str, tuple[str, Callable[[Desk, Ask], str]]] = field(default_factory=dict)

    TWINS: ClassVar[tuple[str, ...]] = ("json", "csv")

    @property
    def template(self) -> str:
        """Name of the template's file."""
        return f"{self.name}.html"


def csv_text(rows: Iterable[Row]) -> str:
    """Rows as CSV with a header line. Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    out = io.StringIO()
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(out, fieldnames=list(row), extrasaction="ignore", lineterminator="\r\n")
            writer.writeheader()
        writer.writerow({k: cell(v) for k, v in row.items()})
    return out.getvalue()


def cell(value: Any) -> Any:
    """A value as one cell."""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
    if isinstance(value, list | tuple):
        return cell("; ".join(str(v) for v in value))
    return "" if value is None else value
