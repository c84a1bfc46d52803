"""Windows: quotation marks, datelines, packing."""

import pytest

from legation.model.windows import find_dateline, mark_quotes
from legation.reading.segmenter import RuleSegmenter


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("OSLO ( Reuters ) - Norway expelled", 5),
        ("Oslo ( AP ) — Norway expelled", 5),
        ("OSLO , Feb. 5 -- Norway expelled", 5),
        ("SEOUL , South Korea ( AFP ) – The", 8),
        ("UNITED NATIONS — The council met", 3),
        ("Norway - a member of NATO - expelled", 0),
        ("The envoy ( aged 60 ) - left", 0),
        ("U.S.-Russian talks began", 0),
        ("NATO-led troops left", 0),
        ("- first point", 0),
        ("", 0),
    ],
)
def test_datelines(text: str, words: int) -> None:
    found = RuleSegmenter().segment(text)
    split = [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]
    assert find_dateline(split, found.starts, found.ends) == words


def test_quotation_marks_over_sentences_and_paragraphs() -> None:
    words = '“ No , ” he said . " Yes "'.split()
    assert mark_quotes(words, {0}) == [2, 1, 1, 2, 0, 0, 0, 2, 1, 2]
    assert mark_quotes(["“", "a", "b"], {0, 2}) == [2, 1, 0]
    assert mark_quotes(["a", "b"], {0}) == [0, 0]
