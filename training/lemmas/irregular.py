"""Irregular forms that treebanks of this size may lack: a lemma and its forms a line."""

from pathlib import Path

FILES = {"VERB": "irregular_verbs.txt", "NOUN": "irregular_nouns.txt"}


def read_forms() -> dict[str, dict[str, str]]:
    """Lemma by form and part of speech."""
    table: dict[str, dict[str, str]] = {}
    for upos, name in FILES.items():
        rows = (line.split() for line in (Path(__file__).parent / name).read_text("utf-8").splitlines())
        table[upos] = {form: lemma for lemma, *forms in rows for form in forms}
    return table
