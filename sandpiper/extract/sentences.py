"""Text -> sentences: nupunkt's learnt abbreviations, the wire's own, and the borders of the page.

In running order: 1. the text is cut at paragraphs and furniture; a headline is a sentence; 2. nupunkt cuts
each piece; 3. our cuts are added where the full stop has lost its space; 4. cuts are taken away after wire
abbreviations and initials, before lower case, and between a quotation and its attribution.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from sandpiper.extract.furniture import paragraphs
from sandpiper.types import Furniture, Span, Spans

# Titles, ranks and offices: a name follows, so no sentence ends here.
_TITLES = frozenset({
    "adm", "amb", "asst", "atty", "ayat", "brig", "brig-gen", "capt", "cmdr", "col", "cpl", "del", "dep",
    "det", "dr", "dra", "fr", "gen", "gov", "hojj", "hon", "ing", "insp", "lic", "lt", "lt-col",
    "lt-gen", "maj", "maj-gen", "min", "mlle", "mme", "mr", "mrs", "ms", "msgr", "pres", "prof", "pvt",
    "rear", "rep", "rev", "sec", "sen", "sgt", "sheikh", "sr", "sra", "st", "ste", "supt", "vice-adm",
})  # fmt: skip
# Abbreviations that may end a sentence, but seldom do before a word in lower case or a number.
_OTHERS = frozenset({
    "al", "ala", "approx", "apr", "ariz", "ark", "art", "assn", "aug", "ave", "bln", "blvd", "bros",
    "ca", "calif", "cf", "cm", "co", "colo", "conn", "corp", "dec", "del", "dept", "e.g", "est", "etc",
    "eur", "ext", "feb", "fig", "fla", "fri", "ft", "ga", "govt", "hr", "hrs", "i.e", "ill", "inc",
    "ind", "intl", "jan", "jul", "jun", "kan", "kg", "km", "ky", "la", "lb", "lbs", "ltd", "mar", "mass",
    "md", "mich", "min", "minn", "mins", "miss", "mln", "mm", "mo", "mon", "mont", "natl", "neb", "nev",
    "no", "nos", "nov", "oct", "okla", "ont", "ore", "oz", "pa", "para", "pp", "que", "rd", "reg",
    "resp", "rub", "sat", "secs", "sept", "sq", "tel", "tenn", "tex", "ths", "thsd", "thu", "thur",
    "thurs", "trln", "tue", "tues", "uah", "univ", "usd", "va", "vol", "vs", "vt", "wash", "wed", "wis",
    "wyo",
})  # fmt: skip
_NEVER = frozenset({"e.g", "i.e", "cf", "vs", "approx", "incl"})
_NUMBERED = frozenset({
    "apr", "art", "aug", "dec", "feb", "fig", "jan", "jul", "jun", "mar", "no", "nos", "nov", "oct", "p",
    "para", "pp", "sec", "sept", "vol",
})  # fmt: skip
_BEFORE_STOP = re.compile(r"([^\s\"'“”‘’«»()\[\]]+?)\.$")
_GLUED = re.compile(r"(?<=[a-zа-я0-9»”\")%])[.!?…](?=[A-ZА-Я“«][a-zа-я’' ]|[“«\"][A-Z])")
_NOTE = re.compile(r"(?:\s?\[\d{1,3}\])+")
_PLAIN = re.compile(r"(?<![^\W_])([^\W\d_]{3,40})(\.[\"'”’»)\]]{0,3})(?=\s+[\"“‘«(\[]{0,2}[^\Wa-z_])")
_ADDRESS = re.compile(r"(?:https?:|www\.|@|\.(?:com|org|net|ru|ua|gov|info|de|uk)\b)", re.IGNORECASE)
_CLOSERS = "\"'”’»)]"


class _Tokenizer(Protocol):
    def span_tokenize(self, text: str) -> Iterator[tuple[int, int]]: ...


def split(text: str, furniture: Sequence[Furniture] = ()) -> Spans:
    """The sentences of ``text``, sorted and without outer white space.

    None crosses a paragraph or furniture; a headline is one sentence, other furniture yields none; every
    character that is neither white space nor such furniture is in exactly one sentence.
    """
    found: list[Span] = []
    for piece, headline in _pieces(text, furniture):
        if headline:
            found.append(piece)
        else:
            found += _sentences(text, piece)
    return tuple(found)


def _pieces(text: str, furniture: Sequence[Furniture]) -> Iterator[tuple[Span, bool]]:
    """Stretches of text between the borders, in order, and whether each is a headline."""
    borders = sorted(furniture, key=lambda item: item.start)
    at = 0
    for paragraph in paragraphs(text):
        start = paragraph.start
        while at < len(borders) and borders[at].start < paragraph.end:
            item = borders[at]
            yield from _piece(text, start, min(item.start, paragraph.end), False)
            if item.kind == "headline":
                yield from _piece(text, max(start, item.start), min(item.end, paragraph.end), True)
            start = max(start, item.end)
            if item.end > paragraph.end:
                break
            at += 1
        yield from _piece(text, start, paragraph.end, False)


def _piece(text: str, start: int, end: int, headline: bool) -> Iterator[tuple[Span, bool]]:
    if start < end and (span := _trim(text, start, end)) is not None:
        yield span, headline


def _trim(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return Span(start, end) if start < end else None


def _sentences(text: str, piece: Span) -> list[Span]:
    words = piece.of(text)
    cuts = {end for _, end in _tokenizer().span_tokenize(words)} if len(words) > 3 else set()
    capitals = not any(char.islower() for char in words)
    cuts |= _glued_cuts(words) | _plain_cuts(words, capitals)
    spans: list[Span] = []
    start = 0
    for cut in sorted(cuts | {len(words)}):
        if note := _NOTE.match(words, cut):  # "in 1912. [7]": a note belongs to what it follows
            cut = note.end()
        if cut < len(words) and (cut <= start or not _holds(words, start, cut, capitals)):
            continue
        span = _trim(text, piece.start + start, piece.start + cut)
        if span is not None:
            spans.append(span)
        start = cut
    return spans


def _plain_cuts(words: str, capitals: bool) -> set[int]:
    """Ends after ordinary words that nupunkt's model, learnt from court papers, holds for abbreviations.

    ("week.", "ago.", "month.": of its 5,882 abbreviations more than a hundred are words that news uses daily.)
    """
    cuts = set()
    for match in _PLAIN.finditer(words):
        word = match[1]
        known = word.lower() in _TITLES or word.lower() in _OTHERS
        if (word.islower() or capitals) and not known:
            cuts.add(match.end(2))
    return cuts


def _glued_cuts(words: str) -> set[int]:
    """Ends of sentences whose full stop has lost its space: ``the border.The minister``."""
    cuts = set()
    for match in _GLUED.finditer(words):
        left = words.rfind(" ", max(0, match.start() - 60), match.start()) + 1 or max(0, match.start() - 60)
        right = words.find(" ", match.end(), match.end() + 60)
        token = words[left : right if right >= 0 else match.end() + 60]
        word = words[left : match.start()].lower()
        if _ADDRESS.search(token) or word in _TITLES or len(word) < 2:
            continue
        cuts.add(match.end())
    return cuts


def _holds(words: str, start: int, cut: int, capitals: bool) -> bool:
    """Whether a proposed end of a sentence at ``cut`` is one."""
    before = words[max(start, cut - 80) : cut].rstrip()
    after = words[cut : cut + 80].lstrip()
    if not after or not before:
        return False
    if after[0] in ",;:)]»”’…%":
        return False
    first = after.lstrip("\"'“‘«([")[:1]
    bare = before.rstrip(_CLOSERS)
    if not any(char.isalnum() for char in before):  # a lone quotation mark or dash belongs to what follows
        return False
    quoted = bare != before
    if after[0] in "–—-" and quoted:  # “…”, – said Peskov
        return after.lstrip("–—- ")[:1].isupper() and not after.lstrip("–—- ")[:2].isspace()
    if first.islower() and (quoted or bare[-1:] in ".…" or bare[-1:] not in "!?"):
        lowered = not any(char.isupper() for char in words[:400])
        return lowered and not quoted and not _abbreviation(bare, after, capitals)
    return not _abbreviation(bare, after, capitals)


def _abbreviation(bare: str, after: str, capitals: bool) -> bool:
    """Whether the full stop at the end of ``bare`` belongs to an abbreviation that ``after`` goes on from."""
    match = _BEFORE_STOP.search(bare)
    if match is None:
        return False
    word = match[1]
    lower = word.lower()
    if lower in _TITLES and (word[0].isupper() or capitals):
        return True
    if len(word) == 1 and word.isalpha() and word.isupper():  # an initial: "J. Smith", not "Plan B. Then"
        return after[:1].isupper() and bool(
            re.search(r"(?:^|[\s.(“\"])(?:[A-ZА-Я][\w.'’-]*\s)?[A-ZА-Я]\.$", bare)
        )
    if lower in _NUMBERED and after[:1].isdigit():
        return True
    return lower in _NEVER or (lower in _OTHERS and after[:1].islower())


@functools.cache
def _tokenizer() -> _Tokenizer:
    # Loaded from its file, not by nupunkt.load: that one is shared with whoever else uses nupunkt.
    from nupunkt.models import load_default_model

    tokenizer = load_default_model()
    tokenizer.add_abbreviations(sorted(_TITLES))
    return tokenizer
