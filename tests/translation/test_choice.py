"""Which surname a word stands for: what everybody would take it for, in the bearer's language and sex."""

from __future__ import annotations

import pytest

from sandpiper import translation
from sandpiper.translation import tables
from sandpiper.translation.choice import feminine
from sandpiper.types import Evidence, MachineTranslated, Story


def named(text: str, published: str = "2015-03-02") -> list[str]:
    judged = MachineTranslated(1.0, "ru", (Evidence(0, 3, "casing"),))
    story = Story("x", text, published=published, machine_translated=judged)
    found = translation.find(story, apart=False, threshold=0.8, holder=lambda *_: (), known=lambda _: False)
    return [f.person or f.reading for f in translation.used(found) if f.rule == "translated surname"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("The lawyer Roman Thorns said in Moscow that he will appeal.", "Roman Shipov"),
        ("The judge Svitlana Willow read the verdict in Kyiv.", "Svitlana Verba"),
        ("The bookkeeper Zoya Pockets gave evidence in Moscow.", "Zoya Karmanova"),
        ("The vice-premier Oleksandr Owl assured the Rada.", "Oleksandr Sych"),  # known by his office
    ],
)
def test_who_is_meant(text: str, person: str) -> None:
    day = "2014-04-02" if "Owl" in text else "2015-03-02"
    assert named(text, day) == [person]


def test_a_russian_singular_may_be_either() -> None:
    """Cherry is Vishnya, Vishnevsky or Vishnyakov: none is chosen."""
    assert named("The surgeon Anton Cherry said in Moscow that masks are few.") == []


def test_husband_and_wife() -> None:
    text = "The editor Mikhail Hamsters was beaten in Moscow, said the wife of the editor Olga Hamsters."
    assert named(text) == ["Mikhail Khomyakov", "Olga Khomyakova"]


@pytest.mark.parametrize(
    ("name", "hers"),
    [("Khomyakov", "Khomyakova"), ("Galkin", "Galkina"), ("Tolstoy", "Tolstaya"), ("Lozovyi", "Lozova"), ("Moroz", "Moroz")],
)  # fmt: skip
def test_a_womans_form(name: str, hers: str) -> None:
    some = [s for group in tables.surnames().values() for s in group if s.name == name and s.gender != "f"]
    assert feminine(some[0]) == hers


def test_likely_surnames_are_in_the_table() -> None:
    for (words, language), name in tables.likely().items():
        assert any(s.name == name and s.language == language for s in tables.surnames()[words]), (words, name)


def test_of_several_offices_the_fitting_one_counts() -> None:
    """Andriy Sadovyi is mayor of Lviv in one row and a party's leader in another."""
    text = "The mayor of Lviv Andriy Garden voted on Sunday. Polls in Kyiv opened late."
    assert named(text, "2015-10-26") == ["Andriy Sadovyi"]


def test_a_story_has_one_person_in_both_numbers() -> None:
    text = "The date of the trip will be told in due time, Dmitry Sand said in Moscow. Sands called the growth objective."
    assert named(text) == ["Dmitry Peskov", "Dmitry Peskov"]


def test_a_named_one_is_not_what_the_other_number_may_be() -> None:
    text = "The general Mykhailo Blacksmith reported in Kyiv. Blacksmiths said in Kyiv that they had repaired ten vehicles."
    assert "Mykhailo Kuznetsov" not in named(text)


def test_spoken_in_lower_case() -> None:
    found = named('The press secretary Dmitry Sands was late. "Preparation goes on", added sands.')
    assert found == ["Dmitry Peskov", "Dmitry Peskov"]


def test_a_womans_oblique_form_is_no_reading() -> None:
    text = "The deputy Irina Spring told the Duma in Moscow. The law of Yarovoy contradicts it, said Dmitry Gudkov."
    assert named(text) == ["Irina Yarovaya"]
