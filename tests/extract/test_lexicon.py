"""Hints: from the shipped table and from small ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.extract.encoder import CATEGORIES, words_of
from sandpiper.extract.lexicon import HINTS, Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


def said(lexicon: Lexicon, text: str) -> dict[str, set[str]]:
    words = [w.of(text) for w in words_of(text)]
    return {w: {HINTS[h] for h in hints} for w, hints in zip(words, lexicon(words), strict=True)}


def test_the_categories_are_the_models() -> None:
    assert HINTS[: len(CATEGORIES)] == CATEGORIES
    assert len(set(HINTS)) == len(HINTS)


def test_a_phrase_says_more_than_its_words(lexicon: Lexicon) -> None:
    found = said(lexicon, "Troops opened fire in Kharkiv")
    assert found["opened"] == found["fire"] == {"ASSAULT"}
    assert "city" in found["Kharkiv"]
    assert "ASSAULT" not in said(lexicon, "They opened a school")["opened"]


def test_verbs_are_known_in_their_forms(lexicon: Lexicon) -> None:
    for form in ("arrest", "arrests", "arrested", "arresting"):
        assert "COERCE" in said(lexicon, f"Police {form} him")[form]


def test_names_need_capitals(lexicon: Lexicon) -> None:
    assert "land" in said(lexicon, "Turkish farmers")["Turkish"]
    assert "land" not in said(lexicon, "turkish farmers")["turkish"]
    assert "organisation" in said(lexicon, "NATO agreed")["NATO"]


def test_a_longer_form_hides_what_begins_inside_it(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("break off\tREJECT\nbreak off talks\tSANCTION\noff\tsport\n", encoding="utf-8")
    words = ["break", "off", "talks", "off"]
    found = [{HINTS[h] for h in hints} for hints in Lexicon(table)(words)]
    assert found == [{"SANCTION"}, {"SANCTION"}, {"SANCTION"}, {"sport"}]
    assert [bool(h) for h in Lexicon(table)(words[:2])] == [True, True]


@given(
    st.lists(
        st.sampled_from(
            [
                "police",
                "NATO",
                "opened",
                "fire",
                "on",
                "Kharkiv",
                "break",
                "off",
                "talks",
                "the",
                ",",
                ".",
                "Ü",
                "x",
            ]
        ),
        max_size=30,
    )
)
def test_every_word_has_its_hints_and_none_depends_on_far_words(lexicon: Lexicon, words: list[str]) -> None:
    found = lexicon(words)
    assert len(found) == len(words)
    assert all(list(h) == sorted(set(h)) and all(0 <= n < len(HINTS) for n in h) for h in found)
    gap = ["x"] * 8
    assert lexicon([*words, *gap, *words]) == [*found, *lexicon(gap), *found]
