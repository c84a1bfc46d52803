"""Which of two acts answers the other where no single marker tells: a softmax regression on what is known of the pair.

`training/links` fits the weights (knowledge/data/events/answers.tsv: kind, feature, weight) on reports with full
records.
"""

import math
from collections.abc import Iterator, Sequence

from legation.coding.passages import Placed
from legation.knowledge.events import answer_weights, quad
from legation.records import Parse

KINDS = ("none", "retaliation", "response", "condition", "implementation")
BACK, AHEAD = 6, 1
"""Sentences back, and ahead, in which what an act answers may be told."""
_BANDS = ((0, "0"), (1, "1"), (2, "2"), (4, "3-4"))
_WINDOW = 12
"""Words before the answer's trigger, and after it, that may tell that it is one."""


def candidates(answer: Placed, placed: Sequence[Placed]) -> list[Placed]:
    """Acts that an act may answer: those of the sentences around."""
    return [
        t
        for t in placed
        if t is not answer and t.index != answer.index and -AHEAD <= answer.sentence - t.sentence <= BACK
    ]


def probabilities(names: Sequence[str]) -> dict[str, float]:
    """How likely each kind of link, and none, is for a pair with these features."""
    weights = answer_weights()
    scores = {k: math.fsum(weights.get((k, n), 0.0) for n in names) for k in KINDS}
    most = max(scores.values())
    powers = {k: math.exp(s - most) for k, s in scores.items()}
    total = sum(powers.values())
    return {k: p / total for k, p in powers.items()}


def describe(parse: Parse, answer: Placed, target: Placed, placed: Sequence[Placed], by_rule: str | None) -> list[str]:
    """Names of what is known of a pair; `by_rule`: the kind of link that the rules see, None for none."""
    a, t = answer.event, target.event
    names = ["bias", f"rule:{by_rule}", f"types:{a.type}>{t.type}", f"from:{a.type}", f"to:{t.type}"]
    names += [f"quads:{quad(a.type)}>{quad(t.type)}", f"status:{a.status}>{t.status}", f"from:{a.status}:{a.type}"]
    gap = answer.sentence - target.sentence
    band = next((n for most, n in _BANDS if gap <= most), "5+") if gap >= 0 else "ahead"
    names += [f"gap:{band}", f"gap:{band}:{a.type}"]
    between = abs(answer.order - target.order) - 1
    names += [f"between:{min(3, between)}", f"before:{target.order < answer.order}:{gap == 0}"]
    names += list(_parties(answer, target))
    names += list(_tree(parse, answer, target))
    names += [f"cue:{w}" for w in sorted(_cues(parse, answer))]
    names += [
        f"lemma:from:{parse.words[answer.index].lemma.lower()}",
        f"lemma:to:{parse.words[target.index].lemma.lower()}",
    ]
    if gap == 0:
        low, high = sorted((answer.index, target.index))
        names += [
            f"mid:{w.lemma.lower()}"
            for w in parse.words[low + 1 : high][:_WINDOW]
            if w.upos in ("ADP", "SCONJ", "VERB", "CCONJ", "NOUN")
        ]
    nearest = max((p.order for p in placed if p.order < answer.order), default=None)
    names.append(f"nearest:{target.order == nearest}")
    return names


def _parties(answer: Placed, target: Placed) -> Iterator[str]:
    a, t = answer.event, target.event
    doers, met, others, hurt = set(a.actors), set(a.recipients), set(t.actors), set(t.recipients)
    yield f"answers its doer:{bool(met & others)}"
    yield f"was its target:{bool(doers & hurt)}"
    yield f"same doer:{bool(doers & others)}"
    yield f"same target:{bool(met & hurt)}"
    yield f"crossed:{bool(met & others) and bool(doers & hurt)}"
    yield f"same doers:{doers == others}:{quad(a.type)}>{quad(t.type)}"


def _tree(parse: Parse, answer: Placed, target: Placed) -> Iterator[str]:
    """How the two predicates hang together."""
    if answer.sentence != target.sentence:
        return
    above = parse.ancestors(target.index)
    if answer.index in above:
        chain = [target.index, *above[: above.index(answer.index)]]
        yield f"below:{parse.words[chain[-1]].deprel}"
        for word in (w for i in chain for w in parse.dependants(i, "mark", "case")):
            yield f"mark:{word.text.lower()}"
        yield "below"
    elif target.index in parse.ancestors(answer.index):
        yield "above"
        for word in parse.dependants(answer.index, "mark", "case"):
            yield f"upmark:{word.text.lower()}"
    else:
        yield "beside"


def _cues(parse: Parse, answer: Placed) -> set[str]:
    """Lemmas around the answer's trigger in its sentence."""
    sentence = parse.sentences[answer.sentence]
    low, high = max(sentence.first, answer.index - _WINDOW), min(sentence.stop, answer.index + _WINDOW)
    return {
        w.lemma.lower()
        for w in parse.words[low:high]
        if w.upos in ("ADP", "SCONJ", "VERB", "NOUN", "ADV", "ADJ", "PRON") and w.index != answer.index
    }
