"""The table of surnames that are also common words, and the command that writes it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import surnames as s

HEADER, *LINES = s.OUT.read_text(encoding="utf8").splitlines()
ROWS = [s.Row(*line.split("\t")) for line in LINES]
BUILD = importlib.util.find_spec("pymorphy3")


def of(cyrillic: str, gender: str, language: str = "ru") -> s.Row:
    (row,) = [r for r in ROWS if (r.cyrillic, r.gender, r.language) == (cyrillic, gender, language)]
    return row


def test_the_table_has_its_columns_and_no_row_twice() -> None:
    assert tuple(HEADER.split("\t")) == s.Row._fields
    assert len({(r.cyrillic, r.language, r.gender) for r in ROWS}) == len(ROWS) == len(set(LINES))
    assert sorted(ROWS) == ROWS
    assert sum(r.language == "ru" for r in ROWS) >= 1500


def test_every_field_is_one_of_those_allowed() -> None:
    for row in ROWS:
        assert row.language in {"ru", "uk"} and row.gender in {"m", "f", "any"}, row
        english = row.renderings.split("|")
        assert all(re.fullmatch(r"[a-z][a-z' -]*", word) for word in english), row
        assert len(set(english)) == len(english), row
        if row.note == "derived":
            assert not row.collides and row.language == "ru", row
        else:
            assert row.collides == "all" or set(row.collides.split(",")) <= set(s.CASES), row
        assert re.fullmatch(r"[A-Z][A-Za-z'-]+", row.surname), row
        assert row.language == "uk" or row.surname.lower() not in english, row


@pytest.mark.parametrize(
    ("cyrillic", "gender", "surname", "rendering", "collides"),
    [
        ("Песков", "m", "Peskov", "sands", "nom"),
        ("Воробьёв", "m", "Vorobyov", "sparrows", "nom"),
        ("Волков", "m", "Volkov", "wolves", "nom"),
        ("Волк", "any", "Volk", "wolf", "all"),
        ("Белых", "any", "Belykh", "white", "all"),
        ("Чайка", "any", "Chaika", "seagull", "all"),
        ("Мороз", "any", "Moroz", "frost", "all"),
        ("Зима", "any", "Zima", "winter", "all"),
        ("Навальный", "m", "Navalny", "bulk", "all"),
        ("Яровая", "f", "Yarovaya", "spring", "all"),
        ("Садовый", "m", "Sadovy", "garden", "all"),
        ("Толстой", "m", "Tolstoy", "thick", "all"),
        ("Королёв", "m", "Korolyov", "queens", "nom,gen,dat,acc,loc"),
        ("Дубова", "f", "Dubova", "oak", "gen,dat,ins,loc"),
    ],
)
def test_known_names(cyrillic: str, gender: str, surname: str, rendering: str, collides: str) -> None:
    row = of(cyrillic, gender)
    assert (row.surname, row.renderings.split("|")[0], row.collides) == (surname, rendering, collides)


@pytest.mark.parametrize(
    "cyrillic", ["Медведев", "Лебедев", "Немцева", "Пескова", "Путин", "Иванов", "Порошенко"]
)
def test_names_that_no_translator_turns_into_words_have_no_row(cyrillic: str) -> None:
    assert not [r for r in ROWS if r.cyrillic == cyrillic]


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Ефремов", "Yefremov"),
        ("Дудаев", "Dudayev"),
        ("Хрущёв", "Khrushchev"),
        ("Соловьёв", "Solovyov"),
        ("Григорьев", "Grigoryev"),
        ("Войт", "Voit"),
        ("Луговой", "Lugovoy"),
        ("Николай", "Nikolai"),
        ("Горький", "Gorky"),
        ("Щука", "Shchuka"),
        ("Цыган", "Tsygan"),
    ],
)
def test_romanised_as_the_press_does(cyrillic: str, latin: str) -> None:
    assert s.romanise(cyrillic) == latin


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12))
def test_any_russian_word_is_romanised(word: str) -> None:
    assert s.romanise(word).isascii()


@pytest.mark.parametrize(
    ("cyrillic", "rendering"), [("Сорокин", "magpie's"), ("Ершов", "ruffs"), ("Зимин", "winter")]
)
def test_surnames_that_are_made_of_a_word_have_a_note(cyrillic: str, rendering: str) -> None:
    row = of(cyrillic, "m")
    assert row.note == "derived" and rendering in row.renderings.split("|")


def test_a_row_of_ours_that_lacks_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("lemma\tsingular\tplural\tsurnames\nволк\twolf\t\t\n", encoding="utf8")
    with pytest.raises(ValueError, match="incomplete"):
        s.words(path)
    path.write_text("surname\tcyrillic\nVovk\tВовк\n", encoding="utf8")
    with pytest.raises(ValueError, match=re.escape("words.tsv")):
        list(s.complete(path))


def test_extra_surnames_are_in_the_table() -> None:
    have = {r.cyrillic for r in ROWS if r.language == "ru"}
    # "Angel" is name and word alike: listed, but without a row.
    assert {
        n for word in s.words() for n in word.surnames if s.romanise(n).lower() not in word.singular
    } <= have


@pytest.mark.skipif(
    not BUILD, reason="needs pymorphy3 and pymorphy3-dicts-ru, which only the build of the table does"
)
def test_the_command_writes_the_shipped_table() -> None:
    assert s.build(s.Dictionary()) == ROWS
