"""Fit what the wording of descriptions and names says: ``python -m training.wording CORPUS.jsonl``.

Writes two tables of the actors' room from our compiled passages, those held out left aside: ``wording.csv``, what words weigh for each sector (a
multinomial logistic regression, weights of a fifth of a logit or less left out), and ``homeless.csv``, how often a description
without a country's name has no country. ``--test`` fits on three quarters and prints how often sectors are right on the rest.
"""

from __future__ import annotations

import argparse
import csv
import random
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch

from sandpiper.ontology import SECTORS
from sandpiper.resolve.actors import ActorTables
from sandpiper.resolve.actors.belonging import leaning
from sandpiper.resolve.actors.roles import parse
from sandpiper.resolve.actors.wording import NONE, clues
from training.data import held_out, lines

ROOM = Path(__file__).parent.parent / "sandpiper" / "resolve" / "actors"
LABELS = (NONE, *SECTORS)
EPOCHS, BATCH, RATE, DECAY = 10, 2048, 0.05, 5e-5
LEAST, SMALL = 5, 0.2  # mentions that a clue needs; a weight that counts
NO_PARTY = ("place", "other")
TELLING = 0.4  # logit of a homeless noun that is worth a row


class Described(NamedTuple):
    """One mention: its clues, its sector, its passage, and for a description without a country its noun."""

    clues: tuple[str, ...]
    sector: str
    passage: str
    noun: str | None
    country: str | None


def read(path: Path) -> Iterator[Described]:
    """The descriptions, and the names of bodies that no table has."""
    tables = ActorTables.load()
    for row in lines(path):
        if held_out(row["id"]):
            continue
        for m in row["mentions"]:
            actor = row["actors"][m["actor"]]
            if m.get("in") == "title" or actor["kind"] in NO_PARTY or m["type"] not in ("ROLE", "ORG"):
                continue
            text = row["text"][m["start"] : m["end"]]
            name = m["type"] == "ORG"
            if name and tables.index.names.get(text.casefold()):
                continue
            role = parse(text, tables.nouns, tables.index, bodies_only=name)
            sector = next(iter(actor["sectors"]), "GOV" if actor["kind"] == "state" else NONE)
            bare = role is not None and not name and not role.countries
            noun = (role.form or role.noun.noun) if role is not None and bare else None
            found = tuple(sorted({*clues(text, role, tables.index, name=name)}))
            yield Described(found, sector, row["id"], noun, actor["country"])


def fit(rows: Sequence[Described]) -> dict[str, dict[str, float]]:
    """Clue -> weights by sector."""
    torch.manual_seed(1)
    counts = Counter(clue for row in rows for clue in row.clues)
    number = {clue: i for i, clue in enumerate(sorted(c for c, n in counts.items() if n >= LEAST))}
    inputs = [torch.tensor([number[c] for c in row.clues if c in number]) for row in rows]
    targets = torch.tensor([LABELS.index(row.sector) for row in rows])
    table = torch.nn.EmbeddingBag(len(number), len(LABELS), mode="sum")
    torch.nn.init.zeros_(table.weight)
    optimizer = torch.optim.Adam(table.parameters(), lr=RATE)
    order = list(range(len(rows)))
    for epoch in range(EPOCHS):
        random.Random(epoch).shuffle(order)
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS) + 0.002
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            starts = torch.tensor([0, *(len(inputs[i]) for i in batch[:-1])]).cumsum(0)
            scores = table(torch.cat([inputs[i] for i in batch]), starts)
            loss = torch.nn.functional.cross_entropy(scores, targets[batch]) + DECAY * (table.weight**2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    weights = table.weight.detach()
    return {
        clue: {s: round(float(w), 1) for s, w in zip(LABELS, weights[i], strict=True) if abs(w) >= SMALL}
        for clue, i in number.items()
    }


def right(rows: Sequence[Described], weights: dict[str, dict[str, float]]) -> float:
    """The share of mentions whose likeliest sector is theirs."""
    hits = 0
    for row in rows:
        sums = dict.fromkeys(LABELS, 0.0)
        for clue in row.clues:
            for sector, weight in weights.get(clue, {}).items():
                sums[sector] += weight
        hits += max(sums, key=sums.__getitem__) == row.sector
    return hits / len(rows)


def homeless(rows: Sequence[Described]) -> list[tuple[str, int, int]]:
    """Noun, mentions, those without a country; only where that says more than what is usual."""
    counts: dict[str, list[int]] = {}
    for row in rows:
        if row.noun is not None:
            count = counts.setdefault(row.noun, [0, 0])
            count[0] += 1
            count[1] += row.country is None
    out = []
    for noun, (mentions, without) in sorted(counts.items()):
        if mentions > 3 and abs(leaning(mentions, without)) >= TELLING:
            out.append((noun, mentions, without))
    return out


def write(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """One table of the room."""
    with (ROOM / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write the tables, or print the test."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="what python -m corpus.compile --out writes")
    parser.add_argument(
        "--test", action="store_true", help="fit on three quarters, print the share right on the rest"
    )
    args = parser.parse_args()
    rows = list(read(args.corpus))
    if args.test:
        left = [zlib.crc32(row.passage.encode()) % 4 == 0 for row in rows]
        weights = fit([row for row, out in zip(rows, left, strict=True) if not out])
        for name in (False, True):
            rest = [
                row for row, out in zip(rows, left, strict=True)
                if out and any(clue.startswith("name:") for clue in row.clues) == name
            ]  # fmt: skip
            print("names" if name else "descriptions", len(rest), round(100 * right(rest, weights), 1))
        return
    weights = fit(rows)
    cells = [
        (clue, "|".join(f"{s} {w:.1f}" for s, w in found.items())) for clue, found in weights.items() if found
    ]
    write("wording.csv", ("clue", "weights"), cells)
    write("homeless.csv", ("noun", "mentions", "without"), homeless(rows))


if __name__ == "__main__":
    main()
