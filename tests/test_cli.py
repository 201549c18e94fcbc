"""The command line: what it prints, where, and with which exit status. The reader is a fake one."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sandpiper import report
from sandpiper.cli import _FORMATS, _colourful, main
from sandpiper.errors import EmptyStory
from sandpiper.report.tables import TABLES, rows
from sandpiper.store import Store
from sandpiper.types import SCHEMA, Actor, Event, Reading, Span, Story

# Runs the command line in a process of its own, with a fake reader in place of the pipeline.
DRIVER = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_cli
sys.modules["sandpiper.pipeline"] = test_cli.fake_pipeline()
from sandpiper.cli import main
main(prog_name="sandpiper")
"""

# The same as a file, which spawned processes can import; the fake pipeline is there in each of them.
SPAWN_DRIVER = DRIVER.replace("main(prog_name", 'if __name__ == "__main__":\n    main(prog_name')


class FakeReader:
    """One event with two actors in each story; a text of EMPTY cannot be read; SLOW takes a while."""

    def __init__(self, *, actors: tuple[Path, ...] = ()) -> None:
        self.actors = actors

    def read(self, story: Story, /) -> Reading:
        if "EMPTY" in story.text:
            raise EmptyStory("nothing left to read", story=story.id)
        if "SLOW" in story.text:
            time.sleep(0.2)
        return Reading(
            SCHEMA,
            "fake",
            "0.1.0",
            story,
            actors=(Actor("a0", "Norland", "state", "NOR"), Actor("a1", "Sudria", "state", "SDN")),
            events=(Event("e0", "ASSAULT", (Span(0, 1),), ("a0",), ("a1",)),),
        )


def fake_pipeline() -> Any:
    module: Any = types.ModuleType("sandpiper.pipeline")
    module.Reader = FakeReader
    return module


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sandpiper.pipeline", fake_pipeline())
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(signal, "signal", lambda *_: before)  # the command's handler is not for our process
    Path("a.txt").write_text("Norland attacked Sudria: café.", encoding="utf-8")
    Path("many.jsonl").write_text(
        "".join(json.dumps({"id": f"s{n}", "text": f"Text {n}."}) + "\n" for n in range(3))
        + '{"id": "e", "text": "EMPTY"}\nnot json\n{"id": "same", "text": "Text 1."}\n',
        encoding="utf-8",
    )


def call(*args: str, input: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, args, input=input)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def process(*args: str, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


# read


def test_read_prints_one_reading_a_line() -> None:
    result = call("read", "--json", "a.txt")
    (line,) = result.stdout.splitlines()
    assert Reading.from_dict(json.loads(line)).story.text == "Norland attacked Sudria: café."
    assert "café" in line and result.exit_code == 0 and result.stderr == ""


def test_read_reads_all_that_can_be_read() -> None:
    result = call("read", "--json", "many.jsonl")
    assert [json.loads(line)["story"]["id"] for line in result.stdout.splitlines()] == [
        "s0",
        "s1",
        "s2",
        "same",
    ]
    assert "e: nothing left to read" in result.stderr and "many.jsonl:5: bad JSON" in result.stderr
    assert result.exit_code == 1


def test_read_takes_standard_input_and_what_the_story_lacks() -> None:
    result = call("read", "-", "--json", "--published", "2017-06-08", "--title", "A head", input="Some text.")
    story = json.loads(result.stdout)["story"]
    assert (story["published"], story["title"], story["text"]) == ("2017-06-08", "A head", "Some text.")


def test_read_shows_the_story_in_plain_text_when_not_on_a_terminal() -> None:
    pytest.importorskip("sandpiper.report.terminal")
    result = call("read", "a.txt")
    assert "Norland" in result.stdout and "\x1b" not in result.stdout


def test_read_writes_a_page() -> None:
    pytest.importorskip("sandpiper.report.html")
    assert call("read", "a.txt", "--html", "page.html").stdout == ""
    assert "café" in Path("page.html").read_text(encoding="utf-8")
    assert call("read", "many.jsonl", "--html", "page.html").exit_code == 2


@pytest.mark.parametrize("before", [None, "an earlier page"])
def test_a_page_that_cannot_be_written_leaves_what_was_there(before: str | None) -> None:
    if before:
        Path("page.html").write_text(before)
    names = sorted(Path().iterdir())
    # -B: byte code cut off at the limit would stay behind and break whatever imports it next
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
    args = ["read", "a.txt", "--html", "page.html"]
    done = subprocess.run([sys.executable, "-B", "-c", full + DRIVER, *args], capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert sorted(Path().iterdir()) == names
    assert not before or Path("page.html").read_text() == before


@pytest.mark.parametrize(
    "args",
    [
        ["read"],
        ["read", "a.txt", "--published", "2017-13-01"],
        ["read", "many.jsonl", "--title", "x"],
        ["code", "a.txt"],
        ["code", "a.txt", "--out", "o", "--store", "s"],
        ["code", "--out", "o"],
        ["code", "a.txt", "--out", "o", "--shard", "0/4"],
        ["code", "a.txt", "--out", "o", "--shard", "5/4"],
        ["code", "a.txt", "--out", "o", "--shard", "x"],
        ["code", "a.txt", "--out", "o", "--jobs", "0"],
        ["code", "a.txt", "--out", "o", "--columns", "text"],
        ["code", "a.txt", "--out", "o", "--columns", "nosuch=x"],
        ["export", "s", "--format", "xml", "--out", "x"],
        ["export", "s", "--format", "csv", "--out", "-"],
        ["export", "s", "--format", "jsonl", "--out", "."],
        ["export", "s", "--format", "csv", "--out", "a.txt"],
        ["query", "s", "SELECT 1", "--json", "--csv"],
        ["nosuch"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(args: list[str]) -> None:
    result = call(*args)
    assert result.exit_code == 2 and result.stderr and result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["read", "none.txt"],
        ["code", "a.txt", "--out", "none/o.jsonl"],
        ["code", "a.txt", "--store", "a.txt"],
        ["query", "none", "SELECT 1"],
        ["export", "none", "--format", "jsonl", "--out", "x"],
    ],
    ids=" ".join,
)
def test_failed_work_is_1(args: list[str]) -> None:
    result = call(*args)
    assert result.exit_code == 1 and result.stderr.startswith("sandpiper: ")
    assert "Traceback" not in result.stderr


# code


def test_code_writes_a_line_for_each_story_and_the_others_beside() -> None:
    result = call("code", "many.jsonl", "a.txt", "none.txt", "--out", "o.jsonl")
    ids = [json.loads(line)["story"]["id"] for line in Path("o.jsonl").read_text().splitlines()]
    assert ids == ["s0", "s1", "s2", "same", "a.txt"]
    rejected = [json.loads(line) for line in Path("o.rejected.jsonl").read_text().splitlines()]
    assert [row["story"] for row in rejected] == ["e", "many.jsonl:5", "none.txt"]
    assert all(row["reason"] for row in rejected)
    assert result.exit_code == 0 and result.stdout == ""
    assert result.stderr.splitlines()[-1] == "5 read, 3 rejected"


def test_strict_is_1_where_any_was_rejected() -> None:
    assert call("code", "many.jsonl", "--out", "o.jsonl", "--strict").exit_code == 1
    assert call("code", "a.txt", "--out", "o.jsonl", "--strict").exit_code == 0


def test_strict_counts_what_an_earlier_run_rejected() -> None:
    call("code", "many.jsonl", "--out", "o.jsonl")
    result = call("code", "many.jsonl", "--out", "o.jsonl", "--strict", "--resume")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "0 read, 0 rejected (an earlier run: 4 read, 2 rejected)"


def test_code_into_a_store_and_out_again_is_the_same() -> None:
    call("code", "many.jsonl", "--out", "o.jsonl")
    assert call("code", "many.jsonl", "--store", "store").exit_code == 0
    assert call("export", "store", "--format", "jsonl", "--out", "e.jsonl").exit_code == 0
    assert Path("e.jsonl").read_bytes() == Path("o.jsonl").read_bytes()
    assert call("export", "store", "--format", "jsonl", "--out", "-").stdout == Path("o.jsonl").read_text()
    with Store("store", read_only=True) as store:
        assert {story for _, story, _ in store.rejected()} == {"many.jsonl:5", "e"}
        (counts,) = next(store.query("SELECT counts FROM runs").rows)
        assert json.loads(counts) == {"read": 4, "rejected": 2, "read_before": 0}


def test_a_store_holds_each_story_once_whatever_files_it_comes_in() -> None:
    for name, text in (("1", "Monday."), ("2", "Tuesday."), ("3", "Tuesday.")):
        Path(f"c{name}.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n")
        Path(f"dir{name}").mkdir()
        Path(f"dir{name}/s.txt").write_text(text)
    runs = [["1"], ["2"], ["1", "2"], ["2", "1"], ["3", "2", "1", "1"]]
    for order in (runs, runs[::-1]):
        store = f"store-{len(order[0])}"
        for names in order:
            call("code", *(f"c{n}.jsonl" for n in names), "--store", store)
            call("code", *(f"dir{n}" for n in names), "--store", store, "--jobs", "1")
        sql = "SELECT id FROM stories ORDER BY id"
        assert call("query", store, sql, "--csv").stdout == "id\na\na#2\ns.txt\ns.txt#2\n"
    again = call("code", "c2.jsonl", "c1.jsonl", "--store", store, "--resume")
    assert again.stderr.splitlines()[-1] == "0 read, 0 rejected (an earlier run: 2 read, 0 rejected)"


def test_shards_make_the_whole() -> None:
    call("code", "many.jsonl", "--out", "o.jsonl")
    whole = Path("o.jsonl").read_text().splitlines()
    parts = []
    for i in (1, 2, 3):
        call("code", "many.jsonl", "--out", f"p{i}.jsonl", "--shard", f"{i}/3")
        parts += Path(f"p{i}.jsonl").read_text().splitlines()
    assert sorted(parts) == sorted(whole)


def test_columns_are_chosen() -> None:
    Path("t.csv").write_text("body,when\nWords.,2017-06-08\n")
    call("code", "t.csv", "--out", "o.jsonl", "--columns", "text=body,published=when")
    story = json.loads(Path("o.jsonl").read_text())["story"]
    assert (story["text"], story["published"]) == ("Words.", "2017-06-08")


def test_a_slip_of_the_pen_keeps_the_earlier_result() -> None:
    Path("t.csv").write_text("No,Körper\n1,Words.\n", encoding="utf-8")
    call("code", "many.jsonl", "--out", "prev.jsonl")
    before = Path("prev.jsonl").read_bytes(), Path("prev.rejected.jsonl").read_bytes()
    for wrong in (
        ["t.csv", "--columns", "text=Korper"],
        ["t.csv"],
        ["typo.jsonl"],
        ["typo.jsonl", "--shard", "1/2"],
        ["typo.jsonl", "--shard", "2/2"],
        ["many.jsonl", "--columns", "text=Korper"],
        ["http://127.0.0.1:1/"],
    ):
        result = call("code", *wrong, "--out", "prev.jsonl")
        assert result.exit_code == 2 and "left as it was" in result.stderr, wrong
        assert (Path("prev.jsonl").read_bytes(), Path("prev.rejected.jsonl").read_bytes()) == before
    assert call("code", "typo.jsonl", "--out", "new.jsonl").exit_code == 2
    assert not list(Path().glob("new*")) and not list(Path().glob("*.part"))
    assert call("code", "typo.jsonl", "--store", "store").exit_code == 2
    assert (
        call("code", "t.csv", "typo.jsonl", "--columns", "text=Körper", "--out", "prev.jsonl").exit_code == 0
    )
    assert len(Path("prev.jsonl").read_text().splitlines()) == 1


def test_standard_input_may_be_a_table() -> None:
    table = "No,Körper\n1,Words.\n2,Others.\n"
    result = call("code", "-", "--out", "o.jsonl", "--columns", "text=Körper", input=table)
    assert result.stderr == "2 read, 0 rejected\n"
    result = call("code", "-", "--out", "o.jsonl", "--columns", "text=Körper", input="Plain words.")
    assert result.exit_code == 2 and "no table" in result.stderr
    assert len(Path("o.jsonl").read_text().splitlines()) == 2


def test_stories_without_a_date_get_the_one_given() -> None:
    Path("t.jsonl").write_text('{"text": "A.", "date": "2017-06-08"}\n{"text": "B."}\n')
    assert call("code", "t.jsonl", "a.txt", "--out", "o.jsonl", "--published", "2024-05-13").exit_code == 0
    days = [json.loads(line)["story"]["published"] for line in Path("o.jsonl").read_text().splitlines()]
    assert days == ["2017-06-08", "2024-05-13", "2024-05-13"]
    assert call("code", "a.txt", "--out", "o.jsonl", "--published", "today").exit_code == 2


def test_lost_dates_and_files_passed_over_are_said() -> None:
    Path("in").mkdir()
    Path("in/t.csv").write_text("text,date\nA.,05/06/2024\nB.,05/07/2024\nC.,soon\n")
    for name in "abcd":
        Path(f"in/{name}.md").write_text("Words.")
    result = call("code", "in", "--out", "o.jsonl")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "sandpiper: 2 dates could be two days, and nothing in their column tells which "
        "(first: '05/06/2024' in t.csv:1): taken for missing",
        "sandpiper: 1 date could not be read (first: 'soon' in t.csv:3): taken for missing",
        "3 read, 0 rejected; 4 files passed over for want of a known suffix (a.md, b.md, c.md, …)",
    ]
    assert "2 dates could be two days" in call("read", "--json", "in/t.csv").stderr


def test_messages_name_the_file() -> None:
    Path("t.csv").write_text("a,b\n1,2\n")
    assert call("read", "t.csv").stderr.startswith("sandpiper: t.csv: no text column")


@pytest.mark.parametrize(
    ("source", "out"),
    [(".", "o.jsonl"), (".", "deep/o.jsonl"), ("many.jsonl", "many.jsonl"), ("o.rejected.jsonl", "o.jsonl")],
)
def test_a_run_does_not_write_into_what_it_reads(source: str, out: str) -> None:
    Path("deep").mkdir()
    Path("o.rejected.jsonl").write_text('{"text": "precious"}\n')
    before = Path("many.jsonl").read_bytes()
    for named in (source, Path(source).absolute().as_uri()):
        result = call("code", named, "--out", out)
        assert result.exit_code == 2 and "write somewhere else" in result.stderr
    assert Path("many.jsonl").read_bytes() == before and not Path("o.jsonl").exists()
    assert Path("o.rejected.jsonl").read_text() == '{"text": "precious"}\n'


def test_ctrl_c_with_several_processes_is_quiet() -> None:
    """Ctrl-C reaches the whole group: the readers must leave it to their parent."""
    Path("slow.jsonl").write_text(
        "".join(json.dumps({"id": f"s{n}", "text": "SLOW"}) + "\n" for n in range(500))
    )
    Path("run.py").write_text(SPAWN_DRIVER, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "run.py", "code", "slow.jsonl", "--out", "result", "--jobs", "2"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    for _ in range(200):
        if Path("result").exists() and Path("result").stat().st_size:
            break
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=60)
    done = len(Path("result").read_text().splitlines())
    assert done > 0 and running.returncode == 130
    assert err.decode().splitlines() == [
        f"{done} read, 0 rejected",
        "sandpiper: interrupted; what was done stays",
    ]


# query, export, demo


def test_query_prints_a_table_json_or_csv() -> None:
    call("code", "many.jsonl", "--store", "store")
    sql = "SELECT story, actor, category FROM dyads ORDER BY story LIMIT 1"
    assert [line.split() for line in call("query", "store", sql).stdout.splitlines()] == [
        ["story", "actor", "category"],
        ["s0", "Norland", "ASSAULT"],
    ]
    row = {"story": "s0", "actor": "Norland", "category": "ASSAULT"}
    assert json.loads(call("query", "store", sql, "--json").stdout) == row
    assert call("query", "store", sql, "--csv").stdout == "story,actor,category\ns0,Norland,ASSAULT\n"


def test_query_asks_parquet_exports_too() -> None:
    pytest.importorskip("duckdb")
    for name in ("many.jsonl", "a.txt"):
        call("code", name, "--store", f"store-{name}")
        assert call("export", f"store-{name}", "--format", "parquet", "--out", f"parts/{name}").exit_code == 0
    assert call("query", "parts", "SELECT count(*) AS n FROM events", "--csv").stdout == "n\n5\n"
    assert call("query", "parts", "COPY events TO 'x.csv'").exit_code == 2


def test_query_does_not_write() -> None:
    call("code", "a.txt", "--store", "store")
    result = call("query", "store", "DELETE FROM stories")
    assert result.exit_code == 2 and "only reads" in result.stderr
    assert call("query", "store", "SELECT count(*) AS n FROM stories", "--csv").stdout == "n\n1\n"


def test_a_table_shows_no_control_characters() -> None:
    call("code", "a.txt", "--store", "store")
    assert "\x1b" not in call("query", "store", "SELECT char(27) || '[2J' AS x").stdout


def test_formats_are_those_of_the_report_room() -> None:
    assert tuple(report.FORMATS) == _FORMATS


def test_exported_tables_have_the_columns_of_the_store(tmp_path: Path) -> None:
    own = {"given", "text_hash", "run", "added", "reading"}
    with Store(tmp_path / "columns") as store:
        for table, columns in TABLES.items():
            exported = [column.name for column in columns]
            stored = [str(row[1]) for row in store.query(f"PRAGMA table_info({table})").rows]
            if "id" in stored:
                own_here = (own | {"number"}) if table != "repairs" else set()
                stored = [name for name in stored if name not in own_here]
            assert sorted(stored) == sorted(exported), table


def test_exported_dyads_are_those_of_the_store(tmp_path: Path, full_reading: Reading) -> None:
    first, second = full_reading.events
    events = (
        replace(first, actor=("a0", "a1"), recipient=("a2",)),
        replace(second, actor=("a0", "a2", "a0"), recipient=(), reciprocal=True),
        replace(first, id="e2", actor=("a0",), recipient=("a1", "a2"), reciprocal=True),
    )
    reading = replace(full_reading, events=events)
    names = [column.name for column in TABLES["dyads"]]
    with Store(tmp_path / "dyads") as store:
        store.add(reading)
        answer = store.query("SELECT * FROM dyads")
        assert answer.columns == tuple(names)
        stored = sorted(map(repr, answer.rows))
    exported = [tuple(map(row.get, names)) for table, row in rows(reading) if table == "dyads"]
    assert sorted(map(repr, exported)) == stored and len(stored) == 10


def test_demo_shows_a_line_a_story_and_what_next() -> None:
    result = call("demo", "--store", "store")
    lines = result.stdout.splitlines()
    with Store("store", read_only=True) as store:
        count = len(list(store.readings()))
    assert count >= 10
    assert sum("Norland ASSAULT Sudria" in line for line in lines) == count
    assert any("sandpiper query store" in line for line in lines)


def test_demo_without_a_store_keeps_nothing(tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    assert call("demo").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == before


# Processes, terminals and signals


def test_version_and_help() -> None:
    assert call("--version").stdout.startswith("sandpiper 0.")
    assert "demo" in call("--help").stdout


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "sandpiper", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith("Usage: sandpiper ")


@pytest.mark.parametrize(
    ("name", "value", "colour"), [("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False)]
)
def test_colour_only_where_it_shows(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, colour: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert _colourful() is colour


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, sandpiper.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    names = {name.split(".")[0] for name in loaded.split()}
    assert names.isdisjoint(
        {"rich", "onnxruntime", "numpy", "duckdb", "sqlite3", "trafilatura", "tokenizers"}
    )


def test_output_is_utf8_whatever_the_locale_says() -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    out, _ = process("read", "--json", "a.txt", env=env).communicate(timeout=60)
    assert "café" in out.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error() -> None:
    Path("long.jsonl").write_text(
        "".join(json.dumps({"id": f"s{n}", "text": "Text. " * 2000}) + "\n" for n in range(200))
    )
    running = process("read", "--json", "long.jsonl")
    assert running.stdout is not None and running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    assert running.wait(timeout=60) == 141 and running.stderr.read() == b""
    running.stderr.close()


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("target", ["--out", "--store"])
def test_an_interrupted_run_keeps_what_was_done(sent: int, status: int, target: str) -> None:
    Path("slow.jsonl").write_text(
        "".join(json.dumps({"id": f"s{n}", "text": "SLOW"}) + "\n" for n in range(500))
    )
    running = process("code", "slow.jsonl", target, "result")
    wanted = Path("result") if target == "--out" else Path("result/sandpiper.sqlite")
    for _ in range(200):
        if wanted.exists() and (target == "--store" or wanted.stat().st_size):
            break
        time.sleep(0.05)
    time.sleep(0.8)
    running.send_signal(sent)
    _, err = running.communicate(timeout=60)
    assert running.returncode == status and b"Traceback" not in err, err
    if target == "--out":
        done = [json.loads(line)["story"]["id"] for line in Path("result").read_text().splitlines()]
    else:
        with Store("result", read_only=True) as store:
            done = [reading.story.id for reading in store.readings()]
    assert 0 < len(done) < 500 and done == [f"s{n}" for n in range(len(done))]
    assert err.decode().splitlines()[0 if sent == signal.SIGTERM else -2] == f"{len(done)} read, 0 rejected"


def test_a_terminal_gets_a_progress_bar() -> None:
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-c", DRIVER, "code", "many.jsonl", "--out", "o.jsonl"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert running.wait(timeout=60) == 0
    assert running.stdout is not None
    running.stdout.close()
    assert b"coding" in shown and b"4 read, 2 rejected" in shown and b"nothing left to read" in shown


def test_the_ledger_prints_a_table_json_or_csv(full_reading: Reading) -> None:

    with Store("store") as store:
        store.add(full_reading)
    shown = call("ledger", "store", "--as-of", "2017-06-20").stdout.splitlines()
    assert shown[0].split()[:4] == ["story", "entry", "kind", "state"] and "due soon" in shown[1]
    row = json.loads(call("ledger", "store", "--as-of", "2017-08-01", "--kind", "pledge", "--json").stdout)
    assert (row["state"], row["due"], row["due_earliest"]) == ("overdue", "by July 1", "2017-06-08")
    assert call("ledger", "store", "--csv").stdout.startswith("story,published,kind,state,bound,")
    assert call("ledger", "store", "--csv", "--json").exit_code == 2
    calendar = call("ledger", "store", "--ics", "--as-of", "2017-06-20").stdout_bytes
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\n") and b"DTSTART;VALUE=DATE:20170701\r\n" in calendar
    brief = call("ledger", "store", "--markdown", "--as-of", "2017-06-20").stdout
    assert brief.startswith("# Ledger, as of 2017-06-20\n") and "has promised" in brief
    assert call("ledger", "store", "--sort", "size").exit_code == 2
    assert call("ledger", "store", "--since", "2999-01-01", "--json").stdout == ""
    assert call("ledger", "store", "--as-of", "soon").exit_code == 2
    assert call("ledger", "nowhere").exit_code == 1


def test_ledger_kinds_are_the_contracts() -> None:
    from typing import get_args

    from sandpiper.cli import _LEDGER_KINDS
    from sandpiper.types import LedgerKind

    assert get_args(LedgerKind) == _LEDGER_KINDS
