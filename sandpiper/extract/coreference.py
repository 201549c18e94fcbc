"""Mentions -> antecedents: which earlier mention a pronoun or description means, where the model is sure enough."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sandpiper.extract.encoder import Signals
from sandpiper.types import Mention, Span, Where

_AFTER = re.compile(
    r"(?:of|in|on|at|for|from|to|with|by|who|whom|whose|which|that|where|and|or|as|about|against|between|near|,|\(|:|–|—|;|\.)",
    re.I,
)
_REACH = 60  # mentions looked back at


def head_word(text: str, words: Sequence[Span], inside: Sequence[int]) -> int | None:
    """The head of a noun phrase without a parser: the last word before the first post-modifier."""
    for k, i in enumerate(inside):
        if k and _AFTER.fullmatch(words[i].of(text)):
            return inside[k - 1]
    return inside[-1] if inside else None


def heads(
    text: str, signals: Signals, mentions: Sequence[Mention], where: Where = None
) -> list[tuple[int, Mention]]:
    """The mentions of one string in order, each with the number of its head word."""
    here = sorted((m for m in mentions if m.in_ == where), key=lambda m: (m.start, -m.end))
    starts = {w.start: i for i, w in enumerate(signals.words)}
    out: list[tuple[int, Mention]] = []
    for m in here:
        first = starts.get(m.start)
        if first is None:
            continue
        inside = []
        while first < len(signals.words) and signals.words[first].start < m.end:
            inside.append(first)
            first += 1
        head = head_word(text, signals.words, inside) if m.type == "ROLE" else inside[-1]
        if head is not None:
            out.append((head, m))
    return out


def antecedents(
    text: str, signals: Signals, mentions: Sequence[Mention], where: Where = None
) -> dict[str, str]:
    """Mention id -> id of an earlier mention of the same actor, for pronouns and descriptions.

    Scores are the mention-ranking model's of Lee et al. 2017 without span features: the null antecedent scores 0.
    """
    found = heads(text, signals, mentions, where)
    out: dict[str, str] = {}
    for k, (head, mention) in enumerate(found):
        if mention.type not in ("PRON", "ROLE"):
            continue
        row = signals.row("antecedent", [head])
        if row is None:
            continue
        best, winner = 0.0, None
        for other, candidate in found[max(0, k - _REACH) : k]:
            at = other - row.first
            if candidate.end <= mention.start and 0 <= at < len(row.scores) and row.scores[at] > best:
                best, winner = float(row.scores[at]), candidate
        if winner is not None:
            out[mention.id] = winner.id
    return out
