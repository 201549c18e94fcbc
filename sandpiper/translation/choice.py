"""Which of the surnames that a word may stand for is meant, where the story has none of them.

Each surname has a weight: how common it is, more where somebody known bears it, the more the more of the person's
office and given name the story has at the words; less where language, sex or number fit badly. Surnames that the
table lacks have a weight too, so that a rare one alone is not sure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sandpiper.translation import tables
from sandpiper.translation.findings import Page
from sandpiper.translation.names import key_of, same, sex_of
from sandpiper.translation.positions import Use
from sandpiper.translation.tables import Person, Surname

# Fitted on the dev stories (a conditional logit over the surnames of each word, rounded); ABSENT, LACKED and ENDS by judgement.
SLOPE = 2.0  # of the log weight on Zipf's number
RARE_OV, RARE, RARE_UKRAINIAN = 0.2, 0.8, 1.0  # weights of surnames that the list of common ones lacks
# Surnames that the table lacks: as a weight, which tells only against the rare, and as shares of what it has, for a word that a
# machine mostly writes for the likeliest surname, and for another.
ABSENT, LACKED, LACKED_SECOND = 2.0, 0.03, 0.2
OTHER_SEX = 0.03
LIKELY = 3.0  # how much more the surname weighs that `tables.likely` has for a word
DERIVED = 0.05  # of a surname that is no form of the word but made of it (Sorokin, Ershov)
# How much less a second rendering, another language and another number ("Tooth" for Зубов, "Teeth" for Зуб) weigh, and how much
# more a common surname, is not known well, and the dev stories were written with the table at hand: the choice must stand at both ends.
ENDS = ((0.07, 0.12, 0.04, SLOPE), (0.4, 0.5, 0.3, 1.5))
KNOWN, BY_GIVEN, BY_HEAD, BY_OFFICE = 20.0, 400.0, 500.0, 3000.0
REMEMBERED = 8  # years after an office
LEAST = 0.5  # share below which nothing is said


class Chosen(NamedTuple):
    """A surname, its share of all weights, the full name of the person, if only one is meant, and the bearer's sex, as far as
    the story tells."""

    surname: Surname
    share: float
    person: str | None
    sex: str | None

    def name(self, given: str | None) -> str:
        """The surname as its bearer has it; ``given`` is the name before it, for a wife has her husband's."""
        sex = sex_of(given) or self.sex
        return feminine(self.surname) if sex == "f" else self.surname.name


def choose(page: Page, spelled: str, uses: Sequence[Use], told: str | None = None) -> Chosen | None:
    """The likeliest surname for a word of a story; None where none is likelier than all others. ``told``: the story's likely
    language, which decides only where its names do not."""
    origins, sex = _origins(page, uses, told), _sex(uses)
    language = max(origins, key=origins.__getitem__)
    options = tables.surnames()[spelled]
    known = {s: _all_known(page, s, uses, _HOME[language]) for s in options}
    groups = _twins(options)
    # A bare word may be another of the name, or no name: "Sands" alone proves nothing
    named = any(use.given for use in uses)
    plain = {s for s in options if named and origins[s.language] == 1.0 and _likely(s, spelled)}
    shares: list[tuple[float, str]] = []
    for end in ENDS:
        weights: dict[str, float] = {}
        unknown = 0.0
        for s in options:
            weight = _weight(s, spelled, origins, sex, end, s in plain)
            unknown += weight
            weights[groups[s]] = weights.get(groups[s], 0.0) + weight + max(known[s].values(), default=0.0)
        best = max(weights, key=weights.__getitem__)
        first = any(groups[s] == best and s.rank(spelled) == 0 and _fits(s, spelled) for s in options)
        sure = any(groups[s] == best for s in plain)
        lacked = ABSENT if sure else ABSENT + (LACKED if first else LACKED_SECOND) * unknown
        shares.append((weights[best] / (sum(weights.values()) + lacked), best))
    share, best = min(shares)
    if share < LEAST or len({b for _, b in shares}) > 1:
        return None
    meant = sorted(
        (s for s in options if groups[s] == best),
        key=lambda s: (s.language != language, not _likely(s, spelled)),
    )
    persons = {name for s in meant for name, weight in known[s].items() if weight >= BY_HEAD}
    return Chosen(meant[0], share, persons.pop() if len(persons) == 1 else None, sex)


def agreed(
    spelled: str, own: Chosen | None, other: str, others: Chosen | None, given: str | None
) -> Chosen | None:
    """The choice for a word beside that for its other number ("Dmitry Sand", later "Sands"), which one story has for one person:
    surer where both are the same surname; that of the other where only this has a given name (``given``)."""
    if others is None or not _both(others.surname, spelled, other):
        return own
    person = others.person or (f"{given} {others.name(given)}" if given else None)
    if own is not None and key_of(own.surname.name) == key_of(others.surname.name):
        share = 1 - (1 - own.share) * (1 - others.share)
        return own._replace(share=share, person=own.person or person, sex=own.sex or others.sex)
    return others._replace(person=person) if given else own


def _both(surname: Surname, *words: str) -> bool:
    """Whether each of some words may stand for a surname."""
    wanted = key_of(surname.name)
    return all(any(key_of(s.name) == wanted for s in tables.surnames()[word]) for word in words)


def feminine(surname: Surname) -> str:
    """A woman's form of a surname: Khomyakov is Khomyakova for her, Tolstoy Tolstaya, Lozovyi Lozova."""
    name = surname.name
    if surname.gender != "m":
        return name
    if name.endswith((*POSSESSIVE, "in", "yn")):
        return f"{name}a"
    return _MAN_S.sub("aya" if surname.language == "ru" else "a", name)


_MAN_S = re.compile(r"(?<=[^aeiou])(?:oy|yi|[iy]y?)$")


def _twins(options: Sequence[Surname]) -> Mapping[Surname, str]:
    """A name for what counts as one surname: other romanisations, and the same word in the other language (Лебедь, Лебідь)."""
    found: dict[Surname, str] = {}
    for s in options:
        kin = (t for t in found if (t.language, t.gender) == (_OTHER.get(s.language), s.gender))
        twin = next((t for t in kin if _bones(t.name) == _bones(s.name)), None)
        found[s] = found[twin] if twin else key_of(s.name)
    return found


_OTHER, _HOME = {"ru": "uk", "uk": "ru"}, {"ru": "RUS", "uk": "UKR"}


def _bones(name: str) -> str:
    """The consonants of a name, as both languages have them."""
    return re.sub(r"[aeiouy]", "", name.lower().replace("kh", "x").replace("h", "g"))


def _weight(
    surname: Surname,
    spelled: str,
    origins: Mapping[str, float],
    sex: str | None,
    end: tuple[float, float, float, float],
    plain: bool,
) -> float:
    """How common a surname is, less where a machine mostly writes it otherwise, or where language or sex are others;
    ``plain``: everybody would take the word for it."""
    second, foreign, number, slope = end
    zipf = tables.common().get((surname.name, surname.language))
    weight = math.exp(slope * zipf) if zipf is not None else _rare(surname)
    if plain:
        weight = LIKELY * max(weight, 1.0)
    elif surname.derived:
        weight *= DERIVED
    if not _fits(surname, spelled):
        weight *= number
    elif (
        surname.rank(spelled) > 0
        and not surname.name.endswith("kh")  # -ykh, -ikh: any word that fits will do
        and not plain
    ):
        weight *= second
    weight *= max(origins[surname.language], foreign)
    if surname.gender not in ("any", sex or "m") and not plain:
        weight *= OTHER_SEX
    return weight


def _likely(surname: Surname, spelled: str) -> bool:
    """Whether the word is what everybody would take for this surname's."""
    return tables.likely().get((spelled, surname.language)) == surname.name


def _rare(surname: Surname) -> float:
    if surname.language == "uk":
        return RARE_UKRAINIAN
    return RARE_OV if surname.name.endswith(POSSESSIVE) else RARE


POSSESSIVE = ("ov", "ev", "yov")


def _fits(surname: Surname, spelled: str) -> bool:
    """Whether a rendering has the surname's number: -ov is a genitive plural (Зубов: of teeth), the others are singulars.
    What number a rendering has shows beside the others of the surname; many have one form for both."""
    if surname.name.endswith(("kh", "in", "yn")) or surname.rank(spelled) == 0:
        return True
    if surname.name.endswith(POSSESSIVE):
        return not any(spelled != other and other in plurals(spelled) for other in surname.renderings)
    return not any(spelled != other and spelled in plurals(other) for other in surname.renderings)


def plurals(noun: str) -> frozenset[str]:
    """What the plural of an English noun may look like."""
    found = {f"{noun}s", f"{noun}es", f"{noun.removesuffix('y')}ies", f"{noun.removesuffix('f')}ves"}
    return frozenset({*found, f"{noun.removesuffix('fe')}ves", f"{noun.removesuffix('man')}men"})


def _all_known(page: Page, surname: Surname, uses: Sequence[Use], home: str) -> dict[str, float]:
    """The weights of all who are known by a surname, by the office of each that fits best."""
    weights: dict[str, float] = {}
    for person in tables.people().get(surname.name, ()):
        weight = _known(page, person, uses, home)
        if weight > weights.get(person.name, 0.0):
            weights[person.name] = weight
    return weights


def _known(page: Page, person: Person, uses: Sequence[Use], home: str) -> float:
    """The weight of somebody known: nothing where the story has another given name, or is about another country."""
    if person.country != home and person.country not in page.countries:
        return 0.0
    given = [use.given for use in uses if use.given]
    first = person.name.split()[0]
    if given and not any(same(first, _RUSSIAN_FOR.get(g, g)) for g in given):
        return 0.0
    weight = BY_GIVEN if given else KNOWN
    if not person.valid(page.date):
        gone = page.date and person.valid_to and int(page.date[:4]) - int(person.valid_to[:4])
        return weight / 10 if gone and 0 <= gone <= REMEMBERED else 0.0
    wanted = _words(person.office)
    roles = _words(" ".join(use.role for use in uses))
    if roles & _HEADS and not roles & wanted:
        return weight / 10  # a namesake
    if wanted:
        for use in uses:
            here = _words(use.role)
            if here & _HEADS & wanted:
                every = wanted - _IDLE <= here | page_words(page)
                weight = max(weight, BY_OFFICE if every else BY_HEAD)
    return weight


# What an engine makes of given names that have an English form
_RUSSIAN_FOR = {
    "Peter": "Pyotr", "Michael": "Mikhail", "Nicholas": "Nikolai", "Paul": "Pavel", "Eugene": "Yevgeny", "Andrew": "Andrei",
    "Basil": "Vasily", "Gregory": "Grigory", "George": "Georgy", "Alexis": "Alexei", "Constantine": "Konstantin", "Elias": "Ilya",
    "Victor": "Viktor", "Catherine": "Yekaterina", "Helen": "Yelena", "Irene": "Irina", "Faith": "Vera", "Hope": "Nadezhda",
}  # fmt: skip
_IDLE = frozenset(
    {
        "of",
        "the",
        "for",
        "and",
        "to",
        "a",
        "region",
        "territory",
        "oblast",
        "russian",
        "federation",
        "ukraine",
        "russia",
        "state",
    }
)
_HEADS = frozenset(
    {"governor", "minister", "mayor", "premier", "deputy", "speaker", "secretary", "president", "prosecutor", "ambassador", "director",
     "head", "chairman", "commander", "leader", "judge", "general", "admiral", "marshal", "coach", "player", "footballer", "singer",
     "actor", "writer", "cosmonaut", "journalist", "senator", "politician", "ombudsman", "commissioner", "academician", "patriarch",
     "metropolitan", "blogger", "oppositionist", "representative", "envoy", "striker", "goalkeeper", "lawyer", "historian", "banker"}
)  # fmt: skip
_SAME = {
    "spokesman": "secretary", "spokeswoman": "secretary", "spokesperson": "secretary", "vice-premier": "deputy premier minister",
    "vice-speaker": "deputy speaker", "defense": "defence", "premier": "premier minister prime", "opposition": "opposition oppositionist",
    "oppositionist": "opposition oppositionist leader politician", "blogger": "blogger politician leader", "governor": "governor head",
    "mayor": "mayor head", "chairman": "chairman speaker head", "speaker": "speaker chairman", "member": "member deputy",
    "mp": "member deputy", "astronaut": "cosmonaut", "player": "player footballer", "footballer": "player footballer", "emercom": "emergency situations",
    "sports": "sport", "prime": "prime premier",
}  # fmt: skip


def _words(office: str) -> frozenset[str]:
    """The words of an office, kindred ones folded together."""
    found = (w for w in re.findall(r"[\w-]+", office.lower()))
    return frozenset(word for w in found for word in _SAME.get(w, w).split())


def page_words(page: Page) -> frozenset[str]:
    """All words of a page, in lower case, kindred ones folded together."""
    return frozenset(word for text in page.spelled for word in _SAME.get(text.lower(), text.lower()).split())


def _sex(uses: Sequence[Use]) -> str | None:
    for use in uses:
        row = tables.given_row(use.given) if use.given else None
        if row is not None and row["sex"] in ("m", "f"):
            return row["sex"]
    return "f" if any(_WOMAN.search(use.role) for use in uses) else None


_WOMAN = re.compile(r"\b(?:\w+woman|actress|wife|mother|daughter|sister|mrs|ms)\b")
_UKRAINIAN = re.compile(
    r"(?:Kyiv|Kharkiv|Lviv|Odesa|Mykolaiv|Chernihiv|Zaporizh\w+|Rivne|Vinnytsi\w+|Ternopil|Luhansk|Donbas|Rada|hryvni?as?|Ukrinform|UKRINFORM|UNIAN"
    r"|SBU|NABU|DBR|ZSU|VSU|\w+shchyn[ai]|oblast|Verkhovna|Ukraine|Ukrainians?|Kiev|Sumy|Poltava|Cherkasy|Zhytomyr|Uzhhorod|Drohobych|Lutsk|Volyn"
    r"|Khmelnytsk\w+|Kropyvnytsk\w+|Kryvyi|Dnipro|Kherson|Mariupol|Kramatorsk|Sloviansk|Bakhmut|Berdiansk|Melitopol|Maidan|Zakarpattia|Bukovyna|Prykarpattia"
    r"|\w+(?:ivka|ivske|ivsk|ivtsi|orod|opil|ytsia))"
)
_RUSSIAN = re.compile(
    r"(?:Moscow|Russia|Russians?|Kremlin|Duma|rubles?|roubles?|TASS|Interfax|INTERFAX|RIA|FSB|Petersburg|RF|CPRF|KPRF|Siberia\w*|Ural\w*|Chechnya|Roskosmos"
    r"|EMERCOM|MChS|FSIN|GIBDD|RZD|Governor|Krai|Kuzbass|Dagestan|Tatarstan|Bashkiria|Yakutia|Primorye|\w+grad|\w+[aiu]rsk|Tomsk|Omsk|Perm|Tula|Penza|Samara"
    r"|Vladivostok|Yekaterinburg|Ekaterinburg|Kazan|Ufa|Voronezh|Novosibirsk|Chelyabinsk|Krasnodar|Rostov-on-Don|Yaroslavl|Tver|Ryazan|Vologda|Pskov|Novgorod|Ulyanovsk|Bryansk"
    r"|Smolensk|Saratov|Lipetsk|Belgorod|Tambov|Kaluga|Kostroma|Angarsk|Magadan|Sakhalin)"
)
# Given names as only one of the two languages has them; the other letters tell as well: Serhii, Ihor, Anatolii.
_HIS = re.compile(
    r"(?:\w+(?:ii|iia|[^aeiou]iy)|\w+(?:ymyr|yslav|yna|ylo|ytro|iana|yla|ykhailo)|Ole(?:h|na|s|ksandra?|ksa)|Olha|Ihor|Iryna|Bohdana?|H(?:anna|alyna|ry\w+)|Serh\w+|Myk\w+"
    r"|Vasyl|Petro|Pavlo|Yevhen\w*|Taras|Ostap|Orest|Ivanna|Lesi?a?|Les|Vadym|Denys|Maksym|Kyrylo|Svitlana|Halyna|Kateryna|Larysa|Tetiana|Myron\w*|Markiyan"
    r"|Kostiantyn|Pylyp|Yukhym|Marko|Valentyna?|Yakiv|Antin|Danylo|Havrylo|Liubomyr|Zenovi\w|Nazar\w*|Illia|Dmytro|Andri[iy]|Khrystyna|Mykyta|Zoriana|Solomiia)"
)
_RUSSIAN_GIVEN = re.compile(
    r"(?:Serge[yi]|Alexander|Aleksandr|Alexandra|Dmitr[yi]i?|Mikhail|Nikola[yi]|Andre[yi]|Ale[xk]s?e[yi]|Igor|Oleg|Pavel|Y?Ev?geny|Yevgen(?:y|ia)|Vladimir|Kirill?|Maxim"
    r"|Denis|Ilya|Konstantin|Gennady|Anatoly|Vitaly|Valer[yi]|Arkady|Grigory|Georgy|F[ye]?[oe]dor|Svetlana|Galina|Ekaterina|Yekaterina|Tatyana|Irina|Olga|Elena|Yelena"
    r"|Larisa|Lyudmila|Ludmila|Yuri|Gleb|Yegor|Egor|Timofey|Matvey|Pyotr|Petr|Vasily|Nikita|Filipp|Efim|Yefim|Leonid|Vsevolod|Artyom|Semyon|Zinaida|Ksenia|Marina)"
)


def _origins(page: Page, uses: Sequence[Use], told: str | None) -> Mapping[str, float]:
    """``ru`` and ``uk``, by the names and offices of the story and its source: how far to expect surnames of each, the
    likelier language 1. The bearer's own given name speaks loudest: a Serhii is no Sokolov."""
    own = {use.given for use in uses if use.given}
    ukrainian = 5 * sum(bool(_HIS.fullmatch(g)) and not _RUSSIAN_GIVEN.fullmatch(g) for g in own)
    russian = 2 * sum(bool(_RUSSIAN_GIVEN.fullmatch(g)) for g in own)
    named = [text for text in page.spelled if text in tables.given()]
    ukrainian += sum(bool(_HIS.fullmatch(g)) and not _RUSSIAN_GIVEN.fullmatch(g) for g in named)
    russian += sum(bool(_RUSSIAN_GIVEN.fullmatch(g)) for g in named)
    ukrainian += sum(len(some) for text, some in page.spelled.items() if _UKRAINIAN.fullmatch(text))
    russian += sum(len(some) for text, some in page.spelled.items() if _RUSSIAN.fullmatch(text))
    source = f"{page.story.url or ''} {page.story.outlet or ''} ".lower()
    ukrainian += 5 * bool(re.search(r"\.ua\b|ukr", source))
    russian += 5 * bool(re.search(r"\.ru\b|\.su\b", source))
    most = max(ukrainian, russian, 1)
    if ukrainian == russian:  # Russian stories are the more frequent
        if told == "uk" and not ukrainian:
            return {"ru": 0.5, "uk": 1.0}
        return {"ru": 1.0, "uk": 0.5 * ukrainian / most}
    return {"ru": russian / most, "uk": ukrainian / most}
