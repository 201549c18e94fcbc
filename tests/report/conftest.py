"""A reading built by hand from words: offsets are looked up, so that a test says what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sandpiper.types import (
    Actor,
    Alternative,
    Count,
    Dateline,
    Due,
    Event,
    Furniture,
    LedgerEntry,
    Mention,
    Place,
    Reading,
    Repair,
    Span,
    Spans,
    Statement,
    Story,
    Time,
    Warning,
    When,
)

TEXT = """MINISTER PROMISES NORLAND NEW FERRY

PORT VALE, June 8 (Wire) - Norland and Sudria opened talks on Thursday, the Foreign Ministry said.

"The press secretary of the minister said that we will pay by July 1," Ada Bjerk told reporters, "and we keep our word." Police arrested at least 12 protesters outside.

(Reporting by N. N.)
"""


def span(text: str, words: str, nth: int = 0) -> Span:
    """Where ``words`` stand for the nth time; fails when they do not."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def build() -> Reading:
    """Every kind of record once, with nested statements, overlapping marks and a title that has marks of its own."""

    def at(words: str, nth: int = 0) -> Span:
        return span(TEXT, words, nth)

    def spans(*words: str) -> Spans:
        return tuple(map(at, words))

    def mention(id: str, words: str, kind: str, actor: str | None) -> Mention:
        return Mention(id, *at(words), words, kind, actor)  # type: ignore[arg-type]

    headline, title = at("MINISTER PROMISES NORLAND NEW FERRY"), "Ferry talks open <b>today</b>"
    story = Story(
        id="story-1",
        text=TEXT,
        title=title,
        published="2017-06-08",
        outlet="The Wire",
        dateline=Dateline(*at("PORT VALE, June 8 (Wire) - "), "Port Vale", "2017-06-08", "Wire"),
        furniture=(
            Furniture(*headline, "headline"),
            Furniture(*at("PORT VALE, June 8 (Wire) - "), "dateline"),
            Furniture(*at("(Reporting by N. N.)"), "credit"),
        ),
    )
    told = '"The press secretary of the minister said that we will pay by July 1,"'
    return Reading(
        schema="sandpiper/1",
        model="test",
        sandpiper="0",
        story=story,
        sentences=spans("Norland and Sudria opened talks on Thursday, the Foreign Ministry said.", told),
        mentions=(
            mention("m0", "Norland", "GPE", "a0"),
            mention("m1", "Sudria", "GPE", "a1"),
            mention("m2", "the Foreign Ministry", "ORG", "a2"),
            mention("m3", "Ada Bjerk", "PER", "a3"),
            mention("m4", "The press secretary of the minister", "ROLE", "a4"),
            mention("m5", "the minister", "ROLE", None),
            mention("m6", "Police", "ORG", "a5"),
            Mention("m7", *span(title, "Ferry"), "Ferry", "MISC", None, "title"),
        ),
        actors=(
            Actor("a0", "Norland", "state", "NOR", ("GOV",)),
            Actor("a1", "Sudria", "state", "SUD", ("GOV",)),
            Actor("a2", "Foreign Ministry", "government", "NOR", ("GOV",), confidence=0.8),
            Actor("a3", "Ada Bjerk", "person", "NOR"),
            Actor("a4", "press secretary", "unnamed", candidates=("k1", "k2")),
            Actor("a5", "Police", "government", "NOR", ("COP",)),
        ),
        places=(Place("p0", "m0", "Norland", "NOR", precision="country"),),
        times=(
            Time("t0", *at("Thursday"), "Thursday", "DATE", "2017-06-08"),
            Time("t1", *at("July 1"), "July 1", "DATE", "2017-07-01", conflict="a Saturday"),
        ),
        statements=(
            Statement(
                "s0",
                spans("the Foreign Ministry"),
                spans("said"),
                spans("Norland and Sudria opened talks on Thursday"),
                "a2",
            ),
            Statement(
                "s1",
                spans("Ada Bjerk"),
                spans("told"),
                spans(
                    "The press secretary of the minister said that we will pay by July 1",
                    "and we keep our word",
                ),
                "a3",
                form="direct",
                date=When("2017-06-08", "day", "t0"),
            ),
            Statement(
                "s2",
                spans("The press secretary of the minister"),
                (at("said", 1),),
                spans("we will pay by July 1"),
                "a4",
                kind="pledge",
                within="s1",
            ),
        ),
        events=(
            Event(
                "e0",
                "CONSULT",
                spans("talks"),
                ("a0", "a1"),
                reciprocal=True,
                date=When("2017-06-08", "day", "t0"),
                reported_by="s0",
                sentence=0,
                place="p0",
            ),
            Event(
                "e1",
                "COERCE",
                spans("arrested"),
                ("a5",),
                mode="arrest",
                arrested=Count(12, None, spans("at least 12")),
                alternatives=(Alternative("ASSAULT", "force may have been used"),),
                status="happened",
                sentence=3,
            ),
            Event(
                "e2",
                "AGREE",
                (span(title, "open"),),
                ("a0",),
                ("a1",),
                status="future",
                in_="title",
                conflicts_with=("e0",),
            ),
        ),
        ledger=(
            LedgerEntry(
                "l0",
                "pledge",
                "a4",
                ("a0",),
                "s2",
                content=spans("we will pay"),
                due=Due(spans("by July 1"), None, "2017-07-01"),
            ),
        ),
        repairs=(
            Repair(
                "r0", *at("The press secretary"), "The press secretary", "spokeswoman", "a4", "role title"
            ),
        ),
        warnings=(Warning("weekday_mismatch", "July 1 is no Thursday", spans("July 1")),),
    )


@pytest.fixture
def reading() -> Reading:
    """Every kind of record once."""
    return build()


@pytest.fixture
def bare() -> Callable[[str], Reading]:
    """A reading of the text alone, with no record."""
    return lambda text: replace(Reading("sandpiper/1", "test", "0", Story("bare", text)))
