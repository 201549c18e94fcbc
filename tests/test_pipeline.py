"""The flow with a fake encoder: what the model would say is written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from sandpiper.errors import EmptyStory, InputError
from sandpiper.extract.encoder import CATEGORIES, KINDS, NAME_TYPES, STATUSES, FakeEncoder, words_of
from sandpiper.pipeline import Reader
from sandpiper.report.terminal import render
from sandpiper.settings import Settings
from sandpiper.types import Reading, Span, Story

TEXT = "Turkish police arrested Omar Karam on Tuesday, Ankara said."
B = {t: 1 + 2 * i for i, t in enumerate(NAME_TYPES)}


def place(word: str, text: str = TEXT) -> int:
    return next(i for i, w in enumerate(words_of(text)) if w.of(text) == word)


def told(text: str = TEXT) -> FakeEncoder:
    at = {w: place(w, text) for w in ("Turkish", "police", "arrested", "Omar", "Karam", "Ankara", "said")}
    return FakeEncoder(
        labels={
            "names": {
                at["Turkish"]: B["NORP"],
                at["Omar"]: B["PER"],
                at["Karam"]: B["PER"] + 1,
                at["Ankara"]: B["GPE"],
            },
            "roles": {at["Turkish"]: 1, at["police"]: 2},
            "cue": {at["said"]: 1},
            "content": dict.fromkeys(range(at["Ankara"]), 2),
            "kind": {at["said"]: KINDS.index("assertion")},
            "trigger": {at["arrested"]: 1 + CATEGORIES.index("COERCE")},
            "status": {at["arrested"]: STATUSES.index("happened")},
        },
        links={
            "source": {at["said"]: [at["Ankara"]]},
            "content": {at["said"]: list(range(at["Ankara"]))},
            "actor": {at["arrested"]: [at["Turkish"], at["police"]]},
            "recipient": {at["arrested"]: [at["Omar"], at["Karam"]]},
        },
    )


@pytest.fixture
def reading() -> Reading:
    return Reader(encoder=told()).read(TEXT, published="2017-06-08", id="one")


def test_the_record_says_who_did_what_to_whom(reading: Reading) -> None:
    (event,) = reading.events
    who = {a.id: a for a in reading.actors}
    assert (event.category, event.status, event.quad, event.cameo) == (
        "COERCE",
        "happened",
        "material conflict",
        "17",
    )
    assert [w.of(TEXT) for w in event.trigger] == ["arrested"]
    assert [(who[i].country, who[i].sectors) for i in event.actor] == [("TUR", ("COP",))]
    assert [who[i].name for i in event.recipient] == ["Omar Karam"]
    assert event.date is not None and event.date.value == "2017-06-06"
    assert event.sentence == 0


def test_the_statement_has_its_speaker_and_holds_the_event(reading: Reading) -> None:
    (statement,) = reading.statements
    assert [s.of(TEXT) for s in statement.source] == ["Ankara"]
    assert [s.of(TEXT) for s in statement.content] == ["Turkish police arrested Omar Karam on Tuesday"]
    speaker = next(a for a in reading.actors if a.id == statement.speaker)
    assert (speaker.country, speaker.kind) == ("TUR", "government")
    assert reading.events[0].reported_by == statement.id


def test_the_record_holds_together(
    reading: Reading, check_slices: Callable[[Reading], None], check_references: Callable[[Reading], None]
) -> None:
    check_slices(reading)
    check_references(reading)
    assert Reading.from_dict(json.loads(json.dumps(reading.to_dict()))) == reading


def test_many_read_as_one(reading: Reading) -> None:
    reader = Reader(encoder=told())
    stories = [
        Story("one", TEXT, published="2017-06-08"),
        Story("two", "Nothing here."),
        Story("one", TEXT, published="2017-06-08"),
    ]
    first, _, third = reader.read_all(stories)
    assert first == third == reading


def test_a_title_given_apart_is_its_own_string() -> None:
    reading = Reader(encoder=told()).read(TEXT, title=TEXT)
    assert {m.in_ for m in reading.mentions} == {None, "title"}
    assert [s.in_ for s in reading.statements] == [None]  # what the title says again is one with it
    assert [e.in_ for e in reading.events] == [None], "the headline's event is the body's"


@pytest.mark.parametrize("text", ["", "  \n\t", "\ufeff", "\x00\x00"])
def test_nothing_to_read_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(EmptyStory, match="empty"):
        Reader(encoder=FakeEncoder()).read(text)


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="2017-02-30"):
        Reader(encoder=FakeEncoder()).read("Some text.", published="2017-02-30")


@pytest.mark.parametrize("side", [(0, 0), (5, 2), (-1, 3), (0, 999), [], [(0, 3), (4, 4)]])
def test_dyad_refuses_spans_that_are_none(side: object) -> None:
    with pytest.raises(ValueError):
        Reader(encoder=FakeEncoder()).dyad(TEXT, actor=side, recipient=(0, 4))  # type: ignore[arg-type]


def test_dyad_sums_to_one() -> None:
    reader = Reader(encoder=FakeEncoder(dyad={"AGREE": 0.5, "NONE": 1.5}))
    scores = reader.dyad(TEXT, actor=Span(0, 7), recipient=None)
    assert len(scores) == 17 and sum(scores.values()) == pytest.approx(1)
    assert scores["AGREE"] == pytest.approx(0.25)


def test_dyad_reads_no_more_of_a_long_text_than_the_marked_words_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake = FakeEncoder()
    read: list[str] = []
    signals = fake.signals
    monkeypatch.setattr(fake, "signals", lambda text: read.append(text) or signals(text))
    filler = "Nothing was said of it. " * 500
    text = f"{filler}Chad met Mali. {filler}"
    at = len(filler)
    Reader(encoder=fake).dyad(text, actor=(at, at + 4), recipient=(at + 9, at + 13))
    (near,) = read
    assert "Chad met Mali." in near and len(near) < 2100 and f" {near} " in text


FILED = (
    "Chad expels envoy of Mali\n\nBy Amina Saleh\n\nNDJAMENA, March 3 (Reuters) - Chad expelled an envoy on Monday, "
    "the ministry said.\n"
)


def filed(labels: dict[str, dict[int, int]], links: dict[str, dict[int, list[int]]]) -> Reading:
    return Reader(encoder=FakeEncoder(labels=labels, links=links)).read(FILED)  # type: ignore[arg-type]


def test_no_statement_runs_over_a_headline_a_byline_or_a_dateline() -> None:
    said, comma = place("said", FILED), place("Monday", FILED) + 1
    (statement,) = filed(
        {"cue": {said: 1}}, {"content": {said: list(range(comma))}, "source": {said: [comma + 1, comma + 2]}}
    ).statements
    assert [s.of(FILED) for s in statement.content] == ["Chad expelled an envoy on Monday"]
    assert [s.of(FILED) for s in statement.source] == ["the ministry"]


def test_no_statement_and_no_event_stands_in_a_byline() -> None:
    by = place("Saleh", FILED)
    reading = filed(
        {"cue": {by: 1}, "trigger": {by: 1}, "names": {by: B["PER"]}},
        {"content": {by: [by + 2, by + 3]}, "source": {by: [by]}},
    )
    assert not reading.statements and not reading.events


def test_no_mention_runs_from_one_paragraph_into_the_next() -> None:
    mali = place("Mali", FILED)
    names = {mali: B["PER"], mali + 1: B["PER"] + 1, mali + 2: B["PER"] + 1, mali + 3: B["PER"] + 1}
    found = [m.text for m in filed({"names": names}, {}).mentions]
    assert found == ["Mali", "By Amina Saleh"]
    found = [m.text for m in filed({"roles": {k: 1 + (k > mali) for k in names}}, {}).mentions]
    assert found == ["Mali"]


def test_parties_stand_in_the_same_headline_or_text_as_the_event() -> None:
    expelled, mali = place("expelled", FILED), place("Mali", FILED)
    chad = expelled - 1
    (event,) = filed(
        {"trigger": {expelled: 1}, "names": {mali: B["GPE"], chad: B["GPE"]}},
        {"actor": {expelled: [chad]}, "recipient": {expelled: [mali]}},
    ).events
    assert (len(event.actor), event.recipient) == (1, ())


def test_an_act_with_one_party_is_not_reciprocal() -> None:
    expelled = place("expelled", FILED)
    (event,) = filed(
        {"trigger": {expelled: 1}, "names": {expelled - 1: B["GPE"]}, "reciprocal": {expelled: 1}},
        {"actor": {expelled: [expelled - 1]}},
    ).events
    assert not event.reciprocal and len(event.actor) == 1


@pytest.mark.parametrize(
    ("day", "status"), [("January 5, 2023", "historical"), ("December 31, 2023", "happened")]
)
def test_what_lies_more_than_a_year_back_is_historical(day: str, status: str) -> None:
    text = f"Gunmen attacked a bus on {day}."
    at = place("attacked", text)
    labels = {"trigger": {at: 1 + CATEGORIES.index("ASSAULT")}, "status": {at: STATUSES.index("happened")}}
    (event,) = Reader(encoder=FakeEncoder(labels=labels)).read(text, published="2024-12-30").events
    assert event.status == status


def test_of_her_ministry_the_ministry_speaks() -> None:
    text = "Ada Bjerk left. Her ministry said all roads to Reykjavik would stay open tomorrow."
    labels = {
        "names": {0: B["PER"], 1: B["PER"] + 1},
        "roles": {place("Her", text): 1, place("ministry", text): 2},
        "cue": {place("said", text): 1},
        "content": dict.fromkeys(range(place("all", text), place("tomorrow", text) + 1), 2),
    }
    links = {
        "source": {place("said", text): [place("Her", text), place("ministry", text)]},
        "content": {place("said", text): list(range(place("all", text), place("tomorrow", text) + 1))},
        "antecedent": {place("Her", text): [0]},
    }
    reading = Reader(encoder=FakeEncoder(labels=labels, links=links)).read(text)
    (statement,) = reading.statements
    (speaker,) = (a for a in reading.actors if a.id == statement.speaker)
    assert "ministry" in speaker.name.lower() and speaker.kind != "person"


def test_those_who_say_it_together_are_all_recorded() -> None:
    text = "France, Italy and Spain said all roads would stay open."
    words = ("France", "Italy", "Spain")
    content = list(range(place("all", text), place("open", text) + 1))
    labels = {
        "names": {place(word, text): B["GPE"] for word in words},
        "cue": {place("said", text): 1},
        "content": dict.fromkeys(content, 2),
    }
    source = list(range(place("France", text), place("said", text)))
    links = {"source": {place("said", text): source}, "content": {place("said", text): content}}
    reading = Reader(encoder=FakeEncoder(labels=labels, links=links)).read(text)
    (statement,) = reading.statements
    names = {a.id: a.name for a in reading.actors}
    assert names[statement.speaker or ""] == "France"
    assert [names[a] for a in statement.co_speakers] == ["Italy", "Spain"]
    assert "France (FRA GOV), Italy (ITA GOV), Spain (ESP GOV)" in " ".join(
        render(reading, width=200).split()
    )


def test_a_statement_made_again_is_one_unless_the_settings_say_otherwise() -> None:
    text = "Norland will pay for the new ferry, Bjerk said. Norland will pay for the new ferry, Bjerk said."
    words = [w.of(text) for w in words_of(text)]
    cues = [i for i, w in enumerate(words) if w == "said"]
    names = [i for i, w in enumerate(words) if w == "Bjerk"]
    parts = [list(range(names[0] - 1)), list(range(cues[0] + 2, names[1] - 1))]
    labels = {
        "names": dict.fromkeys(names, B["PER"]),
        "cue": dict.fromkeys(cues, 1),
        "content": {i: 2 for part in parts for i in part},
    }
    links = {
        "source": {cue: [name] for cue, name in zip(cues, names, strict=True)},
        "content": dict(zip(cues, parts, strict=True)),
    }
    encoder = FakeEncoder(labels=labels, links=links)
    assert len(Reader(encoder=encoder).read(text).statements) == 1
    assert len(Reader(encoder=encoder, settings=Settings(join_repeats=False)).read(text).statements) == 2
    with pytest.raises(ValueError, match="join_repeats"):
        Settings(join_repeats=1)  # type: ignore[arg-type]
