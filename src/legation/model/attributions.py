"""Who says what: spans of sources, cues and contents grouped by the pointers from sources and contents to cues."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legation.model.spans import Span

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class PointerScores:
    """Pointers of one window: scores [W, W + 1] of the cue of each word from `first` on; column 0 is none."""

    first: int
    stop: int
    source: Floats
    content: Floats


@dataclass
class Group:
    """One attribution as it is put together, in spans of words."""

    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The mean of its spans' probabilities."""
        spans = [*self.cue, *self.source, *self.content]
        return sum(s[3] for s in spans) / len(spans)


class Grouper:
    """Groups the spans of one document.

    `sentence_of`: number of each word's sentence; `paragraph_of`: of each sentence's paragraph; `quoted`: words in or
    at quotation marks.
    """

    def __init__(
        self,
        windows: Sequence[PointerScores],
        sentence_of: Sequence[int],
        paragraph_of: Sequence[int],
        quoted: Sequence[int],
    ) -> None:
        self._windows = windows
        self._firsts = [w.first for w in windows]
        self._sentence_of = sentence_of
        self._paragraph_of = paragraph_of
        self._quoted = quoted

    def group(self, sources: list[Span], cues: list[Span], contents: list[Span]) -> list[Group]:
        """Attributions in the order of the text. A cue alone and a source alone make none."""
        groups = [Group(cue=[cue]) for cue in cues]
        loose: list[Group] = []
        previous: Group | None = None
        for content in contents:
            number = self._point(content, cues, "content")
            if number is not None:
                group = groups[number]
            elif previous is not None and self._continues(previous.content[-1], content):
                group = previous
            else:
                nearest = self._find_near(content, cues)
                if nearest is None:
                    group = Group()
                    loose.append(group)
                else:
                    group = groups[nearest]
            group.content.append(content)
            previous = group
        for source in sources:
            number = self._point(source, cues, "source")
            if number is None:
                number = self._find_near(source, cues)
            if number is not None:
                groups[number].source.append(source)
        found = [g for g in groups if g.content] + loose
        return sorted(found, key=lambda g: min(s[:2] for s in (*g.source, *g.cue, *g.content)))

    def _point(self, span: Span, cues: list[Span], layer: str) -> int | None:
        """The cue to which a span's first word points, None where "none" scores higher than every cue of the window."""
        window = self._windows[bisect_right(self._firsts, span[0]) - 1]
        inside = [n for n, cue in enumerate(cues) if window.first <= cue[0] < window.stop]
        if not inside:
            return None
        row = (window.source if layer == "source" else window.content)[span[0] - window.first]
        scores = [float(row[cues[n][0] - window.first + 1]) for n in inside]
        best = max(range(len(inside)), key=scores.__getitem__)
        return inside[best] if scores[best] > float(row[0]) else None

    def _continues(self, before: Span, content: Span) -> bool:
        """Does a content without a cue of its own go on with the quotation before it?"""
        gap = self._sentence_of[content[0]] - self._sentence_of[before[1] - 1]
        quoted_before = self._quoted[before[1] - 1] or self._quoted[before[0]]
        return gap <= 1 and bool(self._quoted[content[0]]) and bool(quoted_before)

    def _find_near(self, span: Span, cues: list[Span]) -> int | None:
        """The nearest cue of the same sentence."""
        sentences = {self._sentence_of[span[0]], self._sentence_of[span[1] - 1]}
        near = [n for n, cue in enumerate(cues) if self._sentence_of[cue[0]] in sentences]
        return min(near, key=lambda n: min(abs(cues[n][0] - span[1]), abs(span[0] - cues[n][1])), default=None)
