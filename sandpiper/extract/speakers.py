"""The words of a source, Mentions -> who speaks: a person, an office, a body; of a document who issued it; of several all.

A document ("the resolution", "a Human Rights Watch report", "the ministry's statement") speaks for the one who issued it,
if the source names him, and else for nobody: whom a report is about, or to whom a letter goes, has not said it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sandpiper.types import Mention, Span, Spans

_RANK = {"PER": 0, "PRON": 1, "ROLE": 2, "ORG": 3, "GPE": 4, "NORP": 5}

# Acts of a state or body, in whose name it speaks even where the country alone is named ("Turkish law") ...
_OFFICIAL = """law laws legislation constitution charter decree decrees resolution resolutions communique communiqué
statement statements note notes indictment directive circular order ruling rulings verdict judgment judgement bill budget
declaration declarations bulletin manifesto ultimatum demarche démarche memorandum memo regulations code"""
# ... treaties, which are named after a place or their parties, and signed by more than those named ...
_TREATIES = "treaty treaties agreement agreements accord accords convention conventions protocol protocols pact roadmap"
# ... and what anybody writes: of these some about others, some in papers.
_STUDIES = "study studies survey surveys poll polls census book analysis assessment"
_ARTICLES = "article articles editorial commentary column essay"
_WRITINGS = f"""{_STUDIES} {_ARTICLES} report reports document documents letter letters message messages telegram cable
cables leaflet leaflets text draft drafts data figures statistics findings forecast projection transcript transcripts
records minutes press-release release email emails e-mail tweet tweets post posts notice plan plans motion petition
dossier file files paper papers"""
# Names of papers and bodies end in others of these words: "Jakarta Post", "Orange Order".
_IN_NAMES = "law charter constitution resolution treaty convention agreement accord protocol code pact report"
_KINDS = {
    noun: kind
    for kind, nouns in (("official", _OFFICIAL), ("treaty", _TREATIES), ("writing", _WRITINGS))
    for noun in nouns.split()
}

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_ENDS_PHRASE = re.compile(
    r"(?:of|on|in|at|to|from|by|for|with|about|against|before|after|under|over|that|which|who|whom|whose|no|nos|nr|made|sent"
    r"|written|seen|read|drawn|put|given|\d[\d./-]*|\w+ed)",
    re.I,
)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,5}")
_PREMODIFIER = re.compile(r"\s*(?:(?!(?:of|for|from|by|to|in|at|on|with|and)\b)[a-z][\w-]*\s+){0,3}", re.I)
_OPENS_ISSUER = re.compile(r"\b(of|by|from|for|in)\s+(?:the\s+|an?\s+)?(?:[a-z-]+\s+)?", re.I)
# what a paper, or whoever passes a document on, does with it
_PASSED_ON = re.compile(
    r"\b(?:seen|obtained|read|quoted|cited|carried|reported|reviewed|viewed|distributed|received|leaked|held|kept)\s+$",
    re.I,
)
_DETERMINER = re.compile(r"\b(?:the|an?|his|her|its|their)\b", re.I)
_NUMBER = re.compile(r"\s+(?:Nos?\.?\s*)?\d[\d/.-]*\b")
_CLAUSE = re.compile(r"[;:.]|\b(?:that|which|who)\b")
_OF = re.compile(r"\b(?:of|for)\b")
_BEGINS = re.compile(
    r",?\s+(?:and|as\s+well\s+as)\s+(?:the\b|an?\b|[A-Z])"
)  # another party: with an article or a name
_AND = re.compile(r"\s*(?:,|,?\s+and|,?\s+as\s+well\s+as)\s+(?:the\s+|an?\s+)?", re.I)


def document(text: str, source: Spans, mentions: Sequence[Mention] = ()) -> Span | None:
    """The noun by which the source is a document, None where it is somebody; what a name ends in is no noun."""
    if not source:
        return None
    words = list(_WORD.finditer(text, source[0].start, source[-1].end))
    head: re.Match[str] | None = None
    for k, word in enumerate(words):
        if k and (
            re.search(r"[,;:()\"“”]", text[words[k - 1].end() : word.start()])
            or _ENDS_PHRASE.fullmatch(word[0])
        ):
            break
        head = word
    if head is None:
        return None
    noun = head[0].lower()
    if noun not in _KINDS:
        return None
    span = Span(*head.span())
    named = [m for m in mentions if m.type not in ("ROLE", "PRON", "MISC") and m.span.contains(span)]
    return None if named and noun not in _IN_NAMES.split() else span


def speakers(text: str, source: Spans, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Ids of the actors who speak, the first named first, given the mentions that touch the source.

    A person goes before the office, the office before the institution; of "her ministry" the ministry speaks, not she.
    """
    noun = document(text, source, mentions)
    inside = [m for m in mentions if m.actor and not (noun and m.span.contains(noun))]
    inside = [m for m in inside if not any(o.span != m.span and o.span.contains(m.span) for o in inside)]
    inside.sort(key=lambda m: m.start)
    if noun is not None:
        issuer = _issuer(text, noun, inside)
        return _with_others(text, issuer, inside) if issuer else ()
    first = min(inside, key=lambda m: (_RANK.get(m.type, 6), m.start), default=None)
    if first is None:
        return ()
    begins = inside[0].start <= source[0].start or _PREMODIFIER.fullmatch(
        text, source[0].start, inside[0].start
    )
    together = _with_others(text, inside[0], inside) if begins else ()
    return together if len(together) > 1 and first.actor in together else (first.actor or "",)


def _issuer(text: str, noun: Span, inside: Sequence[Mention]) -> Mention | None:
    """The mention of who issued the document: its owner, what it is called by, or who follows "of", "by" and "from"."""
    word = noun.of(text).lower()
    kind = _KINDS[word]
    for m in reversed([m for m in inside if m.end <= noun.start]):
        between = text[m.end : noun.start]
        if _POSSESSIVE.fullmatch(between):
            return m
        if _PREMODIFIER.fullmatch(between) and (
            m.type in ("ORG", "ROLE") or (kind == "official" and m.type in ("GPE", "NORP"))
        ):
            return m
    number = _NUMBER.match(text, noun.end)
    end = number.end() if number else noun.end
    for m in (m for m in inside if m.start >= end):
        between = text[end : m.start]
        *_, opening = (None, *_OPENS_ISSUER.finditer(between))
        if opening is None or opening.end() != len(between) or _CLAUSE.search(between):
            continue
        how = opening[1].lower()
        direct = not between[: opening.start()].strip()
        if how == "by" and not _PASSED_ON.search(between, 0, opening.start()):
            return m
        if how == "of" and direct and word not in _STUDIES.split():
            return m
        if how == "from" and (kind != "writing" or m.type not in ("GPE", "LOC", "FAC")):
            return m
        if how == "for" and word in _STUDIES.split():
            return m
        if how == "in" and direct and word in _ARTICLES.split() and m.type in ("ORG", "ROLE"):
            return m
    return None


def _with_others(text: str, first: Mention, inside: Sequence[Mention]) -> tuple[str, ...]:
    """The first speaker and those joined to him by "and", or before that by commas: "Chad, Mali and Niger"."""
    chain, joined, apposed = [first], False, False
    for m in (m for m in inside if m.start >= first.end):
        between = text[chain[-1].end : m.start]
        comma = not re.search(r"\w", _DETERMINER.sub("", between))
        if m.actor == chain[-1].actor and comma:
            apposed = "," in between
            chain[-1] = m  # a title and the name it goes with, or an apposition
        elif not _AND.fullmatch(between) or (comma and (joined or "ROLE" in (m.type, chain[-1].type))):
            break
        elif (apposed and "," not in between) or re.match(r"['’]s?\b", text[m.end : m.end + 2]):
            break  # "Bjerk, an aide to the premier and the queen": what follows may be the apposition's
        elif _OF.search(chain[-1].text) and not _BEGINS.match(text, chain[-1].end):
            break  # "the department of information and press" is one
        else:
            chain.append(m)
            apposed = False
            joined = joined or not comma
    return tuple(dict.fromkeys(m.actor or "" for m in (chain if joined else [first])))
