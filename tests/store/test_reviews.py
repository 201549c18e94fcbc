"""Proposals are made anew, decisions stay, and the ledger shows both."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sandpiper.errors import StoreError, UsageError
from sandpiper.store import Proposal, Reviews, Store
from sandpiper.store.sqlite import FILE
from sandpiper.types import SCHEMA, Reading, Span, Story

LATER = "Norland paid the last instalment for the ferry on Friday."


def later(id: str = "wire-9", published: str = "2017-06-30") -> Reading:
    return Reading(SCHEMA, "none", "0.1.0", Story(id, LATER, published=published))


def proposal(id: str = "p1", state: str = "met", story: str = "wire-9", **fields: object) -> Proposal:
    made = Proposal(
        id, state, (("wire-1", "l1"),), story, (Span(0, 12),), None, "2017-06-30", ("the same actor",), 0.8,  # type: ignore[arg-type]
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path, full_reading: Reading) -> Iterator[Store]:
    with Store(tmp_path / "store") as store:
        store.add(full_reading)
        store.add(later())
        yield store


def states(store: Store, day: str = "2017-07-02", **asked: str) -> list[str]:
    answer = store.ledger(day=day, **asked)
    return [str(row[answer.columns.index("state")]) for row in answer.rows]


def test_a_proposal_has_its_words_and_shows_in_the_ledger(store: Store) -> None:
    reviews = Reviews(store)
    assert states(store) == ["overdue"] and reviews.proposals() == []
    assert reviews.propose([proposal()]) == 1
    (row,) = reviews.proposals()
    assert (row["id"], row["bound"], row["words"]) == ("p1", "Norland", "pay for the ferry")
    assert row["evidence_words"] == LATER[:12] and row["evidence"] == [[0, 12]]
    assert row["reasons"] == ["the same actor"] and row["verdict"] is None
    assert states(store) == ["possibly met"] == states(store, state="possibly met")
    assert states(store, state="overdue") == []


def test_a_state_is_that_of_its_day(store: Store) -> None:
    Reviews(store).propose([proposal()])
    assert states(store, "2017-06-29") == ["due soon"] and states(store, "2017-06-30") == ["possibly met"]
    Reviews(store).settle(["p1"], "accepted", "ada")
    assert states(store, "2017-06-29") == ["due soon"] and states(store, "2017-06-30") == ["met"]


def test_the_latest_story_decides_what_is_proposed(store: Store) -> None:
    store.add(later("wire-10", "2017-07-05"))
    Reviews(store).propose([proposal(confidence=0.9), proposal("p2", "broken", "wire-10", day="2017-07-05")])
    assert states(store, "2017-07-04") == ["possibly met"] and states(store, "2017-07-05") == [
        "possibly broken"
    ]


def test_a_rejected_proposal_is_no_state_and_waits_no_longer(store: Store) -> None:
    reviews = Reviews(store)
    reviews.propose([proposal()])
    reviews.settle(["p1"], "rejected", "ada", "another ferry")
    assert states(store) == ["overdue"] and reviews.proposals() == []
    (row,) = reviews.proposals(settled=True)
    assert (row["verdict"], row["who"], row["note"]) == ("rejected", "ada", "another ferry")
    reviews.settle(["p1"], "reopened", "ada")
    assert states(store) == ["possibly met"] and len(reviews.proposals()) == 1


def test_what_is_settled_leaves_the_entrys_other_proposals_behind(store: Store) -> None:
    store.add(later("wire-10", "2017-07-05"))
    reviews = Reviews(store)
    reviews.propose([proposal(), proposal("p2", "broken", "wire-10", day="2017-07-05")])
    reviews.settle(["p1"], "accepted", "ada")
    assert reviews.proposals() == [] and states(store, "2017-07-10") == ["met"]


def test_reviews_outlive_a_matching_and_a_new_reading(store: Store, full_reading: Reading) -> None:
    reviews = Reviews(store)
    reviews.propose([proposal()])
    reviews.settle(["p1"], "accepted", "ada")
    first, second = full_reading.ledger
    moved = replace(
        second, id="l0", content=(Span(second.content[0].start, second.content[0].end + 10),), depends_on=None
    )
    store.add(replace(full_reading, model="newer", ledger=(moved, replace(first, id="l1"))))
    assert states(store) == ["met"]
    reviews.propose([proposal("p9", entries=(("wire-1", "l0"),))])
    assert reviews.proposals() == [] and states(store) == ["met"]
    assert reviews.proposals(settled=True)[0]["verdict"] == "accepted"


def test_a_promise_told_again_is_settled_with_the_first(store: Store, full_reading: Reading) -> None:
    store.add(replace(full_reading, story=replace(full_reading.story, id="wire-2")))
    reviews = Reviews(store)
    reviews.propose([proposal(entries=(("wire-1", "l1"), ("wire-2", "l1")))])
    assert states(store) == ["possibly met"] * 2
    assert reviews.proposals()[0]["told_again"] == "wire-2"
    reviews.settle(["p1"], "accepted", "ada")
    assert states(store) == ["met"] * 2


def test_all_are_settled_or_none(store: Store) -> None:
    reviews = Reviews(store)
    reviews.propose([proposal()])
    with pytest.raises(UsageError, match="p7"):
        reviews.settle(["p1", "p7"], "accepted", "ada")
    with pytest.raises(UsageError, match="verdict"):
        reviews.settle(["p1"], "perhaps", "ada")  # type: ignore[arg-type]
    assert len(reviews.proposals()) == 1


def test_a_matching_that_fails_leaves_the_earlier_proposals(store: Store) -> None:
    reviews = Reviews(store)
    reviews.propose([proposal()])
    with pytest.raises(StoreError):
        reviews.propose([proposal("p2"), proposal("p2")])
    assert [row["id"] for row in reviews.proposals()] == ["p1"]


def test_what_came_since_the_last_matching_is_counted(store: Store) -> None:
    reviews = Reviews(store)
    assert reviews.unmatched() == 2
    reviews.propose([])
    assert reviews.unmatched() == 0
    store._db.execute("UPDATE matchings SET at = '2000-01-01'")
    assert reviews.unmatched() == 2


def test_a_reader_sees_reviews_but_writes_none(store: Store) -> None:
    Reviews(store).propose([proposal()])
    with Store(store.path, read_only=True) as second:
        assert len(Reviews(second).proposals()) == 1
        with pytest.raises(StoreError, match="reading only"):
            Reviews(second).settle(["p1"], "accepted", "ada")
        Reviews(store).settle(["p1"], "accepted", "ada")
        assert Reviews(second).proposals() == []


def test_a_store_of_version_2_gets_the_tables_of_a_new_one(store: Store, tmp_path: Path) -> None:
    def schema(path: Path) -> dict[str, str]:
        db = sqlite3.connect(path / FILE)
        rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        db.close()
        return {name: " ".join(re.sub(r"--.*", "", sql).split()) for name, sql in rows}

    new = schema(store.path)
    store.close()
    db = sqlite3.connect(store.path / FILE)
    db.executescript(
        "ALTER TABLE statements DROP COLUMN co_speakers; ALTER TABLE mentions DROP COLUMN confidence;"
        "DROP VIEW verdicts; DROP TABLE reviews; DROP TABLE proposal_entries; DROP TABLE proposals; DROP TABLE matchings;"
        "UPDATE migrations SET version = 2; PRAGMA user_version = 2;"
    )
    db.close()
    with Store(store.path) as older:
        assert states(older) == ["overdue"]
    assert schema(store.path) == new
