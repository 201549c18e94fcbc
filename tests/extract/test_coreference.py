"""Antecedents from rows written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sandpiper.extract import coreference
from sandpiper.extract.coreference import head_word
from sandpiper.extract.encoder import HEADS, RELATIONS, Row, Signals, words_of
from sandpiper.types import Mention, MentionType


def signals(text: str, rows: dict[int, dict[int, float]]) -> Signals:
    words = words_of(text)
    scores = {}
    for anchor, members in rows.items():
        line = np.full(len(words), -5.0, np.float32)
        for word, value in members.items():
            line[word] = value
        scores[anchor] = Row(0, line)
    heads = {name: np.zeros((len(words), n), np.float32) for name, n in HEADS.items()}
    return Signals(words, heads, {r: scores if r == "antecedent" else {} for r in RELATIONS})


def mention(text: str, words: str, kind: MentionType, key: str) -> Mention:
    start = text.index(words)
    return Mention(key, start, start + len(words), words, kind)


def test_a_pronoun_goes_to_the_likeliest_earlier_mention() -> None:
    text = "Ana told Bo that she left"
    found = [
        mention(text, "Ana", "PER", "m0"),
        mention(text, "Bo", "PER", "m1"),
        mention(text, "she", "PRON", "m2"),
    ]
    assert coreference.antecedents(text, signals(text, {4: {0: 2.0, 2: 1.0}}), found) == {"m2": "m0"}


def test_no_antecedent_is_better_than_an_unlikely_one() -> None:
    text = "Ana left and she came"
    found = [mention(text, "Ana", "PER", "m0"), mention(text, "she", "PRON", "m1")]
    assert coreference.antecedents(text, signals(text, {3: {0: -0.5}}), found) == {}


def test_names_are_not_pronouns() -> None:
    text = "Ana met Bo"
    found = [mention(text, "Ana", "PER", "m0"), mention(text, "Bo", "PER", "m1")]
    assert coreference.antecedents(text, signals(text, {2: {0: 4.0}}), found) == {}


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("the press secretary of the president", "secretary"),
        ("Turkish police", "police"),
        ("a man who had fled", "man"),
        ("minister", "minister"),
    ],
)
def test_the_head_of_a_description(phrase: str, head: str) -> None:
    words = words_of(phrase)
    at = head_word(phrase, words, range(len(words)))
    assert at is not None and words[at].of(phrase) == head
