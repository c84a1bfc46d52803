"""Which sense of a word sets off an event here: triggers whose conditions hold in a frame."""

from collections.abc import Callable
from functools import cache

from legation.coding.clauses import Frame, adjective_frame, noun_frame, verb_frame
from legation.coding.parties import find_party
from legation.coding.status import is_negated
from legation.knowledge.events import Trigger, classes, triggers, words
from legation.records import Linked, Parse, Record, Word

_PREPOSITIONS = words("prepositions")
_SLOTS = frozenset(("obj", "subj", "comp", "iobj", "poss", "subjof", "objof", "obl")) | _PREPOSITIONS
_FLAGS = frozenset(("noobj", "that", "predicate", "future", "negated", "infinitive"))
# Heads that count or group what the noun phrase is about: "a round of sanctions", "$60 billion of exports".
_MEASURES = frozenset(
    "round series number kind group lot set $ € £ billion million percent barrel ton tonne package day".split()
)
_POS = {"VERB": "V", "NOUN": "N", "ADJ": "A", "PROPN": "N"}


class Match(Record, frozen=True, kw_only=True):
    """A trigger that holds at a predicate; `consumed` are nouns that belong to it and set off nothing of their own."""

    trigger: Trigger
    frame: Frame
    consumed: tuple[int, ...]


def words_in_slot(frame: Frame, slot: str) -> tuple[int, ...]:
    """Head words that stand in a slot of a frame."""
    if slot == "obj":
        return frame.objects if frame.pos != "N" else frame.obliques.get("of", ())
    fields = {"subj": frame.subjects, "iobj": frame.iobjects, "comp": frame.complements, "poss": frame.possessors}
    return fields[slot] if slot in fields else frame.obliques.get(slot, ())


def _lemmas(parse: Parse, indices: tuple[int, ...]) -> set[str]:
    """Lemmas of the words, of what modifies them and of what they are joined with ("visa and trade sanctions")."""
    found: set[str] = set()
    for index in indices:
        found.add(parse.words[index].lemma.lower())
        for word in parse.dependants(index, "conj", "compound", "amod", "xcomp", "nmod", "flat", "obj", "advmod"):
            if word.relation != "nmod" or parse.words[index].lemma in _MEASURES:
                found.add(word.lemma.lower())
    return found


@cache
def _parsed(condition: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """The alternatives of a condition as (slot, test, words): test is "has", "actor", "word", "near" or "flag"."""
    found: list[tuple[str, str, set[str]]] = []
    for part in condition.split("|"):
        slot, tilde, word = part.partition("~")
        if tilde:
            found.append((slot, "word", {word}))
        elif part.endswith("@"):
            found.append((part[:-1], "actor", set()))
        elif found and found[-1][1] in ("word", "near"):
            found[-1][2].add(part)
        elif part in _FLAGS:
            found.append((part, "flag", set()))
        elif part in _SLOTS:
            found.append((part, "has", set()))
        else:
            found.append(("", "near", {part}))
    named = classes()  # a class may be named where a slot is asked, not among the words looked for nearby
    return tuple(
        (slot, test, frozenset(w for word in words for w in (named.get(word, (word,)) if test == "word" else (word,))))
        for slot, test, words in found
    )


def _neighbourhood(parse: Parse, frame: Frame) -> set[str]:
    found: set[str] = set()
    level = [frame.index]
    for _ in range(3):
        level = [c for i in level for c in parse.children[i]]
        found.update(parse.words[i].lemma.lower() for i in level)
    return found


def _flag(parse: Parse, frame: Frame, name: str) -> bool:
    word = parse.words[frame.index]
    tests: dict[str, Callable[[], bool]] = {
        "noobj": lambda: not frame.objects,
        "that": lambda: any(parse.words[i].relation == "ccomp" for i in frame.complements),
        "infinitive": lambda: any(w.text == "to" for i in frame.complements for w in parse.dependants(i, "mark")),
        "predicate": lambda: bool(parse.dependants(word.index, "cop")),
        "future": lambda: any(w.lemma in ("will", "shall", "would") for w in parse.dependants(word.index, "aux")),
        "negated": lambda: is_negated(parse, word.index),
    }
    return tests[name]()


def _governed(parse: Parse, frame: Frame, slot: str) -> set[str]:
    word = parse.words[frame.index]
    relations = ("nsubj", "nsubj:pass") if slot == "subjof" else ("obj", "nsubj:pass")
    return {parse.words[word.head].lemma} if word.head >= 0 and word.deprel in relations else set()


def _holds_one(linked: Linked, frame: Frame, slot: str, test: str, words: frozenset[str]) -> bool:
    parse = linked.parse
    if test == "flag":
        return _flag(parse, frame, slot)
    if test == "near":
        return bool(words & _neighbourhood(parse, frame))
    if slot in ("subjof", "objof"):
        return bool(words & _governed(parse, frame, slot))
    heads = words_in_slot(frame, slot)
    if test == "has":
        return bool(heads)
    if test == "actor":
        return any(find_party(linked, i) is not None for i in heads)
    if "PLACE" in words and any(i in linked.country_at for i in heads):
        return True
    return bool(words & _lemmas(parse, heads))


def holds(linked: Linked, frame: Frame, condition: str) -> bool:
    """Whether a condition of triggers.tsv holds in a frame."""
    negated = condition.startswith("!")
    alternatives = _parsed(condition.lstrip("!"))
    return any(_holds_one(linked, frame, *a) for a in alternatives) != negated


def _particles(parse: Parse, word: Word, pos: str) -> set[str]:
    if pos == "N":
        return {w.lemma.lower() for w in parse.dependants(word.index, "compound", "amod")}
    found = {w.text.lower() for w in parse.dependants(word.index, "compound:prt", "advmod", "xcomp", "nmod", "obj")}
    for child in parse.dependants(word.index, "obl"):
        found.update(w.text.lower() for w in parse.dependants(child.index, "case"))
    return found


def match(linked: Linked, index: int) -> Match | None:
    """The first trigger that holds at a word, with the frame it holds in."""
    parse = linked.parse
    word = parse.words[index]
    pos = _POS.get(word.upos)
    if pos is None or (word.upos == "VERB" and word.relation == "amod") or _is_reflexive(parse, word):
        return None
    rows = triggers().get((word.lemma.lower(), pos), ())
    if not rows and pos == "A":
        pos, rows = ("V", triggers().get((word.lemma.lower(), "V"), ())) if "VerbForm=Part" in word.feats else (pos, ())
    if not rows and pos == "V" and parse.dependants(index, "cop", "aux:pass"):
        pos, rows = "A", triggers().get((word.text.lower(), "A"), ())
    if not rows:
        return None
    frame = _frame(parse, word, pos)
    particles = _particles(parse, word, pos)
    for trigger in rows:
        if trigger.particle and trigger.particle not in particles and not _phrasal(parse, word, trigger.particle):
            continue
        if not trigger.particle and pos == "V" and parse.dependants(index, "compound:prt"):
            continue  # "backed off" is no backing: with a particle a verb is another word
        if all(holds(linked, frame, c) for c in trigger.conditions):
            return Match(trigger=trigger, frame=frame, consumed=_consumed(frame, trigger))
    return None


def _frame(parse: Parse, word: Word, pos: str) -> Frame:
    if pos == "N":
        return noun_frame(parse, word.index)
    return (
        adjective_frame(parse, word.index) if pos == "A" and word.upos == "VERB" else verb_frame(parse, word.index, pos)
    )


def _is_reflexive(parse: Parse, word: Word) -> bool:
    """Whether a verb is done to its own subject ("defended himself", "shot itself in the foot")."""
    return any(w.text.lower().endswith(("self", "selves")) for w in parse.dependants(word.index, "obj"))


def _phrasal(parse: Parse, word: Word, particle: str) -> bool:
    """Particles of several words ("fire from")."""
    following = " ".join(w.text.lower() for w in parse.words[word.index + 1 : word.index + 1 + particle.count(" ") + 1])
    return " " in particle and following == particle


def _consumed(frame: Frame, trigger: Trigger) -> tuple[int, ...]:
    """Nouns in the slots that the trigger's conditions name by class belong to the trigger."""
    found: list[int] = []
    for condition in trigger.conditions:
        if not condition.startswith("!"):
            for slot, test, _ in _parsed(condition):
                if test == "word" and slot not in ("subj", "comp", "subjof", "objof"):
                    found += words_in_slot(frame, slot)
    return tuple(found)
