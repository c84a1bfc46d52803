"""Windows of consecutive sentences as the models read them (docs/model.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from legation.model.pieces import CLS, SEP, Pieces
from legation.records import Segmentation

Ints = NDArray[np.int64]

LIMIT = 128
"""Word pieces of a window of several sentences."""

LONGEST = 480
"""Word pieces of a part of a sentence; the encoder knows 512 places."""

FARTHEST = 16
"""Words within which a dateline must end."""

DASHES = frozenset(("-", "–", "—", "--", "―"))
OPENING = frozenset(("“", "«", "„", "``"))
CLOSING = frozenset(("”", "»", "''"))
STRAIGHT = frozenset(('"', "＂"))
_MARKS = OPENING | CLOSING | STRAIGHT


@dataclass(frozen=True)
class Window:
    """Tensors of one window, each [1, …], and which words of the document it holds (`first` to `stop`)."""

    first: int
    stop: int
    tensors: dict[str, Ints]


@dataclass(frozen=True)
class Stream:
    """A document as pieces: `[s1] [SEP] [s2] [SEP] …` without the leading [CLS]."""

    ids: Ints
    shape: Ints
    quote: Ints
    places: Ints
    """Place of each word's first piece in the stream."""
    parts: list[tuple[int, int]]
    """Words (first, stop) of each sentence, long ones cut."""
    bounds: Ints
    """Places of the stream at which the parts begin, and the end."""


def mark_quotes(words: list[str], paragraph_starts: set[int]) -> list[int]:
    """For each word 0 outside quotation marks, 1 inside, 2 a mark; each paragraph begins outside."""
    if _MARKS.isdisjoint(words):
        return [0] * len(words)
    states: list[int] = []
    inside = 0
    for index, word in enumerate(words):
        if index in paragraph_starts:
            inside = 0
        if word in _MARKS:
            inside = 1 if word in OPENING else 0 if word in CLOSING else 1 - inside
            states.append(2)
        else:
            states.append(inside)
    return states


def make_stream(words: list[str], segmentation: Segmentation, pieces: Pieces) -> Stream:
    """The pieces of a document's words."""
    found = [pieces.find(word) for word in words]
    counts = np.array([len(ids) for ids, _ in found], dtype=np.int64)
    parts = _cut_sentences(segmentation, words, counts)
    part_of = np.repeat(np.arange(len(parts)), [stop - first for first, stop in parts])
    before = np.cumsum(counts) - counts
    places = before + part_of
    total = int(counts.sum()) + len(parts)
    at = np.arange(total - len(parts)) + np.repeat(part_of, counts)
    starts = {
        first
        for n, (first, _) in enumerate(segmentation.sentences)
        if n == 0 or segmentation.paragraphs[n] != segmentation.paragraphs[n - 1]
    }
    streams = []
    quotes = np.array(mark_quotes(words, starts), dtype=np.int64)
    shapes = np.array([shape for _, shape in found], dtype=np.int64)
    ids = np.fromiter(chain.from_iterable(ids for ids, _ in found), np.int64, total - len(parts))
    for filler, values in ((SEP, ids), (0, np.repeat(shapes, counts)), (0, np.repeat(quotes, counts))):
        stream = np.full(total, filler, dtype=np.int64)
        stream[at] = values
        streams.append(stream)
    bounds = np.array([*(places[first] for first, _ in parts), total], dtype=np.int64)
    return Stream(ids=streams[0], shape=streams[1], quote=streams[2], places=places, parts=parts, bounds=bounds)


def find_dateline(words: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> int:
    """How many words of a paragraph's beginning are a dateline, as in "OSLO (Reuters) -" or "OSLO, Feb. 5 —"; 0: none.

    It ends in a dash (a hyphen with a space before it), and has an agency in brackets before it or begins in capitals.
    """
    for place, word in enumerate(words):
        if word in DASHES:
            before = words[:place]
            if not before or (word == "-" and starts[place] == ends[place - 1]):
                return 0
            plain = all(w[0].isupper() or not w[0].isalpha() or w in ("of", "the") for w in before)
            capitals = len(before[0]) > 2 and before[0].isupper()
            return place + 1 if plain and (capitals or ")" in before[1:]) else 0
    return 0


def _cut_sentences(segmentation: Segmentation, words: list[str], counts: Ints) -> list[tuple[int, int]]:
    """Sentences, those of more than LONGEST pieces cut into parts, datelines cut off (they would upset the tree)."""
    totals = np.concatenate([[0], np.cumsum(counts)])
    parts: list[tuple[int, int]] = []
    for number, (sentence_first, stop) in enumerate(segmentation.sentences):
        first = sentence_first
        if number == 0 or segmentation.paragraphs[number] != segmentation.paragraphs[number - 1]:
            near = slice(first, min(stop, first + FARTHEST))
            body = first + find_dateline(words[near], segmentation.starts[near], segmentation.ends[near])
            if first < body < stop:
                parts.append((first, body))
                first = body
        while totals[stop] - totals[first] > LONGEST:
            middle = int(np.searchsorted(totals, totals[first] + LONGEST, side="right")) - 1
            parts.append((first, middle))
            first = middle
        parts.append((first, stop))
    return parts


def cut_windows(stream: Stream) -> list[Window]:
    """Consecutive sentences packed greedily up to LIMIT pieces; a longer one stands alone."""
    windows: list[Window] = []
    begin, size = 0, 1
    lengths = np.diff(stream.bounds).tolist()
    for number, length in enumerate(lengths):
        if number > begin and size + length > LIMIT:
            windows.append(_make_window(stream, begin, number))
            begin, size = number, 1
        size += length
    if lengths:
        windows.append(_make_window(stream, begin, len(lengths)))
    return windows


def _make_window(stream: Stream, begin: int, end: int) -> Window:
    low, high = int(stream.bounds[begin]), int(stream.bounds[end])
    first, stop = stream.parts[begin][0], stream.parts[end - 1][1]
    numbers = np.repeat(np.arange(1, end - begin + 1), [b - a for a, b in stream.parts[begin:end]])
    tensors = {
        "ids": np.concatenate([[CLS], stream.ids[low:high]]),
        "mask": np.ones(high - low + 1, dtype=np.int64),
        "shape": np.concatenate([[0], stream.shape[low:high]]),
        "quote": np.concatenate([[0], stream.quote[low:high]]),
        "first": np.concatenate([[0], stream.places[first:stop] - low + 1]),
        "sent": np.concatenate([[0], numbers]),
    }
    return Window(first=first, stop=stop, tensors={k: v[None].astype(np.int64) for k, v in tensors.items()})
