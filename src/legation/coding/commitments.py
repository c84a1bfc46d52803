"""Commitments: instruments of a report with the terms that their mentions tell, and what is undertaken without one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from legation.coding.instruments import InstrumentMention, name_of, year_of
from legation.coding.involvements import Involvement, involvements, status_told
from legation.coding.limits import limits
from legation.coding.obligors import act_before, parties_of, vote_near
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
from legation.coding.undertakings import date_of, is_promise, obliges, undertaking
from legation.knowledge.commitments import group
from legation.records import Claims, Commitment, Extension, Limit, Linked, Parse, TimeExpression

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
    further: str | None = None
    expires: str | None = None
    durations: list[tuple[float, str]] = field(default_factory=list)
    within: list[tuple[float, str]] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    extension: Extension | None = None
    weight: dict[int, float] = field(default_factory=dict)
    act: tuple[int, int] | None = None
    obliged: bool = False


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
        built, heads = [], set()
        for thread in threads:
            if id(thread) not in groups and (c := self._build(linked, claims, thread, told[id(thread)])) is not None:
                built.append(c)
                heads |= {m.head for m in thread.mentions}
        kept = [t for t in threads if any(m.head in heads for m in t.mentions)]
        built += self._undertakings(linked, claims, threads, {i.verb for i in _terms_of(linked.parse, kept)})
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
            inside = scope(linked.parse, mention, found, own) - _named_in(linked, mention)
            self._tell(linked, told, mention, found, inside, own, thread.other)
            first = mention is thread.mentions[0]
            told.weight[mention.head] = _measure(told) - before + 0.4 * mention.naming + 1.5 * first
        return told

    def _tell(
        self,
        linked: Linked,
        told: _Told,
        mention: InstrumentMention,
        found: list[Involvement],
        inside: set[int],
        own: set[int],
        other: bool,
    ) -> None:
        parse = linked.parse
        statuses = [s for i in found if (s := status_told(parse, i)) is not None]
        told.statuses += statuses
        told.obliged = told.obliged or any(i.role == "under" and obliges(parse, i.verb) for i in found)
        told.since = told.since or year_of(parse, mention)
        self._dates(linked, told, mention, found, inside)
        told.limits += [x for x in limits(parse, inside - dated(linked)) if x not in told.limits]
        told.extension = _merged(told.extension, extension_of(parse, inside, own))
        for further in () if other else passage(parse, mention, found):
            self._further(linked, told, further, own)

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
                    self._duration(linked, told, index, time, length, mention)
            elif index in inside and is_expiry(parse, time, index, self._bound):
                told.expires = _later(told.expires, day_value(time))
            elif index in inside and is_deadline(parse, time, self._bound):
                told.deadline = told.deadline or day_value(time)
            elif (
                mention.first <= index <= mention.last
                or governor(parse, index) in concluding
                or _follows(parse, index, concluding)
            ):
                value = (
                    past_value(time, parse.document.published) if self._bound(parse, time) in (None, "since") else None
                )
                # A later mention may tell the day of what an earlier one told the month or year of.
                if value is not None and (told.since is None or value.startswith(told.since)):
                    told.since = value

    def _duration(
        self,
        linked: Linked,
        told: _Told,
        index: int,
        time: TimeExpression,
        length: tuple[float, str],
        mention: InstrumentMention | None = None,
    ) -> None:
        if is_deadline(linked.parse, time, self._bound):
            told.within.append(length)
        elif is_term(linked.parse, time, index) or (
            mention is not None and _measures(linked.parse, time, index, mention)
        ):
            told.durations.append(length)

    def _further(self, linked: Linked, told: _Told, inside: set[int], own: set[int]) -> None:
        """Terms that the sentences after a mention go on to tell: dates, and figures with a bound of their own."""
        parse = linked.parse
        for index, time in times_in(linked, inside):
            if (length := period(time)) is not None:
                self._duration(linked, told, index, time, length)
            elif is_expiry(parse, time, index, self._bound):
                told.expires = _later(told.expires, day_value(time))
            elif is_deadline(parse, time, self._bound):
                told.further = told.further or day_value(time)
        told.limits += [
            x for x in limits(parse, inside - dated(linked)) if x.bound != "exactly" and x not in told.limits
        ]
        told.extension = _merged(told.extension, extension_of(parse, inside, own))

    def _build(self, linked: Linked, claims: Claims, thread: Thread, told: _Told) -> Commitment | None:
        parse = linked.parse
        _complete_since(linked, claims, thread, told)
        act = act_before(linked, claims, thread)
        if act is not None:
            told.since = told.since or date_of(act)
            told.statuses = [*told.statuses, "signed" if act.type == "SUPPORT" else "agreed"]
            if act.type == "AGREE" and (item := undertaking(linked, act, set(), self._bound)) is not None:
                told.limits = [*item.limits, *(x for x in told.limits if x not in item.limits)]
                told.deadline = told.deadline or item.deadline
        published = (parse.document.published or "")[:10]
        start_day = told.since or None
        if told.expires is None and start_day and told.durations:
            told.expires = add_period(start_day, *told.durations[0])
        if told.deadline is None and told.within and start_day:
            told.deadline = add_period(start_day, *told.within[0])
        told.deadline = told.deadline or told.further
        score = _score(thread, told)
        if score < _ENOUGH or not is_real(thread, told):
            return None
        parties = parties_of(linked, claims, thread, act)
        if not parties:
            return None
        best = _best_name(thread, told)
        start, end = told.act or _evidence(
            linked, max(thread.mentions, key=lambda m: (told.weight.get(m.head, 0.0), -m.head))
        )
        return Commitment(
            id="",
            agreement=name_of(parse, best),
            kind=cast("Any", thread.kind),
            status=cast("Any", _status(thread, told, published, len(parties))),
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

    def _undertakings(
        self, linked: Linked, claims: Claims, threads: list[Thread], covered: set[int]
    ) -> list[Commitment]:
        """Undertakings told by a verb, where the verb is not one that concludes or changes an instrument.

        `covered`: verbs under a recorded instrument ("under the deal, Iran agreed to …"), whose terms they are.
        """
        parse = linked.parse
        heads = {m.head for t in threads for m in t.mentions}
        roles = ("subject", "of", "under", "in")
        handled = {i.verb for h in heads for i in involvements(parse, h) if i.role not in roles}
        acts = {e.id for t in threads if (e := act_before(linked, claims, t)) is not None}
        found = []
        for event in claims.events:
            if not is_promise(parse, event) or event.status not in ("asserted", "historical") or not event.actors:
                continue
            index = parse.word_at(event.start + max(0, event.evidence.find(event.trigger)))
            if index is None or index in handled or index in covered or event.id in acts:
                continue
            if handled & {w.index for w in parse.dependants(index, "xcomp", "ccomp", "advcl")}:
                continue
            if (item := undertaking(linked, event, heads, self._bound)) is not None:
                found.append(item)
        return found


def _terms_of(parse: Parse, threads: list[Thread]) -> Iterator[Involvement]:
    """What is told to be so under some instruments."""
    for thread in threads:
        for mention in thread.mentions:
            yield from (i for i in involvements(parse, mention.head) if i.role == "under")


def _measures(parse: Parse, time: TimeExpression, index: int, mention: InstrumentMention) -> bool:
    """ "A 90-day truce", "30 days of martial law", "a mission of 12 months"."""
    if mention.first <= index < mention.head:
        return True
    after = [w.text.lower() for w in parse.words[index : mention.first] if w.start >= time.end]
    return after in (["of"], ["of", "the"]) or (
        index > mention.head and [w.text.lower() for w in parse.words[mention.head + 1 : index]] == ["of"]
    )


def _named_in(linked: Linked, mention: InstrumentMention) -> set[int]:
    """Words of the mention's own phrase: its figures tell which instrument it is, not what it bounds."""
    return set(range(mention.first, mention.head + 1))


def dated(linked: Linked) -> set[int]:
    """Words of dates and durations: their figures are no quantities."""
    found: set[int] = set()
    for time in linked.times:
        index = linked.parse.word_at(time.start)
        if time.type in ("DATE", "DURATION"):
            while index is not None and index < len(linked.parse.words) and linked.parse.words[index].start < time.end:
                found.add(index)
                index += 1
    return found


def _follows(parse: Parse, index: int, verbs: set[int]) -> bool:
    """Whether the last verb before a word is one of some verbs, close by."""
    for word in reversed(parse.words[max(0, index - 7) : index]):
        if word.upos in ("VERB", "AUX"):
            return word.index in verbs and word.sentence == parse.words[index].sentence
    return False


def _merged(known: Extension | None, told: Extension | None) -> Extension | None:
    """What two mentions tell of an extension, together."""
    if known is None or told is None:
        return known or told
    return Extension(by=known.by or told.by, condition=known.condition or told.condition)


def _later(known: str | None, told: str | None) -> str | None:
    """The later of two ends: what is prolonged ends when the last report of it says."""
    return max(known, told) if known and told else known or told


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
    score += 1.0 * told.obliged + 0.8 * bool(thread.entry) + 0.4 * thread.named + 0.3 * min(3, len(thread.mentions) - 1)
    return score


def is_real(thread: Thread, told: _Told) -> bool:
    """Whether something is told of the instrument beyond that there is talk of one."""
    content = any(getattr(told, k) for k in _WEIGHT) or bool(_FIRM & set(told.statuses)) or told.obliged
    introduced = any(m.naming or m.definite for m in thread.mentions) or bool(told.statuses)
    return (content or "in force" in told.statuses or "proposed" in told.statuses) and introduced


def _status(thread: Thread, told: _Told, published: str, parties: int) -> str:
    found = told.statuses
    for status in ("withdrawn", "suspended", "expired"):
        # One of many parties may leave what goes on to bind the others.
        stays = status in ("withdrawn", "suspended") and parties > 2 and (told.limits or "in force" in found)
        if status in found and not stays:
            return status
    if "pending" in found and thread.kind not in ("resolution", "law"):
        return "agreed"
    old = bool(told.since and len(published) == 10 and _days_before(told.since, published) > _RECENT_DAYS)
    settled = thread.kind in ("resolution", "law") and "in force" in found and "signed" not in found
    if settled or old:
        return "in force"
    for status in ("signed", "agreed", "in force", "proposed"):
        if status in found:
            return status
    return "in force"


def _days_before(since: str, published: str) -> int:
    from datetime import date

    from legation.coding.terms import last_of

    return (date.fromisoformat(published) - last_of(since)).days


def _complete_since(linked: Linked, claims: Claims, thread: Thread, told: _Told) -> None:
    """The day of a vote or signing that the report tells as an act by itself."""
    if told.since is not None or thread.kind not in ("resolution", "law"):
        return
    if thread.kind == "law" and not set(told.statuses) & {"agreed", "signed"}:
        return
    event = vote_near(linked, claims, thread)
    value = date_of(event) if event is not None else None
    published = linked.parse.document.published
    if event is not None and value and (published is None or value <= published[: len(value)]):
        told.since, told.act = value, (event.start, event.end)
        if "agreed" not in told.statuses:
            told.statuses.append("agreed")


def _best_name(thread: Thread, told: _Told) -> InstrumentMention:
    def rank(mention: InstrumentMention) -> tuple[bool, bool, bool, int]:
        return (
            mention.entry is not None,
            mention.naming and mention.definite,
            mention.naming,
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
