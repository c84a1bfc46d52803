"""Who is meant: names, offices, nominals, pairs, pronouns, metonyms. Parses are made by hand."""

from pathlib import Path

import msgspec
import pytest
from tests.parses import build_parse

from legation.knowledge.actors import catalogue
from legation.linking.actors import ActorLinker
from legation.linking.actors.chains import chains
from legation.records import Actor, Attribution, Entity, Linked, Parse
from legation.settings import Settings

LINKER = ActorLinker()


def label(parse: Parse, *entities: tuple[str, str]) -> Parse:
    """Adds entities: every place where the words of a name stand."""
    found = []
    for name, kind in entities:
        start = parse.document.text.find(name)
        while start >= 0:
            inside = [w.index for w in parse.words if start <= w.start and w.end <= start + len(name)]
            found.append(
                Entity(
                    start=start, end=start + len(name), label=kind, first=inside[0], stop=inside[-1] + 1, score=1.0
                )
            )  # fmt: skip
            start = parse.document.text.find(name, start + 1)
    return msgspec.structs.replace(parse, entities=tuple(sorted(found, key=lambda e: e.first)))


def link(parse: Parse) -> Linked:
    return LINKER.link(parse, (), ())


def meant(linked: Linked, text: str, nth: int = 0) -> list[Actor]:
    """The actors of the nth mention that reads so."""
    found = [m for m in linked.mentions if linked.parse.text(m.start, m.end) == text]
    return [linked.actor[i] for i in found[nth].actors] if len(found) > nth else []


MINISTERS = """
Russian Russian ADJ 3 amod
Foreign Foreign ADJ 3 amod
Minister Minister PROPN 4 nmod:desc
Sergei Sergei PROPN 6 nsubj
Lavrov Lavrov PROPN 4 flat
met meet VERB 0 root
Rex Rex PROPN 6 obj
Tillerson Tillerson PROPN 7 flat
. . PUNCT 6 punct
"""
LATER = """
Lavrov Lavrov PROPN 2 nsubj Number=Sing
said say VERB 0 root
the the DET 5 det
two two NUM 5 nummod
men man NOUN 6 nsubj Number=Plur
agreed agree VERB 2 ccomp
and and CCONJ 9 cc
he he PRON 9 nsubj
left leave VERB 2 conj
. . PUNCT 2 punct
"""


@pytest.fixture(scope="module")
def ministers() -> Linked:
    parse = build_parse(MINISTERS, LATER, published="2017-08-03")
    return link(label(parse, ("Sergei Lavrov", "PER"), ("Rex Tillerson", "PER"), ("Lavrov", "PER")))


def test_title_and_name_are_one_mention(ministers: Linked) -> None:
    (lavrov,) = meant(ministers, "Russian Foreign Minister Sergei Lavrov")
    assert (lavrov.name, lavrov.country, lavrov.code, lavrov.kind) == ("Sergei Lavrov", "RUS", "RUS", "person")
    assert lavrov.role == "Foreign Minister"


def test_the_offices_tell_the_country(ministers: Linked) -> None:
    (tillerson,) = meant(ministers, "Rex Tillerson")
    assert (tillerson.country, tillerson.sector) == ("USA", "GOV")


def test_short_names_pairs_and_pronouns(ministers: Linked) -> None:
    assert [a.name for a in meant(ministers, "Lavrov")] == ["Sergei Lavrov"]
    assert {a.name for a in meant(ministers, "the two men")} == {"Sergei Lavrov", "Rex Tillerson"}
    assert [a.name for a in meant(ministers, "he")] == ["Sergei Lavrov"]


def test_actors_are_numbered_by_first_mention(ministers: Linked) -> None:
    assert [a.id for a in ministers.actors] == [f"a{n}" for n in range(1, len(ministers.actors) + 1)]
    firsts = [min(m.start for m in a.mentions) for a in ministers.actors]
    assert firsts == sorted(firsts)


def test_mentions_are_verbatim(ministers: Linked) -> None:
    text = ministers.parse.document.text
    for actor in ministers.actors:
        assert all(text[m.start : m.end] == m.text for m in actor.mentions)


def test_linking_is_deterministic(ministers: Linked) -> None:
    assert msgspec.json.encode(link(ministers.parse)) == msgspec.json.encode(ministers)


CAPITALS = """
Moscow Moscow PROPN 2 nsubj
ordered order VERB 0 root
Washington Washington PROPN 2 obj
to to PART 5 mark
close close VERB 2 xcomp
an a DET 7 det
office office NOUN 5 obj Number=Sing
in in ADP 9 case
Moscow Moscow PROPN 7 nmod
. . PUNCT 2 punct
"""


def test_a_capital_acts_or_is_a_place() -> None:
    linked = link(build_parse(CAPITALS))
    kinds = [(linked.parse.text(m.start, m.end), m.kind, linked.actor[m.actors[0]].code) for m in linked.mentions]
    assert kinds == [("Moscow", "place", "RUS"), ("Washington", "place", "USA")]


UNNAMED = """
A a DET 4 det
former former ADJ 4 amod
U.S. U.S. PROPN 4 compound
official official NOUN 5 nsubj Number=Sing
spoke speak VERB 0 root
. . PUNCT 5 punct
"""
SECOND = """
A a DET 5 det
second second ADJ 5 amod
former former ADJ 5 amod
U.S. U.S. PROPN 5 compound
official official NOUN 6 nsubj Number=Sing
disagreed disagree VERB 0 root
. . PUNCT 6 punct
"""
AGAIN = """
The the DET 3 det
former former ADJ 3 amod
official official NOUN 4 nsubj Number=Sing
left leave VERB 0 root
. . PUNCT 4 punct
"""


def test_unnamed_sources_are_kept_apart() -> None:
    linked = link(build_parse(UNNAMED, SECOND, AGAIN))
    (first,) = meant(linked, "A former U.S. official")
    (second,) = meant(linked, "A second former U.S. official")
    (again,) = meant(linked, "The former official")
    assert first.id != second.id
    assert again.id == second.id
    assert (first.name, first.code) == ("former U.S. official", "USA")


GOVERNMENT = """
Pakistan Pakistan PROPN 2 nsubj Number=Sing
signed sign VERB 0 root
. . PUNCT 2 punct
"""
LAWMAKERS = """
The the DET 2 det
government government NOUN 3 nsubj Number=Sing
praised praise VERB 0 root
lawmakers lawmaker NOUN 3 obj Number=Plur
. . PUNCT 3 punct
"""


def test_bare_organs_belong_to_the_state_in_focus() -> None:
    linked = link(build_parse(GOVERNMENT, LAWMAKERS))
    (government,) = meant(linked, "The government")
    (lawmakers,) = meant(linked, "lawmakers")
    assert (government.code, government.kind, government.sector) == ("PAK", "organisation", "GOV")
    assert (lawmakers.code, lawmakers.kind, lawmakers.sector) == ("PAK", "group", "LEG")


SIDES = """
Armenia Armenia PROPN 4 nsubj
and and CCONJ 3 cc
Azerbaijan Azerbaijan PROPN 1 conj
met meet VERB 0 root
. . PUNCT 4 punct
"""
BOTH = """
Both both DET 2 det
sides side NOUN 3 nsubj Number=Plur
withdrew withdraw VERB 0 root
rebels rebel NOUN 3 obj Number=Plur
. . PUNCT 3 punct
"""


def test_both_sides() -> None:
    linked = link(build_parse(SIDES, BOTH))
    assert {a.code for a in meant(linked, "Both sides")} == {"ARM", "AZE"}


COUNTERPART = """
Lavrov Lavrov PROPN 2 nsubj
met meet VERB 0 root
his his PRON 5 nmod:poss
American American ADJ 5 amod
counterpart counterpart NOUN 2 obj Number=Sing
. . PUNCT 2 punct
"""


def test_a_counterpart_holds_the_same_office() -> None:
    parse = build_parse(MINISTERS.replace("Rex Rex", "Li Li").replace("Tillerson Tillerson", "Wei Wei"), COUNTERPART,
                        published="2017-08-03")  # fmt: skip
    linked = link(label(parse, ("Sergei Lavrov", "PER"), ("Lavrov", "PER"), ("Li Wei", "PER")))
    assert [a.name for a in meant(linked, "his American counterpart")] == ["Rex Tillerson"]


def test_no_office_without_a_date() -> None:
    parse = build_parse(MINISTERS, COUNTERPART, published=None)
    linked = link(label(parse, ("Sergei Lavrov", "PER"), ("Rex Tillerson", "PER"), ("Lavrov", "PER")))
    (counterpart,) = meant(linked, "his American counterpart")
    assert (counterpart.code, counterpart.name) == ("USA", "his American counterpart")


QUOTE = """
“ “ PUNCT 3 punct
I I PRON 3 nsubj
agree agree VERB 6 ccomp
” ” PUNCT 3 punct
Merkel Merkel PROPN 6 nsubj
said say VERB 0 root
. . PUNCT 6 punct
"""


def test_i_in_a_quotation_is_its_speaker() -> None:
    parse = build_parse(QUOTE, published="2018-11-30")
    text = parse.document.text
    source = (text.index("Merkel"), text.index("Merkel") + 6)
    attribution = Attribution(source=(source,), cue=(), content=((0, text.index("Merkel") - 1),), score=1.0)
    linked = link(label(msgspec.structs.replace(parse, attributions=(attribution,)), ("Merkel", "PER")))
    assert meant(linked, "I") == meant(linked, "Merkel")
    assert len(meant(linked, "I")) == 1


SHARED = """
Michael Michael PROPN 3 nsubj
Jordan Jordan PROPN 1 flat
scored score VERB 0 root
. . PUNCT 3 punct
"""


def test_a_person_is_no_country() -> None:
    linked = link(label(build_parse(SHARED), ("Michael Jordan", "PER")))
    assert [a.code for a in linked.actors] == [None]


TREATY = """
The the DET 2 det
treaty treaty NOUN 3 nsubj Number=Sing
limits limit VERB 0 root
arms arm NOUN 3 obj Number=Plur
. . PUNCT 3 punct
"""
ACCORD = """
It it PRON 2 nsubj
expires expire VERB 0 root
. . PUNCT 2 punct
"""


def test_chains_hold_things_too() -> None:
    found = chains(build_parse(TREATY, ACCORD))
    assert ((0, 2), (5, 6)) in found


def test_an_empty_document() -> None:
    linked = link(build_parse())
    assert (linked.actors, linked.mentions) == ((), ())


ENVOY = """
U.N. U.N. PROPN 2 compound
envoy envoy NOUN 7 nmod:desc Number=Sing
for for ADP 4 case
Libya Libya PROPN 2 nmod
Maria Maria PROPN 7 nsubj
Oka Oka PROPN 5 flat
spoke speak VERB 0 root
. . PUNCT 7 punct
"""


def test_a_title_with_its_complement() -> None:
    parse = label(build_parse(ENVOY.replace("7 nmod:desc", "5 nmod:desc")), ("Maria Oka", "PER"), ("U.N.", "ORG"))
    (envoy,) = meant(link(parse), "U.N. envoy for Libya Maria Oka")
    assert (envoy.name, envoy.code, envoy.role) == ("Maria Oka", "UNO", "envoy")


KOREAS = """
North North PROPN 2 compound
Korea Korea PROPN 3 nsubj Number=Sing
fired fire VERB 0 root
. . PUNCT 3 punct
"""
NORTH = """
The the DET 2 det
North North PROPN 3 nsubj Number=Sing
refused refuse VERB 0 root
talks talk NOUN 3 obj Number=Plur
. . PUNCT 3 punct
"""


def test_halves_of_a_country_that_was_named() -> None:
    linked = link(build_parse(KOREAS, NORTH))
    assert [a.code for a in meant(linked, "The North")] == ["PRK"]
    assert meant(link(build_parse(NORTH)), "The North") == []


TWO = """
France France PROPN 4 nsubj
and and CCONJ 3 cc
Germany Germany PROPN 1 conj
agreed agree VERB 0 root
. . PUNCT 4 punct
"""
THEY = """
They they PRON 2 nsubj
signed sign VERB 0 root
. . PUNCT 2 punct
"""


def test_a_plural_pronoun_may_mean_two_together() -> None:
    linked = link(build_parse(TWO, THEY))
    assert {a.code for a in meant(linked, "They")} == {"FRA", "DEU"}


SURNAME = """
Ban Ban PROPN 2 nsubj
urged urge VERB 0 root
restraint restraint NOUN 2 obj
. . PUNCT 2 punct
"""


def test_a_surname_whose_label_was_missed() -> None:
    parse = build_parse(MINISTERS.replace("Lavrov Lavrov", "Ban Ban"), SURNAME)
    labelled = label(parse, ("Sergei Ban", "PER"))
    assert [a.name for a in meant(link(labelled), "Ban")] == ["Sergei Ban"]


CRITIC = """
France France PROPN 2 nsubj
urged urge VERB 0 root
Iran Iran PROPN 2 obj
to to PART 5 mark
free free VERB 2 xcomp
prisoners prisoner NOUN 5 obj Number=Plur
. . PUNCT 2 punct
"""


def test_prisoners_are_of_the_state_that_is_asked_to_free_them() -> None:
    (prisoners,) = meant(link(build_parse(CRITIC)), "prisoners")
    assert prisoners.code == "IRN"


MINISTRY = """
Lithuania Lithuania PROPN 2 nsubj
criticised criticise VERB 0 root
China China PROPN 2 obj
. . PUNCT 2 punct

The the DET 3 det
Foreign foreign ADJ 3 amod
Ministry ministry PROPN 4 nsubj
voiced voice VERB 0 root
regret regret NOUN 4 obj
. . PUNCT 4 punct
"""


def test_a_foreign_ministry_is_no_foreigner() -> None:
    (ministry,) = meant(link(build_parse(*MINISTRY.split("\n\n"))), "The Foreign Ministry")
    assert (ministry.code, ministry.sector) == ("LTU", "GOV")


MARCH = """
France France PROPN 2 nsubj
criticised criticise VERB 0 root
Turkey Turkey PROPN 2 obj
. . PUNCT 2 punct

In in ADP 2 case
Turkey Turkey PROPN 4 obl
protesters protester NOUN 4 nsubj Number=Plur
marched march VERB 0 root
. . PUNCT 4 punct
"""


def test_people_are_of_the_state_in_which_they_act() -> None:
    (protesters,) = meant(link(build_parse(*MARCH.split("\n\n"))), "protesters")
    assert protesters.code == "TUR"


WITNESS = """
Turkey Turkey PROPN 2 nsubj
closed close VERB 0 root
schools school NOUN 2 obj
. . PUNCT 2 punct

Ayla Ayla PROPN 3 nsubj
Demir Demir PROPN 1 flat
wept weep VERB 0 root
in in ADP 5 case
Turkey Turkey PROPN 3 obl
. . PUNCT 3 punct
"""


def test_a_person_without_a_country_has_the_one_that_the_report_is_about() -> None:
    (witness,) = meant(link(label(build_parse(*WITNESS.split("\n\n")), ("Ayla Demir", "PER"))), "Ayla Demir")
    assert witness.code == "TUR"


EUROPEANS = """
Turkey Turkey PROPN 2 nsubj
closed close VERB 0 root
schools school NOUN 2 obj
in in ADP 5 case
Turkey Turkey PROPN 2 obl
. . PUNCT 2 punct

European european ADJ 2 amod
allies ally NOUN 3 nsubj Number=Plur
wept weep VERB 0 root
. . PUNCT 3 punct
"""


def test_people_said_to_be_foreign_have_no_state_of_the_report() -> None:
    (allies,) = meant(link(build_parse(*EUROPEANS.split("\n\n"))), "European allies")
    assert allies.code is None


THOUSANDS = """
Tens ten NOUN 4 nsubj Number=Plur
of of ADP 3 case
thousands thousand NOUN 1 nmod Number=Plur
marched march VERB 0 root
in in ADP 6 case
Turkey Turkey PROPN 4 obl
. . PUNCT 4 punct
"""


def test_multitudes_that_act_are_people() -> None:
    (marchers,) = meant(link(build_parse(THOUSANDS)), "Tens of thousands")
    assert (marchers.kind, marchers.code) == ("group", "TUR")


def test_united_nations_organs_have_its_code() -> None:
    found = {e.code for w in ("WHO", "ICJ", "UNHCR") for m in catalogue().names.find([w]) for e in m.values}
    assert found == {"UNO"}


REBELS = """
Ankara Ankara PROPN 2 nsubj
arms arm VERB 0 root
the the DET 4 det
rebels rebel NOUN 2 obj Number=Plur
. . PUNCT 2 punct
"""
SYRIA = """
Syria Syria PROPN 2 nsubj Number=Sing
protested protest VERB 0 root
. . PUNCT 2 punct
"""


def test_rebels_are_not_of_the_state_that_backs_them() -> None:
    (rebels,) = meant(link(build_parse(SYRIA, REBELS)), "the rebels")
    assert (rebels.code, rebels.sector) == ("SYR:REB", "REB")


def test_a_users_actor_overrides(tmp_path: Path) -> None:
    path = tmp_path / "actors.toml"
    path.write_text('[[actor]]\nname = "France"\nkind = "organisation"\ncode = "FX"\n', "utf-8")
    linked = ActorLinker(Settings(actors_file=str(path))).link(build_parse(TWO), (), ())
    assert [a.code for a in linked.actors] == ["FX", "DEU"]


SOVIET = """
The the DET 3 det
Soviet Soviet ADJ 3 amod
army army NOUN 4 nsubj Number=Sing
left leave VERB 0 root
. . PUNCT 4 punct
"""


@pytest.mark.parametrize(("day", "code"), [("1989-02-15", "SUN"), ("2016-04-27", "RUS"), (None, "RUS")])
def test_former_states_go_by_the_date(day: str | None, code: str) -> None:
    assert {a.code for a in link(build_parse(SOVIET, published=day)).actors} == {code}


SENATOR = """
Sen. Sen. PROPN 2 nmod:desc
Ann Ann PROPN 4 nsubj
Oka Oka PROPN 2 flat
praised praise VERB 0 root
America America PROPN 4 obj
and and CCONJ 7 cc
Washington Washington PROPN 5 conj
. . PUNCT 4 punct
"""


def test_abbreviated_titles() -> None:
    (senator,) = meant(link(label(build_parse(SENATOR), ("Ann Oka", "PER"))), "Sen. Ann Oka")
    assert (senator.code, senator.sector, senator.role) == ("USA", "LEG", "Sen.")
