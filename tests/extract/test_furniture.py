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
        ("Vienna, 08.06.2017 (APA) -", "Vienna", "2017-06-08", "APA"),
        ("HERAT (Bakhtar):", "HERAT", None, "Bakhtar"),
        ("ISLAMABAD:", "ISLAMABAD", None, None),
        ("(CNN) —", None, None, "CNN"),
        ("VIENNA (8 June 2017) –", "VIENNA", "2017-06-08", None),
        ("BONN, GERMANY (8 June 2017) —", "BONN, GERMANY", "2017-06-08", None),
        ("Dar-es-Salaam (AP/dpa) –", "Dar-es-Salaam", None, "AP/dpa"),
        ("Rome (KNA) -", "Rome", None, "KNA"),
        ("ON BOARD A NAVY SHIP (AFP) —", "ON BOARD A NAVY SHIP", None, "AFP"),
        ("MASHHAD - IRNA -", "MASHHAD", None, "IRNA"),
        ("CHITA, June 8. /TASS-Siberia/.", "CHITA", "XXXX-06-08", "TASS"),
        ("PRAGUE, June 8. /TASS correspondent Pavel Orlov/.", "PRAGUE", "XXXX-06-08", "TASS"),
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
        "IVANOVA: We shall not leave the town.",
        "SUMMARY: The talks ended without a result.",
        "Ivan Petrov (8 June 1917) - the writer - was born here.",
        "UNESCO (Paris) - the agency - said so.",
        "On board the ship (AP) were twenty people.",
        "The town was taken on Thursday. (Xinhua)",
        "The town was taken on Thursday. — AFP",
        "The town was taken on Thursday. (AFP/Reuters)",
        "The army keeps a file (photos included) on each of them.",
        "This picture of the war is false, the minister told AFP.",
        "In this picture the government is the loser.",
        "A poll asked 1,000 people (Reuters/Ipsos).",
        "Read more than once, the law is still unclear.",
        "Watch towers stand along the border.",
        "More soldiers arrived on Friday: twenty of them.",
        "Recommended changes were rejected.",
        "Source of the fire was a gas leak.",
        "Home is where the army is, he said.",
        "With inputs from farmers, the ministry wrote a plan.",
        "Register offices were closed on Friday.",
        "When using force, officers are required to warn first.",
        "While citing the law, the judge let him go.",
        "(Adds up to nothing, the opposition said.)",
        "Published in 2017, the report named ten officers.",
        "Topics of the talks are secret.",
        "The town was taken on Thursday. The group is backed by X, a man told AFP.",
        "The town was taken. It was filmed for AFP by Anna Ivanova",
        "Source: The army will leave the town.",
        "By Thursday Ivan Petrov had left",
        "By Ivan Petrov stood the minister",
        "Editor: How will the war end?",
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
        ("Updated 3 hours ago", "boilerplate"),
        ("Published in The Herald, June 9th, 2017", "boilerplate"),
        ("8 June 2017, 12:30", "boilerplate"),
        ("08.06.2017 12:30", "boilerplate"),
        ("pol/kk/jw", "boilerplate"),
        ("ab-cde/fg", "boilerplate"),
        ("AK/PZ", "boilerplate"),
        ("kt nb", "boilerplate"),
        ("1420**9071", "boilerplate"),
        ("___", "boilerplate"),
        ("* * *", "boilerplate"),
        ("MORE ANSA", "boilerplate"),
        ("BELGA", "byline"),
        ("The Associated Press", "byline"),
        ("Xinhua Staff", "byline"),
        ("By Interfax Staff", "byline"),
        ("Anna Ivanova | Reuters", "byline"),
        ("Our Standards: The Agency's Principles of Trust.", "boilerplate"),
        ("opens new tab", "boilerplate"),
        ("Purchase Licensing Rights, opens new tab", "boilerplate"),
        ("Register for free to read on", "boilerplate"),
        ("Register now for FREE access to the archive", "boilerplate"),
        ("Get our daily newsletter", "boilerplate"),
        ("Join our WhatsApp channel", "boilerplate"),
        ("((anna.ivanova@example.org; +1 555 0100))", "boilerplate"),
        ("($1 = 90.5 roubles)", "boilerplate"),
        ("($1 = 0.9 euros) ($1 = 90 roubles)", "boilerplate"),
        ("(Our newsroom can be reached at desk@example.org)", "boilerplate"),
        ("When quoting or using materials of the site, a link to example.org is required.", "boilerplate"),
        ("Follow the agency’s Asia coverage at https://example.org/asia", "boilerplate"),
        ("News ID 90210", "boilerplate"),
        ("3 min read", "boilerplate"),
        ("Tags: border, talks", "link"),
        ("Topics: Border talks", "link"),
        ("Keywords: border", "link"),
        ("#border #talks", "link"),
        ("Source: Kyodo", "credit"),
        ("Source: Xinhua | 2017-06-08 12:30:01 | Editor: li", "credit"),
        ("Anna Ivanova, Getty Images", "credit"),
        ("Editor: li", "byline"),
        ("Author: Anna Ivanova, +1 555 0100", "byline"),
        ("With inputs from PTI and Reuters", "byline"),
        ("(With agency inputs)", "byline"),
        ("This report was edited by Anna Ivanova", "byline"),
        ("AP correspondents Anna Ivanova in Lusaka and John Smith in Lagos contributed.", "byline"),
        ("Read also Talks on the border fail", "link"),
        ("Watch: Talks on the border fail", "link"),
        ("MORE: Talks on the border fail", "link"),
        ("More about: border talks", "link"),
        ("Home | World | Asia", "boilerplate"),
        ("Home > News", "boilerplate"),
        ("Advertisement · Keep scrolling", "boilerplate"),
    ],
)
def test_lines(line: str, kind: str) -> None:
    assert (kind, line) in pieces(f"{BODY}\n\n{BODY}\n\n{line}\n\nThe talks go on.")


@pytest.mark.parametrize(
    "caption",
    [
        "FILE - Ministers arrive for talks in Lusaka, Zambia, June 7, 2017. (AP Photo/Anna Ivanova, File)",
        "Ministers arrive for talks in Lusaka on Wednesday, June 7, 2017. (AP Photo/Anna Ivanova)",
        "FILE PHOTO: The minister looks on in Lusaka",
        "In this undated file photo the minister speaks in Lusaka",
        "A burnt bus in Lusaka. Anna Ivanova for Getty Images",
        "[2/4] Ministers arrive for talks in Lusaka, Zambia June 7, 2017. REUTERS/Anna Ivanova",
        "[2/4]Ministers arrive for talks in Lusaka, Zambia June 7, 2017. REUTERS/Anna Ivanova/Pool Purchase Licensing Rights, opens new tab",
        "The minister speaks in Lusaka, Zambia June 7, 2017. REUTERS/Anna Ivanova/File Photo",
        "The minister speaks in Lusaka, June 7, 2017. Zambian Presidency/Handout via REUTERS",
        "The minister speaks in Lusaka. Agency/Anna Ivanova/Pool via REUTERS ATTENTION EDITORS - NOT FOR USE IN ADVERTISEMENTS.",
        "The minister speaks in Lusaka on June 7. | Anna Ivanova/AFP",
        "This picture taken on June 7, 2017 shows a burnt bus in Lusaka. — AFP",
        "This file photo shows the minister in Lusaka. — AFP",
        "A burnt bus in Lusaka. (Photo by Anna Ivanova / AFP)",
        "A burnt bus in Lusaka. (Anna Ivanova/AFP via Getty Images)",
        "A burnt bus in Lusaka [Anna Ivanova/Reuters]",
        "The minister (R) greets his guest in Lusaka on June 7, 2017. (Pool photo) (Yonhap)",
        "The minister (2nd L) greets his guest in Lusaka. (Yonhap)",
        "Photo taken on June 7, 2017 shows a bridge in Lusaka. (Xinhua/Li Hua)",
        "A burnt bus in Lusaka. Photograph: Anna Ivanova/EPA",
        "A burnt bus in Lusaka. – AFP pic",
        "A burnt bus in Lusaka. Anna Ivanova/AFP/Getty Images",
        "In this June 7, 2017 photo, a bus burns in Lusaka.",
        "In this photo released by the presidency, ministers arrive for talks in Lusaka.",
        "FILE - In this June 7, 2017 file photo, ministers arrive\nfor talks in Lusaka. (AP Photo/Anna Ivanova, File)",
    ],
)
def test_captions_with_their_credit(caption: str) -> None:
    lines = [("caption", line) for line in caption.split("\n")]
    for end in ("\n\nThe talks go on.", "\nThe talks go on."):
        assert pieces(f"{BODY}\n\n{caption}{end}") == lines
    assert pieces(f"{BODY}\n\n{caption}") == lines


@pytest.mark.parametrize(
    "heading",
    ["Related Articles", "READ ALSO", "Most Viewed", "Read more", "More on this story", "Recommended", "See also:", "Trending",
     "Also read", "Latest Stories", "You may also like", "Editor’s Picks"],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_lists_of_links(heading: str, gap: str) -> None:
    links = [
        heading,
        "Army leaves the northern town",
        "• Who will pay for the new bridge?",
        "‘No war’: minister in Lusaka",
    ]
    listed = [("link", line) for line in links]
    text = f"{BODY}{gap}" + gap.join(links)
    assert pieces(text) == listed
    assert pieces(f"{text}{gap}The talks go on.{gap}A line without a stop") == listed
    assert pieces(f"{text}{gap}He asked three things of them:{gap}a line without a stop") == listed
    assert pieces(f"{text}{gap}Share{gap}Army leaves again") == [
        *listed,
        ("boilerplate", "Share"),
        ("link", "Army leaves again"),
    ]


@pytest.mark.parametrize(
    "title", ["Source: army to leave the northern town", "Editor: war is not over", "Sudan | Army leaves the northern town", "Kremlin: no talks in May"]
)  # fmt: skip
def test_headlines_with_a_colon_or_a_stroke(title: str) -> None:
    assert annotate(Story("s", f"{title}\n\n{BODY}")).title == title


def test_a_list_above_the_story_leaves_its_headline() -> None:
    text = f"Most read\nArmy leaves the northern town\nTalks on the border resume\nBy Anna Ivanova\n{BODY}"
    assert [kind for kind, _ in pieces(text)] == ["link", "link", "headline", "byline"]
    assert annotate(Story("s", text)).title == "Talks on the border resume"


def test_a_list_in_lines_of_one_width_ends_at_a_paragraph() -> None:
    body = "The minister met reporters on Thursday and spoke\nabout the border, which has been closed since the\nwar began in the spring of that year and may be\nopened again.\n\n"
    text = f"{body}Read also\n\n{body}{body}"
    assert pieces(text) == [("link", "Read also")]


def test_the_notebook_of_an_agency_is_no_text() -> None:
    tail = [
        "Note to editors",
        "Adds details",
        "# dpa-Notebook",
        "The following is not intended for publication.",
        "dpa ab cd n1",
        "Author: Anna Ivanova",
    ]
    assert [text for _, text in pieces(f"{BODY}\n\n" + "\n\n".join(tail))] == tail


@pytest.mark.parametrize(
    "top",
    ["Home | World | Asia", "Home > News", "World | Asia", "2 Min Read", "Share", "Facebook", "Advertisement · Scroll to continue", "TASS", "AFP",
     "Associated Press", "(ATTN: ADDS details in last 2 paras)", "(Adds background, quotes)", "Source: Xinhua| 2017-06-08 12:30:01|Editor: li",
     "8 JUN, 12:30", "All News 12:30 June 08, 2017", "June 8, 2017", "World", "POLITICS"],
)  # fmt: skip
@pytest.mark.parametrize("dateline", ["LUSAKA, June 8 (AP) — ", ""])
def test_what_stands_around_a_headline(top: str, dateline: str) -> None:
    title = "Talks on the border resume"
    for text in (
        f"{top}\n{title}\n{dateline}{BODY}",
        f"{title}\n\nBy Anna Ivanova\n{top}\n\n{dateline}{BODY}",
    ):
        story = annotate(Story("s", text))
        heads = [text[item.start : item.end] for item in story.furniture if item.kind == "headline"]
        assert story.title == title and heads == [title]
        assert any(text[item.start : item.end] == top for item in story.furniture)


def test_a_title_given_apart_is_a_headline_whatever_its_form() -> None:
    title = "Watch: Talks on the border resume"
    assert pieces(f"{title}\n\n{BODY}", title=title)[0] == ("headline", title)
    assert pieces(f"{title}\n\n{BODY}")[0] == ("headline", title)


def test_slugs_stand_at_the_top_only() -> None:
    assert ("slug", "UKRAINE-CRISIS/ (UPDATE 2)") in pieces(f"UKRAINE-CRISIS/ (UPDATE 2)\n{BODY}")
    assert pieces(f"{BODY}\n\nHe spoke.\n\nHe left.\n\nUKRAINE-CRISIS") == []


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
    dateline = annotate(Story("s", f"ANKARA, Türkiye\n\n{below}\n\n{BODY}")).dateline
    assert dateline is not None and dateline.place == "ANKARA, Türkiye"
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


def test_a_date_in_numbers_and_the_agency_below_it() -> None:
    text = f"Talks on the border resume\n\n08.06.2017 12:30\nUkrinform\n\n{BODY}"
    dateline = annotate(Story("s", text)).dateline
    assert dateline is not None and (dateline.date, dateline.agency) == ("2017-06-08", "Ukrinform")
    assert pieces(text) == [
        ("headline", "Talks on the border resume"),
        ("dateline", "08.06.2017 12:30\nUkrinform"),
    ]


def test_a_place_with_a_colon_needs_a_sign_of_an_agency() -> None:
    below = "Police detained twenty people on Friday, a lawyer said."
    for line in ("AFP", "By Anna Ivanova"):
        dateline = annotate(
            Story("s", f"Talks on the border resume\n{line}\nZINDER: {below}\n\n{BODY}")
        ).dateline
        assert dateline is not None and dateline.place == "ZINDER"
    assert annotate(Story("s", f"Talks on the border resume\n\nZINDER: {below}\n\n{BODY}")).dateline is None
    assert annotate(Story("s", f"CAIRO: Talks on the border resume\n\n{BODY}")).dateline is None


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
     "Photo: ", "[TEXT]", "Enditem", "AFP", "08.06.2017", "Related Articles", ". REUTERS/A", "# Notebook", "CAIRO: ", "8 June 2017", "The army left the town on Thursday.", "31 Feb", "NO CITY, NO DATE -- ", "٣", "\u2028"]
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
    "unit",
    ["A" * 9 + " ", "(", "[TEXT] ", "Aa, ", "By Aa Bb, ", "x (END)", "© A\n", "A-A", f"{BODY}\n\n", "Read also\n", "* ", "Aa | ",
     "With inputs from Aa, ", "AFP/", "Aa. REUTERS/Aa\n", "This photo taken ", "Aa (AP Photo/", "a word\n", "($1 = 1) "],
)  # fmt: skip
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
