"""Coreference measures over exact mentions: MUC, B³, CEAF-e, LEA and the CoNLL average of the first three.

Vilain et al. 1995; Bagga and Baldwin 1998; Luo 2005 (φ4); Moosavi and Strube 2016. Counts of several documents add up.
"""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from legation.records import Record

Chain = Sequence[Hashable]


class Counts(Record, frozen=True, kw_only=True):
    """Numerators and denominators of recall and precision."""

    recall: float = 0.0
    gold: float = 0.0
    precision: float = 0.0
    found: float = 0.0

    def plus(self, other: "Counts") -> "Counts":
        """The sum of two documents' counts."""
        return Counts(
            recall=self.recall + other.recall,
            gold=self.gold + other.gold,
            precision=self.precision + other.precision,
            found=self.found + other.found,
        )

    @property
    def f1(self) -> float:
        """F1 in [0, 1]."""
        recall = self.recall / self.gold if self.gold else 0.0
        precision = self.precision / self.found if self.found else 0.0
        return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _index(chains: Iterable[Chain]) -> dict[Hashable, int]:
    return {mention: number for number, chain in enumerate(chains) for mention in chain}


def _muc_side(chains: Sequence[Chain], other: dict[Hashable, int]) -> tuple[float, float]:
    kept = total = 0
    for chain in chains:
        parts = {other[m] for m in chain if m in other}
        missing = sum(m not in other for m in chain)
        kept += len(chain) - len(parts) - missing
        total += len(chain) - 1
    return kept, total


def muc(gold: Sequence[Chain], found: Sequence[Chain]) -> Counts:
    """Links kept."""
    recall, links = _muc_side(gold, _index(found))
    precision, made = _muc_side(found, _index(gold))
    return Counts(recall=recall, gold=links, precision=precision, found=made)


def _b_cubed_side(chains: Sequence[Chain], other: Sequence[Chain]) -> tuple[float, float]:
    where = _index(other)
    credit = 0.0
    for chain in chains:
        overlap: dict[int, int] = {}
        for mention in chain:
            if mention in where:
                overlap[where[mention]] = overlap.get(where[mention], 0) + 1
        credit += sum(n * n for n in overlap.values()) / len(chain)
    return credit, sum(len(c) for c in chains)


def b_cubed(gold: Sequence[Chain], found: Sequence[Chain]) -> Counts:
    """Overlap of each mention's chains."""
    recall, mentions = _b_cubed_side(gold, found)
    precision, made = _b_cubed_side(found, gold)
    return Counts(recall=recall, gold=mentions, precision=precision, found=made)


def ceaf_e(gold: Sequence[Chain], found: Sequence[Chain]) -> Counts:
    """The best one-to-one alignment of chains, with similarity φ4."""
    if not gold or not found:
        return Counts(gold=len(gold), found=len(found))
    from scipy.optimize import linear_sum_assignment

    where = _index(gold)
    matrix = np.zeros((len(gold), len(found)))
    for column, chain in enumerate(found):
        for mention in chain:
            if mention in where:
                matrix[where[mention], column] += 1
    sizes = np.array([len(c) for c in gold])[:, None] + np.array([len(c) for c in found])[None, :]
    similarity = 2 * matrix / sizes
    rows, columns = linear_sum_assignment(-similarity)
    total = float(similarity[rows, columns].sum())
    return Counts(recall=total, gold=len(gold), precision=total, found=len(found))


def _lea_side(chains: Sequence[Chain], other: Sequence[Chain]) -> tuple[float, float]:
    where = _index(other)
    credit, weight = 0.0, 0.0
    for chain in chains:
        size = len(chain)
        weight += size
        if size == 1:
            partner = where.get(chain[0])
            credit += float(partner is not None and len(other[partner]) == 1)
            continue
        overlap: dict[int, int] = {}
        for mention in chain:
            if mention in where:
                overlap[where[mention]] = overlap.get(where[mention], 0) + 1
        links = sum(n * (n - 1) / 2 for n in overlap.values())
        credit += size * links / (size * (size - 1) / 2)
    return credit, weight


def lea(gold: Sequence[Chain], found: Sequence[Chain]) -> Counts:
    """Resolved links of each chain, weighted by its size."""
    recall, weight = _lea_side(gold, found)
    precision, made = _lea_side(found, gold)
    return Counts(recall=recall, gold=weight, precision=precision, found=made)


def mentions(gold: Sequence[Chain], found: Sequence[Chain]) -> Counts:
    """Mention detection."""
    left, right = set(_index(gold)), set(_index(found))
    both = float(len(left & right))
    return Counts(recall=both, gold=len(left), precision=both, found=len(right))


MEASURES = {"mentions": mentions, "muc": muc, "b3": b_cubed, "ceaf_e": ceaf_e, "lea": lea}


def score_all(pairs: Iterable[tuple[Sequence[Chain], Sequence[Chain]]]) -> dict[str, float]:
    """F1 (in percent) of every measure over documents given as (gold, found) chains, and `conll`, their average."""
    totals = {name: Counts() for name in MEASURES}
    for gold, found in pairs:
        for name, measure in MEASURES.items():
            totals[name] = totals[name].plus(measure(gold, found))
    figures = {name: 100 * counts.f1 for name, counts in totals.items()}
    figures["conll"] = (figures["muc"] + figures["b3"] + figures["ceaf_e"]) / 3
    return figures
