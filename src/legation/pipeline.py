"""Document → Parse → Linked → Report: the stages in their order. A report depends on its document alone."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from legation.contracts import Coder, Dater, Linker, Locator, Parser
from legation.records import Claims, Document, Linked, Parse, Report, Source, TimeExpression

BATCH = 16
"""Documents parsed together; a matter of speed alone."""


class Pipeline:
    """The stages put together; holds no state between documents and may be shared by threads."""

    def __init__(self, parser: Parser, dater: Dater, locator: Locator, linker: Linker, coders: Sequence[Coder]) -> None:
        self.parser = parser
        self._dater = dater
        self._locator = locator
        self._linker = linker
        self._coders = tuple(coders)

    def link(self, parse: Parse) -> Linked:
        """Dates, places and actors of a parse."""
        return self._linker.link(parse, self._dater.date(parse), self._locator.locate(parse))

    def claims(self, linked: Linked) -> Claims:
        """What a linked parse claims."""
        claims = Claims()
        for coder in self._coders:
            claims = coder.code(linked, claims)
        return claims

    def report(self, parse: Parse) -> Report:
        """The whole record of a parsed document."""
        linked = self.link(parse)
        return assemble(linked, self.claims(linked))

    def run(self, documents: Iterable[Document]) -> Iterator[Report]:
        """Reports of documents, one a document, in order."""
        stream = iter(documents)
        while batch := list(islice(stream, BATCH)):
            for parse in self.parser.parse(batch):
                yield self.report(parse)


def assemble(linked: Linked, claims: Claims) -> Report:
    """The report of a linked parse and its claims."""
    document = linked.parse.document
    source = Source(
        id=document.id,
        text=document.text,
        title=document.title,
        published=document.published,
        source=document.source,
        url=document.url,
        language=document.language,
        sentences=tuple((s.start, s.end) for s in linked.parse.sentences),
    )
    return Report(
        document=source,
        actors=linked.actors,
        times=linked.times,
        places=linked.places,
        events=claims.events,
        statements=claims.statements,
        commitments=claims.commitments,
        links=claims.links,
        warnings=(*linked.warnings, *_date_warning(document, linked.times)),
    )


def _date_warning(document: Document, times: Sequence[TimeExpression]) -> tuple[str, ...]:
    open_ones = sum(t.from_ is None and t.type in ("DATE", "TIME") for t in times)
    if document.published is not None or not open_ones:
        return ()
    return (f"no publication date: {open_ones} relative date{'s' if open_ones > 1 else ''} left open",)
