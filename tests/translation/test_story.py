"""A translated story through the shipped model: whose words, which sense, and that the record says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandpiper import Reader
from sandpiper.settings import Settings
from sandpiper.types import Reading

EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "examples" / "kremlin-nato.txt"
OWN = """Bulk: we will go to the court of Strasbourg

MOSCOW, March 3. /Interfax/. The court of the Moscow district refused to the oppositionist Alexei Navalny in the claim to the \
investigators. About it on Tuesday informed journalists the press Secretary of the court Irina Lesnaya.

“The decision is illegal, on it will be written the complaint”, – said Bulk to the correspondents. In connection with that the \
state Duma adopted the law “About bases of work of the courts”."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def speakers_of(reading: Reading, words: str) -> set[str | None]:
    """The names of those who say statements whose content holds the words."""
    names = {a.id: a.name for a in reading.actors}
    text = reading.story.text
    return {
        names.get(s.speaker or "") for s in reading.statements if any(words in c.of(text) for c in s.content)
    }


def test_a_translated_name_speaks(reader: Reader) -> None:
    reading = reader.read(OWN, published="2015-03-03")
    assert speakers_of(reading, "we will go") == {"Alexei Navalny"}
    assert "Alexei Navalny" in speakers_of(reading, "The decision is illegal")
    assert reading.story.machine_translated.from_ in {"ru", "uk"}
    used = {i for s in reading.statements for i in s.repairs}
    assert {r.surface for r in reading.repairs if r.id in used} >= {"Bulk"}
    for r in reading.repairs:
        assert OWN[r.start : r.end] == r.surface
    for m in reading.mentions:
        assert OWN[m.start : m.end] == m.text


def test_the_layer_can_be_turned_off() -> None:
    reading = Reader(settings=Settings(repair_threshold=1.0)).read(OWN, published="2015-03-03")
    assert {r.action for r in reading.repairs} == {"flag"}
    assert "Alexei Navalny" not in speakers_of(reading, "we will go")


def test_a_title_given_apart(reader: Reader) -> None:
    title, _, text = OWN.partition("\n\n")
    reading = reader.read(text, title=title, published="2015-03-03")
    (one,) = [r for r in reading.repairs if r.in_ == "title"]
    assert (one.surface, one.reading) == ("Bulk", "Navalny") and all(
        e.end <= len(title) for e in one.evidence
    )
    actor = next(a for a in reading.actors if a.id == one.actor)
    assert any(e.in_ is None and text[e.start : e.end] == "Navalny" for e in actor.evidence)


@pytest.mark.skipif(not EXAMPLE.is_file(), reason="the example lies outside the repository")
def test_the_example(reader: Reader) -> None:
    text = EXAMPLE.read_text("utf-8")
    reading = reader.read(text, published="2017-06-08")
    assert speakers_of(reading, "the Kremlin takes action") == {"Dmitry Peskov"}
    assert speakers_of(reading, "The Kremlin is concerned") == {"Dmitry Peskov"}
    assert "REJECT" not in {e.category for e in reading.events}
    assert not any("About bases" in c.of(text) for s in reading.statements for c in s.content)
    sands = next(r for r in reading.repairs if r.surface == "Sands")
    assert sands.evidence[0].of(text) == "Peskov"
