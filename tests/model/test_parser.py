"""The reader at run time against a stand-in for the graph."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fakes import FakeReader, write_model

from legation.contracts import Parser
from legation.errors import ModelError
from legation.model.parser import OnnxParser
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document, Parse

TEXT = (
    "The envoy left on Monday. “We will not return,” Keller said. “The pact is dead.”\n"
    "A second paragraph names Oslo and Keller again, without a word about the pact."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path)


def make(folder: Path, threads: int = 1, looped: bool = False) -> OnnxParser:
    return OnnxParser(RuleSegmenter(), folder, threads, session=FakeReader(looped))


def document(text: str, name: str = "d") -> Document:
    return Document(id=name, text=text)


def parse(folder: Path, text: str = TEXT, looped: bool = False) -> Parse:
    return make(folder, looped=looped).parse([document(text)])[0]


def test_it_is_a_parser(folder: Path) -> None:
    assert isinstance(make(folder), Parser)


def test_words_sentences_and_offsets(folder: Path) -> None:
    found = parse(folder)
    assert [w.index for w in found.words] == list(range(len(found.words)))
    assert all(TEXT[w.start : w.end] == w.text for w in found.words)
    assert [TEXT[s.start : s.end] for s in found.sentences][1] == "“We will not return,” Keller said."
    assert [s.paragraph for s in found.sentences] == [0, 0, 0, 1]
    assert all(found.sentences[w.sentence].first <= w.index < found.sentences[w.sentence].stop for w in found.words)


@pytest.mark.parametrize("looped", [False, True])
def test_every_sentence_is_a_tree_with_one_root(folder: Path, looped: bool) -> None:
    found = parse(folder, looped=looped)
    for sentence in found.sentences:
        inside = range(sentence.first, sentence.stop)
        roots = [i for i in inside if found.words[i].head < 0]
        assert len(roots) == 1
        assert found.words[roots[0]].deprel == "root"
        assert found.subtree(roots[0]) == list(inside)
        assert [i for i in inside if found.words[i].deprel == "root"] == roots


def test_a_changed_head_gets_a_new_relation(folder: Path) -> None:
    # greedy: the first two words hang on each other; the best tree makes the first the root
    found = parse(folder, "Envoys left Oslo soon.", looped=True)
    assert [w.head for w in found.words] == [-1, 0, 1, 2, 3]
    assert {w.deprel for w in found.words[1:]} == {"dep"}
    assert {w.deprel for w in parse(folder, "Envoys left Oslo soon.").words[1:]} == {"dep"}


def test_lemmas_need_the_part_of_speech(folder: Path) -> None:
    found = {w.text: w.lemma for w in parse(folder).words}
    assert found["said"] == "say"
    assert found["Keller"] == "Keller"


def test_entities(folder: Path) -> None:
    found = parse(folder)
    names = [TEXT[e.start : e.end] for e in found.entities]
    assert "Oslo" in names
    assert names.count("Keller") == 2
    assert all(0.99 < e.score <= 1 for e in found.entities)
    assert all(e.start == found.words[e.first].start and e.end == found.words[e.stop - 1].end for e in found.entities)


def test_a_quotation_that_goes_on_belongs_to_its_speaker(folder: Path) -> None:
    (said,) = parse(folder).attributions
    assert [TEXT[a:b] for a, b in said.source] == ["Keller"]
    assert [TEXT[a:b] for a, b in said.cue] == ["said"]
    assert [TEXT[a:b] for a, b in said.content] == ["We will not return,", "The pact is dead."]


@pytest.mark.parametrize("text", ["", " \n ", ".", "WASHINGTON (Reuters) -", "\u200b", "a" * 3000, "😀 ✈ 漢字"])
def test_odd_texts(folder: Path, text: str) -> None:
    found = parse(folder, text)
    assert "".join(w.text for w in found.words) == "".join(text.replace("\u200b", "").split())


def test_long_sentences_are_cut_but_stay_one_tree(folder: Path) -> None:
    reader = FakeReader()
    text = "word " * 700 + "end."
    (found,) = OnnxParser(RuleSegmenter(), folder, 1, session=reader).parse([document(text)])
    assert max(reader.windows) <= 482
    assert len(reader.windows) > 1
    for sentence in found.sentences:
        assert sum(found.words[i].head < 0 for i in range(sentence.first, sentence.stop)) == 1


def test_windows_hold_whole_sentences_up_to_the_limit(folder: Path) -> None:
    reader = FakeReader()
    text = " ".join(f"The minister spoke for hour {n}." for n in range(40))
    OnnxParser(RuleSegmenter(), folder, 1, session=reader).parse([document(text)])
    assert max(reader.windows) <= 128
    assert min(reader.windows[:-1]) > 80


def test_alone_in_a_batch_and_in_threads_alike(folder: Path) -> None:
    documents = [document(f"{TEXT} Report {n} " + "follows at once. " * n, str(n)) for n in range(20)]
    alone = [make(folder).parse([d])[0] for d in documents]
    assert make(folder).parse(documents) == alone
    assert make(folder, threads=3).parse(documents) == alone
    shared = make(folder, threads=2)
    with ThreadPoolExecutor(4) as pool:
        assert [x for found in pool.map(lambda d: shared.parse([d]), documents) for x in found] == alone


def test_given_words(folder: Path) -> None:
    sentences = [["Mr.", "Keller", "did", "n't", "come", "."], ["He", "left", "."]]
    (found,) = make(folder).parse_words([sentences])
    assert [[w.text for w in found.words if w.sentence == n] for n in range(2)] == sentences


def test_missing_weights_are_told_in_one_line(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(ModelError, match=r"labels\.json"):
        OnnxParser(RuleSegmenter(), tmp_path / "none")
    with pytest.raises(ModelError, match=r"no reader\.onnx"):
        OnnxParser(RuleSegmenter(), folder)
    (folder / "reader.onnx").write_bytes(b"not a graph")
    with pytest.raises(ModelError, match=r"reader\.onnx cannot be opened") as caught:
        OnnxParser(RuleSegmenter(), folder)
    assert "\n" not in str(caught.value)
    (folder / "labels.json").write_text("{")
    with pytest.raises(ModelError, match="damaged"):
        OnnxParser(RuleSegmenter(), folder)


def test_labels_of_another_version(folder: Path) -> None:
    labels = json.loads((folder / "labels.json").read_text())
    del labels["relations"]
    (folder / "labels.json").write_text(json.dumps(labels))
    with pytest.raises(ModelError, match="relations"):
        make(folder)
