"""Signals and Mentions -> Events: triggers with a category, linked to the mentions of actor and recipient."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sandpiper.extract.encoder import CATEGORIES, STATUSES, Signals
from sandpiper.extract.mentions import CLOSED
from sandpiper.types import Mention, Span, Status, Where

ALONE = 0.15  # a side's likeliest mention is taken from here on


@dataclass(frozen=True, slots=True)
class Found:
    """An event in words: mentions instead of actors; the pipeline makes an Event of it."""

    category: str
    trigger: Span
    actor: tuple[Mention, ...]
    recipient: tuple[Mention, ...]
    status: Status
    reciprocal: bool
    confidence: float
    where: Where


def find(
    text: str, signals: Signals, mentions: Sequence[Mention], *, threshold: float, link: float, mutual: float,
    where: Where = None,
) -> list[Found]:  # fmt: skip
    """The events of one string in order of their triggers."""
    here = [m for m in mentions if m.in_ == where]
    here.sort(key=lambda m: (m.start, -m.end))
    places = _word_ranges(signals, here)
    out: list[Found] = []
    for first, last, category, sureness in _triggers(signals, threshold):
        word = signals.words[first].of(text)
        if not word[0].isalpha() or word.lower() in CLOSED:
            continue
        trigger = Span(signals.words[first].start, signals.words[last - 1].end)
        actor = _linked(signals, "actor", first, here, places, link, trigger)
        recipient = _linked(signals, "recipient", first, here, places, link, trigger)
        recipient = [
            (m, s) for m, s in recipient if not any(m.span.overlaps(a.span) and t >= s for a, t in actor)
        ]
        actor = [(m, s) for m, s in actor if not any(m.span.overlaps(r.span) for r, _ in recipient)]
        reciprocal = float(signals.heads["reciprocal"][first, 1]) > mutual
        whom = tuple(m for m, _ in recipient)
        who = tuple(m for m, _ in actor)
        if reciprocal:
            who, whom = tuple(sorted((*who, *whom), key=lambda m: m.start)), ()
        status = STATUSES[int(signals.heads["status"][first].argmax())]
        out.append(Found(category, trigger, who, whom, status, reciprocal, round(sureness, 4), where))  # type: ignore[arg-type]
    return out


def _triggers(signals: Signals, threshold: float) -> list[tuple[int, int, str, float]]:
    labels = signals.heads["trigger"]
    begin = labels[:, 1 : 1 + len(CATEGORIES)]
    out: list[tuple[int, int, str, float]] = []
    for i in np.flatnonzero(begin.sum(1) > threshold).tolist():
        category = CATEGORIES[int(begin[i].argmax())]
        if out and out[-1][1] == i and out[-1][2] == category:
            continue  # "opened fire": one act, its first word is the anchor
        last = i + 1
        while last < len(labels) and labels[last, 1 + len(CATEGORIES)] > 0.5:
            last += 1
        out.append((i, last, category, float(begin[i].sum())))
    return out


def _word_ranges(signals: Signals, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    starts = np.array([w.start for w in signals.words], np.int64)
    return [(int(np.searchsorted(starts, m.start)), int(np.searchsorted(starts, m.end))) for m in mentions]


def _linked(
    signals: Signals, relation: str, anchor: int, mentions: Sequence[Mention], places: Sequence[tuple[int, int]],
    link: float, trigger: Span,
) -> list[tuple[Mention, float]]:  # fmt: skip
    """Mentions whose words the row picks; of nested ones the longest that is picked."""
    row = signals.row(relation, [anchor])
    if row is None:
        return []
    chosen: list[tuple[Mention, float]] = []
    near = slice(bisect_left(places, (row.first, 0)), bisect_left(places, (row.first + len(row.scores), 0)))
    for mention, (lo, hi) in zip(mentions[near], places[near], strict=True):
        lo, hi = lo - row.first, hi - row.first
        if (
            lo < 0
            or hi > len(row.scores)
            or lo >= hi
            or mention.span.overlaps(trigger)
            or mention.type == "MISC"
        ):
            continue
        score = float(row.scores[lo:hi].mean())
        if score > min(link, ALONE):
            chosen.append((mention, score))
    best = max((score for _, score in chosen), default=0.0)
    chosen = [(mention, score) for mention, score in chosen if score > link or score == best]
    chosen.sort(key=lambda c: -(c[0].end - c[0].start))
    kept: list[tuple[Mention, float]] = []
    for mention, score in chosen:
        if not any(mention.span.overlaps(k.span) for k, _ in kept):
            kept.append((mention, score))
    return sorted(kept, key=lambda c: c[0].start)
