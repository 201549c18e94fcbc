"""Sentences in the first person -> pledges without a cue: what a press release, a speech or a letter promises by itself.

"We will" makes a promise by being written (Austin's primary performatives, 1962). What the issuer says of himself by name
("Labor will") counts as much, where the story tells who issued it. On 4,131 sentences of Australian media releases
(`benchmarks.pledges`) these words are a pledge's in nine of ten cases.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence

from sandpiper.types import Span, Spans, Statement, Where

SURE = 0.9  # confidence: see above
_WILL = (
    r"(?:['’]ll\b|\s+(?:\w+ly\s+)?(?:(?:will|shall)\b(?!\s+(?:not\s+|never\s+|all\s+|soon\s+)*(?:see|know|have\s+to|need|remind|note|recall|add|say|tell|remember|find\s+out|be\s+able)\b)"
    r"|(?:pledge|promise|vow|undertake|guarantee|commit(?:\s+ourselves|\s+myself)?)\s+(?:to|that|not)\b"
    r"|(?:are|am)\s+(?:\w+ly\s+)?(?:determined|committed)\s+to\b))"
)
_OURS = rf"\b(?:[Ww]e|I){_WILL}"
_OPENS = re.compile(r"[“«„]")
_CLOSES = re.compile(r"[”»]")
_ENDS = " \t\r\n.;,"


def find(
    text: str, sentences: Spans, said: Sequence[Statement], *, issuer: str | None = None, where: Where = None
) -> list[Statement]:
    """The promises of one string outside all statements and quotations, without ids, speakers and dates.

    ``sentences`` in order; ``said`` are the statements with a cue; ``issuer`` names who published the text, if known.
    """
    taken = sorted((c.start, c.end) for s in said for c in (*s.content, *s.cue, *s.source))
    longest = max((end - start for start, end in taken), default=0)
    own = _promise(issuer)
    out: list[Statement] = []
    paragraph = 0
    for sentence in sentences:
        gap = text.rfind("\n\n", paragraph, sentence.start)
        paragraph = gap + 2 if gap >= 0 else paragraph
        words = sentence.of(text).rstrip(_ENDS)
        found = own.search(words)
        if found is None or words.rstrip("”\"’'») ").endswith("?"):
            continue
        end = sentence.start + len(words)
        if _quoted(text[paragraph : sentence.start + found.start()]) or _touches(
            taken, longest, sentence.start, end
        ):
            continue
        out.append(
            Statement(
                "",
                (),
                (),
                (Span(sentence.start, end),),
                form="direct",
                kind="pledge",
                confidence=SURE,
                in_=where,
            )
        )
    return out


def _touches(taken: Sequence[tuple[int, int]], longest: int, start: int, end: int) -> bool:
    """Whether any of some ranges, in order, shares a character with [start, end); ``longest`` is their greatest length."""
    k = bisect_left(taken, (start - longest, 0))
    while k < len(taken) and taken[k][0] < end:
        if taken[k][1] > start:
            return True
        k += 1
    return False


def is_issuer(name: str, issuer: str | None) -> bool:
    """Whether words name the issuer or speak for him: "we", "A Shorten Labor Government" of Labor."""
    return name.lower() in ("we", "i") or bool(issuer and re.search(rf"\b{re.escape(issuer)}\b", name))


@functools.lru_cache(64)
def _promise(issuer: str | None) -> re.Pattern[str]:
    name = " ".join((issuer or "").split())
    if len(name) < 3 or not name[0].isupper():
        return re.compile(_OURS)
    named = rf"(?:^|(?<=[,;] )|(?<=and )|(?<=but ))(?:[Tt]he\s+|[Aa]n?\s+)?(?:[A-Z][\w’'-]*\s+){{0,2}}{re.escape(name)}(?:\s+[A-Z]\w+)?"
    return re.compile(rf"{_OURS}|{named}{_WILL}")


def _quoted(before: str) -> bool:
    """Whether a quotation that began in the paragraph is still open."""
    return len(_OPENS.findall(before)) > len(_CLOSES.findall(before)) or before.count('"') % 2 == 1
