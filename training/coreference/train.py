"""Trains the pronoun ranker on GUM: `python -m training.coreference.train --gum FILE.conllu.gz` (seconds).

A pronoun's candidates compete in a softmax, together with "none of them", whose score is the last weight. Words,
trees and
named spans are GUM's own; referents are those that the program itself has built up to the pronoun.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from legation.evaluation.gum import GumDocument, read_gum
from legation.knowledge.actors import catalogue
from legation.linking.actors.chains import mention_span
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.pronouns import FEATURES, Candidate, PronounRules, pronoun_class
from legation.linking.actors.referents import Referent
from legation.linking.actors.resolution import Resolver
from legation.linking.actors.scene import Scene

TARGET = Path(__file__).parents[2] / "src/legation/knowledge/data/coreference.json"
Example = tuple[np.ndarray, np.ndarray]


class Collector(PronounRules):
    """Pronoun rules that note what they had to choose from, and choose rightly where they can."""

    gold: dict[tuple[int, int], int]
    examples: dict[str, list[Example]]

    def resolve(self, phrase: Phrase) -> Referent | None:
        candidates = self.candidates(phrase)
        chain = self.gold.get(mention_span(self.scene.parse, phrase))
        if chain is None or not candidates:
            return super().resolve(phrase)
        right = [self._is_right(candidate, chain) for candidate in candidates]
        labels = np.array([*right, not any(right)], dtype=float)
        rows = np.array([values for _, values in candidates])
        self.examples.setdefault(pronoun_class(phrase), []).append((rows, labels / labels.sum()))
        return next((c[0] for c, ok in zip(candidates, right, strict=True) if ok), None) or super().resolve(phrase)

    def _is_right(self, candidate: Candidate, chain: int) -> bool:
        last = candidate[0].phrases[-3:]
        return any(self.gold.get(mention_span(self.scene.parse, p)) == chain for p in last)


def collect(documents: list[GumDocument]) -> dict[str, list[Example]]:
    """Examples by class of pronouns: features [candidates, features] and the target distribution, "none" last."""
    examples: dict[str, list[Example]] = {}
    for document in documents:
        resolver = Resolver(Scene(document.parse, catalogue(), ()))
        rules = Collector(resolver.scene, resolver.registry)
        rules.gold = {span: number for number, chain in enumerate(document.chains) for span in chain}
        rules.examples = examples
        resolver.pronouns = rules
        resolver.run()
    return examples


def fit(examples: list[Example], steps: int = 400, rate: float = 0.5, penalty: float = 2e-4) -> list[float]:
    """Weights by full gradient steps on the ranking loss with L2."""
    weights = np.zeros(len(FEATURES) + 1)
    velocity = np.zeros_like(weights)
    for _ in range(steps):
        gradient = penalty * len(examples) * weights
        for rows, target in examples:
            scores = np.append(rows @ weights[:-1], weights[-1])
            share = np.exp(scores - scores.max())
            error = share / share.sum() - target
            gradient[:-1] += error[:-1] @ rows
            gradient[-1] += error[-1]
        velocity = 0.9 * velocity - rate * gradient / len(examples)
        weights += velocity
    return [round(float(w), 4) for w in weights]


def accuracy(examples: list[Example], weights: list[float]) -> float:
    """How often the best-scored candidate is a right one."""
    values = np.array(weights)
    right = [target[int(np.argmax(np.append(rows @ values[:-1], values[-1])))] > 0 for rows, target in examples]
    return float(np.mean(right))


def main() -> None:
    """Trains and writes knowledge/data/coreference.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gum", type=Path, required=True)
    parser.add_argument("--dev", type=Path)
    arguments = parser.parse_args()
    examples = collect(list(read_gum(arguments.gum)))
    weights = {name: fit(rows) for name, rows in sorted(examples.items())}
    held = collect(list(read_gum(arguments.dev))) if arguments.dev else {}
    for name, rows in weights.items():
        print(name, len(examples[name]), f"train {accuracy(examples[name], rows):.3f}",
              f"dev {accuracy(held[name], rows):.3f}" if name in held else "")  # fmt: skip
    TARGET.write_text(json.dumps({"features": list(FEATURES), "pronouns": weights}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
