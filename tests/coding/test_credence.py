"""How sure events are: named features, weights in a plain file, probabilities between 0 and 1."""

import msgspec
from tests.coding.test_events import EXPULSION
from tests.parses import build_parse, link_parse

from legation.coding.credence import credence, features
from legation.coding.events import find_drafts
from legation.contracts import RelationScore
from legation.knowledge.events import credence_weights, plover

PARTIES = [("Moscow", "RUS", "state"), ("two British diplomats", "GBR", "group")]


def _score(**types: float) -> RelationScore:
    return RelationScore(types=dict.fromkeys((*plover(), "NONE"), 0.001) | types, modes={}, statuses={})


def _features(score: RelationScore | None) -> dict[str, float]:
    linked = link_parse(build_parse(EXPULSION), PARTIES)
    (item,) = find_drafts(linked)[0]
    item = msgspec.structs.replace(item, sure=(0.99, 0.99), ways=("both", "both"))
    return features(linked, item, score, "asserted")


def test_features_name_what_is_known() -> None:
    known = _features(_score(SANCTION=0.98))
    assert {"type:SANCTION", "state:asserted", "rule", "foreign", "word:same", "actor:kind:state"} <= set(known)
    assert "model:absent" not in known and "word:absent" in _features(None)


def test_weights_are_read_and_used() -> None:
    assert len(credence_weights()) > 100 and "bias" in credence_weights()
    sure, unsure = credence(_features(_score(SANCTION=0.98))), credence(_features(_score(NONE=0.98)))
    assert 0 < unsure < sure < 1


def test_a_model_that_sees_no_act_lowers_credence_below_the_threshold() -> None:
    from legation.settings import Settings

    assert (
        credence(_features(_score(NONE=0.99)))
        < Settings().record_threshold
        < credence(_features(_score(SANCTION=0.99)))
    )
