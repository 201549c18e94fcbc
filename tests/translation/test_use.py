"""How extraction follows findings: mentions, speakers, titles of laws, events; and what the record says of it."""

from __future__ import annotations

import dataclasses

import pytest

from sandpiper.translation import use
from sandpiper.translation.findings import Finding, evidence
from sandpiper.types import Actor, Event, Mention, Span, Statement

TEXT = "Sands: all is well. This was reported to journalists the press Secretary Dmitry Peskov."
NAME = Finding(
    0,
    5,
    None,
    "Sands",
    "Peskov",
    "translated surname",
    0.97,
    "repair",
    evidence([(80, 86)], "x"),
    "Dmitry Peskov",
)
SPEAKER = Finding(
    53, 86, None, TEXT[53:86], "Dmitry Peskov", "inverted reporting", 0.9, "repair", (), None, Span(25, 37)
)  # fmt: skip


def mention(start: int, end: int, kind: str = "PER", text: str = TEXT) -> Mention:
    return Mention("m0", start, end, text[start:end], kind)  # type: ignore[arg-type]


def test_a_mention_is_read_as_the_person_and_keeps_its_words() -> None:
    given = [mention(0, 5, "ORG"), mention(73, 86)]
    read = use.mentions_as_read(given, [NAME], None, 3)
    assert [(m.id, m.text, m.type) for m in read] == [
        ("m3", "Dmitry Peskov", "PER"),
        ("m4", "Dmitry Peskov", "PER"),
    ]
    assert [m.text for m in use.restored(read, TEXT, None)] == ["Sands", "Dmitry Peskov"]


def test_a_name_that_nobody_saw_becomes_a_mention() -> None:
    (one,) = use.mentions_as_read([], [NAME], None, 0)
    assert (one.start, one.end, one.text) == (0, 5, "Dmitry Peskov")
    assert use.mentions_as_read([], [NAME], "title", 0) == []


def test_descriptions_around_a_name_stay() -> None:
    text = "press secretary Alexei Bulk"
    found = Finding(23, 27, None, "Bulk", "Navalny", "translated surname", 0.9, person="Alexei Navalny")
    read = use.mentions_as_read(
        [mention(0, 27, "ROLE", text), mention(16, 27, "PER", text)], [found], None, 0
    )
    assert [(m.type, m.text) for m in read] == [("ROLE", text), ("PER", "Alexei Navalny")]


def test_actors_carry_the_grounds() -> None:
    named = [dataclasses.replace(mention(0, 5), actor="a0")]
    (actor,) = use.with_grounds([Actor("a0", "Dmitry Peskov", "person")], named, [NAME])
    assert [(e.start, e.end, e.rule) for e in actor.evidence] == [(80, 86, "translated surname: x")]


def test_inverted_reporting_gives_the_source() -> None:
    said = Statement("", (Span(0, 5),), (Span(25, 45),), (Span(7, 18),))
    (one,) = use.with_speakers([said], [SPEAKER], TEXT)
    assert one.source == (SPEAKER.span,) and one.content == (Span(7, 18),)
    (same,) = use.with_speakers([said], [NAME], TEXT)
    assert same is said


@pytest.mark.parametrize(
    ("opening", "made"), [("This was", True), ("Such opinion was", True), ("The law was", False)]
)
def test_what_was_reported_stands_before(opening: str, made: bool) -> None:
    text = f"The city will act. {opening} reported to journalists the mayor Lee."
    cue, mayor = (Span(text.index(w), text.index(w) + len(w)) for w in ("reported", "the mayor Lee"))
    found = Finding(*mayor, None, mayor.of(text), mayor.of(text), "inverted reporting", 0.9, cue=cue)
    sentences = (Span(0, 18), Span(19, len(text)))
    new = use.told_before([], [found], text, sentences, None)
    assert [(s.source, s.cue, s.content) for s in new] == (
        [((mayor,), (cue,), (Span(0, 18),))] if made else []
    )
    told = Statement("", (mayor,), (cue,), (Span(0, 18),))
    assert use.told_before([told], [found], text, sentences, None) == [told]
    assert use.told_before([], [found], text, sentences, "title") == []


def test_what_was_reported_is_not_told_of_words_far_away() -> None:
    text = "The city will act. So it said. This was reported to journalists the mayor Lee."
    cue, mayor = (Span(text.index(w), text.index(w) + len(w)) for w in ("reported", "the mayor Lee"))
    found = Finding(*mayor, None, mayor.of(text), mayor.of(text), "inverted reporting", 0.9, cue=cue)
    sentences = (Span(0, 18), Span(19, 30), Span(31, len(text)))
    (new,) = use.told_before(
        [Statement("", (mayor,), (cue,), (Span(0, 17),))], [found], text, sentences, None
    )
    assert new.content == (sentences[1],)
    behind = Statement("", (mayor,), (cue,), (sentences[2],))
    assert use.told_before([behind], [found], text, sentences, None) == [behind]


def test_a_repaired_name_beside_the_cue_speaks() -> None:
    text = "The Kremlin knows. “All is well”, – said Sands."
    name = dataclasses.replace(NAME, start=41, end=46)
    said = Statement("", (Span(0, 11),), (Span(36, 40),), (Span(19, 32),))
    (one,) = use.with_speakers([said], [name], text)
    assert [s.of(text) for s in one.source] == ["Sands"]
    (same,) = use.with_speakers([dataclasses.replace(said, cue=(Span(12, 17),))], [name], text)
    assert same.source == said.source


def test_titles_of_laws_are_not_said() -> None:
    text = "They have introduced changes to the laws “On police of towns” and “About bases of security”, he said on Monday."
    law = Statement("", (), (Span(5, 20),), (Span(36, 91),))
    other = Statement("", (), (Span(96, 100),), (Span(0, 31),))
    assert use.without_laws([law, other], text) == [other]


def test_events_are_read_by_the_right_sense() -> None:
    event = Event("", "REJECT", (Span(0, 5),))
    renounced = Finding(0, 5, None, "Sands", "renounced", "sense:renounced", 0.9, excludes="REJECT")
    assert use.as_read(event, [renounced]) is None
    assert use.as_read(dataclasses.replace(event, category="AGREE"), [renounced]) is not None
    blown = Finding(0, 5, None, "Sands", "blowing up", "sense:blowing up", 0.9, category="ASSAULT")
    read = use.as_read(event, [blown])
    assert read is not None and [a.category for a in read.alternatives] == ["ASSAULT"]
    assert use.as_read(dataclasses.replace(event, trigger=(Span(9, 12),)), [renounced, blown]) is not None


def test_records_name_the_repairs_they_rest_on() -> None:
    named = [dataclasses.replace(mention(0, 5), actor="a0"), dataclasses.replace(mention(73, 86), actor="a0")]
    flag = dataclasses.replace(NAME, start=7, end=10, surface="all", action="flag")
    listed = use.repairs([NAME, flag, SPEAKER], named)
    assert [(r.id, r.actor, r.action) for r in listed] == [
        ("r0", "a0", "repair"),
        ("r1", None, "flag"),
        ("r2", "a0", "repair"),
    ]
    said = Statement("", (SPEAKER.span,), (Span(25, 37),), (Span(0, 18),))
    assert use.of_statement(said, listed) == ("r2",)
    assert use.of_statement(dataclasses.replace(said, topics=("a0",)), listed) == ("r0", "r2")
    assert use.of_event([Span(0, 5)], None, listed) == ("r0",)
    assert use.of_event([Span(0, 5)], "title", listed) == ()


def test_what_was_done_is_not_said() -> None:
    sense = dataclasses.replace(
        NAME, start=9, end=19, surface="refused to", reading="renounced", rule="sense:renounced", where=None
    )
    renounced = Statement("", (Span(0, 8),), (Span(9, 16),), (Span(17, 38),))
    refused = Statement("", (Span(40, 42),), (Span(43, 50),), (Span(51, 61),))
    uncued = Statement("", (), (), (Span(51, 61),))
    assert use.without_acts([renounced, refused, uncued], [sense]) == [refused, uncued]
    assert use.without_acts([renounced], [dataclasses.replace(sense, where="title")]) == [renounced]
    assert use.without_acts(
        [renounced], [dataclasses.replace(sense, rule="sense:x", reading="ruled out")]
    ) == [renounced]
