"""Where a party stands as seen from a predicate: the features by which the act model tells actor from recipient."""

from functools import cache

from legation.coding.clauses import Frame, adjective_frame, noun_frame, subjects, verb_frame
from legation.records import Linked, Parse, Record

_PREPOSITIONS = (
    "by", "with", "to", "on", "against", "from", "of", "for", "in", "at", "over", "between", "into", "toward",
    "towards", "among", "about", "under", "after", "through",
)  # fmt: skip
_SLOTS = ("subj", "obj", "iobj", "poss", "comp", "above", "none", *_PREPOSITIONS, "other")
_KINDS = ("name", "role", "nominal", "pronoun", "demonym", "place", "time", "location")
_ACTORS = ("person", "state", "organisation", "group")
_NEAR = (2, 5, 10, 20)
_INSIDE = frozenset(("nmod", "compound", "amod", "appos", "conj", "flat", "det"))
_OWNERS = ("own", "joined", "above", "below", "aside", "none")
_OWNED = ("subj", "passive", "obj", "iobj", "obl", "other")
_OWNED_BY = {"nsubj": "subj", "obj": "obj", "iobj": "iobj", "obl": "obl"}
_WAYS = ("up", "down", "crossed")
NAMES = (
    *(f"{slot}:{depth}" for slot in _SLOTS for depth in ("head", "inside")),
    "pos:V", "pos:N", "pos:A", "passive", "before", "after",
    *(f"near:{n}" for n in _NEAR), "far",
    *(f"worded:{k}" for k in _KINDS), *(f"kind:{k}" for k in _ACTORS), "several", "speaker", "carried",
    *(f"owner:{where}:{slot}" for where in _OWNERS for slot in _OWNED),
    *(f"{way}:{n}" for way in _WAYS for n in range(4)),
)  # fmt: skip
"""Names of the features, in the order of the act model's input."""


@cache
def numbers() -> dict[str, int]:
    """The place of each feature by its name."""
    return {name: i for i, name in enumerate(NAMES)}


def frame_at(parse: Parse, index: int) -> Frame:
    """The frame of any word that may name an act."""
    word = parse.words[index]
    if word.upos in ("NOUN", "PROPN"):
        return noun_frame(parse, index)
    if word.upos == "ADJ":
        return verb_frame(parse, index, "A") if parse.dependants(index, "cop") else adjective_frame(parse, index)
    return verb_frame(parse, index)


class View(Record, frozen=True, kw_only=True):
    """A predicate's frame, the slot of each word in its parts, and the characters of those who say what holds it."""

    frame: Frame
    placed: dict[int, str]
    speakers: tuple[tuple[int, int], ...]


def view(parse: Parse, index: int, frame: Frame | None = None) -> View:
    """What a predicate sees of its sentence."""
    at = parse.words[index].start
    frame = frame or frame_at(parse, index)
    speakers = [s for said in parse.attributions if any(a <= at < b for a, b in said.content) for s in said.source]
    return View(frame=frame, placed=slots(parse, frame), speakers=tuple(speakers))


def slots(parse: Parse, frame: Frame) -> dict[int, str]:
    """For each word in the parts of a frame the slot that it stands in, with `:head` or `:inside`."""
    found: dict[int, str] = {}
    below = [s for c in frame.complements for s in subjects(parse, c) if s not in frame.subjects]
    parts = [("subj", frame.subjects), ("obj", frame.objects), ("iobj", frame.iobjects), ("poss", frame.possessors)]
    parts += [(p if p in _PREPOSITIONS else "other", heads) for p, heads in frame.obliques.items()]
    parts += [("comp", tuple(below)), ("above", _above(parse, frame))]
    for slot, heads in parts:
        for head in heads:
            if head not in found:
                found[head] = f"{slot}:head"
            for index in _below(parse, head):
                found.setdefault(index, f"{slot}:inside")
    return found


def _above(parse: Parse, frame: Frame) -> tuple[int, ...]:
    """Subjects of the verbs above ("he said that …")."""
    found: list[int] = []
    for index in parse.ancestors(frame.index):
        if parse.words[index].upos in ("VERB", "ADJ"):
            found += subjects(parse, index)
    return tuple(dict.fromkeys(found))


def _below(parse: Parse, head: int) -> list[int]:
    """Words of a noun phrase below its head, clauses left out."""
    found, todo = [], [head]
    while todo:
        for child in parse.children[todo.pop()]:
            word = parse.words[child]
            if word.relation in _INSIDE and word.deprel != "acl:relcl":
                found.append(child)
                todo.append(child)
    return found


class Candidate(Record, frozen=True, kw_only=True):
    """What may have a part in an act: a mention of actors, a time or a place, with its head word and characters.

    `codes` are the actors' codes; of a place its country ("a trip to Yerevan").
    """

    head: int
    start: int
    end: int
    kind: str
    actors: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def candidates(linked: Linked, sentence: int) -> list[Candidate]:
    """What may have a part in the acts of a sentence: mentions of coded actors, one a head word, times, places."""
    bounds, parse = linked.parse.sentences[sentence], linked.parse
    found = _mentioned(linked, bounds.first, bounds.stop)
    spans: list[tuple[int, int, str, str | None]] = [(t.start, t.end, "time", None) for t in linked.times]
    spans += [(p.start, p.end, "location", p.country) for p in linked.places]
    rest = [
        Candidate(head=index, start=start, end=end, kind=kind, codes=(country,) if country else ())
        for start, end, kind, country in spans
        if bounds.start <= start < bounds.end and (index := parse.word_at(start)) is not None
    ]
    return [*found, *rest]


def _mentioned(linked: Linked, first: int, stop: int) -> list[Candidate]:
    """Mentions of coded actors within words, one a head word."""
    own = [m for m in linked.mentions if first <= m.head < stop]
    found: dict[int, Candidate] = {}
    for mention in sorted(own, key=lambda m: m.stop - m.first):
        coded = tuple(a for a in mention.actors if a in linked.actor and linked.actor[a].code)
        if coded:
            codes = tuple(dict.fromkeys(c for a in coded if (c := linked.actor[a].code)))
            found[mention.head] = Candidate(
                head=mention.head, start=mention.start, end=mention.end, kind=mention.kind, actors=coded, codes=codes
            )
    return list(found.values())


def describe(linked: Linked, seen: View, item: Candidate) -> list[int]:
    """Numbers of the features that hold of a candidate as seen from a predicate."""
    number, frame = numbers(), seen.frame
    distance = abs(item.head - frame.index)
    near = next((f"near:{n}" for n in _NEAR if distance <= n), "far")
    names = [seen.placed.get(item.head, "none:head"), f"pos:{frame.pos}", near, f"worded:{item.kind}"]
    names.append("before" if item.head < frame.index else "after")
    names += ["passive"] * frame.passive + ["several"] * (len(item.actors) > 1)
    names += ["carried"] * (frame.carrier is not None)
    names += [f"kind:{linked.actor[a].kind}" for a in item.actors]
    names += _owner(linked.parse, frame.index, item.head)
    names += ["speaker"] * any(a < item.end and item.start < b for a, b in seen.speakers)
    return sorted({number[n] for n in names if n in number})


def _owner(parse: Parse, act: int, party: int) -> list[str]:
    """Whose party a word is by the tree: the predicate over it, where that stands from the act, and the way there."""
    chain = [party, *parse.ancestors(party)]
    number = next((i for i, k in enumerate(chain[1:], 1) if _predicates(parse, k)), None)
    upward = [act, *parse.ancestors(act)]
    meeting = next((k for k in upward if k in chain), None)
    names = []
    if meeting is not None:
        up, down = upward.index(meeting), chain.index(meeting)
        way = {*upward[:up], *chain[1:down]} - {act}
        crossed = sum(parse.words[k].upos == "VERB" for k in way)
        names = [f"up:{min(3, up)}", f"down:{min(3, down)}", f"crossed:{min(3, crossed)}"]
    if number is None:
        return [*names, "owner:none:other"]
    owner, relation = chain[number], parse.words[chain[number - 1]].deprel
    slot = "passive" if relation in ("nsubj:pass", "obl:agent") else _OWNED_BY.get(relation.split(":")[0], "other")
    return [*names, f"owner:{_standing(parse, act, owner, upward)}:{slot}"]


def _predicates(parse: Parse, index: int) -> bool:
    word = parse.words[index]
    return word.upos in ("VERB", "AUX") or bool(parse.dependants(index, "cop", "nsubj"))


def _standing(parse: Parse, act: int, owner: int, upward: list[int]) -> str:
    """Where a predicate stands from an act: the same, joined to it, above it, below it or aside."""
    if owner == act:
        return "own"
    if owner in upward:
        steps = upward[: upward.index(owner)]
        return "joined" if all(parse.words[k].relation == "conj" for k in steps) else "above"
    above = parse.ancestors(owner)
    if act in above:
        steps = [owner, *above[: above.index(act)]]
        return "joined" if all(parse.words[k].relation == "conj" for k in steps) else "below"
    return "aside"
