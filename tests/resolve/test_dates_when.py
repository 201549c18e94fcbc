"""Which of a sentence's times an event takes: that of its own clause, not of a clause, a thing or an act beside it."""

from __future__ import annotations

import pytest

from sandpiper.resolve.dates import find, is_of_what_is_said, when
from sandpiper.types import Span, Status, Story

THURSDAY = "2017-06-08"


def date_of(text: str, trigger: str, status: Status = "happened") -> str | None:
    """The date of an event in the last of the sentences, which end at ". "."""
    story = Story("s", text, published=THURSDAY)
    start = text.rfind(". ", 0, text.index(trigger)) + 1
    sentence = Span(start + 1 if start else 0, len(text))
    borders = (Span(0, start), sentence) if start else (sentence,)
    times, _ = find(story, borders)
    at = text.index(trigger)
    got = when(story, sentence, Span(at, at + len(trigger)), times, status=status)
    return got.value if got else None


@pytest.mark.parametrize(
    ("text", "trigger", "date"),
    [
        # the clause that tells who has its own day, and so has what was done before an "and"
        ("Militants who stormed the mint on Friday freed the premier on Monday.", "freed", "2017-06-05"),
        ("Workers who had walked off on Friday quietly went back on Monday.", "went back", "2017-06-05"),
        ("He had sacked the premier on Sunday and been told by deputies on Monday to go.", "told", "2017-06-05"),
        ("Police searched the paper on Tuesday, sealed its press and took the next day's edition.", "sealed", "2017-06-06"),
        ("The palace, outside which they had camped since April, was burned.", "burned", THURSDAY),
        ("It opened two halls to refugees, some 20,000 of whom have crossed since Friday.", "opened", THURSDAY),
        ("The mayor of the town, where on Sunday 64 people were killed, demanded a closed border.", "demanded", THURSDAY),
        ("The mayor of the town, where on Sunday 64 people were killed, demanded a closed border.", "killed", "2017-06-04"),
        # "by Friday … had", "have … since", the morning after
        ("Soldiers cut the lines on Sunday night and by Monday a curfew had been laid.", "laid", "2017-06-05"),
        ("Pupils left their desks on Wednesday, and eleven have eaten nothing since Saturday.", "eaten", "2017-06-03"),
        ("They met on Wednesday, the morning after three men were killed in a quarrel.", "killed", "2017-06-06"),
        # since when something has been so dates nothing else
        ("They agreed on aid and to reopen the crossing, closed since 2015.", "agreed", THURSDAY),
        ("They reopened the crossing, closed since 2015, and tried the murder of a guard.", "murder", THURSDAY),
        ("The group has killed about 1,500 people since May.", "killed", "2017-05"),
        # a century dates nothing; what had been done goes on with the day before
        ("Farmers tore down the statue of a nineteenth-century general.", "tore", THURSDAY),
        ("Police threw grenades at a queue on May 13. The unit had been shot at first, he said.", "shot", "2017-05-13"),
    ],
)  # fmt: skip
def test_an_event_takes_the_time_of_its_own_clause(text: str, trigger: str, date: str) -> None:
    assert date_of(text, trigger) == date


@pytest.mark.parametrize(
    ("text", "cue", "content", "told"),
    [
        ("Shells hit a market on Saturday, a union said.", "said", "Shells hit a market on Saturday", True),
        ("He urged them to keep the truce they signed in May.", "urged", "them to keep the truce they signed in May", True),
        ("He called for their return on Friday.", "called", "their return on Friday", False),
        ("He said on Friday that all was well.", "said", "that all was well", False),
    ],
)  # fmt: skip
def test_times_in_a_clause_of_what_is_said_are_not_those_of_saying(
    text: str, cue: str, content: str, told: bool
) -> None:
    (time,), _ = find(Story("s", text, published=THURSDAY), (Span(0, len(text)),))
    at, inside = text.index(cue), text.index(content)
    assert (
        is_of_what_is_said(text, Span(at, at + len(cue)), Span(inside, inside + len(content)), time) is told
    )


def test_what_has_happened_lately_has_no_year_of_old() -> None:
    text = "The court on Tuesday acquitted four men and ordered the return of a house seized in 2007."
    assert date_of(text, "ordered") == "2017-06-06"
    assert date_of(text, "seized", "historical") == "2007"
    assert date_of("The house was seized in 2007.", "seized") == "2007"


@pytest.mark.parametrize("status", ["called_for", "hypothetical", "future"])
def test_what_is_asked_for_lies_ahead(status: Status) -> None:
    text = "Troops took the port on Tuesday and were given until Friday to leave."
    assert date_of(text, "leave", status) == "2017-06-09"
    assert date_of("Troops who took the port in May were told to leave.", "leave", status) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("POLICE FIRED YESTERDAY AT A CROWD.", ["2017-06-07"]),
        ("IT WILL NOT RECEIVE THE ENVOYS WHOM IT INVITED IN OCTOBER.", ["2016-10"]),
        ("He works for Russia Today.", []),
        ("On Wednesday, those detained on the eve, were let go.", ["2017-06-07", "2017-06-06"]),
        ("They spoke on the eve of the summit.", []),
        ("The man who ran at a bus the day before did kill himself.", ["2017-06-07"]),
        ("They had turned away the afternoon before.", ["2017-06-07TAF"]),
    ],
)
def test_words_of_capitals_and_of_translators(text: str, found: list[str]) -> None:
    times, _ = find(Story("s", text, published=THURSDAY), (Span(0, len(text)),))
    assert [t.value for t in times] == found
