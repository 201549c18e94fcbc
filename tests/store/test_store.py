"""A store gives back what it was given, to many readers at once, whatever happens to the writer."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.errors import StoreError, UsageError
from sandpiper.store import STORE_VERSION, Store
from sandpiper.store.sqlite import FILE
from sandpiper.types import SCHEMA, Event, Reading, Span, Story


def reading(id: str, text: str = "A text.", **fields: object) -> Reading:
    return Reading(SCHEMA, "none", "0.1.0", Story(id, text, **fields))  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store") as store:
        yield store


def all_of(store: Store, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    return list(store.query(sql, parameters).rows)


def test_a_reading_comes_back_as_it_was(store: Store, full_reading: Reading) -> None:
    assert store.add(full_reading) == "wire-1"
    assert list(store.readings()) == [full_reading]


def test_every_list_of_the_contract_has_its_rows(store: Store, full_reading: Reading) -> None:
    store.add(full_reading)
    for table in ("mentions", "actors", "places", "times", "statements", "events", "ledger", "repairs"):
        ids = [row[0] for row in all_of(store, f"SELECT id FROM {table} ORDER BY id")]
        assert ids == [record.id for record in getattr(full_reading, table)], table
    assert all_of(store, "SELECT start, end FROM sentences") == [tuple(s) for s in full_reading.sentences]
    assert all_of(store, "SELECT kind, spans, string FROM warnings") == [
        ("headline_conflict", "[[26,30]]", "title")
    ]


def test_words_are_those_of_the_spans(store: Store, full_reading: Reading) -> None:
    store.add(full_reading)
    assert all_of(store, "SELECT trigger_words, string FROM events ORDER BY id") == [
        ("arrested", "text"),
        ("vows", "title"),
    ]
    assert all_of(store, "SELECT due_text_words FROM ledger ORDER BY id") == [(None,), ("by July 1",)]
    assert all_of(store, "SELECT arrested_min, arrested_max, dead_min FROM events WHERE id = 'e0'") == [
        (12, None, None)
    ]


def test_offsets_are_code_points_also_beyond_the_basic_plane(store: Store) -> None:
    text = "🛶 Norland 🛶 attacked."
    at = text.index("attacked")
    store.add(replace(reading("x", text), events=(Event("e0", "ASSAULT", (Span(at, at + 8), Span(0, 1))),)))
    assert all_of(store, "SELECT trigger_words FROM events") == [("attacked … 🛶",)]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.text(st.characters(codec="utf-8")))
def test_any_text_survives(text: str, title: str) -> None:
    before = reading("x", text, title=title.replace("\0", ""))
    with Store(_shared_store()) as store:
        id_ = store.add(before)
        (row,) = all_of(store, "SELECT text, title FROM stories WHERE id = ?", id_)
        assert row == (text, before.story.title)
        after = next(r for r in store.readings() if r.story.id == id_)
        assert replace(after, story=replace(after.story, id="x")) == before
        shutil.rmtree(store.path)


def _shared_store() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp())


def test_half_a_surrogate_pair_does_not_stop_a_run(store: Store) -> None:
    store.add(reading("x", "broken \ud83d here"))
    assert all_of(store, "SELECT text FROM stories") == [("broken \\ud83d here",)]


def test_dyads_pair_actors_with_recipients_and_reciprocal_events_both_ways(
    store: Store, full_reading: Reading
) -> None:
    one = replace(full_reading.events[0], actor=("a0", "a1"), recipient=("a2",))
    both = replace(full_reading.events[1], actor=("a0", "a2"), reciprocal=True)
    store.add(replace(full_reading, events=(one, both)))
    assert set(all_of(store, "SELECT event, actor, recipient FROM dyads")) == {
        ("e0", "Norland", "Sudria"),
        ("e0", "Ada Bjerk", "Sudria"),
        ("e1", "Norland", "Sudria"),
        ("e1", "Sudria", "Norland"),
    }


# The same again


def test_the_same_story_again_replaces_and_keeps_its_place(store: Store, full_reading: Reading) -> None:
    store.add(full_reading)
    store.add(reading("second"))
    newer = replace(full_reading, model="newer", events=())
    assert store.add(newer) == "wire-1"
    assert list(store.readings()) == [newer, reading("second")]
    assert all_of(store, "SELECT count(*) FROM events") == [(0,)]


def test_the_same_id_with_another_text_is_another_story(store: Store) -> None:
    assert [store.add(reading("a", text)) for text in ("one", "two", "three")] == ["a", "a#2", "a#3"]
    assert [store.add(reading("a", text)) for text in ("two", "one", "three")] == ["a#2", "a", "a#3"]
    assert [(r.story.id, r.story.text) for r in store.readings()] == [
        ("a", "one"),
        ("a#2", "two"),
        ("a#3", "three"),
    ]
    assert all_of(store, "SELECT DISTINCT given FROM stories") == [("a",)]


def test_an_id_that_looks_like_ours_is_kept_apart(store: Store) -> None:
    assert store.add(reading("a#2", "own")) == "a#2"
    assert store.add(reading("a", "one")) == "a"
    assert store.add(reading("a", "two")) == "a#3"
    assert len(list(store.readings())) == 3


def test_full_text_follows_every_change(store: Store, full_reading: Reading) -> None:
    hits = "SELECT count(*) FROM {} WHERE {} MATCH 'ferry'"
    for _ in range(2):
        store.add(full_reading)
        for table in ("stories_fts", "statements_fts"):
            assert all_of(store, hits.format(table, table)) == [(1,)], table
    store.add(replace(full_reading, statements=()))
    assert all_of(store, hits.format("statements_fts", "statements_fts")) == [(0,)]
    raw = sqlite3.connect(store.path / FILE)
    for table in ("stories_fts", "statements_fts"):  # raises where index and rows differ
        raw.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
    raw.close()


def test_rejected_once_for_each_story_until_it_is_read(store: Store) -> None:
    store.reject("f.jsonl", "a", "bad")
    store.reject("f.jsonl", "a", "still bad")
    store.reject("f.jsonl", None, "empty")
    assert list(store.rejected()) == [("f.jsonl", "a", "still bad"), ("f.jsonl", None, "empty")]
    store.add(reading("a"))
    assert list(store.rejected()) == [("f.jsonl", None, "empty")]


def test_two_texts_of_one_id_are_rejected_each(store: Store) -> None:
    """One of them may be read and the other not, in either order, and a run over both again leaves two rows."""
    for _ in range(2):
        store.begin({})
        store.reject("a", "a", "empty")
        store.reject("a", "a", "too long")
        store.add(reading("a"))
        store.end({})
        assert [reason for _, _, reason in store.rejected()] == ["empty", "too long"]
    store.begin({})
    store.add(reading("a"))
    store.add(reading("a", "other"))
    assert list(store.rejected()) == []


def test_model_of_knows_this_text_only(store: Store) -> None:
    store.add(reading("a", "one"))
    assert store.model_of(Story("a", "one")) == "none"
    assert store.model_of(Story("a", "two")) is None and store.model_of(Story("b", "one")) is None


def test_a_run_is_noted_with_its_counts(store: Store) -> None:
    store.begin({"sources": ["f"]})
    store.add(reading("a"))
    store.end({"read": 1})
    assert all_of(store, "SELECT model, args, counts, ended IS NOT NULL FROM runs") == [
        ("none", '{"sources": ["f"]}', '{"read": 1}', 1)
    ]
    assert all_of(store, "SELECT run FROM stories") == [(1,)]


# Questions


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM events",
        "INSERT INTO rejected (source, reason, at) VALUES ('', '', '')",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "PRAGMA user_version = 9",
        "DROP TABLE events",
        "BEGIN",
    ],
)
def test_a_question_cannot_write(store: Store, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(store.path)
    before = {path.name for path in store.path.iterdir()}
    with pytest.raises(UsageError, match="only reads"):
        store.query(sql)
    assert {path.name for path in store.path.iterdir()} == before


@pytest.mark.parametrize("sql", ["SELECT nothing", "SELEC 1", "SELECT 1; SELECT 2", "", "SELECT ?"])
def test_a_question_that_does_not_hold_says_so(store: Store, sql: str) -> None:
    with pytest.raises(UsageError):
        list(store.query(sql).rows)


def test_a_question_has_columns_and_rows(store: Store) -> None:
    answer = store.query("SELECT 1 AS one, ? AS two", ["x"])
    assert answer.columns == ("one", "two") and list(answer.rows) == [(1, "x")]


# What may go wrong


def test_no_store_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store there"):
        Store(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="a store is a folder"):
        Store(tmp_path / "file")


@pytest.mark.parametrize("read_only", [True, False])
def test_another_file_is_no_store(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all, but long enough to be looked at" * 50)
    with pytest.raises(StoreError, match="no SQLite file"):
        Store(tmp_path, read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False])
def test_another_database_is_no_store_and_stays_as_it_is(tmp_path: Path, read_only: bool) -> None:
    db = sqlite3.connect(tmp_path / FILE)
    db.execute("CREATE TABLE precious (x)")
    db.close()
    with pytest.raises(StoreError, match="not a store"):
        Store(tmp_path, read_only=read_only)
    db = sqlite3.connect(tmp_path / FILE)
    assert db.execute("SELECT name FROM sqlite_schema").fetchall() == [("precious",)]
    db.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_store_is_refused(store: Store, read_only: bool) -> None:
    store.close()
    db = sqlite3.connect(store.path / FILE)
    db.execute(f"PRAGMA user_version = {STORE_VERSION + 1}")
    db.close()
    with pytest.raises(StoreError, match="newer Sandpiper"):
        Store(store.path, read_only=read_only)


def test_a_new_store_says_its_version(store: Store) -> None:
    assert all_of(store, "PRAGMA user_version") == [(STORE_VERSION,)]
    assert all_of(store, "SELECT version FROM migrations") == [(STORE_VERSION,)]


def test_an_older_store_is_brought_up_to_date_and_filled_anew(
    store: Store, full_reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(full_reading)
    store._db.execute("DELETE FROM events")  # as if the older version had not had these rows
    store.close()
    monkeypatch.setattr("sandpiper.store.sqlite.STORE_VERSION", STORE_VERSION + 1)
    upgrade = "ALTER TABLE runs ADD COLUMN host TEXT;\nCREATE INDEX runs_host ON runs (host);\n"
    monkeypatch.setattr("sandpiper.store.sqlite.UPGRADES", {STORE_VERSION: upgrade})
    with pytest.raises(StoreError, match="older Sandpiper"):
        Store(store.path, read_only=True)
    with Store(store.path) as newer:
        assert list(newer.readings()) == [full_reading]
        assert all_of(newer, "SELECT id FROM events ORDER BY id") == [("e0",), ("e1",)]
        assert all_of(newer, "SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'ferry'") == [
            (1,)
        ]
        assert all_of(newer, "SELECT version FROM migrations") == [(STORE_VERSION,), (STORE_VERSION + 1,)]
        assert all_of(newer, "SELECT host FROM runs") == []


SCHEMA_1 = """
ALTER TABLE statements DROP COLUMN co_speakers;
ALTER TABLE mentions DROP COLUMN confidence;
DROP VIEW verdicts;
DROP TABLE reviews;
DROP TABLE proposal_entries;
DROP TABLE proposals;
DROP TABLE matchings;
DROP TABLE event_actors;
CREATE TABLE event_actors (
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  event TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (story, event, role, number)
) WITHOUT ROWID;
DROP INDEX rejected_source;
CREATE UNIQUE INDEX rejected_once ON rejected (source, ifnull(story, ''));
UPDATE stories SET given = id;
UPDATE migrations SET version = 1;
PRAGMA user_version = 1;
"""


def test_a_store_of_version_1_is_mended(tmp_path: Path, full_reading: Reading) -> None:
    """Its runs gave the ids of later files as theirs, and SQLite 3.40 found fault with every store."""
    with Store(tmp_path / "store") as store:
        store.begin({})
        for one in (full_reading, reading("a", "one"), reading("a", "two"), reading("alone#2")):
            store.add(one)
        store.end({})
    db = sqlite3.connect(tmp_path / "store" / FILE)
    db.executescript(SCHEMA_1)
    db.close()
    with Store(tmp_path / "store") as store:
        assert all_of(store, "PRAGMA integrity_check") == [("ok",)]
        assert all_of(store, "SELECT id, given FROM stories ORDER BY number") == [
            ("wire-1", "wire-1"),
            ("a", "a"),
            ("a#2", "a"),
            ("alone#2", "alone#2"),
        ]
        assert all_of(store, "SELECT count(*) FROM event_actors") == [
            (sum(len(e.actor) + len(e.recipient) for e in full_reading.events),)
        ]
        store.reject("f", "x", "bad")
        assert [store.add(reading("a", text)) for text in ("two", "one")] == ["a#2", "a"]


@pytest.mark.parametrize("parties", [("a0",), ("a0", "a1")])
def test_sqlite_finds_no_fault(store: Store, full_reading: Reading, parties: tuple[str, ...]) -> None:
    store.add(
        replace(full_reading, events=(replace(full_reading.events[0], actor=parties, recipient=("a2",)),))
    )
    assert all_of(store, "PRAGMA integrity_check") == [("ok",)]


def test_an_upgrade_that_fails_leaves_the_older_store(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(reading("a"))
    store.close()
    monkeypatch.setattr("sandpiper.store.sqlite.STORE_VERSION", STORE_VERSION + 1)
    upgrade = {STORE_VERSION: "ALTER TABLE runs ADD COLUMN host TEXT;\nSELECT nonsense;\n"}
    monkeypatch.setattr("sandpiper.store.sqlite.UPGRADES", upgrade)
    with pytest.raises(StoreError, match="nonsense"):
        Store(store.path)
    monkeypatch.undo()
    with Store(store.path) as older:
        assert list(older.readings()) == [reading("a")]


def test_a_full_disk_is_said_and_leaves_what_was_there(store: Store, full_reading: Reading) -> None:
    store.add(full_reading)
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own way to have no more room
    with pytest.raises(StoreError, match="disk is full"):
        store.add(reading("big", "word " * 100_000))
    assert list(store.readings()) == [full_reading]


def test_a_second_writer_waits_and_then_says_so(store: Store) -> None:
    other = sqlite3.connect(store.path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store(store.path, wait=0.1) as second:
        begun = time.monotonic()
        with pytest.raises(StoreError, match="another program is writing"):
            second.add(reading("a"))
        assert time.monotonic() - begun >= 0.1
        other.execute("COMMIT")
        other.close()
        assert second.add(reading("a")) == "a"


def test_readers_read_while_one_writes(store: Store, full_reading: Reading) -> None:
    store.add(full_reading)
    store._db.execute("BEGIN IMMEDIATE")
    store._db.execute("DELETE FROM stories")
    with Store(store.path, read_only=True, wait=0.1) as reader:
        assert list(reader.readings()) == [full_reading]
    store._db.execute("ROLLBACK")


def test_what_is_added_meanwhile_is_not_among_the_readings(store: Store) -> None:
    store.add(reading("a"))
    store.add(reading("b"))
    readings = store.readings()
    next(readings)
    store.add(reading("c"))
    assert [r.story.id for r in readings] == ["b"]


def test_a_store_opened_for_reading_is_not_written(store: Store) -> None:
    with Store(store.path, read_only=True) as reader, pytest.raises(StoreError, match="reading only"):
        reader.add(reading("a"))


def test_an_error_in_the_middle_leaves_the_old_reading(
    store: Store, full_reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(full_reading)
    monkeypatch.setattr("sandpiper.store.sqlite._fill", lambda: ("DELETE FROM events", "SELECT nonsense"))
    with pytest.raises(StoreError, match="nonsense"):
        store.add(replace(full_reading, model="newer"))
    assert list(store.readings()) == [full_reading]
    assert all_of(store, "SELECT count(*) FROM events") == [(2,)]


WRITER = """
import sys
from dataclasses import replace
from sandpiper.store import Store
from sandpiper.types import SCHEMA, Event, Reading, Span, Story
one = Reading(SCHEMA, "none", "0", Story("x", "He fired. " * 50), events=tuple(
    Event(f"e{n}", "ASSAULT", (Span(3, 8),)) for n in range(20)))
with Store(sys.argv[1]) as store:
    for n in range(int(sys.argv[2])):
        store.add(replace(one, story=replace(one.story, id=f"{sys.argv[3]}{n}")))
        print(n, flush=True)
"""


def writer(folder: Path, count: int, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(count), name], stdout=subprocess.PIPE, text=True
    )


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    both = [writer(tmp_path / "store", 30, name) for name in "ab"]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    with Store(tmp_path / "store", read_only=True) as store:
        assert all_of(store, "SELECT count(*) FROM stories") == [(60,)]
        assert all_of(store, "SELECT count(*) FROM events") == [(1200,)]


def test_a_killed_writer_leaves_whole_stories(tmp_path: Path) -> None:
    process = writer(tmp_path / "store", 100_000, "a")
    assert process.stdout is not None
    for _ in range(10):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=60)
    process.stdout.close()
    with Store(tmp_path / "store") as store:
        count = len(list(store.readings()))
        assert count >= 10
        assert all_of(store, "SELECT count(*) FROM events") == [(20 * count,)]
        assert all_of(store, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path, full_reading: Reading) -> None:
    with Store(tmp_path / "store") as store:
        store.add(full_reading)
    for path in (tmp_path / "store" / FILE, tmp_path / "store"):
        path.chmod(0o555)
    try:
        with Store(tmp_path / "store", read_only=True) as store:
            assert list(store.readings()) == [full_reading]
        with pytest.raises(StoreError, match="cannot be"), Store(tmp_path / "store") as store:
            store.add(full_reading)
    finally:
        (tmp_path / "store").chmod(0o755)


def test_the_ledger_is_listed_by_due_date_and_filtered(store: Store, full_reading: Reading) -> None:
    store.add(full_reading)

    def listed(day: str = "2017-06-01", **asked: str) -> list[tuple[object, ...]]:
        answer = store.ledger(day=day, **asked)
        wanted = [answer.columns.index(c) for c in ("kind", "state", "due_latest", "condition")]
        return [tuple(row[i] for i in wanted) for row in answer.rows]

    pledge = ("pledge", "open", "2017-07-01", "Sudria opens its port")
    assert listed() == [pledge]
    assert [row[1] for row in listed("2017-06-20")] == ["due soon"]
    assert [row[1] for row in listed("2017-07-02")] == ["overdue"]
    assert [row[0] for row in listed(kind="condition")] == ["condition"]
    assert listed(state="overdue") == [] and listed(kind="threat") == []
    assert listed(due_before="2017-07-02") == [pledge] and listed(due_before="2017-07-01") == []
    assert listed(text="FERRY") == [pledge] and listed(text="port") == []
    (bound,) = (a for a in full_reading.actors if a.id == "a0")
    assert listed(actor=bound.name[1:].upper()) == [pledge] and listed(actor="nobody") == []


def test_the_ledger_in_order_of_the_story_and_by_country(store: Store, full_reading: Reading) -> None:
    bound, other = full_reading.actors[:2]
    actors = [
        replace(bound, name="Jerusalem Bank", country="ISR"),
        replace(other, name="Ölland", country="USA"),
        *full_reading.actors[2:],
    ]
    plain = replace(full_reading.ledger[1], due=None, depends_on=None, to=())
    undated = [replace(plain, id=f"l{i}", by=(bound if i % 2 else other).id) for i in range(12)]
    store.add(replace(full_reading, actors=tuple(actors), ledger=tuple(undated)))

    def listed(**asked: str) -> list[object]:
        answer = store.ledger(day="2017-06-01", **asked)
        return [row[answer.columns.index("entry")] for row in answer.rows]

    assert listed() == [f"l{i}" for i in range(12)]
    assert listed(actor="USA") == listed(actor="ölland"[1:]) == [f"l{i}" for i in range(0, 12, 2)]
    assert (
        listed(actor="rusalem")
        == listed(actor="ISR")
        == listed(actor="isr")
        == [f"l{i}" for i in range(1, 12, 2)]
    )
    assert listed(actor="' OR 1 --") == listed(actor="%") == listed(text="_%") == []


def test_the_ledger_sorted_and_since_a_day(store: Store, full_reading: Reading) -> None:
    entry = replace(full_reading.ledger[1], depends_on=None)
    for n, (name, day) in enumerate([("Zoe", "2017-06-01"), ("ana", "2017-06-05"), ("Bo", None)]):
        bound = replace(full_reading.actors[0], name=name)
        story = replace(full_reading.story, id=f"x{n}", published=day)
        due = entry.due and replace(entry.due, latest=f"2017-07-0{n + 1}")
        kind = ("threat", "demand", "pledge")[n]
        rows = (replace(entry, by=bound.id, due=due, kind=kind),)
        store.add(replace(full_reading, story=story, actors=(bound, *full_reading.actors[1:]), ledger=rows))

    def names(**asked: str) -> list[object]:
        answer = store.ledger(day="2017-06-01", **asked)
        return [row[answer.columns.index("bound")] for row in answer.rows]

    assert names() == ["Zoe", "ana", "Bo"] and names(sort="published") == ["ana", "Zoe", "Bo"]
    assert names(sort="actor") == ["ana", "Bo", "Zoe"] and names(sort="kind") == ["ana", "Bo", "Zoe"]
    assert names(since="2017-06-02") == ["ana"]
    with pytest.raises(UsageError):
        names(sort="size")


def test_what_may_happen_from_a_day_on_is_never_due_soon_after_it(
    store: Store, full_reading: Reading
) -> None:
    entry = replace(full_reading.ledger[1], depends_on=None)
    assert entry.due is not None
    entry = replace(entry, due=replace(entry.due, earliest="2017-06-20", latest=None))
    store.add(replace(full_reading, ledger=(entry,)))

    def state(day: str) -> object:
        answer = store.ledger(day=day)
        return next(answer.rows)[answer.columns.index("state")]

    assert [state(d) for d in ("2017-06-01", "2017-06-06", "2017-06-20", "2017-06-21", "2019-01-01")] == [
        "open", "due soon", "due soon", "open", "open",
    ]  # fmt: skip


def test_a_question_compares_letters_beyond_ascii(store: Store) -> None:
    store.add(reading("x"))
    assert all_of(store, "SELECT lower('ÇAVUŞ'), lower(NULL), lower(7)") == [("çavuş", None, "7")]
