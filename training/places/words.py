"""Writes lists of place names that are mostly something else: common words (common.tsv) and persons (persons.tsv).

    python training/places/words.py SILVER.jsonl.gz EWT.conllu.gz

Counts come from tagged news (PolNeAR with CoreNLP's labels) and the English Web Treebank; only words and no text are
kept.
"""

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from legation.knowledge.places import fold, spots

OUT = Path(__file__).parents[2] / "src" / "legation" / "knowledge" / "data" / "places"


def main() -> None:
    lower: Counter[str] = Counter()
    labels: dict[str, Counter[str]] = {}
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        for line in file:
            for sentence in json.loads(line)["sentences"]:
                for text, _, _, tag, label in sentence:
                    if text.islower() and not tag.startswith("NNP"):
                        lower[text] += 1
                    elif text[:1].isupper() and (tag.startswith("NNP") or label == "PERSON"):
                        labels.setdefault(text, Counter())[label] += 1
    with gzip.open(sys.argv[2], "rt", encoding="utf-8") as treebank:
        for line in treebank:
            cells = line.split("\t")
            if len(cells) > 3 and cells[1].islower() and cells[3] != "PROPN":
                lower[cells[1]] += 1
    common = sorted({fold(w) for w, n in lower.items() if n >= 2 and spots(fold(w))})
    persons = sorted(
        {
            fold(w)
            for w, c in labels.items()
            if c["PERSON"] >= 2 and c["PERSON"] > 1.5 * c["LOCATION"] and spots(fold(w))
        }
    )
    for name, found, head in (
        ("common.tsv", common, "# Common English words that are also names of places."),
        ("persons.tsv", persons, "# Names of persons that are also names of places, by their use in news."),
    ):
        (OUT / name).write_text(head + "\n" + "\n".join(found) + "\n", encoding="utf-8")
        print(name, len(found))


if __name__ == "__main__":
    main()
