"""The contract in its four forms held together: dataclasses, JSON, JSON Schema, and the page that explains it."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandpiper import schema as schemas
from sandpiper.settings import Settings
from sandpiper.types import CLOSED, Mention, Reading, Span, contract_fields

ROOT = Path(__file__).parent.parent
SHIPPED = schemas.schema()
VALIDATOR = jsonschema.Draft202012Validator(SHIPPED)
CONSTRAINTS = {"$id", "title", "description", "pattern", "minimum", "maximum"}


def rule_of(cls: type, key: str) -> dict[str, Any]:
    """The shipped schema's rule for one field, or for the items of a list."""
    properties = SHIPPED["properties"] if cls is Reading else SHIPPED["$defs"][cls.__name__]["properties"]
    return typing.cast(dict[str, Any], properties[key].get("items", properties[key]))


def values(hint: Any, rule: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a field's type that its rule allows."""
    if "const" in rule:
        return st.just(rule["const"])
    options = typing.get_args(hint)
    if type(None) in options:
        return st.none() | values(next(o for o in options if o is not type(None)), rule)
    if typing.get_origin(hint) is Literal:
        return st.sampled_from(options)
    if hint is Span:
        return st.builds(
            lambda start, length: Span(start, start + length), st.integers(0), st.integers(0, 99)
        )
    if typing.get_origin(hint) is tuple:
        return st.lists(values(options[0], rule), max_size=2).map(tuple)
    if dataclasses.is_dataclass(hint):
        return records(typing.cast(type, hint))
    if hint is bool:
        return st.booleans()
    low, high = rule.get("minimum"), rule.get("maximum")
    if hint is int:
        return st.integers(low, high)
    if hint is float:
        return st.floats(low, high, allow_nan=False, allow_infinity=False)
    assert hint is str, hint
    if "enum" in rule:
        return st.sampled_from(rule["enum"])
    if "pattern" in rule:
        return st.from_regex(re.compile(rule["pattern"], re.ASCII), fullmatch=True)
    return st.text(max_size=20)


def records(cls: type) -> st.SearchStrategy[Any]:
    """Any object of a contract class."""
    return st.builds(
        cls,
        **{
            name: values(hint, {} if key == "in" else rule_of(cls, key))
            for name, key, hint in contract_fields(cls)
        },
    )


@given(records(Reading))
@settings(max_examples=60, deadline=None)
def test_any_reading_survives_json_and_fits_the_schema(reading: Reading) -> None:
    written = json.dumps(reading.to_dict())
    data = json.loads(written)
    assert Reading.from_dict(data) == reading
    assert json.dumps(Reading.from_dict(data).to_dict()) == written
    VALIDATOR.validate(data)


def test_the_full_reading_survives_json_and_fits_the_schema(full_reading: Reading) -> None:
    data = json.loads(json.dumps(full_reading.to_dict()))
    VALIDATOR.validate(data)
    assert Reading.from_dict(data) == full_reading


def test_the_full_reading_has_every_class_of_the_contract(full_reading: Reading) -> None:
    def classes(value: Any) -> Iterator[str]:
        if isinstance(value, tuple):
            yield from (
                ["Span"] if isinstance(value, Span) else (name for item in value for name in classes(item))
            )
        elif dataclasses.is_dataclass(value):
            yield type(value).__name__
            for field in dataclasses.fields(value):
                yield from classes(getattr(value, field.name))

    assert set(classes(full_reading)) == {"Reading", *SHIPPED["$defs"]}


# The schema and the dataclasses


def shape(node: dict[str, Any]) -> dict[str, Any]:
    """A schema without what the types cannot know: descriptions, ranges, patterns, vocabularies of strings."""
    bare = {key: value for key, value in node.items() if key not in CONSTRAINTS}
    if "type" in bare:
        bare.pop("enum", None)
    for key in ("properties", "$defs"):
        if key in bare:
            bare[key] = {name: shape(inner) for name, inner in bare[key].items()}
    for key in ("prefixItems", "anyOf"):
        if key in bare:
            bare[key] = [shape(inner) for inner in bare[key]]
    if isinstance(bare.get("items"), dict):
        bare["items"] = shape(bare["items"])
    return bare


def test_the_shipped_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SHIPPED)


def test_the_shipped_schema_has_the_shape_of_the_dataclasses() -> None:
    assert shape(SHIPPED) == schemas.derived()


def test_the_schema_lists_fields_in_the_order_they_are_written() -> None:
    for name, derived in (("Reading", schemas.derived()), *schemas.derived()["$defs"].items()):
        shipped = SHIPPED if name == "Reading" else SHIPPED["$defs"][name]
        assert list(shipped.get("properties", ())) == list(derived.get("properties", ())), name


def test_everything_in_the_schema_is_described() -> None:
    for name, definition in (("Reading", SHIPPED), *SHIPPED["$defs"].items()):
        assert definition["description"], name
        for key, field in definition.get("properties", {}).items():
            assert field["description"].endswith("."), f"{name}.{key}"


# one break of each sort of rule: (where, value)
BREAKS: list[tuple[tuple[str | int, ...], Any]] = [
    (("schema",), "sandpiper/0"),
    (("story", "published"), "8 June 2017"),
    (("story", "machine_translated", "probability"), 1.5),
    (("sentences", 0), [1]),
    (("sentences", 0), [1, 2, 3]),
    (("sentences", 0), [-1, 2]),
    (("mentions", 0, "id"), "0"),
    (("mentions", 0, "type"), "PERSON"),
    (("mentions", 0, "actor"), "m0"),
    (("mentions", 0, "start"), -1),
    (("mentions", 0, "start"), 1.5),
    (("mentions", 0, "in"), "text"),
    (("mentions", 0, "colour"), "red"),
    (("actors", 0, "confidence"), 1.01),
    (("actors", 0, "confidence"), None),
    (("actors", 0, "country"), "Norland"),
    (("places", 0, "lat"), 91),
    (("places", 0, "mention"), "a0"),
    (("statements", 0, "speaker"), "s1"),
    (("statements", 0, "date", "from"), "yesterday"),
    (("events", 0, "category"), "MEET"),
    (("events", 0, "arrested", "min"), -1),
    (("events", 0, "actor"), "a0"),
    (("ledger", 0, "due"), []),
    (("repairs", 0, "action"), "delete"),
]


@pytest.mark.parametrize(("where", "value"), BREAKS, ids=lambda item: str(item))
def test_the_schema_refuses(full_reading: Reading, where: tuple[str | int, ...], value: Any) -> None:
    data: Any = full_reading.to_dict()
    holder = data
    for step in where[:-1]:
        holder = holder[step]
    holder[where[-1]] = value
    assert not VALIDATOR.is_valid(data)


def test_the_schema_wants_every_field(full_reading: Reading) -> None:
    data = full_reading.to_dict()
    for holder in (data, data["story"], data["actors"][0], data["statements"][0], data["events"][0]):
        for key in [key for key in holder if key != "in"]:
            value = holder.pop(key)
            assert not VALIDATOR.is_valid(data), key
            holder[key] = value
    assert VALIDATOR.is_valid(data)


# Reading.from_dict names what does not fit

MISFITS: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("story",), [], r"Reading\.story: expected an object, got list"),
    (("story", "furniture"), None, r"Reading\.story\.furniture: expected a list, got NoneType"),
    (("model",), None, r"Reading\.model: expected str, got None"),
    (("mentions",), {}, r"Reading\.mentions: expected a list, got dict"),
    (("mentions", 1, "type"), "CITY", r"Reading\.mentions\[1\]\.type: 'CITY' is not one of PER, ORG"),
    (("mentions", 1, "start"), "4", r"Reading\.mentions\[1\]\.start: expected int, got '4'"),
    (("mentions", 1, "start"), True, r"Reading\.mentions\[1\]\.start: expected int, got True"),
    (("sentences", 2), [4], r"Reading\.sentences\[2\]: a span is \[start, end\], got \[4\]"),
    (("actors", 0, "confidence"), "high", r"Reading\.actors\[0\]\.confidence: expected a number, got 'high'"),
    (("schema",), "sandpiper/2", r"Reading\.schema: 'sandpiper/2' is not 'sandpiper/1'"),
    (("events", 0, "category"), "FOO", r"Reading\.events\[0\]\.category: 'FOO' is not one of AGREE, CONSULT"),
    (("events", 0, "status"), [], r"Reading\.events\[0\]\.status: \[\] is not one of happened"),
    (("events", 0, "date", "from"), 7, r"Reading\.events\[0\]\.date\.from: expected str, got 7"),
    (("statements", 0, "content", 0), "x", r"Reading\.statements\[0\]\.content\[0\]: a span is"),
]


@pytest.mark.parametrize(("where", "value", "message"), MISFITS, ids=lambda item: str(item))
def test_from_dict_names_the_field(
    full_reading: Reading, where: tuple[str | int, ...], value: Any, message: str
) -> None:
    data: Any = full_reading.to_dict()
    holder = data
    for step in where[:-1]:
        holder = holder[step]
    holder[where[-1]] = value
    with pytest.raises(ValueError, match=message):
        Reading.from_dict(data)


def test_from_dict_passes_over_fields_that_it_does_not_know(full_reading: Reading) -> None:
    data = full_reading.to_dict()
    for holder in (data, data["story"], data["events"][0], data["events"][0]["arrested"]):
        holder["novel"] = {"any": [1]}
    assert Reading.from_dict(data) == full_reading


def test_closed_lists_are_those_of_the_schema() -> None:
    found = {("Reading", "schema"): (SHIPPED["properties"]["schema"]["const"],)}
    for name, definition in SHIPPED["$defs"].items():
        for key, rule in definition.get("properties", {}).items():
            if rule.get("type") == "string" and "enum" in rule:
                found[name, key] = tuple(rule["enum"])
    assert found == CLOSED


def test_from_dict_of_nothing() -> None:
    for data, message in (
        ({}, "Reading: the field 'schema' is missing"),
        ([], "Reading: expected an object"),
    ):
        with pytest.raises(ValueError, match=message):
            Reading.from_dict(data)  # type: ignore[arg-type]


def test_from_dict_names_a_missing_field(full_reading: Reading) -> None:
    data = full_reading.to_dict()
    del data["mentions"][3]["text"]
    with pytest.raises(ValueError, match=r"Reading\.mentions\[3\].*text"):
        Reading.from_dict(data)


def test_from_dict_takes_a_whole_number_for_a_probability(full_reading: Reading) -> None:
    data = full_reading.to_dict()
    data["actors"][0]["confidence"] = 1
    confidence = Reading.from_dict(data).actors[0].confidence
    assert confidence == 1.0 and type(confidence) is float


def test_in_is_absent_for_the_text(full_reading: Reading) -> None:
    mentions = full_reading.to_dict()["mentions"]
    assert mentions[0]["in"] == "title"
    assert "in" not in mentions[1]
    assert Reading.from_dict(full_reading.to_dict()).mentions[1].in_ is None


# The two laws that no schema can hold


def test_slices_equal_words(full_reading: Reading, check_slices: Any) -> None:
    check_slices(full_reading)


def test_references_hold(full_reading: Reading, check_references: Any) -> None:
    check_references(full_reading)


def test_the_slice_check_sees_what_is_wrong(full_reading: Reading, check_slices: Any) -> None:
    first = full_reading.mentions[1]
    event = full_reading.events[0]
    wrong = [
        {"mentions": (dataclasses.replace(first, text="Port Vale"),)},
        {"mentions": (dataclasses.replace(first, start=first.start + 1),)},
        {"mentions": (Mention("m0", *first.span, first.text, "GPE", in_="title"),)},
        {"events": (dataclasses.replace(event, trigger=(Span(5, 5),)),)},
        {"events": (dataclasses.replace(event, trigger=(Span(0, 10**6),)),)},
        {"events": (dataclasses.replace(event, sentence=3),)},
        {"sentences": full_reading.sentences[::-1]},
    ]
    for change in wrong:
        with pytest.raises(AssertionError):
            check_slices(dataclasses.replace(full_reading, **change))


def test_the_reference_check_sees_what_is_wrong(full_reading: Reading, check_references: Any) -> None:
    event = full_reading.events[0]
    wrong = [
        {"mentions": full_reading.mentions[1:]},
        {"events": (dataclasses.replace(event, actor=("a9",)),)},
        {"events": (dataclasses.replace(event, place="m1"),)},
        {"events": (dataclasses.replace(event, date=dataclasses.replace(event.date, from_="t7")),)},
    ]
    for change in wrong:
        with pytest.raises(AssertionError):
            check_references(dataclasses.replace(full_reading, **change))


def test_the_demo_stories_read_into_the_contract(check_slices: Any, check_references: Any) -> None:
    pipeline = pytest.importorskip("sandpiper.pipeline", reason="the pipeline is not there yet")
    reader = pipeline.Reader()
    lines = (ROOT / "sandpiper/demo/stories.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        story = json.loads(line)
        text = story.pop("text")
        reading = reader.read(text, **{key: value for key, value in story.items() if key in _READ_FIELDS})
        VALIDATOR.validate(reading.to_dict())
        assert Reading.from_dict(copy.deepcopy(reading.to_dict())) == reading
        check_slices(reading)
        check_references(reading)


_READ_FIELDS = {"title", "published", "id", "url", "outlet", "language"}


# The page, and the settings


def test_the_page_explains_every_field_of_every_class() -> None:
    page = (ROOT / "docs/contract.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    for name, definition in (("Reading", SHIPPED), *SHIPPED["$defs"].items()):
        rows = re.findall(r"^\| `(\w+)` \|", sections.get(name, ""), re.M)
        assert rows == list(definition.get("properties", ())), name


def test_settings_refuse_what_cannot_work() -> None:
    assert Settings(window_pieces=128, context_pieces=24).window_pieces == 128
    for wrong in (
        {"trigger_threshold": 1.5},
        {"mention_threshold": float("nan")},
        {"window_pieces": 1024},
        {"window_pieces": 200.0},
        {"context_pieces": 200},
        {"context_pieces": -1},
    ):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            Settings(**wrong)  # type: ignore[arg-type]


def test_settings_are_frozen_and_explained() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().window_pieces = 128  # type: ignore[misc]
    source = (ROOT / "sandpiper/settings.py").read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        assert re.search(rf'^    {field.name}: \w+ = .+\n    """', source, re.M), field.name
