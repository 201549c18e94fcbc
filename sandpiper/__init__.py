"""Sandpiper reads newswire and writes the record: who did what to whom, who said it, every field traced to its words.

The engine is loaded when ``Reader`` is first asked for: the contract alone costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandpiper._version import __version__
from sandpiper.errors import SandpiperError
from sandpiper.settings import Settings
from sandpiper.types import Reading, Span, Story

if TYPE_CHECKING:
    from sandpiper.extract.encoder import FakeEncoder
    from sandpiper.pipeline import Reader

__all__ = ["FakeEncoder", "Reader", "Reading", "SandpiperError", "Settings", "Span", "Story", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Reader":
        from sandpiper.pipeline import Reader

        return Reader
    if name == "FakeEncoder":
        from sandpiper.extract.encoder import FakeEncoder

        return FakeEncoder
    raise AttributeError(f"module 'sandpiper' has no attribute {name!r}")
