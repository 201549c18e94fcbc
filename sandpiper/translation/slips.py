"""Story -> common words in the place of a surname: "Oleg Sparrows", which no native text has and a machine writes often.

A sign of its own beside the manner (`score`): fluent translations betray themselves by nothing else. Behind a given name
that is at home in Russian and Ukrainian only, or a patronymic; or in a speaker's place where the story has the surname that
the word means: "Sands: …" beside Dmitry Peskov. So are names in an oblique case ("said Kuznetsovym").
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping

from sandpiper.translation import cases, positions, tables
from sandpiper.translation.findings import Page, Words
from sandpiper.translation.names import full_names, key_of
from sandpiper.types import Evidence, Story

RULE = "word for a surname"
# Log odds that such a word adds: some 3 % of translated stories have one, 1 of 7,500 native ones of ours and others had.
# An ordinary English surname is less of a proof: people of both worlds are called so.
PROOF, HINT, MOST = 4.7, 2.0, 6.0
CASE, OBLIQUE = (
    "oblique case",
    3.5,
)  # a name in an oblique case: none in 7,490 native stories, rarer in translated ones
# Who writes about translations may quote such words.
_ABOUT = re.compile(
    r"\bmistranslat|\b(?:machine|automatic|online|computer)[- ]translat|\bGoogle Translate|\btranslat\w+ (?:errors?|howlers?|engines?|programs?|tools?"
    r"|software|app|as|literally|surnames?|names?)\b|\bhowlers?\b",
    re.IGNORECASE,
)
LONGEST = 20_000  # letters read: a book must not cost its length
_WESTERN_WORDS = """archer baker ball barber bass beard bell berry bird bishop black booth branch brewer bridges bright brooks brown
bull bush butcher butler carpenter carter carver chambers cherry church clay cook cooper cotton crane cross drake dyer field
fields fisher flowers ford foreman fox frost fry gates glass golden good graves gray green grey guy hall hare head hill hood
horn house hunter jordan judge key king knight lamb law little long lord love mann marsh mason masters may meadows miller mills
moon moss noble north peacock porter potter powers price prince reed rice rich roach rose rush savage sexton shah sharp
shepherd shields short small smart smith snow sparks stone strong sweet swift tanner taylor trump turner tyler walker wall
weaver wells west wheeler white winter winters wise wolf wood woods young gordon english french german"""
WESTERN = frozenset(_WESTERN_WORDS.split())


def find(story: Story) -> tuple[tuple[Evidence, ...], float]:
    """The places of such words, the title's first, and what they add to the log odds of a translation."""
    page = Page(_short(story), not (story.title and story.title in story.text))
    if any(_ABOUT.search(s.text) for s in page.strings):
        return (), 0.0
    meant = {
        r: s for _, b in full_names(page) for s in _by_key().get(key_of(b.surname), ()) for r in s.renderings
    }
    found: dict[str, float] = {}
    places: list[Evidence] = []
    strange: set[str] = set()
    for string in page.strings:
        for at, (spelled, last) in positions.matches(string):
            if spelled in positions.NOT_NAMES or not string.words[at].capital:
                continue
            if last + 1 < len(string.words) and string.joined(last + 1) and string.words[last + 1].capital:
                continue  # Oleg Winter Palace: a longer name
            if not _behind_name(string, at):
                if positions.stranger(string, at) and not _behind_place(string, at):
                    strange.add(spelled)
                if spelled not in meant or spelled in WESTERN:
                    continue
                use = positions.use_at(page, string, at, last)
                if use is None or not use.strong or use.given or use.titled:
                    continue
            found[spelled] = HINT if spelled in WESTERN else PROOF
            places.append(Evidence(string.words[at].start, string.words[last].end, RULE, string.where))
    kept = {spelled: value for spelled, value in found.items() if spelled not in strange}
    cased = [f for f in cases.residue(page) if f.confidence >= cases.SURE]
    some = [p for p in places if _words(page, p) in kept]
    some += [Evidence(f.start, f.end, CASE, f.where) for f in cased]
    return tuple(some), min(sum(kept.values()) + OBLIQUE * len({f.surface for f in cased}), MOST)


def proofs(story: Story, places: tuple[Evidence, ...]) -> int:
    """How many different words among the places are no ordinary English surnames."""
    words = {story.string(p.in_)[p.start : p.end].lower() for p in places}
    return len(words - WESTERN)


def _behind_place(string: Words, at: int) -> bool:
    """Whether the word before is a place's: "in the airport of Ufa Bulls fell ill"."""
    return string.joined(at - 1) and string.words[at - 2].text in ("of", "in", "at", "from", "near", "to")


def _short(story: Story) -> Story:
    text = story.text[:LONGEST]
    return story if text == story.text else dataclasses.replace(story, text=text)


def _words(page: Page, place: Evidence) -> str:
    text = next(s.text for s in page.strings if s.where == place.in_)
    return text[place.start : place.end].lower().replace("’", "'")


@functools.cache
def _by_key() -> Mapping[str, tuple[tables.Surname, ...]]:
    """Key of a surname of the table -> the rows of that name."""
    found: dict[str, dict[str, tables.Surname]] = {}
    for some in tables.surnames().values():
        for surname in some:
            found.setdefault(key_of(surname.name), {})[f"{surname.name} {surname.language}"] = surname
    return {key: tuple(some.values()) for key, some in found.items()}


def _behind_name(string: Words, at: int) -> bool:
    """Whether a given name that is at home in Slavic countries alone stands before a word, or a patronymic."""
    if not string.joined(at) or not string.words[at - 1].capital:
        return False
    before = string.words[at - 1].text
    row = tables.given_row(before)
    return not row["elsewhere"] if row is not None else bool(positions.PATRONYMIC.search(before))
