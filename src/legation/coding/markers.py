"""Words that say that an act answers another or depends on it: markers, conditional and causal clauses, reasons."""

import re
from functools import cache

from legation.coding.clauses import preposition
from legation.knowledge.reactions import lemmas, phrases
from legation.records import Parse, Record


class Mark(Record, frozen=True, kw_only=True):
    """A marker of retaliation or response: the verb of its clause; the head of what follows "for" or "to", if any.

    `alone`: a verb such as "struck back" that is no coded act by itself, so that the next sentence tells how.
    """

    kind: str
    sentence: int
    verb: int
    stop: int | None
    alone: bool


@cache
def _patterns(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The phrases of a kind of marker, each with the pattern that finds it between other words."""
    return tuple((p, re.compile(rf"\b{re.escape(p)}\b")) for p in phrases(kind))


def find_marks(parse: Parse) -> list[Mark]:
    """All markers of a report, in the order of the text."""
    found: list[Mark] = []
    for number, sentence in enumerate(parse.sentences):
        text = parse.text(sentence.start, sentence.end).lower()
        for kind in ("retaliation", "response"):
            hits = [m for phrase, pattern in _patterns(kind) if phrase in text for m in pattern.finditer(text)]
            for hit in hits[:2]:
                index = parse.word_at(sentence.start + hit.start())
                if index is not None:
                    found.append(_phrase_mark(parse, kind, number, index, sentence.start + hit.end()))
            for word in parse.words[sentence.first : sentence.stop]:
                lemma = word.lemma.lower()
                back = lemma in lemmas("back") and _has_back(parse, word.index)
                if word.upos == "VERB" and (lemma in lemmas(kind) or (kind == "retaliation" and back)):
                    found.append(
                        Mark(kind=kind, sentence=number, verb=word.index, stop=_answered(parse, word.index), alone=True)
                    )
    return found


class Noun(Record, frozen=True, kw_only=True):
    """A noun that calls something an answer: the head of what is the answer, and the head of what is answered."""

    answer: int
    answered: int


def find_nouns(parse: Parse) -> list[Noun]:
    """ "X is the council's answer to Y", "its response to Y was X", in the order of the text."""
    found: list[Noun] = []
    for word in parse.words:
        if word.upos != "NOUN" or word.lemma.lower() not in lemmas("answers"):
            continue
        answered = [
            d.index
            for d in parse.dependants(word.index, "nmod", "obl")
            if preposition(parse, d.index) in ("to", "for", "against") and d.index > word.index
        ]
        for subject in parse.dependants(word.index, "nsubj") if parse.dependants(word.index, "cop") else ():
            found += [Noun(answer=subject.index, answered=a) for a in answered]
        head = parse.words[word.head] if word.head >= 0 else None
        if word.relation == "nsubj" and head is not None and answered and _is_copular(parse, head.index):
            found += [Noun(answer=head.index, answered=a) for a in answered]
    return found


def _is_copular(parse: Parse, index: int) -> bool:
    clauses = (index, *(w.index for w in parse.dependants(index, "xcomp", "ccomp")))
    return any(parse.dependants(i, "cop") for i in clauses) or parse.words[index].lemma.lower() == "be"


def _has_back(parse: Parse, index: int) -> bool:
    return index + 1 < len(parse.words) and parse.words[index + 1].text.lower() == "back"


def _phrase_mark(parse: Parse, kind: str, sentence: int, index: int, end: int) -> Mark:
    verb = next((i for i in (index, *parse.ancestors(index)) if parse.words[i].upos in ("VERB", "AUX")), index)
    stop: int | None = None
    after = parse.word_at(end + 1)
    if after is not None and parse.words[after].text.lower() in ("for", "to", "at", "against", "over"):
        stop = parse.words[after].head if parse.words[after].head > after else None
    return Mark(kind=kind, sentence=sentence, verb=verb, stop=stop, alone=False)


def _answered(parse: Parse, verb: int) -> int | None:
    """What is answered: "responded to the attack"."""
    for word in parse.dependants(verb, "obl"):
        if preposition(parse, word.index) in ("to", "for") and word.index > verb:
            return word.index
    return None


def conditions(parse: Parse, index: int) -> list[int]:
    """Heads of the conditional clauses that an act depends on: under it, or under what it is the content of."""
    found: list[int] = []
    for at in (index, *_contents_above(parse, index)):
        for clause in parse.dependants(at, "advcl"):
            if _is_condition(parse, clause.index):
                found.append(clause.index)
    return [c for i, c in enumerate(found) if c not in found[:i]]


def _contents_above(parse: Parse, index: int) -> list[int]:
    above = []
    word = parse.words[index]
    while word.relation in ("ccomp", "xcomp", "conj", "parataxis", "obj") and word.head >= 0:
        above.append(word.head)
        word = parse.words[word.head]
    return above


def _is_condition(parse: Parse, clause: int) -> bool:
    first = parse.extents[clause][0]
    marks = {w.text.lower() for w in parse.dependants(clause, "mark", "advmod", "case")}
    inverted = parse.words[first].text == "Should" and parse.words[first].upos == "AUX"
    return inverted or bool(marks & (lemmas("conditions") - {"should"}))


def reasons(parse: Parse, index: int) -> list[tuple[int, str]]:
    """Heads of causal clauses and of phrases of reason under an act, each with its conjunction or preposition."""
    found: list[tuple[int, str]] = []
    for clause in parse.dependants(index, "advcl"):
        marks = {w.text.lower() for w in parse.dependants(clause.index, "mark", "case")} & lemmas("causes")
        if marks and "VerbForm=Ger" not in parse.words[clause.index].feats:
            found.append((clause.index, sorted(marks)[0]))
    for phrase in parse.dependants(index, "obl", "nmod"):
        cue = preposition(parse, phrase.index)
        if cue in lemmas("reasons") and phrase.index > index:
            found.append((phrase.index, cue))
    return found
