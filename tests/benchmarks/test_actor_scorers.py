"""The arithmetic of ``benchmarks.actors`` and ``benchmarks.coverage``, on examples small enough to do by hand."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import actors, coverage
from sandpiper.resolve.actors import ActorTables
from sandpiper.types import Actor, Evidence, Mention, Reading, Span, Story

TABLES = ActorTables.load()


def sets(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in groups)


def test_muc_b_cubed_and_ceaf_of_the_example_in_the_literature() -> None:
    # Key {a b c} {d e f g}; response {a b} {c d} {f g h i}: Pradhan et al. 2014, section 4
    key, response = sets("abc", "defg"), sets("ab", "cd", "fghi")
    assert actors.muc(key, response) == (2, 5)
    assert actors.muc(response, key) == (2, 5)
    kept, whole = actors.b_cubed(key, response)
    assert kept / whole == pytest.approx(1 / 7 * (4 / 3 + 1 / 3 + 1 / 4 + 4 / 4))
    kept, whole = actors.b_cubed(response, key)
    assert kept / whole == pytest.approx(1 / 8 * (4 / 2 + 2 / 2 + 4 / 4))
    assert actors.ceaf(key, response) == pytest.approx(4 / 5 + 4 / 8)


def test_conll_of_what_is_right_and_of_nothing() -> None:
    key = sets("ab", "c")
    assert actors.conll([(key, key)])["conll"] == pytest.approx(100)
    assert actors.conll([(key, ())])["conll"] == 0


@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=4))
def test_the_assignment_is_the_best(table: list[list[int]]) -> None:
    found = actors.assignment(table)
    assert len(set(found)) == len(table)
    best = max(
        sum(row[c] for row, c in zip(table, way, strict=False))
        for way in itertools.permutations(range(4), len(table))
    )
    assert sum(table[i][j] for i, j in enumerate(found)) == best


def reading(text: str, spans: dict[str, tuple[str, str | None]], known: tuple[Actor, ...]) -> Reading:
    """``spans``: words -> (type, actor id)."""
    mentions = tuple(
        Mention(
            f"m{i}",
            text.index(words),
            text.index(words) + len(words),
            words,
            kind,
            actor,
            confidence=0.95 if actor else None,
        )  # type: ignore[arg-type]
        for i, (words, (kind, actor)) in enumerate(spans.items())
    )
    return Reading("sandpiper/1", "m", "0", Story("x", text), (Span(0, len(text)),), mentions, known)


def actor(ident: str, country: str | None, sectors: tuple[str, ...], confidence: float = 0.95) -> Actor:
    return Actor(
        ident, ident, "government", country, sectors, confidence=confidence, evidence=(Evidence(0, 1, "r"),)
    )


def test_passages_count_country_and_primary_sector() -> None:
    text = "Police in Lima told miners that the ministry had lied to nobody."
    row = {
        "text": text,
        "actors": {
            "p": {"kind": "government", "country": "PER", "sectors": ["COP"]},
            "l": {"kind": "place", "country": "PER", "sectors": []},
            "m": {"kind": "people", "country": "PER", "sectors": []},
            "g": {"kind": "government", "country": "PER", "sectors": ["GOV", "MIL"]},
            "n": {"kind": "other", "country": None, "sectors": []},
        },
        "mentions": [
            {"start": text.index(w), "end": text.index(w) + len(w), "type": "ROLE", "actor": a}
            for w, a in (
                ("Police", "p"),
                ("Lima", "l"),
                ("miners", "m"),
                ("the ministry", "g"),
                ("nobody", "n"),
            )
        ],
        "statements": [],
    }
    ours = reading(
        text,
        {
            "Police": ("ROLE", "a0"),
            "Lima": ("GPE", None),
            "miners": ("ROLE", None),
            "the ministry": ("ROLE", "a1"),
        },
        (actor("a0", "PER", ("COP",)), actor("a1", "CHL", ("GOV",))),
    )
    figures = actors.score([row], [ours])
    assert figures["mentions.n"] == 3
    assert figures["found"] == 100
    assert figures["actors"] == pytest.approx(100 / 3)
    assert figures["unresolved"] == pytest.approx(100 / 3)
    assert figures["sector"] == pytest.approx(200 / 3)
    assert figures["sure.wrong"] == 50
    assert actors.score([row], [None])["found"] == 0


def test_our_names_stand_for_the_smallest_phrase_around_them() -> None:
    text = "The tall mayor Ann Lee of Oslo left. She smiled."
    phrases = {"The tall mayor Ann Lee of Oslo": "1", "Oslo": "2", "She": "1"}
    row = {
        "text": text,
        "mentions": [
            {
                "start": text.index(w),
                "end": text.index(w) + len(w),
                "entity": e,
                "type": "person",
                "wiki": "Oslo" if e == "2" else None,
            }
            for w, e in phrases.items()
        ],
    }
    known = (actor("a0", "NOR", ("GOV",)),)
    ours = reading(text, {"tall mayor": ("ROLE", "a0"), "Oslo": ("GPE", None), "She": ("PRON", "a0")}, known)
    stands = actors.aligned(row, ours)
    assert [m["entity"] if m else None for m in stands.values()] == ["1", "2", "1"] or set(stands) == {
        "m0",
        "m1",
        "m2",
    }
    assert actors.conll([actors.clusters(row, ours)])["conll"] == pytest.approx(100)
    assert actors.wiki([(row, ours)], {"Oslo": "NOR"}) == {"wiki": 0, "wiki.found": 100, "wiki.n": 1}


# Coverage


def test_the_questions_are_frozen(tmp_path: Path) -> None:
    for name, digest in coverage.FROZEN.items():
        assert sum(1 for _ in coverage.read(coverage.FOLDER / name, digest)) > 1000
    changed = tmp_path / "west.csv"
    changed.write_text((coverage.FOLDER / "west.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not the frozen file"):
        list(coverage.read(changed, coverage.FROZEN["west.csv"]))


@pytest.mark.parametrize(
    ("office", "country", "date", "holders", "verdict"),
    [
        ("head of government", "DEU", "2010-05-05", ("Angela Merkel",), "right"),
        ("head of government", "DEU", "2010-05-05", ("Schröder", "Merkel"), "right"),
        ("head of government", "DEU", "2010-05-05", ("Gerhard Schröder",), "wrong"),
        ("head of state", "USA", "1990-01-01", ("George H. W. Bush",), "right"),
        ("head of state", "KWT", "1999-01-01", ("Sabah Al-Ahmad Al-Jaber Al-Sabah",), "wrong"),
        ("head of state", "GBR", "1990-01-01", ("Queen Elizabeth II",), "right"),
        ("head of state", "CHN", "2015-01-01", ("Xi",), "right"),
        ("head of state", "ATA", "1990-01-01", ("Nobody",), "unanswered"),
    ],
)
def test_verdicts(office: str, country: str, date: str, holders: tuple[str, ...], verdict: str) -> None:
    question = coverage.Question("x-1", office, "", country, date, holders)
    assert coverage.Examiner(TABLES).verdict(question) == verdict


def test_spokespersons_are_asked_by_house() -> None:
    examiner = coverage.Examiner(TABLES)
    for detail, name in (("foreign ministry", "Zakharova"), ("Kremlin press secretary", "Peskov")):
        question = coverage.Question("x-1", "spokesperson", detail, "RUS", "2020-01-01", (name,))
        assert examiner.verdict(question) == "right"
    other = coverage.Question("x-1", "spokesperson", "foreign ministry", "RUS", "2020-01-01", ("Peskov",))
    assert examiner.verdict(other) == "wrong"


def test_figures_before_and_after_settling() -> None:
    questions = [
        coverage.Question(f"x-{i}", office, "", "FRA", date, ("A",))
        for i, (office, date) in enumerate(
            [
                ("head of state", "1999-01-01"),
                ("head of state", "2001-01-01"),
                ("foreign minister", "2001-01-01"),
            ]
        )
    ]
    figures = coverage.score(questions, ["right", "wrong", "unanswered"], {"x-1"}, {"FRA": "Europe"})
    assert (figures["heads"], figures["heads.settled"], figures["heads.n"]) == (50, 100, 2)
    assert figures["heads.2000s"] == 0
    assert figures["heads.Europe"] == 50
    assert figures["ministers.unanswered"] == 100
