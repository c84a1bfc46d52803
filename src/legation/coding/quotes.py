"""Passages between quotation marks."""

import re

from legation.records import Parse

_OPENING = "“«„"
_CLOSING = "”»"
_LED_IN = re.compile(r"(?:it|this|that|them|these|him|her)\s+(?:as\s+)?(?:an?\s+|the\s+)?(?=[“\"])")
"""What stands before a quotation in "called it a “mistake”"."""
MARKS = "“”«»„\"‘’' "


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of quoted passages, marks included.

    A straight mark opens after white space or a bracket and closes otherwise; kinds may be mixed, as careless typing
    mixes them. One that is never closed ends with its paragraph.
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, character in enumerate(text):
        if character == "\n":
            if start is not None and at - start > 2:
                found.append((start, at))
            start = None
        elif character in _OPENING or (character == '"' and start is None and _opens(text, at)):
            start = at if start is None else start
        elif start is not None and (character in _CLOSING or (character == '"' and not _opens(text, at))):
            found.append((start, at + 1))
            start = None
    if start is not None and len(text) - start > 2:
        found.append((start, len(text)))
    return found


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return (before.isspace() or before in "([—–-") and not after.isspace()


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a span holds, or stands within, a quotation of at least two words."""
    first = max(0, text.rfind("\n", 0, start))
    stop = text.find("\n", end)
    paragraph = text[first : stop if stop >= 0 else len(text)]
    for a, b in quotations(paragraph):
        inside = text[max(first + a, start) : min(first + b, end)]
        if first + a < end and start < first + b and len(inside.split()) >= 2:
            return True
    return False


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space, commas, enclosing quotation marks and "it a" before them at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—-"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:–—"):
        end -= 1
    if (lead := _LED_IN.match(text, start, end)) is not None:
        start = lead.end()
    inner = text[start:end]
    if inner[:1] in ("“", '"') and (inner[-1:] in '”"' or inner.count("“") > inner.count("”") or inner.count('"') % 2):
        start += 1
    if end > start and text[end - 1] in '”"':
        body = text[start : end - 1]
        if body.count("“") <= body.count("”") and body.count('"') % 2 == 0:
            end -= 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return start, end


def sentence_range(parse: Parse, start: int, end: int) -> tuple[int, int]:
    """Indices of the first and last sentence that a span touches."""
    return parse.sentence_at(start), parse.sentence_at(max(start, end - 1))
