"""Which words of a report tell the terms of an instrument."""

from itertools import pairwise

from legation.coding.instruments import InstrumentMention
from legation.coding.involvements import Involvement, status_told
from legation.knowledge.commitments import group, kind_of
from legation.records import Parse

_UNDER = frozenset(("under", "by", "in", "per"))
_FOREIGN = frozenset(("when", "after", "because", "since", "while", "as", "though", "although", "whereas"))
_SPEECH = frozenset(("say", "tell", "warn", "add", "note", "accuse", "deny", "write", "call", "ask", "urge"))
_FURTHER = 3
"""Sentences of a paragraph that may go on with the terms."""


def scope(parse: Parse, mention: InstrumentMention, found: list[Involvement], own: set[int]) -> set[int]:
    """Words in the clauses that speak of a mention; clauses with another instrument or another matter are left out."""
    inside = set(parse.subtree(mention.head))
    sentence = parse.sentences[parse.words[mention.head].sentence]
    for item in found:
        verb = parse.words[item.verb]
        status = status_told(parse, item)
        if item.role == "under" and verb.relation != "acl":
            inside |= set(range(sentence.first, sentence.stop))
        elif item.role == "by" and verb.relation == "acl" and verb.head >= 0:
            inside |= set(parse.subtree(verb.head))
        elif item.role == "subject":
            inside |= _clause(parse, item.verb)
        elif item.role == "patient" and status not in ("withdrawn", "suspended", "expired"):
            inside |= _terms_below(parse, item.verb)
    inside &= set(range(sentence.first, sentence.stop))
    return inside - _rivals(parse, inside, mention, own) - _foreign(parse, inside, mention.head)


def _clause(parse: Parse, verb: int) -> set[int]:
    words = set(parse.subtree(verb))
    for other in parse.dependants(verb, "conj", "parataxis"):
        if parse.dependants(other.index, "nsubj", "expl"):
            words -= set(parse.subtree(other.index))
    return words


def _terms_below(parse: Parse, verb: int) -> set[int]:
    """Of a clause that concludes or changes an instrument: what follows its verb, without subject and speech."""
    words = {i for i in _clause(parse, verb) if i >= verb}
    for other in parse.dependants(verb, "nsubj", "ccomp", "obl:agent"):
        words -= set(parse.subtree(other.index))
    above = parse.words[verb]
    if above.relation == "xcomp" and above.head >= 0:
        words |= {i for i in parse.subtree(above.head) if i > verb}
    return words


def _rivals(parse: Parse, inside: set[int], mention: InstrumentMention, own: set[int]) -> set[int]:
    """Words below another noun for an instrument, where that noun is not part of this mention."""
    gone: set[int] = set()
    kept = set(range(mention.first, mention.last + 1)) | {mention.head} | set(parse.ancestors(mention.head))
    for index in sorted(inside - own - kept):
        word = parse.words[index]
        if word.lemma.lower() not in kind_of() or word.upos not in ("NOUN", "PROPN"):
            continue
        if word.lemma.lower() in group("heads", "weak") or word.relation in ("compound", "appos"):
            continue
        below = set(parse.subtree(index))
        if mention.head not in below:
            gone |= below
    return gone


def _foreign(parse: Parse, inside: set[int], head: int) -> set[int]:
    """Words of adverbial clauses about other matters ("when Washington raised …")."""
    gone: set[int] = set()
    above = {head, *parse.ancestors(head)}
    for index in inside:
        word = parse.words[index]
        if word.relation == "advcl" and index not in above and parse.dependants(index, "nsubj"):
            marks = {w.text.lower() for w in parse.dependants(index, "mark", "advmod")}
            if marks & _FOREIGN:
                gone |= set(parse.subtree(index))
    return gone


def passage(parse: Parse, mention: InstrumentMention, found: list[Involvement]) -> list[set[int]]:
    """Sentences after a mention, in its paragraph or the next, that go on to tell what must or will be done."""
    if not _opens(parse, found):
        return []
    number = parse.words[mention.head].sentence
    paragraph = parse.sentences[number].paragraph
    result: list[set[int]] = []
    for sentence in parse.sentences[number + 1 : number + 1 + _FURTHER]:
        words = range(sentence.first, sentence.stop)
        if sentence.paragraph > paragraph + 1 or _is_elsewhere(parse, words):
            break
        if _goes_on(parse, words):
            result.append(set(words))
    return result


def _opens(parse: Parse, found: list[Involvement]) -> bool:
    """Whether a mention begins the telling of terms: "under the accord", "the deal obliges", "signed a deal that"."""
    return any(i.role == "under" or status_told(parse, i) in ("in force", "signed", "agreed") for i in found)


def _is_elsewhere(parse: Parse, words: range) -> bool:
    """Whether a sentence turns to another instrument or begins or goes on with a quotation."""
    for index in words:
        word = parse.words[index]
        if word.text[:1] in '“”"':
            return True
        strong = word.lemma.lower() in kind_of() and word.lemma.lower() not in group("heads", "weak")
        if strong and word.upos in ("NOUN", "PROPN"):
            return True
    return False


def _goes_on(parse: Parse, words: range) -> bool:
    texts = [parse.words[i] for i in words]
    root = next((w for w in texts if w.head < 0), None)
    if root is None or root.lemma.lower() in _SPEECH:
        return False
    around = parse.dependants(root.index, "aux", "cop")
    future = any(w.lemma.lower() in group("terms", "deontic") for w in around)
    # "are to be lifted": the parser may see the infinitive as the root or as a complement of "be".
    to_be = any(a.lemma.lower() == "be" and b.text.lower() == "to" for a, b in pairwise(texts))
    doubt = any(w.text.lower() in ("would", "may", "could", "might", "should") for w in around)
    said = any(w.lemma.lower() in _SPEECH | {"accord", "according"} and w.upos in ("VERB", "ADP") for w in texts)
    return not said and not doubt and (future or to_be)
