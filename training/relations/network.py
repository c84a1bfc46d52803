"""The relation network: one encoding of a sentence, a small head for every pair of it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.encoder import WIDTH, Encoder, PooledDropout


class PairHead(nn.Module):
    """Type, mode and status scores from the states of [CLS], the source's and the target's first piece."""

    def __init__(self, types: int, modes: int, statuses: int) -> None:
        super().__init__()
        self.dropout = PooledDropout(0.2)
        self.mix = nn.Linear(3 * WIDTH, WIDTH)
        self.kind = nn.Linear(WIDTH, types)
        self.mode = nn.Linear(WIDTH, modes)
        self.status = nn.Linear(WIDTH, statuses)

    def forward(self, cls: Tensor, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """States [n, 384] each (target zeros where there is none) to scores [n, labels]."""
        mixed = self.dropout(torch.tanh(self.mix(self.dropout(torch.cat([cls, source, target], -1)))))
        return self.kind(mixed), self.mode(mixed), self.status(mixed)


class Relations(nn.Module):
    """Encoder (word embeddings kept as they are) and pair head."""

    def __init__(self, types: int, modes: int, statuses: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.encoder.words.weight.requires_grad_(False)
        self.encoder.quotes.weight.requires_grad_(False)
        self.head = PairHead(types, modes, statuses)

    def forward(
        self, ids: Tensor, mask: Tensor, shape: Tensor, source: Tensor, target: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """`source`, `target`: index of the first piece, int64 [n]; target 0 where there is none."""
        states = self.encoder(ids, mask, shape)
        rows = torch.arange(len(ids), device=ids.device)
        goal = states[rows, target] * (target > 0)[:, None]
        return self.head(states[:, 0], states[rows, source], goal)
