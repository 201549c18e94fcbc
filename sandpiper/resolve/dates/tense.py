"""Sentence and expression -> whether the words around tell of the past or of what is to come.

The clause of the expression speaks first, its left side before its right, the nearest verb before those further
off; the rest of the sentence is asked only where the clause is silent.
"""

from __future__ import annotations

import re

_I = re.IGNORECASE
# Infinitives of what is promised, ordered, planned: "threatened to publish it on Sunday".
_COMMITTED = (
    r"(?:threat(?:en\w*|s)?|vow\w*|pledg\w*|promis\w*|agree\w*|inten(?:d\w*|tion)|told|tells|prepar\w*|propos\w*|urg(?:e|es|ed|ing)|"
    r"ask(?:s|ed|ing)?|order(?:s|ed|ing)?|invit\w*|demand\w*|appeal\w*|call(?:s|ed|ing)?(?![ ]off)|warn\w*|deci(?:de\w*|sion)|"
    r"wants?|wanted|offer\w*|hop(?:e|es|ed|ing)|plan(?:s|ned|ning)?|expect\w*|schedul\w*|due|set(?=[ ]to)|ready|about|likely|going|summon\w*|"
    r"instruct\w*|wait\w*|allow\w*|requir\w*|needs?|needed|chose|opted|resolved|swore|undertook)"
)
_VERB = r"(?!(?:it|him|them|me|us|you|the|an?|his|her|its|their|our|your|this|that|these|those|all|both|some|any|one|two|more|less|fewer)\b)(?-i:[a-z])"
_SCHEDULED = (
    r"(?:meets|opens|begins|starts|arrives|departs|visits|travels|flies|holds|hosts|votes|expires|ends|convenes|resumes|hears|"
    r"leaves[ ](?:for|on|office)|heads[ ]to|takes[ ](?:office|effect|place|over)|goes[ ](?:to|on|into|before)|returns|falls|"
    r"reconvenes|decides|enters|hands[ ]down|delivers|elects|chooses|testifies|stands[ ]trial|appears[ ](?:in|before)|inaugurates|"
    r"celebrates|concludes|unveils|(?:addresses|chairs|signs|launches|marks|observes|receives|considers|publishes)[ ](?:the|an?|its|his|her)|"
    r"faces?[ ](?:an?|its|his|her|their|the)|plans?[ ](?:an?|another|more|new|further)|"
    r"(?:comes?|enters?)[ ]into[ ](?:force|effect)|kicks[ ]off|gets[ ]under[ ]?way)\b|"
    r"(?:go|head)[ ]to[ ]the[ ]polls\b|(?:is|remains)[ ](?:the|an?)[ ](?:\w+[ ])?(?:deadline|holiday)\b|(?:is|are)[ ](?:on[ ]|in[ ])?$|"
    r"(?:vote|election|elections|summit|deadline|referendum|talks|truce|polls)[ ](?:nears?|looms?|approach(?:es|ing)|draws?[ ]near)\b|"
    r"(?<=s[ ])(?:meet|open|begin|start|resume|arrive|vote|gather|go[ ]back|return)\b(?=[ ](?:$|on|in|at|separately|again|here|(?-i:[A-Z])))|"
    # "… and Andric meet Friday": two named by their surnames, the verb in the plural
    r"and[ ](?:[\w-]+[ ]){1,4}meet\b(?=[ ](?:$|on|separately|again))|"
    r"and[ ](?:(?-i:[A-Z])[\w-]+[ ]){1,3}(?:meet|begin|start|resume|hold|open)\b(?=[ ](?:$|on|in|at|separately|again|here|(?-i:[A-Z])|talks|negotiations))|"
    r"(?<=s[ ])(?:begin|start|resume|hold)[ ](?:new[ ]|fresh[ ]|more[ ])?(?:talks|negotiations|elections|consultations)\b"
)
_AHEAD = re.compile(
    rf"\b(?:will|shall|['’]ll|won['’]t|(?:would|should|must|might|(?-i:may))\b(?![ ]have[ ])|can[ ]|could[ ](?=[a-z]+[ ](?!(?:reached|located|found|seen|heard)\b))(?!not[ ]|have[ ]|be[ ])|"
    rf"{_COMMITTED}\b(?![ ]of[ ])(?:(?!\b(?:was|were|had|said)\b)[^.;:,“”\"]){{0,60}}?[ ]to[ ](?={_VERB})|"
    rf"(?:is|are|was|were)[ ](?:then[ ]|also[ ]|now[ ])?to[ ](?={_VERB})|to[ ]be[ ](?=[a-z]+(?:ed|en|ld|nt)\b)|"
    r"(?:due|scheduled|expected|slated|planned)\b(?![ ]by\b)|set[ ]for|"
    r"(?:call|announc|conven|convok|organi[sz])\w*[ ](?:(?!\b(?:was|were|had|said)\b)[^.;:,“”\"]){0,60}?\b(?:strike|march|rally|protests?|sit-in|"
    r"demonstration|walkout|stoppage|boycott|shutdown|stayaway|vote|meeting|summit|session|conference|day[ ]of[ ]\w+|elections?)\b|"
    r"(?:strike|stoppage|walkout|curfew|as|starting|beginning)[ ]from\b|(?:plan(?:s|ned)?|schedul\w+)[ ]for|upcoming|effective|payable|"
    r"postponed|intends?|"
    r"(?:is|are)[ ](?:also[ ]|not[ ]|then[ ])?(?:visiting|meeting|leaving|travel+ing|flying|arriving|returning|going|coming|"
    r"hosting|convening|departing|attending)|(?:is|are)[ ](?:heard|held|closed|sworn[ ]in)|"
    rf"{_SCHEDULED})",
    _I,
)
_IRREGULAR = (
    "was|were|had|has|have|did|said|told|came|went|took|made|began|held|met|fell|rose|left|found|gave|got|saw|shot|struck|"
    "flew|sent|spoke|broke|won|lost|drove|fled|swore|threw|wrote|brought|fought|sought|bought|caught|thought|taught|built|"
    "dealt|felt|kept|led|meant|paid|sold|stood|swept|withdrew|ran|sank|sat|slept|stole|tore|woke|wore|blew|chose|drew|grew|"
    "hung|knew|cut[ ]off|rode|shook|became|fed|forbade|froze|hid|laid|bled|overthrew|beat|drank|ate|sang|rang|swung|slid|heard|sued"
)
_BEHIND = re.compile(
    rf"\b(?:{_IRREGULAR}|since|earlier|last|ago|according[ ]to|says|tells|writes|adds|reports|announces|confirms|"
    r"(?!need|exceed|proceed|succeed|indeed|speed|agreed[ ]upon|schedul|expect|plann|unit|slat|postpon|arm|unarm|mask|hood|"
    r"alleg|suppos|limit|propos|wanted|hundred|sacred|kindred|so-called)[a-z]{2,}ed)\b"
)
# A participle behind one of these is no past: "will be held", "to have met", "is planned".
_AUXILIARY = re.compile(
    r"\b(?:will|shall|would|could|should|must|can|might|may|to|won['’]t|['’]ll)[ ](?:not[ ]|also[ ]|then[ ]|\w+ly[ ])?"
    r"(?:be[ ]|have[ ]|get[ ])?(?:been[ ])?(?:\w+ly[ ])?$|\b(?:is|are)[ ](?:\w+ly[ ])?$",
    _I,
)
_WISHED = re.compile(r"\b(?:would|could|should|must|might|may)[ ](?:not[ ])?have[ ](?:been[ ])?$", _I)
# That somebody said so after a date does not put the date in the past, unless the date opens the clause.
_REPORTED = re.compile(r"\b(?:said|told|reported|announced|says)\b")
_OPENING = re.compile(r"\W*(?:and|but|then|late|early|earlier|on|in|at|by|as|the|[ \W])*", _I)

_TERM = re.compile(
    r"\b(?:by|[Nn]o (?:later|sooner) than|[Aa]s (?:early|soon) as|[Aa]head of) (?:the )?"
    r"(?:(?:end|middle|beginning|start) of (?:the )?|(?:early|mid|late)[ -])?$"
)
_DONE = re.compile(r"\b(?:had|were|was)\b(?! to\b)")
_UNTIL = re.compile(r"\b(?:until|till|through|up to) (?:the )?(?:(?:early|mid|late|end of)[ -])?$", _I)
_PUT_OFF = re.compile(
    r"\b(?:exten[ds]|postpon|adjourn|delay|suspend|prolong|defer|remand|barr|bann|clos|put\b.*\boff|renew|giv|gave|grant|impos|proclaim|declar|"
    r"valid|available|stay away|wait|lasts?\b)",
    _I,
)
_FOR = re.compile(r"(?<!\bresponsible)(?<!\bblamed)(?<!\bwanted) for (?:the )?$")
_FOR_A_DAY = re.compile(
    r"\s?(?:[.,;:)]|$|(?:in|at|on|and|but|to|by|with|as|because|over|against|when|if|that)\b)"
)
_PREPARED = re.compile(
    r"\b(?:prepar\w+|plans?|brac\w+|ready|readie[sd]|gear\w*[ ]up|rehears\w+|candidates?|campaign\w*|tickets|invitations?)[ ]for[ ](?:the[ ])?$",
    _I,
)
# "On the eve of Sunday's election": before or after it, the nearest.
_BESIDE = re.compile(r"\b(?:eve of|run-?up to|before|prior to) (?:the )?$", _I)
_CALLED_OFF = re.compile(
    r"[ ](?:(?:was|were|has[ ]been|have[ ]been|had[ ]been)[ ])(?:called[ ]off|cancel+ed|postponed|put[ ]off|scrapped|moved)\b"
)
_GIVEN = re.compile(r"\b(?:has|have|given?|gives|with) (?:only )?(?:until|till) (?:the )?$", _I)
# "by the Tuesday deadline"
_DEADLINE = re.compile(r"[ ](?:night[ ]|evening[ ])?deadline\b")
_AFTER = re.compile(r"\b(?:since|after)(?: (?:the|early|mid|late|last))?[ -]$", _I)
_HAPPENED = re.compile(
    r"\b(?:attacks?|clash(?:es)?|killings?|murders?|blasts?|bombings?|explosions?|shootings?|raids?|coup|massacre|assassination|"
    r"earthquake|riots?|ambush|kidnappings?|abductions?|overthrow)[ ](?:on |in |of |early |late |last )?$",
    _I,
)
_TO_DO = re.compile(r"\b(?:to|will|would|shall|should|can|could|may|might|must|not|['’]ll)[ ]$", _I)
# "Wednesday's ruling": the noun was, unless it is one of a timetable.
_POSSESSED = re.compile(
    r"['’]s[ ](?:\w+[ ]){0,2}?(?P<due>vote|elections?|meeting|summit|talks|game|match|deadline|ceremony|hearing|session|debate|"
    r"referendum|polls?|inauguration|conference|ballot|run-off|runoff|visit|march|rally|strike|parade|funeral)?\b",
    _I,
)
_HAD_BEEN = re.compile(r"\b(?:had|having)[ ]been[ ]$")
_CLAUSE = re.compile(
    r"[;:]|[,—–] (?:but|and|which|who|while|when|where|as|after)\b|[\"“”]|[a-z0-9)]{2}\.\s(?=[A-Z\"“])"
)
_SUBORDINATE = re.compile(
    r"\b(?:after|because|although|though|unless|when|while|whether|who|which|whose|where|that|if|until|once)\b",
    _I,
)


def tense(text: str, begin: int, start: int, end: int, stop: int, kind: str = "") -> str:
    """``"past"``, ``"future"`` or ``""`` for the expression at [start, end) in a sentence of [begin, stop); of a weekday
    also ``"near"``, the nearest of both.

    ``kind`` is the rule that found it: holidays ("closed for Easter") are not set by a "for", as days of the calendar
    are ("called for Sunday"), and only by weekdays has something been done ("had been banned by Monday").
    """
    left, right = text[begin:start], text[end:stop]
    if (left + right).isupper():  # a wire in capitals
        left, right = left.lower(), right.lower()
    happened = _HAPPENED.search(left)
    if _AFTER.search(left) or (happened and not _TO_DO.search(left, 0, happened.start())):
        return "past"
    if _GIVEN.search(left):
        return "future"
    if kind != "deictic" and _TERM.search(left):
        side = _of_left(_last(left)) if kind == "weekday" else "future"
        done = (side != "future" and _DONE.search(_last(left))) or (side == "past" and _DEADLINE.match(right))
        return "past" if done or re.match(r",?[ ][^.;]{0,60}?\b(?:had|has|have)[ ]", right) else "future"
    if kind == "weekday" and _CALLED_OFF.match(right):
        return "near"
    if kind != "holiday" and _PREPARED.search(left):
        return "future"
    owned = re.match(r"['’]s\b", right) and _POSSESSED.match(right)
    if owned and not owned["due"]:
        return "past"
    if owned and kind == "weekday" and _BESIDE.search(left):
        return "near"
    left, right = _last(left), _first(right, _CLAUSE)
    until = _UNTIL.search(left)
    if until and _PUT_OFF.search(left):
        return "future"
    if kind != "holiday" and _FOR.search(left) and _FOR_A_DAY.match(right) and " had been " not in left:
        return "future"
    cuts = [m.end() for m in _SUBORDINATE.finditer(left)]
    near = left[cuts[-1] :] if cuts and not until else left
    if cuts and re.search(r"\b(?:if|unless)$", left[: cuts[-1]], _I):
        near = ""  # a condition's past is none
    short = _first(right, _SUBORDINATE)
    found = _of_left(near) or _of_right(near, short, bool(until))
    return (
        found or _of_left(left) or _of_right(left, right if _OPENING.fullmatch(left) else short, bool(until))
    )


def _last(left: str) -> str:
    cuts = [m.end() for m in _CLAUSE.finditer(left)]
    return left[cuts[-1] :] if cuts else left


def _first(right: str, border: re.Pattern[str]) -> str:
    cut = border.search(right)
    return right[: cut.start()] if cut else right


def _of_left(left: str) -> str:
    ahead = next(
        (m.end() for m in reversed([*_AHEAD.finditer(left)]) if not _HAD_BEEN.search(left, 0, m.start())), -1
    )
    behind = next((m.end() for m in reversed([*_BEHIND.finditer(left)]) if _told(left, m)), -1)
    return "" if ahead == behind else "future" if ahead > behind else "past"


def _told(words: str, m: re.Match[str]) -> bool:
    before = words[max(0, m.start() - 40) : m.start()]
    return _AUXILIARY.search(before) is None or _WISHED.search(before) is not None


def _of_right(left: str, right: str, until: bool) -> str:
    if not _OPENING.fullmatch(left):
        right = _REPORTED.sub(" ", right)
    after = _AHEAD.search(right)
    before = next((m for m in _BEHIND.finditer(right) if _told(right, m)), None)
    if before is None and until:
        return "future"
    if after and (before is None or after.start() < before.start()):
        return "future"
    return "past" if before else ""
