"""What answered what in ICBe: rows with `sayintkind_react` name the sentence that a speech act answers.

A gold pair is (crisis, answering sentence, answered sentence), kept where the program coded an event in both ("both
sentences found"); a predicted pair comes from a link of any kind whose answer is a verbal act. Precision, recall, F1.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from legation.contracts import ReaderLike
from legation.evaluation.crises import Narrative, icbe_file, narratives, sentence_of
from legation.records import Report

_VERBAL = frozenset(("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONSULT"))

Pair = tuple[int, int]


def evaluate(reader: ReaderLike, data: Path, split: str | None, predictions: Path | None) -> Mapping[str, Any]:
    """The measure of this module over a folder that holds `crises/icbe.jsonl.gz` or the file itself."""
    told = narratives(icbe_file(data), split)
    reports = list(reader.read_many([n.document for n in told]))
    hit = gold = given = every = 0
    for narrative, report in zip(told, reports, strict=True):
        expected, possible = gold_pairs(narrative), _coded(narrative, report)
        every += len(expected)
        expected = {p for p in expected if set(p) <= possible}
        predicted = told_pairs(narrative, report)
        hit += len(expected & predicted)
        gold += len(expected)
        given += len(predicted)
    precision, recall = hit / max(1, given), hit / max(1, gold)
    f1 = 2 * hit / max(1, gold + given)
    return {
        "crises": len(told), "gold": every, "found": gold, "predicted": given, "precision": precision, "recall": recall,
        "f1": f1,
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


def _coded(narrative: Narrative, report: Report) -> set[int]:
    return {sentence_of(narrative, e.start) for e in report.events}
