"""Furniture: datelines of the agencies, headlines, captions, bylines, links; and real sentences left alone."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandpiper.extract.furniture import annotate
from sandpiper.types import Story

BODY = "The minister met reporters and spoke about the border.\n\nHe left the city in the evening."
SHARED = Path(__file__).parents[3] / "shared"


def pieces(text: str, **fields: str) -> list[tuple[str, str]]:
    story = annotate(Story("s", text, **fields))
    return [(item.kind, text[item.start : item.end]) for item in story.furniture]


@pytest.mark.parametrize(
    ("head", "place", "date", "agency"),
    [
        ("ASTANA, 8 June. /TASS/.", "ASTANA", "XXXX-06-08", "TASS"),
        ("MOSCOW, June 8. /TASS/.", "MOSCOW", "XXXX-06-08", "TASS"),
        ("MOSCOW. June 8 (Interfax) -", "MOSCOW", "XXXX-06-08", "Interfax"),
        ("Moscow. June 8. INTERFAX.RU -", "Moscow", "XXXX-06-08", "Interfax"),
        ("MOSCOW, June 8 - RIA Novosti.", "MOSCOW", "XXXX-06-08", "RIA Novosti"),
        ("PARIS (Reuters) -", "PARIS", None, "Reuters"),
        ("PARIS, June 8 (Reuters) -", "PARIS", "XXXX-06-08", "Reuters"),
        ("WASHINGTON/MOSCOW, June 8 (Reuters) -", "WASHINGTON/MOSCOW", "XXXX-06-08", "Reuters"),
        ("CAIRO (AP) —", "CAIRO", None, "AP"),
        ("RIO DE JANEIRO, June 8, 2017 (AFP) -", "RIO DE JANEIRO", "2017-06-08", "AFP"),
        ("BEIJING, June 8 (Xinhua) --", "BEIJING", "XXXX-06-08", "Xinhua"),
        ("KUNDUZ, Afghanistan, Oct. 3 (Xinhua) --", "KUNDUZ, Afghanistan", "XXXX-10-03", "Xinhua"),
        ("Tehran, June 8, IRNA -", "Tehran", "XXXX-06-08", "IRNA"),
        ("SEOUL, June 8 (Yonhap) --", "SEOUL", "XXXX-06-08", "Yonhap"),
        ("Madrid, 8 jun (EFE).-", "Madrid", "XXXX-06-08", "EFE"),
        ("Berlin (dpa) -", "Berlin", None, "dpa"),
        ("KYIV, June 8 /Ukrinform/.", "KYIV", "XXXX-06-08", "Ukrinform"),
        ("KYIV. June 8. UNIAN.", "KYIV", "XXXX-06-08", "UNIAN"),
        ("ANKARA (AA) –", "ANKARA", None, "Anadolu"),
        ("TOKYO, June 8 (Kyodo) --", "TOKYO", "XXXX-06-08", "Kyodo"),
        ("New Delhi, Jun 8 (PTI)", "New Delhi", "XXXX-06-08", "PTI"),
        ("New Delhi [India], June 8 (ANI):", "New Delhi [India]", "XXXX-06-08", "ANI"),
        ("TUCSON, Ariz., May 4 (UPI) —", "TUCSON, Ariz.", "XXXX-05-04", "UPI"),
        ("YEREVAN, JUNE 8, ARMENPRESS.", "YEREVAN", "XXXX-06-08", "Armenpress"),
        ("SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [TEXT]", "SAN SALVADOR", "1990-01-03", "ACAN-EFE"),
        ("QUITO (ECUADOR), 10 DEC 88 (RADIO X) -- [REPORT] [A. B. REYES] [TEXT]", "QUITO (ECUADOR)", "1988-12-10", "RADIO X"),
        ("NO CITY (CHILE), 12 SEP 88 -- [TEXT]", None, "1988-09-12", None),
        ("CLANDESTINE, NO DATE (RADIO X) -- [TEXT] [CONTINUED]", None, None, "RADIO X"),
        ("LUSAKA, March 12 -", "LUSAKA", "XXXX-03-12", None),
        ("WASHINGTON —", "WASHINGTON", None, None),
        ("Moscow. February 9.", "Moscow", "XXXX-02-09", None),
        ("ASTANA, 8 June.", "ASTANA", "XXXX-06-08", None),
        ("(Reuters) -", None, None, "Reuters"),
        ("June 8 (Reuters) -", None, "XXXX-06-08", "Reuters"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("above", ["", "Minister Speaks of the Border\n\n"])
def test_datelines(head: str, place: str | None, date: str | None, agency: str | None, above: str) -> None:
    text = f"{above}{head} {BODY}"
    dateline = annotate(Story("s", text)).dateline
    assert dateline is not None
    assert (dateline.place, dateline.date, dateline.agency) == (place, date, agency)
    assert text[dateline.start : dateline.end] == head
    assert ("dateline", head) in pieces(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "NATO (North Atlantic Treaty Organization) - the alliance - met on Thursday.",
        "The Hague - a city of courts - was quiet.",
        "On Monday, June 8 - a date nobody forgot - the talks began.",
        "President Ivanov - who met his colleague - was silent.",
        "AP - the agency - said so.",
        "Paris, June 8 was a day of grief.",
        "Rebels (FARC) said on Thursday they would leave.",
        "Colombia (AP) said it would go.",
        "May 8 marks the end of the war.",
        "By Tuesday, Russian troops had left the town.",
        "Copyright infringement is a crime, the minister said.",
        "Photos by the agency show tanks massing near the border.",
        "Follow-up talks are to be held in June.",
        "Related charges were dropped in 2015.",
        "Updated figures show that 20 people died in 2017.",
        "Share prices fell after the attack.",
        "(c) the parties shall withdraw their forces.",
        "EXCLUSIVE - The army has left the town.",
        "VOTERS’ WISHES CLEAR, PARTIES SPLIT - The count began.",
    ],
)
def test_sentences_are_no_furniture(sentence: str) -> None:
    assert pieces(f"{sentence} It went on.\n\n{BODY}") == []
    assert pieces(f"{BODY}\n\n{sentence}") == []


@pytest.mark.parametrize(
    ("published", "date"),
    [("2017-06-09", "2017-06-08"), ("2018-01-01T10:00:00Z", "2017-06-08"), ("nonsense", "XXXX-06-08")],
)
def test_the_year_follows_from_the_publication_date(published: str, date: str) -> None:
    dateline = annotate(Story("s", f"MOSCOW, June 8 (TASS) - {BODY}", published=published)).dateline
    assert dateline is not None and dateline.date == date


def test_december_dateline_of_a_january_story() -> None:
    dateline = annotate(Story("s", f"MOSCOW, Dec. 31 (TASS) - {BODY}", published="2018-01-01")).dateline
    assert dateline is not None and dateline.date == "2017-12-31"


def test_a_day_that_does_not_exist_stays_as_written() -> None:
    dateline = annotate(Story("s", f"ASTANA, June 31. /TASS/. {BODY}")).dateline
    assert dateline is not None and dateline.date is not None and "31" in dateline.date


def test_a_scraped_page() -> None:
    text = (
        "Minister speaks of the border\n\nBy Anna Ivanova\n\nThe minister Pavel Orlov\n\n© Ivan Petrov/TASS\n\n"
        f"LUSAKA, 8 June. /TASS/. {BODY}\n\nRead also: Talks to resume in May\n\n"
        "Reporting by Anna Ivanova; Editing by John Smith\n\nSubscribe to our Telegram channel\n\n© 2017 The Agency. All rights reserved"
    )
    assert pieces(text) == [
        ("headline", "Minister speaks of the border"),
        ("byline", "By Anna Ivanova"),
        ("caption", "The minister Pavel Orlov"),
        ("credit", "© Ivan Petrov/TASS"),
        ("dateline", "LUSAKA, 8 June. /TASS/."),
        ("link", "Read also: Talks to resume in May"),
        ("byline", "Reporting by Anna Ivanova; Editing by John Smith"),
        ("boilerplate", "Subscribe to our Telegram channel"),
        ("boilerplate", "© 2017 The Agency. All rights reserved"),
    ]
    assert annotate(Story("s", text)).title == "Minister speaks of the border"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("© Ivan Petrov/TASS", "credit"),
        ("(Photo: Anna Ivanova)", "credit"),
        ("REUTERS/Anna Ivanova", "credit"),
        ("(Anna Ivanova/Example Pressphoto Agency)", "credit"),
        ("Image caption The minister has protested before", "caption"),
        ("By Anna Ivanova, John Smith | Example.com", "byline"),
        ("Ivan Petrov/AFP/Getty Images", "credit"),
        ("By JOHN SMITH and Jane Doe, Associated Press", "byline"),
        ("(Reporting by Jane Doe; Editing by John Smith)", "byline"),
        ("Jane Doe contributed to this report.", "byline"),
        ("See also: Talks fail", "link"),
        ("Related:", "link"),
        ("https://example.org/story", "link"),
        ("(END)", "boilerplate"),
        ("–0–", "boilerplate"),
        ("Enditem", "boilerplate"),
        ("Copyright 2017 The Agency", "boilerplate"),
        ("All rights reserved.", "boilerplate"),
        ("Follow us on Twitter", "boilerplate"),
        ("ADVERTISEMENT", "boilerplate"),
        ("Share Tweet Email", "boilerplate"),
        ("Facebook", "boilerplate"),
        ("desk@example.org", "boilerplate"),
        ("Updated: 8 June 2017, 12:30", "boilerplate"),
    ],
)
def test_lines(line: str, kind: str) -> None:
    assert (kind, line) in pieces(f"{BODY}\n\n{line}\n\nThe talks go on.")


def test_slugs_stand_at_the_top_only() -> None:
    assert ("slug", "UKRAINE-CRISIS/ (UPDATE 2)") in pieces(f"UKRAINE-CRISIS/ (UPDATE 2)\n{BODY}")
    assert pieces(f"{BODY}\n\nHe spoke.\n\nHe left.\n\nACAN-EFE") == []


def test_signs_at_the_end_of_a_paragraph() -> None:
    assert pieces(f"{BODY} (END)") == [("boilerplate", "(END)")]
    assert pieces(f"{BODY} (Reporting by Jane Doe)") == [("byline", "(Reporting by Jane Doe)")]
    assert pieces(f"• {BODY}") == [("boilerplate", "•")]


def test_headlines_by_form() -> None:
    assert pieces(f"Talks on the border resume\n\n{BODY}")[0] == ("headline", "Talks on the border resume")
    assert pieces(f"Talks on the Northern Border Resume After Months.\n\n{BODY}")[0][0] == "headline"
    assert pieces(f"Talks on the border resume.\n\n{BODY}") == []
    assert pieces("Talks on the border resume") == []
    assert pieces("Talks on the border resume.\n") == []


def test_a_place_on_a_line_of_its_own() -> None:
    below = "Police detained twenty people on Friday as thousands marched through the capital, a correspondent reported."
    dateline = annotate(Story("s", f"ANKARA\n\n{below}\n\n{BODY}")).dateline
    assert dateline is not None and (dateline.place, dateline.start, dateline.end) == ("ANKARA", 0, 6)
    assert annotate(Story("s", f"POLITICS\n\n{below}\n\n{BODY}")).dateline is None
    assert annotate(Story("s", f"ANKARA\n\n{below.upper()}\n\n{BODY.upper()}")).dateline is None


def test_a_place_and_a_dash_on_a_line_of_their_own() -> None:
    assert pieces(f"Talks on the border resume\nLONDON —\u00a0\n{BODY}") == [
        ("headline", "Talks on the border resume"),
        ("dateline", "LONDON —"),
    ]


def test_a_date_on_a_line_of_its_own() -> None:
    for date in ("8 June 2017", "Thursday, June 8, 2017", "8 June 2017, 12:30"):
        for text in (
            f"Talks on the border resume\n\n{date}\n\n{BODY}",
            f"{date}\n\nTalks on the border resume\n\n{BODY}",
        ):
            story = annotate(Story("s", text))
            assert story.dateline is not None and story.dateline.date == "2017-06-08"
            assert sorted(item.kind for item in story.furniture) == ["dateline", "headline"]
    assert annotate(Story("s", f"8 June\n\n{BODY}")).dateline is None


def test_headlines_by_title() -> None:
    title = "Talks resume on the border"
    assert pieces(f"{title}. Ministers met on Thursday. They left.", title=title) == [
        ("headline", title + ".")
    ]
    assert pieces(f"{title} that was closed in May.\n\n{BODY}", title=title) == []
    assert pieces(f"TALKS RESUME ON THE BORDER.\n\n{BODY}", title=title)[0][0] == "headline"
    assert annotate(Story("s", f"Another line in its place\n\n{BODY}", title=title)).title == title


def test_a_summary_above_the_dateline_is_text() -> None:
    text = f"Talks resume on the border\n\nThe ministers have agreed to meet again.\n\nLUSAKA, June 8 (AP) — {BODY}"
    assert [kind for kind, _ in pieces(text)] == ["headline", "dateline"]


PIECES = st.sampled_from(
    ["© A/TASS", "\n", "\n\n", "By John Smith", "MOSCOW, June 8 (TASS) - ", "(END)", "Read also:", "• ", "A short line", "a. ", " ",
     "Photo: ", "[TEXT]", "Enditem", "The army left the town on Thursday.", "31 Feb", "NO CITY, NO DATE -- ", "٣", "\u2028"]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.one_of(PIECES, st.characters(codec="utf-8")), max_size=30).map("".join),
    st.none() | st.sampled_from(["2017-06-08", "0001-01-01", "9999-12-31", "", "x"]),
    st.none() | st.sampled_from(["A short line", "By John Smith", ""]),
)
def test_spans_are_sorted_exact_and_apart(text: str, published: str | None, title: str | None) -> None:
    story = annotate(Story("s", text, published=published, title=title))
    end = 0
    for item in story.furniture:
        assert end <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == text[item.start : item.end].strip()
        end = item.end
    datelines = [(item.start, item.end) for item in story.furniture if item.kind == "dateline"]
    assert datelines == ([(story.dateline.start, story.dateline.end)] if story.dateline else [])
    assert story.text == text
    assert annotate(story).furniture == annotate(story).furniture


@pytest.mark.parametrize(
    "unit", ["A" * 9 + " ", "(", "[TEXT] ", "Aa, ", "By Aa Bb, ", "x (END)", "© A\n", "A-A", f"{BODY}\n\n"]
)
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(size: int) -> float:
        story = Story("s", unit * (size // len(unit)))
        start = time.perf_counter()
        annotate(story)
        return time.perf_counter() - start

    small = max(seconds(20_000), 0.002)
    assert seconds(200_000) < 60 * small  # ten times the text; a square would be a hundred


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="needs ../shared beside the checkout")
def test_precision_on_annotated_news() -> None:
    """Where PolNeAR annotates a quotation or its source, there is text and no furniture (but for headlines)."""
    hit = total = 0
    for line in (SHARED / "data/attribution/polnear.dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        story = annotate(Story(row["id"], row["text"], published=row["published"]))
        walls = [item for item in story.furniture if item.kind != "headline"]
        for attribution in row["attributions"]:
            for start, end in attribution["cue"]:
                total += 1
                hit += any(item.start < end and start < item.end for item in walls)
    assert total > 2000
    assert hit / total < 0.005
