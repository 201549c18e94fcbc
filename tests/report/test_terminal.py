from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.report.terminal import Mark, Words, cut, in_words, outline, render, shorten, visible
from sandpiper.types import Actor, Reading, Span, Statement, Story, Warning

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def test_plain_view_marks_actors_events_cues_and_contents(reading: Reading) -> None:
    shown = render(reading, width=200)
    assert "‹[Norland] and [Sudria] opened *talks* on Thursday›, [the Foreign Ministry] {said}." in shown
    # A mention within a mention, a statement within a statement.
    assert "‹[The press secretary of [the minister]] {said} that ‹we will pay by July 1››" in shown
    assert "[Ferry] talks *open* <b>today</b>" in shown
    assert "\x1b" not in shown


def test_record_is_said_in_words(reading: Reading) -> None:
    lines = [" ".join(line.split()) for line in render(reading, width=200).splitlines()]
    assert "2017-06-08 Norland (NOR GOV), Sudria (SUD GOV) CONSULT ↔ “talks” happened, sentence 1" in lines
    assert "undated Norland (NOR GOV) AGREE → Sudria (SUD GOV) “open” future, title" in lines
    assert "undated Police (NOR COP) COERCE/arrest “arrested” happened, sentence 4" in lines
    assert "at least 12 arrested; could be ASSAULT: force may have been used" in lines
    assert "pledge, indirect {said} we will pay by July 1" in lines
    assert "pledge by press secretary to Norland (NOR GOV), due by 2017-07-01" in lines
    assert "July 1 is no Thursday" in lines


def test_nested_statement_stands_below_its_outer_one(reading: Reading) -> None:
    shown = render(reading, width=200)
    inner = re.search(r"^( *)pledge, indirect", shown, re.M)
    outer = re.search(r"^( *)assertion, direct", shown, re.M)
    assert inner and outer
    assert outer.start() < inner.start()
    assert len(inner[1]) > len(outer[1])


def test_color_changes_nothing_but_styles(reading: Reading) -> None:
    colored = render(reading, color=True, width=200)
    assert "\x1b[" in colored
    plain = ANSI.sub("", colored)
    assert "Norland and Sudria opened talks on Thursday, the Foreign Ministry said." in plain
    assert "\x1b" not in plain


def test_lines_keep_the_width(reading: Reading) -> None:
    for width in (20, 40, 80):
        assert max(map(len, render(reading, width=width).splitlines())) <= width


def test_wide_characters_count_two_cells(bare: Callable[[str], Reading]) -> None:
    for line in render(bare("外交部发言人说两国将于下周举行会谈" * 10), width=40).splitlines():
        assert sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) <= 40


def test_nothing_found_is_said(bare: Callable[[str], Reading]) -> None:
    assert "Nothing to record" in render(bare("No news today."))
    assert render(bare("")).endswith("\n")


def test_a_story_cannot_command_the_terminal(reading: Reading) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\x00\r\x7f\ud800"
    hit = replace(
        reading,
        story=Story("id" + evil, evil + "\nsecond line", title="t" + evil, outlet=evil, published=evil),
        mentions=(),
        times=(),
        sentences=(),
        repairs=(),
        statements=(Statement("s0", (Span(0, 9),), (Span(0, 3),), (Span(0, 30),), None),),
        actors=tuple(replace(actor, name=evil + actor.name) for actor in reading.actors),
        warnings=(Warning("encoding", evil, (Span(0, 20),)),),
    )
    shown = render(hit)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert "␛]0;owned␇" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", ANSI.sub("", render(hit, color=True)))
    shown.encode()


def test_unknown_ids_and_spans_outside_do_not_stop_the_view(reading: Reading) -> None:
    broken = replace(
        reading,
        actors=(),
        statements=(
            Statement("s0", (), (), (Span(5, 10**9),), "a99", within="s1"),
            Statement("s1", (), (), (Span(-5, 3),), None, within="s0", conflicts_with=("e77",)),
        ),
    )
    assert "a99" in render(broken)
    assert "contradicts e77" in render(broken)


def test_outline_gives_every_statement_once_even_in_a_circle() -> None:
    def said(id: str, within: str | None) -> Statement:
        return Statement(id, (), (), (), within=within)

    chain = [
        said("s0", "s2"),
        said("s1", None),
        said("s2", "s1"),
        said("s3", "s3"),
        said("s4", "s5"),
        said("s5", "s4"),
    ]
    assert [(depth, s.id) for depth, s in outline(chain)] == [
        (0, "s1"),
        (1, "s2"),
        (2, "s0"),
        (0, "s3"),
        (0, "s4"),
        (1, "s5"),
    ]


def test_actor_without_country_has_no_brackets(reading: Reading) -> None:
    words = Words(replace(reading, actors=(Actor("a0", "Somebody", "person"),)))
    assert words.actor("a0") == "Somebody"
    assert words.actor(None) == "unnamed"


_marks = st.lists(
    st.builds(
        lambda start, length, id: Mark("actor", start, start + length, f"a{id}"),
        st.integers(-5, 60),
        st.integers(-2, 30),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(st.integers(0, 60), _marks)
def test_cut_covers_the_text_and_knows_every_mark(length: int, found: list[Mark]) -> None:
    pieces = list(cut(length, found))
    assert [i for piece in pieces for i in range(piece.start, piece.end)] == list(range(length))
    for piece in pieces:
        for at in range(piece.start, piece.end):
            assert sorted(mark.id for mark in piece.marks) == sorted(
                m.id for m in found if m.start <= at < m.end
            )


@given(st.text())
def test_visible_keeps_offsets(text: str) -> None:
    assert len(visible(text)) == len(text)


@given(st.text(), st.integers(2, 40))
def test_shorten_keeps_to_its_width(text: str, width: int) -> None:
    short = shorten(text, width)
    assert len(short) <= width
    assert "\n" not in short


def test_a_long_story_takes_no_more_than_seconds(bare: Callable[[str], Reading]) -> None:
    story = "The ministry said that talks would go on in Port Vale.\n\n" * 4000
    start = time.perf_counter()
    render(bare(story))
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("value", "said", "every"),
    [
        ("2017-06-08", "2017-06-08", "2017-06-08"),
        ("XXXX-04-26", "26 April, year unknown", "every 26 April"),
        ("XXXX-04", "April, year unknown", "every April"),
        ("XXXX-04-XX", "April, year unknown", "every April"),
        ("XXXX-WXX-5", "Friday, date unknown", "every Friday"),
        ("XXXX-WXX-5TEV", "Friday evening, date unknown", "every Friday evening"),
        ("XXXX-XX-03", "the 3rd, month unknown", "every 3rd"),
        ("XXXX-XX-12", "the 12th, month unknown", "every 12th"),
        ("XXXX-SU", "summer, year unknown", "every summer"),
        ("XXXX-XX-XXTNI", "night, date unknown", "every night"),
        ("XXXX-XX-XX", "undated", "again and again"),
        ("XXXX", "undated", "again and again"),
        ("PXD", "PXD", "PXD"),
        ("199", "1990s", "1990s"),
        ("2016-09-12TMO", "2016-09-12, morning", "2016-09-12, morning"),
        ("2016-09-12T18:00", "2016-09-12, 18:00", "2016-09-12, 18:00"),
        ("2016-SU", "summer 2016", "summer 2016"),
        ("2016-Q3", "quarter 3 of 2016", "quarter 3 of 2016"),
        ("2016-W37", "week of 2016-09-12", "week of 2016-09-12"),
        ("2016-W37-WE", "weekend of 2016-09-17", "weekend of 2016-09-17"),
        ("2016-W99", "2016-W99", "2016-W99"),
        ("2016", "2016", "2016"),
        ("PRESENT_REF", "now", "now"),
    ],
)
def test_a_date_without_its_year_is_said_in_words(value: str, said: str, every: str) -> None:
    assert in_words(value) == said
    assert in_words(value, every=True) == every
