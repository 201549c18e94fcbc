"""The frozen story set of pledges and their outcomes: unchanged, and all words of the table stand in their stories."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "corpus" / "weeks"
STORIES = {
    story["id"]: story
    for story in map(json.loads, (FOLDER / "stories.jsonl").read_text("utf-8").splitlines())
}
PLEDGES = list(
    csv.DictReader(
        (FOLDER / "gold.tsv").read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def day(story: str) -> date:
    return date.fromisoformat(STORIES[story]["published"])


def test_the_files_are_the_frozen_ones() -> None:
    stated = dict(re.findall(r"\| ([\w.]+) \| ([0-9a-f]{64}) \|", (FOLDER / "README.md").read_text("utf-8")))
    assert stated == {
        name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
        for name in ("stories.jsonl", "gold.tsv")
    }


def test_counts() -> None:
    assert len(STORIES) == len((FOLDER / "stories.jsonl").read_text("utf-8").splitlines()) == 62
    assert len({pledge["pledge_id"] for pledge in PLEDGES}) == len(PLEDGES)
    assert Counter(pledge["outcome"] for pledge in PLEDGES) == {
        "met": 5,
        "broken": 4,
        "postponed": 3,
        "none": 3,
    }
    told = [pledge[where] for pledge in PLEDGES for where in ("story", "outcome_story") if pledge[where]]
    assert len(told) == len(set(told)) == 27, "a story tells one pledge or one outcome"


def test_stories_are_short_and_of_the_seven_weeks() -> None:
    days = [day(story) for story in STORIES]
    assert days == sorted(days)
    assert date(2025, 3, 3) <= days[0] <= days[-1] <= date(2025, 4, 20)
    for name, story in STORIES.items():
        assert story.keys() == {"id", "published", "title", "outlet", "text"}
        assert 60 <= len(story["text"].split()) <= 180, name
        assert WEEKDAYS[day(name).weekday()] in story["text"], f"{name}: its own weekday"


@pytest.mark.parametrize("pledge", PLEDGES, ids=lambda pledge: pledge["pledge_id"])
def test_words_stand_in_their_story_and_outcomes_come_later(pledge: dict[str, str]) -> None:
    text = STORIES[pledge["story"]]["text"]
    assert pledge["words"] and text.count(pledge["words"]) == 1
    assert pledge["actor"] and pledge["actor"] in text
    assert pledge["due"] in pledge["words"]
    for repeat in pledge["repeats"].split():
        assert day(repeat) > day(pledge["story"])
    if pledge["outcome"] == "none":
        assert pledge["outcome_story"] == pledge["outcome_words"] == ""
        return
    later = STORIES[pledge["outcome_story"]]["text"]
    assert pledge["outcome_words"] and later.count(pledge["outcome_words"]) == 1
    assert 9 <= (day(pledge["outcome_story"]) - day(pledge["story"])).days <= 41
    assert all(day(repeat) < day(pledge["outcome_story"]) for repeat in pledge["repeats"].split())


@pytest.mark.parametrize("folder", sorted((FOLDER / "more").glob("*/")), ids=lambda folder: folder.name)
def test_further_sets_hold_together(folder: Path) -> None:
    stories = {
        s["id"]: s for s in map(json.loads, (folder / "stories.jsonl").read_text("utf-8").splitlines())
    }
    days = [story["published"] for story in stories.values()]
    assert days == sorted(days)
    with (folder / "gold.tsv").open(encoding="utf-8", newline="") as file:
        pledges = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(pledges) in (6, 9)
    for pledge in pledges:
        text = stories[pledge["story"]]["text"]
        assert text.count(pledge["words"]) == 1 and pledge["actor"] in text and pledge["due"] in text
        assert pledge["outcome"] in ("met", "broken", "postponed", "mixed", "none")
        if pledge["outcome"] != "none":
            later = stories[pledge["outcome_story"]]
            assert later["text"].count(pledge["outcome_words"]) == 1
            assert later["published"] > stories[pledge["story"]]["published"]
