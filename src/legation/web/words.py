"""Which passages and texts hold given words: full-text indices (SQLite FTS5), searched in milliseconds.

They are temporary: SQLite keeps them in memory while they are small, else in a file that vanishes with the desk.
Words are looked for as beginnings of words, without regard to case and accents; several must all be there, and those
between quotation marks side by side.
"""

import datetime
import itertools
import re
import sqlite3
import threading
from collections.abc import Iterable, Sequence

import zstandard

TOKENS = "tokenize='unicode61 remove_diacritics 2', content='', columnsize=0"
AROUND = (90, 220)
"""Characters of a snippet before the first hit, and in all."""

CHUNK = 2_000
"""Rows that are added in one step; a search waits for one at the most."""


def expression(words: str, *, whole: bool = False) -> str:
    """Words as an FTS5 expression, empty where there is nothing to look for; `whole` takes them as one phrase."""
    terms = [words] if whole else [a or b for a, b in re.findall(r'"([^"]+)"|([^\s"]+)', words)]
    plain = ["".join(c if c.isprintable() and c != '"' else " " for c in t) for t in terms]
    star = "" if whole else " *"
    return " AND ".join(f'"{t}"{star}' for t in plain if any(c.isalnum() for c in t))


class Words:
    """Rows of several tables by their words. A row's number is its place: small numbers are found first."""

    def __init__(self, tables: Sequence[str]) -> None:
        self._lock = threading.Lock()
        self._base = sqlite3.connect("", check_same_thread=False)
        for name in tables:
            self._base.execute(f"create virtual table {name} using fts5(words, {TOKENS})")

    def add(self, table: str, rows: Iterable[tuple[int, str]]) -> None:
        """Adds rows, whose numbers must grow."""
        with self._lock, self._base:
            self._base.executemany(f"insert into {table} (rowid, words) values (?, ?)", rows)

    def find(self, table: str, words: str, most: int, *, whole: bool = False, newest: bool = False) -> list[int]:
        """Numbers of rows that hold the words, at most `most`: the smallest, or the largest (`newest`)."""
        wanted = expression(words, whole=whole)
        if not wanted:
            return []
        order = "desc" if newest else "asc"
        sql = f"select rowid from {table} where {table} match ? order by rowid {order} limit ?"
        with self._lock:
            return [row[0] for row in self._base.execute(sql, (wanted, most))]


class Texts:
    """Texts of reports by their words, the newest first. It grows as reports come; a text never changes."""

    def __init__(self) -> None:
        self._words = Words(("texts",))
        self._lock = threading.Lock()
        self._base = sqlite3.connect("", check_same_thread=False)
        self._base.execute("create table bodies (number integer primary key, id text, body blob)")
        self._known: set[str] = set()
        self._counter = itertools.count()
        self.waiting = 0
        """Texts that are known to be missing still."""

    def missing(self, ids: Iterable[str]) -> list[str]:
        """Those of the ids whose text is not here yet."""
        return [i for i in ids if i not in self._known]

    def add(self, rows: Iterable[tuple[str, str, datetime.date | None]]) -> None:
        """Adds id, text and day of reports."""
        numbered = sorted((self._number(day), identity, text) for identity, text, day in rows)
        squeeze = zstandard.ZstdCompressor(level=1).compress
        with self._lock, self._base:
            self._base.executemany(
                "insert into bodies values (?, ?, ?)", ((n, i, squeeze(t.encode())) for n, i, t in numbered)
            )
        self._words.add("texts", ((n, t) for n, _, t in numbered))
        self._known.update(i for _, i, _ in numbered)

    def _number(self, day: datetime.date | None) -> int:
        """A number of its own that grows with the day."""
        return ((day.toordinal() if day else 0) << 32) + next(self._counter)

    def find(self, words: str, most: int) -> dict[str, str]:
        """Snippets around the first hit, by id, of the newest reports whose text holds the words."""
        numbers = self._words.find("texts", words, most, newest=True)
        marks = ",".join("?" * len(numbers))
        with self._lock:
            rows = self._base.execute(
                f"select id, body from bodies where number in ({marks}) order by number desc", numbers
            ).fetchall()
        expand = zstandard.ZstdDecompressor().decompress
        return {identity: snippet(expand(body).decode(), words) for identity, body in rows}


def snippet(text: str, words: str) -> str:
    """The text around the first of the words that stands in it as it was written, else its beginning."""
    low = text.lower()
    terms = [t for t in re.split(r'[\s"]+', words.lower()) if t]
    at = min((p for p in (low.find(t) for t in terms) if p >= 0), default=0)
    start = max(0, at - AROUND[0])
    part = text[start : start + AROUND[1]]
    # Words that the ends cut in two are left out.
    part = part.partition(" ")[2] if start and " " in part[: AROUND[0]] else part
    part = part.rpartition(" ")[0] if start + AROUND[1] < len(text) and " " in part[-AROUND[0] :] else part
    return " ".join(part.split())
