"""Fit the saying model: `python -m training.sayings.train FOLDER… --out ../src/legation/model/data`.

Statements that the program finds in reports with full records, with the act that the record gives. The penalty is
chosen by cross-validation over reports; the accuracy of rules and model on the left-out folds is printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from legation.api import Reader
from legation.coding.statements import StatementCoder, request
from legation.contracts import SayingRequest
from legation.model import OnnxActs
from legation.model.encoding import PassageEncoder
from legation.model.sayings import describe
from legation.records import Document, Parse, Statement
from legation.records.claims import Act

ACTS = list(get_args(Act))
Floats = NDArray[np.float64]


class Collector:
    """A saying scorer that keeps the inputs and leaves the rules' acts."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self._encoder = encoder
        self.seen: list[Floats] = []

    def sayings(self, parse: Parse, requests: list[SayingRequest]) -> list[dict[str, float]]:
        words = [i for r in requests for i in (r.cue, r.content) if i is not None]
        encodings = self._encoder.encode(parse, [parse.words[i].sentence for i in words])
        self.seen = [describe(parse, encodings, r, ACTS) for r in requests]
        return [{r.act: 1.0} for r in requests]


def collect(folders: list[Path]) -> Iterator[tuple[str, Floats, int, int]]:
    """Report, input, the record's act and the rules' act (numbers) of each statement found."""
    reader = Reader()
    collector = Collector(OnnxActs().encoder)
    pipeline = reader._pipeline
    coders = tuple(StatementCoder(collector) if isinstance(c, StatementCoder) else c for c in pipeline._coders)
    pipeline._coders = coders
    for path in (p for f in folders for p in sorted(f.glob("*.json"))):
        case = json.loads(path.read_text("utf8"))
        if not case.get("statements"):
            continue
        document = Document(id=path.stem, **{k: case.get(k) for k in ("text", "title", "published")})
        (linked,) = reader.link([document])
        found = pipeline.claims(linked).statements
        asked = [s for s in found if request(linked, s) is not None]
        for statement, values in zip(asked, collector.seen, strict=True):
            act = gold_act(case, statement)
            if act is not None:
                yield path.stem, values, ACTS.index(act), ACTS.index(statement.act)


def gold_act(case: dict[str, Any], statement: Statement) -> str | None:
    """The act of the record whose content overlaps most with the statement's."""
    best, most = None, 0.5
    for entry in case["statements"]:
        at = case["text"].find(entry["content"])
        span = (at, at + len(entry["content"]))
        for a, b in statement.content_spans:
            shared = max(0, min(b, span[1]) - max(a, span[0])) / max(1, min(b - a, span[1] - span[0]))
            if at >= 0 and shared > most:
                best, most = entry["act"], shared
    return best


def fit(x: Floats, y: NDArray[np.int64], penalty: float, steps: int = 300) -> tuple[Floats, Floats]:
    """Weights and bias by gradient descent with momentum on the penalised log loss."""
    n, classes = len(x), len(ACTS)
    w, b = np.zeros((x.shape[1], classes)), np.zeros(classes)
    vw, vb = np.zeros_like(w), np.zeros_like(b)
    target = np.eye(classes)[y]
    rate = 0.5 / max(1.0, float((x**2).sum(1).mean()) / 10)
    for _ in range(steps):
        scores = x @ w + b
        powers = np.exp(scores - scores.max(1, keepdims=True))
        error = (powers / powers.sum(1, keepdims=True) - target) / n
        vw = 0.9 * vw - rate * (x.T @ error + penalty * w / n)
        vb = 0.9 * vb - rate * error.sum(0)
        w, b = w + vw, b + vb
    return w, b


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    rows = list(collect(arguments.folders))
    x, y = np.stack([r[1] for r in rows]), np.array([r[2] for r in rows])
    rules = np.array([r[3] for r in rows])
    groups = sorted({r[0] for r in rows})
    fold = np.array([groups.index(r[0]) % 5 for r in rows])
    best = (-1.0, 0.0)
    for penalty in (1.0, 3.0, 10.0, 30.0):
        right = 0
        for k in range(5):
            w, b = fit(x[fold != k], y[fold != k], penalty)
            right += int(((x[fold == k] @ w + b).argmax(1) == y[fold == k]).sum())
        best = max(best, (right / len(rows), penalty))
        print(json.dumps({"penalty": penalty, "model": round(right / len(rows), 3)}))
    print(
        json.dumps({"statements": len(rows), "rules": round(float((rules == y).mean()), 3), "model": round(best[0], 3)})
    )
    if arguments.out:
        w, b = fit(x, y, best[1])
        np.savez(arguments.out / "sayings.npz", weight=w.astype(np.float32), bias=b.astype(np.float32))
        labels = json.loads((arguments.out / "labels.json").read_text("utf8"))
        labels["acts"] = ACTS
        (arguments.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
