"""The reader's network: one encoder and small heads (outputs named as in docs/model.md)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.encoder import WIDTH, Encoder, PooledDropout
from training.reader.attributions import LAYERS

ARC, RELATION, POINTER = 256, 256, 96
NEVER = -1e9


class Reader(nn.Module):
    """Scores for morphology, tree, entities and attribution of every word of a window."""

    def __init__(self, upos: int, feats: int, relations: int, entities: int, sparse: bool = False) -> None:
        super().__init__()
        self.encoder = Encoder(sparse=sparse)
        self.dropout = PooledDropout(0.2)
        self.upos = nn.Linear(WIDTH, upos)
        self.feats = nn.Linear(WIDTH, feats)
        self.ner = nn.Linear(WIDTH, entities)
        self.layers = nn.Linear(WIDTH, 3 * len(LAYERS))
        self.arc_dep = nn.Linear(WIDTH, ARC)
        self.arc_gov = nn.Linear(WIDTH, ARC)
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.arc_bias = nn.Linear(ARC, 1, bias=False)
        self.dep = nn.Linear(WIDTH, RELATION)
        self.gov = nn.Linear(WIDTH, RELATION)
        self.rel = nn.Linear(RELATION, relations)
        self.point_from = nn.Linear(WIDTH, 2 * POINTER)
        self.point_to = nn.Linear(WIDTH, POINTER)
        nn.init.zeros_(self.arc_bias.weight)

    def words(self, ids: Tensor, mask: Tensor, shape: Tensor, quote: Tensor, first: Tensor) -> Tensor:
        """States of the root and of every word's first piece: float [B, W+1, 384]."""
        states = self.encoder(ids, mask, shape, quote)
        return torch.gather(states, 1, first[..., None].expand(-1, -1, WIDTH))

    def arcs(self, words: Tensor, sent: Tensor) -> Tensor:
        """Head scores [B, W, W+1]; NEVER outside the word's own sentence and on the word itself."""
        dep = self.dropout(F.gelu(self.arc_dep(words[:, 1:])))
        gov = self.dropout(F.gelu(self.arc_gov(words)))
        scores = torch.matmul(self.arc(dep), gov.transpose(1, 2)) + self.arc_bias(gov).transpose(1, 2)
        same = sent[:, 1:, None] == sent[:, None, :]
        n = sent.shape[1]
        places = torch.arange(n, device=sent.device)
        allowed = (same & (places[None, 1:, None] != places[None, None, :])) | (places == 0)[None, None, :]
        return torch.where(allowed, scores.float(), torch.full_like(scores, NEVER, dtype=torch.float32))

    def relate(self, dep: Tensor, gov: Tensor, heads: Tensor) -> Tensor:
        """Relation scores [B, W, r] of every word with its head (index into the words, 0 the root)."""
        chosen = torch.gather(gov, 1, heads[..., None].expand(-1, -1, gov.shape[-1]))
        return self.rel(self.dropout(F.relu(dep + chosen)))

    def pointers(self, words: Tensor, sent: Tensor) -> tuple[Tensor, Tensor]:
        """Scores [B, W, W+1] of the cue of a source and of a content that begin at a word; NEVER on padding."""
        query = self.point_from(words[:, 1:])
        key = self.point_to(words).transpose(1, 2)
        real = (sent >= 0)[:, None, :]
        out = []
        for part in (query[..., :POINTER], query[..., POINTER:]):
            scores = torch.matmul(part, key).float() * (POINTER**-0.5)
            out.append(torch.where(real, scores, torch.full_like(scores, NEVER)))
        return out[0], out[1]

    def forward(
        self, ids: Tensor, mask: Tensor, shape: Tensor, quote: Tensor, first: Tensor, sent: Tensor
    ) -> dict[str, Tensor]:
        """All scores by name, without relations (they need heads: `relate`)."""
        words = self.dropout(self.words(ids, mask, shape, quote, first))
        x = words[:, 1:]
        layers = self.layers(x).float()
        source_cue, content_cue = self.pointers(words, sent)
        out = {
            "upos": self.upos(x).float(),
            "feats": self.feats(x).float(),
            "ner": self.ner(x).float(),
            "arc": self.arcs(words, sent),
            "dep": self.dep(x),
            "gov": self.gov(words),
            "source_cue": source_cue,
            "content_cue": content_cue,
        }
        for i, layer in enumerate(LAYERS):
            out[layer] = layers[..., 3 * i : 3 * i + 3]
        return out
