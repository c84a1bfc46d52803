"""Makes the table of lemmas from UD treebanks (seconds).

python training/lemmas/train.py TREEBANK.conllu.gz... --to lemmas.json [--check DEV.conllu.gz...]
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from irregular import read_forms

from legation.model.lemmas import LONGEST, Lemmatizer

Script = tuple[int, str]


def read_words(path: Path) -> Iterator[tuple[str, str, str]]:
    """Form, part of speech, lemma."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 3 and cells[0].isdigit() and cells[2] != "_" and "Typo=Yes" not in cells[5]:
                yield cells[1], cells[3], cells[2]


def find_script(form: str, lemma: str) -> Script:
    """How many characters to strip from the form's end and what to add."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def learn(pairs: Counter[tuple[str, str, str]]) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, Script]]]:
    """Words that the rules get wrong, and rules by suffix where they differ from the shorter suffix's."""
    best: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    small = {(form, upos) for form, upos, _ in pairs if form[0].islower()}
    for (form, upos, lemma), count in pairs.items():
        base = form if upos == "PROPN" else form.lower()
        if base != form and (base, upos) in small:
            continue  # "National" in a name says nothing about "national"
        best[base, upos][lemma] += count
    for upos, forms in read_forms().items():
        for form, lemma in forms.items():
            best.setdefault((form, upos), Counter())[lemma] += 5
    votes: dict[str, dict[str, Counter[Script]]] = defaultdict(lambda: defaultdict(Counter))
    for (form, upos), lemmas in best.items():
        lemma = lemmas.most_common(1)[0][0]
        script = find_script(form, lemma)
        if script[0] > 4 or len(script[1]) > 3:
            continue
        marked = "^" + form.lower()
        for length in range(1, min(LONGEST, len(marked)) + 1):
            votes[upos][marked[-length:]][script] += 1
    rules = {upos: prune(table) for upos, table in votes.items()}
    lemmatizer = Lemmatizer({}, rules)
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for (form, upos), lemmas in sorted(best.items()):
        lemma, count = lemmas.most_common(1)[0]
        seldom = count < 2 and upos in ("PROPN", "X", "NUM", "SYM")
        if lemmatizer.find(form, upos) != lemma and not seldom and form.isascii():
            words[upos][form.lower()] = lemma
    return dict(words), rules


def prune(table: dict[str, Counter[Script]]) -> dict[str, Script]:
    """Rules that say something that the next shorter suffix does not."""
    kept: dict[str, Script] = {}
    for suffix in sorted(table, key=len):
        script, count = table[suffix].most_common(1)[0]
        total = sum(table[suffix].values())
        if len(suffix) > 1 and (total < 2 or count < 0.6 * total):
            continue
        shorter = next((kept[suffix[i:]] for i in range(1, len(suffix)) if suffix[i:] in kept), (0, ""))
        if script != shorter:
            kept[suffix] = script
    return kept


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("treebanks", nargs="+", type=Path)
    arguments.add_argument("--to", type=Path, required=True)
    arguments.add_argument("--check", nargs="*", type=Path, default=[])
    options = arguments.parse_args()
    pairs = Counter(word for path in options.treebanks for word in read_words(path))
    words, rules = learn(pairs)
    data = {"source": "UD English EWT and GUM (CC BY-SA 4.0), training parts", "words": words, "rules": rules}
    options.to.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True), "utf-8")
    print({p: len(w) for p, w in words.items()}, {p: len(r) for p, r in rules.items()}, options.to.stat().st_size)
    lemmatizer = Lemmatizer(words, rules)
    for path in options.check:
        wrong: Counter[tuple[str, str, str, str]] = Counter()
        total = 0
        for form, upos, lemma in read_words(path):
            total += 1
            if (found := lemmatizer.find(form, upos)) != lemma:
                wrong[form, upos, lemma, found] += 1
        print(path.name, total, 1 - sum(wrong.values()) / total, wrong.most_common(40))


if __name__ == "__main__":
    main()
