"""What the ledger derives from its records and keeps: occurrences, brought up to date when they are asked for."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

from legation.errors import LedgerError
from legation.ledger.copies import Signature, group, unpack
from legation.ledger.occurrences import occurrences
from legation.ledger.query import QueryResult
from legation.ledger.tables import Tables
from legation.ledger.views import Snapshot

Query = Callable[[str], QueryResult]

_ASKED = re.compile(r"occurrence|event_rows", re.IGNORECASE)

EVENTS = (
    "select e.* exclude (actor_ids, recipient_ids, original, run_id), d.published "
    "from events e left join documents d on d.id = e.document_id where e.origin = 'legation' order by e.id"
)
DOCUMENTS = (
    "select id, published, signature, source, batch_id from stored_documents join live_batches using (batch_id) "
    "where id in (select document_id from events) order by published nulls last, id"
)
COPIES = "select document_id, source from copies where source is not null order by copy_id"


def asks(sql: str) -> bool:
    """Whether a query may need occurrences."""
    return bool(_ASKED.search(sql))


def basis(snapshot: Snapshot) -> str:
    """What occurrences rest on: versions of the tables of batches and judgements."""
    return f"{snapshot.versions['batches']} {snapshot.versions['judgements']}"


def stale(tables: Tables, snapshot: Snapshot) -> bool:
    """Whether reports or judgements have come since occurrences were last derived."""
    noted = tables.open("occurrences").history(1)
    return not noted or noted[0].get("basis") != basis(snapshot)


def refresh(tables: Tables, snapshot: Snapshot, query: Query) -> int:
    """Derive all occurrences anew and store them; returns how many there are.

    Where another process does so at the same moment its result stands.
    """
    rows = query(EVENTS).to_arrow().to_pylist()
    sources: dict[str, list[str]] = {}
    originals = group(_signed(query(DOCUMENTS).to_arrow(), sources))
    for copy in query(COPIES).to_dicts():
        sources.setdefault(copy["document_id"], []).append(copy["source"])
    found: list[dict[str, Any]] = occurrences(rows, originals, sources)
    try:
        tables.replace("occurrences", found, {"basis": basis(snapshot)})
    except LedgerError:
        if stale(tables, snapshot):
            raise
    return len(found)


def _signed(documents: pa.Table, sources: dict[str, list[str]]) -> Iterator[tuple[str, Signature]]:
    """Ids and signatures, a few at a time as Python's numbers; the outlet of each is noted in `sources`."""
    for batch in documents.to_batches(max_chunksize=1000):
        for row in batch.to_pylist():
            sources[row["id"]] = [row["source"]] if row["source"] else []
            yield row["id"], unpack(row["signature"], row["published"])
