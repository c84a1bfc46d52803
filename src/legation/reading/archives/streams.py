"""Files as streams of bytes, decompressed on the way; damage ends a stream with a clear error."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from legation.errors import InputError

COMPRESSED = (".gz", ".zst")
DAMAGE = (OSError, EOFError, zlib.error, zstandard.ZstdError)
"""What reading a damaged or cut file raises."""

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


class Position:
    """How much of all inputs has been read, in bytes as they lie on the disk: for a progress bar's time left."""

    def __init__(self) -> None:
        self.total = 0
        self._done = 0
        self._size = 0
        self._raw: BinaryIO | None = None

    @property
    def fraction(self) -> float:
        """From 0 to 1; what lies in buffers counts as read."""
        within = 0
        if self._raw is not None and not self._raw.closed:
            within = min(self._raw.tell(), self._size)
        return (self._done + within) / self.total if self.total else 0.0

    def begin(self, raw: BinaryIO, size: int) -> None:
        """A file of `size` bytes is being read through `raw`."""
        self._raw, self._size = raw, size

    def end(self, size: int) -> None:
        """A file of `size` bytes is done."""
        self._raw = None
        self._done += size


def open_stream(path: Path, position: Position | None = None) -> BinaryIO:
    """The file's bytes, decompressed where its first bytes say so (not its name). Raises InputError."""
    try:
        raw = path.open("rb")
        if position is not None:
            position.begin(raw, path.stat().st_size)
        start = raw.read(4)
        raw.seek(0)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    if start.startswith(_GZIP):
        return io.BufferedReader(gzip.GzipFile(fileobj=raw))
    if start == _ZSTD:
        reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(raw, read_across_frames=True)
        return io.BufferedReader(reader)
    return raw


def read_lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Lines without their ends. A line longer than `limit` bytes comes cut to `limit` + 1; the rest is passed over."""
    while line := stream.readline(limit + 1):
        yield line.rstrip(b"\r\n")
        while len(line) > limit and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)
            if not line or line.endswith(b"\n"):
                break


def kind(path: Path) -> str:
    """The suffix that says what is in a file, without compression: `.jsonl` of `news.jsonl.gz`."""
    suffixes = [s.lower() for s in path.suffixes]
    while suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""
