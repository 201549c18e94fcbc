"""Story -> signs of machine translation: words that no English desk would let pass, each with the rule that found it.

A sign alone proves little: what each weighs is learnt (`score`). Rules are patterns over the text as it stands; none
looks for a name. Languages: what is meant by a rule's letters in `ORIGIN` is where the sign is at home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandpiper.types import Evidence, Story, Where

_OFFICE = (
    r"(?:Secretary|Duma|Minist(?:er|ry)|Prosecutor|Affairs|Council|Service|Committee|Defen[cs]e|Attorney|Speaker|Office"
    r"|President|Rada|Court|Commissioner|Ombudsman|Chairman|Federation|Union|Bank|Party|Deputy)"
)
_LOWER = (
    r"(?:press|state|foreign|interior|internal|general|prime|supreme|federal|security|defen[cs]e|central|constitutional"
    r"|national|health|finance|justice|verkhovna|european|people['’]s|regional|investigative|public|deputy)"
)
_SAID = (
    r"(?:sa(?:id|ys)|told|tells|not(?:ed|es)|stress(?:ed|es)|emphasi[sz]e[ds]|add(?:ed|s)|state[ds]|declare[ds]|inform(?:ed|s)"
    r"|report(?:ed|s)|explain(?:ed|s)|underline[ds]|assure[ds]|announce[ds]|remind(?:ed|s)|believes?|considers?|wrote"
    r"|comment(?:ed|s)|recall(?:ed|s)|specified|warned|promised|quote[ds]|transmit(?:s|ted)|summed)"
)
_NATIONS = (
    r"(?:russian|ukrainian|american|european|german|french|british|polish|turkish|chinese|belarusian|crimean|georgian|israeli"
    r"|iranian|syrian|azerbaijani|armenian|moldovan|kazakh|soviet|japanese|italian)s?"
)

# Rule -> pattern. The cue is group 1 where there is one, else the whole match.
SIGNS: dict[str, re.Pattern[str]] = {
    "casing": re.compile(rf"\b{_LOWER} {_OFFICE}\b|\b(?:Minister|Ministry) of (?:foreign|internal) [Aa]ffairs\b"),
    "lower-case name": re.compile(
        rf"\b{_NATIONS}\b|\b(?:vladimir|donald|barack|dmitry|sergey|sergei|hillary|angela|petro|volodymyr) [A-Z]\w+"
        r"|\b(?:Vladimir|Donald|Barack|Dmitry|Sergey|Sergei|Hillary|Angela|Petro|Volodymyr|Alexei|Mikhail|Viktor)"
        r" (?!and\b|of\b|in\b|is\b|was\b|has\b|said\b|told\b)[a-z]{4,}\b|\b(?:moscow|kiev|kyiv|kremlin|ukraine|russia|nato)\b"
    ),
    "inverted reporting": re.compile(
        r"\b(?:[Tt]his|[Tt]hat|[Ii]t) (?:was |is |has been )?(?:reported|stated|announced|told|informed|declared|said|noted)"
        r"(?: on \w+| today| yesterday)?(?: (?:to|in|at|by|on) (?:the )?[\w“”\"«»-]+){0,3}"
        r"(?: (?:the |by the |on (?:the )?\w+ )?(?:[a-z-]+ )?(?:[A-Z]\w+|head|spokes\w+|press|chief|minister|representative))"
        r"|\b[Aa]bout (?:this|it|that) (?:was )?(?:report|inform|said|says|told|tell|declar|stat|wr[io]te|writes|announc)\w*"
        r"|\b[Ss]uch (?:an? )?(?:opinion|statement|conclusion|data|assessment|position)s? (?:was |were |is |are |has )?"
        r"(?:express|made|ma[kd]e|voic|sa[iy]d|announc|cit|came|given|giv|held|provid|lead|led)\w*"
        r"|\b[Aa]s (?:was |is )?(?:reported|informed|told|noted|stated|declared|transmits|writes|reports|informs)"
        r" (?:to|in|on|at|the|by the)\b"
        r"|[”\"»],? ?[–—-]? ?(?:told|reported|informed|declared|stated) (?:to|he|she|they|the|in)\b"
    ),
    "trailing quote": re.compile(rf"((?:[”“\"»]\s?,|,\s?[”“\"»])\s?[–—-]\s?(?:is |was |has )?{_SAID})\b"),
    "stray quotation mark": re.compile(r"(?<=\w) [“„](?=[ ,.]|$)|(?<=\w)[”»](?=\w)|(?<=\s)[”»](?=\w)"),
    "calqued law": re.compile(
        r"\b(?:[Ll]aws?|[Bb]ills?|[Dd]ecrees?|[Rr]esolutions?|[Pp]rojects? of law|[Dd]raft laws?|[Cc]odes?)\s+(?:of [A-Z]\w+ )?"
        r"[“\"«„](?:On|About|Of|For)\b|[“\"«„](?:About|On) (?:the )?(?:bases|fundamentals|introduction|modification|entering)\b"
    ),
    "letters kept": re.compile(
        r"\b(?:APU|DNR|LNR|L/DNR|LDNR|MChS|DRG|ORDLO|ORDO|AFU|MFA|MVD|RF|GPU|NSDC|SNBO|FBK|SK|SKR|SBU|ATO)\b"
    ),
    "place speaks": re.compile(
        r"\b[Ii]n (?:the )?[A-Z][\w’'-]+(?: (?:of )?(?:the )?[A-Z]?[\w’'-]+){0,4} (?:also |have |has |already )?"
        r"(?:noted|consider|believe|declared|promised|answered|stated|explained|assured?|stress(?:ed)?|informed|reminded"
        r"|specified|refused|denied|do not (?:exclude|confirm|consider)|confirmed|hope|fear|emphasi[sz]ed?)\b"
    ),
    "source": re.compile(r"\btranslat(?:eme|ed\.net|\.goog)|\bmachine translation\b", re.IGNORECASE),
    "other script": re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]{3,}(?:[ -][А-Яа-яЁёІіЇїЄєҐґ]+)*"),
    "comma of another grammar": re.compile(rf"\b{_SAID}(, that)\b(?! is\b)|\b(?:so|the fact|because of it)(, that)\b"),
    "no article": re.compile(
        r"\b(?:head|mayor|governor|leader|center|centre|residents|inhabitants|territory|budget|capital|administration|authorities)"
        r" of (?:city|region|republic|area|district|enterprise|country|university|oblast|edge|settlement)\b"
        r"|\b(?:in|on|of) (?:regional|city|local|central) (?:ministry|administration|budget|council|department)\b"
    ),
    "calqued time": re.compile(
        r"\bin the night (?:on|from|to)\b|\bin (?:the )?current year\b|\b(?:in|for) the last day\b|\bfrom \d+ till \d+\b|\bfor a day\b"
        r"|\bon the next (?:year|day)\b|\bin the end of (?:year|week|month|the)\b|\buntil the end of year\b|\bnot (?:earlier|less) than\b"
    ),
    "calqued phrase": re.compile(
        r"\b(?:[Bb]y|[Aa]ccording to) (?:his|her|their) words\b|\b[Bb]y words of\b|\b[Ii]n (?:his|her|its|their) turn\b"
        r"|\b[Ii]n (?:the )?connection with\b|\b[Ii]n the framework of\b|\b[Oo]n the eve\b|\b[Ww]e (?:will )?remind\b"
        r"|\b[Rr]ecall(?:, |,? that\b)|\b[Ii]t became known\b|\b[Aa]s (?:is|it is) known\b|\blaw[- ]enforcement (?:bodies|organs)\b"
        r"|\bmass media\b|\b[Oo]n the fact of\b|\b(?:at|in) the (?:given|present) (?:moment|time)\b|\bpeople[’']s deput(?:y|ies)\b"
        r"|\b(?:has|have|had) (?:declared|informed|noted|reported) (?:on|to|in)\b|\b[Tt]hus,|\bthe (?:head|chief) of the department\b"
        r"|\bquotes (?:the )?(?:words|him|her|[A-Z]\w+) (?:of|the)\b|\b(?:a|the) number of (?:other )?persons\b"
        r"|\b\d+ persons\b|\bfrom the side of\b|\b(?:refused|depends?|thanked) from\b|\bon the question\b|\b[Bb]y (?:preliminary )?(?:estimations?|calculations)\b"
        r"|\bin the territory of\b|\bon (?:the )?territory of\b|\bcorrespond(?:ing|ent) (?:decree|decision|order|statement|agency)\b"
    ),
}  # fmt: skip
ORIGIN = {"letters kept": ("ru", "uk"), "inverted reporting": ("ru", "uk"), "trailing quote": ("ru", "uk")}


def find(story: Story) -> tuple[Evidence, ...]:
    """The signs in a story's title and text, in order, the title first; of overlapping ones the first."""
    out: list[Evidence] = []
    for where, text in (("title", story.title), (None, story.text)):
        if text and not (where and text in story.text):
            out += _in(text, "title" if where else None)
    return tuple(out)


def _in(text: str, where: Where) -> list[Evidence]:
    found = sorted((e for rule in SIGNS for e in _of(rule, text, where)), key=lambda e: (e.start, -e.end))
    kept: list[Evidence] = []
    for sign in found:
        if not kept or sign.start >= kept[-1].end:
            kept.append(sign)
    return kept


def _of(rule: str, text: str, where: Where) -> Iterator[Evidence]:
    for match in SIGNS[rule].finditer(text):
        group = match.lastindex or 0
        yield Evidence(match.start(group), match.end(group), rule, where)


def of_source(story: Story) -> bool:
    """Whether address or outlet name a service of machine translation."""
    return any(field and SIGNS["source"].search(field) for field in (story.url, story.outlet))
