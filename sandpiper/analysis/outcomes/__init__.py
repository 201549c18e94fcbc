"""Store -> proposals: what later stories may tell of the ledger's entries. Nothing is decided here."""

from __future__ import annotations

from sandpiper.analysis.outcomes.matching import propose

__all__ = ["propose"]
