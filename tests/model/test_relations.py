"""The relation scorer against a stand-in for its graphs."""

from pathlib import Path

import pytest
from fakes import FakeEncoder, FakeHead, FakeReader, write_model

from legation.contracts import PairRequest, RelationScorer
from legation.errors import ModelError
from legation.model.parser import OnnxParser
from legation.model.relations import OnnxRelations
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document

TEXT = "Envoys from Oslo met Keller. Keller left Oslo."


def test_pairs_of_a_sentence_share_one_encoding(tmp_path: Path) -> None:
    folder = write_model(tmp_path)
    (parse,) = OnnxParser(RuleSegmenter(), folder, 1, session=FakeReader()).parse([Document(id="d", text=TEXT)])
    encoder = FakeEncoder()
    scorer = OnnxRelations(folder, encoder=encoder, head=FakeHead())
    assert isinstance(scorer, RelationScorer)
    first = PairRequest(source=(12, 16), target=(21, 27))
    second = PairRequest(source=(0, 16), target=None)
    third = PairRequest(source=(29, 35), target=(41, 45))
    together = scorer.score(parse, [first, second, third])
    assert encoder.runs == 2
    assert [max(s.types, key=s.types.__getitem__) for s in together] == ["AGREE", "NONE", "AGREE"]
    assert all(abs(sum(s.types.values()) - 1) < 1e-3 for s in together)
    assert together[0].types["AGREE"] == 0.8808  # a score of 4 over 0 at temperature 2
    assert together[1].modes["meet"] < together[0].modes["meet"]
    assert [scorer.score(parse, [r])[0] for r in (first, second, third)] == together
    assert scorer.score(parse, []) == []


def test_missing_weights(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"relations\.onnx"):
        OnnxRelations(write_model(tmp_path))
