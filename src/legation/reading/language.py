"""Is a text English?"""

import re
from threading import Lock

_WORDS = """
    the of and to in a that is was for on with as by at be from has have had it its he his said not are were this which
    an or but they their will would who been
"""
COMMON = frozenset(_WORDS.split())
"""English function words; a text full of them needs no closer look."""

ENOUGH = 0.2
"""Share of such words that settles the matter (running English has 0.3 to 0.45)."""

SAMPLE = 2000
FEWEST = 12
"""Words below which a language cannot be told."""

_WORD = re.compile(r"[^\W\d_]+")
_LOCK = Lock()


def tell_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, None where there is too little of it."""
    words = [w.lower() for w in _WORD.findall(text[:SAMPLE])]
    if len(words) < FEWEST and not _is_foreign_script(text[:SAMPLE]):
        return None
    if words and sum(w in COMMON for w in words) >= ENOUGH * len(words):
        return "en"
    return _classify(text[:SAMPLE])


def _is_foreign_script(sample: str) -> bool:
    letters = [c for c in sample if c.isalpha()]
    return len(letters) >= 20 and sum(ord(c) > 0x24F for c in letters) > 0.5 * len(letters)


def _classify(sample: str) -> str:
    import py3langid  # loads its model on first use, which costs half a second that most inputs need not pay

    with _LOCK:
        code, _ = py3langid.classify(sample)
    return str(code)
