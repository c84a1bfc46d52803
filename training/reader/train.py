"""Train the reader: `python -m training.reader.train --data ../shared/data --out DIR --minutes 70`."""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import Counter
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.encoder import load_tokenizer
from training.reader.attributions import LAYERS, read_polnear
from training.reader.documents import Document, read_treebank
from training.reader.entities import LABELS, add_gum_entities, load_demonyms, read_politics, read_wikigold
from training.reader.evaluate import evaluate, torch_scorer
from training.reader.network import Reader
from training.reader.windows import Batch, Change, Labels, Pieces, Window, batches, collate, cut_windows

PASSES = {"en_ewt": 2.0, "en_gum_open": 2.0, "wikigold": 3.0, "politics": 2.0, "polnear": 1.0}
WEIGHTS = {
    "upos": 0.6, "feats": 0.4, "arc": 1.0, "rel": 1.0, "ner": 0.8,
    "source": 0.6, "cue": 0.6, "content": 0.9, "source_cue": 0.15, "content_cue": 0.15,
}  # fmt: skip


class NameSwap:
    """Exchange single-word country names and nationality words, so that rare countries read as well as common ones."""

    def __init__(self, data: Path, share: float = 0.2) -> None:
        countries = json.loads((data / "facts/mledoze_countries/countries.json").read_text("utf8"))
        ambiguous = {"Georgia", "Jordan", "Chad", "Turkey", "Guinea", "Jersey", "Dominica"}
        names = [c["name"]["common"] for c in countries if c.get("unMember")]
        self.places = sorted({n for n in names if n.isalpha()} - ambiguous)
        demonyms = [c.get("demonyms", {}).get("eng", {}).get("m", "") for c in countries if c.get("unMember")]
        self.peoples = sorted({d for d in demonyms if d.isalpha() and d.endswith(("ian", "an", "ese", "ish", "i"))})
        self.share = share

    def __call__(self, rng: random.Random) -> Change | None:
        """An exchange for one window, or None."""
        if rng.random() > self.share:
            return None
        places = dict(zip(self.places, rng.sample(self.places, len(self.places)), strict=True))
        peoples = dict(zip(self.peoples, rng.sample(self.peoples, len(self.peoples)), strict=True))
        both = {**places, **peoples}
        return lambda word: both.get(word, word)


def make_labels(documents: list[Document]) -> Labels:
    """Label lists by frequency; relations and features seen fewer than three times are left out."""
    counts: dict[str, Counter[str]] = {"upos": Counter(), "feats": Counter(), "relations": Counter()}
    for document in documents:
        for s in document.sentences:
            counts["upos"].update(s.upos or ())
            counts["feats"].update(s.feats or ())
            counts["relations"].update(s.relations or ())
    lists = {k: [x for x, n in c.most_common() if n >= 3] for k, c in counts.items()}
    return Labels(lists["upos"], lists["feats"], lists["relations"], list(LABELS))


def load_training(data: Path) -> tuple[dict[str, list[Document]], list[tuple[list[str], list[str]]]]:
    """Training documents by source, and the kept third of wikigold."""
    demonyms = load_demonyms(data)
    gum = read_treebank(data / "treebanks/en_gum_open-train.conllu.gz")
    add_gum_entities(gum, demonyms)
    wikigold, kept = read_wikigold(data, demonyms)
    return {
        "en_ewt": read_treebank(data / "treebanks/en_ewt-train.conllu.gz"),
        "en_gum_open": gum,
        "wikigold": wikigold,
        "politics": read_politics(data, demonyms),
        "polnear": read_polnear(data, "train", demonyms),
    }, kept


def load_measuring(data: Path) -> dict[str, list[Document]]:
    """Documents to measure on, never trained on."""
    return {
        "ewt-dev": read_treebank(data / "treebanks/en_ewt-dev.conllu.gz"),
        "gum-dev": read_treebank(data / "treebanks/en_gum_open-dev.conllu.gz"),
        "polnear-dev": read_polnear(data, "dev", load_demonyms(data)),
    }


def epoch(sources: dict[str, list[Document]], pieces: Pieces, rng: random.Random) -> list[Window]:
    """Windows of one epoch; a source with weight 2 comes twice, cut anew each time."""
    windows: list[Window] = []
    for name, documents in sources.items():
        for _ in range(round(PASSES[name])):
            for document in documents:
                windows += cut_windows(document, pieces, rng=rng, singles=0.5)
    return [w for w in windows if w.size <= 220]


def entity_loss(scores: Tensor, bits: Tensor, weight: Tensor) -> Tensor:
    """Minus the log of the summed probability of the labels left possible; 0 bits teach nothing."""
    places = torch.arange(scores.shape[-1], device=scores.device)
    allowed = (bits[..., None] >> places) & 1
    known = (bits > 0) & (allowed.sum(-1) < scores.shape[-1])
    kept = scores.masked_fill(allowed == 0, -1e4)
    loss = torch.logsumexp(scores, -1) - torch.logsumexp(kept, -1)
    share = weight * known / 100
    return (loss * share).sum() / share.sum().clamp(min=1)


def losses(model: Reader, batch: Batch) -> dict[str, Tensor]:
    """All losses of a batch by name; a layer no window has is left out."""
    out = model(**batch.inputs)
    t = batch.targets

    real = int((batch.inputs["sent"] > 0).sum())

    def cross(scores: Tensor, gold: Tensor, smooth: float = 0.0) -> Tensor:
        """Mean over labelled words; a batch with few of them counts less."""
        share = min(1.0, int((gold >= 0).sum()) / (0.35 * real))
        loss = F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=-100, label_smoothing=smooth)
        return share * loss

    loss: dict[str, Tensor] = {}
    if (t["upos"] >= 0).any():
        relations = model.relate(out["dep"], out["gov"], t["heads"].clamp(min=0)).float()
        loss["upos"] = cross(out["upos"], t["upos"], 0.03)
        loss["feats"] = cross(out["feats"], t["feats"], 0.03)
        loss["arc"] = cross(out["arc"], t["heads"])
        loss["rel"] = cross(relations, t["relations"], 0.03)
    if (t["entities"] > 0).any():
        loss["ner"] = entity_loss(out["ner"], t["entities"], t["weight"])
    if (t["cue"] >= 0).any():
        for layer in LAYERS:
            loss[layer] = cross(out[layer], t[layer])
    for layer, entries in batch.pointers.items():
        if entries:
            rows, at, cues, shares = zip(*entries, strict=True)
            logp = out[layer + "_cue"][list(rows), list(at)].log_softmax(-1)
            chosen = logp[torch.arange(len(cues)), list(cues)]
            loss[layer + "_cue"] = -(chosen * torch.tensor(shares, device=chosen.device)).sum() / sum(shares)
    return loss


class Optimiser:
    """AdamW for the network, Adam by touched rows for the word embeddings, one schedule by the share of time gone."""

    def __init__(self, model: Reader, rate: float) -> None:
        words = model.encoder.words.weight
        body = [p for n, p in model.encoder.named_parameters() if p is not words]
        heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
        self.dense = torch.optim.AdamW(
            [{"params": body, "lr": rate}, {"params": heads, "lr": rate * 5}],
            weight_decay=0.01, betas=(0.9, 0.98), fused=True,
        )  # fmt: skip
        self.sparse = torch.optim.SparseAdam([words], lr=rate)
        self.groups = [(g, g["lr"]) for o in (self.dense, self.sparse) for g in o.param_groups]
        self.clipped = body + heads

    def step(self, loss: Tensor, gone: float) -> None:
        """One update at the share `gone` of the run."""
        for group, rate in self.groups:
            group["lr"] = rate * max(min(gone / 0.03, (1 - gone) / 0.97), 0.002)
        self.dense.zero_grad(set_to_none=True)
        self.sparse.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.clipped, 1.0)
        self.dense.step()
        self.sparse.step()


def save(model: Reader, labels: Labels, path: Path) -> None:
    """Weights and label lists, written whole or not at all."""
    lists = {k: getattr(labels, k) for k in ("upos", "feats", "relations", "entities")}
    torch.save({"weights": model.state_dict(), "labels": lists}, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def load(path: Path) -> tuple[Reader, Labels]:
    """A saved reader."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    labels = Labels(**saved["labels"])
    model = Reader(len(labels.upos), len(labels.feats), len(labels.relations), len(labels.entities))
    model.load_state_dict(saved["weights"])
    return model.eval(), labels


def quick(measuring: dict[str, list[Document]]) -> dict[str, list[Document]]:
    """A small part of the measuring documents, for figures during the run."""
    return {k: d[:: 6 if k == "polnear-dev" else 8] for k, d in measuring.items() if k != "gum-dev"}


def train(arguments: argparse.Namespace) -> None:
    """Train, save checkpoints, measure at the end."""
    data, folder = Path(arguments.data), Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(0)
    rng = random.Random(0)
    sources, kept = load_training(data)
    measuring = load_measuring(data)
    labels = make_labels(sources["en_ewt"] + sources["en_gum_open"])
    pieces, swap = Pieces(load_tokenizer()), NameSwap(data)
    model = Reader(len(labels.upos), len(labels.feats), len(labels.relations), len(labels.entities), sparse=True)
    model.encoder.load_base()
    model.to(device)
    optimiser = Optimiser(model, arguments.rate)
    say({"words": {k: sum(len(s.words) for d in v for s in d.sentences) for k, v in sources.items()},
         "labels": {k: len(v) for k, v in labels.index.items()}, "kept": len(kept)})  # fmt: skip
    progress = Progress(arguments.minutes * 60)
    saved = time.time()
    while progress.gone() < 1:
        for group in batches(epoch(sources, pieces, rng), arguments.pieces, rng):
            gone = progress.gone()
            if gone >= 1:
                break
            model.train()
            batch = collate(group, labels, pieces, rng, swap).to(device)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                parts = losses(model, batch)
            optimiser.step(torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum(), gone)
            progress.count(group, parts)
            if time.time() - saved > arguments.every * 60:
                save(model, labels, folder / "reader.pt")
                saved = time.time()
                figures = evaluate(*torch_scorer(model, device), quick(measuring), kept[::3], labels, pieces)
                say({"checkpoint": progress.steps, **figures})
    save(model, labels, folder / "reader.pt")
    figures = evaluate(*torch_scorer(model, device), measuring, kept, labels, pieces)
    say({"final": figures, "steps": progress.steps, "words": dict(progress.words)})
    (folder / "figures.json").write_text(json.dumps(figures, indent=1))


class Progress:
    """Time gone, words seen by source, mean losses; a line of the log every minute."""

    def __init__(self, seconds: float) -> None:
        self.begun = self.told = time.time()
        self.seconds = seconds
        self.steps = 0
        self.words: Counter[str] = Counter()
        self._loss: dict[str, list[float]] = {}

    def gone(self) -> float:
        """Share of the time gone."""
        return (time.time() - self.begun) / self.seconds

    def count(self, group: list[Window], parts: dict[str, Tensor]) -> None:
        """Add a batch."""
        self.steps += 1
        for name, value in parts.items():
            self._loss.setdefault(name, []).append(value.item())
        for window in group:
            self.words[window.document.kind] += sum(len(s.words) for s in window.sentences)
        if time.time() - self.told > 60:
            rate = sum(self.words.values()) / (time.time() - self.begun)
            means = {k: round(sum(v) / len(v), 3) for k, v in self._loss.items()}
            say({"step": self.steps, "gone": round(self.gone(), 3), "words_s": round(rate), "loss": means})
            self._loss, self.told = {}, time.time()


def say(record: dict[str, object]) -> None:
    """One JSON line of the log, with the time."""
    print(json.dumps({"at": time.strftime("%H:%M:%S"), **record}), flush=True)


def parse() -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--every", type=float, default=8, help="minutes between checkpoints")
    parser.add_argument("--pieces", type=int, default=2800, help="word pieces a batch")
    parser.add_argument("--rate", type=float, default=3e-4)
    return parser.parse_args()


if __name__ == "__main__":
    train(parse())
