"""Lines and paragraphs: which line ends close a sentence, and which only wrap it."""

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_LINE_END = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’)\]]*\s*$")
WIDEST = 120
"""Characters of the widest hard-wrapped line that is looked for."""

FEWEST = 4
"""Line ends in running text that must be seen before wrapping is concluded."""


def find_breaks(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Characters after line ends that close a sentence, and those after blank lines or such ends (new paragraphs).

    A line end closes a sentence unless the text is hard-wrapped or small letters on both sides say that it goes on;
    a blank line always does.
    In a text without blank lines every line that counts is a paragraph.
    """
    ends = [m.end() for m in _LINE_END.finditer(text)]
    if not ends:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    lines = _cut(text, ends)
    wrapped = _is_wrapped(lines)
    breaks: list[int] = []
    for (_, before), (start, after) in pairwise(lines):
        blank = not before.strip() or not after.strip()
        if blank or _starts_item(after) or not (wrapped or _goes_on(before, after)):
            breaks.append(start)
    found = np.array(breaks, dtype=np.int64)
    return found, found


def _cut(text: str, ends: list[int]) -> list[tuple[int, str]]:
    starts = [0, *ends]
    return [(a, text[a:b]) for a, b in zip(starts, [*ends, len(text)], strict=True)]


def _starts_item(line: str) -> bool:
    """Indented lines and list items begin anew even in wrapped text."""
    return bool(re.match(r"\s{2,}\S|\t|\s*(?:[-*•·–—]|\(?\d{1,2}[.)])\s", line))


def _goes_on(before: str, after: str) -> bool:
    """Does a sentence go on across a line end (a link on a line of its own)? Small letters on both sides say so."""
    last = before.rstrip()
    return (last[-1] == "," or last[-1].islower()) and after.lstrip()[0].islower()


def _is_wrapped(lines: list[tuple[int, str]]) -> bool:
    """Is the text hard-wrapped? Its lines are then about equally long and break in the middle of sentences."""
    inner = [
        (first.strip(), second.strip())
        for (_, first), (_, second) in pairwise(lines)
        if first.strip() and second.strip()
    ]
    if len(inner) < FEWEST:
        return False
    widest = max(len(line.strip()) for _, line in lines)
    if widest > WIDEST:
        return False
    open_ = sum(1 for first, _ in inner if not _ENDS_SENTENCE.search(first))
    going_on = sum(1 for first, second in inner if second[0].islower() or first[-1] == ",")
    full = sum(1 for first, second in inner if len(first) + 1 + len(second.split()[0]) > widest - 8)
    return open_ >= 0.6 * len(inner) and going_on >= 0.3 * len(inner) and full >= 0.4 * len(inner)
