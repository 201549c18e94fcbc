"""What all rules about names ask: spellings, cases, given names, bearers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandpiper import names as spelling
from sandpiper.translation import tables
from sandpiper.translation.findings import Page, Word
from sandpiper.translation.positions import PATRONYMIC

MALE = re.compile(
    r"(?:(?:ov|ev|yov|in|yn)(?:a|u|ym|im|om|e)|(?:sk|tsk)(?:ogo|omu|im|om)|n(?:ogo|omu|ym|om))$"
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token of the story that is a surname of the table, with the given name before it, if any."""

    surname: str
    word: Word
    given: str | None

    @property
    def name(self) -> str | None:
        return f"{self.given} {self.surname}" if self.given else None


def same(one: str, other: str) -> bool:
    """Whether two spellings are of one name."""
    return one == other or spelling.same_name(one, other, cyrillic=True)


def key_of(name: str) -> str:
    """What all spellings of a name share."""
    return spelling.key(name, cyrillic=True)


def inflected(token: str, surname: str) -> bool:
    """Whether a token is the surname, in another romanisation or in an oblique case of a man's: Kolobkova, Kolobkovym."""
    if token[:2] != surname[:2] and token[:1] not in _LOOSE.get(surname[:1], surname[:1]):
        return False
    return same(token, surname) or (
        bool(MALE.search(token)) and any(same(base, surname) for base in bases(token))
    )


_LOOSE = {"Y": "YEIJ", "E": "EYI", "I": "IYJE", "J": "JYI", "H": "HGKX", "G": "GH", "K": "KCQX", "C": "CKTS", "S": "SC", "V": "VWU",
          "W": "VW", "Z": "ZSJ", "T": "TC", "U": "UVW", "X": "XKH"}  # fmt: skip


def bases(token: str) -> Iterator[str]:
    """The nominatives of a man that an oblique form may come from."""
    for ending, nominatives in _NOMINATIVES:
        if token.endswith(ending):
            for nominative in nominatives:
                yield token[: len(token) - len(ending)] + nominative


_NOMINATIVES = (
    ("ogo", ("y", "iy", "oy")), ("omu", ("y", "iy", "oy")), ("im", ("", "y", "iy")), ("ym", ("", "y", "oy")),
    ("om", ("", "y", "oy")), ("em", ("",)), ("yem", ("",)), ("ya", ("",)), ("yu", ("",)), ("a", ("",)), ("u", ("",)), ("e", ("",)),
)  # fmt: skip


def full_names(page: Page) -> Iterator[tuple[str, Bearer]]:
    """Surnames behind a given name, each with its first bearer; oblique forms are none."""
    seen: set[str] = set()
    for string in page.strings:
        for at in range(1, len(string.words)):
            word, before = string.words[at], string.words[at - 1].text
            if not (before in tables.given() and word.capital and string.joined(at)):
                continue
            if word.text not in seen and not PATRONYMIC.search(word.text):
                seen.add(word.text)
                if not (sex_of(before) == "m" and _SLAVIC.search(word.text)):
                    yield word.text, Bearer(word.text, word, before)


def sex_of(given: str | None) -> str | None:
    """Whose a given name is, as the table has it."""
    row = tables.given_row(given) if given else None
    return row["sex"] if row else None


_SLAVIC = re.compile(
    r"(?:ov|ev|yov)(?:a|u|ym|im|om|e)$|sk(?:ogo|omu|im|om)$"
)  # Shcherbyna is a man's name too
