"""All that is remembered of the past, updated a day at a time, and the rows it gives for a day's questions."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from legation.forecasting.decay import DecayTable
from legation.forecasting.naming import Naming
from legation.forecasting.quadruples import Floats, Ints, both_ways
from legation.forecasting.rules import RuleBook

EVER = float("inf")
HALF_LIVES = (2.0, 8.0, 30.0, 120.0, EVER)
SHORT = (15.0, 60.0, EVER)


@dataclass(frozen=True)
class Questions:
    """Distinct questions (source, relation, ?) of one day; relations from `relations` on are inverse."""

    day: int
    source: Ints
    relation: Ints


@dataclass(frozen=True)
class Evidence:
    """One row for each rule body that speaks for a party: question, party, body, where the rule is kept, confidence."""

    question: Ints
    party: Ints
    body: Ints
    gap: Ints
    places: list[Ints]
    confidence: Floats


class History:
    """Streaming memory over `entities` and `relations` (numbers of them)."""

    def __init__(self, naming: Naming, entities: int, relations: int) -> None:
        self.entities, self.relations, self.naming = entities, relations, naming
        self.rules = RuleBook(relations)
        self.triples = DecayTable(HALF_LIVES)
        self.pairs = DecayTable(HALF_LIVES)
        self.directed = DecayTable(HALF_LIVES)
        self.objects = DecayTable(HALF_LIVES)
        self.parties = DecayTable(HALF_LIVES)
        self.asked = DecayTable(SHORT)
        self.active = DecayTable(SHORT)
        self.relation_total = DecayTable(HALF_LIVES)
        self.country_object = DecayTable(SHORT)
        self.country_pair = DecayTable(SHORT)
        self.country_asked = DecayTable(SHORT)
        self.role_pair = DecayTable((EVER,))
        self.role_asked = DecayTable((EVER,))

    def triple_key(self, source: Ints, relation: Ints, target: Ints) -> Ints:
        return (source * (2 * self.relations) + relation) * self.entities + target

    def add(self, day: int, source: Ints, relation: Ints, target: Ints) -> None:
        """Takes in one day's facts (each once, not inverted)."""
        s, r, o = both_ways(source, relation, target, self.relations)
        n, both = self.entities, 2 * self.relations
        way = (r >= self.relations).astype(np.int64)
        home, role = self.naming.country, self.naming.role
        self.triples.add(self.triple_key(s, r, o), day)
        self.pairs.add(s * n + o, day)
        self.directed.add((s * 2 + way) * n + o, day)
        self.objects.add(r * n + o, day)
        self.parties.add(o, day)
        self.asked.add(s * both + r, day)
        self.active.add(s, day)
        self.relation_total.add(r, day)
        self.country_object.add((home[s] * both + r) * n + o, day)
        self.country_pair.add((home[s] * both + r) * self.naming.countries + home[o], day)
        self.country_asked.add(home[s] * both + r, day)
        self.role_pair.add(((role[s] * both + r) * self.naming.roles + role[o]) * 2 + (home[s] == home[o]), day)
        self.role_asked.add(role[s] * both + r, day)
        self.naming.learn(source, target)

    def evidence(self, asked: Questions) -> Evidence:
        """Every rule body that has happened to a question's source, with the rule's confidence now."""
        width = 2 * self.relations * self.entities
        at, question = self.triples.rows(asked.source * width, (asked.source + 1) * width)
        rest = self.triples.keys[at] % width
        body, party = rest // self.entities, rest % self.entities
        gap = asked.day - self.triples.last[at]
        places = self.rules.places(body, asked.relation[question], gap, self.triples.counts[at, -1])
        return Evidence(question, party, body, gap, places, self.rules.confidence(places))

    def neighbours(self, day: int) -> sparse.csr_matrix:
        """Who has to do with whom: log of faded counts [entities, entities]."""
        weights = np.log1p(self.pairs.faded(day, 2))
        bounds = np.searchsorted(self.pairs.keys, np.arange(self.entities + 1) * self.entities)
        columns = self.pairs.keys % self.entities
        return sparse.csr_matrix((weights, columns, bounds), shape=(self.entities, self.entities))

    def similar_parties(self, asked: Questions) -> tuple[Floats, Floats, Floats]:
        """For each question and each entity: paths of two steps, likeness, and how often the like had this answer.

        Three arrays [questions, entities]; likeness is the cosine between rows of `neighbours`."""
        near = self.neighbours(asked.day)
        length = np.sqrt(np.asarray(near.multiply(near).sum(axis=1)).ravel()) + 1e-6
        unit = sparse.diags(1 / length).dot(near).tocsr()
        sources, which = np.unique(asked.source, return_inverse=True)
        twice = np.asarray((unit[sources] @ unit).todense(), dtype=np.float32)
        alike = np.asarray((unit[sources] @ unit.T).todense(), dtype=np.float32)
        alike[np.arange(len(sources)), sources] = 0
        answers = np.zeros((len(asked.source), self.entities), dtype=np.float32)
        weight = np.log1p(self.triples.faded(asked.day, 3))
        width = 2 * self.relations
        head = self.triples.keys // self.entities
        relation = head % width
        order = np.argsort(relation, kind="stable")
        bounds = np.searchsorted(relation[order], np.arange(width + 1))
        for r in np.unique(asked.relation):
            at = order[bounds[r] : bounds[r + 1]]
            if not len(at):
                continue
            rows, columns = head[at] // width, self.triples.keys[at] % self.entities
            matrix = sparse.csr_matrix((weight[at], (rows, columns)), shape=(self.entities, self.entities))
            chosen = np.flatnonzero(asked.relation == r)
            answers[chosen] = matrix.T.dot(alike[which[chosen]].T).T
        return twice[which], alike[which], answers
