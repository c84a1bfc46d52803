"""What answered what: ICBe's answers, and the sentences of the Causal News Corpus that tell a cause.

ICBe's rows with `sayintkind_react` name the sentence that a speech act answers. A gold pair is (crisis, answering
sentence, answered sentence); a predicted pair comes from a link of any kind whose answer is a verbal act.
- `found`, `recall`, `f1`: of the pairs for whose two ends the program has two records. 44 percent of ICBe's pairs name
  one sentence twice, for a reaction to what the sentence itself tells; with one record there is nothing to link.
- `sentences_found`, `sentences_f1`: of all pairs where both sentences have some record, one or two.
- `annotated_precision`: of the predicted pairs whose answering sentence has an answer in ICBe at all; few have.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from legation.contracts import ReaderLike
from legation.evaluation.causes import find_corpus
from legation.evaluation.causes import score as score_causes
from legation.evaluation.crises import Narrative, icbe_file, narratives, sentence_of
from legation.records import Report

_VERBAL = frozenset(("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONSULT"))

Pair = tuple[int, int]


def evaluate(reader: ReaderLike, data: Path, split: str | None, predictions: Path | None) -> Mapping[str, Any]:
    """Both measures over a folder with `crises/icbe.jsonl.gz` and `causal/`, or the one whose file is given."""
    figures: dict[str, Any] = {}
    corpus = find_corpus(data)
    if corpus is None or data.is_dir():
        figures |= score_answers(reader, data, split)
    if corpus is not None:
        figures |= score_causes(reader.causality, corpus)
    return figures


def score_answers(reader: ReaderLike, data: Path, split: str | None) -> Mapping[str, Any]:
    """The figures on ICBe."""
    told = narratives(icbe_file(data), split)
    reports = list(reader.read_many([n.document for n in told]))
    counts: Counter[str] = Counter()
    for narrative, report in zip(told, reports, strict=True):
        expected, coded = gold_pairs(narrative), _coded(narrative, report)
        loose = {p for p in expected if coded[p[0]] and coded[p[1]]}
        strict = {p for p in loose if p[0] != p[1] or coded[p[0]] > 1}
        predicted = told_pairs(narrative, report)
        answered = {answer for answer, _ in expected}
        counts.update(
            gold=len(expected), sentences_found=len(loose), found=len(strict), predicted=len(predicted),
            hit=len(strict & predicted), annotated=sum(p[0] in answered for p in predicted),
        )  # fmt: skip
    hit, given = counts["hit"], counts["predicted"]
    return {
        "crises": len(told), "gold": counts["gold"], "found": counts["found"], "predicted": given,
        "precision": hit / max(1, given), "recall": hit / max(1, counts["found"]),
        "f1": 2 * hit / max(1, counts["found"] + given), "sentences_found": counts["sentences_found"],
        "sentences_f1": 2 * hit / max(1, counts["sentences_found"] + given),
        "annotated_precision": hit / max(1, counts["annotated"]),
    }  # fmt: skip


def gold_pairs(narrative: Narrative) -> set[Pair]:
    """(answering, answered) sentence numbers of a crisis, as coded."""
    found: set[Pair] = set()
    for number, rows in narrative.rows.items():
        for row in rows:
            for value in str(row.get("sayintkind_react") or "").split(";"):
                answered = value.strip().removesuffix(".0")
                if answered.isdigit() and int(answered) in narrative.rows:
                    found.add((number, int(answered)))
    return found


def told_pairs(narrative: Narrative, report: Report) -> set[Pair]:
    """(answering, answered) sentence numbers of the links whose answer is a verbal act."""
    events = {e.id: e for e in report.events}
    found: set[Pair] = set()
    for link in report.links:
        answer, target = events.get(link.from_), events.get(link.to)
        if answer is not None and target is not None and answer.type in _VERBAL:
            found.add((sentence_of(narrative, answer.start), sentence_of(narrative, target.start)))
    return found


def _coded(narrative: Narrative, report: Report) -> Counter[int]:
    """How many events each sentence has."""
    return Counter(sentence_of(narrative, e.start) for e in report.events)
