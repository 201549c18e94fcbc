"""Speakers of inverted reporting, titles of laws, misread senses, abbreviations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.translation import senses, speech
from sandpiper.translation.findings import Finding, Page
from sandpiper.types import Story


def page(text: str, published: str | None = None) -> Page:
    return Page(Story("x", text, published=published), False)


@pytest.mark.parametrize(
    ("text", "words", "reading"),
    [
        (
            "The Kremlin is concerned. This was reported to journalists the press Secretary of the President Dmitry Peskov.",
            "the press Secretary of the President Dmitry Peskov",
            "Dmitry Peskov",
        ),
        (
            "Such opinion expressed the representative of the republican prosecutor’s office.",
            "the representative of the republican prosecutor’s office",
            "the representative of the republican prosecutor’s office",
        ),
        (
            "As reported the regional Ministry of roads, the bridge is closed.",
            "the regional Ministry of roads",
            "the regional Ministry of roads",
        ),
        (
            "Six boats will be repaired, informed to the correspondent the chairman of the club Oleg Vetrov on Friday.",
            "the chairman of the club Oleg Vetrov",
            "Oleg Vetrov",
        ),
        (
            "About it on Thursday informed journalists the acting Governor of the region Pavel Rechnoy.",
            "the acting Governor of the region Pavel Rechnoy",
            "Pavel Rechnoy",
        ),
        (
            "“UKRINFORM” said the head of the press center Iryna Lisova.",
            "the head of the press center Iryna Lisova",
            "Iryna Lisova",
        ),
        ("A fair is open. As said Vetrov, it lasts a week.", "Vetrov", "Vetrov"),
        ("It is late. As complained the drivers, nobody came.", "the drivers", "the drivers"),
        (
            "A more cautious position has expressed Victor Pavlov: it is late.",
            "Victor Pavlov",
            "Victor Pavlov",
        ),
        ("“I felt it”, – to the correspondent said Vetrov.", "Vetrov", "Vetrov"),
        ("“They fly”, – explained to the inspectors Vetrov.", "Vetrov", "Vetrov"),
        (
            "Such opinion expressed also the people's Deputy Roman Lisov.",
            "the people's Deputy Roman Lisov",
            "Roman Lisov",
        ),
        (
            "On this said the head of the union Oleg Vetrov.",
            "the head of the union Oleg Vetrov",
            "Oleg Vetrov",
        ),
        (
            "Told about this journalists the head of the union Oleg Vetrov.",
            "the head of the union Oleg Vetrov",
            "Oleg Vetrov",
        ),
        ("With such statement made the deputy Oleg Vetrov.", "the deputy Oleg Vetrov", "Oleg Vetrov"),
        (
            "They shot 74 times, stated in the evening summary the General staff of the army.",
            "the General staff of the army",
            "the General staff of the army",
        ),
        (
            "The lag makes three days, told the Vice-premier Mikhail Vetrov.",
            "the Vice-premier Mikhail Vetrov",
            "Mikhail Vetrov",
        ),
        ("“It is late”, – told “Vestnik” Kirill Vetrov.", "Kirill Vetrov", "Kirill Vetrov"),
        (
            "And pointed out the union of Drivers to that it is late.",
            "the union of Drivers",
            "the union of Drivers",
        ),
        ("“It is so”, quotes TASS the words of the deputy Oleg Vetrov.", "deputy Oleg Vetrov", "Oleg Vetrov"),
    ],
)
def test_the_speaker_stands_behind_the_words_of_reporting(text: str, words: str, reading: str) -> None:
    (found,) = speech.speakers(page(text))
    assert (found.surface, found.reading) == (words, reading)
    assert text[found.start : found.end] == words
    assert found.cue is not None and found.cue.end <= found.start


@pytest.mark.parametrize(
    "text",
    [
        "As reported earlier, the bridge is closed.",
        "As reported in the ministry, the bridge is closed.",
        "This was reported to journalists on Friday.",
        "It was announced that the bridge would close.",
        "He told the minister that the bridge was closed.",
        "This was said in the heat of the moment.",
        "The bridge is closed, reported the press service of the court.",  # in order, and nobody told the press
        "Deliveries stop, reported the agency KPL with reference to the ministry.",
        "This was announced after negotiations with the Ukrainian colleague.",
        "As claims mounted, the bank closed. As reports of the fire spread, people left.",
        "“It is late”, the bishop told TV Magyar Hang.",
        "The bishop, their delegate, told Radio-Mer Rouge.",
        "“His language was excellent,” said MSNBC host Chris Matthews.",
        "As told Interfax, the bridge is closed.",
        "“No”, he said at the meeting of the Cabinet.",
        "“No”, said at the forum the same evening.",
        "The bridge, announced in the speech the king gave, is closed.",
    ],
)
def test_no_speaker_where_none_stands(text: str) -> None:
    assert not list(speech.speakers(page(text)))


def test_titles_of_laws() -> None:
    text = "They changed the laws “On fundamentals of policy” and “About bases of national security”, he said “On Monday”."
    assert [s.of(text) for s in speech.laws(text)] == [
        "“On fundamentals of policy”",
        "“About bases of national security”",
    ]
    (found,) = speech.law_titles(page(text))
    assert (found.surface, found.reading) == (
        "About bases of national security",
        "On bases of national security",
    )


def senses_of(text: str, language: str = "ru", published: str | None = None) -> list[Finding]:
    return list(senses.misread(page(text, published), language))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("the Rada refused to non-aligned status of the state", "renounced"),
        ("after the refusal from non-aligned status", "renounced"),
        ("the undermining of the gas pipeline near Derbent", "blowing up"),
        ("participants of the unauthorized shares were detained", "protests"),
        ("in the third decade of July", "ten days"),
        ("the Ukrainian party, in turn, denies", "side"),
    ],
)
def test_company_gives_a_wrong_sense_away(text: str, reading: str) -> None:
    assert [f.reading for f in senses_of(text)] == [reading]


@pytest.mark.parametrize(
    "text",
    [
        "they refused to meet the chairman",
        "she refused from then on to speak",
        "the shares of the bank fell",
        "undermining the trust of voters",
        "a decade of July weddings",
        "the Communist party, in turn, denies",
        "it did not exclude that",
        "the Rada refused to support a similar document",
        "they refused to discuss nuclear weapons",
    ],
)
def test_other_company_does_not(text: str) -> None:
    assert not senses_of(text)


def test_the_militia_of_russia_became_police_in_2011() -> None:
    text = "said the head of the transport militia"
    assert senses_of(text, published="2010-05-01") and not senses_of(text, published="2014-05-01")
    assert not senses_of(text, language="ar", published="2010-05-01")


def letters(text: str, language: str | None = None) -> list[tuple[str, str]]:
    return [(f.surface, f.reading) for f in senses.abbreviations(page(text), language)]


def test_abbreviations_need_their_country() -> None:
    assert letters("The APU shelled Donetsk") == [("APU", "Armed Forces of Ukraine")]
    assert not letters("The APU of the Boeing failed in Denver")
    assert letters("told in the headquarters of APU", "uk") == [("APU", "Armed Forces of Ukraine")]
    assert letters("a source in the AP told in Moscow") == [("AP", "presidential administration")]
    assert not letters("MOSCOW (AP) - It rained")
    assert letters("informed in MO DNR of Donetsk") == [
        ("MO DNR", "Ministry of Defence of the Donetsk People's Republic")
    ]
    assert not letters("ALL OF MOSCOW IS IN THE RF")  # telegraphic capitals say nothing


@given(st.text(max_size=300))
def test_findings_lie_where_they_say(text: str) -> None:
    one = page(text + " As reported the head Ivan Petrov: the laws “About bases of policy”, Moscow RF")
    for f in (
        *speech.speakers(one),
        *speech.law_titles(one),
        *senses.misread(one, "ru"),
        *senses.abbreviations(one, "ru"),
    ):
        assert one.story.text[f.start : f.end] == f.surface != ""
        for e in f.evidence:
            assert 0 <= e.start < e.end <= len(one.story.text)
