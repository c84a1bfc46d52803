"""Commitments over hand-made trees: one record an instrument, with what its mentions tell and nothing else."""

import msgspec
from tests.parses import build_parse, link_parse

from legation.coding.commitments import CommitmentCoder
from legation.coding.events import EventCoder
from legation.knowledge.instruments import name_index, register
from legation.linking.times import TimeGrammar, bound
from legation.records import Claims, Commitment

SIGNED = """
Atlantis Atlantis PROPN 4 nsubj
and and CCONJ 3 cc
Lemuria Lemuria PROPN 1 conj
signed sign VERB 0 root VerbForm=Fin|Tense=Past
a a DET 7 det
grain grain NOUN 7 compound
pact pact NOUN 4 obj
in in ADP 9 case
2018 2018 NUM 4 obl
. . PUNCT 4 punct
"""
EXPIRES = """
The the DET 2 det
accord accord NOUN 3 nsubj
expires expire VERB 0 root VerbForm=Fin|Tense=Pres
in in ADP 5 case
2025 2025 NUM 3 obl
. . PUNCT 3 punct
"""
LIMITS = """
It it PRON 2 nsubj
limits limit VERB 0 root VerbForm=Fin|Tense=Pres
each each DET 4 det
side side NOUN 2 obj
to to ADP 7 case
300 300 NUM 7 nummod
ships ship NOUN 2 obl
. . PUNCT 2 punct
"""
NAMED = """
Atlantis Atlantis PROPN 2 nsubj
left leave VERB 0 root VerbForm=Fin|Tense=Past
the the DET 5 det
INF INF PROPN 5 compound
treaty treaty NOUN 2 obj
in in ADP 7 case
2019 2019 NUM 2 obl
. . PUNCT 2 punct
"""
MENTIONED = """
Atlantis Atlantis PROPN 2 nsubj
discussed discuss VERB 0 root VerbForm=Fin|Tense=Past
trade trade NOUN 2 obj
without without ADP 6 case
any any DET 6 det
agreement agreement NOUN 2 obl
. . PUNCT 2 punct
"""
PLEDGED = """
Under under ADP 4 case
a a DET 4 det
2018 2018 NUM 4 nummod
agreement agreement NOUN 7 obl
, , PUNCT 7 punct
Atlantis Atlantis PROPN 7 nsubj
pledged pledge VERB 0 root VerbForm=Fin|Tense=Past
to to PART 9 mark
halt halt VERB 7 xcomp VerbForm=Inf
broadcasts broadcast NOUN 9 obj
. . PUNCT 7 punct
"""
GAVE = """
Atlantis Atlantis PROPN 2 nsubj
pledged pledge VERB 0 root VerbForm=Fin|Tense=Past
40 40 NUM 4 nummod
boats boat NOUN 2 obj
to to PART 6 mark
guard guard VERB 2 xcomp VerbForm=Inf
reefs reef NOUN 6 obj
. . PUNCT 2 punct
"""
ACTORS = [("Atlantis", "AAA", "state"), ("Lemuria", "LLL", "state")]


def code(*sentences: str, actors: int = 2) -> tuple[Commitment, ...]:
    parse = build_parse(*sentences)
    linked = msgspec.structs.replace(link_parse(parse, ACTORS[:actors]), times=TimeGrammar().date(parse))
    return CommitmentCoder(bound).code(linked, Claims()).commitments


def test_names_and_pronouns_make_one_record() -> None:
    (pact,) = code(SIGNED, EXPIRES, LIMITS)
    assert (pact.agreement, pact.kind, pact.parties) == ("grain pact", "accord", ("AAA", "LLL"))
    assert (pact.since, pact.expires, pact.deadline) == ("2018", "2025", None)
    assert [(x.value, x.unit, x.bound) for x in pact.limits] == [(300.0, "ships", "max")]
    assert pact.instrument is None and pact.extension is None


def test_evidence_is_verbatim() -> None:
    (pact,) = code(SIGNED, EXPIRES)
    text = build_parse(SIGNED, EXPIRES).document.text
    assert text[pact.start : pact.end] == pact.evidence and "pact" in pact.evidence


def test_the_register_gives_identity_and_kind_but_no_terms() -> None:
    (treaty,) = code(NAMED, actors=1)
    assert (treaty.instrument, treaty.kind, treaty.status) == ("inf", "treaty", "withdrawn")
    assert treaty.parties == ("AAA",) and treaty.limits == () and treaty.expires is None


def test_talk_of_an_agreement_that_is_none_makes_no_record() -> None:
    assert code(MENTIONED, actors=1) == ()


def pledges(sentence: str, **changes: str) -> tuple[Commitment, ...]:
    """The commitments of a sentence with its event, as coded or changed."""
    parse = build_parse(sentence)
    linked = msgspec.structs.replace(link_parse(parse, ACTORS[:1]), times=TimeGrammar().date(parse))
    claims = EventCoder(lambda *_: None, lambda *_: None).code(linked, Claims())
    events = tuple(msgspec.structs.replace(e, **changes) for e in claims.events)
    assert [e.trigger for e in events] == ["pledged"]
    return CommitmentCoder(bound).code(linked, Claims(events=events)).commitments


def test_what_is_pledged_under_an_agreement_is_its_term_and_no_second_record() -> None:
    (pact,) = pledges(PLEDGED)
    assert (pact.agreement, pact.since, pact.parties) == ("2018 agreement", "2018", ("AAA",))


def test_a_sum_with_a_purpose_is_what_is_pledged() -> None:
    (pledge,) = pledges(GAVE)
    assert (pledge.agreement, pledge.kind) == ("40 boats", "pledge")
    assert [(x.value, x.unit) for x in pledge.limits] == [(40.0, "boats")]


def test_a_promise_taken_for_a_threat_is_still_a_promise() -> None:
    (pledge,) = pledges(
        GAVE.replace("40 40 NUM 4 nummod\nboats boat NOUN 2 obj\n", "").replace("6", "3"), type="THREATEN"
    )
    assert pledge.kind == "pledge"
    assert pledges(GAVE.replace("guard guard", "attack attack"), type="THREATEN") == ()


def test_more_told_is_more_sure() -> None:
    (bare,), (full,) = code(SIGNED), code(SIGNED, EXPIRES, LIMITS)
    assert bare.confidence < full.confidence <= 0.95


def test_register_holds_enough_and_no_name_twice() -> None:
    entries = register()
    names = [n for e in entries.values() for n in (e.name, *e.names)]
    assert len(entries) >= 150 and len(names) == len(set(names))
    assert all(
        e.source and e.kind in ("treaty", "accord", "resolution", "truce", "understanding", "law", "pledge")
        for e in entries.values()
    )
    (match,) = name_index().find("members of the Treaty on Open Skies met".split())
    assert match.values == ["open-skies"]
