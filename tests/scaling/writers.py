"""Writers as processes of their own, which tests kill."""

import random
from collections.abc import Iterator

from tests.scaling.fake import make

from legation.ledger import Ledger
from legation.records import Document, Problem
from legation.scaling import LocalEngine, code_archive
from legation.scaling import coding as coding_module


def text(seed: int, words: int = 60) -> str:
    generator = random.Random(seed)
    return " ".join(f"{generator.choice('ABCDEFGH')}w{generator.randrange(5000)}" for _ in range(words)) + "."


def archive(count: int) -> Iterator[Document | Problem]:
    """Documents with near copies, bad items and doubled ids among them, always the same."""
    for number in range(count):
        body = text(number)
        yield Document(id=f"d{number}", text=body, published="2021-05-04", source="A")
        if number % 5 == 0:
            yield Document(id=f"c{number}", text=" ".join(body.split()[:56]), published="2021-05-05", source="B")
        if number % 7 == 0:
            yield Problem(item=f"p{number}", stage="reading", reason="no text in it")
        if number % 11 == 0:
            yield Document(id=f"d{number}", text=text(10_000 + number), published="2021-05-04", source="A")


def write(folder: str, count: int, compact: bool) -> None:
    """A writer as a process of its own: small batches, so that there are many moments to be killed in."""
    coding_module.BATCH = 5
    ledger = Ledger(folder)
    code_archive(archive(count), ledger, LocalEngine(make))
    if compact:
        ledger.compact()
