"""A matched trigger with its parties: what an event is made from before it is judged."""

import msgspec

from legation.coding.clauses import Frame, subjects
from legation.coding.parties import Party, find_parties, find_party
from legation.coding.triggers import Match, words_in_slot
from legation.records import Linked, Parse, Record

# Relations by which a clause of its own hangs on a predicate; its words are no evidence for the predicate's act.
_OTHER_CLAUSES = frozenset(("advcl", "parataxis", "conj", "discourse", "ccomp:speech", "dep", "cc"))


class Draft(Record, frozen=True, kw_only=True):
    """A trigger in its frame with the parties found; `two_sided` acts have all parties as actors.

    `when` and `where` are the first characters of the time and place that the act model gives it, `sure` its
    probabilities for the likeliest actor and recipient of the sentence, `ways` how each side was found, and
    `again` how many earlier acts of the report have this type and these parties.
    """

    match: Match
    actor: Party | None
    recipient: Party | None
    two_sided: bool
    when: int | None = None
    where: int | None = None
    sure: tuple[float, float] = (0.0, 0.0)
    ways: tuple[str, str] = ("", "")
    again: int = 0


def count_repeats(drafts: list[Draft]) -> list[Draft]:
    """Drafts with `again` counted, in the order of the text."""
    met: dict[tuple[str, frozenset[str], frozenset[str]], set[int]] = {}
    found: dict[int, Draft] = {}
    for number in sorted(range(len(drafts)), key=lambda n: drafts[n].match.frame.index):
        item = drafts[number]
        actors, recipients = (frozenset(p.codes if p else ()) for p in (item.actor, item.recipient))
        key = item.match.trigger.type, actors, recipients
        words = met.setdefault(key, set())
        found[number] = msgspec.structs.replace(item, again=len(words - {item.match.frame.index}))
        words.add(item.match.frame.index)
    return [found[number] for number in range(len(drafts))]


def _recipient(linked: Linked, match: Match) -> Party | None:
    frame = match.frame
    for slot in match.trigger.slots:
        if slot in ("both",) or "<" in slot or ">" in slot:
            continue
        heads = words_in_slot(frame, slot)
        if slot == "comp":
            heads = tuple(s for c in heads for s in _own_subject(linked.parse, c))
        if slot == "obj" and frame.pos == "N":
            heads = ()
        if (party := find_parties(linked, heads)) is not None:
            return party
    return None


def _own_subject(parse: Parse, index: int) -> list[int]:
    return [w.index for w in parse.dependants(index, "nsubj", "nsubj:pass")]


def join(parties: list[Party]) -> Party | None:
    """Several parties as one; None where there is none."""
    if not parties:
        return None
    return Party(
        codes=tuple(dict.fromkeys(c for p in parties for c in p.codes)),
        ids=tuple(dict.fromkeys(i for p in parties for i in p.ids)),
        start=min(p.start for p in parties),
        end=max(p.end for p in parties),
        direct=parties[0].direct,
    )


def _host_subjects(parse: Parse, index: int) -> tuple[int, ...]:
    """ "proposed it in a phone call with …": who does what is told of the meeting takes part in it."""
    word = parse.words[index]
    if word.relation != "obl" or word.head < 0 or parse.words[word.head].upos != "VERB":
        return ()
    return tuple(subjects(parse, word.head))


def _both(linked: Linked, match: Match) -> Party | None:
    """All parties of a two-sided act: subjects and whoever stands in the slots."""
    frame = match.frame
    found = [find_parties(linked, frame.subjects)]
    if frame.pos == "N" and "with" in frame.obliques:
        found.append(find_parties(linked, _host_subjects(linked.parse, frame.index)))
    if frame.passive or frame.pos == "N":
        found.append(find_parties(linked, frame.obliques.get("by", ())))
    for slot in match.trigger.slots:
        if slot != "both" and not (slot == "obj" and match.consumed):
            found.append(find_parties(linked, words_in_slot(frame, slot)))
    between = frame.obliques.get("between", ())
    modifiers = [find_party(linked, i) for i in match.consumed]
    found += [find_parties(linked, between), *modifiers]
    parties = [p for p in found if p is not None]
    if not parties:
        return None
    joined = join(parties)
    assert joined is not None
    # Parties far apart are worded by the first of them: one continuous text is wanted.
    first = parties[0]
    apart = joined.end - joined.start > 120
    return (
        joined
        if not apart
        else Party(codes=joined.codes, ids=joined.ids, start=first.start, end=first.end, direct=first.direct)
    )


def draft(linked: Linked, match: Match) -> Draft:
    """Finds the parties of a matched trigger."""
    slots, frame = match.trigger.slots, match.frame
    if "both" in slots:
        return Draft(match=match, actor=_both(linked, match), recipient=None, two_sided=True)
    if "subj>obj" in slots:  # "the decision angered Beijing": who is angered accuses
        return Draft(
            match=match,
            actor=find_parties(linked, frame.objects),
            recipient=find_parties(linked, frame.subjects),
            two_sided=False,
        )
    if "subj<from" in slots:  # "received a loan from the IMF": who gave is the actor
        giver = find_parties(linked, frame.obliques.get("from", ()))
        return Draft(match=match, actor=giver, recipient=find_parties(linked, frame.subjects), two_sided=False)
    actor = find_parties(linked, frame.subjects)
    recipient = _recipient(linked, match)
    if actor is not None and recipient is not None and recipient.ids and set(recipient.ids) <= set(actor.ids):
        recipient = None  # nobody is told to act upon himself; "it", "the country" were taken for the wrong one
    return Draft(match=match, actor=actor, recipient=recipient, two_sided=False)


def clause_words(parse: Parse, frame: Frame) -> list[int]:
    """Words of the predicate's own clause: its subtree without the clauses that hang on it."""
    found, todo = [], [frame.index]
    while todo:
        index = todo.pop()
        found.append(index)
        for child in parse.children[index]:
            word = parse.words[child]
            clausal = word.relation in _OTHER_CLAUSES and (index == frame.index or word.relation != "conj")
            if not clausal and word.deprel != "acl:relcl":
                todo.append(child)
    return sorted(found)


def evidence(linked: Linked, item: Draft) -> tuple[int, int]:
    """Characters of the passage that shows the act: the predicate's clause with its parties, within one sentence."""
    parse, frame = linked.parse, item.match.frame
    indices = [i for i in clause_words(parse, frame) if parse.words[i].upos != "PUNCT"] or [frame.index]
    if frame.carrier is not None:
        indices.append(frame.carrier)
    start, end = min(parse.words[i].start for i in indices), max(parse.words[i].end for i in indices)
    sentence = parse.sentences[parse.words[frame.index].sentence]
    for party in (item.actor, item.recipient):
        if party is not None and sentence.start <= party.start and party.end <= sentence.end:
            start, end = min(start, party.start), max(end, party.end)
    return start, end


def trigger_text(parse: Parse, match: Match) -> tuple[int, int]:
    """Characters of the trigger: the word, its particle, and the noun that tells its sense where it follows closely."""
    frame = match.frame
    word = parse.words[frame.index]
    start, end = word.start, word.end
    for child in parse.dependants(frame.index, "compound:prt"):
        end = max(end, child.end)
    for noun in match.consumed:
        if 0 < noun - frame.index <= 4:
            end = max(end, parse.words[noun].end)
    if frame.carrier is not None and 0 < frame.index - frame.carrier <= 4:
        start = parse.words[frame.carrier].start
    return start, end
