"""The scorer of machine translation: its format, its matching, its arithmetic."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import translation as bench
from sandpiper.translation import Finding

STORY = """# x-1
published: 2017-06-08
language: ru
source: tass.ru
title: Sands: all is well
text: As reported the head. ¶ “All is well”, – said Sands in the RF.
R title:"Sands" -> "Peskov" kind=surname person="Dmitry Peskov" country=RUS
R "Sands" -> "Peskov" kind=surname
R "RF" -> "Russian Federation" kind=abbreviation
"""


def told(folder: Path, text: str = STORY) -> bench.Told:
    (folder / "a.txt").write_text(text, "utf-8")
    (one,) = bench.stories(folder)
    return one


def test_the_words_stand_where_the_gold_says(tmp_path: Path) -> None:
    one = told(tmp_path)
    assert one.story.text.count("\n\n") == 1 and one.language == "ru"
    assert [(g.where, one.story.string(g.where)[g.start : g.end], g.reading) for g in one.gold] == [
        ("title", "Sands", "Peskov"),
        (None, "Sands", "Peskov"),
        (None, "RF", "Russian Federation"),
    ]


@pytest.mark.parametrize("line", ['R "Bulk" -> "Navalny" kind=surname', 'R "Sands" Peskov'])
def test_a_line_that_does_not_hold(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match="x-1"):
        told(tmp_path, STORY + line + "\n")


def test_what_is_right(tmp_path: Path) -> None:
    one = told(tmp_path)
    title, name, letters = one.gold

    def found(gold: bench.Gold, reading: str, rule: str) -> Finding:
        return Finding(gold.start, gold.end, gold.where, "", reading, rule, 0.9)

    assert bench.right(found(name, "Peskow", "translated surname"), name)  # another romanisation
    assert not bench.right(found(name, "Peskova", "translated surname"), name)
    assert not bench.right(found(title, "Peskov", "translated surname"), name)  # another place
    assert bench.right(found(letters, "the Russian Federation", "abbreviation"), letters)
    assert not bench.right(found(letters, "radio frequency", "abbreviation"), letters)
    assert not bench.right(found(letters, "Russian Federation", "sense:x"), letters)


def test_arithmetic(tmp_path: Path) -> None:
    assert bench.auc([0.9, 0.5], [0.1, 0.5]) == pytest.approx(87.5)
    assert bench.wilson(0, 0) == 0 and bench.wilson(100, 100) == pytest.approx(96.3, abs=0.1)
    one = told(tmp_path)
    good = Finding(0, 5, "title", "Sands", "Peskov", "translated surname", 0.9)
    bad = Finding(0, 2, None, "As", "Ace", "abbreviation", 0.9)
    native = bench.Told(one.story, "en", ())
    figures = bench.score([one, native], [(0.9, (good, bad)), (0.1, (bad,))])
    assert figures["precision"] == pytest.approx(100 / 3) and figures["recall"] == pytest.approx(100 / 3)
    assert figures["harmful"] == 1 and figures["auc"] == 100
