"""Story -> Times; sentence, trigger and Times -> the date of an event."""

from .attach import when
from .finding import find

__all__ = ["find", "when"]
