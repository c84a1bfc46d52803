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


def open_stream(path: Path) -> BinaryIO:
    """The file's bytes, decompressed where its first bytes say so (not its name). Raises InputError."""
    try:
        raw = path.open("rb")
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
