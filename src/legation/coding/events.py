"""Events of a report: rules and act model propose, both see the parties, mentions of one act are merged."""

from collections.abc import Callable
from typing import Any, cast

from legation.coding.acts import combine, likeliest, parts, read_acts, sight, without_echoes
from legation.coding.completion import complete
from legation.coding.contexts import contexts
from legation.coding.counterparts import INFERRED, fill, is_plain
from legation.coding.credence import credence, features, prior
from legation.coding.drafts import Draft, clause_words, count_repeats, draft, evidence, trigger_text
from legation.coding.magnitudes import magnitudes
from legation.coding.merging import merge
from legation.coding.modes import refine_mode
from legation.coding.oddities import VERBAL, oddities
from legation.coding.parties import Party
from legation.coding.status import status
from legation.coding.triggers import Match, match
from legation.contracts import ActScorer, RelationScore
from legation.knowledge.events import goldstein, quad, score, usual_cameo
from legation.records import Claims, Event, EventPlace, Interval, Linked, Parse, Place, TimeExpression
from legation.settings import Settings

When = Callable[[Any, tuple[TimeExpression, ...], int, bool], Interval | None]
Where = Callable[[Any, tuple[Place, ...], int], EventPlace | None]

# What stands inside these acts is asked, promised, denied or alleged; it is no act of its own.
_SUPPRESSING = frozenset(("REQUEST", "AGREE", "THREATEN", "REJECT"))
_TO_COME = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}


class EventCoder:
    """Codes events (contracts.Coder).

    `when` and `where` give an event's date and place; without the act model the rules decide alone.
    """

    def __init__(
        self, when: When, where: Where, settings: Settings | None = None, acts: ActScorer | None = None
    ) -> None:
        self._acts = acts
        self._when = when
        self._where = where
        self._settings = settings or Settings()

    def code(self, linked: Linked, claims: Claims) -> Claims:
        """Adds the report's events to the claims."""
        drafts, taken = find_drafts(linked)
        seen = sight(linked, self._acts, [d.match.frame.index for d in drafts]) if self._acts else {}
        drafts = self._seen(linked, drafts, seen, taken)
        built = [
            (event, item.match.frame.pos == "N")
            for item in drafts
            if (event := self._build(linked, item, seen.get(item.match.frame.index))) is not None
        ]
        events = [_numbered(event, i) for i, event in enumerate(merge(built), 1)]
        return Claims(
            events=tuple(events), statements=claims.statements, commitments=claims.commitments, links=claims.links
        )

    def _least(self, linked: Linked, item: Draft) -> float:
        """The confidence from which a draft is recorded."""
        least = self._settings.record_threshold
        codes = {code for party in (item.actor, item.recipient) if party is not None for code in party.codes}
        return min(least, self._settings.narrative_threshold) if len(codes) > 1 and is_plain(linked) else least

    def _seen(
        self, linked: Linked, drafts: list[Draft], seen: dict[int, RelationScore], taken: set[int]
    ) -> list[Draft]:
        """Drafts of rules and act model, with the parties that the model sees."""
        if self._acts is None:
            return _with_parties(drafts)
        matches = without_echoes(linked.parse, [*(d.match for d in drafts), *read_acts(linked, seen, taken)])
        empty = [Draft(match=m, actor=None, recipient=None, two_sided=False) for m in matches[len(drafts) :]]
        views = parts(linked, self._acts, matches)
        found = [
            combine(linked, d, view, seen.get(d.match.frame.index))
            for d, view in zip([*drafts, *empty], views, strict=True)
        ]
        sure = {index: likeliest(score)[1] for index, score in seen.items()}
        return count_repeats(_with_parties(fill(linked, complete(linked, found), sure)))

    def _build(self, linked: Linked, item: Draft, seen: RelationScore | None) -> Event | None:
        parse, frame, trigger = linked.parse, item.match.frame, item.match.trigger
        date = self._when(parse, linked.times, frame.index, trigger.type in VERBAL) or _days(linked, item.when)
        state = status(parse, frame.index, date)
        if state == "negated" and ("negated" in trigger.conditions or _refuses(trigger.type, seen)):
            state = "asserted"
        confidence = _confidence(linked, item, seen, state)
        if confidence < self._least(linked, item):
            return None
        event_type, mode = _settle(trigger.type, refine_mode(parse, frame, trigger.type, trigger.mode), state)
        cameo = trigger.cameo or usual_cameo(event_type, mode)
        start, end = evidence(linked, item)
        words = clause_words(parse, frame)
        actor, recipient = item.actor, item.recipient
        first, last = trigger_text(parse, item.match)
        flags: tuple[str, ...] = ("unsure",) if confidence < self._settings.flag_threshold else ()
        flags += tuple(flag for flag, way in zip(INFERRED, item.ways, strict=True) if way == "context")
        return Event(
            id="",
            type=cast("Any", event_type),
            mode=mode,
            status=cast("Any", state),
            actors=actor.codes if actor else (),
            recipients=recipient.codes if recipient else (),
            actor_ids=actor.ids if actor else (),
            recipient_ids=recipient.ids if recipient else (),
            actor_text=_wording(parse, actor, item.ways[0]),
            recipient_text=_wording(parse, recipient, item.ways[1]),
            date=date,
            place=self._where(parse, linked.places, frame.index) or _spot(linked, item.where),
            contexts=contexts(parse, words),
            trigger=parse.text(first, last),
            evidence=parse.text(start, end),
            start=start,
            end=end,
            cameo=cameo or None,
            quad=quad(event_type),
            score=score(event_type, mode),
            goldstein=goldstein(cameo),
            magnitudes=magnitudes(parse, words),
            confidence=round(confidence, 3),
            flags=flags,
        )


def find_drafts(linked: Linked) -> tuple[list[Draft], set[int]]:
    """All triggers that hold in a report, with their parties, and the words that are spoken for.

    What belongs to another trigger sets off nothing of its own.
    """
    found: list[Draft] = []
    silent: set[int] = set()
    matches = [m for i in range(len(linked.parse.words)) if (m := match(linked, i)) is not None]
    for item in matches:
        silent.update(item.consumed)
        silent.update(_suppressed(linked, item))
    for item in matches:
        if item.frame.index not in silent:
            found.append(draft(linked, item))
    return complete(linked, found), silent | {m.frame.index for m in matches}


def _with_parties(drafts: list[Draft]) -> list[Draft]:
    return [d for d in drafts if d.actor is not None or d.recipient is not None]


def _suppressed(linked: Linked, item: Match) -> set[int]:
    """Words inside what is asked, promised, threatened, denied or alleged."""
    frame, trigger = item.frame, item.trigger
    parse = linked.parse
    roots = list(frame.complements) if trigger.type in _SUPPRESSING or trigger.mode == "allege" else []
    if trigger.type in ("REQUEST", "THREATEN", "REJECT"):
        roots += [i for i in frame.objects if i > frame.index and parse.words[i].upos == "NOUN"]
    if trigger.type == "REQUEST":
        roots += [*frame.obliques.get("for", ()), *frame.obliques.get("to", ())]
    if trigger.mode == "allege":
        roots += frame.obliques.get("of", ())
        roots += [
            w.index for w in parse.dependants(frame.index, "advcl", "obl") if w.index > frame.index and w.upos == "VERB"
        ]
    return {i for root in roots for i in parse.subtree(root)}


def _confidence(linked: Linked, item: Draft, seen: RelationScore | None, state: str) -> float:
    """How sure a draft is; without the act model, by rules alone."""
    if seen is None:
        return prior(item, bool(oddities(linked, item, state)))
    return credence(features(linked, item, seen, state))


def _refuses(kind: str, seen: RelationScore | None) -> bool:
    """Whether the negation is what makes an act a refusal ("would not tolerate"), by the act model."""
    statuses = seen.statuses if seen is not None and kind == "REJECT" else {}
    return statuses.get("negated", 0.0) < max(statuses.get("asserted", 0.0), statuses.get("historical", 0.0))


def _wording(parse: Parse, party: Party | None, way: str) -> str | None:
    """A party as the act's own sentence words it; None for one that only the report's context gives."""
    return parse.text(party.start, party.end) if party is not None and way != "context" else None


def _days(linked: Linked, start: int | None) -> Interval | None:
    """The days of the time expression that begins at a character."""
    found = next((t for t in linked.times if t.start == start), None)
    return Interval(from_=found.from_, to=found.to) if found is not None and found.from_ and found.to else None


def _spot(linked: Linked, start: int | None) -> EventPlace | None:
    """The place that begins at a character."""
    found = next((p for p in linked.places if p.start == start), None)
    return EventPlace(name=found.name, country=found.country) if found is not None else None


def _settle(event_type: str, mode: str | None, state: str) -> tuple[str, str | None]:
    """Cooperative acts to come are AGREE, retreats to come CONCEDE; those types have no modes."""
    if state == "future" and event_type in _TO_COME:
        return _TO_COME[event_type], None
    return event_type, mode


def _numbered(event: Event, number: int) -> Event:
    import msgspec

    return msgspec.structs.replace(event, id=f"e{number}")
