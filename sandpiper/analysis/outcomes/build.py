"""Word vectors of the shipped model -> ``near.txt.gz``: for each stem the stems of words that are used alike; passages
of newswire -> ``common.txt.gz``: how many of them have each stem.

    python -m sandpiper.analysis.outcomes.build            # near.txt.gz
    python -m sandpiper.analysis.outcomes.build FILE.jsonl  # common.txt.gz, of what ``corpus.compile`` writes

Kept as files of their own, so that proposals stay as they are when the model changes. Similarity is the cosine of the
input vectors of the encoder's word pieces, less their mean; of several words of one stem the nearest counts.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from sandpiper.analysis.outcomes.words import STOP, analysed, words

LEAST = 0.33  # "troops" and "infantry" 0.44, "passengers" and "travellers" 0.34, "wages" and "school" 0.10
MOST = 16  # neighbours of a stem
SEEN = 3  # passages that a stem must be in to be listed
OUT = Path(__file__).with_name("near.txt.gz")


def neighbours(vectors: np.ndarray, known: list[str]) -> dict[str, dict[str, float]]:
    """Vectors, a row for each word -> stem -> stems of similar words with their cosine, the nearest first."""
    vectors = vectors - vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    stems = [analysed(word)[0] for word in known]
    found: dict[str, dict[str, float]] = {}
    for start in range(0, len(known), 1000):
        cosines = vectors[start : start + 1000] @ vectors.T
        for row, column in zip(*np.where(cosines >= LEAST), strict=True):
            one, other = stems[start + row], stems[column]
            if one != other:
                near = found.setdefault(one, {})
                near[other] = max(near.get(other, 0.0), float(cosines[row, column]))
    return {
        stem: dict(sorted(near.items(), key=lambda i: (-i[1], i[0]))[:MOST]) for stem, near in found.items()
    }


def common(passages: Iterable[Mapping[str, Any]]) -> list[str]:
    """Lines: how many passages there are, then each stem and how many have it, where these are at least ``SEEN``."""
    counts: Counter[str] = Counter()
    number = 0
    for number, passage in enumerate(passages, 1):  # noqa: B007
        counts.update({w.stem for w in words(f"{passage.get('title') or ''} {passage['text']}")})
    return [str(number), *(f"{stem} {n}" for stem, n in sorted(counts.items()) if n >= SEEN)]


def main(files: Sequence[str]) -> int:
    """Write one of the two."""
    if files:
        with Path(files[0]).open(encoding="utf-8") as file:
            _write(OUT.with_name("common.txt.gz"), common(map(json.loads, file)))
        return 0
    models = resources.files("sandpiper.models")
    with resources.as_file(models.joinpath("embeddings.npz")) as path, np.load(path) as archive:
        table = archive["table"].astype(np.float32) * archive["scale"][:, None]
    vocabulary = json.loads(models.joinpath("tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    known = [w for w in vocabulary if w.isascii() and w.isalpha() and len(w) > 3 and w not in STOP]
    near = neighbours(table[[vocabulary[w] for w in known]], known)
    lines = (
        f"{stem} " + " ".join(f"{o}:{100 * c:.0f}" for o, c in some.items())
        for stem, some in sorted(near.items())
    )
    _write(OUT, lines)
    return 0


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(f"{line}\n" for line in lines).encode())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
