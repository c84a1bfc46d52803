"""The command line as users meet it: output, exit codes, and one clear line for bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "samples" / "usa-russia-arms-2021.json"


def run(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "legation", *arguments], input=data, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def one_line(result: subprocess.CompletedProcess[bytes]) -> str:
    text = result.stderr.decode()
    assert text.count("\n") == 1 and text.startswith("legation: ") and "Traceback" not in text
    return text


def test_brief_fits_eighty_columns_and_shows_the_record() -> None:
    result = run("read", str(SAMPLE), "--evidence")
    assert result.returncode == 0
    lines = result.stdout.decode().splitlines()
    assert max(map(len, lines)) <= 80
    assert "WHO DID WHAT TO WHOM" in lines and "WHO SAID WHAT" in lines and "WHAT IS AGREED" in lines
    assert "\x1b" not in result.stdout.decode()


def test_json_is_the_report_of_the_contract() -> None:
    report = json.loads(run("read", str(SAMPLE), "--json").stdout)
    assert {"document", "actors", "times", "places", "events", "statements", "commitments", "links", "warnings"} <= set(
        report
    )
    assert report["document"]["published"] == "2021-02-03" and report["document"]["language"] == "en"
    assert {"USA", "RUS"} <= {c for e in report["events"] for c in e["actors"]}


def test_text_from_standard_input_with_a_date() -> None:
    text = "France expelled two Russian diplomats on Monday. Moscow condemned the decision."
    report = json.loads(run("read", "-", "--published", "2022-04-06", "--json", data=text.encode()).stdout)
    expulsion = next(e for e in report["events"] if e["type"] == "SANCTION")
    assert (expulsion["mode"], expulsion["actors"], expulsion["recipients"]) == ("expel", ["FRA"], ["RUS"])
    assert expulsion["date"] == {"from": "2022-04-04", "to": "2022-04-04"}


def test_read_many_answers_each_line_in_order() -> None:
    lines = [
        json.dumps({"id": "a", "text": "Kenya and Tanzania signed a trade agreement.", "published": "2020-01-02"}),
        "{not json",
        json.dumps({"id": "c", "text": ""}),
        json.dumps({"id": "d", "text": "Peru recalled its ambassador from Mexico."}),
    ]
    result = run("read-many", "-", "--json", data="\n".join(lines).encode())
    assert result.returncode == 1
    answers = [json.loads(x) for x in result.stdout.splitlines()]
    assert len(answers) == 4
    assert answers[0]["document"]["id"] == "a" and answers[3]["document"]["id"] == "d"
    assert "error" in answers[1] and answers[2]["id"] == "c" and "error" in answers[2]
    assert result.stderr.decode().count("\n") == 2


def test_relate_answers_each_pair() -> None:
    sentence = "Norway granted Liberia ten million dollars in aid."
    lines = [
        json.dumps({"id": 1, "sentence": sentence, "source": [0, 6], "target": [15, 22]}),
        json.dumps({"id": 2, "sentence": sentence, "source": [0, 600], "target": [15, 22]}),
    ]
    result = run("relate", "-", data="\n".join(lines).encode())
    assert result.returncode == 1
    first, second = (json.loads(x) for x in result.stdout.splitlines())
    assert set(first) == {"id", "type", "mode", "quad", "confidence", "types"}
    assert abs(sum(first["types"].values()) - 1) < 0.01
    assert second["id"] == 2 and "error" in second


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "empty"),
        ("binary.bin", bytes(range(256)) * 50, "binary"),
        ("page.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "article"),
        ("cut.json", b'{"text": "France met ', "JSON"),
    ],
)
def test_bad_file_gives_one_line_and_exit_code_two(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run("read", str(path))
    assert result.returncode == 2 and not result.stdout
    line = one_line(result)
    assert name in line and reason.lower() in line.lower()


def test_huge_text_is_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"The minister met the press. " * 1_900_000)
    result = run("read", str(path))
    assert result.returncode == 2 and "limit" in one_line(result)


def test_unknown_date_missing_file_and_wrong_option() -> None:
    assert "someday" in one_line(run("read", str(SAMPLE), "--published", "someday"))
    assert "nowhere.txt" in one_line(run("read", "nowhere.txt"))
    assert run("read", "--nonsense").returncode == 2
    assert "nonsense" in one_line(run("read", "--nonsense"))
    assert run("evaluate", "cases", "--data", "nowhere").returncode == 2


def test_other_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("Peru’s president met Brazil’s foreign minister in São Paulo.".encode("cp1252"))
    result = run("read", str(path), "--json")
    assert result.returncode == 0 and "São Paulo" in json.loads(result.stdout)["document"]["text"]
