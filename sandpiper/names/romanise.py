"""Cyrillic -> Latin: Russian and Ukrainian names in the spellings that wire uses.

Styles and their sources: ``icao`` (Doc 9303 part 3), ``bgn`` (BGN/PCGN 1947 for Russian, 1965 for Ukrainian), ``iso9``
(ISO 9:1995), ``scholarly`` (DIN 1460), ``national`` (Ukraine's cabinet, resolution 55 of 2010; Russian: the passport's
ICAO), ``press`` (English agencies), ``french`` and ``german`` (press and Duden).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

STYLES = ("icao", "bgn", "iso9", "scholarly", "national", "press", "french", "german")
LANGUAGES = ("ru", "uk")

_COMMON = dict(
    zip(
        "абвгдезиклмнопрстуф",
        ["a", "b", "v", "g", "d", "e", "z", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f"],
        strict=True,
    )
)
_RUSSIAN = ["ё", "ж", "й", "х", "ц", "ч", "ш", "щ", "ъ", "ы", "ь", "э", "ю", "я"]
_UKRAINIAN = ["г", "ґ", "є", "ж", "и", "і", "ї", "й", "х", "ц", "ч", "ш", "щ", "ь", "ю", "я"]
_LETTERS: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "icao": "e zh i kh ts ch sh shch ie y _ e iu ia",
        "bgn": "ë zh y kh ts ch sh shch ” y ’ e yu ya",
        "iso9": "ë ž j h c č š ŝ ʺ y ʹ è û â",
        "scholarly": "ë ž j ch c č š šč ʺ y ʹ ė ju ja",
        "press": "yo zh y kh ts ch sh shch _ y _ e yu ya",
        "french": "io j ï kh ts tch ch chtch _ y _ e iou ia",
        "german": "jo sch i ch z tsch sch schtsch _ y _ e ju ja",
    },
    "uk": {
        "icao": "h g ie zh y i i i kh ts ch sh shch _ iu ia",
        "bgn": "h g ye zh y i yi y kh ts ch sh shch ’ yu ya",
        "iso9": "g g ê ž i ì ï j h c č š ŝ ʹ û â",
        "scholarly": "h g je ž y i ï j ch c č š šč ʹ ju ja",
        "national": "h g ie zh y i i i kh ts ch sh shch _ iu ia",
        "press": "h g ye zh y i yi y kh ts ch sh shch _ yu ya",
        "french": "h g ie j y i ï ï kh ts tch ch chtch _ iou ia",
        "german": "h g je sch y i ji j ch z tsch sch schtsch _ ju ja",
    },
}
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}  # Ukraine, 2010
_VOWELS = "аеёиоуыэюяєії"
_IOTATED = {"bgn": "ye", "press": "ye", "german": "je", "french": "ie"}
_HUSHES = "жчшщ"
_LAST = {"press": "y", "german": "i", "french": "i"}  # of Russian -ий and -ый, Ukrainian in the English press


def _table(style: str, language: str) -> dict[str, str]:
    letters = _RUSSIAN if language == "ru" else _UKRAINIAN
    if language == "ru" and style == "national":
        style = "icao"
    values = _LETTERS[language][style].replace("_", "-").split()
    table = _COMMON | {a: b.strip("-") for a, b in zip(letters, values, strict=True)}
    if style == "german":
        table |= {"в": "w", "з": "s"}
    if style == "french":
        table |= {"у": "ou"}
    return table


_TABLES = {(style, language): _table(style, language) for style in STYLES for language in LANGUAGES}


def romanise(name: str, style: str = "press", language: str = "ru") -> str:
    """A Cyrillic name in Latin letters, its capitals kept; other signs stay. ``KeyError`` for an unknown style or language."""
    table = _TABLES[style, language]
    return "".join(
        part if not re.match(r"\w", part) else _capitals(part, _word(part.lower(), style, language, table))
        for part in re.split(r"([^\W\d_][\w'’ʼ]*)", name)
    )


def _capitals(given: str, made: str) -> str:
    if len(given) > 1 and given.isupper():
        return made.upper()
    return made[:1].upper() + made[1:] if given[:1].isupper() else made


def _word(word: str, style: str, language: str, table: Mapping[str, str]) -> str:
    word = re.sub("['’ʼ]", "", word)
    ending = ""
    last = _LAST.get(style) if language == "ru" else {"press": "y"}.get(style)
    if last and len(word) > 3 and word.endswith(("ий", "ый")):
        word, ending = word[:-2], last
    if style in ("national", "press") and language == "uk":
        word = word.replace("зг", "zgh")
    if style == "german":
        word = word.replace("кс", "x")
    out = [_letter(word, i, style, language, table) for i in range(len(word))]
    made = "".join(out) + ending
    if style == "french":
        made = re.sub(r"in$", "ine", made)
        made = re.sub(r"g(?=[ei])", "gu", made) if language == "ru" else made
    return made


def _letter(word: str, i: int, style: str, language: str, table: Mapping[str, str]) -> str:
    """One letter where it stands: what goes before decides on iotation, doubling and the signs."""
    letter, before = word[i], word[i - 1] if i else ""
    after = word[i + 1 : i + 2]
    opens = not before or before in _VOWELS or before in "ьъ"
    if letter == "е" and language == "ru" and opens and style in _IOTATED:
        return _IOTATED[style]
    if letter == "ё":
        if before and before in _HUSHES and style in ("press", "french", "german"):
            return "e" if style == "french" else "o"
        return "yë" if style == "bgn" and opens else table.get("ё", "io")
    if language == "uk" and not i and style == "national" and letter in _AT_START:
        return _AT_START[letter]
    if letter == "ь" and after == "о" and style in ("press", "french", "german"):
        return {"press": "y", "french": "i", "german": "j"}[style]
    if (
        letter == "с"
        and style in ("french", "german")
        and before in _VOWELS
        and before
        and after
        and after in _VOWELS
    ):
        return "ss"
    if letter == "й" and style in ("press", "german") and before in ("и", "ы"):
        return "" if language == "ru" else table["й"]
    return table.get(letter, letter)
