"""A story's names -> the country it plays in: states, capitals, nationalities, peoples and towns, the dateline among them.

News seldom says of which country "the police", "four miners" or "Willie Tasso, a trade unionist" are: it is the country
where the story plays. What stands in no table of actors is looked up in the gazetteer: the country that the story names
anyway, else the one in which most people live in places of that name.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sandpiper.resolve.places.gazetteer import MAIN, gazetteer
from sandpiper.types import Evidence, Mention, Story

from .tables import Index, People, normal

_NAMING = ("GPE", "NORP", "LOC", "FAC", "ORG")
_REPUBLICS = "ARM AZE BLR GEO KAZ KGZ MDA RUS TJK TKM UKR UZB"
_ERAS = (
    *((code, "1991-12-25", "SUN") for code in _REPUBLICS.split()),
    *((code, "1991-09-05", "SUN") for code in ("EST", "LVA", "LTU")),
    *((code, "1991-10-07", "YUG") for code in ("HRV", "SVN", "MKD")),
    ("BIH", "1992-04-05", "YUG"),
    ("SSD", "2011-07-08", "SDN"),
    *((code, "2003-02-03", "YUG") for code in ("SRB", "MNE")),
    *((code, "1992-12-31", "CSK") for code in ("CZE", "SVK")),
)
_UNTIL = {code: (last, state) for code, last, state in _ERAS}
_LEAST = 0.4  # share of the names that say a country; below it the first is right in 41 % of training cases, above in 82
_DOUBTFUL = 0.5  # share of a name's people that its first country must have


@dataclass(frozen=True, slots=True)
class Setting:
    """The country a story plays in, the words that say so first, its share of all the names that say a country, and all
    these countries.

    Of 995 training passages it is right for more of those of whom nothing else tells than the nearest country or the
    sentence's only one is, also where several countries share the names.
    """

    country: str | None
    evidence: Evidence | None
    share: float
    named: frozenset[str] = frozenset()


def certain(index: Index, name: str, date: str | None) -> str | None:
    """The country of a state, capital, seat of power or nationality; None for other names and for shared ones."""
    form = normal(name)
    entries = (*index.names.get(form, ()), *index.demonyms.get(form, ()))
    codes = {
        e.country
        for e in entries
        if e.file in ("states.csv", "seats.csv") and (date is None or e.valid(date))
    }
    return codes.pop() if len(codes) == 1 else None


def told(index: Index, mention: Mention, date: str | None) -> str | None:
    """The country that a name in a story says: what is ``certain``, or where a people lives that lives in one state."""
    code = certain(index, mention.text, date)
    if code is None and mention.type == "NORP" and (people := index.people(mention.text)) is not None:
        codes = homes(people, date)
        return codes[0] if len(codes) == 1 else None
    return code


def homes(people: People, date: str | None) -> tuple[str, ...]:
    """The countries in which a people lived that day, most of it first."""
    return tuple(dict.fromkeys(then(code, date) for code in people.countries))


@functools.lru_cache(maxsize=4096)
def _weights(name: str) -> tuple[tuple[str, float], ...]:
    found: Counter[str] = Counter()
    for hit in gazetteer().find(name):
        place = hit.entry
        if place.country:
            people = (place.population + 1000.0) * (
                3 if place.capital else 2 if place.kind == "division" else 1
            )
            found[place.country] += people if hit.how == MAIN else people * 0.3  # type: ignore[assignment]
    return tuple(found.items())


def town(name: str, named: Collection[str], date: str | None) -> str | None:
    """The country of a place that no table of actors has; ``named`` are those that the story names."""
    weights = dict(_weights(name))
    weights = {code: w for code, w in weights.items() if code in named} or weights
    if not weights:
        return None
    code = max(weights, key=lambda c: weights[c])
    return then(code, date) if weights[code] >= _DOUBTFUL * sum(weights.values()) else None


def then(code: str, date: str | None) -> str:
    """The state to which the land of today's state belonged that day."""
    last, state = _UNTIL.get(code, ("", code))
    return state if date is not None and date <= last else code


def setting(index: Index, story: Story, mentions: Sequence[Mention], date: str | None) -> Setting:
    """Where a story plays: the country that most of its names belong to, the dateline's counting twice."""
    found: list[tuple[Evidence, str]] = []
    open_names: list[Mention] = []
    for mention in mentions:
        if mention.type in _NAMING and not _sided(story, mention):
            if code := told(index, mention, date):
                found.append((_evidence(mention), code))
            elif mention.type in ("GPE", "LOC", "FAC"):
                open_names.append(mention)
        elif mention.type == "PER" and (code := _known(index, mention, date)):
            found.append((_evidence(mention), code))
    named = {code for _, code in found}
    line = story.dateline
    if line is not None and line.place:
        code = certain(index, line.place, date) or town(line.place, named, date)
        if code:
            found.append((Evidence(line.start, line.end, "setting"), code))
            named.add(code)
    for mention in open_names:
        if code := town(mention.text, named, date):
            found.append((_evidence(mention), code))
    if not found:
        return Setting(None, None, 0.0)
    found.sort(key=lambda one: (one[0].in_ is None, one[0].start))
    return voted(found)


def voted(found: Sequence[tuple[Evidence, str]]) -> Setting:
    """The country that most of what is found tells, with the first of it; none below ``_LEAST``. ``found`` is not empty."""
    votes = Counter(code for _, code in found)
    country, most = max(votes.items(), key=lambda vote: vote[1])
    share, named = most / len(found), frozenset(votes)
    if most < _LEAST * len(found):
        return Setting(None, None, share, named)
    return Setting(country, next(evidence for evidence, code in found if code == country), share, named)


def _known(index: Index, mention: Mention, date: str | None) -> str | None:
    """The country of a person whose full name the tables have."""
    name = normal(mention.text)
    if " " not in name:
        return None
    codes = {
        e.country for e in index.names.get(name, ()) if e.kind == "person" and (date is None or e.valid(date))
    }
    return codes.pop() if len(codes) == 1 else None


def _sided(story: Story, mention: Mention) -> bool:
    """Whether it only tells for or against whom somebody is: "pro-Beijing"."""
    text = story.string(mention.in_)
    return text[max(0, mention.start - 5) : mention.start].casefold().endswith(("pro-", "anti-"))


def _evidence(mention: Mention) -> Evidence:
    return Evidence(mention.start, mention.end, "setting", mention.in_)
