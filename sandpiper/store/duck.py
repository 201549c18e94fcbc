"""Questions to Parquet exports with DuckDB, in memory: many shards at once, nothing written.

``sandpiper export --format parquet`` makes a folder with one file for each table. Such folders may lie side by
side (one for each shard of a run): a table then has the rows of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandpiper.errors import StoreError, UsageError
from sandpiper.store.sqlite import FILE, Answer


def is_export(folder: str | Path) -> bool:
    """Whether a folder holds Parquet tables (itself, or in folders in it) and no store."""
    folder = Path(folder)
    return folder.is_dir() and not (folder / FILE).exists() and bool(_files(folder))


def query(folder: str | Path, sql: str) -> Answer:
    """One SELECT over the Parquet tables in a folder -> its answer.

    Raises ``StoreError`` where there are none, ``UsageError`` for SQL that does not hold or does more than select.
    """
    import duckdb  # late: half a second that others need not wait for

    files = _files(Path(folder))
    if not files:
        raise StoreError(f"{folder}: no Parquet tables there")
    db = duckdb.connect(":memory:")
    try:
        for table, paths in files.items():
            names = ", ".join(f"'{_quoted(path)}'" for path in paths)
            db.execute(
                f'CREATE VIEW "{table}" AS SELECT * FROM read_parquet([{names}], union_by_name = true)'
            )
        statements = db.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise UsageError("query only reads: one SELECT is wanted")
        cursor = db.execute(statements[0])
        columns = tuple(column[0] for column in cursor.description or ())
    except duckdb.Error as error:
        db.close()
        raise UsageError(f"SQL: {error}") from None
    except UsageError:
        db.close()
        raise
    return Answer(columns, _rows(db))


def _rows(db: Any) -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while rows := db.fetchmany(1000):
            yield from rows
    except duckdb.Error as error:
        raise StoreError(f"DuckDB: {error}") from None
    finally:
        db.close()


def _files(folder: Path) -> dict[str, list[Path]]:
    """Table -> its files, in order of name."""
    files: dict[str, list[Path]] = {}
    for path in sorted([*folder.glob("*.parquet"), *folder.glob("*/*.parquet")]):
        files.setdefault(path.stem, []).append(path)
    return files


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")
