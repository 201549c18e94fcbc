"""Questions to Parquet exports: several shards are one table, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandpiper.errors import StoreError, UsageError
from sandpiper.store import duck

duckdb = pytest.importorskip("duckdb")


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    for n in (1, 2):
        folder = tmp_path / "it's" / f"part-{n}"
        folder.mkdir(parents=True)
        duckdb.sql(f"SELECT 's{n}' AS story, 'ASSAULT' AS category").write_parquet(
            str(folder / "events.parquet")
        )
    return tmp_path / "it's"


def test_shards_are_one_table(shards: Path) -> None:
    answer = duck.query(shards, "SELECT story, category FROM events ORDER BY story")
    assert answer.columns == ("story", "category")
    assert list(answer.rows) == [("s1", "ASSAULT"), ("s2", "ASSAULT")]
    assert list(duck.query(shards / "part-1", "SELECT count(*) FROM events").rows) == [(1,)]


def test_many_rows_come(shards: Path) -> None:
    assert sum(n for (n,) in duck.query(shards, "SELECT range FROM range(5000)").rows) == sum(range(5000))


@pytest.mark.parametrize(
    "sql",
    [
        "COPY events TO 'x.csv'",
        "ATTACH 'x.db'",
        "CREATE TABLE x AS SELECT 1",
        "SELECT 1; SELECT 2",
        "",
        "SELECT nothing FROM events",
        "SELEC",
    ],
)
def test_only_one_select_that_holds(shards: Path, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shards)
    before = sorted(path.name for path in shards.iterdir())
    with pytest.raises(UsageError):
        duck.query(shards, sql)
    assert sorted(path.name for path in shards.iterdir()) == before


def test_what_is_an_export(shards: Path, tmp_path: Path) -> None:
    assert duck.is_export(shards) and duck.is_export(shards / "part-1")
    (shards / "part-1" / "sandpiper.sqlite").touch()
    (tmp_path / "empty").mkdir()
    assert not duck.is_export(shards / "part-1") and not duck.is_export(tmp_path / "empty")
    assert not duck.is_export(tmp_path / "none")
    with pytest.raises(StoreError, match="no Parquet"):
        duck.query(tmp_path / "empty", "SELECT 1")
