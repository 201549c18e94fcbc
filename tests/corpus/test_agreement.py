"""Agreement of two annotators, on passages small enough to count by hand."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from corpus.agreement import score

TEXT = "Chad expelled an envoy, Mali said."


def row() -> dict[str, Any]:
    return {
        "id": "x",
        "text": TEXT,
        "actors": {"c": {}, "m": {}, "v": {}},
        "mentions": [
            {"start": 0, "end": 4, "type": "GPE", "actor": "c"},
            {"start": 14, "end": 22, "type": "ROLE", "actor": "v"},
            {"start": 24, "end": 28, "type": "GPE", "actor": "m"},
        ],
        "events": [
            {
                "trigger": [[5, 13]], "category": "SANCTION", "mode": "expel", "status": "happened", "reciprocal": False,
                "actor": ["c"], "recipient": ["v"],
            }
        ],
        "statements": [{"content": [[0, 22]], "kind": "assertion", "speaker": "m"}],
    }  # fmt: skip


def test_the_same_labels_agree_wholly() -> None:
    figures = score([row()], [row()])
    assert {k: v for k, v in figures.items() if k not in ("passages", "no_event")} == dict.fromkeys(
        (
            "mentions", "trigger", "events", "mode", "status", "reciprocal", "actor", "recipient", "statements", "kind",
            "speaker",
        ),
        100.0,
    )  # fmt: skip


def test_every_layer_counts_its_own_differences() -> None:
    other = deepcopy(row())
    other["mentions"][0]["type"] = "ORG"
    other["events"][0] |= {"mode": None, "recipient": []}
    other["events"].append(deepcopy(row()["events"][0]) | {"trigger": [[29, 33]]})
    other["statements"][0] |= {"content": [[0, 13]], "kind": "accusation", "speaker": "c"}
    figures = score([row()], [other])
    assert figures["mentions"] == pytest.approx(200 * 2 / 6)
    assert figures["trigger"] == figures["events"] == pytest.approx(200 / 3)
    assert (figures["mode"], figures["status"], figures["actor"], figures["recipient"]) == (0, 100, 100, 0)
    assert (figures["statements"], figures["kind"], figures["speaker"]) == (100, 0, 0)


def test_another_category_is_a_trigger_but_no_event() -> None:
    other = deepcopy(row())
    other["events"][0]["category"] = "COERCE"
    figures = score([row()], [other])
    assert (figures["trigger"], figures["events"]) == (100, 0)


def test_passages_must_be_the_same() -> None:
    with pytest.raises(ValueError, match="same passages"):
        score([row()], [row() | {"text": "Other."}])
