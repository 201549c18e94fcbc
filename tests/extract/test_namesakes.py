"""Names that a story uses again where the model missed them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.extract import namesakes
from sandpiper.extract.encoder import words_of
from sandpiper.types import MentionType, Span


def found(text: str, **named: str) -> list[tuple[str, str]]:
    """``named``: type -> the words that are marked at their first place."""
    marked: dict[Span, MentionType] = {}
    for kind, words in named.items():
        for name in words.split("|"):
            at = text.index(name)
            marked[Span(at, at + len(name))] = kind.split("_")[0]  # type: ignore[assignment]
    new = namesakes.find(text, words_of(text), marked)
    return [(span.of(text), kind) for span, kind in sorted(new.items())]


@pytest.mark.parametrize(
    ("rest", "new"),
    [
        ("Bjerk left.", [("Bjerk", "PER")]),
        ("“No,” said Bjerk’s aide.", [("Bjerk", "PER")]),
        ("Mr. Bjerk left.", [("Bjerk", "PER")]),
        ("Ada Bjerk left.", [("Ada Bjerk", "PER")]),
        ("Bo Bjerk left.", []),  # another person
        ("Bo W. Bjerk left.", []),
        ("The Bjerk Foundation left.", []),
        ("The bjerk and Bjerk left.", []),  # a common word too
        ("Bjerk-Hansen left.", []),
        ("Ada left.", []),  # a given name alone is not looked for
        ("BJERK left.", []),
    ],
)
def test_the_surname_of_a_full_name(rest: str, new: list[tuple[str, str]]) -> None:
    assert found(f"Ada Bjerk spoke. {rest}", PER="Ada Bjerk") == new


def test_months_and_closed_words_are_no_names() -> None:
    assert not found("Theresa May spoke. It was in May. Ban Will left. Will he?", PER="Theresa May|Ban Will")


def test_bodies_and_states() -> None:
    text = "The Rada met in Norland. The Rada left Norland. Norland Airlines flew."
    assert found(text, ORG="Rada", GPE="Norland") == [("Rada", "ORG"), ("Norland", "GPE")]


def test_a_full_name_outweighs_one_place() -> None:
    assert found("In Clinton they met Bill Clinton. Clinton left.", GPE="Clinton", PER="Bill Clinton") == [
        ("Clinton", "PER")
    ]


def test_inside_a_description_but_not_inside_a_name() -> None:
    text = "Ada Bjerk spoke. The Bjerk camp met at Bjerk Hall."
    assert found(text, PER="Ada Bjerk", ROLE="The Bjerk camp", FAC="Bjerk Hall") == [("Bjerk", "PER")]


@given(st.lists(st.sampled_from(["Ada", "Bjerk", "said", ".", "Norland", "the", "-", "’s"]), max_size=30))
def test_nothing_overlaps_what_is_named(words: list[str]) -> None:
    text = "Ada Bjerk " + " ".join(words)
    named: dict[Span, MentionType] = {Span(0, 9): "PER"}
    new = namesakes.find(text, words_of(text), named)
    spans = sorted([*new, *named])
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) in ("Ada Bjerk", "Bjerk") for span in new)
