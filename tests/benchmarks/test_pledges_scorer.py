"""Pledges of media releases: what counts as found."""

from __future__ import annotations

import pytest

from benchmarks import pledges
from sandpiper.types import SCHEMA, LedgerEntry, Reading, Span, Statement, Story

ROWS = [
    {"doc": "a", "party": "Labor", "text": "We will pay.", "label": "Commissive-A"},
    {"doc": "a", "party": "Labor", "text": "They failed.", "label": "Assertive"},
    {"doc": "a", "party": "Labor", "text": "It will cost $5.", "label": "Commissive-O"},
    {"doc": "b", "party": "Liberal", "text": "No.", "label": "Assertive"},
]
TEXT = "\n".join(r["text"] for r in ROWS[:3])


def reading(*contents: Span, kind: str = "pledge") -> Reading:
    said = tuple(Statement(f"s{i}", (), (), (c,), kind=kind) for i, c in enumerate(contents))  # type: ignore[arg-type]
    return Reading(SCHEMA, "none", "0.1.0", Story("a", TEXT), statements=said)


def test_releases_and_their_borders() -> None:
    first, second = pledges.releases(ROWS)
    assert [len(first), len(second)] == [3, 1]
    assert [b.of(TEXT) for b in pledges.borders(first)] == [r["text"] for r in first]


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        (reading(Span(0, 11)), 100.0, 50.0),
        (reading(Span(0, 5)), 0.0, 0.0),  # less than half of the sentence
        (reading(Span(0, 25)), 50.0, 50.0),  # two sentences, one of them no pledge
        (reading(Span(0, 11), kind="threat"), 0.0, 0.0),
        (None, 0.0, 0.0),
    ],
)
def test_a_sentence_is_found_by_half(found: Reading | None, precision: float, recall: float) -> None:
    figures = pledges.score([ROWS[:3]], [found])
    assert (figures["precision"], figures["recall"], figures["gold"]) == (precision, recall, 2)


def test_entries_of_the_ledger_count_too() -> None:
    entry = LedgerEntry("l0", "pledge", None, content=(Span(26, 42),))
    one = Reading(SCHEMA, "none", "0.1.0", Story("a", TEXT), ledger=(entry,))
    assert pledges.score([ROWS[:3]], [one])["recall"] == 50.0
