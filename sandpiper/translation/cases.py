"""Names left in an oblique case: "according to Saltanova", "said Kuznetsovym", "Vladimira Putina", "to Petrenku", "in Donetske".

An engine leaves the case where it leaves the letters. Some endings are no nominative of any name (-ovym, -skogo, -enkom);
the others ask for the nominative in the story or for a given name that tells the sex: Saltanova is also Saltanov's sister.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from sandpiper.translation import tables
from sandpiper.translation.findings import Finding, Page, Word, Words, evidence
from sandpiper.translation.names import bases, full_names, key_of, sex_of
from sandpiper.translation.positions import LEADS, PATRONYMIC, SAYS, TITLES
from sandpiper.types import Evidence

# Confidences: set by judgement, checked on the dev stories.
NOMINATIVE, SURE, GIVEN, BEHIND, LONE, PLACE = 0.9, 0.88, 0.9, 0.82, 0.84, 0.9

_STEM = r"^([A-Z][a-z]+(?:-[A-Z][a-z]+)?)"
# Endings that no nominative has, by what stands for them there; of -sk only beside words that ask for a person, for
# streets and districts are called so too.
_SURE = tuple(
    (re.compile(pattern), nominative)
    for pattern, nominative in (
        (r"^([A-Z][a-z]+(?:ov|ev|in|yn))ym$", r"\1"),
        (r"^([A-Z][a-z]{2,}enk)(?:om|ovi|u)$", r"\1o"),
        (r"^([A-Z][a-z]{2,}ch)k(?:om|ovi)$", r"\1ko"),
        (r"^([A-Z][a-z]{2,}(?:ch|[^aeiouy][yi])uk)(?:om|ovi|a|u)$", r"\1"),
        (r"^([A-Z][a-z]+[oe]v[yi]ch)(?:a|u|em|om|evi)$", r"\1"),
    )
)
_ADJECTIVE = re.compile(_STEM + r"(?<=[a-z])(sk|tsk|zk)(?:ogo|oho|omu|im|ym)$")
_MAN = re.compile(
    r"(?:ov|ev|yov)(?:a|u|ym|im|om|e)$|sk(?:ogo|oho|omu|im|om|ym)$"
)  # Shcherbyna is a man's name too
_LIKELY = re.compile(
    r"(?:[^aeiouy](?:a|u|om|ym|im|em|e|ya|yu|yem|ovi|evi)|(?:sk|n|v|t)(?:ogo|oho|omu|im|om|ym)|[oi]y[iu]?|oi|u)$"
)
_SLAVIC = re.compile(r"[a-z]{2}(?:ov|ev|yov|sk(?:y|yi|iy|ii)|enko|chuk|yuk|iuk)$")
_OF_MEN = re.compile(r"(?<=[oe]v)[yi]ch(?:a|u|em|om|evi)?$")  # a patronymic in any case
_OF_WOMEN = re.compile(r"(?:[oe]vn|[iy]chn)(?:a|u|y|e|oy|oyu)$")
_WOMAN = re.compile(
    r"\b(?:she|her|hers|herself|Mrs|Ms|Miss|wife|daughter|sister|mother|widow|actress|woman)\b", re.IGNORECASE
)
_HERS = frozenset({"mrs", "ms", "miss", "wife", "daughter", "sister", "mother", "actress", "widow"})
_LONGER_WORDS = """street square avenue prospect prospekt lane district region area village town city oblast raion settlement
theatre theater university academy institute airport stadium park station museum bridge bay island highway embankment"""
_LONGER = frozenset(_LONGER_WORDS.split())
_BOTH = frozenset(
    {"Karen", "Sasha", "Kim", "Alexis", "Nikol", "Danila", "Savva", "Robert", "Daniil"}
)  # given names of women elsewhere
# Men of whom the news speaks without a given name, and whose forms in -a are no woman's of whom it speaks.
_KNOWN = frozenset({"Putin", "Medvedev", "Lavrov", "Peskov", "Yeltsin", "Gorbachev", "Kadyrov", "Sobyanin", "Brezhnev", "Stalin", "Lenin"})  # fmt: skip
_KNOWN_WOMEN = re.compile(
    r"\b(?:Raisa|Svetlana|Lyudmila|Liudmila|Maria|Mariya|Naina|Tatyana|Viktoria|Katerina|Irina|Aishat|Navka)\b"
)
_BEFORE = TITLES | LEADS | SAYS


def residue(page: Page) -> Iterator[Finding]:
    """Surnames in an oblique case, with the nominative that they stand for."""
    story = _Story(page)
    for token, words in page.spelled.items():
        if len(token) < 5 or not token[0].isupper() or token.isupper() or token in tables.given():
            continue
        if token in _places():
            yield from _in_place(page, token, words)
        if _LIKELY.search(token) or story.behind_oblique_given(words):
            for word in words:
                found = story.read(token, word)
                if found is not None:
                    yield found


class _Story:
    """A page and those whom it names in full."""

    def __init__(self, page: Page) -> None:
        self.page = page
        bearers = dict(full_names(page))
        self.women = {b.word.text: b for b in bearers.values() if sex_of(b.given) == "f"}
        self.men = {key_of(b.surname): b for b in bearers.values() if sex_of(b.given) == "m"}
        self.lone = {
            key_of(token): words[0]
            for token, words in page.spelled.items()
            if token[0].isupper() and not token.isupper() and len(token) > 4 and _SLAVIC.search(token)
            and token not in _towns() and token not in self.women
        }  # fmt: skip

    def before(self, word: Word) -> tuple[Words, int, Word | None]:
        string, at = self.page.around(word)
        return string, at, string.words[at - 1] if string.joined(at) else None

    def behind_oblique_given(self, words: list[Word]) -> bool:
        """Whether a given name in an oblique case stands before one of the words."""
        return any(
            before is not None and before.text in _given_forms() for _, _, before in map(self.before, words)
        )

    def read(self, token: str, word: Word) -> Finding | None:
        """What one capitalised word stands for, where it is a surname in an oblique case."""
        string, at, before = self.before(word)
        if self._longer(string, at):
            return None
        first, sex = _whose(string, at)
        if first is not None:
            given = _given_forms().get(first.text)
            if given is not None:
                return _whole(string, first, word, given)
        if sex == "f":
            return self._of_woman(token, word, string, first)
        if token in self.women:
            return None
        her = next((self.women[n] for n in _nominatives_of_women(token) if n in self.women), None)
        if (
            her is not None
            and sex is None
            and (before is None or not before.capital or before.text.lower() in _BEFORE)
        ):
            if token.endswith("u") and any(key_of(b) in self.men for b in bases(token)):
                return None  # his dative is her accusative
            grounds = evidence([(her.word.start, her.word.end)], "nominative", her.word.where)
            return _finding(word, her.surname, NOMINATIVE, grounds, her.name)
        if before is not None and before.capital and sex is None and before.text.lower() not in _BEFORE:
            return None
        return self._of_man(token, word, string, at, first if sex else None)

    @staticmethod
    def _longer(string: Words, at: int) -> bool:
        """Whether the word is part of a longer name, or in quotation marks."""
        if string.gap(at)[-1:] in ("“", '"', "«", "„", "-", "#", "@", "/"):
            return True
        if not string.joined(at + 1):
            return False
        after = string.words[at + 1] if at + 1 < len(string.words) else None
        return after is not None and (
            after.text.lower() in _LONGER
            or (
                after.capital
                and not PATRONYMIC.search(after.text)
                and after.text.lower() not in TITLES
                and not after.text.isupper()
            )
        )

    def _of_man(self, token: str, word: Word, string: Words, at: int, given: Word | None) -> Finding | None:
        some = [b for b in bases(token) if len(b) > 2]
        other = next(
            (self.men[k] for b in some if (k := key_of(b)) in self.men and self.men[k].surname != token), None
        )
        if other is not None and other.word.text != token and _LIKELY.search(token):
            grounds = evidence([(other.word.start, other.word.end)], "nominative", other.word.where)
            return _finding(word, other.surname, NOMINATIVE, grounds, other.name)
        reading = sure(token) or (_adjective(token) if given or _person_asked(string, at) else None)
        if reading is not None:
            name = f"{given.text} {reading}" if given else None
            return _finding(
                word, reading, SURE, evidence([(word.start, word.end)], "ending", word.where), name
            )
        if (
            given is not None
            and given.text not in _BOTH
            and (_MAN.search(token) or re.search("[iy]nu$", token) or token[:-1] in _KNOWN)
        ):
            reading = _of_the_man(token)
            grounds = evidence([(given.start, given.end)], "given name", word.where)
            return _finding(word, reading, BEHIND, grounds, f"{given.text} {reading}")
        return self._lonely(token, word, string, at, some)

    def _lonely(self, token: str, word: Word, string: Words, at: int, some: list[str]) -> Finding | None:
        """By a nominative without a given name, or by whom everybody knows."""
        if token in _towns() or any(b in _towns() for b in some):
            return None
        whole = string.text[max(0, word.start - 150) : word.end + 100]
        plain = next(
            (w for b in some if _SLAVIC.search(b) and (w := self.lone.get(key_of(b))) and w.text != token),
            None,
        )
        if plain is not None and not _WOMAN.search(whole):
            grounds = evidence([(plain.start, plain.end)], "nominative", plain.where)
            return _finding(word, plain.text, LONE, grounds, None)
        foreign = _foreign(token)
        if foreign is not None and foreign in self.page.spelled:
            other = self.page.spelled[foreign][0]
            return _finding(
                word, foreign, SURE, evidence([(other.start, other.end)], "nominative", other.where), None
            )
        known = next((b for b in some if b in _KNOWN), None)
        if known is not None and _person_asked(string, at) and not _WOMAN.search(whole):
            if any(_KNOWN_WOMEN.search(s.text) for s in self.page.strings):
                return None
            return _finding(
                word, known, LONE, evidence([(word.start, word.end)], "known surname", word.where), None
            )
        return None

    def _of_woman(self, token: str, word: Word, string: Words, given: Word | None) -> Finding | None:
        match = re.search(r"^([A-Z][a-z-]*(?:ov|ev|yov|in|yn))(?:oy|oyi|oi|oyu|u)$", token)
        adjective = re.search(r"^([A-Z][a-z-]*sk)(oy|oyi|oi|oyu|uyu)$", token)
        if match is not None:
            reading = match[1] + "a"
            full = next((t for t in (f"{match[1]}aya", f"{match[1]}aia") if t in self.page.spelled), None)
            reading = full or reading
        elif adjective is not None:
            reading = adjective[1] + ("aya" if adjective[2] in ("oy", "uyu") else "a")
        else:
            return None
        name = f"{given.text} {reading}" if given and given.text in tables.given() else None
        grounds = evidence([(given.start, given.end)], "given name", word.where) if given else ()
        return _finding(
            word, reading, BEHIND, grounds or evidence([(word.start, word.end)], "ending", word.where), name
        )


def _finding(
    word: Word, reading: str, confidence: float, grounds: tuple[Evidence, ...], person: str | None
) -> Finding:
    return Finding(
        word.start, word.end, word.where, word.text, reading, "oblique case", confidence, "repair", grounds, person
    )  # fmt: skip


def sure(token: str) -> str | None:
    """The nominative, where the ending alone tells that it is none."""
    for pattern, nominative in _SURE:
        if pattern.match(token):
            return pattern.sub(nominative, token)
    return None


def _adjective(token: str) -> str | None:
    match = _ADJECTIVE.match(token)
    return f"{match[1]}{match[2]}y" if match else None


def _of_the_man(token: str) -> str:
    """The nominative of a form in -ov or -sk whose bearer is known to be a man."""
    return _adjective(token) or re.sub(
        r"(?<=[oe]v|[iy]n)(?:a|u|ym|im|om|e)$", "", re.sub(r"(?<=sk)om$", "y", token)
    )


def _nominatives_of_women(token: str) -> Iterator[str]:
    match = re.search(r"^(.+(?:ov|ev|in|yn|sk|ay))(oy|oyi|oi|oyu|u|uyu)$", token)
    if match is not None:
        yield from (f"{match[1]}a", f"{match[1]}aya")


def _foreign(token: str) -> str | None:
    """A foreign name with an ending that is Russian alone: Trumpom, Obamoy."""
    if token.endswith("om") and len(token) > 6:
        return token[:-2]
    return f"{token[:-2]}a" if token.endswith("oy") and len(token) > 5 else None


def _person_asked(string: Words, at: int) -> bool:
    """Whether the words around ask for a person: a title, speech, "with", "to"."""
    before, after = string.beside(at)
    before = before.lower()
    if before == "to" and at > 1:
        before = "to" if string.words[at - 2].text.lower() in ("according", *SAYS, "belongs") else ""
    return (
        before in TITLES
        or before in SAYS
        or before in ("with", "by", "to", "quotes", "against")
        or after in SAYS
    )


def _whose(string: Words, at: int) -> tuple[Word | None, str | None]:
    """The given name before a word, whether or not a patronymic parts them, and the bearer's sex as far as it tells."""
    if not string.joined(at):
        return None, None
    before = string.words[at - 1]
    sex = None
    if _OF_MEN.search(before.text) or _OF_WOMEN.search(before.text):
        sex = "m" if _OF_MEN.search(before.text) else "f"
        if not string.joined(at - 1) or not string.words[at - 2].capital:
            return None, sex
        before = string.words[at - 2]
    if before.text.lower() in _HERS:
        return None, "f"
    if before.text in _given_forms():
        return before, _given_forms()[before.text][1]
    own = sex_of(before.text)
    return (before, own) if own else (before if sex else None, sex)


# Endings of surnames by what the given name's ending says of the case, with those of the nominative.
_SURNAMES = {
    "genitive": ((r"(?<=[oe]v)a$|(?<=[iy]n)a$", ""), (r"(sk|tsk|n|v|t)(?:ogo|oho)$", r"\1y"), (r"enka$", "enko"),
                 (r"iya$", "iy"), (r"(?<=[lrnt])ya$", ""), (r"(?<=[aeo])ya$", "y"), (r"(?<=[bdgkmpztfsh])a$|(?<=[lr])a$", "")),
    "dative": ((r"(?<=[oe]v)u$|(?<=[iy]n)u$", ""), (r"(sk|tsk|n|v|t)omu$", r"\1y"), (r"enk(?:u|ovi)$", "enko"), (r"iyu$", "iy"),
               (r"(?<=[lrnt])yu$", ""), (r"(?<=[aeo])yu$", "y"), (r"(?<=[bdkmpztfs])u$|(?<=[lrc]h)u$|ovi$", "")),
    "instrumental": ((r"(?<=[oe]v)[yi]m$|(?<=[iy]n)[yi]m$", ""), (r"(sk|tsk|n)[iy]m$", r"\1y"), (r"enkom$", "enko"),
                     (r"iye?m$", "iy"), (r"(?<=[bcdfghklmnprstvz])y?[oe]m$", "")),
}  # fmt: skip
_FEMALE = ((r"(?<=[oe]v)(?:oy|oyi|oi|oyu|u)$|(?<=[iy]n)(?:oy|oyi|oi|oyu|u)$", "a"), (r"sk(?:oy|uyu)$", "skaya"), (r"sk(?:oyi|oi|oyu)$", "ska"))  # fmt: skip

# Surnames that have no cases, or that an engine put right by itself
_KEPT = re.compile(r"(?:ko|[iy]kh|shvili|dze|[oe]v|yov|sk(?:y|iy|yi)|chuk|ych)$")


def _whole(string: Words, first: Word, word: Word, given: tuple[str, str, str]) -> Finding | None:
    """A given name in an oblique case with the surname behind it, whichever of the two still has its ending."""
    name, sex, case = given
    surname = word.text
    if case == "":  # the form is also another name: the surname must show the case
        if not re.search(r"enk[ao]$|(?:ch|y|i)uka$", surname):
            return None
        case = "genitive"
    for pattern, ending in _SURNAMES[case] if sex == "m" else _FEMALE:
        if re.search(pattern, surname):
            surname = re.sub(pattern, ending, surname)
            break
    if surname == word.text and not _KEPT.search(surname):
        return None  # another people's name: Petru Ionescu
    grounds = evidence([(first.start, first.end)], "given name", word.where)
    reading = f"{name} {surname}"
    return Finding(
        first.start, word.end, word.where, string.text[first.start : word.end], reading, "oblique case", GIVEN, "repair",
        grounds, reading,
    )  # fmt: skip


@functools.cache
def _given_forms() -> Mapping[str, tuple[str, str, str]]:
    """Oblique form of a given name -> the nominative, its sex and the case; none that is a name itself."""
    found: dict[str, tuple[str, str, str]] = {}
    for name, row in sorted(tables.given().items(), key=lambda pair: (pair[0].endswith("i"), pair[0])):
        if row["elsewhere"] and name not in ("Ivan", "Anton", "Roman", "Maria"):
            continue
        for form, case in _given_of(name, row["sex"]):
            if len(form) > 4 and form not in _NAMES and form not in tables.given():
                found.setdefault(form, (name, row["sex"], case))
    return found | {"Petra": ("Petro", "m", "")}


# Forms that are names or words of other languages: Pavla, Alloy.
_NAMES_WORDS = """Petra Petru Nikola Pavla Alexandra Romana Ivana Antona Valeriya Yevgeniya Evgeniya Viktoriya Vitaliya Mariana Alberta
Roberta Renata Denisa Annoy Alloy Klima Makara Samara Ally Lady Marty"""
_NAMES = frozenset(_NAMES_WORDS.split())


def _given_of(name: str, sex: str) -> Iterator[tuple[str, str]]:
    stem = name[:-1]
    if sex == "f":
        if name.endswith("a"):
            soft = stem[-1:] in "iy"
            endings = ("i" if stem.endswith("i") else "", "yu", "yey", "ey") if soft else ("oy", "oyu", "u")
            for ending in endings:
                base = stem.removesuffix("y") if soft and stem.endswith("y") and ending[:1] == "y" else stem
                if ending:
                    yield base + ending, "oblique"
        return
    if name in ("Pavel", "Lev", "Pyotr", "Petr"):
        stem = {"Pavel": "Pavl", "Lev": "Lv"}.get(name, "Petr")
        yield from ((stem + "u", "dative"), (stem + "om", "instrumental"), (stem + "a", "genitive"))
    elif name.endswith(("ey", "ei", "ay", "ai", "iy", "ii")):
        yield from (
            (f"{stem}ya", "genitive"),
            (f"{stem}yu", "dative"),
            (f"{stem}yem", "instrumental"),
            (f"{stem}em", "instrumental"),
        )
    elif name.endswith(("y", "i")):  # Dmitry, Yuri
        yield from (
            (f"{stem}iya", "genitive"),
            (f"{stem}iyu", "dative"),
            (f"{stem}iyem", "instrumental"),
            (f"{stem}iem", "instrumental"),
        )
    elif name.endswith("o"):
        yield from ((f"{stem}a", "genitive"), (f"{stem}u", "dative"), (f"{stem}om", "instrumental"))
    elif name.endswith("a"):
        if name in ("Mykola", "Nikita", "Mykyta"):
            yield from (
                (f"{stem}y", "genitive"),
                (f"{stem}oy", "instrumental"),
                (f"{stem}oyu", "instrumental"),
            )
    elif name in ("Igor", "Ihor"):
        yield from ((f"{name}ya", "genitive"), (f"{name}yu", "dative"), (f"{name}em", "instrumental"))
    else:
        yield from (
            (f"{name}a", "genitive"),
            (f"{name}u", "dative"),
            (f"{name}om", "instrumental"),
            (f"{name}ovi", "dative"),
        )


_DECLINED = {
    "hard": ("a", "u", "om", "e", "i"),
    "soft": ("ya", "yu", "em", "yem", "e", "i", "yu"),
    "a": ("y", "i", "e", "u", "oy", "oyu"),
    "ya": ("i", "e", "yu", "ey", "yey"),
    "iya": ("ii", "iyu", "iey", "iyey"),
    "ye": ("ya", "yu", "em", "yem", "i"),
    "plural": ("akh", "yakh", "iakh", "am", "yam", "ami"),
}


@functools.cache
def _places() -> Mapping[str, str]:
    """Oblique form of a place -> its English name."""
    rows = tables.places()
    names = {row["name"] for row in rows}
    forms = {
        row["stem"] + e: row["name"]
        for row in rows
        for e in _DECLINED[row["declension"]]
        if not (e == "i" and row["stem"].endswith(("stan", "zhan")))  # Kazakhstani is English
    }
    return {form: name for form, name in forms.items() if len(form) > 4 and form not in names}


@functools.cache
def _towns() -> frozenset[str]:
    """Places that are spelled like a man's surname."""
    return frozenset(row["stem"] for row in tables.places()) | {
        "Kirov",
        "Azov",
        "Serpukhov",
        "Rybinsk",
        "Lviv",
        "Kyiv",
    }


_WHERE_WORDS = """in at near from of to into around outside for between and over under on across through about beyond until till
city town capital mayor region"""
_WHERE = frozenset(_WHERE_WORDS.split())


_SURELY = frozenset({"in", "at", "near", "into", "outside", "around", "city", "town"})


def _in_place(page: Page, token: str, words: list[Word]) -> Iterator[Finding]:
    """Places in an oblique case, behind the words that places stand behind."""
    name = _places()[token]
    for word in words:
        string, at = page.around(word)
        before, after = string.beside(at)
        if before.lower() not in (_SURELY if token.endswith(("ova", "eva", "ovu", "evu")) else _WHERE):
            continue  # Rostova is a woman too
        if after[:1].isupper():
            continue
        yield Finding(
            word.start, word.end, word.where, token, name, "oblique place", PLACE, "repair",
            evidence([(string.words[at - 1].start, string.words[at - 1].end)], "preposition", word.where),
        )  # fmt: skip
