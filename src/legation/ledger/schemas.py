"""Arrow schemas of the ledger's tables, derived from the records: there is no second model.

A record's field becomes a column of the same name, except where SQL reserves it: `start`/`end` become
`span_start`/`span_end`, `from`/`to` become `from_id`/`to_id`. An optional record becomes one column a field
(`date` → `date_from`, `date_to`; `place` → `place_name`, `place_country`); records in tuples become lists of structs.
"""

import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import msgspec
import pyarrow as pa

from legation.records import Actor, Commitment, Event, Interval, Link, Problem, Record, Source, Statement
from legation.records.linked import Place, TimeExpression

SAFE = {"start": "span_start", "end": "span_end", "from": "from_id", "to": "to_id"}
"""Names that SQL reserves, and the columns' names."""

PLAIN: dict[Any, pa.DataType] = {str: pa.string(), float: pa.float64(), int: pa.int64(), bool: pa.bool_()}

CLAIMS: dict[str, type[Record]] = {
    "actors": Actor,
    "events": Event,
    "statements": Statement,
    "commitments": Commitment,
    "links": Link,
}
"""Tables that hold one row a claim (or actor) of a document."""

_TIME = pa.timestamp("us", tz="UTC")
_OWNERS = [("local_id", pa.string()), ("document_id", pa.string()), ("run_id", pa.string()), ("batch_id", pa.string())]


def arrow_type(hint: Any) -> pa.DataType:
    """The Arrow type of a type annotation. Raises TypeError for one that no record uses."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin = typing.get_origin(hint)
    arguments = [a for a in typing.get_args(hint) if a is not type(None)]
    if origin is Literal:
        return pa.string()
    if origin in (typing.Union, types.UnionType) and len(arguments) == 1:
        return arrow_type(arguments[0])
    if origin is tuple:
        return pa.list_(arrow_type(arguments[0]))
    if isinstance(hint, type) and issubclass(hint, Record):
        return pa.struct([pa.field(name, arrow_type(kind)) for name, kind in fields(hint)])
    raise TypeError(f"no Arrow type for {hint!r}")


@cache
def fields(record: type[Record]) -> tuple[tuple[str, Any], ...]:
    """A record's encoded field names and their annotations, in order."""
    hints = typing.get_type_hints(record)
    return tuple((f.encode_name, hints[f.name]) for f in msgspec.structs.fields(record))


def nested(hint: Any) -> type[Record] | None:
    """The record of an optional record's annotation, else None."""
    for argument in (hint, *typing.get_args(hint)):
        if isinstance(argument, type) and issubclass(argument, Record):
            return argument if typing.get_origin(hint) is not tuple else None
    return None


@cache
def columns(record: type[Record]) -> tuple[tuple[str, tuple[str, ...], pa.DataType], ...]:
    """Name of the column, path of keys in the plain record, Arrow type: for every column of a record."""
    found: list[tuple[str, tuple[str, ...], pa.DataType]] = []
    for name, hint in fields(record):
        inner = nested(hint)
        if inner is None:
            found.append((SAFE.get(name, name), (name,), arrow_type(hint)))
            continue
        for part, kind in fields(inner):
            dated = inner is Interval
            found.append((f"{name}_{part}", (name, part), pa.date32() if dated else arrow_type(kind)))
    return tuple(found)


def _claim_schema(record: type[Record], *extra: tuple[str, pa.DataType]) -> pa.Schema:
    own = [(name, kind) for name, _, kind in columns(record)]
    return pa.schema([own[0], *_OWNERS, *[c for c in own if c[0] != "id"], *extra])


def _document_schema() -> pa.Schema:
    return pa.schema(
        [
            *[(name, kind) for name, _, kind in columns(Source)],
            ("times", pa.list_(arrow_type(TimeExpression))),
            ("places", pa.list_(arrow_type(Place))),
            ("warnings", pa.list_(pa.string())),
            ("text_digest", pa.string()),
            ("signature", pa.list_(pa.int64())),
            ("generation", pa.int64()),
            ("run_id", pa.string()),
            ("batch_id", pa.string()),
        ]
    )


IMPORTED = (("origin", pa.string()), ("original", pa.string()))
"""Where an event comes from (`legation` or a format's name), and an imported row's own columns as JSON."""

SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": _document_schema(),
    **{name: _claim_schema(record, *(IMPORTED if name == "events" else ())) for name, record in CLAIMS.items()},
    "copies": pa.schema(
        [(n, pa.string()) for n in ("document_id", "copy_id", "title", "published", "source", "url")]
        + [("similarity", pa.float64()), ("run_id", pa.string()), ("batch_id", pa.string())]
    ),
    "problems": pa.schema(
        [("id", pa.string())]
        + [(name, kind) for name, _, kind in columns(Problem)]
        + [("run_id", pa.string()), ("noted_at", _TIME)]
    ),
    "runs": pa.schema(
        [(n, pa.string()) for n in ("id", "version", "model_digest", "settings", "engine")]
        + [("workers", pa.int64()), ("inputs", pa.list_(pa.string())), ("state", pa.string()), ("noted_at", _TIME)]
        + [(n, pa.int64()) for n in ("read", "known", "duplicates", "rejected")]
    ),
    "judgements": pa.schema(
        [(n, pa.string()) for n in ("id", "record_id", "table_name", "verdict", "changes", "judge", "note")]
        + [("judged_at", _TIME)]
    ),
    "batches": pa.schema([(n, pa.string()) for n in ("batch_id", "content_key", "run_id")] + [("committed_at", _TIME)]),
    "occurrences": pa.schema(
        [(n, pa.string()) for n in ("id", "type", "mode", "quad", "status")]
        + [(n, pa.list_(pa.string())) for n in ("actors", "recipients")]
        + [("date_from", pa.date32()), ("date_to", pa.date32())]
        + [(n, pa.string()) for n in ("place_name", "place_country", "trigger", "evidence")]
        + [(n, pa.list_(pa.string())) for n in ("event_ids", "document_ids", "sources")]
        + [(n, pa.int64()) for n in ("reports", "documents", "independent_sources")]
        + [(n, pa.date32()) for n in ("first_report", "last_report")]
        + [
            (
                "disagreements",
                pa.list_(
                    pa.struct(
                        [
                            ("fact", pa.string()),
                            ("value", pa.string()),
                            ("event_ids", pa.list_(pa.string())),
                        ]
                    )
                ),
            ),
            ("confidence", pa.float64()),
        ]
    ),
    "layout": pa.schema([("version", pa.int64()), ("applied_at", _TIME)]),
}
"""Every table of a ledger. `batches` marks what is committed; `layout` holds the version of the schema."""
