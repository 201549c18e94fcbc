"""What a fit of confidence finds again of the rule that made its samples."""

from __future__ import annotations

import random

import numpy as np
import pytest

from sandpiper.extract.events import calibrated
from training.calibrate import fit


def test_the_fit_finds_slope_offset_and_weight() -> None:
    rng = random.Random(3)
    rows = []
    for _ in range(8000):
        sure, near = rng.uniform(0.05, 0.95), rng.random()
        chance = calibrated(np.array([sure]), np.array([near]), 0.7, -1.0, 0.8)[0]
        rows.append((sure, near, rng.random() < chance))
    assert fit(rows) == pytest.approx((0.7, -1.0, 0.8), abs=0.15)
