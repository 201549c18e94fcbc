"""Of which country somebody is of whom neither table nor rule tells it: the story's countries weighed against none.

News seldom says of which country "the clerks", "a nurse" or "Willie Tasso, a trade unionist" are. It may be the one where the
story plays, the one of the town that the sentence begins with, or that of the state named last; and reporters, tourists and
"foreign monitors" have none. Each country that the story's names tell is weighed by where those names stand, and "none" by what
the description says; the greatest sum wins (a conditional logit). The weights were fitted on 5,272 mentions of 1,300 training
passages without a model, in which it is right for 78.6 % (the rules before it: 73.9); how much a model's own reading counts was chosen on 3,121
held-out mentions, where it is right for 79.6 % with and 79.1 % without it (before: 75.8).

``homeless.csv`` (``noun,mentions,without``) counts, for nouns of descriptions without a country's name, in how many of our training
passages' mentions the annotators found no country.
"""

from __future__ import annotations

import csv
import functools
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from sandpiper.errors import TableError
from sandpiper.ontology import ENTITY_CODES
from sandpiper.types import ActorKind, Mention, Nature, Spans, Story

from .roles import Role
from .setting import Setting

PLACES = ("GPE", "LOC", "FAC")
# a country, by the names that tell it: its share of them all, where they stand, what they are
_SHARE, _SETTING, _DATELINE, _FIRST, _ENTITY, _ONLY = 1.0, 0.2, 0.3, 1.1, -0.4, 0.1
_SENTENCE, _BEFORE, _LAST, _CLAUSE, _WITHIN = 0.25, 0.25, 0.1, 0.5, 1.2
_SCENE, _WHOSE, _LAST_PLACE, _IN_PLACE, _SENTENCE_BEFORE = 0.3, 0.4, 0.5, 0.15, 0.1
_POINTED = 0.8  # times how sure the model is of the word that tells the country
# none, by the description
_NONE, _WIDE, _DEFINITE, _BARE, _NAMED = 0.65, 0.8, -0.3, 0.3, -1.3
_COUNTRIES, _CLEAR, _NO_SETTING = 0.6, 0.5, 0.25
_KINDS: Mapping[ActorKind, float] = {
    "media": 0.4,
    "armed_group": 0.3,
    "state": 0.3,
    "company": -0.15,
    "military": -0.15,
}
# the share of descriptions without a country, and for how many mentions it counts against a noun's own
_USUAL, _FAITH = 0.09, 8
_NEAR = 40  # names before and after a mention that are looked at
_MOST = 8  # mentions of one actor that are looked at
_WORLDWIDE = re.compile(
    r"\b(?:the two|foreign|international|regional|world|global|unknown|unidentified|unnamed|outside|overseas|western|european|african"
    r"|asian|arab|both|all|rival|various|several)\b",
    re.I,
)
_INSIDE = re.compile(
    r"\b(?:in|at|near|around|outside|inside|across|throughout)\s+(?:the\s+)?(?:\w+\s+(?:of|and)\s+)?$", re.I
)
_OPENING = re.compile(r"\W*(?:In|At|Near|Outside|IN|AT)\s+(?:the\s+)?")
CLAUSE_END = re.compile(r"[,.;:!?]|\b(?:and|but|while|after|before|when)\b")
_POSSESSOR = re.compile(r"(?:whose|its|their|his|her)\b", re.I)


@dataclass(frozen=True, slots=True)
class Teller:
    """A mention that tells a country."""

    mention: Mention
    country: str
    sentence: int

    @property
    def is_place(self) -> bool:
        return self.mention.type in PLACES


@dataclass(frozen=True, slots=True)
class Choice:
    """The country that somebody most likely has, None for none; how likely; and a mention that tells it, where one near does."""

    country: str | None
    probability: float
    teller: Mention | None


class Belonging:
    """The countries of one story, ready to be weighed for any of its actors; made once a story."""

    def __init__(
        self, story: Story, sentences: Spans, tellers: Iterable[tuple[Mention, str]], setting: Setting
    ) -> None:
        self.story = story
        self.borders = [s.start for s in sentences]
        self.setting = setting
        self.strings = {where: self._ordered(tellers_, where) for where, tellers_ in _by_string(tellers)}
        self.base = self._base()
        self.open = self._open()

    def _ordered(self, tellers: Sequence[tuple[Mention, str]], where: str | None) -> list[Teller]:
        found = [
            Teller(m, code, bisect_right(self.borders, m.start) if where is None else 0)
            for m, code in tellers
        ]
        return sorted(found, key=lambda t: (t.mention.start, -t.mention.end))

    def _base(self) -> dict[str | None, float]:
        """What a country weighs wherever in the story it is asked for."""
        everywhere = [t for tellers in self.strings.values() for t in tellers]
        votes = Counter(t.country for t in everywhere)
        states = [code for code in votes if code not in ENTITY_CODES]
        base: dict[str | None, float] = {}
        for code, n in votes.items():
            base[code] = (
                _SHARE * n / len(everywhere) + _ENTITY * (code in ENTITY_CODES) + _ONLY * (states == [code])
            )
        if self.setting.country:
            base[self.setting.country] = base.get(self.setting.country, 0.0) + _SETTING
        if everywhere:
            base[everywhere[0].country] += _FIRST
        line = self.story.dateline
        told = {
            t.country
            for t in self.strings.get(None, ())
            if line and t.mention.start < line.end and line.start < t.mention.end
        }
        for code in told:
            base[code] += _DATELINE
        return base

    def _open(self) -> float:
        """What the story says for somebody's having no country: many countries, or one clearly before the others whose he would be called."""
        votes = Counter(t.country for tellers in self.strings.values() for t in tellers)
        states = sum(code not in ENTITY_CODES for code in votes)
        clear = max(votes.values(), default=0) / max(1, votes.total())
        return (
            _COUNTRIES * math.log(max(1, states))
            + _CLEAR * clear
            + _NO_SETTING * (self.setting.country is None)
        )

    def choose(
        self,
        kind: ActorKind,
        members: Sequence[Mention],
        roles: Sequence[Role],
        natures: Mapping[str, Nature],
    ) -> Choice:
        """The country of an actor by its mentions; ``roles`` are what those of them say that are descriptions."""
        described = [m for m in members if m.type != "PRON"] or list(members)
        near: dict[str, dict[str, float]] = {}
        tells: dict[str, Mention] = {}
        for mention in described[:_MOST]:
            for code, feature, weight, teller in self._around(mention):
                near.setdefault(code, {})[feature] = weight
                tells.setdefault(code, teller)
        scores = self.base.copy()
        for code, weights in near.items():
            scores[code] = scores.get(code, 0.0) + sum(weights.values())
        for code, weight in self._pointed(described, natures):
            scores[code] = scores.get(code, 0.0) + weight
        scores[None] = self.open + _for_none(kind, described, roles)
        best = max(scores, key=lambda code: (scores[code], code or ""))
        total = sum(math.exp(score - scores[best]) for score in scores.values())
        return Choice(best, 1 / total, tells.get(best) if best else None)

    def _around(self, mention: Mention) -> Iterator[tuple[str, str, float, Mention]]:
        """(country, what about it, its weight, who tells) for the names around a mention."""
        tellers = self.strings.get(mention.in_, [])
        here = bisect_right(self.borders, mention.start) if mention.in_ is None else 0
        at = bisect_left(tellers, mention.start, key=lambda t: t.mention.start)
        window = [t for t in tellers[max(0, at - _NEAR) : at + _NEAR] if t.mention.id != mention.id]
        text = self.story.string(mention.in_)
        before = [t for t in window if t.mention.end <= mention.start]
        for teller in window:
            inside = mention.span.contains(teller.mention.span)
            yield from (
                (teller.country, feature, weight, teller.mention)
                for feature, weight, holds in (
                    ("within", _WITHIN, inside),
                    ("sentence", _SENTENCE, teller.sentence == here),
                    ("sentence before", _SENTENCE_BEFORE, teller.sentence == here - 1),
                    ("in place", _IN_PLACE, teller.sentence == here and self._is_where(teller, text)),
                )
                if holds
            )
        if before:
            yield from self._last(mention, here, before, text)

    def _last(
        self, mention: Mention, here: int, before: Sequence[Teller], text: str
    ) -> Iterator[tuple[str, str, float, Mention]]:
        """What the names before a mention tell: the last of all, the last place, the one its sentence opens with."""
        last = before[-1]
        same = last.sentence == here
        opens = max((b for b in self.borders if b <= mention.start), default=0) if mention.in_ is None else 0
        place = next((t for t in reversed(before) if t.is_place), None)
        scene = [
            t
            for t in before
            if t.sentence == here and t.is_place and _OPENING.fullmatch(text, opens, t.mention.start)
        ]
        for teller, feature, weight, holds in (
            (last, "last", _LAST, True),
            (last, "before", _BEFORE, same),
            (last, "clause", _CLAUSE, same and not CLAUSE_END.search(text, last.mention.end, mention.start)),
            (last, "whose", _WHOSE, bool(_POSSESSOR.match(mention.text))),
            (place, "last place", _LAST_PLACE, place is not None),
            *((t, "scene", _SCENE, True) for t in scene),
        ):
            if holds and teller is not None:
                yield teller.country, feature, weight, teller.mention

    def _is_where(self, teller: Teller, text: str) -> bool:
        """Whether it is a place in, at or near which something is."""
        start = teller.mention.start
        return teller.is_place and bool(_INSIDE.search(text, max(0, start - 25), start))

    def _pointed(
        self, members: Sequence[Mention], natures: Mapping[str, Nature]
    ) -> Iterator[tuple[str, float]]:
        """The countries of the words that the model points at, each by how sure it is, over the mentions it has read."""
        read = [(m, natures[m.id]) for m in members if m.id in natures and natures[m.id].country is not None]
        for mention, nature in read:
            word = nature.country
            if word is None:
                continue
            tellers = self.strings.get(mention.in_, [])
            at = bisect_left(tellers, word.end, key=lambda t: t.mention.start)
            codes = {t.country for t in tellers[max(0, at - _NEAR) : at] if t.mention.span.overlaps(word)}
            for code in sorted(codes):
                yield code, _POINTED * nature.sure / len(read)


def _by_string(
    tellers: Iterable[tuple[Mention, str]],
) -> Iterable[tuple[str | None, list[tuple[Mention, str]]]]:
    found: dict[str | None, list[tuple[Mention, str]]] = {}
    for mention, code in tellers:
        found.setdefault(mention.in_, []).append((mention, code))
    return found.items()


def _for_none(kind: ActorKind, members: Sequence[Mention], roles: Sequence[Role]) -> float:
    """What the description of somebody says for his having no country."""
    weight = _NONE + _KINDS.get(kind, 0.0)
    if roles:
        weight += homelessness(roles[0].form or roles[0].noun.noun) + _DEFINITE * any(
            r.definite for r in roles
        )
    else:
        weight += _BARE
    weight += _WIDE * any(m.type != "PER" and bool(_WORLDWIDE.search(m.text)) for m in members)
    return weight + _NAMED * any(m.type in ("PER", "ORG") for m in members)


def homelessness(noun: str) -> float:
    """How much likelier than other descriptions those with this noun are to have no country, in logits."""
    return leaning(*_counts().get(noun, (0, 0)))


def leaning(mentions: int, without: int) -> float:
    """How much likelier than usual it is that so many mentions have no country so often, in logits."""
    share = (without + _FAITH * _USUAL) / (mentions + _FAITH)
    return math.log(share / (1 - share)) - math.log(_USUAL / (1 - _USUAL))


@functools.cache
def _counts() -> Mapping[str, tuple[int, int]]:
    """(mentions, those without a country) by noun."""
    text = resources.files(__package__ or __name__).joinpath("homeless.csv").read_text("utf-8")
    reader = csv.DictReader(text.splitlines())
    found: dict[str, tuple[int, int]] = {}
    for row in reader:
        mentions, without = int(row["mentions"]), int(row["without"])
        if without > mentions or row["noun"] in found:
            raise TableError(f"no count of {row['noun']!r}", file="homeless.csv", line=reader.line_num)
        found[row["noun"]] = mentions, without
    return found
