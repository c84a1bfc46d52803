"""Do two records of events tell of one real event? What speaks for it and against it, weighed.

The weights are fitted on the tuning halves of `evaluation/data/occurrences.jsonl` and, as the reader reads it, of
`occurrence_stories.txt` (training/occurrences/fit.py).
"""

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from legation.records import Record

_KIN = (
    {"AGREE", "CONSULT", "SUPPORT"}, {"AGREE", "CONCEDE", "RETREAT"}, {"SANCTION", "COERCE"}, {"ACCUSE", "THREATEN"},
    {"ACCUSE", "REJECT", "REQUEST"}, {"ASSAULT", "COERCE", "MOBILIZE"}, {"COOPERATE", "AID", "AGREE"},
)  # fmt: skip
"""Types under which coders and outlets put one and the same act."""

MUTUAL = {"AGREE", "CONSULT", "COOPERATE", "SUPPORT"}
"""Types whose parties may be told on either side."""

FARTHEST = 4
"""Days between two reported dates beyond which acts are two, whatever else agrees."""

NAMES = (
    "bias", "same_type", "same_mode", "other_mode", "actors", "recipients", "same_day", "days_apart", "no_date",
    "same_place", "same_country", "other_place", "words", "trigger", "same_number", "other_number", "other_status",
)  # fmt: skip

WEIGHTS: dict[str, float] = {
    "bias": 0.01, "same_type": 0.41, "same_mode": 0.19, "other_mode": -0.57, "actors": 1.35, "recipients": 0.94,
    "same_day": 0.77, "days_apart": -1.61, "no_date": 0.0, "same_place": 1.26, "same_country": 0.23,
    "other_place": -1.62, "words": 3.11, "trigger": 0.27, "same_number": 1.12, "other_number": -0.7,
    "other_status": -0.27,
}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    "the and for with that from its his her their said has have had was were are will would been after over into on "
    "by a an of to in at it he she they this who which than also not no as is be but about against two three".split()
)


class Telling(Record, frozen=True, kw_only=True, dict=True):
    """What one report tells of an event, as it is compared. `published` is the report's day."""

    id: str
    document_id: str
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date_from: datetime.date | None
    date_to: datetime.date | None
    published: datetime.date | None
    place_name: str | None
    place_country: str | None
    trigger: str
    evidence: str
    amounts: tuple[tuple[float, str], ...] = ()

    @cached_property
    def stems(self) -> frozenset[str]:
        """The evidence's words without the commonest ones, cut to six letters so that their forms agree."""
        return frozenset(w[:6] for w in _WORD.findall(self.evidence.lower()) if w not in _COMMON)

    @cached_property
    def trigger_stems(self) -> frozenset[str]:
        """The trigger's words, cut likewise."""
        return frozenset(w[:5] for w in _WORD.findall(self.trigger.lower()) if w not in _COMMON)

    @cached_property
    def sides(self) -> frozenset[str]:
        """All parties."""
        return frozenset((*self.actors, *self.recipients))


def possible(a: Telling, b: Telling) -> bool:
    """Whether two records could be one event at all: types akin, parties in common, dates near, not of one report."""
    if a.document_id == b.document_id or (a.status == "negated") != (b.status == "negated"):
        return False
    if a.type != b.type and not any(a.type in kin and b.type in kin for kin in _KIN):
        return False
    gap = days_apart(a, b)
    if gap is None or gap > FARTHEST:
        return False
    return _parties_fit(a, b)


def _parties_fit(a: Telling, b: Telling) -> bool:
    if a.type in MUTUAL and b.type in MUTUAL:
        needed = min(2, len(a.sides), len(b.sides))  # of two meetings of two, both parties
        return len(a.sides & b.sides) >= needed
    return _fit(a.actors, b.actors) and _fit(a.recipients, b.recipients)


def _fit(one: Sequence[str], other: Sequence[str]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def days_apart(a: Telling, b: Telling) -> int | None:
    """Days between two events' dates, 0 where they overlap; of their reports where a date is unknown; None if open."""
    if a.date_from and b.date_from:
        first, last = max(a.date_from, b.date_from), min(a.date_to or a.date_from, b.date_to or b.date_from)
        return max(0, (first - last).days)
    left, right = a.date_from or a.published, b.date_from or b.published
    return abs((left - right).days) if left and right else None


def features(a: Telling, b: Telling, rarity: Mapping[str, float]) -> dict[str, float]:
    """What speaks for and against one event, by name (see `NAMES`). `rarity` weighs the evidence's words."""
    gap = days_apart(a, b) or 0
    dated = a.date_from is not None and b.date_from is not None
    found = {
        "bias": 1.0,
        "same_type": float(a.type == b.type),
        "same_mode": float(a.mode == b.mode and a.mode is not None),
        "other_mode": float(a.mode != b.mode and None not in (a.mode, b.mode)),
        "actors": _share(a.sides, b.sides) if a.type in MUTUAL else _share(a.actors, b.actors),
        "recipients": _share(a.sides, b.sides) if a.type in MUTUAL else _share(a.recipients, b.recipients),
        "same_day": float(dated and gap == 0 and a.date_from == b.date_from),
        "days_apart": float(gap),
        "no_date": float(not dated),
        "words": _overlap(a.stems, b.stems, rarity),
        "trigger": float(bool(a.trigger_stems & b.trigger_stems)),
        "other_status": float(a.status != b.status),
    }
    return {**found, **_places(a, b), **_numbers(a, b)}


def _share(one: Sequence[str] | frozenset[str], other: Sequence[str] | frozenset[str]) -> float:
    union = set(one) | set(other)
    return len(set(one) & set(other)) / len(union) if union else 0.5


def _overlap(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    total = sum(rarity.get(w, 1.0) for w in one | other)
    return sum(rarity.get(w, 1.0) for w in one & other) / total if total else 0.0


def _places(a: Telling, b: Telling) -> dict[str, float]:
    named = a.place_name is not None and b.place_name is not None
    same = named and (a.place_name or "").lower() == (b.place_name or "").lower()
    country = a.place_country is not None and a.place_country == b.place_country
    return {
        "same_place": float(same),
        "same_country": float(country and not same),
        "other_place": float((named and not same) or (None not in (a.place_country, b.place_country) and not country)),
    }


def _numbers(a: Telling, b: Telling) -> dict[str, float]:
    values, others = {v for v, _ in a.amounts}, {v for v, _ in b.amounts}
    told = bool(values and others)
    return {"same_number": float(told and bool(values & others)), "other_number": float(told and not values & others)}


def likeness(a: Telling, b: Telling, rarity: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """The probability that two records that `possible` lets through are one event."""
    total = sum(weights[name] * value for name, value in features(a, b, rarity).items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def rarities(tellings: Sequence[Telling]) -> dict[str, float]:
    """How much each word of the evidence tells: the logarithm of the share of records that lack it, plus one."""
    counts: dict[str, int] = {}
    for telling in tellings:
        for word in telling.stems:
            counts[word] = counts.get(word, 0) + 1
    return {word: 1 + math.log(len(tellings) / count) for word, count in counts.items()}
