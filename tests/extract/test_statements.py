"""Statements from signals written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sandpiper.extract import statements
from sandpiper.extract.encoder import KINDS, FakeEncoder, Row, words_of
from sandpiper.types import Span, Statement


def at(text: str, *pieces: str) -> list[int]:
    spans = [Span(text.index(p), text.index(p) + len(p)) for p in pieces]
    return [i for i, w in enumerate(words_of(text)) if any(s.contains(w) for s in spans)]


def read(
    text: str, source: Sequence[str], cue: str, content: Sequence[str], kind: str = "assertion"
) -> Statement:
    said = at(text, cue)
    members = {"source": at(text, *source), "content": at(text, *content)}
    fake = FakeEncoder(
        labels={
            "cue": {i: 1 + (k > 0) for k, i in enumerate(said)},
            "kind": {said[0]: KINDS.index(kind)},
            **{role: dict.fromkeys(words, 2) for role, words in members.items()},
        },
        links={role: dict.fromkeys(said, words) for role, words in members.items()},
    )
    (found,) = statements.find(text, fake.signals(text), threshold=0.5, link=0.5)
    return found


def test_split_quotation_is_one_content_in_two_pieces() -> None:
    text = "“We will not wait,” said the minister. “The vote is in May.”"
    found = read(text, ["the minister"], "said", ["“We will not wait,”", "“The vote is in May.”"], "pledge")
    assert [s.of(text) for s in found.content] == ["“We will not wait,”", "“The vote is in May.”"]
    assert (found.form, found.kind) == ("direct", "pledge")
    assert [s.of(text) for s in found.source] == ["the minister"]


def test_indirect_and_mixed_speech() -> None:
    text = "The union said that wages had fallen."
    assert read(text, ["The union"], "said", ["that wages had fallen"]).form == "indirect"
    text = "The union said wages were “a disgrace to us all”."
    assert read(text, ["The union"], "said", ["wages were “a disgrace to us all”"]).form == "mixed"


def test_a_statement_without_source_has_none() -> None:
    text = "It was reported that the bridge was shut."
    assert read(text, [], "reported", ["that the bridge was shut"]).source == ()


@pytest.mark.parametrize("half", ["According", "to"])
def test_according_to_is_one_cue(half: str) -> None:
    text = "According to the union wages had fallen by a third."
    found = read(text, ["the union"], half, ["wages had fallen by a third"])
    assert [s.of(text) for s in found.cue] == ["According to"]


def test_a_cue_without_content_is_no_statement() -> None:
    fake = FakeEncoder(labels={"cue": {1: 1}}, links={"content": {1: []}, "source": {1: [0]}})
    assert statements.find("He said.", fake.signals("He said."), threshold=0.5, link=0.5) == []


@pytest.mark.parametrize(
    ("text", "content", "form"),
    [
        ("'We will win,' she said.", "'We will win,'", "direct"),
        ("‘We will win,’ she said.", "‘We will win,’", "direct"),
        ("``We will win,'' she said.", "``We will win,''", "direct"),
        ("'The workers' rights are safe,' she said.", "'The workers' rights are safe,'", "direct"),
        ("She said the workers' rights were safe.", "the workers' rights were safe", "indirect"),
        ("She said it's not Chad's.", "it's not Chad's", "indirect"),
        ("She called it a 'war crime' again.", "a 'war crime' again", "mixed"),
        ('He called it "bad" and left', "and left", "indirect"),
    ],
)
def test_quotation_marks_of_every_kind_tell_the_form(text: str, content: str, form: str) -> None:
    start = text.index(content)
    assert statements.form_of(text, (Span(start, start + len(content)),)) == form


@pytest.mark.parametrize(
    ("text", "cue", "content", "negated"),
    [
        ("The ministry did not say how many had died.", "say", "how many had died", True),
        ("The ministry declined to say how many had died.", "declined to say", "how many had died", True),
        ("The ministry hasn't confirmed the deaths.", "confirmed", "the deaths", True),
        ("The ministry said it would not pay.", "said", "it would not pay", False),
        ("It would not pay, the ministry said.", "said", "It would not pay", False),
        ("The ministry does not expect new deaths.", "does not expect", "new deaths", False),
        ("The ministry refused to pay.", "refused", "to pay", False),
    ],
)
def test_what_was_not_said_is_negated(text: str, cue: str, content: str, negated: bool) -> None:
    assert read(text, ["ministry"], cue, [content]).negated is negated


def test_a_verb_that_names_the_act_of_speech_tells_the_kind() -> None:
    assert (
        read("Chad promised that it would pay.", ["Chad"], "promised", ["that it would pay"], "forecast").kind
        == "pledge"
    )
    assert (
        read("Chad has said it would pay.", ["Chad"], "said", ["it would pay"], "forecast").kind == "forecast"
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [("the expansion to our borders", "assertion"), ("that prices could rise", "forecast")],
)
def test_concern_forecasts_only_what_could_come(content: str, kind: str) -> None:
    text = f"The Kremlin is concerned about {content}."
    assert read(text, ["The Kremlin"], "concerned", [content], "forecast").kind == kind


def test_a_clause_is_not_cut_in_two_between_two_cues() -> None:
    text = "Rain will come, Ann told Bob. Police in Oslo held ten men, Eve said."
    words = [w.of(text) for w in words_of(text)]
    told, said = words.index("told"), words.index("said")
    first, stray = list(range(3)), [words.index("Police"), words.index("in"), words.index("Oslo")]
    rest = list(range(words.index("held"), words.index("men") + 1))
    fake = FakeEncoder(
        labels={"cue": {told: 1, said: 1}, "content": dict.fromkeys([*first, *stray, *rest], 2)},
        links={"content": {told: [*first, *stray], said: rest}},
    )
    found = statements.find(text, fake.signals(text), threshold=0.5, link=0.5)
    assert [[c.of(text) for c in s.content] for s in found] == [
        ["Rain will come"],
        ["Police in Oslo held ten men"],
    ]


def test_scraps_are_no_statements() -> None:
    text = "On screens the minister announced the results."
    labels = {"cue": {0: 1, 4: 1}, "content": {2: 1, 5: 1, 6: 2}}
    fake = FakeEncoder(labels=labels, links={"content": {0: [2], 4: [5, 6]}})
    found = statements.find(text, fake.signals(text), threshold=0.5, link=0.4)
    assert [[c.of(text) for c in s.content] for s in found] == [["the results"]]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Peskov: the Kremlin takes action on expansion", "Peskov"),
        ("Prime Minister: taxes will not rise this year", "Prime Minister"),
    ],
)
def test_headline_form(line: str, source: str) -> None:
    found = statements.headline(line, Span(0, len(line)), "title", [Span(0, 3)])
    assert found is not None
    assert [s.of(line) for s in found.source] == [source]
    assert found.content[0].of(line) == line.split(": ")[1]
    assert found.in_ == "title"


@pytest.mark.parametrize(
    "line", ["Live: updates", "what we know: the day in five points and more", "No colon at all here"]
)
def test_not_every_colon_speaks(line: str) -> None:
    assert statements.headline(line, Span(0, len(line)), None, []) is None


def scored(text: str, cue: str, content: dict[str, float], rest: float) -> Statement:
    """One cue whose content row has the given scores by word and ``rest`` elsewhere."""
    words = words_of(text)
    (said,) = at(text, cue)
    signals = FakeEncoder(labels={"cue": {said: 1}}, links={"source": {said: []}}).signals(text)
    row = np.array([content.get(w.of(text), rest) for w in words], np.float32)
    signals.rows["content"][said] = Row(0, row)
    for i in range(len(words)):
        signals.heads["content"][i] = (1 - row[i], 0, row[i])
    (found,) = statements.find(text, signals, threshold=0.5, link=0.5)
    return found


def test_a_word_in_doubt_inside_the_content_is_content() -> None:
    text = "They said the old stone bridge would shut"
    sure = dict.fromkeys(["the", "old", "bridge", "would", "shut"], 0.98)
    found = scored(text, "said", {**sure, "stone": 0.4}, 0.01)
    assert [s.of(text) for s in found.content] == ["the old stone bridge would shut"]


def test_a_word_that_is_just_likely_is_no_content_by_itself() -> None:
    text = "They said it on Sunday : the old bridge would shut"
    sure = dict.fromkeys(["the", "old", "bridge", "would", "shut"], 0.98)
    found = scored(text, "said", {**sure, "Sunday": 0.55}, 0.01)
    assert [s.of(text) for s in found.content] == ["the old bridge would shut"]


def test_an_apostrophe_is_no_cue() -> None:
    text = "The workers ’ hours were cut."
    cue, rest = at(text, "’"), at(text, "hours were cut")
    fake = FakeEncoder(
        labels={"cue": dict.fromkeys(cue, 1), "content": dict.fromkeys(rest, 2)},
        links={"content": dict.fromkeys(cue, rest)},
    )
    assert statements.find(text, fake.signals(text), threshold=0.5, link=0.5) == []


def test_a_cue_of_marks_alone_keeps_its_words() -> None:
    text = "Bo : the bridge is shut"
    tags = {"cue": {1: 1}, "source": {0: 1}, "content": {2: 1, 3: 2, 4: 2, 5: 2}}
    fake = FakeEncoder(labels=tags, links={"source": {1: [0]}, "content": {1: [2, 3, 4, 5]}})
    (found,) = statements.find(text, fake.signals(text), threshold=0.5, link=0.4)
    assert [s.of(text) for s in found.cue] == [":"]


@pytest.mark.parametrize(
    ("content", "given", "kind"),
    [
        ("that it would cost 40 millions", "forecast", "forecast"),
        ("he’d fought in two wars", "assertion", "assertion"),
        ("that it will send two ships", "forecast", "pledge"),
        ("it would not hand him over", "denial", "pledge"),
        ("“We shall return on Monday”", "assertion", "pledge"),
        ("it will close the border if shots are fired", "pledge", "threat"),
        ("it will be sad", "assertion", "assertion"),
        ("it will close the border", "accusation", "accusation"),
        ("Rome will send two ships", "forecast", "forecast"),
        ("Ireland will send two ships", "forecast", "forecast"),
    ],
)
def test_who_tells_what_he_himself_will_do_pledges_or_threatens(content: str, given: str, kind: str) -> None:
    text = f"Spain said {content}."
    span = Span(11, 11 + len(content))
    said = Statement("s0", (Span(0, 5),), (Span(6, 10),), (span,), "a0", kind=given)  # type: ignore[arg-type]
    start = text.find("it ", 11)
    own = [Span(start, start + 2)] if start > 0 else []
    assert statements.kind_of_own(text, said, own) == kind
