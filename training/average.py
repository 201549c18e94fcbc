"""Average checkpoints that came from one ancestor: ``python -m training.average OUT.pt SHARE:A.pt SHARE:B.pt …``.

Weights by their shares (model soups, Wortsman et al. 2022); a head that only some have is averaged over those. Afterwards
``--refit CORPUS.jsonl`` fits the heads of trigger, modes, contexts, numbers, sectors, status and kind anew on what we marked ourselves, the
encoder left as it is.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from training.train import load, marked, new_maker, refit, round_as_int8, store


def average(parts: list[tuple[float, dict[str, Tensor]]]) -> dict[str, Tensor]:
    """The mean of state dictionaries; the first says which weights there are."""
    out: dict[str, Tensor] = {}
    for name, value in parts[0][1].items():
        same = [(share, p[name].float()) for share, p in parts if name in p and p[name].shape == value.shape]
        whole = sum(share for share, _ in same)
        mean = sum((share / whole * weights for share, weights in same), torch.zeros_like(same[0][1]))
        out[name] = mean.half() if value.is_floating_point() else value
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("parts", nargs="+", help="share and checkpoint, as 0.5:a.pt")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--refit", type=Path, help="compiled passages")
    args = parser.parse_args()
    split = [part.partition(":") for part in args.parts]
    torch.save(average([(float(share), torch.load(path)) for share, _, path in split]), args.out)
    if args.refit:
        torch.manual_seed(3)
        model = load(args.out)
        round_as_int8(model)
        maker = new_maker()
        examples = marked(maker, args.data, args.refit)
        refit(model, [e for e in examples if "trigger" in e.labels or e.sets])  # of PolNeAR what has a kind
        store(model, args.out)


if __name__ == "__main__":
    main()
