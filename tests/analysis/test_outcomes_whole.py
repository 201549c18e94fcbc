"""What a later story tells of a promise as a whole, in other words than the promise's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.analysis.outcomes import topic
from sandpiper.analysis.outcomes.build import common
from sandpiper.analysis.outcomes.telling import sentence, told
from sandpiper.analysis.outcomes.whole import Frame, Promise, infer, main_stems
from sandpiper.analysis.outcomes.words import words
from sandpiper.types import Time
from tests.analysis.test_outcomes import proposed, reading

PROMISE = (
    "Norland will take down the wire fence at Kelm by March 31, Ada Bjerk said on Friday. "
    "Herds of elk have died along the posts. Hunters and shepherds of the Darva plain asked for a gap."
)
CONTENT = "Norland will take down the wire fence at Kelm by March 31"
OUTCOMES = [
    ("met", "2019-03-29", "Elk stream through gap at Kelm",
     "Workers rolled up the last coils of wire at Kelm on Friday. Ada Bjerk cheered as elk crossed the Darva plain."),
    ("broken", "2019-04-02", "Wire still bars elk at Kelm",
     "The fence at Kelm still stood on Tuesday, two days after it should have gone. Ada Bjerk could not be reached."),
    ("postponed", "2019-03-20", "Elk must wait at Kelm until June",
     "The fence at Kelm will not come down before June, because the ground is frozen, Ada Bjerk said."),
]  # fmt: skip
NOTHING = [
    ("2019-03-20", "Shepherds press Norland over fence", "Shepherds of the Darva plain demanded that the fence at Kelm be gone. Ada Bjerk smiled."),
    ("2019-03-20", "Ada Bjerk repeats vow on Kelm", "Ada Bjerk repeated that the wire fence at Kelm would be gone by March 31."),
    ("2019-03-20", "Sudria rolls up border fence", "Sudria rolled up a fence of wire at its border on Wednesday, and elk crossed."),
    ("2019-03-20", "Ada Bjerk opens school", "Ada Bjerk opened a school in the capital on Wednesday."),
    ("2019-08-20", "Hunters shoot elk at Kelm", "Hunters shot two elk at Kelm on Tuesday. Ada Bjerk sent wardens."),
]  # fmt: skip


def first(text: str = PROMISE, content: str = CONTENT) -> object:
    return reading("first", text, "2019-03-01", ledger=((content, "Norland", "2019-03-31"),))


@pytest.mark.parametrize(("state", "day", "title", "text"), OUTCOMES, ids=[o[0] for o in OUTCOMES])
def test_an_outcome_in_other_words(state: str, day: str, title: str, text: str, tmp_path: Path) -> None:
    times = {"June": "2019-06"} if "June," in text else None
    later = reading("later", text, day, title=title, times=times)
    (one,) = proposed(tmp_path, first(), later)  # type: ignore[arg-type]
    assert (one.state, one.story, one.entries) == (state, "later", (("first", "l0"),))
    assert one.evidence and one.reasons[0].startswith("actor: ") and one.reasons[1].startswith("content: ")


@pytest.mark.parametrize(("day", "title", "text"), NOTHING, ids=[n[1] for n in NOTHING])
def test_talk_others_and_other_things_tell_nothing(day: str, title: str, text: str, tmp_path: Path) -> None:
    assert proposed(tmp_path, first(), reading("later", text, day, title=title)) == []  # type: ignore[arg-type]


def test_of_several_stories_the_one_that_tells_most(tmp_path: Path) -> None:
    _, day, title, text = OUTCOMES[0]
    later = reading("later", text, day, title=title)
    vague = reading("vague", "Elk grazed at Kelm on Thursday. Ada Bjerk counted them.", "2019-03-28")
    (one,) = proposed(tmp_path, first(), vague, later)  # type: ignore[arg-type]
    assert one.story == "later"


def test_a_quotation_tells_the_same_promise_again(tmp_path: Path) -> None:
    text = PROMISE + ' "You will see the elk walk free this spring," Ada Bjerk said.'
    again = reading(
        "first", text, "2019-03-01",
        ledger=((CONTENT, "Norland", "2019-03-31"), ("You will see the elk walk free this spring", "Ada Bjerk", None)),
    )  # fmt: skip
    _, day, title, later = OUTCOMES[0]
    (one,) = proposed(tmp_path, again, reading("later", later, day, title=title))
    assert one.entries == (("first", "l0"), ("first", "l1"))


def frame(
    *texts: str, covers: tuple[float, ...] = (0.6, 0.6), day: str = "2019-04-02", **given: object
) -> Frame:
    """The first of the texts is a headline; a month's name is a time."""
    sentences = [(sentence(t, 0, len(t), title=not n), None if n else "title") for n, t in enumerate(texts)]
    times = [
        Time(f"t{n}", m.start(), m.end(), m[0], "DATE", "2019-06", in_=where)
        for s, where in sentences for n, m in enumerate(re.finditer("June", s.text))
    ]  # fmt: skip
    rest = {"foreign": False, "passed": frozenset(), "acts": frozenset(), "names": 1.0} | given
    return Frame(sentences, covers, max(covers), 0.5, times=times, day=day, **rest)  # type: ignore[arg-type]


DUE = Promise("2019-03-01", "2019-03-31", ending=False, negated=False)


@pytest.mark.parametrize(
    ("headline", "lead", "promise", "state"),
    [
        ("Bread reaches camp", "Families in the camp collected bread on Tuesday.", DUE, "met"),
        ("No bread in camp", "Families in the camp went to bed without bread.", DUE, "broken"),
        ("Bread for camp in June", "The bread will come in June, they said.", DUE, "postponed"),
        ("Camp waits for bread until June", "A ship is late.", DUE, "postponed"),
        ("Camp gets bread", "Soldiers handed out bread.", Promise("2019-03-01", None, False, True), "broken"),
        ("Saws rest in forest", "Nothing was heard in the forest.", Promise("2019-03-01", "2019-03-31", True, False), "met"),
        ("Saws whine in forest", "Loggers kept felling in the forest.", Promise("2019-03-01", "2019-03-31", True, False), "broken"),
        ("Camp told to hope", "The mayor urged the camp to hope for bread.", DUE, None),
        ("Bread and the camp", "A baker told the camp to bake bread.", DUE, None),
    ],
)  # fmt: skip
def test_what_headline_and_lead_tell(headline: str, lead: str, promise: Promise, state: str | None) -> None:
    found = infer(promise, frame(headline, lead))
    assert (found and found.state) == state


def test_far_from_the_topic_nothing_is_told() -> None:
    assert infer(DUE, frame("Bread reaches camp", "Families collected bread.", covers=(0.0, 0.05))) is None
    assert infer(DUE, frame("Bread reaches camp", "Families collected bread.", foreign=True)) is None
    assert infer(DUE, frame("Bread reaches camp", "Families collected bread.", names=0.3)) is None


def test_a_clause_that_tells_which_one_is_no_content() -> None:
    text = "Police detained a blogger who praised the prisoner."
    assert "prison" not in main_stems(sentence(text, 0, len(text))) and "blogger" in main_stems(
        sentence(text, 0, len(text))
    )


def test_the_last_to_be_done_is_done() -> None:
    text = "The last houses to be linked were in Darva."
    s = sentence(text, 0, len(text))
    assert told(s, [w.lower for w in s.words].index("linked")) == "done"


def test_rare_words_weigh_more_and_the_store_counts_too() -> None:
    assert topic.rarity("kelm", 1, 10) > topic.rarity("ministr", 1, 10) > 0
    assert topic.rarity("kelm", 1, 10_000) > topic.rarity("kelm", 5_000, 10_000)


@given(st.text(), st.text())
def test_likeness_of_stories_is_a_share(one: str, other: str) -> None:
    vectors = [topic.vector(words(t), lambda stem: topic.rarity(stem, 1, 2)) for t in (one, other)]
    assert 0 <= topic.alike(*vectors) <= 1 + 1e-9
    assert topic.alike(*vectors) == pytest.approx(topic.alike(*reversed(vectors)))


def test_words_of_newswire_are_counted_by_passage() -> None:
    passages = [{"title": None, "text": "Elk, elk and wire."}] * 3 + [{"title": "Snow", "text": "Wire."}]
    assert common(passages) == ["4", "and 3", "elk 3", "wir 4"]
