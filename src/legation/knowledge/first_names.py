"""First names that tell whether somebody is "he" or "she" (data: knowledge/data/actors/first_names.tsv)."""

from functools import cache

from legation.knowledge.matching import fold
from legation.knowledge.tables import read_table


@cache
def _genders() -> dict[str, str]:
    return {fold(name): row["gender"] for row in read_table("first_names.tsv") for name in row["names"].split()}


def gender_of(name: str) -> str:
    """m or f; "" for a name that is not listed."""
    return _genders().get(fold(name), "")
