"""One name in many spellings: ``key`` and ``same_name``.

Names that look Russian, Ukrainian, Belarusian or Bulgarian (by their ending, by a given name of ``variants.tsv``, or
because the caller says so) are read back into Cyrillic, in every way that the styles of ``romanise`` allow: German "sch"
is ш, ж or щ, French "ch" ш, German "z" ц. Two spellings are one name where their readings meet. The key folds further
(с/з, г/х, all hushes), so that equal keys are needed for one name and are not enough: Sakharov and Zakharov share one.
All other names are compared by ``variants.tsv`` (Arabic, Persian, Chinese and other names of one person or one part)
and otherwise letter by letter, without accents, hyphens and apostrophes.

Not folded: initial ё written E, German z for ц where nothing else in the name looks German, Belarusian о/а, scholarly "ch" for х where nothing else in the name shows the style, a
woman's surname and a man's ("Peskova").
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from .romanise import LANGUAGES, romanise

_MOST = 64  # readings of one word
_APART = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "ə": "a", "-": " ", "‑": " ", "–": " "}
)
_SIGNS = re.compile("['’‘ʼʻ`ʹʺ”“\".]")
_ARTICLE = re.compile(
    r"(?<![^\W_])(?:(?:al|el|ul|as(?=-s)|ash(?=-sh)|ad(?=-d)|an(?=-n)|ar(?=-r)|at(?=-t)|az(?=-z))-|(?<=.)(?:al|el) (?=\w))",
    re.I,
)
_SERVANT = re.compile(r"abd[aeou]l([a-z]{3,})")
_PATRONYMIC = re.compile(r".{2,}(?:[oe]v[iy](?:ch|c|tch)|[oe]w[iy]tsch|[oey]vna|[oe]wna|[iy]chna)")
_SLAVIC = re.compile(
    r"(?:.+(?:[^aeiouy][eo]v|(?:[bdgklmnprstvz]|[iyj])[eo](?:w|ff)|[aeiuyj]ev|[yij]ov)a?|.{3,}[^aeiouy]in"
    r"|.*(?:k|sh|sch|ts|tz|h)ina"
    r"|.{2,}(?:s|ts|z|tz|c)k(?:yy|yi|yj|iy|ii|ij|y|i|oho|ogo|oi|oy|oj|aya|aia|aja|aa)|.{2,}enk[oau]|.{2,}(?:c?h|[iyj])o?uk"
    r"|.{2,}[eo][vw][iy](?:ch|tch|tsch|c|cz)|.{2,}(?:[^aeiouy]ych|ytch|ytsch|itch|itsch|chko|tschko|tchko|yshyn|chyn|iyets)"
    r"|.{2,}(?:[dlrstvzhjk])n(?:yy|yi|yj|iy|ij|y)|.*(?:tsch|schtsch|shch|chtch).*)",
)  # fmt: skip
_CYRILLIC = re.compile("[а-яёіїєґў]")
_GERMAN = re.compile(r"w|tsch|sch")
_FRENCH = re.compile(r"ou|tch|ï|gu[ei]|.{3}ine\b")
_SCHOLARLY = re.compile(r"[čšžŝèâûėʹʺ]")
_JOTS = re.compile(r"[aeiouy]j(?:\b|a\b)")
_LETTERS = re.compile(
    r"schtsch|tsch|shch|chtch|šč|tch|sch|sh|zh|kh|gh|ch|tz|ts(?!h)|tc|cz|sz|ph|ks(?!h)|ck|ou|gu(?=[ei])|ss|ff|."
)
_SOUNDS: Mapping[str, tuple[str, ...]] = {
    "schtsch": ("щ",), "shch": ("щ",), "chtch": ("щ",), "šč": ("щ",), "ŝ": ("щ",), "tsch": ("ч",), "tch": ("ч",),
    "č": ("ч",), "cz": ("ч",), "sch": ("ш", "ж", "щ"), "sh": ("ш",), "š": ("ш",), "sz": ("ш",), "zh": ("ж",), "ž": ("ж",),
    "ż": ("ж",), "kh": ("х",), "gh": ("г",), "h": ("г", "х"), "g": ("г",), "gu": ("г", "гу"), "tz": ("ц",), "ts": ("ц",), "tc": ("ц",),
    "c": ("ц",), "ck": ("цк", "к"), "ks": ("кс",), "x": ("кс",), "q": ("к",), "ph": ("ф",), "ff": ("в",), "ss": ("с",),
    "ou": ("у", "оу"), "û": ("иу",), "â": ("иа",), "ë": ("ио",), "y": ("и",), "i": ("и",), "ï": ("и",), "w": ("в",),
    **{a: (b,) for a, b in zip("abdefklmnoprstuvz", "абдефклмнопрстувз", strict=True)},
}  # fmt: skip
_READ = str.maketrans(
    {"й": "и", "ы": "и", "і": "и", "ї": "и", "э": "е", "ё": "ио", "є": "е", "я": "иа", "ю": "иу", "ґ": "г", "ў": "в", "ь": "", "ъ": ""}
)  # fmt: skip
_COARSE = str.maketrans({"з": "с", "ж": "ш", "щ": "ш", "ч": "ш", "х": "г"})
_BLOCK = str.maketrans({"w": "v", "f": ""} | dict.fromkeys("aeiouyjszhcgktxpq "))
_STEPS = tuple(
    (re.compile(a), b)
    for a, b in (
        ("ии+", "и"), ("ие", "е"), ("(?<=[бвгдзклмнпрстфц])ио(?=[бвгджзклмнпрстфхцчшщ])", "е"), ("(?<=[жчшщ])ио?о|(?<=[жчшщ])о", "е"),
        ("ее+", "е"), (r"([бвгджзклмнпрстфхцчшщ])\1", r"\1"), ("енк(?:о|а|у)$", "енк"), ("ск(?:ии|и)$", "ски"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """One row of ``variants.tsv``: its first form, whether it is a Slavic name."""

    form: str
    slavic: bool


@functools.cache
def _groups() -> Mapping[tuple[str, ...], _Group]:
    """Groups by the words of each of their forms."""
    text = resources.files(__name__.rpartition(".")[0]).joinpath("variants.tsv").read_text("utf-8")
    found: dict[tuple[str, ...], _Group] = {}
    for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        forms = [tuple(map(_plain, _words(form))) for form in row["forms"].split("|")]
        group = _Group(" ".join(forms[0]), row["language"] in ("ru", "uk", "be"))
        for form in forms:
            found[form] = group
    return found


def key(name: str, *, cyrillic: bool = False) -> str:
    """What all spellings of a name have in common: equal for one name, seldom for two; ``key(key(x)) == key(x)``.

    Latin and Cyrillic are taken alike. ``cyrillic`` says that the bearer's language writes Cyrillic, whatever the name
    looks like. A patronymic between given name and surname does not count.
    """
    return " ".join(filter(None, (_coarse(readings[0]) for readings in _parts(name, cyrillic))))


def same_name(a: str, b: str, *, cyrillic: bool = False) -> bool:
    """Whether two spellings can be one name; a surname alone is never a full name."""
    first, second = _parts(a, cyrillic), _parts(b, cyrillic)
    return len(first) == len(second) and all(
        not set(some).isdisjoint(others) for some, others in zip(first, second, strict=True)
    )


def block(name: str) -> str:
    """The consonants of a name's first and last word that every style writes alike: an index to look for ``same_name`` in."""
    forms = [form for form, _ in _by_table(_words(name))]
    if not forms:
        return ""
    return f"{_common(forms[0].split()[0])} {_common(forms[-1].split()[-1])}"


@functools.lru_cache(maxsize=8192)
def _common(word: str) -> str:
    left = _plain(word).translate(_BLOCK)
    return "".join(a for a, b in zip(left, " " + left, strict=False) if a != b)


@functools.lru_cache(maxsize=8192)
def _parts(name: str, cyrillic: bool) -> tuple[tuple[str, ...], ...]:
    """A name, word by word in all its readings."""
    words = _words(name)
    if len(words) > 2:
        words = [words[0], *(w for w in words[1:-1] if not _PATRONYMIC.fullmatch(_plain(w))), words[-1]]
    grouped = list(_by_table(words))
    slavic = cyrillic or any(group and group.slavic for _, group in grouped)
    slavic = slavic or bool(grouped and not grouped[-1][1] and _SLAVIC.fullmatch(_plain(grouped[-1][0])))
    style = _style(name.lower()) if slavic else ""
    out: list[tuple[str, ...]] = []
    for form, group in grouped:
        if group:
            out.extend((word,) for word in group.form.split())
        elif _CYRILLIC.search(form):
            out.append((_settled(form.replace("ьо", "ио").translate(_READ)),))
        else:
            out.append(_readings(form, style) if slavic and _plain(form).isalpha() else (_plain(form),))
    return tuple(out)


def _words(name: str) -> list[str]:
    """Lower-case words of a name without articles, points and apostrophes, its accents kept."""
    words = name.casefold().split()
    if name.isascii() and "".join(words).isalpha() and "al" not in words and "el" not in words:
        return words
    name = _ARTICLE.sub("", " ".join(name.split()))
    return _SIGNS.sub("", unicodedata.normalize("NFC", name).casefold()).translate(_APART).split()


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(
        c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c) and not c.isspace()
    )


def _latin(word: str) -> str:
    """A word as ``variants.tsv`` has it: without accents, a Cyrillic one in the English press's spelling where that is there."""
    if not _CYRILLIC.search(word):
        return _plain(word)
    spelt = (_plain(romanise(word, "press", language)) for language in LANGUAGES)
    return next((latin for latin in spelt if (latin,) in _groups()), _plain(word))


def _by_table(words: Sequence[str]) -> Iterator[tuple[str, _Group | None]]:
    """Words with the group they belong to, the longest first; "Abdulaziz" is "Abd" and "Aziz"."""
    groups, plain = _groups(), [_latin(word) for word in words]
    i = 0
    while i < len(words):
        for n in (4, 3, 2, 1):
            if group := groups.get(tuple(plain[i : i + n])) if i + n <= len(words) else None:
                yield group.form, group
                break
        else:
            n = 1
            servant = _SERVANT.fullmatch(words[i])
            if servant:
                yield from ((form, group) for form, group in _by_table(["abd", servant[1]]))
            else:
                yield words[i], None
        i += n


def _style(name: str) -> str:
    """Of whose style a name in Latin letters shows signs: ``g`` German, ``f`` French, ``s`` scholarly, ``""`` none."""
    if _SCHOLARLY.search(name):
        return "s"
    if _GERMAN.search(name):
        return "g"
    if _JOTS.search(name):
        return "s"
    return "f" if _FRENCH.search(name) else ""


@functools.lru_cache(maxsize=8192)
def _readings(word: str, style: str) -> tuple[str, ...]:
    """Every reading of a word in Cyrillic letters; the first is the one of English style or of the style it shows."""
    word = "".join(c if c in "čšžŝûâëżï" else _plain(c) for c in word)
    if style != "s":
        word = word.replace("â", "a")
    word = re.sub(r"(?<=..)ine$", "in", word)
    choices: list[tuple[str, ...]] = []
    for found in _LETTERS.finditer(word):
        choices.append(_sounds(found[0], word, found.start(), style))
    made = (_settled("".join(parts)) for parts in itertools.islice(itertools.product(*choices), _MOST))
    return tuple(dict.fromkeys(made))


def _sounds(letter: str, word: str, at: int, style: str) -> tuple[str, ...]:
    if letter == "ch":
        starts = style != "f" and at == 0 and word[2:3] in ("l", "m", "n", "r")  # French writes Khlebnikov
        if style in ("g", "s") or starts:
            return ("х",)
        return (
            ("ч", "ш") if style == "f" or word.endswith(("enko", "enka")) else ("ч",)
        )  # Porochenko, no Puchkov
    if letter == "z" and style == "g":
        return ("ц",)
    if letter == "s" and (style == "g" or (style == "s" and word.isascii())):  # Selenskyj is German too
        return ("с", "з")
    if letter == "j":
        return (_jot(word, at, style),)
    return _SOUNDS.get(letter, (letter,))


def _jot(word: str, at: int, style: str) -> str:
    """J is ж in French and й elsewhere; where nothing tells, its neighbours do."""
    after = word[at + 1 : at + 2]
    if style in ("g", "s") or not after:
        return "и"
    if style == "f":
        return "ж"
    return "ж" if after == "i" or (after not in "aeou" and word[at - 1 : at] not in tuple("aeiou")) else "и"


def _settled(reading: str) -> str:
    """A reading with iotation, doubling and case endings of -enko folded."""
    while True:
        before = reading
        for pattern, new in _STEPS:
            reading = pattern.sub(new, reading)
        if reading == before:
            return reading


def _coarse(reading: str) -> str:
    if not _CYRILLIC.search(reading):
        return reading
    return _settled(re.sub("гу(?=[еи])", "г", reading.translate(_COARSE).replace("оу", "у")))
