"""Events made by hand for tests."""

from typing import Any, cast

from legation.records import Event


def make_event(identity: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], **changes: Any) -> Event:
    """An asserted event with `evidence` "They did it." and ids like the codes."""
    fields: dict[str, Any] = {
        "id": identity, "type": cast("Any", kind), "mode": None, "status": "asserted", "contexts": (), "actors": actors,
        "recipients": recipients, "actor_ids": actors, "recipient_ids": recipients, "actor_text": None,
        "recipient_text": None, "date": None, "place": None, "trigger": "did", "cameo": None, "quad": "verbal conflict",
        "score": 0.0, "evidence": "They did it.", "start": 0, "end": 12, "confidence": 0.9,
    }  # fmt: skip
    return Event(**(fields | changes))
