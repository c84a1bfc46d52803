"""Bytes, strings, pages and JSON to documents, and clear lines for what cannot be read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import EmptyInput, InputError, LegationError, NotText, SettingsError, TooLarge
from legation.reading.inputs import Intake, read_bytes, read_lines, read_path, read_text
from legation.records import Problem
from legation.settings import Settings

SETTINGS = Settings()
TEXT = "The minister said on Monday that the talks with the neighbours had ended and that he would not come back."
PAGE = """<!DOCTYPE html><html><head><title>Envoy leaves capital</title>
<meta property="article:published_time" content="2017-08-03T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Envoy leaves capital</h1>%s</article>
<footer>All rights reserved</footer></body></html>"""
PARAGRAPHS = "".join(
    f"<p>{TEXT} This is paragraph {word}, and it is as long as others are.</p>" for word in ("one", "two", "three")
)


def test_plain_text() -> None:
    document = read_bytes(TEXT.encode(), SETTINGS, published="3 August 2017").document
    assert (document.text, document.published, document.language) == (TEXT, "2017-08-03", "en")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_with_and_without_marks(encoding: str) -> None:
    assert read_bytes(("Über " + TEXT).encode(encoding), SETTINGS).document.text == "Über " + TEXT


def test_windows_1252_is_read_with_a_note() -> None:
    intake = read_bytes(("“Never” — " + TEXT).encode("cp1252"), SETTINGS, name="a.txt")
    assert intake.document.text.startswith("“Never” —")
    assert intake.notes == ("a.txt: not UTF-8, read as Windows-1252",)


def test_mojibake_is_noted() -> None:
    assert any("Windows-1252" in n for n in read_text("It isnâ€™t. " + TEXT, SETTINGS).notes)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInput),
        (b" \n\t\r\n", EmptyInput),
        (b"\xef\xbb\xbf", EmptyInput),
        (b"... --- ...", EmptyInput),
        (b"%PDF-1.7 abc", NotText),
        (b"\x89PNG\r\n\x1a\n\x00\x00", NotText),
        (b"abc\x00def\x00\x01\x02", NotText),
        (bytes(range(256)) * 4, NotText),
        (b"\xef\xbb\xbfabc \xff\xff", NotText),
    ],
)
def test_unusable_bytes_name_item_and_reason(data: bytes, error: type[InputError]) -> None:
    with pytest.raises(error, match=r"^x\.txt: ") as caught:
        read_bytes(data, SETTINGS, name="x.txt")
    assert "\n" not in str(caught.value)


def test_too_large() -> None:
    with pytest.raises(TooLarge, match="2,000,001"):
        read_text("a" * 2_000_001, SETTINGS)
    with pytest.raises(TooLarge, match="over the limit"):
        read_bytes(b"a " * 30, Settings(largest_file=50))
    with pytest.raises(TooLarge, match="over the limit"):
        read_bytes(b"word " * 10_000_000, SETTINGS)


@pytest.mark.parametrize("text", ["nul\x00l in a text", "lone \ud800 surrogate"])
def test_text_that_is_no_text(text: str) -> None:
    with pytest.raises(NotText):
        read_text(text, SETTINGS)


def test_page() -> None:
    document = read_bytes((PAGE % PARAGRAPHS).encode(), SETTINGS).document
    assert document.title == "Envoy leaves capital"
    assert document.published == "2017-08-03"
    lines = document.text.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("The minister said")
    assert "Home" not in document.text
    assert "rights" not in document.text


def test_given_date_goes_before_the_page_s() -> None:
    assert read_text(PAGE % PARAGRAPHS, SETTINGS, published="2018-01-02").document.published == "2018-01-02"


def test_page_in_its_declared_encoding() -> None:
    page = (PAGE % PARAGRAPHS.replace("minister", "président")).replace("<head>", '<head><meta charset="iso-8859-1">')
    assert "président said" in read_bytes(page.encode("latin-1"), SETTINGS).document.text


@pytest.mark.parametrize("body", ["", "<p>Log in</p>", "<ul><li><a href='a'>A</a></li><li><a href='b'>B</a></li></ul>"])
def test_page_without_an_article(body: str) -> None:
    with pytest.raises(InputError, match="page without an article"):
        read_text(f"<html><body>{body}</body></html>", SETTINGS, name="p.html")


def test_json_document() -> None:
    data = {
        "id": 7,
        "text": TEXT,
        "published": "2017-08-03",
        "title": "T",
        "source": "S",
        "url": "http://example.org/",
        "more": 1,
    }
    document = read_bytes(json.dumps(data).encode(), SETTINGS).document
    assert (document.id, document.text, document.published) == ("7", TEXT, "2017-08-03")
    assert (document.title, document.source, document.url) == ("T", "S", "http://example.org/")


@pytest.mark.parametrize("text", ['{"id": "a"}', '{"text": 5}', '{"text": "a", "published": 2017}'])
def test_json_that_is_no_document(text: str) -> None:
    with pytest.raises(InputError, match=r"^d: not a document: "):
        read_text(text, SETTINGS, name="d")


def test_broken_json_file() -> None:
    with pytest.raises(InputError, match="not valid JSON"):
        read_text('{"text": ', SETTINGS, name="d.json")


def test_a_text_may_begin_with_a_brace() -> None:
    assert read_text("{sic} " + TEXT, SETTINGS).document.text == "{sic} " + TEXT


def test_lines_keep_their_order_and_bad_ones_their_place() -> None:
    lines = [
        json.dumps({"id": "a", "text": TEXT}),
        "",
        "{broken",
        json.dumps({"id": "b", "text": ""}),
        json.dumps({"id": "c"}),
        json.dumps({"id": "d", "text": TEXT, "published": "soon"}),
        '{"id": "e", "text": "a \\ud800 b c"}',
        json.dumps([1]),
        json.dumps({"text": TEXT}),
    ]
    found = list(read_lines([line.encode() for line in lines], SETTINGS))
    names = [x.document.id if isinstance(x, Intake) else x.item for x in found]
    assert names[:-1] == ["a", "line 3", "b", "c", "d", "line 7", "line 8"]
    assert [isinstance(x, Problem) for x in found] == [False, *[True] * 6, False]
    problems = {x.item: x.reason for x in found if isinstance(x, Problem)}
    assert problems["d"] == "unknown date 'soon': write YYYY-MM-DD"
    assert problems["b"] == "no text in it"
    assert "`text`" in problems["c"]


def test_language() -> None:
    german = (
        "Der Minister sagte am Montag, dass die Gespräche mit den Nachbarn beendet seien und er zurückkommen werde."
    )
    intake = read_text(german, SETTINGS)
    assert intake.document.language == "de"
    assert any("not to be English" in n for n in intake.notes)
    line = json.dumps({"id": "g", "text": german}).encode()
    (problem,) = read_lines([line], SETTINGS, english_only=True)
    assert problem == Problem(item="g", stage="reading", reason="not English (language: de)")


def test_short_text_is_taken_as_english() -> None:
    assert read_text("WASHINGTON (Reuters) -", SETTINGS).document.language == "en"


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert read_path(tmp_path / "a.txt", SETTINGS).document.text == TEXT
    for bad in (tmp_path, tmp_path / "none.txt", Path("a\0b")):
        with pytest.raises(InputError):
            read_path(bad, SETTINGS)


def test_ids_are_digests_of_content() -> None:
    first = read_text(TEXT, SETTINGS).document.id
    assert first == read_bytes(TEXT.encode(), SETTINGS).document.id
    assert first != read_text(TEXT, SETTINGS, published="2017-08-03").document.id


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_one_line(data: bytes) -> None:
    try:
        intake = read_bytes(data, SETTINGS, name="x")
    except LegationError as error:
        assert "\n" not in str(error)
    else:
        assert any(c.isalnum() for c in intake.document.text)


@given(st.binary(max_size=200))
def test_any_line_gives_one_result_at_most(line: bytes) -> None:
    assert len(list(read_lines([line], SETTINGS))) <= 1


def test_unknown_date_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="'yesterday'"):
        read_text(TEXT, SETTINGS, published="yesterday")
