"""Who says what: spans of sources, cues and contents grouped by the pointers from sources and contents to cues.

The thresholds were set on PolNeAR's development articles (`legation evaluate attribution`).
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from legation.model.spans import Span, find_probabilities, read_spans

Floats = NDArray[np.floating]

LAYERS = ("source", "cue", "content")
INSIDE = {"source": 0.4, "cue": 0.0, "content": 0.0}
"""Added to the score of "inside"."""

SURE = {"source": 0.5, "cue": 0.5, "content": 0.6}
"""Probability of both its ends from which a span is kept."""

FAINT = 0.3
"""The same for a content whose cue would be left without one."""

OUTSIDE = 5.0
"""By how much "outside" must score above the rest to part what is decoded together (a saving of time)."""

SHARED = 0.25
"""Probability from which a source is given to a further cue ("he said …, and warned …")."""

SUBJECTS = ("nsubj", "nsubj:outer", "obl:agent", "nmod:poss")
"""Relations to a cue's words by which a source is found where the model marks none."""

FOUND = 0.5
"""Probability set down for a source that was found by syntax."""


@dataclass(frozen=True)
class PointerScores:
    """Pointers of one window: scores [W, W + 1] of the cue of each word from `first` on; column 0 is none."""

    first: int
    stop: int
    source: Floats
    content: Floats


@dataclass(frozen=True)
class Context:
    """What grouping knows of a document's words.

    `sentence_of`: number of each word's sentence; `quoted`: 0 outside quotation marks, 1 inside, 2 a mark;
    `heads`: each word's head (−1: root) and `relations` to it.
    """

    sentence_of: Sequence[int]
    quoted: Sequence[int]
    heads: Sequence[int]
    relations: Sequence[str]


@dataclass
class Group:
    """One attribution as it is put together, in spans of words."""

    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)

    @property
    def spans(self) -> list[Span]:
        """All its spans."""
        return [*self.cue, *self.source, *self.content]

    @property
    def score(self) -> float:
        """The mean of its spans' probabilities."""
        return sum(s[3] for s in self.spans) / len(self.spans)


def read_layer(scores: Floats, inside: float, least: float) -> list[Span]:
    """Spans of one layer by its BIO scores [W, 3] over a whole document, with the probability of both their ends."""
    bold = scores.astype(np.float64)
    bold[:, 2] += inside
    cuts = np.flatnonzero(bold[:, 0] > bold[:, 1:].max(axis=1) + OUTSIDE) + 1
    bounds = [0, *cuts[cuts < len(bold)].tolist(), len(bold)]
    found = read_spans(bold, list(pairwise(bounds)))
    chances = find_probabilities(scores)
    goes_on = np.append(chances[:, 2], 0.0)
    spans = [(first, stop, kind, float(chances[first, 1] * (1 - goes_on[stop]))) for first, stop, kind, _ in found]
    return [span for span in spans if span[3] >= least]


def read_layers(scores: Mapping[str, Floats]) -> dict[str, list[Span]]:
    """Spans of source, cue and content, and under "faint" the contents that are less sure and overlap none of them."""
    spans = {name: read_layer(scores[name], INSIDE[name], SURE[name]) for name in ("source", "cue")}
    taken = {word for found in spans.values() for first, stop, *_ in found for word in range(first, stop)}
    contents = read_layer(scores["content"], INSIDE["content"], FAINT)
    faint = [s for s in contents if s[3] < SURE["content"] and taken.isdisjoint(range(s[0], s[1]))]
    return spans | {"content": [s for s in contents if s[3] >= SURE["content"]], "faint": faint}


class Grouper:
    """Groups the spans of one document."""

    def __init__(self, windows: Sequence[PointerScores], context: Context) -> None:
        self._windows = windows
        self._firsts = [w.first for w in windows]
        self._context = context

    def group(self, spans: Mapping[str, list[Span]]) -> list[Group]:
        """Attributions in the order of the text: each has a content, and all but quotations a cue."""
        cues = spans["cue"]
        groups = [Group(cue=[cue]) for cue in cues]
        loose = self._give_contents(spans["content"], cues, groups)
        for content in spans["faint"]:
            number = self._point(content, cues)
            if number is not None and not groups[number].content:
                groups[number].content.append(content)
        for source in spans["source"]:
            for number in self._find_cues(source, cues):
                groups[number].source.append(source)
        found = [g for g in groups if g.content]
        self._find_subjects(found)
        return sorted([*found, *loose], key=lambda g: min(s[:2] for s in g.spans))

    def _give_contents(self, contents: list[Span], cues: list[Span], groups: list[Group]) -> list[Group]:
        """Add contents to the groups of their cues; returns groups of quotations without one."""
        loose: list[Group] = []
        previous: Group | None = None
        for content in contents:
            number = self._point(content, cues)
            if number is not None:
                group = groups[number]
            elif previous is not None and self._continues(previous.content[-1], content):
                group = previous
            elif self._context.quoted[content[0]]:
                group = Group()
                loose.append(group)
            else:
                continue
            group.content.append(content)
            previous = group
        return loose

    def _point(self, content: Span, cues: list[Span]) -> int | None:
        """The cue of a content: where its first word points, else the nearest of its sentence."""
        ranked, none = self._rank("content", content, cues)
        if ranked and ranked[0][0] > none:
            return ranked[0][1]
        return self._find_near(content, cues)

    def _find_cues(self, source: Span, cues: list[Span]) -> list[int]:
        """The cues of a source: where it points, and others that share it; else the nearest of its sentence."""
        ranked, none = self._rank("source", source, cues)
        if ranked and ranked[0][0] > none:
            return [ranked[0][1], *(n for p, n in ranked[1:] if p > SHARED)]
        near = self._find_near(source, cues)
        return [] if near is None else [near]

    def _rank(self, layer: str, span: Span, cues: list[Span]) -> tuple[list[tuple[float, int]], float]:
        """Probability and number of each cue in the window of a span's first word, best first; and that of "none"."""
        window = self._windows[bisect_right(self._firsts, span[0]) - 1]
        row = (window.source if layer == "source" else window.content)[span[0] - window.first].astype(np.float64)
        powers = np.exp(row - row.max())
        powers /= powers.sum()
        inside = [n for n, cue in enumerate(cues) if window.first <= cue[0] < window.stop]
        ranked = sorted(
            ((float(powers[cues[n][0] - window.first + 1]), n) for n in inside), key=lambda x: (-x[0], x[1])
        )
        return ranked, float(powers[0])

    def _continues(self, before: Span, content: Span) -> bool:
        """Does a content without a cue of its own go on with the quotation before it?"""
        sentence_of, quoted = self._context.sentence_of, self._context.quoted
        gap = sentence_of[content[0]] - sentence_of[before[1] - 1]
        return gap <= 1 and bool(quoted[content[0]]) and bool(quoted[before[1] - 1] or quoted[before[0]])

    def _find_near(self, span: Span, cues: list[Span]) -> int | None:
        """The nearest cue of the same sentence."""
        sentence_of = self._context.sentence_of
        sentences = {sentence_of[span[0]], sentence_of[span[1] - 1]}
        near = [n for n, cue in enumerate(cues) if sentence_of[cue[0]] in sentences]
        return min(near, key=lambda n: min(abs(cues[n][0] - span[1]), abs(span[0] - cues[n][1])), default=None)

    def _find_subjects(self, groups: list[Group]) -> None:
        """Give groups without a source the subject, agent or possessor of their cue, if it stands outside of them."""
        lacking = [g for g in groups if not g.source]
        if not lacking:
            return
        below: dict[int, list[int]] = {}
        for word, head in enumerate(self._context.heads):
            below.setdefault(head, []).append(word)
        for group in lacking:
            taken = {word for first, stop, *_ in group.spans for word in range(first, stop)}
            for first, stop, *_ in group.cue:
                subject = self._find_subject(first, stop, taken, below)
                if subject is not None:
                    group.source.append(subject)
                    break

    def _find_subject(self, first: int, stop: int, taken: set[int], below: dict[int, list[int]]) -> Span | None:
        for cue_word in range(first, stop):
            for word in below.get(cue_word, ()):
                if self._context.relations[word] in SUBJECTS:
                    reach = [word]
                    for inner in reach:
                        reach += below.get(inner, ())
                    low, high = min(reach), max(reach) + 1
                    if taken.isdisjoint(range(low, high)):
                        return low, high, 0, FOUND
        return None
