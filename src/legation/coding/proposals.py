"""Verbs that no trigger knows, between two parties: the tree proposes them, the relation model tells their type."""

from legation.coding.clauses import verb_frame
from legation.coding.drafts import Draft, join
from legation.coding.parties import find_parties
from legation.coding.triggers import Match, words_in_slot
from legation.contracts import RelationScore
from legation.knowledge.events import Trigger, plover
from legation.knowledge.speech import cue_acts, wording
from legation.records import Linked, Word

_SLOTS = ("obj", "iobj", "against", "to", "on", "with", "from", "at", "into", "for")
_TWO_SIDED = frozenset(("CONSULT", "COOPERATE"))
# Verbs that say or mean something about somebody without doing anything to him.
_EMPTY = frozenset(
    "say tell be have become remain seem appear include make see know think believe expect hope want need like mean "
    "follow lead represent border win lose beat play run call name describe add note show give take get put use find "
    "keep let go come".split()
)
SURE = 0.95
"""Probability of a type from which the model may record an act that no trigger proposes."""


def propose(linked: Linked, taken: set[int]) -> list[Draft]:
    """Open drafts: verbs outside `taken` whose subject and object, or oblique, are different actors."""
    found = []
    for word in linked.parse.words:
        if word.upos == "VERB" and word.index not in taken and _may_act(word):
            item = _open(linked, word)
            if item is not None:
                found.append(item)
    return found


def _may_act(word: Word) -> bool:
    lemma = word.lemma.lower()
    return (
        lemma not in _EMPTY and lemma not in cue_acts() and lemma not in wording("silent") and word.relation != "amod"
    )


def _open(linked: Linked, word: Word) -> Draft | None:
    frame = verb_frame(linked.parse, word.index)
    actor = find_parties(linked, frame.subjects)
    if actor is None:
        return None
    for slot in _SLOTS:
        recipient = find_parties(linked, words_in_slot(frame, slot))
        if recipient is not None and not set(recipient.codes) & set(actor.codes):
            trigger = Trigger(
                lemma=word.lemma,
                particle="",
                pos="V",
                type="NONE",
                mode=None,
                cameo="",
                slots=(slot,),
                conditions=(),
                rank=-1,
            )
            match = Match(trigger=trigger, frame=frame, consumed=())
            return Draft(match=match, actor=actor, recipient=recipient, two_sided=False)
    return None


def settle(item: Draft, score: RelationScore) -> Draft | None:
    """The draft with the type and mode that the model is sure of; None where it is not."""
    best = max(score.types, key=lambda t: score.types[t])
    if best == "NONE" or score.types[best] < SURE:
        return None
    modes = {m: score.modes.get(m, 0.0) for m in plover()[best].modes}
    mode = max(modes, key=lambda m: modes[m]) if modes else None
    old = item.match.trigger
    trigger = Trigger(
        lemma=old.lemma, particle="", pos="V", type=best, mode=mode if mode and modes[mode] >= 0.5 else None, cameo="",
        slots=old.slots, conditions=(), rank=-1,
    )  # fmt: skip
    match = Match(trigger=trigger, frame=item.match.frame, consumed=())
    if best in _TWO_SIDED and item.actor is not None and item.recipient is not None:
        return Draft(match=match, actor=join([item.actor, item.recipient]), recipient=None, two_sided=True)
    return Draft(match=match, actor=item.actor, recipient=item.recipient, two_sided=False)
