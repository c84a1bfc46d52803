"""One record for one event of a report: mentions of the same act are merged, the clearest one is kept."""

import msgspec

from legation.records import Event, Interval

_ALIKE = 0.5
"""Share of words in common from which two clauses with the same parties tell the same act."""


def _overlap(a: Interval | None, b: Interval | None) -> bool:
    return a is None or b is None or (a.from_ <= b.to and b.from_ <= a.to)


def _compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def same_event(a: Event, b: Event, nominal: bool) -> bool:
    """Whether two records of one report tell the same act.

    `nominal`: one of the two is only a noun ("the sanctions"), which refers back more easily than a clause does.
    """
    if a.type != b.type or not _overlap(a.date, b.date):
        return False
    if a.mode and b.mode and a.mode != b.mode:
        return False
    if not (_compatible(a.actors, b.actors) and _compatible(a.recipients, b.recipients)):
        return False
    if _one_clause(a, b):
        return True
    if nominal:
        return (a.status == b.status or "asserted" in (a.status, b.status)) and _akin(a, b)
    same_parties = set(a.actors) == set(b.actors) and set(a.recipients) == set(b.recipients)
    alike = _likeness(a, b) >= _ALIKE or _taken_up(a, b)
    return same_parties and a.status == b.status and alike


def _one_clause(a: Event, b: Event) -> bool:
    """One act told twice in a sentence, once without its recipient ("shot down a helicopter, killing two")."""
    overlapping = a.start < b.end and b.start < a.end
    return overlapping and a.actors == b.actors and bool(a.recipients) != bool(b.recipients) and a.status == b.status


def _taken_up(a: Event, b: Event) -> bool:
    """ "signed a measure", later "signed the legislation": the same verb with a definite object."""
    first, second = sorted((a, b), key=lambda e: e.start)
    x, y = first.trigger.lower().split(), second.trigger.lower().split()
    return x[0] == y[0] and len(y) > 1 and y[1] in ("the", "this", "that", "it")


def _stems(text: str | None, length: int) -> set[str]:
    words = (w.strip(".,;:“”\"'’").lower() for w in (text or "").split())
    return {w[:length] for w in words if len(w) > 3}


def _akin(a: Event, b: Event) -> bool:
    """Whether a noun can take up a clause: a word in common ("annexed", "annexation"), or both parties the same."""
    told = all((a.actors, a.recipients, set(a.actors) == set(b.actors), set(a.recipients) == set(b.recipients)))
    return told or bool(_stems(a.trigger, 4) & _stems(b.trigger, 4))


def _likeness(a: Event, b: Event) -> float:
    """Share of the words that two passages have in common, of those of the shorter, parties and triggers left out."""
    first, second = (
        _stems(e.evidence, 6) - _stems(e.actor_text, 6) - _stems(e.recipient_text, 6) - _stems(e.trigger, 6)
        for e in (a, b)
    )
    return len(first & second) / max(1, min(len(first), len(second))) if first and second else float(first == second)


def _clarity(event: Event, nominal: bool) -> tuple[bool, int, float, int]:
    return (not nominal, bool(event.actors) + bool(event.recipients), event.confidence, -event.start)


def merge(events: list[tuple[Event, bool]]) -> list[Event]:
    """Events (each with whether its trigger is a noun) without repetitions, in the order of the text.

    The clearest mention is kept; date, place and recipients that it lacks are taken from the others.
    """
    kept: list[tuple[Event, bool]] = []
    for event, nominal in sorted(events, key=lambda e: _clarity(*e), reverse=True):
        for number, (other, noun) in enumerate(kept):
            if same_event(event, other, nominal or noun):
                kept[number] = (_filled(other, event), noun)
                break
        else:
            kept.append((event, nominal))
    return sorted((e for e, _ in kept), key=lambda e: (e.start, e.end, e.type))


def _filled(event: Event, other: Event) -> Event:
    changes: dict[str, object] = {}
    if event.date is None and other.date is not None and event.status == other.status:
        changes["date"] = other.date
    if event.place is None and other.place is not None:
        changes["place"] = other.place
    if not event.recipients and other.recipients:
        changes |= {
            "recipients": other.recipients,
            "recipient_ids": other.recipient_ids,
            "recipient_text": other.recipient_text,
        }
    return msgspec.structs.replace(event, **changes) if changes else event
