"""Links over hand-made trees: explicit markers, conditions, what is taken up, denials; and no link without them."""

from collections.abc import Sequence

from tests.parses import build_parse

from legation.coding.events import EventCoder
from legation.coding.links import LinkCoder
from legation.coding.markers import find_nouns
from legation.coding.passages import about
from legation.contracts import CausalScore, CausalScorer
from legation.records import Actor, Claims, Linked, Mention

EXPELLED = """
Atlantis Atlantis PROPN 2 nsubj
expelled expel VERB 0 root VerbForm=Fin|Tense=Past
two two NUM 5 nummod
Lemurian Lemurian ADJ 5 amod
diplomats diplomat NOUN 2 obj
. . PUNCT 2 punct
"""
RETALIATED = """
In in ADP 2 case
retaliation retaliation NOUN 5 obl
, , PUNCT 5 punct
Lemuria Lemuria PROPN 5 nsubj
expelled expel VERB 0 root VerbForm=Fin|Tense=Past
two two NUM 8 nummod
Atlantean Atlantean ADJ 8 amod
diplomats diplomat NOUN 5 obj
. . PUNCT 5 punct
"""
PLAIN = "\n".join(
    ["Lemuria Lemuria PROPN 2 nsubj", *[r.replace("Lemurian", "Atlantean") for r in EXPELLED.strip().splitlines()[1:]]]
)
ACCUSED = """
Atlantis Atlantis PROPN 2 nsubj
accused accuse VERB 0 root VerbForm=Fin|Tense=Past
Lemuria Lemuria PROPN 2 obj
of of ADP 5 case
espionage espionage NOUN 2 obl
. . PUNCT 2 punct
"""
DENIED = """
Lemuria Lemuria PROPN 2 nsubj
denied deny VERB 0 root VerbForm=Fin|Tense=Past
the the DET 4 det
charge charge NOUN 2 obj
. . PUNCT 2 punct
"""
CONDEMNED = """
Mu Mu PROPN 2 nsubj
condemned condemn VERB 0 root VerbForm=Fin|Tense=Past
the the DET 4 det
expulsion expulsion NOUN 2 obj
. . PUNCT 2 punct
"""
NAMES = {"Atlantis": "AAA", "Lemuria": "LLL", "Lemurian": "LLL", "Atlantean": "AAA", "Mu": "MMM"}


def links(*sentences: str, causality: CausalScorer | None = None, key: str = "type") -> list[tuple[str, str, str]]:
    """Links of a text in which each state is one actor: what both ends are (by `key`), and kind."""
    parse = build_parse(*sentences)
    named = [(w, NAMES[w.text]) for w in parse.words if w.text in NAMES]
    actors = tuple(
        Actor(id=c, name=c, kind="state", country=c, sector=None, role=None, code=c)
        for c in sorted({c for _, c in named})
    )
    mentions = tuple(
        Mention(start=w.start, end=w.end, first=w.index, stop=w.index + 1, head=w.index, kind="name", actors=(c,))
        for w, c in named
    )
    linked = Linked(parse=parse, actors=actors, mentions=mentions, times=(), places=())
    claims = EventCoder(lambda *_: None, lambda *_: None).code(linked, Claims())
    claims = LinkCoder(causality).code(linked, claims)
    types = {e.id: getattr(e, key) for e in claims.events}
    assert all(parse.document.text[x.start : x.end] == x.evidence for x in claims.links)
    return [(types[x.from_], types[x.to], x.kind) for x in claims.links]


def test_marker_of_retaliation() -> None:
    assert links(EXPELLED, RETALIATED) == [("SANCTION", "SANCTION", "retaliation")]


def test_without_a_marker_there_is_no_link() -> None:
    assert links(EXPELLED, PLAIN) == []


def test_denial_answers_the_charge() -> None:
    assert links(ACCUSED, DENIED) == [("REJECT", "ACCUSE", "response")]


def test_noun_takes_up_the_act() -> None:
    assert links(EXPELLED, CONDEMNED) == [("ACCUSE", "SANCTION", "response")]


def test_a_charge_against_another_is_not_answered() -> None:
    assert links(ACCUSED.replace("Lemuria", "Mu"), DENIED) == []


ANSWERED = """
Atlantis Atlantis PROPN 2 nsubj
said say VERB 0 root VerbForm=Fin|Tense=Past
its its PRON 4 nmod:poss
response response NOUN 9 nsubj
to to ADP 7 case
the the DET 7 det
launch launch NOUN 4 nmod
was be AUX 9 cop
expelling expel VERB 2 ccomp VerbForm=Ger
Lemurian Lemurian ADJ 11 amod
diplomats diplomat NOUN 9 obj
. . PUNCT 2 punct
"""
RAIDED = """
Raids raid NOUN 8 nsubj
by by ADP 3 case
Lemuria Lemuria PROPN 1 nmod
, , PUNCT 1 punct
condemned condemn VERB 1 acl Tense=Past|VerbForm=Part
by by ADP 7 case
Mu Mu PROPN 5 obl
hit hit VERB 0 root VerbForm=Fin|Tense=Past
ships ship NOUN 8 obj
. . PUNCT 8 punct
"""
DEFIED = """
Lemuria Lemuria PROPN 2 nsubj
rejected reject VERB 0 root VerbForm=Fin|Tense=Past
the the DET 4 det
sanctions sanction NOUN 2 obj
. . PUNCT 2 punct
"""


def test_what_is_condemned_stands_before_the_participle_and_is_not_who_condemns() -> None:
    parse = build_parse(RAIDED)
    at = next(w.index for w in parse.words if w.text == "condemned")
    assert [parse.words[i].text for i in about(parse, at)][:1] == ["Raids"]
    assert "Mu" not in [parse.words[i].text for i in about(parse, at)]


def test_a_noun_calls_an_act_the_answer_to_another() -> None:
    parse = build_parse(ANSWERED)
    (noun,) = find_nouns(parse)
    assert (parse.words[noun.answer].text, parse.words[noun.answered].text) == ("expelling", "launch")


def test_who_refuses_one_kind_of_act_does_not_answer_another() -> None:
    assert links(ACCUSED, DEFIED) == []


class Told:
    """A causal model that calls every sentence causal and knows which words tell the cause and the effect."""

    def __init__(self, cause: str, effect: str) -> None:
        self.cause, self.effect = cause, effect

    def score_words(self, words: Sequence[str]) -> CausalScore:
        return CausalScore(
            causal=0.9, cause=tuple(float(w == self.cause) for w in words),
            effect=tuple(float(w == self.effect) for w in words),
        )  # fmt: skip


TWO_SIDES = """
Atlantis Atlantis PROPN 2 nsubj
accused accuse VERB 0 root VerbForm=Fin|Tense=Past
Lemuria Lemuria PROPN 2 obj
, , PUNCT 7 punct
and and CCONJ 7 cc
Lemuria Lemuria PROPN 7 nsubj
criticized criticize VERB 2 conj VerbForm=Fin|Tense=Past
Atlantis Atlantis PROPN 7 obj
. . PUNCT 2 punct
"""


def test_the_model_links_two_sides_of_one_sentence_from_effect_to_cause() -> None:
    assert links(TWO_SIDES) == []
    (found,) = links(TWO_SIDES, causality=Told("accused", "criticized"), key="trigger")
    assert found == ("criticized", "accused", "response")
    (found,) = links(TWO_SIDES, causality=Told("criticized", "accused"), key="trigger")
    assert found == ("accused", "criticized", "response")


def test_what_is_told_beside_another_act_is_not_its_effect() -> None:
    beside = TWO_SIDES.replace("and and CCONJ 7 cc", "while while SCONJ 7 mark").replace("2 conj", "2 advcl")
    assert links(beside, causality=Told("accused", "criticized")) == []
