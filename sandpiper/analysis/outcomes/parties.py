"""A story's actors -> whom an entry binds, and whether a later sentence speaks of them.

The same party: the same key or name; a part of a body's name; a state and whoever acts for its government. What the
model left open is looked for by its written name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sandpiper.analysis.outcomes.telling import Sentence, inside
from sandpiper.analysis.outcomes.words import BODIES, STOP, Word, words
from sandpiper.types import Actor, LedgerEntry, Mention, Reading, Span, Statement, Where

_OFFICIAL = frozenset(["GOV", "MIL", "COP", "SPY", "JUD", "LEG"])
_STATES = frozenset(["state", "government", "military"])
_NO_NAME = BODIES | STOP
PREPOSITIONS = frozenset(
    [
        "of",
        "from",
        "to",
        "in",
        "with",
        "for",
        "on",
        "at",
        "against",
        "near",
        "between",
        "by",
        "into",
        "over",
        "than",
    ]
)
_IN = re.compile(r"\b(?:in|at|near|around|from)\s+(?:the\s+)?\Z", re.I)
_OWN = frozenset(["his", "her", "its", "their", "our", "my"])
_ACTING = frozenset(["PER", "ORG", "GPE", "NORP", "ROLE", "PRON"])


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom an entry binds or who gave the word."""

    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    key: str | None

    @property
    def official(self) -> bool:
        """Whether it is a state or acts for one."""
        return self.kind in _STATES or bool(_OFFICIAL & {*self.sectors})


@dataclass(frozen=True, slots=True)
class Presence:
    """That a party is in a sentence or beside it, how, and what that is worth."""

    near: bool
    weight: float
    reason: str


class Cast:
    """A story with its actors by id and the countries of its places by mention, looked up once for all its sentences."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.actors = {a.id: a for a in reading.actors}
        self._places = {p.mention: p.country for p in reading.places}

    def actor(self, id_: str | None) -> Actor | None:
        """The actor of an id, where there is one."""
        return self.actors.get(id_) if id_ else None

    def country(self, mention: Mention) -> str | None:
        """The country of the actor that a mention names, or of the place."""
        actor = self.actor(mention.actor)
        return (actor and actor.country) or self._places.get(mention.id)


def party(actor: Actor) -> Party:
    """An actor as a party."""
    return Party(actor.name, actor.kind, actor.country, actor.sectors, actor.key)


def statement(reading: Reading, entry: LedgerEntry) -> Statement | None:
    """The statement that an entry was taken from."""
    return next((s for s in reading.statements if s.id == entry.statement), None)


def of_entry(cast: Cast, entry: LedgerEntry) -> tuple[Party, ...]:
    """The one bound, the speaker, those named in the source and those who stand before the verb of the content."""
    reading, actors = cast.reading, cast.actors
    said = statement(reading, entry)
    ids = [entry.by]
    if entry.kind != "demand":
        ids.append(said.speaker if said else None)
        ids += [
            m.actor
            for m in reading.mentions
            if said
            and m.in_ == said.in_
            and m.type in ("PER", "ORG", "ROLE", "PRON")
            and _within(m, said.source)
        ]
        ids += _before_verb(reading, entry)
    found = [party(actors[i]) for i in dict.fromkeys(ids) if i in actors and actors[i].kind != "media"]
    if not found:
        found = _of_the_story(cast, entry) if entry.in_ == "title" else _before(cast, entry)
    return tuple(found)


def _of_the_story(cast: Cast, entry: LedgerEntry) -> list[Party]:
    """A headline that names nobody binds whom the story's first entry binds."""
    first = (e.by for e in cast.reading.ledger if e.in_ is None and e.kind == entry.kind)
    return [party(actor) for id_ in first if (actor := cast.actor(id_))][:1]


def _before(cast: Cast, entry: LedgerEntry) -> list[Party]:
    """Of words whose speaker the model left open, whoever is named first in their sentence: "the station said that it would"."""
    reading, actors = cast.reading, cast.actors
    start = entry.content[0].start
    sentence = next((s for s in reading.sentences if s.start <= start < s.end), None)
    named = [
        actors[m.actor] for m in reading.mentions
        if sentence and m.in_ is None and m.type in ("PER", "ORG", "GPE", "ROLE") and sentence.start <= m.start and m.end <= start and m.actor in actors
    ]  # fmt: skip
    return [party(a) for a in named if a.kind != "media"][:1] or [party(a) for a in named[:1]]


def _within(mention: Mention, spans: Sequence[Span]) -> bool:
    return any(s.contains(mention.span) for s in spans)


def _before_verb(reading: Reading, entry: LedgerEntry) -> list[str | None]:
    """Actors named in the content before "will", "would", "shall" or, in a headline, "to"."""
    text = reading.story.string(entry.in_)
    span = Span(entry.content[0].start, entry.content[-1].end)
    modal = re.compile(r"\b(?:will|would|shall|is\s+to|are\s+to)\b").search(text, span.start, span.end)
    if modal is None:
        return []
    return [
        m.actor
        for m in reading.mentions
        if m.in_ == entry.in_
        and m.type in ("PER", "ORG", "GPE", "ROLE")
        and span.start <= m.start
        and m.end <= modal.start()
        and not (m.type == "GPE" and _IN.search(text, span.start, m.start))  # the Church in Cameroon will
    ]


def same(one: Party, other: Party) -> Literal["name", "side"] | None:
    """``"name"`` for the same party, ``"side"`` for one that acts for the same state, else None."""
    if (one.key and one.key == other.key) or one.name.casefold() == other.name.casefold():
        return "name"
    mine, yours = _telling(one.name), _telling(other.name)
    alone = (one.kind in _STATES) != (other.kind in _STATES) and not (one.official and other.official)
    if (
        mine
        and yours
        and (mine <= yours or yours <= mine)
        and (one.kind == "person") == (other.kind == "person")
        and not alone  # Cameroon is not the Presbyterian Church in Cameroon
    ):
        return "name"
    if one.country and one.country == other.country and one.official and other.official:
        return "side" if "person" not in (one.kind, other.kind) or one.kind != other.kind else None
    return None


def _telling(name: str) -> frozenset[str]:
    return frozenset(bare(w) for w in words(name) if bare(w) not in _NO_NAME)


def bare(word: Word) -> str:
    """A word in small letters, without the ending of the possessive."""
    return re.sub(r"['’]s?$", "", word.lower)


def same_side(first: Sequence[Party], second: Sequence[Party], *, loosely: bool = False) -> bool:
    """Whether two entries bind a common party; ``loosely``, as in one story, of one country and sector are one."""
    return any(same(a, b) or (loosely and _kin(a, b)) for a in first for b in second)


def _kin(one: Party, other: Party) -> bool:
    return one.country == other.country and bool({*one.sectors} & {*other.sectors})


def matches(actor: Actor | None, bound: Sequence[Party]) -> Literal["name", "side"] | None:
    """How an actor is one of the parties, if it is."""
    if actor is None:
        return None
    how = {same(party(actor), p) for p in bound}
    return "name" if "name" in how else "side" if "side" in how else None


def in_story(
    cast: Cast, bound: Sequence[Party], s: Sentence, where: Where, beside: Sequence[Sentence]
) -> Presence | None:
    """Where a party is named: in the sentence, in the one before or the headline, or only elsewhere in the story."""
    spots: list[tuple[Sentence, Where, float]] = [(s, where, 0.15)]
    spots += [(other, "title" if other.title else None, 0.07) for other in beside]
    for spot, at, weight in spots:
        here = {
            matches(a, bound): a.name
            for m in inside(cast.reading.mentions, spot, at)
            if (a := cast.actor(m.actor))
        }
        if "name" in here:
            return Presence(True, weight, f"actor: {here['name']}")
        written = next((p.name for p in bound if _written(p, spot)), None)
        if written:
            return Presence(True, weight, f"actor: {written}")
        if "side" in here:
            return Presence(
                True, weight - 0.05, f"actor: {here['side']}, of the same state as {bound[0].name}"
            )
    for mention in cast.reading.mentions:
        actor = cast.actor(mention.actor)
        if actor and matches(actor, bound) == "name":
            return Presence(False, -0.05, f"actor: {actor.name}, elsewhere in the story")
    return None


def in_lead(cast: Cast, bound: Sequence[Party], sentences: Sequence[tuple[Sentence, Where]]) -> str | None:
    """The first place of a story that names a party, as a reason."""
    for s, where in sentences:
        found = in_story(cast, bound, s, where, ())
        if found is not None and found.near:
            return found.reason
    return None


def countries(reading: Reading) -> frozenset[str | None]:
    """The countries of a story's actors and places."""
    return frozenset([*(a.country for a in reading.actors), *(p.country for p in reading.places)])


def abroad(cast: Cast, s: Sentence, where: Where, known: frozenset[str | None]) -> bool:
    """Whether a sentence names countries or who belongs to them, and none of those ``known``."""
    here = {cast.country(m) for m in inside(cast.reading.mentions, s, where)} - {None}
    return bool(here) and not here & known


def opening(cast: Cast, s: Sentence, where: Where) -> str | None:
    """The country of whoever a sentence names first, where it is known."""
    here = [m for m in _acting(cast, s, where) if m.actor in cast.actors]
    first = cast.actor(min(here, key=lambda m: m.start).actor) if here else None
    return first.country if first else None


def _acting(cast: Cast, s: Sentence, where: Where) -> list[Mention]:
    """What a sentence names that can act."""
    return [m for m in inside(cast.reading.mentions, s, where) if m.type in _ACTING]


def _written(p: Party, s: Sentence) -> bool:
    """Whether the telling words of a party's name stand in the sentence, or what it is ("energy ministry")."""
    name, last = _telling(p.name), [w.lower for w in words(p.name)[-2:]]
    lower = [w.lower for w in s.words]
    described = len(last) == 2 and p.name[-1].islower() and last[0] not in _NO_NAME and last[1] in _NO_NAME
    if described and any(lower[k : k + 2] == last for k in range(len(lower))):
        return True
    # "Gota yard": what has no capital there needs none here
    small = {w.lower for w in words(p.name) if not w.name}
    here = {bare(w) for w in s.words if w.name or w.lower in small}
    return bool(name - small) and any(len(w) > 3 for w in name) and name <= here


def subject_agrees(cast: Cast, bound: Sequence[Party], s: Sentence, where: Where, i: int) -> bool:
    """Whether nobody but a party stands as the subject of the verb at word ``i`` (or behind "by", in the passive)."""
    here = _acting(cast, s, where)
    verb = s.words[i]
    before = [w.lower for w in s.words[max(0, i - 4) : i]]
    if any(w in ("was", "were", "been", "is", "are", "being", "be") for w in before):
        agent = next(
            (
                m
                for m in here
                if m.start > verb.end and _word_before(s, m.start) == "by" and m.start - verb.end < 60
            ),
            None,
        )
        return agent is None or matches(cast.actor(agent.actor), bound) is not None
    subjects = [
        m
        for m in here
        if m.end <= verb.start and m.text.lower() not in _OWN and _word_before(s, m.start) not in PREPOSITIONS
    ]
    outer = [
        m for m in subjects if not any(o is not m and o.start <= m.start and m.end <= o.end for o in subjects)
    ]
    if not outer:
        return True
    subject = outer[-1]
    within = [m for m in here if subject.start <= m.start and m.end <= subject.end]
    if any(matches(cast.actor(m.actor), bound) for m in within):
        return True
    return any(_telling(p.name) and _telling(p.name) <= _telling(subject.text) for p in bound)


def undergoes(cast: Cast, s: Sentence, where: Where, i: int, objects: Sequence[str]) -> bool:
    """Whether what was to be acted upon stands before the verb, as in "the families moved"."""
    verb = s.words[i]
    here = [m for m in _acting(cast, s, where) if m.end <= verb.start]
    last = max((m.end for m in here if m.type != "PRON"), default=s.start)
    between = [
        w.stem
        for w in s.words
        if last - 40 <= w.start and w.end <= verb.start and s.clauses[s.words.index(w)] == s.clauses[i]
    ]
    return any(stem in objects for stem in between)


def _word_before(s: Sentence, offset: int) -> str:
    found: list[Word] = [w for w in s.words if w.end <= offset]
    lower = [w.lower for w in found[-2:]]
    if lower and lower[-1] in ("the", "a", "its", "their", "his", "her") and len(lower) > 1:
        return lower[-2]
    return lower[-1] if lower else ""


def said_by(cast: Cast, bound: Sequence[Party], s: Sentence, where: Where, at: Sequence[Word]) -> str | None:
    """Who says so, where it is said: the party itself, somebody else, or ``"denied"``."""
    for said in cast.reading.statements:
        if said.in_ != where or not any(c.start <= w.start < c.end for w in at for c in said.content):
            continue
        if said.kind == "denial" or said.negated:
            return "denied"
        speaker = cast.actor(said.speaker)
        if matches(speaker, bound):
            return "as it says itself"
        return f"as somebody else says: {speaker.name}" if speaker else "as somebody says"
    return None
