"""Exports hold what the readings hold: exactly as JSON lines, in the same columns as the store as tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sandpiper.errors import UsageError
from sandpiper.report import FORMATS, contract_jsonl, export
from sandpiper.report.tables import TABLES, rows
from sandpiper.types import SCHEMA, Reading, Story


@pytest.fixture
def readings(full_reading: Reading) -> list[Reading]:
    odd = 'quotes " , and\nlines\r\n, 🛶'
    return [
        full_reading,
        Reading(SCHEMA, "none", "0.1.0", Story("odd", odd, title="", published="2001-01-01")),
    ]


def test_json_lines_are_exact(readings: list[Reading], tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert export(readings, "jsonl", out) == 2
    lines = out.read_text(encoding="utf-8").split("\n")
    assert lines == [
        *(json.dumps(r.to_dict(), ensure_ascii=False, separators=(",", ":")) for r in readings),
        "",
    ]
    assert list(contract_jsonl.read(out)) == readings


def test_half_a_surrogate_pair_survives_json_lines(tmp_path: Path) -> None:
    broken = Reading(SCHEMA, "none", "0.1.0", Story("x", "broken \ud83d here"))
    export([broken], "jsonl", tmp_path / "out.jsonl")
    assert list(contract_jsonl.read(tmp_path / "out.jsonl")) == [broken]


def test_csv_has_a_file_for_each_table(readings: list[Reading], tmp_path: Path) -> None:
    assert export(readings, "csv", tmp_path / "deep" / "tables") == 2
    folder = tmp_path / "deep" / "tables"
    assert {path.name for path in folder.iterdir()} == {f"{table}.csv" for table in TABLES}
    with (folder / "stories.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert first["text"] == readings[0].story.text and first["machine_translated_probability"] == "0.7"
    assert second["text"] == readings[1].story.text and second["dateline_place"] == ""
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        event = next(csv.DictReader(file))
    assert (event["story"], event["trigger_words"], event["arrested_min"], event["arrested_max"]) == (
        "wire-1",
        "arrested",
        "12",
        "",
    )
    assert event["reciprocal"] == "0"


def test_parquet_keeps_types_and_nulls(readings: list[Reading], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    export(readings, "parquet", tmp_path / "it's")
    ask = duckdb.connect()
    events = ask.read_parquet(str(tmp_path / "it's" / "events.parquet"))
    assert events.select("reciprocal, score, arrested_min, arrested_max, string, trigger").fetchall() == [
        (False, -5.0, 12, None, "text", "[[146,154]]"),
        (False, None, None, None, "title", "[[8,12]]"),
    ]
    stories = ask.read_parquet(str(tmp_path / "it's" / "stories.parquet"))
    assert stories.select("text, title, url").fetchall() == [
        (readings[0].story.text, readings[0].story.title, "https://wire.example/1"),
        (readings[1].story.text, "", None),
    ]
    for table, columns in TABLES.items():
        relation = ask.read_parquet(str(tmp_path / "it's" / f"{table}.parquet"))
        assert relation.columns == [column.name for column in columns]
    ask.close()


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_file_gets_the_events_alone(readings: list[Reading], tmp_path: Path, format: str) -> None:
    if format == "parquet":
        pytest.importorskip("duckdb")
    export(readings, format, tmp_path / f"out.{format}")
    assert [path.name for path in tmp_path.iterdir()] == [f"out.{format}"]


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_that_fails_leaves_what_was_there(
    readings: list[Reading], tmp_path: Path, format: str
) -> None:
    def broken() -> Iterator[Reading]:
        yield readings[0]
        raise RuntimeError("in the middle")

    out = tmp_path / f"out.{format}"
    out.write_text("before")
    with pytest.raises(RuntimeError):
        export(broken(), format, out)
    assert out.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_every_row_fits_its_columns(readings: list[Reading]) -> None:
    seen = set()
    pair = replace(readings[0].events[0], recipient=("a2",))
    for reading in (*readings, replace(readings[0], events=(pair,))):
        for table, row in rows(reading):
            seen.add(table)
            assert set(row) <= {column.name for column in TABLES[table]}, table
    assert seen == set(TABLES)


def test_a_record_in_the_title_has_the_words_of_the_title(full_reading: Reading) -> None:
    found = [row["trigger_words"] for table, row in rows(full_reading) if table == "events"]
    assert found == ["arrested", "vows"]
    due = [row.get("due_text_words") for table, row in rows(full_reading) if table == "ledger"]
    assert due == [None, "by July 1"]


def test_lists_are_the_json_of_the_contract(full_reading: Reading) -> None:
    data = full_reading.to_dict()
    (actor, *_) = (row for table, row in rows(full_reading) if table == "actors")
    assert json.loads(actor["evidence"]) == data["actors"][0]["evidence"]


def test_no_such_format(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="jsonl, csv, parquet"):
        export([], "xml", tmp_path / "x")


def test_no_readings_make_empty_tables(tmp_path: Path, full_reading: Reading) -> None:
    assert export([], "csv", tmp_path / "t") == 0
    assert (tmp_path / "t" / "events.csv").read_text().startswith("story,id,category,")
    assert export([replace(full_reading, events=())], "csv", tmp_path / "t") == 1
