"""The date grammar: values, spans, anchors, contradictions; sentences of our own writing."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandpiper.resolve.dates import find, when
from sandpiper.types import Dateline, Furniture, Span, Status, Story, When

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
PUBLISHED = "2017-06-08"  # a Thursday


def story(text: str, published: str | None = PUBLISHED, **rest: object) -> Story:
    return Story("s", text, published=published, **rest)  # type: ignore[arg-type]


def read(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str, str]]:
    times, _ = find(story(text, published), (Span(0, len(text)),))
    return [(t.text, t.type, t.value) for t in times]


def only(text: str, published: str | None = PUBLISHED) -> tuple[str, str, str]:
    found = read(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("They met on 8 June 2015 in Minsk.", "8 June 2015", "DATE", "2015-06-08"),
        ("They met on June 8, 2015, in Minsk.", "June 8, 2015", "DATE", "2015-06-08"),
        ("They met on the 8th of June 2015.", "the 8th of June 2015", "DATE", "2015-06-08"),
        ("Signed 08.06.2015 in Minsk.", "08.06.2015", "DATE", "2015-06-08"),
        ("Signed 2015-06-08 in Minsk.", "2015-06-08", "DATE", "2015-06-08"),
        ("Log of 2015-06-08T14:30:00Z shows it.", "2015-06-08T14:30:00Z", "TIME", "2015-06-08T14:30Z"),
        ("FILED 30 DEC 89 BY CABLE", "30 DEC 89", "DATE", "1989-12-30"),
        ("The treaty was signed in December 2014.", "December 2014", "DATE", "2014-12"),
        ("The treaty was signed in 1994.", "1994", "DATE", "1994"),
        ("He left on 12 May for Geneva.", "12 May", "DATE", "2017-05-12"),
        ("He arrived on Nov. 3 and stayed.", "Nov. 3", "DATE", "2016-11-03"),
        ("The minister arrived on Tuesday.", "Tuesday", "DATE", "2017-06-06"),
        ("The minister arrived on Thursday.", "Thursday", "DATE", "2017-06-08"),
        ("The minister arrived last Thursday.", "last Thursday", "DATE", "2017-06-01"),
        ("The minister will arrive on Tuesday.", "Tuesday", "DATE", "2017-06-13"),
        ("The minister arrives next Thursday.", "next Thursday", "DATE", "2017-06-15"),
        ("The minister spoke Tuesday evening.", "Tuesday evening", "TIME", "2017-06-06TEV"),
        ("The minister left yesterday.", "yesterday", "DATE", "2017-06-07"),
        ("The minister leaves tomorrow.", "tomorrow", "DATE", "2017-06-09"),
        ("The minister speaks tonight.", "tonight", "TIME", "2017-06-08TNI"),
        ("They struck the day before yesterday.", "the day before yesterday", "DATE", "2017-06-06"),
        ("Prices rose last week.", "last week", "DATE", "2017-W22"),
        ("Prices rose last month.", "last month", "DATE", "2017-05"),
        ("Prices rose last year.", "last year", "DATE", "2016"),
        ("Prices will rise next year.", "next year", "DATE", "2018"),
        ("The war began two years ago.", "two years ago", "DATE", "2015"),
        ("The raid took place three days ago.", "three days ago", "DATE", "2017-06-05"),
        ("The fleet must be ready by 2020.", "2020", "DATE", "2020"),
        ("They will not join in the next 20 years.", "the next 20 years", "DURATION", "P20Y"),
        ("Unseen since the 1990s, it returned.", "the 1990s", "DATE", "199"),
        ("Unseen since the '80s, it returned.", "the '80s", "DATE", "198"),
        ("Exports fell in the third quarter of 2016.", "the third quarter of 2016", "DATE", "2016-Q3"),
        ("Exports fell in Q1 2016.", "Q1 2016", "DATE", "2016-Q1"),
        ("Exports fell in the first half of 2016.", "the first half of 2016", "DATE", "2016-H1"),
        ("Fighting resumed in the summer of 2014.", "the summer of 2014", "DATE", "2014-SU"),
        ("Fighting resumed last winter.", "last winter", "DATE", "2016-WI"),
        ("The budget for fiscal 2018 passed.", "fiscal 2018", "DATE", "2018"),
        ("A three-year truce was agreed.", "three-year", "DURATION", "P3Y"),
        ("The siege lasted six months.", "six months", "DURATION", "P6M"),
        ("The siege lasted nearly a decade.", "nearly a decade", "DURATION", "P10Y"),
        ("The flight took 5 1/2 hours.", "5 1/2 hours", "DURATION", "PT5H30M"),
        ("They vote every two years.", "every two years", "SET", "P2Y"),
        ("They march every Friday.", "every Friday", "SET", "XXXX-WXX-5"),
        ("The talks are held annually.", "annually", "SET", "P1Y"),
        ("The group is now in talks.", "now", "DATE", "PRESENT_REF"),
        ("They have recently quarrelled.", "recently", "DATE", "PAST_REF"),
        ("No deal is likely in the foreseeable future.", "the foreseeable future", "DATE", "FUTURE_REF"),
        ("A truce began at 5 p.m. on Tuesday.", "5 p.m. on Tuesday", "TIME", "2017-06-06T17:00"),
        ("The blast came at 0735 GMT.", "0735 GMT", "TIME", "2017-06-08T07:35Z"),
        ("THE BOMB EXPLODED AT 1800 LOCAL TIME.", "1800 LOCAL TIME", "TIME", "2017-06-08T18:00"),
        ("The bomb exploded at about 1930.", "1930", "TIME", "2017-06-08T19:30"),
        ("The bomb exploded at 1930 hours.", "1930 hours", "TIME", "2017-06-08T19:30"),
        ("AT ABOUT 2100 ON 3 MARCH, GUNMEN FIRED.", "2100 ON 3 MARCH", "TIME", "2017-03-03T21:00"),
        ("Output is valued at 1990 prices.", "1990", "DATE", "1990"),
        ("Log of 2015/06/08 shows it.", "2015/06/08", "DATE", "2015-06-08"),
        ("The fort fell in mid-2014.", "mid-2014", "DATE", "2014"),
        ("They prayed on Eid al-Adha.", "Eid al-Adha", "DATE", "2016-09-12"),
        ("Aid was to be shipped by mid-July.", "mid-July", "DATE", "2017-07"),
        ("They asked for guns by Sunday.", "Sunday", "DATE", "2017-06-11"),
        ("It opened in the second half of March.", "the second half of March", "DATE", "2017-03"),
        ("They prayed at Easter.", "Easter", "DATE", "2017-04-16"),
        ("Both sides stopped firing on Christmas Eve.", "Christmas Eve", "DATE", "2016-12-24"),
        ("After the 9/11 attacks rules changed.", "9/11", "DATE", "2001-09-11"),
        ("After the September 11, 2001 attacks rules changed.", "September 11, 2001", "DATE", "2001-09-11"),
        ("The decree is dated 15 Ramadan 1438 AH.", "15 Ramadan 1438 AH", "DATE", "2017-06-10"),
        ("The charter dates from 2560 BE.", "2560 BE", "DATE", "2017"),
        ("Earlier this month they met.", "Earlier this month", "DATE", "2017-06"),
    ],
)
def test_values(text: str, words: str, kind: str, value: str) -> None:
    assert only(text) == (words, kind, value)


def test_narrative_dates_follow_the_date_told_before() -> None:
    assert read(
        "The king died on 3 March 2011. Three weeks later his son fell; the day before, rebels had come."
    )[1:] == [
        ("Three weeks later", "DATE", "2011-W12"),
        ("the day before", "DATE", "2011-03-23"),
    ]


def test_ranges_give_both_ends() -> None:
    assert [v for _, _, v in read("The summit of June 8-10, 2015 failed.")] == ["2015-06-08", "2015-06-10"]
    assert [v for _, _, v in read("The summit of 8-10 June 2015 failed.")] == ["2015-06-08", "2015-06-10"]
    assert [v for _, _, v in read("The war of 2014-16 ended.")] == ["2014", "2016"]
    assert [v for _, _, v in read("The war of 2014–2016 ended.")] == ["2014", "2016"]


@pytest.mark.parametrize(
    "text",
    [
        "The Sun reported it.",
        "Theresa May said so, and May left.",
        "The March 23 Movement took Goma.",
        "THE 19 APRIL MOVEMENT TOOK THE EMBASSY.",
        "Losses are put at 1800 in all.",
        "Under Resolution 1973 the council acted.",
        "They may march on the capital.",
        "It killed 2000 people.",
        "USA Today broke the story.",
        "The Sunday Times broke the story.",
        "He won a second term.",
        "A 44-year-old man was held.",
        "It costs $1990 to build.",
        "The rate was 1,998 or 3.1999 then",
        "Play version 1.2.17 of it.",
        "The Agenda 2030 goals stand.",
    ],
)
def test_no_time_inside_names_and_numbers(text: str) -> None:
    assert read(text) == []


def test_without_any_date_relative_values_stay_open() -> None:
    assert only("He left on 8 June.", None)[2] == "XXXX-06-08"
    assert only("He left on Tuesday.", None)[2] == "XXXX-WXX-2"
    assert only("He left yesterday.", None)[2] == "XXXX-XX-XX"
    assert only("He left last year.", None)[2] == "XXXX"
    assert only("He left two weeks ago.", None)[2] == "XXXX-WXX"
    assert only("He left in the third quarter.", None)[2] == "XXXX-Q3"


def _datelined(text: str, published: str | None, said: str | None = "8 June") -> Story:
    return story(text, published, dateline=Dateline(0, text.index("."), "OSH", said, None))


def test_dateline_gives_day_and_publication_its_year() -> None:
    text = "OSH, 8 June. The envoy left yesterday."
    times, warnings = find(_datelined(text, "2017-06-09"), ())
    assert [(t.text, t.value) for t in times] == [("8 June", "2017-06-08"), ("yesterday", "2017-06-07")]
    assert times[1].anchor == "2017-06-08"
    assert warnings == ()


def test_dateline_over_new_year() -> None:
    text = "OSH, 31 December. The envoy left yesterday."
    times, _ = find(_datelined(text, "2018-01-01", "31 December"), ())
    assert [t.value for t in times] == ["2017-12-31", "2017-12-30"]


def test_dateline_without_year_masks_the_year() -> None:
    text = "OSH, 8 June. The envoy left yesterday."
    times, _ = find(_datelined(text, None), ())
    assert [t.value for t in times] == ["XXXX-06-08", "XXXX-06-07"]


def test_earlier_weekday_against_a_dated_story_warns_with_both_spans() -> None:
    text = "OSH, 8 June. Earlier Wednesday, the assembly passed the bill."
    times, warnings = find(_datelined(text, PUBLISHED), ())
    assert times[1].value == "2017-06-07"
    assert times[1].conflict
    (warning,) = warnings
    assert warning.kind == "weekday_mismatch"
    assert [s.of(text) for s in warning.spans] == ["Earlier Wednesday", "8 June"]


def test_earlier_weekday_that_fits_is_no_conflict() -> None:
    text = "OSH, 8 June. Earlier Thursday, the assembly passed the bill."
    times, warnings = find(_datelined(text, PUBLISHED), ())
    assert times[1].value == "2017-06-08"
    assert times[1].conflict is None
    assert warnings == ()


def test_earlier_weekday_in_an_undated_story_lists_the_years_that_fit() -> None:
    text = "OSH, 8 June. Earlier Wednesday, the bill passed. It was drafted in May 2014, to be law by 2020."
    times, warnings = find(_datelined(text, None), ())
    assert times[1].value.startswith("XXXX")
    assert "2016, 2022" in (times[1].conflict or "")
    assert warnings == ()


@pytest.mark.parametrize("said", ["8 June", "XXXX-06-08", None])
def test_the_day_of_an_undated_story_in_every_form_a_dateline_gives_it(said: str | None) -> None:
    text = "OSH, 8 June. Earlier Wednesday, the bill passed. It was drafted in May 2014."
    times, _ = find(_datelined(text, None, said), ())
    assert "8 June is a Wednesday only in 2016, 2022" in (times[1].conflict or "")


def test_weekday_that_contradicts_its_own_date() -> None:
    times, warnings = find(story("They met on Wednesday, 8 June 2017."), ())
    assert times[0].value == "2017-06-08"
    assert [w.kind for w in warnings] == ["weekday_mismatch"]
    assert find(story("They met on Thursday, 8 June 2017."), ())[1] == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on 31 June 2015.", "2015-06"),
        ("They met on 31 June.", "XXXX-06"),
        ("They met on 29 February 2015.", "2015-02"),
        ("They met on 2015-13-04.", "2015"),
        ("They met on 0000-06-08.", "XXXX-06-08"),
        ("They met on 32.13.2015.", "2015"),
    ],
)
def test_impossible_dates_warn(text: str, value: str) -> None:
    times, warnings = find(story(text), ())
    assert [t.value for t in times] == [value]
    assert [w.kind for w in warnings] == ["impossible_date"]
    assert warnings[0].spans[0] == times[0].span


def test_leap_day_without_year_is_possible() -> None:
    times, warnings = find(story("They met on 29 February."), ())
    assert times[0].value == "2016-02-29"
    assert warnings == ()


def test_title_of_its_own_is_read_and_marked() -> None:
    times, _ = find(story("He left on Tuesday.", title="Talks in 2015"), ())
    assert [(t.id, t.text, t.in_) for t in times] == [("t0", "Tuesday", None), ("t1", "2015", "title")]
    text = "Talks in 2015\n\nHe left."
    held = story(text, title="Talks in 2015", furniture=(Furniture(0, 13, "headline"),))
    assert [t.in_ for t in find(held, ())[0]] == [None]


def test_furniture_is_silent() -> None:
    text = "He left.\n\nCopyright 2016 The Wire"
    assert find(story(text, furniture=(Furniture(10, len(text), "boilerplate"),)), ())[0] == ()


# ---- when -----------------------------------------------------------------------------------------


def _when(text: str, trigger: str, status: Status | None = None, **rest: object) -> object:
    one = story(text, **rest)
    ends = [i for i, c in enumerate(text) if c in ".\n"]
    at = text.index(trigger)
    start = max((e + 1 for e in ends if e < at), default=0)
    end = min((e + 1 for e in ends if e >= at), default=len(text))
    while text[start].isspace():
        start += 1
    sentence = Span(start, end)
    times, _ = find(one, (sentence,))
    got = when(one, sentence, Span(at, at + len(trigger)), times, status=status)
    return None if got is None else (got.value, got.precision, got.from_)


def test_when_takes_the_date_of_the_sentence() -> None:
    assert _when("Troops attacked the town on Tuesday.", "attacked") == ("2017-06-06", "day", "t0")
    assert _when("On Tuesday troops attacked the town.", "attacked") == ("2017-06-06", "day", "t0")


def test_when_skips_durations_terms_and_other_clauses() -> None:
    text = "Start.\n\nTroops attacked the town after a ceasefire that was signed on 3 May 2015 collapsed."
    assert _when(text, "attacked") is None
    assert _when("Start.\n\nTroops besieged the town for six months.", "besieged") is None
    assert _when("Start.\n\nHe pledged full compatibility by 2020.", "pledged") is None


def test_when_leaves_the_day_of_saying_to_the_saying() -> None:
    text = "Start.\n\nThe army said on Tuesday that rebels attacked the town."
    assert _when(text, "attacked") is None
    assert _when(text, "said") == ("2017-06-06", "day", "t0")
    text = "Start.\n\nPolice arrested on Tuesday a man who killed three people in 2015."
    assert _when(text, "arrested") == ("2017-06-06", "day", "t0")
    assert _when(text, "killed") == ("2015", "year", "t1")
    text = "Start.\n\nThe general, who resigned in May, met the rebels on Monday."
    assert _when(text, "met") == ("2017-06-05", "day", "t1")
    assert _when(text, "resigned") == ("2017-05", "month", "t0")


def test_when_of_the_lede_is_the_dateline_or_the_publication() -> None:
    assert _when("Troops attacked the town.", "attacked") == (PUBLISHED, "day", "published")
    assert _when("Troops attacked the town.", "attacked", published=None) is None
    assert _when("A start.\n\nTroops attacked the town.", "attacked") is None
    line = Dateline(0, 12, "OSH", "7 June", None)
    assert _when("OSH, 7 June. Troops attacked the town.", "attacked", dateline=line) == (
        "2017-06-07",
        "day",
        "dateline",
    )


@pytest.mark.parametrize(
    ("text", "trigger", "date"),
    [
        (
            "Troops landed on Monday, two days after rebels had taken the port.",
            "taken",
            ("2017-06-03", "day", "t1"),
        ),
        (
            "Troops landed on Monday, two days after rebels had taken the port.",
            "landed",
            ("2017-06-05", "day", "t0"),
        ),
        ("Troops landed, a year after rebels had taken the port.", "taken", ("2016", "year", "t0")),
        (
            "The port fell on Monday, a week before the general resigned.",
            "resigned",
            ("2017-W24", "week", "t1"),
        ),
        ("They have camped in the park since January.", "camped", ("2017-01", "month", "t0")),
        ("Police released men held since May.", "held", ("2017-05", "month", "t0")),
        ("He was jailed for his part in the March riots.", "riots", ("2017-03", "month", "t0")),
        ("They were jailed after April's failed coup.", "coup", ("2017-04", "month", "t0")),
        ("He was questioned after the march of February.", "march", ("2017-02", "month", "t0")),
        ("Forty died on Friday when bombers attacked a barracks.", "attacked", ("2017-06-02", "day", "t0")),
        ("The party left in April, when ministers walked out.", "walked out", ("2017-04", "month", "t0")),
        ("They fired in the early hours of Tuesday.", "fired", ("2017-06-06", "day", "t0")),
    ],
)
def test_when_beyond_the_clause(text: str, trigger: str, date: object) -> None:
    assert _when(text, trigger) == date


def test_when_leaves_what_is_said_or_supposed_to_itself() -> None:
    for text in (
        "He thanked them and confirmed that flights would resume in July.",
        "He urged them to pay because a strike was planned for July.",
    ):
        assert _when(text, text.split()[1]) == (PUBLISHED, "day", "published")


def test_what_has_happened_lies_not_ahead() -> None:
    text = "Deputies named judges and set a stoppage for Monday."
    times, _ = find(story(text), (Span(0, len(text)),))
    at = Span(9, 14)
    assert when(story(text), Span(0, len(text)), at, times, status="happened") == When(
        PUBLISHED, "day", "published"
    )
    found = when(story(text), Span(0, len(text)), at, times, status="future")
    assert found is not None
    assert found.value == "2017-06-12"


@pytest.mark.parametrize(
    ("text", "trigger", "date"),
    [
        # a month or year before the trigger tells of something else where the sentence has a day
        ("A ferry impounded in January sailed for Osh on Tuesday.", "sailed", "2017-06-06"),
        ("Gunmen who had held the ferry since Monday surrendered on Tuesday.", "surrendered", "2017-06-06"),
        ("Troops entered the hospital before dawn on Tuesday.", "entered", "2017-06-06"),
        ("The union had asked for that on Tuesday.", "asked", "2017-06-06"),
        (
            "Six were charged on Wednesday over riots that destroyed the market last month.",
            "riots",
            "2017-05",
        ),
        ("Clerks were paid on Tuesday, the day after a bomb had killed two.", "killed", "2017-06-05"),
        ("A curfew began on Tuesday, the third day of riots over bread.", "riots", "2017-06-04"),
        ("Students have camped in the park for nine days.", "camped", "2017-05-30"),
        ("Pilots have voted to boycott Osh for nine days.", "boycott", PUBLISHED),
        ("Two days before the vote, the premier thanked the police.", "thanked", PUBLISHED),
        ("Police closed the site for most of Tuesday.", "closed", "2017-06-06"),
        ("Men burned lorries on Tuesday; some of the drivers were stabbed.", "stabbed", "2017-06-06"),
        # the day goes on from the sentence before, and of what had been done from further back
        ("Police shot ten men in Osh on Tuesday. Two churches were burned.", "burned", "2017-06-06"),
        ("Police shot ten men on Tuesday. Osh was calm. They had fired from roofs.", "fired", "2017-06-06"),
        ("Police shot ten men on Tuesday. The mayor has resigned.", "resigned", PUBLISHED),
        ("Police shot ten men on Tuesday. Osh was calm. The mayor resigned.", "resigned", PUBLISHED),
        ("The two presidents are to meet in Osh on June 12.", "meet", "2017-06-12"),
        # a sum has the stretch it is of
        ("The army said on Tuesday that this year alone it had arrested 300 men.", "arrested", "2017"),
        ("This year alone, rebels have attacked ten villages, the last on Tuesday.", "attacked", "2017"),
        ("Rebels attacked ten villages this month alone, the army said on Tuesday.", "attacked", "2017-06"),
        (
            "Rebels killed ten men on Tuesday in a war that has cost 300 lives this year alone.",
            "killed",
            "2017-06-06",
        ),
        (
            "On Tuesday rebels killed ten men, bringing the toll to 300 this year alone.",
            "killed",
            "2017-06-06",
        ),
    ],
)
def test_the_date_of_an_event(text: str, trigger: str, date: str) -> None:
    found = _when(text, trigger, "happened")
    assert isinstance(found, tuple)
    assert found[0] == date


def test_what_is_put_off_lies_at_its_term() -> None:
    text = "Osh, which had offered to lead, put the departure of its advance party off until Monday."
    assert _when(text, "departure", "future") == ("2017-06-12", "day", "t0")


@pytest.mark.parametrize("status", ["future", "called_for", "hypothetical"])
def test_what_has_not_been_has_not_the_day_of_the_story(status: Status) -> None:
    text = "The mayor will face trial for burning a car."
    assert _when(text, "trial", status) is None
    assert _when(text, "burning", "happened") == (PUBLISHED, "day", "published")


def test_history_has_no_date_of_the_last_year_where_an_earlier_one_is_told() -> None:
    text = "A court on Tuesday sentenced a mayor for setting men on a ward in 1994."
    assert _when(text, "setting", "historical") == ("1994", "year", "t1")
    assert _when(text, "sentenced", "happened") == ("2017-06-06", "day", "t0")


def test_the_line_of_a_monitoring_service_dates_what_has_no_date_of_its_own() -> None:
    line = "OSH RADIO, 1015 GMT 8 JUN 17 -- [TEXT] "
    assert _when(line + "REBELS MOVED THEIR CAPTIVES LAST NIGHT.", "MOVED", "happened") == (
        "2017-06-07TNI",
        "hour",
        "t1",
    )
    assert _when(line + "REBELS MOVED THEIR CAPTIVES.", "MOVED", "happened") == (
        "2017-06-08",
        "day",
        "dateline",
    )


def test_a_speech_has_not_the_date_of_what_it_tells() -> None:
    text = "The army said on Tuesday that in 2016 it had arrested 300 men."
    assert _when(text, "said") == ("2017-06-06", "day", "t0")
    riots = "The mayor spoke of riots that broke out last month."
    assert _when(riots, "riots", "happened") == ("2017-05", "month", "t0")


def test_a_speech_goes_on_with_no_other_sentence() -> None:
    text = "Police shot ten men on Tuesday. They were hit, the mayor said."
    times, _ = find(story(text), ())
    at = text.index("said")
    found = when(story(text), Span(32, len(text)), Span(at, at + 4), times)
    assert found is not None
    assert found.from_ == "published"


# ---- properties -----------------------------------------------------------------------------------

_FORMS = (
    "{d} {month} {y}", "{month} {d}, {y}", "{short} {d}, {y}", "{d:02d}.{m:02d}.{y}", "{y}-{m:02d}-{d:02d}",
    "{weekday}, {d} {month} {y}", "{weekday}, {month} {d}, {y}", "the {d} of {month} {y}",
)  # fmt: skip


@given(st.dates(date(1500, 1, 1), date(2199, 12, 31)), st.sampled_from(_FORMS))
def test_every_date_comes_back_in_every_form(day: date, form: str) -> None:
    words = form.format(
        d=day.day, m=day.month, y=day.year, month=MONTHS[day.month - 1], short=SHORT[day.month - 1],
        weekday=WEEKDAYS[day.weekday()],
    )  # fmt: skip
    text = f"They signed it on {words} in Osh."
    times, warnings = find(story(text), ())
    assert [(t.text, t.value, t.precision) for t in times] == [(words, day.isoformat(), "day")]
    assert warnings == ()


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_bare_weekday_is_the_nearest_past_one(day: date, weekday: int) -> None:
    times, _ = find(story(f"They met on {WEEKDAYS[weekday]}.", day.isoformat()), ())
    found = date.fromisoformat(times[0].value)
    assert found.weekday() == weekday
    assert 0 <= (day - found).days < 7


_PIECES = st.sampled_from(
    [*MONTHS, *SHORT, *WEEKDAYS, "last", "next", "the", "of", "31", "2017", "0", "99", "a", "two", "years", "ago", "-",
     ",", ".", "\n", "'s", "'80s", "Q3", "half", "quarter", "earlier", "day", "before", "5 p.m.", "24:61", "GMT", "AH",
     "BE", "0001", "9999", "9999-12-31", "0001-01-01", "previous", "following", "Ramadan", "30", "Easter", "decades", "hundred", "thousand", "millennium", "and", "to"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=40).map(" ".join))
_DAYS = st.one_of(
    st.none(), st.dates().map(str), st.datetimes().map(lambda d: d.isoformat()), st.text(max_size=12)
)


@settings(max_examples=300)
@given(
    _TEXTS, _DAYS, st.one_of(st.none(), _TEXTS), st.one_of(st.none(), st.text(max_size=20), st.just("8 June"))
)
def test_never_raises_and_slices_equal_text(
    text: str, published: str | None, title: str | None, filed: str | None
) -> None:
    line = Dateline(0, min(len(text), 20), None, filed, None) if filed is not None else None
    one = story(text, published, title=title, dateline=line)
    times, warnings = find(one, ())
    end = {None: 0, "title": 0}
    for i, found in enumerate(times):
        whole = text if found.in_ is None else title or ""
        assert found.id == f"t{i}"
        assert whole[found.start : found.end] == found.text != ""
        assert found.start >= end[found.in_]
        end[found.in_] = found.end
    for warning in warnings:
        assert all(0 <= s.start < s.end for s in warning.spans)
    when(one, Span(0, len(text)), Span(0, min(1, len(text))), times)


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "5 ",
        "the last ",
        "two ",
        "8 June ",
        "1990-",
        "'",
        "twenty ",
        "Wednesday, ",
        "the first ",
        "12 to ",
        "\n\n ",
    ],
)
def test_time_is_linear_on_hostile_repetition(unit: str) -> None:
    def spent(size: int) -> float:
        text = unit * (size // len(unit))
        begin = time.process_time()
        find(story(text), ())
        return time.process_time() - begin

    small = max(spent(6_000), spent(6_000), 0.002)
    assert spent(48_000) < 8 * small * 4  # eight times the text; four for noise


@pytest.mark.shared
def test_the_kremlin_story() -> None:
    path = Path(__file__).resolve().parents[3] / "shared" / "examples" / "kremlin-nato.txt"
    if not path.is_file():
        pytest.skip("needs ../shared beside the checkout")
    text = path.read_text(encoding="utf-8")
    at = text.index("ASTANA")
    line = Dateline(at, at + len("ASTANA, 8 June. /TASS/."), "ASTANA", "8 June", "TASS")
    times, warnings = find(story(text, dateline=line), ())
    assert [t.value for t in times] == ["2017-06-08", "2017-06-07", "2014-12", "2020", "P20Y"]
    assert [w.kind for w in warnings] == ["weekday_mismatch"]
    undated, _ = find(story(text, None, dateline=line), ())
    assert undated[0].value == "XXXX-06-08"
    assert "2016, 2022" in (undated[1].conflict or "")
