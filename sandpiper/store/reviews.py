"""What may have become of the ledger's entries, and what people decided about it.

Proposals are made anew by each matching; reviews are only ever added, so who decided what and when is never lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sandpiper.errors import UsageError
from sandpiper.store.sqlite import Store, _json, _now, _plain, _sql, _version, _words
from sandpiper.types import Spans, Where

Outcome = Literal["met", "broken", "postponed"]
Verdict = Literal["accepted", "rejected", "reopened"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A later story may tell what became of an entry: these words of it, for these reasons, this surely (0 to 1).

    ``entries`` are (story, id of the entry): the first that told it, then those that told it again.
    """

    id: str
    state: Outcome
    entries: tuple[tuple[str, str], ...]
    story: str
    evidence: Spans
    in_: Where
    day: str
    reasons: tuple[str, ...]
    confidence: float


class Reviews:
    """The proposals and reviews of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def propose(self, proposals: Iterable[Proposal]) -> int:
        """Put these in the place of all earlier proposals; returns how many. Reviews stay as they are."""
        found = list(proposals)
        with self._store._writing():
            db = self._store._db
            db.execute("DELETE FROM proposals")
            for p in found:
                self._insert(p)
            db.execute(
                "INSERT INTO matchings (at, proposals, sandpiper) VALUES (?, ?, ?)",
                (_now(), len(found), _version()),
            )
        return len(found)

    def _insert(self, p: Proposal) -> None:
        db, string = self._store._db, p.in_ or "text"
        text = db.execute(f"SELECT {string} FROM stories WHERE id = ?", (p.story,)).fetchone()
        spans = _json(p.evidence)
        db.execute(
            "INSERT INTO proposals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(p.id, p.state, p.story, spans, _plain(_words(text[0], spans)), string, p.day),
                *(_json([_plain(reason) for reason in p.reasons]), p.confidence),
            ),
        )
        db.executemany(
            "INSERT INTO proposal_entries VALUES (?, ?, ?, ?)",
            [(p.id, n, *entry) for n, entry in enumerate(p.entries)],
        )

    def proposals(self, *, settled: bool = False) -> list[Row]:
        """Proposals that wait for a decision, or with ``settled`` all, in the order in which the entries were told.

        A row has the entry's story, kind, bound, words and due day, the later story's id, day and words, the reasons,
        and the latest verdict with its note, who and when. Where one proposal of an entry was accepted the others of
        that entry wait no longer.
        """
        return self._rows(None, settled)

    def proposal(self, id: str) -> Row:
        """One proposal, settled or not. Raises ``UsageError`` where there is none of that id."""
        rows = self._rows(id, True)
        if not rows:
            raise UsageError(f"no such proposal: {id!r} (`sandpiper review STORE --list` shows them)")
        return rows[0]

    def _rows(self, id: str | None, settled: bool) -> list[Row]:
        answer = self._store.query(_sql("proposals.sql"), {"id": id, "settled": settled})
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        return [
            {**r, "evidence": json.loads(r["evidence"]), "reasons": json.loads(r["reasons"])} for r in rows
        ]

    def settle(self, ids: Sequence[str], verdict: Verdict, who: str, note: str | None = None) -> None:
        """Keep a decision about each of the proposals: all of them or, after any error, none.

        Raises ``UsageError`` where there is no proposal of an id, or no such verdict.
        """
        if verdict not in get_args(Verdict):
            raise UsageError(f"no such verdict: {verdict!r}")
        with self._store._writing():
            for id_ in ids:
                row = self.proposal(id_)
                self._store._db.execute(
                    """
                    INSERT INTO reviews (number, place, proposal, verdict, note, who, at, story, string, start, end,
                                         state, evidence_story, evidence_words, day)
                    SELECT (SELECT coalesce(max(number), 0) + 1 FROM reviews), e.number, p.id, ?, ?, ?, ?, l.story, l.string, json_extract(l.content, '$[0][0]'),
                           json_extract(l.content, '$[#-1][1]'), p.state, p.evidence_story, p.evidence_words, p.day
                    FROM proposals p JOIN proposal_entries e ON e.proposal = p.id
                    JOIN ledger l ON l.story = e.story AND l.id = e.entry WHERE p.id = ? ORDER BY e.number
                    """,
                    (verdict, _plain(note), _plain(who), _now(), row["id"]),
                )

    def decide(
        self, entries: Sequence[str], outcome: Outcome | None, who: str, note: str | None = None,
        day: str | None = None,
    ) -> None:  # fmt: skip
        """Keep what became of entries (``story:id``) that nobody proposed, as of an ISO ``day`` (default: today), of all or,
        after any error, of none; ``outcome`` None takes such decisions back.

        Raises ``UsageError`` where there is no such entry, or nothing to take back.
        """
        with self._store._writing():
            for entry in entries:
                self._decide(entry, outcome, who, note, day)

    def _decide(
        self, entry: str, outcome: Outcome | None, who: str, note: str | None, day: str | None
    ) -> None:
        db = self._store._db
        story, _, id_ = entry.rpartition(":")
        place = db.execute(
            "SELECT string, json_extract(content, '$[0][0]'), json_extract(content, '$[#-1][1]') FROM ledger"
            " WHERE story = ? AND id = ?",
            (story, id_),
        ).fetchone()
        if place is None:
            raise UsageError(f"no such entry: {entry!r} (`sandpiper ledger STORE` shows them)")
        states = [(outcome, "accepted", day or _now()[:10])] if outcome else self._decided(story, id_)
        if not states:
            raise UsageError(f"{entry}: nobody has settled it without a proposal")
        number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM reviews").fetchone()[0]
        db.executemany(
            "INSERT INTO reviews (number, place, proposal, verdict, note, who, at, story, string, start, end,"
            " state, evidence_story, evidence_words, day) VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?)",
            [
                (number, n, verdict, _plain(note), _plain(who), _now(), story, *place, state, when)
                for n, (state, verdict, when) in enumerate(states)
            ],
        )

    def _decided(self, story: str, id: str) -> list[tuple[str, str, str]]:
        rows = self._store._db.execute(
            "SELECT DISTINCT state, day FROM verdicts WHERE story = ? AND entry = ? AND evidence_story = ''"
            " AND verdict = 'accepted'",
            (story, id),
        )
        return [(state, "reopened", day) for state, day in rows.fetchall()]

    def unmatched(self) -> int:
        """How many stories came, or were read again, since the last matching; all where there was none."""
        answer = self._store.query(
            "SELECT count(*) FROM stories WHERE added > coalesce((SELECT max(at) FROM matchings), '')"
            " AND EXISTS (SELECT 1 FROM ledger)"
        )
        return int(next(answer.rows)[0])
