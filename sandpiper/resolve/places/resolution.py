"""Story, mentions, actors -> places: which of the world's places a name means in this story.

Numbered in running order:
1. mentions that name places (not states and governments that act);
2. candidates of the gazetteer under the name, then under the name without its generic words;
3. a score a candidate: how known it is, how it goes by the name, "City, State" after the mention;
4. rounds in which each name is scored again by what the others mean: same country, same division, distance. One name
   means one place in a story, unless a pattern says otherwise;
5. the best candidate, its confidence from the margin; too close to call is left out.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sandpiper.types import Actor, Mention, Place, PlacePrecision, Story

from .gazetteer import ABBREVIATION, ALTERNATE, MAIN, Entry, Gazetteer, Hit, fold, gazetteer

_TYPES = ("GPE", "LOC", "FAC")
_ACTING = ("state", "government", "military", "igo", "party", "armed_group", "company", "ngo", "media")
_LEADING = re.compile(
    r"^(?:(?:the|old|greater|downtown|central|upper|lower|inner|mainland|continental|rural|occupied)\s+|"
    r"(?:(?:north|south)[- ]?(?:east|west)?|east|west)(?:ern(?:most)?)?[- ]+|"
    r"(?:city|town|village|port|province|state|region|republic|district|governorate|municipality|commonwealth)\s+of\s+"
    r"(?:the\s+)?)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:\s+(?:city|town|province|provinces|state|region|oblast|governorate|district|prefecture|territory|republic|"
    r"krai|municipality|metropolitan area|area|proper))+$",
    re.IGNORECASE,
)
_FACILITY = re.compile(
    r"(?:\s+(?:international|main|central|military|regional|nuclear|power|air|railway|train|bus|naval|airport|airfield|"
    r"airbase|base|port|harbou?r|station|stadium|prison|jail|university|hospital|plant|refinery|crossing|dam))+$",
    re.IGNORECASE,
)
_LONGEST_ACRONYM = 3
_DIVISION_WORD = re.compile(
    r"\b(?:province|provinces|state|region|oblast|governorate|prefecture|krai|republic|territory)\b",
    re.IGNORECASE,
)
_CITY_WORD = re.compile(r"\b(?:city|town|village|downtown|capital)\b", re.IGNORECASE)
_CONTAINER = re.compile(
    r"(?:,\s+|\s+\(|\s+in\s+(?:the\s+)?(?:(?:north|south|east|west|central)\w*\s+)?)(?P<name>[A-Z][\w.'’-]*(?:[ -][A-Z][\w.'’-]*){0,3})"
)
_LOCATED = re.compile(
    r"\b(?:in|at|near|across|inside|throughout|within)\s+(?:\w+ern\s+|the\s+)*$", re.IGNORECASE
)
_TELLING = 200  # names, the most frequent, that count as context
_SMALL_TOWN = 50_000  # people: below, another name of a town needs the story's support
_BEFORE = 80  # characters before a mention that may hold its preposition
_ROUNDS = 3
# Weights tuned on the odd half of LGL and GeoVirus (benchmarks/places.py), one at a time. More for the country (4.0)
# scores higher still on LGL's local papers, but moves a capital abroad into the story's own country: "Moscow", Idaho.
_CONTAINED = 8.0
_CONTAINED_PERHAPS = 3.0  # "Washington, New York and Boston" is a list, "Rome, New York" is not
_SAME_COUNTRY = 3.0
_SAME_DIVISION = 2.0
_NEAR = 3.0
_NEAR_KM = 200.0
_ALTERNATE_COST = 1.5
_ABBREVIATION_COST = 3.0
_STRIPPED_COST = 1.0
_KNOWN = {"country": 9.0, "region": 7.2, "water": 7.0, "division": 6.7, "point": 6.5}
_CAPITAL = 1.4  # the news speaks of Washington, D.C., more than of the state; no loss on the odd half
_SHARPNESS = 1.5
# Share of right towns among those that nothing competed with, odd half: main name 0.94 of 340, alternate 0.58 of 33,
# stripped 3 of 6; the last two are few, and local papers spell no Kharkov, hence the rounder figures.
_SURE = {MAIN: 0.94, ALTERNATE: 0.7, ABBREVIATION: 0.7}
_SURE_STRIPPED = 0.7
_LEAST_SHARE = 0.5  # more than all other places of the name together
_EARTH_KM = 6371.0
_SAME_PLACE_KM = 30.0


@dataclass(slots=True)
class _Candidate:
    entry: Entry
    prior: float
    sure: float = 1.0
    contained: float = 0.0
    context: float = 0.0

    @property
    def score(self) -> float:
        return self.prior + self.contained + self.context

    @property
    def doubtful(self) -> bool:
        """A small town under a name that is not its main one, in a country of which the story does not speak.

        "Sands" is also Stanley, Virginia; a story that says it once and nothing of that country means something else.
        """
        return (
            self.entry.kind == "city"
            and self.entry.population < _SMALL_TOWN
            and self.sure < 0.9
            and not self.contained
            and self.context < 1.0
        )


@dataclass(slots=True)
class _Name:
    """All mentions of one name that nothing sets apart."""

    mentions: list[Mention] = field(default_factory=list)
    candidates: list[_Candidate] = field(default_factory=list)

    @property
    def best(self) -> _Candidate:
        return max(self.candidates, key=lambda c: (c.score, c.entry.population, -c.entry.row))

    @property
    def confidence(self) -> float:
        """The best candidate's share of the softmax over all: not calibrated, 0 to 1."""
        best = self.best
        rest = sum(
            math.exp(_SHARPNESS * (c.score - best.score))
            for c in self.candidates
            if c is not best and distance(c.entry, best.entry) > _SAME_PLACE_KM
        )
        return 1.0 / (1.0 + rest)


def distance(a: Entry, b: Entry) -> float:
    """Kilometres between two entries."""
    return kilometres(a.lat, a.lon, b.lat, b.lon)


def kilometres(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance between two points in degrees."""
    lat1, lat2 = math.radians(lat_a), math.radians(lat_b)
    half = math.radians(lon_b - lon_a) / 2
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def resolve(story: Story, mentions: Sequence[Mention], actors: Sequence[Actor]) -> tuple[Place, ...]:
    """The places ``p0 …`` that GPE, LOC and FAC mentions in the text name, in order of appearance.

    A mention whose actor is a state or government that acts (a metonym) is no place, unless a locative preposition
    stands before it. A name that the gazetteer lacks, or that stays open between far-apart places, is left out:
    no place rather than a guess. Confidence is the share of the candidates' scores times how
    far such a name can be trusted at all. It is not calibrated: on the odd half of LGL and GeoVirus 88 % of
    the towns with a share above 0.9 were right, and 30 to 59 % of those with less.
    """
    names = _names(gazetteer(), story.text, _place_mentions(story.text, mentions, actors))
    countries = [a.country for a in actors if a.country]
    for _ in range(_ROUNDS):
        _weigh(names, _background(gazetteer(), story, countries))
    chosen = sorted(
        ((m, name) for name in names for m in name.mentions), key=lambda pair: (pair[0].start, pair[0].end)
    )
    kept = [
        (m, name)
        for m, name in chosen
        if name.confidence >= _LEAST_SHARE and not (name.best.doubtful and len(name.mentions) == 1)
    ]
    return tuple(_place(f"p{i}", m, name) for i, (m, name) in enumerate(kept))


def known(name: str) -> str | None:
    """What a bare name is best known as: ``country``, ``city``, ``division``, ``water``, ``region``; None for no place."""
    hits = [hit for hit in _named(gazetteer(), name) if hit.how != ABBREVIATION]
    if not hits or name == name.lower():
        return None
    kind = max(hits, key=lambda hit: _prior(hit, name)).entry.kind
    return "region" if kind == "point" else kind


def _place_mentions(text: str, mentions: Sequence[Mention], actors: Sequence[Actor]) -> list[Mention]:
    kinds = {actor.id: actor.kind for actor in actors}
    ends = {m.end for m in mentions if m.in_ is None and m.type in _TYPES and m.actor is None}
    return [
        m
        for m in mentions
        if m.type in _TYPES
        and m.in_ is None
        and (
            m.actor is None
            or kinds.get(m.actor) not in _ACTING
            or _is_location(text, m, kinds.get(m.actor), ends)
        )
    ]


def _is_location(text: str, mention: Mention, kind: str | None, ends: Collection[int]) -> bool:
    """A country that acts elsewhere in the story may here be where something is; a seat of power that acts is not.

    ``ends`` are the ends of the other mentions: "Peshawar, Pakistan".
    """
    if kind != "state":
        return False
    before = text[max(0, mention.start - _BEFORE) : mention.start]
    after_place = before.endswith(", ") and mention.start - 2 in ends
    return after_place or _LOCATED.search(before) is not None


def _names(book: Gazetteer, text: str, mentions: Sequence[Mention]) -> list[_Name]:
    """Mentions grouped by name; those that "City, State" patterns place differently stand apart."""
    groups: dict[tuple[str, bool], list[tuple[Mention, tuple[Hit, ...], float]]] = defaultdict(list)
    for mention in mentions:
        groups[(fold(mention.text), mention.type == "FAC")].append(
            (mention, *_container(book, text, mention))
        )
    names = []
    for group in groups.values():
        by_container: dict[tuple[int, ...], _Name] = {}
        bare: list[Mention] = []
        for mention, container, weight in group:
            candidates = _candidates(book, mention)
            inside = [c for c in candidates if any(_lies_in(c.entry, hit.entry) for hit in container)]
            if not candidates:
                continue
            if not inside:
                bare.append(mention)
                continue
            key = tuple(sorted(c.entry.row for c in inside))
            name = by_container.setdefault(key, _Name([], candidates))
            name.mentions.append(mention)
            for candidate in inside:
                if not candidate.contained:
                    matching = next(c for c in name.candidates if c.entry.row == candidate.entry.row)
                    matching.contained = weight
        if bare and by_container:
            next(iter(by_container.values())).mentions.extend(bare)
        elif bare:
            names.append(_Name(bare, _candidates(book, bare[0])))
        names.extend(by_container.values())
    return names


def _container(book: Gazetteer, text: str, mention: Mention) -> tuple[tuple[Hit, ...], float]:
    """Countries and divisions named right after the mention, and the weight of that.

    ``Paris, Texas``; ``Alexandria (La.)``; ``Goma in Congo``.
    """
    match = _CONTAINER.match(text, mention.end)
    if not match:
        return (), 0.0
    words = re.split(r"(?<=[ -])", match["name"])
    for count in range(len(words), 0, -1):
        name = "".join(words[:count]).strip(" -")
        found = book.find(_bare(name))
        hits = tuple(hit for hit in found if hit.entry.kind in ("country", "division"))
        if hits:
            best = max(found, key=lambda hit: _prior(hit, name))
            return hits, _CONTAINED_PERHAPS if best.entry.kind == "city" else _CONTAINED
    return (), 0.0


def _bare(name: str) -> str:
    return re.sub(r"['’]s$", "", name).rstrip(",;:")


def _lies_in(entry: Entry, container: Entry) -> bool:
    if entry.row == container.row or entry.country is None or entry.country != container.country:
        return False
    return container.kind == "country" or (container.code is not None and container.code == entry.code)


def _named(book: Gazetteer, name: str) -> tuple[Hit, ...]:
    """What the gazetteer has under the name.

    An acronym ("EU", "UN") is no small town, and a country's name none of its own towns: the city is "Mexico City".
    """
    hits = book.find(name)
    lands = {hit.entry.country for hit in hits if hit.entry.kind == "country" and hit.how == MAIN}
    acronym = name.isupper() and len(name) <= _LONGEST_ACRONYM
    return tuple(
        hit for hit in hits if hit.entry.kind != "city" or not (acronym or hit.entry.country in lands)
    )


def _candidates(book: Gazetteer, mention: Mention) -> list[_Candidate]:
    """Places of that name; failing them, of the name without "northern", "province", "city of", "airport".

    A facility is a town only by that last step: the "White House" is none of the towns of that name.
    """
    name = _bare(mention.text)
    facility = mention.type == "FAC"
    hits, cost = _named(book, name), 0.0
    if facility:
        hits = tuple(hit for hit in hits if hit.entry.kind != "city")
    if not hits:
        cost = _STRIPPED_COST
        ends = _FACILITY if facility else _TRAILING
        for shorter in (ends.sub("", name), _LEADING.sub("", name), ends.sub("", _LEADING.sub("", name))):
            if shorter and shorter != name and (hits := _named(book, shorter)):
                break
            if facility:
                break
    candidates = [
        _Candidate(hit.entry, _prior(hit, name) - cost, _SURE[hit.how] * (_SURE_STRIPPED if cost else 1.0))
        for hit in hits
    ]
    for candidate in candidates:
        if (_DIVISION_WORD.search(name) and candidate.entry.kind in ("division", "country")) or (
            _CITY_WORD.search(name) and candidate.entry.kind == "city"
        ):
            candidate.prior += 2.0
    return candidates


def _prior(hit: Hit, name: str) -> float:
    """How likely the name alone means the place: decimal logarithm of people for cities, fixed for other kinds."""
    entry = hit.entry
    score = _KNOWN.get(entry.kind) or math.log10(entry.population + 300) + _CAPITAL * entry.capital
    if hit.how == ABBREVIATION:
        return score if "." in name or name.isupper() else score - _ABBREVIATION_COST
    return score - (0.0 if hit.how == MAIN else _ALTERNATE_COST)


def _background(book: Gazetteer, story: Story, countries: Sequence[str]) -> dict[str, float]:
    """Weight of each country that the story's actors and dateline speak of."""
    weights: dict[str, float] = defaultdict(float)
    for country in countries:
        weights[country] += 0.5
    place = story.dateline.place if story.dateline else None
    if place:
        hits = book.find(place)
        if hits:
            best = max(hits, key=lambda hit: _prior(hit, place))
            if best.entry.country:
                weights[best.entry.country] += 1.0
    return weights


def _weigh(names: list[_Name], background: dict[str, float]) -> None:
    """One round: each candidate's context from what the other names mean now."""
    meant = [(name, name.best.entry, name.confidence) for name in names]
    if len(meant) > _TELLING:  # a list of 5,000 towns is no context, and would cost the square
        meant = sorted(meant, key=lambda item: -len(item[0].mentions))[:_TELLING]
    for name in names:
        others = [(entry, sure) for other, entry, sure in meant if other is not name]
        for candidate in name.candidates:
            candidate.context = _context(candidate.entry, others, background)


def _context(entry: Entry, others: list[tuple[Entry, float]], background: dict[str, float]) -> float:
    if entry.country is None:
        return 0.0
    total = sum(sure for other, sure in others if other.country) + sum(background.values())
    if not total:
        return 0.0
    same = background.get(entry.country, 0.0) + sum(
        sure for other, sure in others if other.country == entry.country
    )
    division = sum(
        sure
        for other, sure in others
        if entry.code and (other.country, other.code) == (entry.country, entry.code)
    )
    near = max(
        (
            sure * math.exp(-distance(entry, other) / _NEAR_KM)
            for other, sure in others
            if other.kind in ("city", "point", "division")
        ),
        default=0.0,
    )
    return _SAME_COUNTRY * same / (total + 0.5) + _SAME_DIVISION * min(1.0, division) + _NEAR * near


def _place(id_: str, mention: Mention, name: _Name) -> Place:
    entry = name.best.entry
    precision: PlacePrecision = "region" if entry.kind == "water" else entry.kind
    return Place(
        id=id_,
        mention=mention.id,
        name=entry.name,
        country=entry.country,
        admin1=entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
        geonames=entry.geonames,
        precision=precision,
        confidence=round(name.confidence * name.best.sure, 3),
    )
