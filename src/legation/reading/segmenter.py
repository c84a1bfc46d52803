"""Words, sentences and paragraphs of raw text, by the conventions of Universal Dependencies' English treebanks."""

from itertools import pairwise

import numpy as np

from legation.reading.boundaries import BoundaryModel, Ints, describe, find_candidates, find_margins
from legation.reading.scanner import Scan, Scanner
from legation.records import Segmentation

SPLIT_AT_END = frozenset(("etc.", "p.m.", "a.m."))
"""Abbreviations whose full stop is the sentence's own at its end (so the treebanks)."""


class RuleSegmenter:
    """Rules for words and a small linear model for sentences (`contracts.Segmenter`). Safe to share between threads."""

    def __init__(self, model: BoundaryModel | None = None) -> None:
        """`model`: the bundled one unless given. Raises ModelError if its weights are missing."""
        self._model = model or BoundaryModel.load()
        self._scanner = Scanner()

    def segment(self, text: str) -> Segmentation:
        """Words and sentences of `text`; an empty text has none."""
        scan = self._scanner.scan(text)
        if not len(scan.starts):
            return Segmentation(starts=(), ends=(), joined=(), sentences=(), paragraphs=())
        stops = self._find_stops(scan)
        return assemble(text, scan, stops)

    def _find_stops(self, scan: Scan) -> Ints:
        """Numbers of the words that follow a sentence's last."""
        candidates = find_candidates(scan)
        if len(candidates):
            candidates = candidates[self._model.decide(describe(scan, candidates), find_margins(scan, candidates))]
        breaks = np.flatnonzero(scan.lines[1:] != scan.lines[:-1])
        return np.union1d(candidates, breaks) + 1


def assemble(text: str, scan: Scan, stops: Ints) -> Segmentation:
    """The record; where a sentence ends in "etc." or "p.m.", its full stop becomes a word."""
    starts, ends, joined = scan.starts.tolist(), scan.ends.tolist(), scan.joined.tolist()
    bounds = [0, *stops.tolist(), len(starts)]
    paragraphs = scan.paragraphs[np.array(bounds[:-1])].tolist()
    lasts = [stop - 1 for stop in bounds[1:]]
    split = [last for last in lasts if text[starts[last] : ends[last]].lower() in SPLIT_AT_END]
    for last in reversed(split):
        end = ends[last]
        ends[last] = end - 1
        starts.insert(last + 1, end - 1)
        ends.insert(last + 1, end)
        joined.insert(last + 1, False)
    if split:
        added = np.searchsorted(np.array(split), np.array(bounds) - 1, side="right")
        bounds = (np.array(bounds) + np.where(np.array(bounds) > 0, added, 0)).tolist()
    numbers: dict[int, int] = {}
    return Segmentation(
        starts=tuple(starts),
        ends=tuple(ends),
        joined=tuple(joined),
        sentences=tuple(pairwise(bounds)),
        paragraphs=tuple(numbers.setdefault(p, len(numbers)) for p in paragraphs),
    )
