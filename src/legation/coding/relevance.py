"""Whether an earlier act can be what an answer means: sides, kind, words, place in the tree."""

from legation.coding.passages import Placed
from legation.coding.targets import CHARGES, addressed, others
from legation.records import Parse


def is_noun_of(parse: Parse, head: int, placed: Placed) -> bool:
    """Whether a noun is what an act is told by ("bombing raids"), not the object of its verb."""
    return head in placed.words and all(parse.words[i].upos not in ("VERB", "AUX") or i == head for i in placed.words)


def may_cause(answer: Placed, target: Placed) -> bool:
    """Whether an act of another side, told as done, meets those who act, or acts on whom the answer meets."""
    a, b = answer.event, target.event
    done = a.status in ("asserted", "historical") and b.status in ("asserted", "historical")
    apart = bool(a.actors) and bool(b.actors) and not set(a.actors) & set(b.actors)
    return target.index != answer.index and done and apart and concerns(answer, target)


def beside(parse: Parse, answer: Placed, target: Placed) -> bool:
    """Whether two acts are only told beside each other ("X refused, while Y declined")."""
    for at in (answer.index, target.index):
        for clause in chain(parse, at):
            if any(w.text.lower() in ("while", "whereas", "although") for w in parse.dependants(clause, "mark")):
                return True
    return False


def nominal_part(parse: Parse, head: int) -> set[int]:
    """A noun with its nominal dependants, or a clause as a whole; clauses on a noun are another matter."""
    if parse.words[head].upos in ("VERB", "AUX"):
        return set(parse.subtree(head))
    found, todo = set(), [head]
    while todo:
        index = todo.pop()
        found.add(index)
        todo += [
            w.index for w in parse.dependants(index, "nmod", "compound", "conj", "amod") if w.deprel != "nmod:poss"
        ]
    return found


def chain(parse: Parse, index: int, conjuncts: bool = True) -> set[int]:
    """A predicate with those above it that it shares its clause or its subject with."""
    found = {index}
    word = parse.words[index]
    relations = ("xcomp", "ccomp", "advcl", "obj", "obl", "parataxis", *(("conj",) if conjuncts else ()))
    while word.relation in relations and word.head >= 0:
        found.add(word.head)
        word = parse.words[word.head]
    return found


def concerns(answer: Placed, target: Placed) -> bool:
    """Whether an act told with "after" or "for" has to do with the answer's sides."""
    a, b = answer.event, target.event
    return bool(set(a.recipients) & set(b.actors) or set(b.recipients) & set(a.actors) or b.type == "PROTEST")


def fits(answer: Placed, target: Placed, types: tuple[str, ...]) -> bool:
    event = target.event
    told = event.status != "negated" and (event.status != "future" or not types or "AGREE" in types)
    if target is answer or not told or not others(answer.event, event):
        return False
    if types and event.type not in types:
        return False
    if answer.event.type == "REJECT" and event.type in CHARGES and event.recipients and answer.event.actors:
        return bool(set(event.recipients) & set(answer.event.actors))
    return addressed(answer.event, event)


def fits_making(answer: Placed, target: Placed) -> bool:
    made = target.event.type in ("SUPPORT", "AGREE", "SANCTION", "REQUEST", "COERCE", "ACCUSE")
    return made and target.event.status in ("asserted", "historical") and target.event.actors != answer.event.actors


def repeats(parse: Parse, lemma: str, target: Placed) -> bool:
    """Whether a noun repeats a word of an earlier act ("the vote" after "voted")."""
    own = [parse.words[i].lemma.lower() for i in target.words]
    return any(w == lemma or (len(lemma) >= 4 and w.startswith(lemma[:5]) and len(w) >= 4) for w in own)
