"""What names tell: many parties are named as a role and a country, "Police (Australia)", "Citizen_(Nigeria)".

A party without a country in its name (a person, a group) is counted to the country it has most to do with so far.
"""

import re
from collections.abc import Sequence

import numpy as np

from legation.forecasting.quadruples import Ints

_ROLE = re.compile(r"^(?P<role>.+?)[ _]*\((?P<country>[^()]+)\)$")


class Naming:
    """Role and country of each entity, as numbers; 0 is the unknown country."""

    def __init__(self, entities: Sequence[str]) -> None:
        parts = [_ROLE.match(e) for e in entities]
        countries = sorted({p["country"] for p in parts if p})
        number = {c: i for i, c in enumerate(countries, 1)}
        roles = sorted({p["role"] for p in parts if p})
        role_number = {r: i for i, r in enumerate(roles, 2)}
        self.roles = len(roles) + 2
        self.countries = len(countries) + 1
        self.role: Ints = np.zeros(len(entities), dtype=np.int64)
        self.named: Ints = np.zeros(len(entities), dtype=np.int64)
        for i, (entity, part) in enumerate(zip(entities, parts, strict=True)):
            if part:
                self.role[i], self.named[i] = role_number[part["role"]], number[part["country"]]
            elif entity in number:
                self.role[i], self.named[i] = 1, number[entity]
        self._seen = np.zeros((len(entities), self.countries), dtype=np.float32)
        self.country: Ints = self.named.copy()

    def learn(self, source: Ints, target: Ints) -> None:
        """Counts with which countries the nameless have to do, and takes the most frequent as theirs."""
        for one, other in ((source, target), (target, source)):
            open_ = (self.named[one] == 0) & (self.named[other] > 0)
            np.add.at(self._seen, (one[open_], self.named[other[open_]]), np.float32(1))
        nameless = np.flatnonzero((self.named == 0) & (self._seen.sum(axis=1) > 0))
        self.country[nameless] = self._seen[nameless].argmax(axis=1)
