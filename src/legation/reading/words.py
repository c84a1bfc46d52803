"""Words of one chunk (a run without white space), by the conventions of Universal Dependencies' English treebanks.

Pure functions of the chunk and of whether a number follows, so that results can be kept and used again.
"""

import re
from itertools import pairwise

from legation.reading.abbreviations import (
    AMBIGUOUS,
    BEFORE_NUMBER,
    CONTRACTIONS,
    DOMAINS,
    FILES,
    MONTHS,
    NEVER_ALONE,
    ORDINARY,
    PREFIXES,
    TITLES,
)

Piece = tuple[int, int, bool]
"""Start, end (within the chunk), and whether the word continues the written word before it ("n't", "'s")."""

_LETTER = r"[^\W\d_]"
_INNER = r"[\w\u0300-\u036f\u00ad]"
_APOSTROPHE = r"['’`‘ʼ]"

_URL = r"[^\s<>\"”“]*[^\s<>\"”“.,;:!?)\]'’>]"

_PATTERN = re.compile(
    rf"""
    (?P<url>(?:https?|ftp|file|mailto|ymsgr):/?/?{_URL}|www\.{_URL})
  | (?P<mail>[\w.+%-]+@[\w-]+(?:\.[\w-]+)*)
  | (?P<domain>(?:[\w-]+\.)+(?:{DOMAINS})\b(?![.\w@])(?:/{_URL})?|(?:[\w-]+\.)+(?:{DOMAINS})(?=\.?(?:\W*$))(?!\.\w))
  | (?P<file>[\w#&-]+(?:\.[\w#-]+)*\.(?:{FILES})\b)
  | (?P<smile>[:;=][-^']?[)(DPpO/\\|\]\[](?![\w/])|<3+|\^_+\^|\(:)
  | (?P<run>[.!?…]{{2,}}|-{{2,}}|–+|—+|\*+|_{{2,}}|={{2,}}|\#{{2,}}|~{{2,}}|\+{{2,}}|\${{2,}}|<<+|>>+|''|``|’’|‘‘|‘’)
  | (?P<tag>[@\#](?={_LETTER})\w+)
  | (?P<phone>(?:\d-)?\d{{3}}-\d{{3}}-\d{{4}}\b|\d{{3}}-\d{{4}}\b(?!-)|\d{{5}}-\d{{4}}\b
      |\d\d?-\d\d?-\d{{4}}\b|\d{{4}}-\d\d-\d\d\b)
  | (?P<number>(?:(?<![\w.])[.+](?=\d))?\d+(?:[.,:/]\d+)*(?:'?s\b|’s\b(?=$)|(?:st|nd|rd|th)\b)?)
  | (?P<dotted>(?:{_LETTER}\.){{2,}}(?:{_LETTER}\b(?!\.|{_APOSTROPHE}))?|{_LETTER}\.{_LETTER}\b(?![.\w'’])
      |Ph\.D\.?|M\.Sc\.?|B\.Sc\.?)
  | (?P<word>(?:[A-Z]{{1,3}}\$)|{_LETTER}{_INNER}*(?:(?:&(?=\w)|{_APOSTROPHE}(?={_LETTER})){_INNER}+)*)
  | (?P<years>{_APOSTROPHE}\d0s|{_APOSTROPHE}\d\d(?!\d))
  | (?P<clitic>{_APOSTROPHE}(?:s|m|d|ll|re|ve)\b)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)

_CLITIC = re.compile(rf"(?:(?<=\w)n{_APOSTROPHE}t|(?<=\w){_APOSTROPHE}(?:s|m|d|ll|re|ve))$", re.IGNORECASE)
KEEPING = TITLES | MONTHS | ORDINARY


def split_words(chunk: str, number_follows: bool = False) -> tuple[Piece, ...]:
    """The words of a chunk without white space, in order, covering every character."""
    pieces: list[Piece] = []
    position, length = 0, len(chunk)
    while position < length:
        match = _PATTERN.match(chunk, position)
        assert match is not None
        kind, end = match.lastgroup, match.end()
        if kind == "word":
            end = _split_word(chunk, position, end, number_follows, pieces)
        else:
            follows = kind == "clitic" and bool(pieces) and pieces[-1][1] == position and chunk[position - 1].isalnum()
            pieces.append((position, end, follows))
        position = end
    return tuple(pieces)


def _split_word(chunk: str, start: int, end: int, number_follows: bool, pieces: list[Piece]) -> int:
    end = _join_prefix(chunk, start, end)
    if chunk[end : end + 1] == "." and keeps_stop(chunk, start, end, number_follows):
        pieces.append((start, end + 1, False))
        return end + 1
    word = chunk[start:end]
    cuts = CONTRACTIONS.get(word.lower())
    if cuts is None:
        match = _CLITIC.search(word)
        cuts = (match.start(),) if match else ()
    bounds = [start, *(start + c for c in cuts), end]
    for index, (a, b) in enumerate(pairwise(bounds)):
        pieces.append((a, b, index > 0))
    if chunk[end : end + 1] in ("'", "’") and word[-1:] in "sS" and not cuts and _possessive(chunk, start, end):
        pieces.append((end, end + 1, True))
        return end + 1
    return end


def _possessive(chunk: str, start: int, end: int) -> bool:
    """Is the apostrophe after a final s the possessive, not a closing quotation mark? Yes unless a mark was opened."""
    return end + 1 == len(chunk) and not any(c in "'‘’`" for c in chunk[:start])


def _join_prefix(chunk: str, start: int, end: int) -> int:
    """The end of a word after a prefix that keeps its hyphen."""
    if chunk[end : end + 1] == "-" and chunk[start:end].lower() in PREFIXES:
        match = _PATTERN.match(chunk, end + 1)
        if match is not None and match.lastgroup in ("word", "number"):
            return match.end()
    return end


def keeps_stop(chunk: str, start: int, end: int, number_follows: bool) -> bool:
    """Does the full stop at `end` belong to the word before it?"""
    word = chunk[start:end]
    lower = word.lower()
    rest = chunk[end + 1 :]
    if rest and (rest[0].isalnum() or rest[0] == "."):
        return (len(word) == 1 and word.isupper()) or lower in TITLES
    if len(word) == 1 and number_follows and lower in "bcdmp":
        return True
    if len(word) == 1:
        return word.isupper() and word != "I" and not rest
    if lower in BEFORE_NUMBER and number_follows:
        return True
    if lower in AMBIGUOUS:
        return word[0].isupper() and lower not in NEVER_ALONE and not rest
    if rest and lower not in ("etc", "inc", "ltd", "corp", "jr", "sr"):
        return rest[0] in ",-–—/;:" and lower in KEEPING
    return lower in KEEPING


__all__ = ["Piece", "keeps_stop", "split_words"]
