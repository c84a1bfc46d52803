"""Scores of attribution."""

import json
from pathlib import Path

import pytest

from legation.errors import FormatError
from legation.evaluation.attribution import compare, evaluate, f1, overlap
from legation.records import Attribution, Document, Parse

TEXT = "Keller said the pact was dead. Officials denied it."
GOLD = [
    {"source": [[0, 6]], "cue": [[7, 11]], "content": [[12, 29]]},
    {"source": [[31, 40]], "cue": [[41, 47]], "content": [[48, 50]]},
]


class Finder:
    def __init__(self, *attributions: Attribution) -> None:
        self.attributions = attributions

    def parse(self, documents: list[Document]) -> list[Parse]:
        return [
            Parse(document=d, words=(), sentences=(), entities=(), attributions=self.attributions) for d in documents
        ]


def attribution(source: tuple[int, int] | None, cue: tuple[int, int], content: tuple[int, int]) -> Attribution:
    return Attribution(source=(source,) if source else (), cue=(cue,), content=(content,), score=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "x-dev.jsonl").write_text(json.dumps({"id": "a", "text": TEXT, "attributions": GOLD}) + "\n")
    return tmp_path


def test_all_right(data: Path) -> None:
    finder = Finder(attribution((0, 6), (7, 11), (12, 29)), attribution((31, 40), (41, 47), (48, 50)))
    figures = evaluate(finder, data, None, data / "out")
    assert figures == {"articles": 1, "source": 100, "cue": 100, "content": 100, "attributions": 100}
    assert json.loads((data / "out").read_text()) == {"id": "a", "attributions": GOLD}


def test_exact_spans_and_whole_attributions_differ(data: Path) -> None:
    figures = evaluate(Finder(attribution((0, 6), (7, 11), (12, 30))), data, None, None)
    assert figures["content"] == 0
    assert figures["source"] == 66.67
    assert figures["attributions"] == 66.67


def test_a_gold_attribution_is_found_once() -> None:
    gold = [{"source": [(0, 6)], "cue": [(7, 11)], "content": [(12, 29)]}]
    counts = compare(gold, [gold[0], gold[0]])
    assert counts["attributions", "right"] == 1
    assert f1(counts, "attributions") == 66.67


def test_a_missing_source_must_agree() -> None:
    gold = [{"source": [], "cue": [(7, 11)], "content": [(12, 29)]}]
    found = [{"source": [(0, 6)], "cue": [(7, 11)], "content": [(12, 29)]}]
    assert compare(gold, found)["attributions", "right"] == 0
    assert compare(gold, gold)["attributions", "right"] == 1


def test_overlap() -> None:
    assert overlap([(0, 10)], [(5, 10)]) == 0.5
    assert overlap([(0, 2), (4, 6)], [(0, 6)]) == 4 / 6
    assert overlap([], []) == 1
    assert overlap([(0, 2)], []) == 0


def test_other_layouts_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x-dev.jsonl").write_text('{"id": "a"}\n')
    with pytest.raises(FormatError, match="lacks text or attributions"):
        evaluate(Finder(), tmp_path, None, None)
