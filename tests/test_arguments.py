"""What a program may hand to a Reader, and what it hears when it hands over something else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from sandpiper.errors import EmptyStory, InputError, SandpiperError, UsageError
from sandpiper.extract.encoder import FakeEncoder
from sandpiper.pipeline import Reader
from sandpiper.types import Story

TEXT = "Norland attacked Sudria on Monday."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(encoder=FakeEncoder())


@pytest.mark.parametrize(
    "published",
    [
        "2024-05-06",
        "20240506",
        "2024-W19-1",
        "2024-05-06T23:59:00Z",
        " 2024-05-06 10:00 ",
        date(2024, 5, 6),
        datetime(2024, 5, 6, 23),
    ],
)
def test_a_date_is_written_one_way(reader: Reader, published: str | date) -> None:
    assert reader.read(TEXT, published=published).story.published == "2024-05-06"
    assert reader.read(Story("x", TEXT, published=published)).story.published == "2024-05-06"  # type: ignore[arg-type]


@pytest.mark.parametrize("published", ["yesterday", "", "2024", "2024-05", "06/05/2024"])
def test_no_date(reader: Reader, published: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        reader.read(TEXT, published=published)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (None, {}),
        (b"Norland attacked.", {}),
        (7, {}),
        (TEXT, {"id": 7}),
        (TEXT, {"id": 0}),
        (TEXT, {"title": 5}),
        (TEXT, {"outlet": 5}),
        (TEXT, {"url": b"x"}),
        (TEXT, {"language": ["en"]}),
        (TEXT, {"published": 20240506}),
    ],
)
def test_what_is_no_string_is_named(reader: Reader, text: Any, fields: dict[str, Any]) -> None:
    with pytest.raises(
        UsageError, match=rf"^{next(iter(fields), 'text')}: expected a (string|date), got \w+$"
    ):
        reader.read(text, **fields)


def test_no_id_and_an_empty_title_are_none(reader: Reader) -> None:
    story = reader.read(TEXT, id="", title="").story
    assert len(story.id) == 16 and story.title is None


@pytest.mark.parametrize("stories", ["one string", b"bytes", Story("a", TEXT), None, {"a": TEXT}])
def test_read_all_wants_several(reader: Reader, stories: Any) -> None:
    with pytest.raises(UsageError, match="expected stories"):
        reader.read_all(stories)


def test_one_empty_story_costs_itself_alone_where_somebody_listens(reader: Reader) -> None:
    given = [Story("a", TEXT), " ", Story("c", TEXT, published="soon"), TEXT]
    heard: list[tuple[Any, SandpiperError]] = []
    readings = list(reader.read_all(given, rejected=lambda story, error: heard.append((story, error))))
    assert readings == [reader.read(given[0]), reader.read(TEXT)]
    assert [story for story, _ in heard] == given[1:3]
    assert [type(error) for _, error in heard] == [EmptyStory, InputError]
    silent = reader.read_all(given)
    assert next(silent) == readings[0]
    with pytest.raises(EmptyStory):
        next(silent)


@pytest.mark.parametrize(
    "side", ["Norland", b"x", 5, (0, 6, 7), (0.0, 6.0), [(0, 3), 5], [(0, 3), "ab"], [None], [(1,)]]
)
def test_what_is_no_span_is_said(reader: Reader, side: Any) -> None:
    with pytest.raises(UsageError, match=r"^actor: expected \(start, end\)"):
        reader.dyad(TEXT, actor=side, recipient=(17, 23))


def test_dyad_wants_a_text(reader: Reader) -> None:
    with pytest.raises(UsageError, match="text: expected a string"):
        reader.dyad(None, actor=None, recipient=None)  # type: ignore[arg-type]


def test_spans_may_be_lists_or_tuples(reader: Reader) -> None:
    one = reader.dyad(TEXT, actor=(0, 7), recipient=(17, 23))
    assert reader.dyad(TEXT, actor=[[0, 7]], recipient=[17, 23]) == one  # type: ignore[list-item,arg-type]
