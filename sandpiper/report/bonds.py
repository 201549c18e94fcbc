"""Rows of the ledger, as ``Store.ledger`` gives them -> an iCalendar of due days (RFC 5545), a readable Markdown brief."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]

_KINDS = ("pledge", "threat", "demand", "forecast", "condition", "deadline")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~])")


def icalendar(rows: Iterable[Row], day: str) -> str:
    """One all-day event for each entry with a due day: on its last day, or on the first where the end is open.

    The same entry keeps its UID from one export to the next; DTSTAMP is the story's day, or ``day`` (ISO) where it has
    none, so the same store gives the same bytes.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sandpiper//ledger//EN", "CALSCALE:GREGORIAN"]
    for row in rows:
        due = row["due_latest"] or row["due_earliest"]
        if not due:
            continue
        stamp = (row["published"] or day)[:10].replace("-", "")
        key = hashlib.sha256(f"{row['story']}\x00{row['entry']}".encode("utf-8", "surrogatepass")).hexdigest()
        lines += [
            "BEGIN:VEVENT",
            f"UID:{key[:32]}@sandpiper",
            f"DTSTAMP:{stamp}T000000Z",
            f"DTSTART;VALUE=DATE:{due.replace('-', '')}",
            f"SUMMARY:{_escaped(_summary(row))}",
            f"DESCRIPTION:{_escaped(chr(10).join(_details(row)))}",
            f"CATEGORIES:{_escaped(row['kind'])}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _summary(row: Row) -> str:
    return f"{row['kind'].capitalize()}: {row['bound'] or 'somebody'}: {row['words']}"


def _details(row: Row) -> Iterator[str]:
    if row["due"]:
        yield f"Due: {row['due']}"
    if row["towards"]:
        yield f"Towards: {row['towards']}"
    if row["condition"]:
        yield f"Condition: {row['condition']}"
    yield f"Story: {row['story']}" + (f", {row['published']}" if row["published"] else "")


def _escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11; characters that a calendar may not hold become blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub(lambda m: m[0] if m[0] == "\n" else " ", text)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets; those that go on begin with a blank, and no character is cut (3.1)."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > 75:
            yield part
            part, size = " ", 1
        part += char
        size += octets
    yield part


def brief(rows: Iterable[Row], day: str, *, since: str | None = None) -> str:
    """What each one is bound to, as Markdown: a section for each name, the entries of a kind together, in the order given."""
    by: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        by.setdefault(row["bound"] or "", {}).setdefault(row["kind"], []).append(row)
    out = [f"# Ledger, as of {day}" + (f", stories since {since}" if since else ""), ""]
    for name in sorted(by, key=lambda n: (not n, n.casefold())):
        out += [f"## {_plain(name) or 'Nobody named'}", ""]
        for kind, some in sorted(by[name].items(), key=lambda item: _KINDS.index(item[0])):
            out += [f"### {_title(kind, name, some)}", "", *(_item(row) for row in some), ""]
    return "\n".join(out if by else [*out, "Nothing.", ""])


def _title(kind: str, name: str, rows: list[Row]) -> str:
    """ "What Atambayev has promised", with the other side where all entries share it."""
    whom = {row["towards"] for row in rows}
    towards = whom.pop() if len(whom) == 1 else None
    who = _plain(name) or "somebody"
    title = {
        "pledge": f"What {who} has promised",
        "threat": f"What {who} has threatened",
        "demand": f"What is demanded of {who}",
        "forecast": f"What {who} has forecast",
        "condition": f"What depends on {who}",
        "deadline": f"Deadlines of {who}",
    }[kind]
    if kind in ("pledge", "threat") and towards:
        return f"{title} {_plain(towards)}"
    return f"{title} by {_plain(towards)}" if kind == "demand" and towards else title


def _item(row: Row) -> str:
    due = row["due_latest"] or row["due_earliest"]
    told = f" ({_plain(row['due'])})" if row["due"] else ""
    when = f"{row['state']}, {'by' if row['due_latest'] else 'from'} {due}{told}" if due else f"undated{told}"
    condition = f"; on condition: {_plain(row['condition'])}" if row["condition"] else ""
    source = _plain(f"{row['story']}, {row['published']}" if row["published"] else row["story"])
    return f"- **{when}**: {_plain(row['words'])}{condition} [{source}]"


def _plain(text: str | None) -> str:
    """One line of text that Markdown leaves as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join((text or "").split()))
