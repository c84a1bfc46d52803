"""What makes a draft doubtful: what its type lives on is lacking, or the word is meant otherwise."""

from collections.abc import Callable

from legation.coding.drafts import Draft
from legation.coding.speech import anonymity_wording
from legation.knowledge.events import classes
from legation.records import Linked

VERBAL = frozenset(("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
_FORCEFUL = frozenset(("ASSAULT", "COERCE", "SANCTION"))
_NEEDS_RECIPIENT = frozenset(("COOPERATE", "AID", "SANCTION"))


def oddities(linked: Linked, item: Draft, state: str) -> list[str]:
    """Names of what is odd about a draft with a status."""
    return [name for name, test in _TESTS.items() if test(linked, item, state)]


def _alone(linked: Linked, item: Draft, state: str) -> bool:
    """A meeting without its other side."""
    actor = item.actor
    one = actor is None or len(actor.codes) < 2
    return item.match.trigger.type == "CONSULT" and item.two_sided and one and state != "negated"


def _warns_nobody(linked: Linked, item: Draft, state: str) -> bool:
    trigger = item.match.trigger
    return trigger.lemma == "warn" and trigger.type == "ACCUSE" and item.recipient is None


def _natural(linked: Linked, item: Draft, state: str) -> bool:
    """An illness or a storm as the doer."""
    words = linked.parse.words
    return any(words[i].lemma.lower() in classes()["natural"] for i in item.match.frame.subjects)


def _nobody_to_come(linked: Linked, item: Draft, state: str) -> bool:
    return state in ("hypothetical", "future") and item.actor is None


def _nobody_speaks(linked: Linked, item: Draft, state: str) -> bool:
    return item.actor is None and (item.match.trigger.type in VERBAL or item.match.trigger.type in ("AID", "COOPERATE"))


def _lacks_recipient(linked: Linked, item: Draft, state: str) -> bool:
    return item.match.trigger.type in _NEEDS_RECIPIENT and item.recipient is None and not item.two_sided


def _no_weapon(linked: Linked, item: Draft, state: str) -> bool:
    """Harm without a doer that no weapon, armed man or violence in the sentence explains: accidents kill too."""
    if item.actor is not None or item.match.trigger.type not in _FORCEFUL:
        return False
    parse, frame, known = linked.parse, item.match.frame, classes()
    lemmas = {parse.words[i].lemma.lower() for i in frame.subjects}
    if lemmas:
        return not lemmas & (known["weapon"] | known["battle"] | known["force"] | known["armed"])
    if item.match.trigger.type != "ASSAULT":
        return False
    sentence = parse.sentences[parse.words[frame.index].sentence]
    return not any(w.lemma.lower() in known["violent"] for w in parse.words[sentence.first : sentence.stop])


def _figurative(linked: Linked, item: Draft, state: str) -> bool:
    """What is fought or attacked is no people, place or thing that can be harmed ("combat the disease")."""
    parse, frame, known = linked.parse, item.match.frame, classes()
    if item.match.trigger.type != "ASSAULT" or frame.pos != "V" or item.recipient is not None or not frame.objects:
        return False
    lemmas = {parse.words[i].lemma.lower() for i in frame.objects}
    harmed = known["person"] | known["prisoner"] | known["force"] | known["armed"] | known["harmed"] | known["property"]
    telling = harmed | known["battle"] | known["weapon"] | known["territory"] | known["police"]
    people = any(parse.words[i].upos in ("PROPN", "PRON", "NUM") for i in frame.objects)
    return not people and not lemmas & telling


def _in_words_only(linked: Linked, item: Draft, state: str) -> bool:
    """A person attacks in words: a named person as the doer, and no violence in the sentence."""
    trigger, frame, actor = item.match.trigger, item.match.frame, item.actor
    if trigger.lemma not in ("attack", "pound", "target", "assail", "hit", "strike") or actor is None:
        return False
    if not any(linked.actor[i].kind == "person" for i in actor.ids if i in linked.actor):
        return False
    sentence = linked.parse.sentences[linked.parse.words[frame.index].sentence]
    others = {w.lemma.lower() for w in linked.parse.words[sentence.first : sentence.stop] if w.index != frame.index}
    return not others & (classes()["violent"] - {"attack", "war", "conflict"})


def _withholds_name(linked: Linked, item: Draft, state: str) -> bool:
    """A source only keeps its name back ("who declined to be named"): part of a statement, no refusal."""
    word = linked.parse.words[item.match.frame.index]
    passage = linked.parse.text(word.start, word.start + 40)
    wording = anonymity_wording(passage)
    return wording is not None and passage.startswith(wording)


_TESTS: dict[str, Callable[[Linked, Draft, str], bool]] = {
    "alone": _alone,
    "warns nobody": _warns_nobody,
    "natural": _natural,
    "nobody to come": _nobody_to_come,
    "nobody speaks": _nobody_speaks,
    "lacks recipient": _lacks_recipient,
    "no weapon": _no_weapon,
    "figurative": _figurative,
    "in words only": _in_words_only,
    "withholds name": _withholds_name,
}
