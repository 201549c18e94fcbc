"""Sentences: borders, abbreviations, quotations, and properties over any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandpiper.extract.furniture import annotate, paragraphs
from sandpiper.extract.sentences import split
from sandpiper.types import Furniture, Story


def words(text: str) -> list[str]:
    return [span.of(text) for span in split(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["the president spoke on monday.", "he left the city.", "talks will go on."],
        ["THE MINISTER LEFT LAST WEEK.", "HE WILL RETURN.", "GEN. ADEYEMI STAYS IN THE U.S. CAPITAL."],
        ["The U.S. Army said Gen. John Okoro will arrive at 5 p.m. Tuesday.", "The U.S. has no plan."],
        ["J. R. R. Moore and Sen. A. Bello met on Jan. 5.", "The No. 2 official was absent."],
        ["He paused...", "Then he spoke.", "Wait… what?", "Yes!"],
        ["“We will not agree,” he said.", "“Not now.”", "She left."],
        ["“We will act“, – said Ivanov.", "He left."],
        ['"Why?" she asked.', '"Because!" he cried.', "(He lied.)", "It ended."],
        ["“It is war!” — said Ivanov.", "“No” – replied he."],
        ["It began two years ago.", "The tribunal met twice last month.", "It will sit again."],
        ["Lt. Col. Maj. Gen. Ivanov spoke of 1.5 mln. people.", "The end."],
        ["The court sat in 1912. [7]", "It adjourned."],
        ["Several groups (e.g. The Northern Front) signed.", "Others did not."],
    ],
)
def test_splits_as_a_reader_would(sentences: list[str]) -> None:
    assert words(" ".join(sentences)) == sentences


def test_a_lost_space_still_ends_a_sentence() -> None:
    text = "Troops crossed the border.The minister denied it.They left."
    assert words(text) == ["Troops crossed the border.", "The minister denied it.", "They left."]


@pytest.mark.parametrize(
    "text", ["See www.Example.com for more", "The U.N.Security Council met", "At St.Petersburg we met"]
)
def test_no_cut_inside_names_and_addresses(text: str) -> None:
    assert words(text) == [text]


def test_paragraphs_and_furniture_are_borders() -> None:
    text = "Talks Resume. Again\n\nLUSAKA, June 8 (Xinhua) -- Ministers met. They left\n\nSee also: X\n\nand went home"
    headline = Furniture(0, 20, "headline")
    start = text.index("LUSAKA")
    dateline = Furniture(start, text.index("Ministers") - 1, "dateline")
    link = Furniture(text.index("See"), text.index("See") + 11, "link")
    spans = split(text, [link, headline, dateline])
    assert [span.of(text) for span in spans] == [
        "Talks Resume. Again", "Ministers met.", "They left", "and went home",
    ]  # fmt: skip


def test_lines_of_one_width_are_one_paragraph_and_others_are_not() -> None:
    wrapped = (
        "The ministers of five countries met on the border on Thursday and\n"
        "agreed that observers from the region should count the lorries that\n"
        "cross it, a spokesman said. None of them has arrived so far because\n"
        "the Road is closed. They will meet again."
    )
    assert len(paragraphs(wrapped)) == 1
    assert words(wrapped)[1].startswith("None of them")
    assert len(paragraphs("First line stands alone\nSecond line stands alone")) == 2


def test_empty_text_has_no_sentences() -> None:
    assert split("") == () and split(" \n\t\n") == ()


ALPHABET = st.sampled_from(list("aAbZ.!?…\"'“”«»()[]–- \n\t0159,:;©/*•\u00a0Жж"))
PIECES = st.sampled_from(
    [
        "Gen. ",
        "U.S. ",
        "(END)",
        "\n\n",
        "MOSCOW, June 8 (TASS) -- ",
        "By John Smith\n",
        "he said. ",
        "The war ended.",
        "e.g. ",
        " [12]",
    ]
)
TEXTS = st.lists(st.one_of(ALPHABET, PIECES), max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_spans_cover_all_but_furniture(text: str) -> None:
    story = annotate(Story("s", text))
    spans = split(text, story.furniture)
    covered = [0] * len(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        end = span.end
        for at in range(span.start, span.end):
            covered[at] += 1
    for item in story.furniture:
        for at in range(item.start, item.end):
            if item.kind != "headline":
                assert not covered[at]
                covered[at] = 1
    assert all(covered[at] for at, char in enumerate(text) if not char.isspace())


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=4))
def test_any_furniture_is_a_border(text: str, pieces: list[tuple[int, int]]) -> None:
    furniture = [
        Furniture(start, min(len(text), start + n), "boilerplate") for start, n in pieces if start < len(text)
    ]
    inside = {at for item in furniture for at in range(item.start, item.end)}
    covered = {at for span in split(text, furniture) for at in range(span.start, span.end)}
    assert not covered & inside
    assert all(at in covered | inside for at, char in enumerate(text) if not char.isspace())


@pytest.mark.parametrize("unit", ["word.Word", "(", '"', "Aa ", "A.B", "The army left the town. "])
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        split(text)
        return time.process_time() - start

    split("Warm up.")
    small = max(seconds(20_000), 0.002)
    assert seconds(200_000) < 60 * small  # ten times the text; a square would be a hundred
