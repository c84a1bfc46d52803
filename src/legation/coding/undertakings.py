"""What governments agree or pledge to do, told by a verb without an instrument: each a commitment of its own."""

from legation.coding.limits import limits
from legation.coding.terms import Bound, add_period, day_value, is_deadline, period, times_in, words_before
from legation.records import Commitment, Event, Linked, Parse

_ONE_SIDED = frozenset(("pledge", "promise", "vow", "undertake", "swear", "guarantee", "assure"))
_BOTH = frozenset(("agree", "commit", "consent"))
_PROMISE = _ONE_SIDED - {"vow", "swear"}
_HOSTILE = frozenset(
    "retaliate respond punish attack strike avenge destroy fight crush defeat impose sanction hit invade bomb kill "
    "seize annex withdraw veto expel ban block resist oppose defend".split()
)
_DEONTIC = frozenset(("must", "shall", "will", "should", "would", "may", "can"))
_SKIPPED = frozenset(
    ("that", "to", "not", "the", "a", "an", "of", "on", "in", "be", "its", "their", "his", "so", "-", "called", "it")
)
_LONGEST = 10
_CUTS = frozenset(
    (
        "that",
        "which",
        "who",
        "if",
        "unless",
        "because",
        "while",
        "as",
        "when",
        "by",
        "until",
        "within",
        "and",
        "but",
        "from",
        "on",
        "in",
        "for",
        "at",
    )
)


def is_promise(parse: Parse, event: Event) -> bool:
    """Whether an event agrees or pledges: an AGREE, or a promise that was taken for a threat but threatens nobody."""
    if event.type == "AGREE":
        return True
    if event.type != "THREATEN" or event.recipients:
        return False
    verb = _verb(parse, event)
    if verb is None or parse.words[verb].lemma.lower() not in _PROMISE:
        return False
    done = parse.dependants(verb, "xcomp", "ccomp")
    return bool(done) and not any(w.lemma.lower() in _HOSTILE for w in done)


def obliges(parse: Parse, verb: int) -> bool:
    """Whether a clause tells what somebody must, may or has agreed to do."""
    if parse.words[verb].lemma.lower() in _ONE_SIDED | _BOTH | {"require", "oblige", "allow", "permit", "have"}:
        return bool(parse.dependants(verb, "xcomp", "ccomp", "obj"))
    return any(w.text.lower() in _DEONTIC for w in parse.dependants(verb, "aux"))


def undertaking(linked: Linked, event: Event, instruments: set[int], bound: Bound) -> Commitment | None:
    """The commitment that an AGREE event tells; None where it names nothing to be done.

    Words of the instruments (given by their heads) are no part of it.
    """
    parse = linked.parse
    verb = _verb(parse, event)
    if verb is None:
        return None
    clause = _clause(parse, verb)
    if clause is None:
        return None
    inside = parse.subtree(clause)
    later = [h for h in instruments if h in inside and h > clause]
    inside = [i for i in inside if not later or i < min(later)]
    last = max(inside)
    first = _start(parse, min(inside), last)
    since = date_of(event)
    lemma = parse.words[verb].lemma.lower()
    alone = lemma in _ONE_SIDED or len(event.actors) < 2
    start, end = min(event.start, parse.words[verb].start), max(event.end, parse.words[last].end)
    return Commitment(
        id="",
        agreement=_name(parse, first, last),
        kind="pledge" if alone else "understanding",
        status="agreed",
        parties=event.actors,
        since=since,
        deadline=_deadline(linked, inside, since, bound),
        limits=limits(parse, inside),
        evidence=parse.text(start, end),
        start=start,
        end=end,
        confidence=round(min(event.confidence, 0.8) * (1.0 if lemma in _BOTH | _ONE_SIDED else 0.8), 3),
    )


def _verb(parse: Parse, event: Event) -> int | None:
    """The word of the event's trigger that agrees or pledges."""
    at = event.start + max(0, event.evidence.find(event.trigger))
    index = parse.word_at(at)
    while index is not None and index < len(parse.words) and parse.words[index].start < at + len(event.trigger):
        if parse.words[index].lemma.lower() in _ONE_SIDED | _BOTH:
            return index
        index += 1
    return None


def _clause(parse: Parse, verb: int) -> int | None:
    clauses = [w for w in parse.dependants(verb, "xcomp", "ccomp", "advcl", "acl") if w.index > verb]
    if (
        parse.words[verb].deprel == "acl:relcl"
        and clauses
        and parse.words[verb].head >= 0
        and not parse.dependants(clauses[0].index, "obj")
    ):
        return parse.words[verb].head
    # "Pledged $1 billion to protect …": the sum is what is pledged.
    for given in parse.dependants(verb, "obj"):
        if given.index > verb and any(parse.words[i].upos == "NUM" for i in parse.subtree(given.index)):
            return given.index
    if clauses:
        return clauses[0].index
    objects = [w for w in parse.dependants(verb, "obj", "obl") if w.index > verb and w.upos in ("NOUN", "PROPN")]
    objects = [
        w
        for w in objects
        if w.relation == "obj"
        or ((words := parse.dependants(w.index, "case")) and words[0].text.lower() in ("to", "on"))
    ]
    return objects[0].index if objects else None


def _start(parse: Parse, first: int, last: int) -> int:
    while first < last and (
        parse.words[first].upos in ("PUNCT", "DET", "SCONJ", "PART", "ADP", "AUX")
        or parse.words[first].text.lower() in _SKIPPED
    ):
        first += 1
    return first


def _name(parse: Parse, first: int, last: int) -> str:
    """The heart of what is undertaken: a few words, without what only says when and under which terms."""
    stop = first
    while stop < last and stop - first < _LONGEST:
        following = parse.words[stop + 1]
        if stop > first and (
            (following.upos == "PUNCT" and following.text not in ("-", "–")) or following.text.lower() in _CUTS
        ):
            break
        stop += 1
    while stop > first and parse.words[stop].upos in ("PUNCT", "ADP", "DET", "CCONJ"):
        stop -= 1
    return parse.text(parse.words[first].start, parse.words[stop].end).strip('“”" ')


def _deadline(linked: Linked, inside: list[int], since: str | None, bound: Bound) -> str | None:
    """A date by which, or on which, what is undertaken is to be done."""
    parse = linked.parse
    published = (parse.document.published or "")[:10]
    for _, time in times_in(linked, inside):
        length = period(time)
        if is_deadline(parse, time, bound):
            if length is not None:
                return add_period(since or published, *length) if since or published else None
            return day_value(time)
        value = day_value(time) if time.type == "DATE" else None
        ahead = value is not None and len(value) == 10 and value > published and bound(parse, time) is None
        if ahead and words_before(parse, time, 1)[:1] == ["on"]:
            return value
    return None


def date_of(event: Event) -> str | None:
    """An event's day or month; None for a longer or unknown interval."""
    if event.date is None:
        return None
    first, last = event.date.from_, event.date.to
    if first == last:
        return first
    return first[:7] if first[:7] == last[:7] else None
