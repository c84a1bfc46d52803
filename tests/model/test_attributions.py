"""Grouping of sources, cues and contents."""

import numpy as np

from legation.model.attributions import Context, Grouper, PointerScores, read_layer, read_layers

WORDS = "Keller said the pact was dead and warned of war . “ It is over . ”".split()
N = len(WORDS)
HEADS = [1, -1, 3, 5, 5, 1, 7, 1, 7, 8, 1, 11, 14, 14, -1, 14, 14]
RELATIONS = [
    "nsubj",
    "root",
    "det",
    "nsubj",
    "cop",
    "ccomp",
    "cc",
    "conj",
    "case",
    "obl",
    "punct",
    "punct",
    "nsubj",
    "cop",
    "root",
    "punct",
    "punct",
]
SENTENCES = [0] * 11 + [1] * 6
QUOTED = [0] * 11 + [2, 1, 1, 1, 1, 2]


def point(**rows: dict[int, dict[int, float]]) -> PointerScores:
    """Pointers: for a layer's word the scores of cues (−1: none)."""
    scores = {}
    for layer in ("source", "content"):
        table = np.full((N, N + 1), -9.0)
        table[:, 0] = 0
        for word, targets in rows.get(layer, {}).items():
            for target, value in targets.items():
                table[word, target + 1] = value
        scores[layer] = table
    return PointerScores(0, N, scores["source"], scores["content"])


def group(pointers: PointerScores, **spans: list[tuple[int, int]]) -> list[tuple[str, str, str]]:
    context = Context(sentence_of=SENTENCES, quoted=QUOTED, heads=HEADS, relations=RELATIONS)
    layers = {
        layer: [(a, b, 0, 0.9) for a, b in spans.get(layer, [])] for layer in ("source", "cue", "content", "faint")
    }
    found = Grouper([pointers], context).group(layers)
    return [
        tuple(
            " / ".join(" ".join(WORDS[s[0] : s[1]]) for s in getattr(g, layer))
            for layer in ("source", "cue", "content")
        )
        for g in found
    ]


def test_a_source_may_have_two_cues() -> None:
    pointers = point(source={0: {1: 5, 7: 4.5}}, content={2: {1: 5}, 8: {7: 5}})
    found = group(pointers, source=[(0, 1)], cue=[(1, 2), (7, 8)], content=[(2, 6), (8, 10)])
    assert found == [("Keller", "said", "the pact was dead"), ("Keller", "warned", "of war")]


def test_without_a_pointer_the_nearest_cue_of_the_sentence() -> None:
    found = group(point(), source=[(0, 1)], cue=[(1, 2), (7, 8)], content=[(2, 6), (8, 10)])
    assert [x[1:] for x in found] == [("said", "the pact was dead"), ("warned", "of war")]


def test_a_missing_source_is_the_cue_s_subject() -> None:
    found = group(point(content={2: {1: 5}}), cue=[(1, 2)], content=[(2, 6)])
    assert found == [("Keller", "said", "the pact was dead")]


def test_a_subject_inside_the_content_is_no_source() -> None:
    assert group(point(content={0: {5: 5}}), cue=[(5, 6)], content=[(0, 5)]) == [
        ("", "dead", "Keller said the pact was")
    ]


def test_a_quotation_without_a_cue_stands_alone_or_goes_on() -> None:
    assert group(point(), content=[(11, 17)]) == [("", "", "“ It is over . ”")]
    assert group(point(), content=[(2, 6)]) == []
    found = group(point(), content=[(11, 13), (14, 17)])
    assert found == [("", "", "“ It / over . ”")]


def test_cues_and_sources_alone_are_no_attributions() -> None:
    assert group(point(source={0: {1: 5}}), source=[(0, 1)], cue=[(1, 2)]) == []


def test_a_faint_content_serves_a_cue_without_one() -> None:
    pointers = point(source={0: {1: 5}}, content={2: {1: 5}, 8: {7: 5}})
    assert group(pointers, source=[(0, 1)], cue=[(1, 2)], faint=[(2, 6)]) == [("Keller", "said", "the pact was dead")]
    assert group(pointers, cue=[(1, 2)], content=[(2, 6)], faint=[(8, 10)])[0][2] == "the pact was dead"


def test_doubtful_spans_are_left_out() -> None:
    sure = np.array([[4, 0, 0], [0, 4, 0], [0, 0, 4], [4, 0, 0]], dtype=float)
    assert [s[:2] for s in read_layer(sure, 0.4, 0.5)] == [(1, 3)]
    assert read_layer(sure / 8, 0.4, 0.5) == []
    found = read_layers({"source": sure / 8, "cue": sure / 8, "content": sure / 3})
    assert found["content"] == found["source"] == []
    assert [s[:2] for s in found["faint"]] == [(1, 3)]
