"""The whole flow on one page: a story in, a Reading out.

 1. furniture    headline, dateline, credits, captions, links        Story -> Story
 2. sentences    sentence borders outside the furniture              text -> Spans
 3. times        TIMEX3 expressions, contradictions                  Story -> Times, Warnings
 4. translation  signs of machine translation; what words stand for  Story -> Findings, used in 6, 8, 10 and 11
 5. encoder      one run a window, heads and links                   text -> Signals
 6. mentions     names, descriptions, pronouns                       Signals -> Mentions
 7. coreference  antecedents of pronouns and descriptions            Signals, Mentions -> ids
    nature       sector, kind and country of whom a mention means    Signals, Mentions -> Natures
 8. actors       who is meant, as of the story's date                Mentions -> Mentions, Actors
 9. places       where                                               Mentions, Actors -> Places
10. statements   who said what; speakers, nesting, dates, certainty  Signals -> Statements
11. events       who did what to whom; status, date, reported_by     Signals -> Events
    repeats      what is said again is said once; who contradicts whom  Statements -> Statements
12. ledger       what the statements bind whom to, and until when    Statements, Events -> LedgerEntries

The text and a title given apart are read one after the other through 5-7 and 10-11 and share everything else.
Only this module introduces rooms to each other.
"""

from __future__ import annotations

import dataclasses
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, SupportsIndex, TypeVar

from sandpiper import ledger, ontology, translation
from sandpiper._version import __version__
from sandpiper.errors import EmptyStory, InputError, UsageError
from sandpiper.extract import (
    certainty,
    coreference,
    disputes,
    events,
    furniture,
    mentions,
    nature,
    promises,
    repeats,
    sentences,
    speakers,
    statements,
)
from sandpiper.extract.encoder import CATEGORIES, DYAD, Encoder, OnnxEncoder, Signals
from sandpiper.resolve import dates, places
from sandpiper.resolve.actors import ActorTables
from sandpiper.resolve.places import Countries
from sandpiper.settings import Settings
from sandpiper.sources import clean
from sandpiper.translation import conflicts, use
from sandpiper.translation.findings import Finding
from sandpiper.types import (
    SCHEMA,
    Actor,
    Event,
    Furniture,
    Mention,
    Nature,
    Place,
    Reading,
    Repair,
    Span,
    Spans,
    Statement,
    Status,
    Story,
    Time,
    When,
    Where,
)

SpanLike = Span | tuple[int, int]


class Reader:
    """Loads the model and the tables once; thread-safe; no network, ever.

    ``model`` is a folder of an exported model (the shipped one by default), ``actors`` CSV files laid over the
    built-in tables, ``encoder`` replaces the model (``FakeEncoder`` in tests). Raises ``ModelError``, ``TableError``.
    """

    def __init__(
        self,
        *,
        model: str | Path | None = None,
        actors: Sequence[str | Path] = (),
        settings: Settings | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.tables = ActorTables.load(actors)
        self.encoder: Encoder = encoder or OnnxEncoder(
            Path(model) if model else None,
            window=self.settings.window_pieces,
            overlap=self.settings.context_pieces,
        )

    def read(
        self,
        text: str | Story,
        *,
        title: str | None = None,
        published: str | date | None = None,
        id: str | None = None,
        url: str | None = None,
        outlet: str | None = None,
        language: str | None = None,
    ) -> Reading:
        """One story's Reading. ``published`` is an ISO date, or a date of Python's.

        Raises ``EmptyStory`` when there is nothing to read, ``InputError`` for a date that is none, and ``UsageError`` (a
        ``ValueError``) for an argument of another type.
        """
        if isinstance(text, Story):
            story = text
        else:
            day: Any = published
            story = Story("" if id is None else id, text, title, day, url, outlet, language)
        return self._read(_checked(story))

    def read_all(
        self,
        stories: Iterable[Story | str],
        *,
        rejected: Callable[[Story | str, InputError], object] | None = None,
    ) -> Iterator[Reading]:
        """The same records as one at a time, byte for byte, in the order given.

        A story that cannot be read raises, as from ``read``, and that ends the iteration. With ``rejected`` it costs itself
        alone, as in ``sandpiper code``: that is called with story and error, and the next one is read.
        """
        if isinstance(stories, (str, bytes, Mapping)) or not isinstance(stories, Iterable):
            raise UsageError(f"read_all: expected stories or texts, got one {type(stories).__name__}")

        def readings() -> Iterator[Reading]:
            for story in stories:
                try:
                    reading = self.read(story)
                except InputError as error:
                    if rejected is None:
                        raise
                    rejected(story, error)
                else:
                    yield reading

        return readings()

    def dyad(
        self, text: str, *, actor: SpanLike | Sequence[SpanLike] | None, recipient: SpanLike | Sequence[SpanLike] | None
    ) -> dict[str, float]:  # fmt: skip
        """What the actor's words do to the recipient's: probabilities of the 16 categories and ``NONE``, summing to 1.

        What the model says of the marked pair and what it reads of acts that link the two count alike.

        Each side is a span, a list of spans, or None where it is not named; an empty span or one outside the text is a
        ``ValueError``.
        """
        who, whom = _spans_of(text, actor, "actor"), _spans_of(text, recipient, "recipient")
        near = _beside(text, [*who, *whom])  # of a long text no more is read than the marked words need
        acts = events.between(self.encoder.signals(near.of(text)), _moved(who, near), _moved(whom, near))
        told = dict(zip(CATEGORIES, acts.tolist(), strict=True))
        scores = {
            name: float(score) + told.get(name, 0.0)
            for name, score in zip(DYAD, self.encoder.dyad(text, who, whom), strict=True)
        }
        total = sum(scores.values())
        return {name: value / total for name, value in scores.items()}

    # -- the steps -----------------------------------------------------------------------------------

    def _read(self, given: Story) -> Reading:
        story = furniture.annotate(given)
        borders = sentences.split(story.text, story.furniture)
        apart = story.title if story.title and story.title == given.title and not _in_text(story) else None
        times, warnings = dates.find(story, borders)
        story = dataclasses.replace(story, machine_translated=translation.judge(story))
        findings = translation.find(
            story, apart=apart is not None, threshold=self.settings.repair_threshold, holder=self._holders,
            known=self.tables.knows, warnings=warnings,
        )  # fmt: skip
        relied = translation.used(findings)
        strings: list[tuple[Where, str, Signals]] = [(None, story.text, self.encoder.signals(story.text))]
        if apart:
            strings.append(("title", apart, self.encoder.signals(apart)))
        found: list[Mention] = []
        earlier: dict[str, str] = {}
        natures: dict[str, Nature] = {}
        for where, text, signals in strings:
            new = mentions.find(
                text, signals, threshold=self.settings.mention_threshold, where=where, first=len(found),
                borders=[] if where else [b for f in story.furniture for b in (f.start, f.end)],
            )  # fmt: skip
            new = places.parted(new, len(found))
            new = use.mentions_as_read(new, relied, where, len(found))
            earlier |= coreference.antecedents(text, signals, new, where)
            natures |= nature.natures(text, signals, new, where)
            found += new
        named, actors = self.tables.resolve(
            story, found, sentences=borders, antecedents=earlier, natures=natures
        )
        named = use.restored(named, story.text, story.title)
        actors = use.with_grounds(actors, named, relied)
        repairs = use.repairs(findings, named)
        where_found = places.resolve(story, named, actors)
        countries = Countries(story, named, actors, where_found)
        said: list[Statement] = []
        acts: list[Event] = []
        for where, text, signals in strings:
            context = _Context(
                story, borders, where, text, named, actors, times, where_found, countries, relied, repairs
            )
            inside = self._statements(context, signals)
            said += inside
            acts += self._events(context, signals, inside)
        said = _numbered_statements(said)
        acts = _numbered_events(acts, said, story)
        if self.settings.join_repeats:
            again = repeats.find(said, story.string, _headlines(story), _sides(actors))
            said, acts = _once(said, acts, again)
        said = disputes.marked(said, story.string, _headlines(story))
        acts = disputes.of_events(acts, said, story.string)
        where_found, acts = countries.number(acts)
        told = {c for e in acts for c in e.contexts}
        story = dataclasses.replace(story, contexts=tuple(c for c in ontology.CONTEXTS if c in told))
        return Reading(
            SCHEMA, self.encoder.name, __version__, story, borders, named, actors, where_found, times,
            tuple(said), tuple(acts), ledger.entries(story, said, acts, named, actors, times, dates.interval),
            repairs=repairs, warnings=(*warnings, *conflicts.find(story)),
        )  # fmt: skip

    def _holders(self, country: str, office: str, day: str) -> list[str]:
        """The names of those who held an office on a day."""
        return [e.name for e in self.tables.holder(country, office, day) or ()]

    def _statements(self, context: _Context, signals: Signals) -> list[Statement]:
        found = statements.find(
            context.text, signals, threshold=self.settings.statement_threshold,
            link=self.settings.link_threshold, where=context.where,
        )  # fmt: skip
        for line in context.headlines():
            if not any(any(line.contains(c) for c in s.cue) for s in found):
                extra = statements.headline(context.text, line, context.where, context.mention_spans())
                if extra is not None:
                    found.append(extra)
        if context.relied:
            found = use.told_before(found, context.relied, context.text, context.sentences, context.where)
            found = use.without_laws(use.with_speakers(found, context.relied, context.text), context.text)
            found = use.without_acts(found, context.relied)
        if context.where is None:
            found += promises.find(context.text, context.sentences, found, issuer=context.story.outlet)
        inside = [context.in_its_zone(s) for s in found]
        return [context.statement(s) for s in inside if s is not None]

    def _events(self, context: _Context, signals: Signals, said: Sequence[Statement]) -> list[Event]:
        found = events.find(
            context.text, signals, context.mentions, threshold=self.settings.trigger_threshold,
            link=self.settings.party_threshold, mutual=self.settings.reciprocal_threshold, where=context.where,
            sentences=() if context.where else context.sentences, calibration=self.encoder.calibration,
        )  # fmt: skip
        cues = _Index([_Cue(c.start, c.end, s.content) for s in said for c in s.cue])
        acts = [context.event(f, cues) for f in found if context.zone(f.trigger) is not None]
        return [e for act in acts if (e := use.as_read(act, context.relied)) is not None]


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=_Spanned)


class _Index(Generic[T]):
    """Things with offsets, by place: a story of five megabytes must not cost the square of a small one."""

    def __init__(self, items: Iterable[T]) -> None:
        self.items = sorted(items, key=lambda i: (i.start, -i.end))
        self._starts = [i.start for i in self.items]
        self._longest = max((i.end - i.start for i in self.items), default=0)

    def touching(self, span: Span) -> list[T]:
        """Those that share a character with the span, in order."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return [i for i in self.items[first:last] if i.end > span.start]


class _Cue(NamedTuple):
    """A cue of a statement with what is said."""

    start: int
    end: int
    content: Spans


@dataclasses.dataclass(frozen=True)
class _Context:
    """One string of a story with all that is resolved in it: what turns words into ids."""

    story: Story
    sentences: Spans
    where: Where
    text: str
    mentions: Sequence[Mention]
    actors: Sequence[Actor]
    times: Sequence[Time]
    places: Sequence[Place]
    countries: Countries
    relied: Sequence[Finding] = ()
    repairs: Sequence[Repair] = ()

    def headlines(self) -> list[Span]:
        if self.where == "title":
            return [Span(0, len(self.text))]
        return _headlines(self.story)

    def mention_spans(self) -> list[Span]:
        return [m.span for m in self._here.items]

    def zone(self, span: Span) -> Span | None:
        """What the words belong to: the headline they stand in, else the whole string; None in other furniture."""
        around = self._furniture.touching(span) if self.where is None else []
        if any(f.kind != "headline" for f in around):
            return None
        return Span(around[0].start, around[0].end) if around else Span(0, len(self.text))

    def in_zone(self, spans: Spans, zone: Span) -> Spans:
        """The parts of the spans that lie in the zone of other words: no headline runs on into the text, no text
        into a caption."""
        whole = zone == Span(0, len(self.text))
        out: list[Span] = []
        for span in spans:
            start, end = max(span.start, zone.start), min(span.end, zone.end)
            for f in self._furniture.touching(Span(start, end)) if whole and self.where is None else ():
                out.append(_trimmed(self.text, start, f.start))
                start = max(start, f.end)
            out.append(_trimmed(self.text, start, end))
        return tuple(s for s in out if any(c.isalnum() for c in s.of(self.text)))

    def in_its_zone(self, said: Statement) -> Statement | None:
        """The statement without what lies beyond the headline or text that its cue stands in; None where nothing
        of the content is left, and in furniture."""
        zone = self.zone((said.cue or said.content)[0])
        if zone is None:
            return None
        content = self.in_zone(said.content, zone)
        if not content:
            return None
        return dataclasses.replace(said, content=content, source=self.in_zone(said.source, zone))

    def statement(self, said: Statement) -> Statement:
        """The statement with its speaker, date, topics, certainty and repairs; what he says of his own doing decides its
        kind."""
        speaker, *others = (self.speakers(said.source) if said.cue else self.issuer(said)) or (None,)
        own = [
            m.span for m in self._here.touching(said.content[0]) if speaker is not None and m.actor == speaker
        ]
        said = dataclasses.replace(
            said,
            speaker=speaker,
            co_speakers=tuple(o for o in others if o),
            kind=statements.kind_of_own(self.text, said, own),
            date=self.when(said.cue[0], said.content) if said.cue else None,
            topics=self.topics(said.content),
            certainty=certainty.of(self.text, said),
        )
        return dataclasses.replace(said, repairs=use.of_statement(said, self.repairs))

    def speakers(self, source: Spans) -> tuple[str, ...]:
        """The actors who speak, by the words of the source: the first is the speaker."""
        here = {m.id: m for s in source for m in self._here.touching(s)}
        return speakers.speakers(self.text, source, list(here.values()))

    def issuer(self, said: Statement) -> tuple[str, ...]:
        """Of a promise without a cue the one who makes it, where its words name or mean somebody."""
        named = (m for m in self._here.touching(said.content[0]) if m.actor)
        outlet = self.story.outlet
        return tuple(m.actor or "" for m in named if promises.is_issuer(m.span.of(self.text), outlet))[:1]

    def topics(self, content: Spans) -> tuple[str, ...]:
        """Actors named in the content, in order, each once."""
        ids = [
            m.actor
            for s in content
            for m in self._here.touching(s)
            if m.actor and m.type != "PRON" and s.contains(m.span)
        ]
        return tuple(dict.fromkeys(i for i in ids if i))

    def sentence_of(self, span: Span) -> int | None:
        if self.where == "title":
            return None
        at = bisect_right(self.sentences, span.start, key=lambda s: s.start) - 1
        return at if at >= 0 and self.sentences[at].contains(Span(span.start, span.start)) else None

    def when(self, span: Span, content: Spans, status: Status | None = None) -> When | None:
        """The date of an act or of saying something, whose ``content`` tells when other things were."""
        around = self._around(span)
        if around is None:
            return None
        before = Span(around.start - dates.REACH, around.end)
        told = self._with_dateline(self._times, before)
        own = [t for t in told if not any(dates.is_of_what_is_said(self.text, span, c, t) for c in content)]
        return dates.when(self.story, around, span, own, status=status)

    def place(self, span: Span) -> str | None:
        around = self._around(span)
        if around is None:
            return None
        near = self._with_dateline(self._here, around)
        ids = {m.id for m in near}
        found = [p for i in ids for p in self._places.get(i, ())]
        return places.place_of(self.story, around, span, near, found)

    def named_place(self, mention: Mention | None) -> str | None:
        """The place that a mention names, if it was found on the map."""
        found = self._places.get(mention.id, []) if mention else []
        return found[0].id if found else None

    def located(self, found: events.Found, who: Sequence[str], whom: Sequence[str]) -> str | None:
        """The place of an event: the one that its words name, the one that its sentence names, its country."""
        named = self.named_place(found.place)
        around = self._around(found.trigger)
        if around is None:
            return named
        near, beside = self._here.touching(around), named or self.place(found.trigger)
        return self.countries.place(around, found.trigger, near, who, whom, found.place, beside)

    def _around(self, span: Span) -> Span | None:
        """The sentence of the words, or what of it lies near: without a full stop a whole page is one sentence."""
        at = self.sentence_of(span)
        if at is None:
            return None
        sentence = self.sentences[at]
        return Span(max(sentence.start, span.start - _REACH), min(sentence.end, span.end + _REACH))

    def _with_dateline(self, index: _Index[T], around: Span) -> list[T]:
        """What stands around an event or in the dateline: all that its date or place can come from."""
        line = self.story.dateline
        found = [*index.touching(Span(line.start, line.end))] if line else []
        return [*found, *(i for i in index.touching(around) if i not in found)]

    @cached_property
    def _here(self) -> _Index[Mention]:
        return _Index([m for m in self.mentions if m.in_ == self.where])

    @cached_property
    def _times(self) -> _Index[Time]:
        return _Index([t for t in self.times if t.in_ is None])

    @cached_property
    def _furniture(self) -> _Index[Furniture]:
        return _Index(self.story.furniture)

    @cached_property
    def _places(self) -> dict[str, list[Place]]:
        """Places by the mention that names them."""
        out: dict[str, list[Place]] = {}
        for p in self.places:
            if p.mention:
                out.setdefault(p.mention, []).append(p)
        return out

    def event(self, found: events.Found, cues: _Index[_Cue]) -> Event:
        """The Event of words found, without id and ``reported_by``; ``cues`` are those of the string's statements."""
        zone = self.zone(found.trigger)
        who = _ids([m for m in found.actor if self.zone(m.span) == zone])
        whom = _ids([m for m in found.recipient if self.zone(m.span) == zone])
        whom = tuple(i for i in whom if i not in who)
        reciprocal = found.reciprocal and len(who) > 1
        at = self.sentence_of(found.trigger)
        status = found.status
        date_ = self.when(
            found.trigger, tuple(s for c in cues.touching(found.trigger) for s in c.content), status
        )
        if status == "happened" and date_ and dates.long_past(date_.value, self.story):
            status = "historical"
        return Event(
            id="", category=found.category, trigger=(found.trigger,), actor=who, recipient=whom,
            mode=found.mode, contexts=found.contexts, quad=ontology.quad(found.category),
            score=ontology.score(found.category, found.mode), cameo=ontology.cameo(found.category, found.mode),
            date=date_, place=self.located(found, who, whom), status=status, reciprocal=reciprocal,
            dead=found.counts.get("dead"), injured=found.counts.get("injured"), arrested=found.counts.get("arrested"),
            size=found.counts.get("size"), confidence=found.confidence, sentence=at, in_=found.where,
            repairs=use.of_event(
                (found.trigger, *(m.span for m in (*found.actor, *found.recipient))), found.where, self.repairs
            ),
        )  # fmt: skip


def _checked(story: Story) -> Story:
    """The story as the contract has it: strings, cleaned text, an id, a real date."""
    for name in ("text", "id", "title", "url", "outlet", "language"):
        value = getattr(story, name)
        if not isinstance(value, str) and (value is not None or name in ("text", "id")):
            raise UsageError(f"{name}: expected a string, got {type(value).__name__}")
    text = clean(story.text)
    if not text.strip():
        raise EmptyStory("empty: nothing to read", story=story.id or None)
    title = clean(story.title).strip() if story.title else None
    key = story.id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    published = _day(story.published, story.id or None)
    return dataclasses.replace(story, id=key, text=text, title=title or None, published=published)


def _day(value: Any, story: str | None) -> str | None:
    """``YYYY-MM-DD`` of a date of Python's or of anything that ISO 8601 has for one, with a time or not."""
    if value is not None and not isinstance(value, (str, date)):
        raise UsageError(f"published: expected a date, got {type(value).__name__}")
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value.strip())
        return value and f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    except ValueError:
        raise InputError(f"published: {value!r} is no date (YYYY-MM-DD)", story=story) from None


_REACH = 1000  # characters: no date or place of an event stands further from its trigger


def _headlines(story: Story) -> list[Span]:
    """The headlines that stand in the text."""
    return [Span(f.start, f.end) for f in story.furniture if f.kind == "headline"]


def _in_text(story: Story) -> bool:
    return any(line.of(story.text) == story.title for line in _headlines(story))


def _beside(text: str, marked: Sequence[Span]) -> Span:
    """The stretch of whole words with the marked ones and `_REACH` characters to each side."""
    start = max(0, min((s.start for s in marked), default=0) - _REACH)
    end = max((s.end for s in marked), default=0) + _REACH
    stop = text.find(" ", end)
    return Span(text.rfind(" ", 0, start) + 1, stop if stop >= 0 else len(text))


def _moved(spans: Sequence[Span], stretch: Span) -> list[Span]:
    return [Span(s.start - stretch.start, s.end - stretch.start) for s in spans]


def _spans_of(text: str, side: SpanLike | Sequence[SpanLike] | None, name: str) -> list[Span]:
    if not isinstance(text, str):
        raise UsageError(f"text: expected a string, got {type(text).__name__}")
    if side is None:
        return []
    wanted = f"{name}: expected (start, end) or a list of such spans, got"
    if isinstance(side, (str, bytes)) or not isinstance(side, Iterable):
        raise UsageError(f"{wanted} {side!r}")
    many: list[Any] = list(side)
    if not many:
        raise UsageError(f"{name}: an empty list of spans (None means: not named)")
    if all(isinstance(n, SupportsIndex) for n in many):
        many = [many]
    out = []
    for item in many:
        pair = list(item) if isinstance(item, Iterable) else [item]
        if len(pair) != 2 or not all(isinstance(n, SupportsIndex) for n in pair):
            raise UsageError(f"{wanted} {item!r}")
        span = Span(int(pair[0]), int(pair[1]))
        if not 0 <= span.start < span.end <= len(text) or not span.of(text).strip():
            raise UsageError(f"{name}: [{span.start}, {span.end}) is empty or outside the text")
        out.append(span)
    return out


def _ids(found: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.actor for m in found if m.actor))


def _trimmed(text: str, start: int, end: int) -> Span:
    """[start, end) without blanks at its edges; empty where nothing is left."""
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return Span(start + left, max(start + left, start + len(words.rstrip())))


class _Content(NamedTuple):
    start: int
    end: int
    statement: Statement


def _contents(said: Iterable[Statement], where: Where) -> _Index[_Content]:
    return _Index([_Content(c.start, c.end, s) for s in said if s.in_ == where for c in s.content])


def _around(index: _Index[_Content], spans: Spans) -> list[Statement]:
    """Statements in whose content all of the spans stand."""
    first = {id(c.statement): c.statement for c in index.touching(spans[0])}
    return [s for s in first.values() if all(any(c.contains(q) for c in s.content) for q in spans)]


def _length(s: Statement) -> int:
    return sum(c.end - c.start for c in s.content)


def _numbered_statements(said: Sequence[Statement]) -> list[Statement]:
    """Ids in order of appearance (the title first), and nesting: the smallest other content around cue and content."""
    ordered = sorted(said, key=lambda s: (s.in_ is None, (s.cue or s.content)[0]))
    numbered = [dataclasses.replace(s, id=f"s{i}") for i, s in enumerate(ordered)]
    contents = {where: _contents(numbered, where) for where in (None, "title")}
    out = []
    for s in numbered:
        around = [
            o
            for o in (_around(contents[s.in_], s.cue) if s.cue else [])
            if o is not s and any(c.contains(q) for c in o.content for q in s.content)
        ]
        inner = min(around, key=_length, default=None)
        out.append(dataclasses.replace(s, within=inner.id if inner else None))
    return out


def _once(
    said: Sequence[Statement], acts: Sequence[Event], again: Mapping[str, str]
) -> tuple[list[Statement], list[Event]]:
    """Statements without those made again, numbered anew; what stood in one of these stands in the one that stays."""
    stay = {s.id: f"s{i}" for i, s in enumerate(s for s in said if s.id not in again)}
    new: dict[str, str] = {**stay, **{lost: stay[kept] for lost, kept in again.items()}}
    outer: dict[str, str | None] = {}
    kept = [s for s in said if s.id not in again]
    for s in kept:
        around, own = new.get(s.within or ""), stay[s.id]
        above = around
        while above is not None and above != own:
            above = outer.get(above)
        outer[own] = around if above is None else None  # nothing stands in itself, by way of another or not
    return (
        [dataclasses.replace(s, id=stay[s.id], within=outer[stay[s.id]]) for s in kept],
        [dataclasses.replace(e, reported_by=new.get(e.reported_by or "")) for e in acts],
    )


def _sides(actors: Iterable[Actor]) -> dict[str, str]:
    """Country of each actor that speaks for one: "Oslo", its minister."""
    return {
        a.id: a.country
        for a in actors
        if a.country and (a.kind in ("state", "government", "military") or {*a.sectors} & {"GOV", "MIL"})
    }


def _numbered_events(acts: Sequence[Event], said: Sequence[Statement], story: Story) -> list[Event]:
    """Ids in order of appearance, ``reported_by``, and one event a story: a repetition is the same event."""
    lines = _headlines(story)
    headline = {id(e) for e in acts if e.in_ == "title" or any(line.contains(e.trigger[0]) for line in lines)}
    kept: list[Event] = []
    alike: dict[tuple[object, ...], list[Event]] = {}
    for e in sorted(acts, key=lambda e: (id(e) in headline, e.trigger[0])):
        twins = alike.setdefault((e.category, e.status, e.actor, e.recipient), [])
        if id(e) in headline:
            again = any(_told_by(e, k) for k in kept)
        else:
            again = any(_same_act(e, k) for k in twins)
        if not again:
            kept.append(e)
            twins.append(e)
    kept.sort(key=lambda e: (e.in_ is None, e.trigger[0]))
    contents = {where: _contents(said, where) for where in (None, "title")}
    return [
        dataclasses.replace(e, id=f"e{i}", reported_by=_reporter(e, contents[e.in_]))
        for i, e in enumerate(kept)
    ]


def _told_by(headline: Event, body: Event) -> bool:
    """Whether the body tells what the headline says: the same act by or to one of the same actors."""
    return (
        headline.category == body.category
        and headline.status == body.status
        and bool({*headline.actor} & {*body.actor} or {*headline.recipient} & {*body.recipient})
    )


def _same_act(new: Event, old: Event) -> bool:
    """Whether two events of the same kind, actors and recipients are one: both sides named, no two days."""
    if not (new.actor and new.recipient):
        return False
    days = {d.value for d in (new.date, old.date) if d is not None}
    return len(days) < 2


def _reporter(event: Event, contents: _Index[_Content]) -> str | None:
    """The innermost statement in whose content the event stands."""
    inner = min(_around(contents, event.trigger), key=_length, default=None)
    return inner.id if inner else None


__all__ = ["Reader"]
