"""Names in lower case or in an oblique case, and what all rules about names ask: spellings, given names, bearers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandpiper import names as spelling
from sandpiper.translation import tables
from sandpiper.translation.findings import Finding, Known, Page, Word, evidence
from sandpiper.translation.positions import ACTS, LEADS, PATRONYMIC, SAYS, TITLES
from sandpiper.types import Where

CASE, LOWER = 0.9, 0.95  # confidences: set by judgement, checked on the dev stories
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


def lower_case(page: Page, known: Known) -> Iterator[Finding]:
    """Surnames in lower case behind a given name, and such a name alone: "Donald trump", "trump said".

    Somebody known by the full name, or the same name with its capital elsewhere in the story.
    """
    found: dict[str, tuple[int, int, Where]] = {}
    for string in page.strings:
        for at in range(1, len(string.words)):
            first, second = string.words[at - 1], string.words[at]
            if not (string.joined(at) and first.capital and second.text.islower() and len(second.text) > 3):
                continue
            name = second.text[0].upper() + second.text[1:]
            other = page.spelled.get(name, [])
            named = known(f"{first.text} {name}")
            if named or (first.text in tables.given() and other):
                found.setdefault(second.text, (first.start, second.end, string.where))
                spans = [(w.start, w.end) for w in other[:1]]
                grounds = evidence(
                    spans or [(first.start, first.end)],
                    "name in full",
                    other[0].where if spans else string.where,
                )
                yield Finding(
                    first.start, second.end, string.where, string.text[first.start : second.end],
                    f"{first.text} {name}", "lower-case name", LOWER, "repair", grounds, f"{first.text} {name}",
                )  # fmt: skip
    for string in page.strings:
        for at, word in enumerate(string.words):
            full = found.get(word.text)
            if full is None or (string.joined(at) and string.words[at - 1].capital):
                continue
            before = string.words[at - 1].text if string.joined(at) else ""
            after = string.words[at + 1].text if string.joined(at + 1) else ""
            if after in SAYS or after in ACTS or before in SAYS:
                name = word.text[0].upper() + word.text[1:]
                yield Finding(
                    word.start, word.end, string.where, word.text, name, "lower-case name", LOWER, "repair",
                    evidence([(full[0], full[1])], "name in full", full[2]), None,
                )  # fmt: skip


def residue(page: Page) -> Iterator[Finding]:
    """Oblique cases of men's surnames: "according to Saltanova" where the story has "Saltanov", "Nicholas Bulayeva"."""
    bearers = dict(full_names(page))
    women = {bearer.word.text for bearer in bearers.values() if sex_of(bearer.given) == "f"}
    men = {key_of(b.surname): b for b in bearers.values() if sex_of(b.given) == "m"}
    for token, places in page.spelled.items():
        if not (token[0].isupper() and len(token) > 4 and _RESIDUE.search(token)) or token in women:
            continue
        some = list(bases(token))
        other = next((men[k] for b in some if (k := key_of(b)) in men and men[k].surname != token), None)
        for word in places:
            string = next(s for s in page.strings if s.where == word.where)
            at = string.at(word.start)
            before = string.words[at - 1] if string.joined(at) else None
            man = before is not None and sex_of(before.text) == "m"
            if before is not None and before.capital and not man and before.text.lower() not in _BEFORE:
                continue
            if other is not None:
                given, reading = other.given, other.surname
                grounds, sure = (
                    evidence([(other.word.start, other.word.end)], "nominative", other.word.where),
                    CASE,
                )
            elif man and before is not None and _SLAVIC.search(token):
                given, reading = before.text, some[0]
                grounds, sure = evidence([(before.start, before.end)], "given name", word.where), 0.82
            else:
                continue
            yield Finding(
                word.start, word.end, word.where, token, reading, "oblique case", sure, "repair", grounds,
                f"{given} {reading}",
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


_BEFORE = TITLES | LEADS | SAYS
_SLAVIC = re.compile(
    r"(?:ov|ev|yov)(?:a|u|ym|im|om|e)$|sk(?:ogo|omu|im|om)$"
)  # Shcherbyna is a man's name too
_RESIDUE = re.compile(r"(?:[^aeiouy](?:a|u|om|ym|im|em|e|ya|yu|yem)|(?:sk|n)(?:ogo|omu|im|om|ym))$")
