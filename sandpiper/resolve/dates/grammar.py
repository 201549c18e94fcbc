"""Text -> candidate time expressions, as spans with the rule that matched; says nothing about values.

A linear scan looks each word up in the grammar's own vocabulary; only runs of such words that hold a
word with a temporal sense are shown to the one compiled alternation. Every quantifier is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from . import lexicon as lx


class Found(NamedTuple):
    """A candidate: offsets into the text and the name of its rule."""

    start: int
    end: int
    rule: str


def _either(words: object) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


S = r"[ \t\u00a0]*\n?[ \t\u00a0]+|[ \t\u00a0]*\n"  # a blank, or the end of a wrapped line
S = rf"(?:{S.replace('*', '{0,4}').replace('+', '{1,4}')})"
_FULL = [m for m in lx.MONTHS if m == "may" or len(m) > 4 or m in ("june", "july")]
MONTH = rf"(?:(?:{_either(_FULL)})\b|(?:{_either(set(lx.MONTHS) - set(_FULL))})\b\.?)"
WD = rf"(?:{_either(lx.WEEKDAYS)})"
WDS = rf"(?:{_either(lx.WEEKDAY_SHORT)})\b\.?"
DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
YEAR = r"(?:1[0-9]|20|21)[0-9]{2}"
PART = rf"(?:{_either(lx.DAY_PARTS)})"
SEASON = rf"(?:{_either(lx.SEASONS)})"
NTH = rf"(?:{_either(lx.ORDINALS)})".replace(r"\-", "[ -]")
LATER_NTH = rf"(?:{_either([w for w, n in lx.ORDINALS.items() if n > 3])})".replace(r"\-", "[ -]")
UNIT = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|weekends?|months?|quarters?|years?|decades?|centur(?:y|ies)|millennium)"
TENS = rf"(?:{_either(lx.TENS)})"
ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
SMALL = rf"(?:{_either(set(lx.NUMERALS) - set(lx.TENS))})"
WORDNUM = rf"(?:{TENS}(?:[- ]{ONES})?|{SMALL})"
DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){0,2}|[0-9]{1,6}"
NUM = (
    rf"(?:[0-9]{{1,4}}{S}[1-9]/[1-9]|[1-9]/[1-9]|[0-9]{{1,3}}\.[0-9]{{1,2}}|{DIGITS}"
    rf"|(?:a|one){S}and{S}a{S}half|(?:a|one|half{S}a){S}(?:dozen|hundred|thousand)"
    rf"|{WORDNUM}(?:{S}(?:hundred|thousand))?(?:{S}and{S}a{S}half)?|half{S}an?|an?{S}half|an?)"
)
VAGUE = r"(?:(?:an?|the)[ ])?(?:few|several|many|couple(?:[ ]of)?|numerous|countless)"
ORD = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
NO_VERB = "".join(
    rf"(?<!\b{w} )" for w in ("to", "will", "would", "can", "could", "may", "might", "should", "not", "also")
)  # "to last 78 days"
DETERMINED = (
    "(?:"
    + "|".join(rf"(?<=\b{w} )" for w in ("the", "these", "those", "its", "his", "her", "their", "our"))
    + ")"
)  # no "following a week of protests"
GOES_ON = r"(?:and|or|but|in|at|on|for|to|with|from|by|as|when|after|before|is|was|will|has|had|he|she|they|it)\b"  # after "May sixth"
REL = r"(?:this[ ]past|this[ ]coming|last|past|previous|preceding|prior|next|coming|upcoming|following|this|that|same|current|latest)"
DATED = r"(?:this[ ]past|this[ ]coming|last|past|next|this)"  # "last Oct. 23", "the past 8 of June"
ZONE = (
    r"(?:\(?(?:GMT|UTC)[ ]?[+-][ ]?[0-9]{1,2}(?::?[0-9]{2})?(?![0-9])\)?|(?:GMT|UTC|EST|EDT|CST|CDT|PST|PDT|MST|MDT|BST|CET|CEST|EET|EEST|"
    r"MSK|JST|KST|IST|(?-i:ET|PT)|(?:Moscow|Kyiv|Kiev|Beijing|Tehran|London|local|Eastern)[ ]time|Z)\b)"
)
CLOCK = (
    rf"(?:[0-2]?[0-9](?:[:.][0-5][0-9])?{S}?(?:a\.m\.?|p\.m\.?|am\b|pm\b)|[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?\b"
    rf"|[0-2][0-9][0-5][0-9]{S}?(?:GMT|UTC|Z)\b|[0-2]?[0-9]{S}o['’]clock|noon|midnight|midday)"
)
# "at 1800": no year, for it stands after "at" and before what can follow a time of day
AT = (
    "(?:"
    + "|".join(
        rf"(?<=\b{lead} [0-9]{{4}})"
        for lead in (
            "at",
            "at about",
            "at around",
            "at approximately",
            "shortly after",
            "shortly before",
            "just after",
            "just before",
        )
    )
    + ")"
)
STOP = rf"(?=[.,;)](?![0-9])|{S}?[(\n]|{S}(?:on|yesterday|today|tomorrow|tonight|in|when|last|this|as|near|by|after|and|while|the|he|she|they|it|{WD})\b|$)"
# What can follow a day that counts no noun: "Friday the 13th was …", not "Friday, the 13th anniversary"
UNCOUNTED = (
    rf"(?:[.,;:!?)”\"’]|$|{S}(?:and|but|or|in|at|on|to|with|when|that|which|by|from|for|as|after|before|because|the|he|she|"
    r"they|it|was|were|had|has|is|will|would)\b)"
)
HOLIDAY = rf"(?:{_either([*lx.FIXED_HOLIDAYS, *lx.MOVABLE_HOLIDAYS])})".replace("'", "['’]")
PERSIAN = rf"(?:{_either(lx.PERSIAN_MONTHS)})"
HIJRI = rf"(?:{_either(lx.HIJRI_MONTHS)})".replace("'", "['’]")
OLD_STYLE = rf"{S}[(\[]?(?:O\.[ ]?S\.|(?-i:OS)\b|old{S}style)[)\]]?"
DECADE = rf"(?:(?:1[0-9]|20|21)[0-9]0['’]?s|['’‘][0-9]0['’]?s|(?:{_either(lx.DECADES)}))\b"
DASH = r"[-\u2010-\u2015]"
POSS = r"['’]s"

# Order matters: at one place the first rule that matches wins.
RULES: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<y>[0-9]{4})(?:-(?=[0-9]{2}-)|/(?=[0-9]{2}/))(?P<m>[0-9]{2})[-/](?P<d>[0-9]{2})(?P<t>[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?(?![\w-])"),
    ("numeric", r"(?P<a>[0-9]{1,2})(?P<sep>[./]|-(?=[0-9]{1,2}-[0-9]{4}))(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4}|[0-9]{2})(?![\w/]|\.[0-9])"),
    ("hijri_day", rf"(?P<d>{DAY}){S}(?P<hm>{HIJRI})(?:,?{S}(?P<y>1[0-9]{{3}})(?:{S}(?:A\.H\.|AH\b|H\b))?)?"),
    ("persian_day", rf"(?P<d>{DAY}){S}(?:of{S})?(?P<pm>{PERSIAN})(?:,?{S}(?P<y>1[0-9]{{3}}))?"),
    ("persian_year", rf"(?:the{S})?(?:Persian|Iranian|solar|Afghan|Jalali)(?:{S}solar)?(?:{S}hijri)?(?:{S}calendar)?{S}year{S}(?P<y>1[0-9]{{3}})\b"),
    ("hijri_year", r"(?:the[ ]year[ ])?(?:A\.?H\.?[ ](?P<y>1[0-9]{3})|(?P<y2>1[0-9]{3})[ ](?:A\.H\.|AH\b)|hijri[ ]year[ ](?P<y3>1[0-9]{3}))"),
    ("buddhist_year", r"(?:the[ ]year[ ])?(?:B\.?E\.?[ ](?P<y>2[0-9]{3})|(?P<y2>2[0-9]{3})[ ](?:B\.E\.|BE\b))"),
    ("bc_year", r"(?:the[ ]year[ ])?[0-9]{1,4}[ ](?:B\.C\.(?:E\.)?|BCE?\b)"),
    ("military", rf"(?P<d>[0-3][0-9])(?P<t>[0-2][0-9][0-5][0-9])Z?{S}(?P<mon>{MONTH})(?:{S}(?P<y>{YEAR}|[0-9]{{2}}))?\b"),
    ("double", rf"(?P<d0>{DAY}){S}(?P<mon0>{MONTH}){S}?[(\[](?P<d>{DAY}){S}(?P<mon>{MONTH})[)\]],?{S}(?P<y>{YEAR})\b"),
    ("ymd", rf"(?P<y>{YEAR}),?{S}(?P<mon>{MONTH}){S}(?P<d>{DAY})\b(?![\w%]|[,.:]?[0-9])"),
    ("range_dmy", rf"(?P<d>{DAY})(?=(?:{S}?(?:{DASH}|to|and|or|until){S}?)(?:{DAY}){S}(?P<mon>{MONTH})(?:,?{S}(?P<y>{YEAR}))?)"),
    ("range_mdy", rf"(?P<mon>{MONTH}){S}?(?P<d>{DAY})(?P<dash>{S}?(?:{DASH}|to|and|or|until){S}?)(?P<d2>{DAY})\b(?!{S}(?:{MONTH}|{UNIT}|percent|people|[0-9]))(?:,?{S}(?P<y>{YEAR})\b)?"),
    ("dmy", rf"(?:(?P<wd>{WD}|{WDS}),?{S})?(?:the{S})?(?:(?P<rel>{DATED}){S})?(?:day{S})?(?P<d>{DAY})(?:{S}of(?:{S}the{S}month{S}of)?)?(?:{S}|-)(?P<mon>{MONTH})(?:{OLD_STYLE}(?={S}{YEAR}))?(?:,?(?:{S}(?:of{S})?(?:the{S}year{S})?|-)(?:(?P<y>{YEAR})|(?P<yy>['’]?[0-9]{{2}}))(?![\w%]|[,.:][0-9])|{S}(?:of{S})?(?P<ry>this|last|next){S}year\b)?(?P<os>{OLD_STYLE})?(?:,?{S}(?P<t>{CLOCK})(?:{S}{ZONE})?)?"),
    ("mdy", rf"(?:(?P<wd>{WD}|{WDS}),?{S})?(?:(?P<rel>{DATED}){S})?(?P<mon>{MONTH}){S}?(?:the{S})?(?P<d>{DAY})\b(?![\w%]|[,.:]?[0-9])(?:{OLD_STYLE}(?=,?{S}{YEAR}))?(?:,?{S}(?:of{S})?(?:the{S}year{S})?(?P<y>{YEAR})\b(?!,?[0-9])|{S}(?:of{S})?(?P<ry>this|last|next){S}year\b)?(?P<os>{OLD_STYLE})?"),
    ("dmy_words", rf"(?:the{S})?(?P<w>{NTH}){S}(?:day{S})?of{S}(?P<mon>{MONTH})(?:,?{S}(?:of{S})?(?P<y>{YEAR})\b(?!,?[0-9]))?"),
    ("mdy_words", rf"(?P<mon>{MONTH})(?:,?{S}the)?{S}(?P<w>{NTH})\b(?!{DASH}|{S}(?!{GOES_ON})[a-z])(?:,?{S}(?P<y>{YEAR})\b(?!,?[0-9]))?"),
    ("my", rf"(?P<mon>{MONTH}),?{S}(?:of{S})?(?:(?P<y>{YEAR})\b(?![%]|[,.][0-9])|(?P<rel>this|last|next){S}year)"),
    ("clock_in", rf"(?P<h>[0-9]{{1,2}}(?:[:.][0-5][0-9])?|{SMALL})(?:{S}o['’]clock)?{S}in{S}the{S}(?P<part>morning|afternoon|evening)"),
    ("hour24", rf"(?P<t>(?:[01][0-9]|2[0-4])[0-5][0-9])(?:{S}(?P<z>{ZONE})|{S}(?:hours|hrs)\b(?!{S}of\b)|{AT}{STOP})"),
    ("clock", rf"(?P<t>{CLOCK})(?:{S}(?P<z>{ZONE}))?"),
    ("day_beyond", rf"(?:the{S})?day{S}(?:(?P<by>before{S}yesterday)|(?P<at>after{S}tomorrow))"),
    ("deictic", rf"(?P<w>today|tomorrow|yesterday|tonight|overnight|todays|yesterdays)(?:(?:{POSS})?{S}(?P<part>{PART}))?\b"),
    ("ago_day", rf"(?P<n>{NUM}){S}(?P<u>days?|weeks?|months?|years?){S}(?P<dir>ago|from){S}(?:(?P<wd>{WD})|(?P<w>today|tomorrow|yesterday)|(?P<rel>this|last|next){S}(?P<x>week|month))\b(?!{POSS})"),
    ("beyond", rf"(?:the{S})?(?:(?P<u>weekend|week|month|year|quarter|night)|(?P<wd>{WD})){S}(?:(?P<by>before{S}last)|(?P<at>after{S}next))\b(?!{POSS}|{S}(?:{WD}|{MONTH}|{SEASON}|{UNIT}|night)\b)"),
    ("same_of", rf"(?:the|its|their){S}(?P<same>same|corresponding|comparable|equivalent|similar|like|year-earlier){S}(?P<u>quarter|period|month|week|half){S}(?:(?:of|in){S})?(?:(?:the{S})?(?P<rel>last|previous|preceding|prior){S}year|(?:a|one|the){S}year{S}(?:ago|earlier|before)|(?P<y>{YEAR}))\b"),
    ("month_quarter", rf"(?:the{S})?(?:(?P<mon0>{MONTH})(?:{S}?{DASH}{S}?|{S}(?:to|through){S}|{DASH}to{DASH}))?(?P<mon>{MONTH})(?:{S}|{DASH})quarter\b(?!{DASH})(?:,?{S}(?:of{S})?(?:(?P<y>{YEAR})\b(?!,?[0-9])|(?P<rel>this|last|next){S}year))?"),
    ("year_before", rf"the{S}(?P<u>quarter|month|week){S}(?:a|one){S}year{S}(?:ago|earlier|before)\b"),
    ("ago", rf"(?P<n>{NUM}|{VAGUE})(?:{S}|-)?(?:(?:full|more|long|short|calendar){S})?(?P<u>{UNIT})(?P<half>(?<!minute)(?<!hour)(?<!second){S}and{S}a{S}half|{S}and{S}a{S}half(?={S}ago\b))?(?:{S}|-)(?P<dir>ago|earlier|later|previously|prior|hence|from{S}now|afterwards?|before(?!{S}[\w])|after(?!{S}[\w]))\b"),
    ("unit_ago", rf"(?:the{S})?(?P<u>years?|months?|weeks?|days?|quarters?|decades?|hours?)(?:{S}|-)(?P<dir>ago|earlier)(?:{S}(?:period|quarter))?"),
    ("set_every", rf"(?:every|each)(?:{S}(?:(?P<other>other)|(?P<ord>second|third|fourth|fifth|sixth|seventh|tenth)(?={S}(?:{UNIT}|{WD}))|(?P<n>{NUM}|{VAGUE})))?{S}(?P<u>{UNIT}|(?P<wd>{WD})|(?P<mon>{MONTH})|{PART}|{SEASON})\b"),
    ("set_per", rf"(?:once|twice|(?P<n>{WORDNUM}|[0-9]{{1,3}}){S}times){S}(?:a|an|per|each|every){S}(?P<u>{UNIT})\b"),
    ("set_ly", r"(?P<w>annually|daily|weekly|monthly|quarterly|hourly|nightly|yearly|biannually|biennially|biweekly|bimonthly|fortnightly)"),
    ("nth_of", rf"(?:the{S})?(?P<ord>first|second|third|fourth|fifth|last|final|1st|2nd|3rd|4th){S}(?P<k>weekend|week|month|quarter|days?|{WD}){S}(?:of|in){S}(?:the{S}month{S}of{S})?(?:(?P<mon>{MONTH})(?:,?{S}(?:of{S})?(?P<y>{YEAR})\b)?|(?P<hm>{HIJRI})\b|(?P<y0>{YEAR})\b(?!-)|(?P<r>this|last|next|the){S}(?P<u>month|year)\b)"),
    ("weekdays", rf"(?P<wd>{WD})s\b|(?P<wd2>{WD}){S}(?P<part>{PART})s\b"),
    ("weekday_nth", rf"(?P<wd>{WD})(?:,?{S}the{S}(?=[0-9]{{1,2}}[a-z]{{2}}{UNCOUNTED})|{DASH}the{DASH})(?P<d>[0-3]?[0-9](?:st|nd|rd|th))\b"),
    ("weekday", rf"(?:(?:the{S})?(?P<rel>{REL}){S}|(?P<e>earlier|later|early|late){S})?(?P<wd>{WD})(?:,?{S}(?:(?P<early>early|late|mid){DASH}?{S}?)?(?P<part>{PART}))?\b(?P<after>{S}last{S}week|{S}next{S}week|{S}this{S}week|{S}week\b(?![-'’]|{S}of\b))?"),
    ("quarter_of", rf"(?:the{S})?(?:(?:(?:(?:fiscal|financial){S})?(?P<y0>{YEAR})(?:{POSS})?|(?P<r0>this|last|next){S}year{POSS}){S})?(?:fiscal[ -])?(?:(?P<ord>{ORD})[ -](?P<k>quarter|half|three{S}months|six{S}months)\b|(?P<lasthalf>last|latter|second){S}half)(?!{S}(?:a|of{S}(?:the{S})?(?:season|game|match|decade|century|19th|20th))\b|{S}of{S}(?:the{S})?{DECADE})(?:{S}of{S}(?:(?:fiscal{S})?(?P<y1>{YEAR})|(?P<r1>this|last|next|the){S}year)|{S}(?P<y2>{YEAR})\b|{S}(?P<r2>last|this|next){S}year)?"),
    ("q_short", rf"Q(?P<q>[1-4])(?:{S}(?:of{S})?(?P<y>{YEAR}))?\b|(?P<y2>{YEAR}){S}?Q(?P<q2>[1-4])\b|H(?P<h>[12]){S}(?P<y3>{YEAR})\b|(?P<q4>[1-4])Q{S}?(?P<y4>{YEAR})?\b|(?P<h2>[12])H{S}?(?P<y5>{YEAR})\b"),
    ("season_year", rf"(?:the{S})?(?P<s>{SEASON}),?{S}(?:of{S}(?:the{S}year{S})?)?(?P<y>{YEAR}|(?:nineteen|eighteen){S}{TENS}(?:[- ]{ONES})?)\b(?:(?:{DASH}|/)[0-9]{{2}}\b(?!{DASH}))?"),
    ("period_year", rf"(?:the{S})(?P<y>{YEAR})(?:{S}(?P<k>period|quarter|season|fiscal{S}year))"),
    ("fiscal", rf"(?:the{S})?(?:(?P<rel>{REL}){S})?(?:fiscal|financial)(?:{S}year)?{S}(?P<y>{YEAR})(?:[/-](?P<y2>[0-9]{{2,4}}))?\b|(?:the{S})?(?P<rel2>{REL}){S}(?:fiscal|financial){S}(?P<k>year|quarter)\b|FY{S}?(?P<y3>{YEAR}|[0-9]{{2}})\b"),
    ("split_year", rf"(?:the{S})?(?P<y>{YEAR})(?:{DASH}|/)(?P<y2>[0-9]{{2}}|{YEAR}){S}(?:fiscal|financial|budget|tax|academic|school){S}year\b"),
    ("decade", rf"(?:the{S})?(?:(?P<em>early|mid|late|middle)[ -]{{1,2}}(?:to{DASH}late[ -])?)?(?:(?P<y>(?:1[0-9]|20|21)[0-9]0)['’]?s|['’‘](?P<yy>[0-9]0)['’]?s|(?:(?P<c>nineteen|eighteen){S})?(?P<w>{_either(lx.DECADES)}))\b"),
    ("century", rf"(?:the{S})?(?:(?P<em>early|mid|late)[ -])?(?:(?P<n>[0-9]{{1,2}})(?:st|nd|rd|th)|(?P<w>{NTH}))[ -]century\b"),
    ("rel_number", rf"(?:(?:the|these|those|his|her|its|their|our){S})?(?P<rel>{NO_VERB}last|past|previous|preceding|next|coming|{DETERMINED}following|first|final|latest|recent){S}(?P<n>(?:{NUM}|{VAGUE})(?:{S}(?:to|or){S}{NUM}|{DASH}[0-9]{{1,3}})?)(?:{S}|-)(?:(?:trading|working|business|calendar|full|fiscal|or{S}so){S})?(?P<u>{UNIT})\b(?:{S}or{S}so)?"),
    ("rel_units", rf"(?:the{S})?(?P<rel>last|past|previous|recent|coming|next|ensuing|future|following){S}(?P<u>days|weeks|months|years|quarters|decades|centuries|hours|minutes)(?:{S}and{S}(?:weeks|months|years))?\b"),
    ("rel", rf"(?:the{S})?(?P<rel>{REL}){S}(?P<x>(?:fiscal{S})?(?:week|month|year|quarter|weekend|decade|century|day|night|morning|afternoon|evening|fortnight)|{SEASON}|{MONTH}(?![.]?{S}?[0-9]))(?:{POSS}{S}(?P<k>period|quarter))?\b(?!{DASH}\w)"),
    ("day_after", rf"the{S}(?:(?P<same>same|very){S})?(?P<u>day|night|week|month|year|morning|afternoon|evening)(?:{S}(?P<dir>before|earlier|after|later))\b"),
    ("the_eve", rf"(?<=\bon )the{S}eve\b(?!{S}(?:of|before)\b|['’])"),
    ("adj_number", rf"(?P<n>{NUM}|several){DASH}(?P<u>second|minute|hour|day|night|week|month|quarter|year|decade|century){DASH}?(?:long\b)?(?![\w]|{DASH}?old)"),
    ("duration", rf"(?:another{S}(?!an?\b|one\b))?(?!an?{S}(?:days|weeks|months|years|decades|hours|minutes)\b)(?P<n>(?:{NUM}|{VAGUE})(?:{S}(?:to|or){S}(?:{NUM})|{DASH}[0-9]{{1,3}})?){S}(?:(?:more|full|long|short|further|additional|consecutive|straight|solid|trading|working|business|calendar|whole|entire|of|successive){S}){{0,2}}(?P<u>{UNIT})(?:['’](?!s))?(?P<half>{S}and{S}a{S}half)?\b(?:{S}or{S}(?:so|more|longer)\b)?"),
    ("whole", rf"(?:the{S})?(?:full|entire|whole){S}(?P<u>day|week|month|year|quarter|decade|century)\b"),
    ("bare_the", rf"the{S}(?P<x>quarter|weekend|week|month|year|morning|night|evening|afternoon|day)\b(?!{DASH}|{S}of{S}(?:{HIJRI}|{HOLIDAY})\b|{S}(?:two{S}thousand|nineteen{S}|[0-9]))"),
    ("year_end", rf"(?:the{S})?(?P<k>year[ -]end|year{POSS}{S}end|month[ -]end|midyear|mid-year|midnight)\b(?:{S}(?P<y>{YEAR})\b(?![,.][0-9]))?"),
    ("year_range", rf"(?P<y>{YEAR})(?=(?:{DASH}|/)(?:{YEAR}|[0-9]{{2}})(?![\w/-]|[,.][0-9]))"),
    ("spelled", rf"(?:the{S}year{S})?(?P<y>(?:nineteen|eighteen|seventeen){S}(?:hundred{S})?(?:{TENS}(?:[- ]{ONES})?|{SMALL})|two{S}thousand(?:{S}and)?(?:{S}{WORDNUM})?)\b(?!{S}(?:{UNIT}|hundred|percent|people|dollars|troops|soldiers|men|miles|feet))"),
    ("year", rf"(?:the{S}year{S})?(?P<y>{YEAR})(?![\w%°]|[,.:][0-9]|{DASH}[0-9]{{4}})"),
    ("sept11", r"9/11\b"),
    ("holiday", rf"(?:(?P<rel>{REL}){S})?(?P<w>{HOLIDAY})\b(?:,?{S}(?P<y>{YEAR})\b)?"),
    ("nth_day", rf"the{S}(?P<w>(?:[12]?[0-9]|3[01])(?:st|nd|rd|th)|{LATER_NTH})\b(?!{DASH})(?:{S}of{S}(?P<r>this|last|next|the){S}month\b)?"),
    ("hijri_month", r"(?:the{0}(?:holy{0}|fasting{0})?month{0}of{0})?(?P<hm>Ramadan|Ramadhan)\b".replace("{0}", S)),
    ("month", rf"(?P<mon>{MONTH})"),
    ("season", rf"(?:the{S})?(?P<s>summer|winter|autumn|spring)\b(?!{S}(?:Olympics?|Games|camp|sports?))"),
    ("part", rf"(?:the{S})?mid{DASH}?{S}?(?P<part>morning|afternoon)"),
    ("vague", r"(?P<w>right{0}now|now|currently|at{0}present|presently|nowadays|these{0}days|at{0}the{0}moment|to{0}date|more{0}recently|most{0}recently|recently|lately|the{0}recent{0}past|the{0}distant{0}past|the{0}past|(?:the|near|foreseeable|distant){0}(?:(?:near|foreseeable|distant|immediate){0})?future|the{0}(?:near|short|long|medium){0}term|the{0}coming{0}(?:days|weeks)|soon|shortly|a{0}later{0}date|then[ -]current|current)\b".replace("{0}", S)),
    ("bare_units", r"(?P<u>seconds|minutes|hours|days|weeks|months|years|decades|centuries)\b"),
)  # fmt: skip

_UNNAMED = re.compile(r"\(\?P<\w+>")
_BACKREF = re.compile(r"\(\?P=\w+\)")


def _anonymous(pattern: str) -> str:
    # Inner groups lose their names in the alternation, so that lastgroup is the rule.
    return _BACKREF.sub("[./-]", _UNNAMED.sub("(?:", pattern))


PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in RULES}
_ANY = re.compile(
    r"(?<![\w$€£#])(?:" + "|".join(f"(?P<{name}>{_anonymous(p)})" for name, p in RULES) + ")",
    re.IGNORECASE,
)


def _consumed(pattern: str) -> str:
    """The pattern without what only looks around: no word of that is part of an expression."""
    plain = re.sub(r"\(\?P<\w+>", "(", re.sub(r"\\u[0-9a-f]{4}|\\.", " ", pattern))
    plain = re.sub(r"\[[^\]]*\]", " ", plain)
    kept, depth, opened = [], 0, [-1]
    for piece in re.split(r"(\((?:\?(?:<?[=!]|-?i?:))?|\))", plain):
        if piece == ")":
            depth -= 1
            if depth == opened[-1]:
                opened.pop()
        elif piece[:1] == "(":
            if len(opened) == 1 and piece[-1] in "=!":
                opened.append(depth)
            depth += 1
        elif len(opened) == 1:
            kept.append(piece)
    return " ".join(kept)


def _vocabulary() -> frozenset[str]:
    words: set[str] = set()
    for _, pattern in RULES:
        for word, optional in re.findall(r"([A-Za-z]+)(\?)?", _consumed(pattern)):
            words.add(word.lower())
            if optional:
                words.add(word[:-1].lower())
    return frozenset(
        words | {"century", "centuries", *(w + "s" for w in lx.WEEKDAYS), *(w + "s" for w in lx.DAY_PARTS)}
    )


_WORDS = _vocabulary()
# Words of the vocabulary that alone say nothing about time: a run of only these is never shown to the grammar.
_GLUE = (
    frozenset(
        [
            "the",
            "a",
            "an",
            "of",
            "to",
            "and",
            "or",
            "in",
            "at",
            "from",
            "s",
            "st",
            "nd",
            "rd",
            "th",
            "this",
            "that",
            "these",
            "those",
            "last",
            "next",
            "first",
            "same",
            "very",
            "all",
            "each",
            "every",
            "one",
            "more",
            "most",
            "full",
            "half",
            "long",
            "longer",
            "short",
            "second",
            "third",
            "final",
            "be",
            "by",
            "so",
            "about",
            "b",
            "c",
            "e",
            "h",
            "k",
            "m",
            "o",
            "u",
            "y",
            "z",
            "old",
            "style",
            "time",
            "local",
            "per",
            "times",
            "men",
            "women",
            "people",
            "percent",
            "dollars",
            "troops",
            "soldiers",
            "miles",
            "feet",
            "camp",
            "sports",
            "sport",
            "game",
            "games",
            "match",
            "season",
            "before",
            "after",
            "later",
            "earlier",
            "early",
            "late",
            "mid",
            "middle",
            "until",
            "few",
            "several",
            "many",
            "couple",
            "some",
            "another",
            "other",
            "numerous",
            "countless",
            "day's",
            "saints",
            "saint",
            "new",
            "his",
            "her",
            "its",
            "their",
            "our",
            "holy",
            "whole",
            "entire",
            "latest",
            "prior",
            "previous",
            "preceding",
            "ensuing",
            "upcoming",
            "following",
            "coming",
            "near",
            "distant",
            "immediate",
            "foreseeable",
            "medium",
            "fiscal",
            "financial",
            "budget",
            "tax",
            "academic",
            "school",
            "additional",
            "further",
            "consecutive",
            "successive",
            "straight",
            "solid",
            "calendar",
            "business",
            "working",
            "trading",
            "al",
            "good",
            "national",
            "international",
            "human",
            "rights",
            "right",
            "then",
            "world",
            "press",
            "freedom",
            "refugee",
            "king",
            "martin",
            "luther",
            "jr",
            "russia",
            "workers",
            "labor",
            "labour",
            "presidents",
            "veterans",
            "memorial",
            "victory",
            "unity",
            "election",
            "earth",
            "fools",
            "souls",
            "orthodox",
            "chinese",
            "london",
            "moscow",
            "kyiv",
            "kiev",
            "beijing",
            "tehran",
            "eastern",
            "iranian",
            "persian",
            "afghan",
            "solar",
            "period",
        ]
    )
    | lx.NUMERALS.keys()
    | {"hundred", "thousand", "dozen"}
) - {"nineteen", "eighteen", "past"}
# No expression starts with one of these.
_NEVER_FIRST = frozenset(
    [
        "of",
        "to",
        "and",
        "or",
        "in",
        "from",
        "s",
        "nd",
        "rd",
        "th",
        "be",
        "until",
        "so",
        "before",
        "after",
        "than",
        "by",
    ]
)
_WORD = re.compile(r"\w+")
_GAP = re.compile(r"[ \t\u00a0,.:/'’‘()\[\]\n+\u2010-\u2015-]{0,6}")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


_KNOWN, _OPENS, _HOT = 1, 2, 4  # a word of the vocabulary, one that can open an expression, a temporal one


@lru_cache(maxsize=8192)
def _sense(word: str) -> int:
    digit = word[0].isdecimal() or word[-1].isdecimal()  # 8th, 1990s, Q3, FY18
    low = word if digit else word.lower()
    if not digit and low not in _WORDS:
        return 0
    return _KNOWN + (_OPENS if low not in _NEVER_FIRST else 0) + (_HOT if digit or low not in _GLUE else 0)


def _segments(text: str) -> Iterator[list[int]]:
    """Runs of vocabulary words with a temporal one: where their words start, as far as the last temporal one."""
    starts: list[int] = []
    end = -1
    told = 0  # how many of the starts lie no further than the last temporal word
    for match in _WORD.finditer(text):
        sense = _sense(match.group())
        if not sense:
            if told:
                yield starts[:told]
                told = 0
            if starts:
                starts = []
            continue
        here, there = match.span()
        if starts:
            gap = text[end:here]
            if gap != " " and (_GAP.fullmatch(gap) is None or _PARAGRAPH.search(gap)):
                if told:
                    yield starts[:told]
                    told = 0
                starts = []
        if here and text[here - 1] in "'’‘":
            starts.append(here - 1)
        if sense & _OPENS:
            starts.append(here)
        end = there
        if sense & _HOT:
            told = len(starts)
    if told:
        yield starts[:told]


def candidates(text: str) -> Iterator[Found]:
    """Candidates from left to right, not overlapping. Linear in the length of the text."""
    done = 0
    for starts in _segments(text):
        for start in starts:
            if start < done:
                continue
            match = _ANY.match(text, start)
            if match is not None and match.end() > start and match.lastgroup is not None:
                done = match.end()
                yield Found(start, done, match.lastgroup)
