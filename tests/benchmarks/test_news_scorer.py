"""What ``benchmarks.news`` counts, on readings built by hand, and what its tables hold."""

from __future__ import annotations

from typing import get_args

import pytest

from benchmarks import news
from sandpiper import ontology
from sandpiper.extract.encoder import CATEGORIES
from sandpiper.types import SCHEMA, Event, LedgerEntry, Reading, Span, Statement, StatementKind, Status, Story

TEXT = "Guards fired on a crowd. The crowd left."


def act(category: str, at: int, end: int) -> dict[str, str]:
    return {"category": category, "trigger": f"{at}-{end}"}


def reading(*events: tuple[str, int, int]) -> Reading:
    found = tuple(
        Event(f"e{i}", category=c, quad=ontology.quad(c), trigger=(Span(a, b),))  # type: ignore[arg-type]
        for i, (c, a, b) in enumerate(events)
    )
    return Reading(SCHEMA, "en-test", "0", Story("s", TEXT), events=found)


def test_an_event_is_right_where_its_trigger_and_category_are() -> None:
    gold = {
        ("polnear", "a", 100, 140): [act("ASSAULT", 107, 112), act("RETREAT", 135, 139)],
        ("polnear", "b", 0, 40): [],
    }
    figures = news.score_events(gold, [reading(("ASSAULT", 7, 12), ("PROTEST", 35, 39)), reading()])
    assert figures["events"] == pytest.approx(50)
    assert figures["triggers"] == pytest.approx(100)
    assert figures["restraint"] == pytest.approx(100)


def test_an_unread_stretch_counts_against_recall() -> None:
    gold = {("polnear", "a", 0, 40): [act("ASSAULT", 7, 12)]}
    assert news.score_events(gold, [None])["recall"] == 0


def test_an_entry_is_right_where_its_statement_is_of_its_kind() -> None:
    text = "Bo asked them to stay. Ana said it was late."
    row = {
        "id": "s", "text": text,
        "attributions": [{"source": [], "cue": [[3, 8]], "content": [[9, 21]]}, {"source": [], "cue": [[27, 31]], "content": [[32, 43]]}],
    }  # fmt: skip
    said = (
        Statement("s0", (), (Span(3, 8),), (Span(9, 21),), kind="demand"),
        Statement("s1", (), (Span(27, 31),), (Span(32, 43),), kind="threat"),
    )
    entries = (
        LedgerEntry("l0", "demand", None, (), "s0", content=(Span(9, 21),)),
        LedgerEntry("l1", "threat", None, (), "s1", content=(Span(32, 43),)),
    )
    told = Reading(SCHEMA, "en-test", "0", Story("s", text), statements=said, ledger=entries)
    figures = news.score_kinds([row], {("s", 3): "appeal", ("s", 27): "assertion"}, [told])
    assert (figures["kind"], figures["ledger"], figures["ledger.recall"]) == (0, 50, 100)


def test_the_tables_hold_what_they_should() -> None:
    for key, events in news.stretches(news.table(news.ACTS)).items():
        assert key[0] in news.FILES and key[2] < key[3]
        for event in events:
            start, end = map(int, event["trigger"].split("-"))
            assert event["category"] in CATEGORIES and event["status"] in get_args(Status)
            assert key[2] <= start < end <= key[3]
    assert {row["kind"] for row in news.table(news.KINDS)} <= {*get_args(StatementKind)}
