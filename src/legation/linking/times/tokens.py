"""From characters to tokens and their classes."""

import re
from dataclasses import dataclass

from legation.linking.times.lexicon import CLASSES, TITLED

_TOKEN = re.compile(
    r"""(?P<iso>\b\d{4}[-/]\d{1,2}[-/]\d{1,2}\b(?!\d))
      | (?P<slash>\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{1,2}-\d{1,2}-\d{4}\b)
      | (?P<clock>\b\d{1,2}:\d{2}(?::\d{2})?(?!\d))
      | (?P<decade>\b(?:1\d|20)\d0\s?['’]?s\b|['’‘]\d0s\b|\b\d0['’]?s\b)
      | (?P<ordinal>\b\d{1,3}(?:st|nd|rd|th)\b)
      | (?P<big>\b\d{1,3}(?:,\d{3})+(?:\.\d+)?)
      | (?P<decimal>\b\d+\.\d+)
      | (?P<basic>\b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b)
      | (?P<number>\d+)
      | (?P<short>['’‘]\d\d\b)
      | (?P<possessive>['’]s?\b|(?<=s)['’])
      | (?P<meridiem>[AaPp]\.?\s?[Mm]\b\.?)
      | (?P<era>\b(?:B\.C\.E?|A\.D)\b\.?)
      | (?P<word>[^\W\d_]+)
      | (?P<line>\n)
      | (?P<mark>[^\w\s])""",
    re.VERBOSE,
)
_MARKS = {",": ",", "-": "-", "–": "-", "—": "-", "‑": "-", "/": "/", ".": "P", "(": "(", ")": ")", "~": "-"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens: offsets, lowered texts, the texts as written, and the classes as one string."""

    text: str
    starts: list[int]
    ends: list[int]
    lows: list[str]
    classes: str


def _number_class(word: str) -> str:
    if len(word) == 4 and word[0] in "12":
        return "y"
    return "d" if len(word) <= 2 and 1 <= int(word) <= 31 else "n"


_KINDS = {"iso": "D", "slash": "D", "basic": "D", "clock": "k", "decade": "c", "ordinal": "o", "big": "n",
          "decimal": "n", "short": "Y", "possessive": "'", "meridiem": "m", "era": "B", "line": "|"}  # fmt: skip


def scan(text: str) -> Tokens:
    """All tokens of a text."""
    starts: list[int] = []
    ends: list[int] = []
    lows: list[str] = []
    classes: list[str] = []
    known = CLASSES
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        word = match.group()
        low = word.lower()
        if kind == "word":
            code = known.get(low, ".")
            if code in "MW" and low in TITLED and not word[0].isupper():
                code = "."
        elif kind == "mark":
            code = _MARKS.get(word, ".")
        elif kind == "number":
            code = _number_class(word)
        else:
            code = _KINDS[kind or "line"]
        starts.append(match.start())
        ends.append(match.end())
        lows.append(low)
        classes.append(code)
    return Tokens(text, starts, ends, lows, "".join(classes))
