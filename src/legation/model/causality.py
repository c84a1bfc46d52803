"""Does a sentence tell that one act caused another, and which words tell the cause, the effect and the signal.

Light linear layers over the middle states of the relation model's encoder and over word n-grams; the weights
(`causality.npz`) are made by `training.causal.fit` from the Causal News Corpus.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from legation.contracts import CausalScore
from legation.model.encoding import Floats
from legation.model.graphs import Arrays, find_folder, load_arrays
from legation.model.relations import OnnxRelations

BUCKETS = 1 << 15
"""Word n-grams share this many weights."""
LONGEST = 3
"""Words of an n-gram."""
TOP = 3
"""Words whose mean score counts beside the best word's."""
DIGITS = 4


def buckets(words: Sequence[str]) -> list[int]:
    """The places of a sentence's n-grams of one to three words, each once."""
    low = [w.lower() for w in words]
    grams = {" ".join(low[i : i + n]) for n in range(1, LONGEST + 1) for i in range(len(low) - n + 1)}
    return sorted({crc32(g.encode()) % BUCKETS for g in grams})


def pool(states: Floats, places: Sequence[int]) -> Floats:
    """[CLS], mean and maximum of the words' states."""
    words = states[places]
    return np.concatenate([states[0], words.mean(0), words.max(0)])


def summarise(scores: Floats) -> Floats:
    """What the words' scores [words, 3] for cause, effect and signal amount to: best, mean of the best, mean."""
    best = np.sort(scores, 0)[-TOP:].mean(0)
    contrast = scores[:, 0] - scores[:, 1]
    return np.concatenate([scores.max(0), best, scores.mean(0), [contrast.max(), -contrast.min()]])


@dataclass(frozen=True)
class Layers:
    """The weights of one fit."""

    words: Floats
    pooled: Floats
    grams: Floats
    rarity: Floats
    mixed: Floats

    def read_words(self, states: Floats, places: Sequence[int]) -> Floats:
        """Scores of each word for cause, effect and signal, [words, 3]."""
        scores: Floats = states[places] @ self.words[:-1] + self.words[-1]
        return scores

    def read_pool(self, pooled: Floats) -> float:
        """The score of a sentence by its pooled states."""
        return float(pooled @ self.pooled[:-1] + self.pooled[-1])

    def read_grams(self, found: Sequence[int]) -> float:
        """The score of a sentence by its n-grams."""
        rarity = self.rarity[found]
        return float(rarity @ self.grams[found] / max(1e-6, float(np.sqrt(rarity @ rarity))))

    def mix(self, summary: Floats, by_pool: float, by_grams: float) -> float:
        """The probability that a sentence is causal."""
        total = np.concatenate([summary, [by_pool, by_grams]]) @ self.mixed[:-1] + self.mixed[-1]
        return float(1 / (1 + np.exp(-total)))

    @classmethod
    def of(cls, arrays: Arrays) -> "Layers":
        """From the arrays of `causality.npz`."""
        names = ("words", "pooled", "grams", "rarity", "mixed")
        return cls(*(arrays[name].astype(np.float32) for name in names))


class Causality:
    """`contracts.CausalScorer` over the relation model's encoder. Safe to share between threads."""

    def __init__(self, relations: OnnxRelations, folder: Path | None = None) -> None:
        """`folder`: weights other than the bundled. Raises ModelError if they are missing."""
        self._relations = relations
        self._layers = Layers.of(load_arrays(find_folder(folder) / "causality.npz"))

    def score_words(self, words: Sequence[str]) -> CausalScore:
        """The score of one sentence given as words."""
        if not words:
            return CausalScore(causal=0.0, cause=(), effect=())
        states, places = self._relations.middle(words)
        scores = self._layers.read_words(states, places)
        by_pool = self._layers.read_pool(pool(states, places))
        causal = self._layers.mix(summarise(scores), by_pool, self._layers.read_grams(buckets(words)))
        told = np.round(scores.astype(np.float64), DIGITS)
        return CausalScore(causal=round(causal, DIGITS), cause=tuple(told[:, 0]), effect=tuple(told[:, 1]))
