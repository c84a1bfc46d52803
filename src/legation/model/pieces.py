"""Word pieces and case shapes of words, remembered."""

from collections.abc import Callable
from pathlib import Path

from legation.errors import ModelError

CLS, SEP, UNKNOWN = 101, 102, 100
LONGEST = 24
"""Pieces of one word that are kept; longer strings are no words."""

KEPT = 200_000

Piece = tuple[tuple[int, ...], int]
"""Ids of a word's pieces and its case shape."""


def word_shape(word: str) -> int:
    """1 lower, 2 Capitalised, 3 ALL CAPS, 4 single capital, 5 has a digit, 6 mixed, 7 other (docs/model.md)."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[:1].isupper():
        return 2
    if any(c.isdigit() for c in word):
        return 5
    return 6 if any(c.isupper() for c in word) else 7


class Pieces:
    """Pieces of single words. Safe to share between threads."""

    def __init__(self, encode: Callable[[str], list[int]]) -> None:
        """`encode`: ids of a word's pieces without special ones."""
        self._encode = encode
        self._seen: dict[str, Piece] = {}

    @classmethod
    def load(cls, folder: Path) -> "Pieces":
        """With the bundled tokenizer. Raises ModelError if it is missing."""
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise ModelError(f"the model is missing: no {path.name} in {folder}")
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(lambda word: list(tokenizer.encode(word, add_special_tokens=False).ids))

    def find(self, word: str) -> Piece:
        """Ids and case shape of a word."""
        piece = self._seen.get(word)
        if piece is None:
            if len(self._seen) >= KEPT:
                self._seen = {}
            ids = tuple(self._encode(word)[:LONGEST]) or (UNKNOWN,)
            piece = self._seen[word] = (ids, word_shape(word))
        return piece
