"""Words and sentences of raw text. All sentences are written for these tests."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.contracts import Segmenter
from legation.reading.scanner import CHUNK
from legation.reading.segmenter import RuleSegmenter
from legation.reading.words import split_words

SEGMENTER = RuleSegmenter()


def words(text: str) -> list[str]:
    found = SEGMENTER.segment(text)
    return [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]


def sentences(text: str) -> list[str]:
    found = SEGMENTER.segment(text)
    return [text[found.starts[a] : found.ends[b - 1]] for a, b in found.sentences]


def test_it_is_a_segmenter() -> None:
    assert isinstance(SEGMENTER, Segmenter)


@pytest.mark.parametrize(
    ("chunk", "expected"),
    [
        ("won't", "wo n't"),
        ("won’t", "wo n’t"),
        ("ministers'", "ministers '"),
        ("minister’s", "minister ’s"),
        ("cannot", "can not"),
        ("long-term", "long - term"),
        ("three-year-old", "three - year - old"),
        ("anti-war", "anti-war"),
        ("co-founder,", "co-founder ,"),
        ("e-mail", "e-mail"),
        ("U.S.", "U.S."),
        ("U.S.-Russian", "U.S. - Russian"),
        ("(U.S.)", "( U.S. )"),
        ("U.S.,", "U.S. ,"),
        ("Feb.", "Feb."),
        ("J.", "J."),
        ("$1,550", "$ 1,550"),
        ("$1.5bn", "$ 1.5 bn"),
        ("5.5%", "5.5 %"),
        ("10:30", "10:30"),
        ("10:30pm", "10:30 pm"),
        ("p.m.", "p.m."),
        ("1990s", "1990s"),
        ("3rd", "3rd"),
        ("https://example.org/a?b=c.", "https://example.org/a?b=c ."),
        ("www.example.com,", "www.example.com ,"),
        ("desk@example.org.", "desk@example.org ."),
        ("end...", "end ..."),
        ("end…", "end …"),
        ("talks—the", "talks — the"),
        ("talks--the", "talks -- the"),
        ("“Never,”", "“ Never , ”"),
        ('"Never,"', '" Never , "'),
        ("O'Neil", "O'Neil"),
        ("Sana'a", "Sana'a"),
        ("AT&T", "AT&T"),
        ("and/or", "and / or"),
        ("back.”", "back . ”"),
        ("(sic)", "( sic )"),
        ("@ministry", "@ministry"),
        ("no.", "no ."),
    ],
)
def test_words_of_a_chunk(chunk: str, expected: str) -> None:
    assert " ".join(chunk[a:b] for a, b, _ in split_words(chunk)) == expected


def test_number_decides_an_abbreviation() -> None:
    assert words("Resolution No. 5 passed.")[1:3] == ["No.", "5"]
    assert words("The envoy said no.")[-2:] == ["no", "."]


def test_clitics_continue_the_written_word() -> None:
    found = SEGMENTER.segment("Iran's envoy didn't come.")
    assert [i for i, j in enumerate(found.joined) if j] == [1, 4]


@pytest.mark.parametrize(
    "expected",
    [
        ["“We will never go back.”", "Analysts said the pact was dead."],
        ["“It is over,” he said.", "The talks had lasted a week."],
        ['"We will wait." That was all the minister said.'.partition(' That')[0], "That was all the minister said."],
        ["WASHINGTON (Reuters) - The president met his guest on Feb. 5 in the White House.", "They agreed on little."],
        ["MOSCOW — Russia expelled two diplomats on Friday.", "Norway called the step groundless."],
        ["He met Gen. A. B. Carter of the U.S. Army.", "The visit ended on Sept. 3."],
        ["“They (the rebels) broke the truce.", "We did not.”", "The spokesman left."],
        ["“This will not stand!” he wrote on Monday.", "Nobody answered."],
        ["The blast came at 8 p.m. in front of the ministry.", "Nobody was hurt."],
        ["He urged the [U.N.] Security Council to act.", "It did not."],
        ["Was it a threat?", "Nobody knew!", "The envoys went home."],
        ["The talks ended at 5 p.m.", "Nobody was pleased."],
        ["The firm sold $1.5 billion of goods, up 5.5 percent.", "Exports fell."],
    ],
)  # fmt: skip
def test_sentences_of_a_paragraph(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_a_line_end_ends_a_sentence() -> None:
    text = "Minister visits neighbour\nBy A Reporter\n\nThe minister arrived on Monday. He left soon."
    text += "\n- first demand\n- second demand"
    assert sentences(text) == [
        "Minister visits neighbour",
        "By A Reporter",
        "The minister arrived on Monday.",
        "He left soon.",
        "- first demand",
        "- second demand",
    ]
    assert SEGMENTER.segment(text).paragraphs == (0, 1, 2, 2, 3, 4)


def test_hard_wrapped_lines_go_on() -> None:
    first = "The foreign minister told a crowd of supporters in the northern town that the government would not"
    lines = (
        first + " sign the accord before the neighbours had withdrawn every soldier from the border, a demand that has"
        " been on the table since the spring and that was refused twice. Observers doubted that the army would obey an"
        " order to leave. The opposition asked for a vote in the coming weeks and warned of unrest along the coast."
    )
    text = textwrap.fill(lines, 60) + "\n\nA second paragraph stands here."
    found = [" ".join(s.split()) for s in sentences(text)]
    assert len(found) == 4
    assert found[0].startswith(first)
    assert found[-1] == "A second paragraph stands here."


def test_small_letters_go_on_over_a_line_end() -> None:
    assert len(sentences("The minister met\nhis colleagues,\nand left.")) == 1
    assert len(sentences("With regards,\nAnna Keller")) == 2


def test_missing_space_between_sentences() -> None:
    assert sentences("The talks ended.The envoys left.") == ["The talks ended.", "The envoys left."]


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\u200b", "WASHINGTON (Reuters) -", ".", "…", "“”", "'", "a" * 5000, "-" * 5000, "a-" * 3000]
)
def test_odd_texts_do_not_crash(text: str) -> None:
    found = SEGMENTER.segment(text)
    assert len(found.starts) == len(found.ends) == len(found.joined)


PIECES = st.sampled_from(
    [
        "Mr. ",
        "U.S.",
        " said",
        ".” ",
        "“",
        '"',
        "'s",
        "n't",
        " etc.",
        "\n",
        "\n\n",
        " ",
        "(",
        ")",
        "5",
        "1,550",
        "$",
        "—",
        "...",
        "é",
        "Ω",
        "p.m.",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_words_cover_the_text_in_order(text: str) -> None:
    found = SEGMENTER.segment(text)
    covered = "".join(text[a:b] for a, b in zip(found.starts, found.ends, strict=True))
    assert covered == "".join(CHUNK.findall(text))
    assert all(a < b for a, b in zip(found.starts, found.ends, strict=True))
    assert list(found.starts) == sorted(found.starts)
    bounds = [0, *(stop for _, stop in found.sentences)]
    assert [first for first, _ in found.sentences] == bounds[:-1]
    assert bounds[-1] == len(found.starts)
    assert len(found.paragraphs) == len(found.sentences)
    assert list(found.paragraphs) == sorted(found.paragraphs)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_used_segmenter_gives_what_a_new_one_gives(text: str) -> None:
    assert SEGMENTER.segment(text) == RuleSegmenter().segment(text)
