"""``sandpiper actors``: what it prints of a reading built by hand, and what it says of a table that does not hold."""

from __future__ import annotations

import json
import re
import sys
import types
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sandpiper.cli import actors, main
from sandpiper.errors import EmptyStory
from sandpiper.resolve.actors import ActorTables
from sandpiper.types import SCHEMA, Actor, Evidence, Mention, Reading, Story

TEXT = "Ann Lee, the mayor, left Oslo. She said no."


class FakeReader:
    """One person with two mentions, and one name that could be two."""

    def __init__(self, *, actors: tuple[Path, ...] = ()) -> None:
        ActorTables.load(actors)

    def read(self, story: Story, /) -> Reading:
        if "EMPTY" in story.text:
            raise EmptyStory("nothing left to read", story=story.id)
        mentions = (Mention("m0", 0, 7, "Ann Lee", "PER", "a0"), Mention("m1", 31, 34, "She", "PRON", "a0"))
        evidence = (
            Evidence(0, 7, "full name"),
            Evidence(9, 18, "apposition"),
            Evidence(31, 34, "antecedent"),
        )
        known = Actor(
            "a0", "Ann Lee", "person", "NOR", ("GOV",), "mayor", story.published, "ann-lee", 0.8, evidence
        )
        vague = Actor("a1", "Korea", "state", None, (), None, None, None, 0.3, (), ("KOR", "PRK"))
        return Reading(SCHEMA, "fake", "0.1.0", story, mentions=mentions, actors=(known, vague))


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pipeline = types.ModuleType("sandpiper.pipeline")
    pipeline.Reader = FakeReader  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sandpiper.pipeline", pipeline)
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text(TEXT, encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["actors", "explain", *args])


def test_explain_shows_actors_mentions_rules_and_words() -> None:
    shown = run("story.txt")
    assert shown.exit_code == 0
    assert shown.stdout.splitlines() == [
        "a0  Ann Lee: person, NOR, GOV, mayor",
        "    confidence 0.8, key ann-lee",
        "    mentions: “Ann Lee” 0–7, “She” 31–34",
        "    full name: “Ann Lee” 0–7",
        "    apposition: “the mayor” 9–18",
        "    antecedent: “She” 31–34",
        "a1  Korea: state, no country, no sector",
        "    confidence 0.3",
        "    could be: KOR, PRK",
        "    mentions: ",
    ]


def test_explain_as_json() -> None:
    rows = [
        json.loads(line)
        for line in run("story.txt", "--json", "--published", "2016-05-10").stdout.splitlines()
    ]
    assert [row["name"] for row in rows] == ["Ann Lee", "Korea"]
    assert rows[0]["as_of"] == "2016-05-10"
    assert rows[0]["evidence"][1] == {"rule": "apposition", "words": "the mayor", "start": 9, "end": 18}
    assert rows[1]["candidates"] == ["KOR", "PRK"]


def test_explain_complains_of_what_cannot_be_read() -> None:
    Path("empty.txt").write_text("EMPTY", encoding="utf-8")
    failed = run("empty.txt")
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert "nothing left to read" in failed.stderr


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        (
            "name,country\nX,NOR\n",
            1,
            "no column 'key', 'kind': the first line must name 'key', 'name', 'kind'",
        ),
        (
            "key,name,kind,colour\nx,X,person,red\n",
            1,
            "unknown column 'colour': a table may have 'key', 'name'",
        ),
        ("key,name,kind\nx,X,person\ny,Y,wizard\n", 3, "'wizard' is no kind of actor"),
        ("key,name,kind,post\nx,X,person,pilot\n", 2, "'pilot' is no post: one of 'head of state'"),
        ("key,name,kind,country\nx,X,person,Norway\n", 2, "'Norway' is neither an ISO 3166-1 alpha-3 code"),
        ("key,name,kind\nx,X\n", 2, "not as many cells as columns"),
        ("", 1, "no column 'key', 'name', 'kind'"),
    ],
)
def test_a_bad_table_is_told_with_file_line_and_reason(table: str, line: int, reason: str) -> None:
    Path("mine.csv").write_text(table, encoding="utf-8")
    failed = run("story.txt", "--actors", "mine.csv")
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert "mine.csv" in failed.stderr
    assert re.search(rf"\b{line}\b", failed.stderr)
    assert reason in failed.stderr


def test_a_table_without_the_column_of_posts_holds() -> None:
    Path("mine.csv").write_text(
        "key,name,kind,office,country\nx,Xi Lo,person,president,NOR\n", encoding="utf-8"
    )
    assert run("story.txt", "--actors", "mine.csv").exit_code == 0
    holder = ActorTables.load(["mine.csv"]).holder("NOR", "president", "2016-05-10")
    assert holder is not None and holder[0].name == "Xi Lo"


def test_its_options_are_documented() -> None:
    page = (Path(__file__).parents[1] / "docs/cli.md").read_text(encoding="utf-8")
    text = page.split("## sandpiper actors explain\n")[1].split("\n## ")[0]
    command = actors.commands["explain"]
    assert command.help
    options = {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
    assert set(re.findall(r"^\| `(--\w+)", text, re.M)) == options
