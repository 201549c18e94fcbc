"""How firmly a speaker stands behind what he says, from statements written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.extract import certainty
from sandpiper.types import Span, Statement, StatementKind


def of(cue: str, content: str, kind: StatementKind = "assertion", negated: bool = False) -> float | None:
    start = len("The board did not ") if negated else len("The board ")
    text = f"{'The board did not' if negated else 'The board'} {cue} {content}"
    spans = (Span(start, start + len(cue)),), (Span(start + len(cue) + 1, len(text)),)
    return certainty.of(text, Statement("", (), *spans, kind=kind, negated=negated))


@pytest.mark.parametrize(
    ("cue", "content", "value"),
    [
        ("said", "the ferry will stop", 1.0),
        ("categorically denied", "that the ferry may stop", 1.0),
        ("said", "there is no doubt that the ferry will stop", 1.0),
        ("said", "the ferry will probably stop", 0.75),
        ("said", "the ferry is likely to stop", 0.75),
        ("believes", "the ferry will stop", 0.75),
        ("said", "the ferry may stop", 0.5),
        ("believes", "the ferry may stop", 0.5),
        ("said", "the ferry could stop", 0.5),
        ("said", "if the wind turned, the ferry might stop", 0.5),
        ("suggested", "that the ferry would stop", 0.5),
        ("said", "the ferry is unlikely to stop", 0.25),
        ("doubted", "that the ferry would stop", 0.25),
        # no reserves
        ("said", "the ferry will stop in May", 1.0),
        ("said", "May 3 is the last day of the ferry", 1.0),
        ("said", "the crew could not stop the ferry", 1.0),
        # in a clause that is not what he says, or none that says whether it is
        ("said", "the ferry, which may sink, will stop", None),
        ("said", "the ferry will stop because a storm is likely", None),
    ],
)
def test_words_of_reserve(cue: str, content: str, value: float | None) -> None:
    assert of(cue, content) == value


def test_what_is_not_asserted_has_none() -> None:
    assert of("demanded", "that the ferry stop", "demand") is None
    assert of("say", "that the ferry will stop", negated=True) is None
    assert of("rule out", "that the ferry will stop", negated=True) == 0.5
    assert of("hoped", "that the ferry will stop") is None
    assert of("doubt", "that the ferry will stop", negated=True) is None


@given(
    st.lists(st.sampled_from(["ferry", "may", "likely", ",", "which", "May", "not", "."]), min_size=1).map(
        " ".join
    )
)
def test_it_is_a_share_or_nothing(content: str) -> None:
    found = of("said", content)
    assert found is None or 0 <= found <= 1
