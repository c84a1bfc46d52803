"""Fits `causality.npz`: which sentences tell causes (Causal News Corpus V2, train; CC0).

`python -m training.causal.fit --data ../shared/data` first gives `relations.onnx` the outputs of its middle layers
(the weights stay as they are), then fits linear layers in closed form: minutes on a processor. It writes the weights
and `evaluation/data/causal.tsv`: for each sentence its digest, its fold and the score by the model of the other folds.
Run it again whenever `relations.onnx` changes.
"""

from __future__ import annotations

import argparse
import ast
import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from legation.evaluation.causes import digest, fold_of
from legation.model.causality import BUCKETS, Layers, buckets, pool, summarise
from legation.model.relations import MIDDLE, OnnxRelations

Floats = NDArray[np.float64]
MODEL = Path("src/legation/model/data")
HELD = Path("src/legation/evaluation/data/causal.tsv")
FOLDS = 5
INNER = 3
RIDGE_WORDS, RIDGE_POOL, RIDGE_GRAMS, RIDGE_MIX = 300.0, 3000.0, 0.5, 1.0
_LABEL = re.compile(r"<(/?)(ARG0|ARG1|SIG\d)>")


@dataclass(frozen=True)
class Example:
    """A sentence: states of its words, pooled states, n-grams, labels of words, label, outer and inner fold."""

    states: Floats
    places: list[int]
    pooled: Floats
    grams: list[int]
    tags: Floats
    causal: bool
    fold: int
    inner: int
    digest: str


def add_outputs(path: Path) -> None:
    """Give the graph its middle layers as outputs, once."""
    model = onnx.load(str(path))
    have = {o.name for o in model.graph.output}
    for name in MIDDLE:
        if name in have:
            continue
        inner = f"/encoder/layers.{int(name[-1]) - 1}/norm2/LayerNormalization_output_0"
        model.graph.node.append(onnx.helper.make_node("Identity", [inner], [name], name=f"/{name}"))
        shape = onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["batch", "pieces", 384])
        model.graph.output.append(shape)
    onnx.save(model, str(path))


def read_spans(data: Path) -> dict[str, list[str]]:
    """Marked copies of each sentence of subtask 2, by its text."""
    with (data / "causal" / "train_subtask2_grouped.csv").open(encoding="utf-8-sig") as file:
        return {row["text"]: ast.literal_eval(row["causal_text_w_pairs"]) for row in csv.DictReader(file)}


def tag(marked: list[str], size: int) -> Floats:
    """For each word 1 where it is in a cause, an effect, a signal: [words, 3]."""
    tags = np.zeros((size, 3))
    for text in marked:
        inside: set[int] = set()
        at = 0
        for word in text.split():
            found = [(m[1], 2 if m[2].startswith("SIG") else int(m[2][-1])) for m in _LABEL.finditer(word)]
            inside |= {k for slash, k in found if not slash}
            if _LABEL.sub("", word):
                if at < size:
                    tags[at, list(inside)] = 1
                at += 1
            inside -= {k for slash, k in found if slash}
    return tags


def read(data: Path, encoder: OnnxRelations) -> list[Example]:
    """All sentences of subtask 1."""
    spans = read_spans(data)
    examples = []
    with (data / "causal" / "train_subtask1.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            words = row["text"].split()
            states, places = encoder.middle(words)
            key = digest(row["text"])
            examples.append(
                Example(
                    states=states[places], places=places, pooled=pool(states, places),
                    grams=buckets(words), tags=tag(spans.get(row["text"], []), len(words)),
                    causal=row["label"] == "1", fold=fold_of(key, FOLDS), inner=int(key[8:12], 16) % INNER, digest=key,
                )
            )  # fmt: skip
    return examples


def signs(examples: list[Example]) -> Floats:
    """1 for a causal sentence, else -1."""
    return np.array([1.0 if e.causal else -1.0 for e in examples])


class Corpus:
    """All sentences with what every fit shares: standardised states, rarities of n-grams, products of rows.

    The labels of a sentence are used only in the fits that hold it; means and rarities need none.
    """

    def __init__(self, examples: list[Example]) -> None:
        self.examples = examples
        self.labels = signs(examples)
        self.fold = np.array([e.fold for e in examples])
        self.inner = np.array([e.inner for e in examples])
        counts = np.bincount([g for e in examples for g in e.grams], minlength=BUCKETS)
        self.rarity = np.where(counts > 1, np.log((1 + len(examples)) / (1 + counts)) + 1, 0.0)
        self.grams = np.zeros((len(examples), BUCKETS), dtype=np.float32)
        for row, example in zip(self.grams, examples, strict=True):
            row[example.grams] = self.rarity[example.grams]
            row /= max(1e-6, float(np.sqrt(row @ row)))
        self.gram_products = (self.grams @ self.grams.T).astype(np.float64)
        pooled = np.array([e.pooled for e in examples], dtype=np.float64)
        self.pool_centre, self.pool_scale = pooled.mean(0), pooled.std(0) + 1e-6
        self.pooled = (pooled - self.pool_centre) / self.pool_scale
        self.pool_products = self.pooled @ self.pooled.T
        words = np.concatenate([e.states for e in examples])
        self.word_centre, self.word_scale = words.mean(0, dtype=np.float64), words.std(0, dtype=np.float64) + 1e-6
        self.cells = {(f, i): self._products(f, i) for f in range(FOLDS) for i in range(INNER)}

    def _products(self, fold: int, inner: int) -> tuple[Floats, Floats]:
        """Products of the words' states with themselves and with their labels, of one part of the sentences."""
        chosen = [e for e in self.examples if e.fold == fold and e.inner == inner]
        x = (np.concatenate([e.states for e in chosen]) - self.word_centre) / self.word_scale
        x = np.column_stack([x, np.ones(len(x))]).astype(np.float32)
        tags = np.concatenate([e.tags for e in chosen]).astype(np.float32)
        return (x.T @ x).astype(np.float64), (x.T @ tags).astype(np.float64)

    def fit(self, kept: NDArray[np.bool_], cells: list[tuple[int, int]]) -> Layers:
        """Word, pooled and n-gram layers from some sentences (and the cells that they are); no mixture yet."""
        y = self.labels[kept]
        middle = y.mean()
        dual = np.linalg.solve(self.gram_products[np.ix_(kept, kept)] + RIDGE_GRAMS * np.eye(len(y)), y - middle)
        grams = self.grams[kept].T @ dual
        dual = np.linalg.solve(self.pool_products[np.ix_(kept, kept)] + RIDGE_POOL * np.eye(len(y)), y - middle)
        pooled = self.pooled[kept].T @ dual / self.pool_scale
        square, cross = (sum(self.cells[c][part] for c in cells) for part in (0, 1))
        words = np.linalg.solve(square + RIDGE_WORDS * np.diag([1.0] * (len(square) - 1) + [0.0]), cross)
        plain = words[:-1] / self.word_scale[:, None]
        return Layers(
            words=np.concatenate([plain, [words[-1] - self.word_centre @ plain]]),
            pooled=np.concatenate([pooled, [middle - self.pool_centre @ pooled]]),
            grams=grams, rarity=self.rarity, mixed=np.zeros(14),
        )  # fmt: skip


def logistic(x: Floats, y: Floats) -> Floats:
    """Weights (the last is the constant) of logistic regression by Newton's method, on standardised columns."""
    centre, scale = x.mean(0), x.std(0) + 1e-6
    z = np.column_stack([(x - centre) / scale, np.ones(len(x))])
    weights, ridge_ = np.zeros(z.shape[1]), np.full(z.shape[1], RIDGE_MIX)
    ridge_[-1] = 0
    for _ in range(15):
        p = 1 / (1 + np.exp(-z @ weights))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + np.diag(ridge_)
        weights -= np.linalg.solve(hessian, z.T @ (p - (y > 0)) + ridge_ * weights)
    plain = weights[:-1] / scale
    return np.concatenate([plain, [weights[-1] - centre @ plain]])


def view(layers: Layers, example: Example) -> Floats:
    """What the mixture sees of a sentence."""
    scores = example.states @ layers.words[:-1] + layers.words[-1]
    parts = [layers.read_pool(example.pooled), layers.read_grams(example.grams)]
    return np.concatenate([summarise(scores), parts])


def fit(corpus: Corpus, without: int | None) -> Layers:
    """All layers; the mixture learns from scores of models that have not seen the sentence."""
    outer = corpus.fold != (-1 if without is None else without)
    cells = [c for c in corpus.cells if c[0] != without]
    views, labels = [], []
    for inner in range(INNER):
        base = corpus.fit(outer & (corpus.inner != inner), [c for c in cells if c[1] != inner])
        kept = np.flatnonzero(outer & (corpus.inner == inner))
        views += [view(base, corpus.examples[i]) for i in kept]
        labels += corpus.labels[kept].tolist()
    base = corpus.fit(outer, cells)
    mixed = logistic(np.array(views), np.array(labels))
    return Layers(base.words, base.pooled, base.grams, base.rarity, mixed)


def probability(layers: Layers, example: Example) -> float:
    """The probability that a sentence is causal."""
    seen = view(layers, example)
    return layers.mix(seen[:-2], float(seen[-2]), float(seen[-1]))


def save(layers: Layers) -> None:
    """Write the weights, in half precision where that does not matter."""
    np.savez_compressed(
        MODEL / "causality.npz", words=layers.words.astype(np.float32), pooled=layers.pooled.astype(np.float32),
        grams=layers.grams.astype(np.float16), rarity=layers.rarity.astype(np.float16),
        mixed=layers.mixed.astype(np.float32),
    )  # fmt: skip


def f1(scores: Floats, gold: NDArray[np.bool_], threshold: float) -> float:
    """F1 of the causal class."""
    told = scores > threshold
    return float(2 * (told & gold).sum() / max(1, told.sum() + gold.sum()))


def main() -> None:
    """Fit, measure by cross-validation, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    add_outputs(MODEL / "relations.onnx")
    examples = read(arguments.data, OnnxRelations(threads=1))
    corpus = Corpus(examples)
    scores = np.zeros(len(examples))
    for fold in range(FOLDS):
        layers = fit(corpus, fold)
        for i, example in enumerate(examples):
            if example.fold == fold:
                scores[i] = probability(layers, example)
        here = np.array([e.fold == fold for e in examples])
        gold = np.array([e.causal for e in examples])
        print(f"fold {fold}: F1 {f1(scores[here], gold[here], 0.5):.4f} of {here.sum()}", flush=True)
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        print(f"threshold {threshold}: F1 {f1(scores, gold, threshold):.4f}")
    save(fit(corpus, None))
    rows = sorted(f"{e.digest}\t{e.fold}\t{s:.4f}" for e, s in zip(examples, scores, strict=True))
    HELD.write_text("# Causal News Corpus, train: digest of a sentence, fold, score by the model of the other folds\n")
    with HELD.open("a") as file:
        file.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
