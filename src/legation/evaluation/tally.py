"""Counts of expressions in text that are found, missed or spurious, and of their values."""

HELD_EVERY = 5
"""Every fifth document or case is kept apart from tuning."""


class Tally:
    """Counts of found, missed and spurious expressions and of right values."""

    def __init__(self) -> None:
        self.gold = self.found = self.predicted = self.spurious = self.right = 0
        self.errors: list[str] = []

    def figures(self, name: str) -> dict[str, float | int | str]:
        """Gold expressions, precision, recall, F1 and right values (shares), each after a name."""
        recall = self.found / self.gold if self.gold else 0.0
        hits = self.predicted - self.spurious
        precision = hits / self.predicted if self.predicted else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            f"{name}.gold": self.gold,
            f"{name}.precision": round(precision, 4),
            f"{name}.recall": round(recall, 4),
            f"{name}.f1": round(f1, 4),
            f"{name}.value_accuracy": round(self.right / self.found, 4) if self.found else 0.0,
        }
