from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import compile as compiler

HEAD = """# t-1
published: 2001-05-04
title: Oman sends envoy
text: BUCHAREST - Romania and Oman signed a pact. "We agree," he said; then he left.
"""


def compiled(tmp_path: Path, lines: str, head: str = HEAD) -> tuple[list[dict], list[str]]:
    path = tmp_path / "t.txt"
    path.write_text(head + lines, encoding="utf-8")
    records, problems = compiler.compile_files([path])
    return records, [str(problem) for problem in problems]


def test_offsets_give_back_the_words(tmp_path: Path) -> None:
    records, problems = compiled(
        tmp_path,
        """A oman kind=state country=OMN sectors=GOV : GPE "Oman" ; GPE "title:Oman"
A rom kind=state country=ROU sectors=GOV : GPE "Romania"
A he kind=person : PRON "he"#2
S s1 source="he"#1 cue="said" content="\\"We agree,\\"" speaker=he kind=assertion
E e1 SUPPORT trigger="signed"+"pact" actor=oman,rom status=happened date=2001-05 reciprocal dead=3-5
""",
    )
    assert problems == []
    (record,) = records
    text = record["text"]
    in_text = [m for m in record["mentions"] if "in" not in m]
    assert [text[m["start"] : m["end"]] for m in in_text] == ["Romania", "Oman", "he"]
    assert record["mentions"][-1] == {"start": 0, "end": 4, "type": "GPE", "actor": "oman", "in": "title"}
    (event,) = record["events"]
    assert [text[s:e] for s, e in event["trigger"]] == ["signed", "pact"]
    assert event["dead"] == {"min": 3, "max": 5} and event["injured"] is None
    (statement,) = record["statements"]
    assert [text[s:e] for s, e in statement["content"]] == ['"We agree,"']


def test_kosovo_has_one_code(tmp_path: Path) -> None:
    head = HEAD.replace("Romania and Oman", "Kosovo and Oman")
    (record,), problems = compiled(tmp_path, 'A k kind=state country=XKX sectors=GOV : GPE "Kosovo"\n', head)
    assert not problems and record["actors"]["k"]["country"] == "KOS"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('A x kind=state : GPE "Chad"', "not in the text"),
        ('A x kind=person : PRON "he"', "occurs 2 times"),
        ('A x kind=person : PRON "he"#3', "no occurrence #3"),
        ('A x kind=kingdom : GPE "Oman"', "unknown kind 'kingdom'"),
        ('A x kind=state : CITY "Oman"', "unknown mention type"),
        ('A x kind=state sectors=XYZ : GPE "Oman"', "unknown sector"),
        ("A x kind=state", "no mention"),
        ('E e SIGN trigger="signed"', "unknown category 'SIGN'"),
        ('E e COERCE mode=beat trigger="signed"', "unknown COERCE mode"),
        ('E e SUPPORT trigger="signed" contexts=sport', "unknown context"),
        ('E e SUPPORT trigger="signed" actor=nobody', "unknown actor"),
        ('E e SUPPORT trigger="signed" status=perhaps', "unknown status"),
        ('E e SUPPORT trigger="signed" by=s9', "unknown statement"),
        ('E e AID trigger="signed" status=future', "future AID is AGREE"),
        ('E e SUPPORT trigger="signed" date=2001-02-30', "impossible date"),
        ('E e SUPPORT trigger="signed" dead=many', "not a number"),
        ('E e SUPPORT trigger="signed" colour=red', "unknown key"),
        ('S s cue="said" content="We agree" kind=boast', "unknown statement kind"),
        ('S s cue="said"', "no content"),
        ('L pledge content="We agree" by=nobody', "unknown actor"),
        ("X what is this", "unknown kind of line"),
    ],
)
def test_refusals_name_file_line_and_reason(tmp_path: Path, line: str, reason: str) -> None:
    records, problems = compiled(tmp_path, line + "\n")
    assert records == []
    assert any(reason in problem and "t.txt:" in problem for problem in problems), problems


def test_a_bad_passage_is_skipped_and_the_next_one_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "t.txt", tmp_path / "o.jsonl"
    path.write_text(HEAD + "E e NONE\n\n" + HEAD.replace("t-1", "t-2"), encoding="utf-8")
    assert compiler.main([str(path), "--out", str(out)]) == 1
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["t-2"]
    assert "t.txt:5: t-1: " in capsys.readouterr().err


def test_check_finds_a_passage_copied_into_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.txt"
    path.write_text(HEAD + "\n" + HEAD.replace("t-1", "t-2") + "\n", encoding="utf-8")
    assert compiler.main([str(path)]) == 0
    capsys.readouterr()
    assert compiler.main([str(path), "--check"]) == 1
    assert "also stand in t-1" in capsys.readouterr().err


@given(st.text(min_size=1, max_size=40), st.data())
def test_every_found_span_slices_to_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    for at in compiler.occurrences(words, text):
        assert text[at : at + len(words)] == words


def test_ontology_agrees_with_the_reference() -> None:
    path = Path(__file__).parents[3] / "shared" / "reference" / "plover.json"
    if not path.exists():
        pytest.skip("needs ../shared beside the checkout")
    plover = json.loads(path.read_text(encoding="utf-8"))
    assert {name: tuple(row["modes"]) for name, row in plover["categories"].items()} == compiler.MODES
    assert set(plover["contexts"]) == compiler.CONTEXTS
    assert set(plover["sectors"]) == compiler.SECTORS


def test_the_committed_passages_compile_and_none_repeats_another() -> None:
    folder = Path(compiler.__file__).parent
    records, problems = compiler.compile_files(
        sorted([*folder.glob("passages/*.txt"), *folder.glob("test/*.txt")])
    )
    assert problems == []
    assert len(records) > 6000
    assert list(compiler.near_duplicates(records)) == []
