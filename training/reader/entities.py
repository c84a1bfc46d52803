"""Entity labels from four sources brought to one label set; what a source does not say is left open, not taught as O.

A word's label is a bit set over LABELS: every label the source leaves possible. The loss sums their probabilities.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from training.reader.documents import Document, Sentence, mark_quotes

TYPES = ("PER", "ORG", "LOC", "NORP", "AGR", "EVT", "MISC")
LABELS = ("O", *(f"{p}-{t}" for t in TYPES for p in "BI"))
INDEX = {label: i for i, label in enumerate(LABELS)}
ANY = (1 << len(LABELS)) - 1
OTHER = ("NORP", "AGR", "EVT", "MISC")
AGREEMENT = re.compile(
    r"(Treat(y|ies)|Agreements?|Accords?|Pact|Protocol|Armistice|Truce|Memorandum|Charter|JCPOA|NAFTA|TPP|CETA|"
    r"START|SALT|Convention (on|against|for|relating)|Plan of Action|Declaration|Communiqu[eé]|Roadmap)\b"
)
EVENT = re.compile(
    r"(Wars?|Summit|Games|Cup|Olympics?|Elections?|Revolution|Conference|Congress of|Convention|Uprising|Intifada|"
    r"Championships?|Battle|Festival|Referendum|Massacre|Spring|Holocaust|Day|Offensive|Crisis)\b"
)
TITLES = set(
    "president mr mr. mrs mrs. ms ms. dr dr. sir lord lady prof professor sen sen. senator rep rep. representative gov "
    "gov. governor gen gen. general king queen prince princess pope minister prime secretary chancellor ambassador "
    "captain capt. col. colonel lt. sgt. judge justice rev. reverend father saint st. sheikh ayatollah former vice "
    "foreign defense defence mayor congressman congresswoman chairman director emperor".split()
)
GROUPS = set(
    "republican republicans democrat democrats muslim muslims christian christians jewish jew jews catholic catholics "
    "islamic islamist islamists arab arabs african asian european europeans western latino latinos hispanic hispanics "
    "sunni shiite shia kurdish kurds palestinian palestinians hindu buddhist protestant communist soviet nazi "
    "african-american british scottish welsh english asians africans tibetan chechen uighur catalan basque persian "
    "ottoman roman american americans conservative labour".split()
)


def load_demonyms(data: Path) -> set[str]:
    """Lower-case nationality words (singular and plural) of the countries list, with some peoples and faiths."""
    words = set(GROUPS)
    for country in json.loads((data / "facts/mledoze_countries/countries.json").read_text("utf8")):
        for gender in ("f", "m"):
            demonym = country.get("demonyms", {}).get("eng", {}).get(gender, "").lower()
            if demonym and " " not in demonym:
                words |= {demonym, demonym + "s"}
    return words - {"", "s", "georgias"}


def refine(name: str, demonyms: set[str]) -> tuple[str, ...]:
    """Which of the lesser types a name may have, by its own words."""
    if all(w.lower() in demonyms for w in name.split() if w not in {"-", "–"}):
        return ("NORP",)
    if AGREEMENT.search(name):
        return ("AGR",)
    if EVENT.search(name):
        return ("EVT",)
    return ("MISC", "EVT", "AGR", "NORP")


def mark_span(bits: list[int], start: int, end: int, types: tuple[str, ...]) -> None:
    """Allow exactly `types` on words `start` to `end` (exclusive)."""
    for i in range(start, end):
        bits[i] = sum(1 << INDEX[("B-" if i == start else "I-") + t] for t in types)


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    """Spans of BIO or IO tags; a change of type or a B begins a new one."""
    spans: list[tuple[int, int, str]] = []
    start = -1
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and (tag[:2] != "I-" or tag[2:] != tags[start][2:]):
            spans.append((start, i, tags[start][2:]))
            start = -1
        if tag != "O" and start < 0:
            start = i
    return spans


def _read_columns(path: Path) -> list[tuple[list[str], list[str]]]:
    out = []
    for block in re.split(r"\n\s*\n", path.read_text("utf8")):
        rows = [line.split() for line in block.splitlines() if line.strip() and not line.startswith("-DOCSTART-")]
        if rows:
            out.append(([r[0] for r in rows], [r[-1] for r in rows]))
    return out


def split_hyphens(words: list[str], tags: list[str]) -> tuple[list[str], list[str]]:
    """Words split at hyphens as UD does; the parts keep the tag."""
    new_words: list[str] = []
    new_tags: list[str] = []
    for word, tag in zip(words, tags, strict=True):
        parts = hyphen_parts(word)
        new_words += parts
        new_tags += [tag] + [tag.replace("B-", "I-")] * (len(parts) - 1)
    return new_words, new_tags


PREFIXES = set(
    "e co re pre non anti post pro semi sub un multi inter intra ultra mini counter trans bi de pseudo".split()
)


def hyphen_parts(word: str) -> list[str]:
    """UD English keeps prefixed words whole (`co-workers`) and splits other hyphenated words into parts."""
    if "-" not in word or not re.fullmatch(r"\w[\w.'’&]*(-\w[\w.'’&]*)+", word):
        return [word]
    first = word.split("-")[0]
    if first.lower() in PREFIXES or re.fullmatch(r"[\d.-]+", word):
        return [word]
    return [p for p in re.split(r"(-)", word) if p]


def read_wikigold(data: Path, demonyms: set[str]) -> tuple[list[Document], list[tuple[list[str], list[str]]]]:
    """Wikigold: documents to train on, and every third sentence (index % 3 == 2) as (words, IO tags) to measure on."""
    documents, kept = [], []
    path = data / "entities/wikigold/CONLL-format/data/wikigold.conll.txt"
    for number, (words, tags) in enumerate(_read_columns(path)):
        if number % 3 == 2:
            kept.append((words, tags))
            continue
        parts, part_tags = split_hyphens(words, tags)
        bits = [1] * len(parts)
        for start, end, label in spans_of(part_tags):
            types = refine(" ".join(parts[start:end]), demonyms) if label == "MISC" else (label,)
            mark_span(bits, start, end, types)
        sentence = Sentence(parts, paragraph_start=True, entities=bits)
        if documents and number % 3 == 1 and len(documents[-1].sentences) == 1:
            documents[-1].sentences.append(sentence)
        else:
            documents.append(Document(f"wikigold-{number}", "wikigold", [sentence]))
    for document in documents:
        mark_quotes(document)
    return documents, kept


POLITICS = {
    "politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG",
    "country": "LOC", "location": "LOC", "event": "EVT", "election": "EVT",
}  # fmt: skip


def read_politics(data: Path, demonyms: set[str]) -> list[Document]:
    """CrossNER politics, train and dev; nationality words outside names are left open between O and NORP."""
    documents = []
    for part in ("train", "dev"):
        path = data / f"entities/crossner_politics/politics/{part}.txt"
        for number, columns in enumerate(_read_columns(path)):
            words, tags = split_hyphens(*columns)
            bits = [
                sum(1 << INDEX[x] for x in ("O", "B-NORP", "I-NORP")) if w.lower() in demonyms and w[0].isupper() else 1
                for w in words
            ]
            for start, end, label in spans_of(tags):
                name = " ".join(words[start:end])
                types = (POLITICS[label],) if label in POLITICS else refine(name, demonyms)
                mark_span(bits, start, end, types)
            documents.append(Document(f"politics-{part}-{number}", "politics", [Sentence(words, True, entities=bits)]))
    for document in documents:
        mark_quotes(document)
    return documents


GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVT", "object": "", "abstract": ""}
INNER = {"of", "the", "and", "for", "'s", "’s", "-", "&", "de", "la", "van", "von", "al", "on", "in", "del", "bin", "."}


def _gum_spans(sentences: list[Sentence]) -> list[list[tuple[int, int, str]]]:
    """Bracketed spans of one document's Entity annotations, by sentence (spans within one sentence only)."""
    out = []
    for sentence in sentences:
        stack: list[tuple[str, int, str]] = []
        spans: list[tuple[int, int, str]] = []
        for i, misc in enumerate(sentence.misc or []):
            match = re.search(r"(?:^|\|)Entity=([^|]+)", misc)
            for item in re.findall(r"\([^()]+\)?|\d+(?:\[\d+/\d+\])?\)", match.group(1)) if match else ():
                if item[0] == "(":
                    fields = item.strip("()").split("-")
                    kind = fields[1] if len(fields) > 1 else "abstract"
                    if item[-1] == ")":
                        spans.append((i, i, kind))
                    else:
                        stack.append((fields[0].split("[")[0], i, kind))
                else:
                    key = item[:-1].split("[")[0]
                    for j in range(len(stack) - 1, -1, -1):
                        if stack[j][0] == key:
                            spans.append((stack[j][1], i, stack[j][2]))
                            stack.pop(j)
                            break
        out.append(spans)
    return out


def _name_in(sentence: Sentence, start: int, end: int, person: bool) -> tuple[int, int] | None:
    """The proper name inside a markable (inclusive bounds): capitalised words around its PROPN head."""
    words, heads, upos = sentence.words, sentence.heads or [], sentence.upos or []
    head = next((i for i in range(start, end + 1) if not start <= heads[i] - 1 <= end), end)
    if upos[head] != "PROPN":
        return None

    def capital(i: int) -> bool:
        return words[i][:1].isupper() or (upos[i] == "PROPN") or words[i].isdigit()

    def inner(i: int) -> bool:
        return words[i].lower() in INNER and not (
            person and words[i].lower() in {"of", "and", "the", "for", "on", "in"}
        )

    left = right = head
    while left > start and (capital(left - 1) or (left - 1 > start and inner(left - 1))):
        left -= 1
    while right < end and (capital(right + 1) or (right + 1 < end and inner(right + 1))):
        right += 1
    while left < head and (not capital(left) or words[left].lower() in {"the", "a", "an"}):
        left += 1
    while right > head and not capital(right):
        right -= 1
    while person and left < head and words[left].lower() in TITLES:
        left += 1
    return left, right


def add_gum_entities(documents: list[Document], demonyms: set[str]) -> None:
    """Derive entity labels from GUM's markables headed by a proper noun; other capitalised proper nouns stay open."""
    for document in documents:
        for sentence, spans in zip(document.sentences, _gum_spans(document.sentences), strict=True):
            upos = sentence.upos or []
            bits = [
                ANY if p == "PROPN" else (1 << INDEX["B-NORP"]) if w[0].isupper() and w.lower() in demonyms else 1
                for w, p in zip(sentence.words, upos, strict=True)
            ]
            taken = [False] * len(bits)
            for start, end, kind in sorted(spans, key=lambda s: s[1] - s[0]):
                name = _name_in(sentence, start, end, kind == "person") if kind in GUM_TYPES else None
                if name is None or any(taken[name[0] : name[1] + 1]):
                    continue
                text = " ".join(sentence.words[name[0] : name[1] + 1])
                types = refine(text, demonyms) if kind in {"object", "abstract", "event"} else (GUM_TYPES[kind],)
                if kind == "event" and types != ("AGR",):
                    types = ("EVT",)
                if all(w.lower() in demonyms for w in text.split()):
                    types = ("NORP",)
                mark_span(bits, name[0], name[1] + 1, types)
                taken[name[0] : name[1] + 1] = [True] * (name[1] + 1 - name[0])
            sentence.entities = bits
            sentence.entity_weight = 0.7


SILVER = {"PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC"}
NUMERIC = {"DATE", "TIME", "NUMBER", "PERCENT", "MONEY", "DURATION", "ORDINAL", "SET"}


def silver_entities(words: list[str], tags: list[str], demonyms: set[str]) -> list[int] | None:
    """Bit sets from CoreNLP's labels (IO tags); None for title-case or upper-case headlines, which it labels badly."""
    alphabetic = [w for w in words if w.isalpha() and len(w) > 3]
    if len(alphabetic) > 2 and sum(w[0].isupper() for w in alphabetic) > 0.6 * len(alphabetic):
        return None
    bits = [
        1 if not w[:1].isupper() or i == 0 or t in NUMERIC else ANY
        for i, (w, t) in enumerate(zip(words, tags, strict=True))
    ]
    for i, word in enumerate(words):
        if word[:1].isupper() and word.lower() in demonyms:
            bits[i] = 1 << INDEX["B-NORP"]
        elif i and word in {"I", "I'm"}:
            bits[i] = 1
    names = [t if t in SILVER or t == "MISC" else "O" for t in tags]
    io = ["O" if t == "O" else "I-" + t for t in names]
    for start, end, label in spans_of(io):
        if not any(w[:1].isupper() for w in words[start:end]):
            bits[start:end] = [ANY] * (end - start)
            continue
        name = " ".join(words[start:end])
        types = refine(name, demonyms) if label == "MISC" else (SILVER[label],)
        if label == "ORGANIZATION" and AGREEMENT.search(name):
            types = ("AGR", "ORG")
        if all(w.lower() in demonyms for w in words[start:end]):
            types = ("NORP",)
        mark_span(bits, start, end, types)
    return bits


def read_silver(path: Path) -> dict[str, list[list[tuple[str, int, int, str, str]]]]:
    """CoreNLP's tokens by article: (token, start, end, tag, entity label) by sentence."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return {d["id"]: d["sentences"] for d in map(json.loads, lines)}
