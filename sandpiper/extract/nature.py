"""Signals, Mentions -> Natures: what the model thinks of whom a mention means, where no table or rule knows better."""

from __future__ import annotations

from collections.abc import Sequence

from sandpiper.extract.coreference import heads
from sandpiper.extract.encoder import BEINGS, SECTORS, Signals
from sandpiper.types import Mention, Nature, Where


def natures(
    text: str, signals: Signals, mentions: Sequence[Mention], where: Where = None
) -> dict[str, Nature]:
    """Mention id -> its Nature, for the mentions of one string."""
    out: dict[str, Nature] = {}
    for head, mention in heads(text, signals, mentions, where):
        sector, being = signals.heads["sector"][head], signals.heads["being"][head]
        row = signals.row("country", [head])
        named = int(row.scores.argmax()) if row is not None else None
        out[mention.id] = Nature(
            sectors=dict(zip((None, *SECTORS), map(float, sector), strict=True)),
            kinds=dict(zip(BEINGS, map(float, being), strict=True)),
            country=signals.words[row.first + named] if row is not None and named is not None else None,
            sure=float(row.scores[named]) if row is not None and named is not None else 0.0,
        )
    return out
