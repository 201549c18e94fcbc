"""The JSON Schema (2020-12) of a Reading: the one that ships, and what the dataclasses alone imply.

``schema()`` is the shipped ``schema.json``: shapes, descriptions and constraints. ``derived()`` is built
from the types in ``types.py`` and knows shapes only; a test holds the two together, so that neither a
field nor a permitted value can be changed in one place alone. ``python -m sandpiper.schema`` prints the
shipped one.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from importlib import resources
from typing import Any, Literal

from sandpiper.types import SCHEMA, Reading, Span, contract_fields

Json = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean"}


def text() -> str:
    """The shipped schema as it stands in the package."""
    return resources.files("sandpiper").joinpath("schema.json").read_text(encoding="utf-8")


def schema() -> Json:
    """The shipped schema, parsed; a new object at each call."""
    return typing.cast(Json, json.loads(text()))


def derived() -> Json:
    """The schema that the contract's dataclasses imply: shapes and permitted values, no descriptions."""
    definitions: dict[str, Json] = {"Span": _span()}
    _define(Reading, definitions)
    reading = definitions.pop("Reading")
    reading["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": _DIALECT, **reading, "$defs": definitions}


def _span() -> Json:
    offset = {"type": "integer"}
    return {"type": "array", "prefixItems": [offset, dict(offset)], "items": False, "minItems": 2}


def _define(cls: type, definitions: dict[str, Json]) -> None:
    """Add the definition of ``cls`` and of every class that its fields reach."""
    if cls.__name__ in definitions:
        return
    definition: Json = {"type": "object", "additionalProperties": False, "required": [], "properties": {}}
    definitions[cls.__name__] = definition
    for name, key, hint in contract_fields(cls):
        if name == "in_":  # written only where it is not the text
            definition["properties"][key] = {"enum": ["title"]}
            continue
        definition["required"].append(key)
        definition["properties"][key] = _shape(hint, definitions)


def _shape(hint: Any, definitions: dict[str, Json]) -> Json:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _nullable(_shape(_other_than_none(hint), definitions))
    if origin is Literal:
        return {"enum": list(typing.get_args(hint))}
    if hint is Span:
        return {"$ref": "#/$defs/Span"}
    if origin is tuple:
        return {"type": "array", "items": _shape(typing.get_args(hint)[0], definitions)}
    if dataclasses.is_dataclass(hint):
        cls = typing.cast(type, hint)
        _define(cls, definitions)
        return {"$ref": f"#/$defs/{cls.__name__}"}
    return {"type": _SIMPLE[hint]}


def _other_than_none(hint: Any) -> Any:
    (rest,) = [option for option in typing.get_args(hint) if option is not type(None)]
    return rest


def _nullable(shape: Json) -> Json:
    if "enum" in shape:
        return {"enum": [*shape["enum"], None]}
    if "$ref" in shape:
        return {"anyOf": [shape, {"type": "null"}]}
    return {**shape, "type": [shape["type"], "null"]}


if __name__ == "__main__":
    print(text(), end="")
