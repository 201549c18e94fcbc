"""What ``benchmarks.ledger`` counts beside the ledger's entries."""

from __future__ import annotations

import pytest

from benchmarks import ledger
from sandpiper.types import SCHEMA, Reading, Span, Statement, Story


def test_kinds_of_statements_count_alike_however_rare() -> None:
    text = "Bo said it rained. Ana vowed to pay."
    contents = [[8, 17], [29, 35]]
    row = {
        "id": "w2-1", "text": text, "mentions": [], "ledger": [],
        "statements": [{"content": [c], "kind": k} for c, k in zip(contents, ("assertion", "pledge"), strict=True)],
    }  # fmt: skip
    told = tuple(Statement(f"s{i}", (), (), (Span(*c),), kind="assertion") for i, c in enumerate(contents))
    reading = Reading(SCHEMA, "en-test", "0", Story("w2-1", text), statements=told)
    assert ledger.score([row], [reading])["kinds"] == pytest.approx(200 / 3 / 8)
