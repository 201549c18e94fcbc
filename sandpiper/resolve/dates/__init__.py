"""Story -> Times; sentence, trigger and Times -> the date of an event; a value -> its first and last day."""

from .attach import when
from .finding import find
from .intervals import interval

__all__ = ["find", "interval", "when"]
