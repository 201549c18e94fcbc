"""``peoples.csv``: peoples, regions and faiths within states and over borders -> the countries they live in.

Columns: ``name,aliases,countries`` and, where there are any, ``kind`` and ``note``; lists are separated by ``|``. ``name`` is
the adjective, ``aliases`` are nouns, plurals and spellings. ``countries`` are ISO 3166-1 alpha-3 codes, most people
first, and one only where the people lives in practice in one state. A note that begins with "also" ("also a word", "also a
surname") marks a name that counts only where it is tagged as a people's or begins a description.
"""

from __future__ import annotations

import csv

from sandpiper.errors import TableError
from sandpiper.ontology import COUNTRIES

from .tables import People, cell, listed, normal, rows

NEEDED = ("name", "countries")
KNOWN = ("name", "aliases", "countries", "kind", "note")
KINDS = ("people", "region", "faith")


def is_peoples(text: str) -> bool:
    """Whether a table is one of peoples: its first line names their countries."""
    return "countries" in next(csv.reader(text.splitlines()[:1]), [])


def read_peoples(text: str, file: str) -> dict[str, People]:
    """The rows of one CSV table by every normalised form of their names; ``TableError`` names file, line and reason where
    a row does not hold."""
    found: dict[str, People] = {}
    for line, row in rows(text, file, NEEDED, KNOWN):
        people = _people(row, file, line)
        for form in map(normal.__wrapped__, (people.name, *people.aliases)):
            if found.setdefault(form, people) is not people:
                raise TableError(f"duplicate name {form!r}: {found[form].name} has it", file=file, line=line)
    return found


def _people(row: dict[str, str], file: str, line: int) -> People:
    countries = cell(row["countries"])
    reason = ""
    if not row["name"]:
        reason = "empty name"
    elif not countries:
        reason = "no country"
    elif unknown := [code for code in countries if code not in COUNTRIES]:
        reason = f"{unknown[0]!r} is neither an ISO 3166-1 alpha-3 code nor a PLOVER entity code"
    elif len(set(countries)) < len(countries):
        reason = "a country stands twice"
    elif row["kind"] and row["kind"] not in KINDS:
        reason = f"{row['kind']!r} is no kind of people: one of {listed(KINDS)}"
    if reason:
        raise TableError(reason, file=file, line=line)
    return People(row["name"], cell(row["aliases"]), countries, row["kind"] or KINDS[0], row["note"])
