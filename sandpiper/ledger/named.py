"""Text -> what binds whoever tells it: conditions named as such ("one of the conditions of membership is …") terms set
to somebody ("gave the envoy 48 hours to leave"), and what somebody has to do by a day ("needs by 2020 to ensure")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sandpiper.types import Due, LedgerEntry, Mention, Span, Statement, Where

from . import due
from .parties import BODIES
from .record import Record, trim

_CONDITION = re.compile(
    r"\b(?:(?:one|two|three|some|several|many|most|first|another|all)\s+of\s+(?:the|its|their|his|her|our)\s+(?:[\w-]+\s+)?|"
    r"(?P<one>an?|another|the\s+(?:main|key|first|second|third|only|principal|central|other|most\s+important))\s+(?:[\w-]+\s+)?)"
    r"(?:conditions?|preconditions?|prerequisites?|requirements?)\s+(?P<of>(?:of|for|to)\s+[^.;:,()\n]{2,80}?)\s+"
    r"(?:is|are|was|were|remains?|will\s+be|would\s+be)\s+(?P<what>(?:the|an?|that|to|its|their|his|her|no|full)\s+[^.;:,()\n]{3,200})",
    re.I,
)
_INSTITUTION = re.compile(
    r"\b(?:member\w*|accession|join\w*|treat(?:y|ies)|statutes?|charters?|laws?|constitution\w*|rules|candida\w+|office|citizenship|"
    r"licen[cs]es?|loans?|programmes?|programs?)\b",
    re.I,
)
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety)"
_TERM = re.compile(
    r"\b(?:gave|gives?|giving|given|allow(?:s|ed|ing)?|granted)\s+(?P<whom>[^.;:,()\n]{0,60}?)\s*"
    rf"\b(?P<what>(?P<length>{_COUNT}\s+(?:hours?|days?|weeks?|months?|years?)|until\s+[^.;:,()\n]{{3,40}}?)\s+to\s+[^.;:,()\n]{{3,200}})",
    re.I,
)
_BY = r"(?:by|before|no\s+later\s+than)\s+[^.;:,()\n]{3,40}?"
_DUTY = re.compile(
    r"\b(?:needs?|has|have|(?:is|are)\s+(?:required|obliged|bound))\s+"
    rf"(?P<what>{_BY}\s+to\s+[^.;:()\n]{{3,160}}|to\s+[^.;:()\n]{{3,120}}?\s{_BY}(?=[.;:,()\n]|$))"
)


def find(record: Record, said: Sequence[Statement], taken: Sequence[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Entries without ids for conditions and terms that no entry of ``taken`` holds already, in order of appearance."""
    wheres: tuple[Where, ...] = ("title", None)
    for where in wheres:
        text = record.text(where)
        full = sorted(c for e in taken if e.in_ == where for c in e.content)
        contents = [(c, s) for s in said if s.in_ == where for c in s.content]
        for m in _CONDITION.finditer(text):
            what = trim(text, *m.span("what"))
            if not _overlaps(full, what):
                yield _condition(record, m, what, where, _teller(contents, what))
        for m in _TERM.finditer(text):
            what = trim(text, *m.span("what"))
            if not _overlaps(full, what):
                yield _deadline(record, m, what, where, _teller(contents, what))
        for m in _DUTY.finditer(text):
            what = trim(text, *m.span("what"))
            bounds = due.of_words(record, where, what)
            if bounds is not None and bounds.latest and not _overlaps(full, what):
                yield _duty(record, m, what, where, bounds, _teller(contents, what))


def _condition(
    record: Record, m: re.Match[str], what: Span, where: Where, teller: Statement | None
) -> LedgerEntry:
    bodies = [x.actor for x in record.mentions(where, *m.span("of")) if _body(record, x) and x.actor]
    institutional = bool(bodies or _INSTITUTION.search(m["of"]))
    return LedgerEntry(
        "", "condition", None, tuple(dict.fromkeys(bodies[-1:])), teller.id if teller else None,
        basis="institutional" if institutional else "personal", content=(what,), in_=where,
    )  # fmt: skip


def _deadline(
    record: Record, m: re.Match[str], what: Span, where: Where, teller: Statement | None
) -> LedgerEntry:
    whom = record.mentions(where, *m.span("whom"))
    clause = _clause(record, where, m.start())
    given = m[0][:5].lower() == "given"  # "the envoy has been given 48 hours"
    by = whom[0].actor if whom else clause[0].actor if clause and given else None
    to = tuple(x.actor for x in clause[:1] if x.actor and x.actor != by and not given)
    giver = record.actors.get(to[0]) if to else None
    return LedgerEntry(
        "", "deadline", by, to, teller.id if teller else None,
        basis="institutional" if giver is not None and giver.kind in BODIES else "personal", content=(what,),
        due=due.of_words(record, where, what) or Due((trim(record.text(where), *m.span("length")),)), in_=where,
    )  # fmt: skip


def _duty(
    record: Record, m: re.Match[str], what: Span, where: Where, bounds: Due, teller: Statement | None
) -> LedgerEntry:
    """What somebody has to do by a day: bound is whom the clause names last before the verb."""
    bound = _clause(record, where, m.start())[-1:]
    return LedgerEntry(
        "", "deadline", bound[0].actor if bound else None, (), teller.id if teller else None,
        basis="personal", content=(what,), due=bounds, in_=where,
    )  # fmt: skip


def _clause(record: Record, where: Where, end: int) -> list[Mention]:
    """The mentions of the clause before a place in the text."""
    before = record.mentions(where, max(0, end - 120), end)
    return [x for x in before if not re.search(r"[.;:\n]", record.text(where)[x.end : end])]


def _body(record: Record, mention: Mention) -> bool:
    found = record.actors.get(mention.actor or "")
    return found is not None and found.kind in BODIES


def _overlaps(spans: Sequence[Span], one: Span) -> bool:
    return any(s.overlaps(one) for s in spans)


def _teller(contents: Sequence[tuple[Span, Statement]], what: Span) -> Statement | None:
    """The statement that the words are part of: the one with the shortest content around them."""
    around = [(c.end - c.start, s) for c, s in contents if c.contains(what)]
    return min(around, key=lambda x: x[0])[1] if around else None
