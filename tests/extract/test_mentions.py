"""Mentions from signals written by hand."""

from __future__ import annotations

import pytest

from sandpiper.extract import mentions
from sandpiper.extract.encoder import NAME_TYPES, FakeEncoder, words_of
from sandpiper.types import Mention


def begin(kind: str) -> int:
    return 1 + 2 * NAME_TYPES.index(kind)


def find(text: str, names: dict[str, str] | None = None, roles: tuple[str, ...] = ()) -> list[Mention]:
    """``names`` and ``roles`` are stretches of words of the text."""
    words = [w.of(text) for w in words_of(text)]
    labels: dict[str, dict[int, int]] = {"names": {}, "roles": {}}

    def mark(head: str, stretch: str, first: int) -> None:
        wanted = [w.of(stretch) for w in words_of(stretch)]
        at = next(i for i in range(len(words)) if words[i : i + len(wanted)] == wanted)
        labels[head] |= {at + k: first + (k > 0) for k in range(len(wanted))}

    for stretch, kind in (names or {}).items():
        mark("names", stretch, begin(kind))
    for stretch in roles:
        mark("roles", stretch, 1)
    return mentions.find(text, FakeEncoder(labels=labels).signals(text), threshold=0.5)


def test_names_descriptions_and_pronouns_in_order_with_their_words() -> None:
    text = "The foreign minister of Chad, Amina Saleh, said she would go."
    found = find(text, {"Chad": "GPE", "Amina Saleh": "PER"}, ("The foreign minister",))
    assert [(m.type, m.text) for m in found] == [
        ("ROLE", "The foreign minister"),
        ("GPE", "Chad"),
        ("PER", "Amina Saleh"),
        ("PRON", "she"),
    ]
    assert [m.id for m in found] == ["m0", "m1", "m2", "m3"]
    assert all(text[m.start : m.end] == m.text for m in found)


def test_two_names_side_by_side_stay_two() -> None:
    found = find("Chad Sudan talks", {"Chad": "GPE", "Sudan": "GPE"})
    assert [m.text for m in found] == ["Chad", "Sudan"]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("The Port Authority of Aden met.", {"Port Authority of": "ORG", "Aden": "GPE"}, [("Port Authority of Aden", "ORG"), ("Aden", "GPE")]),
        (
            "The Court of City of Osh met.",
            {"Court of": "ORG", "City of": "GPE", "Osh": "GPE"},
            [("Court of City of Osh", "ORG"), ("City of Osh", "GPE"), ("Osh", "GPE")],
        ),
        ("It bought Applied Semantics then.", {"Applied": "ORG", "Semantics": "ORG"}, [("Applied Semantics", "ORG")]),
        ("It bought Applied, Semantics too.", {"Applied": "ORG", "Semantics": "ORG"}, [("Applied", "ORG"), ("Semantics", "ORG")]),
        ("So VISAKHA GASES PVT. LTD., said he", {"VISAKHA GASES PVT": "ORG"}, [("VISAKHA GASES PVT", "ORG")]),
        ("So Visakha Gases Ltd. said", {"Visakha Gases": "ORG"}, [("Visakha Gases Ltd.", "ORG")]),
        ("So Power Source, Inc. said", {"Power Source": "ORG", "Inc": "ORG"}, [("Power Source, Inc.", "ORG")]),
    ],
)  # fmt: skip
def test_a_name_read_in_two_halves_is_one(
    text: str, names: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert [(m.text, m.type) for m in find(text, names) if m.type != "PRON"] == found


def test_a_name_goes_on_only_in_its_own_type() -> None:
    # That the second word goes on *some* name is likelier than that it begins one; that it goes on this one is not.
    signals = FakeEncoder().signals("Brittany France")
    gpe, per = begin("GPE"), begin("PER")
    signals.heads["names"][0, [0, gpe]] = 0.05, 0.95
    signals.heads["names"][1, [0, per + 1, gpe, gpe + 1]] = 0.0, 0.35, 0.33, 0.32
    found = mentions.find("Brittany France", signals, threshold=0.5)
    assert [(m.text, m.type) for m in found] == [("Brittany", "GPE"), ("France", "GPE")]


def test_the_threshold_is_the_least_probability_of_a_name() -> None:
    signals = FakeEncoder().signals("Oslo")
    signals.heads["names"][0, [0, begin("GPE")]] = 0.45, 0.55
    assert [m.text for m in mentions.find("Oslo", signals, threshold=0.5)] == ["Oslo"]
    assert mentions.find("Oslo", signals, threshold=0.6) == []


@pytest.mark.parametrize("word", ["the", "To", "also", "of", "12", "“"])
def test_words_that_name_nobody_are_no_mentions(word: str) -> None:
    text = f"It was {word} that came"
    assert [m.type for m in find(text, {word: "LOC"})] == ["PRON"]
    assert [m.type for m in find(text, roles=(word,))] == ["PRON"]


def test_acronyms_that_spell_a_small_word_are_names() -> None:
    assert [m.text for m in find("The WHO and the OAS met", {"WHO": "ORG", "OAS": "ORG"})] == ["WHO", "OAS"]


@pytest.mark.parametrize("word", ["THE", "OF", "DID"])
def test_small_words_in_a_text_of_capitals_are_no_acronyms(word: str) -> None:
    text = f"CHAD SAID {word} TALKS IN LOME ENDED"
    assert find(text, {word: "ORG"}) == [] and find(text, roles=(word,)) == []


def test_us_the_country_is_no_pronoun() -> None:
    assert [m.text for m in find("They told us that the US would help us")] == ["They", "us", "us"]


def test_marks_at_the_edges_are_not_part_of_a_name() -> None:
    assert find("(Chad, they", {"( Chad ,": "GPE"})[0].text == "Chad"


@pytest.mark.parametrize(
    ("text", "names", "roles", "expected"),
    [
        ("the dockers at Umm Qasr struck", {"Umm Qasr": "GPE"}, ("the dockers at Umm",), "the dockers at Umm Qasr"),
        ("Gulf Council's ministers met", {"Gulf Council": "ORG"}, ("Council's ministers",), "Gulf Council's ministers"),
        ("negotiators for both camps met", {}, ("negotiators for", "both camps"), "negotiators for both camps"),
        ("negotiators for peace met", {}, ("negotiators for",), "negotiators"),
        ("two states and left", {}, ("two states and",), "two states"),
        ("12 protesters outside were held", {}, ("12 protesters outside",), "12 protesters"),
    ],
)  # fmt: skip
def test_descriptions_are_whole(
    text: str, names: dict[str, str], roles: tuple[str, ...], expected: str
) -> None:
    assert expected in [m.text for m in find(text, names, roles) if m.type == "ROLE"]


def test_a_description_inside_a_name_is_part_of_it() -> None:
    assert [m.text for m in find("Addis Ababa spoke", {"Addis Ababa": "GPE"}, ("Ababa",))] == ["Addis Ababa"]


def test_a_pronoun_is_no_description() -> None:
    assert [(m.text, m.type) for m in find("Chad left its post", {"Chad": "GPE"}, ("its",))] == [
        ("Chad", "GPE"),
        ("its", "PRON"),
    ]


def test_an_article_is_of_no_name() -> None:
    text = "He left the Senate and The Hague"
    words = [w.of(text) for w in words_of(text)]
    org, gpe = (1 + 2 * NAME_TYPES.index(kind) for kind in ("ORG", "GPE"))
    names = {"the": org, "Senate": org + 1, "The": gpe, "Hague": gpe + 1}
    signals = FakeEncoder(labels={"names": {words.index(w): k for w, k in names.items()}}).signals(text)
    found = [(m.text, m.type) for m in mentions.find(text, signals, threshold=0.5)]
    assert found == [("He", "PRON"), ("Senate", "ORG"), ("The Hague", "GPE")]


def test_three_sorts_of_place_together_outweigh_an_organisation() -> None:
    text = "Balad fell"
    signals = FakeEncoder().signals(text)
    signals.heads["names"][0] = 0
    for kind, probability in (("ORG", 0.4), ("GPE", 0.25), ("FAC", 0.35)):
        signals.heads["names"][0, 1 + 2 * NAME_TYPES.index(kind)] = probability
    (mention,) = mentions.find(text, signals, threshold=0.5)
    assert mention.type == "FAC"


@pytest.mark.parametrize(
    ("text", "marked", "kind", "whole"),
    [
        ("Shares of Enron Corp. fell.", "Enron Corp", "ORG", "Enron Corp."),
        ("They live in the U.S. now.", "U.S", "GPE", "U.S."),
        ("The U.N.S.C. voted.", "S.C", "ORG", "U.N.S.C."),
        ("We met Smith. He left.", "Smith", "PER", "Smith"),
        ("Then A. Smith left.", "Smith", "PER", "Smith"),
    ],
)
def test_a_name_keeps_its_initials_and_its_abbreviation_s_stop(
    text: str, marked: str, kind: str, whole: str
) -> None:
    assert [m.text for m in find(text, {marked: kind}) if m.type == kind] == [whole]


def test_a_description_keeps_all_its_figures() -> None:
    found = find("Some 1.5 million people fled.", roles=("5 million people",))
    assert [m.text for m in found] == ["1.5 million people"]


def test_an_ending_alone_is_no_name() -> None:
    assert [m.text for m in find("In G7’s name", {"’s": "ORG"})] == []
