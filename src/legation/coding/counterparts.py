"""The other side that a report leaves to its context: "Moscow denied it" in a report on Moscow and Kiev."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from legation.records import Event

INFERRED = "recipient from context"
"""The flag of events whose recipient their own sentence does not name."""
_ADDRESSED = frozenset(
    ("ACCUSE", "SANCTION", "REQUEST", "THREATEN", "REJECT", "CONCEDE", "COOPERATE", "AID", "PROTEST")
)
_LEAST, _SHARE = 3, 0.6
"""Acts with a counterpart, and its share of all of an actor's acts with others, from which it is taken for granted."""


def fill(events: Sequence[Event]) -> list[Event]:
    """Events with the recipients that a report's other events leave no doubt about, flagged."""
    return [_filled(e, events) if _open(e) else e for e in events]


def _open(event: Event) -> bool:
    return event.type in _ADDRESSED and not event.recipients and len(event.actors) == 1


def _filled(event: Event, events: Sequence[Event]) -> Event:
    actor = event.actors[0]
    met: Counter[str] = Counter()
    ids: dict[str, tuple[str, ...]] = {}
    for other in events:
        sides = (
            (other.actors, other.recipients, other.recipient_ids),
            (other.recipients, other.actors, other.actor_ids),
        )
        for own, codes, names in sides:
            if other is not event and own == (actor,) and len(codes) == 1:
                met[codes[0]] += 1
                ids.setdefault(codes[0], names)
    if not met:
        return event
    code, count = min(met.items(), key=lambda item: (-item[1], item[0]))
    if code == actor or count < _LEAST or count < _SHARE * met.total():
        return event
    return msgspec.structs.replace(event, recipients=(code,), recipient_ids=ids[code], flags=(*event.flags, INFERRED))
