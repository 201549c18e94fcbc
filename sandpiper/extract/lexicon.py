"""Hints for the model's input: what a word may be, from tables written without sight of any corpus.

Trigger words and phrases with the PLOVER categories that they can stand for, words that tell a field (sport, business,
military), nouns of offices and trades with their sectors, and names of countries, peoples, organisations, cities and
persons. The model reads a hint as one more feature of a word, so a wrong one costs little.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

_CATEGORIES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]  # fmt: skip
_FIELDS = ["accident", "business", "crime", "culture", "diplomacy", "election", "health", "labour", "law", "military", "nature", "religion", "science", "sport", "transport", "weather"]  # fmt: skip
_SECTORS = [
    "GOV",
    "MIL",
    "COP",
    "SPY",
    "JUD",
    "LEG",
    "PTY",
    "OPP",
    "REB",
    "UAF",
    "CRM",
    "BUS",
    "LAB",
    "JRN",
    "REL",
    "EDU",
    "MED",
    "SOC",
    "CVL",
    "REF",
    "AGR",
    "ELI",
]
_NAMES = ("land", "organisation", "city", "given", "surname")
# a category that is a word's likeliest, and one that it may have too; then fields, sectors of role nouns, names
HINTS = (
    *_CATEGORIES,
    *(f"{c}?" for c in _CATEGORIES),
    *_FIELDS,
    *(f"role:{s}" for s in _SECTORS),
    "role",
    *_NAMES,
)
_FIRST_NAME = HINTS.index("land")


class Lexicon:
    """Forms of ``lexicon.tsv`` in a text's words. Of forms that begin at a word the longest counts, and those inside it
    say nothing more ("opened fire" beats "opened"); names need a capital, and where their form is written in capitals
    (acronyms), all of them. Reading the table takes some tens of milliseconds."""

    def __init__(self, path: Path | None = None) -> None:
        where = path or Path(str(resources.files("sandpiper"))) / "extract" / "lexicon.tsv"
        rows = dict(line.split("\t") for line in where.read_text("utf-8").splitlines())
        number = {name: i for i, name in enumerate(HINTS)}
        read = {hints: tuple(sorted(number[h] for h in hints.split(" "))) for hints in set(rows.values())}
        self._hints = {form: read[hints] for form, hints in rows.items()}
        self._longest: dict[str, int] = {}  # words of the longest form that begins with a word
        for form in rows:
            first, _, rest = form.partition(" ")
            if rest:
                self._longest[first] = max(self._longest.get(first, 1), 2 + rest.count(" "))

    def __call__(self, surfaces: Sequence[str]) -> list[tuple[int, ...]]:
        """The hints of each word, as ascending numbers in ``HINTS``."""
        low = [s.lower() for s in surfaces]
        out: list[tuple[int, ...]] = [()] * len(low)
        covered = 0
        for i in range(len(low)):
            found, length = self._at(i, surfaces, low)
            if not found or i + length <= covered:
                continue
            for k in range(i, i + length):
                out[k] = tuple(sorted({*out[k], *found})) if out[k] else found
            covered = i + length
        return out

    def _at(self, i: int, surfaces: Sequence[str], low: Sequence[str]) -> tuple[tuple[int, ...], int]:
        """The hints of the longest form at word ``i``, and its length in words."""
        word, lower = surfaces[i], low[i]
        longest = max(self._longest.get(lower, 1), self._longest.get(word, 1))
        for n in range(min(longest, len(low) - i), 0, -1):
            form = lower if n == 1 else " ".join(low[i : i + n])
            hints = self._hints.get(form, ())
            if hints and not word[0].isupper():
                hints = tuple(h for h in hints if h < _FIRST_NAME)
            if word[0].isupper():  # acronyms stand in the table in capitals
                written = word if n == 1 else " ".join(surfaces[i : i + n])
                hints += self._hints.get(written, ()) if written != form else ()
            if hints:
                return tuple(sorted(set(hints))), n
        return (), 0
