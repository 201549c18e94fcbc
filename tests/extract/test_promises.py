"""Promises that no words of saying introduce."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.extract import promises, sentences
from sandpiper.types import Span, Statement


def found(text: str, issuer: str | None = None, said: tuple[Statement, ...] = ()) -> list[str]:
    borders = sentences.split(text, ())
    return [s.content[0].of(text) for s in promises.find(text, borders, said, issuer=issuer)]


@pytest.mark.parametrize(
    "text",
    [
        "We will build the ferry",
        "By July we’ll have paid",
        "I shall resign on Monday",
        "We gladly pledge to pay",
        "In office, we are committed to peace",
    ],
)
def test_the_first_person_promises(text: str) -> None:
    assert found(f"The road is bad. {text}. Nobody came.") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Will we pay? We will pay?",
        "We will see.",
        "In June, we will remind, the ferry sank.",
        "We will not know before May.",
        "They will build the ferry.",
        "“We will build the ferry. We will pay.”",
        'He said: "We will pay."',
        "We willingly paid.",
        "Labor will build the ferry.",  # who issued it is not known
        "",
    ],
)
def test_no_promise(text: str) -> None:
    assert not found(text)


def test_who_issued_it_promises_in_his_own_name() -> None:
    text = "A Shorten Labor Government will pay. The Liberals will not. Voters know Labor will pay. Only Labor will pay."
    assert found(text, "Labor") == ["A Shorten Labor Government will pay", "Only Labor will pay"]
    assert promises.is_issuer("A Shorten Labor Government", "Labor") and not promises.is_issuer(
        "Laborers", "Labor"
    )


def test_what_a_statement_holds_is_taken() -> None:
    text = "We will pay, the ministry said. We will build."
    said = Statement("s0", (Span(13, 25),), (Span(26, 30),), (Span(0, 11),))
    assert found(text, said=(said,)) == ["We will build"]


@given(st.text(st.sampled_from('We will pay. I’ll“”"\n?'), max_size=80))
def test_contents_are_slices(text: str) -> None:
    borders = sentences.split(text, ())
    for s in promises.find(text, borders, ()):
        (span,) = s.content
        assert 0 <= span.start < span.end <= len(text) and span.of(text).strip()
