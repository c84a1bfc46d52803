"""Feeds over time: what is new becomes documents; what was seen is remembered in a small file."""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from legation.errors import LegationError
from legation.reading.feeds.entries import Entry, list_entries
from legation.reading.feeds.fetch import Fetcher
from legation.reading.inputs import read_bytes
from legation.records import Document, Problem
from legation.settings import Settings

STAGE = "watch"
CHANCES = 3
"""Rounds in which a page that cannot be fetched is tried."""

REMEMBERED = 20_000
"""Entries of one feed that are remembered; older ones no feed still lists."""


class Watch:
    """Polls feeds. `memory` is the file that remembers what was seen; without it each watch begins anew."""

    def __init__(
        self,
        feeds: Sequence[str],
        fetcher: Fetcher,
        settings: Settings,
        memory: Path | None = None,
        *,
        english_only: bool = True,
    ) -> None:
        self.feeds = tuple(dict.fromkeys(feeds))
        self._fetcher, self._settings, self._english = fetcher, settings, english_only
        self._memory = memory
        self._state: dict[str, dict[str, Any]] = _recall(memory)

    def poll(self) -> Iterator[Document | Problem]:
        """One round: a document for each new page, a problem for each feed or page that fails.

        An entry counts as seen once the next one is asked for, so that a document is not lost between here and
        the ledger; one that comes twice the ledger knows by its id.
        """
        for feed in self.feeds:
            try:
                entries = self._list(feed)
            except LegationError as error:
                yield _problem(feed, error)
                continue
            yield from self._read_new(feed, entries)
            self._remember()

    def run(
        self,
        interval: float = 900.0,
        rounds: int | None = None,
        sleep: Callable[[float], None] = time.sleep,
        after_round: Callable[[int], None] = lambda number: None,
    ) -> Iterator[Document | Problem]:
        """Rounds every `interval` seconds, without end unless `rounds` says how many."""
        number = 0
        while rounds is None or number < rounds:
            if number:
                sleep(interval)
            yield from self.poll()
            number += 1
            after_round(number)

    def _list(self, feed: str) -> list[Entry]:
        state = self._state.setdefault(feed, {"etag": None, "modified": None, "seen": {}, "failed": {}})
        waiting = bool(state["failed"])
        etag, modified = (None, None) if waiting else (state["etag"], state["modified"])
        found = self._fetcher.get(feed, etag=etag, modified=modified)
        if found.status == 304:
            return []
        entries = list_entries(found.data, found.url)
        state["pending"] = {"etag": found.etag, "modified": found.modified}
        return entries

    def _read_new(self, feed: str, entries: Sequence[Entry]) -> Iterator[Document | Problem]:
        state = self._state[feed]
        for entry in entries:
            if entry.key in state["seen"]:
                continue
            item = self._read(entry)
            if isinstance(item, Problem):
                state["failed"][entry.key] = state["failed"].get(entry.key, 0) + 1
                if state["failed"][entry.key] < CHANCES:
                    yield item
                    continue
            yield item
            state["failed"].pop(entry.key, None)
            state["seen"][entry.key] = 1
        state["seen"] = dict(list(state["seen"].items())[-REMEMBERED:])
        state.update(state.pop("pending", {}))

    def _read(self, entry: Entry) -> Document | Problem:
        try:
            page = self._fetcher.get(entry.url)
            document = read_bytes(page.data, self._settings, published=entry.published, name=entry.url).document
        except LegationError as error:
            return _problem(entry.url, error)
        if self._english and document.language != "en":
            return Problem(item=entry.url, stage=STAGE, reason=f"not English (language: {document.language})")
        return msgspec.structs.replace(
            document, url=page.url, title=entry.title or document.title, source=entry.source or document.source
        )

    def _remember(self) -> None:
        if self._memory is None:
            return
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        beside = self._memory.with_name(f"{self._memory.name}.{os.getpid()}")
        beside.write_text(json.dumps(self._state), "utf-8")
        beside.replace(self._memory)


def _recall(memory: Path | None) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(memory.read_text("utf-8")) if memory else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _problem(item: str, error: BaseException) -> Problem:
    reason = " ".join(str(error).split())[:300]
    return Problem(item=item, stage=STAGE, reason=reason.removeprefix(f"{item}: "))
