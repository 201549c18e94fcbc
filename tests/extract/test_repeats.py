"""Statements that a story makes twice, from statements written by hand."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.extract import repeats
from sandpiper.types import Span, Statement, StatementKind, When, Where


class Page:
    """A text that grows by statements: source, cue and content one after the other."""

    def __init__(self) -> None:
        self.texts: dict[Where, str] = {None: "", "title": ""}
        self.said: list[Statement] = []

    def say(
        self, source: str, content: str, *, speaker: str | None, cue: str = "said",
        kind: StatementKind = "assertion", where: Where = None, day: str | None = None,
    ) -> str:  # fmt: skip
        spans = []
        for words in (source, cue, content):
            at = len(self.texts[where])
            self.texts[where] += words + " "
            spans.append((Span(at, at + len(words)),) if words else ())
        date = When(day, "day", "t0") if day else None
        said = Statement(f"s{len(self.said)}", *spans, speaker=speaker, kind=kind, date=date, in_=where)
        self.said.append(said)
        return said.id

    def again(self, sides: dict[str, str] | None = None) -> dict[str, str]:
        return repeats.find(self.said, lambda where: self.texts[where], (), sides)


SHORT = "the ferry to Heimaey will stop in June"
FULL = "that the ferry between Reykjavik and Heimaey will stop on a day in June for want of a captain"


def test_the_fuller_of_two_stays() -> None:
    page = Page()
    short, full = page.say("The board", SHORT, speaker="a0"), page.say("It", FULL, speaker="a0")
    assert page.again() == {short: full}


def test_whoever_names_the_speaker_stays() -> None:
    page = Page()
    full, short = page.say("", FULL, speaker=None, cue="reported"), page.say("It", SHORT, speaker="a0")
    assert page.again() == {full: short}


@pytest.mark.parametrize(
    ("other", "speaker", "kind", "day"),
    [
        (FULL, "a1", "assertion", None),  # somebody else
        (FULL.replace("June", "July"), "a0", "assertion", None),  # another month
        (FULL.replace("will stop", "will not stop"), "a0", "assertion", None),
        (FULL, "a0", "assertion", "2020-01-02"),  # said on another day
        (FULL.replace("ferry", "bus").replace("stop", "turn"), "a0", "assertion", None),
    ],
)
def test_what_differs_is_said_apart(other: str, speaker: str, kind: StatementKind, day: str | None) -> None:
    page = Page()
    page.say("The board", SHORT, speaker="a0", day=day and "2019-03-03")
    page.say("It", other, speaker=speaker, kind=kind, day=day)
    assert page.again() == {}


def test_a_denial_is_no_repetition_of_what_it_denies() -> None:
    page = Page()
    page.say("The board", SHORT, speaker="a0")
    page.say("It", FULL, speaker="a0", cue="denied", kind="denial")
    assert page.again() == {}


@pytest.mark.parametrize(
    ("source", "speaker", "joined"),
    [("Bjerk", None, True), ("Oslo", "a1", True), ("Ole", None, False), ("Lund", "a2", False)],
)
def test_a_headline_is_joined_with_the_text(source: str, speaker: str | None, joined: bool) -> None:
    page = Page()
    line = page.say(source, "Heimaey ferry to stop in June", speaker=speaker, cue=":", where="title")
    body = page.say("Minister Ada Bjerk", FULL, speaker="a0", kind="pledge")
    assert page.again({"a0": "NOR", "a1": "NOR", "a2": "SWE"}) == ({line: body} if joined else {})


def test_a_statement_in_another_is_no_repetition() -> None:
    page = Page()
    outer = page.say("The paper", FULL, speaker="a0")
    inside = dataclasses.replace(page.said[0], id="s1", cue=(), source=())
    page.said.append(inside)
    assert outer not in page.again() and inside.id not in page.again()


_WORDS = [
    "ferry",
    "Heimaey",
    "June",
    "will",
    "stop",
    "not",
    "captain",
    "board",
    "seven",
    "7",
    "Friday",
    "ship",
]
_CONTENT = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(["a0", "a1", None]), _CONTENT, st.booleans()), max_size=9))
def test_what_is_dropped_has_one_that_stays(all_: list[tuple[str | None, str, bool]]) -> None:
    page = Page()
    for speaker, content, title in all_:
        page.say("X" if speaker else "", content, speaker=speaker, where="title" if title else None)
    again = page.again({"a0": "NOR", "a1": "NOR"})
    assert not {*again} & {*again.values()}
    assert {*again, *again.values()} <= {s.id for s in page.said}
