"""Mentions of agreements, laws and pledges, and which of them mean the same instrument."""

import re

from legation.coding.clauses import preposition
from legation.coding.parties import noun_phrase_words
from legation.knowledge.commitments import group, kind_of
from legation.records import Linked, Parse, Record, Word

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_INDEFINITE = frozenset(("a", "an", "any", "no", "some", "another", "every", "each", "second", "new"))
_DEFINITE = frozenset(("the", "this", "that", "these", "its", "their", "his"))
_VERBS_AFTER_IT = frozenset(
    "expire require oblige limit cap extend run last allow bar ban enter take come bind commit lapse provide call say "
    "stipulate permit prohibit remain obligate restrict contain include set end demand order urge impose tell".split()
)


class InstrumentMention(Record, frozen=True, kw_only=True):
    """One mention: its head, its words `first` to `last` (included), its kind, and whether it names or only refers."""

    head: int
    first: int
    last: int
    kind: str
    naming: bool
    definite: bool
    words: frozenset[str]


def find_mentions(linked: Linked) -> list[InstrumentMention]:
    """All mentions of instruments in the order of the text, pronouns left out."""
    parse = linked.parse
    named = {i: e for e in parse.entities if e.label == "AGR" for i in range(e.first, e.stop)}
    found: list[InstrumentMention] = []
    seen: set[int] = set()
    for word in parse.words:
        if word.index in seen:
            continue
        entity = named.get(word.index)
        if entity is not None:
            seen.update(range(entity.first, entity.stop))
            found.append(_named(parse, entity.first, entity.stop))
        elif (mention := _nominal(linked, word)) is not None:
            found.append(mention)
    return found


def _named(parse: Parse, first: int, stop: int) -> InstrumentMention:
    words = parse.words[first:stop]
    kinds = [kind_of()[w.lemma.lower()] for w in words if w.lemma.lower() in kind_of()]
    head = next((w.index for w in reversed(words) if not first <= w.head < stop), stop - 1)
    return InstrumentMention(
        head=head, first=first, last=stop - 1, kind=kinds[-1] if kinds else "treaty", naming=True, definite=True,
        words=_content(words),
    )  # fmt: skip


def _nominal(linked: Linked, word: Word) -> InstrumentMention | None:
    parse, lemma = linked.parse, word.lemma.lower()
    kind = kind_of().get(lemma)
    if kind is None or word.upos not in ("NOUN", "PROPN") or word.relation in ("compound", "amod", "flat"):
        return None
    if word.upos == "PROPN" and word.relation == "nmod:poss":
        return None
    first, _ = noun_phrase_words(linked, word.index)
    last = _tail(parse, word.index)
    modifiers = parse.words[first : word.index]
    determiner = parse.words[first].text.lower()
    number = [w for w in parse.dependants(word.index, "nummod", "nmod", "appos", "dep", "flat") if w.text[:1].isdigit()]
    telling = [w for w in modifiers if w.upos in ("NUM", "PROPN", "NOUN") or w.text[:1].isupper() or "-" in w.text]
    naming = bool(telling or number or last > word.index)
    if lemma in group("weak", "heads") and not naming and determiner not in _DEFINITE:
        return None
    return InstrumentMention(
        head=word.index, first=first, last=last, kind=kind, naming=naming, definite=determiner in _DEFINITE,
        words=_content(parse.words[first : last + 1]),
    )  # fmt: skip


def _tail(parse: Parse, head: int) -> int:
    """The last word of what follows closely and tells which: "Resolution 2397", "agreement on gas transit"."""
    last = head
    for word in parse.dependants(head, "nummod", "nmod", "flat", "dep", "appos"):
        if word.index == head + 1 and word.text[:1].isdigit():
            last = word.index
        elif word.relation == "nmod" and word.index > head and preposition(parse, word.index) in ("on", "of"):
            stop = parse.extents[word.index][1]
            if stop - head <= 6 and not any(w.upos == "VERB" for w in parse.words[head : stop + 1]):
                last = max(last, stop)
    return last


def _content(words: tuple[Word, ...]) -> frozenset[str]:
    stop = {"the", "a", "an", "of", "on", "to", "and", "in", "'s", "’s", "its", "their", "this", "that", ","}
    return frozenset(w.lemma.lower() for w in words if w.text.lower() not in stop)


def pronoun_subjects(parse: Parse) -> list[Word]:
    """Pronouns "it" that are subjects of verbs by which terms of agreements are told."""
    return [
        w
        for w in parse.words
        if w.text.lower() == "it"
        and w.relation == "nsubj"
        and w.head >= 0
        and parse.words[w.head].lemma in _VERBS_AFTER_IT
    ]


def name_of(parse: Parse, mention: InstrumentMention) -> str:
    """The instrument's name as the report has it, without article, possessor and indefinite words."""
    first = mention.first
    while first < mention.head and (
        parse.words[first].upos in ("DET", "PRON")
        or parse.words[first].text.lower() in _INDEFINITE | _DEFINITE
        or parse.words[first].upos == "ADP"
    ):
        first += 1
    for word in parse.words[first : mention.head]:
        if word.text in ("'s", "’s", "’", "'"):
            first = word.index + 1
    text = parse.text(parse.words[first].start, parse.words[mention.last].end)
    return text.strip('“”" ')


def year_of(parse: Parse, mention: InstrumentMention) -> str | None:
    """The year that stands as a modifier before the head ("a 2003 treaty")."""
    years = [w.text for w in parse.words[mention.first : mention.head] if _YEAR.match(w.text)]
    return years[0] if years else None
