"""Who comes next: answers to (source, relation, ?) on a day, from the days before, with the reasons for each answer."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.forecasting.features import Candidates, gather
from legation.forecasting.history import History, Questions
from legation.forecasting.naming import Naming
from legation.forecasting.quadruples import Facts, Floats, Ints, both_ways
from legation.forecasting.ranking import Examples, Ranker, position

KEEP = 150
"""Candidates that are weighed for each question."""


@dataclass(frozen=True)
class Reason:
    """A rule that speaks for an answer: `body` happened `times` times, last `days_ago`; `confidence` so far."""

    body: str
    inverse: bool
    days_ago: int
    times: int
    confidence: float


class NextEvents:
    """Walks through the days: asked first, told afterwards. Names are those of `facts`; its facts are not looked at."""

    def __init__(self, facts: Facts) -> None:
        self.entities, self.relations = facts.entities, facts.relations
        self.history = History(Naming(facts.entities), len(facts.entities), len(facts.relations))
        self.ranker = Ranker()

    def ask(self, day: int, source: Ints, relation: Ints, target: Ints) -> tuple[Questions, Ints]:
        """The distinct questions of a day's facts, both ways; and the number of the question of each fact, then of
        each inverse fact."""
        s, r, _ = both_ways(source, relation, target, len(self.relations))
        both = 2 * len(self.relations)
        keys, which = np.unique(s * both + r, return_inverse=True)
        return Questions(day, keys // both, keys % both), which

    def candidates(self, asked: Questions) -> Candidates:
        """Candidates of each question, from what is known."""
        return gather(self.history, asked, KEEP)[0]

    def tell(self, day: int, source: Ints, relation: Ints, target: Ints, examples: Examples | None = None) -> None:
        """Learns a day's facts: what its questions say of the rules, then the facts; adds training `examples`."""
        asked, which = self.ask(day, source, relation, target)
        n = len(self.entities)
        truth = np.unique(which * n + np.concatenate([target, source]))
        if examples is None:
            evidence = self.history.evidence(asked)
        else:
            found, evidence = gather(self.history, asked, KEEP)
            examples.add(found, np.isin(found.question * n + found.party, truth))
        self.history.rules.learn(evidence.places, np.isin(evidence.question * n + evidence.party, truth))
        self.history.add(day, source, relation, target)

    def rank(self, asked: Questions, number: int) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Parties [questions, number], best first, and which of these places are filled.

        Parties without any evidence follow by how often they were seen; those never seen are not named."""
        found = self.candidates(asked)
        place = position(found.question, self.ranker.score(found))
        answers = np.full((len(asked.source), number), -1, dtype=np.int64)
        top = place < number
        answers[found.question[top], place[top]] = found.party[top]
        seen = self.history.parties
        common = seen.keys[np.argsort(-seen.faded(asked.day, 2), kind="stable")][: 2 * number]
        for row in answers[(answers < 0).any(axis=1)]:
            filled = int((row >= 0).sum())
            rest = common[~np.isin(common, row[:filled])][: number - filled]
            row[filled : filled + len(rest)] = rest
        return answers, answers >= 0

    def explain(self, day: int, source: int, relation: int, party: int, number: int = 3) -> tuple[Reason, ...]:
        """The most confident rules that speak for an answer; none where it rests on shares and likeness alone."""
        asked = Questions(day, np.array([source]), np.array([relation]))
        evidence = self.history.evidence(asked)
        here = np.flatnonzero(evidence.party == party)
        best = here[np.argsort(-evidence.confidence[here], kind="stable")][:number]
        bodies = evidence.body[best]
        keys = self.history.triple_key(np.full(len(best), source), bodies, np.full(len(best), party))
        times: Floats = self.history.triples.look(keys, day)[0][:, -1]
        r = len(self.relations)
        return tuple(
            Reason(self.relations[b % r], bool(b >= r), int(evidence.gap[i]), int(n), float(evidence.confidence[i]))
            for b, i, n in zip(bodies, best, times, strict=True)
        )
