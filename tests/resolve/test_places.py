"""Places: names folded, found and told apart; metonyms left out; the place of an event."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.errors import TableError
from sandpiper.resolve.places import build, known, place_of, resolve
from sandpiper.resolve.places.gazetteer import FILE, Entry, Gazetteer, fold, gazetteer
from sandpiper.resolve.places.resolution import distance, kilometres
from sandpiper.types import Actor, Dateline, Mention, Place, Span, Story


def story(text: str, names: str, dateline: Dateline | None = None) -> tuple[Story, list[Mention]]:
    """A story and mentions of the ``|``-separated names, each at its next occurrence."""
    mentions, at = [], 0
    for i, name in enumerate(names.split("|")):
        at = text.index(name, at)
        mentions.append(Mention(f"m{i}", at, at + len(name), name, "GPE"))
        at += len(name)
    return Story("s", text, dateline=dateline), mentions


def places(text: str, names: str) -> dict[str, Place]:
    told, mentions = story(text, names)
    words = {m.id: m.text for m in mentions}
    return {words[p.mention]: p for p in resolve(told, mentions, ())}


def test_a_word_in_small_letters_is_no_place_unless_the_whole_text_is() -> None:
    assert places("Armour rolled into the central square of Bishkek.", "central square|Bishkek").keys() == {
        "Bishkek"
    }
    assert "bishkek" in places("armour rolled into the square of bishkek.", "bishkek")


def test_a_small_town_of_a_country_that_the_story_does_not_speak_of_is_none() -> None:
    text = "Drones struck Koya, between Kirkuk and Mosul, before a patrol from Baghdad came."  # in the gazetteer one in Japan
    assert "Koya" not in places(text, "Koya|Kirkuk|Mosul|Baghdad")
    assert places("Drones struck Koya.", "Koya")["Koya"].country == "JPN"


def off(place: Place, lat: float, lon: float) -> float:
    assert place.lat is not None and place.lon is not None
    return kilometres(place.lat, place.lon, lat, lon)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The Hague", "hague"),
        ("St. Petersburg", "saint petersburg"),
        ("Île-de-France", "ile de france"),
        ("Sana’a", "sanaa"),
        ("U.S.", "us"),
        ("ŁÓDŹ", "lodz"),
        ("", ""),
        ("---", ""),
    ],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(max_size=40))
def test_any_text_can_be_folded_and_looked_up(name: str) -> None:
    folded = fold(name)
    assert folded == " ".join(folded.split())
    assert not any(unicodedata.combining(c) for c in folded)
    assert isinstance(gazetteer().find(name), tuple)


@given(st.sampled_from(["Kharkiv", "Al-Hasakah", "Saint Petersburg", "Côte d'Ivoire", "Gaza Strip"]))
def test_case_and_punctuation_do_not_matter(name: str) -> None:
    assert gazetteer().find(name)
    for other in (
        name.upper(),
        name.lower(),
        name.replace("-", " "),
        f"the {name}",
        unicodedata.normalize("NFD", name),
    ):
        assert gazetteer().find(other) == gazetteer().find(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            ("France", "country"),
            ("the Netherlands", "country"),
            ("Côte d'Ivoire", "country"),
            ("UK", "country"),
        ),
        *(("Kharkiv", "city"), ("Leningrad", "city"), ("Saigon", "city"), ("Al-Hasakah", "city")),
        *(
            ("Texas", "division"),
            ("Chechnya", "division"),
            ("Gaza Strip", "division"),
            ("West Bank", "division"),
        ),
        *(("Black Sea", "water"), ("Strait of Hormuz", "water"), ("Donbas", "region"), ("Africa", "region")),
        *(("Quxblorf", None), ("", None), ("Calif.", None)),
        *(
            ("EU", None),
            ("reading", None),
            ("Washington", "city"),
            ("New York", "city"),
            ("New York State", "division"),
        ),
    ],
)
def test_known(name: str, kind: str | None) -> None:
    assert known(name) == kind


def test_the_state_after_a_city_decides() -> None:
    found = places("Fire broke out in Paris, Texas, on Monday.", "Paris|Texas")
    assert (found["Paris"].country, found["Paris"].admin1, found["Paris"].precision) == (
        "USA",
        "Texas",
        "city",
    )
    assert found["Texas"].precision == "division"
    found = places("Fire broke out in Alexandria (La.) on Monday.", "Alexandria")
    assert found["Alexandria"].admin1 == "Louisiana"


def test_a_city_alone_is_the_best_known_one() -> None:
    paris = places("Talks resumed in Paris.", "Paris")["Paris"]
    assert paris.country == "FRA" and off(paris, 48.86, 2.35) < 20
    assert 0.4 <= paris.confidence <= 1


def test_the_other_places_of_the_story_decide() -> None:
    alone = places("Shells fell on Tripoli.", "Tripoli")["Tripoli"]
    assert alone.country == "LBY"
    north = places(
        "Shells fell on Tripoli. In Beirut and Sidon, Lebanon closed schools.", "Tripoli|Beirut|Sidon|Lebanon"
    )
    assert north["Tripoli"].country == "LBN"


def test_a_country_is_not_its_capital() -> None:
    found = places(
        "Mexico closed schools in Mexico City and Puebla; Kuwait did not.", "Mexico|Mexico City|Puebla|Kuwait"
    )
    precisions = [found[n].precision for n in ("Mexico", "Mexico City", "Puebla", "Kuwait")]
    assert precisions == ["country", "city", "city", "country"]


def test_a_capital_abroad_stays_abroad() -> None:
    text = "Officials in Washington, New York, Chicago and Boston spoke of the United States and Moscow."
    found = places(text, "Washington|New York|Chicago|Boston|United States|Moscow")
    assert found["Moscow"].country == "RUS" and found["New York"].precision == "city"


def test_one_name_is_one_place_unless_told_apart() -> None:
    text = "Paris, Texas, wrote to Paris, France. Georgia watched."
    told, mentions = story(text, "Paris|Texas|Paris|France")
    assert [p.country for p in resolve(told, mentions, ())] == ["USA", "USA", "FRA", "FRA"]
    text = "A man from Paris, Texas, was held. In Paris, police said so."
    told, mentions = story(text, "Paris|Texas|Paris")
    assert [p.country for p in resolve(told, mentions, ())] == ["USA", "USA", "USA"]


def test_former_names_have_todays_points() -> None:
    found = places("They met in Leningrad, Bombay and Rangoon.", "Leningrad|Bombay|Rangoon")
    assert [found[n].country for n in ("Leningrad", "Bombay", "Rangoon")] == ["RUS", "IND", "MMR"]
    assert off(found["Bombay"], 19.07, 72.88) < 20


def test_generic_words_are_stripped_only_when_needed() -> None:
    found = places(
        "In northern Iraq, in Idlib province and Mexico City.", "northern Iraq|Idlib province|Mexico City"
    )
    assert found["northern Iraq"].precision == "country"
    assert found["Idlib province"].precision == "division"
    assert found["Mexico City"].precision == "city"


def test_unknown_names_and_other_types_are_left_out() -> None:
    told, mentions = story("Quxblorf and the French met Macron of Paris.", "Quxblorf|French|Macron|Paris")
    mentions[1] = Mention("m1", mentions[1].start, mentions[1].end, "French", "NORP")
    mentions[2] = Mention("m2", mentions[2].start, mentions[2].end, "Macron", "PER")
    assert [p.mention for p in resolve(told, mentions, ())] == ["m3"]


def test_metonyms_are_no_places_and_a_state_as_location_is() -> None:
    text = "Ankara accused Damascus. Turkey struck bases in Syria."
    told, mentions = story(text, "Ankara|Damascus|Turkey|Syria")
    actors = (
        *(Actor("a0", "Turkey", "government", "TUR"), Actor("a1", "Syria", "government", "SYR")),
        *(Actor("a2", "Turkey", "state", "TUR"), Actor("a3", "Syria", "state", "SYR")),
    )
    acting = [Mention(m.id, m.start, m.end, m.text, "GPE", f"a{i}") for i, m in enumerate(mentions)]
    found = resolve(told, acting, actors)
    assert [(p.id, p.mention, p.precision) for p in found] == [("p0", "m3", "country")]
    assert len(resolve(told, mentions, ())) == 4


def test_a_consulate_does_not_lie_in_its_state() -> None:
    text = "They burned the consulate of Italy and the market of Rome."
    told, mentions = story(text, "consulate of Italy|market of Rome")
    facilities = [Mention(m.id, m.start, m.end, m.text, "FAC") for m in mentions]
    assert [(p.mention, p.name) for p in resolve(told, facilities, ())] == [("m1", "Rome")]


def test_a_facility_is_a_town_only_by_its_town() -> None:
    told, mentions = story(
        "Outside the White House; at Kharkiv International Airport.",
        "White House|Kharkiv International Airport",
    )
    facilities = [Mention(m.id, m.start, m.end, m.text, "FAC") for m in mentions]
    assert [(p.mention, p.name) for p in resolve(told, facilities, ())] == [("m1", "Kharkiv")]


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("Kharkiv prison", "Kharkiv"),
        ("Cotonou's central prison", "Cotonou"),
        ("outskirts of Homs", "Homs"),
        ("White House", None),
        ("airport runway", None),
    ],
)
def test_a_facility_named_with_its_town_lies_there(name: str, town: str | None) -> None:
    told, mentions = story(f"Shots were heard at the {name}.", name)
    facilities = [dataclasses.replace(m, type="FAC") for m in mentions]
    assert [p.name for p in resolve(told, facilities, ())] == ([town] if town else [])


def test_a_capital_that_acts_is_a_place_behind_a_preposition() -> None:
    told, mentions = story("Planes flew 310 people out of Dili. Dili thanked Canberra.", "Dili|Dili|Canberra")
    actors = (Actor("a0", "East Timor", "government", "TLS"), Actor("a1", "Australia", "government", "AUS"))
    acting = [dataclasses.replace(m, actor=a) for m, a in zip(mentions, ("a0", "a0", "a1"), strict=True)]
    assert [p.mention for p in resolve(told, acting, actors)] == ["m0"]


def test_place_of_knows_what_one_leaves() -> None:
    assert where("Troops pulled out of Kandahar on Monday.", "Kandahar", "pulled") == "Kandahār"
    assert where("Soldiers left Bosnia by train.", "Bosnia", "left") == "Bosnia and Herzegovina"


def test_the_capital_is_meant_unless_the_story_is_of_the_state() -> None:
    assert places("He flew to Washington.", "Washington")["Washington"].precision == "city"
    text = "Rain fell on Seattle, Spokane and Tacoma in Washington state."
    assert places(text, "Seattle|Spokane|Tacoma|Washington state")["Washington state"].precision == "division"


def test_mentions_in_the_title_are_left_out() -> None:
    assert (
        resolve(
            Story("s", "Nothing.", title="Paris"), [Mention("m0", 0, 5, "Paris", "GPE", None, "title")], ()
        )
        == ()
    )


def test_ids_follow_the_text_whatever_the_order_given() -> None:
    told, mentions = story("From Kabul to Herat to Kandahar.", "Kabul|Herat|Kandahar")
    found = resolve(told, mentions[::-1], ())
    assert found == resolve(told, mentions, ())
    assert [(p.id, p.mention) for p in found] == [("p0", "m0"), ("p1", "m1"), ("p2", "m2")]


def where(
    text: str, names: str, trigger: str, dateline: Dateline | None = None, sentence: str | None = None
) -> str | None:
    """Name of the place of the event whose trigger is given; the sentence is the whole text unless given."""
    told, mentions = story(text, names, dateline)
    found = resolve(told, mentions, ())
    begin = text.index(sentence) if sentence else 0
    span = Span(begin, begin + len(sentence) if sentence else len(text))
    at = text.index(trigger, begin)
    id_ = place_of(told, span, Span(at, at + len(trigger)), mentions, found)
    return next((p.name for p in found if p.id == id_), None)


def test_place_of_takes_the_precise_one_after_the_preposition() -> None:
    assert where("Troops clashed in Homs, Syria, on Monday.", "Homs|Syria", "clashed") == "Homs"
    assert where("Turkey condemned Syria.", "Turkey|Syria", "condemned") is None
    text = "Police arrested two men in Lagos, while protesters marched in Abuja."
    assert where(text, "Lagos|Abuja", "arrested") == "Lagos"
    assert where(text, "Lagos|Abuja", "marched") == "Abuja"


def test_place_of_takes_towns_before_in_their_country() -> None:
    text = "Gunmen stormed Jos and Kaduna in central Nigeria on Monday."
    assert where(text, "Jos|Kaduna|Nigeria", "stormed") == "Jos"
    assert where("Russia said it shot down a drone in Ukraine.", "Russia|Ukraine", "shot") == "Ukraine"


def test_a_state_right_after_its_town_is_a_location() -> None:
    told, mentions = story(
        "A bomb went off in Peshawar, Pakistan. Kabul, Pakistan said, was to blame.",
        "Peshawar|Pakistan|Kabul|Pakistan",
    )
    actors = (Actor("a0", "Pakistan", "state", "PAK"), Actor("a1", "Afghanistan", "government", "AFG"))
    acting = [
        Mention(m.id, m.start, m.end, m.text, "GPE", a)
        for m, a in zip(mentions, (None, "a0", "a1", "a0"), strict=True)
    ]
    assert [p.mention for p in resolve(told, acting, actors)] == ["m0", "m1"]


def test_place_of_falls_back_to_the_dateline_only_in_the_lede() -> None:
    text = "NAIROBI, June 8 - Police arrested two men. Protesters marched."
    dateline = Dateline(0, 18, "Nairobi")
    lede, later = "Police arrested two men.", "Protesters marched."
    assert where(text, "NAIROBI", "arrested", dateline, lede) == "Nairobi"
    assert where(text, "NAIROBI", "marched", dateline, later) is None
    assert where(text, "NAIROBI", "arrested", None, lede) is None
    text = "NAIROBI, June 8 - Police met officials of Uganda."
    assert (
        where(text, "NAIROBI|Uganda", "met", Dateline(0, 18, "Nairobi"), "Police met officials of Uganda.")
        is None
    )


def test_counties_and_parishes_are_divisions_of_their_state() -> None:
    found = places(
        "Deputies from Lamar County, Texas, met in Rapides Parish.", "Lamar County|Texas|Rapides Parish"
    )
    assert (found["Lamar County"].admin1, found["Lamar County"].precision) == ("Texas", "division")
    assert found["Rapides Parish"].admin1 == "Louisiana"


def test_a_county_without_the_word_is_one_only_where_the_words_say_so() -> None:
    text = "Schools in Sarpy and Douglas counties, near Omaha, closed."
    found = places(text, "Sarpy|Douglas|Omaha")
    assert [(found[n].precision, found[n].admin1) for n in ("Sarpy", "Douglas")] == [
        ("division", "Nebraska")
    ] * 2


def test_a_division_named_after_its_town_is_the_town_unless_it_says_province() -> None:
    assert places("Fighting in Homs went on.", "Homs")["Homs"].precision == "city"
    assert (
        places("Fighting in Homs province went on.", "Homs province")["Homs province"].precision == "division"
    )


def test_lists_of_countries_hold_none_of_each_other() -> None:
    assert places("Envoys of China, Japan and Korea met.", "China|Japan")["China"].country == "CHN"
    assert places("He grew up in Lebanon, Tennessee.", "Lebanon|Tennessee")["Lebanon"].country == "USA"
    listed = places(
        "He spoke in Washington, New York, Chicago and Boston.", "Washington|New York|Chicago|Boston"
    )
    assert listed["New York"].precision == "city"


def test_rivers_go_by_both_orders_and_have_their_mouth() -> None:
    (neches,) = (hit.entry for hit in gazetteer().find("Neches River"))
    assert [hit.entry.row for hit in gazetteer().find("River Neches")] == [neches.row]
    assert kilometres(neches.lat, neches.lon, 29.97, -93.87) < 10
    assert known("Green Bay") == "city" and known("Gulf of Alaska") == "water"


@pytest.mark.parametrize(
    ("url", "admin1"),
    [
        ("https://www.news-leader.com/story/1", "Missouri"),
        ("http://sj-r.com", "Illinois"),
        ("https://www.masslive.com/a?b=c", "Massachusetts"),
    ],
)
def test_a_local_paper_means_the_town_of_its_state(url: str, admin1: str) -> None:
    told, mentions = story("Fire broke out in Springfield.", "Springfield")
    (found,) = resolve(dataclasses.replace(told, url=url), mentions, ())
    assert found.admin1 == admin1


def test_the_domain_of_a_country_tells_and_a_strange_one_does_not() -> None:
    told, mentions = story("The council met in Cambridge.", "Cambridge")
    (found,) = resolve(dataclasses.replace(told, url="https://news.example.co.uk/1"), mentions, ())
    assert found.country == "GBR"
    alone = resolve(told, mentions, ())
    for url in ("", "nonsense", "https://example.io/", "file:///tmp/a.txt", "http://"):
        assert resolve(dataclasses.replace(told, url=url), mentions, ()) == alone


@given(st.text(max_size=60))
def test_no_address_crashes(url: str) -> None:
    told, mentions = story("Fire broke out in Springfield.", "Springfield")
    assert len(resolve(dataclasses.replace(told, url=url), mentions, ())) <= 1


@pytest.mark.parametrize("country", ["NOR", "HTI", "ZWE", "UGA", "PHL", "SSD", "PER", "KAZ", "GHA", "LAO"])
def test_countries_have_their_divisions(country: str) -> None:
    book = gazetteer()
    names = [row["name"] for row in build.table("admin1.csv") if row["country"] == country]
    found = sum(
        any(h.entry.kind == "division" and h.entry.country == country for h in book.find(n)) for n in names
    )
    assert len(names) > 3 and found >= 0.9 * len(names)


@pytest.mark.parametrize("name", ["regions.csv", "divisions.csv", "countries.csv", "outlets.csv"])
def test_our_tables_are_in_the_gazetteer(name: str) -> None:
    book = gazetteer()
    for row in build.table(name):
        if name == "outlets.csv":
            town = book.outlet("www." + row["host"])
            assert town is not None and (town.kind, town.country) == ("city", row["country"]), row
        elif name != "countries.csv":
            assert book.find(row["name"].partition(" (")[0]), row
            for alias in build.aliases(row):
                assert book.find(alias), (row["name"], alias)
        if row.get("lat"):
            assert -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180


def test_a_list_of_thousands_of_towns_ends() -> None:
    names = ["Paris", "Springfield", "San José", "Victoria", "Santa Maria"] * 300
    told, mentions = story(", ".join(names), "|".join(names))
    assert len(resolve(told, mentions, ())) > len(names) / 2


def test_every_place_is_on_the_globe() -> None:
    book = gazetteer()
    for row in range(0, len(book), 97):
        entry = book.entry(row)
        assert -90 <= entry.lat <= 90 and -180 <= entry.lon <= 180 and entry.name
        assert entry.country is None or len(entry.country) == 3


def test_divisions_lie_among_the_towns_of_their_country() -> None:
    """A wrong sign, or latitude and longitude exchanged in our tables, puts a division where its country has no town."""
    book = gazetteer()
    entries = [book.entry(row) for row in range(len(book))]
    towns: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "city":
            towns[entry.country].append(entry)
    for entry in entries:
        if entry.kind == "division":
            nearby = (t for t in towns[entry.country] if abs(t.lat - entry.lat) < 5)
            assert min(distance(entry, t) for t in nearby) < 600, entry


def test_the_file_is_small_and_opens_fast() -> None:
    assert FILE.stat().st_size < 25e6
    code = (
        "import time; from sandpiper.resolve.places.gazetteer import Gazetteer; t = time.process_time(); g = Gazetteer();"
        "g.find('Paris'); print(time.process_time() - t)"
    )
    fastest = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    )
    assert fastest < 0.05


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be opened"):
        Gazetteer(tmp_path / "missing.bin")
    other = tmp_path / "other.bin"
    other.write_bytes(b"something else entirely")
    with pytest.raises(TableError, match="no gazetteer"):
        Gazetteer(other)


def test_build_reads_what_it_wrote(tmp_path: Path) -> None:
    rows = [
        build.Row("Ñandú", "city", "ARG", -30.5, -60.25, 7, 1234, "21"),
        build.Row("Argentina", "country", "ARG", -34, -64, 9, 45_000_000),
    ]
    for row in rows:
        row.call(row.name, 0)
    rows[0].call("Nandu City", 1)
    out = tmp_path / "g.bin"
    build.write(rows, {("ARG", "21"): "Santa Fe"}, out, {"population": 1})
    (hit,) = Gazetteer(out).find("NANDU")
    assert (hit.entry.name, hit.entry.admin1, hit.entry.code, hit.entry.geonames, hit.how) == (
        "Ñandú",
        "Santa Fe",
        "21",
        7,
        0,
    )
    (hit,) = Gazetteer(out).find("nandu city")
    assert hit.how == 1
    (hit,) = Gazetteer(out).find("Argentina")
    assert (hit.entry.kind, hit.entry.code, hit.entry.admin1) == ("country", None, None)


def test_the_middle_of_towns_across_the_date_line() -> None:
    lat, lon = build.middle(
        [build.Row("a", "city", "FJI", -17, 179), build.Row("b", "city", "FJI", -17, -179)]
    )
    assert abs(lon) == pytest.approx(180) and lat == pytest.approx(-17, abs=0.1)


def test_alternates_are_names_in_latin_letters() -> None:
    assert build.is_usable_alternate("Kharkov")
    for name in ("ALV", "mosike", "Москва", "Ur", "Mосква"):
        assert not build.is_usable_alternate(name)


def test_the_shipped_file_says_whence_it_comes() -> None:
    assert "GeoNames" in json.dumps(gazetteer().built)


def test_the_shipped_file_was_built_from_the_tables_as_they_are() -> None:
    """When this fails: ``python -m sandpiper.resolve.places.build``."""
    ours = {
        k: v for k, v in build.fingerprints().items() if k != "states.csv"
    }  # the actors' own, it changes often
    assert ours.items() <= gazetteer().built["tables"].items()
    assert (
        gazetteer().built["population"] == build.LEAST_PEOPLE
    )  # so that the command without arguments gives the file


@pytest.mark.parametrize("name", ["Sands", "Brown"])
def test_another_name_of_a_small_town_abroad_is_no_place_by_itself(name: str) -> None:
    assert places(f"{name} arrived in Moscow on Tuesday.", f"{name}|Moscow").keys() == {"Moscow"}


def test_another_name_of_a_small_town_counts_in_a_story_about_its_country() -> None:
    found = places("Sands lies in Virginia, between Richmond and Luray.", "Sands|Virginia|Richmond|Luray")
    assert found["Sands"].name == "Stanley"
