"""Names in a text by token boundaries: "Ambassador" does not hold Assad, Niger is not Nigeria.

Names are kept as atoms (runs of letters and digits, and single marks), so that a hyphen or a full stop may be a token
of its own or not. An atom that begins with a capital in the lexicon must do so in the text; names of up to four
capitals
(US, WHO) must stand exactly so.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
_ATOM = re.compile(r"\w+|[^\w\s]")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "–": "-", "‐": "-", "‑": "-"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents, apostrophes and hyphens made plain."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.translate(_APOSTROPHES))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=65536)
def atoms(text: str) -> tuple[str, ...]:
    """The atoms of a name or a word, as written."""
    return tuple(_ATOM.findall(text.translate(_APOSTROPHES)))


class _Form(Generic[T]):
    """One name: its folded atoms, which of them need a capital, and what it stands for."""

    __slots__ = ("article", "capitals", "exact", "folded", "surface", "values")

    def __init__(self, name: str) -> None:
        self.article = name.startswith("the ")
        self.surface = atoms(name[4:] if self.article else name)
        self.folded = tuple(fold(a) for a in self.surface)
        self.capitals = tuple(a[0].isupper() for a in self.surface)
        self.exact = len(self.surface) == 1 and self.surface[0].isupper() and len(self.surface[0]) <= 4
        self.values: list[T] = []


class Match(Generic[T]):
    """Words `first` to `stop` (excluded) bear a name that stands for `values`."""

    __slots__ = ("first", "stop", "values")

    def __init__(self, first: int, stop: int, values: Sequence[T]) -> None:
        self.first = first
        self.stop = stop
        self.values = values


class NameIndex(Generic[T]):
    """Many names and what they stand for; the longest name at a place wins."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        forms: dict[tuple[object, ...], _Form[T]] = {}
        for name, value in names:
            form: _Form[T] = _Form(name)
            if form.surface:
                forms.setdefault((form.surface, form.article), form).values.append(value)
        self._by_first: dict[str, list[_Form[T]]] = {}
        for form in forms.values():
            self._by_first.setdefault(form.folded[0], []).append(form)
        for group in self._by_first.values():
            group.sort(key=lambda f: -len(f.folded))

    def find(self, words: Sequence[str]) -> list[Match[T]]:
        """All names in a row of words, longest first from the left, without overlaps."""
        found: list[Match[T]] = []
        index = 0
        while index < len(words):
            match = self._at(words, index) if words[index][:1].isupper() or words[index][:1].isdigit() else None
            if match is None:
                index += 1
                continue
            found.append(match)
            index = match.stop
        return found

    def _at(self, words: Sequence[str], index: int) -> Match[T] | None:
        word = words[index]
        first = (word,) if word.isalnum() else atoms(word)
        group = self._by_first.get(fold(first[0])) if first else None
        if not group:
            return None
        for form in group:
            stop = _spell(words, index, form)
            if stop and not (form.article and (index == 0 or words[index - 1].lower() != "the")):
                return Match(index, stop, form.values)
        return None

    def get(self, name: str) -> list[T]:
        """What a whole name stands for; empty where it is unknown."""
        words = name.split()
        match = self._at(words, 0) if words else None
        return list(match.values) if match is not None and match.stop == len(words) else []


def _spell(words: Sequence[str], index: int, form: _Form[T]) -> int:
    """Where a name that begins at a word stops; 0 where the words spell another one."""
    position = 0
    start = index
    while position < len(form.folded):
        if index >= len(words):
            return 0
        word = words[index]
        for atom in (word,) if word.isalnum() else atoms(word):
            if position >= len(form.folded):
                return 0
            if fold(atom) != form.folded[position] or (form.capitals[position] and not atom[0].isupper()):
                return 0
            position += 1
        index += 1
    if form.exact and (words[start].rstrip(".") != form.surface[0] or _shouting(words, start, index)):
        return 0
    return index


def _shouting(words: Sequence[str], first: int, stop: int) -> bool:
    """Whether the words around are written in capitals throughout, so that capitals tell nothing."""
    around = (*words[max(0, first - 2) : first], *words[stop : stop + 2])
    letters = [w for w in around if w.isalpha() and len(w) > 1]
    return bool(letters) and all(w.isupper() for w in letters) and any(len(w) > 3 for w in letters)
