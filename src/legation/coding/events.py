"""Events of a report: triggers propose over the tree, the relation model decides, mentions of one act are merged."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from legation.coding.acts import combine, parts, read_acts, sight
from legation.coding.completion import complete
from legation.coding.contexts import contexts
from legation.coding.drafts import Draft, clause_words, draft, evidence, trigger_text
from legation.coding.magnitudes import magnitudes
from legation.coding.merging import merge
from legation.coding.modes import refine_mode
from legation.coding.speech import anonymity_wording
from legation.coding.status import status
from legation.coding.triggers import Match, match
from legation.contracts import ActScorer, PairRequest, RelationScore, RelationScorer
from legation.knowledge.events import classes, goldstein, quad, score
from legation.records import Claims, Event, EventPlace, Interval, Linked, Place, TimeExpression
from legation.settings import Settings

When = Callable[[Any, tuple[TimeExpression, ...], int, bool], Interval | None]
Where = Callable[[Any, tuple[Place, ...], int], EventPlace | None]

# What stands inside these acts is asked, promised, denied or alleged; it is no act of its own.
_SUPPRESSING = frozenset(("REQUEST", "AGREE", "THREATEN", "REJECT"))
_TO_COME = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}
_VERBAL = frozenset(("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
_FORCEFUL = frozenset(("ASSAULT", "COERCE", "SANCTION"))
_NEEDS_RECIPIENT = frozenset(("COOPERATE", "AID", "SANCTION"))


class EventCoder:
    """Codes events (contracts.Coder).

    `when` and `where` give an event's date and place; without a scorer the rules decide alone.
    """

    def __init__(
        self,
        scorer: RelationScorer | None,
        when: When,
        where: Where,
        settings: Settings | None = None,
        acts: ActScorer | None = None,
    ) -> None:
        self._scorer = scorer
        self._acts = acts
        self._when = when
        self._where = where
        self._settings = settings or Settings()

    def code(self, linked: Linked, claims: Claims) -> Claims:
        """Adds the report's events to the claims."""
        drafts, taken = find_drafts(linked)
        seen = sight(linked, self._acts, [d.match.frame.index for d in drafts]) if self._acts else {}
        drafts = self._seen(linked, drafts, seen, taken)
        judged = list(zip(drafts, self._scores(linked, drafts), strict=True))
        built = [
            (event, item.match.frame.pos == "N")
            for item, score in judged
            if (event := self._build(linked, item, score, seen.get(item.match.frame.index))) is not None
        ]
        events = [_numbered(event, i) for i, event in enumerate(merge(built), 1)]
        return Claims(
            events=tuple(events), statements=claims.statements, commitments=claims.commitments, links=claims.links
        )

    def _seen(
        self, linked: Linked, drafts: list[Draft], seen: dict[int, RelationScore], taken: set[int]
    ) -> list[Draft]:
        """Drafts of rules and act model, with the parties that the model sees."""
        if self._acts is None:
            return drafts
        matches = [*(d.match for d in drafts), *read_acts(linked, seen, taken)]
        empty = [Draft(match=m, actor=None, recipient=None, two_sided=False) for m in matches[len(drafts) :]]
        views = parts(linked, self._acts, matches)
        found = [combine(d, view) for d, view in zip([*drafts, *empty], views, strict=True)]
        return [d for d in complete(linked, found) if d.actor is not None or d.recipient is not None]

    def _scores(self, linked: Linked, drafts: list[Draft]) -> Sequence[RelationScore | None]:
        if self._scorer is None or not drafts:
            return [None] * len(drafts)
        return self._scorer.score(linked.parse, [_request(linked, d) for d in drafts])

    def _build(
        self, linked: Linked, item: Draft, judged: RelationScore | None, seen: RelationScore | None
    ) -> Event | None:
        parse, frame, trigger = linked.parse, item.match.frame, item.match.trigger
        confidence = _confidence(item, judged, seen)
        if confidence < self._settings.record_threshold:
            return None
        date = self._when(parse, linked.times, frame.index, trigger.type in _VERBAL)
        state = status(parse, frame.index, date)
        if state == "negated" and "negated" in trigger.conditions:
            state = "asserted"
        confidence -= _doubt(linked, item, state)
        if confidence < self._settings.record_threshold:
            return None
        event_type, mode = _settle(trigger.type, refine_mode(parse, frame, trigger.type, trigger.mode), state)
        start, end = evidence(linked, item)
        words = clause_words(parse, frame)
        actor, recipient = item.actor, item.recipient
        first, last = trigger_text(parse, item.match)
        flags = ("unsure",) if confidence < self._settings.flag_threshold else ()
        return Event(
            id="",
            type=cast("Any", event_type),
            mode=mode,
            status=cast("Any", state),
            actors=actor.codes if actor else (),
            recipients=recipient.codes if recipient else (),
            actor_ids=actor.ids if actor else (),
            recipient_ids=recipient.ids if recipient else (),
            actor_text=parse.text(actor.start, actor.end) if actor else None,
            recipient_text=parse.text(recipient.start, recipient.end) if recipient else None,
            date=date,
            place=self._where(parse, linked.places, frame.index),
            contexts=contexts(parse, words),
            trigger=parse.text(first, last),
            evidence=parse.text(start, end),
            start=start,
            end=end,
            cameo=trigger.cameo or None,
            quad=quad(event_type),
            score=score(event_type, mode),
            goldstein=goldstein(trigger.cameo),
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
    drafts = [d for d in complete(linked, found) if d.actor is not None or d.recipient is not None]
    return drafts, silent | {m.frame.index for m in matches}


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


def _request(linked: Linked, item: Draft) -> PairRequest:
    frame = item.match.frame
    word = linked.parse.words[frame.index]
    if item.two_sided and item.actor is not None:
        spans = _spans_of(linked, item.actor.ids, word.sentence)
        if len(spans) > 1:
            return PairRequest(source=spans[0], target=spans[1])
    source = (item.actor.start, item.actor.end) if item.actor else (word.start, word.end)
    target = (item.recipient.start, item.recipient.end) if item.recipient else None
    return PairRequest(source=source, target=target)


def _spans_of(linked: Linked, ids: tuple[str, ...], sentence: int) -> list[tuple[int, int]]:
    """The first mention of each actor in a sentence."""
    bounds = linked.parse.sentences[sentence]
    spans: list[tuple[int, int]] = []
    for actor in ids:
        for mention in linked.mentions:
            if actor in mention.actors and bounds.start <= mention.start < bounds.end:
                if (mention.start, mention.end) not in spans:
                    spans.append((mention.start, mention.end))
                break
    return spans


def _confidence(item: Draft, judged: RelationScore | None, seen: RelationScore | None) -> float:
    """How sure a draft is: from its parties and trigger, and from the model's probability of the same type."""
    trigger = item.match.trigger
    prior = (
        0.55
        + 0.15 * bool(item.actor)
        + 0.1 * bool(item.recipient or (item.two_sided and item.actor and len(item.actor.codes) > 1))
    )
    prior += 0.05 * min(2, len(trigger.conditions)) - 0.15 * (item.match.frame.pos == "N")
    if trigger.type in _NEEDS_RECIPIENT and item.recipient is None and not item.two_sided:
        prior -= 0.15
    if judged is None:
        return max(0.0, min(0.95, prior))
    types = judged.types
    same = types.get(trigger.type, 0.0)
    if trigger.rank < 0 and seen is not None:
        return seen.types.get(trigger.type, 0.0)
    if seen is not None:
        same = (same + seen.types.get(trigger.type, 0.0)) / 2
    return max(0.0, min(0.99, 0.8 * prior + 0.3 * same - 0.2 * types.get("NONE", 0.0)))


def _doubt(linked: Linked, item: Draft, state: str) -> float:
    """What a draft loses for lacking what its type lives on: a meeting its other side, a conceivable act its actor."""
    trigger, actor = item.match.trigger, item.actor
    lost = 0.0
    if trigger.type == "CONSULT" and item.two_sided and (actor is None or len(actor.codes) < 2) and state != "negated":
        lost += 0.6
    if trigger.lemma == "warn" and trigger.type == "ACCUSE" and item.recipient is None:
        lost += 0.5
    if _figurative(linked, item) or _in_words_only(linked, item) or _withholds_name(linked, item):
        lost += 0.6
    if any(linked.parse.words[i].lemma.lower() in classes()["natural"] for i in item.match.frame.subjects):
        lost += 0.6
    if state in ("hypothetical", "future") and actor is None:
        lost += 0.4
    if state == "hypothetical":
        lost += 0.1
    if actor is None and (trigger.type in _VERBAL or trigger.type in ("AID", "COOPERATE")):
        lost += 0.4
    if actor is None and trigger.type in _FORCEFUL and not _by_weapon(linked, item):
        lost += 0.5
    return lost


def _by_weapon(linked: Linked, item: Draft) -> bool:
    """Whether force is told of: a weapon or armed men as the doer, or violence in the sentence; accidents kill too."""
    parse, frame, known = linked.parse, item.match.frame, classes()
    lemmas = {parse.words[i].lemma.lower() for i in frame.subjects}
    if lemmas:
        return bool(lemmas & (known["weapon"] | known["battle"] | known["force"] | known["armed"]))
    if item.match.trigger.type != "ASSAULT":
        return True
    sentence = parse.sentences[parse.words[frame.index].sentence]
    return any(w.lemma.lower() in known["violent"] for w in parse.words[sentence.first : sentence.stop])


def _figurative(linked: Linked, item: Draft) -> bool:
    """Whether what is fought or attacked is no people, place or thing that can be harmed ("combat the disease")."""
    parse, frame, known = linked.parse, item.match.frame, classes()
    if item.match.trigger.type != "ASSAULT" or frame.pos != "V" or item.recipient is not None or not frame.objects:
        return False
    lemmas = {parse.words[i].lemma.lower() for i in frame.objects}
    harmed = known["person"] | known["prisoner"] | known["force"] | known["armed"] | known["harmed"] | known["property"]
    telling = harmed | known["battle"] | known["weapon"] | known["territory"] | known["police"]
    people = any(parse.words[i].upos in ("PROPN", "PRON", "NUM") for i in frame.objects)
    return not people and not lemmas & telling


def _in_words_only(linked: Linked, item: Draft) -> bool:
    """Whether a person attacks in words: a named person as the doer, and no violence in the sentence."""
    trigger, frame, actor = item.match.trigger, item.match.frame, item.actor
    if trigger.lemma not in ("attack", "pound", "target", "assail", "hit", "strike") or actor is None:
        return False
    if not any(linked.actor[i].kind == "person" for i in actor.ids if i in linked.actor):
        return False
    sentence = linked.parse.sentences[linked.parse.words[frame.index].sentence]
    others = {w.lemma.lower() for w in linked.parse.words[sentence.first : sentence.stop] if w.index != frame.index}
    return not others & (classes()["violent"] - {"attack", "war", "conflict"})


def _withholds_name(linked: Linked, item: Draft) -> bool:
    """Whether a source only keeps its name back ("who declined to be named"): part of a statement, no refusal."""
    word = linked.parse.words[item.match.frame.index]
    passage = linked.parse.text(word.start, word.start + 40)
    wording = anonymity_wording(passage)
    return wording is not None and passage.startswith(wording)


def _settle(event_type: str, mode: str | None, state: str) -> tuple[str, str | None]:
    """Cooperative acts to come are AGREE, retreats to come CONCEDE; those types have no modes."""
    if state == "future" and event_type in _TO_COME:
        return _TO_COME[event_type], None
    return event_type, mode


def _numbered(event: Event, number: int) -> Event:
    import msgspec

    return msgspec.structs.replace(event, id=f"e{number}")
