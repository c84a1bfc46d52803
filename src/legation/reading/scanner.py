"""From a text to arrays of its words: offsets, paragraphs and a code of each word's form and shape."""

import re
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legation.reading.lines import find_breaks
from legation.reading.words import split_words

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CHUNK = re.compile(r"[^\s\x00-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff]+")
LONGEST = 256
"""Characters of a chunk that are split at once; longer runs without white space are no words and are cut."""

KEPT = 100_000
"""Chunks whose words are remembered."""

# bits of a word's code above its 32-bit form hash
SHAPES = {"lower": 0, "Capital": 1, "UPPER": 2, "Initial": 3, "digit": 4, "mixed": 5, "other": 6}
TERMINAL, CLOSING, OPENING, STRAIGHT, COLON, DOTTED, COMMA, BULLET, BRACKET = (1 << n for n in range(36, 45))
_CLASSES = (
    (TERMINAL, re.compile(r"[.!?…]+$|[。！？]$")),
    (CLOSING, re.compile(r"[”’»)\]}]+$|''$")),
    (OPENING, re.compile(r"[“‘«(\[{]+$|``$")),
    (STRAIGHT, re.compile(r"[\"']$")),
    (COLON, re.compile(r"[:;]$|[-–—]+$")),
    (DOTTED, re.compile(r".*\w\.$")),
    (BRACKET, re.compile(r"[)\]}]$")),
    (COMMA, re.compile(r",$")),
    (BULLET, re.compile(r"[•·*▪●◦■►‣+>|#]+$|-+$")),
)

Entry = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Scan:
    """Arrays over the words of a text, and the characters where a line or paragraph ends a sentence."""

    starts: Ints
    ends: Ints
    joined: Bools
    codes: Ints
    chunks: Ints
    """Number of each word's chunk."""
    lines: Ints
    """Number of each word's line, where a line is what a line end that counts closes."""
    paragraphs: Ints
    """Number of each word's paragraph."""


class Scanner:
    """Splits texts into words; remembers chunks that it has seen. Safe to share between threads."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, bool], Entry] = {}

    def scan(self, text: str) -> Scan:
        """Words of `text` with their codes."""
        found = [(m.start(), m.group()) for m in CHUNK.finditer(text)]
        starts: list[int] = []
        ends: list[int] = []
        joined: list[bool] = []
        codes: list[int] = []
        counts: list[int] = []
        seen = self._seen
        following = [*(chunk[0].isdigit() for _, chunk in found[1:]), False][: len(found)]
        for (_, chunk), number in zip(found, following, strict=True):
            entry = seen.get((chunk, number)) or self._remember(chunk, number)
            starts += entry[0]
            ends += entry[1]
            joined += entry[2]
            codes += entry[3]
            counts.append(len(entry[0]))
        origin = np.array([start for start, _ in found], dtype=np.int64)
        chunk_of = np.repeat(np.arange(len(found)), counts)
        offset = origin[chunk_of] if found else origin
        begin = np.array(starts, dtype=np.int64) + offset
        lines, paragraphs = find_breaks(text)
        return Scan(
            starts=begin,
            ends=np.array(ends, dtype=np.int64) + offset,
            joined=np.array(joined, dtype=np.bool_),
            codes=np.array(codes, dtype=np.int64),
            chunks=chunk_of,
            lines=np.searchsorted(lines, begin, side="right"),
            paragraphs=np.searchsorted(paragraphs, begin, side="right"),
        )

    def _remember(self, chunk: str, number: bool) -> Entry:
        pieces = [
            (start + low, end + low, join)
            for low in range(0, len(chunk), LONGEST)
            for start, end, join in split_words(chunk[low : low + LONGEST], number)
        ]
        starts, ends, joined = (tuple(x) for x in zip(*pieces, strict=True))
        entry = (starts, ends, joined, tuple(encode(chunk[a:b]) for a, b, _ in pieces))
        if len(self._seen) >= KEPT:
            self._seen = {}
        self._seen[chunk, number] = entry
        return entry


def encode(word: str) -> int:
    """A word's code: 32 bits of a hash of its lower-cased form, then its shape, then flags of its class."""
    code = zlib.crc32(word.lower().encode("utf-8", "replace"))
    code |= SHAPES[describe_shape(word)] << 32
    for flag, pattern in _CLASSES:
        if pattern.match(word):
            code |= flag
    return code


def describe_shape(word: str) -> str:
    """The case shape of a word: a key of SHAPES."""
    if word.islower():
        return "lower"
    if any(c.isdigit() for c in word):
        return "digit"
    if not word[0].isalpha():
        return "other"
    if len(word.rstrip(".")) == 1:
        return "Initial" if word.isupper() else "lower"
    if word.isupper():
        return "UPPER"
    return "Capital" if word[0].isupper() else "mixed"
