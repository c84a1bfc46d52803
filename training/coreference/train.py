"""Trains the pronoun ranker on GUM: `python -m training.coreference.train --gum FILE.conllu.gz` (seconds).

A pronoun's candidates compete in a softmax, together with "none of them", whose score is the last weight. Words,
trees and
named spans are GUM's own; referents are those that the program itself has built up to the pronoun.
"""

import argparse
import gzip
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
from legation.model import OnnxParser
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document, Parse

TARGET = Path(__file__).parents[2] / "src/legation/knowledge/data/coreference.json"
PRIOR = (
    ("thing", "none", -0.6),
    ("thing", "kind state", 0.5),
    ("thing", "kind organisation", 0.5),
    ("plural", "kind several", 1.0),
)
"""Shifts for what the training texts hardly have and reports of states do: states and bodies as "it", two parties as
"they". GUM dev is indifferent to them (CoNLL 66.8 with and without)."""
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


def collect_silver(parses: list[Parse], chains: list[dict[int, int]]) -> dict[str, list[Example]]:
    """Examples from articles with automatic chains: `chains` gives the chain of each head word's first character."""
    examples: dict[str, list[Example]] = {}
    for parse, chain_of in zip(parses, chains, strict=True):
        resolver = Resolver(Scene(parse, catalogue(), ()))
        rules = SilverCollector(resolver.scene, resolver.registry)
        rules.chain_of = chain_of
        rules.examples = examples
        resolver.pronouns = rules
        resolver.run()
    return examples


class SilverCollector(PronounRules):
    """As `Collector`, with chains by the offsets of head words; only pronouns with some right candidate count."""

    chain_of: dict[int, int]
    examples: dict[str, list[Example]]

    def resolve(self, phrase: Phrase) -> Referent | None:
        words = self.scene.parse.words
        # heads tell nothing of coordinations, which would all look wrong
        candidates = [c for c in self.candidates(phrase) if c[0].kind != "several"]
        chain = self.chain_of.get(words[phrase.head].start)
        right = [
            chain is not None and any(self.chain_of.get(words[p.head].start) == chain for p in c[0].phrases[-3:])
            for c in candidates
        ]
        if any(right):
            labels = np.array([*right, False], dtype=float)
            rows = np.array([values for _, values in candidates])
            self.examples.setdefault(pronoun_class(phrase), []).append((rows, labels / labels.sum()))
        return super().resolve(phrase)


def read_silver(articles: Path, silver: Path, limit: int) -> tuple[list[Document], list[dict[int, int]]]:
    """The first articles and, for each, the chain of the head word of every mention, by offset."""
    documents, chains = [], []
    with gzip.open(articles, "rt", encoding="utf-8") as left, gzip.open(silver, "rt", encoding="utf-8") as right:
        marks = {row["id"]: row for row in map(json.loads, right)}
        for row in map(json.loads, left):
            if row["id"] not in marks or len(documents) >= limit:
                continue
            sentences = marks[row["id"]]["sentences"]
            chain_of: dict[int, int] = {}
            for number, chain in enumerate(marks[row["id"]]["coreference"]):
                for sentence, first, stop, _ in chain:
                    words = sentences[sentence - 1]  # sentences and words count from 1
                    chain_of[words[_head_index(words, first - 1, stop - 1)][1]] = number
            documents.append(Document(id=row["id"], text=row["text"], published=row["published"]))
            chains.append(chain_of)
    return documents, chains


def _head_index(words: list[list[object]], first: int, stop: int) -> int:
    """The last noun before a preposition or comma: a rough head of a mention given by its words and tags."""
    head = stop - 1
    for index in range(first, stop):
        tag = str(words[index][3])
        if index > first and tag in ("IN", ",", "WDT", "WP", "VBG", "VBN"):
            break
        if tag.startswith(("NN", "PRP")):
            head = index
    return head


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
    parser.add_argument("--articles", type=Path, help="PolNeAR articles (jsonl.gz)")
    parser.add_argument("--silver", type=Path, help="their automatic chains")
    parser.add_argument("--limit", type=int, default=150)
    arguments = parser.parse_args()
    examples = collect(list(read_gum(arguments.gum)))
    if arguments.silver:
        documents, chains = read_silver(arguments.articles, arguments.silver, arguments.limit)
        silver = collect_silver(OnnxParser(RuleSegmenter(), threads=1).parse(documents), chains)
        for name, rows in silver.items():
            cut = len(rows) * 4 // 5
            print("silver", name, len(rows), f"{accuracy(rows[cut:], fit(examples[name] + rows[:cut])):.3f} held,",
                  f"{accuracy(rows[cut:], fit(examples[name])):.3f} without it")  # fmt: skip
            examples[name] = examples[name] + rows
    weights = {name: fit(rows) for name, rows in sorted(examples.items())}
    held = collect(list(read_gum(arguments.dev))) if arguments.dev else {}
    for name, rows in weights.items():
        print(name, len(examples[name]), f"train {accuracy(examples[name], rows):.3f}",
              f"dev {accuracy(held[name], rows):.3f}" if name in held else "")  # fmt: skip
    for name, feature, shift in PRIOR:
        position = FEATURES.index(feature) if feature in FEATURES else -1
        weights[name][position] = round(weights[name][position] + shift, 4)
    TARGET.write_text(json.dumps({"features": list(FEATURES), "pronouns": weights}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
