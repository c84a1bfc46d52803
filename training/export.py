"""Export trained models as int8 ONNX graphs: `python -m training.export reader --checkpoint RUN/reader.pt --out DIR`,
`python -m training.export relations --checkpoint RUN/relations.pt --out DIR`.

Activations are quantised dynamically, one scale a call and matrix product; run one window a call and a result depends
on its window alone. Weights have one scale a column, the word embeddings one scale a row.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from legation.coding.slots import NAMES
from training.acts.network import Acts
from training.encoder import WIDTH, Encoder, base_model_folder
from training.reader.network import Reader
from training.reader.train import load
from training.relations.network import Relations
from training.relations.pairs import STATUSES, TYPES

INPUTS = ("ids", "mask", "shape", "quote", "first", "sent")
OUTPUTS = (
    "upos", "feats", "ner", "arc", "head", "rel", "dep", "gov", "source", "cue", "content", "source_cue", "content_cue",
)  # fmt: skip


class ByteEmbedding(nn.Module):
    """An embedding table of int8 rows with one scale a row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", torch.round(table / scale).to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].float() * self.scale[ids]  # type: ignore[index]


class ReaderGraph(nn.Module):
    """The reader with its outputs in order, and relations for the greedy heads."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, ids: Tensor, mask: Tensor, shape: Tensor, quote: Tensor, first: Tensor, sent: Tensor
    ) -> tuple[Tensor, ...]:
        out = self.reader(ids, mask, shape, quote, first, sent)
        out["head"] = out["arc"].argmax(-1)
        out["rel"] = self.reader.relate(out["dep"], out["gov"], out["head"])
        return tuple(out[name] for name in OUTPUTS)


def shrink_embeddings(encoder: Encoder) -> None:
    """Put the int8 table in the place of the word embeddings."""
    encoder.words = ByteEmbedding(encoder.words.weight.detach())  # type: ignore[assignment]


def example(rows: int, length: int, words: int) -> dict[str, Tensor]:
    """Inputs of a made-up batch whose last row is padded."""
    ids = torch.randint(1000, 20000, (rows, length))
    mask = torch.ones_like(ids)
    mask[-1, length // 2 :] = 0
    first = torch.sort(torch.randint(1, length // 2, (rows, words + 1)), 1).values
    first[:, 0] = 0
    sent = torch.ones(rows, words + 1, dtype=torch.long)
    sent[:, words // 2 :] = 2
    sent[:, 0] = 0
    sent[-1, -2:] = -1
    return {"ids": ids, "mask": mask, "shape": ids % 8, "quote": ids % 3, "first": first, "sent": sent}


def _trace(
    graph: nn.Module, inputs: dict[str, Tensor], outputs: tuple[str, ...], path: Path, fixed: bool = False
) -> None:
    axes = {k: {0: "batch", 1: "words" if k in {"first", "sent"} else "pieces"} for k in inputs}
    axes |= {k: {0: "batch", 1: "n_" + k} for k in outputs}
    for k in ("arc", "source_cue", "content_cue"):
        if k in axes:
            axes[k][2] = "m_" + k
    if fixed:
        axes = {k: {0: "batch"} for k in (*inputs, *outputs)}
    torch.onnx.export(
        graph, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=list(outputs),
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def session(path: Path, threads: int = 1) -> ort.InferenceSession:
    """An ONNX session on the CPU."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def same_heads(outputs: tuple[str, ...], wanted: tuple[Tensor, ...], got: list[np.ndarray]) -> bool:
    """Whether the greedy heads agree: a near tie may fall either way, and its relations with it."""
    k = outputs.index("head")
    return bool((wanted[k].numpy() == got[k]).all())


def check(graph: nn.Module, path: Path, outputs: tuple[str, ...], make: list[dict[str, Tensor]]) -> float:
    """Largest difference between torch and the fp32 graph over other shapes than the traced one; raises above 1e-3."""
    run = session(path)
    worst = 0.0
    for inputs in make:
        with torch.no_grad():
            wanted = graph(*inputs.values())
        got = run.run(list(outputs), {k: v.numpy() for k, v in inputs.items()})
        for name, a, b in zip(outputs, wanted, got, strict=True):
            if name not in {"head", "rel"} or same_heads(outputs, wanted, got):
                scale = max(1.0, float(np.abs(a.numpy()[a.numpy() > -1e8]).max()))
                worst = max(worst, float(np.abs(a.numpy() - b).max()) / scale)
    if worst > 1e-4:
        raise ValueError(f"{path.name} differs from torch by {worst:.2g}")
    return worst


def quantise(source: Path, target: Path, reduce_range: bool = False) -> None:
    """Weights int8 per column, activations dynamically; matrix products of two activations stay fp32."""
    quantize_dynamic(
        str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=reduce_range,
        op_types_to_quantize=["MatMul", "Gemm"], extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


def digest(path: Path) -> str:
    """SHA-256 of a file, sixteen hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def update_labels(folder: Path, entries: dict[str, object]) -> None:
    """Merge entries into `labels.json`."""
    path = folder / "labels.json"
    known = json.loads(path.read_text("utf8")) if path.exists() else {}
    path.write_text(json.dumps({**known, **entries}, ensure_ascii=False, indent=1) + "\n", "utf8")


def export_reader(checkpoint: Path, folder: Path, version: str) -> dict[str, float]:
    """Write `reader.onnx`, `relabel.npz`, `labels.json`, `tokenizer.json`; `reader.fp32.onnx` is for comparison."""
    folder.mkdir(parents=True, exist_ok=True)
    reader, labels = load(checkpoint)
    np.savez(
        folder / "relabel.npz",
        weight=reader.rel.weight.detach().numpy().T.astype(np.float32).copy(),
        bias=reader.rel.bias.detach().numpy().astype(np.float32),
    )
    shrink_embeddings(reader.encoder)
    graph = ReaderGraph(reader.eval()).eval()
    torch.manual_seed(1)
    full = folder / "reader.fp32.onnx"
    _trace(graph, example(3, 40, 15), OUTPUTS, full)
    worst = check(graph, full, OUTPUTS, [example(3, 40, 15), example(1, 128, 90), example(2, 77, 30)])
    quantise(full, folder / "reader.onnx")
    shutil.copy(base_model_folder() / "tokenizer.json", folder / "tokenizer.json")
    update_labels(
        folder,
        {
            "upos": labels.upos, "feats": labels.feats, "relations": labels.relations, "ner": labels.entities,
            "layers": ["O", "B", "I"], "version": version, "reader_digest": digest(checkpoint), "width": WIDTH,
        },
    )  # fmt: skip
    return {"difference": worst, "megabytes": round((folder / "reader.onnx").stat().st_size / 1e6, 1)}


class StatesGraph(nn.Module):
    """The relation model's encoder alone."""

    def __init__(self, model: Relations) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, ids: Tensor, mask: Tensor, shape: Tensor) -> tuple[Tensor]:
        return (self.encoder(ids, mask, shape),)


def export_encoder(model: Relations, folder: Path, name: str) -> tuple[float, float]:
    """Write an encoder as int8 graph; the fp32 graph's largest difference from torch, and the size in megabytes."""
    shrink_embeddings(model.encoder)
    inputs = {k: v for k, v in example(3, 40, 15).items() if k in {"ids", "mask", "shape"}}
    full = folder / f"{name}.fp32.onnx"
    graph = StatesGraph(model).eval()
    _trace(graph, inputs, ("states",), full)
    others = [{k: v for k, v in example(b, n, 15).items() if k in inputs} for b, n in ((1, 80), (2, 33))]
    worst = check(graph, full, ("states",), others)
    quantise(full, folder / f"{name}.onnx")
    return worst, round((folder / f"{name}.onnx").stat().st_size / 1e6, 1)


def export_relations(checkpoint: Path, folder: Path) -> dict[str, float]:
    """Write `relations.onnx` and `relation_head.onnx` (fp32: it is small), and their labels into `labels.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model = Relations(len(TYPES), len(saved["modes"]), len(STATUSES))
    model.load_state_dict(saved["weights"])
    model.eval()
    worst, megabytes = export_encoder(model, folder, "relations")
    states = {k: torch.randn(2, WIDTH) for k in ("cls", "source", "target")}
    head = folder / "relation_head.onnx"
    names = ("type", "mode", "status")
    _trace(model.head, states, names, head, fixed=True)
    worst = max(worst, check(model.head, head, names, [{k: torch.randn(5, WIDTH) for k in states}]))
    update_labels(
        folder,
        {
            "types": list(TYPES), "modes": saved["modes"], "statuses": list(STATUSES),
            "temperature": {"type": saved["temperature"]}, "relations_digest": digest(checkpoint),
        },
    )  # fmt: skip
    return {"difference": worst, "megabytes": megabytes}


def export_acts(checkpoint: Path, folder: Path) -> dict[str, float]:
    """Write `acts.onnx` (the encoder), `act_head.onnx` and `role_head.onnx` (fp32: they are small)."""
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model = Acts(len(TYPES), len(saved["modes"]), len(STATUSES), len(NAMES))
    model.load_state_dict(saved["weights"])
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    worst, megabytes = export_encoder(model, folder, "acts")
    states = {k: torch.randn(2, WIDTH) for k in ("word", "cls")}
    names = ("type", "mode", "status")
    _trace(model.act, states, names, folder / "act_head.onnx", fixed=True)
    heads = check(model.act, folder / "act_head.onnx", names, [{k: torch.randn(5, WIDTH) for k in states}])

    def party(rows: int) -> dict[str, Tensor]:
        features = torch.randint(2, (rows, len(NAMES) + len(TYPES))).float()
        return {"word": torch.randn(rows, WIDTH), "party": torch.randn(rows, WIDTH), "features": features}

    graph = RoleGraph(model.role).eval()
    _trace(graph, party(2), ("part",), folder / "role_head.onnx", fixed=True)
    heads = max(heads, check(graph, folder / "role_head.onnx", ("part",), [party(5)]))
    update_labels(folder, {"features": len(NAMES), "acts_digest": digest(checkpoint)})
    return {"difference": worst, "heads": heads, "megabytes": megabytes}


class RoleGraph(nn.Module):
    """The head for parties with its output as a tuple."""

    def __init__(self, head: nn.Module) -> None:
        super().__init__()
        self.head = head

    def forward(self, word: Tensor, party: Tensor, features: Tensor) -> tuple[Tensor]:
        return (self.head(word, party, features),)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=["reader", "relations", "acts"])
    parser.add_argument("--checkpoint", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--version", default="1")
    arguments = parser.parse_args()
    if arguments.model == "reader":
        result = export_reader(arguments.checkpoint, arguments.out, arguments.version)
    elif arguments.model == "acts":
        result = export_acts(arguments.checkpoint, arguments.out)
    else:
        result = export_relations(arguments.checkpoint, arguments.out)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
