"""The same records, in input order, over one process or several; a story that kills a reader costs itself alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper import scale
from sandpiper.errors import EmptyStory, ModelError, UsageError
from sandpiper.report import contract_jsonl
from sandpiper.sources import Rejected
from sandpiper.store import Store
from sandpiper.types import SCHEMA, Reading, Span, Story


class FakeReader:
    """Reads as told by the text: EMPTY, BUG, DIE, NO MODEL, or a reading with one sentence."""

    def __init__(self, model: str = "fake") -> None:
        self.model = model

    def read(self, story: Story, /) -> Reading:
        if story.text == "EMPTY":
            raise EmptyStory("nothing left to read", story=story.id)
        if story.text == "BUG":
            raise KeyError("not foreseen")
        if story.text == "DIE":
            os._exit(9)
        if story.text == "NO MODEL":
            raise ModelError("damaged")
        return Reading(SCHEMA, self.model, "0.1.0", story, (Span(0, len(story.text)),))


def dies_at_start() -> FakeReader:
    os._exit(3)


def cannot_start() -> FakeReader:
    raise ModelError("no model there")


class ListSink:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.items: list[Reading | tuple[str, str | None, str]] = []

    def model_of(self, item: Story | Rejected) -> str | None:
        return None

    def add(self, reading: Reading) -> None:
        self.items.append(reading)

    def reject(self, source: str, story: str | None, reason: str) -> None:
        self.items.append((source, story, reason))


def stories(count: int, **special: str) -> list[Story | Rejected]:
    return [Story(f"s{n}", special.get(f"s{n}", f"Text {n}.")) for n in range(count)]


def coded(items: Any, **options: Any) -> ListSink:
    sink = ListSink()
    scale.code(items, sink, **{"make_reader": FakeReader, **options})
    return sink


def mixed() -> list[Story | Rejected]:
    items = stories(60, s7="EMPTY", s20="BUG")
    for at in (0, 30, 30, 50):
        items.insert(at, Rejected("file", f"bad-{at}", "bad line"))
    # more in a row than may wait at once
    items[10:10] = [Rejected("file", f"row-{n}", "bad line") for n in range(scale.CHUNK * scale.AHEAD * 3)]
    return items


def test_one_process_and_three_give_the_same_in_the_same_order() -> None:
    one, three = coded(mixed()), coded(mixed(), jobs=3)
    assert one.items == three.items
    assert len(one.items) == len(mixed())
    ids = [item.story.id if isinstance(item, Reading) else item[1] for item in one.items]
    assert ids == [item.id if isinstance(item, Story) else item.story for item in mixed()]


def test_nothing_to_do() -> None:
    assert coded([]).items == [] and coded([], jobs=2).items == []


def test_a_story_that_kills_its_process_costs_itself_alone() -> None:
    sink = coded(stories(30, s0="DIE", s9="DIE", s10="DIE", s29="DIE"), jobs=2)
    dead = [item for item in sink.items if isinstance(item, tuple)]
    assert [story for _, story, _ in dead] == ["s0", "s9", "s10", "s29"]
    assert all("process died (exit status 9)" in reason for _, _, reason in dead)
    assert len(sink.items) == 30


def test_reasons_name_what_happened() -> None:
    sink = coded(stories(2, s0="EMPTY", s1="BUG"))
    assert sink.items == [
        ("s0", "s0", "nothing left to read"),
        ("s1", "s1", "the reader failed: KeyError: 'not foreseen'"),
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_model_ends_the_run(jobs: int) -> None:
    with pytest.raises(ModelError, match="damaged"):
        coded(stories(5, s2="NO MODEL"), jobs=jobs)
    with pytest.raises(ModelError, match="no model there"):
        coded(stories(5), jobs=jobs, make_reader=cannot_start)


def test_processes_that_cannot_start_end_the_run() -> None:
    with pytest.raises(ModelError, match="died at its start"):
        coded(stories(5), jobs=2, make_reader=dies_at_start)


def test_sources_are_not_read_far_ahead() -> None:
    taken = 0

    def endless() -> Iterator[Story]:
        nonlocal taken
        while True:
            taken += 1
            yield Story(f"s{taken}", "Text.")

    class Full(ListSink):
        def add(self, reading: Reading) -> None:
            super().add(reading)
            if len(self.items) == 100:
                raise KeyboardInterrupt

    sink = Full()
    tally = scale.Tally()
    with pytest.raises(KeyboardInterrupt):
        scale.code(endless(), sink, jobs=2, make_reader=FakeReader, tally=tally)
    assert taken <= 100 + 2 * scale.CHUNK * scale.AHEAD + scale.CHUNK
    assert tally.read == 99


# Shards


@given(st.lists(st.text(min_size=1), unique=True), st.integers(1, 9))
def test_every_story_is_in_one_shard(ids: list[str], count: int) -> None:
    for id_ in ids:
        homes = [i for i in range(1, count + 1) if scale.in_shard(Story(id_, ""), (i, count))]
        assert len(homes) == 1


def test_shards_are_the_same_on_every_machine() -> None:
    """Were these to change, parts coded before and after would overlap."""
    homes = [next(i for i in range(1, 5) if scale.in_shard(Story(f"s{n}", ""), (i, 4))) for n in range(8)]
    assert homes == [2, 1, 3, 3, 1, 1, 4, 2]


def test_shards_are_of_like_size() -> None:
    sizes = [sum(scale.in_shard(item, (i, 4)) for item in stories(4000)) for i in range(1, 5)]
    assert all(900 < size < 1100 for size in sizes) and sum(sizes) == 4000


@pytest.mark.parametrize("options", [{"jobs": 0}, {"shard": (0, 2)}, {"shard": (3, 2)}])
def test_what_cannot_be(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        coded(stories(1), **options)


# Files


def run(out: Path, items: Any, *, resume: bool = False, **options: Any) -> scale.Tally:
    with scale.FileSink(out, resume=resume) as sink:
        return scale.code(items, sink, resume=resume, **{"make_reader": FakeReader, **options})


def lines(path: Path) -> list[str]:
    return [reading.story.id for reading in contract_jsonl.read(path)]


def test_a_line_for_each_story_equal_texts_included(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    tally = run(out, [Story("a", "Same."), Story("b", "EMPTY"), Story("c", "Same.")])
    assert lines(out) == ["a", "c"]
    rejected = (tmp_path / "out.rejected.jsonl").read_text(encoding="utf-8")
    assert json.loads(rejected) == {"source": "b", "story": "b", "reason": "nothing left to read"}
    assert (tally.read, tally.rejected) == (2, 1)


@pytest.mark.parametrize("kept", range(7))
@pytest.mark.parametrize("torn", ["", '{"schema": "sandp'])
def test_a_resumed_run_ends_like_one_in_one_go(tmp_path: Path, kept: int, torn: str) -> None:
    items = [*stories(6, s2="EMPTY", s5="BUG"), Rejected("file", None, "empty")]
    whole, part = tmp_path / "whole.jsonl", tmp_path / "part.jsonl"
    run(whole, items)
    run(part, items[:kept])
    with part.open("a", encoding="utf-8") as file:
        file.write(torn)
    tally = run(part, items, resume=True)
    assert part.read_bytes() == whole.read_bytes()
    names = ("part.rejected.jsonl", "whole.rejected.jsonl")
    assert len({(tmp_path / name).read_bytes() for name in names}) == 1
    assert tally.read + tally.read_before == 4 and tally.rejected + tally.rejected_before == 3


def test_without_resume_a_file_is_begun_anew(tmp_path: Path) -> None:
    run(tmp_path / "o.jsonl", stories(3, s1="EMPTY"))
    run(tmp_path / "o.jsonl", stories(2))
    assert lines(tmp_path / "o.jsonl") == ["s0", "s1"]
    assert (tmp_path / "o.rejected.jsonl").read_text() == ""


def test_files_stay_until_there_is_something_to_write(tmp_path: Path) -> None:
    out, rejected = tmp_path / "o.jsonl", tmp_path / "o.rejected.jsonl"
    run(out, stories(3, s1="EMPTY"))
    before = out.read_bytes(), rejected.read_bytes()

    def breaks_off(*items: Story | Rejected) -> Iterator[Story | Rejected]:
        yield from items
        raise UsageError("no more")

    with pytest.raises(UsageError):
        run(out, breaks_off(Rejected("f", "x", "bad")))
    with pytest.raises(ModelError):
        run(out, stories(3, s0="NO MODEL"))
    assert (out.read_bytes(), rejected.read_bytes()) == before
    assert sorted(tmp_path.iterdir()) == [out, rejected]
    with pytest.raises(UsageError):
        run(out, breaks_off(Rejected("f", "x", "bad"), Story("new", "New."), Rejected("f", "y", "bad")))
    assert lines(out) == ["new"]
    assert [json.loads(line)["story"] for line in rejected.read_text().splitlines()] == ["x", "y"]


def test_a_run_in_which_all_is_rejected_begins_anew(tmp_path: Path) -> None:
    run(tmp_path / "o.jsonl", stories(2))
    run(tmp_path / "o.jsonl", stories(1, s0="EMPTY"))
    assert (tmp_path / "o.jsonl").read_bytes() == b""
    assert len((tmp_path / "o.rejected.jsonl").read_text().splitlines()) == 1


def test_what_is_absent_is_counted_on_every_shard() -> None:
    for i in (1, 2, 3):
        tally = scale.code(
            [Rejected("f", "f", "no", absent=True), *stories(2)],
            ListSink(),
            make_reader=FakeReader,
            shard=(i, 3),
            tally=scale.Tally(),
        )
        assert (tally.absent, tally.found) == (1, 2)


def test_a_file_of_another_run_is_not_continued(tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    run(out, stories(3))
    before = out.read_bytes()
    for others in (stories(3)[1:], [Story("s0", "Another text.")], [Rejected("f", None, "bad")]):
        if isinstance(others[0], Rejected):
            others = [*others, Story("new", "New.")]
        with pytest.raises(UsageError, match="does not begin with"):
            run(out, others, resume=True)
    assert out.read_bytes() == before


def test_something_else_is_not_continued(tmp_path: Path) -> None:
    (tmp_path / "o.jsonl").write_text("precious\n")
    with pytest.raises(UsageError, match="other than readings"):
        run(tmp_path / "o.jsonl", stories(1), resume=True)
    assert (tmp_path / "o.jsonl").read_text() == "precious\n"


def test_two_models_are_not_mixed(tmp_path: Path) -> None:
    run(tmp_path / "o.jsonl", stories(2))
    with pytest.raises(UsageError, match="--no-resume"):
        run(tmp_path / "o.jsonl", stories(4), resume=True, reader_args={"model": "newer"})
    assert lines(tmp_path / "o.jsonl") == ["s0", "s1"]


# Stores


def test_a_store_takes_all_and_is_resumed(tmp_path: Path) -> None:
    with Store(tmp_path / "store") as store:
        sink = scale.StoreSink(store)
        scale.code(stories(4, s1="EMPTY"), sink, make_reader=FakeReader)
        assert [source for source, _, _ in store.rejected()] == ["s1"]
        tally = scale.code(stories(6), sink, make_reader=FakeReader, resume=True)
        assert (tally.read, tally.read_before) == (3, 3)
        assert {r.story.id for r in store.readings()} == {f"s{n}" for n in range(6)}
        assert list(store.rejected()) == []
        with pytest.raises(UsageError, match="--no-resume"):
            scale.code(stories(7), sink, make_reader=FakeReader, resume=True, reader_args={"model": "newer"})


def test_a_program_that_dies_leaves_no_processes_behind(tmp_path: Path) -> None:
    """Its readers see the end of their pipe and go."""
    program = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_scale
from sandpiper import scale
class Sink(test_scale.ListSink):
    def add(self, reading):
        import multiprocessing
        print(*(p.pid for p in multiprocessing.active_children()), flush=True)
        os._exit(1)
if __name__ == "__main__":
    scale.code(test_scale.stories(100), Sink(), jobs=2, make_reader=test_scale.FakeReader)
"""
    path = tmp_path / "program.py"
    path.write_text(program)
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60)
    pids = [int(pid) for pid in done.stdout.split()]
    assert pids, done.stderr
    for pid in pids:
        for _ in range(100):
            if not Path(f"/proc/{pid}").exists():
                break
            time.sleep(0.05)
        else:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            assert state == "Z", f"process {pid} goes on"
