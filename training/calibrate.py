"""Fit the confidence of events: ``python -m training.calibrate sandpiper/models .work/corpus.jsonl``.

On the held-out passages, by logistic regression of "right" on the log odds of the trigger's category (Platt 1999); slope
and offset are written into the model's ``model.json``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import passages, reliability
from sandpiper.pipeline import Reader
from sandpiper.settings import Settings


def fit(pairs: Sequence[tuple[float, bool]], rounds: int = 50) -> tuple[float, float]:
    """Slope and offset for (probability, right) pairs, by Newton's method on the log loss."""
    p = np.clip([s for s, _ in pairs], 1e-6, 1 - 1e-6)
    x = np.stack([np.log(p / (1 - p)), np.ones(len(p))], 1)
    y = np.array([right for _, right in pairs], float)
    w = np.array([1.0, 0.0])
    for _ in range(rounds):
        q = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (q * (1 - q))[:, None]).T @ x + 1e-6 * np.eye(2)
        w -= np.linalg.solve(hessian, x.T @ (q - y))
    return float(w[0]), float(w[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("file", type=Path, help="compiled passages")
    args = parser.parse_args()
    card = args.model / "model.json"
    meta = json.loads(card.read_text())
    meta["calibration"] = [1.0, 0.0]
    card.write_text(json.dumps(meta, indent=1) + "\n")
    rows = passages.passages(args.file)
    reader = Reader(model=args.model, settings=Settings(trigger_threshold=0.05))
    meta["calibration"] = [round(v, 4) for v in fit(reliability.outcomes(reader, rows))]
    card.write_text(json.dumps(meta, indent=1) + "\n")
    print(meta["calibration"], passages.run(Reader(model=args.model), rows))


if __name__ == "__main__":
    main()
