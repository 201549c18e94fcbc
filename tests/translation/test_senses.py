"""The table of misread senses: every rule fires in its company, and native English has none of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sandpiper.translation import senses, tables
from sandpiper.translation.findings import Finding, Page
from sandpiper.types import CLOSED, Story

# reading, the words, a sentence that has them
EXAMPLES = [
    line.split("\t") for line in Path(__file__).with_name("senses.tsv").read_text("utf-8").splitlines()
]


def misread(text: str) -> list[Finding]:
    return list(senses.misread(Page(Story("x", text, published="2005-05-05"), False), "ru"))


@pytest.mark.parametrize(("reading", "words", "text"), EXAMPLES)
def test_the_company_of_a_wrong_sense(reading: str, words: str, text: str) -> None:
    assert (words, reading) in [(f.surface, f.reading) for f in misread(text)]


def test_every_rule_has_an_example() -> None:
    texts = [text for _, _, text in EXAMPLES]
    idle = [s.pattern.pattern for s in tables.senses() if not any(map(s.pattern.search, texts))]
    assert not idle


@pytest.mark.parametrize(
    "text",
    [
        "The delay of the trial angered the suspects' lawyers; flights were delayed by police.",
        "Police delayed the suspect's release. The driver was delayed on the road.",
        "He drew a preliminary conclusion under pressure after five years of work.",
        "The company satisfied the court that the claim was late. The court was satisfied.",
        "He worked behind the helm and held the state record of numbers.",
        "The court ships documents. The supreme ship of the fleet sailed.",
        "A chapter of the government report and a chapter of the party's history were cut.",
        "The first round went to a world judge of wines. She denied that wine was served.",
        "They bought packages of shares and options in a contest for the title.",
        "The manual of the ministry of health explains it. The power of Russia will grow.",
        "The election company Smartmatic sells voting machines; a voting site opened.",
        "The bulletin board listed 40 votes. Ashes lay in the urn.",
        "Fraction of a second; fractions of the cost.",
        "The stock held against the dollar. A promotion at the store drew crowds.",
        "The premiere of the film was in Kyiv. The premier said so.",
        "An advice column of directors; he acted on the advice of directors.",
        "Children play in the gardens of schools. The singer performed at the stadium.",
        "The emergency boarding of the ship took an hour; the jet made an emergency landing.",
        "Police detained flight attendants and arrested train robbers. Officers arrested scores.",
        "He died of gas. The brakes refused to work. The refusal of the offer hurt.",
        "Gunmen kidnapped oil workers and abducted car dealers.",
        "The company withdrew the drug from the market and troops withdrew weapons.",
        "A performer of murder ballads; the artists of the crime scene unit.",
        "The second tour of Afghanistan was harder; the band's third tour ended.",
        "The air was thick with worry. He was raised on a farm. The alarm was raised.",
        "Villagers voted behind closed doors. It was decided at the height of the season.",
        "On this factory floor and on this fact alone hung the case.",
        "The regional powers met, listening for voices of reason.",
        "The starts of the Soyuz program; he installed the cause of the leak in a sculpture.",
        "At the start of the race the shelf collapsed. Tourists bought a castle in the gate.",
        "Students of baseball study bits; smoke drifted over the checkers board.",
        "A party of freedom, and the voice of the people; a strike by the party.",
        "The police dress code; an outfit of the season. Prices in the metro area rose.",
        "The contents of the detention report; the maintenance of prisons.",
        "Hurricane season: a missile system and a tornado were near the town of Happiness Falls.",
    ],
)
def test_good_english_is_left_alone(text: str) -> None:
    assert not [(f.rule, f.surface) for f in misread(text)]


def test_the_table_is_sound() -> None:
    categories = {None, *CLOSED["Event", "category"]}
    for sense in tables.senses():
        assert sense.pattern.groups and sense.reading and sense.rule.partition(":")[0] in ("sense", "title")
        assert {sense.excludes, sense.category} <= categories
        assert 0.8 <= sense.confidence <= 0.99
        assert sense.stems  # else every story pays for the pattern


def test_letters_of_a_pattern() -> None:
    assert tables.stems(r"\bof (?:the )?(delays?|(?:bad|good) turns?) (?=in)") == ("bad", "delay", "good")
    assert tables.stems(r"([Ss]hares?|a[(]b) (?:x|(mines?))") == ()  # "a" says too little
    assert tables.stems(r"\(no\) ([Ss]hares?)|(mines?)") == ("mine", "share")
    assert tables.stems(r"((?:\w+ )?doctrines)") == ()


def test_a_story_costs_little() -> None:
    """Some 1 ms for 5,000 letters; the bound is what a busy machine still holds."""
    page = Page(
        Story("x", "The minister said on Monday that the new bridge would be open soon. " * 75), False
    )
    tables.senses()
    best = min(_seconds(page) for _ in range(5))
    assert best < 0.05


def _seconds(page: Page) -> float:
    start = time.perf_counter()
    list(senses.misread(page, "ru"))
    return time.perf_counter() - start
