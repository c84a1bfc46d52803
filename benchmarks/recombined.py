"""Articles of any number for measurements, made by recombining the paragraphs (or sentences) of real ones.

Each article depends on its number alone, so that a longer archive begins with the shorter one.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from legation.records import Document

SHORTEST = 8
"""Words of a paragraph or sentence below which it is left out (bylines, headings)."""

_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


def load_texts(path: Path) -> list[str]:
    """The texts of a file of JSON lines with `text`, plain or .gz."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def cut(texts: list[str], unit: str) -> list[str]:
    """The paragraphs (between empty lines) or sentences of texts; `unit` says which."""
    parts = [p.strip() for t in texts for p in t.split("\n\n")]
    if unit == "sentence":
        parts = [s.strip() for p in parts for s in _SENTENCE.split(p)]
    return [p for p in parts if len(p.split()) >= SHORTEST]


def recombined(parts: list[str], count: int, words: int, glue: str = "\n\n", seed: int = 0) -> Iterator[Document]:
    """`count` articles of about `words` words: drawn parts until there are enough, the last one cut off at its end."""
    for number in range(count):
        generator = random.Random(f"{seed} {number}")
        chosen: list[str] = []
        total = 0
        while total < words:
            part = generator.choice(parts)
            size = len(part.split())
            if chosen and total + size > words + words // 10:
                part = " ".join(part.split()[: words - total])
                size = words - total
            chosen.append(part)
            total += size
        day = 1 + number % 28
        yield Document(id=f"b{number}", text=glue.join(chosen), published=f"2021-05-{day:02d}", source="benchmark")
