"""The record contract as frozen dataclasses; imports nothing of the package.

Offsets are Unicode code points, half open, into ``story.text`` (or into ``story.title`` where an
object says ``in_ == "title"``). A field whose contract name is a Python keyword carries a trailing
underscore here and none in JSON (``from_`` is ``"from"``). ``Reading.to_dict`` and
``Reading.from_dict`` are exact inverses; the JSON Schema in ``sandpiper/schema.json`` is tested
against these classes.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar

SCHEMA = "sandpiper/1"

MentionType = Literal["PER", "ORG", "GPE", "LOC", "FAC", "NORP", "ROLE", "PRON", "MISC"]
ActorKind = Literal[
    "person",
    "state",
    "government",
    "military",
    "igo",
    "party",
    "armed_group",
    "company",
    "ngo",
    "media",
    "people",
    "unnamed",
]
FurnitureKind = Literal["headline", "credit", "caption", "byline", "dateline", "slug", "boilerplate", "link"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
TimePrecision = Literal["minute", "hour", "day", "week", "month", "quarter", "year", "decade", "vague"]
PlacePrecision = Literal["point", "city", "division", "country", "region"]
StatementForm = Literal["direct", "indirect", "mixed"]
StatementKind = Literal[
    "assertion", "accusation", "denial", "pledge", "forecast", "demand", "threat", "appeal"
]
Status = Literal["happened", "ongoing", "future", "called_for", "hypothetical", "negated", "historical"]
LedgerKind = Literal["pledge", "forecast", "demand", "threat", "condition", "deadline"]
Where = Literal["title"] | None


class Span(NamedTuple):
    """Half-open code-point offsets into one string; written to JSON as ``[start, end]``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words this span stands for."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that support a decision, and the rule that used them."""

    start: int
    end: int
    rule: str
    in_: Where = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of the wire's own furniture: no statement or event comes from it."""

    start: int
    end: int
    kind: FurnitureKind


@dataclass(frozen=True, slots=True)
class Dateline:
    """``ASTANA, 8 June. /TASS/.``: place and date as written or ISO where certain, agency by its usual name."""

    start: int
    end: int
    place: str | None = None
    date: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class MachineTranslated:
    """Signs that the text was translated by machine; ``probability`` is None when not estimated."""

    probability: float | None = None
    from_: str | None = None
    cues: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One story: readers fill the first line of fields, ``extract.furniture`` the others."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    dateline: Dateline | None = None
    furniture: tuple[Furniture, ...] = ()
    contexts: tuple[str, ...] = ()
    machine_translated: MachineTranslated = MachineTranslated()

    def string(self, where: Where) -> str:
        """The string that spans with ``in_ == where`` point into."""
        return (self.title or "") if where == "title" else self.text


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or describe somebody or some place; ``actor`` is an actor's id."""

    id: str
    start: int
    end: int
    text: str
    type: MentionType
    actor: str | None = None
    in_: Where = None
    confidence: float | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Nature:
    """What a model thinks of whom a mention means: probabilities of his first sector (None: of none) and of his kind, and
    the word of the text that tells his country, with how sure that is. No part of the record."""

    sectors: typing.Mapping[str | None, float]
    kinds: typing.Mapping[str, float]
    country: Span | None = None
    sure: float = 0.0


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who can act or speak, resolved as far as the story allows."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    as_of: str | None = None
    key: str | None = None
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A mention that names a place, with its GeoNames point."""

    id: str
    mention: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    precision: PlacePrecision = "city"
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Time:
    """A TIMEX3 expression; ``anchor`` is the ISO date or time id it was reckoned from."""

    id: str
    start: int
    end: int
    text: str
    type: TimeType
    value: str
    anchor: str | None = None
    precision: TimePrecision = "day"
    conflict: str | None = None
    in_: Where = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class When:
    """A date of an event or statement: TIMEX3 value, precision, and the time id it came from
    (or ``"published"`` or ``"dateline"``)."""

    value: str
    precision: TimePrecision
    from_: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people, between ``min`` and ``max`` (either may be open), and the words that say so."""

    min: int | None
    max: int | None
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution: who said what, in which words."""

    id: str
    source: Spans
    cue: Spans
    content: Spans
    speaker: str | None = None
    form: StatementForm = "indirect"
    kind: StatementKind = "assertion"
    within: str | None = None
    date: When | None = None
    certainty: float | None = None
    negated: bool = False
    topics: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    confidence: float = 0.0
    co_speakers: tuple[str, ...] = ()
    in_: Where = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another category the words allow, and why."""

    category: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A PLOVER event: who did what to whom."""

    id: str
    category: str
    trigger: Spans
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    quad: str = ""
    score: float | None = None
    cameo: str | None = None
    date: When | None = None
    place: str | None = None
    status: Status = "happened"
    reciprocal: bool = False
    dead: Count | None = None
    injured: Count | None = None
    arrested: Count | None = None
    size: Count | None = None
    alternatives: tuple[Alternative, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    reported_by: str | None = None
    confidence: float = 0.0
    sentence: int | None = None
    in_: Where = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a pledge falls due: its words, and the interval where it can be reckoned (ISO dates)."""

    text: Spans
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Who is bound to what, towards whom, until when."""

    id: str
    kind: LedgerKind
    by: str | None
    to: tuple[str, ...] = ()
    statement: str | None = None
    basis: Literal["personal", "institutional"] = "personal"
    content: Spans = ()
    due: Due | None = None
    depends_on: str | None = None
    in_: Where = None


@dataclass(frozen=True, slots=True)
class Repair:
    """These words probably mean this, for these reasons, this surely. The text is never changed."""

    id: str
    start: int
    end: int
    surface: str
    reading: str
    actor: str | None
    rule: str
    evidence: Spans = ()
    confidence: float = 0.0
    action: Literal["repair", "flag", "veto"] = "flag"
    in_: Where = None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something the reader should know: a contradiction, an impossible date, a damaged input."""

    kind: str
    text: str
    spans: Spans = ()
    in_: Where = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole record of one story."""

    schema: str
    model: str
    sandpiper: str
    story: Story
    sentences: Spans = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object, made of dicts, lists, strings, numbers, booleans and None."""
        return typing.cast(dict[str, Any], _plain(self))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Reading:
        """The inverse of :meth:`to_dict`, which passes over fields that it does not know.

        Raises ``ValueError`` for another ``schema``, and for what does not fit, naming the field.
        """
        return _build(cls, data, cls.__name__)


_T = TypeVar("_T")

# Strings of a closed list that the types leave open; schema.json has the same, and a test compares them.
_CATEGORIES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
CLOSED: dict[tuple[str, str], tuple[str, ...]] = {
    ("Reading", "schema"): (SCHEMA,),
    ("Event", "category"): _CATEGORIES,
    ("Alternative", "category"): _CATEGORIES,
}


@functools.cache
def contract_fields(cls: type) -> tuple[tuple[str, str, Any], ...]:
    """(attribute, JSON name, resolved type) of each field of a contract class, in JSON order."""
    hints = typing.get_type_hints(cls)
    return tuple((f.name, f.name.rstrip("_"), hints[f.name]) for f in dataclasses.fields(cls))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        out: dict[str, Any] = {}
        for name, key, _ in contract_fields(type(value)):
            item = getattr(value, name)
            if name == "in_" and item is None:
                continue  # absent means: in the text
            out[key] = _plain(item)
        return out
    return value


def _build(cls: type[_T], data: Any, path: str) -> _T:
    if not isinstance(data, dict):
        raise ValueError(f"{path}: expected an object, got {type(data).__name__}")
    given = {}
    for name, key, hint in contract_fields(typing.cast(Any, cls)):
        if key in data:
            value = given[name] = _value(hint, data[key], f"{path}.{key}")
            closed = CLOSED.get((cls.__name__, key))
            if closed and value not in closed:
                raise ValueError(f"{path}.{key}: {value!r} is not {_one_of(closed)}")
        elif name in _required(typing.cast(Any, cls)):
            raise ValueError(f"{path}: the field {key!r} is missing")
    return cls(**given)


def _one_of(values: tuple[Any, ...]) -> str:
    return repr(values[0]) if len(values) == 1 else f"one of {', '.join(map(str, values))}"


@functools.cache
def _required(cls: type) -> frozenset[str]:
    return frozenset(
        f.name
        for f in dataclasses.fields(cls)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    )


def _value(hint: Any, data: Any, path: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        options = typing.get_args(hint)
        if data is None:
            if type(None) in options:
                return None
            raise ValueError(f"{path}: must not be null")
        rest = [option for option in options if option is not type(None)]
        return _value(rest[0], data, path)
    if origin is Literal:
        if data not in typing.get_args(hint):
            raise ValueError(f"{path}: {data!r} is not {_one_of(typing.get_args(hint))}")
        return data
    if hint is Span:
        if not (isinstance(data, (list, tuple)) and len(data) == 2 and all(type(n) is int for n in data)):
            raise ValueError(f"{path}: a span is [start, end], got {data!r}")
        return Span(*data)
    if origin is tuple:
        if not isinstance(data, (list, tuple)):
            raise ValueError(f"{path}: expected a list, got {type(data).__name__}")
        item = typing.get_args(hint)[0]
        return tuple(_value(item, one, f"{path}[{i}]") for i, one in enumerate(data))
    if dataclasses.is_dataclass(hint):
        return _build(typing.cast(type, hint), data, path)
    if hint is float:
        if type(data) not in (int, float):
            raise ValueError(f"{path}: expected a number, got {data!r}")
        return float(data)
    if hint in (int, str, bool):
        if type(data) is not hint:
            raise ValueError(f"{path}: expected {hint.__name__}, got {data!r}")
        return data
    raise AssertionError(f"no rule for {hint!r}")
