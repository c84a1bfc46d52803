"""Where the events of a report stand: trigger words, sentence, order; and what a reaction is about."""

from legation.coding.clauses import is_passive, preposition
from legation.knowledge.reactions import lemmas
from legation.records import Event, Linked, Parse, Record


class Placed(Record, frozen=True, kw_only=True):
    """An event with its trigger's head word and all words of the trigger and its objects, its sentence and rank."""

    event: Event
    index: int
    words: frozenset[int]
    sentence: int
    order: int


def place_events(linked: Linked, events: tuple[Event, ...]) -> list[Placed]:
    """Events in the order of their triggers."""
    parse = linked.parse
    found = []
    for event in events:
        at = event.start + max(0, event.evidence.find(event.trigger))
        index = parse.word_at(at)
        if index is not None:
            found.append((_predicate(parse, index, at + len(event.trigger)), at, event))
    found.sort(key=lambda f: f[0])
    return [
        Placed(event=e, index=i, words=_words(parse, i, at, e), sentence=parse.words[i].sentence, order=n)
        for n, (i, at, e) in enumerate(found)
    ]


def _words(parse: Parse, index: int, at: int, event: Event) -> frozenset[int]:
    first = parse.word_at(at)
    inside = {index}
    while first is not None and first < len(parse.words) and parse.words[first].start < at + len(event.trigger):
        inside.add(first)
        first += 1
    inside |= {w.index for w in parse.dependants(index, "obj", "nsubj:pass")}
    return frozenset(inside)


def _predicate(parse: Parse, index: int, end: int) -> int:
    """The highest word of a trigger's words."""
    while parse.words[index].head >= index and parse.words[parse.words[index].head].end <= end:
        index = parse.words[index].head
    return index


def about(parse: Parse, index: int) -> list[int]:
    """Head words of what a verbal act is about, the nearest first: object, "by", "over" or "at" phrase, subject of a
    complement, antecedent."""
    word = parse.words[index]
    heads = [word.head] if word.relation == "acl" and word.head >= 0 and _is_participle(parse, index) else []
    heads += [w.index for w in parse.dependants(index, "obj") if w.index != index]
    heads += [w.index for w in parse.dependants(index, "nsubj:pass")]
    for other in parse.dependants(index, "obl", "nmod"):
        cue = preposition(parse, other.index)
        agent = cue == "by" and is_passive(parse, index)
        if cue in lemmas("reasons") | {"by", "of", "to", "on", "from"} and other.index > index and not agent:
            heads.append(other.index)
    for clause in parse.dependants(index, "ccomp"):
        heads += [w.index for w in parse.dependants(clause.index, "nsubj", "nsubj:pass")]
    if word.relation == "acl" and word.head >= 0:
        heads.append(word.head)
    return [h for i, h in enumerate(heads) if h not in heads[:i]]


def _is_participle(parse: Parse, index: int) -> bool:
    """Whether a participle without a subject says what is done to the noun before it ("raids, condemned")."""
    word = parse.words[index]
    passive = "VerbForm=Part" in word.feats and "Tense=Past" in word.feats
    return passive and not parse.dependants(index, "nsubj", "obj", "aux")


def antecedents(parse: Parse, index: int) -> list[int]:
    """Nouns whose relative or participial clause holds a word, the nearest first."""
    found = []
    for at in (index, *parse.ancestors(index)):
        word = parse.words[at]
        if word.relation == "acl" and word.head >= 0:
            found.append(word.head)
    return found
