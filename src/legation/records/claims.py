"""What a report claims: events, statements, commitments and links, each tied to verbatim text.

A claim without evidence cannot be constructed. Codes are PLOVER's and those of the project's guidelines.
"""

from typing import Literal

from legation.records.base import Interval, Record
from legation.records.document import Document
from legation.records.linked import Actor, Place, TimeExpression

EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
Status = Literal["asserted", "historical", "future", "hypothetical", "negated"]
Act = Literal["assess", "assert", "deny", "accuse", "promise", "threaten", "request", "support", "propose"]
LinkKind = Literal["retaliation", "response", "condition", "implementation"]
CommitmentKind = Literal["treaty", "accord", "resolution", "truce", "understanding", "law", "pledge"]
CommitmentStatus = Literal["proposed", "agreed", "signed", "in force", "suspended", "expired", "withdrawn"]
Bound = Literal["max", "min", "exactly"]


class Magnitude(Record, frozen=True, kw_only=True):
    """A quantity of an event: 755 staff; `of` is the whole where the text gives it (1,200)."""

    value: float
    unit: str
    of: float | None = None


class EventPlace(Record, frozen=True, kw_only=True):
    """Where an event took place: a name and an ISO 3166-1 alpha-3 country, None for seas."""

    name: str
    country: str | None


class Claim(Record, frozen=True, kw_only=True):
    """What every claim has: an id, verbatim evidence at `start`–`end`, and a calibrated confidence from 0 to 1."""

    id: str
    evidence: str
    start: int
    end: int
    confidence: float

    def __post_init__(self) -> None:
        if not self.evidence.strip() or self.end - self.start != len(self.evidence):
            raise ValueError(f"{type(self).__name__} {self.id} has no verbatim evidence")


class Event(Claim, frozen=True, kw_only=True):
    """Who did what to whom (PLOVER). `score` is PLOVER's, `goldstein` Goldstein's (1992) for the CAMEO code."""

    type: EventType
    mode: str | None
    status: Status
    contexts: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    actor_ids: tuple[str, ...]
    recipient_ids: tuple[str, ...]
    actor_text: str | None
    recipient_text: str | None
    date: Interval | None
    place: EventPlace | None
    trigger: str
    cameo: str | None
    quad: str
    score: float
    goldstein: float | None = None
    magnitudes: tuple[Magnitude, ...] = ()
    flags: tuple[str, ...] = ()


class Statement(Claim, frozen=True, kw_only=True):
    """Who said what. `evidence` is the passage that holds cue and content.

    `about` is the event that the statement denies or announces.
    """

    speaker: str
    actor_id: str | None
    country: str | None
    anonymous: bool
    anonymity: str | None
    act: Act
    quoted: bool
    content: str
    source_span: tuple[int, int] | None
    cue_span: tuple[int, int] | None
    content_spans: tuple[tuple[int, int], ...]
    hedges: tuple[str, ...] = ()
    about: str | None = None


class Limit(Record, frozen=True, kw_only=True):
    """A quantity that an agreement bounds."""

    value: float
    unit: str
    bound: Bound


class Extension(Record, frozen=True, kw_only=True):
    """By how much an agreement can be or was extended, and on what condition."""

    by: str | None
    condition: str | None


class Commitment(Claim, frozen=True, kw_only=True):
    """What is agreed, up to when, and what then.

    Dates are YYYY, YYYY-MM or YYYY-MM-DD; None is what the report does not tell.
    """

    agreement: str
    kind: CommitmentKind
    status: CommitmentStatus
    parties: tuple[str, ...]
    since: str | None = None
    deadline: str | None = None
    expires: str | None = None
    limits: tuple[Limit, ...] = ()
    extension: Extension | None = None
    instrument: str | None = None


class Link(Claim, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What answered what: `from_` answers, depends on or carries out `to` (ids of records of the same report)."""

    from_: str
    to: str
    kind: LinkKind


class Claims(Record, frozen=True, kw_only=True):
    """The claims of one report as they are put together."""

    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    links: tuple[Link, ...] = ()


class Source(Document, frozen=True, kw_only=True):
    """A document with the offsets of its sentences, as a report prints it."""

    sentences: tuple[tuple[int, int], ...] = ()


class Report(Record, frozen=True, kw_only=True):
    """The whole record of one document (CONTRACT: Report)."""

    document: Source
    actors: tuple[Actor, ...]
    times: tuple[TimeExpression, ...]
    places: tuple[Place, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    commitments: tuple[Commitment, ...]
    links: tuple[Link, ...]
    warnings: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The report as plain dictionaries and lists, keys as in its JSON."""
        import msgspec

        plain: dict[str, object] = msgspec.json.decode(msgspec.json.encode(self))
        return plain
