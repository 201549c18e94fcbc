"""How common the surnames are that are also words: ``python -m training.common_surnames [--out FILE]``.

The number is Zipf's of wordfreq (Speer 2022), for Russian: log10 of the uses in a thousand million words, the largest one
of the forms that pymorphy3's dictionary has for nothing but a surname, or what two forms have at least (Воробьёву, Воробьёвым:
no adjective has both). Below wordfreq's least, a surname of that kind that the dictionary knows has `KNOWN`. A surname that is itself a
word or an adjective (Мороз, Белый) cannot be counted so, and some are counted for another reason (Молотов): these have their
number from ``words/common_surnames.tsv`` (ours: a rough guess in the same unit), and so have those that wordfreq lacks but that
are no rarities (below its least, 1).

Needed at build time only: wordfreq (code Apache 2.0) and pymorphy3 (MIT). What is kept is a figure a surname.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE.parent / "sandpiper" / "translation"
OURS = HERE / "words" / "common_surnames.tsv"
LEAST = 1.0  # below, wordfreq has no figure
KNOWN = 0.3  # by judgement: rare, but somebody bears it
POSSESSIVE = ("ов", "ев", "ин", "ын")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def counted(row: dict[str, str], zipf: Any, morph: Any) -> float:
    """The figure of a man's surname in -ov or -in, 0 where there is none."""
    word = row["cyrillic"].lower().replace("ё", "е")
    if row["language"] != "ru" or row["gender"] != "m" or not word.endswith(POSSESSIVE):
        return 0.0
    forms = [(form, float(zipf(form, "ru"))) for form in (word + "у", word + "ым", word + "е", word + "ой")]
    alone = max((f for form, f in forms if all("Surn" in p.tag for p in morph.parse(form))), default=0.0)
    best = max(alone, min(f for _, f in forms[:2]))
    if best < LEAST and any("Surn" in p.tag and p.is_known for p in morph.parse(word)):
        return KNOWN
    return best


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=FOLDER / "common.tsv")
    args = parser.parse_args(argv)
    morph = import_module("pymorphy3").MorphAnalyzer(lang="ru")
    zipf = import_module("wordfreq").zipf_frequency
    found = {(r["surname"], r["language"]): counted(r, zipf, morph) for r in table(FOLDER / "surnames.tsv")}
    found = {surname: z for surname, z in found.items() if z >= LEAST or z == KNOWN}
    found |= {(r["surname"], r["language"]): float(r["zipf"]) for r in table(OURS)}
    lines = [f"{s}\t{lang}\t{z:.1f}" for (s, lang), z in sorted(found.items())]
    args.out.write_text("\n".join(["surname\tlanguage\tzipf", *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
