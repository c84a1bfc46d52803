"""Fit the weights: `python -m training.credence.fit FILE… --out ../src/legation/knowledge/data/events/credence.tsv`.

Logistic regression with a ridge penalty, chosen by cross-validation over groups; prints log loss, Brier score,
calibration and, by threshold, precision and recall of the held-out folds.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST = 4
"""Drafts that must show a feature for it to count."""


def fit(x: Floats, y: Floats, penalty: float, steps: int = 30) -> Floats:
    """Weights by Newton's method; the first column (bias) is free of the penalty."""
    w = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], penalty)
    ridge[0] = 1e-6
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + ridge * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-5:
            break
    return w


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    rows = [json.loads(line) for f in arguments.files for line in f.read_text("utf8").splitlines()]
    seen = Counter(n for r in rows for n in r["features"])
    names = ["bias", *sorted(n for n, c in seen.items() if c >= LEAST and n != "bias")]
    place = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for i, r in enumerate(rows):
        for n, v in r["features"].items():
            if n in place:
                x[i, place[n]] = v
    y = np.array([float(r["right"]) for r in rows])
    groups = sorted({r["group"] for r in rows})
    fold = np.array([groups.index(r["group"]) % arguments.folds for r in rows])
    best: tuple[float, float, Floats] | None = None
    for penalty in (0.5, 1.0, 2.0, 4.0, 8.0, 16.0):
        p = np.zeros(len(rows))
        for k in range(arguments.folds):
            w = fit(x[fold != k], y[fold != k], penalty)
            p[fold == k] = 1 / (1 + np.exp(-x[fold == k] @ w))
        loss = float(-np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9)))
        if best is None or loss < best[0]:
            best = (loss, penalty, p)
    assert best is not None
    loss, penalty, p = best
    print(json.dumps({"rows": len(rows), "right": int(y.sum()), "features": len(names), "penalty": penalty}))
    print(json.dumps({"log loss": round(loss, 4), "brier": round(float(np.mean((p - y) ** 2)), 4)}))
    for low in np.arange(0, 1, 0.1):
        own = (p >= low) & (p < low + 0.1)
        if own.any():
            said, true = round(float(p[own].mean()), 3), round(float(y[own].mean()), 3)
            print(json.dumps({"from": round(float(low), 1), "drafts": int(own.sum()), "said": said, "right": true}))
    for name in (None, *sorted({r["origin"] for r in rows})):
        own = np.array([name is None or r["origin"] == name for r in rows])
        line = []
        for t in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
            kept = own & (p >= t)
            precision, recall = y[kept].mean() if kept.any() else 0.0, y[kept].sum() / max(1, y[own].sum())
            line.append(
                f"{t}: P {precision:.2f} R {recall:.2f} F {2 * precision * recall / (precision + recall + 1e-9):.2f}"
            )
        print(name or "all", int(own.sum()), " | ".join(line))
    if arguments.out:
        w = fit(x, y, penalty)
        lines = ["# The weight of each feature of a draft (legation.coding.credence), fitted by training/credence."]
        lines += [f"{n}\t{v:.4f}" for n, v in zip(names, w, strict=True) if abs(v) >= 0.005]
        arguments.out.write_text("\n".join(lines) + "\n", "utf8")


if __name__ == "__main__":
    main()
