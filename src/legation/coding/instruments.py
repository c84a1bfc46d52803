"""Mentions of treaties, accords, resolutions, truces and laws: where they stand and what they are called."""

import re

from legation.coding.clauses import is_passive, preposition
from legation.coding.parties import noun_phrase_words
from legation.knowledge.commitments import group, kind_of
from legation.knowledge.instruments import name_index, register
from legation.records import Linked, Parse, Record, Word

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_INDEFINITE = frozenset(("a", "an", "some", "another", "every", "each"))
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her"))
_NEGATIVE = frozenset(("no", "any", "neither", "without"))
_CORE = ("det", "amod", "compound", "nummod", "nmod:poss", "flat", "nmod:desc", "acl")
_STOP = frozenset(
    ("the", "a", "an", "of", "on", "to", "and", "in", "'s", "’s", "its", "their", "this", "that", ",", "“", "”", '"')
)


class InstrumentMention(Record, frozen=True, kw_only=True):
    """One mention: its head, its words `first` to `last` (included), its kind, and whether it names or only refers.

    `words` are its distinctive words, without the head; `entry` is the register's id, where it bears a known name.
    """

    head: int
    first: int
    last: int
    kind: str
    naming: bool
    definite: bool
    plural: bool
    words: frozenset[str]
    entry: str | None = None
    weak: bool = False


def find_mentions(linked: Linked) -> list[InstrumentMention]:
    """All mentions of instruments in the order of the text, pronouns left out."""
    parse = linked.parse
    found: dict[int, InstrumentMention] = {}
    taken: set[int] = set()
    for first, stop, entry in _named_spans(parse):
        mention = _named(parse, first, stop, entry)
        if mention.head not in found:
            found[mention.head] = mention
            taken.update(range(mention.first, mention.last + 1))
    for word in parse.words:
        nominal = _nominal(linked, word) if word.index not in taken else None
        if nominal is not None and not taken & set(range(nominal.head, nominal.last + 1)):
            found[nominal.head] = nominal
    return [found[i] for i in sorted(found)]


def _named_spans(parse: Parse) -> list[tuple[int, int, str | None]]:
    """Spans that bear a name of the register, then those that the parser takes for agreements."""
    spans: list[tuple[int, int, str | None]] = []
    taken: set[int] = set()
    for sentence in parse.sentences:
        texts = [w.text for w in parse.words[sentence.first : sentence.stop]]
        for match in name_index().find(texts):
            first, stop = sentence.first + match.first, sentence.first + match.stop
            spans.append((first, stop, match.values[0] if len(set(match.values)) == 1 else None))
            taken.update(range(first, stop))
    for entity in parse.entities:
        inside = range(entity.first, entity.stop)
        instrumental = entity.label == "AGR" or (
            entity.label in ("EVT", "MISC") and any(parse.words[i].lemma.lower() in kind_of() for i in inside)
        )
        if instrumental and not taken & set(inside):
            spans.append((entity.first, entity.stop, None))
            taken.update(inside)
    return sorted(spans)


def _named(parse: Parse, first: int, stop: int, entry: str | None) -> InstrumentMention:
    following = parse.words[stop] if stop < len(parse.words) else None
    if following is not None and following.upos in _NOUNS and following.sentence == parse.words[first].sentence:
        stop += following.lemma.lower() in kind_of() and following.lemma.lower() not in ("state", "act")
    words = parse.words[first:stop]
    head = next((w.index for w in reversed(words) if not first <= w.head < stop), stop - 1)
    while first > 0 and parse.words[first - 1].head == head and parse.words[first - 1].relation == "nummod":
        first -= 1
    kinds = [kind_of()[w.lemma.lower()] for w in words if w.lemma.lower() in kind_of()]
    kind = register()[entry].kind if entry else kinds[-1] if kinds else "treaty"
    return InstrumentMention(
        head=head, first=first, last=stop - 1, kind=kind, naming=True, definite=True, plural=False,
        words=_content(words, head), entry=entry,
    )  # fmt: skip


_NOUNS = ("NOUN", "PROPN")


def _nominal(linked: Linked, word: Word) -> InstrumentMention | None:
    parse, lemma = linked.parse, _head_lemma(word)
    kind = kind_of().get(lemma)
    if kind is None or word.upos not in _NOUNS or word.relation in ("compound", "amod", "flat", "fixed"):
        return None
    if lemma == "state" and not _is_emergency(parse, word):
        return None
    first, _ = noun_phrase_words(linked, word.index)
    while first < word.index and parse.words[first].upos in ("ADP", "SCONJ", "PUNCT"):
        first += 1
    last = _tail(parse, word.index)
    before = parse.words[first : word.index]
    lowered = {w.text.lower() for w in before} | {preposition(parse, word.index)}
    if lowered & _NEGATIVE or (kind == "law" and lowered & group("modifiers", "empty")):
        return None
    determiner = parse.words[first].text.lower()
    telling = [w for w in before if w.upos in ("NUM", "PROPN", "NOUN") or w.text[:1].isupper() or "-" in w.text]
    telling = [w for w in telling if w.text.lower() not in _DEFINITE | _INDEFINITE and w.text not in ("'s", "’s")]
    number = [w for w in parse.words[word.index + 1 : last + 1] if w.text[:1].isdigit()]
    martial = lemma == "law" and "martial" in lowered
    capital = word.text[:1].isupper() and any(w.text[:1].isupper() for w in telling)
    plural = "Number=Plur" in word.feats or word.text.lower() in (lemma + "s", lemma[:-1] + "ies")
    weak = lemma in group("heads", "weak") and not (capital or number or lemma == "state" or is_handled(parse, word))
    if weak and not (determiner in _DEFINITE or telling):
        return None
    if kind == "accord" and lowered & {"ceasefire", "cease-fire", "truce"}:
        kind = "truce"
    if lemma == "law" and not (martial or telling or number or is_handled(parse, word) or determiner in _DEFINITE):
        return None
    naming = bool(telling or number or martial or last > word.index)
    return InstrumentMention(
        head=word.index, first=first, last=last, kind=kind, naming=naming,
        definite=determiner in _DEFINITE or capital, plural=plural,
        words=_content(parse.words[first : last + 1], word.index), weak=weak,
    )  # fmt: skip


def _head_lemma(word: Word) -> str:
    """The lemma as the lists have it, whatever the lemmatiser made of a plural or of a capital."""
    lemma, text = word.lemma.lower(), word.text.lower()
    if lemma in kind_of():
        return lemma
    return text[:-1] if text.endswith("s") and text[:-1] in kind_of() else text


def _is_emergency(parse: Parse, word: Word) -> bool:
    return any(
        preposition(parse, w.index) == "of" and w.lemma.lower() in ("emergency", "siege")
        for w in parse.dependants(word.index, "nmod")
    )


def is_handled(parse: Parse, word: Word) -> bool:
    """Whether a verb of concluding, changing or ending instruments has the noun as its object or passive subject."""
    handled = frozenset().union(
        *(group("patient", n) for n in ("signed", "agreed", "in_force", "proposed", "withdrawn"))
    ) - {"make", "cut", "leave", "close"}
    if word.relation == "obj" or word.deprel == "nsubj:pass":
        verb = parse.words[word.head]
        return verb.lemma.lower() in handled and (word.relation == "obj" or is_passive(parse, verb.index))
    if word.relation == "nsubj" and parse.words[word.head].lemma.lower() in ("expire", "lapse"):
        return True
    return any(w.lemma.lower() in handled and is_passive(parse, w.index) for w in parse.dependants(word.index, "acl"))


def _tail(parse: Parse, head: int) -> int:
    """The last word of what follows closely and tells which: "Resolution 2397", "agreement on gas transit"."""
    last = head
    following = parse.words[head + 1] if head + 1 < len(parse.words) else None
    numbered = following is not None and re.fullmatch(r"\d{2,4}", following.text) is not None
    if numbered and following is not None and following.sentence == parse.words[head].sentence:
        numbered = following.head == head or parse.words[head].text[:1].isupper()
        last = head + 1 if numbered else head
    if numbered:
        return last
    for word in parse.dependants(head, "nmod"):
        if word.index > head and preposition(parse, word.index) in ("on", "of", "for") and word.deprel != "nmod:poss":
            first, stop = parse.extents[word.index]
            inside = parse.words[head : stop + 1]
            if stop - head <= 6 and first > head and not any(w.upos in ("VERB", "NUM", "PUNCT") for w in inside[1:]):
                last = max(last, stop)
    return last


def _content(words: tuple[Word, ...], head: int) -> frozenset[str]:
    """Distinctive words: neither the head nor other nouns for instruments, nor words of little meaning."""
    found = set()
    for word in words:
        text = word.text.lower()
        if (
            word.index == head
            or text in _STOP
            or _head_lemma(word) in kind_of()
            or text in ("new", "initial", "final", "so", "-", "called")
        ):
            continue
        found.add(word.lemma.lower() if word.upos == "NOUN" else text)
    return frozenset(found)


def name_of(parse: Parse, mention: InstrumentMention) -> str:
    """The instrument's name as the report has it, without article, possessor and indefinite words."""
    first = mention.first
    small = _INDEFINITE | _DEFINITE
    while first < mention.head and (
        parse.words[first].upos in ("DET", "PRON", "ADP", "PUNCT") or parse.words[first].text.lower() in small
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
