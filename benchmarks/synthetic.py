"""Synthetic events and reports for measurements of speed: unequal dyads, ten years, all of PLOVER's types."""

import datetime
import itertools
import random
from collections.abc import Iterator
from typing import Any

from legation.knowledge.codes import countries
from legation.knowledge.events import plover, score
from legation.records import Commitment, Event, Interval, Limit, Link, Report, Source, Statement

FIRST = datetime.date(2016, 1, 1)
DAYS = 3650
ACTS = ("assess", "assert", "deny", "accuse", "promise", "threaten", "request", "support", "propose")
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pra", "ster", "ton", "ver", "win", "zal")
WORDS = tuple("".join(w) for n in (2, 3) for w in itertools.product(SYLLABLES, repeat=n))


def synthetic_events(number: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """`number` rows for `Ledger.add_events`, the same for the same seed."""
    draw = random.Random(seed)
    states, weights = _states(draw)
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


def _states(draw: random.Random) -> tuple[list[str], list[float]]:
    """States in a drawn order, and how much each of them does."""
    states = [c for c in countries() if len(c) == 3]
    draw.shuffle(states)
    return states, [1 / (1 + rank) for rank in range(len(states))]


class _Text:
    """A text that grows by sentences."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def add(self, sentence: str) -> dict[str, Any]:
        """Appends a sentence; returns where it stands, as a claim wants it."""
        start = self.length
        self.parts.append(sentence)
        self.length += len(sentence) + 1
        return {"evidence": sentence, "start": start, "end": start + len(sentence), "confidence": 0.8}


def synthetic_reports(number: int, seed: int = 11) -> Iterator[Report]:
    """`number` reports of some 2,000 characters with four events, a link, three statements, and a pact in one of four.

    The same for the same seed."""
    draw = random.Random(seed)
    states, weights = _states(draw)
    for index in range(number):
        yield _report(index, draw, states, weights)


def _report(index: int, draw: random.Random, states: list[str], weights: list[float]) -> Report:
    text, types = _Text(), list(plover())
    day = (FIRST + datetime.timedelta(days=draw.randrange(DAYS))).isoformat()
    one, other = draw.choices(states, weights, k=2)
    other = other if other != one else states[(states.index(one) + 1) % len(states)]
    events = tuple(_event(f"e{i + 1}", text, draw, (one, other), draw.choice(types), day) for i in range(4))
    _fill(text, draw, 14)
    said = tuple(_statement(f"s{i + 1}", text, draw, draw.choice((one, other))) for i in range(3))
    agreed = (_pact("c1", text, draw, (one, other)),) if index % 4 == 0 else ()
    _fill(text, draw, 8)
    last = events[1]
    link = Link(id="l1", from_="e2", to="e1", kind="response", evidence=last.evidence, start=last.start, end=last.end,
                confidence=0.7)  # fmt: skip
    source = Source(
        id=f"report{index:07d}", text=" ".join(text.parts), published=day,
        title=f"{one} and {other}: {draw.choice(WORDS)}", source=f"Gazette {index % 40}", url=None, sentences=(),
    )  # fmt: skip
    return Report(
        document=source, actors=(), times=(), places=(), events=events, statements=said, commitments=agreed,
        links=(link,), warnings=(),
    )  # fmt: skip


def _words(draw: random.Random, number: int) -> str:
    # Words are unequal, as in a language: the square of a uniform draw prefers the first ones.
    return " ".join(WORDS[int(draw.random() ** 3 * len(WORDS))] for _ in range(number))


def _fill(text: _Text, draw: random.Random, sentences: int) -> None:
    for _ in range(sentences):
        text.add(_words(draw, 12).capitalize() + ".")


def _event(identity: str, text: _Text, draw: random.Random, pair: tuple[str, str], kind: str, day: str) -> Event:
    one, other = pair if draw.random() < 0.6 else pair[::-1]
    return Event(
        id=identity, type=kind, mode=None, status="asserted", contexts=("diplomatic",), actors=(one,),
        recipients=(other,), actor_ids=(), recipient_ids=(), actor_text=one, recipient_text=other,
        date=Interval(from_=day, to=day), place=None, trigger=kind.lower(), cameo="010", quad=plover()[kind].quad,
        score=score(kind, None), goldstein=None, magnitudes=(),
        **text.add(f"{one} moved to {kind.lower()} {other}: {_words(draw, 9)}."),
    )  # fmt: skip


def _statement(identity: str, text: _Text, draw: random.Random, country: str) -> Statement:
    content = _words(draw, 14)
    speaker = f"{draw.choice(WORDS[:300]).title()} {draw.choice(WORDS[300:900]).title()}"
    return Statement(
        id=identity, speaker=speaker, actor_id=None, country=country, anonymous=False, anonymity=None,
        act=draw.choice(ACTS), quoted=True, content=content, source_span=(0, 1), cue_span=None,
        content_spans=((0, 1),), about=None, **text.add(f"“{content},” said {speaker}."),
    )  # type: ignore[arg-type]  # fmt: skip


def _pact(identity: str, text: _Text, draw: random.Random, parties: tuple[str, str]) -> Commitment:
    name = f"{draw.choice(WORDS[:400])} pact"
    year = draw.randrange(2020, 2040)
    return Commitment(
        id=identity, agreement=name, kind="treaty", status="in force", parties=parties, since="2016",
        expires=str(year), limits=(Limit(value=draw.randrange(2, 900), unit="posts", bound="max"),),
        **text.add(f"The {name} of the two runs until {year}."),
    )  # fmt: skip
