"""The shipped model through the public API: what holds whatever it has learnt, and a few sentences that it must read."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandpiper import Reader
from sandpiper.errors import EmptyStory, ModelError
from sandpiper.types import Reading, Story

EXAMPLES = Path(__file__).resolve().parents[2] / "shared" / "examples"
LIMIT = 40 * 1024 * 1024  # bytes of a model


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    lines = (
        resources.files("sandpiper").joinpath("demo/stories.jsonl").read_text(encoding="utf-8").splitlines()
    )
    return [
        Story(**{k: json.loads(line).get(k) for k in ("id", "text", "title", "published")}) for line in lines
    ]


def record(reading: Reading) -> str:
    return json.dumps(reading.to_dict(), sort_keys=True)


def test_a_record_does_not_depend_on_its_neighbours(reader: Reader, stories: list[Story]) -> None:
    alone = {s.id: record(Reader().read(s)) for s in stories[:4]}
    shuffled = random.Random(1).sample(stories, len(stories))
    together = {r.story.id: record(r) for r in reader.read_all(shuffled)}
    again = {r.story.id: record(r) for r in reader.read_all([s for s in stories for _ in (0, 1)])}
    assert {k: together[k] for k in alone} == alone
    assert together == again


def test_threads_share_one_reader(reader: Reader, stories: list[Story]) -> None:
    one_by_one = [record(reader.read(s)) for s in stories[:6]]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda s: record(reader.read(s)), stories[:6])) == one_by_one


def test_every_story_gives_a_sound_record(
    reader: Reader,
    stories: list[Story],
    check_slices: Callable[[Reading], None],
    check_references: Callable[[Reading], None],
) -> None:
    for reading in reader.read_all(stories):
        check_slices(reading)
        check_references(reading)
        assert reading.statements or reading.events or reading.mentions


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_or_refused_as_empty(
    reader: Reader,
    check_slices: Callable[[Reading], None],
    check_references: Callable[[Reading], None],
    text: str,
) -> None:
    try:
        reading = reader.read(text)
    except EmptyStory:
        return
    check_slices(reading)
    check_references(reading)


@pytest.mark.parametrize(
    "path",
    sorted(EXAMPLES.glob("*.txt")) if EXAMPLES.is_dir() else [None],
    ids=lambda p: p.name if p else "none",
)
def test_the_examples_are_read(
    reader: Reader,
    check_slices: Callable[[Reading], None],
    check_references: Callable[[Reading], None],
    path: Path | None,
) -> None:
    if path is None:
        pytest.skip("no ../shared/examples beside this checkout")
    reading = reader.read(path.read_text(encoding="utf-8"))
    check_slices(reading)
    check_references(reading)


def test_plain_sentences_are_read(reader: Reader) -> None:
    reading = reader.read(
        "NAIROBI, March 3 (Reuters) - Kenyan police arrested Peter Otieno on Tuesday. "
        "“He will be charged,” said Interior Minister Grace Mwangi.",
        published="2015-03-03",
    )
    names = {a.id: a for a in reading.actors}
    (arrest,) = [e for e in reading.events if e.category == "COERCE"]
    assert [names[a].country for a in arrest.actor] == ["KEN"]
    assert [names[a].name for a in arrest.recipient] == ["Peter Otieno"]
    assert arrest.status == "happened" and arrest.date is not None and arrest.date.value == "2015-03-03"
    said = [s for s in reading.statements if s.form == "direct"]
    assert len(said) == 1 and said[0].speaker is not None
    assert names[said[0].speaker].name == "Grace Mwangi"


def test_the_dyad_is_a_distribution_that_depends_on_the_marks(reader: Reader) -> None:
    text = "Egypt threatened Sudan with sanctions."
    there = reader.dyad(text, actor=(0, 5), recipient=(17, 22))
    back = reader.dyad(text, actor=(17, 22), recipient=(0, 5))
    assert sum(there.values()) == pytest.approx(1) and len(there) == 17
    assert there["THREATEN"] > back["THREATEN"]


def test_the_model_is_small_and_carries_its_card() -> None:
    folder = Path(str(resources.files("sandpiper"))) / "models"
    assert sum(f.stat().st_size for f in folder.iterdir() if f.is_file()) <= LIMIT
    assert "Licence" in (folder / "README.md").read_text(encoding="utf-8")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        Reader(model=tmp_path)


def test_reading_needs_no_torch_and_no_network() -> None:
    code = """
import socket, sys
def refuse(*a, **k): raise AssertionError("network")
socket.socket.connect = refuse
import sandpiper
sandpiper.Reader().read("Police arrested a man in Lagos on Monday.")
print(sorted(m for m in ("torch", "transformers", "trafilatura", "duckdb") if m in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
