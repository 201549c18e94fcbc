"""What a plain classifier reaches on Speech-Acts: ``python -m training.pledges [--data DIR] [--epochs 3]``.

The encoder that our own training starts from, the mean of its states and one layer, fine-tuned on whether a sentence is
commissive, five folds of whole releases, seeds fixed. It is the figure to compare `benchmarks.pledges` with, which saw no such sentence; nothing
of it is shipped. Prints precision, recall and F1 of the five held-out parts together.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from benchmarks import Row, f1, lines, share
from benchmarks.pledges import FILE, is_pledge
from training.train import BASE, LOW, Flat, descend, low_states

FOLDS, LONGEST, BATCH = 5, 128, 32
BODY_LR, HEAD_LR = 5e-5, 1e-3


def fold_of(doc: str) -> int:
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % FOLDS


class Classifier(nn.Module):
    """Word pieces [B, T], mask [B, T] -> log odds [B]."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(BASE), add_pooling_layer=False)
        self.encoder.embeddings.requires_grad_(False)
        self.out = nn.Linear(self.encoder.config.hidden_size, 1)
        low_states(self.encoder)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        return self.out((states * weight).sum(1) / weight.sum(1)).squeeze(-1)


def batches(rows: list[tuple[list[int], bool]]) -> list[list[tuple[list[int], bool]]]:
    """Of similar length, in random order."""
    shuffled = sorted(random.sample(rows, len(rows)), key=lambda r: len(r[0]) // 8)
    out = [shuffled[i : i + BATCH] for i in range(0, len(shuffled), BATCH)]
    random.shuffle(out)
    return out


def scores(model: Classifier, batch: list[tuple[list[int], bool]]) -> Tensor:
    width = max(len(ids) for ids, _ in batch)
    ids = torch.tensor([ids + [1] * (width - len(ids)) for ids, _ in batch])
    mask = torch.tensor([[1] * len(ids) + [0] * (width - len(ids)) for ids, _ in batch])
    return model(ids, mask)


def trained(rows: list[tuple[list[int], bool]], epochs: int) -> Classifier:
    model = Classifier()
    flat = [Flat(list(model.encoder.encoder.parameters()), LOW), Flat(list(model.out.parameters()))]
    optimiser = torch.optim.AdamW(
        [{"params": [part.master], "lr": rate} for part, rate in zip(flat, (BODY_LR, HEAD_LR), strict=True)],
        fused=True,
    )
    steps = [batch for _ in range(epochs) for batch in batches(rows)]
    rates = [g["lr"] for g in optimiser.param_groups]
    model.train()
    for i, batch in enumerate(steps):
        done = i / len(steps)
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, done / 0.1 + 0.02) * (1 - done)
        gold = torch.tensor([float(label) for _, label in batch])
        functional.binary_cross_entropy_with_logits(scores(model, batch), gold).backward()
        descend(optimiser, flat)
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args()
    torch.set_num_threads(2)
    rows: list[Row] = list(lines(args.data / FILE))
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    asked = [(tokenizer.encode(row["text"]).ids[:LONGEST], is_pledge(row)) for row in rows]
    folds = [fold_of(row["doc"]) for row in rows]
    counts: Counter[str] = Counter()
    for k in range(FOLDS):
        random.seed(k)
        torch.manual_seed(k)
        model = trained([a for a, f in zip(asked, folds, strict=True) if f != k], args.epochs)
        held = [a for a, f in zip(asked, folds, strict=True) if f == k]
        with torch.no_grad():
            for start in range(0, len(held), BATCH):
                part = held[start : start + BATCH]
                for score, (_, label) in zip(scores(model, part).tolist(), part, strict=True):
                    counts["gold"] += label
                    counts["found"] += score > 0
                    counts["right"] += label and score > 0
        print(f"fold {k}: {dict(counts)}", flush=True)
    right, gold, found = counts["right"], counts["gold"], counts["found"]
    print(
        json.dumps(
            {"precision": share(right, found), "recall": share(right, gold), "f1": f1(right, gold, found)}
        )
    )


if __name__ == "__main__":
    main()
