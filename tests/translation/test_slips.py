"""Common words in the place of a surname, as a sign of translation; and whom they are taken for."""

from __future__ import annotations

import pytest

from sandpiper.translation import GATE, choice, score, slips, surnames
from sandpiper.translation.findings import Page
from sandpiper.types import Story


def slipped(text: str, title: str | None = None) -> list[str]:
    story = Story("x", text, title)
    places, more = slips.find(story)
    assert bool(places) == (more > 0)
    return [story.string(e.in_)[e.start : e.end] for e in places]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The road was opened by Oleg Sparrows on Monday.", "Sparrows"),
        ("The road was opened by Serhii Old men on Monday.", "Old men"),
        ("Lev Borisovich Wolves opened the road.", "Wolves"),
        ("Dmitry Peskov met the press. “No”, – said Sands.", "Sands"),  # the story has the name
    ],
)
def test_a_word_where_a_surname_stands(text: str, words: str) -> None:
    assert slipped(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Philippe Sands spoke in London. “No”, said Sands.",
        "Elena Frost and David Cook opened the road.",  # given names of both worlds
        "Dmitry Peskov met the press. The sands moved on, he said.",
        "Mykhailo Koval was there. Smith said no.",  # an ordinary surname beside a man of that meaning
        "Oleg Winter Palace",  # a longer name
        "",
    ],
)
def test_no_slip(text: str) -> None:
    assert not slipped(text)


def test_a_name_in_an_oblique_case() -> None:
    assert slipped("It was said by Kuznetsovym in the region.") == ["Kuznetsovym"]
    assert slipped("The party returned from Donetska.") == ["Donetska"]
    assert not slipped("Anna Kuznetsova and Joachim met Petru Ionescu and Nikola Trpeski.")


def test_who_writes_about_translations_quotes_them() -> None:
    text = "The road was opened by Oleg Sparrows."
    assert slipped(text) and not slipped(f"Machine translation made howlers: {text}")


def test_two_such_words_need_less_beside_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score.Weights, "probability", lambda *_: 0.06)
    one, two = (
        score.judge(Story("x", f"The governor Oleg Sparrows opened it{more}.")).probability or 0.0
        for more in ("", " with the mayor Igor Wolves")
    )
    assert one < GATE < two


def test_an_english_surname_is_less_of_a_proof() -> None:
    sure, hint = (slips.find(Story("x", f"Oleg {w} spoke."))[1] for w in ("Sparrows", "Miller"))
    assert 0 < hint < sure


def test_a_slip_makes_a_translation_likelier_and_is_a_cue() -> None:
    text = "The governor Oleg {} opened the bridge on Monday, and the mayor thanked him for it."
    plain, marked = (score.judge(Story("x", text.format(w))) for w in ("Ivanov", "Sparrows"))
    assert (marked.probability or 0.0) > (plain.probability or 0.0)
    assert any(c.rule == slips.RULE for c in marked.cues) or (marked.probability or 0.0) <= score.UNSURE


def test_a_slip_alone_allows_no_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The governor Oleg Sparrows opened the bridge on Monday, and the mayor thanked him for it."
    monkeypatch.setattr(score.Weights, "probability", lambda *_: 0.29)
    low = score.judge(Story("x", text)).probability
    monkeypatch.setattr(score.Weights, "probability", lambda *_: 0.31)
    high = score.judge(Story("x", text)).probability
    assert low is not None and high is not None
    assert low < GATE < high


def meant(text: str, title: str | None = None) -> list[tuple[str, str]]:
    page = Page(Story("x", text, title), True)
    return [
        (f.surface, f.reading)
        for f in surnames.surnames(page, lambda *_: [])
        if f.action == "repair" and f.confidence >= 0.6  # whether it is relied on is another question
    ]


def test_a_weekday_is_a_surname_only_behind_a_given_name() -> None:
    text = (
        "In Lviv the mayor Ihor Saturday opened a school. “It is warm”, Saturday said. He came on Saturday."
    )
    assert meant(text) == [("Saturday", "Subota")] * 2
    assert not meant(
        "In Lviv the mayor spoke. “It is warm”, he said Saturday. Saturday said to be cold came."
    )


def test_an_office_is_no_surname() -> None:
    assert not meant("The first Deputy Chairman of the party in Moscow spoke. The Deputy Chairman smiled.")


def test_patronymics_are_no_strange_names() -> None:
    text = "In Moscow the army general Arkady Fedorovich Beetles left. The letter to Beetles came back."
    assert meant(text) == [("Beetles", "Zhukov")] * 2


def test_one_of_a_plural_is_a_person() -> None:
    text = "In Moscow the mayor Oleg Pancakes spoke on pancakes. He spoke long, said Pancakes. Pancakes has left."
    assert meant(text) == [("Pancakes", "Blinov")] * 3


def test_the_number_of_a_word_tells_between_surnames() -> None:
    assert meant("In Moscow spoke the mayor Oleg Chisels.") == []  # rare, and only made of the word: a flag
    # Of two that are about as common the one that everybody would take the word for (`likely.tsv`)
    assert meant("In Moscow spoke the mayor Oleg Butchers.") == [("Butchers", "Myasnikov")]
    assert meant("In Moscow spoke the mayor Oleg Wolves.") == [("Wolves", "Volkov")]


def test_twins_of_both_languages_are_one_surname() -> None:
    words = "In Kyiv the Ukrainian officer Taras Swan spoke to the Rada."
    assert meant(words) == [("Swan", "Lebid")]
    assert meant("In Moscow the Russian officer Pavel Swan spoke to the Duma.") == [("Swan", "Lebed")]


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("tooth", False), ("wolf", True), ("cherry", True), ("box", True), ("fisherman", True), ("knife", True)],
)
def test_plurals(noun: str, plural: bool) -> None:
    made = {"tooth": "teeth", "wolf": "wolves", "cherry": "cherries", "box": "boxes", "knife": "knives"}
    assert (made.get(noun, "fishermen") in choice.plurals(noun)) == plural
