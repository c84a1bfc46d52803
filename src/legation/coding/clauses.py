"""Who and what hangs on a predicate: subjects, objects, obliques and complements of a verb, noun or adjective.

Read off a Universal Dependencies tree, with what the surface leaves out put back: subjects of controlled, coordinated
and participial clauses, antecedents of relative pronouns, agents of passives, and the verb that carries a noun
("launched an attack").
"""

from legation.knowledge.events import words
from legation.records import Parse, Record, Word

SUBJECTS = ("nsubj", "csubj")
# Verbs whose object, not subject, does what the infinitive says.
OBJECT_CONTROL = words("object_control")
# Verbs that say little beyond that the act of their noun object takes place.
LIGHT = words("light")
_RELATIVE = frozenset(("that", "which", "who", "whom", "whose"))


class Frame(Record, frozen=True, kw_only=True):
    """A predicate with the head words of its parts. `obliques` maps a preposition (lower case) to head words."""

    index: int
    pos: str
    passive: bool
    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    iobjects: tuple[int, ...]
    complements: tuple[int, ...]
    possessors: tuple[int, ...]
    obliques: dict[str, tuple[int, ...]]
    carrier: int | None = None


def preposition(parse: Parse, index: int) -> str:
    """The preposition before a noun phrase, lower case; "" where there is none."""
    cases = [w for w in parse.dependants(index, "case") if w.text not in ("'s", "’s", "'", "’")]
    if not cases:  # before a title the parser may hang it on the title: "of President Mandela"
        titles = parse.dependants(index, "nmod:desc", "compound")
        cases = [w for t in titles for w in parse.dependants(t.index, "case") if w.upos == "ADP"]
    return cases[0].text.lower() if cases else ""


def is_passive(parse: Parse, index: int) -> bool:
    """Whether a verb is passive: by its subject or auxiliary, or as a past participle that modifies a noun."""
    word = parse.words[index]
    if any(w.deprel in ("nsubj:pass", "aux:pass", "csubj:pass") for w in parse.dependants(index)):
        return True
    participle = "VerbForm=Part" in word.feats and "Tense=Past" in word.feats
    if participle and word.relation in ("acl", "amod", "advcl") and word.deprel != "acl:relcl":
        return not parse.dependants(index, "obj", "aux")
    head = parse.words[word.head] if word.relation == "conj" and word.head >= 0 else None
    return bool(
        participle
        and head is not None
        and not parse.dependants(index, "nsubj", "aux")
        and is_passive(parse, head.index)
    )


def antecedent(parse: Parse, word: Word) -> int:
    """The noun that a relative pronoun stands for; the word itself where it is none."""
    if word.text.lower() not in _RELATIVE or word.upos not in ("PRON", "DET", "SCONJ"):
        return word.index
    for above in parse.ancestors(word.index):
        if parse.words[above].deprel == "acl:relcl" and parse.words[above].head >= 0:
            return parse.words[above].head
    return word.index


def _own_subjects(parse: Parse, index: int, passive: bool) -> list[int]:
    if passive:
        agents = [w for w in parse.dependants(index, "obl", "nmod") if preposition(parse, w.index) == "by"]
        return [w.index for w in agents if w.deprel == "obl:agent" or not _is_time(w)]
    found = [antecedent(parse, w) for w in parse.dependants(index, "nsubj", "csubj", "nsubj:outer")]
    return found or _expletive_free(parse, index)


def _expletive_free(parse: Parse, index: int) -> list[int]:
    return []


def _is_time(word: Word) -> bool:
    return word.upos == "NUM" or word.lemma in ("end", "year", "month", "week", "day", "time", "deadline")


def subjects(parse: Parse, index: int, depth: int = 0) -> list[int]:
    """Head words of those who do what a verb or adjective says, agents of passives included."""
    passive = is_passive(parse, index)
    own = _own_subjects(parse, index, passive)
    if own or depth > 5:
        return own
    word = parse.words[index]
    if passive and any(w.deprel in ("nsubj:pass",) for w in parse.dependants(index)):
        return []
    if word.head < 0:
        return []
    return _inherited(parse, word, passive, depth)


def _inherited(parse: Parse, word: Word, passive: bool, depth: int) -> list[int]:
    head = parse.words[word.head]
    if word.relation == "conj" and head.upos in ("VERB", "ADJ", "AUX", "NOUN"):
        if is_passive(parse, head.index) == passive:
            return subjects(parse, head.index, depth + 1)
        return [] if passive else patients(parse, head.index, depth + 1)
    if word.relation in ("xcomp", "ccomp") or (word.relation == "advcl" and not passive):
        if word.relation != "advcl" and head.lemma in OBJECT_CONTROL:
            controlled = [w.index for w in parse.dependants(head.index, "obj", "iobj", "nsubj:pass")]
            if controlled:
                return controlled
        if head.upos in ("NOUN", "PROPN") and word.relation != "ccomp":
            return subjects(parse, head.index, depth + 1) or nominal_agents(parse, head.index)
        if is_passive(parse, head.index):
            return patients(parse, head.index, depth + 1)
        return subjects(parse, head.index, depth + 1)
    if word.deprel in ("acl", "amod") and not passive and word.upos == "VERB":
        if "VerbForm=Inf" in word.feats or parse.dependants(word.index, "mark"):
            carrier = carrying_verb(parse, head.index)
            return nominal_agents(parse, head.index) or (
                subjects(parse, carrier, depth + 1) if carrier is not None else []
            )
        return [head.index]
    return []


def patients(parse: Parse, index: int, depth: int = 0) -> list[int]:
    """Head words of those to whom a verb is done: objects, or subjects of passives."""
    passive = is_passive(parse, index)
    word = parse.words[index]
    if not passive:
        # UD has the person urged or accused as `iobj` beside a clause.
        objects = parse.dependants(index, "obj") or parse.dependants(index, "iobj")
        own = [antecedent(parse, w) for w in objects] or _raised(parse, word)
        return own or _relative_gap(parse, word) or _unmarked_object(parse, index)
    own = [antecedent(parse, w) for w in parse.dependants(index, "nsubj:pass")]
    if own or depth > 5 or word.head < 0:
        return own
    if word.relation in ("acl", "amod") and word.deprel != "acl:relcl":
        return [word.head]
    head = parse.words[word.head]
    if word.relation == "conj" and head.upos == "VERB":
        return (
            patients(parse, head.index, depth + 1)
            if is_passive(parse, head.index)
            else subjects(parse, head.index, depth + 1)
        )
    if word.relation in ("xcomp", "advcl"):
        controlled = [w.index for w in parse.dependants(head.index, "obj")] if head.lemma in OBJECT_CONTROL else []
        return controlled or subjects(parse, head.index, depth + 1) or patients(parse, head.index, depth + 1)
    return []


def _raised(parse: Parse, word: Word) -> list[int]:
    """Whom a verb like "accuse" or "urge" is directed at where the parser makes him the subject of the clause below."""
    if word.lemma not in OBJECT_CONTROL and word.lemma not in ("accuse", "suspect"):
        return []
    for clause in parse.dependants(word.index, "xcomp", "ccomp"):
        if any(w.text.lower() == "that" for w in parse.dependants(clause.index, "mark")):
            continue
        return [w.index for w in parse.dependants(clause.index, "nsubj") if w.index > word.index]
    return []


def _unmarked_object(parse: Parse, index: int) -> list[int]:
    """A bare noun phrase after the verb, which a parser may take for an oblique ("called off a meeting")."""
    for word in parse.dependants(index, "obl", "nsubj"):
        unmarked = word.deprel in ("obl", "nsubj") and not parse.dependants(word.index, "case")
        if unmarked and word.index > index and word.upos in ("NOUN", "PROPN") and not _is_time(word):
            return [word.index]
    return []


def _relative_gap(parse: Parse, word: Word) -> list[int]:
    """The object of a relative clause without an object of its own: "the duty it imposed"."""
    if word.deprel != "acl:relcl" or word.head < 0 or parse.dependants(word.index, "obj", "ccomp", "xcomp"):
        return []
    below = [w for w in parse.dependants(word.index, "nsubj") if antecedent(parse, w) == word.head]
    has_subject = bool(parse.dependants(word.index, "nsubj"))
    return [word.head] if has_subject and not below else []


def carrying_verb(parse: Parse, index: int) -> int | None:
    """The light verb whose object (or passive subject) a noun is."""
    word = parse.words[index]
    if word.head < 0 or word.deprel not in ("obj", "nsubj:pass", "conj"):
        return None
    head = parse.words[word.head]
    if word.deprel == "conj":
        return carrying_verb(parse, head.index) if head.upos == "NOUN" else None
    return head.index if head.lemma in LIGHT else None


def nominal_agents(parse: Parse, index: int) -> list[int]:
    """Head words of those who do what a noun says: possessor, "by" phrase, modifiers (demonyms among them)."""
    by = [w.index for w in parse.dependants(index, "nmod", "obl") if preposition(parse, w.index) == "by"]
    possessors = [w.index for w in parse.dependants(index, "nmod:poss")]
    modifiers = [w.index for w in parse.dependants(index, "amod", "compound", "nmod:desc") if w.index < index]
    return by or possessors or modifiers


def _obliques(parse: Parse, *indices: int) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for index in indices:
        for word in parse.dependants(index, "obl", "nmod"):
            if word.deprel == "nmod:poss":
                continue
            head = antecedent(parse, word)
            found.setdefault(preposition(parse, word.index), []).append(head)
            for case in parse.dependants(word.index, "case")[1:]:
                found.setdefault(case.text.lower(), []).append(head)
    return {k: tuple(dict.fromkeys(v)) for k, v in found.items()}


def verb_frame(parse: Parse, index: int, pos: str = "V") -> Frame:
    """The frame of a verb or of a predicative adjective."""
    things = patients(parse, index)
    complements = [w.index for w in parse.dependants(index, "xcomp", "ccomp")]
    purpose = [w.index for w in parse.dependants(index, "advcl", "acl") if pos == "A" or "VerbForm=Inf" in w.feats]
    return Frame(
        index=index,
        pos=pos,
        passive=is_passive(parse, index),
        subjects=tuple(subjects(parse, index)),
        objects=tuple(things),
        iobjects=tuple(w.index for w in parse.dependants(index, "iobj")),
        complements=tuple(complements or purpose),
        possessors=(),
        obliques=_obliques(parse, index, *[t for t in things if t > index or is_passive(parse, index)]),
    )


def adjective_frame(parse: Parse, index: int) -> Frame:
    """The frame of a participle that tells a feeling ("was alarmed by …"): who feels it is the subject."""
    frame = verb_frame(parse, index, "A")
    feelers = tuple(antecedent(parse, w) for w in parse.dependants(index, "nsubj", "nsubj:pass"))
    return Frame(
        index=index,
        pos="A",
        passive=False,
        subjects=feelers,
        objects=(),
        iobjects=(),
        complements=frame.complements,
        possessors=(),
        obliques=frame.obliques,
    )


def noun_frame(parse: Parse, index: int) -> Frame:
    """The frame of a noun that names an act, with what its light verb adds."""
    carrier = carrying_verb(parse, index)
    agents = nominal_agents(parse, index)
    doers = agents if any(parse.words[i].relation != "amod" for i in agents) else []
    if parse.dependants(index, "cop"):
        doers = [antecedent(parse, w) for w in parse.dependants(index, "nsubj")] or doers
    if carrier is not None:
        doers = list(dict.fromkeys(doers + subjects(parse, carrier)))
    return Frame(
        index=index,
        pos="N",
        passive=False,
        subjects=tuple(doers or agents),
        objects=(),
        iobjects=(),
        complements=tuple(
            w.index for w in parse.dependants(index, "acl", "xcomp", "ccomp") if "VerbForm=Fin" not in w.feats
        ),
        possessors=tuple(w.index for w in parse.dependants(index, "nmod:poss")),
        obliques=_obliques(parse, index, *([carrier] if carrier is not None else [])),
        carrier=carrier,
    )
