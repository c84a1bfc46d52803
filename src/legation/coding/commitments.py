"""Commitments: instruments of a report, each with the terms that its mentions tell, and what is undertaken without one."""

from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from legation.coding.instruments import InstrumentMention, name_of, year_of
from legation.coding.involvements import Involvement, involvements, status_told
from legation.coding.limits import limits
from legation.coding.obligors import parties_of
from legation.coding.scopes import passage, scope
from legation.coding.terms import (
    Bound,
    add_period,
    day_value,
    extension_of,
    governor,
    is_deadline,
    is_expiry,
    is_term,
    past_value,
    period,
    times_in,
)
from legation.coding.threads import Thread, make_threads
from legation.coding.undertakings import date_of, undertaking
from legation.knowledge.commitments import group
from legation.records import Claims, Commitment, Event, Extension, Limit, Linked

_RECENT_DAYS = 45
_WEIGHT = {"limits": 2.0, "deadline": 2.0, "expires": 2.0, "extension": 2.0, "since": 1.5}
_ENOUGH = 2.5
_FIRM = frozenset(("signed", "agreed", "suspended", "withdrawn", "expired"))


@dataclass
class _Told:
    """What the mentions of one instrument tell, gathered in the order of the text."""

    statuses: list[str] = field(default_factory=list)
    since: str | None = None
    deadline: str | None = None
    expires: str | None = None
    durations: list[tuple[float, str]] = field(default_factory=list)
    within: list[tuple[float, str]] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    extension: Extension | None = None
    weight: dict[int, float] = field(default_factory=dict)


class CommitmentCoder:
    """Codes commitments (contracts.Coder). `bound` tells how a date limits what it belongs to (by, until, since …)."""

    def __init__(self, bound: Bound) -> None:
        self._bound = bound

    def code(self, linked: Linked, claims: Claims) -> Claims:
        """Adds the report's commitments to the claims."""
        threads = make_threads(linked)
        told = {id(t): self._gather(linked, t) for t in threads}
        for thread in threads:
            if thread.group is not None:
                _inherit(told[id(thread)], told[id(thread.group)])
        groups = {id(t.group) for t in threads if t.group is not None}
        built = [
            c for t in threads if id(t) not in groups and (c := self._build(linked, claims, t, told[id(t)])) is not None
        ]
        built += self._undertakings(linked, claims, threads)
        built.sort(key=lambda c: (c.start, c.end, c.agreement))
        numbered = tuple(msgspec.structs.replace(c, id=f"c{i}") for i, c in enumerate(built, 1))
        return Claims(events=claims.events, statements=claims.statements, commitments=numbered, links=claims.links)

    def _gather(self, linked: Linked, thread: Thread) -> _Told:
        told = _Told()
        mentions = sorted((*thread.mentions, *thread.stand_ins), key=lambda m: m.head)
        own = {m.head for m in mentions}
        for mention in mentions:
            found = involvements(linked.parse, mention.head)
            before = _measure(told)
            self._tell(linked, told, mention, found, scope(linked.parse, mention, found, own))
            told.weight[mention.head] = _measure(told) - before + 0.4 * mention.naming
        return told

    def _tell(
        self, linked: Linked, told: _Told, mention: InstrumentMention, found: list[Involvement], inside: set[int]
    ) -> None:
        parse = linked.parse
        statuses = [s for i in found if (s := status_told(parse, i)) is not None]
        told.statuses += statuses
        told.since = told.since or year_of(parse, mention)
        self._dates(linked, told, mention, found, inside)
        told.limits += [x for x in limits(parse, inside) if x not in told.limits]
        told.extension = told.extension or extension_of(parse, inside)
        for further in passage(parse, mention, found):
            self._further(linked, told, further)

    def _dates(
        self, linked: Linked, told: _Told, mention: InstrumentMention, found: list[Involvement], inside: set[int]
    ) -> None:
        parse = linked.parse
        concluding = {
            i.verb for i in found if i.told and parse.words[i.verb].lemma.lower() in group("terms", "concludes")
        }
        around = (
            inside | {w for v in concluding for w in parse.subtree(v)} | set(range(mention.first, mention.last + 1))
        )
        for index, time in times_in(linked, around):
            if (length := period(time)) is not None:
                if index in inside or mention.first <= index <= mention.last:
                    self._duration(linked, told, index, time, length)
            elif index in inside and is_expiry(parse, time, index, self._bound):
                told.expires = told.expires or day_value(time)
            elif index in inside and is_deadline(parse, time, self._bound):
                told.deadline = told.deadline or day_value(time)
            elif mention.first <= index <= mention.last or governor(parse, index) in concluding:
                if self._bound(parse, time) in (None, "since"):
                    told.since = told.since or past_value(time, parse.document.published)

    def _duration(self, linked: Linked, told: _Told, index: int, time: Any, length: tuple[float, str]) -> None:
        if is_deadline(linked.parse, time, self._bound):
            told.within.append(length)
        elif is_term(linked.parse, time, index):
            told.durations.append(length)

    def _further(self, linked: Linked, told: _Told, inside: set[int]) -> None:
        """Terms that the sentences after a mention go on to tell: dates, and figures with a bound of their own."""
        parse = linked.parse
        for index, time in times_in(linked, inside):
            if (length := period(time)) is not None:
                self._duration(linked, told, index, time, length)
            elif is_expiry(parse, time, index, self._bound):
                told.expires = told.expires or day_value(time)
            elif is_deadline(parse, time, self._bound):
                told.deadline = told.deadline or day_value(time)
        told.limits += [x for x in limits(parse, inside) if x.bound != "exactly" and x not in told.limits]
        told.extension = told.extension or extension_of(parse, inside)

    def _build(self, linked: Linked, claims: Claims, thread: Thread, told: _Told) -> Commitment | None:
        parse = linked.parse
        _complete_since(linked, claims, thread, told)
        published = (parse.document.published or "")[:10]
        start_day = told.since or None
        if told.expires is None and start_day and told.durations:
            told.expires = add_period(start_day, *told.durations[0])
        if told.deadline is None and told.within:
            told.deadline = add_period(start_day if start_day and len(start_day) == 10 else published, *told.within[0])
        score = _score(thread, told)
        if score < _ENOUGH or not is_real(thread, told):
            return None
        parties = parties_of(linked, claims, thread)
        if not parties:
            return None
        best = _best_name(thread, told)
        start, end = _evidence(linked, max(thread.mentions, key=lambda m: (told.weight.get(m.head, 0.0), -m.head)))
        return Commitment(
            id="",
            agreement=name_of(parse, best),
            kind=cast("Any", thread.kind),
            status=cast("Any", _status(thread, told, published)),
            parties=parties,
            since=told.since,
            deadline=told.deadline,
            expires=told.expires,
            limits=tuple(told.limits),
            extension=told.extension,
            evidence=parse.text(start, end),
            start=start,
            end=end,
            confidence=round(min(0.95, 0.4 + 0.07 * score), 3),
            instrument=thread.entry,
        )

    def _undertakings(self, linked: Linked, claims: Claims, threads: list[Thread]) -> list[Commitment]:
        """Undertakings told by a verb, where the verb is not one that concludes or changes an instrument."""
        parse = linked.parse
        heads = {m.head for t in threads for m in t.mentions}
        handled = {i.verb for h in heads for i in involvements(parse, h)}
        handled |= {above for v in handled for above in parse.ancestors(v)[:1] if parse.words[v].relation == "xcomp"}
        found = []
        for event in claims.events:
            if event.type != "AGREE" or event.status not in ("asserted", "historical") or not event.actors:
                continue
            index = parse.word_at(event.start + max(0, event.evidence.find(event.trigger)))
            if index is None or handled & {index, *(w.index for w in parse.dependants(index, "xcomp"))}:
                continue
            if (item := undertaking(linked, event, self._bound)) is not None:
                found.append(item)
        return found


def _inherit(told: _Told, common: _Told) -> None:
    """What is told of several instruments together is told of each."""
    told.since = told.since or common.since
    told.statuses = [*common.statuses, *told.statuses]


def _measure(told: _Told) -> float:
    filled = {k: w for k, w in _WEIGHT.items() if getattr(told, k)}
    return (
        sum(filled.values())
        + 0.5 * len(told.limits)
        + 0.7 * len(set(told.statuses))
        + len(told.within)
        + len(told.durations)
    )


def _score(thread: Thread, told: _Told) -> float:
    score = sum(w for k, w in _WEIGHT.items() if getattr(told, k))
    score += (
        1.5 if _FIRM & set(told.statuses) else 1.0 if "in force" in told.statuses else 0.7 if told.statuses else 0.0
    )
    score += 0.8 * bool(thread.entry) + 0.4 * thread.named + 0.3 * min(3, len(thread.mentions) - 1)
    return score


def is_real(thread: Thread, told: _Told) -> bool:
    """Whether something is told of the instrument beyond that there is talk of one."""
    content = any(getattr(told, k) for k in _WEIGHT) or bool(_FIRM & set(told.statuses))
    introduced = any(m.naming or m.definite for m in thread.mentions) or bool(told.statuses)
    return (content or "in force" in told.statuses or "proposed" in told.statuses) and introduced


def _status(thread: Thread, told: _Told, published: str) -> str:
    found = told.statuses
    for status in ("withdrawn", "suspended", "expired"):
        if status in found and not (status == "expired" and found[-1] in ("agreed", "signed")):
            return status
    old = bool(told.since and published and _days_before(told.since, published) > _RECENT_DAYS)
    settled = thread.kind in ("resolution", "law") and "in force" in found
    if settled or (old and "agreed" not in found[-1:]) or (old and "in force" in found):
        return "in force"
    for status in ("signed", "agreed", "in force", "proposed"):
        if status in found:
            return "in force" if old and status == "signed" else status
    return "in force"


def _days_before(since: str, published: str) -> int:
    from datetime import date

    from legation.coding.terms import last_of

    return (date.fromisoformat(published) - last_of(since)).days


def _complete_since(linked: Linked, claims: Claims, thread: Thread, told: _Told) -> None:
    """The day of a vote or signing that the report tells as an act by itself."""
    if (
        told.since is not None
        or not set(told.statuses) & {"agreed", "signed", "in force"}
        and thread.kind != "resolution"
    ):
        return
    if thread.kind not in ("resolution", "law"):
        return
    parse = linked.parse
    heads = [m.head for m in thread.mentions]
    sentence = parse.words[heads[0]].sentence
    published = parse.document.published
    near = [e for e in claims.events if _is_vote(linked, e) and abs(parse.sentence_at(e.start) - sentence) <= 3]
    for event in sorted(near, key=lambda e: abs(parse.sentence_at(e.start) - sentence)):
        value = date_of(event)
        if value and (published is None or value <= published[: len(value)]):
            told.since = value
            if "agreed" not in told.statuses:
                told.statuses.append("agreed")
            return


def _is_vote(linked: Linked, event: Event) -> bool:
    index = linked.parse.word_at(event.start + max(0, event.evidence.find(event.trigger)))
    sentence = linked.parse.sentences[linked.parse.sentence_at(event.start)]
    if index is None:
        return False
    near = {w.lemma.lower() for w in linked.parse.words[max(sentence.first, index - 4) : index + 2]}
    return bool(near & group("terms", "votes"))


def _best_name(thread: Thread, told: _Told) -> InstrumentMention:
    def rank(mention: InstrumentMention) -> tuple[bool, bool, bool, float, int]:
        return (
            mention.entry is not None,
            mention.naming and mention.definite,
            mention.naming,
            told.weight.get(mention.head, 0.0),
            -mention.head,
        )

    return max(thread.mentions, key=rank)


def _evidence(linked: Linked, mention: InstrumentMention) -> tuple[int, int]:
    """The sentence of a mention, without its final stop."""
    sentence = linked.parse.sentences[linked.parse.words[mention.head].sentence]
    end = sentence.end
    while end > sentence.start and linked.parse.document.text[end - 1] in ".!? \n":
        end -= 1
    return sentence.start, end
