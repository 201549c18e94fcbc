"""`sandpiper review`: proposals are listed, decided on at a terminal or by id, and shown by `sandpiper ledger`."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sandpiper.cli import main
from sandpiper.errors import StoreError
from sandpiper.store import Reviews, Store
from sandpiper.types import SCHEMA, Actor, Mention, Reading, Span, Story

TEXT = "Norland paid for the ferry on Friday."


@pytest.fixture
def store(tmp_path: Path, full_reading: Reading) -> Path:
    later = Reading(
        SCHEMA, "none", "0.1.0", Story("wire-9", TEXT, title="Ferry paid", published="2017-06-30"),
        sentences=(Span(0, len(TEXT)),), mentions=(Mention("m0", 0, 7, "Norland", "GPE", "a0"),),
        actors=(Actor("a0", "Norland", "state", "NOR", ("GOV",), key="norland"),),
    )  # fmt: skip
    with Store(tmp_path / "store") as store:
        store.add(full_reading)
        store.add(later)
    return tmp_path / "store"


def call(*args: object) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, [str(a) for a in args])


def listed(store: Path, *more: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in call("review", store, "--json", *more).stdout.splitlines()]


def ledger(store: Path) -> dict[str, object]:
    out = call("ledger", store, "--kind", "pledge", "--as-of", "2017-07-02", "--json").stdout
    return json.loads(out)  # type: ignore[no-any-return]


def test_proposals_are_listed_with_their_evidence(store: Path) -> None:
    (row,) = listed(store)
    assert (row["state"], row["story"], row["evidence_story"]) == ("met", "wire-1", "wire-9")
    assert row["evidence_words"] == TEXT and row["verdict"] is None
    shown = call("review", store, "--list").stdout
    assert shown.startswith("possibly met  pledge") and f"“{TEXT}”" in shown and str(row["id"]) in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert ledger(store)["state"] == "possibly met"


def test_a_decision_is_kept_with_who_and_why(store: Path) -> None:
    id_ = str(listed(store)[0]["id"])
    done = call("review", store, "--accept", id_, "--note", "bank papers seen", "--by", "ada")
    assert done.exit_code == 0 and "1 settled" in done.stderr
    row = ledger(store)
    assert (row["state"], row["reviewed_by"], row["note"]) == ("met", "ada", "bank papers seen")
    assert listed(store) == [] and call("review", store, "--list").stdout == "Nothing waits for a decision.\n"
    assert listed(store, "--all")[0]["verdict"] == "accepted"
    for form in ("--csv", "--ics", "--markdown"):
        assert "bank papers seen" in call("ledger", store, form, "--as-of", "2017-07-02").stdout.replace(
            "\n ", ""
        )
    call("review", store, "--reopen", id_)
    assert ledger(store)["state"] == "possibly met"
    call("review", store, "--reject", id_)
    assert ledger(store)["state"] == "overdue" and listed(store) == []


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        ([], 2, "no terminal"), (["--accept", "nonsense"], 2, "no such proposal"), (["--note", "why"], 2, "--note"),
        (["--accept", "a", "--reject", "a"], 2, "twice"),
    ],
)  # fmt: skip
def test_wrong_usage_changes_nothing(store: Path, args: list[str], status: int, says: str) -> None:
    listed(store)
    done = call("review", store, *args)
    assert done.exit_code == status and says in done.stderr
    assert ledger(store)["state"] == "possibly met"


def test_no_store_is_made_where_there_is_none(tmp_path: Path) -> None:
    done = call("review", tmp_path / "typo", "--list")
    assert done.exit_code == 1 and "no store" in done.stderr and not (tmp_path / "typo").exists()


def test_an_empty_store_has_nothing_to_decide(tmp_path: Path) -> None:
    Store(tmp_path / "empty").close()
    done = call("review", tmp_path / "empty", "--list")
    assert done.exit_code == 0 and done.stdout == "Nothing waits for a decision.\n"


def at_terminal(store: Path, *steps: tuple[bytes, bytes | None]) -> tuple[int, str]:
    """Run `sandpiper review` on a terminal of its own -> exit status and what it showed. A step is what to wait for and
    what to press then; None is SIGINT from outside."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "sandpiper", "review", str(store), "--by", "ada"],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env={**os.environ, "COLUMNS": "80"},
    )  # fmt: skip
    os.close(theirs)
    shown, seen, left, pressed = b"", 0, list(steps), None
    for _ in range(100):
        if not select.select([ours], [], [], 2)[0]:
            if pressed:  # typed before the terminal was ready, and thrown away
                os.write(ours, pressed)
            continue
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if left and left[0][0] in shown[seen:]:
            seen, pressed = len(shown), left.pop(0)[1]
            if pressed is None:
                run.send_signal(signal.SIGINT)
            else:
                os.write(ours, pressed)
    try:
        return run.wait(30), shown.decode()
    finally:
        run.kill()
        os.close(ours)


ASKED = b"q quit"


def test_keys_decide_at_a_terminal(store: Path) -> None:
    status, shown = at_terminal(store, (ASKED, b"n"), (b"note", b"paid in full\r"), (b"a accept", b"a"))
    assert status == 0 and "1 settled" in shown and TEXT in " ".join(shown.split())
    row = ledger(store)
    assert (row["state"], row["reviewed_by"], row["note"]) == ("met", "ada", "paid in full")


@pytest.mark.parametrize("key", [b"s", b"q"])
def test_skipping_and_leaving_decide_nothing(store: Path, key: bytes) -> None:
    assert at_terminal(store, (ASKED, key))[0] == 0
    assert ledger(store)["state"] == "possibly met"


@pytest.mark.parametrize("keys", [b"\x03", None])
def test_ctrl_c_leaves_the_store_whole(store: Path, keys: bytes | None) -> None:
    status, shown = at_terminal(store, (ASKED, keys))
    assert status == 130 and "interrupted" in shown
    assert ledger(store)["state"] == "possibly met" and len(listed(store)) == 1


def test_what_another_settled_meanwhile_stays(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(store)
    with Store(store) as opened:
        rows = Reviews(opened).proposals()

        def key() -> tuple[str, None]:
            call("review", store, "--reject", rows[0]["id"], "--by", "bo")
            return "a", None

        monkeypatch.setattr("sandpiper.cli._key", key)
        from sandpiper.cli import _decide

        _decide(Reviews(opened), rows, "ada")
    assert ledger(store)["state"] == "overdue"


def test_an_entry_is_settled_without_a_proposal_and_taken_back(store: Path) -> None:
    entry = str(ledger(store)["entry"])
    args = ("--met", f"wire-1:{entry}", "--on", "2017-07-01", "--note", "seen myself", "--by", "ada")
    assert call("review", store, *args).exit_code == 0
    row = ledger(store)
    assert (row["state"], row["reviewed_by"], row["note"], row["evidence_day"]) == (
        "met", "ada", "seen myself", "2017-07-01",
    )  # fmt: skip
    for form in ("--csv", "--ics", "--markdown"):
        shown = call("ledger", store, form, "--as-of", "2017-07-02").stdout.replace("\r\n ", "")
        assert "seen myself" in shown and "met" in shown
    call("review", store, "--broken", f"wire-1:{entry}", "--by", "bo")
    assert ledger(store)["state"] == "met"  # what came about later than the day asked for
    call("review", store, "--reopen", f"wire-1:{entry}")
    assert ledger(store)["state"] == "overdue"
    again = call("review", store, "--reopen", f"wire-1:{entry}")
    assert again.exit_code == 2 and "nobody has settled it" in again.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--met", "wire-1:l99"], "no such entry"),
        (["--met", "wire-1"], "no such entry"),
        (["--on", "2017-07-01"], "--on goes with"),
        (["--met", "wire-1:l1", "--broken", "wire-1:l1"], "twice"),
    ],
)
def test_wrong_entries_change_nothing(store: Path, args: list[str], says: str) -> None:
    done = call("review", store, *args)
    assert done.exit_code == 2 and says in done.stderr
    assert ledger(store)["state"] == "overdue"


def test_a_store_that_cannot_be_written_is_listed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = listed(store)
    write = Store.__init__

    def refuse(self: Store, path: Path, *, read_only: bool = False, wait: float = 1.0) -> None:
        if not read_only:
            raise StoreError(f"{path}: it cannot be written")
        write(self, path, read_only=True)

    monkeypatch.setattr(Store, "__init__", refuse)
    shown = call("review", store, "--json")
    assert str(row["id"]) in shown.stdout, shown.stderr
    assert "last compared" in call("review", store, "--list", "--again").stderr
    done = call("review", store, "--accept", str(row["id"]))
    assert done.exit_code == 1 and "cannot be written" in done.stderr
