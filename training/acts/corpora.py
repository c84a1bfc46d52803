"""Texts of public corpora under ../shared/data that are read for labelled sentences but never kept here."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from legation.records import Document

HELD = {"judged": 0.25, "verdicts": 0.5, "annotated": 0.25, "reports": 0.15}
"""Shares of documents that the act model does not see: how sure records are (training/credence) is learnt from them."""

TABLES = ("judged", "verdicts", "annotated")
"""Names of the tables (training/acts) that tell the acts of sentences of these corpora."""


def held(name: str, origin: str) -> bool:
    """Whether a document is kept from the act model, by a digest of its name; sentences and gold cases never are."""
    number = hashlib.blake2b(name.encode(), digest_size=2).digest()
    return int.from_bytes(number, "big") / 65536 < HELD.get(origin, 0.0)


def documents(data: Path) -> dict[str, Document]:
    """Documents by id: PolNeAR train (`pn:`), GeoVirus, GUM news, re3d, ICBe crises (`icb:`), CNC (`cnc:`)."""
    parts = (_polnear, _geovirus, _gum, _re3d, _icbe, _cnc)
    return {d.id: d for part in parts for d in part(data)}


def _polnear(data: Path) -> Iterator[Document]:
    with gzip.open(data / "attribution/polnear-train.jsonl.gz", "rt", encoding="utf8") as lines:
        for d in map(json.loads, lines):
            yield Document(id="pn:" + d["id"], text=d["text"], published=d["published"][:10], title=d["title"])


def _geovirus(data: Path) -> Iterator[Document]:
    number = 0
    for article in ElementTree.parse(data / "places/GeoVirus.xml").getroot().iter("article"):
        node = article.find("text")
        text = "".join(node.itertext()) if node is not None else ""
        if text:
            yield Document(id=f"geovirus-{number}", text=text)
            number += 1


def _gum(data: Path) -> Iterator[Document]:
    for d in map(json.loads, (data / "times/gum_cc_texts.jsonl").read_text("utf8").splitlines()):
        if "_news_" in d["doc"]:
            day = d["date_created"] if len(d["date_created"] or "") == 10 else None
            yield Document(id=d["doc"], text="\n".join(d["sents"]), published=day)


def _re3d(data: Path) -> Iterator[Document]:
    for path in sorted((data / "entities/re3d").glob("*/documents.json")):
        for d in map(json.loads, path.read_text("utf8").splitlines()):
            yield Document(id="re3d:" + d["_id"][:8], text=d["text"], title=d["title"])


def _icbe(data: Path) -> Iterator[Document]:
    crises: dict[str, dict[float, str]] = {}
    with gzip.open(data / "crises/icbe.jsonl.gz", "rt", encoding="utf8") as lines:
        for d in map(json.loads, lines):
            crises.setdefault(d["crisno"], {})[float(d["sentence_number_int_aligned"])] = d["sentence_span_text"]
    for number, sentences in crises.items():
        yield Document(id="icb:" + number, text=" ".join(sentences[n] for n in sorted(sentences)))


def _cnc(data: Path) -> Iterator[Document]:
    with (data / "causal/train_subtask1.csv").open(encoding="utf-8-sig", newline="") as lines:
        for d in csv.DictReader(lines):
            yield Document(id="cnc:" + d["index"], text=d["text"])
