"""Next events in the published setting: single step, time-aware filter, both directions; MRR and Hits@1, 3, 10."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any

import msgspec
import numpy as np

from legation.errors import InputError, SettingsError
from legation.forecasting.nextevents import NextEvents
from legation.forecasting.quadruples import Facts, Ints, read_facts
from legation.forecasting.ranking import Examples

NAMES = 100
"""Names that are given for each question, and down to which ranks count."""
TRAINING_DAYS = 61
"""Days before the split whose questions train the ranker; all earlier days are only remembered."""


def evaluate(
    reader: object, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """Answers both questions of each fact of a split ("valid" if none is named) from the days before it.

    The reader is not used. Raises InputError or FormatError for an unusable file, SettingsError for a split that it
    does not have."""
    facts = read_facts(data)
    name = split or "valid"
    chosen = facts.split == name
    if not chosen.any():
        raise SettingsError(f"{data} has no split {name!r}; it has: {', '.join(sorted(set(facts.split.tolist())))}")
    if predictions is None:
        return _walk(facts, chosen, None)
    try:
        with predictions.open("wb") as out:
            return _walk(facts, chosen, out)
    except OSError as error:
        raise InputError(f"cannot write {predictions}: {error.strerror}") from error


def _walk(facts: Facts, chosen: Any, out: IO[bytes] | None) -> dict[str, float | int | str]:
    """Goes through the days: each is answered before it is told."""
    model = NextEvents(facts)
    asked_days = facts.take(chosen)
    first, last = int(asked_days.day.min()), int(asked_days.day.max())
    questions = {day: (s, r, o) for day, s, r, o in asked_days.days()}
    examples = Examples()
    ranks: list[Ints] = []
    trained = False
    for day, source, relation, target in facts.days():
        if day > last:
            break
        if day in questions:
            if not trained:
                model.ranker.train(examples)
                trained = True
            ranks.append(_answer(model, day, questions[day], (source, relation, target), out))
        training = first - TRAINING_DAYS <= day < first
        model.tell(day, source, relation, target, examples if training else None)
    return _figures(np.concatenate(ranks))


def _answer(
    model: NextEvents,
    day: int,
    facts: tuple[Ints, Ints, Ints],
    whole: tuple[Ints, Ints, Ints],
    out: IO[bytes] | None,
) -> Ints:
    """Filtered ranks of a day's facts: of the targets, then of the sources; NAMES + 1 for an answer not named."""
    asked, which = model.ask(day, *facts)
    answers, _ = model.rank(asked, NAMES)
    truth = np.concatenate([facts[2], facts[0]])
    true = _true(model, asked.source * (2 * len(model.relations)) + asked.relation, whole)
    ranks = np.empty(len(which), dtype=np.int64)
    for i, (question, wanted) in enumerate(zip(which, truth, strict=True)):
        row = answers[question]
        hit = np.flatnonzero(row == wanted)
        if not len(hit):
            ranks[i] = NAMES + 1
            continue
        others = np.isin(row[: hit[0]], true[question])
        ranks[i] = hit[0] + 1 - others.sum()
    if out is not None:
        _write(model, day, facts, answers, which, out)
    return ranks


def _true(model: NextEvents, keys: Ints, whole: tuple[Ints, Ints, Ints]) -> list[Ints]:
    """All true answers of the day, of whichever split, to each question."""
    asked, which = model.ask(0, *whole)
    names = np.concatenate([whole[2], whole[0]])
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(asked.source) + 1))
    place = np.searchsorted(asked.source * (2 * len(model.relations)) + asked.relation, keys)
    return [names[order[bounds[p] : bounds[p + 1]]] for p in place]


def _write(
    model: NextEvents, day: int, facts: tuple[Ints, Ints, Ints], answers: Ints, which: Ints, out: IO[bytes]
) -> None:
    """Two lines a fact, in the file's order: the question for its target, then that for its source."""
    encoder = msgspec.json.Encoder()
    number = len(facts[0])
    when = date.fromordinal(day).isoformat()
    named = [[model.entities[p] for p in row if p >= 0] for row in answers.tolist()]
    for i, (source, relation, target) in enumerate(zip(*(f.tolist() for f in facts), strict=True)):
        line = {"date": when, "subject": model.entities[source], "relation": model.relations[relation], "object": None}
        out.write(encoder.encode({**line, "ranked": named[which[i]]}) + b"\n")
        line |= {"subject": None, "object": model.entities[target]}
        out.write(encoder.encode({**line, "ranked": named[which[number + i]]}) + b"\n")


def _figures(ranks: Ints) -> dict[str, float | int | str]:
    found = ranks <= NAMES
    figures: dict[str, float | int | str] = {"queries": len(ranks)}
    figures["mrr"] = round(float(np.where(found, 1 / ranks, 0).mean()) * 100, 2)
    for k in (1, 3, 10):
        figures[f"hits@{k}"] = round(float((ranks <= k).mean()) * 100, 2)
    return figures
