"""The CoNLL 2018 measure and the reading of treebanks, on a treebank written for the test."""

import gzip
from pathlib import Path

import pytest

from legation.errors import FormatError
from legation.evaluation.alignment import Analysis, Unit, align, compare, score
from legation.evaluation.parse import analyse_parse, analyse_tree, evaluate
from legation.evaluation.treebanks import read_treebank
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document, Parse, Sentence, Word

TREEBANK = """# newdoc id = TEST_news_one
# newpar
# text = The envoy can't stay.
1	The	the	DET	_	_	2	det	_	_
2	envoy	envoy	NOUN	_	_	5	nsubj	_	_
3-4	can't	_	_	_	_	_	_	_	_
3	ca	can	AUX	_	_	5	aux	_	_
4	n't	not	PART	_	_	5	advmod	_	_
5	stay	stay	VERB	_	_	0	root	_	SpaceAfter=No
6	.	.	PUNCT	_	_	5	punct	_	_

# text = Oslo objects.
1	Oslo	Oslo	PROPN	_	_	2	nsubj:pass	_	_
2	objects	object	VERB	_	_	0	root	_	SpaceAfter=No
2.1	x	x	X	_	_	_	_	_	_
3	.	.	PUNCT	_	_	2	punct	_	_

# newpar
1	End	end	NOUN	_	_	0	root	_	_

"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "test-dev.conllu.gz"
    path.write_bytes(gzip.compress(TREEBANK.encode()))
    return path


class Perfect:
    """A reader that segments by rule and knows the trees of the treebank."""

    def __init__(self, path: Path, relation: str | None = None) -> None:
        self.words = [w for d in read_treebank(path) for s in d.sentences for w in s.words]
        self.heads = [w.head - 1 + base for w, base in zip(self.words, [0] * 6 + [6] * 3 + [9], strict=True)]
        self.relation = relation

    def build(self, document: Document, spans: list[tuple[int, int]], sentences: list[tuple[int, int]]) -> Parse:
        words = tuple(
            Word(
                index=i, start=a, end=b, text=w.form, lemma="", upos=w.upos, feats="_",
                head=self.heads[i] if w.head else -1, deprel=self.relation or w.deprel,
                sentence=next(n for n, (first, stop) in enumerate(sentences) if first <= i < stop),
            )
            for i, ((a, b), w) in enumerate(zip(spans, self.words, strict=True))
        )  # fmt: skip
        found = tuple(
            Sentence(start=words[a].start, end=words[b - 1].end, first=a, stop=b, paragraph=0) for a, b in sentences
        )
        return Parse(document=document, words=words, sentences=found, entities=(), attributions=())

    def parse(self, documents: list[Document]) -> list[Parse]:
        out = []
        for document in documents:
            found = RuleSegmenter().segment(document.text)
            spans = list(zip(found.starts, found.ends, strict=True))
            out.append(self.build(document, spans, list(found.sentences)))
        return out

    def parse_words(self, documents: list[list[list[str]]]) -> list[Parse]:
        words = [w for d in documents for s in d for w in s]
        text = " ".join(words)
        spans, place = [], 0
        for word in words:
            spans.append((place, place + len(word)))
            place += len(word) + 1
        return [self.build(Document(id="x", text=text), spans, [(0, 6), (6, 9), (9, 10)])]


def test_raw_text_is_rebuilt(path: Path) -> None:
    (document,) = read_treebank(path)
    assert document.name == "TEST_news_one"
    assert document.text == "The envoy can't stay. Oslo objects.\n\nEnd"
    assert [w.form for w in document.sentences[0].words] == ["The", "envoy", "ca", "n't", "stay", "."]


def test_a_perfect_parse_scores_100(path: Path) -> None:
    figures = evaluate(Perfect(path), path, None, None)
    assert figures
    assert all(value == 100 for value in figures.values())
    assert {"test-dev raw las", "test-dev las", "test-dev news sentences"} <= set(figures)


def test_wrong_relations_cost_labels_alone(path: Path) -> None:
    figures = evaluate(Perfect(path, relation="dep"), path, None, None)
    assert figures["test-dev raw uas"] == figures["test-dev uas"] == 100
    assert figures["test-dev raw las"] == figures["test-dev las"] == 0


def test_subtypes_count_with_gold_words_only(path: Path) -> None:
    reader = Perfect(path)
    reader.words = [type(w)(w.form, w.upos, w.head, w.deprel.partition(":")[0]) for w in reader.words]
    figures = evaluate(reader, path, None, None)
    assert figures["test-dev raw las"] == figures["test-dev las universal"] == 100
    assert figures["test-dev las"] == 90


def unit(start: int, end: int, form: str, head: int = -1, multiword: bool = False) -> Unit:
    return Unit(start, end, form, multiword, "X", head, "dep")


def test_words_that_are_split_otherwise_do_not_match() -> None:
    gold = Analysis(words=[unit(0, 4, "long"), unit(4, 5, "-"), unit(5, 9, "term", 0)], sentences=[(0, 9)])
    found = Analysis(words=[unit(0, 9, "long-term")], sentences=[(0, 9)])
    counts = compare(gold, found)
    assert counts["words", "right"] == 0
    assert counts["sentences", "right"] == 1
    assert score(counts, "words") == 0


def test_words_of_multiword_tokens_match_by_form() -> None:
    gold = [unit(0, 5, "ca", multiword=True), unit(0, 5, "n't", multiword=True), unit(5, 6, ".")]
    assert align(gold, [unit(0, 2, "ca"), unit(2, 5, "n't"), unit(5, 6, ".")]) == [(0, 0), (1, 1), (2, 2)]
    assert align(gold, [unit(0, 3, "can"), unit(3, 5, "'t"), unit(5, 6, ".")]) == [(2, 2)]
    assert align([unit(0, 5, "can't"), unit(5, 6, ".")], gold) == [(1, 2)]


def test_a_head_counts_only_where_it_is_the_same_word() -> None:
    gold = Analysis(words=[unit(0, 1, "a", 1), unit(1, 2, "b"), unit(2, 3, "c", 1)])
    found = Analysis(words=[unit(0, 1, "a", 2), unit(1, 2, "b"), unit(2, 3, "c", 1)])
    assert compare(gold, found)["uas", "right"] == 2


def test_tokens_of_a_parse_follow_the_segmenter(path: Path) -> None:
    (document,) = read_treebank(path)
    (parse,) = Perfect(path).parse([Document(id="d", text=document.text)])
    assert analyse_parse(parse, RuleSegmenter()) == analyse_tree(document)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"no \.conllu"):
        evaluate(Perfect.__new__(Perfect), tmp_path, None, None)
    (tmp_path / "a-dev.conllu").write_text("1\tword\n\n")
    with pytest.raises(FormatError, match="2 columns"):
        evaluate(Perfect.__new__(Perfect), tmp_path, None, None)
