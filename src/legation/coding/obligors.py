"""Who is bound by an instrument: those named in its phrase, those who conclude it, else the report's main pair."""

from collections import Counter

from legation.coding.clauses import antecedent, is_passive, preposition, subjects
from legation.coding.instruments import InstrumentMention
from legation.coding.involvements import Involvement, involvements, status_told
from legation.coding.parties import find_party
from legation.coding.threads import Thread
from legation.knowledge.commitments import group
from legation.records import Claims, Event, Linked

_WITH = frozenset(("between", "with", "among"))
_MOST = 9
_SHARE = 0.35
_VOTE_REACH = 3
_ACT_REACH = 4
_LEGISLATURES = frozenset(
    (
        "parliament",
        "congress",
        "senate",
        "house",
        "assembly",
        "duma",
        "knesset",
        "bundestag",
        "lawmaker",
        "legislature",
        "cabinet",
        "chamber",
    )
)


def parties_of(linked: Linked, claims: Claims, thread: Thread, act: Event | None = None) -> tuple[str, ...]:
    """Codes of the parties, in the order in which the report tells them; empty where it does not."""
    mentions = [*thread.mentions, *thread.stand_ins, *(thread.group.mentions if thread.group else ())]
    sure: list[str] = [*act.actors] if act is not None else []
    likely: list[str] = []
    for mention in mentions:
        sure += _in_phrase(linked, mention)
        for item in involvements(linked.parse, mention.head):
            sure += _concluders(linked, item, mention)
            likely += _bound(linked, item, mention)
    if thread.kind == "resolution":
        return _of_body(linked, claims, thread, sure)
    if thread.kind == "law":
        return tuple(dict.fromkeys((*sure, *likely, *_main(linked, claims))))[:1]
    found = list(dict.fromkeys(sure))
    if len(found) < 2:
        found = list(dict.fromkeys((*found, *likely)))
    if len(found) < 2:
        main = _main(linked, claims)
        if not found or set(found) & set(main) or len(found) < 2:
            found = list(dict.fromkeys((*found, *main)))[: max(2, len(main))]
    return tuple(found[:_MOST])


def _in_phrase(linked: Linked, mention: InstrumentMention) -> list[str]:
    """ "a treaty between A and B", "its deal with C", "the A-B accord"."""
    parse = linked.parse
    found: list[str] = []
    for word in parse.dependants(mention.head, "nmod", "nmod:poss", "compound", "amod", "obl"):
        named = word.deprel == "nmod:poss" or (
            word.relation in ("compound", "amod") and not _is_place_name(linked, mention, word.index)
        )
        if named or (word.relation in ("nmod", "obl") and preposition(parse, word.index) in _WITH):
            found += _codes(linked, word.index)
    return found


def _is_place_name(linked: Linked, mention: InstrumentMention, index: int) -> bool:
    """Whether a modifier is a town in the instrument's name ("Minsk agreements"), no party."""
    return linked.parse.words[index].upos == "PROPN" and index in linked.country_at and index not in linked.mention_of


def _codes(linked: Linked, index: int) -> list[str]:
    party = find_party(linked, index)
    return list(party.codes) if party else []


def _concluders(linked: Linked, item: Involvement, mention: InstrumentMention) -> list[str]:
    """Those who sign, reach or leave an instrument."""
    parse = linked.parse
    lemma = parse.words[item.verb].lemma.lower()
    status = status_told(parse, item)
    if item.role == "subject" or status in (None, "expired") or lemma in group("terms", "brokers"):
        return []
    if item.role == "nominal":
        return []
    found: list[str] = []
    for index in subjects(parse, item.verb):
        if index != mention.head:
            found += _codes(linked, antecedent(parse, parse.words[index]))
    if is_passive(parse, item.verb):
        by = [w for w in parse.dependants(item.verb, "obl") if preposition(parse, w.index) == "by"]
        for word in by:
            found += _codes(linked, word.index)
    for word in parse.dependants(item.verb, "obl"):
        if preposition(parse, word.index) in _WITH:
            found += _codes(linked, word.index)
    return found


def _bound(linked: Linked, item: Involvement, mention: InstrumentMention) -> list[str]:
    """Those who must do something under an instrument: objects of "require", subjects of clauses with "under"."""
    parse = linked.parse
    found: list[str] = []
    if item.role == "subject":
        for word in parse.dependants(item.verb, "obj", "iobj", "nsubj:pass"):
            found += _codes(linked, word.index)
    if item.role in ("under", "in"):
        for word in parse.dependants(item.verb, "nsubj", "obj", "iobj"):
            found += _codes(linked, word.index)
        for word in parse.dependants(item.verb, "obl"):
            if preposition(parse, word.index) == "to":
                found += _codes(linked, word.index)
    return found


def _of_body(linked: Linked, claims: Claims, thread: Thread, sure: list[str]) -> tuple[str, ...]:
    """A resolution binds through the body that adopts it: the United Nations, or the state whose parliament votes."""
    parse = linked.parse
    for mention in thread.mentions:
        numbered = any(
            parse.words[i].text.isdigit() and len(parse.words[i].text) >= 3
            for i in range(mention.first, mention.last + 1)
        )
        if thread.entry or numbered:
            return ("UNO",)
        sentence = parse.sentences[parse.words[mention.head].sentence]
        text = parse.text(sentence.start, sentence.end)
        if "Security Council" in text or (
            "U.N." in text and not any(w in text for w in ("Congress", "House", "Senate", "parliament"))
        ):
            return ("UNO",)
    if sure:
        return tuple(dict.fromkeys(sure))[:1]
    for mention in thread.mentions:
        sentence = parse.sentences[parse.words[mention.head].sentence]
        for word in parse.words[sentence.first : sentence.stop]:
            if word.lemma.lower() in _LEGISLATURES and (codes := _codes(linked, word.index)):
                return (codes[0],)
    vote = vote_near(linked, claims, thread)
    return vote.actors[:1] if vote else ()


def act_before(linked: Linked, claims: Claims, thread: Thread) -> Event | None:
    """The act that a first "the agreement" takes up: what two or more sides have just agreed or announced."""
    parse = linked.parse
    first = thread.mentions[0]
    if not first.definite or first.naming or first.plural or thread.entry or thread.kind in ("law", "resolution"):
        return None
    sentence = parse.words[first.head].sentence
    before = [
        e
        for e in claims.events
        if e.type in ("AGREE", "SUPPORT", "COOPERATE", "CONCEDE")
        and e.status == "asserted"
        and len(e.actors) > 1
        and 0 < sentence - parse.sentence_at(e.start) <= _ACT_REACH
    ]
    return max(before, key=lambda e: e.start) if before else None


def vote_near(linked: Linked, claims: Claims, thread: Thread) -> Event | None:
    """The act of voting, adopting or signing that is told close to a law or resolution."""
    parse = linked.parse
    heads = [parse.words[m.head].sentence for m in thread.mentions]

    def distance(event: Event) -> int:
        return min(abs(parse.sentence_at(event.start) - s) for s in heads)

    near = [e for e in claims.events if distance(e) <= _VOTE_REACH and _is_vote(linked, e)]
    return min(near, key=distance) if near else None


def _is_vote(linked: Linked, event: Event) -> bool:
    parse = linked.parse
    index = parse.word_at(event.start + max(0, event.evidence.find(event.trigger)))
    if index is None or event.status in ("future", "hypothetical", "negated"):
        return False
    first = max(parse.sentences[parse.words[index].sentence].first, index - 7)
    return any(w.lemma.lower() in group("terms", "votes") and w.upos == "VERB" for w in parse.words[first : index + 2])


def _main(linked: Linked, claims: Claims) -> list[str]:
    """The parties of the report's first act between two or more, else the two that act most in its events."""
    ordered = sorted(claims.events, key=lambda e: e.start)
    for event in ordered[:8]:
        if event.type in ("SUPPORT", "AGREE", "CONSULT") and len(event.actors) > 1:
            return list(event.actors)
    counts: Counter[str] = Counter()
    for rank, event in enumerate(ordered):
        for code in dict.fromkeys((*event.actors, *event.recipients)):
            counts[code] += 3 if rank < 5 else 1
    ranked = sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:2]
    # Where one state has all to itself, the matter is its own.
    return [c for c, n in ranked if n >= _SHARE * ranked[0][1]]
