"""Which sentences tell a cause and its effect: the Causal News Corpus (Tan et al. 2022), F1 of the causal class.

The shipped weights have seen the corpus's training part. A sentence of it is therefore scored by the model of the
four folds that do not hold it (`data/causal.tsv`, by digest: no text is shipped); any other sentence by the shipped
model. Both counts are given.
"""

import csv
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any

from legation.contracts import CausalScorer
from legation.errors import FormatError

THRESHOLD = 0.45
"""A sentence is called causal from this probability on; F1's best cut lies below one half."""


def digest(text: str) -> str:
    """Sixteen hexadecimal characters that stand for a sentence."""
    return blake2b(" ".join(text.split()).encode(), digest_size=8).hexdigest()


def fold_of(key: str, folds: int) -> int:
    """The fold of a sentence by its digest."""
    return int(key[:8], 16) % folds


@cache
def held_scores() -> dict[str, float]:
    """Scores of the training sentences by models that have not seen them, by digest."""
    text = (files("legation.evaluation") / "data" / "causal.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {row[0]: float(row[2]) for row in rows}


def find_corpus(data: Path) -> Path | None:
    """The file with sentences and labels in a folder, the folder above it, or the file itself."""
    if data.is_file():
        return data if data.suffix == ".csv" else None
    for path in (data, data / "causal"):
        found = sorted(path.glob("*_subtask1.csv"))
        if found:
            return found[0]
    return None


def score(scorer: CausalScorer, path: Path) -> Mapping[str, Any]:
    """Precision, recall and F1 of the causal class. Raises FormatError for a file of another kind."""
    hit = gold = told = seen = total = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if "text" not in row or row.get("label") not in ("0", "1"):
                raise FormatError(f"{path}: no sentences with a label 0 or 1")
            total += 1
            held = held_scores().get(digest(row["text"]))
            seen += held is not None
            causal = (scorer.score_words(row["text"].split()).causal if held is None else held) > THRESHOLD
            hit += causal and row["label"] == "1"
            gold += row["label"] == "1"
            told += causal
    return {
        "causal.sentences": total, "causal.cross_validated": seen, "causal.gold": gold,
        "causal.precision": hit / max(1, told), "causal.recall": hit / max(1, gold),
        "causal.f1": 2 * hit / max(1, gold + told),
    }  # fmt: skip
