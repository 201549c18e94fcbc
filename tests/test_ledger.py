"""The ledger of statements written by hand."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from sandpiper import ledger
from sandpiper.resolve.dates import interval
from sandpiper.types import (
    Actor,
    ActorKind,
    Due,
    Event,
    LedgerEntry,
    Mention,
    MentionType,
    Span,
    Statement,
    StatementKind,
    Story,
    Time,
    TimeType,
    When,
)


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def entries(
    text: str, kind: StatementKind, *, source: str, cue: str, content: str,
    actors: Sequence[tuple[str, MentionType, ActorKind]], times: Sequence[tuple[str, TimeType, str]] = (),
    acts: Sequence[tuple[str, str]] = (), said: str | None = "2017-06-08", negated: bool = False,
) -> tuple[LedgerEntry, ...]:  # fmt: skip
    """``actors``: words, type, kind; the first is the speaker. ``acts``: trigger and recipient of events."""
    mentions = [Mention(f"m{i}", *at(text, w), w, t, w) for i, (w, t, _) in enumerate(actors)]
    statement = Statement(
        "s0", (at(text, source),), (at(text, cue),), (at(text, content),), actors[0][0], kind=kind, negated=negated,
        date=When(said, "day", "published") if said else None,
    )  # fmt: skip
    return ledger.entries(
        Story(id="x", text=text, published=said), [statement],
        [Event(f"e{i}", "REQUEST", (at(text, t),), recipient=(r,)) for i, (t, r) in enumerate(acts)], mentions,
        [Actor(w, w, k) for w, _, k in actors],
        [Time(f"t{i}", *at(text, w), w, t, v, None, "day") for i, (w, t, v) in enumerate(times)], interval,
    )  # fmt: skip


MINISTER: tuple[str, MentionType, ActorKind] = ("The minister", "ROLE", "person")


def pledge(
    content: str,
    times: Sequence[tuple[str, TimeType, str]] = (),
    kind: StatementKind = "pledge",
    **more: object,
) -> LedgerEntry:
    text = f"The minister said {content}."
    return entries(
        text,
        kind,
        source="The minister",
        cue="said",
        content=content,
        actors=[MINISTER],
        times=times,
        **more,  # type: ignore[arg-type]
    )[0]


def test_the_subject_of_a_pledge_is_bound_where_the_speaker_can_bind_it() -> None:
    text = "The minister said Canada will pay for the ferry."
    (entry,) = entries(
        text, "pledge", source="The minister", cue="said", content="Canada will pay for the ferry",
        actors=[MINISTER, ("Canada", "GPE", "state")],
    )  # fmt: skip
    assert (entry.id, entry.kind, entry.by, entry.statement) == ("l0", "pledge", "Canada", "s0")


def test_who_will_suffer_an_act_is_not_bound_by_it() -> None:
    text = "The minister said students will be arrested."
    (entry,) = entries(
        text, "threat", source="The minister", cue="said", content="students will be arrested",
        actors=[MINISTER, ("students", "ROLE", "people")],
    )  # fmt: skip
    assert (entry.by, entry.to) == ("The minister", ("students",))


def test_a_spokesman_binds_the_body_that_he_speaks_for() -> None:
    text = "A spokesman of UNITA vowed to fight."
    (entry,) = entries(
        text, "pledge", source="A spokesman of UNITA", cue="vowed", content="to fight",
        actors=[("A spokesman of UNITA", "ROLE", "unnamed"), ("UNITA", "ORG", "armed_group")],
    )  # fmt: skip
    assert entry.by == "UNITA"


def test_a_demand_binds_the_one_addressed() -> None:
    text = "Amnesty urged Almaty not to extradite anyone."
    (entry,) = entries(
        text, "appeal", source="Amnesty", cue="urged", content="not to extradite anyone",
        actors=[("Amnesty", "ORG", "ngo"), ("Almaty", "GPE", "government")],
    )  # fmt: skip
    assert (entry.kind, entry.by, entry.to) == ("demand", "Almaty", ("Amnesty",))


def test_a_demand_binds_the_recipient_of_its_event_where_nobody_is_addressed() -> None:
    text = "Almaty heard of it. Amnesty demanded a release."
    (entry,) = entries(
        text, "demand", source="Amnesty", cue="demanded", content="a release", acts=[("demanded", "Almaty")],
        actors=[("Amnesty", "ORG", "ngo"), ("Almaty", "GPE", "government")],
    )  # fmt: skip
    assert entry.by == "Almaty"


@pytest.mark.parametrize(
    ("content", "condition", "rest"),
    [
        ("If he is elected, taxes will fall", "If he is elected", "taxes will fall"),
        ("to strike the camp unless the convoys stopped", "unless the convoys stopped", "to strike the camp"),
        ("they would leave provided that both sides agree", "provided that both sides agree", "they would leave"),
        ("Should Quito refuse, every well would be occupied", "Should Quito refuse", "every well would be occupied"),
        ("nobody returns until the dam is mended", "until the dam is mended", "nobody returns"),
    ],
)  # fmt: skip
def test_a_condition_is_an_entry_that_the_other_depends_on(content: str, condition: str, rest: str) -> None:
    text = f"The minister said {content}."
    main, other = entries(
        text, "threat", source="The minister", cue="said", content=content, actors=[MINISTER]
    )
    assert [s.of(text) for s in other.content] == [condition]
    assert [s.of(text) for s in main.content] == [rest]
    assert (main.depends_on, other.id, other.kind) == ("l1", "l1", "condition")


@pytest.mark.parametrize(
    "content", ["nobody knows if it will rain", "they will stay until Friday", "If only it would rain"]
)
def test_what_is_no_condition(content: str) -> None:
    text = f"The minister said {content}."
    found = entries(
        text, "forecast", source="The minister", cue="said", content=content, actors=[MINISTER],
        times=[("Friday", "DATE", "2017-06-09")] if "Friday" in content else [],
    )  # fmt: skip
    assert [e.kind for e in found] == ["forecast"]


@pytest.mark.parametrize(
    ("content", "words", "type_", "value", "due"),
    [
        ("they will pay by July 1", "July 1", "DATE", "2017-07-01", ("by July 1", None, "2017-07-01")),
        ("they will join by 2020", "2020", "DATE", "2020", ("by 2020", None, "2020-12-31")),
        ("it will vote in April 2018", "April 2018", "DATE", "2018-04", ("in April 2018", "2018-04-01", "2018-04-30")),
        ("it will end by the end of the month", "the end of the month", "DATE", "2017-06",
         ("by the end of the month", None, "2017-06-30")),
        ("he will resign within a month", "a month", "DURATION", "P1M", ("within a month", None, "2017-07-08")),
        ("it will open in two weeks", "two weeks", "DURATION", "P2W", ("in two weeks", None, "2017-06-22")),
        ("it will not fall in the next 20 years", "the next 20 years", "DURATION", "P20Y",
         ("in the next 20 years", None, "2037-06-08")),
        ("aid will come within 48 hours", "48 hours", "DURATION", "PT48H", ("within 48 hours", None, "2017-06-10")),
        ("it will vote next week", "next week", "DATE", "2017-W24", ("next week", "2017-06-12", "2017-06-18")),
        ("it will grow this year", "this year", "DATE", "2017", ("this year", None, "2017-12-31")),
        ("it will open after 15 March", "15 March", "DATE", "2017-03-15", ("after 15 March", "2018-03-16", None)),
        ("it will end before 15 March", "15 March", "DATE", "2017-03-15", ("before 15 March", None, "2018-03-14")),
        ("it will open on Sunday", "Sunday", "DATE", "2017-06-04", ("on Sunday", "2017-06-11", "2017-06-11")),
        ("it will last into the 2030s", "the 2030s", "DATE", "203", ("the 2030s", "2030-01-01", "2039-12-31")),
        ("it will end in winter", "winter", "DATE", "2017-WI", ("in winter", "2017-12-01", "2018-02-28")),
        ("it will end by the third quarter", "the third quarter", "DATE", "2017-Q3",
         ("by the third quarter", None, "2017-09-30")),
    ],
)  # fmt: skip
def test_due_dates(
    content: str, words: str, type_: TimeType, value: str, due: tuple[str, str | None, str | None]
) -> None:
    entry = pledge(content, [(words, type_, value)])
    text = f"The minister said {content}."
    assert entry.due is not None
    assert (" ".join(s.of(text) for s in entry.due.text), entry.due.earliest, entry.due.latest) == due


@pytest.mark.parametrize(
    ("content", "words", "value"),
    [
        ("it will try the men of March 2014", "March 2014", "2014-03"),
        ("it will free the man held last week", "last week", "2017-W22"),
        ("it will keep the rule in force since April", "April", "2017-04"),
        ("it will pay on Thursday", "Thursday", "2017-06-08"),
        ("it will bring in this year’s harvest", "this year", "2017"),
    ],
)
def test_the_past_and_the_day_of_speaking_are_never_due(content: str, words: str, value: str) -> None:
    assert pledge(content, [(words, "DATE", value)]).due is None


def test_what_is_due_by_this_years_end_is_due_this_year() -> None:
    due = pledge("roads will be repaired by this year’s end", [("this year", "DATE", "2017")]).due
    assert due is not None and due.latest == "2017-12-31"


def test_words_that_no_calendar_has_are_kept() -> None:
    due = pledge("a law will be passed before the summit").due
    assert due == Due((at("The minister said a law will be passed before the summit.", "before the summit"),))
    assert pledge("to try them before a military court").due is None
    assert pledge("to denounce the state before the ILO").due is None
    assert pledge("to denounce the state before the IMF visit").due is not None
    assert pledge("all borrowed soldiers must go on trial").due is None


def test_at_once_is_kept_in_words() -> None:
    text = "The minister said they must leave at once."
    assert pledge("they must leave at once", kind="demand").due == Due((at(text, "at once"),))


@pytest.mark.parametrize(
    ("content", "kind", "due"),
    [
        ("the law will pass by the 10th", "pledge", ("by the 10th", None, "2017-06-10")),
        ("the men will go on the 5th", "pledge", ("on the 5th", "2017-07-05", "2017-07-05")),
        ("the road will open before winter", "pledge", ("before winter", None, "2017-11-30")),
        ("work will start after winter", "forecast", ("after winter", "2018-03-01", None)),
        ("they will be home by the new year", "pledge", ("by the new year", None, "2017-12-31")),
        ("a vote will be held before the year is out", "demand", ("before the year is out", None, "2017-12-31")),
        ("to pay till the end of year", "demand", ("till the end of year", None, "2017-12-31")),
        ("they have until nightfall to go", "demand", ("until nightfall", None, "2017-06-08")),
        ("the sea will freeze by the first harvest", "forecast", ("by the first harvest", None, None)),
        ("they will plant this season", "pledge", ("this season", None, None)),
        ("it will answer in due course", "pledge", ("in due course", None, None)),
        ("they will stay until the court rules", "pledge", ("until the court rules", None, None)),
        ("it will be signed by the army", "pledge", None),
        ("the second spring is over", "pledge", None),
    ],
)  # fmt: skip
def test_days_seasons_and_occasions_told_shortly(
    content: str, kind: StatementKind, due: tuple[str, str | None, str | None] | None
) -> None:
    text = f"The minister said {content}."
    found = pledge(content, kind=kind).due
    words = found and (" ".join(s.of(text) for s in found.text), found.earliest, found.latest)
    assert words == due


@pytest.mark.parametrize(
    ("content", "words", "value", "kind", "due"),
    [
        ("48 hours to resign", "48 hours", "PT48H", "demand", (None, "2017-06-10")),
        ("full output will need five years", "five years", "P5Y", "forecast", (None, "2022-06-08")),
        ("the truce will last for at least two weeks", "two weeks", "P2W", "forecast", ("2017-06-22", None)),
        ("fines will come not earlier than in three years", "three years", "P3Y", "forecast", ("2020-06-08", None)),
        ("he will be held for six years", "six years", "P6Y", "demand", None),
        ("it will be gazetted within the week", "the week", "2017-W23", "forecast", (None, "2017-06-15")),
        ("nothing will change before July", "July", "2017-07", "forecast", ("2017-07-01", None)),
        ("a judgment will come in August at the earliest", "August", "2017-08", "forecast", ("2017-08-01", None)),
        ("they will land before midnight", "midnight", "2017-06-08T00:00", "forecast", (None, "2017-06-08")),
        ("they will march before Sunday's vote", "Sunday", "2017-06-11", "threat", (None, "2017-06-11")),
        ("not until 2020 will it pay", "2020", "2020", "forecast", ("2020-01-01", None)),
    ],
)  # fmt: skip
def test_lengths_and_borders(
    content: str, words: str, value: str, kind: StatementKind, due: tuple[str | None, str | None] | None
) -> None:
    type_: TimeType = "DURATION" if value.startswith("P") else "TIME" if "T" in value else "DATE"
    found = pledge(content, [(words, type_, value)], kind=kind).due
    assert (found and (found.earliest, found.latest)) == due


def test_a_time_of_the_content_does_not_date_the_saying() -> None:
    text = "The minister threatened a strike from Tuesday."
    tuesday = Time("t0", *at(text, "Tuesday"), "Tuesday", "DATE", "2017-06-06", None, "day")
    statement = Statement(
        "s0", (at(text, "The minister"),), (at(text, "threatened"),), (at(text, "a strike from Tuesday"),), "a",
        kind="threat", date=When("2017-06-06", "day", "t0"),
    )  # fmt: skip
    story = Story(id="x", text=text, published="2017-06-08")
    (entry,) = ledger.entries(story, [statement], [], [], [Actor("a", "a", "person")], [tuesday], interval)
    assert entry.due is not None and entry.due.earliest == "2017-06-13"


def test_without_any_date_the_words_of_a_length_are_kept_and_nothing_is_reckoned() -> None:
    due = pledge("he will resign within a month", [("a month", "DURATION", "P1M")], said=None).due
    assert due is not None and (due.earliest, due.latest) == (None, None)


def test_a_pledge_that_was_not_made_is_none() -> None:
    text = "The minister did not say he would resign."
    assert entries(
        text, "pledge", source="The minister", cue="did not say", content="he would resign", actors=[MINISTER],
        negated=True,
    ) == ()  # fmt: skip


def test_assertions_bind_nobody() -> None:
    text = "The minister said it rained."
    assert (
        entries(text, "assertion", source="The minister", cue="said", content="it rained", actors=[MINISTER])
        == ()
    )


# -- what an acceptance test found -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "condition", "rest"),
    [
        ("that if he is elected, taxes will fall", ["if he is elected"], ["taxes will fall"]),
        ("They want peace. If they attack, we will answer", ["If they attack"], ["They want peace", "we will answer"]),
        ("If the army enters, and if he does not stop, blood will flow", ["If the army enters, and if he does not stop"],
         ["blood will flow"]),
        ("If the U.S. withdraws, it will enrich uranium", ["If the U.S. withdraws"], ["it will enrich uranium"]),
        ("If 1,200 men arrive, it will fall", ["If 1,200 men arrive"], ["it will fall"]),
        ("If Quito, Lima and Bogota refuse, every well would be shut", ["If Quito, Lima and Bogota refuse"],
         ["every well would be shut"]),
        ("if the bridge, which is shut, is blown up, they will go", ["if the bridge, which is shut, is blown up"],
         ["they will go"]),
        ('If "the enemy" attacks, they will fight', ['If "the enemy" attacks'], ["they will fight"]),
        ('it would end "until the town is free", and that gold was promised', ["until the town is free"],
         ["it would end", "and that gold was promised"]),
        ("the army will, if attacked, fight to the end", ["if attacked"], ["the army will", "fight to the end"]),
        ("they will leave if he agrees. They have no choice", ["if he agrees"], ["they will leave", "They have no choice"]),
        ("they will leave if he agrees, even if others stay", ["if he agrees"], ["they will leave", "even if others stay"]),
        ('of "consequences" if they stayed', ["if they stayed"], ['of "consequences"']),
        ("Were Quito to refuse, every well would be occupied", ["Were Quito to refuse"], ["every well would be occupied"]),
        ("it would answer should any shot be fired", ["should any shot be fired"], ["it would answer"]),
        ("Should talks fail, it would answer", ["Should talks fail"], ["it would answer"]),
        ("food will come provided it is safe", ["provided it is safe"], ["food will come"]),
        ("food will come provided the vote is quiet", ["provided the vote is quiet"], ["food will come"]),
        ('food will come, "provided somebody pays"', ["provided somebody pays"], ["food will come"]),
    ],
)  # fmt: skip
def test_a_condition_ends_where_its_clause_does(content: str, condition: list[str], rest: list[str]) -> None:
    text = f"The minister said {content}."
    main, other = entries(
        text, "threat", source="The minister", cue="said", content=content, actors=[MINISTER]
    )
    assert [s.of(text) for s in other.content] == condition
    assert [s.of(text) for s in main.content] == rest


@pytest.mark.parametrize(
    "content",
    [
        "they will fight on even if the others leave",
        "they will strike once again",
        "it will be printed once a week",
        "they must go at once to their homes",
        "the troops were expected to leave the town",
        "they were the first to be paid, and would be the last",
        "the aid provided by the ministry will end",
        "until then nothing will be paid",
        "it will stay shut until further notice",
        "it will ask why should Quito pay for the road",
        "THE STRIKE SHOULD END",
        "it will kill hundreds, if not thousands, of men",
        "they will name names on condition of anonymity",
    ],
)
def test_words_that_only_look_like_conditions(content: str) -> None:
    text = f"The minister said {content}."
    found = entries(text, "pledge", source="The minister", cue="said", content=content, actors=[MINISTER])
    assert [(e.kind, [s.of(text) for s in e.content]) for e in found] == [("pledge", [content])]


@pytest.mark.parametrize(
    ("content", "words", "type_", "value", "due"),
    [
        ("it will open by mid-2018", "mid-2018", "DATE", "2018", ("by mid-2018", None, "2018-06-30")),
        ("it will open by mid-July", "mid-July", "DATE", "2017-07", ("by mid-July", None, "2017-07-15")),
        ("it will open in mid-July", "mid-July", "DATE", "2017-07", ("in mid-July", "2017-07-10", "2017-07-20")),
        ("it will open in early July", "early July", "DATE", "2017-07", ("in early July", "2017-07-01", "2017-07-10")),
        ("it will open in late 2018", "late 2018", "DATE", "2018", ("in late 2018", "2018-09-01", "2018-12-31")),
        ("it will open by the start of next year", "the start of next year", "DATE", "2018",
         ("by the start of next year", None, "2018-01-01")),
        ("it will come within days", "days", "DURATION", "PXD", ("within days", None, None)),
        ("it will come in the coming weeks", "the coming weeks", "DATE", "FUTURE_REF", ("in the coming weeks", None, None)),
        ("it will come in the fourth quarter", "the fourth quarter", "DATE", "XXXX-Q4",
         ("in the fourth quarter", None, None)),
        ("it will come within 48 to 72 hours", "48 to 72 hours", "DURATION", "PT48H",
         ("within 48 to 72 hours", None, "2017-06-11")),
        ("it will come in two to three weeks", "two to three weeks", "DURATION", "P2W",
         ("in two to three weeks", "2017-06-22", "2017-06-29")),
        ("it will come in less than a week", "less than a week", "DURATION", "P1W",
         ("in less than a week", None, "2017-06-15")),
        ("it will come within a week and a half", "a week and a half", "DURATION", "P1.5W",
         ("within a week and a half", None, None)),
        ("he will do so in his first 100 days", "his first 100 days", "DURATION", "P100D",
         ("in his first 100 days", None, None)),
        ("it will pay on or before July 1", "July 1", "DATE", "2017-07-01", ("on or before July 1", None, "2017-07-01")),
        ("it will pay no earlier than July 1", "July 1", "DATE", "2017-07-01", ("no earlier than July 1", "2017-07-01", None)),
        ("it will stay through July 1", "July 1", "DATE", "2017-07-01", ("through July 1", None, "2017-07-01")),
        ("it will begin after June 2018", "June 2018", "DATE", "2018-06", ("after June 2018", "2018-07-01", None)),
        ("it will vote before the summit on June 20", "June 20", "DATE", "2017-06-20",
         ("before the summit on June 20", None, "2017-06-20")),
        ("it will vote in February", "February", "DATE", "2015-02", ("in February", "2016-02-01", "2016-02-29")),
        ("it will vote in the last week of June", "the last week of June", "DATE", "2017-W26",
         ("in the last week of June", "2017-06-26", "2017-07-02")),
    ],
)  # fmt: skip
def test_due_dates_that_were_wrong(
    content: str, words: str, type_: TimeType, value: str, due: tuple[str, str | None, str | None]
) -> None:
    entry = pledge(
        content, [(words, type_, value)], said="2015-12-20" if value == "2015-02" else "2017-06-08"
    )
    text = f"The minister said {content}."
    assert entry.due is not None
    assert (" ".join(s.of(text) for s in entry.due.text), entry.due.earliest, entry.due.latest) == due


@pytest.mark.parametrize(
    ("content", "due"),
    [
        ("it will vote between June 10 and June 20", ("between June 10 and June 20", "2017-06-10", "2017-06-20")),
        ("it will vote from June 10 to June 20", ("from June 10 to June 20", "2017-06-10", "2017-06-20")),
        ("it will vote June 10-June 20", ("June 10-June 20", "2017-06-10", "2017-06-20")),
        ("it will vote on June 10 and pay on June 20", ("on June 10", "2017-06-10", "2017-06-10")),
    ],
)  # fmt: skip
def test_a_stretch_of_days_is_due_within_it(content: str, due: tuple[str, str, str]) -> None:
    entry = pledge(content, [("June 10", "DATE", "2017-06-10"), ("June 20", "DATE", "2017-06-20")])
    text = f"The minister said {content}."
    assert entry.due is not None
    assert (" ".join(s.of(text) for s in entry.due.text), entry.due.earliest, entry.due.latest) == due


@pytest.mark.parametrize(
    ("content", "words", "value"),
    [
        ("it will free the men held on May 3", "May 3", "2017-05-03"),
        ("it will try the men of the 1990s", "the 1990s", "199"),
    ],
)
def test_what_lies_nearer_behind_than_ahead_is_past(content: str, words: str, value: str) -> None:
    assert pledge(content, [(words, "DATE", value)]).due is None


def test_nothing_is_said_after_the_story_that_tells_it() -> None:
    text = "The minister said he would resign on July 1."
    mention = Mention("m0", *at(text, "The minister"), "The minister", "ROLE", "a")
    statement = Statement(
        "s0", (at(text, "The minister"),), (at(text, "said"),), (at(text, "he would resign on July 1"),), "a",
        kind="pledge", date=When("2017-07-01", "day", "t0"),
    )  # fmt: skip
    (entry,) = ledger.entries(
        Story(id="x", text=text, published="2017-06-08"), [statement], [], [mention], [Actor("a", "a", "person")],
        [Time("t0", *at(text, "July 1"), "July 1", "DATE", "2017-07-01", None, "day")], interval,
    )  # fmt: skip
    assert entry.due == Due((at(text, "on July 1"),), "2017-07-01", "2017-07-01")


def test_immediate_relatives_are_no_deadline() -> None:
    assert pledge("they must free immediate relatives", kind="demand").due is None


def test_the_article_of_a_name_hides_no_subject() -> None:
    text = "A spokesman said the Taliban will leave."
    (entry,) = entries(
        text, "pledge", source="A spokesman", cue="said", content="the Taliban will leave",
        actors=[("A spokesman", "ROLE", "unnamed"), ("Taliban", "ORG", "armed_group")],
    )  # fmt: skip
    assert entry.by == "Taliban"


def test_we_is_never_the_agency_that_reports_it() -> None:
    text = 'Reuters: "we will storm the hall," the minister said.'
    statement = Statement(
        "s0", (at(text, "the minister"),), (at(text, "said"),), (at(text, '"we will storm the hall,"'),), "m", kind="threat"
    )  # fmt: skip
    mentions = [
        Mention("m0", *at(text, "Reuters"), "Reuters", "ORG", "r"),
        Mention("m1", *at(text, "we"), "we", "PRON", "r"),
        Mention("m2", *at(text, "the minister"), "the minister", "ROLE", "m"),
    ]
    actors = [Actor("r", "Reuters", "media"), Actor("m", "the minister", "person")]
    (entry,) = ledger.entries(Story(id="x", text=text), [statement], [], mentions, actors, [], interval)
    assert entry.by == "m"


def test_a_demand_told_to_an_agency_binds_its_subject() -> None:
    text = "The minister told Xinhua that rebels must quit Bor."
    (entry,) = entries(
        text, "demand", source="The minister", cue="told", content="that rebels must quit Bor",
        actors=[MINISTER, ("Xinhua", "ORG", "media"), ("rebels", "ROLE", "armed_group")],
    )  # fmt: skip
    assert (entry.by, entry.to) == ("rebels", ("The minister",))
    text = "The minister told Xinhua Bor would burn."
    (entry,) = entries(
        text, "threat", source="The minister", cue="told", content="Bor would burn",
        actors=[MINISTER, ("Xinhua", "ORG", "media")],
    )  # fmt: skip
    assert entry.to == ()


def test_a_body_is_bound_as_an_institution_and_a_person_in_his_own_name() -> None:
    text = "The minister said Canada will pay."
    (entry,) = entries(
        text, "pledge", source="The minister", cue="said", content="Canada will pay",
        actors=[MINISTER, ("Canada", "GPE", "state")],
    )  # fmt: skip
    assert entry.basis == "institutional"
    assert pledge("he will resign").basis == "personal"


@pytest.mark.parametrize("words", ["if ", "once, ", "should the ", "If x, ", "until " * 3, '"if ', "if\n\n"])
def test_a_long_content_costs_no_square(words: str) -> None:
    content = words * (400_000 // len(words)) + "end"
    text = f"The minister said {content}."
    statement = Statement("s0", (), (at(text, "said"),), (Span(18, len(text) - 1),), None, kind="threat")
    begun = time.process_time()
    ledger.entries(Story(id="x", text=text), [statement], [], [], [], [], interval)
    assert time.process_time() - begun < 20


def test_a_condition_binds_its_own_subject() -> None:
    text = "The minister said Canada will pay if the Quito parliament agrees."
    main, other = entries(
        text, "pledge", source="The minister", cue="said", content="Canada will pay if the Quito parliament agrees",
        actors=[MINISTER, ("Canada", "GPE", "state"), ("Quito parliament", "ORG", "government")],
    )  # fmt: skip
    assert (main.by, other.by, other.to) == ("Canada", "Quito parliament", ())
    _, other = entries(
        text, "pledge", source="The minister", cue="said", content="Canada will pay if the Quito parliament agrees",
        actors=[MINISTER, ("Canada", "GPE", "state")],
    )  # fmt: skip
    assert other.by is None


@pytest.mark.parametrize(
    ("content", "clause"),
    [
        ("access will be returned when calm is established", "when calm is established"),
        ("he would not go to Geneva while the raids continue", "while the raids continue"),
        ("they will not leave before the law is passed", "before the law is passed"),
        ("the strike would be off the moment a premier was named", "the moment a premier was named"),
        ("in case of the sale he will chain himself to the pipe", "in case of the sale"),
        ("if the budget is secured the courses will start", "if the budget is secured"),
        ("it would close the checkpoint if a tank comes", "if a tank comes"),
        ("it will pay should sanctions be lifted", "should sanctions be lifted"),
        ("they will hold the vote when asked", None),
        ("they will fish until the new year", None),
        ("they will act as soon as possible", None),
        ("they will write, if need be", None),
    ],
)  # fmt: skip
def test_more_words_that_name_a_condition(content: str, clause: str | None) -> None:
    text = f"The minister said {content}."
    found = entries(text, "threat", source="The minister", cue="said", content=content, actors=[MINISTER])
    assert [e.content[0].of(text) for e in found if e.kind == "condition"] == ([clause] if clause else [])


def test_a_clause_that_is_a_stretch_of_its_own_is_the_condition() -> None:
    text = "If they shoot, he said, we will fire."
    parts = (at(text, "If they shoot"), at(text, "we will fire"))
    statement = Statement("s0", (at(text, "he"),), (at(text, "said"),), parts, None, kind="threat")
    main, condition = ledger.entries(Story(id="x", text=text), [statement], [], [], [], [], interval)
    assert main.content == parts[1:] and condition.content == parts[:1] and main.depends_on == condition.id


def test_an_act_of_law_threatens_nobody() -> None:
    text = "The parliament has introduced laws that will secure the way."
    parliament: tuple[str, MentionType, ActorKind] = ("The parliament", "ORG", "government")
    found = entries(
        text, "threat", source="The parliament", cue="has introduced", content="laws that will secure the way",
        actors=[parliament],
    )  # fmt: skip
    assert found == ()


@pytest.mark.parametrize(("country", "bound"), [(None, "speaker"), ("FRA", "speaker"), ("UKR", "state")])
def test_a_speaker_of_another_or_unknown_country_binds_no_state(country: str | None, bound: str) -> None:
    text = "Bo promised that Kiev will hold a vote."
    statement = Statement(
        "s0", (at(text, "Bo"),), (at(text, "promised"),), (at(text, "that Kiev will hold a vote"),), "speaker", kind="pledge"
    )  # fmt: skip
    mentions = [Mention("m0", *at(text, "Kiev"), "Kiev", "GPE", "state")]
    actors = [
        Actor("speaker", "Bo", "person", country=country),
        Actor("state", "Kiev", "government", country="UKR"),
    ]
    (entry,) = ledger.entries(Story(id="x", text=text), [statement], [], mentions, actors, [], interval)
    assert entry.by == bound


def narrated(
    text: str, actors: Sequence[tuple[str, MentionType, ActorKind]], said: Sequence[Statement] = ()
) -> tuple[LedgerEntry, ...]:
    return ledger.entries(
        Story(id="x", text=text, published="2017-06-08"), said, [],
        [Mention(f"m{i}", *at(text, w), w, t, w) for i, (w, t, _) in enumerate(actors)],
        [Actor(w, w, k) for w, _, k in actors],
        [Time("t0", *at(text, "48 hours"), "48 hours", "DURATION", "PT48H", None, "hour")] if "48 hours" in text else [],
        interval,
    )  # fmt: skip


def test_a_condition_of_membership_is_one_of_the_institution() -> None:
    text = "He recalled that one of the conditions of membership in the Alliance is the absence of disputes."
    said = Statement("s0", (Span(0, 2),), (Span(3, 11),), (Span(12, len(text) - 1),))
    (entry,) = narrated(text, [("Alliance", "ORG", "igo")], [said])
    assert (entry.kind, entry.basis, entry.to) == ("condition", "institutional", ("Alliance",))
    assert [c.of(text) for c in entry.content] == ["the absence of disputes"]
    assert entry.statement == "s0"


def test_the_condition_of_a_patient_binds_nobody() -> None:
    assert narrated("The condition of the minister is the talk of the town.", []) == ()
    assert narrated("Doctors said a condition of the heart was found.", []) == ()


def test_a_term_set_to_somebody_is_a_deadline() -> None:
    text = "Malta gave the envoy 48 hours to leave the island."
    (entry,) = narrated(text, [("Malta", "GPE", "state"), ("envoy", "ROLE", "person")])
    assert (entry.kind, entry.by, entry.to, entry.basis) == ("deadline", "envoy", ("Malta",), "institutional")
    assert [c.of(text) for c in entry.content] == ["48 hours to leave the island"]
    assert entry.due is not None and entry.due.latest == "2017-06-10"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The envoy said Malta needs by 2020 to repair the quay.", "by 2020 to repair the quay"),
        ("The envoy said Malta has to repair the quay by 2020.", "to repair the quay by 2020"),
        (
            "The envoy said Malta is required to repair the quay by 2020, or pay.",
            "to repair the quay by 2020",
        ),
    ],
)
def test_what_somebody_has_to_do_by_a_day_is_a_deadline(text: str, what: str) -> None:
    (entry,) = ledger.entries(
        Story(id="x", text=text, published="2017-06-08"), [], [],
        [Mention("m0", *at(text, "Malta"), "Malta", "GPE", "Malta")], [Actor("Malta", "Malta", "state")],
        [Time("t0", *at(text, "2020"), "2020", "DATE", "2020", None, "year")], interval,
    )  # fmt: skip
    assert (entry.kind, entry.by) == ("deadline", "Malta")
    assert [c.of(text) for c in entry.content] == [what]
    assert entry.due is not None and (entry.due.earliest, entry.due.latest) == (None, "2020-12-31")


def test_a_duty_without_a_day_is_no_deadline() -> None:
    assert narrated("Malta needs to repair the quay by the harbour.", [("Malta", "GPE", "state")]) == ()


def test_a_term_that_a_demand_holds_is_told_once() -> None:
    text = "Malta gave the envoy 48 hours to leave the island."
    demand = Statement(
        "s0",
        (Span(0, 5),),
        (Span(6, 10),),
        (at(text, "48 hours to leave the island"),),
        "Malta",
        kind="demand",
    )
    found = narrated(text, [("Malta", "GPE", "state"), ("envoy", "ROLE", "person")], [demand])
    assert [e.kind for e in found] == ["demand"]
