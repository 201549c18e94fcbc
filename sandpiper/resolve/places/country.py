"""Story, mentions, actors, places -> the country of an event of which no place is named on the map."""

from __future__ import annotations

import dataclasses
import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property

from sandpiper.types import Actor, Event, Mention, Place, Span, Story

from .attach import is_introduced
from .gazetteer import Entry, gazetteer
from .resolution import known

_NO_LAND = frozenset(
    ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
)  # PLOVER's codes of what is no country
_PLACES = ("GPE", "LOC", "FAC")
# Weights of what speaks for a country, by conditional maximum likelihood (Gaussian prior of variance 1) over those of the 782
# events of 1,200 training passages with a gold place in a country whose words name none on the map. With a share of more than
# _LEAST as many are right as wrong at the least, and 90 of a hundred of all (five folds by passage, held out); of those below
# it a third. Names of people, the recipient's country, sorts of parties, "X, where", a place that opens the sentence and the
# kind of event add nothing.
_PLACES_SHARE = 1.35  # its share of the places of the story
_DATELINE = 0.47
_ACTOR = 0.29  # its share of those who act
_SENTENCE = 0.63  # its share of the names and actors of the sentence
_LAST = 0.96  # the last place named before the event lies there
_NEAR = 400  # characters before the event: the passages behind the weights are hardly longer; at twice as many a place says nothing
_BESIDE = 0.63  # the place that the sentence introduces lies there
_FOLLOWS = 1.13  # and it follows the event in the same clause
_SPOT = 1.43  # the words that are the event's place belong to it, as a state that acts elsewhere in the story
_LEAST = 0.4
_AHEAD = 0.1  # the least by which a country leads the next one: two as likely are none
_WALL = re.compile(
    r"[;“”\"]|\b(?:who|whose|which|that|where|although|though|because|if|whether|but|said|says|told|according|after|before|"
    r"while|when)\b",
    re.IGNORECASE,
)


class Countries:
    """The countries of one story's events; collects the places that it gives, for ``number`` to put among the others."""

    def __init__(
        self, story: Story, mentions: Sequence[Mention], actors: Sequence[Actor], places: Sequence[Place]
    ) -> None:
        self._story, self._mentions, self._places = story, mentions, places
        self._actor_land = {a.id: a.country for a in actors}
        self._given: dict[tuple[str, str], Place] = {}  # by mention and country

    def place(
        self,
        sentence: Span,
        trigger: Span,
        near: Sequence[Mention],
        actor: Sequence[str],
        recipient: Sequence[str],
        spot: Mention | None = None,
        beside: str | None = None,
    ) -> str | None:
        """Id, until ``number``, of a place of precision "country"; None where too little speaks for any one.

        ``near`` are the mentions in the sentence, ``actor`` and ``recipient`` the ids of the event's parties, ``spot`` the
        mention that is its place, ``beside`` the id of the place on the map that the spot names, else of the one that the
        sentence names. The spot's own is returned if it lies in a country or is a sea; the sentence's where it lies in the
        likeliest country, and where no other is likely unless the spot is on no map ("an army barracks across the border").
        A mountain range that several countries share is in the likeliest. The place's mention is the spot, else such a one in
        the sentence, else the words that speak for the country: the last place before the event, a party, the dateline, the
        first name of the story that belongs to it.
        """
        place = self._place_of.get(beside) if beside else None
        there = place.country if place else None
        named = place is not None and spot is not None and place.mention == spot.id
        if place and (named or (spot is None and not there)) and (there or known(place.name) == "water"):
            return beside
        inside = [m for m in near if sentence.contains(m.span)]
        last = self._last_before(trigger.start)
        nearness = min(1.0, max(0.0, 2 - (trigger.start - last.end) / _NEAR)) if last else 0.0
        scores = defaultdict(float, self._votes)
        for weight, lands in (
            (_ACTOR, self._lands(actor)),
            (_SENTENCE, [self._land[m.id] for m in inside if m.id in self._land]),
        ):
            for land in lands:
                scores[land] += weight / len(lands)
        for weight, only in (
            (_DATELINE, self._land_of(self._dateline)),
            (_LAST * nearness, self._land_of(last)),
            (_SPOT, self._land_of(spot)),
            (_BESIDE, there),
            (_FOLLOWS, there if place and there and self._follows(trigger, place) else None),
        ):
            if only:
                scores[only] += weight
        if not scores:
            return None if spot and not named else beside
        best = max(sorted(scores), key=lambda land: scores[land])
        share = 1.0 / sum(math.exp(score - scores[best]) for score in scores.values())
        if beside and there == best:
            return beside
        entry = gazetteer().country(best)
        rival = max((score for land, score in scores.items() if land != best), default=-math.inf)
        if share <= _LEAST or scores[best] - rival < _AHEAD or entry is None:
            return None if spot and not named else beside
        words = spot or self._spot(inside) or self._witness(best, last, [*recipient, *actor])
        return self._give(words, entry, best, share) if words else None

    def _follows(self, trigger: Span, place: Place) -> bool:
        """Whether the event's own clause goes on with the place: "killed nine in a raid in the republic"."""
        mention = self._mention_of[place.mention]
        if mention.start < trigger.end or (self._story.dateline and mention.end <= self._story.dateline.end):
            return False
        return _WALL.search(self._story.text, trigger.end, mention.start) is None

    def _land_of(self, mention: Mention | None) -> str | None:
        return self._land.get(mention.id) if mention else None

    def number(self, events: Sequence[Event]) -> tuple[tuple[Place, ...], list[Event]]:
        """All places of the story that were found or that an event lies in, numbered in order, and the events with
        their ids."""
        used = {e.place for e in events}
        order = {m.id: (m.in_ is None, m.start, m.end) for m in self._mentions}
        given = [p for p in self._given.values() if p.id in used]
        if not given:
            return tuple(self._places), list(events)
        in_order = sorted([*self._places, *given], key=lambda p: order[p.mention])
        ids = {p.id: f"p{i}" for i, p in enumerate(in_order)}
        return (
            tuple(dataclasses.replace(p, id=ids[p.id]) for p in in_order),
            [dataclasses.replace(e, place=ids[e.place]) if e.place else e for e in events],
        )

    def _give(self, words: Mention, entry: Entry, country: str, share: float) -> str:
        new = Place(
            id=f"country {len(self._given)}",
            mention=words.id,
            name=entry.name,
            country=country,
            lat=entry.lat,
            lon=entry.lon,
            geonames=entry.geonames,
            precision="country",
            confidence=round(share, 3),
        )
        return self._given.setdefault((words.id, country), new).id

    def _spot(self, inside: Sequence[Mention]) -> Mention | None:
        """What a locative preposition in the sentence introduces and no map shows."""
        text = self._story.text
        return next(
            (m for m in inside if m.type in _PLACES and m.id not in self._land and is_introduced(text, m)),
            None,
        )

    def _witness(self, country: str, last: Mention | None, parties: Collection[str]) -> Mention | None:
        if last and self._land[last.id] == country:
            return last
        if self._dateline and self._land[self._dateline.id] == country:
            return self._dateline
        order, first = self._witnesses
        of_parties = [order[country, a] for a in parties if (country, a) in order]
        at = min(of_parties, default=first.get(country))
        return None if at is None else self._mentions[at]

    def _lands(self, actors: Sequence[str]) -> list[str]:
        lands = (self._actor_land.get(a) for a in actors)
        return [land for land in lands if land and land not in _NO_LAND]

    @cached_property
    def _land(self) -> dict[str, str]:
        """Country by mention: that of the place it names, else of its actor."""
        lands = {m.id: self._actor_land.get(m.actor) for m in self._mentions if m.actor}
        lands |= {p.mention: p.country for p in self._places}
        return {m: land for m, land in lands.items() if land and land not in _NO_LAND}

    @cached_property
    def _place_of(self) -> dict[str, Place]:
        return {p.id: p for p in self._places}

    @cached_property
    def _mention_of(self) -> dict[str, Mention]:
        return {m.id: m for m in self._mentions}

    @cached_property
    def _witnesses(self) -> tuple[dict[tuple[str, str | None], int], dict[str, int]]:
        """Where the first mention stands that belongs to a country: by country and actor, and by country."""
        by_actor: dict[tuple[str, str | None], int] = {}
        first: dict[str, int] = {}
        for at, m in enumerate(self._mentions):
            if (land := self._land.get(m.id)) is not None:
                by_actor.setdefault((land, m.actor), at)
                first.setdefault(land, at)
        return by_actor, first

    @cached_property
    def _votes(self) -> dict[str, float]:
        lands = Counter(p.country for p in self._places if p.country and p.country not in _NO_LAND)
        return {land: _PLACES_SHARE * count / lands.total() for land, count in lands.items()}

    @cached_property
    def _located(self) -> list[Mention]:
        """The mentions in the text that are places in some country, in order."""
        there = {p.mention for p in self._places if p.country}
        return sorted((m for m in self._mentions if m.in_ is None and m.id in there), key=lambda m: m.end)

    def _last_before(self, at: int) -> Mention | None:
        i = bisect_left(self._located, at + 1, key=lambda m: m.end)
        return self._located[i - 1] if i else None

    @cached_property
    def _dateline(self) -> Mention | None:
        line = self._story.dateline
        if line is None:
            return None
        return next((m for m in self._located if line.start <= m.start < line.end), None)
