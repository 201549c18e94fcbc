"""Mentions -> actors: who is meant, of which state and sector, in which office, by which words.

``states.csv`` (states, former names, demonyms), ``seats.csv`` (capitals and seats of power that stand for
governments), ``organisations.csv``, ``leaders.csv`` and ``ministers.csv`` (offices with their dates), ``peoples.csv`` (peoples,
regions and faiths with the countries they live in) and ``roles.csv`` (role nouns) are read once; tables of the user's own go
on top. Nothing is merged because it looks alike: only exact names, their other
romanisations (``sandpiper.names``), defined acronyms, surnames within one story, appositions and given antecedents bind two
mentions to one actor.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from sandpiper.errors import TableError
from sandpiper.types import Actor, Mention, Nature, Spans, Story

from .peoples import is_peoples, read_peoples
from .resolution import Resolution
from .roles import Noun, load_nouns
from .tables import BUILT_IN, POSTS, Entry, Index, People, is_date, is_people, normal, read_table


class ActorTables:
    """The tables, indexed; immutable after ``load`` and safe to share between threads."""

    def __init__(self, index: Index, nouns: Mapping[str, Noun]) -> None:
        self.index = index
        self.nouns = nouns

    @classmethod
    def load(cls, paths: Sequence[str | Path] = ()) -> ActorTables:
        """Built-in tables with the user's CSV files on top; ``TableError`` names file, line and reason."""
        by_key: dict[str, list[Entry]] = {}
        for entry in _built_in():
            by_key.setdefault(entry.key, []).append(entry)
        own: list[Entry] = []
        peoples = dict(_peoples())
        for path in paths:
            try:
                text = Path(path).read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise TableError(f"cannot be read: {error}", file=str(path)) from None
            if is_peoples(text):
                peoples |= read_peoples(text, str(path))
                continue
            rows = list(read_table(text, str(path)))
            replaced = {row.key for row in rows}
            own = [row for row in own if row.key not in replaced] + rows
            for key in replaced:
                by_key.pop(key, None)
        own.reverse()  # the last table given speaks first
        built_in = [entry for entries in by_key.values() for entry in entries]
        return cls(Index([*own, *built_in], peoples), load_nouns())

    def resolve(
        self,
        story: Story,
        mentions: Sequence[Mention],
        *,
        sentences: Spans,
        antecedents: Mapping[str, str] = {},
        natures: Mapping[str, Nature] = {},
    ) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
        """The mentions, in the order given, with actor ids; and the actors ``a0 …`` in order of appearance.

        ``antecedents`` maps the id of a PRON or ROLE mention to an earlier mention's id; ``natures`` says what
        a model thinks of whom a mention means, and counts where no table or rule knows. A mention that names a mere place, or that nobody can be found for, keeps ``actor=None``.
        """
        return Resolution(self.index, self.nouns, story, mentions, sentences, antecedents, natures).run()

    def holder(self, country: str, office: str, date: str) -> tuple[Entry, ...] | None:
        """Who held an office of a country on an ISO date; None where the tables know of nobody.

        ``office`` is one of ``POSTS`` ("head of government", "foreign minister", "spokesperson") or what wire calls it
        ("chancellor", "defense secretary", "spokesperson of the foreign ministry"). There may be several: a collective
        presidency, spokespersons of several houses, a president who governs and his prime minister, two who both claim the
        office. First come those whose claim nobody disputes, the chairman before the members, then who was longer in
        office. Raises ``ValueError`` for another form of date.
        """
        if not is_date(date):
            raise ValueError(f"{date!r} is no ISO date")
        found: dict[str, Entry] = {}
        for name in self._offices(office):
            for entry in self.index.holders.get((country, name), ()):
                if entry.valid(date):
                    found.setdefault(entry.key, entry)
            if found:
                break
        order = sorted(
            found.values(),
            key=lambda e: (
                "disputed" in e.note,
                "member" in (e.office or ""),
                -len(e.post),
                e.valid_from or "",
            ),
        )
        return tuple(order) or None

    def knows(self, name: str) -> bool:
        """Whether a full name is that of a person in the tables, in any letter case."""
        return any(entry.kind == "person" for entry in self.index.names.get(normal(name), ()))

    def _offices(self, office: str) -> Iterator[str]:
        """The names under which the holders of an office are found, the nearest to what was asked first."""
        bare = normal(office).replace("spokesman", "spokesperson").replace("spokeswoman", "spokesperson")
        yield bare
        if owned := re.fullmatch(r"(.+?) spokesperson", bare):
            yield f"spokesperson of the {owned[1]}"
        noun = self.nouns.get(bare)
        if noun is not None:
            yield noun.noun
            yield from noun.forms


@functools.cache
def _built_in() -> tuple[Entry, ...]:
    folder = resources.files(__name__)
    return tuple(
        entry for name in BUILT_IN for entry in read_table(folder.joinpath(name).read_text("utf-8"), name)
    )


@functools.cache
def _peoples() -> Mapping[str, People]:
    text = resources.files(__name__).joinpath("peoples.csv").read_text("utf-8")
    return read_peoples(text, "peoples.csv")


@functools.cache
def _states() -> Index:
    return Index(entry for entry in _built_in() if entry.file in ("states.csv", "seats.csv"))


def place_kind(name: str) -> str | None:
    """``"country"`` or ``"capital"`` for such a name (today's or a former one), None for any other."""
    entries = _states().names.get(normal(name), [])
    if any(entry.file == "states.csv" for entry in entries):
        return "country"
    return "capital" if any(entry.note == "capital" for entry in entries) else None


def demonym(word: str) -> str | None:
    """The country code of a demonym ("Turkish", "Palestinians"); None for other words and for shared ones ("Korean")."""
    codes = {entry.country for entry in _states().demonyms.get(normal(word), [])}
    return codes.pop() if len(codes) == 1 else None


__all__ = ["POSTS", "ActorTables", "Entry", "demonym", "is_people", "place_kind"]
