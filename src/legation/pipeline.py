"""Document → Parse → Linked → Report: the stages in their order."""
