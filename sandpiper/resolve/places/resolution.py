"""Story, mentions, actors -> places: which of the world's places a name means in this story.

Numbered in running order:
1. mentions that name places (not states and governments that act);
2. candidates of the gazetteer under the name, then under the name without its generic words;
3. features of each candidate by itself: how known it is, how it goes by the name, "City, State" after the mention;
4. rounds in which each candidate gets features from what the other names may mean: same country, same division,
   distance. One name means one place in a story, unless a pattern says otherwise;
5. the best candidate by a linear score, its confidence from its share among all; too close to call is left out.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sandpiper.types import Actor, Mention, Place, PlacePrecision, Story

from .gazetteer import ABBREVIATION, ALTERNATE, BARE, MAIN, Entry, Gazetteer, Hit, fold, gazetteer

_Array = np.ndarray[Any, Any]
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
    r"krai|municipality|township|twp\.?|borough|metropolitan area|area|proper))+$",
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
    r"(?:,\s+|[ ](?=[A-Z])|\s+\(|\s+in\s+(?:the\s+)?(?:(?:north|south|east|west|central)\w*\s+)?)(?P<name>[A-Z][\w.'’-]*(?:[ -][A-Z][\w.'’-]*){0,3})"
)
# "Sarpy and Douglas counties", "in Lamar, Delta and Red River counties"
_COUNTIES = re.compile(
    r"(?:\s*,\s*(?:and\s+)?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?)*(?:,?\s+(?:and|or|&)\s+[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?)?"
    r"\s+(?:Count(?:y|ies)|counties|county|[Pp]arish(?:es)?)\b"
)
_HOST = re.compile(r"^(?:\w+:)?//(?:[^/@]*@)?([^/:?#]+)")
_LOCATED = re.compile(
    r"\b(?:in|at|near|across|inside|outside|around|throughout|within|into|through|out\s+of|leav(?:e|es|ing)|left|fled|"
    r"flee(?:s|ing)?)\s+(?:\w+ern\s+|the\s+)*$",
    re.IGNORECASE,
)
# "consulate of Italy", which lies anywhere but there
_ABROAD = re.compile(r"\b(?:embassy|consulate|legation|high commission)\s+of\s", re.IGNORECASE)
# "Kuje prison", "Cotonou's central prison", "sector of Guelta Zemmour": a town and common words for what is there
_TOWN_FIRST = re.compile(
    r"(?P<name>[A-Z][\w.'’-]*?(?:[ -][A-Z][\w.'’-]*?){0,3})(?:['’]s)?(?: [a-z][\w-]*){1,4}"
)
_TOWN_LAST = re.compile(
    r"(?:[a-z][\w-]* ){0,3}(?:of|in|at|near) (?P<name>[A-Z][\w.'’-]*(?:[ -][A-Z][\w.'’-]*){0,3})"
)
_TELLING = 800  # candidates, those of the most frequent names, that count as context
_MOST_CANDIDATES = 60  # of one name, the best known: three hundred towns are called San José
_ROWS = 1000  # candidates reckoned at once, so that a list of 5,000 towns stays small in memory
_SMALL_TOWN = 50_000  # people: below, another name of a town needs the story's support
_BEFORE = 80  # characters before a mention that may hold its preposition
_ROUNDS = 4
_NEAR_KM, _WIDE_KM = 60.0, 250.0
_PERHAPS = (
    0.4  # "Washington, New York and Boston" or "Washington, Oregon" may be a list, "Rome, New York" is not
)

# The score is the sum of features times weights. Fitted on the odd halves of LGL and GeoVirus by maximum likelihood with
# a penalty towards weights set by hand before, strict for those that wire needs and local papers do not show (a capital
# abroad stays abroad): people, capital, division, contained, contains. Without "people" held, it is 1.1 and Moscow in Idaho.
_WEIGHTS = {
    # the candidate by itself
    "people": 1.4,  # decimal logarithm of its people, for towns, counties and divisions
    "country": 11.2,  # a country; the next five likewise
    "division": 0.9,
    "county": 0.5,
    "region": 11.0,
    "water": 10.5,
    "point": 9.7,
    "capital": 2.0,  # the news speaks of Washington, D.C., more than of the state
    "alternate": -3.0,  # it goes by another name than its main one
    "abbreviation": -4.5,  # by an abbreviation that the text does not write as one
    "bare": -4.5,  # a county or river by its name without the word for it
    "stripped": -1.5,  # found only without "northern", "province", "airport"
    "fits": 4.0,  # the name says what it is: "Idlib province", "Sarpy and Douglas counties"
    "contained": 8.0,  # "Paris, Texas": lies in the division or country named right after it
    "contains": 5.9,  # "Albany, New York": holds the town named right before it
    # the candidate among what the story's other names may mean, each weighed by its present share
    "same_country": 5.2,  # share of the other names, actors and the dateline that lie in its country
    "same_division": 5.8,  # others in its first-level division, n / (n + 1)
    "near": 3.5,  # others within tens of kilometres, n / (n + 1)
    "wide": 0.3,  # others within hundreds
    "home": 2.1,  # its country is that of the outlet's Internet address
}
_FEATURES = tuple(_WEIGHTS)
_W: _Array = np.array(list(_WEIGHTS.values()))
_ALONE = _FEATURES.index("same_country")  # features before this one need no other name
_AT = {name: i for i, name in enumerate(_FEATURES)}
# Share of right places, within 161 km, among those that nothing competed with, odd halves: main name 0.968 of 2,498, alternate
# 0.90 of 30, a county without its word 39 of 39 (50 of 53 with those that something competed with), stripped 6 of 8; of
# abbreviations there are none, hence the rounder figure.
_SURE = {MAIN: 0.97, ALTERNATE: 0.9, ABBREVIATION: 0.7, BARE: 0.95}
_SURE_STRIPPED = 0.7
_LEAST_SHARE = 0.3
_USUAL_PEOPLE = 1_000_000  # of a division whose towns are not known, and at most
_LITTLE = 0.2  # of the story's places in a country: of less the story does not speak
# Small towns with less than _NOTHING in a story that speaks of other countries (with _ELSEWHERE, in names and actors by half)
# were right 2 times in 12, in 1,200 training passages.
_NOTHING, _ELSEWHERE = 0.02, 1.5
_COUNTY_KM = 60.0  # from a county's middle to a town of it at most
_EARTH_KM = 6371.0
_SAME_PLACE_KM = 30.0


@dataclass(slots=True)
class _Candidate:
    entry: Entry
    features: _Array
    sure: float = 1.0
    score: float = 0.0

    def doubtful(self, elsewhere: bool) -> bool:
        """A small town in a country of which the story does not speak: under a name that is not its main one, or where
        the story speaks of others (``elsewhere``).

        "Sands" is also Stanley, Virginia; a story that says it once and nothing of that country means something else.
        Koya is a town in Japan; in a story of Iraq and Iran it is one that the gazetteer lacks.
        """
        if self.features[_AT["contained"]] or self.features[_AT["fits"]]:
            return False
        small = self.entry.kind in ("city", "county") and self.entry.population < _SMALL_TOWN
        share = self.features[_AT["same_country"]]
        if (small and self.sure < _SURE[MAIN]) or self.features[_AT["bare"]]:
            return bool(share < _LITTLE)
        return bool(small and elsewhere and share < _NOTHING and not self.features[_AT["home"]])


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
            math.exp(c.score - best.score)
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
    far such a name can be trusted at all.
    """
    names = _names(gazetteer(), story.text, _place_mentions(story.text, mentions, actors))
    home, seat = _home(gazetteer(), story.url)
    background = _background(gazetteer(), story, [a.country for a in actors if a.country])
    _weigh(names + seat, background, home)
    elsewhere = sum(background.values()) + len(names + seat) - 1 >= _ELSEWHERE
    chosen = sorted(
        ((m, name) for name in names for m in name.mentions), key=lambda pair: (pair[0].start, pair[0].end)
    )
    sure = {id(name): name.confidence for name in names}
    kept = [
        (m, name)
        for m, name in chosen
        if sure[id(name)] >= _LEAST_SHARE and not (len(name.mentions) == 1 and name.best.doubtful(elsewhere))
    ]
    return tuple(_place(f"p{i}", m, name, sure[id(name)]) for i, (m, name) in enumerate(kept))


def known(name: str) -> str | None:
    """What a bare name is best known as: ``country``, ``city``, ``division``, ``water``, ``region``; None for no place."""
    hits = [hit for hit in _named(gazetteer(), name) if hit.how not in (ABBREVIATION, BARE)]
    if not hits or name == name.lower():
        return None
    kind = max(hits, key=lambda hit: _prior(hit, name)).entry.kind
    return {"point": "region", "county": "division"}.get(kind, kind)


def _place_mentions(text: str, mentions: Sequence[Mention], actors: Sequence[Actor]) -> list[Mention]:
    kinds = {actor.id: actor.kind for actor in actors}
    small = text.islower()
    ends = {m.end for m in mentions if m.in_ is None and m.type in _TYPES and m.actor is None}
    return [
        m
        for m in mentions
        if m.type in _TYPES
        and m.in_ is None
        and not _ABROAD.search(m.text)
        and (small or not m.text.islower())  # "the central square" is not Central Square, New York
        and (
            m.actor is None
            or kinds.get(m.actor) not in _ACTING
            or _is_location(text, m, kinds.get(m.actor), ends)
        )
    ]


def _is_location(text: str, mention: Mention, kind: str | None, ends: Collection[int]) -> bool:
    """A state or capital that acts elsewhere in the story may here be where something is; "the Kremlin" is not.

    ``ends`` are the ends of the other mentions: "Peshawar, Pakistan".
    """
    if kind == "government" and mention.type == "GPE":
        return _LOCATED.search(text[max(0, mention.start - _BEFORE) : mention.start]) is not None
    if kind != "state":
        return False
    before = text[max(0, mention.start - _BEFORE) : mention.start]
    after_place = before.endswith(", ") and mention.start - 2 in ends
    return after_place or _LOCATED.search(before) is not None


def _names(book: Gazetteer, text: str, mentions: Sequence[Mention]) -> list[_Name]:
    """Mentions grouped by name; those that "City, State" patterns place differently stand apart."""
    groups: dict[tuple[str, bool], list[tuple[Mention, tuple[Hit, ...], float]]] = defaultdict(list)
    holding: dict[
        int, tuple[set[int], float]
    ] = {}  # where a name starts -> what it is if it holds the town before it
    for mention in mentions:
        at, hits, weight = _container(book, text, mention)
        groups[(fold(mention.text), mention.type == "FAC")].append((mention, hits, weight))
        if hits:
            towns = _candidates(book, mention)
            entries = [c.entry for c in towns if not c.features[[_AT["bare"], _AT["alternate"]]].any()]
            holding[at] = {h.entry.row for h in hits if any(lies_in(e, h.entry) for e in entries)}, weight
    names = []
    for group in groups.values():
        told: dict[tuple[int, ...], _Name] = {}  # by what holds it, "Paris, Texas", or by what it holds
        apart: dict[tuple[object, ...], _Name] = {}
        bare: list[Mention] = []
        for mention, container, weight in group:
            candidates = _candidates(book, mention)
            if not candidates:
                continue
            inside = [
                c
                for c in candidates
                if not c.features[_AT["bare"]] and any(lies_in(c.entry, hit.entry) for hit in container)
            ]
            rows, held = holding.get(mention.start, (set(), 0.0))
            around = [c for c in candidates if c.entry.row in rows]
            counties = _COUNTIES.match(text, mention.end) is not None and any(
                c.entry.kind == "county" for c in candidates
            )
            if inside:
                name = told.setdefault(tuple(sorted(c.entry.row for c in inside)), _Name([], candidates))
                _mark(name, inside, "contained", weight)
            elif around or counties:
                name = apart.setdefault((counties, *sorted(rows)), _Name([], candidates))
                _mark(name, around, "contains", held)
                if counties:
                    _mark(name, [c for c in candidates if c.entry.kind == "county"], "fits", 1.0)
            else:
                bare.append(mention)
                continue
            name.mentions.append(mention)
        if bare and told:
            next(iter(told.values())).mentions.extend(bare)
        elif bare:
            names.append(_Name(bare, _candidates(book, bare[0])))
        names += [*told.values(), *apart.values()]
    return names


def _mark(name: _Name, these: Sequence[_Candidate], feature: str, value: float) -> None:
    """Set a feature of those of the name's candidates that are the same places as these."""
    rows = {c.entry.row for c in these}
    for candidate in name.candidates:
        if candidate.entry.row in rows:
            candidate.features[_AT[feature]] = max(value, candidate.features[_AT[feature]])


def _container(book: Gazetteer, text: str, mention: Mention) -> tuple[int, tuple[Hit, ...], float]:
    """Where a name stands right after the mention, the countries and divisions of that name, and how far they hold it.

    ``Paris, Texas``; ``Paris Texas``; ``Alexandria (La.)``; ``Goma in Congo``.
    """
    match = _CONTAINER.match(text, mention.end)
    if not match:
        return 0, (), 0.0
    words = re.split(r"(?<=[ -])", match["name"])
    for count in range(len(words), 0, -1):
        name = "".join(words[:count]).strip(" -")
        found = book.find(_bare(name))
        hits = tuple(
            hit for hit in found if hit.entry.kind in ("country", "division", "county") and hit.how != BARE
        )
        if hits:
            best = max(found, key=lambda hit: _prior(hit, name))
            own = {
                (h.entry.kind, h.entry.country) for h in _named(book, _bare(mention.text)) if h.how == MAIN
            }
            if any(
                kind == "country" for kind, _ in own
            ):  # "China, Japan" are two; "Lebanon, Tennessee" is one
                hits = tuple(hit for hit in hits if hit.entry.kind != "country")
            listed = any(
                ("division", hit.entry.country) in own for hit in hits if hit.entry.kind == "division"
            )
            return match.start("name"), hits, _PERHAPS if listed or best.entry.kind == "city" else 1.0
    return 0, (), 0.0


def _bare(name: str) -> str:
    return re.sub(r"['’]s$", "", name).rstrip(",;:")


def lies_in(entry: Entry, container: Entry) -> bool:
    if entry.row == container.row or entry.country is None or entry.country != container.country:
        return False
    if container.kind == "county" and (entry.kind != "city" or distance(entry, container) > _COUNTY_KM):
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
        cost = 1.0
        ends = _FACILITY if facility else _TRAILING
        for shorter in (ends.sub("", name), _LEADING.sub("", name), ends.sub("", _LEADING.sub("", name))):
            if shorter and shorter != name and (hits := _named(book, shorter)):
                break
            if facility:
                break
        inner = _TOWN_FIRST.fullmatch(name) or _TOWN_LAST.fullmatch(name)
        if not hits and inner and mention.type in ("FAC", "LOC"):
            hits = tuple(
                hit for hit in _named(book, inner["name"]) if hit.how == MAIN or hit.entry.population
            )
    known_by = [(hit, _features(hit, name)) for hit in hits]
    known_by.sort(key=lambda one: -float(one[1] @ _W))
    candidates = []
    division, city = _DIVISION_WORD.search(name), _CITY_WORD.search(name)
    for hit, features in known_by[:_MOST_CANDIDATES]:
        features[_AT["stripped"]] = cost
        if division and hit.entry.kind == "division":
            features[_AT["bare"]] = 0.0
        if (division and hit.entry.kind in ("division", "country")) or (city and hit.entry.kind == "city"):
            features[_AT["fits"]] = 1.0
        candidates.append(_Candidate(hit.entry, features, _SURE[hit.how] * (_SURE_STRIPPED if cost else 1.0)))
    return candidates


def _features(hit: Hit, name: str) -> _Array:
    """The features that a candidate has by itself."""
    entry = hit.entry
    features = np.zeros(len(_FEATURES))
    if entry.kind != "city":
        features[_AT[entry.kind]] = 1.0
    if entry.kind in ("city", "county", "division"):
        people = entry.population
        if (
            entry.kind == "division"
        ):  # a large one is not better known for being larger: New York is the city first
            people = min(people or _USUAL_PEOPLE, _USUAL_PEOPLE)
        features[_AT["people"]] = math.log10(people + 300)
    features[_AT["capital"]] = float(entry.capital)
    if hit.how == ABBREVIATION and not ("." in name or name.isupper()):
        features[_AT["abbreviation"]] = 1.0
    elif hit.how in (ALTERNATE, BARE):
        features[_AT["alternate" if hit.how == ALTERNATE else "bare"]] = 1.0
    return features


def _prior(hit: Hit, name: str) -> float:
    """The score of a candidate by itself."""
    return float(_features(hit, name) @ _W)


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


def _home(book: Gazetteer, url: str | None) -> tuple[str | None, list[_Name]]:
    """Country (ISO 3166-1 alpha-3) of the outlet's host, by the newspaper or the domain; and the newspaper's town.

    The town counts as one more name of the story, with nothing in the text that it stands for.
    """
    match = _HOST.match(url or "")
    if not match:
        return None, []
    town = book.outlet(match[1])
    if town is None:
        return book.domains.get(match[1].rpartition(".")[2].lower()), []
    return town.country, [_Name([], [_Candidate(town, np.zeros(len(_FEATURES)))])]


def _weigh(names: list[_Name], background: dict[str, float], home: str | None) -> None:
    """Score all candidates: the features by themselves, then in rounds those that depend on the other names."""
    if not names:
        return
    flat = [c for name in names for c in name.candidates]
    features = np.array([c.features for c in flat])
    features[:, _AT["home"]] = [float(home is not None and c.entry.country == home) for c in flat]
    alone = features @ _W
    context = _Context(names, background)
    score, before = alone, None
    for _ in range(_ROUNDS):
        shares = context.shares(score)
        if before is not None and (shares == before).all():
            break  # as where no name has a second candidate
        features[:, _ALONE : _AT["home"]] = context.features(shares)
        score, before = features @ _W, shares
    for candidate, row, value in zip(flat, features, score, strict=True):
        candidate.features, candidate.score = row, float(value)


class _Bonds(NamedTuple):
    """Rows by columns: 1 where another name's candidate has a country, the same one, the same division; its nearness."""

    known: _Array
    country: _Array
    code: _Array
    near: tuple[_Array, ...]


class _Context:
    """The story's candidates as arrays, row for row: what each has to do with those of the other names."""

    def __init__(self, names: list[_Name], background: dict[str, float]) -> None:
        flat = [c.entry for name in names for c in name.candidates]
        sizes = [len(name.candidates) for name in names]
        self._owner = np.repeat(np.arange(len(names)), sizes)
        self._starts = np.cumsum([0, *sizes[:-1]])
        keys: dict[str, int] = {}  # names that differ only in what they mean here do not bear each other out
        same = [keys.setdefault(fold(n.mentions[0].text) if n.mentions else "", len(keys)) for n in names]
        self._key = np.repeat(same, sizes)
        countries = {c: i for i, c in enumerate(dict.fromkeys(e.country for e in flat if e.country))}
        codes = {c: i for i, c in enumerate(dict.fromkeys((e.country, e.code) for e in flat if e.code))}
        self._country = np.array([countries.get(e.country or "", -1) for e in flat])
        self._code = np.array([codes[(e.country, e.code)] if e.code else -1 for e in flat])
        self._small = np.array([e.kind in ("city", "county", "point") for e in flat])
        lat, lon = np.radians([e.lat for e in flat]), np.radians([e.lon for e in flat])
        self._xyz = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        self._background = np.array([background.get(c, 0.0) for c in countries])
        self._else = sum(w for c, w in background.items() if c not in countries)
        telling: list[int] = []
        left = _TELLING
        for i in sorted(range(len(names)), key=lambda i: -len(names[i].mentions)):
            if sizes[i] <= left:
                telling.append(i)
                left -= sizes[i]
        tells = np.zeros(len(names), dtype=bool)
        tells[telling] = True
        self._telling = np.flatnonzero(tells[self._owner])
        self._borders = np.cumsum([0, *(sizes[i] for i in sorted(telling)[:-1])])
        self._one: _Bonds | None = None

    def shares(self, score: _Array) -> _Array:
        """Each candidate's share among those of its name."""
        top = np.maximum.reduceat(score, self._starts)
        raw = np.exp(score - top[self._owner])
        shares: _Array = raw / np.add.reduceat(raw, self._starts)[self._owner]
        return shares

    def features(self, shares: _Array) -> _Array:
        """Columns same_country, same_division, near and wide, given the shares."""
        rows = [slice(at, at + _ROWS) for at in range(0, len(shares), _ROWS)]
        if len(rows) == 1:  # what does not hang on the shares, once for all rounds
            self._one = self._one or self._bonds(rows[0])
            return self._some(rows[0], shares, self._one)
        return np.concatenate([self._some(here, shares, self._bonds(here)) for here in rows])

    def _bonds(self, here: slice) -> _Bonds:
        """What ties the candidates in some rows to the telling ones of other names: country, division, nearness."""
        there = self._telling
        apart = (self._key[here, None] != self._key[None, there]).astype(float)
        country = apart * (self._country[here, None] == self._country[None, there])
        code = apart * (self._code[here, None] == self._code[None, there])
        km = _EARTH_KM * np.arccos(np.clip(self._xyz[here] @ self._xyz[there].T, -1.0, 1.0))
        small = apart * self._small[None, there] * self._small[here, None]
        return _Bonds(
            apart * (self._country[there] >= 0),
            country,
            code,
            tuple(small * np.exp(-km / scale) for scale in (_NEAR_KM, _WIDE_KM)),
        )

    def _some(self, here: slice, shares: _Array, bonds: _Bonds) -> _Array:
        told = shares[self._telling]
        total = bonds.known @ told + self._background.sum() + self._else
        same = bonds.country @ told
        if len(self._background):
            same = same + self._background[self._country[here]]
        division = bonds.code @ told
        columns = np.zeros((len(total), 4))
        columns[:, 0] = np.where(self._country[here] >= 0, same / (total + 0.5), 0.0)
        columns[:, 1] = np.where(self._code[here] >= 0, division / (division + 1.0), 0.0)
        for column, near in enumerate(bonds.near if len(told) else (), 2):
            sums = np.maximum.reduceat(near * told, self._borders, axis=1).sum(1)
            columns[:, column] = sums / (sums + 1.0)
        return columns


def _place(id_: str, mention: Mention, name: _Name, share: float) -> Place:
    entry = name.best.entry
    precision: PlacePrecision = (
        "region" if entry.kind == "water" else "division" if entry.kind == "county" else entry.kind
    )
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
        confidence=round(share * name.best.sure, 3),
    )
