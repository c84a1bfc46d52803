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
from legation.records.finding import (
    QUANTILES,
    Comparison,
    Edge,
    Estimate,
    Finding,
    Forecast,
    Mark,
    Outcome,
    Prospect,
    Series,
    forecast_id,
)
from legation.records.linked import Actor, Linked, Mention, MentionText, Place, TimeExpression
from legation.records.parse import Attribution, Entity, Parse, Sentence, Word
from legation.records.problem import Problem
from legation.records.segmentation import Segmentation

__all__ = [
    "QUANTILES",
    "Actor",
    "Attribution",
    "Claim",
    "Claims",
    "Commitment",
    "Comparison",
    "Document",
    "Edge",
    "Entity",
    "Estimate",
    "Event",
    "EventPlace",
    "Extension",
    "Finding",
    "Forecast",
    "Interval",
    "Limit",
    "Link",
    "Linked",
    "Magnitude",
    "Mark",
    "Mention",
    "MentionText",
    "Outcome",
    "Parse",
    "Place",
    "Problem",
    "Prospect",
    "Record",
    "Report",
    "Segmentation",
    "Sentence",
    "Series",
    "Source",
    "Statement",
    "TimeExpression",
    "Word",
    "digest",
    "forecast_id",
    "identify",
]
