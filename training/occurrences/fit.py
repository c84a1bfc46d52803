"""Fits the weights of `legation.ledger.likeness` by logistic regression on the tuning halves: records, clean and
blurred, and told stories as the reader reads them, which weigh half as much.

Prints the weights for WEIGHTS and the figures on the tuning half (leave-one-story-out) and on the test half.
"""

from itertools import combinations

import numpy as np

from legation.api import Reader
from legation.evaluation import occurrences as suite
from legation.evaluation import stories
from legation.ledger import likeness, occurrences

PRIOR = {
    "bias": 0.0, "same_type": 0.5, "same_mode": 0.5, "other_mode": -0.5, "actors": 1.5, "recipients": 1.0,
    "same_day": 1.0, "days_apart": -1.0, "no_date": -0.5, "same_place": 1.0, "same_country": 0.3, "other_place": -1.5,
    "words": 3.0, "trigger": 0.5, "same_number": 1.0, "other_number": -0.5, "other_status": -0.5,
}  # fmt: skip
"""What one would expect; the fit moves away from it as far as the few examples bear, and never to the other sign."""

RIDGE = 0.02


def examples(rows):
    gold = {r["id"]: r["group"] for r in rows}
    x, y = [], []
    for version in [list(rows), *[list(suite.blurred(rows, 100 + seed)) for seed in range(10)]]:
        tellings = [suite._telling(r) for r in version]
        rarity = likeness.rarities(tellings)
        for a, b in combinations(tellings, 2):
            if likeness.possible(a, b):
                found = likeness.features(a, b, rarity)
                x.append([found[n] for n in likeness.NAMES])
                y.append(float(gold[a.id] == gold[b.id]))
    return np.array(x), np.array(y)


def told_examples(reader):
    """Pairs of records that the reader made of the told stories' tuning half."""
    wanted = stories.mentions("tune")
    rows, homes = stories.read(reader, wanted)
    gold = {index: m.event for m, index in zip(wanted, homes, strict=True) if index is not None}
    tellings = [occurrences.tell(r) for r in rows]
    rarity = likeness.rarities(tellings)
    x, y = [], []
    for a, b in combinations(sorted(gold), 2):
        if likeness.possible(tellings[a], tellings[b]):
            found = likeness.features(tellings[a], tellings[b], rarity)
            x.append([found[n] for n in likeness.NAMES])
            y.append(float(gold[a] == gold[b]))
    return np.array(x), np.array(y)


def fit(rows, told):
    x, y = examples(rows)
    times = max(1, len(y) // (2 * len(told[1])))
    x, y = np.vstack([x, *[told[0]] * times]), np.concatenate([y, *[told[1]] * times])
    centre = np.array([PRIOR[n] for n in likeness.NAMES])
    free = np.array([n == "bias" for n in likeness.NAMES])
    w = centre.copy()
    for _ in range(4000):
        p = 1 / (1 + np.exp(-x @ w))
        w -= 0.3 * (x.T @ (p - y) / len(y) + RIDGE * (w - centre) * ~free)
        w = np.where(free | (w * centre > 0), w, 0.0)
    return dict(zip(likeness.NAMES, w.round(2).tolist(), strict=True))


def figures(rows, weights):
    likeness.WEIGHTS.update(weights)
    clean = suite.score(rows, occurrences.group([suite._telling(r) for r in rows]))
    noisy = [
        suite.score(rows, occurrences.group([suite._telling(r) for r in suite.blurred(rows, s)])) for s in range(10)
    ]
    return {n: (round(clean[n], 3), round(float(np.mean([x[n] for x in noisy])), 3)) for n in clean}


if __name__ == "__main__":
    rows = suite.load(None)
    tune = [r for r in rows if r["split"] == "tune"]
    reader = Reader()
    told = told_examples(reader)
    held = []
    for story in sorted({r["story"] for r in tune}):
        weights = fit([r for r in tune if r["story"] != story], told)
        held.append(figures([r for r in tune if r["story"] == story], weights))
    print("tune, leave one story out:", {n: np.mean([h[n] for h in held], axis=0).round(3).tolist() for n in held[0]})
    weights = fit(tune, told)
    print(weights)
    print("tune:", figures(tune, weights))
    print("test:", figures([r for r in rows if r["split"] == "test"], weights))
    for split in ("tune", "test"):
        print("told,", split, stories.evaluate(reader, split))
