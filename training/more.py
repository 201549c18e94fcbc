"""Train on from a checkpoint: ``python -m training.more START.pt OUT.pt --minutes 30 own=2 polnear=1.8 …``.

What `training.restore` makes of the shipped model, or an average, goes on with shares of the corpora that the command line
gives (passes over each in one round, as in `training.train.PHASES`). ``--exact`` rounds as the export does, ``--embeddings``
lets the word pieces' table learn too. Examples are kept beside OUT, for making them takes a minute and a half.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import torch

from training.train import HERE, WEIGHT, everything, fit, forever, load, new_maker

HEAVIER = {"kind": 0.6, "status": 0.5}  # what was still learnt slowly when the rest was known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("shares", nargs="+", type=lambda s: s.split("=", 1), help="as own=2 polnear=1.8")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--corpus", type=Path, default=Path(".work/corpus.jsonl"))
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--scale", type=float, default=0.5, help="of the learning rates")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("--embeddings", action="store_true")
    parser.add_argument("--dropout", type=float, default=0.0, help="of the encoder's states")
    args = parser.parse_args()
    torch.set_num_threads(2)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    WEIGHT.update(HEAVIER)
    maker, kept = new_maker(), args.out.with_name("examples.pkl")
    made_of = (args.corpus, *HERE.glob("*.tsv"))
    if not kept.exists() or kept.stat().st_mtime < max(path.stat().st_mtime for path in made_of):
        kept.write_bytes(pickle.dumps(everything(maker, args.data, args.corpus)))
    examples = pickle.loads(kept.read_bytes())
    shares = {corpus: float(share) for corpus, share in args.shares}
    if unknown := set(shares) - set(examples):
        parser.error(
            f"no such corpus: {', '.join(sorted(unknown))} (there are {', '.join(sorted(examples))})"
        )
    fit(
        load(args.start), forever(maker, examples, shares, args.seed), args.minutes, scale=args.scale, save=args.out,
        exact=args.exact, embeddings=args.embeddings, dropout=args.dropout,
    )  # fmt: skip


if __name__ == "__main__":
    main()
