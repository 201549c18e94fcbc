"""Every command, option, setting, contract field and table column is documented; these fail when one is not."""

from __future__ import annotations

import dataclasses
import re
import sqlite3
from pathlib import Path

import click
import pytest

from sandpiper import types
from sandpiper.cli import main
from sandpiper.resolve.actors import ActorTables, peoples
from sandpiper.resolve.actors.tables import COLUMNS, read_table
from sandpiper.settings import Settings
from sandpiper.store.sqlite import FILE, Store

ROOT = Path(__file__).parent.parent
CLI = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
STORE = (ROOT / "docs/store.md").read_text(encoding="utf-8")
CONTRACT = (ROOT / "docs/contract.md").read_text(encoding="utf-8")
SCHEMA = (ROOT / "sandpiper/store/schema.sql").read_text(encoding="utf-8")


def section(page: str, head: str) -> str:
    """What stands below ``## head`` up to the next such heading; empty where there is none."""
    match = re.search(rf"^## {re.escape(head)}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    return match[1] if match else ""


@pytest.mark.parametrize("name", main.commands)
def test_every_command_and_option_is_documented(name: str) -> None:
    command = main.commands[name]
    text = section(CLI, f"sandpiper {name}")
    assert text, f"docs/cli.md has no section on {name}"
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name} has no help"
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert re.search(rf"^\|.*`{option}[` ]", text, re.M), f"docs/cli.md: {name} {option}"


def test_no_option_is_documented_that_is_not_there() -> None:
    for name, command in main.commands.items():
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        for row in re.findall(r"^\| (`--[^|]+)\|", section(CLI, f"sandpiper {name}"), re.M):
            assert set(re.findall(r"--[a-z-]+", row)) <= known, f"{name}: {row}"


def tables(folder: Path) -> dict[str, list[str]]:
    """Tables and views of a new store with their columns, as SQLite sees them."""
    Store(folder).close()
    db = sqlite3.connect(folder / FILE)
    names = [
        row[0]
        for row in db.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE '%fts_%' ORDER BY name"
        )
    ]
    found = {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in names}
    db.close()
    return found


def test_every_table_and_column_is_documented(tmp_path: Path) -> None:
    found = tables(tmp_path)
    assert "events" in found and "dyads" in found and "stories_fts" in found
    for table, columns in found.items():
        documented = re.findall(r"^\| `(\w+)` \| ..", section(STORE, table), re.M)
        assert documented == columns, f"docs/store.md: {table}"


def test_every_table_and_column_has_a_comment_in_the_schema(tmp_path: Path) -> None:
    for table, columns in tables(tmp_path).items():
        body = re.search(
            rf"^CREATE (?:VIRTUAL )?(?:TABLE|VIEW) {table}\b(.*?)^CREATE", SCHEMA + "CREATE", re.M | re.S
        )
        assert body and "-- " in body[1].partition("\n")[0], table
        for column in columns:
            assert re.search(rf"^ *(?:SELECT )?\S*\b{column}\b.*-- \w", body[1], re.M) or re.search(
                rf"\b{column},? +-- \w", body[1]
            ), f"{table}.{column}"


def contract_classes() -> list[type]:
    return [
        value
        for value in vars(types).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value) and value is not types.Nature
    ]  # a Nature goes from room to room and is no part of the record


@pytest.mark.parametrize("cls", contract_classes(), ids=lambda cls: cls.__name__)
def test_every_contract_field_is_documented(cls: type) -> None:
    for name, key, _ in types.contract_fields(cls):
        if name != "in_":  # explained once, for all
            assert f"`{key}`" in CONTRACT, f"docs/contract.md: {cls.__name__}.{key}"


def test_every_setting_is_documented() -> None:
    source = (ROOT / "sandpiper/settings.py").read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        assert re.search(rf'^    {field.name}: \w+ = [^\n]+\n    """\w', source, re.M), field.name


def test_the_table_of_actors_is_explained_and_its_example_holds(tmp_path: Path) -> None:
    text = section(CLI, "A table of actors of your own")
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]+)\|", text, re.M)))) == {
        *COLUMNS,
        "demonyms",
    }
    example = text.split("```csv\n")[1].split("```")[0]
    assert [entry.key for entry in read_table(example, "example")] == ["port-vale-pilots", "ada-bjerk"]


def test_the_table_of_peoples_is_explained_and_its_example_holds() -> None:
    text = section(CLI, "A table of peoples of your own")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.M)) == set(peoples.KNOWN)
    example = text.split("```csv\n")[1].split("```")[0]
    assert peoples.is_peoples(example)
    assert set(peoples.read_peoples(example, "example")) == {"valish", "val", "vals", "sambor", "sambors"}
    assert f"{len(set(map(id, ActorTables.load().index.peoples.values()))):,} rows" in text


def test_a_missing_section_would_be_seen() -> None:
    assert section("## a\ntext\n## b\n", "a") == "text\n"
    assert section("## a\n", "b") == ""
