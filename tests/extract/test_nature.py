"""What the model thinks of a mention, from scores written by hand."""

from __future__ import annotations

import numpy as np

from sandpiper.extract import nature
from sandpiper.extract.encoder import BEINGS, HEADS, RELATIONS, SECTORS, Row, Signals, words_of
from sandpiper.types import Mention, Span

TEXT = "Miners in Chile met the board"


def signals() -> Signals:
    words = words_of(TEXT)
    heads = {name: np.zeros((len(words), n), np.float32) for name, n in HEADS.items()}
    heads["sector"][0, 1 + SECTORS.index("LAB")] = 0.7
    heads["sector"][0, 0] = 0.3
    heads["being"][0, BEINGS.index("people")] = 0.9
    row = Row(0, np.array([0.1, 0.0, 0.8, 0.0, 0.0, 0.0], np.float32))
    return Signals(words, heads, {r: {0: row} if r == "country" else {} for r in RELATIONS})


def test_a_mention_has_the_nature_of_its_head_word() -> None:
    found = nature.natures(
        TEXT, signals(), [Mention("m0", 0, 6, "Miners", "ROLE"), Mention("m1", 20, 29, "the board", "ROLE")]
    )
    assert max(found["m0"].sectors, key=found["m0"].sectors.__getitem__) == "LAB"
    assert max(found["m0"].kinds, key=found["m0"].kinds.__getitem__) == "people"
    assert found["m0"].country == Span(10, 15)
    assert round(found["m0"].sure, 3) == 0.8
    assert found["m1"].country is None and found["m1"].sure == 0.0
