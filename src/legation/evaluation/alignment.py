"""The measure of the CoNLL 2018 shared task (Zeman et al. 2018): F1 of tokens, words, sentences, tags and dependencies.

Gold and system text are compared without white space. Words outside multiword tokens match by their characters;
inside, by the longest common subsequence of their forms. Relations are compared without subtypes.
"""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Unit:
    """A word: its characters (the whole token's in a multiword one), labels, and head in the same list (−1: root)."""

    start: int
    end: int
    form: str
    multiword: bool
    upos: str
    head: int
    relation: str


@dataclass
class Analysis:
    """A segmented and parsed text, in characters without white space."""

    tokens: list[tuple[int, int]] = field(default_factory=list)
    words: list[Unit] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)


Counts = Counter[tuple[str, str]]
"""By measure: "gold", "found" and "right"."""

MEASURES = ("tokens", "words", "sentences", "upos", "uas", "las")


def compare(gold: Analysis, found: Analysis) -> Counts:
    """Counts of all measures for one text."""
    counts: Counts = Counter()
    for name in ("tokens", "sentences"):
        _add(counts, name, len(getattr(gold, name)), len(getattr(found, name)), 0)
    counts["tokens", "right"] = len(set(gold.tokens) & set(found.tokens))
    counts["sentences", "right"] = len(set(gold.sentences) & set(found.sentences))
    pairs = align(gold.words, found.words)
    partner = dict(pairs)
    right: Counter[str] = Counter(words=len(pairs))
    for g, f in pairs:
        a, b = gold.words[g], found.words[f]
        right["upos"] += a.upos == b.upos
        same_head = (b.head < 0) if a.head < 0 else partner.get(a.head, -2) == b.head
        right["uas"] += same_head
        right["las"] += same_head and a.relation.partition(":")[0] == b.relation.partition(":")[0]
    for name in ("words", "upos", "uas", "las"):
        _add(counts, name, len(gold.words), len(found.words), right[name])
    return counts


def _add(counts: Counts, name: str, gold: int, found: int, right: int) -> None:
    counts[name, "gold"] += gold
    counts[name, "found"] += found
    counts[name, "right"] += right


def score(counts: Counts, name: str) -> float:
    """F1 in percent, to two digits."""
    total = counts[name, "gold"] + counts[name, "found"]
    return round(200 * counts[name, "right"] / total, 2) if total else 0.0


def align(gold: list[Unit], found: list[Unit]) -> list[tuple[int, int]]:
    """Pairs of numbers of words that are the same."""
    pairs: list[tuple[int, int]] = []
    g = f = 0
    while g < len(gold) and f < len(found):
        if gold[g].multiword or found[f].multiword:
            g0, f0, g, f = _find_region(gold, found, g, f)
            pairs += _align_forms(gold, found, (g0, g), (f0, f))
        elif (gold[g].start, gold[g].end) == (found[f].start, found[f].end):
            pairs.append((g, f))
            g, f = g + 1, f + 1
        elif gold[g].start <= found[f].start:
            g += 1
        else:
            f += 1
    return pairs


def _find_region(gold: list[Unit], found: list[Unit], g: int, f: int) -> tuple[int, int, int, int]:
    """Words of both sides under multiword tokens that overlap."""
    if gold[g].multiword:
        end = gold[g].end
        if not found[f].multiword and found[f].start < gold[g].start:
            f += 1
    else:
        end = found[f].end
        if not gold[g].multiword and gold[g].start < found[f].start:
            g += 1
    g0, f0 = g, f
    while not _is_beyond(gold, g, end) or not _is_beyond(found, f, end):
        if g < len(gold) and (f >= len(found) or gold[g].start <= found[f].start):
            end = _extend(gold[g], end)
            g += 1
        else:
            end = _extend(found[f], end)
            f += 1
    return g0, f0, g, f


def _is_beyond(words: list[Unit], index: int, end: int) -> bool:
    if index >= len(words):
        return True
    return words[index].start >= end if words[index].multiword else words[index].end > end


def _extend(word: Unit, end: int) -> int:
    return max(end, word.end) if word.multiword else end


def _align_forms(
    gold: list[Unit], found: list[Unit], left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[int, int]]:
    """The longest common subsequence of forms, without case."""
    a = [w.form.lower() for w in gold[left[0] : left[1]]]
    b = [w.form.lower() for w in found[right[0] : right[1]]]
    longest = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            same = 1 + longest[i + 1][j + 1] if a[i] == b[j] else 0
            longest[i][j] = max(same, longest[i + 1][j], longest[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j] and longest[i][j] == 1 + longest[i + 1][j + 1]:
            pairs.append((left[0] + i, right[0] + j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
