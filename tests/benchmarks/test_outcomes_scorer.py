"""The scorer of outcomes on readings built by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.outcomes import WEEKS, added, folders, read_gold, score
from sandpiper.store import Proposal
from sandpiper.types import Reading

ROW = {
    "pledge_id": "1", "story": "wire-1", "words": "pay for the ferry", "outcome": "met", "outcome_story": "later", "repeats": "",
}  # fmt: skip


def proposal(
    state: str = "met", story: str = "later", entry: str = "l1", day: str = "2017-07-01"
) -> Proposal:
    return Proposal("p", state, (("wire-1", entry),), story, (), None, day, (), 0.8)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("proposals", "right", "false"),
    [
        ([], 0, 0),
        ([proposal()], 1, 0),
        ([proposal("broken")], 0, 1),
        ([proposal(story="other")], 0, 1),
        ([proposal(), proposal("broken", "other", day="2017-08-01")], 0, 1),
        ([proposal("postponed", "other", day="2017-06-20"), proposal()], 1, 1),
        ([proposal(), proposal(entry="l0")], 1, 1),
    ],
)
def test_right_and_false(full_reading: Reading, proposals: list[Proposal], right: int, false: int) -> None:
    figures = score([ROW], {"wire-1": full_reading}, proposals)
    assert (figures["found"], figures["right"], figures["false"]) == (1, right, false)


def test_a_pledge_without_outcome_has_only_false_proposals(full_reading: Reading) -> None:
    row = {**ROW, "outcome": "none", "outcome_story": ""}
    assert score([row], {"wire-1": full_reading}, [proposal()])["false"] == 1
    assert score([row], {"wire-1": replace(full_reading, ledger=())}, [])["found"] == 0


def test_the_gold_of_both_sets_is_read() -> None:
    assert len(read_gold(WEEKS)) == 15 and len(read_gold(WEEKS / "dev")) == 27


def test_a_folder_is_one_set_or_has_several() -> None:
    assert folders(WEEKS) == [WEEKS]
    several = folders(WEEKS / "more")
    assert len(several) == 13 and all((one / "gold.tsv").is_file() for one in several)


def test_figures_of_several_sets_are_added() -> None:
    assert added([{"right": 1, "false": 0}, {"right": 2, "false": 1}]) == {"right": 3, "false": 1}
