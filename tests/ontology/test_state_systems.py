"""Numbers of states in the Correlates of War and the Gleditsch-Ward lists, by date."""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper import ontology
from sandpiper.ontology import cow, gw

TODAY = "2026-11-29"
SYSTEMS: dict[str, Callable[[str, str], int | None]] = {"cow": cow, "gw": gw}
UNITED_NATIONS = """
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA CAF
CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI
FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN
KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT
MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT
ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON
TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE
"""
# One state under two codes: a name that the wire uses at all times, and that of its former days.
SAME_STATE = ({"RUS", "SUN"}, {"COD", "ZAR"})


def table() -> list[dict[str, str]]:
    text = resources.files(ontology).joinpath("state_systems.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def spans(system: str) -> Iterator[tuple[tuple[str, str], str, str]]:
    """((code, name), first day, last day) of each row of a system."""
    for row in table():
        if row[system]:
            yield (
                (row["country"], row["name"]),
                row["valid_from"] or "1945-01-01",
                row["valid_to"] or "9999-12-31",
            )


def test_every_row_is_whole() -> None:
    for row in table():
        assert None not in row and None not in row.values(), row
        assert row["name"] and (row["cow"] or row["gw"]), row
        assert not row["country"] or row["country"] in ontology.COUNTRIES, row
        assert all(not row[system] or 2 <= int(row[system]) <= 990 for system in SYSTEMS), row
        assert bool(row["cow"]) is (len(row["cow_abbreviation"]) == 3 and row["cow_abbreviation"].isupper())
        for day in filter(None, (row["valid_from"], row["valid_to"])):
            assert datetime.date.fromisoformat(day).isoformat() == day
        if row["valid_from"]:
            assert "1945-01-01" < row["valid_from"] < (row["valid_to"] or "9999"), row


def test_a_number_has_one_abbreviation() -> None:
    pairs = {(row["cow"], row["cow_abbreviation"]) for row in table() if row["cow"]}
    assert max(Counter(number for number, _ in pairs).values()) == 1
    assert max(Counter(short for _, short in pairs).values()) == 1


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_state_is_twice_in_a_system_at_one_time(system: str) -> None:
    by_state: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for state, first, last in spans(system):
        by_state.setdefault(state, []).append((first, last))
    for state, times in by_state.items():
        for (_, last), (first, _) in pairwise(sorted(times)):
            assert last < first, state


@pytest.mark.parametrize("system", SYSTEMS)
@given(day=st.dates(datetime.date(1945, 1, 1), datetime.date(2027, 1, 1)))
def test_no_two_states_have_one_number_on_a_day(system: str, day: datetime.date) -> None:
    holders: dict[int, set[str]] = {}
    for country in ontology.COUNTRIES:
        number = SYSTEMS[system](country, day.isoformat())
        if number is not None:
            holders.setdefault(number, set()).add(country)
    for number, countries in holders.items():
        assert len(countries) == 1 or countries in SAME_STATE, (number, countries, day)


@pytest.mark.parametrize("system", SYSTEMS)
def test_today_the_members_of_the_united_nations_kosovo_and_taiwan_are_states(system: str) -> None:
    members = set(UNITED_NATIONS.split())
    assert len(members) == 193
    today = {country for country in ontology.COUNTRIES if SYSTEMS[system](country, TODAY) is not None}
    assert today == members | {"KOS", "TWN"}


@pytest.mark.parametrize(
    ("country", "date", "in_cow", "in_gw"),
    [
        ("USA", TODAY, 2, 2),
        ("DEU", "1945-05-01", 255, 255),
        ("DEU", "1949-12-31", None, 260),
        ("DEU", "1990-10-02", 260, 260),
        ("DEU", "1990-10-03", 255, 260),
        ("DDR", "1990-10-02", 265, 265),
        ("DDR", "1990-10-03", None, None),
        ("YEM", "1990-05-21", 678, 678),
        ("YEM", "1990-05-22", 679, 678),
        ("YMD", "1990-05-21", 680, 680),
        ("YMD", "1990-05-22", None, None),
        ("YUG", "1999-03-24", 345, 345),
        ("SCG", "2004-01-01", 345, 345),
        ("SRB", "1999-03-24", None, None),
        ("SRB", "2006-06-04", None, None),
        ("SRB", "2006-06-05", 345, 340),
        ("MNE", "2006-06-03", None, 341),
        ("MNE", "2006-06-12", 341, 341),
        ("KOS", "2008-02-16", None, None),
        ("KOS", "2008-02-20", 347, 347),
        ("SUN", "1985-03-11", 365, 365),
        ("SUN", "1992-01-01", None, None),
        ("RUS", "2022-02-24", 365, 365),
        ("UKR", "1991-11-30", None, None),
        ("UKR", "1991-12-26", 369, 369),
        ("CSK", "1992-12-31", 315, 315),
        ("CZE", "1993-01-01", 316, 316),
        ("SVK", "1993-01-01", 317, 317),
        ("VNM", "1968-01-30", 816, 816),
        ("SSD", "2011-07-08", None, None),
        ("SSD", "2011-07-09", 626, 626),
        ("SYR", "1960-01-01", None, 652),
        ("JPN", "1950-01-01", None, 740),
        ("TZA", TODAY, 510, 510),
        ("KIR", TODAY, 946, 970),
        ("TUV", TODAY, 947, 973),
        ("TON", TODAY, 955, 972),
        ("NRU", TODAY, 970, 971),
        ("AND", "1993-07-27", None, 232),
        ("AND", "1993-07-28", 232, 232),
        ("TWN", TODAY, 713, 713),
        ("ZAR", "1980-01-01", 490, 490),
        ("VAT", TODAY, None, None),
        ("PSE", TODAY, None, None),
        ("HKG", TODAY, None, None),
        ("UNO", TODAY, None, None),
        ("USA", "1944-12-31", None, None),
    ],
)
def test_numbers_by_date(country: str, date: str, in_cow: int | None, in_gw: int | None) -> None:
    assert cow(country, date) == in_cow
    assert gw(country, date) == in_gw


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_code_or_a_day_that_is_none_is_refused(system: str) -> None:
    with pytest.raises(KeyError, match="XYZ"):
        SYSTEMS[system]("XYZ", TODAY)
    for date in ("2014", "2014-03", "18 March 2014", "2014-02-30", ""):
        with pytest.raises(ValueError):
            SYSTEMS[system]("UKR", date)
