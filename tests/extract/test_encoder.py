"""Windows, joins and labels: no weights needed, and a few runs of the shipped model."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.errors import ModelError
from sandpiper.extract.encoder import (
    CASES,
    DISTANCES,
    FOLDER,
    HEADS,
    RELATIONS,
    Encoded,
    OnnxEncoder,
    Output,
    Window,
    case_of,
    join,
    tagged,
    windows_of,
    words_of,
)
from sandpiper.types import Span

shipped = pytest.mark.skipif(not (FOLDER / "model.onnx").exists(), reason="no model is shipped yet")


def encoded(lengths: list[int]) -> Encoded:
    return Encoded(
        [Span(2 * i, 2 * i + 1) for i in range(len(lengths))],
        [[1] * n for n in lengths],
        [0] * len(lengths),
        [()] * len(lengths),
    )


@given(st.text())
def test_words_are_visible_and_in_order(text: str) -> None:
    words = words_of(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(words))
    assert all(w.of(text).strip() == w.of(text) != "" for w in words)
    assert all(0 <= c < CASES for c in case_of(text, words))


@given(st.lists(st.integers(1, 12), max_size=300), st.integers(20, 90), st.integers(0, 18))
def test_windows_cover_every_word_and_fit(lengths: list[int], size: int, overlap: int) -> None:
    windows = windows_of(encoded(lengths), size, overlap)
    assert {i for w in windows for i in range(w.first, w.last)} == set(range(len(lengths)))
    for w in windows:
        assert sum(lengths[w.first : w.last]) <= size - 2
    for a, b in itertools.pairwise(windows):
        assert a.first < b.first <= a.last < b.last


def output(n: int, number: int) -> Output:
    heads = {name: np.full((n, size), 0, np.float32) for name, size in HEADS.items()}
    heads["cue"][:, 1] = number  # tells which window a word was read in
    flat = np.zeros((n, len(RELATIONS), 4), np.float32)
    return Output(
        heads, flat, flat, np.zeros((len(RELATIONS), DISTANCES), np.float32), np.zeros(17, np.float32)
    )


def test_a_row_is_query_times_key_and_what_the_distance_adds() -> None:
    rng = np.random.default_rng(3)
    n, width = 60, 4
    query, key = (rng.normal(size=(n, len(RELATIONS), width)).astype(np.float32) for _ in range(2))
    near = rng.normal(size=(len(RELATIONS), DISTANCES)).astype(np.float32)
    row = Output({}, query, key, near, np.zeros(17, np.float32)).row(2, 7)
    middle = DISTANCES // 2  # the anchor's own bucket; one word on is two or three buckets further
    for word, bucket in ((7, middle), (8, middle + 3), (6, middle - 3), (9, middle + 4), (59, middle + 15)):
        assert row[word] == pytest.approx(query[7, 2] @ key[word, 2] / 2 + near[2, bucket], abs=1e-5)


def test_a_word_is_read_where_it_stands_furthest_from_an_edge() -> None:
    text = "a " * 10
    windows = [Window(0, 6), Window(4, 10)]
    signals = join(text, encoded([1] * 10), windows, [output(6, 3), output(6, 6)])
    cue = signals.heads["cue"][:, 1]
    assert len(set(cue[:5].tolist())) == 1 and len(set(cue[5:].tolist())) == 1 and cue[4] < cue[5]
    row = signals.row("source", [5])
    assert row is not None and row.first == 4 and len(row.scores) == 6
    assert signals.row("antecedent", [5]) is not None and signals.row("antecedent", [99]) is None


def test_begin_parts_neighbours() -> None:
    labels = np.array([[0, 1, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0]], np.float32)
    assert tagged(labels) == [(0, 2), (2, 3)]


def test_a_folder_without_a_model_says_so(tmp_path: object) -> None:
    with pytest.raises(ModelError, match="no model in"):
        OnnxEncoder(tmp_path)  # type: ignore[arg-type]


@shipped
def test_a_window_is_read_alone() -> None:
    encoder = OnnxEncoder()
    one = encoder.signals("Zambia's president met the envoy in Lusaka on Monday.")
    encoder.signals("Something else altogether, and longer than that, was read in between.")
    again = encoder.signals("Zambia's president met the envoy in Lusaka on Monday.")
    assert all((one.heads[name] == again.heads[name]).all() for name in HEADS)
