"""A reader that is quick and simple: one event a document, and ways to misbehave on demand."""

import os
import time
from collections.abc import Iterable, Iterator

from legation.records import Document, Event, Interval, Report, Source


class FakeReader:
    """Finds one event in each text, from its first word on. Words of a text make it fail, die or dawdle."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Report]:
        for document in documents:
            yield self.read(document)

    def read(self, document: Document) -> Report:
        if "CRASH" in document.text:
            raise RuntimeError("this text is too much")
        if "DIE" in document.text:
            os._exit(3)
        if "SLOW" in document.text:
            time.sleep(0.02)
        evidence = document.text[:40]
        first = document.text.split()[0]
        day = Interval(from_=document.published, to=document.published) if document.published else None
        event = Event(
            id="e1", evidence=evidence, start=0, end=len(evidence), confidence=0.5, type="CONSULT", mode=None,
            status="asserted", contexts=(), actors=(first,), recipients=(), actor_ids=(), recipient_ids=(),
            actor_text=first, recipient_text=None, date=day, place=None, trigger=first, cameo="040",
            quad="verbal cooperation", score=2.5,
        )  # fmt: skip
        source = Source(**{f: getattr(document, f) for f in document.__struct_fields__})
        return Report(
            document=source, actors=(), times=(), places=(), events=(event,), statements=(), commitments=(),
            links=(), warnings=(),
        )  # fmt: skip


def make() -> FakeReader:
    return FakeReader()


def broken() -> FakeReader:
    raise RuntimeError("no reader today")
