"""Readings <-> disk."""

from __future__ import annotations

from sandpiper.store.reviews import Outcome, Proposal, Reviews, Verdict
from sandpiper.store.sqlite import STORE_VERSION, Answer, Store

__all__ = ["STORE_VERSION", "Answer", "Outcome", "Proposal", "Reviews", "Store", "Verdict"]
