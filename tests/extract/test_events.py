"""Events from signals written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sandpiper import ontology
from sandpiper.extract import events, mentions, sentences
from sandpiper.extract.encoder import (
    CATEGORIES,
    COUNTS,
    MODES,
    NAME_TYPES,
    STATUSES,
    FakeEncoder,
    Signals,
    words_of,
)
from sandpiper.extract.events import Found
from sandpiper.types import Count, Mention, Span

PER = 1 + 2 * NAME_TYPES.index("PER")


def find(
    text: str, trigger: str, category: str, *, people: Sequence[str] = (), actor: Sequence[str] = (),
    recipient: Sequence[str] = (), status: str = "happened", mutual: bool = False,
) -> list[Found]:  # fmt: skip
    """One-word names; a trigger may have several words."""
    words = [w.of(text) for w in words_of(text)]
    acts = [words.index(w) for w in trigger.split()]
    fake = FakeEncoder(
        labels={
            "names": {words.index(p): PER for p in people},
            "trigger": {
                i: 1 + (len(CATEGORIES) if k else CATEGORIES.index(category)) for k, i in enumerate(acts)
            },
            "status": {acts[0]: STATUSES.index(status)},
            "reciprocal": {acts[0]: int(mutual)},
        },
        links={
            "actor": {acts[0]: [words.index(a) for a in actor]},
            "recipient": {acts[0]: [words.index(r) for r in recipient]},
        },
    )
    signals = fake.signals(text)
    found = mentions.find(text, signals, threshold=0.5)
    return events.find(
        text, signals, found, threshold=0.5, link=0.5, mutual=0.5, sentences=sentences.split(text, ())
    )


def test_the_land_of_a_title_is_no_party() -> None:
    text = "Head of Togo Ana met the army of Mali and Bo"
    land, ana, mali, bo = (
        (Mention(word, text.index(word), text.index(word) + len(word), word, kind), 0.9)  # type: ignore[arg-type]
        for word, kind in (("Togo", "GPE"), ("Ana", "PER"), ("Mali", "GPE"), ("Bo", "PER"))
    )
    assert events._without_titles(text, [land, ana]) == [ana]
    assert events._without_titles(text, [mali, bo]) == [mali, bo]
    assert events._without_titles(text, [land]) == [land]


def test_what_links_two_by_the_acts_that_are_read() -> None:
    words = ["Ana", "struck", "Bo", "and", "met", "Cid"]
    text = " ".join(words)
    spans = {w.of(text): w for w in words_of(text)}
    fake = FakeEncoder(
        labels={
            "trigger": {1: 1 + CATEGORIES.index("ASSAULT"), 4: 1 + CATEGORIES.index("CONSULT")},
            "reciprocal": {4: 1},
        },
        links={"actor": {1: [0], 4: [0, 5]}, "recipient": {1: [2], 4: []}},
    )
    signals = fake.signals(text)

    def told(actor: str | None, recipient: str | None) -> dict[str, float]:
        sides = [[spans[side]] if side else [] for side in (actor, recipient)]
        scores = events.between(signals, *sides)
        return {c: round(float(s), 2) for c, s in zip(CATEGORIES, scores, strict=True) if s > 0.01}

    assert told("Ana", "Bo") == {"ASSAULT": 1.0}
    assert told("Bo", "Ana") == {}
    assert told("Ana", "Cid") == told("Cid", "Ana") == {"CONSULT": 1.0}
    assert told(None, "Bo") == {"ASSAULT": round(events.UNNAMED**0.5, 2)}


def test_nobody_of_a_later_sentence_is_a_party() -> None:
    (event,) = find(
        "Ana came. Bo warned them. Cid and Dan slept.", "warned", "THREATEN", people=("Ana", "Bo", "Cid", "Dan"),
        actor=("Bo", "Cid"), recipient=("Ana", "Dan"),
    )  # fmt: skip
    assert ([m.text for m in event.actor], [m.text for m in event.recipient]) == (["Bo"], ["Ana"])


def test_an_actor_of_the_sentence_before_must_be_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    told = ("Ana came. Then struck Bo.", "struck", "ASSAULT")
    (event,) = find(*told, people=("Ana", "Bo"), actor=("Ana",), recipient=("Bo",))
    assert [m.text for m in event.actor] == ["Ana"]
    monkeypatch.setattr(events, "BEFORE", 1.0)
    (event,) = find(*told, people=("Ana", "Bo"), actor=("Ana",), recipient=("Bo",))
    assert event.actor == () and [m.text for m in event.recipient] == ["Bo"]


def test_who_did_what_to_whom() -> None:
    (event,) = find(
        "Ana opened fire on Bo", "opened fire", "ASSAULT", people=("Ana", "Bo"), actor=("Ana",),
        recipient=("Bo",), status="ongoing",
    )  # fmt: skip
    assert (event.category, event.status) == ("ASSAULT", "ongoing")
    assert event.trigger.of("Ana opened fire on Bo") == "opened fire"
    assert ([m.text for m in event.actor], [m.text for m in event.recipient]) == (["Ana"], ["Bo"])


@pytest.mark.parametrize(
    ("text", "gains"),
    [
        ("Ana promised that Bo would build roads", False),
        ("Ana promised that Bo would not be tried", True),
        ("Ana promised that Bo would eventually receive roads", True),
        ("Ana promised that Bo would regain them", True),
        ("Ana promised Bo roads", True),
    ],
)
def test_who_is_to_keep_a_promise_does_not_gain_by_it(text: str, gains: bool) -> None:
    (event,) = find(text, "promised", "AGREE", people=("Ana", "Bo"), actor=("Ana",), recipient=("Bo",))
    assert [m.text for m in event.recipient] == (["Bo"] if gains else [])


def test_both_sides_of_a_mutual_act_are_actors() -> None:
    (event,) = find(
        "Ana met Bo", "met", "CONSULT", people=("Ana", "Bo"), actor=("Ana",), recipient=("Bo",), mutual=True
    )
    assert event.reciprocal
    assert [m.text for m in event.actor] == ["Ana", "Bo"] and event.recipient == ()


def test_an_act_without_anybody_has_nobody() -> None:
    (event,) = find("Shells fell on Bo", "fell", "ASSAULT", people=("Bo",))
    assert (event.actor, event.recipient) == ((), ())


def test_a_mention_is_on_one_side_only() -> None:
    (event,) = find("Ana hit Bo", "hit", "ASSAULT", people=("Ana", "Bo"), actor=("Ana",), recipient=("Ana",))
    assert len(event.actor) + len(event.recipient) == 1


@pytest.mark.parametrize("word", ["also", "to", "the", "12", "-"])
def test_small_words_and_figures_do_nothing(word: str) -> None:
    assert find(f"Ana {word} Bo", word, "ASSAULT", people=("Ana", "Bo"), actor=("Ana",)) == []


def acts(
    text: str, triggers: dict[str, str], counts: dict[str, str] | None = None, **more: dict[int, int]
) -> Signals:
    """Signals with one-word triggers by category and numbers by what they count."""
    words = [w.of(text) for w in words_of(text)]
    labels: dict[str, dict[int, int]] = {
        "trigger": {words.index(w): 1 + CATEGORIES.index(c) for w, c in triggers.items()},
        "count": {words.index(w): 1 + COUNTS.index(c) for w, c in (counts or {}).items()},
        **more,
    }
    return FakeEncoder(labels=labels).signals(text)


def read(text: str, signals: Signals, sentences: Sequence[Span] = ()) -> list[Found]:
    return events.find(text, signals, [], threshold=0.5, link=0.5, mutual=0.5, sentences=sentences)


def test_a_mode_is_one_of_its_category() -> None:
    text = "Police arrested Bo"
    arrest, firearms = 1 + MODES.index(("COERCE", "arrest")), 1 + MODES.index(("ASSAULT", "firearms"))
    (event,) = read(text, acts(text, {"arrested": "COERCE"}, mode={1: arrest}))
    assert event.mode == "arrest"
    (event,) = read(text, acts(text, {"arrested": "COERCE"}, mode={1: firearms}))
    assert event.mode is None
    (event,) = read(text, acts(text, {"arrested": "COERCE"}))
    assert event.mode is None


def test_an_act_may_have_several_contexts() -> None:
    text = "Police arrested Bo"
    two = [ontology.CONTEXTS.index(c) for c in ("election", "corruption")]
    signals = FakeEncoder(
        labels={"trigger": {1: 1 + CATEGORIES.index("COERCE")}, "contexts": {1: two}}
    ).signals(text)
    (event,) = read(text, signals)
    assert set(event.contexts) == {"election", "corruption"}


def test_numbers_go_to_the_act_that_they_suit() -> None:
    text = "Raiders killed 12 men; police arrested at least 3 of them."
    counts = {"12": "dead", "3": "arrested"}
    killed, arrested = read(text, acts(text, {"killed": "ASSAULT", "arrested": "COERCE"}, counts))
    assert killed.counts == {"dead": Count(12, 12, (Span(15, 17),))}
    assert arrested.counts == {"arrested": Count(3, None, (Span(39, 49),))}
    assert text[39:49] == "at least 3"


def test_numbers_of_a_kind_are_added_and_said_twice_counted_once() -> None:
    text = "Raiders killed 24 policemen and ten Indians, 24 in all"
    words = [w.of(text) for w in words_of(text)]
    at = {i: 1 for i, w in enumerate(words) if w in ("24", "ten")}
    (event,) = read(text, acts(text, {"killed": "ASSAULT"}, count=at))
    assert (event.counts["dead"].min, event.counts["dead"].max) == (34, 34)
    assert len(event.counts["dead"].spans) == 3


def test_a_number_stays_in_its_sentence() -> None:
    text = "Raiders fled. Floods killed 12."
    signals = acts(text, {"fled": "RETREAT"}, {"12": "dead"})
    assert read(text, signals, [Span(0, 13), Span(14, 31)])[0].counts == {}
    assert read(text, signals)[0].counts != {}


def test_confidence_is_corrected_and_the_threshold_is_on_it() -> None:
    text = "Police arrested Bo"
    signals = acts(text, {"arrested": "COERCE"})
    signals.heads["trigger"][1] = 0
    signals.heads["trigger"][1, [1 + CATEGORIES.index("COERCE"), 1 + CATEGORIES.index("ASSAULT")]] = 0.6, 0.4

    def sure(threshold: float, calibration: tuple[float, float, float] = (1.0, 0.0, 0.0)) -> list[float]:
        found = events.find(
            text, signals, [], threshold=threshold, link=0.5, mutual=0.5, calibration=calibration
        )
        return [e.confidence for e in found]

    assert sure(0.5) == [pytest.approx(0.6)]
    assert sure(0.65) == []
    assert sure(0.5, (1.0, 1.0, 0.0)) == [pytest.approx(0.8031, abs=1e-4)]
    assert sure(0.5, (0.0, 0.0, 0.0)) == []


@pytest.mark.parametrize(
    ("text", "trigger", "kept"),
    [
        ("A veteran shot himself there", "shot", False),
        ("He killed himself and 12 others", "killed", True),
        ("He killed himself as well as three soldiers", "killed", True),
        ("He killed himself, four officers and a child", "killed", True),
        ("He shot himself with his pistol", "shot", False),
        ("He killed himself and left a note", "killed", False),
        ("He shot and killed himself", "shot", False),
        ("He blew himself up", "blew", True),
        ("A veteran shot a guard", "shot", True),
    ],
)
def test_who_harms_himself_alone_assaults_nobody(text: str, trigger: str, kept: bool) -> None:
    assert bool(read(text, acts(text, {trigger: "ASSAULT"}))) == kept


@pytest.mark.parametrize(
    ("text", "acts_", "left"),
    [
        ("Oslo is considering sending aid", {"considering": "AGREE", "sending": "AID"}, ["AGREE"]),
        ("Oslo offered to meet them", {"offered": "AGREE", "meet": "CONSULT"}, ["AGREE"]),
        ("Oslo promised food and sent it", {"promised": "AGREE", "sent": "AID"}, ["AGREE", "AID"]),
        ("Oslo agreed to free Bo", {"agreed": "AGREE", "free": "RETREAT"}, ["AGREE", "RETREAT"]),
    ],
)
def test_what_is_agreed_on_is_no_second_event(text: str, acts_: dict[str, str], left: list[str]) -> None:
    assert [e.category for e in read(text, acts(text, acts_))] == left


def test_the_company_of_an_act_is_the_likeliest_other_around_it() -> None:
    sure = np.zeros(300)
    sure[[10, 12, 60, 200]] = 0.9, 0.8, 0.5, 0.7
    near = events.company(sure)
    assert near[[10, 12, 60]].tolist() == [0.5, 0.5, 0.9]  # neighbours aside
    assert near[[150, 200]].tolist() == [0.7, 0.0]
    assert events.company(np.array([0.4])).tolist() == [0.0]


def test_company_makes_an_act_surer() -> None:
    alone = events.calibrated(np.array([0.4]), np.array([0.0]), 1.0, -0.5, 1.0)
    among = events.calibrated(np.array([0.4]), np.array([0.9]), 1.0, -0.5, 1.0)
    assert alone[0] < 0.4 < among[0]


def test_the_trigger_tells_its_place_where_it_is_sure() -> None:
    text = "Police arrested Bo in Oslo"
    labels = {
        "names": {4: 1 + 2 * NAME_TYPES.index("GPE")},
        "trigger": {1: 1 + CATEGORIES.index("COERCE")},
    }

    def place(links: dict[str, dict[int, Sequence[int]]]) -> str | None:
        signals = FakeEncoder(labels=labels, links=links).signals(text)
        found = mentions.find(text, signals, threshold=0.5)
        (event,) = events.find(text, signals, found, threshold=0.5, link=0.5, mutual=0.5)
        return event.place.text if event.place else None

    assert place({"place": {1: [4]}}) == "Oslo"
    assert place({"place": {1: [2]}}) is None
    assert place({}) is None


def test_a_part_is_not_added_to_its_whole_nor_an_article_to_a_number() -> None:
    text = "Raiders killed four men, including two guards, and a dog"
    words = [w.of(text) for w in words_of(text)]
    at = {i: 1 for i, w in enumerate(words) if w in ("four", "two", "a")}
    (event,) = read(text, acts(text, {"killed": "ASSAULT"}, count=at))
    assert (event.counts["dead"].min, event.counts["dead"].max) == (4, 4)
