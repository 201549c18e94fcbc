"""Statement -> the kind of entry it makes, if any."""

from __future__ import annotations

import re

from sandpiper.types import LedgerKind, Statement

from .record import Record

_KINDS: dict[str, LedgerKind] = {
    "pledge": "pledge", "threat": "threat", "demand": "demand", "appeal": "demand", "forecast": "forecast",
}  # fmt: skip


def of(record: Record, s: Statement) -> LedgerKind | None:
    """The kind of entry that a statement makes; None for what binds nobody, was not said, or is an act of law."""
    kind = _KINDS.get(s.kind)
    if kind is None or s.negated or (kind != "demand" and _done(record, s)):
        return None
    return kind


def _done(record: Record, s: Statement) -> bool:
    """Whether the cue is an act of law, not of speech: who "introduced a bill" has threatened nobody by that."""
    text = record.text(s.in_)
    return any(_ENACTED.search(c.of(text)) for c in s.cue)


_ENACTED = re.compile(r"\b(?:introduc|adopt|enact|amend)(?:e|es|ed|s|ing)?\b", re.I)
