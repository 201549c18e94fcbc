"""Senses by what the story is about: the topic's words and the misread ones bear each other out, plain senses stay."""

from __future__ import annotations

import pytest

from sandpiper.translation import tables, topical
from sandpiper.translation.findings import Page
from sandpiper.types import MachineTranslated, Story


def page(text: str, probability: float = 1.0) -> Page:
    return Page(Story("x", text, machine_translated=MachineTranslated(probability)), False)


def read(text: str) -> list[tuple[str, str]]:
    return [(f.surface, f.reading) for f in topical.any_story(page(text))]


@pytest.mark.parametrize(
    ("text", "words", "reading"),
    [
        (
            "Police found a pistol, cartridges and three pomegranates at the pensioner.",
            "pomegranates",
            "grenades",
        ),
        ("In the garage were pomegranates and 600 patrons.", "patrons", "cartridges"),  # two misread words
        (
            "Observers saw a throw-in of bulletins, the commission will recount votes.",
            "bulletins",
            "ballot papers",
        ),
        ("By the police the suspect was delayed.", "delayed", "detained"),
        (
            "The prosecutor asks for arrest with a pledge of 5 million, the court heard his lawyer.",
            "pledge",
            "bail",
        ),
        ("The miners left the mine after a collapse of breed.", "breed", "rock"),
        ("The deputies of the city advice met at a session, the mayor said.", "advice", "council"),
        ("The team lost the match with the account 0:3.", "account", "score"),
    ],
)
def test_a_topic_tells_the_sense(text: str, words: str, reading: str) -> None:
    assert (words, reading) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pomegranates are ripe in the garden.",
        "Police searched a truck with 20 tons of pomegranates and found a pistol.",
        "The flight was delayed, police and the prosecutor said.",
        "The shares of the company fell, and police dispersed a rally of the opposition.",
        "Voters like that the candidate shares my values, election observers say.",
        "A federal judge heard the coach of the team after the match.",
        "The candidate made an appearance on television before the election; voters watched.",
        "Soldiers know the news bulletin; the election commission has a bulletin board.",
    ],
)
def test_plain_senses_stay(text: str) -> None:
    assert read(text) == []


def test_only_what_is_plainly_translated() -> None:
    text = "Police found a pistol, cartridges and three pomegranates at the pensioner."
    assert [*topical.misread(page(text, 0.5))] == []
    assert [f.reading for f in topical.misread(page(text))] == ["grenades"]


def test_the_tables_hold_together() -> None:
    topics = {row["topic"] for row in tables.rows("topics.tsv")}
    for rule in topical.rules():
        assert rule.topics <= topics, rule.sense.reading
        assert rule.sense.pattern.groups, rule.sense.pattern.pattern
