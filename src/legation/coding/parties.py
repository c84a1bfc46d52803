"""The actors in a noun phrase, and how the report words them."""

from legation.coding.clauses import preposition
from legation.records import Linked, Mention, Record

# Through these prepositions a noun phrase still speaks for the actor below it: "officials from Moscow".
_OPEN = frozenset(("of", "from", "in", "at", "with", "by", "on", "for", "against", "to", "among"))
_CLOSE = frozenset(("of", "from"))


class Party(Record, frozen=True, kw_only=True):
    """Actors of one noun phrase: codes and ids side by side, and the characters that word them."""

    codes: tuple[str, ...]
    ids: tuple[str, ...]
    start: int
    end: int
    direct: bool


def _from_mention(linked: Linked, mention: Mention, direct: bool) -> Party | None:
    actors = [linked.actor[i] for i in mention.actors if i in linked.actor]
    coded = [a for a in actors if a.code]
    if not coded:
        return None
    return Party(
        codes=tuple(dict.fromkeys(a.code for a in coded if a.code)),
        ids=tuple(a.id for a in coded),
        start=mention.start,
        end=mention.end,
        direct=direct,
    )


def noun_phrase(linked: Linked, index: int) -> tuple[int, int]:
    """Characters of the core of a noun phrase: its words up to the head and what closely follows."""
    parse = linked.parse
    low = high = index
    for word in parse.dependants(index, "det", "amod", "compound", "nummod", "nmod:poss", "flat", "nmod:desc", "fixed"):
        first, last = parse.extents[word.index]
        low, high = min(low, first), max(high, last if word.relation in ("flat", "compound", "amod") else high)
    for word in parse.dependants(index, "nmod"):
        if word.index > index and preposition(parse, word.index) in _CLOSE and word.deprel != "nmod:poss":
            high = max(high, noun_phrase_words(linked, word.index)[1])
    return parse.words[low].start, parse.words[high].end


def noun_phrase_words(linked: Linked, index: int) -> tuple[int, int]:
    """Words (first, last) of a noun phrase without clauses."""
    parse = linked.parse
    low = high = index
    for word in parse.dependants(index, "det", "amod", "compound", "nummod", "nmod:poss", "flat", "nmod:desc", "case"):
        first, last = parse.extents[word.index]
        low, high = min(low, first), max(high, last)
    return low, high


def find_party(linked: Linked, index: int, depth: int = 0) -> Party | None:
    """The actors that a noun phrase stands for: its own mention, else those of its modifiers; None without any."""
    parse = linked.parse
    mention = linked.mention_by_head.get(index)
    if mention is not None and (party := _from_mention(linked, mention, depth == 0)) is not None:
        return _with_conjuncts(linked, index, party) if depth == 0 else party
    if depth > 3:
        return None
    if index in linked.country_at:
        word = parse.words[index]
        return Party(codes=(linked.country_at[index],), ids=(), start=word.start, end=word.end, direct=False)
    relations = ("nmod:poss", "amod", "compound", "nmod:desc", "flat", "appos", "det")
    for relation in relations:
        for word in parse.dependants(index, relation):
            if (party := find_party(linked, word.index, depth + 1)) is not None:
                return _worded(linked, index, party) if depth == 0 else party
    for word in parse.dependants(index, "nmod"):
        if preposition(parse, word.index) in _OPEN and (party := find_party(linked, word.index, depth + 1)) is not None:
            return _worded(linked, index, party) if depth == 0 else party
    if depth == 0:
        for word in parse.dependants(index, "conj"):
            if (party := find_party(linked, word.index, depth + 1)) is not None:
                return party
    return None


def _worded(linked: Linked, index: int, party: Party) -> Party:
    start, end = noun_phrase(linked, index)
    start, end = min(start, party.start), max(end, party.end)
    return Party(codes=party.codes, ids=party.ids, start=start, end=end, direct=False)


def _with_conjuncts(linked: Linked, index: int, party: Party) -> Party:
    codes, ids, start, end = list(party.codes), list(party.ids), party.start, party.end
    for word in linked.parse.dependants(index, "conj"):
        other = find_party(linked, word.index, 1)
        if other is not None:
            codes += [c for c in other.codes if c not in codes]
            ids += [i for i in other.ids if i not in ids]
            start, end = min(start, other.start), max(end, other.end)
    return Party(codes=tuple(codes), ids=tuple(ids), start=start, end=end, direct=party.direct)


def find_parties(linked: Linked, indices: tuple[int, ...]) -> Party | None:
    """The actors of several noun phrases together; None where none of them names any."""
    found = [p for i in indices if (p := find_party(linked, i)) is not None]
    if not found:
        return None
    return Party(
        codes=tuple(dict.fromkeys(c for p in found for c in p.codes)),
        ids=tuple(dict.fromkeys(i for p in found for i in p.ids)),
        start=min(p.start for p in found),
        end=max(p.end for p in found),
        direct=found[0].direct,
    )
