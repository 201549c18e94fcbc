"""Our annotated newswire: passages in words, their guidelines, and the compiler from words to offsets."""

from __future__ import annotations

import zlib


def held_out(passage: str) -> bool:
    """Whether a passage is kept from the weights, to choose thresholds with: a tenth, by a hash of its id.

    The files w1 were read by the first checkpoint and are not among them.
    """
    return not passage.startswith("w1-") and zlib.crc32(passage.encode()) % 10 == 0
