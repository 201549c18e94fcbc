"""A town with its state or country behind it and no comma between."""

import pytest

from sandpiper.resolve.places import parted, resolve
from sandpiper.types import Mention, MentionType, Story


def mention(text: str, words: str, kind: MentionType = "GPE", id_: str = "m3") -> Mention:
    start = text.index(words)
    return Mention(id_, start, start + len(words), words, kind)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("Orlando Florida", "Orlando", "Florida"),
        ("san francisco california", "san francisco", "california"),
        ("San Rafael Ca", "San Rafael", "Ca"),
        ("Renton WA", "Renton", "WA"),
        ("brittany france", "brittany", "france"),
        ("San Jose Costa Rica", "San Jose", "Costa Rica"),
        ("Charlotte north Carolina", "Charlotte", "north Carolina"),
    ],
)
def test_a_town_and_what_holds_it_are_two(name: str, first: str, second: str) -> None:
    text = f"Police in {name} made arrests."
    one, two = parted([mention(text, name)], 3)
    assert (one.text, two.text, one.id, two.id) == (first, second, "m3", "m4")
    assert text[one.start : one.end] == first and text[two.start : two.end] == second


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Baja California", "LOC"),
        ("Kansas City", "GPE"),
        ("South Sudan", "GPE"),
        ("Northern Iraq", "LOC"),
        ("Central Iowa", "LOC"),
        ("Lake Michigan", "LOC"),
        ("Bosnia Herzegovina", "GPE"),
        ("Bank of China", "ORG"),
        ("Paris Texas", "PER"),
        ("Cairo", "GPE"),
        ("Orlando, Florida", "GPE"),
        ("hamilton in", "GPE"),
    ],
)
def test_one_name_stays_one(name: str, kind: MentionType) -> None:
    kept = [mention(f"{name} again", name, kind)]
    assert parted(kept, 3) == kept


def test_the_others_are_numbered_anew() -> None:
    text = "He left Orlando Florida for Cuba."
    found = parted([mention(text, "Orlando Florida", id_="m0"), mention(text, "Cuba", id_="m1")], 0)
    assert [(m.id, m.text) for m in found] == [("m0", "Orlando"), ("m1", "Florida"), ("m2", "Cuba")]


def test_the_town_lies_in_the_state_behind_it() -> None:
    text = "A march in Paris Texas ended quietly."
    two = parted([mention(text, "Paris Texas", id_="m0")], 0)
    assert [p.country for p in resolve(Story(id="s", text=text), two, ())] == ["USA", "USA"]
