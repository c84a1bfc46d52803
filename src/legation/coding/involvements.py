"""What clauses do with an instrument: the verb, the part that the instrument plays, what that tells of its status."""

from collections.abc import Iterator

from legation.coding.clauses import is_passive, preposition
from legation.knowledge.commitments import group, section
from legation.records import Parse, Record, Word

_NOMINAL = ("nmod", "compound", "appos", "conj", "nmod:poss")
_DOUBT = frozenset(
    ("will", "would", "could", "may", "might", "can", "shall", "should", "not", "never", "n't", "n’t", "must")
)
_MARKS = frozenset(("if", "to", "unless", "whether", "before", "until"))
_INTENT = frozenset(
    (
        "want",
        "hope",
        "seek",
        "plan",
        "intend",
        "expect",
        "try",
        "threaten",
        "refuse",
        "decline",
        "fail",
        "call",
        "urge",
        "ask",
        "demand",
        "promise",
        "pledge",
        "vow",
        "be",
        "due",
        "agree",
        "warn",
    )
)


class Involvement(Record, frozen=True, kw_only=True):
    """One predicate over an instrument: its role (patient, subject, nominal, a preposition), and whether it is told."""

    verb: int
    role: str
    told: bool


def involvements(parse: Parse, head: int) -> list[Involvement]:
    """The predicates above and below a mention's head."""
    return [*_above(parse, head), *_below(parse, head)]


def _above(parse: Parse, head: int) -> Iterator[Involvement]:
    index, through = head, False
    for _ in range(4):
        word = parse.words[index]
        if word.head < 0:
            return
        above = parse.words[word.head]
        if above.upos in ("NOUN", "PROPN", "NUM", "SYM") and word.relation in (
            "nmod",
            "compound",
            "appos",
            "conj",
            "nmod:poss",
        ):
            if any(above.lemma.lower() in group("nominal", n) for n in section("nominal")):
                yield Involvement(verb=above.index, role="nominal", told=_happened_noun(parse, above))
            through = through or (word.relation == "nmod" and above.lemma.lower() not in group("terms", "carriers"))
            index = above.index
            continue
        if above.upos in ("VERB", "ADJ", "AUX"):
            role = _role(parse, word)
            if role and through:
                yield Involvement(verb=above.index, role="of", told=happened(parse, above))
            elif role:
                yield Involvement(verb=above.index, role=role, told=happened(parse, above))
                for other in parse.dependants(above.index, "conj"):
                    if word.relation == "nsubj" and other.upos == "VERB" and not parse.dependants(other.index, "nsubj"):
                        other_role = "patient" if is_passive(parse, other.index) else "subject"
                        yield Involvement(verb=other.index, role=other_role, told=happened(parse, other))
                for other in parse.dependants(above.index, "xcomp"):
                    if (
                        word.relation == "nsubj"
                        and other.upos == "VERB"
                        and above.lemma.lower() in ("due", "set", "expect", "schedule")
                    ):
                        yield Involvement(verb=other.index, role="subject", told=False)
        return


def _role(parse: Parse, word: Word) -> str:
    if word.deprel == "nsubj:pass":
        return "patient"
    if word.relation == "nsubj":
        return "patient" if is_passive(parse, word.head) else "subject"
    if word.relation == "obj":
        return "patient"
    if word.relation in ("obl", "nmod"):
        cases = [w.text.lower() for w in parse.dependants(word.index, "case")]
        return cases[-1] if cases else preposition(parse, word.index)
    return ""


def _below(parse: Parse, head: int) -> Iterator[Involvement]:
    heads = [head, *(w.index for w in parse.dependants(head, "appos"))]
    yield from _after(parse, head)
    for noun in heads:
        for clause in parse.dependants(noun, "acl"):
            if clause.index < noun:
                continue
            for verb in (clause, *parse.dependants(clause.index, "conj")):
                if verb.upos not in ("VERB", "AUX"):
                    continue
                yield Involvement(verb=verb.index, role=_role_below(parse, verb), told=happened(parse, verb))


def _after(parse: Parse, head: int) -> Iterator[Involvement]:
    """A participle right after the noun ("a contract, concluded in 2014"), wherever the tree hangs it."""
    index = head + 1
    if index < len(parse.words) and parse.words[index].text == ",":
        index += 1
    if index + 1 >= len(parse.words) or parse.words[index].sentence != parse.words[head].sentence:
        return
    word = parse.words[index]
    participle = (
        word.upos == "VERB"
        and "VerbForm=Part" in word.feats
        and word.text.lower().endswith(("ed", "n", "t", "de", "ck"))
    )
    concludes = word.lemma.lower() in group("terms", "concludes")
    if participle and concludes and word.head != head and not parse.dependants(index, "aux", "aux:pass", "obj"):
        yield Involvement(verb=index, role="patient", told=True)


def _role_below(parse: Parse, verb: Word) -> str:
    bare = verb.deprel == "acl" and not parse.dependants(verb.index, "nsubj", "obj", "aux", "mark", "xcomp", "ccomp")
    if is_passive(parse, verb.index) or (bare and not verb.text.lower().endswith("ing")):
        return "patient"
    subjects = parse.dependants(verb.index, "nsubj")
    if not subjects or any(w.text.lower() in ("that", "which") for w in subjects):
        return "subject"
    return "patient"


def happened(parse: Parse, verb: Word) -> bool:
    """Whether a verb tells what is or was so, not what may be, is wanted or is denied."""
    around = {w.lemma.lower() for w in parse.dependants(verb.index, "aux", "advmod")}
    around |= {w.text.lower() for w in parse.dependants(verb.index, "aux", "advmod")}
    if around & _DOUBT or _denied(parse, verb):
        return False
    if {w.text.lower() for w in parse.dependants(verb.index, "mark")} & _MARKS:
        return False
    if "VerbForm=Inf" in verb.feats and not parse.dependants(verb.index, "aux"):
        return False
    if verb.relation in ("xcomp", "conj") and verb.head >= 0:
        above = parse.words[verb.head]
        return (
            above.upos not in ("VERB", "ADJ")
            or (verb.relation == "xcomp" and above.lemma.lower() not in _INTENT)
            or (verb.relation == "conj" and happened(parse, above))
        )
    return True


def _denied(parse: Parse, verb: Word) -> bool:
    """Whether "nor", "neither" or "no" stands with the verb or its subject."""
    words = [w for w in parse.dependants(verb.index) if w.index < verb.index]
    words += [d for w in parse.dependants(verb.index, "nsubj") for d in parse.dependants(w.index, "det")]
    return any(w.text.lower() in ("nor", "neither", "no", "nobody", "none", "hardly") for w in words)


def _happened_noun(parse: Parse, noun: Word) -> bool:
    verb = next((parse.words[i] for i in parse.ancestors(noun.index) if parse.words[i].upos == "VERB"), None)
    return (
        verb is not None
        and verb.lemma.lower() not in _INTENT | {"consider", "discuss", "announce"}
        and happened(parse, verb)
    )


def status_told(parse: Parse, item: Involvement) -> str | None:
    """The status that a predicate tells: proposed, agreed, signed, in force, suspended, expired or withdrawn."""
    verb = parse.words[item.verb]
    lemma = verb.lemma.lower()
    if item.role == "patient" and lemma in group("patient", "pending"):
        return "pending"
    if item.role == "patient":
        for status in ("withdrawn", "suspended", "signed", "agreed", "in_force", "proposed"):
            if lemma in group("patient", status):
                return _settled(parse, verb, item, status)
    if item.role == "subject":
        objects = parse.dependants(verb.index, "obj", "ccomp", "xcomp")
        if lemma in group("subject", "expired") and not objects:
            return "expired" if item.told and "Tense=Pres" not in verb.feats else "in force"
        if lemma in group("subject", "in_force"):
            return "in force" if item.told or verb.relation == "acl" else None
    if item.role == "nominal":
        for status in section("nominal"):
            if lemma in group("nominal", status) and item.told:
                return status
    for status in ("agreed", "withdrawn", "proposed"):
        if f"{lemma} {item.role}" in group("oblique", status):
            return status if item.told else None
    return None


def _settled(parse: Parse, verb: Word, item: Involvement, status: str) -> str | None:
    if status in ("signed", "agreed") and not item.told:
        auxiliaries = {w.lemma.lower() for w in parse.dependants(verb.index, "aux")}
        return "proposed" if auxiliaries & {"could", "may", "might", "would", "will"} else None
    if verb.lemma.lower() == "negotiate" and not is_passive(parse, verb.index):
        return "proposed"
    if not item.told:
        return None
    return status.replace("_", " ")
