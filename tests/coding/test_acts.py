"""Events with an act model beside the rules: a stand-in that says which words are acts and who takes part."""

from collections.abc import Sequence

import msgspec
from tests.parses import build_parse, link_parse

from legation.coding.events import EventCoder
from legation.coding.slots import NAMES, candidates, describe, view
from legation.contracts import ActScorer, RelationScore, RoleRequest, RoleScore
from legation.knowledge.events import plover
from legation.records import Claims, Event, Linked, Parse, TimeExpression
from legation.settings import Settings

SNUB = """
Paris Paris PROPN 2 nsubj
snubbed snub VERB 0 root VerbForm=Fin|Tense=Past
Rome Rome PROPN 2 obj
on on ADP 5 case
Friday Friday PROPN 2 obl
. . PUNCT 2 punct
"""


class Acts:
    """Takes given lemmas for acts, subjects for actors, objects for recipients, times for the act's."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def acts(self, parse: Parse, words: Sequence[int]) -> list[RelationScore]:
        found = []
        for index in words:
            kind = self.known.get(parse.words[index].lemma, "NONE")
            types = dict.fromkeys((*plover(), "NONE"), 0.002) | {kind: 0.97}
            found.append(RelationScore(types=types, modes={"-": 0.6, "disapprove": 0.3}, statuses={"asserted": 1.0}))
        return found

    def roles(self, parse: Parse, requests: Sequence[RoleRequest]) -> list[RoleScore]:
        found = []
        for request in requests:
            names = {NAMES[i] for i in request.features}
            found.append(
                RoleScore(
                    actor=0.9 * ("subj:head" in names and "worded:location" not in names),
                    recipient=0.9 * ("obj:head" in names),
                    when=0.9 * ("worded:time" in names),
                    where=0.0,
                )
            )
        return found


def _snub() -> Linked:
    linked = link_parse(build_parse(SNUB), [("Paris", "FRA", "state"), ("Rome", "ITA", "state")])
    start = linked.parse.document.text.index("Friday")
    friday = TimeExpression(
        start=start, end=start + 6, text="Friday", timex="2020-03-06", type="DATE", from_="2020-03-06", to="2020-03-06"
    )
    return msgspec.structs.replace(linked, times=(friday,))


def _code(linked: Linked, known: dict[str, str], least: float = 0.0) -> list[Event]:
    scorer = Acts(known)
    assert isinstance(scorer, ActScorer)
    settings = Settings(record_threshold=least)
    coder = EventCoder(lambda *_: None, lambda *_: None, settings, scorer)
    return list(coder.code(linked, Claims()).events)


def test_a_word_that_no_rule_knows_is_an_event_where_the_model_sees_an_act() -> None:
    (event,) = _code(_snub(), {"snub": "REJECT"})
    assert (event.type, event.actors, event.recipients) == ("REJECT", ("FRA",), ("ITA",))
    assert event.evidence.startswith("Paris snubbed Rome") and event.trigger == "snubbed"
    assert event.date is not None and event.date.from_ == "2020-03-06"
    assert event.cameo is not None and event.cameo.startswith("12")


def test_words_without_an_act_set_off_nothing() -> None:
    assert _code(_snub(), {}, least=0.4) == []


def test_events_below_the_threshold_are_left_out() -> None:
    assert _code(_snub(), {"snub": "REJECT"}, least=1.0) == []


def test_features_of_a_candidate_tell_its_place_in_the_clause() -> None:
    linked = _snub()
    seen = view(linked.parse, 1)
    by_head = {c.head: c for c in candidates(linked, 0)}
    names = {head: {NAMES[i] for i in describe(linked, seen, c)} for head, c in by_head.items()}
    assert {"subj:head", "before", "worded:name", "kind:state", "pos:V"} <= names[0]
    assert {"obj:head", "after"} <= names[2]
    assert {"on:head", "worded:time"} <= names[4]


RECALL = """
Ankara Ankara PROPN 2 nsubj
recalled recall VERB 0 root VerbForm=Fin|Tense=Past
its its PRON 4 nmod:poss
ambassador ambassador NOUN 2 obj
from from ADP 6 case
Holland Holland PROPN 2 obl
. . PUNCT 2 punct
"""


def test_the_other_side_comes_before_ones_own_as_recipient() -> None:
    parties = [("Ankara", "TUR", "state"), ("ambassador", "TUR", "person"), ("Holland", "NLD", "state")]
    (event,) = _code(link_parse(build_parse(RECALL), parties), {"recall": "SANCTION"})
    assert (event.actors, event.recipients) == (("TUR",), ("NLD",))


TWO_CLAUSES = """
Paris Paris PROPN 2 nsubj
left leave VERB 0 root VerbForm=Fin|Tense=Past
after after SCONJ 6 mark
Rome Rome PROPN 6 nsubj
had have AUX 6 aux
snubbed snub VERB 2 advcl VerbForm=Part|Tense=Past
Vienna Vienna PROPN 6 obj
and and CCONJ 9 cc
Berne Berne PROPN 7 conj
. . PUNCT 2 punct
"""
FOUR = [("Paris", "FRA", "state"), ("Rome", "ITA", "state"), ("Vienna", "AUT", "state"), ("Berne", "CHE", "state")]


def test_features_tell_whose_party_a_word_is() -> None:
    linked = link_parse(build_parse(TWO_CLAUSES), FOUR)
    seen = view(linked.parse, 5)
    names = {c.head: {NAMES[i] for i in describe(linked, seen, c)} for c in candidates(linked, 0)}
    assert {"owner:own:subj", "up:0", "down:1", "crossed:0"} <= names[3]
    assert {"owner:own:obj", "down:2"} <= names[8]
    assert {"owner:above:subj", "up:1", "crossed:0"} <= names[0]


class Sure(Acts):
    """Gives parties the parts of "actor" and "recipient" with set probabilities."""

    def roles(self, parse: Parse, requests: Sequence[RoleRequest]) -> list[RoleScore]:
        does = {"Paris": 0.6, "Rome": 0.8}
        gets = {"Vienna": 0.8, "Berne": 0.6}
        words = [parse.words[r.party].text for r in requests]
        return [RoleScore(actor=does.get(w, 0.0), recipient=gets.get(w, 0.0), when=0.0, where=0.0) for w in words]


def test_parties_of_another_clause_do_not_join_the_likeliest() -> None:
    linked = link_parse(build_parse(TWO_CLAUSES), FOUR)
    coder = EventCoder(lambda *_: None, lambda *_: None, Settings(record_threshold=0.0), Sure({"snub": "REJECT"}))
    (event,) = [e for e in coder.code(linked, Claims()).events if e.trigger == "snubbed"]
    assert (event.actors, set(event.recipients)) == (("ITA",), {"AUT", "CHE"})


def test_plain_narratives_have_a_threshold_of_their_own_for_acts_between_two() -> None:
    settings = Settings(record_threshold=1.0, narrative_threshold=0.0)
    parties = [("Paris", "FRA", "state"), ("Rome", "ITA", "state")]

    def count(published: str | None, parties: Sequence[tuple[str, str, str]]) -> int:
        coder = EventCoder(lambda *_: None, lambda *_: None, settings, Acts({"snub": "REJECT"}))
        return len(coder.code(link_parse(build_parse(SNUB, published=published), parties), Claims()).events)

    assert count(None, parties) == 1
    assert count("2020-03-10", parties) == 0
    assert count(None, parties[:1]) == 0


TOLERATE = """
Paris Paris PROPN 4 nsubj
did do AUX 4 aux
not not PART 4 advmod
tolerate tolerate VERB 0 root VerbForm=Inf
Rome Rome PROPN 4 obj
. . PUNCT 4 punct
"""


def test_a_negation_that_makes_the_refusal_does_not_negate_it() -> None:
    parties = [("Paris", "FRA", "state"), ("Rome", "ITA", "state")]
    linked = link_parse(build_parse(TOLERATE), parties)
    assert [e.status for e in _code(linked, {"tolerate": "REJECT"})] == ["asserted"]
    assert [e.status for e in _code(linked, {"tolerate": "SUPPORT"})] == ["negated"]
