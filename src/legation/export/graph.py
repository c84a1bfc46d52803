"""GraphML: actors as nodes, what they did to each other as directed edges, one for each quad class."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from legation.export.rows import TOLD, Row, pairs, replacing
from legation.knowledge.codes import countries
from legation.records import Record

_KEYS = (
    ("name", "node", "string"), ("country", "node", "string"), ("quad", "edge", "string"), ("events", "edge", "int"),
    ("weight", "edge", "double"), ("mean_score", "edge", "double"), ("first", "edge", "string"),
    ("last", "edge", "string"),
)  # fmt: skip


class Edge(Record, frozen=True, kw_only=True):
    """Events of one class from one actor upon another."""

    events: int
    total: float
    first: datetime.date | None
    last: datetime.date | None

    def with_event(self, score: float, day: datetime.date | None) -> "Edge":
        """The edge with one event more."""
        days = [d for d in (self.first, self.last, day) if d]
        return Edge(
            events=self.events + 1,
            total=self.total + score,
            first=min(days, default=None),
            last=max(days, default=None),
        )


class GraphmlExporter:
    """Writes the network of actors, readable by Gephi, networkx and igraph. Loops (within one country) are kept."""

    def export(self, rows: Iterable[Row], to: Path) -> int:
        """Write the graph; returns the number of events that are in it (those with actor and recipient)."""
        edges: dict[tuple[str, str, str], Edge] = {}
        count = 0
        for row in rows:
            if row.get("status") not in TOLD:
                continue
            found = [(a.code, r.code) for a, r in pairs(row) if r]
            count += bool(found)
            for source, target in found:
                key = (source, target, row.get("quad") or "")
                edge = edges.get(key, Edge(events=0, total=0.0, first=None, last=None))
                edges[key] = edge.with_event(row.get("score") or 0.0, row.get("date_from"))
        with replacing(to) as file:
            file.writelines(_lines(edges))
        return count


def _lines(edges: dict[tuple[str, str, str], Edge]) -> Iterable[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, owner, kind in _KEYS:
        yield f'  <key id="{owner}_{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <graph id="relations" edgedefault="directed">\n'
    for code in sorted({c for source, target, _ in edges for c in (source, target)}):
        country = code.partition(":")[0]
        known = countries().get(country)
        name = f"{known.name} ({code.partition(':')[2]})" if known and ":" in code else known.name if known else code
        yield f"    <node id={quoteattr(code)}>{_data('node', name=name, country=country if known else None)}</node>\n"
    for (source, target, quad), edge in sorted(edges.items()):
        told = _data(
            "edge", quad=quad, events=edge.events, weight=float(edge.events), mean_score=edge.total / edge.events,
            first=edge.first, last=edge.last,
        )  # fmt: skip
        yield f"    <edge source={quoteattr(source)} target={quoteattr(target)}>{told}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(owner: str, **values: Any) -> str:
    parts = []
    for name, value in values.items():
        if value is not None:
            text = quoteattr(str(value))[1:-1]
            parts.append(f'<data key="{owner}_{name}">{text}</data>')
    return "".join(parts)
