"""The checkpoint that the shipped model gives back."""

from __future__ import annotations

from pathlib import Path

import pytest

restore = pytest.importorskip("training.restore", reason="training's own environment", exc_type=ImportError)


def test_the_base_takes_the_models_word_pieces(tmp_path: Path) -> None:
    """A base of a grown corpus had its pieces in another order, and half the table stood for other words."""
    model, base = tmp_path / "model", tmp_path / "base"
    for folder, pieces in ((model, "shipped"), (base, "of a grown corpus")):
        folder.mkdir()
        (folder / "tokenizer.json").write_text(pieces)
    restore.take_pieces(model, base)
    assert (base / "tokenizer.json").read_text() == "shipped"
