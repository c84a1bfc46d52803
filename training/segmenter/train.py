"""Trains the sentence splitter's linear model on UD treebanks (seconds on one core).

    python training/segmenter/train.py TREEBANK.conllu.gz... --to boundaries.npz [--check DEV.conllu.gz...]

Each document is written out as raw text several times: as it is, with curly quotation marks, with its paragraphs run
together, and with datelines put before paragraphs, since news has what the treebanks lack.
"""

import argparse
import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from legation.reading.boundaries import BITS, BoundaryModel, describe, find_candidates
from legation.reading.scanner import Scanner
from legation.reading.segmenter import RuleSegmenter

Paragraph = list[str]  # sentences
AGENCIES = ("Reuters", "AP", "AFP", "CNN", "Xinhua", "VOA", "dpa", "UPI", "TASS")
PLACES = (
    "WASHINGTON",
    "LONDON",
    "MOSCOW",
    "BEIJING",
    "NEW YORK",
    "UNITED NATIONS",
    "PARIS",
    "ANKARA, Turkey",
    "GENEVA",
    "CAIRO",
    "SEOUL, South Korea",
    "KYIV, Ukraine",
    "Brussels",
    "Tokyo",
    "NAIROBI, Kenya",
    "BAGHDAD",
    "Jerusalem",
    "ISLAMABAD",
)
TIMES = ("a.m.", "p.m.")
DAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "EST",
    "EDT",
    "GMT",
    "Eastern",
    "ET",
)
ENDINGS = (
    " of the U.S.",
    " in the U.S.",
    " at 5 p.m.",
    " at 9 a.m.",
    " in Washington, D.C.",
    " by Acme Inc.",
    " with the U.N.",
    " on Jan. 5.",
    " etc.",
    " of Georgia Co.",
    " of the U.K.",
    " by Smith Jr.",
    " in Selma, Ala.",
    " near Denver, Colo.",
    " of Reading, Pa.",
    " (D-N.J.).",
)
MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def read_documents(path: Path) -> Iterator[tuple[str, list[Paragraph]]]:
    """Documents of a CoNLL-U file: id and paragraphs of sentences' texts."""
    name, paragraphs = "", []
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc"):
                if paragraphs:
                    yield name, paragraphs
                name, paragraphs = line.rpartition("=")[2].strip(), []
            elif line.startswith("# newpar"):
                paragraphs.append([])
            elif line.startswith("# text ="):
                if not paragraphs:
                    paragraphs.append([])
                paragraphs[-1].append(line.partition("=")[2].strip())
    if paragraphs:
        yield name, paragraphs


def curl(text: str) -> str:
    """Straight quotation marks made curly."""
    out, inside = [], False
    for index, char in enumerate(text):
        if char == '"':
            inside = not inside
            out.append("“" if inside else "”")
        elif char == "'" and index > 0 and text[index - 1].isalnum():
            out.append("’")
        else:
            out.append(char)
    return "".join(out)


def add_dateline(paragraph: Paragraph, chance: random.Random) -> Paragraph:
    """A dateline before the first sentence."""
    place, agency = chance.choice(PLACES), chance.choice(AGENCIES)
    date = f", {chance.choice(MONTHS)} {chance.randint(1, 31)}" if chance.random() < 0.3 else ""
    dash = chance.choice((" -", " —", " –", " --", ":")) if chance.random() < 0.9 else "—"
    middle = f" ({agency})" if chance.random() < 0.7 else ""
    space = "" if dash == "—" else " "
    return [f"{place}{date}{middle}{dash}{space}{paragraph[0]}", *paragraph[1:]]


def abbreviate(sentence: str, chance: random.Random) -> str:
    """Here and there an abbreviation at the sentence's end, whose full stop is the sentence's too, or inside it."""
    if chance.random() < 0.08 and sentence[-1:] == "." and sentence[-2:-1].islower():
        return sentence[:-1] + chance.choice(ENDINGS)
    words = sentence.split(" ")
    names = [i for i in range(1, len(words)) if words[i][:1].isupper() and words[i - 1][-1:].islower()]
    if names and chance.random() < 0.03:
        words.insert(chance.choice(names), chance.choice(("U.S.", "U.N.", "U.K.", "Gen.", "Mr.", "Sen.", "St.", "Dr.")))
    if len(words) > 4 and chance.random() < 0.03:
        words.insert(
            chance.randint(2, len(words) - 2),
            f"at {chance.randint(1, 12)} {chance.choice(TIMES)} {chance.choice(DAYS)}",
        )
    return " ".join(words)


def variants(paragraphs: list[Paragraph], chance: random.Random) -> Iterator[list[Paragraph]]:
    """The ways in which one document is shown."""
    yield paragraphs
    yield [[curl(s) for s in p] for p in paragraphs]
    yield [[abbreviate(s, chance) for s in p] for p in paragraphs]
    yield [[curl(s) if chance.random() < 0.5 else s for p in paragraphs for s in p]]
    yield [add_dateline(p, chance) if len(p[0].split()) > 6 else p for p in paragraphs]


def write_out(paragraphs: list[Paragraph], chance: random.Random | None = None) -> tuple[str, set[int]]:
    """Raw text (paragraphs parted by blank lines) and the characters where sentences end.

    With `chance`, the space after a full stop is left out here and there.
    """
    text, stops = "", set()
    for paragraph in paragraphs:
        for index, sentence in enumerate(paragraph):
            tight = chance is not None and text[-1:] in ".?!”" and sentence[0].isupper() and chance.random() < 0.04
            text += ("" if tight else " " if index else "\n\n" if text else "") + sentence
            stops.add(len(text))
    return text, stops


def collect(paths: list[Path], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Features [n, f] and labels [n] of all candidates."""
    chance, scanner = random.Random(seed), Scanner()
    rows, labels = [], []
    for path in paths:
        for _, paragraphs in read_documents(path):
            for shown in variants([p for p in paragraphs if p], chance):
                text, stops = write_out(shown, chance)
                scan = scanner.scan(text)
                candidates = find_candidates(scan)
                if len(candidates):
                    rows.append(describe(scan, candidates))
                    labels.append(np.array([int(e) in stops for e in scan.ends[candidates]], dtype=np.float32))
    return np.concatenate(rows), np.concatenate(labels)


def fit(
    rows: np.ndarray, labels: np.ndarray, epochs: int = 6, rate: float = 0.1, decay: float = 1e-5
) -> tuple[np.ndarray, float]:
    """Logistic regression by AdaGrad over mini-batches."""
    chance = np.random.default_rng(0)
    weights, squares, bias = np.zeros(1 << BITS), np.full(1 << BITS, 1e-3), -1.0
    for _ in range(epochs):
        for batch in np.array_split(chance.permutation(len(rows)), max(1, len(rows) // 256)):
            x, y = rows[batch], labels[batch]
            error = 1 / (1 + np.exp(-(weights[x].sum(axis=1) + bias))) - y
            flat = x.ravel()
            gradient = np.bincount(flat, np.repeat(error, x.shape[1]), minlength=1 << BITS)
            touched = np.unique(flat)
            g = gradient[touched] + decay * len(batch) * weights[touched]
            squares[touched] += g * g
            weights[touched] -= rate * g / np.sqrt(squares[touched])
            bias -= 0.001 * error.sum()
    return weights, float(bias)


def check(path: Path, segmenter: RuleSegmenter) -> dict[str, tuple[float, int]]:
    """Sentence F1 by exact span, over all documents and over those whose name has "news" in it."""
    counts = {"all": [0, 0, 0], "news": [0, 0, 0]}
    for name, paragraphs in read_documents(path):
        text, stops = write_out(paragraphs)
        result = segmenter.segment(text)
        found = {(result.starts[a], result.ends[b - 1]) for a, b in result.sentences}
        gold, start = set(), 0
        for stop in sorted(stops):
            while text[start].isspace():
                start += 1
            gold.add((start, stop))
            start = stop
        for key in ("all", "news") if "news" in name.lower() else ("all",):
            counts[key][0] += len(gold & found)
            counts[key][1] += len(gold)
            counts[key][2] += len(found)
    return {k: (2 * c / (g + f) if g + f else 0.0, g) for k, (c, g, f) in counts.items()}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("treebanks", nargs="+", type=Path)
    arguments.add_argument("--to", type=Path, required=True)
    arguments.add_argument("--check", nargs="*", type=Path, default=[])
    options = arguments.parse_args()
    rows, labels = collect(options.treebanks)
    weights, bias = fit(rows, labels)
    weights[np.abs(weights) < 0.01] = 0
    options.to.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.to, weights=weights.astype(np.float16), bias=np.float32(bias))
    print(f"{len(labels)} candidates, {labels.mean():.3f} are ends; {options.to.stat().st_size} bytes")
    segmenter = RuleSegmenter(BoundaryModel(weights.astype(np.float16).astype(np.float32), bias))
    for path in options.check:
        print(path.name, check(path, segmenter))


if __name__ == "__main__":
    main()
