"""Immutable records, in the order in which data pass them: Document → Parse → Linked → Report."""

from legation.records.base import Interval, Record, digest
from legation.records.claims import (
    Claim,
    Claims,
    Commitment,
    Event,
    EventPlace,
    Extension,
    Limit,
    Link,
    Magnitude,
    Report,
    Source,
    Statement,
)
from legation.records.document import Document, identify
from legation.records.linked import Actor, Linked, Mention, MentionText, Place, TimeExpression
from legation.records.parse import Attribution, Entity, Parse, Sentence, Word
from legation.records.problem import Problem
from legation.records.segmentation import Segmentation

__all__ = [
    "Actor",
    "Attribution",
    "Claim",
    "Claims",
    "Commitment",
    "Document",
    "Entity",
    "Event",
    "EventPlace",
    "Extension",
    "Interval",
    "Limit",
    "Link",
    "Linked",
    "Magnitude",
    "Mention",
    "MentionText",
    "Parse",
    "Place",
    "Problem",
    "Record",
    "Report",
    "Segmentation",
    "Sentence",
    "Source",
    "Statement",
    "TimeExpression",
    "Word",
    "digest",
    "identify",
]
