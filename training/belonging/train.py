"""Trains the ranker of states: `python -m training.belonging.train DIR…` (minutes), DIR with hand-written records.

Every phrase whose state the linker had to choose, and that is the party of a recorded event or the speaker of a
recorded statement, is one example: the states of its report compete in a softmax, for private people together with
"none of them", whose score is the last weight. Folds of `--folds` hold whole reports.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from legation.api import Reader
from legation.linking.actors.belonging import FEATURES, Belonging
from legation.linking.actors.phrases import Phrase
from legation.records import Document, Linked

TARGET = Path(__file__).parents[2] / "src/legation/knowledge/data/belonging.json"
PRIVATE = ("person", "group")
STEPS, RATE, PRIOR = 150, 0.08, 1.0
Example = tuple[str, np.ndarray, int]
"""Report, a row of features for each state, and which one it is (-1: none of them)."""
Span = tuple[str, int, int]
_calls: list[tuple[str, Phrase, dict[str, list[float]]]] = []


def watch() -> None:
    """Lets the ranker note what it had to choose from."""
    choose = Belonging.best

    def best(self: Belonging, phrase: Phrase, kind: str) -> str | None:
        _calls.append((kind, phrase, self.candidates(phrase)))
        return choose(self, phrase, kind)

    Belonging.best = best  # type: ignore[method-assign]


def parties(linked: Linked, case: dict[str, Any]) -> Iterator[Span]:
    """Country and characters of the recorded parties and speakers of one country."""
    text, parse = case["text"], linked.parse
    found = []
    for event in case["events"]:
        for side, key in (("actors", "actor_text"), ("recipients", "recipient_text")):
            if len(event[side]) == 1 and event[key]:
                found.append((event[side][0], event[key], event["evidence"], (0,)))
    for said in case["statements"]:
        if said["country"]:
            found.append((said["country"], said["speaker"], said["content"], (0, -1, 1)))
    for code, name, passage, offsets in found:
        at = text.find(passage)
        number = parse.sentence_at(at) if at >= 0 else None
        if number is None:
            continue
        for offset in offsets:
            if 0 <= number + offset < len(parse.sentences):
                sentence = parse.sentences[number + offset]
                start = text.find(name, sentence.start, sentence.end)
                if start >= 0:
                    yield code.partition(":")[0], start, start + len(name)
                    break


def collect(folders: Sequence[Path]) -> dict[str, list[Example]]:
    """For each kind its examples."""
    watch()
    reader, examples = Reader(), dict[str, list[Example]]()
    for path in sorted(p for folder in folders for p in folder.glob("*.json")):
        case = json.loads(path.read_text("utf-8"))
        _calls.clear()
        document = Document(id=path.stem, text=case["text"], title=case.get("title"), published=case.get("published"))
        (linked,) = reader.link([document])
        right: dict[int, str] = {}
        for code, low, high in parties(linked, case):
            near = [m for m in linked.mentions if m.start < high and low < m.end]
            if near:
                best = max(near, key=lambda m: (min(m.end, high) - max(m.start, low), m.start - m.end))
                right.setdefault(best.head, code)
        for kind, phrase, states in _calls:
            if phrase.head in right and states:
                names = list(states)
                place = names.index(right[phrase.head]) if right[phrase.head] in states else -1
                examples.setdefault(kind, []).append((path.stem, np.array(list(states.values())), place))
    return examples


def fit(examples: Sequence[Example], none: bool) -> np.ndarray:
    """Weights of the features and the score of no state, by Adam on the log-likelihood with a Gaussian prior."""
    size = len(FEATURES) + 1
    rows = []
    for _, states, place in examples:
        if place < 0 and not none:
            continue
        matrix = np.zeros((len(states) + none, size))
        matrix[: len(states), :-1] = states
        if none:
            matrix[-1, -1] = 1.0
        rows.append((matrix, place if place >= 0 else len(states)))
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        slope = PRIOR * np.append(weights[:-1], 0.0)
        for matrix, place in rows:
            scores = matrix @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            chances[place] -= 1.0
            slope += matrix.T @ chances
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights = weights - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def cross_validate(examples: Sequence[Example], none: bool, folds: int) -> tuple[int, int]:
    """How many examples weights from other reports choose rightly (the state itself, whatever its score), of all."""
    fold = {name: i % folds for i, name in enumerate(sorted({e[0] for e in examples}))}
    right = 0
    for number in range(folds):
        weights = fit([e for e in examples if fold[e[0]] != number], none)
        right += sum(int((e[1] @ weights[:-1]).argmax()) == e[2] for e in examples if fold[e[0]] == number)
    return right, len(examples)


def main() -> None:
    """Writes the weights and prints what cross-validation finds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    kinds = {}
    for kind, examples in sorted(collect(options.folders).items()):
        if options.folds > 1:
            right, total = cross_validate(examples, kind in PRIVATE, options.folds)
            print(f"{kind}: {right} of {total} right")
        weights = fit(examples, kind in PRIVATE)
        kinds[kind] = [round(float(w), 3) for w in weights]
    table = {"features": [*FEATURES, "none"], "kinds": kinds}
    TARGET.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
