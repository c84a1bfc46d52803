"""Coreference chains of a document: actors and everything else that is mentioned ("the treaty" … "it")."""

from legation.knowledge.actors import catalogue
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.resolution import Resolver
from legation.linking.actors.scene import Scene
from legation.records import Linked, Parse

Span = tuple[int, int]


def resolve(parse: Parse) -> Resolver:
    """All phrases of a parse with their referents."""
    return Resolver(Scene(parse, catalogue(), ())).run()


def chains(document: Linked | Parse, singletons: bool = False) -> tuple[tuple[Span, ...], ...]:
    """Chains as spans of words (stop excluded), each in the order of the text; `singletons`: those of one mention too.

    A mention's span is its whole noun phrase, relative clauses included.
    """
    parse = document.parse if isinstance(document, Linked) else document
    return word_chains(resolve(parse), singletons)


def word_chains(resolver: Resolver, singletons: bool) -> tuple[tuple[Span, ...], ...]:
    """The chains of a resolved document."""
    found: dict[int, list[Span]] = {}
    alone: list[list[Span]] = []
    for phrase in resolver.phrases:
        if phrase.kind == "relative":
            continue
        span = _span(phrase)
        if phrase.referent < 0:
            if phrase.kind != "modifier":
                alone.append([span])
            continue
        spans = found.setdefault(phrase.referent, [])
        if span not in spans:
            spans.append(span)
    every = [*found.values(), *alone]
    kept = [tuple(sorted(spans)) for spans in every if singletons or len(spans) > 1]
    return tuple(sorted(kept))


def _span(phrase: Phrase) -> Span:
    return phrase.low, phrase.high


