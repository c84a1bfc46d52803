"""Where the events of a report stand: trigger word, sentence, order."""

from legation.records import Event, Linked, Parse, Record


class Placed(Record, frozen=True, kw_only=True):
    """An event with the index of its trigger word, its sentence and its rank in the text."""

    event: Event
    index: int
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
            found.append((_predicate(parse, index, at + len(event.trigger)), event))
    found.sort(key=lambda f: f[0])
    return [Placed(event=e, index=i, sentence=parse.words[i].sentence, order=n) for n, (i, e) in enumerate(found)]


def _predicate(parse: Parse, index: int, end: int) -> int:
    """The highest word of a trigger's words."""
    while parse.words[index].head >= index and parse.words[parse.words[index].head].end <= end:
        index = parse.words[index].head
    return index


def same_clause_chain(parse: Parse, index: int) -> set[int]:
    """A clause's predicate with what is coordinated with it or nominal in it."""
    return set(parse.subtree(index))


def words_of_object(parse: Parse, index: int) -> set[int]:
    """Words of what a verbal act is about: object, "by" or "over" phrase, complement."""
    found: set[int] = set()
    for word in parse.dependants(index, "obj", "obl", "ccomp", "xcomp", "nmod"):
        if word.index > index:
            found.update(parse.subtree(word.index))
    word = parse.words[index]
    if word.relation == "acl" and word.head >= 0:
        found.add(word.head)
    return found
