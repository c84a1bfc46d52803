"""One flat row an event for spreadsheets and data frames (CSV, Parquet), and the dyads of classic CAMEO data."""

import csv
import datetime
import itertools
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from legation.errors import FormatError
from legation.export.quads import NUMBERS, quad
from legation.export.rows import TOLD, Row, day_of, pairs, replacing, write_lines
from legation.knowledge.codes import cameo

COLUMNS = (
    "event_id", "event_date", "event_date_to", "date_precision", "plover_type", "mode", "status", "context", "actor",
    "actor_text", "recipient", "recipient_text", "cameo_code", "event_root_code", "goldstein", "score", "quad",
    "quad_class", "place", "country", "latitude", "longitude", "geoname_id", "trigger", "evidence", "span_start",
    "span_end", "confidence", "flags", "story_id", "sentence_number", "title", "publication_date", "publisher", "url",
    "occurrence_id", "reports", "independent_sources", "origin", "run_id",
)  # fmt: skip
"""Columns of CSV and Parquet; lists are joined by "; " in CSV, dates are ISO text, nothing is an empty cell."""

DYADS = ("date", "source", "target", "cameo", "cameo_name", "root", "quad", "goldstein", "event_id", "story_id", "text")


def flatten(row: Row) -> dict[str, Any]:
    """An event's row under the names that event data have."""
    place: dict[str, Any] = next(
        (p for p in row.get("document_places") or () if p["name"] == row.get("place_name")), {}
    )
    code, sentences, start = row.get("cameo"), row.get("document_sentences") or (), row.get("span_start")
    return {
        "event_id": row["id"], "event_date": row.get("date_from"), "event_date_to": row.get("date_to"),
        "date_precision": _precision(row.get("date_from"), row.get("date_to")), "plover_type": row.get("type"),
        "mode": row.get("mode"), "status": row.get("status"), "context": list(row.get("contexts") or ()),
        "actor": list(row.get("actors") or ()), "actor_text": row.get("actor_text"),
        "recipient": list(row.get("recipients") or ()), "recipient_text": row.get("recipient_text"),
        "cameo_code": code, "event_root_code": code[:2] if code else None, "goldstein": row.get("goldstein"),
        "score": row.get("score"), "quad": row.get("quad"), "quad_class": NUMBERS.get(row.get("quad") or ""),
        "place": row.get("place_name"), "country": row.get("place_country"), "latitude": place.get("latitude"),
        "longitude": place.get("longitude"), "geoname_id": place.get("geonames_id"), "trigger": row.get("trigger"),
        "evidence": row.get("evidence"), "span_start": start, "span_end": row.get("span_end"),
        "confidence": row.get("confidence"), "flags": list(row.get("flags") or ()), "story_id": row.get("document_id"),
        "sentence_number": None if start is None or not sentences else sum(1 for s, _ in sentences if s <= start),
        "title": row.get("document_title"), "publication_date": row.get("document_published"),
        "publisher": row.get("document_source"), "url": row.get("document_url"),
        "occurrence_id": row.get("occurrence_id"), "reports": row.get("reports"),
        "independent_sources": row.get("independent_sources"), "origin": row.get("origin"), "run_id": row.get("run_id"),
    }  # fmt: skip


def _precision(start: datetime.date | None, end: datetime.date | None) -> str | None:
    if start is None:
        return None
    days = ((end or start) - start).days
    widths = (("day", 0), ("week", 7), ("month", 31), ("year", 366))
    return next((name for name, most in widths if days <= most), "longer")


class CsvExporter:
    """Writes all events with a header, UTF-8, comma, quotes where they are needed."""

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write the rows; returns how many."""
        count = 0
        with replacing(to) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for row in rows:
                writer.writerow([_cell(v) for v in flatten(row).values()])
                count += 1
        return count


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(str(v) for v in value)
    return value.isoformat() if isinstance(value, datetime.date) else value


class ParquetExporter:
    """Writes all events as typed columns; lists stay lists, dates are dates."""

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write the rows; returns how many."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = pa.schema([(name, _arrow(name)) for name in COLUMNS])
        count = 0
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")
            os.close(handle)
            try:
                with pq.ParquetWriter(name, schema, compression="zstd") as writer:
                    for chunk in _chunks(rows, 10_000):
                        writer.write_table(pa.Table.from_pylist([flatten(r) for r in chunk], schema=schema))
                        count += len(chunk)
                Path(name).chmod(0o644)
                Path(name).replace(to)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise FormatError(f"{to}: {error.strerror or error}") from error
        return count


def _arrow(name: str) -> Any:
    import pyarrow as pa

    if name in ("event_date", "event_date_to", "publication_date"):
        return pa.date32()
    if name in ("context", "actor", "recipient", "flags"):
        return pa.list_(pa.string())
    if name in ("goldstein", "score", "latitude", "longitude", "confidence"):
        return pa.float64()
    whole = ("quad_class", "geoname_id", "span_start", "span_end", "sentence_number", "reports", "independent_sources")
    return pa.int64() if name in whole else pa.string()


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk


class CameoExporter:
    """Writes dated dyads with CAMEO codes as classic event data have them: one row a pair of actors, with a header."""

    def __init__(self, quads: str = "gdelt") -> None:
        self.quads = quads

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write header and rows; returns how many rows. Events without CAMEO code are left out."""
        return write_lines(to, (line for row in rows for line in self._lines(row)), DYADS)

    def _lines(self, row: Row) -> Iterator[list[Any]]:
        code, day = row.get("cameo"), day_of(row)
        if row.get("status") not in TOLD or not code:
            return
        entry = cameo(code)
        for actor, recipient in pairs(row):
            yield [
                f"{day:%Y%m%d}" if day else "", actor.cameo, recipient.cameo if recipient else "", code,
                entry.name if entry else "", code[:2], quad(self.quads, code, row.get("type")), row.get("goldstein"),
                row["id"], row.get("document_id"), row.get("evidence"),
            ]  # fmt: skip
