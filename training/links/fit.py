"""Fit the weights: `python -m training.links.fit FILE --out ../src/legation/knowledge/data/events/answers.tsv`.

Softmax regression with weight decay; cross-validated over reports, links decoded as the program does (the likeliest
target of each answer above the threshold), F1 of links with their kind.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

import torch
from torch import Tensor

from legation.coding.answering import KINDS

LEAST = 5


def fit(bags: list[list[int]], kinds: Tensor, size: int, decay: float, steps: int = 400) -> Tensor:
    """Weights [size, kinds] by full-batch Adam."""
    flat = torch.tensor([i for b in bags for i in b])
    offsets = torch.tensor([0, *torch.tensor([len(b) for b in bags]).cumsum(0).tolist()[:-1]])
    table = torch.nn.EmbeddingBag(size, len(KINDS), mode="sum")
    torch.nn.init.zeros_(table.weight)
    optimiser = torch.optim.Adam(table.parameters(), lr=0.03)
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(table(flat, offsets), kinds) + decay * (table.weight**2).sum() / len(
            bags
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return table.weight.detach()


def decode(rows: list[dict], scores: Tensor, least: float) -> set[tuple[str, str, str, str]]:
    """Links: for each answer the likeliest target, if it is likely enough."""
    best: dict[tuple[str, str], tuple[float, str, str]] = {}
    for row, p in zip(rows, scores.softmax(1).tolist(), strict=True):
        sure = 1 - p[0]
        kind = KINDS[max(range(1, len(KINDS)), key=lambda k: p[k])]
        key = (row["group"], row["from"])
        if sure >= least and sure > best.get(key, (0.0, "", ""))[0]:
            best[key] = (sure, row["to"], kind)
    return {(g, f, t, k) for (g, f), (_, t, k) in best.items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--decay", type=float, help="weight decay; without it cross-validation chooses")
    arguments = parser.parse_args()
    rows = [json.loads(x) for x in arguments.file.read_text("utf8").splitlines()]
    counts = Counter(n for r in rows for n in set(r["names"]))
    shown = defaultdict(int)
    for r in rows:
        if r["kind"] != "none":
            for n in set(r["names"]):
                shown[n] += 1
    names = sorted(n for n, c in counts.items() if c >= LEAST and (shown[n] >= 2 or c >= 40))
    place = {n: i for i, n in enumerate(names)}
    bags = [[place[n] for n in r["names"] if n in place] for r in rows]
    kinds = torch.tensor([KINDS.index(r["kind"]) for r in rows])
    groups = sorted({r["group"] for r in rows})
    fold = [groups.index(r["group"]) % 5 for r in rows]
    gold = {(r["group"], r["from"], r["to"], r["kind"]) for r in rows if r["kind"] != "none"}
    rules = {
        (r["group"], r["from"], r["to"], n[5:])
        for r in rows
        for n in r["names"]
        if n.startswith("rule:") and n != "rule:None"
    }
    print(json.dumps({"pairs": len(rows), "links": len(gold), "features": len(names)}), score(gold, rules))
    best = (0.0, arguments.decay or 0.0)
    for decay in () if arguments.decay else (0.3, 1.0, 3.0):
        scores = torch.zeros(len(rows), len(KINDS))
        for k in range(5):
            kept = [i for i, f in enumerate(fold) if f != k]
            weight = fit([bags[i] for i in kept], kinds[kept], len(names), decay)
            for i, f in enumerate(fold):
                if f == k:
                    scores[i] = weight[bags[i]].sum(0)
        for least in (0.3, 0.4, 0.5, 0.6):
            found = score(gold, decode(rows, scores, least))
            print(decay, least, found)
            if least == 0.3:
                best = max(best, (found["f1"], decay))
    if arguments.out:
        weight = fit(bags, kinds, len(names), best[1])
        lines = ["# Kind, feature and weight of a pair of acts (legation.coding.answering), fitted by training/links."]
        for n, row in zip(names, weight.tolist(), strict=True):
            lines += [f"{k}\t{n}\t{v:.3f}" for k, v in zip(KINDS, row, strict=True) if abs(v) >= 0.02]
        arguments.out.write_text("\n".join(lines) + "\n", "utf8")


def score(gold: set, found: set) -> dict[str, float]:
    """Precision, recall and F1."""
    hit = len(gold & found)
    p, r = hit / max(1, len(found)), hit / max(1, len(gold))
    return {"precision": round(p, 3), "recall": round(r, 3), "f1": round(2 * p * r / max(1e-9, p + r), 3)}


if __name__ == "__main__":
    main()
