"""Hold the quick scores above their floors, which only rise.

    python -m benchmarks.gate [--raise] [--data DIR] [--json] [--model DIR]

Floors stand in ``floors.json``, per cent by name. Exit status 1 where a score lies under its floor; ``--raise``
then changes nothing, and otherwise writes what was measured, cut to two decimals, as the new floors where they
are higher. ``--limit`` is for trying out: it cannot raise.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

import benchmarks
from benchmarks import Figures, attribution, mentions, when_where
from corpus.compile import compile_files

FLOORS = Path(__file__).with_name("floors.json")
TEST = Path(__file__).resolve().parents[1] / "corpus" / "test"


def score(floors: Mapping[str, float], measured: Mapping[str, float]) -> dict[str, tuple[float, float, bool]]:
    """(floor, measured, held) by name of floor; raises ``KeyError`` for a floor that nothing measures."""
    return {name: (floor, measured[name], measured[name] >= floor) for name, floor in floors.items()}


def raised(floors: Mapping[str, float], measured: Mapping[str, float]) -> dict[str, float]:
    """The floors, lifted to what was measured where that is higher, cut to two decimals; none falls."""
    return {name: max(floor, math.floor(measured[name] * 100) / 100) for name, floor in floors.items()}


def measure(data: Path, model: Path | None, limit: int | None) -> Figures:
    """Every figure of the quick scorers, as ``scorer.figure``."""
    reader = benchmarks.open_reader(model)
    figures: Figures = {}
    for name, value in attribution.run(
        benchmarks.open_reader(model, attribution.SETTINGS), benchmarks.lines(data / attribution.FILE, limit)
    ).items():
        figures[f"attribution.{name}"] = value
    for corpus in mentions.CORPORA:
        rows = benchmarks.lines(data / "mentions" / f"{corpus}.dev.jsonl", limit)
        for name, value in mentions.run(reader, rows).items():
            figures[f"mentions.{corpus}.{name}"] = value
    passages, _ = compile_files(sorted(TEST.glob("*.txt")))
    rows = benchmarks.spread([p for p in passages if p["text"].strip()], limit)
    for name, value in when_where.run(reader, rows).items():
        figures[f"when_where.{name}"] = value
    return figures


def main() -> int:
    """Print floors and scores; 1 where a score lies under its floor."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true", help="write higher floors")
    args = parser.parse_args()
    if args.lift and args.limit is not None:
        parser.error("--raise needs all of the data: leave --limit out")
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    measured = measure(args.data, args.model, args.limit)
    table = score(floors, measured)
    held = all(ok for _, _, ok in table.values())
    if args.json:
        rows = {n: {"floor": f, "measured": round(m, 2), "held": ok} for n, (f, m, ok) in table.items()}
        print(json.dumps(rows))
    else:
        width = max(map(len, table), default=5)
        print(f"{'score':{width}}  {'floor':>6}  {'now':>6}")
        for name, (floor, now, ok) in table.items():
            print(f"{name:{width}}  {floor:6.2f}  {now:6.2f}{'' if ok else '  UNDER'}")
    if held and args.lift:
        FLOORS.write_text(json.dumps(raised(floors, measured), indent=2) + "\n", encoding="utf-8")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
