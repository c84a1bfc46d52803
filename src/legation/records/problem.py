"""What could not be read, and why."""

from legation.records.base import Record


class Problem(Record):
    """An input that was rejected: its name (path, address or line), the stage that gave up, and the reason in one line."""

    item: str
    stage: str
    reason: str
