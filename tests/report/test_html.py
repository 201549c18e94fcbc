from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from sandpiper.report.html import page
from sandpiper.types import Actor, Event, Furniture, Mention, Reading, Span, Statement, Story, Time, Warning

_VOID = {"meta", "link", "input"}


class Page(HTMLParser):
    """What a browser would see: elements, the text of #text and #title, and each mark's words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, str] = {"text": "", "title": ""}
        self.marks: list[tuple[str, int, int, str]] = []  # where, start, end, words
        self.targets: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert len(found) == len(attrs), "no attribute twice"
        self.elements.append((tag, found))
        if tag not in _VOID:
            self._open.append((tag, found))
        if at := found.get("data-at"):
            start, end = at.split("-")
            self.marks.append((self._where() or "", int(start), int(end), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if where := self._where():
            self.words[where] += data
            if self._open[-1][1].get("data-at"):
                self.marks[-1] = (*self.marks[-1][:3], self.marks[-1][3] + data)

    def _where(self) -> str | None:
        ids = [attrs.get("id") for _, attrs in self._open]
        return next((where for where in ("text", "title") if where in ids), None)

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


def test_the_text_is_the_story_and_every_mark_its_slice(reading: Reading) -> None:
    shown = Page(page(reading))
    assert shown.words == {"text": reading.story.text, "title": reading.story.title}
    assert len(shown.marks) > 15
    for where, start, end, words in shown.marks:
        assert words == (reading.story.text if where == "text" else reading.story.title or "")[start:end]


def test_every_link_leads_somewhere_and_no_id_stands_twice(reading: Reading) -> None:
    shown = Page(page(reading))
    ids = shown.attributes("id")
    assert len(ids) == len(set(ids))
    links = [link for link in shown.attributes("href") if link.startswith("#")]
    assert set(links) <= {f"#{id}" for id in ids}
    # Every event, statement, actor and time has its record, and its words can be found from there.
    for id in ("e0", "e1", "e2", "s0", "s1", "s2", "a0", "a3", "t0", "t1"):
        assert f"r-{id}" in ids
        assert f"#w-{id}" in links


def test_overlapping_marks_are_cut_and_carry_all_their_records(reading: Reading) -> None:
    shown = Page(page(reading))
    both = [attrs for _, attrs in shown.elements if (attrs.get("data-r") or "").split() == ["t1", "s2", "s1"]]
    assert len(both) == 1
    assert set((both[0]["class"] or "").split()) == {"m", "content", "time", "deep"}
    assert both[0]["href"] == "#r-t1"


def test_nothing_is_loaded_and_only_our_own_script_may_run(reading: Reading) -> None:
    html = page(reading)
    shown = Page(html)
    assert not shown.attributes("src")
    assert not [link for link in shown.attributes("href") if not link.startswith(("#", "data:,"))]
    policy = next(
        a["content"] or "" for _, a in shown.elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    for tag in ("script", "style"):
        bodies = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.S)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "url(" not in html and "@import" not in html


def test_strings_of_the_story_are_never_markup(reading: Reading) -> None:
    evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)></title></style>&lt;\x00\x1b\ud800"
    text = f"{evil} said {evil}"
    said = Statement(
        evil,
        (Span(0, 9),),
        (Span(0, 4),),
        (Span(3, len(text)),),
        evil,
        topics=(evil,),
        conflicts_with=(evil,),
    )
    hit = replace(
        reading,
        schema=evil,
        model=evil,
        story=Story(evil, text, evil, evil, evil, evil, evil, furniture=(Furniture(5, 9, "slug"),)),
        mentions=(Mention("m" + evil, 0, 9, evil, "PER", evil), Mention("n" + evil, 4, 12, evil, "PER")),
        actors=(Actor(evil, evil, "person", evil, (evil,), office=evil, candidates=(evil,)),),
        times=(Time(evil + "t", 2, 8, evil, "DATE", evil, conflict=evil),),
        places=tuple(replace(place, name=evil, country=evil) for place in reading.places),
        statements=(said,),
        events=(
            Event("e" + evil, evil, (Span(1, 5),), (evil,), (evil,), mode=evil, contexts=(evil,), sentence=0),
        ),
        repairs=tuple(replace(repair, surface=evil, reading=evil, rule=evil) for repair in reading.repairs),
        warnings=(Warning(evil, evil, (Span(0, 4),)),),
    )
    html = page(hit)
    html.encode()
    shown = Page(html)
    tags = [tag for tag, _ in shown.elements]
    assert tags.count("script") == tags.count("style") == tags.count("title") == 1
    assert "img" not in tags
    assert not [
        name for _, attrs in shown.elements for name in attrs if name.startswith("on") or name == "src"
    ]
    assert len(shown.words["text"]) == len(text)
    assert "\x00" not in html and "\x1b" not in html


def test_a_title_that_stands_in_the_text_is_shown_once(reading: Reading) -> None:
    twice = replace(reading.story, title="MINISTER PROMISES  NORLAND NEW FERRY")
    shown = Page(page(replace(reading, story=twice, events=(), mentions=())))
    assert "h1" not in [tag for tag, _ in shown.elements]
    assert any(attrs.get("class") == "headline" for tag, attrs in shown.elements if tag == "p")


def test_bare_and_empty_stories(bare: Callable[[str], Reading]) -> None:
    assert "Nothing to record" in page(bare("No news."))
    assert Page(page(bare(""))).words["text"] == ""
    assert Page(page(bare("\n\n a\n\n\n b \n"))).words["text"] == "\n\n a\n\n\n b \n"


def test_five_megabytes_take_seconds(bare: Callable[[str], Reading]) -> None:
    line = "The ministry said that talks would go on in Port Vale until the end of the month.\n\n"
    text = line * (5_000_000 // len(line))
    starts = range(0, len(text), len(line))
    huge = replace(
        bare(text),
        mentions=tuple(
            Mention(f"m{i}", at, at + 12, "The ministry", "ORG", "a0") for i, at in enumerate(starts)
        ),
        statements=tuple(
            Statement(
                f"s{i}", (Span(at, at + 12),), (Span(at + 13, at + 17),), (Span(at + 23, at + 82),), "a0"
            )
            for i, at in enumerate(starts)
            if i % 20 == 0
        ),
        actors=(Actor("a0", "Ministry", "government"),),
    )
    start = time.perf_counter()
    html = page(huge)
    assert time.perf_counter() - start < 15
    assert html.count('data-at="') > len(huge.mentions)


_spans = st.tuples(st.integers(-3, 40), st.integers(-3, 40)).map(lambda pair: Span(*pair))


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("ab<&\" '\n\té\U0001f426"), max_size=40),
    st.lists(_spans, max_size=5),
    st.lists(_spans, max_size=5),
    st.lists(_spans, max_size=2),
)
def test_any_spans_leave_the_text_whole(
    text: str, people: list[Span], said: list[Span], heads: list[Span]
) -> None:
    whole = Reading(
        "sandpiper/1",
        "test",
        "0",
        Story("x", text, furniture=tuple(Furniture(*head, "headline") for head in heads)),
        mentions=tuple(Mention(f"m{i}", *one, "", "PER") for i, one in enumerate(people)),
        statements=tuple(Statement(f"s{i}", (), (), (one,)) for i, one in enumerate(said)),
    )
    shown = Page(page(whole))
    assert shown.words["text"] == text
    assert all(words == text[start:end] for _, start, end, words in shown.marks)
    ids = shown.attributes("id")
    assert len(ids) == len(set(ids))
