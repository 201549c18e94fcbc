"""Words that count, read from strings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.extract.counts import numbers


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("killing 12 people", "12", 12, 12),
        ("1,200 marchers", "1,200", 1200, 1200),
        ("1 200 marchers", "1 200", 1200, 1200),
        ("1.5 million refugees", "1.5 million", 1_500_000, 1_500_000),
        ("twenty-two men", "twenty-two", 22, 22),
        ("one hundred and five men", "one hundred and five", 105, 105),
        ("two thousand three hundred", "two thousand three hundred", 2300, 2300),
        ("a dozen men", "a dozen", 12, 12),
        ("several dozen", None, None, None),
        ("at least 12 dead", "at least 12", 12, None),
        ("more than two hundred", "more than two hundred", 200, None),
        ("up to 30 men", "up to 30", None, 30),
        ("10 to 15 men", "10 to 15", 10, 15),
        ("two or three men", "two or three", 2, 3),
        ("12-15 men", "12-15", 12, 15),
        ("hundreds of people", "hundreds", 100, None),
        ("tens of thousands", "tens of thousands", 10_000, None),
        ("a T-72 tank", "a", 1, 1),
        ("3.5% of an AK-47", "an", 1, 1),
        ("at 10:30", None, None, None),
        ("7.62mm", None, None, None),
    ],
)
def test_what_counts(text: str, words: str | None, low: int | None, high: int | None) -> None:
    found = [(n.span.of(text), n.min, n.max) for n in numbers(text)]
    assert found == ([] if words is None else [(words, low, high)])


@pytest.mark.parametrize("date", ["May 12", "Sept. 3", "on 12 May", "in December 2014"])
def test_a_day_and_the_number_behind_it_are_two(date: str) -> None:
    found = numbers(f"{date} 300 people fled.")
    assert (found[-1].min, found[-1].max) == (300, 300)


def test_a_bare_article_is_marked() -> None:
    assert [n.article for n in numbers("a man, one man and a dozen men")] == [True, False, False]


@given(st.integers(0, 10**9))
def test_digits_are_themselves(n: int) -> None:
    for text in (f"{n}", f"{n:,}", f"the {n} men"):
        (found,) = numbers(text)
        assert (found.min, found.max) == (n, n)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for n in numbers(text):
        assert n.span.of(text).strip()
        assert n.min is not None or n.max is not None


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("no less than 30 men", "no less than 30", 30, None),
        ("no fewer than twelve men", "no fewer than twelve", 12, None),
        ("no more than 20 men", "no more than 20", None, 20),
        ("not more than 20 men", "not more than 20", None, 20),
        ("upwards of 50 men", "upwards of 50", 50, None),
        ("between 15 and 20 men", "between 15 and 20", 15, 20),
        ("half a dozen men", "half a dozen", 6, 6),
        ("half a million men", "half a million", 500_000, 500_000),
        ("two to three thousand men", "two to three thousand", 2000, 3000),
        ("five or six hundred men", "five or six hundred", 500, 600),
        ("10 to 15 thousand men", "10 to 15 thousand", 10_000, 15_000),
        ("500 to a thousand men", "500 to a thousand", 500, 1000),
        ("five to a hundred men", "five to a hundred", 5, 100),
        ("20 or more men", "20 or more", 20, None),
        ("20+ men", "20+", 20, None),
        ("the twenty-first century", None, None, None),
        ("two-thirds of the men", None, None, None),
        ("a third of the men", None, None, None),
        ("at least  30 men", "at least  30", 30, None),
        ("1.005 million men", "1.005 million", 1_005_000, 1_005_000),
    ],
)
def test_bounds_and_shares(text: str, words: str | None, low: int | None, high: int | None) -> None:
    found = [(n.span.of(text), n.min, n.max) for n in numbers(text)]
    assert found == ([] if words is None else [(words, low, high)])


@pytest.mark.parametrize("tail", ["", "%"])
def test_piled_up_words_of_number_end(tail: str) -> None:
    for scale in ("hundred", "thousand", "million"):
        numbers("one" + f" {scale}" * 400 + tail)
    for words in ("one hundred and ", "1,000 ", "twenty-", "between 1 and "):
        numbers(words * 2000 + tail)
