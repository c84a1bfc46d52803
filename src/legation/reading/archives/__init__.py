"""Archives to documents: folders, text, pages, JSON lines, tables, Parquet and WARC, plain or compressed.

`read_archives` walks inputs in a fixed order and yields a document or a problem for each item it meets.
"""

from legation.reading.archives.columns import FIELDS, Fields
from legation.reading.archives.streams import Position
from legation.reading.archives.walk import SUFFIXES, find_files, read_archives

__all__ = ["FIELDS", "SUFFIXES", "Fields", "Position", "find_files", "read_archives"]
