"""Candidates for a day's questions, and the figures by which the ranker weighs them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.forecasting.history import Evidence, History, Questions
from legation.forecasting.quadruples import Floats, Ints

SEEDS = 40
"""How many parties each source of candidates beyond the pair's own past may add to a question."""


@dataclass(frozen=True)
class Candidates:
    """One row a candidate, grouped by question: question, party, features [rows, features], first guess."""

    question: Ints
    party: Ints
    features: Floats
    guess: Floats


def gather(history: History, asked: Questions, keep: int) -> tuple[Candidates, Evidence]:
    """The `keep` likeliest candidates of every question by a first guess, with their features, and the rules' rows."""
    n = history.entities
    evidence = history.evidence(asked)
    strength, pairs = _strongest(evidence, n)
    similar = history.similar_parties(asked)
    seeds = [pairs, *(_top(scores, SEEDS) for scores in (similar[0], similar[2]))]
    seeds += [_popular(history, asked), _at_home(history, asked)]
    found = np.unique(np.concatenate(seeds))
    question, party = found // n, found % n
    place = np.minimum(np.searchsorted(pairs, found), max(len(pairs) - 1, 0))
    rules = np.zeros((len(found), strength.shape[1]), dtype=np.float32)
    if len(pairs):
        known = pairs[place] == found
        rules[known] = strength[place[known]]
    share = _share(history, asked, question, party)
    like = similar[2][question, party]
    top = np.maximum(similar[2].max(axis=1), 1e-6)[question]
    guess = rules[:, 3] + 0.5 * share[:, 0] + 0.3 * share[:, 1] + 0.05 * like / top
    chosen = _cut(question, guess, keep)
    question, party = question[chosen], party[chosen]
    columns = [
        rules[chosen],
        share[chosen],
        np.stack([m[question, party] for m in similar], axis=1),
        (like / top)[chosen, None],
        _past(history, asked, question, party),
        _names(history, asked, question, party),
    ]
    features = np.concatenate(columns, axis=1).astype(np.float32)
    return Candidates(question, party, features, guess[chosen].astype(np.float32)), evidence


def _strongest(evidence: Evidence, n: int) -> tuple[Floats, Ints]:
    """The three most confident rules for each pair of question and party, all of them together, and their number."""
    pair = evidence.question * n + evidence.party
    order = np.lexsort((-evidence.confidence, pair))
    pair, confidence = pair[order], evidence.confidence[order]
    pairs, starts, sizes = np.unique(pair, return_index=True, return_counts=True)
    strength = np.zeros((len(pairs), 5), dtype=np.float32)
    for i in range(3):
        enough = sizes > i
        strength[enough, i] = confidence[starts[enough] + i]
    if len(pairs):
        strength[:, 3] = 1 - np.exp(np.add.reduceat(np.log1p(-np.minimum(confidence, 0.999)), starts))
    strength[:, 4] = sizes
    return strength, pairs


def _top(scores: Floats, number: int) -> Ints:
    """Keys (row × columns + column) of the highest scores of each row, without zeros."""
    number = min(number, scores.shape[1] - 1)
    columns = np.argpartition(-scores, number, axis=1)[:, :number]
    rows = np.arange(len(scores))[:, None]
    keys = rows * scores.shape[1] + columns
    return np.asarray(keys[scores[rows, columns] > 0], dtype=np.int64)


def _popular(history: History, asked: Questions) -> Ints:
    """The parties that most often answer a relation, whoever asks."""
    n = history.entities
    relations, which = np.unique(asked.relation, return_inverse=True)
    at, owner = history.objects.rows(relations * n, (relations + 1) * n)
    weight = history.objects.faded(asked.day, 2)[at] + 0.05 * history.objects.faded(asked.day, 4)[at]
    dense = np.zeros((len(relations), n), dtype=np.float32)
    dense[owner, history.objects.keys[at] % n] = weight
    return _spread(_top(dense, SEEDS), which, n)


def _at_home(history: History, asked: Questions) -> Ints:
    """The parties that most often answer a relation when the source's countrymen ask."""
    n, both = history.entities, 2 * history.relations
    heads, which = np.unique(history.naming.country[asked.source] * both + asked.relation, return_inverse=True)
    at, owner = history.country_object.rows(heads * n, (heads + 1) * n)
    dense = np.zeros((len(heads), n), dtype=np.float32)
    dense[owner, history.country_object.keys[at] % n] = history.country_object.faded(asked.day, 1)[at] + 0.01
    return _spread(_top(dense, SEEDS), which, n)


def _spread(keys: Ints, which: Ints, n: int) -> Ints:
    """Keys of groups as keys of the questions in them."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begin, end = np.searchsorted(keys, which * n), np.searchsorted(keys, (which + 1) * n)
    sizes = end - begin
    offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    questions = np.repeat(np.arange(len(which)), sizes)
    return np.asarray(questions * n + keys[np.repeat(begin, sizes) + offset] % n, dtype=np.int64)


def _cut(question: Ints, guess: Floats, keep: int) -> npt.NDArray[np.bool_]:
    """Which rows are among the `keep` highest of their question (rows are grouped by question)."""
    order = np.lexsort((-guess, question))
    sizes = np.bincount(question)
    position = np.arange(len(question)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    chosen = np.zeros(len(question), dtype=np.bool_)
    chosen[order[position < keep]] = True
    return chosen


def _share(history: History, asked: Questions, question: Ints, party: Ints) -> Floats:
    """How often this party answers the relation: for anybody, and for the source's countrymen (shares of all)."""
    n, both, day = history.entities, 2 * history.relations, asked.day
    relation = asked.relation[question]
    objects, _ = history.objects.look(relation * n + party, day)
    total, _ = history.relation_total.look(relation, day)
    head = history.naming.country[asked.source[question]] * both + relation
    home, _ = history.country_object.look(head * n + party, day)
    home_total, _ = history.country_asked.look(head, day)
    return np.stack(
        [
            objects[:, 2] / (total[:, 2] + 5),
            home[:, 1] / (home_total[:, 1] + 5),
            home[:, 0] / (home_total[:, 0] + 3),
            home[:, 2] / (home_total[:, 2] + 5),
            objects[:, 4] / (total[:, 4] + 5),
            objects[:, 1] / (total[:, 1] + 5),
        ],
        axis=1,
    ).astype(np.float32)


def _past(history: History, asked: Questions, question: Ints, party: Ints) -> Floats:
    """Fading counts and gaps of what happened between the two, and of each alone."""
    n, r, day = history.entities, history.relations, asked.day
    source, relation = asked.source[question], asked.relation[question]
    turned = (relation + r) % (2 * r)
    way = (relation >= r).astype(np.int64)
    columns: list[Floats] = []
    tables = (
        (history.triples, history.triple_key(source, relation, party)),
        (history.triples, history.triple_key(source, turned, party)),
        (history.directed, (source * 2 + way) * n + party),
        (history.directed, (source * 2 + 1 - way) * n + party),
        (history.objects, relation * n + party),
        (history.parties, party),
        (history.asked, source * 2 * r + relation),
        (history.active, source),
    )
    for table, keys in tables:
        counts, gaps = table.look(keys, day)
        columns += [counts, np.log1p(gaps)[:, None]]
    same, asked_total, pair, active = columns[0], columns[12], columns[4] + columns[6], columns[14]
    shares = [
        same[:, 2] / (asked_total[:, 1] + 1),
        same[:, 4] / (asked_total[:, 2] + 1),
        pair[:, 1] / (active[:, 0] + 1),
        pair[:, 4] / (active[:, 2] + 1),
    ]
    return np.concatenate([*columns, np.stack(shares, axis=1)], axis=1)


def _names(history: History, asked: Questions, question: Ints, party: Ints) -> Floats:
    """What roles and countries tell."""
    naming, both, day = history.naming, 2 * history.relations, asked.day
    source, relation = asked.source[question], asked.relation[question]
    here, there = naming.country[source], naming.country[party]
    head = here * both + relation
    pair, _ = history.country_pair.look(head * naming.countries + there, day)
    total, _ = history.country_asked.look(head, day)
    same = here == there
    role_head = naming.role[source] * both + relation
    roles, _ = history.role_pair.look((role_head * naming.roles + naming.role[party]) * 2 + same, day)
    role_total, _ = history.role_asked.look(role_head, day)
    return np.stack(
        [
            same,
            pair[:, 0] / (total[:, 0] + 2),
            pair[:, 2] / (total[:, 2] + 2),
            roles[:, 0] / (role_total[:, 0] + 5),
            naming.role[party] == 1,
            naming.role[source] == 1,
            naming.role[party] == 0,
            naming.role[source] == 0,
            naming.role[source] == naming.role[party],
            total[:, 2],
        ],
        axis=1,
    ).astype(np.float32)
