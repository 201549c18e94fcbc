"""Where words of the table of surnames stand as somebody's name, and how plainly.

Behind a title, an office, a given name, a patronymic or initials; beside words of speech; before an apposition that
says what somebody is; before the colon of a headline. No name is where another guard holds: an honorific of the West,
a preposition of place, quotation marks, a longer name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sandpiper.numerals import MONTHS, WEEKDAYS
from sandpiper.translation import tables
from sandpiper.translation.findings import Finding, Page, Word, Words, evidence

_SAYS_WORDS = """said says told tells noted notes stressed stresses emphasized emphasised added adds stated states declared
declares informed informs reported reports explained explains underlined assured assures announced announces
reminded reminds believes considers wrote writes commented comments recalled recalls specified warned promised
quoted summed expressed admitted acknowledged answered replied responded complained joked shared listed ordered
instructed thinks hopes urged called calls asked asks suggested proposed insisted confirmed denied claimed
argued concluded continued predicted threatened demanded accused congratulated thanked clarified pointed refused
voiced objected advised cut opined remarked observed emphasizes emphasises summarized summarised resumed testified confessed complains
recommends recommended appealed vowed pledged retorted exclaimed hinted warns promises confirms denies insists claims argues
proposes recalls admits specifies sums suggests reminds agreed agrees supposes assumes clarifies answers comments quotes replies
responds objects predicts demands disagrees disagreed"""
SAYS = frozenset(_SAYS_WORDS.split())
_ACTS_WORDS = """is was has had will would does did can could may must should also again yet already never himself herself not
spent made saw began led knows stands ran put found brought thought knew wore spoke drove fell grew kept took
gave went came met signed visited arrived left became received sent held won lost played remain"""
ACTS = frozenset(_ACTS_WORDS.split())
_TITLES_WORDS = """president secretary minister premier governor mayor deputy speaker chairman chairwoman head director general
colonel major lieutenant captain admiral marshal prosecutor judge senator academician professor doctor
ambassador spokesman spokeswoman spokesperson representative leader commander chief writer lawyer blogger
politician activist journalist economist expert analyst coach trainer singer actor actress cosmonaut astronaut
businessman oligarch candidate oppositionist investigator ombudsman commissioner patriarch metropolitan bishop
archbishop rector envoy mr mrs ms comrade citizen detained accused defendant suspect convict vice-premier
ex-minister ex-president ex-premier ex-mayor ex-governor vice-speaker vice-president ministers deputies
gentlemen colleague brother father son wife husband volunteer soldier fighter designer producer conductor
composer tennis-player footballer striker goalkeeper midfielder defender forward player engineer pilot pilot-cosmonaut historian grandmaster inspector sculptor
painter artist poet pensioner entrepreneur founder owner manager official veteran archimandrite priest zoologist veterinarian doctor-in-chief
scientist surgeon teacher driver racer boxer wrestler swimmer skier biathlete referee colonel-general major-general lieutenant-general
correspondent reporter editor editor-in-chief publicist sociologist psychologist psychiatrist advocate attorney notary ecologist
meteorologist forecaster climatologist virologist epidemiologist immunologist infectiologist pediatrician physician therapist cardiologist
oncologist paramedic nurse headmaster dean curator choreographer ballerina dancer musician rapper vocalist guitarist pianist violinist
showman presenter broadcaster humorist comedian satirist poetess playwright screenwriter translator critic archaeologist geologist biologist
ichthyologist ornithologist chemist physicist mathematician astronomer philologist linguist ethnographer orientalist lawmaker parliamentarian
legislator farmer agronomist navigator sergeant ensign corporal foreman operative officer policeman policewoman detective firefighter
rescuer dispatcher machinist auditor accountant banker financier trader broker developer programmer restaurateur millionaire billionaire
magnate plenipotentiary assistant adviser advisor aide counsellor councilor councillor deputy-chairman vice-governor vice-mayor vice-rector
co-chairman co-owner ex-head ex-deputy ex-senator ex-president ex-wife ex-husband militiaman serviceman contractor reservist paratrooper
tankman sniper gunner scout marine athlete sportsman sportswoman champion gymnast runner jumper weightlifter winger fullback halfback
chess-player mentor instructor lecturer associate archpriest deacon abbot rabbi mufti imam metropolit superintendent sheriff bailiff
mother daughter sister widow grandson nephew spouse student schoolboy schoolgirl pupil postgraduate prisoner inmate convicted arrested
fugitive murderer maniac terrorist separatist provocateur extremist deceased victim plaintiff whistleblower"""
TITLES = frozenset(_TITLES_WORDS.split())
_WEST = frozenset(
    {"lord", "sir", "dame", "lady", "baroness", "rep", "sen", "congressman", "congresswoman", "st"}
)
_LEADS_WORDS = """according as but and when while if so thus then earlier later also however said told in on at by for from of to
with about after before because that what who how why not yet special especially besides meanwhile"""
LEADS = frozenset(_LEADS_WORDS.split())
_PLACED_WORDS = """in at near around outside inside into towards toward across throughout over through under above along"""
_PLACED = frozenset(_PLACED_WORDS.split())
_PLACE_OF = re.compile(
    r"\b(?:village|town|city|settlement|district|region|station|river|lake|street|square|area|port|hotel|club|company|team"
    r"|newspaper|channel|ship|ballet|play|film|opera|cup|park|mountain) (?:of )?(?:the )?[“\"«]?$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"«„]$")
NOT_NAMES = frozenset((*MONTHS, *WEEKDAYS))


NO_SURNAMES_WORDS = """experts analysts lawyers doctors scientists journalists deputies officials residents witnesses sources media
police authorities rescuers organizers organisers representatives politicians volunteers teachers parents
physicians ministers investigators observers researchers specialists ecologists economists sociologists
historians eyewitnesses russians ukrainians americans germans europeans poles turks chechens students workers
pensioners soldiers militants rebels fighters diplomats senators businessmen parliamentarians lawmakers
activists environmentalists communists democrats republicans liberals athletes players fans physicists builders
miners sailors neighbours neighbors relatives interfax reuters times news reports results details opponents
supporters colleagues hackers prosecutors detectives izvestia vedomosti novosti passengers inhabitants locals
people others both many some court courts law laws market markets church churches defenders voices votes world peace order orders taxes
council cathedral regiment regiments army trade city cities town towns village villages students pupils schoolchildren children boys
men guys women guards generals admirals colonels captains commanders ambassadors heirs winners heroes assistants bosses chiefs chief
artists musicians singers settlers migrants prisoners passengers friends brothers sons grandchildren relatives border center peasants
greeks swedes czechs danes finns tatars bulgarians hungarians romanians serbs croats arabs jews
georgians armenians lithuanians latvians estonians norwegians britons italians spaniards moldovans belarusians kazakhs uzbeks
tajiks kalmyks bashkirs cossacks"""
NO_SURNAMES = frozenset(NO_SURNAMES_WORDS.split())


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
    person: float = 0.0  # how likely the words alone make it a person
    role: str = ""  # the title or office at the words
    doubtful: bool = False  # as likely the common word at a sentence's beginning
    human: bool = False  # a sentence's beginning of which only one human can be the subject

    @property
    def start(self) -> int:
        return self.string.words[self.first].start

    @property
    def end(self) -> int:
        """Without the 's of a genitive, but with that of a rendering (Grandma's)."""
        end = self.string.words[self.last].end
        return end - 2 if _owns(self.string.text[self.start : end]) else end

    @property
    def surface(self) -> str:
        return self.string.text[self.start : self.end]


def _owns(words: str) -> bool:
    """Whether words are the genitive of a rendering."""
    spelled = words.lower().replace("’", "'")
    return spelled.endswith("'s") and spelled not in tables.surnames()


def matches(string: Words) -> Iterator[tuple[int, tuple[str, int]]]:
    """The numbers of the words where renderings of the table begin, none in another."""
    at = 0
    while at < len(string.words):
        found = _matched(string, at)
        if found is not None:
            yield at, found
            at = found[1]
        at += 1


def stranger(string: Words, at: int) -> Word | None:
    """A given name or honorific of the West right before a word: "Philippe Sands", "Lord Frost"."""
    if not string.joined(at) or not string.words[at].capital:
        return None
    before = string.words[at - 1]
    lower = before.text.lower()
    if lower in _WEST and before.capital:
        return before
    if (
        not before.capital
        or tables.given_row(before.text) is not None
        or PATRONYMIC.search(before.text)
        or lower in TITLES
        or lower in SAYS
        or lower in LEADS
        or _scene(string, at)
    ):
        return None
    if (
        string.begins(at - 1)
        or len(before.text) < 3
        or before.text.isupper()
        or lower.rpartition("-")[2] in TITLES
    ):
        return None
    return before


_SCENES = frozenset({"in", "at", "near", "from", "during"})


def _scene(string: Words, at: int) -> bool:
    """Whether the word before is a day or a place, "On Wednesday Garden declared", "In Moscow Sparrows told", and no part of a name."""
    if not string.joined(at):
        return False
    before = string.words[at - 1].text
    if before.lower() in NOT_NAMES:
        return True
    return (
        string.joined(at - 1)
        and string.words[at - 2].text.lower() in _SCENES
        and tables.given_row(before) is None
        and at + 1 < len(string.words)
        and string.words[at + 1].text in SAYS | ACTS
    )


def veto(string: Words, at: int, last: int, other: Word) -> Finding:
    start, end = string.words[at].start, string.words[last].end
    surface = string.text[start:end]
    grounds = evidence([(other.start, other.end)], "another given name", string.where)
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
        elif spelled.endswith("'s") and spelled[:-2] in table:
            best = (spelled[:-2], last)
    return best


def use_at(page: Page, string: Words, at: int, last: int) -> Use | None:
    """How the words are used, where they can be a person's name; None where they cannot."""
    words, text = string.words, string.text
    before = words[at - 1] if string.joined(at) else None
    after = words[last + 1] if last + 1 < len(words) and string.joined(last + 1) else None
    tail = text[words[last].end : words[last].end + 2]
    head = text[max(0, words[at].start - 60) : words[at].start]
    lower = before.text.lower() if before else ""
    if _QUOTED.search(head) and tail[:1] in '”"»' and tail[:1]:
        return None
    role = _role(string, at)
    if tail[:1] == "-" or head.endswith("-") or lower in _WEST or lower in _PLACED:
        return None
    if _PLACE_OF.search(head) and not role:  # the head of the region Sparrows
        return None
    given = _given(string, at)
    dashed = bool(re.search(r"[–—-] ?$", head))
    capital = words[at].capital
    said = after is not None and after.text in SAYS and not after.capital
    asked = (lower in SAYS and capital) or _OF_WORDS.search(head) is not None
    colon = tail == ": " and (
        at == 0 or text[: words[at].start].rpartition("\n")[2].strip() in ("", "the", "The")
    )
    ends = dashed and string.where == "title" and not text[words[last].end :].strip(" .")
    says = said or asked or colon or ends
    if not capital:
        if lower in _WORDS_TOO or words[at].text in ACTS:
            given = None  # the Rada will
        strong = Use(string, at, last, True, given, False, person=GIVEN if given else 0.0)
        spoken = (lower in SAYS or _OF_WORDS.search(head)) and tail[:1] in ("", ".", ",", ";", "\n")
        return strong if given or (says and dashed) or spoken else None
    if after is not None and after.capital and after.text.lower() not in SAYS:
        named = last + 2 < len(words) and string.joined(last + 2) and words[last + 2].capital
        trade = words[at].text.lower() in TITLES  # the army General Alexander …
        if trade or not (
            named and tables.given_row(after.text) is not None
        ):  # the associate of Sable Alexey Bulk
            return None  # White House
    titled = lower in TITLES or lower.rpartition("-")[2] in TITLES
    initials = _INITIALS.search(head) is not None
    alone = not (given or titled or role or initials or lower in SAYS)
    lead = string.begins(at - 1) and lower in LEADS
    if before and before.capital and alone and not (lead or _scene(string, at)):
        return None  # Philippe Sands
    answer = lower == "this" and said and string.joined(at - 1)  # "On this Awl answered"
    if lower in _DETERMINERS and not answer:
        return None
    office = titled or lower == "the" or (after is not None and after.text in ("of", "for"))
    if words[at].text.lower() in TITLES and office and not (given or initials):
        return None  # the Deputy Chairman of the party
    begins = string.begins(at - (lower == "the")) and not initials
    weak = lower == "the" and not says
    told = _apposition(text, words[last].end)
    person = _noisy(
        GIVEN if given or initials else 0.0,
        TITLED if titled else BODY if role else 0.0,
        APPOSED if told else 0.0,
        _spoken(words[at].text, begins, said, asked, colon or ends, lower == "the"),
        OWNED if _owns(text[words[at].start : words[last].end]) and not begins and lower != "the" else 0.0,
    )
    role = f"{role} {told}".strip()
    human = begins and _human(string, last, after)
    if begins and not (says or given):
        acts = after is not None and (
            after.text in ACTS or after.text.endswith(("ed", "s")) or string.where == "title"
        )
        if words[at].text.lower() in page.spelled or (not acts and tail[:1] != ","):
            return Use(string, at, last, False, given, titled, True, person, role, True, human)
        weak = weak or not acts
        person = person or (ACTED if acts else 0.0)
    return Use(string, at, last, says, given, titled, weak, person, role, human=human)


def _human(string: Words, last: int, after: Word | None) -> bool:
    """Whether the words behind a plural say that it is one ("Pancakes has won") or somebody ("Sparrows, who …")."""
    if _PERSONAL.match(string.text, string.words[last].end):
        return True
    if after is None or after.capital:
        return False
    one = after.text in _ONE and string.words[last].text.endswith("s")
    did = after.text in SAYS or after.text in ACTS - _MODAL or after.text.endswith("ed")
    return one or (string.where == "title" and did)


_MODAL = frozenset(
    {"will", "would", "can", "could", "may", "must", "should", "is", "was", "has", "had", "not"}
)
_ONE = frozenset(
    {
        "has",
        "is",
        "was",
        "does",
        "says",
        "isn’t",
        "isn't",
        "wasn’t",
        "wasn't",
        "hasn't",
        "hasn’t",
        "himself",
        "herself",
        "itself",
    }
)
_WORDS_TOO = frozenset(
    {"rada", "roman", "vera", "nadezhda", "lyubov", "slava"}
)  # given names that are words too
_PERSONAL = re.compile(
    r", (?:who|whose|whom|for (?:his|her) part|in (?:his|her) turn|according to (?:him|her)|(?:he|she) said)\b"
)


def together(page: Page, spelled: str, uses: Sequence[Use]) -> float:
    """How likely a word is a person's name in a story, by all its places; where the common word stands too, only by the plainest."""
    plainest = max((use.person for use in uses), default=0.0)
    if plainest < APPOSED and is_plain(page, spelled, uses):
        return 0.0
    return _noisy(*(use.person for use in uses))


def is_plain(page: Page, spelled: str, uses: Sequence[Use]) -> bool:
    """Whether a story has the common word too, as it is or in the other number; peoples have a capital anyway."""
    return spelled in NO_SURNAMES or common_uses(page, spelled, uses) > 0


def common_uses(page: Page, spelled: str, uses: Sequence[Use]) -> int:
    """How often a story has the word in lower case, in either number, and not as one of ``uses``."""
    forms = {spelled, f"{spelled}s", spelled.removesuffix("s"), f"{spelled.removesuffix('s')}es"}
    speaking = sum(use.surface[:1].islower() for use in uses)
    return sum(len(page.spelled.get(form, ())) for form in forms) - speaking


def _noisy(*chances: float) -> float:
    """The chance that at least one of independent reasons holds."""
    missed = 1.0
    for chance in chances:
        missed *= 1 - chance
    return 1 - missed


def _spoken(word: str, begins: bool, said: bool, asked: bool, colon: bool, the: bool) -> float:
    """What words of speech beside a word say for a person: little where it may be people of a trade, or has an article."""
    trade = bool(_TRADE.search(word.lower())) or word.lower() in NO_SURNAMES
    if asked:
        return 0.3 if the or word.lower() in NO_SURNAMES else ASKED
    if said:
        return (0.4 if trade else 0.8) if begins else ASKED
    return (0.4 if trade else 0.75) if colon else 0.0


def _given(string: Words, at: int) -> str | None:
    """The given name before a word, a patronymic between them left out."""
    while string.joined(at) and string.words[at - 1].capital:
        before = string.words[at - 1].text
        if tables.given_row(before) is not None:
            return before
        if not PATRONYMIC.search(before):
            return None
        at -= 1
    return None


def _role(string: Words, at: int) -> str:
    """The words of an office right before a word, "head of the Ministry" or "Governor": in lower case, else nothing."""
    if not string.joined(at):
        return ""
    words = string.words
    before = words[at - 1]
    lower = before.text.lower()
    while string.joined(at) and (
        tables.given_row(before.text) is not None or PATRONYMIC.search(before.text) or len(before.text) == 1
    ):
        at -= 1
        if not string.joined(at):
            return ""
        before, lower = words[at - 1], words[at - 1].text.lower()
    if not (before.capital or lower in TITLES or lower in _BODIES) or lower in _ORGANISATIONS:
        return ""
    for first in range(at - 1, max(-1, at - 13), -1):
        word = words[first].text.lower()
        if word in SAYS or word in ACTS or word in _BREAKS:
            return ""
        if word in TITLES or word.rpartition("-")[2] in TITLES:
            while first > 0 and string.joined(first) and words[first - 1].text.lower() in TITLES | _RANKS:
                first -= 1
            return " ".join(w.text.lower() for w in words[first:at])
        if not string.joined(first) and string.gap(first).strip(' "“”«»'):
            return ""
    return ""


def _apposition(text: str, end: int) -> str:
    """The office that stands behind a name: ", the press Secretary of the President"."""
    found = _APPOSED.match(text, end)
    words = found[1].split() if found else []
    for at, word in enumerate(words[:5]):
        if word.lower() in TITLES:
            named = at + 1 < len(words) and words[at + 1][0].isupper()  # ", Governor Ivanov": another person
            return "" if named else " ".join(words).lower()
        if word.lower() in SAYS or word.lower() in ACTS - {"is", "was"}:
            return ""
    return ""


# How likely each reason alone makes a capitalised word of the table a person's name: by judgement, checked on dev.
GIVEN, TITLED, BODY, APPOSED, ASKED, ACTED, OWNED = 0.97, 0.95, 0.9, 0.9, 0.85, 0.3, 0.5
_INITIALS = re.compile(r"(?:^|[\s(“\"«])[A-Z]\.(?: ?[A-Z]\.)? ?$")
PATRONYMIC = re.compile(r"(?:[oey]v[iy]ch|yich|[oe]vna|[iy]vna|[iy]chna)$")
_OF_WORDS = re.compile(
    r"\b(?:[Aa]ccording to|[Bb]y words of|words of|opinion of|statements? of|interview (?:with|to|of)|proposal of|quotes|quoted|initiative of"
    r"|order of|instructions? of|[Bb]y assurances? of|headed by|led by|signed by|resignation of|lawyer of|adviser (?:of|to)"
    r"|meeting with|negotiations with|conversation with|arrest of|election of|appointment of|team of|speech of|estimates? of"
    r"|detention of|dismissal of|release of|wife of|son of|daughter of|brother of|assistant of|deputy of|associates? of|colleagues? of"
    r"|successor of|predecessor of|supporters of|defenders? of|relatives of|guilt of|candidacy of|testimony of|murder of|trip of|visit of"
    r"|government of|cabinet of|bloc of|case against|suspects?|detained|arrested|dismissed|appointed|fired) (?:the )?$"
)
_APPOSED = re.compile(r"(?:, | \()((?:the |an? |former |who is )?[\w’'-]+(?: [\w’'-]+){0,7})")
_DETERMINERS = frozenset(
    {"a", "an", "this", "these", "those", "some", "any", "no", "every", "each", "its", "our", "my"}
)
_BREAKS = frozenset(
    {
        "that",
        "who",
        "which",
        "where",
        "when",
        "because",
        "if",
        "by",
        "from",
        "to",
        "with",
        "about",
        "as",
        "be",
        "are",
        "were",
    }
)
_RANKS = frozenset(
    {
        "acting",
        "first",
        "deputy",
        "vice",
        "press",
        "prime",
        "former",
        "ex",
        "general",
        "lieutenant",
        "major",
        "people's",
    }
)
_BODIES = frozenset(
    {"region", "city", "territory", "republic", "country", "state", "administration", "district", "department", "committee",
     "ministry", "service", "council", "faction", "government", "parliament", "defence", "defense", "affairs", "economy",
     "finance", "culture", "education", "health", "justice", "transport", "energy", "area", "edge", "oblast", "sports", "sport",
     "agriculture", "agency", "university", "institute", "academy", "court", "army", "police", "staff", "fleet", "development",
     "resources", "policy", "protection", "security", "trade", "industry", "labor", "labour", "science", "commission", "chamber", "office",
     "hospital", "clinic", "directorate", "division", "sector", "inspection", "inspectorate", "bureau", "headquarters", "troops", "forces",
     "brigade", "regiment", "fraction", "legislation", "construction", "architecture", "forestry", "ecology", "environment", "nature",
     "property", "relations", "issues", "questions", "affair", "rights", "youth", "families", "situations", "emergencies", "control",
     "supervision", "research", "sciences", "law", "medicine", "communications", "technologies", "operations", "investigations",
     "corruption", "tourism", "taxes", "budget", "federation", "association", "faculty", "laboratory", "chair", "museum", "prosecution",
     "management", "municipality", "community", "county", "capital", "assembly", "rada", "duma"}
)  # fmt: skip
_ORGANISATIONS = frozenset(
    {"company", "jsc", "llc", "ojsc", "ooo", "oao", "zao", "plant", "club", "party", "movement", "fund", "newspaper", "group", "village",
     "center", "centre", "holding", "channel", "station", "street", "union", "bank", "the", "of", "fc", "hc", "trust", "firm"}
)  # fmt: skip
_TRADE = re.compile(
    r"(?:(?<!riv)(?<!wint)(?<!spid)(?<!hamm)(?<!tig)(?<!summ)(?<!wat)ers?|m[ae]n|ists?|(?:at|ct|it|ut|lt|yl|as)ors?|smiths?|wrights?|herds?|ants|ians?|women|kids?|boys?)$"
)
