"""The frozen test of machine translation: unchanged, and every repair's words stand in their story."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "corpus" / "translation"
FILES = sorted(FOLDER.glob("*.txt"))
KINDS = {"surname", "case", "lower", "abbreviation", "speaker", "sense", "title"}
REPAIR = re.compile(r'R (title:)?"([^"]+)"(?:#(\d+))? -> "[^"]+" kind=(\w+)(?: \w+="[^"]*"| \w+=\w+)*$')


def stories(file: Path) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Each block's fields and its lines of repairs."""
    for block in file.read_text("utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        repairs = [line for line in lines[1:] if line.startswith("R ")]
        fields = dict(line.split(": ", 1) for line in lines[1:] if not line.startswith("R "))
        yield {"id": lines[0].removeprefix("# ")} | fields, repairs


def test_the_files_are_the_frozen_ones() -> None:
    stated = dict(
        re.findall(r"\| ([\w-]+\.txt) \| ([0-9a-f]{64}) \|", (FOLDER / "README.md").read_text("utf-8"))
    )
    assert stated == {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_repair_names_words_of_its_story(file: Path) -> None:
    for fields, repairs in stories(file):
        assert fields["language"] in {"ru", "uk", "en"}
        assert not repairs or fields["language"] != "en"
        for line in repairs:
            found = REPAIR.match(line)
            assert found, f"{fields['id']}: {line}"
            title, words, number, kind = found.groups()
            where = fields["title"] if title else fields["text"]
            times = len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", where))
            assert times >= int(number or 1), f"{fields['id']}: {line}"
            assert kind in KINDS


def test_no_story_is_told_twice() -> None:
    ids = [fields["id"] for file in FILES for fields, _ in stories(file)]
    assert len(ids) == len(set(ids)) == 505
