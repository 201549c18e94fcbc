"""The scorers' arithmetic on cases small enough to count by hand; no model, no corpus."""

from __future__ import annotations

import dataclasses
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import (
    attribution,
    batches,
    dyad,
    events,
    gate,
    ledger,
    mentions,
    passages,
    readings,
    reliability,
    report,
    speed,
    spread,
    varieties,
    when_where,
)
from corpus import held_out
from sandpiper.errors import EmptyStory
from sandpiper.extract.encoder import Encoded, Window, words_of
from sandpiper.types import SCHEMA, Count, Due, Event, LedgerEntry, Mention, Reading, Span, Statement, Story


def reading_of(text: str, **parts: Any) -> Reading:
    story = Story(id=parts.pop("id", "x"), text=text)
    return Reading(schema=SCHEMA, model="none", sandpiper="0", story=story, **parts)


def spans(text: str, *words: str) -> list[list[int]]:
    return [[text.index(word), text.index(word) + len(word)] for word in words]


def said(text: str, source: str, cue: str, *content: str) -> dict[str, list[list[int]]]:
    return {
        "source": spans(text, source) if source else [],
        "cue": spans(text, cue) if cue else [],
        "content": spans(text, *content),
    }


# attribution

SAYS = "The mayor said that the old bridge would close. “We will walk,” a nurse told us."
GOLD = {
    "text": SAYS,
    "attributions": [
        said(SAYS, "The mayor", "said", "that the old bridge would close"),
        said(SAYS, "a nurse", "told us", "“We will walk,”"),
    ],
}


def test_attribution_equal_to_gold_scores_all() -> None:
    figures = attribution.score([GOLD], [GOLD["attributions"]])  # type: ignore[list-item]
    for name in ("source", "cue", "content", "matched", "source_right", "indirect_recall", "exact"):
        assert figures[name] == 100.0
    assert (figures["gold"], figures["found"], figures["indirect"]) == (2, 2, 1)


def test_attribution_counts_tokens_not_punctuation() -> None:
    bare = said(SAYS, "a nurse", "told us", "We will walk")  # without the marks and the comma
    figures = attribution.score([GOLD], [[bare]])
    assert figures["content"] == pytest.approx(200 * 3 / (9 + 3))
    assert figures["source"] == pytest.approx(200 * 2 / (4 + 2))
    assert figures["exact"] == pytest.approx(200 * 1 / 3)
    assert figures["indirect_recall"] == 0.0


def test_attribution_half_of_the_content_is_a_match_and_less_is_none() -> None:
    half = said(SAYS, "The mayor", "said", "old bridge would")  # 3 of 6 tokens
    less = said(SAYS, "The mayor", "said", "bridge would")
    assert attribution.score([GOLD], [[half]])["matched"] == pytest.approx(200 * 1 / 3)
    assert attribution.score([GOLD], [[half]])["exact"] == 0.0
    assert attribution.score([GOLD], [[less]])["matched"] == 0.0


def test_attribution_source_is_right_where_a_token_is_shared_or_both_are_empty() -> None:
    text = "Officials said it rained. Reportedly it snowed."
    gold = {
        "text": text,
        "attributions": [
            said(text, "Officials", "said", "it rained"),
            said(text, "", "Reportedly", "it snowed"),
        ],
    }
    swapped = [said(text, "", "said", "it rained"), said(text, "Officials", "Reportedly", "it snowed")]
    assert attribution.score([gold], [swapped])["source_right"] == 0.0
    assert attribution.score([gold], [gold["attributions"]])["source_right"] == 100.0  # type: ignore[list-item]


def test_matching_takes_the_best_overlap_first_and_one_to_one() -> None:
    long, short = frozenset(range(10)), frozenset(range(6))
    assert attribution.match([long, short], [short]) == {1: 0}
    assert attribution.match([short], [long, short]) == {0: 1}
    assert attribution.match([frozenset()], [frozenset()]) == {}


def test_attributions_leave_out_the_title() -> None:
    statement = Statement(id="s0", source=(), cue=(Span(0, 1),), content=(Span(2, 3),))
    titled = Statement(id="s1", source=(), cue=(Span(0, 1),), content=(Span(2, 3),), in_="title")
    assert len(attribution.attributions(reading_of("a b", statements=(statement, titled)))) == 1
    assert attribution.attributions(None) == []


def test_scorers_refuse_lists_of_unlike_length() -> None:
    for score in (attribution.score, mentions.score, dyad.score, events.score):
        with pytest.raises(ValueError, match="zip"):
            score([], [[]])  # type: ignore[operator]


# mentions


def test_mentions_count_exact_spans_and_types() -> None:
    gold = [[(0, 4, "PER"), (9, 14, "LOC")], [(0, 3, "ORG")]]
    found = [[(0, 4, "PER"), (9, 14, "ORG"), (20, 24, "PER")], []]
    figures = mentions.score(gold, found)
    assert figures["f1"] == pytest.approx(200 * 1 / (3 + 3))
    assert figures["precision"] == pytest.approx(100 / 3)
    assert figures["recall"] == pytest.approx(100 / 3)
    assert figures["spans"] == pytest.approx(200 * 2 / 6)
    assert figures["PER"] == pytest.approx(200 * 1 / 3)
    assert figures["LOC"] == 0.0


def test_mentions_join_places_and_leave_out_peoples_roles_and_descriptions() -> None:
    kinds = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP", "MISC", "ROLE", "PRON")
    found = reading_of(
        "abcdefghi",
        mentions=tuple(Mention(f"m{i}", i, i + 1, "abcdefghi"[i], kind) for i, kind in enumerate(kinds)),  # type: ignore[arg-type]
    )
    wanted = {(0, 1, "PER"), (1, 2, "ORG"), (2, 3, "LOC"), (3, 4, "LOC"), (4, 5, "LOC")}
    assert mentions.names(found) == wanted
    row = {
        "mentions": [
            {"start": 0, "end": 1, "norm": "GPE", "level": "NAM"},
            {"start": 1, "end": 2, "norm": "PER", "level": "NOM"},
            {"start": 2, "end": 3, "norm": None},
            {"start": 3, "end": 4, "norm": "NORP"},
            {"start": 4, "end": 5, "norm": "ORG"},
        ]
    }
    assert mentions.gold_names(row) == {(0, 1, "LOC"), (4, 5, "ORG")}


class Echo:
    """A reader that finds nothing, and stops where there is nothing to read, as the real one does."""

    def read(self, story: Story, /) -> Reading:
        if not story.text.strip():
            raise EmptyStory("nothing to read", story=story.id)
        return reading_of(story.text, id=story.id)

    def read_all(self, stories: Iterable[Story], /) -> Iterator[Reading]:
        return map(self.read, stories)

    def dyad(self, text: str, /, *, actor: Any, recipient: Any) -> dict[str, float]:
        return {"AGREE": 0.25, "CONCEDE": 0.15, "RETREAT": 0.2, "NONE": 0.4} if actor else {"AID": 1.0}


def test_readings_keep_the_place_of_what_cannot_be_read() -> None:
    found = readings(Echo(), [{"text": "one"}, {"text": " "}, {"text": "three"}])
    assert [r.story.text if r else None for r in found] == ["one", None, "three"]


def test_readings_refuse_a_reader_that_moves_offsets() -> None:
    class Trimming(Echo):
        def read(self, story: Story, /) -> Reading:
            return reading_of(story.text.strip(), id=story.id)

    with pytest.raises(ValueError, match="row 1"):
        readings(Trimming(), [{"text": "one"}, {"text": " two"}])


def test_scorers_run_on_the_real_reader_without_weights() -> None:
    pipeline = pytest.importorskip("sandpiper.pipeline")
    from sandpiper.extract.encoder import FakeEncoder

    reader = pipeline.Reader(encoder=FakeEncoder())
    pair = PAIR | {"text": CLASH}
    assert attribution.run(reader, [GOLD, {"text": " ", "attributions": []}])["stories"] == 2
    assert mentions.run(reader, [{"text": CLASH, "mentions": []}])["texts"] == 1
    assert dyad.run(reader, [pair])["pairs"] == 1
    assert events.score([pair], readings(reader, [pair]))["pairs"] == 1
    texts = [Story(id=f"s{i}", text=text) for i, text in enumerate((SAYS, CLASH))]
    same = {way: batches.together(reader, order) for way, order in batches.orders(texts).items()}
    assert batches.score(batches.alone(reader, texts), same)["differing"] == 0


# dyad


def test_concede_and_retreat_are_summed_and_none_cannot_win() -> None:
    assert dyad.root_of({"AGREE": 0.25, "CONCEDE": 0.15, "RETREAT": 0.2, "NONE": 0.4}) == "YIELD"
    assert dyad.root_of({"AGREE": 0.3, "CONCEDE": 0.1, "RETREAT": 0.1, "NONE": 0.5}) == "AGREE"
    assert len(dyad.ROOTS) == 15


def test_quad_class_is_the_greatest_sum() -> None:
    assert dyad.quad_of({"ACCUSE": 0.3, "REJECT": 0.3, "ASSAULT": 0.4}) == "3"
    assert dyad.quad_of({"AGREE": 0.4, "AID": 0.45, "NONE": 0.15}) == "2"
    assert dyad.quad_of({"NONE": 0.6, "ASSAULT": 0.4}) == "0"


def test_macro_f1_weighs_labels_alike_and_only_those_in_gold() -> None:
    figures = dyad.score(["AID", "AID", "AID", "COERCE"], ["AID", "AID", "COERCE", "ACCUSE"])
    assert figures["f1.AID"] == pytest.approx(80.0)
    assert figures["f1.COERCE"] == 0.0
    assert figures["macro_f1"] == pytest.approx(40.0)
    assert figures["accuracy"] == 50.0
    assert "f1.ACCUSE" not in figures


def test_dyad_asks_for_first_marks_and_counts_pairs_without_any_apart() -> None:
    base = {"text": "a b", "source": [[0, 1], [2, 3]], "target": [], "root": "YIELD", "quad": 1}
    rows = [
        base,
        base | {"source": [], "target": [[2, 3]], "root": "AID"},
        base | {"source": [], "target": []},
    ]
    asked: list[tuple[Any, Any]] = []

    class Listening(Echo):
        def dyad(self, text: str, /, *, actor: Any, recipient: Any) -> dict[str, float]:
            asked.append((actor, recipient))
            return super().dyad(text, actor=actor, recipient=recipient)

    figures = dyad.run(Listening(), rows)
    assert asked == [((0, 1), None), (None, (2, 3)), (None, None)]
    assert (figures["marked.accuracy"], figures["marked.pairs"]) == (100.0, 2)
    assert (figures["unmarked.accuracy"], figures["unmarked.pairs"]) == (0.0, 1)
    assert figures["accuracy"] == pytest.approx(200 / 3)


def test_a_limit_takes_rows_from_the_whole_corpus() -> None:
    assert spread("aaabbbccc", 3) == ["a", "b", "c"]
    assert spread("abc", 5) == spread("abc", None) == ["a", "b", "c"]
    assert spread("abc", 0) == []


def test_cameo_leaves_out_what_plv_has_and_what_has_no_class() -> None:
    rows = [{"quad": 0}, {"quad": None}, {"quad": 1, "in_plv": True}, {"quad": 2, "in_plv": False}]
    assert dyad.cameo_rows(rows) == [rows[0], rows[3]]


def test_folds_hold_every_row_once_keep_sentences_together_and_spread_roots() -> None:
    rows = [{"text": f"Sentence {i} here.", "root": "AID" if i % 5 else "ACCUSE"} for i in range(100)]
    rows += [{"text": "sentence 7 HERE", "root": "REJECT"}]
    folds = dyad.folds(rows, 5, seed=3)
    assert sorted(i for fold in folds for i in fold) == list(range(101))
    assert any({7, 100} <= set(fold) for fold in folds)
    for fold in folds:
        roots = Counter(rows[i]["root"] for i in fold)
        assert roots["ACCUSE"] == 4
        assert 15 <= roots["AID"] <= 17
    assert folds == dyad.folds(rows, 5, seed=3)
    assert folds != dyad.folds(rows, 5, seed=4)
    with pytest.raises(ValueError, match="at least 2"):
        dyad.folds(rows, 1)


def test_folds_do_not_depend_on_the_order_of_rows() -> None:
    rows = [{"text": f"No {i}", "root": "AID" if i % 3 else "COERCE"} for i in range(40)]
    mixed = random.Random(9).sample(rows, len(rows))

    def texts(given: list[dict[str, str]]) -> list[set[str]]:
        return [{given[i]["text"] for i in fold} for fold in dyad.folds(given, 4)]

    assert texts(rows) == texts(mixed)


# events

CLASH = "Arkadia struck Borduria."
PAIR = {"root": "ASSAULT", "source": [[0, 7]], "target": [[15, 23]]}


def clash(**fields: Any) -> Reading:
    event = Event(id="e0", trigger=(Span(8, 14),), **({"category": "ASSAULT", "actor": ("a0",)} | fields))
    names = (
        Mention("m0", 0, 7, "Arkadia", "GPE", actor="a0"),
        Mention("m1", 15, 23, "Borduria", "GPE", actor="a1"),
    )
    return reading_of(CLASH, sentences=(Span(0, 24),), mentions=names, events=(event,))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"recipient": ("a1",)}, (100.0, 100.0, 100.0)),
        ({}, (0.0, 100.0, 100.0)),
        ({"actor": ("a1",), "recipient": ("a0",)}, (0.0, 0.0, 100.0)),
        ({"category": "COERCE", "recipient": ("a1",)}, (0.0, 0.0, 0.0)),
        ({"actor": ("a0", "a1"), "reciprocal": True}, (100.0, 100.0, 100.0)),
        ({"actor": ("a0", "a1"), "reciprocal": False}, (0.0, 100.0, 100.0)),
    ],
)
def test_event_recall_by_category_actor_and_recipient(
    fields: dict[str, Any], expected: tuple[float, float, float]
) -> None:
    figures = events.score([PAIR], [clash(**fields)])
    assert (figures["event"], figures["actor"], figures["category"]) == expected
    assert figures["events_per_sentence"] == 1.0


def test_event_recall_takes_both_categories_for_yield_and_counts_the_unread() -> None:
    row = PAIR | {"root": "YIELD"}
    found = [clash(category=c, recipient=("a1",)) for c in ("CONCEDE", "RETREAT", "ASSAULT")]
    assert events.score([row] * 4, [*found, None])["event"] == 50.0


def test_a_pair_without_a_target_mark_counts_for_the_actor_only() -> None:
    figures = events.score([PAIR, PAIR | {"target": []}], [clash(recipient=("a1",)), clash()])
    assert (figures["event"], figures["actor"]) == (100.0, 100.0)


def test_trigger_recall_is_by_overlap() -> None:
    gold = {
        "events": [
            {"type": "Conflict.Attack.Unspecified", "start": 10, "end": 20},
            {"type": "Life.Die.Unspecified", "start": 14, "end": 16},
        ]
    }
    figures = events.score_triggers([gold], [clash()])
    assert figures["trigger_recall"] == 50.0
    assert figures["trigger_recall.Conflict"] == 100.0
    assert events.score_triggers([gold], [None])["trigger_recall"] == 0.0


def test_stories_with_only_optional_events_count_on_neither_side() -> None:
    rows = [{"events": [{"optional": False}]}, {"events": []}, {"events": [{"optional": True}]}]
    figures = events.score_stories(rows, [clash(), clash(), clash()])
    assert (figures["assault_in_relevant"], figures["assault_in_irrelevant"]) == (100.0, 100.0)
    assert (figures["relevant"], figures["irrelevant"]) == (1, 1)
    assert events.score_stories(rows, [None, clash(category="AID"), None])["assault_in_irrelevant"] == 0.0


# batches


def test_batches_count_changed_missing_and_added_records() -> None:
    alone = {"s0": "a", "s1": "b", "s2": "c"}
    figures = batches.score(alone, {"together": dict(alone), "shuffled": {"s0": "a", "s1": "B", "s3": "d"}})
    assert (figures["together"], figures["shuffled"], figures["differing"]) == (0, 3, 3)


def test_batches_find_a_reader_that_depends_on_its_neighbours() -> None:
    class Counting(Echo):
        def read_all(self, stories: Iterable[Story], /) -> Iterator[Reading]:
            for n, story in enumerate(stories):
                yield reading_of(story.text, id=story.id, sentences=(Span(0, 1),) if n else ())

    texts = [Story(id=f"s{i}", text=f"text {i}") for i in range(5)]
    base = batches.alone(Echo(), texts)
    same = {way: batches.together(Echo(), order) for way, order in batches.orders(texts).items()}
    assert batches.score(base, same)["differing"] == 0
    found = {way: batches.together(Counting(), o) for way, o in batches.orders(texts).items()}
    assert batches.score(base, found)["differing"] == 12  # all but the first of each order


def test_batches_take_the_corpora_in_turn(tmp_path: Path) -> None:
    for name in (*batches.PARAGRAPHS, *batches.WHOLE):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"text": f"{path.parent.name} one\n\n{path.parent.name} two"}) + "\n")
    texts = [story.text for story in batches.stories(tmp_path, 10)]
    assert texts == [
        "attribution one",
        "coref one",
        "events one\n\nevents two",
        "attribution two",
        "coref two",
    ]
    assert len(batches.stories(tmp_path, 2)) == 2


# speed and gate


def test_speed_is_that_of_the_fastest_round() -> None:
    figures = speed.score(
        stories=10, sentences=100, pieces=4000, run=5000, reading=[4.0, 2.0], encoding=[1.0, 3.0]
    )
    assert figures["stories_per_second"] == 5.0
    assert figures["sentences_per_second"] == 50.0
    assert figures["encoder_pieces_per_second"] == 5000.0
    assert figures["pieces_per_second"] == 2000.0
    assert figures["encoder_share"] == 50.0


class OnePiece:
    """An encoder whose words are one piece each; it counts its runs."""

    size, overlap = 6, 2  # four words a window, two of them shared

    def __init__(self) -> None:
        self.runs = 0

    def pieces(self, text: str) -> Encoded:
        words = words_of(text)
        return Encoded(words, [[1]] * len(words), [0] * len(words), [()] * len(words))

    def run(self, encoded: Encoded, window: Window) -> None:
        self.runs += 1


def test_speed_counts_pieces_once_and_those_run_with_overlaps_and_borders() -> None:
    encoder = OnePiece()
    rows = [{"text": "one two three four five six"}, {"text": "seven"}]
    figures = speed.measure(Echo(), encoder, rows, rounds=2)  # type: ignore[arg-type]
    assert figures["pieces"] == 7
    assert figures["pieces_run"] == (4 + 2) + (4 + 2) + (1 + 2)
    assert encoder.runs == 2 * 3
    assert figures["stories"] == 2


def test_floors_hold_at_the_floor_and_break_under_it() -> None:
    table = gate.score({"a": 50.0, "b": 50.0}, {"a": 50.0, "b": 49.99, "c": 1.0})
    assert [held for _, _, held in table.values()] == [True, False]
    with pytest.raises(KeyError):
        gate.score({"gone": 0.0}, {"a": 1.0})


def test_floors_only_rise_and_never_above_what_was_measured() -> None:
    floors = {"a": 50.0, "b": 60.0}
    assert gate.raised(floors, {"a": 71.239, "b": 55.0}) == {"a": 71.23, "b": 60.0}


@pytest.fixture
def floors_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"a": 50.0}))
    monkeypatch.setattr(gate, "FLOORS", path)
    return path


@pytest.mark.parametrize(
    ("now", "options", "status", "after"),
    [(60.0, [], 0, 50.0), (60.0, ["--raise"], 0, 60.0), (40.0, ["--raise"], 1, 50.0), (40.0, [], 1, 50.0)],
)
def test_gate_ends_with_1_under_a_floor_and_writes_only_higher_ones(
    floors_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    now: float,
    options: list[str],
    status: int,
    after: float,
) -> None:
    monkeypatch.setattr(gate, "measure", lambda *_: {"a": now})
    monkeypatch.setattr("sys.argv", ["gate", *options])
    assert gate.main() == status
    assert json.loads(floors_file.read_text()) == {"a": after}
    assert ("UNDER" in capsys.readouterr().out) == (status == 1)


def test_gate_does_not_raise_on_a_part_of_the_data(
    floors_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["gate", "--raise", "--limit", "5"])
    with pytest.raises(SystemExit) as stop:
        gate.main()
    assert stop.value.code == 2
    assert json.loads(floors_file.read_text()) == {"a": 50.0}
    assert "--limit" in capsys.readouterr().err


def test_every_floor_is_a_figure_of_a_quick_scorer() -> None:
    figures = {f"attribution.{name}" for name in attribution.score([], [])}
    figures |= {f"mentions.{corpus}.{name}" for corpus in mentions.CORPORA for name in mentions.score([], [])}
    figures |= {f"when_where.{name}" for name in when_where.score([], [])}
    path = Path(gate.__file__).with_name("floors.json")
    assert set(json.loads(path.read_text())) <= figures


def test_report_prints_a_table_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    report({"f1": 12.3456, "texts": 7}, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"f1": 12.35, "texts": 7}
    report({"f1": 12.3456, "texts": 7}, as_json=False)
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["f1", "12.35"],
        ["texts", "7"],
    ]


# passages

POLICE = "Police arrested Omar Karam, the ministry said. The union marched."


def passage() -> dict[str, Any]:
    def mention(words: str, kind: str, actor: str) -> dict[str, Any]:
        (span,) = spans(POLICE, words)
        return {"start": span[0], "end": span[1], "type": kind, "actor": actor}

    def event(trigger: str, category: str, actor: list[str], recipient: list[str]) -> dict[str, Any]:
        return {
            "trigger": spans(POLICE, trigger), "category": category, "actor": actor, "recipient": recipient,
            "status": "happened", "reciprocal": False, "mode": {"COERCE": "arrest", "PROTEST": "demo"}[category],
            "contexts": ["legal"], "place": None, "dead": None, "injured": None, "size": None,
            "arrested": {"min": 1, "max": 1} if category == "COERCE" else None,
        }  # fmt: skip

    return {
        "id": "w2-001",
        "text": POLICE,
        "mentions": [
            mention("Police", "ROLE", "p"),
            mention("Omar Karam", "PER", "k"),
            mention("The union", "ROLE", "u"),
        ],
        "events": [
            event("arrested", "COERCE", ["p"], ["k"]),
            event("marched", "PROTEST", ["u"], []),
        ],
        "statements": [
            said(POLICE, "the ministry", "said", "Police arrested Omar Karam")
            | {"kind": "assertion", "speaker": None}
        ],
    }


def read_passage(second: str) -> Reading:
    def at(words: str) -> Span:
        return Span(*spans(POLICE, words)[0])

    found = [("m0", "Police", "ROLE", "a0"), ("m1", "Omar Karam", "PER", "a1"), ("m2", "union", "ROLE", "a2")]
    return reading_of(
        POLICE,
        mentions=tuple(Mention(k, *at(w), w, t, a) for k, w, t, a in found),  # type: ignore[arg-type]
        events=(
            Event(
                "e0",
                "COERCE",
                (at("arrested"),),
                ("a0",),
                ("a1",),
                mode="arrest",
                contexts=("legal", "crime"),
                arrested=Count(1, None),
            ),
            Event("e1", second, (at("marched"),), ("a2",), ("a0",)),
        ),
        statements=(
            Statement(
                "s0", (at("the ministry"),), (at("said"),), (at("arrested Omar Karam"),), kind="accusation"
            ),
        ),
    )


def test_passages_count_events_sides_and_restraint() -> None:
    figures = passages.score([passage()], [read_passage("PROTEST")])
    assert (figures["events"], figures["triggers"], figures["status"]) == (100.0, 100.0, 100.0)
    assert (figures["actor"], figures["both"], figures["mode"]) == (100.0, 50.0, 50.0)
    assert (figures["contexts"], figures["numbers"]) == (50.0, 0.0)  # two asked, two found, one of them right
    assert figures["recipient"] == pytest.approx(200 * 1 / 3)  # the police did not march against themselves
    assert figures["mentions"] == pytest.approx(200 * 2 / 6)  # "union" is not "The union"
    assert (figures["names"], figures["statements"], figures["kind"]) == (100.0, 100.0, 0.0)
    assert figures["speaker"] == 100.0  # nobody, in both
    by_union = passage()
    by_union["statements"][0]["speaker"] = "u"
    assert passages.score([by_union], [read_passage("PROTEST")])["speaker"] == 0.0
    wrong = passages.score([passage()], [read_passage("ASSAULT")])
    assert (wrong["events"], wrong["triggers"]) == (50.0, 100.0)
    silent = [passage() | {"events": []}] * 2
    assert passages.score(silent, [read_passage("ASSAULT"), reading_of(POLICE)])["restraint"] == 50.0
    assert passages.score([passage()], [None])["events"] == 0.0


def test_reliability_bins_and_errors() -> None:
    figures = reliability.score([(0.95, True), (0.95, False), (0.15, False), (1.0, True)])
    assert figures["0.9-1.0.events"] == 3 and figures["0.9-1.0.right"] == pytest.approx(200 / 3)
    assert figures["0.1-0.2.right"] == 0.0
    assert figures["error"] == pytest.approx(100 * (abs(2.9 - 2) + 0.15) / 4)
    assert figures["brier"] == pytest.approx(100 * (0.05**2 + 0.95**2 + 0.15**2) / 4)


def test_reliability_asks_for_the_right_category() -> None:
    class Told:
        def read_all(self, stories: Any) -> Any:
            return (dataclasses.replace(read_passage("ASSAULT"), story=s) for s in stories)

    assert [right for _, right in reliability.outcomes(Told(), [passage()])] == [True, False]  # type: ignore[arg-type]


def test_a_story_is_of_the_category_most_surely_found() -> None:
    reading = reading_of(
        POLICE,
        events=tuple(
            Event(f"e{i}", category, (Span(0, 6),), confidence=sure)
            for i, (category, sure) in enumerate([("ASSAULT", 0.9), ("PROTEST", 0.5), ("PROTEST", 0.6)])
        ),
    )
    gold = [{"labels": ["PROTEST"]}, {"labels": ["ASSAULT"]}, {"labels": ["AID"]}]
    figures = events.score_labels(gold, [reading, reading, None])
    assert figures["accuracy"] == pytest.approx(100 / 3) and figures["silent"] == pytest.approx(100 / 3)
    assert (figures["accuracy.PROTEST"], figures["accuracy.ASSAULT"]) == (100.0, 0.0)


def test_police_stories_with_and_without_an_arrest() -> None:
    gold = [{"labels": ["ARREST"]}, {"labels": []}, {"labels": ["KILL", "FORCE"]}]
    figures = events.score_police(gold, [read_passage("PROTEST"), read_passage("ASSAULT"), None])
    assert (figures["arrest"], figures["no_arrest"]) == (100.0, 50.0)
    assert (figures["force"], figures["no_force"]) == (0.0, 50.0)


def test_a_neutral_pair_should_get_no_material_act() -> None:
    police, karam = spans(POLICE, "Police"), spans(POLICE, "Omar Karam")
    row = {"quad": 0, "source": police, "target": karam}
    assert events.neutral([row, row | {"quad": 4}, row | {"target": []}]) == [row]
    reading = read_passage("PROTEST")
    acts = tuple(dataclasses.replace(e, quad="material conflict") for e in reading.events)
    reading = dataclasses.replace(reading, events=acts)
    assert events.score_neutral([row], [reading])["material_pair"] == 100.0
    other_way = row | {"source": karam, "target": police}
    assert events.score_neutral([other_way, row], [reading, None])["material_pair"] == 0.0


def test_ledger_items_parties_due_dates_and_conditions() -> None:
    text = "Bo said Ana will pay by May 1 if Cy agrees."

    def gold(kind: str, words: str, **more: Any) -> dict[str, Any]:
        return {
            "id": kind,
            "kind": kind,
            "by": "a",
            "content": spans(text, words),
            "due": None,
            "depends_on": None,
            **more,
        }

    def ours(kind: str, words: str, **more: Any) -> LedgerEntry:
        facts = {"by": None, "content": (Span(*spans(text, words)[0]),), **more}
        return LedgerEntry(kind, kind, **facts)  # type: ignore[arg-type]

    row = {
        "id": "w2-1", "text": text, "mentions": [{"start": 8, "end": 11, "type": "PER", "actor": "a"}],
        "ledger": [
            gold("pledge", "Ana will pay by May 1", depends_on="condition",
                 due={"earliest": None, "latest": "2017-05-01"}),
            gold("condition", "if Cy agrees"),
        ],
    }  # fmt: skip
    due = Due((Span(21, 29),), None, "2017-05-01")
    entry = ours("pledge", "will pay by May 1", by="a0", due=due, depends_on="condition")
    condition = ours("condition", "Cy agrees")
    reading = reading_of(
        text, mentions=(Mention("m0", 8, 11, "Ana", "PER", "a0"),), ledger=(entry, condition)
    )
    figures = ledger.score([row], [reading])
    assert {figures[k] for k in ("items", "pledge", "conditions", "by", "due", "due_found")} == {100.0}
    loose = dataclasses.replace(
        reading, ledger=(dataclasses.replace(entry, depends_on=None, by=None), condition)
    )
    figures = ledger.score([row], [loose])
    assert (figures["items"], figures["conditions"], figures["by"]) == (100.0, 0.0, 0.0)
    other = dataclasses.replace(reading, ledger=(dataclasses.replace(entry, kind="threat"),))
    assert ledger.score([row], [other])["items"] == 0.0
    assert ledger.score([row], [None])["items"] == 0.0


def test_varieties_group_rows_and_keep_offsets_in_capitals() -> None:
    rows = [{"id": "weblog-1", "text": "a"}, {"id": "email-1", "text": "b"}, {"id": "weblog-2", "text": "c"}]
    found = varieties.groups(rows, lambda row: row["id"].split("-")[0])
    assert {name: [r["text"] for r in some] for name, some in found.items()} == {
        "email": ["b"],
        "weblog": ["a", "c"],
    }
    row = varieties.in_capitals({"text": "Oslo spoke.", "mentions": []})
    assert row == {"text": "OSLO SPOKE.", "mentions": []}
    assert varieties.in_capitals({"text": "Große Rede"}) is None  # capitals are longer: offsets would move


def test_about_a_tenth_of_the_passages_is_held_out() -> None:
    assert not any(held_out(f"w1-{n:03}") for n in range(1000))
    assert 70 < sum(held_out(f"w2-{n:03}") for n in range(1000)) < 130
