"""Story -> Times; sentence, trigger and Times -> the date of an event; a value -> its first and last day."""

from .attach import REACH, is_of_what_is_said, long_past, when
from .finding import find
from .intervals import interval

__all__ = ["REACH", "find", "interval", "is_of_what_is_said", "long_past", "when"]
