"""Readings -> tables (CSV, Parquet): one for each list of the contract, columns made from its classes; and dyads.

A column is named as in the contract, nested fields joined by ``_`` (``date_value``); ``in`` is called
``string`` (``text`` or ``title``) and ``to`` ``towards``, because SQL reserves those words. Lists are JSON.
Where spans stand for words, a column ending in ``_words`` repeats them, joined by `` … ``.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

from sandpiper.report.contract_jsonl import open_for
from sandpiper.types import (
    Actor,
    Event,
    LedgerEntry,
    Mention,
    Place,
    Reading,
    Repair,
    Spans,
    Statement,
    Story,
    Time,
    Warning,
    contract_fields,
)

_RENAMED = {"in": "string", "to": "towards"}
_WITH_WORDS = {"trigger", "source", "cue", "content", "due_text"}
_TYPES = {int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}
_CLASSES: dict[str, type] = {
    "mentions": Mention,
    "actors": Actor,
    "places": Place,
    "times": Time,
    "statements": Statement,
    "events": Event,
    "ledger": LedgerEntry,
    "repairs": Repair,
    "warnings": Warning,
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """Name and SQL type of a column."""

    name: str
    type: str


def _columns(cls: type, prefix: str = "") -> Iterator[Column]:
    for _, key, hint in contract_fields(cls):
        name = prefix + _RENAMED.get(key, key)
        kind = _bare(hint)
        if is_dataclass(kind):
            yield from _columns(typing.cast(type, kind), f"{name}_")
        else:
            yield Column(name, _TYPES.get(kind, "VARCHAR"))
            if hint == Spans and name in _WITH_WORDS:
                yield Column(f"{name}_words", "VARCHAR")


def _bare(hint: Any) -> Any:
    """``T`` of ``T | None``."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(option for option in typing.get_args(hint) if option is not type(None))
    return hint


_STORY = Column("story", "VARCHAR")
_NUMBER = Column("number", "BIGINT")
TABLES: dict[str, tuple[Column, ...]] = {
    "stories": (
        *_columns(Story),
        *(Column(name, "VARCHAR") for name in ("schema", "model", "sandpiper")),
    ),
    "sentences": (_STORY, _NUMBER, Column("start", "BIGINT"), Column("end", "BIGINT")),
    **{
        name: (
            _STORY,
            *(() if any(f[0] == "id" for f in contract_fields(cls)) else (_NUMBER,)),
            *_columns(cls),
        )
        for name, cls in _CLASSES.items()
    },
    "event_actors": (
        _STORY,
        Column("event", "VARCHAR"),
        Column("role", "VARCHAR"),
        _NUMBER,
        Column("actor", "VARCHAR"),
    ),
    "dyads": tuple(
        Column(name, "DOUBLE" if name in ("score", "confidence") else "VARCHAR")
        for name in (
            *("story", "event", "published", "date", "category", "mode", "status", "score"),
            *(
                "actor",
                "actor_country",
                "actor_sectors",
                "recipient",
                "recipient_country",
                "recipient_sectors",
            ),
            *("words", "confidence"),
        )
    ),
}


def rows(reading: Reading) -> Iterator[tuple[str, Row]]:
    """(table, row) for everything in a reading; a value that is not there is missing from the row."""
    story = reading.story
    yield (
        "stories",
        {
            **_cells(story, story, ""),
            "schema": reading.schema,
            "model": reading.model,
            "sandpiper": reading.sandpiper,
        },
    )
    for number, span in enumerate(reading.sentences):
        yield "sentences", {"story": story.id, "number": number, "start": span.start, "end": span.end}
    for table in _CLASSES:
        for number, record in enumerate(getattr(reading, table)):
            row = {"story": story.id, "number": number, **_cells(record, story, "")}
            if hasattr(record, "id"):
                del row["number"]
            yield table, row
    for event in reading.events:
        for role in ("actor", "recipient"):
            for number, actor in enumerate(getattr(event, role)):
                yield (
                    "event_actors",
                    {"story": story.id, "event": event.id, "actor": actor, "role": role, "number": number},
                )
        yield from (("dyads", row) for row in _dyads(event, reading))


def _dyads(event: Event, reading: Reading) -> Iterator[Row]:
    """A row for each pair of parties, reciprocal events both ways round: the store's view."""
    story, actors = reading.story, {actor.id: actor for actor in reading.actors}
    string = story.string(event.in_)
    for place, one in enumerate(event.actor):
        mutual = (*event.actor[:place], *event.actor[place + 1 :]) if event.reciprocal else ()
        for other in (*event.recipient, *mutual):
            row: Row = {
                "story": story.id,
                "event": event.id,
                "published": story.published,
                "date": event.date and event.date.value,
                "category": event.category,
                "mode": event.mode,
                "status": event.status,
                "score": event.score,
                "words": " … ".join(span.of(string) for span in event.trigger),
                "confidence": event.confidence,
            }
            for side, actor in (("actor", actors.get(one)), ("recipient", actors.get(other))):
                if actor is None:
                    break
                row[side], row[f"{side}_country"] = actor.name, actor.country
                row[f"{side}_sectors"] = json.dumps(actor.sectors, ensure_ascii=False, separators=(",", ":"))
            else:
                yield {name: value for name, value in row.items() if value is not None}


def _cells(record: Any, story: Story, prefix: str, where: Any = None) -> Row:
    where = getattr(record, "in_", where)
    cells: Row = {}
    cls: type = type(record)
    for attribute, key, _ in contract_fields(cls):
        value, name = getattr(record, attribute), prefix + _RENAMED.get(key, key)
        if attribute == "in_":
            cells[name] = value or "text"
        elif is_dataclass(value):
            cells.update(_cells(value, story, f"{name}_", where))
        elif isinstance(value, tuple):
            cells[name] = json.dumps(_json_value(value), ensure_ascii=False, separators=(",", ":"))
            if name in _WITH_WORDS:
                string = story.string(where)
                cells[f"{name}_words"] = " … ".join(span.of(string) for span in value)
        elif value is not None:
            cells[name] = value
    return cells


def _json_value(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            key: _json_value(getattr(value, attribute))
            for attribute, key, _ in contract_fields(type(value))
            if not (attribute == "in_" and value.in_ is None)  # type: ignore[attr-defined]
        }
    return [_json_value(item) for item in value] if isinstance(value, tuple) else value


def write_csv(readings: Iterable[Reading], out: Path) -> int:
    """One CSV file (UTF-8, comma, CRLF, RFC 4180) for each table into the folder ``out``, or the events into ``out.csv``.

    What is not there is an empty field; true and false are 1 and 0, as in the store.
    """

    def write(wanted: list[str], folder: Path) -> int:
        with ExitStack() as stack:
            writers = {}
            for table in wanted:
                file = stack.enter_context(
                    (folder / f"{table}.csv").open(
                        "w", encoding="utf-8", errors="backslashreplace", newline=""
                    )
                )
                writers[table] = csv.DictWriter(file, [column.name for column in TABLES[table]])
                writers[table].writeheader()
            return _each(
                readings, lambda table, row: table in writers and writers[table].writerow(_numbers(row))
            )

    return _whole(out, ".csv", write)


def write_parquet(readings: Iterable[Reading], out: Path) -> int:
    """One Parquet file for each table into the folder ``out``, or the events into ``out.parquet``."""

    def write(wanted: list[str], folder: Path) -> int:
        with ExitStack() as stack:
            files = {table: stack.enter_context(open_for(folder / f"{table}.jsonl", "w")) for table in wanted}
            count = _each(
                readings,
                lambda table, row: (
                    table in files and files[table].write(json.dumps(row, ensure_ascii=False) + "\n")
                ),
            )
        for table in wanted:
            _to_parquet(folder, table)
        return count

    return _whole(out, ".parquet", write)


def _each(readings: Iterable[Reading], take: Callable[[str, Row], object]) -> int:
    count = 0
    for reading in readings:
        for table, row in rows(reading):
            take(table, row)
        count += 1
    return count


def _numbers(row: Row) -> Row:
    return {name: int(value) if isinstance(value, bool) else value for name, value in row.items()}


def _whole(out: Path, suffix: str, write: Callable[[list[str], Path], int]) -> int:
    """Let ``write`` fill a temporary folder beside ``out``; what it made appears only when all of it is there."""
    single = out.suffix.lower() == suffix
    out.parent.mkdir(parents=True, exist_ok=True)
    wanted = ["events"] if single else list(TABLES)
    part = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-"))
    try:
        count = write(wanted, part)
        if single:
            (part / f"events{suffix}").replace(out)
        else:
            out.mkdir(exist_ok=True)
            for table in wanted:
                (part / f"{table}{suffix}").replace(out / f"{table}{suffix}")
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return count


def _to_parquet(folder: Path, table: str) -> None:
    """Lines of JSON -> Parquet with the table's types, streamed by DuckDB."""
    import duckdb  # late: half a second that other formats need not wait for

    source, target = folder / f"{table}.jsonl", folder / f"{table}.parquet"
    columns = ", ".join(f"'{column.name}': '{column.type}'" for column in TABLES[table])
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_json(?, format='newline_delimited', columns={{{columns}}}, "
            f"maximum_object_size=268435456)) TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION zstd)",
            [str(source)],
        )
    source.unlink()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
