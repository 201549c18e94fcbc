"""The tree of errors.

    SandpiperError
    ├── InputError            a story that cannot be read: it becomes a row in ``rejected``
    │   ├── DecodeError       bytes that are no text
    │   ├── EmptyStory        nothing left to read
    │   └── FormatError       a file that is not what it says it is (bad JSON line, missing column)
    ├── TableError            a table of ours or the user's that does not hold (file, line, reason)
    ├── ModelError            the model is missing, damaged, or of another version
    ├── StoreError            a store that cannot be opened, is newer than this code, or is full
    └── UsageError            a call that cannot mean anything (exit status 2 on the command line)

Each carries the story's id and offsets where there are any.
"""

from __future__ import annotations


class SandpiperError(Exception):
    """Base of all errors raised on purpose; ``story`` is a story id, ``span`` offsets into it."""

    def __init__(self, reason: str, *, story: str | None = None, span: tuple[int, int] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.story = story
        self.span = span

    def __str__(self) -> str:
        where = f"{self.story}: " if self.story else ""
        at = f" (characters {self.span[0]}-{self.span[1]})" if self.span else ""
        return f"{where}{self.reason}{at}"


class InputError(SandpiperError):
    """A story that cannot be read."""


class DecodeError(InputError):
    """Bytes that are no text in any encoding we know."""


class EmptyStory(InputError):
    """Nothing is left to read."""


class FormatError(InputError):
    """A file that is not what it says it is."""


class TableError(SandpiperError):
    """A table that does not hold: file, line and reason."""

    def __init__(self, reason: str, *, file: str, line: int | None = None) -> None:
        super().__init__(f"{file}{f', line {line}' if line else ''}: {reason}")
        self.file = file
        self.line = line


class ModelError(SandpiperError):
    """The model is missing, damaged, or of another version."""


class StoreError(SandpiperError):
    """A store that cannot be opened, is newer than this code, or cannot be written."""


class UsageError(SandpiperError, ValueError):
    """A call that cannot mean anything."""
