"""The books of a coding run: which documents and sources the ledger has, and the texts to tell near copies from."""

from collections.abc import Iterable

import pyarrow as pa

from legation.ledger.copies import CopyIndex, stored_day
from legation.ledger.scratch import scratch
from legation.records import Document

DOCUMENTS = (
    "select id, text_digest, source, published, signature from stored_documents join live_batches using (batch_id)"
)
COPIES = "select copy_id as id, source from copies"


class Books:
    """Documents by id, outlets by document, and texts, all in temporary files: memory does not grow with the archive.

    Without `near_copies` only equal documents are known again.
    """

    def __init__(self, near_copies: bool = True) -> None:
        self._rows = scratch(
            "create table documents (id text primary key, text_digest text) without rowid",
            "create table sources (id text, source text, primary key (id, source)) without rowid",
        )
        self._copies = CopyIndex() if near_copies else None

    def load(self, documents: Iterable[pa.RecordBatch], copies: Iterable[pa.RecordBatch]) -> None:
        """Take over what a ledger has (rows of `DOCUMENTS` and of `COPIES`)."""
        for batch in documents:
            ids, texts, sources = (batch.column(n).to_pylist() for n in ("id", "text_digest", "source"))
            self._rows.executemany("insert or ignore into documents values (?, ?)", zip(ids, texts, strict=True))
            self._add_sources(ids, sources)
            if self._copies is not None:
                days = [stored_day(d) for d in batch.column("published").to_pylist()]
                self._copies.add_stored(ids, days, batch.column("signature"))
        for batch in copies:
            self._add_sources(batch.column("id").to_pylist(), batch.column("source").to_pylist())

    def _add_sources(self, ids: Iterable[str], sources: Iterable[str | None]) -> None:
        pairs = ((i, s or "") for i, s in zip(ids, sources, strict=True))
        self._rows.executemany("insert or ignore into sources values (?, ?)", pairs)

    def get(self, identity: str) -> str | None:
        """The digest of the text of the document with this id, None if there is none."""
        row = self._rows.execute("select text_digest from documents where id = ?", (identity,)).fetchone()
        return str(row[0]) if row else None

    def enter(self, identity: str, text_digest: str) -> None:
        """Enter a document that is going to be read."""
        self._rows.execute("insert or ignore into documents values (?, ?)", (identity, text_digest))

    def forget(self, identity: str) -> None:
        """Take back a document that could not be read: what comes later is no copy of it."""
        self._rows.execute("delete from documents where id = ?", (identity,))
        if self._copies is not None:
            self._copies.remove(identity)

    def meet(self, identity: str, source: str | None) -> bool:
        """Note that an outlet has a document; whether that is new."""
        done = self._rows.execute("insert or ignore into sources values (?, ?)", (identity, source or ""))
        return done.rowcount == 1

    def find_copy(self, document: Document) -> tuple[str, float] | None:
        """The document of which this one is a near copy, with the similarity; one that is none is entered."""
        return self._copies.find_copy(document) if self._copies is not None else None
