"""Lemmas from a word and its part of speech: a table of irregular forms, and rules by suffix."""

import json
from importlib.resources import files

from legation.errors import ModelError

LONGEST = 6
"""Characters of the longest suffix that a rule looks at."""

KEPT = 200_000


class Lemmatizer:
    """UD lemmas. `words`: forms by part of speech; `rules`: (characters to strip, characters to add) by suffix.

    Proper nouns keep their case, other words are lower-cased. Safe to share between threads.
    """

    def __init__(self, words: dict[str, dict[str, str]], rules: dict[str, dict[str, tuple[int, str]]]) -> None:
        self._words = words
        self._rules = rules
        self._seen: dict[tuple[str, str], str] = {}

    @classmethod
    def load(cls) -> "Lemmatizer":
        """The bundled table (from training/lemmas). Raises ModelError if it is missing or damaged."""
        path = files("legation.model") / "data" / "lemmas.json"
        try:
            data = json.loads(path.read_text("utf-8"))
            rules = {p: {s: (int(n), str(a)) for s, (n, a) in rows.items()} for p, rows in data["rules"].items()}
            return cls(data["words"], rules)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the table of lemmas cannot be read: {error}") from error

    def find(self, word: str, upos: str) -> str:
        """The lemma of a word."""
        key = (word, upos)
        lemma = self._seen.get(key)
        if lemma is None:
            if len(self._seen) >= KEPT:
                self._seen = {}
            lemma = self._seen[key] = self._derive(word, upos)
        return lemma

    def _derive(self, word: str, upos: str) -> str:
        lower = word.lower().replace("’", "'")
        known = self._words.get(upos, {}).get(lower)
        if known is not None:
            return known
        base = word if upos == "PROPN" else lower
        if upos == "PUNCT":
            return base
        rules = self._rules.get(upos, {})
        marked = "^" + lower
        for length in range(min(LONGEST, len(marked)), 0, -1):
            rule = rules.get(marked[-length:])
            if rule is not None:
                strip, add = rule
                return (base[: len(base) - strip] if strip < len(base) else base) + add
        return base
