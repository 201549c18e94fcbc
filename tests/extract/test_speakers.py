"""Who speaks, from the words of a source and the mentions in it, written by hand: "[ORG:who]" marks a mention."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.extract import speakers
from sandpiper.types import Mention, Span


def read(marked: str) -> tuple[str, tuple[Span, ...], list[Mention]]:
    """The text of "The [ROLE:a:ministry]'s report", its source (all of it) and its mentions."""
    text, mentions, opened = "", [], []
    for piece in re.findall(r"\[[A-Z]+:\w+:|\]|[^\[\]]+", marked):
        if piece.startswith("["):
            opened.append((len(text), *piece[1:-1].split(":")))
        elif piece == "]":
            start, kind, actor = opened.pop()
            mentions.append(Mention(f"m{len(mentions)}", start, len(text), text[start:], kind, actor))
        else:
            text += piece
    return text, (Span(0, len(text)),), mentions


@pytest.mark.parametrize(
    ("source", "actors"),
    [
        ("The [ROLE:m:ministry]'s latest statement", "m"),
        ("a [ORG:h:Human Rights Watch] report", "h"),
        ("[GPE:u:US] [ORG:t:Treasury] figures", "t"),
        ("[NORP:t:Turkish] law", "t"),
        ("the [ORG:u:UN] charter", "u"),
        ("the [MISC:c:[ORG:u:UN] Charter]", "u"),
        ("the [ROLE:d:[ORG:u:UN] report on [GPE:x:Chad]]", "u"),
        ("a study by the national [ROLE:s:statistics office]", "s"),
        ("a survey of [NORP:b:British] gardeners for the [ORG:r:Royal Bulb Society]", "r"),
        ("a letter to the [ROLE:g:growers] from the [ROLE:l:lawyers]", "l"),
        ("a statement signed by [GPE:c:Chad] and [GPE:m:Mali]", "cm"),
        ("the report of the [ROLE:a:auditor-general]", "a"),
        ("A commentary in the [ORG:d:Daily Ledger]", "d"),
        ("[PER:p:Ada Bjerk]'s book", "p"),
        ("resolution 1325 of the [ORG:s:Security Council]", "s"),
        # nobody, rather than somebody whom the document is about, or who passes it on
        ("the resolution", ""),
        ("a report on [PER:p:Ada Bjerk]", ""),
        ("the [PER:p:Bjerk] report", ""),
        ("a report from [GPE:a:Akureyri]", ""),
        ("a letter to [PER:p:Ada Bjerk]", ""),
        ("a report seen by [ORG:n:North Wire]", ""),
        ("papers filed with the [ROLE:c:court]", ""),
        ("the [GPE:w:Akureyri] treaty", ""),
        ("a [NORP:d:Dutch] study", ""),
        ("[GPE:s:Lund] data", ""),
        # names that end in such a word, and people beside documents
        ("the [ORG:p:Akureyri Post]", "p"),
        ("The [ROLE:m:law minister]", "m"),
        ("[PER:p:Ada Bjerk] in a statement", "p"),
        ("the [ROLE:o:statistics office]", "o"),
        ("the [ROLE:o:bishop who read the letter]", "o"),
    ],
)
def test_a_document_speaks_for_its_issuer(source: str, actors: str) -> None:
    assert speakers.speakers(*read(source)) == tuple(actors)


@pytest.mark.parametrize(
    ("source", "actors"),
    [
        ("[GPE:c:Chad] and [GPE:m:Mali]", "cm"),
        ("[GPE:c:Chad], [GPE:m:Mali] and the [GPE:n:Netherlands]", "cmn"),
        ("The [ROLE:m:ministry] and [PER:p:Ada Bjerk]", "mp"),
        ("[ROLE:p:Premier] [PER:p:Ada Bjerk] and [PER:q:Jon Dal], the [ROLE:q:chairman],", "pq"),
        ("[PER:p:Ada Bjerk], the [ROLE:p:premier], and [PER:q:Jon Dal]", "pq"),
        ("[ROLE:r:residents] and [ROLE:p:a police officer]", "rp"),
        ("the [ROLE:d:head of the port] and [ROLE:p:the police]", "dp"),
        # one speaker: what "and" joins is not he
        ("[ROLE:o:officials] from [GPE:c:Chad] and [GPE:m:Mali]", "o"),
        ("[PER:p:Ada Bjerk], the [ROLE:x:head] of the [ORG:y:board]", "p"),
        ("[PER:p:Ada Bjerk], a friend of [PER:q:Jon Dal] and [PER:r:Ole Vik],", "p"),
        ("for [GPE:c:Chad] and [GPE:m:Mali] [PER:p:Ada Bjerk]", "p"),
        ("the [ROLE:d:department of information] and [ROLE:x:press of the ministry]", "d"),
        ("[PER:p:Ada Bjerk], [ROLE:p:an aide to the premier] and [PER:q:Jon Dal],", "p"),
        ("[GPE:c:Chad] and [GPE:m:Mali]'s envoy", "c"),
        ("her", ""),
    ],
)
def test_several_speakers_are_joined_by_and(source: str, actors: str) -> None:
    assert speakers.speakers(*read(source)) == tuple(actors)


_PIECES = [
    "the ",
    "[PER:a:Bjerk]",
    " and ",
    ", ",
    "[ORG:b:Board]",
    "report",
    " by ",
    " of ",
    "[ROLE:c:head]",
    "'s ",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=9).map("".join))
def test_who_speaks_is_named_in_the_source_and_once(source: str) -> None:
    text, spans, mentions = read(source)
    found = speakers.speakers(text, spans, mentions)
    assert len(set(found)) == len(found) and {*found} <= {m.actor for m in mentions}
    assert speakers.document(text, spans, mentions) or bool(found) == bool(mentions)
