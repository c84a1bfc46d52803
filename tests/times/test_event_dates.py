"""Dates of events by their clause, on hand-made trees."""

from tests.parses import build_parse

from legation.linking.times import TimeGrammar, bound, event_interval
from legation.records import Interval, Parse

PAST = "Mood=Ind|Tense=Past|VerbForm=Fin"


def interval(parse: Parse, form: str, verbal: bool = False) -> tuple[str, str] | None:
    index = next(w.index for w in parse.words if w.text == form)
    found: Interval | None = event_interval(parse, TimeGrammar().date(parse), index, verbal)
    return (found.from_, found.to) if found else None


def test_own_clause_and_not_the_neighbours() -> None:
    parse = build_parse(
        f"""
        Ministers minister NOUN 2 nsubj
        signed sign VERB 0 root {PAST}
        it it PRON 2 obj
        on on ADP 5 case
        Monday Monday PROPN 2 obl
        , , PUNCT 9 punct
        but but CCONJ 9 cc
        rebels rebel NOUN 9 nsubj
        refused refuse VERB 2 conj {PAST}
        . . PUNCT 2 punct
        """,
        published="2020-03-12",
    )
    assert interval(parse, "signed") == ("2020-03-09", "2020-03-09")
    assert interval(parse, "refused") is None


def test_joined_verbs_share_a_date_before_them() -> None:
    parse = build_parse(
        f"""
        On on ADP 2 case
        Monday Monday PROPN 4 obl
        troops troop NOUN 4 nsubj
        crossed cross VERB 0 root {PAST}
        and and CCONJ 6 cc
        fired fire VERB 4 conj {PAST}
        . . PUNCT 4 punct
        """,
        published="2020-03-12",
    )
    assert interval(parse, "fired") == ("2020-03-09", "2020-03-09")


def test_a_saying_dates_verbal_acts_only() -> None:
    parse = build_parse(
        f"""
        He he PRON 2 nsubj
        said say VERB 0 root {PAST}
        on on ADP 4 case
        Monday Monday PROPN 2 obl
        troops troop NOUN 7 nsubj
        would would AUX 7 aux
        leave leave VERB 2 ccomp VerbForm=Inf
        . . PUNCT 2 punct
        """,
        published="2020-03-12",
    )
    assert interval(parse, "leave") is None
    assert interval(parse, "leave", verbal=True) == ("2020-03-09", "2020-03-09")


def test_a_noun_keeps_its_own_date() -> None:
    parse = build_parse(
        f"""
        The the DET 2 det
        launch launch NOUN 5 nsubj
        in in ADP 4 case
        2006 2006 NUM 2 nmod
        alarmed alarm VERB 0 root {PAST}
        them they PRON 5 obj
        . . PUNCT 5 punct
        """
    )
    assert interval(parse, "launch") == ("2006-01-01", "2006-12-31")
    assert interval(parse, "alarmed") is None


def test_bounds_reach_to_or_from_the_publication() -> None:
    parse = build_parse(
        """
        They they PRON 3 nsubj
        will will AUX 3 aux
        leave leave VERB 0 root VerbForm=Inf
        by by ADP 5 case
        2021 2021 NUM 3 obl
        . . PUNCT 3 punct
        """
    )
    times = TimeGrammar().date(parse)
    assert bound(parse, times[0]) == "by"
    assert interval(parse, "leave") == ("2020-03-10", "2021-12-31")


def test_two_days_after_counts_back_from_the_governing_clause() -> None:
    parse = build_parse(
        f"""
        On on ADP 2 case
        Sunday Sunday PROPN 4 obl
        it it PRON 4 nsubj
        refused refuse VERB 0 root {PAST}
        , , PUNCT 9 punct
        two two NUM 7 nummod
        days day NOUN 9 obl
        after after SCONJ 9 mark
        voting vote VERB 4 advcl VerbForm=Ger
        . . PUNCT 4 punct
        """,
        published="2017-12-24",
    )
    assert interval(parse, "voting") == ("2017-12-22", "2017-12-22")


def told(parse: Parse) -> list[str | None]:
    return [t.timex for t in TimeGrammar().date(parse)]


def test_the_present_of_expiring_looks_ahead() -> None:
    treaty = """
        The the DET 2 det
        treaty treaty NOUN 3 nsubj
        expires expire VERB 0 root VerbForm=Fin|Tense=Pres
        in in ADP 5 case
        February February PROPN 3 obl
        . . PUNCT 3 punct
        """
    assert told(build_parse(treaty)) == ["2021-02"]
    spoke = treaty.replace("expires expire", "says say")
    assert told(build_parse(spoke)) == ["2020-02"]


def test_what_those_meeting_will_decide_is_to_come() -> None:
    parse = build_parse(
        """
        Ministers minister NOUN 6 nsubj
        meeting meet VERB 1 acl
        on on ADP 4 case
        Thursday Thursday PROPN 2 obl
        will will AUX 6 aux
        decide decide VERB 0 root VerbForm=Inf
        . . PUNCT 6 punct
        """
    )
    assert told(parse) == ["2020-03-12"]
