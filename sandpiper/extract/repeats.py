"""Statements -> which of them a story makes again: in headline and text, in lead and detail.

Two are one where the shorter says nothing that the longer does not: (nearly) all its words stand there, with the same
names, figures and days, both or neither with a "not", from the same speaker or, word for word, from nobody named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sandpiper.extract.encoder import CLOSED, PRONOUNS
from sandpiper.types import Span, Spans, Statement, Where

# Chosen by reading what was joined in 1,943 passages of our corpus, of its part for training, and in 60 stories of PolNeAR's.
SHARE = (
    1.0  # of the shorter's words that the longer has, where one speaker makes both and neither is a headline
)
HEADLINED = 0.65  # where the shorter is a headline, which puts things in other words
FEWEST = 3  # words of content that two must share
UNNAMED = 4  # where one speaker is not known to be the other
_REACH = 100  # statements of one speaker looked back at

_LONGEST = 6  # letters of a word that are compared

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NOT = re.compile(r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|cannot)\b|n['’]t\b", re.I)
_DENIES = re.compile(r"(?<!\bto )\b(?:den(?:y|ies|ied|ying)|refut|reject|dismiss)", re.I)
_ENDING = re.compile(r"(?:['’]s?|ies|ing|ed|es|s|e|y|ly)$")
_DAYS = frozenset(
    re.findall(
        r"\w+",
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
        "october november december today yesterday tomorrow one two three four five six seven eight nine ten eleven twelve "
        "first second third fourth fifth last next dozen dozens hundred hundreds thousand thousands million billion half",
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with the stems of what it says and, of these, figures and days."""

    said: Statement
    words: frozenset[str]
    exact: frozenset[str]
    negative: bool
    denied: bool
    headline: bool
    source: frozenset[str]

    @property
    def turned(self) -> bool:
        """Whether it says that something is not so: with a "not", or with a verb of denial, but not with both."""
        return self.negative != self.denied

    @property
    def worth(self) -> tuple[bool, bool, int]:
        return self.said.speaker is not None, not self.headline, len(self.words)


def find(
    said: Sequence[Statement], string: Callable[[Where], str], headlines: Sequence[Span] = (),
    sides: Mapping[str, str] | None = None,
) -> dict[str, str]:  # fmt: skip
    """Id of each statement that is made again, to the id of the fullest like it, which stays.

    ``headlines`` are those in the text; ``sides`` gives the country of the actors that have one, for a headline names
    the side ("Oslo") where the text names the man.
    """
    kept: list[Told] = []
    again: dict[str, str] = {}
    for s in said:
        told = told_of(s, string(s.in_), headlines)
        if len(told.words) < FEWEST or (told.headline and s.repairs):
            continue  # a headline read with a repair stays, for the repair to be seen and checked
        other = next((t for t in reversed(kept[-_REACH:]) if _same(told, t, sides or {})), None)
        if other is not None:
            loser, winner = sorted((told, other), key=lambda t: t.worth)
            again[loser.said.id] = winner.said.id
            if winner is other:
                continue
            kept.remove(other)
        kept.append(told)
    return {lost: _end(again, lost) for lost in again}


def _end(again: Mapping[str, str], at: str) -> str:
    while at in again:
        at = again[at]
    return at


def told_of(s: Statement, text: str, headlines: Sequence[Span]) -> Told:
    lower = _lower(text, s.content)
    return Told(
        s,
        stems(text, s.content),
        frozenset(w for w in lower if w[0].isdigit() or w in _DAYS),
        sum(len(_NOT.findall(span.of(text))) for span in s.content) % 2 == 1,
        bool(s.cue) and any(_DENIES.search(span.of(text)) for span in s.cue),
        s.in_ == "title" or any(line.contains(s.content[0]) for line in headlines),
        frozenset(_stem(w) for w in _lower(text, s.source) if w not in CLOSED),
    )


def stems(text: str, spans: Spans) -> frozenset[str]:
    """The beginnings of the words of content in spans."""
    return frozenset(
        _stem(w) for w in _lower(text, spans) if w not in CLOSED and w not in PRONOUNS and len(w) > 1
    )


def _lower(text: str, spans: Spans) -> list[str]:
    return [w.lower() for span in spans for w in _WORD.findall(span.of(text))]


def _stem(word: str) -> str:
    """The beginning of a word, without its ending: "Pakistan" and "Pakistani", "ministry" and "minister" are one."""
    return (_ENDING.sub("", word) if len(word) > 4 else word.removesuffix("s"))[:_LONGEST]


def _same(one: Told, other: Told, sides: Mapping[str, str]) -> bool:
    """Whether two statements are one, made twice."""
    a, b = one.said, other.said
    small, large = sorted((one, other), key=lambda t: len(t.words))
    shared = len(small.words & large.words)
    if shared < FEWEST or not small.exact <= large.exact or a.negated != b.negated:
        return False
    if one.turned != other.turned or not _akin(a, b) or _apart(a, b):
        return False
    if one.headline != other.headline:
        line, body = (one, other) if one.headline else (other, one)
        return shared >= HEADLINED * len(small.words) and _speaks_for(line, body, sides)
    if {*small.said.topics} - {*large.said.topics} and {*large.said.topics} - {*small.said.topics}:
        return False
    if a.speaker is not None and a.speaker == b.speaker:
        return shared >= SHARE * len(small.words)
    unnamed = all(s.speaker or not s.source for s in (a, b)) and not (a.speaker and b.speaker)
    return unnamed and shared >= UNNAMED and shared == len(small.words)


def _speaks_for(line: Told, body: Told, sides: Mapping[str, str]) -> bool:
    """Whether the headline's speaker may be the text's: the same, called by fewer words, his country, or nobody."""
    a, b = line.said.speaker, body.said.speaker
    if a is not None and a == b:
        return True
    if a and b and a in sides and sides[a] == sides.get(b):
        return True
    shared = len(line.words & body.words)
    return bool(line.source) and line.source <= body.source and shared >= UNNAMED


def _akin(a: Statement, b: Statement) -> bool:
    """Whether one saying can be of both kinds: a report may make an assertion of what is a pledge in full."""
    kinds = {a.kind, b.kind}
    return len(kinds) == 1 or "assertion" in kinds


def _apart(a: Statement, b: Statement) -> bool:
    """Whether the story itself tells them apart: one in the other, in the same words, or on two days."""
    if a.in_ == b.in_ and any(x.overlaps(y) for x in (*a.content, *a.cue) for y in (*b.content, *b.cue)):
        return True
    days = {d.value for d in (a.date, b.date) if d is not None and d.from_ not in ("published", "dateline")}
    return len(days) > 1
