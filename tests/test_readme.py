"""What the documentation says is so: its examples run, its links lead somewhere, its names exist."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import sandpiper

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BLOCK = re.compile(r"^```(\w*)[ ]?([^\n]*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, what follows that on the fence, and its lines."""

    language: str
    name: str
    body: str


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a Markdown page in order."""
    return [Block(*match.groups()) for match in BLOCK.finditer(page)]


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each ``$ command`` of a console block with the output shown below it."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command = f"{command[:-1]}{more.removeprefix('> ')}"
        yield command, output


def agrees(shown: str, real: str) -> bool:
    """Whether output is as shown; ``...`` alone on a line stands for any lines. Blanks at line ends do not count."""
    lines = [line.rstrip() for line in shown.strip().splitlines()]
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == "..." else re.escape(line) for line in lines)
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in real.strip().splitlines())) is not None


def commands_of_the_cli() -> dict[str, Any]:
    """The verbs of the command line."""
    cli = pytest.importorskip("sandpiper.cli", reason="the command line is not there yet")
    return dict(cli.main.commands)


def run(command: list[str] | str, where: Path) -> subprocess.CompletedProcess[str]:
    """Run as a user would, with this environment's programs first in the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=where,
        env={**os.environ, "PATH": path, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_run_and_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    examples = [
        block
        for block in blocks(page.read_text(encoding="utf-8"))
        if block.language in ("console", "python") or (block.language == "text" and block.name)
    ]
    if not any(block.language != "text" for block in examples):
        return
    for part in ("pipeline", "cli"):
        if importlib.util.find_spec(f"sandpiper.{part}") is None:
            pytest.skip(f"sandpiper.{part} is not there yet")
    for block in examples:
        if block.language == "text":
            (tmp_path / block.name).write_text(block.body, encoding="utf-8")
        elif block.language == "console":
            for command, shown in commands(block.body):
                if command.split()[0] == "sandpiper":
                    done = run(command, tmp_path)
                    assert done.returncode == 0, f"{command}\n{done.stderr}"
                    assert agrees(shown, done.stdout), (
                        f"{command}\n--- shown\n{shown}\n--- real\n{done.stdout}"
                    )
    code = "\n".join(block.body for block in examples if block.language == "python")
    done = run([sys.executable, "-c", code], tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_examples_are_python(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language == "python":
            compile(block.body, str(page), "exec")


def anchors(page: str) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    heads = re.findall(r"^#+ (.+)$", BLOCK.sub("", page), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def dead_links(page: Path) -> list[str]:
    """Relative links of a page that lead nowhere."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            dead.append(link)
    return dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert dead_links(page) == []


def test_make_targets_that_the_pages_name_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page in PAGES:
        for named in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.M):
            assert named in targets, f"{page.name}: make {named}"


def test_verbs_that_the_pages_name_exist() -> None:
    known = set(commands_of_the_cli())
    for page in PAGES:
        for named in re.findall(r"(?:`|^\$ |^)sandpiper ([a-z]+)", page.read_text(encoding="utf-8"), re.M):
            assert named in known, f"{page.name}: sandpiper {named}"


def test_every_verb_is_documented() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for verb in commands_of_the_cli():
        assert re.search(rf"sandpiper {verb}\b", pages), f"sandpiper {verb} stands in no page"


def test_notice_names_every_package_we_ask_for() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    extras = PROJECT["optional-dependencies"].values()
    for requirement in [*PROJECT["dependencies"], *(each for extra in extras for each in extra)]:
        name = re.match(r"[\w.-]+", requirement)
        assert name and re.search(rf"(?<![\w-]){re.escape(name[0].lower())}(?![\w-])", notice), requirement


def test_the_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {PROJECT['version']}\n" in citation
    assert sandpiper.__version__ == PROJECT["version"]
    assert re.search(r"^## (\S+?),? ", changes, re.M)[1] == PROJECT["version"]  # type: ignore[index]


def test_output_is_compared_and_not_waved_through() -> None:
    assert agrees("a\n...\nc", "a\nb\nb\nc") and agrees("a  \n", "a\n") and agrees("", "")
    assert not agrees("a\nc", "a\nb\nc") and not agrees("a\n...\nd", "a\nb\nc") and not agrees("", "x")
    assert list(commands("$ one \\\n> two\nout\n$ three\n")) == [("one two", "out\n"), ("three", "")]


def test_dead_links_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A head\n[a](#a-head) [b](#none) [c](gone.md) [d](https://example.org)\n", encoding="utf-8"
    )
    assert dead_links(page) == ["#none", "gone.md"]
