"""Sentence, trigger, places -> where the event happened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sandpiper.types import Mention, Place, PlacePrecision, Span, Story

# "from" and "to" are kept out: they tell where something came from or went, and more often who acts on whom.
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|around|outside|inside|within|across|throughout|along|off|over|on|between|into|through|"
    r"out\s+of|leav(?:e|es|ing)|left|fled|flee(?:s|ing)?)\s+"
    r"(?:(?:the|a|an|its|his|her|their|parts?|most|much|all|of|city|town|village|province|region|district|capital|port|"
    r"state|suburb|border|central|upper|lower|downtown|occupied|rebel-held|government-held|"
    r"(?:north|south|east|west)\w*(?:-(?:east|west)\w*)?)[\s,]+)*$",
    re.IGNORECASE,
)
# Places joined to one that a preposition introduces: "in Homs, Syria", "in Homs and Hama".
_JOINED = re.compile(r"(?:,\s*|\s*,?\s+and\s+|\s*\(\s*)(?:the\s+)?$")
_WALL = re.compile(
    r"[;“”\"]|\b(?:who|whose|which|that|where|although|though|because|if|whether|but|said|says|told|according)\b",
    re.IGNORECASE,
)
_LEFT = 160  # characters before a place that its preposition and attributes take up at most
_WALL_COST = 80
_BEFORE_COST = 15  # a place usually follows its verb
_FINE: dict[PlacePrecision, int] = {"point": 0, "city": 1, "division": 2, "country": 3, "region": 4}


def place_of(
    story: Story, sentence: Span, trigger: Span, mentions: Sequence[Mention], places: Sequence[Place]
) -> str | None:
    """Id of the place where an event happened whose trigger stands in ``sentence`` (offsets into the text), or None.

    The place that a locative preposition introduces nearest to the trigger; of "in Homs, Syria" the more precise. A
    story's first sentence that names no place at all has the dateline's.
    """
    ours = {p.mention for p in places}
    by_mention = {m.id: m.span for m in mentions if m.id in ours and m.in_ is None}
    dateline = Span(story.dateline.start, story.dateline.end) if story.dateline else None
    located = sorted((by_mention[p.mention], p) for p in places if p.mention in by_mention)
    inside = [
        (span, place)
        for span, place in located
        if sentence.contains(span) and not (dateline and dateline.contains(span))
    ]
    groups = _introduced(story.text, sentence, inside)
    if groups:
        nearest = min(groups, key=lambda group: _cost(story.text, trigger, group[0][0]))
        return min(nearest, key=lambda item: (_FINE[item[1].precision], item[0]))[1].id
    if inside or dateline is None or not _is_lede(story, sentence, dateline):
        return None
    in_dateline = [place for span, place in located if dateline.contains(span)]
    return min(in_dateline, key=lambda p: _FINE[p.precision]).id if in_dateline else None


def is_introduced(text: str, mention: Mention) -> bool:
    """Whether a locative preposition stands before the mention."""
    return _LOCATIVE.search(text[max(0, mention.start - _LEFT) : mention.start]) is not None


def _introduced(
    text: str, sentence: Span, inside: Sequence[tuple[Span, Place]]
) -> list[list[tuple[Span, Place]]]:
    """Groups of places, each opened by a locative preposition and closed by the last one joined to it."""
    groups: list[list[tuple[Span, Place]]] = []
    chain: list[tuple[Span, Place]] = []  # places joined to one another, the last one just before this
    introduced = False  # whether the chain is a group already
    for span, place in inside:
        gap = text[chain[-1][0].end : span.start] if chain else ""
        before = text[max(sentence.start, span.start - _LEFT) : span.start]
        located = _LOCATIVE.search(before) is not None
        # "Homs and Hama in central Syria": the preposition stands right behind the chain and places all of it
        within = located and _LOCATIVE.fullmatch(gap.lstrip()) is not None
        if chain and (_JOINED.fullmatch(gap) or within):
            chain.append((span, place))
        else:
            chain, introduced = [(span, place)], False
        if located and not introduced:
            groups.append(chain)
            introduced = True
    return groups


def _cost(text: str, trigger: Span, place: Span) -> int:
    before = place.end <= trigger.start
    between = text[place.end : trigger.start] if before else text[trigger.end : place.start]
    return len(between) + _WALL_COST * len(_WALL.findall(between)) + (_BEFORE_COST if before else 0)


def _is_lede(story: Story, sentence: Span, dateline: Span) -> bool:
    """Whether the sentence holds the dateline or is the first after it."""
    if sentence.overlaps(dateline):
        return True
    return sentence.start >= dateline.end and not story.text[dateline.end : sentence.start].strip(
        " \t\n-–—:./,"
    )
