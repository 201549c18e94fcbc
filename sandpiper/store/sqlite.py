"""Readings <-> one SQLite file in a folder: many readers while one writes, full text, SQL.

A store is a folder with ``sandpiper.sqlite`` in it. ``stories.reading`` holds each whole Reading; the
other tables are derived from it by ``fill.sql``, so an upgrade makes them anew and loses nothing.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sandpiper.errors import StoreError, UsageError
from sandpiper.types import Reading, Story

FILE = "sandpiper.sqlite"
STORE_VERSION = 4
WAIT = 30.0  # seconds that a second writer waits for the first

# From version -> SQL that leads to the next one; afterwards the derived tables are filled anew from stories.reading,
# so that it only has to give them their new form.
UPGRADES: dict[int, str] = {
    # SQLite before 3.41 takes a column between those of the key for missing in its integrity check. Runs over several
    # files gave "a#2" for an id where that was "a" once more; several texts of one id may be rejected in one run.
    1: """
DROP TABLE event_actors;
CREATE TABLE event_actors (
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  role TEXT NOT NULL,
  number INTEGER NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (story, event, role, number)
) WITHOUT ROWID;
UPDATE OR IGNORE stories SET given = rtrim(rtrim(given, '0123456789'), '#')
WHERE given GLOB '?*#[0-9]*' AND rtrim(given, '0123456789') GLOB '*[^#]#'
AND EXISTS (SELECT 1 FROM stories other WHERE other.run = stories.run
            AND other.given = rtrim(rtrim(stories.given, '0123456789'), '#'));
DROP INDEX rejected_once;
CREATE INDEX rejected_source ON rejected (source, story);
""",
    # What became of the ledger.
    2: """
CREATE TABLE matchings (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  proposals INTEGER NOT NULL,
  sandpiper TEXT NOT NULL
);

CREATE TABLE proposals (
  id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  evidence_story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  evidence TEXT NOT NULL,
  evidence_words TEXT NOT NULL,
  string TEXT NOT NULL,
  day TEXT NOT NULL,
  reasons TEXT NOT NULL,
  confidence REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX proposals_evidence ON proposals (evidence_story);

CREATE TABLE proposal_entries (
  proposal TEXT NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  entry TEXT NOT NULL,
  PRIMARY KEY (proposal, number)
) WITHOUT ROWID;
CREATE INDEX proposal_entries_entry ON proposal_entries (story, entry);

CREATE TABLE reviews (
  number INTEGER NOT NULL,
  place INTEGER NOT NULL,
  proposal TEXT NOT NULL,
  verdict TEXT NOT NULL,
  note TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  story TEXT NOT NULL,
  string TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  state TEXT NOT NULL,
  evidence_story TEXT NOT NULL,
  evidence_words TEXT NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY (number, place)
) WITHOUT ROWID;
CREATE INDEX reviews_story ON reviews (story);
CREATE INDEX reviews_proposal ON reviews (proposal);

CREATE VIEW verdicts AS
SELECT l.story,
       l.id AS entry,
       r.state,
       r.verdict,
       r.note,
       r.who,
       r.at,
       r.evidence_story,
       r.evidence_words,
       r.day,
       r.number
FROM reviews r
JOIN ledger l ON l.story = r.story AND l.string = r.string
 AND 2 * (min(r.end, json_extract(l.content, '$[#-1][1]')) - max(r.start, json_extract(l.content, '$[0][0]')))
     > max(r.end - r.start, json_extract(l.content, '$[#-1][1]') - json_extract(l.content, '$[0][0]'))
WHERE NOT EXISTS (
  SELECT 1 FROM reviews n
  WHERE n.story = r.story AND n.string = r.string AND n.state = r.state AND n.evidence_story = r.evidence_story
    AND n.start < r.end AND r.start < n.end AND n.number > r.number);
""",
    # Several speakers of one statement; how sure a mention means its actor.
    3: """
ALTER TABLE statements ADD COLUMN co_speakers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE mentions ADD COLUMN confidence REAL;
""",
}

_REASONS = {
    "SQLITE_FULL": "the disk is full; what was written before stays",
    "SQLITE_READONLY": "it cannot be written: read-only file, folder or file system",
    "SQLITE_CANTOPEN": "it cannot be opened: no such folder, or no permission",
    "SQLITE_BUSY": "another program is writing to it; try again later",
    "SQLITE_LOCKED": "another program is writing to it; try again later",
    "SQLITE_NOTADB": "that is no SQLite file",
    "SQLITE_CORRUPT": "the file is damaged",
    "SQLITE_IOERR": "the disk does not read or write",
}
_EARLIER = "(? IS NULL OR run IS NOT ?)"  # not of this run; outside a run every row is earlier
# What a question may not do although the connection cannot write to the store: open or write another file.
_FORBIDDEN = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_TRANSACTION}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: names of the columns, and rows as they come."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


class Store:
    """Readings on disk. One object is for one thread; any number of processes may read while one writes.

    ``path`` is the store's folder; it is made unless ``read_only``. Raises ``StoreError`` when it cannot be
    opened, is no store, is newer than this code, is full, or stays locked for ``wait`` seconds.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, wait: float = WAIT) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self._run: int | None = None
        self._wait = wait
        with self._errors():
            self._db = _reader(self._file(), wait) if read_only else self._writer()
        try:
            with self._errors():
                self._check_version()
        except StoreError:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        self._db.close()

    # Writing

    def add(self, reading: Reading) -> str:
        """Write a reading; returns the id that its story has here.

        A story with the same id and text replaces the one here. The same id with another text is another
        story: it is kept beside the first as ``id#2``, ``id#3`` …, and replaces that one when it comes again. The id
        must therefore be the one that the story came with (``open_sources(…, unique=False)``).
        """
        given, text_hash = reading.story.id, _hash(reading.story.text)
        with self._writing():
            id_, number = self._place(given, text_hash)
            if id_ != given:
                reading = replace(reading, story=replace(reading.story, id=id_))
            self._db.execute("DELETE FROM stories WHERE id = ?", (_plain(id_),))
            self._insert_story(reading, given, text_hash, number)
            # What could not be read before and now was is no longer rejected; in one run it is another text of that id.
            self._db.execute(
                f"DELETE FROM rejected WHERE story = ? AND {_EARLIER}", (_plain(given), self._run, self._run)
            )
            for statement in _fill():
                self._db.execute(statement, {"story": _plain(id_)})
            self._db.execute(
                "UPDATE runs SET model = ? WHERE run = ? AND model IS NULL", (reading.model, self._run)
            )
        return id_

    def reject(self, source: str, story: str | None, reason: str) -> None:
        """Note what could not be read; the same source and story replaces the reasons of earlier runs."""
        source, story, reason = _plain(source), _plain(story), _plain(reason)
        with self._writing():
            self._db.execute(
                f"DELETE FROM rejected WHERE source = ? AND story IS ? AND {_EARLIER}",
                (source, story, self._run, self._run),
            )
            self._db.execute(
                "INSERT INTO rejected (source, story, reason, run, at) VALUES (?, ?, ?, ?, ?)",
                (source, story, reason, self._run, _now()),
            )

    def begin(self, args: Mapping[str, Any]) -> None:
        """Note that a run starts; what is written until ``end`` belongs to it. ``args`` must be JSON."""
        with self._writing():
            cursor = self._db.execute(
                "INSERT INTO runs (version, args, started) VALUES (?, ?, ?)",
                (_version(), json.dumps(args, ensure_ascii=True), _now()),
            )
        self._run = cursor.lastrowid

    def end(self, counts: Mapping[str, int]) -> None:
        """Note that the run has ended, with its counts."""
        with self._writing():
            self._db.execute(
                "UPDATE runs SET ended = ?, counts = ? WHERE run = ?", (_now(), json.dumps(counts), self._run)
            )
        self._run = None

    # Reading

    def model_of(self, story: Story) -> str | None:
        """The model that read this very story (id and text), or None when it is not here."""
        with self._errors():
            row = self._db.execute(
                "SELECT model FROM stories WHERE given = ? AND text_hash = ?",
                (_plain(story.id), _hash(story.text)),
            ).fetchone()
        return None if row is None else str(row[0])

    def readings(self) -> Iterator[Reading]:
        """Every Reading in order of arrival, exactly as added; what is written meanwhile is not among them."""
        with self._errors(), closing(_reader(self._file(), self._wait)) as db:
            for id_, text in db.execute("SELECT id, reading FROM stories ORDER BY number"):
                try:
                    yield Reading.from_dict(json.loads(text))
                except ValueError as error:
                    raise StoreError(f"{self.path}: damaged reading: {error}", story=id_) from None

    def reading(self, id: str) -> Reading:
        """The Reading of one story, by the id it has here. Raises ``StoreError`` where it is not here or damaged."""
        with self._errors():
            row = self._db.execute("SELECT reading FROM stories WHERE id = ?", (_plain(id),)).fetchone()
        if row is None:
            raise StoreError(f"{self.path}: no such story", story=id)
        try:
            return Reading.from_dict(json.loads(row[0]))
        except ValueError as error:
            raise StoreError(f"{self.path}: damaged reading: {error}", story=id) from None

    def rejected(self) -> Iterator[tuple[str, str | None, str]]:
        """(source, story, reason) of everything that could not be read, in order of arrival."""
        with self._errors(), closing(_reader(self._file(), self._wait)) as db:
            yield from db.execute("SELECT source, story, reason FROM rejected ORDER BY number")

    def ledger(
        self, *, day: str, kind: str | None = None, state: str | None = None, actor: str | None = None,
        due_before: str | None = None, text: str | None = None, since: str | None = None, sort: str = "due",
    ) -> Answer:  # fmt: skip
        """Pledges, threats, demands and forecasts with whom they bind and when they fall due, the earliest first.

        ``day`` (ISO) is what "overdue" and "due soon" (within a fortnight) are reckoned from; ``actor`` is a part of a name, a
        key or a country on either side; conditions stand beside the entry that depends on them; ``since`` is a day of
        publication; ``sort`` is ``due``, ``published`` (the latest first), ``actor`` or ``kind``. Raises ``UsageError`` for another.
        """
        if sort not in ("due", "published", "actor", "kind"):
            raise UsageError(f"no such order: {sort!r} (there are due, published, actor, kind)")
        asked = {
            "day": day,
            "kind": kind,
            "state": state,
            "actor": actor,
            "due_before": due_before,
            "text": text,
            "since": since,
            "sort": sort,
        }
        return self.query(_sql("ledger.sql"), asked)

    def query(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Answer:
        """One SQL question -> its answer. Raises ``UsageError`` for SQL that does not hold or would write."""
        with self._errors():
            db = _reader(self._file(), self._wait)
        db.set_authorizer(_only_reading)
        try:
            cursor = db.execute(sql, parameters)
        except (sqlite3.Error, sqlite3.Warning) as error:
            db.close()
            raise self._question_error(error) from None
        columns = tuple(column[0] for column in cursor.description or ())
        if not columns:
            db.close()
            raise UsageError("a question begins with SELECT or WITH; this one gives no columns")
        return Answer(columns, self._rows(db, cursor))

    def _rows(self, db: sqlite3.Connection, cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
        with closing(db):
            try:
                yield from cursor
            except sqlite3.Error as error:
                raise self._question_error(error) from None

    def _question_error(self, error: Exception) -> UsageError | StoreError:
        name = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
        if name.startswith(("SQLITE_AUTH", "SQLITE_READONLY")):
            return UsageError("query only reads: this SQL would write, or open another file")
        if name in ("SQLITE_ERROR", "SQLITE_RANGE", "SQLITE_MISMATCH", "SQLITE_MISUSE"):
            return UsageError(f"SQL: {error}")
        return self._store_error(error)

    # Inside

    def _file(self) -> Path:
        return self.path / FILE

    def _writer(self) -> sqlite3.Connection:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise StoreError(f"{self.path}: a store is a folder, this is a file") from None
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be made: {error.strerror}") from None
        db = sqlite3.connect(self._file(), timeout=self._wait, isolation_level=None)
        try:
            db.text_factory = _decode
            db.create_function("words", 2, _words, deterministic=True)
            _patiently(db, "PRAGMA journal_mode = WAL", self._wait)
            db.execute(
                "PRAGMA synchronous = NORMAL"
            )  # in WAL safe against crashes of ours, and no sync a story
            db.execute("PRAGMA foreign_keys = ON")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _check_version(self) -> None:
        version = self._user_version()
        if version > STORE_VERSION:
            raise StoreError(
                f"{self.path}: written by a newer Sandpiper (tables {version}, this one knows {STORE_VERSION})"
            )
        if version == STORE_VERSION:
            return
        if self.read_only:
            raise StoreError(
                f"{self.path}: not a store of Sandpiper"
                if version == 0
                else f"{self.path}: written by an older Sandpiper; `sandpiper code --store` brings it up to date"
            )
        with self._writing():
            version = self._user_version()  # another process may have done it meanwhile
            if version == 0:
                if self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                    raise StoreError(f"{self._file()}: not a store of Sandpiper")
                _script(self._db, _sql("schema.sql"))
                self._migrated(STORE_VERSION)
            else:
                self._upgrade(version)

    def _upgrade(self, version: int) -> None:
        for step in range(version, STORE_VERSION):
            _script(self._db, UPGRADES[step])
            self._migrated(step + 1)
        for table in _derived():
            self._db.execute(f"DELETE FROM {table}")
        for (id_,) in self._db.execute("SELECT id FROM stories ORDER BY number").fetchall():
            for statement in _fill():
                self._db.execute(statement, {"story": id_})

    def _migrated(self, version: int) -> None:
        self._db.execute("INSERT INTO migrations VALUES (?, ?, ?)", (version, _now(), _version()))
        self._db.execute(f"PRAGMA user_version = {version}")

    def _user_version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _place(self, given: str, text_hash: str) -> tuple[str, int | None]:
        """The id a story gets here, and the row number of the one it replaces."""
        row = self._db.execute(
            "SELECT id, number FROM stories WHERE given = ? AND text_hash = ?", (_plain(given), text_hash)
        ).fetchone()
        if row is not None:
            return str(row[0]), int(row[1])
        id_, copy = given, 1
        while self._db.execute("SELECT 1 FROM stories WHERE id = ?", (_plain(id_),)).fetchone():
            copy += 1
            id_ = f"{given}#{copy}"
        return id_, None

    def _insert_story(self, reading: Reading, given: str, text_hash: str, number: int | None) -> None:
        story, data = reading.story, reading.to_dict()
        line, translated = story.dateline, story.machine_translated
        values = {
            "number": number,
            "id": story.id,
            "given": given,
            "title": story.title,
            "text": story.text,
            "published": story.published,
            "url": story.url,
            "outlet": story.outlet,
            "language": story.language,
            "dateline_start": line and line.start,
            "dateline_end": line and line.end,
            "dateline_place": line and line.place,
            "dateline_date": line and line.date,
            "dateline_agency": line and line.agency,
            "furniture": _json(data["story"]["furniture"]),
            "contexts": _json(data["story"]["contexts"]),
            "machine_translated_probability": translated.probability,
            "machine_translated_from": translated.from_,
            "machine_translated_cues": _json(data["story"]["machine_translated"]["cues"]),
            "schema": reading.schema,
            "model": reading.model,
            "sandpiper": reading.sandpiper,
            "text_hash": text_hash,
            "run": self._run,
            "added": _now(),
            "reading": _json(data),
        }
        self._db.execute(
            f"INSERT INTO stories ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
            [_plain(value) if isinstance(value, str) else value for value in values.values()],
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it or, after any error or Ctrl-C, nothing."""
        if self.read_only:
            raise StoreError(f"{self.path}: opened for reading only")
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._store_error(error) from None

    def _store_error(self, error: Exception) -> StoreError:
        name = getattr(error, "sqlite_errorname", "")
        for start, reason in _REASONS.items():
            if name.startswith(start):
                return StoreError(f"{self.path}: {reason}")
        return StoreError(f"{self.path}: {error}")


def _reader(file: Path, wait: float) -> sqlite3.Connection:
    """A connection that cannot write."""
    try:
        there = file.is_file()
    except OSError as error:  # a folder above that may not be entered
        raise StoreError(f"{file.parent}: cannot be opened: {error.strerror}") from None
    if not there:
        raise StoreError(f"{file.parent}: no store there")
    db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=wait, isolation_level=None)
    try:
        db.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        db.close()
        # A folder that may not be written (a CD, another user's): SQLite cannot make its shared-memory file there,
        # and where there is no log either, nobody writes and the file may be taken as it stands.
        if (
            error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
            and not _log(file).exists()
        ):
            db = sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)
        else:
            raise
    except sqlite3.Error:
        db.close()
        raise
    db.text_factory = _decode
    # SQLite's own knows ASCII only: "ÇAVUŞOĞLU" must find Çavuşoğlu
    db.create_function("lower", 1, lambda text: None if text is None else str(text).casefold())
    return db


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def _patiently(db: sqlite3.Connection, sql: str, wait: float) -> None:
    """Execute what SQLite gives up at once when another process is opening the same new file."""
    until = time.monotonic() + wait
    while True:
        try:
            db.execute(sql)
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _only_reading(
    action: int, first: str | None, second: str | None, database: str | None, view: str | None
) -> int:
    # VACUUM INTO attaches the file it writes, so that it is caught here too.
    return sqlite3.SQLITE_DENY if action in _FORBIDDEN else sqlite3.SQLITE_OK


def _words(string: str | None, spans: str | None) -> str | None:
    if spans is None:
        return None
    return " … ".join((string or "")[start:end] for start, end in json.loads(spans))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(text: Any) -> Any:
    """Text that UTF-8 can hold: half a surrogate pair, which broken pages contain, becomes its JSON escape."""
    return text.encode("utf-8", "backslashreplace").decode() if isinstance(text, str) else text


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@functools.cache
def _version() -> str:
    from importlib.metadata import version

    return version("sandpiper")


def _sql(name: str) -> str:
    return resources.files("sandpiper.store").joinpath(name).read_text(encoding="utf-8")


@functools.cache
def _fill() -> tuple[str, ...]:
    return tuple(_statements(_sql("fill.sql")))


def _derived() -> list[str]:
    """The tables that ``fill.sql`` fills."""
    return sorted(set(re.findall(r"INSERT INTO (\w+)", _sql("fill.sql"))))


def _script(db: sqlite3.Connection, sql: str) -> None:
    """Like ``executescript``, which would commit the transaction first."""
    for statement in _statements(sql):
        db.execute(statement)


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script: a line's end may end one (a trigger has several semicolons)."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
