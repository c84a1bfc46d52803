"""Near copies: one agency's report that many outlets print, with another headline or a paragraph less.

Two texts are near copies if most of their runs of four words agree (MinHash with locality-sensitive hashing), if
nearly all their names and numbers agree, and if their dates are close. The second condition keeps apart reports
that follow one pattern: "A met B on Monday" and "C met D on Tuesday".
"""

import datetime
import re
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from legation.ledger.scratch import scratch
from legation.records import Document

PERMUTATIONS = 128
BANDS, ROWS = 16, 4
"""Texts that agree in all rows of a band are compared: 99 % of pairs at a similarity of 0.7, 99.98 % at 0.8."""

_GENERATOR = np.random.Generator(np.random.PCG64(20170803))
_FACTOR = _GENERATOR.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SHIFT = _GENERATOR.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64)
# Multiply-shift hashing (Dietzfelbinger et al. 1997). Written out because stored signatures must never change with
# a library's version; the numbers of PCG64 are fixed by NumPy's promise for bit generators.

RUN = 4
"""Words of one shingle."""

SIMILAR = 0.7
"""Jaccard's similarity of shingles from which texts are near copies: a story that lost a fifth of itself has 0.75."""

SAME_FACTS = 0.9
"""Share of the names and numbers of the text with fewer that the other must have too."""

FEWEST = 20
"""Words below which only texts with the same words are copies."""

DAYS = 14
"""Days between two dates beyond which a like text is not taken for a copy."""

_WORD = re.compile(r"\w+")
_FACT = re.compile(r"(?:[A-Z]\w*|\d[\d.,]*)")


_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
"""Odd factors that tell a word's place within a run."""


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


class Signature:
    """What is kept of a text to compare it: 128 minima of its shingles, and hashes of its names and numbers."""

    __slots__ = ("day", "facts", "minima", "words")

    def __init__(
        self, minima: NDArray[np.uint64], facts: frozenset[int], words: int, day: datetime.date | None
    ) -> None:
        self.minima = minima
        self.facts = facts
        self.words = words
        self.day = day

    def packed(self) -> list[int]:
        """As a list of integers, as the ledger stores it: number of words, minima, facts."""
        return [self.words, *(int(x) for x in self.minima), *sorted(self.facts)]


def sign(text: str, published: str | None = None) -> Signature:
    """The signature of a text."""
    minima, facts, words = _compare(text)
    return Signature(minima, facts, words, stored_day(published))


@lru_cache(maxsize=512)  # a text is compared when it comes and stored once it is read, a few hundred texts later
def _compare(text: str) -> tuple[NDArray[np.uint64], frozenset[int], int]:
    words = np.array([_hash(w) for w in _WORD.findall(text.lower())], dtype=np.uint64)
    if len(words) < RUN:
        words_in_runs = np.zeros((1, RUN), dtype=np.uint64)
        words_in_runs[0, : len(words)] = words
    else:
        words_in_runs = np.lib.stride_tricks.sliding_window_view(words, RUN)
    runs = np.unique((words_in_runs * _MIX).sum(axis=1, dtype=np.uint64) >> np.uint64(32))
    minima = ((runs[:, None] * _FACTOR + _SHIFT) >> np.uint64(32)).min(axis=0)
    facts = frozenset(_hash(fact.rstrip(".,")) for fact in set(_FACT.findall(text)))
    return minima, facts, len(words)


def unpack(packed: list[int], published: str | None) -> Signature:
    """A signature as it was before it was stored."""
    minima = np.array(packed[1 : PERMUTATIONS + 1], dtype=np.uint64)
    return Signature(minima, frozenset(packed[PERMUTATIONS + 1 :]), packed[0], stored_day(published))


def stored_day(published: str | None) -> datetime.date | None:
    """The day of a date as it was told, None where it is none."""
    try:
        return datetime.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def similarity(a: Signature, b: Signature) -> float:
    """Estimated similarity of two texts' shingles from 0 to 1 (standard error 0.04), 0 where facts or dates differ."""
    if a.day and b.day and abs((a.day - b.day).days) > DAYS:
        return 0.0
    shared = float(np.mean(a.minima == b.minima))
    if min(a.words, b.words) < FEWEST:
        return shared if shared == 1.0 and a.facts == b.facts and a.words == b.words else 0.0
    fewer = min(len(a.facts), len(b.facts))
    return shared if len(a.facts & b.facts) >= SAME_FACTS * fewer else 0.0


class CopyIndex:
    """Texts that were read, to find those of which a new one is a near copy (about 1.5 kB a text, on disk)."""

    def __init__(self) -> None:
        self._rows = scratch(
            "create table texts (number integer primary key, id text unique, day integer, body blob)",
            "create table bands (band integer, number integer, primary key (band, number)) without rowid",
        )

    def __len__(self) -> int:
        return int(self._rows.execute("select count(*) from texts").fetchone()[0])

    def add(self, identity: str, signature: Signature) -> None:
        """Enter a text, unless there is one of this id."""
        body = np.array(signature.packed(), dtype=np.uint32)
        self._enter(identity, signature.day, body, _bands(signature.minima))

    def add_stored(self, ids: Sequence[str], days: Sequence[datetime.date | None], signatures: pa.Array) -> None:
        """Enter texts whose signatures come from the ledger (lists of integers, see `Signature.packed`)."""
        values, ends = signatures.values.to_numpy(), signatures.offsets.to_numpy()
        for place, (identity, day) in enumerate(zip(ids, days, strict=True)):
            body = values[ends[place] : ends[place + 1]].astype(np.uint32)
            self._enter(identity, day, body, _bands(body[1 : PERMUTATIONS + 1].astype(np.uint64)))

    def _enter(self, identity: str, day: datetime.date | None, body: NDArray[np.uint32], bands: list[int]) -> None:
        row = (identity, day.toordinal() if day else None, body.tobytes())
        done = self._rows.execute("insert or ignore into texts (id, day, body) values (?, ?, ?)", row)
        if done.rowcount == 1:
            number = done.lastrowid
            self._rows.executemany("insert or ignore into bands values (?, ?)", [(band, number) for band in bands])

    def remove(self, identity: str) -> None:
        """Take out a text; the keys of its bands then lead nowhere, or to one comparison too many."""
        self._rows.execute("delete from texts where id = ?", (identity,))

    def find(self, signature: Signature) -> tuple[str, float] | None:
        """The likest text that this one is a near copy of, with the similarity; None if there is none."""
        rows = self._rows.execute(_CANDIDATES, _bands(signature.minima))
        pairs = [(str(name), similarity(_restored(body, day), signature)) for name, day, body in rows]
        found = [p for p in pairs if p[1] >= SIMILAR]
        return max(found, key=lambda pair: (pair[1], pair[0]), default=None)

    def find_copy(self, document: Document) -> tuple[str, float] | None:
        """As `find`, for a document; one that is a copy of nothing is entered under its id."""
        signature = sign(document.text, document.published)
        found = self.find(signature)
        if found is None:
            self.add(document.id, signature)
        return found


_CANDIDATES = (
    "select id, day, body from texts where number in (select number from bands where band in "
    f"({', '.join('?' * BANDS)}))"
)


def _restored(body: bytes, day: int | None) -> Signature:
    values = np.frombuffer(body, dtype=np.uint32)
    minima = values[1 : PERMUTATIONS + 1].astype(np.uint64)
    facts = frozenset(values[PERMUTATIONS + 1 :].tolist())
    return Signature(minima, facts, int(values[0]), datetime.date.fromordinal(day) if day else None)


def _bands(minima: NDArray[np.uint64]) -> list[int]:
    """A key for each band; texts that share one are compared. Two bands that agree by chance cost one comparison."""
    rows = minima[: BANDS * ROWS].reshape(BANDS, ROWS)
    mixed = (rows * _MIX).sum(axis=1, dtype=np.uint64) + np.arange(BANDS, dtype=np.uint64) * _MIX[0]
    keys: list[int] = mixed.view(np.int64).tolist()
    return keys


def group(signatures: Iterable[tuple[str, Signature]]) -> dict[str, str]:
    """For each text the first one (in the order given) of which it is a near copy, itself if of none."""
    index = CopyIndex()
    first: dict[str, str] = {}
    for identity, signature in signatures:
        found = index.find(signature)
        first[identity] = first[found[0]] if found else identity
        index.add(identity, signature)
    return first
