"""Names that a machine translated, put in lower case or left in an oblique case.

A surname is translated where one of its case forms is a common word: Песков "of sands", Чайка "seagull". Words of the
table stand for a surname only with evidence: the surname elsewhere in the story, the office of somebody who bears it,
or a given name before them. Guards: another given name or an honorific of the West before the words, places, longer
names and quoted titles; two surnames with evidence: none is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sandpiper import names as spelling
from sandpiper.translation import tables
from sandpiper.translation.findings import Finding, Holder, Known, Page, Word, Words, evidence
from sandpiper.translation.tables import Person, Surname
from sandpiper.types import Evidence, Where

# Confidences by the best evidence: set by judgement, checked on the dev stories.
FULL, OFFICE, NAMELESS, GIVEN, KNOWN = 0.97, 0.86, 0.82, 0.7, 0.5
CASE, LOWER, BOTH = 0.9, 0.95, 0.9  # BOTH: a given name and somebody known by it and the surname

_SAYS_WORDS = """said says told tells noted notes stressed stresses emphasized emphasised added adds stated states declared
declares informed informs reported reports explained explains underlined assured assures announced announces
reminded reminds believes considers wrote writes commented comments recalled recalls specified warned promised
quoted summed expressed admitted acknowledged answered replied responded complained joked shared listed ordered
instructed thinks hopes urged called calls asked asks suggested proposed insisted confirmed denied claimed
argued concluded continued predicted threatened demanded accused congratulated thanked clarified pointed refused
voiced objected advised cut"""
_SAYS = frozenset(_SAYS_WORDS.split())
_ACTS_WORDS = """is was has had will would does did can could may must should also again yet already never himself herself not
spent made saw began led knows stands ran put found brought thought knew wore spoke drove fell grew kept took
gave went came met signed visited arrived left became received sent held won lost played remain"""
_ACTS = frozenset(_ACTS_WORDS.split())
_TITLES_WORDS = """president secretary minister premier governor mayor deputy speaker chairman chairwoman head director general
colonel major lieutenant captain admiral marshal prosecutor judge senator academician professor doctor
ambassador spokesman spokeswoman spokesperson representative leader commander chief writer lawyer blogger
politician activist journalist economist expert analyst coach trainer singer actor actress cosmonaut astronaut
businessman oligarch candidate oppositionist investigator ombudsman commissioner patriarch metropolitan bishop
archbishop rector envoy mr mrs ms comrade citizen detained accused defendant suspect convict vice-premier
ex-minister ex-president ex-premier ex-mayor ex-governor vice-speaker vice-president ministers deputies
gentlemen colleague brother father son wife husband volunteer soldier fighter designer producer conductor
composer tennis-player footballer striker goalkeeper midfielder defender forward player"""
_TITLES = frozenset(_TITLES_WORDS.split())
_WEST = frozenset(
    {"lord", "sir", "dame", "lady", "baroness", "rep", "sen", "congressman", "congresswoman", "st"}
)
_PLACED_WORDS = """in at near around outside inside into towards toward across throughout over through under above along"""
_PLACED = frozenset(_PLACED_WORDS.split())
_PLACE_OF = re.compile(
    r"\b(?:village|town|city|settlement|district|region|station|river|lake|street|square|area|port|hotel|club|company|team"
    r"|newspaper|channel|ship|ballet|play|film|opera|cup|park|mountain) (?:of )?(?:the )?[“\"«]?$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"«„]$")
_FEMALE = re.compile(r"(?:ov|ev|in|yn)(?:oy|oi|oyu|u)$|(?:sk|tsk)(?:oy|oi|uyu)$|n(?:oy|oi|uyu)$")
_MALE = re.compile(
    r"(?:(?:ov|ev|yov|in|yn)(?:a|u|ym|im|om|e)|(?:sk|tsk)(?:ogo|omu|im|om)|n(?:ogo|omu|ym|om))$"
)
_NOT_NAMES_WORDS = """january february march april may june july august september october november december monday tuesday wednesday
thursday friday saturday sunday"""
_NOT_NAMES = frozenset(_NOT_NAMES_WORDS.split())


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token of the story that is a surname of the table, with the given name before it, if any."""

    surname: str
    word: Word
    given: str | None

    @property
    def name(self) -> str | None:
        return f"{self.given} {self.surname}" if self.given else None


@dataclass(frozen=True, slots=True)
class Use:
    """Words of the table where they stand as somebody's name: how plainly, and the given name before them."""

    string: Words
    first: int
    last: int  # number of the last word
    strong: bool  # a speaker's place
    given: str | None
    titled: bool
    weak: bool = False  # only a full name in the story makes it one

    @property
    def start(self) -> int:
        return self.string.words[self.first].start

    @property
    def end(self) -> int:
        return self.string.words[self.last].end

    @property
    def surface(self) -> str:
        return self.string.text[self.start : self.end]


def _same(one: str, other: str) -> bool:
    return one == other or spelling.same_name(one, other, cyrillic=True)


def _key(name: str) -> str:
    return spelling.key(name, cyrillic=True)


def inflected(token: str, surname: str) -> bool:
    """Whether a token is the surname, in another romanisation or in an oblique case of a man's: Kolobkova, Kolobkovym."""
    if token[:2] != surname[:2] and token[:1] not in _LOOSE.get(surname[:1], surname[:1]):
        return False
    return _same(token, surname) or (
        bool(_MALE.search(token)) and any(_same(base, surname) for base in _bases(token))
    )


_LOOSE = {"Y": "YEIJ", "E": "EYI", "I": "IYJE", "J": "JYI", "H": "HGKX", "G": "GH", "K": "KCQX", "C": "CKTS", "S": "SC", "V": "VWU",
          "W": "VW", "Z": "ZSJ", "T": "TC", "U": "UVW", "X": "XKH"}  # fmt: skip


def _bases(token: str) -> Iterator[str]:
    """The nominatives of a man that an oblique form may come from."""
    for ending, nominatives in _NOMINATIVES:
        if token.endswith(ending):
            for nominative in nominatives:
                yield token[: len(token) - len(ending)] + nominative


_NOMINATIVES = (
    ("ogo", ("y", "iy", "oy")), ("omu", ("y", "iy", "oy")), ("im", ("", "y", "iy")), ("ym", ("", "y", "oy")),
    ("om", ("", "y", "oy")), ("em", ("",)), ("yem", ("",)), ("ya", ("",)), ("yu", ("",)), ("a", ("",)), ("u", ("",)), ("e", ("",)),
)  # fmt: skip


def surnames(page: Page, holder: Holder, language: str | None = None) -> Iterator[Finding]:
    """Translated surnames, in order of appearance."""
    table = tables.surnames()
    places = [(string, at, found) for string in page.strings for at, found in _matches(string)]
    vetoed = {}
    for string, at, (spelled, last) in places:
        if (stranger := _stranger(string, at)) is not None and string.words[last].capital:
            vetoed[spelled] = stranger
            if any(True for option in table[spelled] for _ in _bearers(page, option)):
                yield _veto(string, at, last, stranger)
    for string, at, (spelled, last) in places:
        use = _use(page, string, at, last)
        if use is not None and (use.given or spelled not in vetoed):
            finding = _meant(page, use, table[spelled], holder)
            if finding is not None:
                yield finding
    if language in ("ru", "uk"):
        yield from _nameless(page)


def _nameless(page: Page) -> Iterator[Finding]:
    """A common word that speaks, in a story with one full name whose surname never stands alone: a surname that the table
    lacks, or has with another rendering."""
    alone, full = _alone(page), dict(_full(page))
    orphans = [
        b
        for b in full.values()
        if b.surname not in alone
        and b.surname.lower() not in tables.surnames()
        and (_ENDS.search(b.surname) or not tables.given()[b.given or ""]["elsewhere"])
        and not any(_bases_meet(b.surname, a) for a in alone)
    ]
    if len({_key(b.surname) for b in orphans}) != 1:
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
                use = _use(page, string, at, at)
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
    said = use.string.joined(use.first) and words[use.first - 1].text in _SAYS
    return use.strong and (said or text.startswith(": ", use.end))


def _common(word: str) -> bool:
    """Whether a word is English and no name, as far as the room's tables tell."""
    lower = word.lower()
    if (
        word in tables.given()
        or lower in _NOT_NAMES
        or lower in _BEFORE
        or lower in _NO_SURNAMES
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


_ENDS = re.compile(r"(?:ov|ev|yov|in|yn|sk[iy]y?|skyi|enko|chuk|yuk|uk|ych|ich|ak|ets|ets|ny|nyi|yh|ykh)$")
_PLURAL = re.compile(r"(?<![aiouys'])s$|(?:ie|[bcdfghklmnprtvwz]e)s$")
_NO_SURNAMES_WORDS = """experts analysts lawyers doctors scientists journalists deputies officials residents witnesses sources media
police authorities rescuers organizers organisers representatives politicians volunteers teachers parents
physicians ministers investigators observers researchers specialists ecologists economists sociologists
historians eyewitnesses russians ukrainians americans germans europeans poles turks chechens students workers
pensioners soldiers militants rebels fighters diplomats senators businessmen parliamentarians lawmakers
activists environmentalists communists democrats republicans liberals athletes players fans physicists builders
miners sailors neighbours neighbors relatives interfax reuters times news reports results details opponents
supporters colleagues hackers prosecutors detectives izvestia vedomosti novosti passengers inhabitants locals
people others both many some"""
_NO_SURNAMES = frozenset(_NO_SURNAMES_WORDS.split())


def _matches(string: Words) -> Iterator[tuple[int, tuple[str, int]]]:
    """The numbers of the words where renderings of the table begin, none in another."""
    at = 0
    while at < len(string.words):
        found = _matched(string, at)
        if found is not None:
            yield at, found
            at = found[1]
        at += 1


def _stranger(string: Words, at: int) -> Word | None:
    """A given name or honorific of the West right before a word: "Philippe Sands", "Lord Frost"."""
    if not string.joined(at) or not string.words[at].capital:
        return None
    before = string.words[at - 1]
    lower = before.text.lower()
    if lower in _WEST and before.capital:
        return before
    if (
        not before.capital
        or before.text in tables.given()
        or lower in _TITLES
        or lower in _SAYS
        or lower in _LEADS
    ):
        return None
    if (
        string.begins(at - 1)
        or len(before.text) < 3
        or before.text.isupper()
        or lower.rpartition("-")[2] in _TITLES
    ):
        return None
    return before


def _veto(string: Words, at: int, last: int, stranger: Word) -> Finding:
    start, end = string.words[at].start, string.words[last].end
    surface = string.text[start:end]
    grounds = evidence([(stranger.start, stranger.end)], "another given name", string.where)
    return Finding(start, end, string.where, surface, surface, "translated surname", 0.9, "veto", grounds)


def _matched(string: Words, at: int) -> tuple[str, int] | None:
    """The longest rendering of the table that begins with a word, and its last word's number."""
    table = tables.surnames()
    spelled = ""
    best = None
    for last in range(at, min(at + tables.longest(), len(string.words))):
        if last > at and not string.joined(last):
            break
        spelled = f"{spelled} {string.words[last].text.lower()}".lstrip().replace("’", "'")
        if spelled in table:
            best = (spelled, last)
    return best


def _use(page: Page, string: Words, at: int, last: int) -> Use | None:
    """How the words are used, where they can be a person's name; None where they cannot."""
    words, text = string.words, string.text
    before = words[at - 1] if string.joined(at) else None
    after = words[last + 1] if last + 1 < len(words) and string.joined(last + 1) else None
    tail = text[words[last].end : words[last].end + 2]
    head = text[max(0, words[at].start - 40) : words[at].start]
    lower = before.text.lower() if before else ""
    if _QUOTED.search(head) and tail[:1] in '”"»' and tail[:1]:
        return None
    if tail[:1] == "-" or head.endswith("-") or lower in _WEST or _PLACE_OF.search(head) or lower in _PLACED:
        return None
    given = before.text if before and before.text in tables.given() else None
    dashed = bool(re.search(r"[–—-] ?$", head))
    says = (
        (after is not None and after.text in _SAYS and not after.capital)
        or (lower in _SAYS and words[at].capital)
        or (
            tail == ": "
            and (at == 0 or text[: words[at].start].rpartition("\n")[2].strip() in ("", "the", "The"))
        )
        or (dashed and string.where == "title" and not text[words[last].end :].strip(" ."))
        or re.search(r"\b[Aa]ccording to (?:the )?$", head) is not None
    )
    capital = words[at].capital
    if not capital:
        return Use(string, at, last, True, given, False) if given or (says and dashed) else None
    if after is not None and after.capital and after.text.lower() not in _SAYS:
        return None  # White House
    titled = lower in _TITLES or bool(before and before.text.lower().rpartition("-")[2] in _TITLES)
    if before and before.capital and not (given or titled or lower in _SAYS or string.begins(at - 1)):
        return None  # Philippe Sands
    if before and before.capital and string.begins(at - 1) and not (given or titled) and lower not in _LEADS:
        return None
    if lower in (
        "a",
        "an",
        "this",
        "these",
        "those",
        "some",
        "any",
        "no",
        "every",
        "each",
        "its",
        "our",
        "my",
    ):
        return None
    weak = lower == "the" and not says
    if string.begins(at - weak) and not (says or given):
        if words[at].text.lower() in page.spelled:
            return None
        acts = after is not None and (
            after.text in _ACTS or after.text.endswith(("ed", "s")) or string.where == "title"
        )
        if not acts and tail[:1] != ",":
            return None
        weak = weak or not acts
    return Use(string, at, last, bool(says), given, titled, weak)


_LEADS_WORDS = """according as but and when while if so thus then earlier later also however said told in on at by for from of to
with about after before because that what who how why not yet special especially besides meanwhile"""
_LEADS = frozenset(_LEADS_WORDS.split())


def _meant(page: Page, use: Use, options: Sequence[Surname], holder: Holder) -> Finding | None:
    """The surname that the words stand for here, by the best evidence there is; None where two have some."""
    own = set(range(use.first, use.last + 1))
    bearers = [
        (surname, bearer)
        for surname in options
        if not (
            use.given and surname.gender in ("m", "f") and tables.given()[use.given]["sex"] != surname.gender
        )
        for bearer in _bearers(page, surname)
        if not (bearer.word.where == use.string.where and use.string.at(bearer.word.start) in own)
    ]
    names = {_key(surname.name) for surname, _ in bearers}
    if len(names) > 1:
        return None
    if use.weak and not any(bearer.given in tables.given() for _, bearer in bearers):
        return None
    if bearers:
        return _by_bearer(use, bearers[0][0], [bearer for _, bearer in bearers])
    return _by_office(page, use, options, holder) or _by_given(page, use, options)


def _bearers(page: Page, surname: Surname) -> Iterator[Bearer]:
    """The tokens of the story that are this surname."""
    for token, places in page.spelled.items():
        if (
            token[0].isupper()
            and len(token) > 2
            and token.lower() not in _NOT_NAMES
            and inflected(token, surname.name)
        ):
            for word in places:
                string = next(s for s in page.strings if s.where == word.where)
                at = string.at(word.start)
                before = string.words[at - 1].text if string.joined(at) else None
                yield Bearer(token, word, before if before in tables.given() or _initial(before) else None)


def _initial(word: str | None) -> bool:
    return bool(word) and len(word or "") == 1


def _by_bearer(use: Use, surname: Surname, bearers: Sequence[Bearer]) -> Finding:
    """The surname stands elsewhere in the story; the person is the one who bears it there, if it is one."""
    full = {_key(b.given): b for b in bearers if b.given and b.given in tables.given()}
    person = None
    if use.given:  # a given name of its own: that person, or another of the surname
        person = next((b for b in full.values() if _same(b.given or "", use.given)), None)
    elif len(full) == 1:
        person = next(iter(full.values()))
    shown = person or bearers[0]
    given = use.given or (shown.given if person else None)
    reading = shown.word.text if not _MALE.search(shown.word.text) else surname.name
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
            if use.given and not _same(person.name.split()[0], use.given):
                continue
            place = _office(page, person.office)
            if place is not None:
                found.setdefault(person.name, (person, place[0], place[1]))
    if len(found) != 1:
        return None
    person, span, where = next(iter(found.values()))
    held = holder(person.country, person.office, page.date or "")
    sure = FULL if any(_same(name.split()[-1], person.surname) for name in held) else OFFICE
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


def _by_given(page: Page, use: Use, options: Sequence[Surname]) -> Finding | None:
    """A given name right before the words: a person, known or not, if only one surname is possible."""
    if use.given is None:
        return _unsure(use, options)
    row = tables.given()[use.given]
    fitting = [s for s in options if s.gender in (row["sex"], "any")]
    known = [
        person
        for surname in fitting
        for person in tables.people().get(surname.name, ())
        if _same(person.name.split()[0], use.given) and person.valid(page.date)
    ]
    grounds = evidence([(use.start - len(use.given) - 1, use.start - 1)], "given name", use.string.where)
    if len({p.name for p in known}) == 1:
        return _finding(use, known[0].surname, BOTH, known[0].name, grounds)
    names = {_key(s.name) for s in fitting}
    if len(names) != 1 or known:
        return None
    sure = GIVEN if not row["elsewhere"] and page.countries else KNOWN
    return _finding(use, fitting[0].name, sure, f"{use.given} {fitting[0].name}", grounds)


def _unsure(use: Use, options: Sequence[Surname]) -> Finding | None:
    """Nothing but the table speaks for the surname: said, and not relied upon."""
    if not use.strong or len({_key(s.name) for s in options}) != 1:
        return None
    return _finding(use, options[0].name, KNOWN, None, ())


def lower_case(page: Page, known: Known) -> Iterator[Finding]:
    """Surnames in lower case behind a given name, and such a name alone: "Donald trump", "trump said".

    Somebody known by the full name, or the same name with its capital elsewhere in the story.
    """
    found: dict[str, tuple[int, int, Where]] = {}
    for string in page.strings:
        for at in range(1, len(string.words)):
            first, second = string.words[at - 1], string.words[at]
            if not (string.joined(at) and first.capital and second.text.islower() and len(second.text) > 3):
                continue
            name = second.text[0].upper() + second.text[1:]
            other = page.spelled.get(name, [])
            named = known(f"{first.text} {name}")
            if named or (first.text in tables.given() and other):
                found.setdefault(second.text, (first.start, second.end, string.where))
                spans = [(w.start, w.end) for w in other[:1]]
                grounds = evidence(
                    spans or [(first.start, first.end)],
                    "name in full",
                    other[0].where if spans else string.where,
                )
                yield Finding(
                    first.start, second.end, string.where, string.text[first.start : second.end],
                    f"{first.text} {name}", "lower-case name", LOWER, "repair", grounds, f"{first.text} {name}",
                )  # fmt: skip
    for string in page.strings:
        for at, word in enumerate(string.words):
            full = found.get(word.text)
            if full is None or (string.joined(at) and string.words[at - 1].capital):
                continue
            before = string.words[at - 1].text if string.joined(at) else ""
            after = string.words[at + 1].text if string.joined(at + 1) else ""
            if after in _SAYS or after in _ACTS or before in _SAYS:
                name = word.text[0].upper() + word.text[1:]
                yield Finding(
                    word.start, word.end, string.where, word.text, name, "lower-case name", LOWER, "repair",
                    evidence([(full[0], full[1])], "name in full", full[2]), None,
                )  # fmt: skip


def residue(page: Page) -> Iterator[Finding]:
    """Oblique cases of men's surnames: "according to Saltanova" where the story has "Saltanov", "Nicholas Bulayeva"."""
    bearers = dict(_full(page))
    women = {bearer.word.text for bearer in bearers.values() if _sex(bearer.given) == "f"}
    men = {_key(b.surname): b for b in bearers.values() if _sex(b.given) == "m"}
    for token, places in page.spelled.items():
        if not (token[0].isupper() and len(token) > 4 and _RESIDUE.search(token)) or token in women:
            continue
        bases = list(_bases(token))
        other = next((men[k] for b in bases if (k := _key(b)) in men and men[k].surname != token), None)
        for word in places:
            string = next(s for s in page.strings if s.where == word.where)
            at = string.at(word.start)
            before = string.words[at - 1] if string.joined(at) else None
            man = before is not None and _sex(before.text) == "m"
            if before is not None and before.capital and not man and before.text.lower() not in _BEFORE:
                continue
            if other is not None:
                given, reading = other.given, other.surname
                grounds, sure = (
                    evidence([(other.word.start, other.word.end)], "nominative", other.word.where),
                    CASE,
                )
            elif man and before is not None and _SLAVIC.search(token):
                given, reading = before.text, bases[0]
                grounds, sure = evidence([(before.start, before.end)], "given name", word.where), 0.82
            else:
                continue
            yield Finding(
                word.start, word.end, word.where, token, reading, "oblique case", sure, "repair", grounds,
                f"{given} {reading}",
            )  # fmt: skip


def _full(page: Page) -> Iterator[tuple[str, Bearer]]:
    """Surnames behind a given name, each with its first bearer; oblique forms are none."""
    seen: set[str] = set()
    for string in page.strings:
        for at in range(1, len(string.words)):
            word, before = string.words[at], string.words[at - 1].text
            if before in tables.given() and word.capital and string.joined(at) and word.text not in seen:
                seen.add(word.text)
                if not (_sex(before) == "m" and _SLAVIC.search(word.text)):
                    yield word.text, Bearer(word.text, word, before)


def _sex(given: str | None) -> str | None:
    row = tables.given().get(given or "")
    return row["sex"] if row else None


_BEFORE = _TITLES | _LEADS | _SAYS
_SLAVIC = re.compile(
    r"(?:ov|ev|yov)(?:a|u|ym|im|om|e)$|sk(?:ogo|omu|im|om)$"
)  # Shcherbyna is a man's name too
_RESIDUE = re.compile(r"(?:[^aeiouy](?:a|u|om|ym|im|em|e|ya|yu|yem)|(?:sk|n)(?:ogo|omu|im|om|ym))$")
