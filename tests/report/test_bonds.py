"""The ledger as a calendar and as a brief."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandpiper.report import bonds

ROW: dict[str, Any] = {
    "story": "a", "published": "2017-06-08", "kind": "pledge", "state": "open", "bound": "Poroshenko", "towards": "NATO",
    "due_earliest": None, "due_latest": "2020-12-31", "due": "by 2020", "words": "a referendum will be held",
    "condition": "if the law passes", "statement": "s0", "entry": "l0",
}  # fmt: skip


def properties(calendar: str) -> list[tuple[str, str]]:
    """Unfolded and unescaped, as a reader of RFC 5545 sees them."""
    assert calendar.endswith("\r\n")
    unfolded = calendar.replace("\r\n ", "").split("\r\n")[:-1]
    out = []
    for line in unfolded:
        name, value = line.split(":", 1)
        plain, it = "", iter(value)
        for c in it:
            if c == "\\":
                c = next(it)
                c = "\n" if c == "n" else c
            plain += c
        out.append((name, plain))
    return out


def test_a_due_day_is_an_event() -> None:
    found = dict(properties(bonds.icalendar([ROW, {**ROW, "due_latest": None}], "2017-07-01")))
    assert found["DTSTART;VALUE=DATE"] == "20201231" and found["DTSTAMP"] == "20170608T000000Z"
    assert found["SUMMARY"] == "Pledge: Poroshenko: a referendum will be held"
    assert found["DESCRIPTION"].splitlines() == [
        "Due: by 2020", "Towards: NATO", "Condition: if the law passes", "Story: a, 2017-06-08",
    ]  # fmt: skip
    undated = {**ROW, "published": None}
    assert ("DTSTAMP", "20170701T000000Z") in properties(bonds.icalendar([undated], "2017-07-01"))
    assert bonds.icalendar([ROW], "2017-07-01") == bonds.icalendar([ROW], "2018-01-01")


@given(st.text(), st.text(min_size=1), st.text())
def test_any_words_survive_folding_and_escaping(words: str, story: str, condition: str) -> None:
    rows = [{**ROW, "words": words, "story": story, "condition": condition, "entry": e} for e in ("l0", "l1")]
    calendar = bonds.icalendar(rows, "2017-07-01")
    for line in calendar.split("\r\n"):
        assert len(line.encode()) <= 75 and "\n" not in line and "\r" not in line
    found = properties(calendar)
    uids = [value for name, value in found if name == "UID"]
    assert len({*uids}) == 2
    read = next(value for name, value in found if name == "SUMMARY")
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    assert len(read) == len(f"Pledge: Poroshenko: {kept}")
    assert all(
        a == b or not b.isprintable() for a, b in zip(read, f"Pledge: Poroshenko: {kept}", strict=True)
    )


def test_a_brief_tells_what_one_has_promised_another() -> None:
    threat = {
        **ROW,
        "kind": "threat",
        "towards": None,
        "due_latest": None,
        "due": None,
        "condition": None,
        "words": "to *go*",
    }
    nobody = {
        **ROW,
        "bound": None,
        "kind": "demand",
        "towards": "NATO",
        "due_earliest": "2018-01-01",
        "due_latest": None,
    }
    text = bonds.brief([ROW, threat, nobody], "2017-07-01", since="2017-01-01")
    assert text.splitlines() == [
        "# Ledger, as of 2017-07-01, stories since 2017-01-01", "", "## Poroshenko", "",
        "### What Poroshenko has promised NATO", "",
        "- **open, by 2020-12-31 (by 2020)**: a referendum will be held; on condition: if the law passes [a, 2017-06-08]", "",
        "### What Poroshenko has threatened", "", r"- **undated**: to \*go\* [a, 2017-06-08]", "", "## Nobody named", "",
        "### What is demanded of somebody by NATO", "",
        "- **open, from 2018-01-01 (by 2020)**: a referendum will be held; on condition: if the law passes [a, 2017-06-08]",
    ]  # fmt: skip
    assert bonds.brief([], "2017-07-01").splitlines()[-1] == "Nothing."
