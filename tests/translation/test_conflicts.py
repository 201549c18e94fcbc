"""Headlines against their texts: what is flagged, and what never is."""

from __future__ import annotations

import pytest

from sandpiper.translation import conflicts
from sandpiper.types import Story


def kinds(title: str | None, text: str) -> list[str]:
    found = conflicts.find(Story("x", text, title))
    for warning in found:
        for span in warning.spans:
            assert span.of(text) and span.of(text) in warning.text
    return [w.kind for w in found]


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "Georgia accused Armenia of dumping",
            "Armenia accused Georgia of dumping on Monday.",
            conflicts.HEADLINE,
        ),
        (
            "Paris confirmed the visit of the delegation",
            "Officials said Paris did not confirm the visit of the delegation.",
            conflicts.HEADLINE,
        ),
        ("In Oryol 40 people injured", "Four people injured in the crash were taken home.", conflicts.NUMBER),
        ("120 detained at the rally", "The police said that 12 people were detained.", conflicts.NUMBER),
    ],
)
def test_what_contradicts(title: str, text: str, kind: str) -> None:
    assert kinds(title, text) == [kind]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Georgia accused Armenia of dumping",
            "Armenia accused Georgia in March. Then Georgia accused Armenia.",  # both
        ),
        ("Georgia accused Armenia of dumping", "The Georgian note reached Yerevan on Monday."),
        (
            "Paris confirmed the visit of the delegation",
            "Paris did not confirm the visit of the delegation until it was asked.",
        ),
        ("Paris confirmed the visit of the delegation", "Paris did not confirm a prisoner exchange."),
        ("Will Paris confirm the visit of the delegation?", "Paris did not confirm the visit of the delegation."),
        ("12 killed in the crash", "Twelve people were killed, and three died later."),
        ("12 killed in the crash", "At least 10 people were killed."),
        ("12 killed in the crash", "Four people were killed on the road and 12 in all."),
        (None, "Four people were killed."),
        ("Four people were killed", "Four people were killed"),
    ],
)  # fmt: skip
def test_what_agrees_or_says_nothing(title: str | None, text: str) -> None:
    assert not kinds(title, text)
