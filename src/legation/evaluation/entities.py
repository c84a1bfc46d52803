"""Entities on files in CoNLL's column layout (word first, tag last)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from legation.contracts import ReaderLike, WordParser
from legation.errors import FormatError
from legation.evaluation.treebanks import find_files
from legation.reading.words import split_words
from legation.records import Parse

LABELS = ("PER", "ORG", "LOC")
KEPT, PARTS = 2, 3
"""Of wikigold every third sentence is kept from training (number % 3 == 2) and measured here."""

Span = tuple[int, int, str]
NAMES = {"PERSON": "PER", "ORGANIZATION": "ORG", "ORGANISATION": "ORG", "LOCATION": "LOC", "GPE": "LOC"}


def evaluate(
    reader: ReaderLike, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """Typed F1 by exact span over PER, ORG and LOC, in percent; `untyped` counts the spans alone.

    `data`: a file or folder with words and IO or BIO tags in columns, sentences parted by blank lines. Of wikigold only
    the third that is kept from training counts, unless `split` is "all". `predictions` gets words with
    gold and found tags. Raises FormatError where there are no such files or the parser cannot be given words.
    """
    sentences = [s for path in find_files(data, None, (".txt", ".conll", ".iob", ".tsv")) for s in _choose(path, split)]
    if not sentences:
        raise FormatError(f"{data}: no words with tags in columns")
    parser = getattr(reader, "parser", reader)
    if not isinstance(parser, WordParser):
        raise FormatError("entities can be measured only with a parser that takes words")
    pieces = [[_split(word) for word in words] for words, _ in sentences]
    parses = parser.parse_words([[[part for parts in row for part in parts]] for row in pieces])
    counts: Counter[tuple[str, str]] = Counter()
    lines: list[str] = []
    for (words, tags), row, parse in zip(sentences, pieces, parses, strict=True):
        gold, found = read_spans(tags), _map_entities(parse, row)
        _count(counts, gold, found)
        lines += _write_columns(words, tags, found)
    if predictions is not None:
        predictions.write_text("\n".join(lines) + "\n", "utf-8")
    figures: dict[str, float | int | str] = {"sentences": len(sentences)}
    for name in ("typed", "untyped", *LABELS):
        figures[name] = _score(counts, name)
    return figures


def _choose(path: Path, split: str | None) -> list[tuple[list[str], list[str]]]:
    sentences = read_columns(path)
    if "wikigold" in path.name and split != "all":
        return [s for number, s in enumerate(sentences) if number % PARTS == KEPT]
    return sentences


def read_columns(path: Path) -> list[tuple[list[str], list[str]]]:
    """Sentences as words and tags; files without tags in their last column have none."""
    sentences = []
    for block in re.split(r"\n\s*\n", path.read_text("utf-8", errors="replace")):
        rows = [line.split() for line in block.splitlines() if line.strip() and not line.startswith("-DOCSTART-")]
        if rows and all(len(r) > 1 and re.fullmatch(r"O|[BIESLU]-\S+", r[-1]) for r in rows):
            sentences.append(([r[0] for r in rows], [r[-1] for r in rows]))
    return sentences


def read_spans(tags: Sequence[str]) -> list[Span]:
    """Spans of BIO or IO tags, of known labels only: first word, stop, label."""
    spans: list[Span] = []
    start = -1
    for place, (before, tag) in enumerate(pairwise(["O", *tags, "O"])):
        if start >= 0 and (tag[:2] != "I-" or tag[2:] != before[2:]):
            spans.append((start, place, _normalise(before[2:])))
            start = -1
        if tag != "O" and start < 0:
            start = place
    return [s for s in spans if s[2] in LABELS]


def _normalise(label: str) -> str:
    return NAMES.get(label.upper(), label.upper())


def _split(word: str) -> list[str]:
    """A word of the file as the parser's words."""
    return [word[a:b] for a, b, _ in split_words(word)]


def _map_entities(parse: Parse, pieces: list[list[str]]) -> list[Span]:
    """Entities over the file's own words."""
    owner = [number for number, parts in enumerate(pieces) for _ in parts]
    spans = {(owner[e.first], owner[e.stop - 1] + 1, e.label) for e in parse.entities if e.label in LABELS}
    return sorted(spans)


def _count(counts: Counter[tuple[str, str]], gold: list[Span], found: list[Span]) -> None:
    for name in ("typed", *LABELS):
        a, b = ({s for s in spans if name in ("typed", s[2])} for spans in (gold, found))
        _add(counts, name, len(a), len(b), len(a & b))
    bare_gold, bare_found = {s[:2] for s in gold}, {s[:2] for s in found}
    _add(counts, "untyped", len(bare_gold), len(bare_found), len(bare_gold & bare_found))


def _add(counts: Counter[tuple[str, str]], name: str, gold: int, found: int, right: int) -> None:
    counts[name, "gold"] += gold
    counts[name, "found"] += found
    counts[name, "right"] += right


def _score(counts: Counter[tuple[str, str]], name: str) -> float:
    total = counts[name, "gold"] + counts[name, "found"]
    return round(200 * counts[name, "right"] / total, 2) if total else 0.0


def _write_columns(words: list[str], tags: list[str], found: list[Span]) -> list[str]:
    marks = ["O"] * len(words)
    for first, stop, label in found:
        marks[first:stop] = ["B-" + label] + ["I-" + label] * (stop - first - 1)
    return [*(f"{w} {t} {m}" for w, t, m in zip(words, tags, marks, strict=True)), ""]
