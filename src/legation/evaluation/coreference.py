"""`legation evaluate coreference`: chains against GUM's, from raw text and, apart, from GUM's own words and trees.

Mentions are predicted. They are GUM's in both columns: maximal noun phrases with relative clauses, pronouns and
possessives;
first with singletons (as GUM annotates them), then without. Spans must be exact. With raw text everything is predicted;
with GUM's trees the labels of names come from GUM's entity types as well.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from legation.contracts import ReaderLike
from legation.evaluation.coreference_scores import score_all
from legation.evaluation.gum import GumDocument, read_gum
from legation.linking.actors.chains import chains
from legation.records import Parse

Span = tuple[int, int]
Chains = list[list[Span]]


def evaluate(
    reader: ReaderLike, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """F1 figures in percent; `data` is GUM's CoNLL-U file or a folder with `en_gum_open-<split>.conllu.gz`."""
    path = data / f"en_gum_open-{split or 'dev'}.conllu.gz" if data.is_dir() else data
    documents = list(read_gum(path))
    figures: dict[str, float | int | str] = {"documents": len(documents)}
    raw = reader.parse([d.parse.document for d in documents])
    for name, parses in (("", raw), ("gold trees ", [d.parse for d in documents])):
        for alone in (True, False):
            scores = score_all(_pair(d, p, alone) for d, p in zip(documents, parses, strict=True))
            suffix = "" if alone else " without singletons"
            figures |= {f"{name}{measure}{suffix}": round(value, 2) for measure, value in scores.items()}
    return figures


def _pair(document: GumDocument, parse: Parse, alone: bool) -> tuple[Chains, Chains]:
    gold = [_characters(document.parse, chain) for chain in document.chains if alone or len(chain) > 1]
    return gold, [_characters(parse, chain) for chain in chains(parse, alone)]


def _characters(parse: Parse, chain: Sequence[Span]) -> list[Span]:
    return [(parse.words[first].start, parse.words[stop - 1].end) for first, stop in chain]
