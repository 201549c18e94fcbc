"""Signs and score: what is seen of machine translation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.translation import score, signs
from sandpiper.types import Story

TRANSLATED = (
    "MINSK, May 3. /BELTA/. This was reported to journalists the press Secretary of the Ministry of foreign Affairs. “In the "
    "current year the sides intend to hold negotiations on increase of deliveries of potatoes”, – said he. In connection with "
    "that the head of region informed, that not less than 40 persons took part in the action. By his words, such opinion "
    "expressed also the state Duma in the framework of the law “About bases of the national policy”."
)
NATIVE = (
    "MINSK (Reuters) - Belarus and its neighbour agreed on Tuesday to talks about doubling potato exports, the foreign ministry "
    'said. At least 40 people took part, a spokesman told reporters. "We would like to sign this year," he said, adding that '
    "farmers had asked for guaranteed prices since a dry summer halved the harvest."
)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("told the press Secretary of the body", "casing"),
        ("the state Duma adopted it", "casing"),
        ("wrote the russian newspaper", "lower-case name"),
        ("“It is so”, – said he", "trailing quote"),
        ('"It is so," – noted he', "trailing quote"),
        ("the law “About bases of security”", "calqued law"),
        ("shelling by the APU", "letters kept"),
        ("In the Kremlin answered that", "place speaks"),
        ("Such opinion expressed the lawyer", "inverted reporting"),
        ("he noted, that it rains", "comma of another grammar"),
        ("declared the head of region", "no article"),
        ("not less than ten", "calqued time"),
        ("by his words", "calqued phrase"),
        ("the word Песков stands there", "other script"),
    ],
)
def test_signs(words: str, rule: str) -> None:
    assert rule in {c.rule for c in signs.find(Story("x", words))}


@pytest.mark.parametrize(
    "words",
    [
        "Foreign Secretary David Miliband said the ministry was wrong.",
        "“It is so,” said the prime minister – and left.",
        "As reported by Reuters, the law on security passed.",
        "In Washington, officials said on Tuesday that talks would go on.",
    ],
)
def test_native_words_are_no_signs(words: str) -> None:
    assert not signs.find(Story("x", words))


def test_a_translated_story_is_seen_and_a_native_one_is_not() -> None:
    seen, native = score.judge(Story("x", TRANSLATED)), score.judge(Story("x", NATIVE))
    assert seen.probability is not None and native.probability is not None
    assert seen.probability > 0.9 and native.probability < 0.3
    assert seen.from_ in {"ru", "uk"} and native.from_ is None
    assert len(seen.cues) >= 5 and native.cues == ()
    for cue in seen.cues:
        assert TRANSLATED[cue.start : cue.end].strip()


def test_the_address_of_a_translation_service_decides() -> None:
    told = score.judge(Story("x", NATIVE, url="https://translateme2-news.example/1"))
    assert told.probability is not None and told.probability >= 0.99


def test_names_and_topics_do_not_speak() -> None:
    words = score.weights().words
    one = score.skeleton("Moscow told Ivan Petrov in 2014 of the strike.", words)
    assert one == score.skeleton("London told Jane Smiths in 1987 of the strike.", words)


@given(st.text(max_size=400))
def test_any_text_has_a_probability(text: str) -> None:
    told = score.judge(Story("x", text + "a"))
    assert told.probability is not None and 0 <= told.probability <= 1
    for c in told.cues:
        assert 0 <= c.start < c.end <= len(text) + 1
