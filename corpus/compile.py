"""Annotated passages (words) in, one JSON object a passage (offsets) out.

``python -m corpus.compile [--check] [--out FILE.jsonl] [FILE …]`` reads ``corpus/passages/*.txt``
unless files are named. A passage that does not hold is reported as ``file:line: reason``, skipped,
and the exit status is 1. ``--check`` writes nothing unless ``--out`` is given, and also refuses
repeated ids and passages that share more than ``CONTAINMENT`` of the shorter one's word 5-grams.

Offsets are Unicode code points, half open. A quoted string matches on word borders only, so that
``"Oman"`` does not match inside ``Romania``; among several matches ``"…"#2`` picks the second.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
        "misinformation", "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms",
        "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control",
        "unconventional",
    ),
}  # fmt: skip
CONTEXTS = frozenset(
    [
        "military",
        "intelligence",
        "executive",
        "legislative",
        "election",
        "political_institutions",
        "pro_democracy",
        "pro_autocracy",
        "economic",
        "legal",
        "reparations",
        "human_rights",
        "rights_freedoms",
        "repression",
        "human_security",
        "gender",
        "lgbt",
        "religion_ethnicity",
        "inequality",
        "diplomatic",
        "territory",
        "peacekeeping",
        "health",
        "asylum",
        "migration",
        "disasters",
        "natural_resource",
        "environment",
        "technology",
        "terrorism",
        "cbrn",
        "cyber",
        "misinformation",
        "crime",
        "corruption",
        "illegal_drugs",
        "trafficking",
    ]
)
SECTORS = frozenset(
    [
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "PRM",
        "PTY",
        "REB",
        "SPY",
        "UAF",
        "UNK",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "PRE",
        "REL",
        "SOC",
    ]
)
STATUSES = frozenset(["happened", "ongoing", "future", "called_for", "hypothetical", "negated", "historical"])
STATEMENT_KINDS = frozenset(
    ["assertion", "accusation", "denial", "pledge", "forecast", "demand", "threat", "appeal"]
)
LEDGER_KINDS = frozenset(["pledge", "forecast", "demand", "threat", "condition", "deadline"])
MENTION_TYPES = frozenset(["PER", "ORG", "GPE", "LOC", "FAC", "NORP", "ROLE", "PRON", "MISC"])
ACTOR_KINDS = frozenset(
    [
        "person",
        "state",
        "government",
        "military",
        "igo",
        "party",
        "armed_group",
        "company",
        "ngo",
        "media",
        "people",
        "unnamed",
        "place",
        "other",
    ]
)
MANNERS = frozenset(["native", "ru", "uk", "ar", "zh", "fa", "tr", "es", "fr"])
COUNTS = ("dead", "injured", "arrested", "size")
AGREE_WHEN_FUTURE = ("CONSULT", "SUPPORT", "COOPERATE", "AID")  # PLOVER: announcing one of these is AGREE
CONTAINMENT = 0.4  # half-length wire pickup starts near .46; independent passages stay far below

_QUOTED = r'"(?:[^"\\]|\\.)*"(?:#\d+)?'
_VALUE = rf"(?:{_QUOTED}(?:\+{_QUOTED})*|[^\s\"]*)(?=\s|$)"
_TOKEN = re.compile(rf"\s*(?:(?P<key>[a-z_]+)=(?P<value>{_VALUE})|(?P<word>[^\s=\"]+))")
_ANCHOR = re.compile(rf"{_QUOTED}")
_MENTION = re.compile(rf"\s*(?P<type>[A-Z]+)\s+(?P<anchor>{_QUOTED})\s*(?:;|$)")
_COUNT = re.compile(r"(?P<min>\d+)?(?P<to>[-+])?(?P<max>\d+)?$")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")

Spans = list[list[int]]


class LineError(ValueError):
    """An annotation line that does not hold; the caller adds file and line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a passage was refused, and where."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(slots=True)
class Block:
    """The lines of one passage before they are understood."""

    id: str
    line: int
    keys: dict[str, str] = field(default_factory=dict)
    lines: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Strings:
    """The two strings that quoted words are looked up in."""

    text: str
    title: str | None

    def find(self, anchor: str) -> tuple[str | None, list[int]]:
        """Resolve ``"words"`` or ``"title:words"#2`` to where it stands and its offsets."""
        quoted, _, ordinal = anchor.rpartition("#") if not anchor.endswith('"') else (anchor, "", "")
        words = unescape(quoted[1:-1])
        where = "title" if words.startswith("title:") else None
        words = words.removeprefix("title:") if where else words
        haystack = (self.title or "") if where else self.text
        if not words:
            raise LineError("empty quoted string")
        starts = occurrences(words, haystack)
        if not starts:
            raise LineError(f"not in the {where or 'text'}: {words!r}")
        if not ordinal and len(starts) > 1:
            raise LineError(f"occurs {len(starts)} times in the {where or 'text'}, say which: {words!r}")
        index = int(ordinal) - 1 if ordinal else 0
        if not 0 <= index < len(starts):
            raise LineError(f"no occurrence #{ordinal} of {words!r}, only {len(starts)}")
        return where, [starts[index], starts[index] + len(words)]

    def find_all(self, value: str) -> tuple[str | None, Spans]:
        """Resolve pieces joined by ``+``; an empty value is no span at all."""
        if value in ("", '""'):
            return None, []
        anchors = _ANCHOR.findall(value)
        if not anchors:
            raise LineError(f"expected quoted words, got {value}")
        found = [self.find(anchor) for anchor in anchors]
        places = {where for where, _ in found}
        if len(places) > 1:
            raise LineError("pieces in both title and text")
        return places.pop(), sorted(span for _, span in found)


def unescape(words: str) -> str:
    """``\\"`` to a quotation mark and ``\\n`` to a line break."""
    return words.replace('\\"', '"').replace("\\n", "\n")


def occurrences(words: str, text: str) -> list[int]:
    """Offsets at which ``words`` stands in ``text`` between word borders."""
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return [match.start() for match in re.finditer(f"{before}{re.escape(words)}{after}", text)]


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Cut a file into passages; lines before the first ``# ID`` are comments."""
    block: Block | None = None
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if line.startswith("# "):
            if block:
                yield block
            block = Block(line[2:].strip(), number)
        elif block and line:
            key, colon, value = line.partition(":")
            if colon and key in ("published", "manner", "title", "text") and key not in block.keys:
                block.keys[key] = value.strip()
            else:
                block.lines.append((number, line))
    if block:
        yield block


def fields(
    body: str, allowed: Iterable[str], words: int, flags: Iterable[str] = ()
) -> tuple[list[str], dict[str, str]]:
    """Split ``a b key=value flag`` into its leading words and its keys; unknown ones are refused."""
    plain: list[str] = []
    keys: dict[str, str] = {}
    at = 0
    body = body.strip()
    while at < len(body):
        match = _TOKEN.match(body, at)
        if not match or match.end() == at:
            raise LineError(f"cannot read from {body[at:].strip()[:40]!r}")
        at = match.end()
        if (word := match["word"]) is not None:
            if len(plain) < words:
                plain.append(word)
            elif word in flags:
                keys[word] = "yes"
            else:
                raise LineError(f"unknown word {word!r}")
            continue
        key = match["key"]
        if key not in allowed:
            raise LineError(f"unknown key {key!r}")
        if key in keys:
            raise LineError(f"key {key!r} given twice")
        keys[key] = match["value"]
    if len(plain) < words:
        raise LineError(f"expected {words} leading words, got {len(plain)}")
    return plain, keys


def one_of(value: str, known: Iterable[str], what: str) -> str:
    """``value`` if it is known; a ``LineError`` naming ``what`` otherwise."""
    if value not in known:
        raise LineError(f"unknown {what} {value!r}")
    return value


def id_list(value: str | None, known: Iterable[str], what: str) -> list[str]:
    """Comma-separated ids, each of them declared."""
    return [one_of(item, known, what) for item in value.split(",")] if value else []


def date(value: str | None) -> str | None:
    """An ISO year, month or day that exists in the calendar."""
    if value is None:
        return None
    if not _DATE.match(value):
        raise LineError(f"not an ISO date: {value!r}")
    try:
        datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError as error:
        raise LineError(f"impossible date {value!r}") from error
    return value


def count(value: str | None) -> dict[str, int | None] | None:
    """``12``, ``12-15``, ``12+`` or ``-15`` as a closed or open range."""
    if value is None:
        return None
    match = _COUNT.match(value)
    if not match or not (match["min"] or match["max"]):
        raise LineError(f"not a number or range: {value!r}")
    low = int(match["min"]) if match["min"] else None
    high = int(match["max"]) if match["max"] else (None if match["to"] else low)
    if low is not None and high is not None and low > high:
        raise LineError(f"range runs backwards: {value!r}")
    return {"min": low, "max": high}


def with_where(record: dict[str, Any], *wheres: str | None) -> dict[str, Any]:
    """Add ``"in": "title"`` when the spans stand there; all spans of a record must agree."""
    present = set(wheres)
    if len(present) > 1:
        raise LineError("one object points into both title and text")
    if present == {"title"}:
        record["in"] = "title"
    return record


_CODES = {"XKX": "KOS"}  # Kosovo: annotators wrote GeoNames' code too, the ontology has this one


def actor_line(body: str, strings: Strings, record: dict[str, Any]) -> None:
    """``A id kind=… : TYPE "words" ; TYPE "words"``"""
    head, colon, tail = re.split(r"\s(:)(?=\s)", body, maxsplit=1) if " : " in body else (body, "", "")
    (actor,), keys = fields(head, ("kind", "country", "sectors", "office"), 1)
    if actor in record["actors"]:
        raise LineError(f"actor {actor!r} declared twice")
    if not colon or not tail.strip():
        raise LineError(f"actor {actor!r} has no mention")
    country = keys.get("country") or None
    if country and not re.fullmatch(r"[A-Z]{3}", country):
        raise LineError(f"unknown country {country!r}")
    office = keys.get("office")
    record["actors"][actor] = {
        "kind": one_of(keys.get("kind", ""), ACTOR_KINDS, "kind"),
        "country": _CODES.get(country or "", country),
        "sectors": id_list(keys.get("sectors"), SECTORS, "sector"),
        "office": unescape(office.strip('"')) if office else None,
    }
    at = 0
    while at < len(tail.rstrip()):
        match = _MENTION.match(tail, at)
        if not match:
            raise LineError(f"cannot read mention from {tail[at:].strip()[:40]!r}")
        at = match.end()
        where, (start, end) = strings.find(match["anchor"])
        mention = {"start": start, "end": end, "type": one_of(match["type"], MENTION_TYPES, "mention type")}
        mention["actor"] = actor
        if any((m["start"], m["end"], m.get("in")) == (start, end, where) for m in record["mentions"]):
            raise LineError(f"mention annotated twice: {match['anchor']}")
        record["mentions"].append(with_where(mention, where))


def statement_line(body: str, strings: Strings, record: dict[str, Any]) -> None:
    """``S id source=… cue=… content=… speaker=… kind=… within=…``"""
    (name,), keys = fields(body, ("source", "cue", "content", "speaker", "kind", "within"), 1, ("negated",))
    if any(statement["id"] == name for statement in record["statements"]):
        raise LineError(f"statement {name!r} declared twice")
    found = {part: strings.find_all(keys.get(part, "")) for part in ("source", "cue", "content")}
    if not found["content"][1]:
        raise LineError(f"statement {name!r} has no content")
    speaker = keys.get("speaker")
    statement = {
        "id": name,
        **{part: spans for part, (_, spans) in found.items()},
        "speaker": one_of(speaker, record["actors"], "speaker") if speaker else None,
        "kind": one_of(keys.get("kind", "assertion"), STATEMENT_KINDS, "statement kind"),
        "within": keys.get("within"),
        "negated": "negated" in keys,
    }
    record["statements"].append(with_where(statement, *(w for w, spans in found.values() if spans)))


def event_line(body: str, strings: Strings, record: dict[str, Any]) -> None:
    """``E id CATEGORY mode=… trigger=… actor=… recipient=… status=… …``"""
    known = ("mode", "trigger", "actor", "recipient", "status", "date", "place", "contexts", "by", *COUNTS)
    (name, category), keys = fields(body, known, 2, ("reciprocal",))
    if any(event["id"] == name for event in record["events"]):
        raise LineError(f"event {name!r} declared twice")
    one_of(category, MODES, "category")
    if mode := keys.get("mode"):
        one_of(mode, MODES[category], f"{category} mode")
    where, trigger = strings.find_all(keys.get("trigger", ""))
    if not trigger:
        raise LineError(f"event {name!r} has no trigger")
    actor = id_list(keys.get("actor"), record["actors"], "actor")
    recipient = id_list(keys.get("recipient"), record["actors"], "recipient")
    if "reciprocal" in keys and recipient:
        raise LineError("a reciprocal event has no recipient: all parties are actors")
    if category in AGREE_WHEN_FUTURE and keys.get("status") == "future":
        raise LineError(f"future {category} is AGREE with status happened")
    place = keys.get("place")
    event = {
        "id": name,
        "category": category,
        "mode": mode or None,
        "trigger": trigger,
        "actor": actor,
        "recipient": recipient,
        "status": one_of(keys.get("status", "happened"), STATUSES, "status"),
        "reciprocal": "reciprocal" in keys,
        "date": date(keys.get("date")),
        "place": one_of(place, record["actors"], "place") if place else None,
        "contexts": id_list(keys.get("contexts"), CONTEXTS, "context"),
        "by": keys.get("by"),
        **{key: count(keys.get(key)) for key in COUNTS},
    }
    record["events"].append(with_where(event, where))


def ledger_line(body: str, strings: Strings, record: dict[str, Any]) -> None:
    """``L kind by=… to=… content=… statement=… due=… earliest=… latest=…``"""
    known = ("id", "by", "to", "content", "statement", "due", "earliest", "latest", "basis", "depends_on")
    (kind,), keys = fields(body, known, 1)
    where, content = strings.find_all(keys.get("content", ""))
    if not content:
        raise LineError("a ledger line needs content")
    due_where, due = strings.find_all(keys.get("due", ""))
    by = keys.get("by")
    entry = {
        "id": keys.get("id", f"l{len(record['ledger'])}"),
        "kind": one_of(kind, LEDGER_KINDS, "ledger kind"),
        "by": one_of(by, record["actors"], "actor") if by else None,
        "to": id_list(keys.get("to"), record["actors"], "actor"),
        "content": content,
        "statement": keys.get("statement"),
        "due": {"text": due, "earliest": date(keys.get("earliest")), "latest": date(keys.get("latest"))}
        if due or "earliest" in keys or "latest" in keys
        else None,
        "basis": one_of(keys["basis"], ("personal", "institutional"), "basis") if "basis" in keys else None,
        "depends_on": keys.get("depends_on"),
    }
    record["ledger"].append(with_where(entry, where, *([due_where] if due else [])))


# Actors first: the other lines refer to them.
_LINES = (("A", actor_line), ("S", statement_line), ("E", event_line), ("L", ledger_line))


def compile_block(block: Block, file: str) -> tuple[dict[str, Any], list[Problem]]:
    """Resolve one passage; the record is only worth keeping when there are no problems."""
    problems: list[Problem] = []

    def refuse(line: int, reason: object) -> None:
        problems.append(Problem(file, line, f"{block.id}: {reason}"))

    text = unescape(block.keys.get("text", ""))
    title = unescape(block.keys["title"]) if "title" in block.keys else None
    record: dict[str, Any] = {
        "id": block.id,
        "published": block.keys.get("published"),
        "manner": block.keys.get("manner", "native"),
        "title": title,
        "text": text,
        "actors": {},
        "mentions": [],
        "statements": [],
        "events": [],
        "ledger": [],
    }
    if not text and not title:
        refuse(block.line, "neither text nor title")
    try:
        one_of(record["manner"], MANNERS, "manner")
        if record["published"] is None:
            raise LineError("no published date")
        date(record["published"])
    except LineError as error:
        refuse(block.line, error)
    strings = Strings(text, title)
    for line, content in block.lines:
        if content[:2] not in ("A ", "S ", "E ", "L "):
            refuse(line, f"unknown kind of line: {content[:30]!r}")
    for letter, read in _LINES:
        for line, content in block.lines:
            if content.startswith(letter + " "):
                try:
                    read(content[2:], strings, record)
                except LineError as error:
                    refuse(line, error)
    for reason in dangling(record):
        refuse(block.line, reason)
    record["mentions"].sort(key=lambda m: (m.get("in") == "title", m["start"], -m["end"]))
    return record, problems


def dangling(record: dict[str, Any]) -> Iterator[str]:
    """References between lines that lead nowhere; statements may refer forward to each other."""
    statements = {statement["id"] for statement in record["statements"]}
    entries = {entry["id"] for entry in record["ledger"]}
    for statement in record["statements"]:
        if statement["within"] and (
            statement["within"] not in statements or statement["within"] == statement["id"]
        ):
            yield f"unknown statement {statement['within']!r}"
    for event in record["events"]:
        if event["by"] and event["by"] not in statements:
            yield f"unknown statement {event['by']!r}"
    for entry in record["ledger"]:
        if entry["statement"] and entry["statement"] not in statements:
            yield f"unknown statement {entry['statement']!r}"
        if entry["depends_on"] and entry["depends_on"] not in entries:
            yield f"unknown ledger entry {entry['depends_on']!r}"


def compile_files(paths: Sequence[Path]) -> tuple[list[dict[str, Any]], list[Problem]]:
    """All passages that hold, in order, and all problems."""
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for path in paths:
        with path.open(encoding="utf-8") as file:
            for block in blocks(file):
                record, found = compile_block(block, str(path))
                if block.id in seen:
                    found = [*found, Problem(str(path), block.line, f"{block.id}: id used before")]
                seen.add(block.id)
                problems += found
                if not found:
                    records.append(record)
    return records, problems


def five_grams(text: str) -> frozenset[tuple[str, ...]]:
    """The set of lower-cased word 5-grams."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[i : i + 5]) for i in range(len(words) - 4))


def near_duplicates(
    records: Sequence[dict[str, Any]], limit: float = CONTAINMENT
) -> Iterator[tuple[str, str, float]]:
    """Pairs of ids whose shared 5-grams are more than ``limit`` of the shorter one's, and the share."""
    grams = [five_grams(f"{record['title'] or ''}\n{record['text']}") for record in records]
    holders: dict[tuple[str, ...], list[int]] = {}
    for index, own in enumerate(grams):
        shared = Counter(other for gram in own for other in holders.get(gram, ()))
        for other, together in sorted(shared.items()):
            share = together / min(len(own), len(grams[other]))
            if share > limit:
                yield records[other]["id"], records[index]["id"], share
        for gram in own:
            holders.setdefault(gram, []).append(index)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="corpus.compile", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("files", nargs="*", type=Path, help="default: corpus/passages/*.txt")
    parser.add_argument("--out", type=Path, help="write JSON lines here instead of to standard output")
    parser.add_argument("--check", action="store_true", help="also refuse near-duplicates; print no records")
    options = parser.parse_args(argv)
    paths = options.files or sorted((Path(__file__).parent / "passages").glob("*.txt"))
    records, problems = compile_files(paths)
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    if options.out:
        options.out.write_text("".join(lines), encoding="utf-8")
    elif not options.check:
        sys.stdout.writelines(lines)
    for problem in problems:
        print(problem, file=sys.stderr)
    twins = list(near_duplicates(records)) if options.check else []
    for first, second, share in twins:
        print(f"{second}: {share:.0%} of the shorter one's 5-grams also stand in {first}", file=sys.stderr)
    events = sum(len(record["events"]) for record in records)
    print(f"{len(records)} passages, {events} events, {len(problems)} problems", file=sys.stderr)
    return 1 if problems or twins else 0


if __name__ == "__main__":
    sys.exit(main())
