"""The table of Russian surnames that are also common words, for the layer that repairs machine translation.

    python -m training.surnames [--out sandpiper/translation/surnames.tsv] [--missing PATH]

Песков is also the genitive plural of песок, so a translator may write "Sands" for him. The table says of each such surname
which of its case forms are common words and how a translator writes them in English. Those that are only made of a word (Сорокин, of
сорока) are in it too, with a note.

In: ``training/words/surname_renderings.tsv`` (ours: common lemma, English singular and plural, surnames that the dictionary
lacks), ``surnames_ru.tsv`` and ``surnames_uk.tsv`` (ours, columns as in the table; may be absent), and the Russian dictionary of pymorphy3. Out: a tab-separated table with the columns of `Row`, sorted; equal
inputs give equal bytes. ``--missing`` also lists the dictionary's homograph surnames that the table has no row for.

A surname counts where one of its singular forms is a form of a listed noun or adjective; ё and е count as one letter, as
newspapers print them. Short forms of adjectives and readings as proper nouns do not count.

Needed at build time only: pymorphy3 and pymorphy3-dicts-ru (code MIT; the dictionary's data are OpenCorpora's, CC BY-SA 3.0,
https://opencorpora.org). The table holds our renderings and facts about the language, no entry of the dictionary.
Raises ImportError without pymorphy3, ValueError for a row of ours that cannot be read.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

WORDS = Path(__file__).parent / "words"
OUT = Path(__file__).parent.parent / "sandpiper" / "translation" / "surnames.tsv"
CASES = ("nom", "gen", "dat", "acc", "ins", "loc")
PROPER = {"Surn", "Name", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init", "Erro"}
COMMON = {"NOUN", "ADJF", "PRTF"}
POSSESSIVE = ("ов", "ев", "ёв", "ин", "ын")
ADJECTIVAL = ("ый", "ий", "ой")
FIXED = ("ых", "их")
# The cases in order, of Песков and Пескова.
ENDINGS = {"m": ("", "а", "у", "а", "ым", "е"), "f": ("а", "ой", "ой", "у", "ой", "ой")}
PLAIN = {
    **dict(zip("абвгдежзийклмнопрстуфхцчшщыэюя", (
        *("a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u"),
        *("f", "kh", "ts", "ch", "sh", "shch", "y", "e", "yu", "ya"),
    ), strict=True)),
    "ё": "yo", "ь": "", "ъ": "",
}  # fmt: skip


class Row(NamedTuple):
    """A line of the table. ``gender``: m, f, any. ``renderings``: lower case, the likeliest first, ``|`` between them.
    ``collides``: ``all``, or names out of `CASES` with commas; nothing where ``note`` is ``derived`` (`derived`)."""

    surname: str
    cyrillic: str
    language: str
    gender: str
    renderings: str
    collides: str
    note: str


class Word(NamedTuple):
    """A common lemma with what a translator writes for its singular and plural, and surnames the dictionary lacks."""

    lemma: str
    singular: list[str]
    plural: list[str]
    surnames: list[str]


def romanise(name: str) -> str:
    """Cyrillic to Latin letters in the style of BGN/PCGN as the press simplifies it: Воробьёв to Vorobyov, Чайка to Chaika."""
    low, out = name.lower(), []
    for suffix, latin in (("ый", "y"), ("ий", "y")):
        if low.endswith(suffix):
            low, tail = low.removesuffix(suffix), latin
            break
    else:
        tail = ""
    for i, letter in enumerate(low):
        before, last = low[i - 1] if i else "", i == len(low) - 1
        if letter == "е" and (not before or before in "аеёиоуыэюяьъ"):
            out.append("ye")
        elif letter == "ё" and before and before in "жчшщ":
            out.append("e")
        elif letter == "й" and before and (before in "ае" or not last):
            out.append("i")
        else:
            out.append(PLAIN[letter])
    return "".join((*out, tail)).capitalize()


def folded(word: str) -> str:
    return word.lower().replace("ё", "е")


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file with a header; none where it is absent."""
    if path.exists():
        with path.open(encoding="utf8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def words(path: Path = WORDS / "surname_renderings.tsv") -> list[Word]:
    """Our lemmas and renderings; ValueError where one lacks a lemma or a rendering."""
    found = []
    for row in rows_of(path):
        if not row["lemma"] or not row["singular"] or not row["plural"]:
            raise ValueError(f"{path.name}: incomplete row {row}")
        names = [name for name in row["surnames"].split(",") if name]
        found.append(Word(row["lemma"], row["singular"].split("|"), row["plural"].split("|"), names))
    return found


def complete(path: Path) -> Iterator[Row]:
    """Rows that are written by hand as they go into the table; ValueError where columns lack or exceed.
    Their cases may also be parted by ``|``."""
    for row in rows_of(path):
        if set(row) != set(Row._fields) or None in row.values():
            raise ValueError(f"{path.name}: {row}")
        yield Row(**row)._replace(collides=row["collides"].replace("|", ","))


class Dictionary:
    """What we ask of the Russian dictionary of pymorphy3; every answer from its stored words, no guess."""

    def __init__(self) -> None:
        import pymorphy3

        self.morph = pymorphy3.MorphAnalyzer(lang="ru")
        self.parse = cache(self.known)

    def known(self, word: str) -> list[Any]:
        return [reading for reading in self.morph.parse(word) if reading.is_known]

    def forms(self, lemma: str) -> dict[str, set[str]]:
        """Each form of a common noun or adjective (folded) with its numbers, ``sing`` or ``plur``."""
        found: dict[str, set[str]] = {}
        for reading in self.parse(lemma):
            if reading.normal_form != lemma or not common(reading.tag):
                continue
            for form in reading.lexeme:
                if common(form.tag):
                    number = form.tag.number or "sing"
                    found.setdefault(folded(form.word), set()).add(number)
        return found

    def surnames(self, forms: Iterable[str]) -> set[str]:
        """Nominatives of the surnames that have one of the forms in the singular."""
        return {
            reading.normal_form
            for form in forms
            for reading in self.parse(form)
            if "Surn" in reading.tag and reading.tag.number != "plur"
        }

    def homographs(self) -> Iterator[str]:
        """All surnames whose nominative is also a form of a common noun or adjective. Goes through five million forms."""
        data, kinds = self.morph.dictionary, dict[Any, str]()
        last, seen = "", set[str]()
        for word, key in data.words.iteritems():
            if word != last:
                if {"surname", "common"} <= seen:
                    yield last
                last, seen = word, set()
            if key not in kinds:
                tag = data.build_tag_info(*key)
                name = "Surn" in tag and "nomn" in tag and tag.number != "plur"
                kinds[key] = "surname" if name else "common" if common(tag) else ""
            seen.add(kinds[key])


def common(tag: Any) -> bool:
    return tag.POS in COMMON and not tag.grammemes & PROPER


def genders(surname: str, noun: bool) -> list[tuple[str, str, tuple[str, ...]]]:
    """Of a surname in the nominative: each gender with its nominative and its singular forms in the order of `CASES`.

    Forms are worked out for possessive surnames only; the others decline as the word does, or not at all, so that all
    cases stand or fall with the nominative. ``noun``: it is the nominative of the common word; a surname of no known shape that
    only looks like an oblique form (Мота) has no gender here and gets no row."""
    if surname.endswith(POSSESSIVE):
        return [(g, surname + ENDINGS[g][0], tuple(surname + e for e in ENDINGS[g])) for g in "mf"]
    if surname.endswith(ADJECTIVAL):
        soft = surname[:-2] + ("яя" if surname.endswith("ний") else "ая")
        return [(g, name, (name,) * 6) for g, name in (("m", surname), ("f", soft))]
    if surname.endswith(("ая", "яя")):
        return [("f", surname, (surname,) * 6)]
    if not (noun or surname.endswith(FIXED)):
        return []
    return [("any", surname, (surname,) * 6)]


def rendered(word: Word, forms: dict[str, set[str]], hits: list[str], gender: str) -> list[str]:
    """What a translator writes for the forms of a surname that are forms of the word, the likeliest first."""
    english: list[str] = []
    for form in hits:
        numbers = forms[form]
        english += word.plural if "plur" in numbers else []
        english += word.singular
        if numbers == {"sing"} and gender == "any" and plural_too(form, forms):
            english += word.plural
    return english


def plural_too(form: str, forms: dict[str, set[str]]) -> bool:
    """Whether a noun in -а or -я also has a singular form that reads as a plural (Чайки: of the gull, gulls)."""
    return form.endswith(("а", "я")) and any(forms.get(form[:-1] + end) == {"sing", "plur"} for end in "ыи")


def table(entries: list[Word], dictionary: Dictionary) -> list[Row]:
    """The Russian rows, one a surname and gender."""
    english: dict[tuple[str, str], list[str]] = {}
    cases: dict[tuple[str, str], set[str]] = {}
    for word in sorted(entries):
        forms = dictionary.forms(word.lemma)
        listed = {name.lower() for name in word.surnames}
        for surname in sorted(listed | dictionary.surnames(forms)):
            for gender, nominative, declined in genders(surname, folded(surname) == folded(word.lemma)):
                hits = [
                    (case, folded(f)) for case, f in zip(CASES, declined, strict=True) if folded(f) in forms
                ]
                if hits:
                    key = (nominative, gender)
                    choices = rendered(word, forms, [f for _, f in hits], gender)
                    # "Angel" is the name itself as well as the word: nothing to repair.
                    choices = [w for w in choices if w != romanise(nominative).lower()]
                    english.setdefault(key, []).extend(choices)
                    cases.setdefault(key, set()).update(case for case, _ in hits)
    for name, gender in list(english):
        if gender == "f" and (name, "any") in english:
            del english[name, gender]
    return [
        Row(
            romanise(name), name.capitalize(), "ru", gender, "|".join(dict.fromkeys(found)),
            "all" if len(cases[name, gender]) == 6 else ",".join(c for c in CASES if c in cases[name, gender]),
            "",
        )
        for (name, gender), found in english.items()
        if found
    ]  # fmt: skip


def derived(entries: list[Word], dictionary: Dictionary) -> Iterator[Row]:
    """Men's surnames that are made of a listed noun and are no form of it (Сорокин, Ершов), where the dictionary has them:
    a translator takes them for the word more rarely, so they have a note."""
    english: dict[str, list[str]] = {}
    for word in sorted(entries):
        for surname in made_of(word.lemma, dictionary):
            if surname in FAMOUS or not any("Surn" in reading.tag for reading in dictionary.parse(surname)):
                continue
            owned = [f"{w}'s" for w in word.singular] if surname.endswith(("ин", "ын")) else []
            english.setdefault(surname, []).extend([*word.plural, *word.singular, *owned])
    for name, found in english.items():
        kept = dict.fromkeys(w for w in found if w != romanise(name).lower() and not w.endswith("s's"))
        yield Row(romanise(name), name.capitalize(), "ru", "m", "|".join(kept), "", "derived")


# In every paper, so that no translator takes them for words.
FAMOUS = {"медведев", "лебедев", "путин", "сталин", "ленин"}


def made_of(lemma: str, dictionary: Dictionary) -> Iterator[str]:
    """The possessive surnames of a noun in lower case, -ov, -ev or -in by its declension; ё where the stress may lie on it."""
    for reading in dictionary.parse(lemma):
        if reading.normal_form != lemma or reading.tag.POS != "NOUN" or not common(reading.tag):
            continue
        oblique = reading.inflect({"sing", "gent"})
        if oblique is None or oblique.tag.number == "plur":
            continue
        stem = oblique.word[:-1]
        if lemma.endswith(("а", "я")):
            yield from (lemma[:-1] + end for end in ("ин", "ын"))
        elif lemma.endswith("ь") and "femn" in oblique.tag:
            yield stem + "ин"
        elif oblique.word.endswith(("а", "я")):
            yield from (stem + end for end in ("ов", "ев", "ёв"))


def joined(row: Row, other: Row | None) -> Row:
    """A row with the renderings of another one after its own, unless the other is of a surname only made of a word that it is."""
    if other is None or (other.note == "derived") != (row.note == "derived"):
        return row
    return row._replace(renderings="|".join(dict.fromkeys(f"{row.renderings}|{other.renderings}".split("|"))))


def build(dictionary: Dictionary) -> list[Row]:
    """The whole table in its order, the Ukrainian rows of our list included."""
    entries = words()
    ukrainian = list(complete(WORDS / "surnames_uk.tsv"))
    formed = table(entries, dictionary)
    more = {(row.cyrillic, row.gender): row for row in complete(WORDS / "surnames_ru.tsv")}
    formed = [joined(row, more.get((row.cyrillic, row.gender))) for row in formed]
    have = {folded(row.cyrillic) for row in formed}
    made: dict[str, Row] = {}
    for row in (*more.values(), *derived(entries, dictionary)):
        name = folded(row.cyrillic)  # with ё and with е: once
        if name not in have:
            made[name] = joined(made[name], row) if name in made else row
    return sorted({*formed, *made.values(), *ukrainian})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument(
        "--missing", type=Path, help="also write the dictionary's homographs that have no row"
    )
    args = parser.parse_args()
    dictionary = Dictionary()
    rows = build(dictionary)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("".join("\t".join(row) + "\n" for row in (Row._fields, *rows)), encoding="utf8")
    print(f"{len(rows)} rows, {len({row.cyrillic for row in rows})} surnames: {args.out}")
    if args.missing:
        have = {folded(row.cyrillic) for row in rows}
        missing = [name for name in dictionary.homographs() if folded(name) not in have]
        args.missing.write_text("".join(f"{name}\n" for name in missing), encoding="utf8")
        print(f"{len(missing)} homographs without a row: {args.missing}")


if __name__ == "__main__":
    main()
