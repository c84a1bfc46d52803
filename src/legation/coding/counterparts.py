"""The other side that a report leaves to its context: "Moscow denied it" in a report on Moscow and Kiev.

A logistic regression over what the report tells of its parties (knowledge/data/events/counterparts.tsv, fitted by
`training/counterparts`) gives the probability that a party is the recipient of an act whose sentence words none.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from legation.coding.drafts import Draft, join
from legation.coding.parties import Party
from legation.coding.quotes import quotations
from legation.knowledge.events import counterpart_weights
from legation.records import Linked, Record

INFERRED = ("actor from context", "recipient from context")
"""Flags of events of which their own sentence does not name the doers, or the recipients."""
LEAST, LEAST_PLAIN, LEAST_OWN = 0.7, 0.4, 0.5
"""Probability from which a party is taken to be meant; in plain narratives; of an act within one state."""
SURE_ACT = 0.5
"""Probability of an act from which a draft counts among what parties do to each other."""
MOST = 6
"""Parties, those named most, that are weighed."""
_ADDRESSED = frozenset(
    (
        "ACCUSE",
        "SANCTION",
        "REQUEST",
        "THREATEN",
        "REJECT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "PROTEST",
        "COERCE",
        "ASSAULT",
    )
)
"""Acts that are meant for somebody, named or not."""
_PAIR_OF = 3
"""Parties, those named most, of which two may be meant."""
_CITING = 0.1
"""Quotations a sentence up to which an undated report is a plain narrative."""
_GENRE = frozenset(("bias", "rank", "share", "near", "to", "back", "title", "lead", "others"))
"""Features that weigh differently in plain narratives."""
_PAIRED = frozenset(("CONSULT", "AGREE", "COOPERATE", "ASSAULT", "RETREAT"))


class Scene(Record, frozen=True, kw_only=True):
    """What a report tells of its parties, by code: sentences that name each, and acts of one (the first) to another.

    `ids`: the actors of each code, the state itself first, with the characters that name them first; `states`: those
    that are states.
    `plain`: undated and hardly quoting anybody, as a history is.
    """

    named: dict[str, tuple[int, ...]]
    ids: dict[str, tuple[tuple[str, int, int], ...]]
    states: frozenset[str]
    acts: dict[tuple[str, str], int]
    title: frozenset[str]
    plain: bool

    @property
    def ranked(self) -> list[str]:
        """Codes, those named most first."""
        return sorted(self.named, key=lambda c: (-len(self.named[c]), self.named[c][0], c))


def survey(linked: Linked, drafts: Sequence[Draft], sure: Mapping[int, float]) -> Scene:
    """The parties of a report; `sure`: how likely each word names an act."""
    named: dict[str, list[int]] = {}
    ids: dict[str, dict[str, tuple[str, int, int]]] = {}
    for mention in sorted(linked.mentions, key=lambda m: m.start):
        for actor in (linked.actor[a] for a in mention.actors if a in linked.actor):
            if actor.code:
                named.setdefault(actor.code, []).append(linked.parse.words[mention.head].sentence)
                ids.setdefault(actor.code, {}).setdefault(actor.id, (actor.id, mention.start, mention.end))
    acts: Counter[tuple[str, str]] = Counter()
    counted: set[int] = set()
    for item in drafts:
        index = item.match.frame.index
        if item.actor is None or index in counted or sure.get(index, 1.0) < SURE_ACT:
            continue
        counted.add(index)
        others = item.recipient.codes if item.recipient is not None else item.actor.codes
        acts.update((a, b) for a in item.actor.codes for b in others if a != b or item.recipient is not None)
    title = (linked.parse.document.title or "").lower()
    told = frozenset(c for c, own in ids.items() if title and linked.actor[next(iter(own))].name.lower() in title)
    return Scene(
        named={c: tuple(n) for c, n in named.items()},
        ids={c: tuple(sorted(i.values(), key=lambda x: linked.actor[x[0]].kind != "state")) for c, i in ids.items()},
        states=frozenset(a for a, actor in linked.actor.items() if actor.kind == "state"),
        acts=dict(acts), title=told, plain=is_plain(linked),
    )  # fmt: skip


def is_plain(linked: Linked) -> bool:
    """Whether a report is a plain narrative: undated and hardly quoting anybody, as a history is."""
    document = linked.parse.document
    return document.published is None and _count_quotations(document.text) <= _CITING * len(linked.parse.sentences)


@lru_cache(maxsize=16)
def _count_quotations(text: str) -> int:
    """Quotations of a text, which every draft of a report asks for."""
    return len(quotations(text))


Side = str
"""What a draft lacks: "recipient", "actor", "other" (of a two-sided act), "pair" (both sides of one)."""


def lacking(item: Draft) -> Side | None:
    """What an act's own sentence leaves open, None where it names both sides, several doers or no act of two."""
    if item.actor is None:
        if item.recipient is not None:
            return "actor" if len(item.recipient.codes) == 1 else None
        return "pair" if item.two_sided or item.match.trigger.type in _PAIRED else None
    if item.recipient is not None or len(item.actor.codes) > 1:
        return None
    return "other" if item.two_sided else "recipient"


def options(scene: Scene, item: Draft) -> list[tuple[str, str]]:
    """Pairs of the party that is there and of one that may be meant; both may be meant where neither is there.

    What somebody does may be meant for others of the same state, if the report names any.
    """
    known = item.actor or item.recipient
    if known is not None:
        code = known.codes[0]
        own = [(code, code)] if lacking(item) != "other" and _may_stay_within(scene, item, known) else []
        return own + [(code, c) for c in scene.ranked if c not in known.codes][:MOST]
    first = scene.ranked[:_PAIR_OF]
    return [(a, b) for n, a in enumerate(first) for b in first[n + 1 :]]


def _may_stay_within(scene: Scene, item: Draft, known: Party) -> bool:
    """Whether the other side may be of the known one's state: not of a state by its own name, which deals with others.

    Who did it must at least be worded ("protesters blocked roads"): nobody is made the doer of "two were killed".
    """
    frame = item.match.frame
    doers = (*frame.obliques.get("by", ()), *frame.possessors, *(() if frame.passive else frame.subjects))
    if item.actor is None and not doers:
        return False
    return not scene.states.intersection(known.ids) and _fellow(scene, known.codes[0], known) is not None


def describe(linked: Linked, scene: Scene, item: Draft, pair: tuple[str, str]) -> list[str]:
    """Names of the features that hold of a pair, of which the second may be meant by an act."""
    side = lacking(item)
    if side != "pair" and pair[0] == pair[1]:
        return [f"{side} of one's own:{name}" for name in _within(linked, scene, item, pair[0])]
    names = list(_features(linked, scene, item, *pair))
    if scene.plain:
        names += [f"plain:{name}" for name in names if name.partition(":")[0] in _GENRE]
    if side in ("recipient", "other"):
        return [*names, f"other side:{side == 'other'}"]
    return [f"{side}:{name}" for name in names]


def _features(linked: Linked, scene: Scene, item: Draft, known: str, code: str) -> Iterator[str]:
    kind, frame = item.match.trigger.type, item.match.frame
    sentence = linked.parse.words[frame.index].sentence
    others = [c for c in scene.ranked if c != known]
    rank = others.index(code)
    share = len(scene.named[code]) / max(1, sum(len(scene.named[c]) for c in others))
    to, back = scene.acts.get((known, code), 0), scene.acts.get((code, known), 0)
    most = max((n for (a, b), n in scene.acts.items() if a == known and b != code), default=0)
    own = scene.named.get(known, ())
    yield "bias"
    yield f"type:{kind}"
    yield f"rank:{min(3, rank)}"
    yield f"share:{min(9, int(share * 10))}"
    yield f"rank:{min(3, rank)}:{kind}"
    yield f"others:{min(5, len(others))}"
    yield f"near:{_band(sentence, scene.named[code])}"
    yield f"to:{min(3, to)}"
    yield f"back:{min(3, back)}"
    yield f"first:{to > most}:{back > 0}"
    yield f"first:{to > most}:{kind}"
    yield f"title:{code in scene.title}"
    yield f"lead:{0 in scene.named[code]}"
    yield f"pos:{frame.pos}"
    yield f"pos:{frame.pos}:{kind}"
    yield f"objects:{min(1, len(frame.objects))}:{kind}"
    yield f"kind:{'group' if ':' in code else linked.actor[scene.ids[code][0][0]].kind}"
    yield f"known:{'group' if ':' in known else 'other'}"
    yield f"known less named:{len(own) < len(scene.named[code])}"
    yield f"known near:{_band(sentence, own)}"


def _within(linked: Linked, scene: Scene, item: Draft, code: str) -> Iterator[str]:
    """Features of an act that may stay within a state."""
    kind, frame = item.match.trigger.type, item.match.frame
    sentence = linked.parse.words[frame.index].sentence
    share = len(scene.named[code]) / max(1, sum(map(len, scene.named.values())))
    others = [n for c, n in scene.named.items() if c != code]
    near = min((_band(sentence, n) for n in others), default=99)
    known = item.actor or item.recipient
    actors = [linked.actor[i] for i in known.ids if i in linked.actor] if known is not None else []
    inner = scene.acts.get((code, code), 0)
    yield "bias"
    yield f"type:{kind}"
    yield f"share:{min(9, int(share * 10))}"
    yield f"near:{near}"
    yield f"near:{near}:{min(9, int(share * 10)) // 3}"
    yield f"pos:{frame.pos}:{kind}"
    yield f"objects:{min(1, len(frame.objects))}:{kind}"
    yield f"subjects:{min(1, len(frame.subjects))}:{kind}"
    yield f"plain:{scene.plain}"
    yield f"acts:{min(3, inner)}"
    yield f"model:{_tenth(item.sure[0])}:actor"
    yield f"model:{_tenth(item.sure[1])}:recipient"
    yield from sorted({f"known:{a.kind}:{a.sector}" for a in actors})


def _tenth(probability: float) -> int:
    return min(9, int(probability * 10))


def _band(sentence: int, named: Sequence[int]) -> int:
    """How many sentences before, at most, a party was named last."""
    distance = min((sentence - n for n in named if n <= sentence), default=99)
    return next((n for n in (0, 1, 2, 4) if distance <= n), 99)


def probability(names: Sequence[str]) -> float:
    """The probability (0 to 1) of a party with these features."""
    weights = counterpart_weights()
    return 1.0 / (1.0 + math.exp(-math.fsum(weights.get(name, 0.0) for name in names)))


def fill(linked: Linked, drafts: Sequence[Draft], sure: Mapping[int, float]) -> list[Draft]:
    """Drafts with the parties that their report leaves little doubt about; two-sided acts get both as actors."""
    scene = survey(linked, drafts, sure)
    return [_filled(linked, scene, d) for d in drafts]


def _filled(linked: Linked, scene: Scene, item: Draft) -> Draft:
    side = lacking(item)
    able = [pair for pair in options(scene, item) if _is_asked(scene, item, side, pair)] if side is not None else []
    scored = [(probability(describe(linked, scene, item, pair)), pair) for pair in able]
    if not scored:
        return item
    sure, pair = max(scored, key=lambda x: x[0])
    within = side != "pair" and pair[0] == pair[1]
    if sure < (LEAST_OWN if within else LEAST_PLAIN if scene.plain else LEAST):
        return item
    known = item.actor or item.recipient
    meant = _party(scene, pair[1], known if within else None)
    if side == "actor":
        return msgspec.structs.replace(item, actor=meant, ways=("context", item.ways[1]))
    if side == "recipient":
        return msgspec.structs.replace(item, recipient=meant, ways=(item.ways[0], "context"))
    both = join([item.actor or _party(scene, pair[0]), meant])
    if item.actor is None or both is None:
        return msgspec.structs.replace(item, actor=both, two_sided=True, ways=("context", "context"))
    worded = msgspec.structs.replace(both, start=item.actor.start, end=item.actor.end)
    return msgspec.structs.replace(item, actor=worded, two_sided=True, ways=(item.ways[0], "context"))


def _is_asked(scene: Scene, item: Draft, side: Side, pair: tuple[str, str]) -> bool:
    """Whether a party may be filled in: in a dated or quoting report only who is addressed.

    There no other state is said to have done what the sentence leaves open, but somebody of the same state may have.
    """
    if scene.plain or (pair[0] == pair[1] and side != "pair"):
        return True
    return side == "recipient" and item.match.trigger.type in _ADDRESSED


def _fellow(scene: Scene, code: str, known: Party) -> tuple[str, int, int] | None:
    """Another actor of a state than the known one."""
    return next((entry for entry in scene.ids.get(code, ()) if entry[0] not in known.ids), None)


def _party(scene: Scene, code: str, besides: Party | None = None) -> Party:
    """A party as the report words it first; beside one of the same state that state, as nobody tells who is meant."""
    found = _fellow(scene, code, besides) if besides is not None else None
    name, start, end = found or scene.ids[code][0]
    ids = (name,) if found is None or name in scene.states else ()
    return Party(codes=(code,), ids=ids, start=start, end=end, direct=False)
