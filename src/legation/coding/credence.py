"""How sure an event is: what speaks for and against a draft, weighed by a logistic regression on judged records.

`training/credence` fits the weights (knowledge/data/events/credence.tsv: a feature and its weight a line), so that a
confidence can be read as the share of records with it that are right, and be explained feature by feature.
"""

import math
from collections.abc import Iterator

from legation.coding.counterparts import is_plain
from legation.coding.drafts import Draft
from legation.coding.oddities import oddities
from legation.coding.parties import Party
from legation.contracts import RelationScore
from legation.knowledge.events import classes, credence_weights
from legation.records import Linked, Parse

_SURE = 0.001
"""Probabilities of the act model are kept this far from 0 and 1 before their logarithm is taken."""

Features = dict[str, float]


def prior(item: Draft, odd: bool) -> float:
    """How sure a draft is without any model: by its parties and the conditions that its trigger had to meet."""
    both = item.recipient is not None or (item.two_sided and item.actor is not None and len(item.actor.codes) > 1)
    sure = 0.5 + 0.15 * (item.actor is not None) + 0.1 * both + 0.05 * min(2, len(item.match.trigger.conditions))
    return max(0.0, sure - 0.15 * (item.match.frame.pos == "N") - 0.6 * odd)


def credence(features: Features) -> float:
    """The probability (0 to 1) that a record with these features is right in act, type, actor and recipient."""
    weights = credence_weights()
    total = math.fsum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-total))


def features(linked: Linked, item: Draft, seen: RelationScore | None, state: str) -> Features:
    """What is known of a draft, by name; `seen` is the act model's view of its word, `state` its status."""
    frame, trigger = item.match.frame, item.match.trigger
    names = ["bias", f"type:{trigger.type}", f"state:{state}", f"pos:{frame.pos}", f"state:{state}:{trigger.type}"]
    names += [f"lemma:{trigger.lemma}:{trigger.type}", f"row:{trigger.lemma}:{trigger.type}:{len(trigger.conditions)}"]
    names += [f"mode:{trigger.type}:{trigger.mode}", f"conditions:{min(2, len(trigger.conditions))}"]
    names += [f"relation:{linked.parse.words[frame.index].deprel}", f"noun:{trigger.type}:{frame.pos == 'N'}"]
    names += _party("actor", linked, item.actor, trigger.type)
    names += _party("recipient", linked, item.recipient, trigger.type)
    names += _between(item)
    names += [f"{side}:way:{way}" for side, way in zip(("actor", "recipient"), item.ways, strict=True)]
    names += [f"again:{min(2, item.again)}"]
    if "context" in item.ways:
        names.append(f"context:{'within' if _is_within(item) else 'between'}:{trigger.type}")
    if is_plain(linked):
        names += ["plain", f"plain:{trigger.type}"]
    names += _surroundings(linked, item)
    names += [f"odd:{name}" for name in oddities(linked, item, state)]
    kind, rank = trigger.type, trigger.rank
    found = dict.fromkeys(names, 1.0) | _model("word", kind, seen)
    found |= {"actor:sure": _logit(item.sure[0]), "recipient:sure": _logit(item.sure[1])}
    return found | {f"{'rule' if rank >= 0 else 'no rule'}": 1.0, f"{'rule' if rank >= 0 else 'no rule'}:{kind}": 1.0}


def _model(name: str, kind: str, score: RelationScore | None) -> Features:
    """A model's opinion of the type."""
    if score is None:
        return {f"{name}:absent": 1.0}
    types = score.types
    best = max(types, key=lambda t: types[t])
    agrees = "same" if best == kind else "none" if best == "NONE" else "other"
    return {
        f"{name}:same": _logit(types.get(kind, 0.0)),
        f"{name}:none": _logit(types.get("NONE", 0.0)),
        f"{name}:{agrees}": 1.0,
    }


def _logit(probability: float) -> float:
    kept = min(1 - _SURE, max(_SURE, probability))
    return math.log(kept / (1 - kept)) / 3


def _party(side: str, linked: Linked, party: Party | None, event_type: str) -> Iterator[str]:
    """Whether a side is there, what it is, and how it is worded."""
    if party is None:
        yield f"{side}:none"
        yield f"{side}:none:{event_type}"
        return
    yield f"{side}:{'direct' if party.direct else 'by the way'}"
    yield f"{side}:codes:{min(3, len(party.codes))}"
    actors = [linked.actor[i] for i in party.ids if i in linked.actor]
    for kind in {a.kind for a in actors}:
        yield f"{side}:kind:{kind}"
        yield f"{side}:kind:{kind}:{event_type}"
    for sector in {a.sector or "-" for a in actors}:
        yield f"{side}:sector:{sector}"
    kinds = {m.kind for m in linked.mentions if m.start >= party.start and m.end <= party.end}
    for kind in kinds or {"unnamed"}:
        yield f"{side}:worded:{kind}"


def _is_within(item: Draft) -> bool:
    """Whether both sides are of one state."""
    return bool(item.actor and item.recipient and set(item.actor.codes) & set(item.recipient.codes))


def _between(item: Draft) -> Iterator[str]:
    if item.two_sided:
        yield f"two-sided:{min(2, len(item.actor.codes) if item.actor else 0)}"
    elif item.actor is not None and item.recipient is not None:
        yield "domestic" if _is_within(item) else "foreign"


def _surroundings(linked: Linked, item: Draft) -> Iterator[str]:
    """Classes of the words around, depth of the clause, and how many states the report and the sentence speak of."""
    parse, frame, event_type = linked.parse, item.match.frame, item.match.trigger.type
    for slot, heads in (("obj", frame.objects), ("subj", frame.subjects)):
        yield f"{slot}:{min(1, len(heads))}:{event_type}"
        for index in heads:
            yield f"{slot}:{parse.words[index].upos}"
            lemma = parse.words[index].lemma.lower()
            yield from (f"{slot}:is:{name}" for name, members in classes().items() if lemma in members)
    yield f"depth:{min(4, sum(1 for _ in _clauses_above(parse, frame.index)))}"
    number = parse.words[frame.index].sentence
    yield f"place:{min(3, number // 3)}"
    sentence = parse.sentences[number]
    words = parse.words[sentence.first : sentence.stop]
    violent = any(w.lemma.lower() in classes()["violent"] for w in words if w.index != frame.index)
    yield f"violent:{event_type}:{violent}"
    yield f"quoted:{_quoted(parse, sentence.start, parse.words[frame.index].start)}"
    near = {c for start, c in linked.states if sentence.start <= start < sentence.end}
    yield f"states here:{min(3, len(near))}"
    yield f"states:{_band(len({c for _, c in linked.states}))}"


def _clauses_above(parse: Parse, index: int) -> Iterator[int]:
    for above in (index, *parse.ancestors(index)):
        if parse.words[above].relation in ("ccomp", "xcomp", "advcl", "acl", "csubj"):
            yield above


def _quoted(parse: Parse, start: int, at: int) -> bool:
    """Whether an opening quotation mark before the predicate has not been closed in its sentence."""
    text = parse.document.text[start:at]
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _band(count: int) -> str:
    return next(name for most, name in ((2, "few"), (5, "some"), (10**9, "many")) if count <= most)
