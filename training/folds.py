"""Five folds of PLV: fine-tune from a checkpoint that never saw it, export, score held-out sentences through the API.

    python -m training.folds .work/run/base.pt --seeds 1 2 3 [--rounds 3]

Predictions of the seeds are pooled by mean probability. The first seed's models also read the held-out sentences
(`benchmarks.events`). Everything is resumable: a fold's folder with a ``model`` is not trained again, only asked.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch

from benchmarks import dyad, events
from sandpiper.pipeline import Reader
from training import data as d
from training.export import export
from training.train import HERE, fit, forever, load, new_maker

REPEAT = {"plv": 0.4, "plv-dyad": 1.0, "plv-reversed": 0.15, "own": 0.008, "own-pair": 0.02}


def fold(
    out: Path, rows: list[dict[str, Any]], held: set[str], own: list[d.Example], maker: d.Maker,
    args: argparse.Namespace, seed: int,
) -> None:  # fmt: skip
    """Train on all rows but the held ones, export int8, write predictions for the held ones."""
    torch.manual_seed(seed)
    kept = {row["id"] for row in rows} - held
    examples: dict[str, list[d.Example]] = {}
    for e in (*d.plv(maker, args.data, HERE / "plv_triggers.tsv", kept), *own):
        examples.setdefault(e.corpus, []).append(e)
    pieces = int(args.rounds * sum(REPEAT.get(k, 0) * sum(e.size for e in v) for k, v in examples.items()))
    model = load(args.base)
    fit(
        model,
        forever(maker, examples, REPEAT, seed),
        0,
        scale=0.8,
        save=out / "model.pt",
        pieces=pieces,
        dropout=0.1,
    )
    export(out / "model.pt", out / "model", f"fold-{seed}", fp32=False)
    (out / "model.pt").unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--corpus", type=Path, default=Path(".work/corpus.jsonl"))
    parser.add_argument("--out", type=Path, default=Path(".work/folds"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--rounds", type=float, default=4.0)
    args = parser.parse_args()
    torch.set_num_threads(2)
    torch.set_flush_denormal(True)
    rows = list(d.lines(args.data / dyad.PLV))
    cut = dyad.folds(rows)
    maker = new_maker()
    own = list(d.own(maker, args.corpus))
    pooled: dict[str, dict[str, float]] = {}
    for seed in args.seeds:
        for k, numbers in enumerate(cut):
            out = args.out / f"{seed}-{k}"
            out.mkdir(parents=True, exist_ok=True)
            if not (out / "model" / "model.json").exists():
                fold(out, rows, {rows[i]["id"] for i in numbers}, own, maker, args, seed)
            reader = Reader(model=out / "model")
            for row in (rows[i] for i in numbers):
                mine = pooled.setdefault(row["id"], {})
                for name, value in dyad.ask(reader, row).items():
                    mine[name] = mine.get(name, 0.0) + value / len(args.seeds)
        done = [row for row in rows if row["id"] in pooled]
        figures = dyad.score([row["root"] for row in done], [dyad.root_of(pooled[row["id"]]) for row in done])
        print(f"dyad, seeds to {seed}: ", json.dumps(figures), flush=True)
    gold, read = [], []
    for k, numbers in enumerate(cut):
        reader = Reader(model=args.out / f"{args.seeds[0]}-{k}" / "model")
        held = [rows[i] for i in numbers]
        gold += held
        read += [reader.read(row["text"], id=row["id"]) for row in held]
    print("events:", json.dumps(events.score(gold, read)), flush=True)


if __name__ == "__main__":
    main()
