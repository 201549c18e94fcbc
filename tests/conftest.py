"""What every room's tests may ask for: a reading built by hand, and the two laws that any reading keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest

from sandpiper.types import (
    SCHEMA,
    Actor,
    Alternative,
    Count,
    Dateline,
    Due,
    Event,
    Evidence,
    Furniture,
    LedgerEntry,
    MachineTranslated,
    Mention,
    Place,
    Reading,
    Repair,
    Span,
    Statement,
    Story,
    Time,
    Warning,
    When,
)

Check = Callable[[Reading], None]

# which string field of a contract object repeats the words between its start and end
_WORDS = {Mention: "text", Time: "text", Repair: "surface"}
# which fields hold ids, and of what (several letters: of either)
_REFERENCES = {
    Mention: {"actor": "a"},
    Place: {"mention": "m"},
    Statement: {"speaker": "a", "within": "s", "topics": "a", "conflicts_with": "se", "repairs": "r"},
    Event: {
        "actor": "a",
        "recipient": "a",
        "place": "p",
        "conflicts_with": "se",
        "repairs": "r",
        "reported_by": "s",
    },
    LedgerEntry: {"by": "a", "to": "a", "statement": "s", "depends_on": "l"},
    Repair: {"actor": "a"},
}


# no deadlines: a shared machine is slow at times, and speed is measured in benchmarks
hypothesis.settings.register_profile("sandpiper", deadline=None)
hypothesis.settings.load_profile("sandpiper")


@pytest.fixture(scope="session")
def check_slices() -> Check:
    """Asserts that every span lies in its string, is not empty, and equals the words that go with it."""
    return _check_slices


@pytest.fixture(scope="session")
def check_references() -> Check:
    """Asserts that ids are unique and numbered in order, and that every reference names a record."""
    return _check_references


def _check_slices(reading: Reading) -> None:
    for owner, span, where in _spans(reading, "Reading", None):
        string = reading.story.string("title" if where == "title" else None)
        assert 0 <= span.start < span.end <= len(string), f"{owner}: {span} in {len(string)} characters"
    for record in (*reading.mentions, *reading.times, *reading.repairs):
        words = getattr(record, _WORDS[type(record)])
        assert reading.story.string(record.in_)[record.start : record.end] == words, record
    for before, after in zip(reading.sentences, reading.sentences[1:], strict=False):
        assert before.end <= after.start, f"sentences {before} and {after} overlap or are out of order"
    for event in reading.events:
        assert event.sentence is None or event.sentence < len(reading.sentences), event


def _spans(value: Any, owner: str, where: str | None) -> Iterator[tuple[str, Span, str | None]]:
    """Every span below ``value`` with the string it counts in: an object's own ``in``, else its owner's."""
    if isinstance(value, Span):
        yield owner, value, where
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item, owner, where)
    elif dataclasses.is_dataclass(value):
        where = getattr(value, "in_", where)
        owner = f"{owner}.{getattr(value, 'id', type(value).__name__)}"
        if hasattr(value, "start"):
            yield owner, Span(value.start, value.end), where
        for field in dataclasses.fields(value):
            yield from _spans(getattr(value, field.name), owner, where)


def _check_references(reading: Reading) -> None:
    lists = {
        "m": reading.mentions,
        "a": reading.actors,
        "p": reading.places,
        "t": reading.times,
        "s": reading.statements,
        "e": reading.events,
        "l": reading.ledger,
        "r": reading.repairs,
    }
    known = set()
    for letter, records in lists.items():
        ids = [record.id for record in records]  # type: ignore[attr-defined]
        assert ids == [f"{letter}{n}" for n in range(len(ids))], ids
        known.update(ids)
    for records in lists.values():
        for record in records:
            for field, letters in _REFERENCES.get(type(record), {}).items():
                value = getattr(record, field)
                for id in value if isinstance(value, tuple) else () if value is None else (value,):
                    assert id[0] in letters and id in known, f"{record.id}.{field}: {id}"  # type: ignore[attr-defined]
            date = getattr(record, "date", None)
            if isinstance(date, When):
                assert date.from_ in ("published", "dateline") or date.from_ in known, f"{record}"
    times = {time.id for time in reading.times}
    for time in reading.times:
        if time.anchor is not None and time.anchor.startswith("t"):
            assert time.anchor in times, time


TITLE = "Norland vows new ferry by July"
TEXT = """PORT VALE, June 8 (Wire) - Norland will pay for the ferry by July 1 if Sudria opens its port, \
Foreign Minister Ada Bjerk said on Thursday. Police arrested at least 12 protesters outside.

"Sands: no talks now," the Sudrian envoy answered.
"""


@pytest.fixture(scope="session")
def full_reading() -> Reading:
    """Every class of the contract at least once, built by hand from words."""

    def at(words: str, string: str = TEXT) -> Span:
        start = string.index(words)
        return Span(start, start + len(words))

    def mention(id: str, words: str, type: Any, actor: str | None) -> Mention:
        return Mention(id, *at(words), words, type, actor)

    story = Story(
        id="wire-1",
        text=TEXT,
        title=TITLE,
        published="2017-06-08",
        url="https://wire.example/1",
        outlet="Wire",
        language="en",
        dateline=Dateline(*at("PORT VALE, June 8 (Wire) -"), "PORT VALE", "June 8", "Wire"),
        furniture=(Furniture(*at("PORT VALE, June 8 (Wire) -"), "dateline"),),
        contexts=("economic",),
        machine_translated=MachineTranslated(0.7, "ru", (Evidence(*at("Sands:"), "literal-surname"),)),
    )
    return Reading(
        schema=SCHEMA,
        model="none",
        sandpiper="0.1.0",
        story=story,
        sentences=(
            Span(at("Norland will").start, at("on Thursday.").end),
            at("Police arrested at least 12 protesters outside."),
            at('"Sands: no talks now," the Sudrian envoy answered.'),
        ),
        mentions=(
            Mention("m0", *at("Norland", TITLE), "Norland", "GPE", "a0", "title"),
            mention("m1", "PORT VALE", "GPE", None),
            mention("m2", "Norland", "GPE", "a0"),
            mention("m3", "Sudria", "GPE", "a2"),
            mention("m4", "Ada Bjerk", "PER", "a1"),
            mention("m5", "Police", "ROLE", "a3"),
            mention("m6", "Sands", "PER", "a4"),
        ),
        actors=(
            Actor(
                "a0",
                "Norland",
                "state",
                "NOR",
                ("GOV",),
                key="norland",
                confidence=0.9,
                evidence=(
                    Evidence(*at("Norland", TITLE), "name", "title"),
                    Evidence(*at("Norland"), "name"),
                ),
            ),
            Actor("a1", "Ada Bjerk", "person", "NOR", ("GOV",), "Foreign Minister", "2017-06-08", None, 0.8),
            Actor(
                "a2", "Sudria", "state", "SDN", ("GOV",), confidence=0.4, candidates=("sudria", "sudria-2")
            ),
            Actor("a3", "Police", "unnamed", "NOR", ("COP",), confidence=0.5),
            Actor("a4", "Peskov", "person", confidence=0.5),
        ),
        places=(Place("p0", "m1", "Port Vale", "NOR", "Vale", 59.9, 10.7, 1, "city", 0.6),),
        times=(
            Time("t0", *at("July 1"), "July 1", "DATE", "2017-07-01", "2017-06-08"),
            Time("t1", *at("Thursday"), "Thursday", "DATE", "2017-06-08", "t0", conflict=None),
        ),
        statements=(
            Statement(
                "s0",
                source=(at("Foreign Minister Ada Bjerk"),),
                cue=(at("said"),),
                content=(at("Norland will pay for the ferry by July 1 if Sudria opens its port"),),
                speaker="a1",
                kind="pledge",
                date=When("2017-06-08", "day", "t1"),
                certainty=0.9,
                topics=("a0", "a2"),
                confidence=0.8,
                co_speakers=("a0",),
            ),
            Statement(
                "s1",
                source=(at("the Sudrian envoy"),),
                cue=(at("answered"),),
                content=(at("Sands: no talks now"),),
                form="direct",
                kind="denial",
                conflicts_with=("s0",),
                repairs=("r0",),
            ),
        ),
        events=(
            Event(
                "e0",
                "COERCE",
                (at("arrested"),),
                ("a3",),
                (),
                "arrest",
                ("economic",),
                "material conflict",
                -5.0,
                "173",
                When("2017-06-08", "day", "dateline"),
                "p0",
                arrested=Count(12, None, (at("at least 12"),)),
                alternatives=(Alternative("ASSAULT", "a crowd broken up by force"),),
                confidence=0.9,
                sentence=1,
            ),
            Event(
                "e1", "AGREE", (at("vows", TITLE),), ("a0",), status="future", reported_by="s0", in_="title"
            ),
        ),
        ledger=(
            LedgerEntry("l0", "condition", "a2", ("a0",), "s0", content=(at("Sudria opens its port"),)),
            LedgerEntry(
                "l1",
                "pledge",
                "a0",
                ("a2",),
                "s0",
                "institutional",
                (at("pay for the ferry"),),
                Due((at("by July 1"),), "2017-06-08", "2017-07-01"),
                "l0",
            ),
        ),
        repairs=(
            Repair(
                "r0", *at("Sands"), "Sands", "Peskov", "a4", "literal-surname", (at("Sands:"),), 0.9, "repair"
            ),
        ),
        warnings=(
            Warning(
                "headline_conflict", "The headline has July, the text July 1.", (at("July", TITLE),), "title"
            ),
        ),
    )
