"""Two stories -> how far they are about one matter: the words they share, the rare ones most.

An outcome is often told without a word of the promise, but seldom without the names and things that the promise's
story had around it. How rare a word is, the newswire of ``common.txt.gz`` and the store tell together: a store of few
stories alone would take its own matter for something common.
"""

from __future__ import annotations

import functools
import gzip
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources

from sandpiper.analysis.outcomes.words import STOP, Word

Vector = Mapping[str, float]


@functools.cache
def _common() -> tuple[int, dict[str, int]]:
    """How many stories of newswire were counted, and how many of them have each stem."""
    first, *lines = (
        gzip.decompress(resources.files(__package__).joinpath("common.txt.gz").read_bytes())
        .decode()
        .splitlines()
    )
    return int(first), {stem: int(n) for stem, n in map(str.split, lines)}


def rarity(stem: str, having: int, stories: int) -> float:
    """How much a word tells that ``having`` of a store's ``stories`` have: the logarithm of how rare it is."""
    counted, common = _common()
    return math.log((counted + stories + 1) / (1 + common.get(stem, 0) + having))


def vector(words: Iterable[Word], weight: Callable[[str], float]) -> Vector:
    """The words of a story that tell something, by stem, as a vector of length 1."""
    counts = Counter(w.stem for w in words if w.lower not in STOP)
    found = {stem: (1 + math.log(n)) * weight(stem) for stem, n in counts.items()}
    length = math.sqrt(sum(v * v for v in found.values()))
    return {stem: v / length for stem, v in found.items()} if length else {}


def alike(one: Vector, other: Vector) -> float:
    """The cosine of two vectors: 0 (nothing in common) to 1."""
    few, many = sorted((one, other), key=len)
    return sum(value * many.get(stem, 0.0) for stem, value in few.items())


def heaviest(found: Vector, count: int) -> Sequence[str]:
    """The stems that tell most of a story."""
    return sorted(found, key=lambda stem: (-found[stem], stem))[:count]
