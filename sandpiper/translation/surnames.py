"""Surnames that a machine translated: which name the words stand for.

A surname is translated where one of its case forms is a common word: Песков "of sands", Чайка "seagull". Best is the
surname elsewhere in the story, then the office of somebody who bears it. Where the story never has the name, the words'
places say how likely they are a person (`positions`), and how common the surnames are that they may stand for, whom the
tables know by them and what the story says of the person say which surname (`choice`). A surname chosen so must be
much likelier than all others together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sandpiper.translation import tables
from sandpiper.translation.choice import Chosen, agreed, choose, plurals
from sandpiper.translation.findings import Finding, Holder, Page, evidence
from sandpiper.translation.names import Bearer, full_names, inflected, key_of, same, sex_of
from sandpiper.translation.positions import (
    LEADS,
    NO_SURNAMES,
    NOT_NAMES,
    SAYS,
    TITLES,
    Use,
    common_uses,
    is_plain,
    matches,
    stranger,
    together,
    use_at,
    veto,
)
from sandpiper.translation.tables import Person, Surname
from sandpiper.types import Evidence, Where

# Confidences by the best evidence: set by judgement, checked on the dev stories.
FULL, OFFICE, NAMELESS, MOST = 0.97, 0.86, 0.82, 0.97
SURE = 0.9  # a person, by its places in the story: then all its uses are
PLACED = 0.45  # a use that counts by itself
TRUST = 0.97  # of a chosen surname's confidence, which is counted a little too high


def surnames(page: Page, holder: Holder, language: str | None = None) -> Iterator[Finding]:
    """Translated surnames."""
    table = tables.surnames()
    places = [(string, at, found) for string in page.strings for at, found in matches(string)]
    vetoed = set()
    for string, at, (spelled, last) in places:
        if (other := stranger(string, at)) is not None and string.words[last].capital:
            vetoed.add(spelled)
            if any(True for option in table[spelled] for _ in _bearers(page, option)):
                yield veto(string, at, last, other)
    every_use = [
        (spelled, use)
        for string, at, (spelled, last) in places
        if (use := use_at(page, string, at, last)) is not None
    ]
    vetoed -= {
        spelled for spelled, use in every_use if use.given
    }  # "Ufa Bulls became ill" beside "Dmitry Bulls"
    uses: dict[str, list[Use]] = {}
    for spelled, use in every_use:
        if use.given or spelled not in vetoed:
            uses.setdefault(spelled, []).append(use)
    uses = {spelled: _no_days(some) if spelled in NOT_NAMES else some for spelled, some in uses.items()}
    chosen = {spelled: choose(page, spelled, some, language) for spelled, some in uses.items()}
    for spelled, some in uses.items():
        placed = _by_place(page, spelled, uses, chosen)
        for use in some:
            finding = None if use.doubtful else _meant(page, use, table[spelled], holder)
            finding = finding or placed.get((use.string.where, use.start))
            if finding is not None:
                yield finding
    if language in ("ru", "uk"):
        yield from _nameless(page)


def _no_days(uses: Sequence[Use]) -> list[Use]:
    """Of a weekday's or month's name the uses that name a person whose given name the story has: "said Wednesday" is no proof."""
    if not any(use.given for use in uses):
        return []
    return [
        use for use in uses if use.given or (use.strong and _before(use) not in SAYS and _before(use) != "on")
    ]


def _before(use: Use) -> str:
    return use.string.words[use.first - 1].text.lower() if use.string.joined(use.first) else ""


def _by_place(
    page: Page, spelled: str, uses: Mapping[str, Sequence[Use]], chosen: Mapping[str, Chosen | None]
) -> dict[tuple[Where, int], Finding]:
    """Findings for a word that the story gives no name for, by string and offset."""
    some, choice = uses[spelled], chosen[spelled]
    likely, plain = together(page, spelled, some), is_plain(page, spelled, some)
    mostly = sum(use.person >= PLACED for use in some) > common_uses(page, spelled, some)
    mine = {use.given for use in some} - {None}
    for other, others in uses.items():
        theirs = {use.given for use in others} - {None}
        if (spelled in plurals(other) or other in plurals(spelled)) and (mine or theirs):
            lent = next(iter(theirs)) if len(theirs) == 1 and not mine else None
            choice = agreed(spelled, choice, other, chosen[other], lent)
            likely = max(likely, together(page, other, others))
    out: dict[tuple[Where, int], Finding] = {}
    for use in some:
        spread = likely >= SURE and _follows(use, plain, mostly, spelled)
        own = likely if spread else use.person if use.person >= PLACED else 0.0
        if not own or choice is None:
            continue
        sure = TRUST * min(max(own, likely), MOST) * choice.share
        out[use.string.where, use.start] = _chosen(use, choice, sure)
    return out


def _follows(use: Use, plain: bool, mostly: bool, spelled: str) -> bool:
    """Whether a use means the person whom other uses of the word have made plain: at a sentence's beginning not, where
    the common word may stand as well; ``mostly``: it stands less often than the person."""
    if use.weak or spelled in NO_SURNAMES:
        alone = not plain and spelled not in NOT_NAMES  # the common word is nowhere in the story
        return use.strong or (use.human and (mostly or alone)) or (use.doubtful and alone and _subject(use))
    return True


def _subject(use: Use) -> bool:
    """Whether a sentence's beginning is rather a person: no plural ("Rams do not eat"), no adjective before its noun ("Black
    clouds"), no quotation's beginning. A title's may be all of them."""
    string = use.string
    if string.where == "title":
        return True
    spelled = use.surface.lower()
    opens = re.search(r"[“\"«„]\s*$", string.text[: use.start])
    adjective = any(_ADJECTIVAL.search(s.name) for s in tables.surnames().get(spelled, ()))
    return not (opens or spelled.endswith("s") or adjective)


def _chosen(use: Use, chosen: Chosen, sure: float) -> Finding:
    person = chosen.person
    given, name = person.split()[0] if person else None, chosen.name(use.given)
    if use.given and not (given and same(given, use.given)):
        person = f"{use.given} {name}"
    grounds: tuple[Evidence, ...] = ()
    if use.given:
        at = use.string.text.rindex(use.given, 0, use.start)
        grounds = evidence([(at, at + len(use.given))], "given name", use.string.where)
    return _finding(use, name, round(sure, 3), person, grounds)


def _meant(page: Page, use: Use, options: Sequence[Surname], holder: Holder) -> Finding | None:
    """The surname that the words stand for here, by the best evidence there is; None where two have some."""
    own = set(range(use.first, use.last + 1))
    bearers = [
        (surname, bearer)
        for surname in options
        if not (
            use.given and surname.gender in ("m", "f") and sex_of(use.given) not in (surname.gender, "any")
        )
        for bearer in _bearers(page, surname)
        if not (bearer.word.where == use.string.where and use.string.at(bearer.word.start) in own)
    ]
    names = {key_of(surname.name) for surname, _ in bearers}
    if len(names) > 1:
        return None
    if use.weak and not any(bearer.given in tables.given() for _, bearer in bearers):
        return None
    if bearers:
        return _by_bearer(use, bearers[0][0], [bearer for _, bearer in bearers])
    return _by_office(page, use, options, holder)


def _bearers(page: Page, surname: Surname) -> Iterator[Bearer]:
    """The tokens of the story that are this surname."""
    for token, places in page.spelled.items():
        if (
            token[0].isupper()
            and len(token) > 2
            and token.lower() not in NOT_NAMES
            and inflected(token, surname.name)
        ):
            for word in places:
                string, at = page.around(word)
                before = string.words[at - 1].text if string.joined(at) else None
                yield Bearer(token, word, before if before in tables.given() or _initial(before) else None)


def _initial(word: str | None) -> bool:
    return bool(word) and len(word or "") == 1


def _by_bearer(use: Use, surname: Surname, bearers: Sequence[Bearer]) -> Finding:
    """The surname stands elsewhere in the story; the person is the one who bears it there, if it is one."""
    full = {key_of(b.given): b for b in bearers if b.given and b.given in tables.given()}
    person = None
    if use.given:  # a given name of its own: that person, or another of the surname
        person = next((b for b in full.values() if same(b.given or "", use.given)), None)
    elif len(full) == 1:
        person = next(iter(full.values()))
    shown = person or bearers[0]
    given = use.given or (shown.given if person else None)
    spelled = shown.word.text  # an oblique form is no reading: "the law of Yarovoy" is Yarovaya's
    reading = spelled if key_of(spelled) == key_of(surname.name) else surname.name
    return _finding(
        use, reading, FULL if full or use.strong or use.given else OFFICE, f"{given} {reading}" if given else None,
        evidence([(shown.word.start, shown.word.end)], "surname in the story", shown.word.where),
    )  # fmt: skip


def _finding(
    use: Use, reading: str, confidence: float, person: str | None, grounds: tuple[Evidence, ...]
) -> Finding:
    place = evidence(
        [(use.start, min(use.end + 1, len(use.string.text)))], "place of a name", use.string.where
    )
    return Finding(
        use.start, use.end, use.string.where, use.surface, reading, "translated surname", confidence,
        "repair", (*grounds, *place), person,
    )  # fmt: skip


def _by_office(page: Page, use: Use, options: Sequence[Surname], holder: Holder) -> Finding | None:
    """The story names an office of somebody who bears one of the surnames on its day."""
    if not (use.strong or use.titled or use.given):
        return None
    found: dict[str, tuple[Person, tuple[int, int], Where]] = {}
    for surname in options:
        for person in tables.people().get(surname.name, ()):
            if not (
                page.date and person.valid(page.date) and person.country in page.countries and person.office
            ):
                continue
            if use.given and not same(person.name.split()[0], use.given):
                continue
            place = _office(page, person.office)
            if place is not None:
                found.setdefault(person.name, (person, place[0], place[1]))
    if len(found) != 1:
        return None
    person, span, where = next(iter(found.values()))
    held = holder(person.country, person.office, page.date or "")
    sure = FULL if any(same(name.split()[-1], person.surname) for name in held) else OFFICE
    return _finding(use, person.surname, sure, person.name, evidence([span], "office", where))


def _office(page: Page, office: str) -> tuple[tuple[int, int], Where] | None:
    """Where the story names an office: its first word, where all others stand in the story too, in any letter case."""
    core = [w for w in re.findall(r"\w+", office.lower()) if w not in _IDLE]
    if len(core) < 2:  # "writer", "general": no office of one holder
        return None
    spelled = {text.lower() for text in page.spelled}
    if not spelled.issuperset(core):
        return None
    where = next(w for text, some in page.spelled.items() if text.lower() == core[0] for w in some)
    return (where.start, where.end), where.where


_IDLE_WORDS = """of the for and to a region territory oblast republic russian federation ukraine russia"""
_IDLE = frozenset(_IDLE_WORDS.split())


def _nameless(page: Page) -> Iterator[Finding]:
    """A common word that speaks, in a story with one full name whose surname never stands alone: a surname that the table
    lacks, or has with another rendering."""
    alone, full = _alone(page), dict(full_names(page))
    orphans = [
        b
        for b in full.values()
        if b.surname not in alone
        and b.surname.lower() not in tables.surnames()
        and (_ENDS.search(b.surname) or not tables.given()[b.given or ""]["elsewhere"])
        and not any(_bases_meet(b.surname, a) for a in alone)
    ]
    if len({key_of(b.surname) for b in orphans}) != 1:
        return
    bearer = orphans[0]
    uses: dict[str, list[Use]] = {}
    for string in page.strings:
        for at, word in enumerate(string.words):
            if (
                word.capital
                and _common(word.text)
                and word.text not in full
                and not inflected(word.text, bearer.surname)
            ):
                use = use_at(page, string, at, at)
                if use is not None and not (use.given or use.titled or use.weak):
                    uses.setdefault(word.text, []).append(use)
    speaking = {text: some for text, some in uses.items() if any(_named(u) for u in some)}
    if len(speaking) == 1:
        grounds = evidence([(bearer.word.start, bearer.word.end)], "only full name", bearer.word.where)
        for use in next(iter(speaking.values())):
            yield _finding(use, bearer.surname, NAMELESS, bearer.name, grounds)


def _named(use: Use) -> bool:
    """Whether no common noun stands so: "said Falcons", "Falcons: …", and no article anywhere near."""
    words, text = use.string.words, use.string.text
    said = use.string.joined(use.first) and words[use.first - 1].text in SAYS
    return use.strong and (said or text.startswith(": ", use.end))


def _common(word: str) -> bool:
    """Whether a word is English and no name, as far as the room's tables tell."""
    lower = word.lower()
    if (
        word in tables.given()
        or lower in NOT_NAMES
        or lower in (TITLES | LEADS | SAYS)
        or lower in NO_SURNAMES
        or word.isupper()
    ):
        return False
    return lower in tables.surnames() or bool(_PLURAL.search(lower))


def _alone(page: Page) -> set[str]:
    """Capitalised words that stand without a given name before them."""
    return {
        word.text
        for string in page.strings
        for at, word in enumerate(string.words)
        if word.capital and not (string.joined(at) and string.words[at - 1].text in tables.given())
    }


def _bases_meet(surname: str, token: str) -> bool:
    return token[:3] == surname[:3] and inflected(token, surname)


_ADJECTIVAL = re.compile(r"(?:[^aeiou]y[iy]?|oy|[iy]kh|aya)$")
_ENDS = re.compile(r"(?:ov|ev|yov|in|yn|sk[iy]y?|skyi|enko|chuk|yuk|uk|ych|ich|ak|ets|ets|ny|nyi|yh|ykh)$")
_PLURAL = re.compile(r"(?<![aiouys'])s$|(?:ie|[bcdfghklmnprtvwz]e)s$")
