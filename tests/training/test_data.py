"""What the training examples say, as far as it is decided without torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import training
from sandpiper.extract.encoder import CATEGORIES, DYAD, KINDS, MODES, RELATIONS, STATUSES, Encoded, Window
from sandpiper.extract.lexicon import HINTS, Lexicon
from sandpiper.types import Span
from training.data import (
    FILES,
    IGNORE,
    TEXTS,
    Example,
    as_in_polnear,
    as_printed,
    bare,
    counted,
    marked_pairs,
    pairs_of,
    propbank_rows,
    table,
    tag_trigger,
    told_pairs,
    unlisted_only,
)

ACTS = Path(str(training.__file__)).with_name("acts.tsv")


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("He joined the UN today", "the UN", "UN"),
        ("The Red Cross came", "The Red Cross", "Red Cross"),
        ('It left. "The Army stays"', "The Army", "Army"),
        ("OUT OF THE ARMY", "THE ARMY", "ARMY"),
        ("He read The Times", "The Times", "The Times"),
        ("The Hague ruled", "The Hague", "The Hague"),
        ("The Gambia voted", "The Gambia", "The Gambia"),
        ("Theatre closed", "Theatre", "Theatre"),
    ],
)
def test_a_name_begins_after_its_article(text: str, name: str, left: str) -> None:
    start = text.index(name)
    end = start + len(name)
    assert text[bare(text, start, end) : end] == left


def event(text: str, trigger: str, **counts: tuple[int | None, int | None]) -> dict[str, Any]:
    at = text.index(trigger)
    given = {k: {"min": v[0], "max": v[1]} for k, v in counts.items()}
    return {
        "trigger": [[at, at + len(trigger)]],
        **dict.fromkeys(("dead", "injured", "arrested", "size")),
        **given,
    }


def labels(text: str, *events: dict[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
    found, unsure = counted(text, events)
    return [(n.figure.of(text), kind) for n, kind in found], [n.figure.of(text) for n in unsure]


def test_numbers_are_found_by_what_they_come_to() -> None:
    text = "Raiders killed at least 12 men and wounded 40 on 3 May."
    acts = event(text, "killed", dead=(12, None)), event(text, "wounded", injured=(40, 40))
    assert labels(text, *acts) == ([("12", "dead"), ("40", "injured")], [])


def test_two_numbers_may_make_one() -> None:
    text = "It led to the deaths of 24 policemen and ten Indians."
    assert sorted(labels(text, event(text, "deaths", dead=(34, 34)))[0]) == [("24", "dead"), ("ten", "dead")]


def test_an_article_counts_only_near_by() -> None:
    text = "Raiders killed a guard."
    assert labels(text, event(text, "killed", dead=(1, 1)))[0] == [("a", "dead")]
    far = "Raiders killed the guard of the bank on the main square of the old town, after a quarrel."
    assert labels(far, event(far, "killed", dead=(1, 1))) == ([], ["a"])


def test_what_cannot_be_found_makes_numbers_near_by_say_nothing() -> None:
    text = "Raiders killed the brothers on 3 May."
    assert labels(text, event(text, "killed", dead=(2, 2))) == ([], ["3"])


def test_cues_and_contents_are_widened_as_polnear_has_them() -> None:
    text = "He has not said that it rained."
    cue, content = text.index("said"), text.index("it rained")
    wide = as_in_polnear(text, [[cue, cue + 4]], [[content, content + 9]])
    assert [text[a:b] for a, b in wide["cue"] + wide["content"]] == ["has not said", "that it rained"]


@pytest.mark.parametrize(
    ("roles", "wanted"),
    [
        ({"ARG0": "Kim", "ARG1": "Lee"}, {"actor": "Kim", "recipient": "Lee", "place": "", "time": ""}),
        ({"ARG0": "Kim"}, {"actor": "Kim", "recipient": "", "place": "", "time": ""}),
        # a thing, and whom something is given to: neither says that there is no recipient
        ({"ARG0": "Kim", "ARG1": "bread"}, {"actor": "Kim", "place": "", "time": ""}),
        ({"ARG1": "Lee", "ARG2": "home", "ARGM-TMP": "today"}, {"actor": "", "place": "", "time": "today"}),
    ],
)
def test_of_propbank_only_a_name_is_a_recipient(roles: dict[str, str], wanted: dict[str, str]) -> None:
    words = ["Kim", "sent", "Lee", "bread", "home", "today"]
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    spans = [Span(start, start + len(w)) for start, w in zip(starts, words, strict=True)]
    encoded = Encoded(spans, [[]] * len(words), [0] * len(words), [()] * len(words))
    arguments = [
        {"role": role, "spans": [[spans[words.index(w)].start, spans[words.index(w)].end]]}
        for role, w in roles.items()
    ]
    rows = propbank_rows(encoded, Window(0, len(words)), {"args": arguments}, 1, {0, 2})
    assert {RELATIONS[r]: " ".join(words[p] for p in found) for r, _, found in rows} == wanted


def test_marked_stretches_name_categories_and_lie_in_themselves() -> None:
    for corpus, _, start, end, category, mode, status, trigger, actors, recipients, mutual, reading in table(
        ACTS
    ):
        assert reading in ("1", "2", "3") and corpus in FILES | TEXTS and int(start) < int(end)
        if not category:
            continue
        assert category in CATEGORIES and status in STATUSES and mutual in ("", "R")
        assert not mode or (category, mode) in MODES
        for span in ",".join(filter(None, (trigger, actors, recipients))).split(","):
            first, last = map(int, span.split("-"))
            assert int(start) <= first < last <= int(end)


def test_an_unmarked_word_that_the_lexicon_has_for_an_act_says_nothing() -> None:
    hints = np.array([[3, HINTS.index("AID")], [5, HINTS.index("AID")], [7, HINTS.index("city")]])
    example = Example({"first": np.array([1, 3, 5, 7]), "hints": hints}, {"trigger": np.array([0, 0, 6, 0])})
    unlisted_only(example)
    assert example.labels["trigger"].tolist() == [0, IGNORE, 6, 0]


def test_kinds_read_by_ourselves_are_kinds() -> None:
    assert {kind for _, _, kind in table(ACTS.with_name("polnear_kinds.tsv"))} <= {*KINDS}


def test_the_first_word_of_a_trigger_has_its_category() -> None:
    labels = np.zeros(5, np.int64)
    tag_trigger(labels, [1, 2], "AID")
    tag_trigger(labels, [3], "ASSAULT")
    assert labels.tolist() == [0, 1 + CATEGORIES.index("AID"), 1 + len(CATEGORIES), 1 + CATEGORIES.index("ASSAULT"), 0]  # fmt: skip


def test_a_text_in_capitals_is_printed_with_those_of_its_names() -> None:
    text = "THE FMLN ATTACKED SAN SALVADOR. VIRGILIO BARCO CAME."
    assert as_printed(text, Lexicon()) == "The FMLN attacked San Salvador. Virgilio Barco came."


def test_marked_pairs_are_those_of_the_sentence_with_its_trigger() -> None:
    """Offsets into a text in which the sentence in question runs from 100 to 200."""
    row = ["ASSAULT", "", "happened", "120-126", "104-110", "130-135,140-146", ""]
    met = ["CONSULT", "", "happened", "150-153", "104-110,160-165", "", "1"]
    linked, mutual = marked_pairs([row, met, [*row[:3], "90-95", *row[4:]]], 100, 200)
    assert linked == {
        ((4, 10), (30, 35)): {DYAD.index("ASSAULT")},
        ((4, 10), (40, 46)): {DYAD.index("ASSAULT")},
        ((4, 10), (60, 65)): {DYAD.index("CONSULT")},
        ((60, 65), (4, 10)): {DYAD.index("CONSULT")},
    }
    assert mutual == {((4, 10), (60, 65)), ((60, 65), (4, 10))}
    assert marked_pairs([[*row[:2], "negated", *row[3:]]], 100, 200)[0] == {}
    assert marked_pairs([[*row[:4], "90-95", *row[5:]]], 100, 200)[0] == {}  # whom the sentence does not name
    assert pairs_of("1-3,5-9") == [(1, 3), (5, 9)] and pairs_of("") == []


def test_told_pairs_leave_open_what_another_sentence_tells() -> None:
    text = "Ann met Bob. Cid struck Ann; Bob left."
    spot = lambda word, after=0: (text.index(word, after), text.index(word, after) + len(word))  # noqa: E731
    mentions = [
        {"start": a, "end": b, "actor": who}
        for who, (a, b) in (
            ("ann", spot("Ann")),
            ("bob", spot("Bob")),
            ("cid", spot("Cid")),
            ("ann", spot("Ann", 9)),
            ("bob", spot("Bob", 12)),
        )
    ]
    acts = [
        {"trigger": [[*spot("met")]], "actor": ["ann", "bob"], "recipient": [], "reciprocal": True, "category": "CONSULT", "status": "happened"},
        {"trigger": [[*spot("struck")]], "actor": ["cid"], "recipient": ["ann"], "reciprocal": False, "category": "ASSAULT", "status": "happened"},
    ]  # fmt: skip
    row = {
        "text": text,
        "mentions": mentions,
        "events": acts,
        "actors": {key: {"kind": "person"} for key in ("ann", "bob", "cid")},
    }
    spans, linked, elsewhere = told_pairs(row, Span(13, len(text)))
    assert spans == {"cid": [(0, 3)], "ann": [(11, 14)], "bob": [(16, 19)]}
    assert linked == {("cid", "ann"): {DYAD.index("ASSAULT")}}
    assert elsewhere == {("ann", "bob"), ("bob", "ann")}
