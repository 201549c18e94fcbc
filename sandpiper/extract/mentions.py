"""Signals -> Mentions: bare names, descriptions that stand for an actor, pronouns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from sandpiper.extract.encoder import NAME_TYPES, PRONOUNS, WORD, Signals, tagged
from sandpiper.types import Mention, MentionType, Span, Where

_ADDRESSED = frozenset({"you", "your"})  # whom "you" means, no newswire says
# Words of the closed classes: alone they name nobody and do nothing, whatever a model thinks of them.
_CLOSED = """a an the this that these those some any all both each every either neither no not nor or and but so yet if
then than as at by for from in into of off on onto out over to up upon with without within about above across after against
along among around before behind below beneath beside between beyond despite down during except inside like near since
through throughout till toward towards under until via while is are was were be been being am has have had having do does
did will would shall should can could may might must also only even just there here where when who whom whose which what
why how very more most less least much many such other another own same too now once because although though however
whether mr mrs ms"""
CLOSED = frozenset(_CLOSED.split())
_AROUND = 100  # characters to each side that tell whether a text is all in capitals
_OPENS = frozenset({"of", "for", "from", "in", "at", "to", "with", "by", "on", "against", "near"})
_MARKS = frozenset({",", ";", ":", "(", "-", "–", "—", "’", "'", "“", '"'})
_DANGLING = CLOSED | _MARKS  # what no description ends in
_EDGES = _MARKS | {"”"}  # what no name ends in


def find(
    text: str, signals: Signals, *, threshold: float, where: Where = None, first: int = 0
) -> list[Mention]:
    """The mentions of one string in order of appearance, with ids from ``m{first}`` on and no actors yet."""
    found: dict[Span, MentionType] = {}
    names = _names(text, signals, threshold)
    for span, kind in names:
        found.setdefault(span, kind)
    for span in _roles(text, signals, threshold, [span for span, _ in names]):
        found.setdefault(span, "ROLE")
    found = {span: kind for span, kind in found.items() if _says_something(text, span)}
    for word in signals.words:
        spelled = word.of(text).lower()
        if spelled in PRONOUNS and spelled not in _ADDRESSED and word.of(text) != "US":
            if found.get(word) == "ROLE":
                del found[word]
            found.setdefault(word, "PRON")
    ordered = sorted(found, key=lambda s: (s.start, -s.end))
    return [
        Mention(f"m{first + i}", s.start, s.end, s.of(text), found[s], in_=where)
        for i, s in enumerate(ordered)
    ]


def _roles(text: str, signals: Signals, threshold: float, names: Sequence[Span]) -> list[Span]:
    """Descriptions, whole: none cuts a name in two, none ends in a preposition.

    "dockers at Umm" runs on to the end of the name Umm Qasr, "negotiators for" over the description that follows;
    what lies inside a name is part of it.
    """
    words = signals.words
    parts = tagged(signals.heads["roles"], threshold)
    stretches = {words[lo].start: words[hi - 1].end for lo, hi in parts} | {n.start: n.end for n in names}
    starts, ends = [n.start for n in names], [n.end for n in names]
    out = []
    for lo, hi in parts:
        start, end = words[lo].start, words[hi - 1].end
        while hi < len(words) and words[hi - 1].of(text).lower() in _OPENS and words[hi].start in stretches:
            end = stretches[words[hi].start]
            hi = next((i for i in range(hi, len(words)) if words[i].end >= end), len(words) - 1) + 1
        first = bisect_right(ends, start)
        if first < len(names) and names[first].start < start < names[first].end:
            if end <= names[first].end:
                continue
            start = names[first].start
        last = bisect_left(starts, end) - 1
        if last >= 0 and names[last].end > end:
            if names[last].start <= start:
                continue
            end = names[last].end
        while hi - 1 > lo and end == words[hi - 1].end and words[hi - 1].of(text).lower() in _DANGLING:
            hi -= 1
            end = words[hi - 1].end
        out.append(Span(start, end))
    return out


def _says_something(text: str, span: Span) -> bool:
    """Whether a mention has a word that is neither of a closed class nor all marks and digits.

    In capitals such a word may be an acronym, WHO, unless all around it is in capitals too.
    """
    words = [word for word in WORD.findall(span.of(text)) if any(c.isalpha() for c in word)]
    if any(word.lower() not in CLOSED for word in words):
        return True
    if not any(word.isupper() and len(word) > 1 for word in words):
        return False
    around = text[max(0, span.start - _AROUND) : span.start] + text[span.end : span.end + _AROUND]
    return not around.isupper()


def _names(text: str, signals: Signals, threshold: float) -> list[tuple[Span, MentionType]]:
    labels = signals.heads["names"]
    inside = 1 - labels[:, 0] > threshold
    runs: list[list[int]] = []
    for i in np.flatnonzero(inside).tolist():
        begin, go_on = labels[i, 1::2].sum(), labels[i, 2::2].sum()
        if runs and runs[-1][-1] == i - 1 and go_on >= begin:
            runs[-1].append(i)
        else:
            runs.append([i])
    out: list[tuple[Span, MentionType]] = []
    for run in runs:
        while run and not text[signals.words[run[0]].start].isalnum():
            run.pop(0)
        while len(run) > 1 and signals.words[run[-1]].of(text) in _EDGES:
            run.pop()
        if not run:
            continue
        weight = (labels[run, 1::2] + labels[run, 2::2]).sum(0)
        kind = NAME_TYPES[int(weight.argmax())]
        out.append((Span(signals.words[run[0]].start, signals.words[run[-1]].end), kind))  # type: ignore[arg-type]
    return out
