"""Synthetic events for measurements of speed: unequal dyads, ten years, all of PLOVER's types."""

import datetime
import random
from collections.abc import Iterator
from typing import Any

from legation.knowledge.codes import countries
from legation.knowledge.events import plover, score

FIRST = datetime.date(2016, 1, 1)
DAYS = 3650


def synthetic_events(number: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """`number` rows for `Ledger.add_events`, the same for the same seed."""
    draw = random.Random(seed)
    states = [c for c in countries() if len(c) == 3]
    draw.shuffle(states)
    weights = [1 / (1 + rank) for rank in range(len(states))]
    types = list(plover())
    for index in range(number):
        actor, recipient = draw.choices(states, weights, k=2)
        kind = draw.choice(types)
        modes = list(plover()[kind].modes)
        mode = draw.choice(modes) if modes and draw.random() < 0.6 else None
        day = FIRST + datetime.timedelta(days=draw.randrange(DAYS))
        evidence = f"Synthetic report {index}: {actor} acts on {recipient} ({kind.lower()})."
        yield {
            "id": f"syn{index:08d}", "local_id": None, "document_id": None, "evidence": evidence, "span_start": 0,
            "span_end": len(evidence), "confidence": round(draw.uniform(0.4, 1.0), 2), "type": kind, "mode": mode,
            "status": "asserted", "contexts": [draw.choice(("diplomatic", "military", "economic", "executive"))],
            "actors": [actor], "recipients": [recipient] if actor != recipient else [], "actor_ids": [],
            "recipient_ids": [], "actor_text": actor, "recipient_text": recipient, "date_from": day, "date_to": day,
            "place_name": None, "place_country": None, "trigger": kind.lower(), "cameo": "010",
            "quad": plover()[kind].quad, "score": score(kind, mode), "goldstein": None, "magnitudes": [], "flags": [],
            "origin": "synthetic", "original": None,
        }  # fmt: skip
