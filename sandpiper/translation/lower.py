"""Names that lost their capital: "Donald trump", "vladimir Putin", "in kiev", "the russian press"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from sandpiper.translation import tables
from sandpiper.translation.findings import Finding, Known, Page, Word, Words, evidence
from sandpiper.translation.positions import ACTS, SAYS, TITLES
from sandpiper.types import Where

SURE, LISTED = 0.95, 0.9  # confidences: set by judgement, checked on the dev stories
# Endings of surnames alone; -in, -uk and -ak are those of common words too.
_SURNAME = re.compile(
    r"^[a-z]{2,}(?:[aeiklmnrst]ov|[dnslrtgzb]ev|yev|enko|[a-z]sk(?:yi|iy|ii)|[ntvlro]sky|chuk|yuk|ovych|evych|ovich|evich|shvili|adze|idze)$"
)
_WORDS = frozenset({"sky", "whisky", "pinsky"})
# Given names that are words as well
_AMBIGUOUS = """mark hope roman german faith nail said fail rem kim lada rosa vita nana rada spartak almaz islam sultan karat
mila regina victoria medea aida adam demid venera vil leo salome stella karen musa isa maya sava rais zara"""
_GIVEN_WORDS = frozenset(_AMBIGUOUS.split())
_OFFICES_WORDS = """president minister ministry premier prime government parliament ambassador authorities army side border foreign police
politician politicians deputy deputies diplomat diplomats journalist journalists citizen citizens company companies embassy
troops military soldiers media press newspaper sejm leader city side zloty officials"""
_OFFICES = frozenset(_OFFICES_WORDS.split())
_OF = frozenset({"in", "with", "from", "to", "of", "by", "and", "against", "for"})
_COMPANY = {
    "turkey": re.compile(r"\b(?:Turkey|Turkish|Turks?|Ankara|Erdogan|Istanbul)\b"),
    "china": re.compile(r"\b(?:China|Chinese|Beijing|Xi Jinping)\b"),
    "jordan": re.compile(r"\b(?:Jordan|Jordanian|Amman|Syria|Israel)\b"),
}
_TRUMP = re.compile(r"\b(?:Trump|Donald|White House|U\.?S\.?A?|American|Washington|Biden|Clinton|Putin)\b")
_CARDS = frozenset(
    {"card", "cards", "suit", "trick", "all", "the", "a", "an", "any", "everything", "his", "her", "their"}
)
# What stands before the verb or the noun "trump", and before the name
_NO_PERSON = frozenset(
    {"to", "a", "the", "no", "last", "not", "will", "would", "can", "could", "may", "might"}
)
_PERSON = _OF - {"in", "to"} | {"when", "that", "president", "mr", "if"}
# Second and third words of names of places, behind their first.
_SECOND = {
    "Nizhny": {"novgorod": "Novgorod"}, "Veliky": {"novgorod": "Novgorod"}, "New": {"york": "York", "zealand": "Zealand"},
    "Saint": {"petersburg": "Petersburg"}, "St": {"petersburg": "Petersburg"}, "South": {"korea": "Korea", "ossetia": "Ossetia"},
    "North": {"korea": "Korea", "ossetia": "Ossetia"}, "Saudi": {"arabia": "Arabia"}, "Great": {"britain": "Britain"},
    "Krivoy": {"rog": "Rog"}, "Kryvyi": {"rih": "Rih"}, "Bila": {"tserkva": "Tserkva"}, "Belaya": {"tserkov": "Tserkov"},
    "Hong": {"kong": "Kong"}, "Los": {"angeles": "Angeles"}, "San": {"francisco": "Francisco"}, "Bashar": {"assad": "Assad"},
    "Nagorno": {"karabakh": "Karabakh"}, "Tel": {"aviv": "Aviv"}, "Buenos": {"aires": "Aires"}, "Mineralnye": {"vody": "Vody"},
    "Naberezhnye": {"chelny": "Chelny"}, "Stary": {"oskol": "Oskol"}, "Abu": {"dhabi": "Dhabi"}, "Sri": {"lanka": "Lanka"},
}  # fmt: skip
_HYPHENED = re.compile(
    r"\b([A-Z][a-z]+-(?:[a-z]+-)?)(don|frankivsk|frankovsk|karabakh|ude|sakhalinsk|kamchatsky|kuznetsky|dagestan)\b"
)


def lower_case(page: Page, known: Known) -> Iterator[Finding]:
    """All names in lower case: of people in full, of people and places alone."""
    kept: list[Finding] = []
    for found in (*full(page, known), *alone(page)):
        if not any(found.where == k.where and found.span.overlaps(k.span) for k in kept):
            kept.append(found)
            yield found


def full(page: Page, known: Known) -> Iterator[Finding]:
    """Surnames in lower case behind a given name, given names before a surname, and such a surname alone.

    Somebody known by the full name, the same name with its capital elsewhere in the story, or an ending that only surnames have.
    """
    found: dict[str, tuple[int, int, Where]] = {}
    for string in page.strings:
        for at in range(1, len(string.words)):
            first, second = string.words[at - 1], _bare(string.words[at])
            if not string.joined(at) or len(second.text) < 4 or (first.capital and second.capital):
                continue
            name = _capital(second.text)
            named = _full(page, first, second, known)
            if named is None:
                continue
            if second.text.islower():
                found.setdefault(second.text, (first.start, second.end, string.where))
            reading = f"{_capital(first.text)} {name}"
            spans = [(w.start, w.end) for w in named[:1]]
            grounds = evidence(
                spans or [(first.start, first.end)], "name in full", named[0].where if spans else string.where
            )
            yield Finding(
                first.start, second.end, string.where, string.text[first.start : second.end], reading, "lower-case name",
                SURE, "repair", grounds, reading,
            )  # fmt: skip
    for string in page.strings:
        for at, word in enumerate(map(_bare, string.words)):
            told = found.get(word.text)
            if told is None or (string.joined(at) and string.words[at - 1].capital):
                continue
            before, after = string.beside(at)
            if after in SAYS or after in ACTS or before in SAYS or before in TITLES:
                yield Finding(
                    word.start, word.end, string.where, word.text, _capital(word.text), "lower-case name", SURE, "repair",
                    evidence([told[:2]], "name in full", told[2]), None,
                )  # fmt: skip


def _full(page: Page, first: Word, second: Word, known: Known) -> list[Word] | None:
    """The same name with its capital, if the two words are somebody's name of which one has none."""
    given = _capital(first.text)
    name = _capital(second.text)
    other = [w for w in page.spelled.get(name, []) if _person(page, w)] if second.text.islower() else []
    if first.capital and second.text.islower():
        if known(f"{given} {name}") or (
            given in tables.given()
            and first.text.lower() not in _GIVEN_WORDS
            and (other or _surname(second.text))
        ):
            return other
    elif first.text.islower() and first.text not in _GIVEN_WORDS and len(first.text) > 3:
        row = tables.given_row(given)
        if row is None and given not in ("Donald", "Barack", "Hillary", "Angela", "Emmanuel"):
            return None
        if known(f"{given} {name}") or (
            _surname(second.text.lower()) and row is not None and not row["elsewhere"]
        ):
            return other
    return None


def _person(page: Page, word: Word) -> bool:
    """Whether a capitalised word stands where a person does: behind a name or title, beside words of speech, inside a sentence."""
    string, at = page.around(word)
    before, after = string.beside(at)
    if after[:1].isupper() or (string.begins(at) and after not in SAYS):
        return False
    return (
        before in tables.given()
        or before.lower() in TITLES
        or before in SAYS
        or after in SAYS
        or after in ACTS
    )


def alone(page: Page) -> Iterator[Finding]:
    """Names of countries, towns, nations and of people whom everybody knows, that are no English words."""
    whole = " ".join(s.text for s in page.strings)
    for string in page.strings:
        if _shouts(string):
            continue
        for at, whole_word in enumerate(string.words):
            word = _part(_bare(whole_word))
            if not word.text[0].islower() or _glued(string, whole_word):
                continue
            before, after = string.beside(at)
            if word.text == "kremlin" and before[:1].isupper() and before != "The":
                continue  # the Kazan kremlin: a fortress
            row = _listed().get(word.text)
            if row is None:
                reading = (
                    _SECOND.get(string.words[at - 1].text if at else "", {}).get(word.text)
                    if _next_to(string, at)
                    else None
                )
                if reading is not None:
                    first = string.words[at - 1]
                    yield _found(
                        string,
                        first.start,
                        word.end,
                        f"{string.text[first.start : word.start]}{reading}",
                        "place",
                    )
                continue
            if _meant(row["kind"], word.text, before, after, whole):
                yield _found(string, word.start, word.end, row["reading"], row["kind"])
        for match in _HYPHENED.finditer(string.text):
            reading = match[1] + _capital(match[2])
            yield _found(string, match.start(), match.end(), reading, "place")


def _found(string: Words, start: int, end: int, reading: str, kind: str) -> Finding:
    rule = {"person": "lower-case name", "doubtful": "lower-case name"}.get(kind, "lower-case place")
    rule = "lower-case nation" if kind in ("nation", "adjective") else rule
    grounds = evidence([(start, end)], "known name", string.where)
    return Finding(start, end, string.where, string.text[start:end], reading, rule, LISTED, "repair", grounds)


def _meant(kind: str, word: str, before: str, after: str, whole: str) -> bool:
    """Whether a listed word is the name, where it is a word too."""
    if kind == "adjective":
        return after.lower() in _OFFICES
    if kind == "company":
        return before in _OF and bool(_COMPANY[word].search(whole))
    if kind == "doubtful":
        if after in _CARDS or before in _NO_PERSON:
            return False
        placed = before in _PERSON or before in SAYS or after in SAYS or after in ACTS
        return placed and bool(_TRUMP.search(whole))
    return True


def _bare(word: Word) -> Word:
    """A word without its genitive's ending."""
    return (
        Word(word.text[:-2], word.start, word.end - 2, word.where)
        if word.text[-2:] in ("'s", "’s") and len(word.text) > 3
        else word
    )


def _part(word: Word) -> Word:
    """The nation in "pro-russian", "russian-speaking"; else the word."""
    start = word.start
    for part in word.text.split("-") if "-" in word.text else ():
        row = _listed().get(part)
        if row is not None and row["kind"] in ("nation", "body"):
            return Word(part, start, start + len(part), word.where)
        start += len(part) + 1
    return word


def _surname(word: str) -> bool:
    return bool(_SURNAME.match(word)) and word not in _WORDS


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


def _next_to(string: Words, at: int) -> bool:
    """Whether only a blank, or a point and a blank ("St. petersburg"), part a word from the one before."""
    return at > 0 and string.gap(at) in (" ", ". ", "\u00a0")


def _glued(string: Words, word: Word) -> bool:
    """Whether a word is part of an address, a tag or a longer word."""
    before, after = string.text[max(0, word.start - 1) : word.start], string.text[word.end : word.end + 2]
    return before in tuple("@#/._-&=") or after[:1] in tuple("@/_-&=") or bool(re.match(r"\.\w", after))


def _shouts(string: Words) -> bool:
    """Whether a string has no capitals, so that their absence says nothing."""
    names = sum(w.capital for w in string.words)
    return string.where is None and len(string.words) > 30 and names < len(string.words) / 60


@functools.cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    return {row["word"]: row for row in tables.rows("lower.tsv")}
