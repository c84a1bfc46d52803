"""Passages between quotation marks."""

import re

from legation.records import Parse

_OPENING = '“"'
_QUOTED = re.compile(r"“[^“”\n]*(?:”|(?=\n|$))|\"[^\"\n]*(?:\"|(?=\n|$))")
MARKS = "“”\"‘’' "


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of quoted passages, marks included; one that is never closed ends with its paragraph."""
    return [m.span() for m in _QUOTED.finditer(text) if m.end() - m.start() > 2]


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a span holds, or stands within, a quotation of at least two words."""
    for first, last in quotations(text):
        inside = text[max(first, start) : min(last, end)]
        if first < end and start < last and len(inside.split()) >= 2:
            return True
    return False


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space, commas and enclosing quotation marks at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—-"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:–—"):
        end -= 1
    inner = text[start:end]
    if inner[:1] in _OPENING and (inner[-1:] in '”"' or inner.count("“") > inner.count("”") or inner.count('"') % 2):
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
