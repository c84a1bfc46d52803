"""Every kind of archive gives the same documents; what cannot be read is named."""

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from legation.errors import InputError, SettingsError
from legation.reading.archives import find_files, read_archives
from legation.reading.archives.columns import map_columns, parse_fields
from legation.records import Document, Problem
from legation.settings import Settings

TEXTS = [
    "The foreign minister of Ruritania met the ambassador of Graustark in the capital, and they spoke of the truce.",
    "The parliament of Graustark has voted for the treaty, “at last”, as the speaker said, with the votes of all.",
    "Ruritania has recalled its envoy, and the government said that it would not send another to the city this year.",
]
ROWS = [{"id": f"n{i}", "text": t, "published": f"2021-05-0{i + 1}", "title": f"No {i}"} for i, t in enumerate(TEXTS)]


def read(*paths: Path, **options: object) -> tuple[list[Document], list[Problem]]:
    items = list(read_archives(paths, Settings(), **options))  # type: ignore[arg-type]
    return [x for x in items if isinstance(x, Document)], [x for x in items if isinstance(x, Problem)]


def jsonl(rows: list[dict[str, str]] = ROWS) -> bytes:
    return "".join(json.dumps(r) + "\n" for r in rows).encode()


def table(sep: str) -> bytes:
    import csv

    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROWS[0]), delimiter=sep)
    writer.writeheader()
    writer.writerows(ROWS)
    return text.getvalue().encode()


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), sink)
    return sink.getvalue()


def plain(data: bytes) -> bytes:
    return data


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jsonl", jsonl()), ("a.csv", table(",")), ("b.csv", table(";")), ("a.tsv", table("\t"))],
)
@pytest.mark.parametrize(
    ("suffix", "pack"), [("", plain), (".gz", gzip.compress), (".zst", zstandard.ZstdCompressor().compress)]
)
def test_tables_give_their_rows(
    tmp_path: Path, name: str, data: bytes, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / (name + suffix)
    path.write_bytes(pack(data))
    documents, problems = read(path)
    assert problems == []
    assert [(d.id, d.text, d.published, d.title) for d in documents] == [tuple(r.values()) for r in ROWS]


def test_parquet_gives_its_rows(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet())
    documents, problems = read(tmp_path / "a.parquet")
    assert problems == []
    assert [d.text for d in documents] == TEXTS


def test_guesses_are_said_and_choices_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("Headline,Body,Other\nA,{},{}\n".format(*[f'"{t}"' for t in TEXTS[:2]]))
    said: list[str] = []
    documents, _ = read(path, say=said.append)
    assert documents[0].text == TEXTS[0]
    assert said == [f"{path}: text = Body, title = Headline"]
    documents, _ = read(path, fields={"text": "Other"})
    assert documents[0].text == TEXTS[1]
    with pytest.raises(SettingsError, match="no column 'Nope'"):
        read(path, fields={"text": "Nope"})
    assert parse_fields(["text=Other"]) == {"text": "Other"}
    with pytest.raises(SettingsError):
        parse_fields(["colour=Other"])
    with pytest.raises(InputError, match="no column of text"):
        map_columns(["a", "b"], "x")


def test_folders_are_walked_in_order_and_hidden_files_left(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text(TEXTS[1])
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXTS[0].encode()))
    (tmp_path / ".hidden.txt").write_text(TEXTS[2])
    (tmp_path / "c.html").write_text(f"<html><body><article><p>{TEXTS[2]}</p></article></body></html>")
    (tmp_path / "d.exe").write_bytes(b"MZ\0")
    documents, problems = read(tmp_path)
    assert [d.text.strip() for d in documents] == [TEXTS[0], TEXTS[2], TEXTS[1]]
    assert [(Path(p.item).name, "unknown kind" in p.reason) for p in problems] == [("d.exe", True)]
    assert find_files([tmp_path, tmp_path / "c.html"]) == find_files([tmp_path])


def test_missing_inputs_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none.jsonl")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no files"):
        read(tmp_path / "empty")


def test_bad_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bad = [b"{broken", b"[1]", b'{"id": "x"}', b'{"text": "  "}', b"\xff\xfe", b"nonsense"]
    path.write_bytes(b"\n".join([*bad, jsonl()]))
    documents, problems = read(path)
    assert [d.id for d in documents] == ["n0", "n1", "n2"]
    assert [p.item.rsplit(", ", 1)[1] for p in problems] == [f"line {n}" for n in (1, 2, 3, 4, 5, 6)]
    assert all(p.reason and "\n" not in p.reason and p.stage == "reading" for p in problems)


def test_other_languages_are_turned_away_or_let_in(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Der Außenminister hat am Montag mit dem Botschafter über die Lage an der Grenze gesprochen.")
    documents, problems = read(path)
    assert documents == []
    assert "language: de" in problems[0].reason
    assert len(read(path, english_only=False)[0]) == 1


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_cut_file_gives_what_is_whole_and_a_problem(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    import random

    generator = random.Random(1)
    rows = [{"id": str(i), "text": f"{TEXTS[i % 3]} {generator.random()}"} for i in range(5000)]
    data = pack(jsonl(rows))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(data[: len(data) // 2])
    documents, problems = read(path)
    assert 100 < len(documents) < 5000
    assert any("damaged" in p.reason for p in problems) or pack is not gzip.compress


def test_rows_of_the_wrong_width_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,text\n1,"{TEXTS[0]}"\n2,"{TEXTS[1]}",more,and more\n3\n4,"{TEXTS[2]}"\n')
    documents, problems = read(path)
    assert [d.id for d in documents] == ["1", "4"]
    assert [p.item for p in problems] == [f"{path}, line 3", f"{path}, line 4"]


def test_windows_tables_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'id,text\n1,"{TEXTS[1]}"\n'.encode("cp1252"))
    assert read(path)[0][0].text == TEXTS[1]


def test_damaged_parquet_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet()[:200])
    documents, problems = read(path)
    assert documents == []
    assert "damaged" in problems[0].reason


def record(address: str, body: str, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    payload = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-05-03T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{abs(hash(address)) % 10**12:012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def page(text: str) -> str:
    return f"<html><head><title>News</title></head><body><article><p>{text}</p></article></body></html>"


def crawl(pack: Callable[[bytes], bytes]) -> bytes:
    good = [record(f"https://example.org/{i}", page(t)) for i, t in enumerate(TEXTS)]
    other = [
        record("https://example.org/x.png", "PNG", "image/png"),
        record("https://example.org/gone", page(TEXTS[0]), status="404 Not Found"),
    ]
    return b"".join(pack(r) for r in [*other, *good])


@pytest.mark.parametrize(("suffix", "pack"), [("", plain), (".gz", gzip.compress)])
def test_pages_of_a_crawl(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / f"a.warc{suffix}"
    path.write_bytes(crawl(pack))
    said: list[str] = []
    documents, problems = read(path, say=said.append)
    assert problems == []
    assert [d.url for d in documents] == [f"https://example.org/{i}" for i in range(3)]
    assert [d.text.strip() for d in documents] == TEXTS
    assert "2 records" in said[0]


@pytest.mark.parametrize("pack", [plain, gzip.compress])
def test_reading_goes_on_after_a_damaged_record(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    parts = [pack(record(f"https://example.org/{i}", page(t))) for i, t in enumerate(TEXTS)]
    broken = bytearray(parts[1])
    broken[20:40] = b"\0" * 20
    path = tmp_path / "a.warc"
    path.write_bytes(parts[0] + bytes(broken) + parts[2])
    documents, problems = read(path)
    assert [d.url for d in documents] == ["https://example.org/0", "https://example.org/2"]
    assert problems or pack is plain


def test_a_cut_crawl_gives_its_whole_pages(tmp_path: Path) -> None:
    data = crawl(gzip.compress)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data[:-60])
    documents, problems = read(path)
    assert [d.url for d in documents][:2] == ["https://example.org/0", "https://example.org/1"]
    assert problems
    path.write_bytes(b"this is no crawl at all\n" * 20)
    documents, problems = read(path)
    assert documents == []
    assert problems


def test_the_position_goes_from_nothing_to_all(tmp_path: Path) -> None:
    from legation.reading.archives import Position

    (tmp_path / "a.jsonl").write_bytes(jsonl() * 5000)
    (tmp_path / "b.warc.gz").write_bytes(crawl(gzip.compress))
    position = Position()
    seen = [position.fraction for _ in read_archives([tmp_path], Settings(), position=position)]
    assert 0.0 < seen[0] < 0.1
    assert seen == sorted(seen)
    assert position.fraction == 1.0
