"""Story, mentions, actors, places -> the country of an event of which no place is named on the map."""

from __future__ import annotations

import dataclasses
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property

from sandpiper.types import Actor, Event, Mention, Place, Span, Story

from .attach import is_introduced
from .gazetteer import Entry, gazetteer

_NO_LAND = frozenset(
    ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
)  # PLOVER's codes of what is no country
_PLACES = ("GPE", "LOC", "FAC")
# Weights of what speaks for a country, by conditional maximum likelihood (Gaussian prior of variance 1) over the 389 events
# of 500 training passages that have a gold place with a country and whose own place, if words name it, is on no map. What
# they say together with a share of more than _LEAST is right for 90 of a hundred (five folds by passage, held out); of those
# with a smaller one fewer than half are. The first place of the text, the last before the sentence, the nearest and the next
# one after the event add nothing to them.
_VOTES = 0.82  # its share of all names and actors that belong to a country
_DATELINE = 1.06
_ACTOR, _RECIPIENT = 0.3, 0.1  # its share of the event's parties
_SENTENCE = 0.2  # its share of the names and actors of the sentence
_LAST = 0.51  # the last place named before the event lies there
_BESIDE = 1.04  # the place that the sentence introduces lies there
_LEAST = 0.5


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
        mention that is its place but on no map ("the runway"), ``beside`` the id of the place that the sentence names, which
        is returned where it lies in the likeliest country, and where no other is likely unless there is a spot ("an army
        barracks across the border"). The place's mention is the spot, else such a one in the sentence, else the words that
        speak for the country: the last place before the event, a party, the dateline, the first name of the story that
        belongs to it.
        """
        there = self._country_of.get(beside) if beside else None
        if there is None and beside and spot is None:
            return beside  # a sea, a desert that several countries share
        inside = [m for m in near if sentence.contains(m.span)]
        last = self._last_before(trigger.start)
        sides = [self._lands(actor), self._lands(recipient)]
        scores: Counter[str] = Counter()
        for weight, lands in (
            (_VOTES, self._votes),
            (_ACTOR, sides[0]),
            (_RECIPIENT, sides[1]),
            (_SENTENCE, Counter(self._land[m.id] for m in inside if m.id in self._land)),
            (_DATELINE, Counter([self._land[self._dateline.id]] if self._dateline else [])),
            (_LAST, Counter([self._land[last.id]] if last else [])),
            (_BESIDE, Counter([there] if there else [])),
        ):
            for land, count in lands.items():
                scores[land] += weight * count / lands.total()  # type: ignore[assignment]
        if not scores:
            return None
        best = max(sorted(scores), key=lambda land: scores[land])
        share = 1.0 / sum(math.exp(score - scores[best]) for score in scores.values())
        if beside and there == best:
            return beside
        entry = gazetteer().country(best)
        if share <= _LEAST or entry is None:
            return None if spot else beside
        words = spot or self._spot(inside) or self._witness(best, last, [*recipient, *actor])
        return self._give(words, entry, best, share) if words else None

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

    def _lands(self, actors: Sequence[str]) -> Counter[str]:
        lands = (self._actor_land.get(a) for a in actors)
        return Counter(land for land in lands if land and land not in _NO_LAND)

    @cached_property
    def _land(self) -> dict[str, str]:
        """Country by mention: that of the place it names, else of its actor."""
        lands = {m.id: self._actor_land.get(m.actor) for m in self._mentions if m.actor}
        lands |= {p.mention: p.country for p in self._places}
        return {m: land for m, land in lands.items() if land and land not in _NO_LAND}

    @cached_property
    def _country_of(self) -> dict[str, str | None]:
        return {p.id: p.country for p in self._places}

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
    def _votes(self) -> Counter[str]:
        return Counter(self._land.values())

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
