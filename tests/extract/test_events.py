"""Events from signals written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sandpiper.extract import events, mentions
from sandpiper.extract.encoder import CATEGORIES, NAME_TYPES, STATUSES, FakeEncoder, words_of
from sandpiper.extract.events import Found

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
    return events.find(text, signals, found, threshold=0.5, link=0.5, mutual=0.5)


def test_who_did_what_to_whom() -> None:
    (event,) = find(
        "Ana opened fire on Bo", "opened fire", "ASSAULT", people=("Ana", "Bo"), actor=("Ana",),
        recipient=("Bo",), status="ongoing",
    )  # fmt: skip
    assert (event.category, event.status) == ("ASSAULT", "ongoing")
    assert event.trigger.of("Ana opened fire on Bo") == "opened fire"
    assert ([m.text for m in event.actor], [m.text for m in event.recipient]) == (["Ana"], ["Bo"])


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
