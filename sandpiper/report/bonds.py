"""Rows of the ledger, as ``Store.ledger`` gives them -> an iCalendar of due days (RFC 5545), a readable Markdown brief,
paragraphs for a terminal; and rows of proposals, as ``Reviews`` gives them -> what a reviewer decides on."""

from __future__ import annotations

import hashlib
import re
import textwrap
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
    if row.get("evidence_story"):
        yield f"State: {row['state']}"
        yield f"Evidence: {row['evidence_story']}, {row['evidence_day']}: {row['evidence']}"
    if row.get("reviewed_by"):
        if not row["evidence_story"]:
            yield f"State: {row['state']}, {row['evidence_day']}"
        yield _settled(row)


def _settled(row: Row) -> str:
    note = f": {row['note']}" if row["note"] else ""
    return f"Settled by {row['reviewed_by']}, {str(row['reviewed_at'])[:10]}{note}"


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
    state = row["state"] if due or row.get("evidence_story") or row.get("reviewed_by") else "undated"
    when = f"{state}, {'by' if row['due_latest'] else 'from'} {due}{told}" if due else f"{state}{told}"
    condition = f"; on condition: {_plain(row['condition'])}" if row["condition"] else ""
    source = _plain(f"{row['story']}, {row['published']}" if row["published"] else row["story"])
    return f"- **{when}**: {_plain(row['words'])}{condition} [{source}]{_evidence(row)}"


def _evidence(row: Row) -> str:
    """A line of its own below the item: the later story's words, and who settled it."""
    settled = f" {_plain(_settled(row))}." if row.get("reviewed_by") else ""
    if not row.get("evidence_story"):
        return f"\n  -{settled}" if settled else ""
    return (
        f"\n  - “{_plain(row['evidence'])}” [{_plain(row['evidence_story'])}, {row['evidence_day']}]{settled}"
    )


def _plain(text: str | None) -> str:
    """One line of text that Markdown leaves as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join((text or "").split()))


def listing(rows: Iterable[Row], width: int) -> str:
    """A paragraph for each entry, in lines of at most ``width`` characters: its state and kind, who is bound to what, and
    what a later story tells."""
    out = []
    for row in rows:
        head = [row["state"], row["kind"], _due(row), f"[{row['story']}:{row['entry']}]"]
        lines = ["  ".join(filter(None, head)), *_bond(row, width)]
        if row["evidence_story"]:
            lines += _filled(
                f"{row['evidence_story']}, {row['evidence_day']}: “{_line(row['evidence'])}”", width
            )
        if row["proposal"]:
            lines += _filled(f"proposal {row['proposal']}, confidence {row['confidence']:.2f}", width)
        if row["reviewed_by"]:
            lines += _filled(_settled(row), width)
        out.append("\n".join(lines))
    return "\n\n".join(out) + "\n" if out else ""


def card(row: Row, width: int) -> str:
    """A proposal to decide on, in lines of at most ``width`` characters: the entry, the later story's words, the reasons."""
    head = f"{row['verdict'] or 'possibly'} {row['state']}  {row['kind']}  {row['id']}  confidence {row['confidence']:.2f}"
    lines = [head.replace("accepted ", "").replace("reopened", "possibly"), *_bond(row, width, _due(row))]
    lines += _filled(
        f"{row['evidence_story']}, {row['day']}: {_line(row['evidence_title'])}", width, "then  "
    )
    lines += _filled(f"“{_line(row['evidence_words'])}”", width)
    lines += _filled("; ".join(map(_line, row["reasons"])), width, "why   ")
    if row["told_again"]:
        lines += _filled(f"told again in {row['told_again']}", width)
    if row["who"]:
        lines += _filled(
            f"{row['verdict']} by {row['who']}, {row['at'][:10]}"
            + (f": {row['note']}" if row["note"] else ""),
            width,
        )
    return "\n".join(lines) + "\n"


def _bond(row: Row, width: int, due: str = "") -> list[str]:
    source = ", ".join(filter(None, (row["story"], row["published"])))
    towards = f" → {_line(row['towards'])}" if row["towards"] else ""
    lines = _filled(
        f"{_line(row['bound']) or 'somebody'}{towards}: {_line(row['words'])}", width, "first " if due else ""
    )
    if row["condition"]:
        lines += _filled(f"on condition: {_line(row['condition'])}", width)
    return lines + _filled(", ".join(filter(None, (source, due))), width)


def _due(row: Row) -> str:
    due = row["due_latest"] or row["due_earliest"]
    told = f" ({_line(row['due'])})" if row["due"] else ""
    return f"{'due' if row['due_latest'] else 'from'} {due}{told}" if due else f"no day{told}"


def _filled(text: str, width: int, head: str = "") -> list[str]:
    return textwrap.wrap(text, max(20, width), initial_indent=f"  {head:6}", subsequent_indent=" " * 8)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
