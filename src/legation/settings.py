"""Limits and thresholds in one place, each with its reason."""

from legation.records import Record


class Settings(Record, frozen=True, kw_only=True):
    """What a user may change. The defaults suit newsroom reports on a laptop."""

    largest_document: int = 2_000_000
    """Characters of one report; longer texts are no news reports and are refused with a clear line."""

    largest_file: int = 100_000_000
    """Bytes of one input file that is read as a single document."""

    record_threshold: float = 0.35
    """Events below this calibrated confidence are not recorded."""

    narrative_threshold: float = 0.15
    """The same, where it is lower, for acts between two parties in plain narratives (undated, hardly quoting anybody):
    of these two pairs in three are right down to this confidence (measured on ICBe)."""

    flag_threshold: float = 0.55
    """Events below this confidence are recorded with the flag `unsure`."""

    actors_file: str | None = None
    """Path of a user's own `actors.toml`, which adds to the bundled actors and overrides them."""
