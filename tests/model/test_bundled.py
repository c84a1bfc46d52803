"""The bundled weights: what they must do on plain sentences, whatever the batch and the number of threads."""

from importlib.resources import files

import msgspec
import pytest

from legation.contracts import PairRequest
from legation.model import OnnxParser, OnnxRelations
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document, Parse

pytestmark = pytest.mark.skipif(
    not (files("legation.model") / "data" / "reader.onnx").is_file(), reason="no weights in the package yet"
)

TEXT = (
    "OSLO (Reuters) - Norway expelled two Russian diplomats on Friday, the foreign ministry said.\n\n"
    "“We will not accept this,” said the Russian ambassador, Ivan Petrov. Analysts in Berlin expect an answer.\n\n"
    "The United Nations has urged both countries to talk."
)


@pytest.fixture(scope="module")
def parser() -> OnnxParser:
    return OnnxParser(RuleSegmenter(), threads=1)


@pytest.fixture(scope="module")
def parse(parser: OnnxParser) -> Parse:
    return parser.parse([Document(id="d", text=TEXT)])[0]


def find(parse: Parse, text: str) -> int:
    return next(w.index for w in parse.words if w.text == text)


def test_the_tree_of_a_plain_sentence(parse: Parse) -> None:
    expelled = parse.words[find(parse, "expelled")]
    subject, diplomats = (parse.words[find(parse, w)] for w in ("Norway", "diplomats"))
    assert (expelled.upos, expelled.lemma) == ("VERB", "expel")
    assert (subject.head, subject.relation, subject.upos) == (expelled.index, "nsubj", "PROPN")
    assert (diplomats.head, diplomats.relation, diplomats.lemma) == (expelled.index, "obj", "diplomat")


def test_entities_of_plain_sentences(parse: Parse) -> None:
    found = {(TEXT[e.start : e.end], e.label) for e in parse.entities}
    assert {("Norway", "LOC"), ("Ivan Petrov", "PER"), ("Russian", "NORP"), ("Berlin", "LOC")} <= found


def test_attribution_of_a_quotation(parse: Parse) -> None:
    said = next(a for a in parse.attributions if any("accept" in TEXT[s:e] for s, e in a.content))
    assert [TEXT[a:b] for a, b in said.cue] == ["said"]
    assert "ambassador" in "".join(TEXT[a:b] for a, b in said.source)


def test_byte_equal_alone_in_a_batch_and_on_two_threads(parser: OnnxParser, parse: Parse) -> None:
    documents = [Document(id=str(n), text=f"{TEXT} The talks began in {1990 + n}. " * (n % 3 + 1)) for n in range(63)]
    batch = [*documents[:30], parse.document, *documents[30:]]
    alone = msgspec.json.encode(parse)
    two = OnnxParser(RuleSegmenter(), threads=2)
    for reader in (parser, two):
        assert msgspec.json.encode(reader.parse(batch)[30]) == alone


def test_relations_of_a_pair(parse: Parse) -> None:
    if not (files("legation.model") / "data" / "relations.onnx").is_file():
        pytest.skip("no weights of the relation model yet")
    scorer = OnnxRelations()
    norway, diplomats = (parse.words[find(parse, w)] for w in ("Norway", "diplomats"))
    request = PairRequest(source=(norway.start, norway.end), target=(diplomats.start, diplomats.end))
    (score,) = scorer.score(parse, [request])
    assert abs(sum(score.types.values()) - 1) < 0.01
    assert scorer.score(parse, [request, request]) == [score, score]
    assert OnnxRelations(threads=2).score(parse, [request]) == [score]
