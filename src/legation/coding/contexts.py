"""PLOVER contexts of an event, from the words of its clause."""

from legation.knowledge.events import contexts as table
from legation.records import Parse


def contexts(parse: Parse, indices: list[int]) -> tuple[str, ...]:
    """The contexts that single words and pairs of neighbours among `indices` show, in alphabetical order."""
    known = table()
    found: set[str] = set()
    previous = ""
    for index in indices:
        lemma = parse.words[index].lemma.lower()
        found.update(known.get(lemma, ()))
        found.update(known.get(f"{previous} {lemma}", ()))
        previous = lemma
    return tuple(sorted(found))
