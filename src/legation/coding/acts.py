"""Acts that the act model reads off a report: the words that name them, and who does them to whom."""

from collections.abc import Sequence

import msgspec

from legation.coding.drafts import Draft, join
from legation.coding.parties import Party
from legation.coding.slots import Candidate, candidates, describe, frame_at, view
from legation.coding.triggers import Match
from legation.contracts import ActScorer, RelationScore, RoleRequest, RoleScore
from legation.knowledge.events import Trigger, plover
from legation.records import Linked, Parse, Record

CONTENT = frozenset(("VERB", "NOUN", "ADJ"))
LEAST_ACT = 0.3
"""Probability of naming an act from which a word is looked at."""
LEAST_PART = 0.5
"""Probability of a part from which a party has it."""
SURE_TYPE, UNLIKELY = 0.6, 0.1
"""Probabilities from which, and up to which, the model's type takes the place of a rule's."""
SEEN = -2
"""The rank of a trigger that stands for the act model's opinion."""
SURE_PART = 0.9
"""Probability of a part from which a party has it whatever stands between it and the likeliest one."""
_WITHIN = frozenset(("conj", "appos", "nmod", "compound", "amod", "flat", "det", "nummod"))
"""Relations by which a word belongs to the phrase above it."""
_APART = 120
"""Characters between parties from which only the first of them words a side."""
_COMPLETING = frozenset(("obj", "obl", "advmod", "compound"))
"""Relations by which a word completes a predicate."""
MUTUAL = frozenset(("CONSULT", "COOPERATE", "AGREE", "SUPPORT", "ASSAULT", "RETREAT", "CONCEDE", "SANCTION", "REJECT"))


class Parts(Record, frozen=True, kw_only=True):
    """Who does an act and to whom, by the act model; `when` and `where`: first characters of its time and place.

    `sure`: probabilities of the likeliest actor and recipient.
    """

    actor: Party | None
    recipient: Party | None
    sure: tuple[float, float] = (0.0, 0.0)
    when: int | None = None
    where: int | None = None


def sight(linked: Linked, scorer: ActScorer, words: Sequence[int]) -> dict[int, RelationScore]:
    """The act model's view of words that may name an act: content words of sentences with an actor, and `words`."""
    told = {linked.parse.words[m.head].sentence for m in linked.mentions if m.actors}
    able = {w.index for w in linked.parse.words if w.upos in CONTENT and w.sentence in told} | set(words)
    order = sorted(able)
    return dict(zip(order, scorer.acts(linked.parse, order), strict=True))


def likeliest(score: RelationScore) -> tuple[str, float]:
    """The likeliest type that is an act, and the probability that the word names any act."""
    types = score.types
    best = max((t for t in types if t != "NONE"), key=types.__getitem__)
    return best, 1.0 - types.get("NONE", 0.0)


def read_acts(linked: Linked, seen: dict[int, RelationScore], taken: set[int]) -> list[Match]:
    """Matches for words that the model takes for acts and no rule knows."""
    found = []
    for index, score in seen.items():
        word = linked.parse.words[index]
        if 1.0 - score.types.get("NONE", 0.0) < LEAST_ACT or index in taken or word.upos not in CONTENT:
            continue
        kind, _ = likeliest(score)
        frame = frame_at(linked.parse, index)
        trigger = Trigger(
            lemma=word.lemma, particle="", pos=frame.pos, type=kind, mode=likely_mode(kind, score), cameo="", slots=(),
            conditions=(), rank=SEEN,
        )  # fmt: skip
        found.append(Match(trigger=trigger, frame=frame, consumed=()))
    return found


def without_echoes(parse: Parse, matches: Sequence[Match]) -> list[Match]:
    """Matches without those of the model whose word only completes or opens another's of its type.

    "called its envoy home", "expects to meet".
    """
    types = {m.frame.index: m.trigger.type for m in matches}

    def echoes(match: Match) -> bool:
        word, kind = parse.words[match.frame.index], match.trigger.type
        opened = (w for w in parse.dependants(word.index, "xcomp") if types.get(w.index) == kind)
        return (word.relation in _COMPLETING and types.get(word.head) == kind) or any(opened)

    return [m for m in matches if m.trigger.rank != SEEN or not echoes(m)]


def likely_mode(kind: str, score: RelationScore) -> str | None:
    """The likeliest of a type's modes, None where "no mode" is likelier."""
    modes = {m: score.modes.get(m, 0.0) for m in plover()[kind].modes}
    best = max(modes, key=lambda m: modes[m]) if modes else None
    return best if best is not None and modes[best] >= score.modes.get("-", 0.0) else None


def parts(linked: Linked, scorer: ActScorer, matches: Sequence[Match]) -> list[Parts]:
    """Actor and recipient of each match by the act model."""
    asked: list[RoleRequest] = []
    owners: list[tuple[int, Candidate]] = []
    able: dict[int, list[Candidate]] = {}
    for number, match in enumerate(matches):
        frame = match.frame
        seen = view(linked.parse, frame.index, frame)
        sentence = linked.parse.words[frame.index].sentence
        if sentence not in able:
            able[sentence] = candidates(linked, sentence)
        for item in able[sentence]:
            features = tuple(describe(linked, seen, item))
            asked.append(RoleRequest(act=frame.index, party=item.head, features=features, type=match.trigger.type))
            owners.append((number, item))
    scores = scorer.roles(linked.parse, asked) if asked else []
    found: list[list[tuple[Candidate, RoleScore]]] = [[] for _ in matches]
    for (number, item), score in zip(owners, scores, strict=True):
        found[number].append((item, score))
    return [
        Parts(
            actor=_side(linked.parse, [(c, s.actor) for c, s in own]),
            recipient=_side(linked.parse, [(c, s.recipient) for c, s in own]),
            sure=(
                max((s.actor for c, s in own if c.actors), default=0.0),
                max((s.recipient for c, s in own if c.actors), default=0.0),
            ),
            when=_best([(c, s.when) for c, s in own if c.kind == "time"]),
            where=_best([(c, s.where) for c, s in own if c.kind == "location"]),
        )
        for own in found
    ]


def _best(scored: list[tuple[Candidate, float]]) -> int | None:
    """First character of the likeliest candidate that has a part."""
    able = [(p, -c.start) for c, p in scored if p >= LEAST_PART]
    return -max(able)[1] if able else None


def _side(parse: Parse, scored: list[tuple[Candidate, float]]) -> Party | None:
    """Those that have a part as one party: mentions of actors, else places that stand for their country."""
    chosen = [(c, p) for c, p in scored if p >= LEAST_PART and c.codes]
    named = [(c, p) for c, p in chosen if c.actors]
    return _party(_together(parse, named or chosen))


def _together(parse: Parse, scored: list[tuple[Candidate, float]]) -> list[Candidate]:
    """The likeliest candidate, those joined to it, and others that are as good as sure."""
    if not scored:
        return []
    best = max(scored, key=lambda x: (x[1], -x[0].start))[0]
    return [c for c, p in scored if c is best or p >= SURE_PART or _joined(parse, best.head, c.head)]


def _joined(parse: Parse, one: int, other: int) -> bool:
    """Whether two words are parts of one phrase: joined by "and", in apposition, one within the other."""
    chain = (one, *_upward(parse, one)), (other, *_upward(parse, other))
    return bool(set(chain[0]) & set(chain[1]))


def _upward(parse: Parse, index: int) -> list[int]:
    """Words above within the phrase."""
    found: list[int] = []
    while parse.words[index].relation in _WITHIN and parse.words[index].head >= 0:
        index = parse.words[index].head
        found.append(index)
    return found


def _party(chosen: list[Candidate]) -> Party | None:
    """Candidates as one party in the order of the text."""
    found = [
        Party(codes=c.codes, ids=c.actors, start=c.start, end=c.end, direct=True)
        for c in sorted(chosen, key=lambda c: c.start)
    ]
    joined = join(found)
    if joined is None or joined.end - joined.start <= _APART:
        return joined
    return Party(codes=joined.codes, ids=joined.ids, start=found[0].start, end=found[0].end, direct=True)


def combine(linked: Linked, item: Draft, own: Parts, score: RelationScore | None) -> Draft:
    """A draft with the type and parties that the model sees, and those of the rules where it sees none."""
    actor = own.actor or item.actor
    recipient = own.recipient or item.recipient
    if actor is not None and _is_own(actor, own.recipient) and not _is_own(actor, item.recipient):
        recipient = item.recipient or recipient  # "recalled its ambassador from The Hague": the other side goes first
    if actor is not None and recipient is not None and set(recipient.ids) and set(recipient.ids) <= set(actor.ids):
        recipient = own.recipient if own.recipient and not own.actor else None
    if actor is not None and recipient is not None:
        recipient = _others(linked, actor, recipient)
    if actor is not None and len(actor.codes) > 1 and _is_own(actor, recipient):
        recipient = None  # several who act on each other
    match = _retyped(item.match, score) if score is not None else item.match
    several = actor is not None and len(actor.codes) > 1
    mutual = (recipient is None and several and match.trigger.type in MUTUAL) or (item.two_sided and own.actor is None)
    if item.two_sided and own.actor is not None and own.recipient is not None and match.trigger.type in MUTUAL:
        mutual, actor, recipient = True, join([own.actor, own.recipient]), None
    ways = (_way(own.actor, item.actor), _way(own.recipient, item.recipient))
    return Draft(
        match=match, actor=actor, recipient=recipient, two_sided=mutual, when=own.when, where=own.where, sure=own.sure,
        ways=ways,
    )  # fmt: skip


def _way(own: Party | None, ruled: Party | None) -> str:
    """Who found a party: the model, the rules, both alike or unlike, none."""
    if own is None or ruled is None:
        return "none" if own is ruled else "rules" if own is None else "model"
    return "both" if set(own.codes) == set(ruled.codes) else "unlike"


def _is_own(actor: Party, recipient: Party | None) -> bool:
    """Whether all recipients are of the actor's own side."""
    return recipient is not None and set(recipient.codes) <= set(actor.codes)


def _others(linked: Linked, actor: Party, recipient: Party) -> Party | None:
    """The recipients besides the actor's own state; people and bodies of that state may well be recipients."""
    own = {i for i in recipient.ids if i in linked.actor and linked.actor[i].kind == "state"}
    ids = tuple(i for i in recipient.ids if i not in own or linked.actor[i].code not in actor.codes)
    others = tuple(c for c in recipient.codes if c not in actor.codes)
    if others:
        ids = tuple(i for i in ids if i not in linked.actor or linked.actor[i].code in others)
        return msgspec.structs.replace(recipient, codes=others, ids=ids)
    return recipient if ids else None


def _retyped(match: Match, score: RelationScore) -> Match:
    """The match with the model's type where it is sure of another one than the rule's."""
    kind, _ = likeliest(score)
    trigger = match.trigger
    if kind == trigger.type or score.types[kind] < SURE_TYPE or score.types.get(trigger.type, 0.0) > UNLIKELY:
        return match
    changed = msgspec.structs.replace(trigger, type=kind, mode=likely_mode(kind, score), cameo="")
    return msgspec.structs.replace(match, trigger=changed)
