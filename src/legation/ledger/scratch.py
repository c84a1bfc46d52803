"""Working memory on disk: what a run must look up for every text, in a temporary file."""

import sqlite3

CACHE_KB = 16_000
"""Kilobytes of the file that a process holds in memory; the rest is left to the system's cache of files."""


def scratch(*tables: str) -> sqlite3.Connection:
    """A database of its own with these tables (SQL that makes them) in a file that goes when the process does.

    The file has no name (SQLite removes it as it opens it), so that a killed process leaves nothing. It lies in the
    system's folder for temporary files (`SQLITE_TMPDIR`, `TMPDIR`). Nothing is ever committed: it need not survive.
    """
    connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for setting in (f"cache_size = -{CACHE_KB}", "journal_mode = off", "synchronous = off", "temp_store = file"):
        connection.execute(f"pragma {setting}")
    for table in tables:
        connection.execute(table)
    connection.execute("begin")
    return connection
