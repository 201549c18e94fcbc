"""Word vectors of the shipped model -> ``near.txt.gz``: for each stem the stems of words that are used alike.

    python -m sandpiper.analysis.outcomes.build

Kept as a file of its own, so that proposals stay as they are when the model changes. Similarity is the cosine of the
input vectors of the encoder's word pieces, less their mean; of several words of one stem the nearest counts.
"""

from __future__ import annotations

import gzip
import json
from importlib import resources
from pathlib import Path

import numpy as np

from sandpiper.analysis.outcomes.words import STOP, analysed

LEAST = 0.33  # "troops" and "infantry" 0.44, "passengers" and "travellers" 0.34, "wages" and "school" 0.10
MOST = 16  # neighbours of a stem
OUT = Path(__file__).with_name("near.txt.gz")


def neighbours(vectors: np.ndarray, words: list[str]) -> dict[str, dict[str, float]]:
    """Vectors, a row for each word -> stem -> stems of similar words with their cosine, the nearest first."""
    vectors = vectors - vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    stems = [analysed(word)[0] for word in words]
    found: dict[str, dict[str, float]] = {}
    for start in range(0, len(words), 1000):
        cosines = vectors[start : start + 1000] @ vectors.T
        for row, column in zip(*np.where(cosines >= LEAST), strict=True):
            one, other = stems[start + row], stems[column]
            if one != other:
                near = found.setdefault(one, {})
                near[other] = max(near.get(other, 0.0), float(cosines[row, column]))
    return {
        stem: dict(sorted(near.items(), key=lambda i: (-i[1], i[0]))[:MOST]) for stem, near in found.items()
    }


def main() -> int:
    """Write the file."""
    models = resources.files("sandpiper.models")
    with resources.as_file(models.joinpath("embeddings.npz")) as path, np.load(path) as file:
        table = file["table"].astype(np.float32) * file["scale"][:, None]
    vocabulary = json.loads(models.joinpath("tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    words = [w for w in vocabulary if w.isascii() and w.isalpha() and len(w) > 3 and w not in STOP]
    near = neighbours(table[[vocabulary[w] for w in words]], words)
    lines = (
        f"{stem} " + " ".join(f"{o}:{100 * c:.0f}" for o, c in some.items())
        for stem, some in sorted(near.items())
    )
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(f"{line}\n" for line in lines).encode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
