"""The country of an event of which no place is on the map."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sandpiper.resolve.places import Countries, resolve
from sandpiper.resolve.places.gazetteer import gazetteer
from sandpiper.types import Actor, Event, Mention, Place, Span, Story

_POLICE = Actor("a0", "police", "government", country="ETH", sectors=("COP",))
_PRESIDENT = Actor("a1", "president", "person", country="FRA", sectors=("GOV",))
_UNION = Actor("a2", "African Union", "igo", country="IGO")
_TEXT = "Ethiopian police beat pupils at a paper mill near Gondar. In Gondar they closed the road, and they searched the mill."


def _read(text: str, names: Sequence[tuple[str, str, str | None]], actors: Sequence[Actor]) -> Countries:
    """Countries of a story with mentions of (words, type, actor id), each at its next occurrence."""
    mentions, at = [], 0
    for i, (words, kind, actor) in enumerate(names):
        at = text.index(words, at)
        mentions.append(Mention(f"m{i}", at, at + len(words), words, kind, actor))  # type: ignore[arg-type]
        at += len(words)
    story = Story("s", text)
    return Countries(story, mentions, actors, resolve(story, mentions, actors))


def _act(countries: Countries, trigger: str, actor: Sequence[str] = (), spot: int | None = None, beside: str | None = None) -> Place | None:  # fmt: skip
    """The place that an event gets, as the reading will have it."""
    text, mentions = countries._story.text, countries._mentions
    span = _words(text, trigger)
    start = text.rfind(". ", 0, span.start) + 1
    end = text.find(".", span.end)
    around = Span(start, len(text) if end < 0 else end)
    near = [m for m in mentions if around.contains(m.span)]
    found = countries.place(
        around, span, near, actor, (), mentions[spot] if spot is not None else None, beside
    )
    places, (event,) = countries.number([Event("e0", "ASSAULT", (span,), place=found)])
    assert [p.id for p in places] == [f"p{i}" for i in range(len(places))]
    return next((p for p in places if p.id == event.place), None)


def _words(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


_NAMES = [("police", "ROLE", "a0"), ("a paper mill", "FAC", None), ("Gondar", "GPE", None), ("Gondar", "GPE", None)]  # fmt: skip


def test_a_place_named_long_before_says_little() -> None:
    names = [("Moscow", "GPE", None), ("Brussels", "GPE", None), ("The president", "ROLE", "a1")]
    text = "It is said in Moscow, decided in Brussels.{} The president promised to build a road."
    near = _act(_read(text.format(""), names, [_PRESIDENT]), "promised", ["a1"])
    far = _act(
        _read(text.format(" Nothing is known of it yet." * 60), names, [_PRESIDENT]), "promised", ["a1"]
    )
    assert near is not None and near.country == "BEL"
    assert far is None or far.country != "BEL"


def test_a_spot_on_no_map_lies_in_the_country_that_the_story_speaks_of() -> None:
    place = _act(_read(_TEXT, _NAMES, [_POLICE]), "beat", ["a0"], spot=1)
    assert place is not None
    assert (place.mention, place.country, place.precision, place.name) == ("m1", "ETH", "country", "Ethiopia")
    assert 0.6 <= place.confidence <= 1


def test_the_words_are_those_of_the_last_place_before() -> None:
    place = _act(_read(_TEXT, _NAMES, [_POLICE]), "searched", ["a0"])
    assert place is not None
    assert (place.mention, place.country, place.precision) == ("m3", "ETH", "country")


def test_the_place_beside_stays_where_it_lies_in_that_country() -> None:
    countries = _read(_TEXT, _NAMES, [_POLICE])
    place = _act(countries, "beat", ["a0"], spot=1, beside="p0")
    assert place is not None
    assert (place.mention, place.precision) == ("m2", "city")


@pytest.mark.parametrize("spot", [3, None])
def test_a_place_beside_in_another_country_than_the_likeliest_is_not_taken(spot: int | None) -> None:
    text = "Cairo wept, but officers in Gondar praised it. Ethiopian police beat pupils at a mill."
    names = [
        ("Cairo", "GPE", None),
        ("Gondar", "GPE", None),
        ("police", "ROLE", "a0"),
        ("a mill", "FAC", None),
    ]
    countries = _read(text, names, [_POLICE])
    assert [p.name for p in countries._places] == ["Cairo", "Gonder"]
    place = _act(countries, "beat", ["a0"], spot=spot, beside="p0")
    assert place is not None
    assert (place.country, place.mention, place.precision) == ("ETH", "m3", "country")


def test_the_place_that_the_clause_goes_on_with_is_stronger_than_the_dateline() -> None:
    text = "KAMPALA - Ethiopian police killed nine in a raid at Gondar. Kampala had agreed."
    names = [
        ("KAMPALA", "GPE", None),
        ("police", "ROLE", None),
        ("Gondar", "GPE", None),
        ("Kampala", "GPE", None),
    ]
    countries = _read(text, names, [])
    place = _act(countries, "killed", beside="p1")
    assert place is not None
    assert (place.name, place.precision) == ("Gonder", "city")


def test_a_spot_that_belongs_to_a_state_lies_there() -> None:
    text = "Gondar wept. Police killed a refugee in the camps of France."
    names = [("Gondar", "GPE", None), ("Police", "ROLE", None), ("camps of France", "LOC", "a1")]
    state = Actor("a1", "France", "state", country="FRA")
    place = _act(_read(text, names, [state]), "killed", spot=2)
    assert place is not None
    assert (place.country, place.mention, place.precision) == ("FRA", "m2", "country")


def test_a_range_that_several_countries_share_is_in_the_likeliest_and_a_sea_in_none() -> None:
    for name, country in (("Alps", "CHE"), ("Black Sea", None)):
        text = f"Geneva rejoiced. The envoys met in the {name} and signed in Zurich."
        names = [("Geneva", "GPE", None), (name, "LOC", None), ("Zurich", "GPE", None)]
        countries = _read(text, names, [])
        place = _act(countries, "met", spot=1, beside="p1")
        assert place is not None
        assert (place.country, place.mention) == (country, "m1")
        assert _act(_read(text, names, []), "met", beside="p1") == place


@pytest.mark.parametrize("actors", [[], [_UNION]])
def test_no_country_where_nothing_speaks_for_one(actors: list[Actor]) -> None:
    names = [("Union", "ORG", "a2")] if actors else []
    assert (
        _act(_read("The Union struck the rebels.", names, actors), "struck", [a.id for a in actors]) is None
    )


def test_no_country_where_two_are_as_likely() -> None:
    text = "Ethiopian police fought the French president."
    names = [("police", "ROLE", "a0"), ("president", "ROLE", "a1")]
    assert _act(_read(text, names, [_POLICE, _PRESIDENT]), "fought", ["a0", "a1"]) is None


def test_places_without_event_stay_as_they_were() -> None:
    countries = _read(_TEXT, _NAMES, [_POLICE])
    assert countries.number([]) == (tuple(countries._places), [])


def test_kosovo_has_plovers_code() -> None:
    assert {hit.entry.country for hit in gazetteer().find("Pristina")} == {"KOS"}
    kosovo = gazetteer().country("KOS")
    assert kosovo is not None
    assert kosovo.name == "Kosovo"
    assert gazetteer().country("SUN") is None
