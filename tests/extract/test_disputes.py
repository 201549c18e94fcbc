"""Who contradicts whom, from statements written by hand."""

from __future__ import annotations

import dataclasses

import pytest

from sandpiper.extract import disputes
from sandpiper.types import Event, Span, Statement, StatementKind

Line = tuple[str | None, str, StatementKind, str]


def clashes(*lines: Line, topics: tuple[str, ...] = (), within: str | None = None) -> list[tuple[str, ...]]:
    """``conflicts_with`` of statements (speaker, cue, kind, content); ``topics`` are the first's, ``within`` the second's."""
    text, said = "", []
    for speaker, cue, kind, content in lines:
        spans = []
        for words in (cue, content):
            spans.append((Span(len(text), len(text) + len(words)),))
            text += words + " "
        said.append(Statement(f"s{len(said)}", (), *spans, speaker=speaker, kind=kind))
    said[0] = dataclasses.replace(said[0], topics=topics)
    said[1] = dataclasses.replace(said[1], within=within)
    return [s.conflicts_with for s in disputes.marked(said, lambda _: text)]


CLAIM: Line = ("a0", "said", "accusation", "that the navy of Norland shelled two trawlers off Heimaey")


@pytest.mark.parametrize(
    "denial",
    [
        ("a1", "denied", "denial", "shelling the trawlers"),
        ("a1", "denied", "denial", "that its navy had shelled trawlers off Heimaey"),
        ("a1", "said", "denial", "that the navy shelled no trawlers off Heimaey"),
        ("a1", "said", "assertion", "the navy of Norland did not shell trawlers off Heimaey"),
    ],
)
def test_who_denies_what_another_claims_contradicts_him(denial: Line) -> None:
    assert clashes(CLAIM, denial) == [("s1",), ("s0",)]
    assert clashes(denial, CLAIM) == [("s1",), ("s0",)]


@pytest.mark.parametrize(
    "other",
    [
        ("a0", "denied", "denial", "shelling the trawlers"),  # himself
        (None, "denied", "denial", "shelling the trawlers"),  # nobody knows who
        ("a1", "tried to deny", "denial", "Norland the two trawlers"),  # withholds
        ("a1", "denied", "denial", "sinking a ferry"),  # something else
        ("a1", "denied", "denial", "that the navy had not shelled the trawlers"),  # says the same
        ("a1", "said", "assertion", "the navy shelled two trawlers"),
        ("a1", "said", "pledge", "the navy of Norland will not shell trawlers off Heimaey"),
        ("a1", "denied", "denial", "that three trawlers had been shelled off Heimaey"),  # another number
    ],
)
def test_what_does_not_meet_is_no_dispute(other: Line) -> None:
    assert clashes(CLAIM, other) == [(), ()]


def test_the_accusation_is_the_last_against_the_one_who_denies() -> None:
    denial: Line = ("a1", "denied", "denial", "the allegations")
    assert clashes(CLAIM, denial, topics=("a1",)) == [("s1",), ("s0",)]
    assert clashes(CLAIM, denial, topics=("a2",)) == [(), ()]


def test_a_denial_told_by_the_accuser_is_in_his_words() -> None:
    assert clashes(CLAIM, ("a1", "denied", "denial", "shelling the trawlers"), within="s0") == [(), ()]


@pytest.mark.parametrize(
    ("denial", "category", "against"),
    [
        ("shelling the trawlers", None, [("s1",), ()]),
        ("the accusation", None, [("s1",), ()]),
        ("any trawlers off Heimaey", None, [(), ()]),  # does not name the act
        ("any trawlers off Heimaey", "ASSAULT", [("s1", "e2"), ()]),  # but has one like it
        ("any trawlers off Heimaey", "COERCE", [(), ()]),
    ],
)
def test_a_denied_event_names_the_denial(
    denial: str, category: str | None, against: list[tuple[str, ...]]
) -> None:
    text = f"Sudria said the navy shelled two trawlers and fled. Norland denied {denial}."

    def at(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),)

    claim = Statement(
        "s0",
        at("Sudria"),
        at("said"),
        at("the navy shelled two trawlers and fled"),
        "a0",
        conflicts_with=("s1",),
    )
    answer = Statement(
        "s1", at("Norland"), at("denied"), at(denial), "a1", kind="denial", conflicts_with=("s0",)
    )
    acts = [
        Event("e0", "ASSAULT", at("shelled"), (), (), reported_by="s0"),
        Event("e1", "RETREAT", at("fled"), (), (), reported_by="s0"),
    ]
    if denial == "the accusation":
        acts[1] = dataclasses.replace(acts[1], reported_by=None)
    if category:
        acts.append(Event("e2", category, at("trawlers off"), (), (), reported_by="s1"))
    marked = disputes.of_events(acts, [claim, answer], lambda _: text)
    assert [e.conflicts_with for e in marked[:2]] == against
