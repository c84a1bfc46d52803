"""Parties that a clause leaves out because its neighbours have them: "froze all trade and called its envoy home"."""

import msgspec

from legation.coding.clauses import subjects
from legation.coding.drafts import Draft, clause_words
from legation.coding.parties import Party, find_parties
from legation.records import Linked, Parse

_ADDRESSED = frozenset(
    ("SANCTION", "ACCUSE", "REJECT", "THREATEN", "REQUEST", "COERCE", "ASSAULT", "AID", "SUPPORT", "CONCEDE")
)
_PAPERS = frozenset(("statement", "letter", "message", "communique", "communiqué", "declaration", "note", "document"))
_SPOKEN = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE", "SUPPORT"))
_REACH = 2
"""Sentences back from which a meeting without parties takes those of the last one."""


def complete(linked: Linked, drafts: list[Draft]) -> list[Draft]:
    """Drafts with missing recipients and parties filled from coordinated clauses, their sentence, or earlier talks."""
    found: list[Draft] = []
    for item in drafts:
        filled = item if item.actor is not None else _with_author(linked, item)
        if item.two_sided:
            filled = _with_parties(linked, item, found)
        elif filled.recipient is None and filled.actor is not None and item.match.trigger.type in _ADDRESSED:
            filled = _with_recipient(linked, filled, drafts)
        found.append(filled)
    return found


def _replace(item: Draft, actor: Party | None, recipient: Party | None) -> Draft:
    return msgspec.structs.replace(item, actor=actor, recipient=recipient)


def _with_author(linked: Linked, item: Draft) -> Draft:
    """ "The statement threatened …": the actor is whoever is the subject of the sentence before."""
    parse, frame = linked.parse, item.match.frame
    if item.match.trigger.type in _SPOKEN and (outer := _outer_speaker(linked, frame.index)) is not None:
        return _replace(item, outer, item.recipient)
    sentence = parse.words[frame.index].sentence
    if not sentence or not any(parse.words[i].lemma in _PAPERS for i in frame.subjects):
        return item
    before = parse.sentences[sentence - 1]
    for word in parse.words[before.first : before.stop]:
        if word.head == -1:
            return _replace(item, find_parties(linked, tuple(subjects(parse, word.index))), item.recipient)
    return item


def _outer_speaker(linked: Linked, index: int) -> Party | None:
    """ "Moscow says the ships were armed and accuses Kiev": who says the first part also does the second."""
    word = linked.parse.words[index]
    if word.relation != "conj" or word.head < 0:
        return None
    inner = linked.parse.words[word.head]
    if inner.relation != "ccomp" or inner.head < 0:
        return None
    return find_parties(linked, tuple(subjects(linked.parse, inner.head)))


def _with_parties(linked: Linked, item: Draft, before: list[Draft]) -> Draft:
    """ "The last talks were held in 2012": the parties are those of the two-sided act told before."""
    if item.actor is not None:
        return item
    sentence = linked.parse.words[item.match.frame.index].sentence
    for other in reversed(before):
        if sentence - linked.parse.words[other.match.frame.index].sentence > _REACH:
            break
        if other.two_sided and other.actor is not None and len(other.actor.codes) > 1:
            return _replace(item, other.actor, None)
    return item


def _with_recipient(linked: Linked, item: Draft, drafts: list[Draft]) -> Draft:
    assert item.actor is not None
    shared = _from_coordination(linked.parse, item, drafts) or _from_clause(linked, item)
    return item if shared is None else _replace(item, item.actor, shared)


def _from_coordination(parse: Parse, item: Draft, drafts: list[Draft]) -> Party | None:
    """The recipient of a verb coordinated with this one that has the same subject."""
    index = item.match.frame.index
    chain = _coordinated(parse, index)
    for other in drafts:
        if other is item or other.match.frame.index not in chain or other.recipient is None:
            continue
        if other.actor is not None and item.actor is not None and set(other.actor.codes) == set(item.actor.codes):
            return other.recipient
    return None


def _coordinated(parse: Parse, index: int) -> set[int]:
    top = index
    while parse.words[top].relation == "conj" and parse.words[top].head >= 0:
        top = parse.words[top].head
    chain, todo = {top}, [top]
    while todo:
        for word in parse.dependants(todo.pop(), "conj"):
            if word.upos in ("VERB", "ADJ") and subjects(parse, word.index) == subjects(parse, index):
                chain.add(word.index)
                todo.append(word.index)
    return chain


def _from_clause(linked: Linked, item: Draft) -> Party | None:
    """The only other party named in the predicate's own clause, where just one is."""
    assert item.actor is not None
    parse = linked.parse
    inside = set(clause_words(parse, item.match.frame))
    own = set(item.actor.codes)
    found: dict[str, Party] = {}
    for mention in linked.mentions:
        if mention.head not in inside:
            continue
        for actor in (linked.actor[a] for a in mention.actors if a in linked.actor):
            if actor.code and actor.code not in own and actor.code not in found:
                found[actor.code] = Party(
                    codes=(actor.code,), ids=(actor.id,), start=mention.start, end=mention.end, direct=False
                )
    return next(iter(found.values())) if len(found) == 1 else None
