"""Sentence boundaries: candidates between words, and a linear model over hashed features that decides them."""

from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from legation.errors import ModelError
from legation.reading.scanner import (
    BRACKET,
    BULLET,
    CLOSING,
    COLON,
    COMMA,
    DOTTED,
    OPENING,
    SHAPES,
    STRAIGHT,
    TERMINAL,
    Scan,
)

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]

BITS = 17
"""Size of the weight table: 2 ** BITS."""

BARE = 1.5
"""Score that an end without any punctuation needs in running prose."""

_FORM = (1 << 32) - 1
_WORD_START = (SHAPES["Capital"], SHAPES["UPPER"], SHAPES["Initial"], SHAPES["digit"], SHAPES["mixed"])
_PRIMES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)


def find_candidates(scan: Scan) -> Ints:
    """Words after which a sentence may end within their line.

    After final punctuation (also with closing marks behind it) anything may follow; elsewhere a capital, a digit,
    an opening mark or a bullet must. Inside a chunk (no white space) only final punctuation before a capital or an
    opening mark counts.
    """
    codes = scan.codes
    if len(codes) < 2:
        return np.zeros(0, dtype=np.int64)
    final = (codes & (TERMINAL | DOTTED)) > 0
    apart = scan.chunks[1:] != scan.chunks[:-1]
    ended, bound = _find_ended(codes, final, ~apart)
    shape = (codes >> 32) & 7
    begins = np.isin(shape, _WORD_START) | ((codes & (OPENING | STRAIGHT | BULLET)) > 0)
    capital = np.isin(shape, _WORD_START[:3]) | ((codes & (OPENING | STRAIGHT)) > 0)
    same_line = scan.lines[1:] == scan.lines[:-1]
    loose = apart & (ended[:-1] | begins[1:] | (shape[1:] == SHAPES["other"]))
    tight = ~apart & bound[:-1] & capital[1:] & ~((codes[:-1] & DOTTED) > 0)
    marks = (codes & (CLOSING | STRAIGHT)) > 0
    # “Never!” he said; at 8 p.m. in the hall
    goes_on = (marks[:-1] | ((codes[:-1] & DOTTED) > 0)) & (shape[1:] == SHAPES["lower"])
    return np.flatnonzero(same_line & ~goes_on & (loose | tight))


def _find_ended(codes: Ints, final: Bools, together: Bools) -> tuple[Bools, Bools]:
    """Words with final punctuation, or closing marks behind it; and those of them without white space in between.

    (A mark that follows white space and precedes none opens: it belongs to what comes. "[U.S.]" ends nothing.)
    """
    dotted = (codes & DOTTED) > 0
    closing = (codes & (CLOSING | STRAIGHT)) > 0
    ended, bound = final.copy(), final.copy()
    closing[1:] &= ~(((codes[1:] & BRACKET) > 0) & dotted[:-1])
    for _ in range(2):
        ended[1:] |= closing[1:] & ended[:-1]
        bound[1:] |= closing[1:] & bound[:-1] & together
    return ended | ((codes & COLON) > 0), bound


def find_margins(scan: Scan, candidates: Ints) -> Floats:
    """What each candidate must score: more where only a capital speaks for it, in a line that ends in a full stop.

    (Running prose marks its sentences; notes, signatures and lists do not.)
    """
    final = (scan.codes & (TERMINAL | DOTTED)) > 0
    ended, _ = _find_ended(scan.codes, final, np.ones(len(final) - 1, dtype=np.bool_))
    _, _, closed = _positions(scan, candidates)
    return np.where(~ended[candidates] & (closed >= 2), BARE, 0.0).astype(np.float32)


def describe(scan: Scan, candidates: Ints) -> Ints:
    """Features of each candidate: int64 [candidates, features], indices into the weight table."""
    count = len(scan.codes)
    pad = 3
    codes = np.concatenate([np.zeros(pad, np.int64), scan.codes, np.zeros(pad, np.int64)])
    lines = np.concatenate([np.full(pad, -1), scan.lines, np.full(pad, -2)])
    here = candidates + pad
    line = lines[here]

    def at(step: int) -> Ints:
        return np.where(lines[here + step] == line, codes[here + step], 0)

    c2, c1, c0, n1, n2, n3 = (at(k) for k in (-2, -1, 0, 1, 2, 3))
    kinds = [((c >> 32) + 1) * (c != 0) for c in (c2, c1, c0, n1, n2, n3)]
    k2, k1, k0, m1, m2, m3 = kinds
    f1, f0, g1, g2 = (c & _FORM for c in (c1, c0, n1, n2))
    apart = (scan.chunks[np.minimum(candidates + 1, count - 1)] != scan.chunks[candidates]).astype(np.int64)
    quote, bracket = _depths(scan)
    state = quote[candidates] * 4 + bracket[candidates] * 2 + apart
    since, left, closed = _positions(scan, candidates)
    templates: list[tuple[Ints, ...]] = [
        (f0,), (g1,), (f1, f0), (f0, g1), (g1, g2), (f0, m1), (k0, g1), (k0, m1), (k1, k0, m1), (k0, m1, m2),
        (k2, k1, k0, m1), (k1, k0, m1, m2), (k0, m1, m2, m3), (f1, k0, m1), (k1, k0, g1), (f0, k1, m1, m2),
        (f1, f0, g1), (state, k0, m1), (state, k1, k0, m1), (state, f0, m1), (since, k0, m1), (left, k0, m1),
        (closed, k0, m1), (closed, since, k0, m1), (closed, state, k0, m1),
    ]  # fmt: skip
    return np.stack([_hash(number, parts) for number, parts in enumerate(templates)], axis=1)


def _hash(number: int, parts: tuple[Ints, ...]) -> Ints:
    state = np.full(len(parts[0]), (number + 1) * _PRIMES[0] % (1 << 64), dtype=np.uint64)
    for part in parts:
        state = (state ^ part.astype(np.uint64)) * np.uint64(_PRIMES[1])
        state ^= state >> np.uint64(29)
    state *= np.uint64(_PRIMES[2])
    return (state >> np.uint64(64 - BITS)).astype(np.int64)


def _depths(scan: Scan) -> tuple[Ints, Ints]:
    """Is each word inside a quotation, or a bracket, that was opened in its line? 0 or 1."""
    codes = scan.codes
    straight = np.cumsum((codes & STRAIGHT) > 0)
    opened: Ints = np.cumsum((codes & OPENING) > 0) - np.cumsum((codes & CLOSING) > 0)
    first = np.searchsorted(scan.lines, scan.lines)
    before = np.concatenate([[0], straight])[first]
    low = np.concatenate([[0], opened])[first]
    return (straight - before) % 2, (opened - low > 0).astype(np.int64)


def _positions(scan: Scan, candidates: Ints) -> tuple[Ints, Ints, Ints]:
    """Buckets of words since the last final punctuation and of words left in the line; does the line end in such?"""
    codes, count = scan.codes, len(scan.codes)
    index = np.arange(count)
    final = (codes & TERMINAL) > 0
    first = np.searchsorted(scan.lines, scan.lines)
    last = np.searchsorted(scan.lines, scan.lines, side="right") - 1
    latest = np.maximum.accumulate(np.where(final, index + 1, 0))
    previous = np.concatenate([[0], latest[:-1]]) if count else latest
    since = candidates - np.maximum(previous, first)[candidates]
    left = last[candidates] - candidates
    ends = final | (((codes & (CLOSING | STRAIGHT)) > 0) & np.concatenate([[False], final[:-1]]))
    comma = (codes[last[candidates]] & COMMA) > 0
    return _bucket(since), _bucket(left), ends[last[candidates]] * 2 + comma


def _bucket(values: Ints) -> Ints:
    return np.searchsorted(np.array([1, 2, 3, 4, 6, 9, 14, 22, 35]), values, side="right")


class BoundaryModel:
    """Weights of the linear model. Scores above 0 end a sentence."""

    def __init__(self, weights: Floats, bias: float) -> None:
        self._weights = weights
        self._bias = bias

    @classmethod
    def load(cls) -> "BoundaryModel":
        """The bundled weights (from training/segmenter). Raises ModelError if they are missing or do not fit."""
        path = files("legation.reading") / "data" / "boundaries.npz"
        try:
            data = np.load(BytesIO(path.read_bytes()))
        except (OSError, ValueError) as error:
            raise ModelError(f"the weights of the sentence splitter cannot be read: {error}") from error
        if data["weights"].shape != (1 << BITS,):
            raise ModelError("the weights of the sentence splitter do not fit this version")
        return cls(data["weights"].astype(np.float32), float(data["bias"]))

    def decide(self, features: Ints, margins: Floats) -> Bools:
        """Which candidates end a sentence: those that score above their margin."""
        scores: Floats = self._weights[features].sum(axis=1) + self._bias
        return scores > margins
