"""Commitments: instruments of a report, each with the terms that its mentions tell."""

from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from legation.coding.instruments import (
    InstrumentMention,
    find_mentions,
    name_of,
    pronoun_subjects,
    year_of,
)
from legation.coding.limits import limits
from legation.coding.magnitudes import number
from legation.coding.parties import find_parties, find_party
from legation.coding.terms import (
    Bound,
    add_duration,
    day_value,
    extension_of,
    is_expiry,
    status_of,
    times_in,
    verbs_of,
)
from legation.knowledge.commitments import group
from legation.records import Claims, Commitment, Event, Extension, Limit, Linked, Word

_PLEDGES = frozenset(("pledge", "promise", "vow", "commit", "undertake", "swear", "guarantee"))
_STRENGTH = {"in force": 1, "proposed": 1, "agreed": 2, "signed": 3, "suspended": 4, "expired": 5, "withdrawn": 5}


@dataclass
class _Instrument:
    """What is gathered of one instrument while the report is gone through; becomes an immutable Commitment."""

    mentions: list[InstrumentMention]
    words: set[str]
    kind: str
    status: str | None = None
    parties: list[str] = field(default_factory=list)
    since: str | None = None
    deadline: str | None = None
    expires: str | None = None
    limits: list[Limit] = field(default_factory=list)
    extension: Extension | None = None
    telling: dict[int, int] = field(default_factory=dict)


class CommitmentCoder:
    """Codes commitments (contracts.Coder). `bound` tells how a date limits what it belongs to (by, until, since …)."""

    def __init__(self, bound: Bound) -> None:
        self._bound = bound

    def code(self, linked: Linked, claims: Claims) -> Claims:
        """Adds the report's commitments to the claims."""
        instruments = _gather(linked)
        for instrument in instruments:
            for mention in instrument.mentions:
                self._tell(linked, claims, instrument, mention)
        self._tell_pronouns(linked, instruments)
        built = [c for i in instruments if (c := _build(linked, claims, i)) is not None]
        built += _pledges(linked, claims, built, self._bound)
        built.sort(key=lambda c: (c.start, c.end, c.agreement))
        numbered = tuple(msgspec.structs.replace(c, id=f"c{i}") for i, c in enumerate(built, 1))
        return Claims(events=claims.events, statements=claims.statements, commitments=numbered, links=claims.links)

    def _tell(self, linked: Linked, claims: Claims, instrument: _Instrument, mention: InstrumentMention) -> None:
        parse = linked.parse
        verbs = verbs_of(parse, mention.head)
        status = status_of(parse, verbs)
        if status and _STRENGTH[status] >= _STRENGTH.get(instrument.status or "", 0):
            instrument.status = status
        first, stop = _scope(linked, mention)
        score = 4 * mention.naming + len(verbs)
        if year := year_of(parse, mention):
            instrument.since = instrument.since or year
            score += 3
        score += self._dates(linked, instrument, verbs, mention)
        found = limits(parse, mention.last + 1, stop) if _binds(verbs) or mention.naming else ()
        instrument.limits += [x for x in found if x not in instrument.limits]
        extension = extension_of(parse, first, stop)
        instrument.extension = instrument.extension or extension
        instrument.parties += [p for p in _parties(linked, claims, mention, verbs) if p not in instrument.parties]
        instrument.telling[mention.head] = score + 3 * len(found) + 2 * bool(extension)

    def _dates(self, linked: Linked, instrument: _Instrument, verbs: list[Word], mention: InstrumentMention) -> int:
        """Dates of conclusion, deadline and expiry among the words of the mention's clause; how many were found."""
        parse, before = linked.parse, (instrument.since, instrument.deadline, instrument.expires)
        first, stop = _scope(linked, mention)
        concluding = [v for v in verbs if v.lemma.lower() in group("terms", "concludes")]
        for time in times_in(linked, parse.words[first].start, parse.words[stop - 1].end):
            value = day_value(time)
            index = parse.word_at(time.start)
            if value is None or index is None:
                continue
            if is_expiry(parse, time, self._bound):
                instrument.expires = instrument.expires or value
            elif self._bound(parse, time) in ("by", "before"):
                instrument.deadline = instrument.deadline or value
            elif mention.first <= index <= mention.last or any(
                v.index in parse.ancestors(index)[:3] for v in concluding
            ):
                instrument.since = instrument.since or value
        self._durations(linked, instrument, mention)
        return sum(
            a != b for a, b in zip(before, (instrument.since, instrument.deadline, instrument.expires), strict=True)
        )

    def _durations(self, linked: Linked, instrument: _Instrument, mention: InstrumentMention) -> None:
        """ "a 90-day truce", "30 days of martial law": the end computed from the start."""
        parse = linked.parse
        if instrument.since is None or instrument.expires is not None:
            return
        for word in parse.words[mention.first : mention.head]:
            count, _, unit = word.text.lower().partition("-")
            if unit in ("day", "week", "month", "year") and (value := number(count)) is not None:
                instrument.expires = add_duration(instrument.since, value, unit)

    def _tell_pronouns(self, linked: Linked, instruments: list[_Instrument]) -> None:
        """ "It expires in 2021": terms told of the instrument last mentioned, at most two sentences before."""
        parse = linked.parse
        for word in pronoun_subjects(parse):
            mention = linked.mention_by_head.get(word.index)
            if mention is not None and any(
                linked.actor[a].kind == "person" for a in mention.actors if a in linked.actor
            ):
                continue
            heads = [(m.head, i) for i in instruments for m in i.mentions if m.head < word.index]
            if not heads:
                continue
            head, instrument = max(heads, key=lambda h: h[0])
            if word.sentence - parse.words[head].sentence > 2:
                continue
            stand_in = InstrumentMention(
                head=word.index,
                first=word.index,
                last=word.index,
                kind=instrument.kind,
                naming=False,
                definite=True,
                words=frozenset(),
            )
            self._tell(linked, Claims(), instrument, stand_in)


def _scope(linked: Linked, mention: InstrumentMention) -> tuple[int, int]:
    """Words that speak of a mention: its sentence up to the next independent clause."""
    sentence = linked.parse.sentences[linked.parse.words[mention.head].sentence]
    return sentence.first, sentence.stop


def _binds(verbs: list[Word]) -> bool:
    binding = group("status", "in_force") | group("terms", "maximum") | group("terms", "minimum")
    return any(v.lemma.lower() in binding for v in verbs)


def _gather(linked: Linked) -> list[_Instrument]:
    """Instruments with their mentions: the same distinctive words, or a bare definite one that takes up the last."""
    found: list[_Instrument] = []
    for mention in find_mentions(linked):
        home = next((i for i in reversed(found) if _same(linked, i, mention)), None)
        if home is not None:
            home.mentions.append(mention)
            home.words |= mention.words
        elif mention.naming or not mention.definite:
            found.append(_Instrument(mentions=[mention], words=set(mention.words), kind=mention.kind))
    return found


def _same(linked: Linked, instrument: _Instrument, mention: InstrumentMention) -> bool:
    own = mention.words - {linked.parse.words[mention.head].lemma.lower()}
    known = instrument.words - {linked.parse.words[m.head].lemma.lower() for m in instrument.mentions}
    if own and known:
        return own <= known or known <= own
    if own or not mention.definite:
        return False
    return mention.kind == instrument.kind or {mention.kind, instrument.kind} <= {"treaty", "accord", "truce"}


def _parties(linked: Linked, claims: Claims, mention: InstrumentMention, verbs: list[Word]) -> list[str]:
    """Who is bound: "between" and "with" phrases, possessors, and the parties of the act that concludes it."""
    parse = linked.parse
    found: list[str] = []
    for word in parse.dependants(mention.head, "nmod", "nmod:poss", "compound", "amod"):
        case = parse.dependants(word.index, "case")
        if (
            word.relation == "nmod"
            and word.deprel != "nmod:poss"
            and case
            and case[0].text.lower() not in ("between", "with", "among", "by")
        ):
            continue
        if (party := find_party(linked, word.index, 1)) is not None:
            found += party.codes
    for verb in verbs:
        if verb.upos != "VERB":
            continue
        heads = [
            w.index
            for w in parse.dependants(verb.index, "nsubj", "obj", "iobj", "obl:agent")
            if w.index != mention.head
        ]
        if verb.lemma.lower() in group("status", "in_force") | group("terms", "concludes"):
            party = find_parties(linked, tuple(heads))
            found += party.codes if party else ()
    sentence = parse.sentences[parse.words[mention.head].sentence]
    concluded = [
        e for e in claims.events if e.type in ("SUPPORT", "AGREE") and sentence.start <= e.start < sentence.end
    ]
    if len(set(found)) < 2:
        for event in concluded:
            found += [*event.actors, *event.recipients]
    return list(dict.fromkeys(found))


def _build(linked: Linked, claims: Claims, instrument: _Instrument) -> Commitment | None:
    naming = [m for m in instrument.mentions if m.naming] or instrument.mentions
    best = max(naming, key=lambda m: (instrument.telling.get(m.head, 0), -m.head))
    content = [instrument.since, instrument.deadline, instrument.expires, *instrument.limits, instrument.extension]
    substance = (
        sum(x is not None for x in content) + (instrument.status is not None) + min(2, len(instrument.mentions) - 1)
    )
    if substance < 2 or not instrument.parties:
        return None
    start, end = _evidence(linked, best)
    status = instrument.status or "in force"
    return Commitment(
        id="",
        agreement=name_of(linked.parse, best),
        kind=cast("Any", instrument.kind),
        status=cast("Any", status),
        parties=tuple(instrument.parties[:6]),
        since=instrument.since,
        deadline=instrument.deadline,
        expires=instrument.expires,
        limits=tuple(instrument.limits),
        extension=instrument.extension,
        evidence=linked.parse.text(start, end),
        start=start,
        end=end,
        confidence=round(min(0.95, 0.4 + 0.1 * substance), 3),
    )


def _evidence(linked: Linked, mention: InstrumentMention) -> tuple[int, int]:
    """The sentence of a mention, without its final stop."""
    sentence = linked.parse.sentences[linked.parse.words[mention.head].sentence]
    end = sentence.end
    while end > sentence.start and linked.parse.document.text[end - 1] in ".!? \n":
        end -= 1
    return sentence.start, end


def _pledges(linked: Linked, claims: Claims, built: list[Commitment], bound: Bound) -> list[Commitment]:
    """Undertakings told by a verb: what is agreed or pledged to be done, where no instrument stands beside it."""
    found = []
    for event in claims.events:
        if event.type != "AGREE" or event.status not in ("asserted", "historical") or not event.actors:
            continue
        if any(c.start < event.end and event.start < c.end for c in built):
            continue
        if (pledge := _pledge(linked, event, bound)) is not None:
            found.append(pledge)
    return found


def _pledge(linked: Linked, event: Event, bound: Bound) -> Commitment | None:
    parse = linked.parse
    index = parse.word_at(event.start + event.evidence.find(event.trigger))
    if index is None:
        return None
    clauses = parse.dependants(index, "xcomp", "ccomp", "advcl") or parse.dependants(index, "obl", "obj")
    clauses = [c for c in clauses if c.index > index]
    if not clauses:
        return None
    first, last = parse.extents[clauses[0].index]
    while first < last and parse.words[first].upos in ("PART", "ADP", "SCONJ", "DET", "PUNCT"):
        first += 1
    deadline = next(
        (
            day_value(t)
            for t in times_in(linked, parse.words[first].start, parse.words[last].end)
            if bound(parse, t) in ("by", "before")
        ),
        None,
    )
    one_sided = parse.words[index].lemma in _PLEDGES or len(event.actors) < 2
    since = _since(event)
    return Commitment(
        id="",
        agreement=parse.text(parse.words[first].start, parse.words[min(last, first + 11)].end),
        kind="pledge" if one_sided else "understanding",
        status="agreed",
        parties=event.actors,
        since=since,
        deadline=deadline,
        limits=limits(parse, first, last + 1),
        evidence=event.evidence,
        start=event.start,
        end=event.end,
        confidence=round(min(event.confidence, 0.7), 3),
    )


def _since(event: Event) -> str | None:
    if event.date is None:
        return None
    first, last = event.date.from_, event.date.to
    if first == last:
        return first
    return first[:7] if first[:7] == last[:7] else None
