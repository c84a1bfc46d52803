"""Attribution on PolNeAR (Newell et al. 2018): who (source) says (cue) what (content)."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from legation.contracts import ReaderLike
from legation.errors import FormatError
from legation.evaluation.treebanks import find_files
from legation.records import Attribution, Document

LAYERS = ("source", "cue", "content")
ENOUGH = 0.5
"""Share of characters (of both spans together) that must be common for an attribution to count as found."""

BATCH = 16
Spans = list[tuple[int, int]]
Group = dict[str, Spans]


def evaluate(
    reader: ReaderLike, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """Exact-span F1 of sources, cues and contents, and F1 of whole attributions, in percent.

    A whole attribution counts where each of its layers overlaps the gold one's by half of their common extent (a source
    that neither has counts as agreeing). `data`: a PolNeAR .jsonl file (also .gz) or a folder of them; `split`: part of
    the files' names, `dev` unless given. `predictions` gets JSON lines of `{"id", "attributions": [{"source", "cue",
    "content"}]}`.
    """
    counts: Counter[tuple[str, str]] = Counter()
    lines: list[str] = []
    articles = [a for path in find_files(data, split or "dev", (".jsonl", ".jsonl.gz")) for a in read_articles(path)]
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        parses = reader.parse([Document(id=a["id"], text=a["text"], published=a.get("published")) for a in batch])
        for article, parse in zip(batch, parses, strict=True):
            found = [_to_group(a) for a in parse.attributions]
            counts.update(compare([_read_group(a) for a in article["attributions"]], found))
            lines.append(json.dumps({"id": article["id"], "attributions": found}))
    if predictions is not None:
        predictions.write_text("".join(line + "\n" for line in lines), "utf-8")
    figures: dict[str, float | int | str] = {"articles": len(articles)}
    return figures | {name: f1(counts, name) for name in (*LAYERS, "attributions")}


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Articles with `id`, `text` and `attributions`; lines of other layouts are an error."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        articles: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    if not all("text" in a and "attributions" in a for a in articles):
        raise FormatError(f"{path}: not PolNeAR's layout: a line lacks text or attributions")
    return articles


def compare(gold: Sequence[Group], found: Sequence[Group]) -> Counter[tuple[str, str]]:
    """Counts of exact spans by layer and of whole attributions, for one article."""
    counts: Counter[tuple[str, str]] = Counter()
    for layer in LAYERS:
        a, b = ({span for group in groups for span in group[layer]} for groups in (gold, found))
        _add(counts, layer, len(a), len(b), len(a & b))
    _add(counts, "attributions", len(gold), len(found), _match(gold, found))
    return counts


def _match(gold: Sequence[Group], found: Sequence[Group]) -> int:
    """Attributions that agree, each counted once; the closest pairs first."""
    pairs = sorted(
        ((_agreement(a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(found) if _agreement(a, b) > 0),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, i, j in pairs:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
    return len(used_gold)


def _agreement(gold: Group, found: Group) -> float:
    """The mean overlap of the layers, 0 where one of them overlaps too little."""
    shares = [overlap(gold[layer], found[layer]) for layer in LAYERS]
    return sum(shares) / len(shares) if min(shares) >= ENOUGH else 0.0


def overlap(left: Spans, right: Spans) -> float:
    """Characters in common over characters in either; two empty ones agree."""
    a, b = (_characters(spans) for spans in (left, right))
    return len(a & b) / len(a | b) if a or b else 1.0


def _characters(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _to_group(attribution: Attribution) -> Group:
    return {layer: list(getattr(attribution, layer)) for layer in LAYERS}


def _read_group(attribution: Mapping[str, Any]) -> Group:
    return {layer: [(int(a), int(b)) for a, b in attribution.get(layer) or []] for layer in LAYERS}


def _add(counts: Counter[tuple[str, str]], name: str, gold: int, found: int, right: int) -> None:
    counts[name, "gold"] += gold
    counts[name, "found"] += found
    counts[name, "right"] += right


def f1(counts: Counter[tuple[str, str]], name: str) -> float:
    """F1 in percent, to two digits."""
    total = counts[name, "gold"] + counts[name, "found"]
    return round(200 * counts[name, "right"] / total, 2) if total else 0.0
