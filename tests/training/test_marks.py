"""Readers' marks: words to offsets, and what is refused."""

from pathlib import Path

import pytest

from training.marks import Refused, answers, event, merged, page

TEXT = "Before it. Police arrested Ann Lee after talks; the talks between Lee and Roe had failed. After it."
STRETCH = ("polnear", "s", 11, 88)


def test_an_event_is_where_its_words_stand() -> None:
    row = event("talks@2 | CONSULT | - | historical | Lee, Roe | - | R", TEXT, STRETCH)
    spans = [row[7], *row[8].split(",")]
    assert [TEXT[slice(*map(int, s.split("-")))] for s in spans] == ["talks", "Lee", "Roe"]
    assert row[:7] == ["polnear", "s", "11", "88", "CONSULT", "", "historical"]
    assert row[9:] == ["", "R", "3"]
    assert int(row[7].split("-")[0]) == TEXT.index("talks between")


def test_an_actor_is_the_mention_nearest_to_the_act() -> None:
    row = event("failed | CONSULT | | negated | Lee |", TEXT, STRETCH)
    assert int(row[8].split("-")[0]) == TEXT.index("Lee and")


@pytest.mark.parametrize(
    "line",
    [
        "arrested | COERCE | arrest | happened | Bob | Ann Lee",  # no Bob
        "arrested | YIELD | - | happened | Police | Ann Lee",
        "arrested | COERCE | beat | happened | Police | Ann Lee",
        "arrested | COERCE | arrest | yesterday | Police | Ann Lee",
        "talks@3 | CONSULT | - | happened",
        "arrest | COERCE | arrest | happened",  # no whole word
        "After | COERCE | arrest | happened |  | it@2",  # outside the stretch
        " | COERCE | arrest | happened",
        "arrested | COERCE",
    ],
)
def test_what_is_not_so_is_refused(line: str) -> None:
    with pytest.raises(Refused):
        event(line, TEXT, STRETCH)


def test_a_reader_adds_and_takes_away() -> None:
    first = event("arrested | COERCE | arrest | happened | Police | Ann Lee", TEXT, STRETCH)
    first[-1] = "2"
    lines = ["talks | CONSULT | - | happened", "-arrested", "-arrested", "arrests | COERCE | - | happened"]
    rows, refused = merged([first], lines, TEXT, STRETCH)
    assert [row[4] for row in rows] == ["CONSULT"]
    assert len(refused) == 2
    kept, _ = merged([first], ["arrested | ASSAULT | - | happened"], TEXT, STRETCH)
    assert [(row[4], row[-1]) for row in kept] == [("COERCE", "3")]  # marked already
    none, _ = merged([first], ["-arrested"], TEXT, STRETCH)
    assert none == [["polnear", "s", "11", "88", *[""] * 7, "3"]]


def test_an_answer_without_its_end_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.out"
    path.write_text("#4\ntalks | CONSULT | - | happened\n\n#7\n-arrested\n")
    with pytest.raises(Refused):
        list(answers(path))
    path.write_text(path.read_text() + "#end\n")
    assert list(answers(path)) == [(4, ["talks | CONSULT | - | happened"]), (7, ["-arrested"])]


def test_a_page_shows_what_is_marked() -> None:
    row = event("arrested | COERCE | arrest | happened | Police | Ann Lee", TEXT, STRETCH)
    shown = page([(9, STRETCH, [row])], {("polnear", "s"): TEXT})
    assert shown.startswith("#9\nPolice arrested") and "[marked: arrested COERCE arrest]" in shown
