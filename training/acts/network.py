"""The act model: the relation network's encoder with a head for the acts of words and one for the parts of parties."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.encoder import WIDTH, PooledDropout
from training.relations.network import Relations

HIDDEN = 192
SAYINGS = 9


class ActHead(nn.Module):
    """Type, mode and status scores of words that may name an act, from their first piece's and [CLS]'s states."""

    def __init__(self, types: int, modes: int, statuses: int) -> None:
        super().__init__()
        self.dropout = PooledDropout(0.2)
        self.mix = nn.Linear(2 * WIDTH, WIDTH)
        self.kind = nn.Linear(WIDTH, types)
        self.mode = nn.Linear(WIDTH, modes)
        self.status = nn.Linear(WIDTH, statuses)

    def forward(self, word: Tensor, cls: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """States [n, 384] each to scores [n, labels]."""
        mixed = self.dropout(torch.tanh(self.mix(self.dropout(torch.cat([word, cls], -1)))))
        return self.kind(mixed), self.mode(mixed), self.status(mixed)


class RoleHead(nn.Module):
    """Scores of nothing, actor, recipient, when, where for a party, time or place as seen from an act's word."""

    def __init__(self, features: int, types: int) -> None:
        super().__init__()
        self.dropout = PooledDropout(0.2)
        self.states = nn.Linear(2 * WIDTH, HIDDEN)
        self.features = nn.Linear(features + types, HIDDEN)
        self.out = nn.Linear(HIDDEN, 5)

    def forward(self, word: Tensor, party: Tensor, features: Tensor) -> Tensor:
        """States [n, 384] of both words, `features` [n, features + types] (0 or 1; probabilities of types last)."""
        mixed = self.states(self.dropout(torch.cat([word, party], -1))) + self.features(features)
        scores: Tensor = self.out(self.dropout(torch.relu(mixed)))
        return scores


class SayingHead(nn.Module):
    """Acts of statements from states of cue and content; it only shapes the encoder (training/sayings fits anew)."""

    def __init__(self, acts: int) -> None:
        super().__init__()
        self.dropout = PooledDropout(0.2)
        self.out = nn.Linear(2 * WIDTH, acts)

    def forward(self, cue: Tensor, content: Tensor) -> Tensor:
        scores: Tensor = self.out(self.dropout(torch.cat([cue, content], -1)))
        return scores


class Acts(Relations):
    """The relation network with the heads beside it."""

    def __init__(self, types: int, modes: int, statuses: int, features: int) -> None:
        super().__init__(types, modes, statuses)
        self.act = ActHead(types, modes, statuses)
        self.role = RoleHead(features, types)
        self.saying = SayingHead(SAYINGS)
