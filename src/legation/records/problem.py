"""What could not be read, and why."""

from legation.records.base import Record


class Problem(Record, frozen=True, kw_only=True):
    """An input that was rejected: its name (path, address, line), the stage, and the reason in one line."""

    item: str
    stage: str
    reason: str
