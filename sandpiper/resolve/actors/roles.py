"""A role or an institution's name -> its head noun, sectors, country: "former Ukrainian defence ministers".

The nouns are ``roles.csv``. ``number`` is ``one`` (a person), ``many`` (a group) or ``body`` (an institution). A noun that ``inherits`` takes country and sectors from the
institution that stands with it ("spokesman for the army"), with ``yes`` also from the one that the text named before, not with ``phrase``, and its own only where there is none;
with ``armed`` it has the sector of those under arms named before. A ``weak`` noun tells a sector only where neither they nor the model do ("men"). ``unit`` marks the
institutions of which a state has one: two ways to say the same unit of one country mean one actor; ``OFFICE`` the rows
whose forms are all names of one office.
"""

from __future__ import annotations

import csv
import dataclasses
import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from sandpiper.errors import TableError
from sandpiper.ontology import SECTORS
from sandpiper.types import ActorKind

from .tables import Entry, Index, People, normal

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’.&][^\W_]+)*(?:['’](?=\s|$))?")
BORDERS = frozenset(
    [
        "of",
        "for",
        "from",
        "in",
        "at",
        "to",
        "on",
        "who",
        "which",
        "whom",
        "that",
        "with",
        "against",
        "by",
        "near",
        "under",
    ]
)
_AIMED = ("to", "against", "with", "by")  # what follows tells no country: "loyal to Moscow"
_HELPED = re.compile(
    r"-(?:backed|trained|supported|funded|armed|sponsored|allied|supplied|financed|equipped|installed|brokered)\b"
)
_FORMER = frozenset({"former", "ex", "late", "retired", "ousted", "deposed", "onetime", "one-time"})
_ARMED = (("MIL",), ("COP",), ("REB",), ("SPY",))
_PRIVATE = ("company", "ngo", "party", "media", "armed_group")
_AMOUNTS = frozenset(
    re.findall(
        r"\w+",
        "one two three four five six seven eight nine ten eleven twelve dozen dozens scores hundred hundreds thousand "
        "thousands tens million millions some many most several all both each none half third quarter majority group "
        "groups number crowd crowds handful couple pair rest few others member family team column party gang delegation",
    )
)
_AFTER = frozenset(
    re.findall(
        r"\w+",
        "held caught taken found sent led driven seen known hurt lost shot put close responsible loyal there here abroad "
        "aboard alike concerned inside outside among between after before during without waiting present federal national "
        "local regional military central provincial municipal general",
    )
)
_PARTICIPLE = re.compile(r"[a-z]{2,}(?:ed|ing)")
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_FIGURE = re.compile(r"\d[\d,.]*")
_AGENT = re.compile(r"(?:ers?|ors?|ists?|men|man|women|woman|ians?|ees?|staff)$")
SENT = frozenset(
    re.findall(
        r"\w+",
        "ambassador ambassadors envoy envoys attache consul embassy consulate mission nuncio diplomat diplomats "
        "correspondent correspondents exile exiles expatriates",
    )
)
_BEFORE_OPP = (("LEG",), ("JRN",), ("EDU",), ("MED",), ("LAB",))
OFFICE = "OFFICE"
_LANDS = ("state", "government")  # what small letters may name: "a labour commissioner" is not of Labour
_PARTS = ("south", "north", "latin", "central")  # of America, which is no state then
_OWN = ("no", "armed")  # nouns that have their own sectors whatever body the phrase names
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Noun:
    """One row of ``roles.csv``."""

    noun: str
    kind: ActorKind
    sectors: tuple[str, ...]
    number: str
    inherits: str
    weak: bool
    unit: str | None
    forms: tuple[str, ...] = ()

    @property
    def institution(self) -> str | None:
        """The unit that a body is, of which a state has one."""
        return self.unit if self.number == "body" else None


@dataclass(frozen=True, slots=True)
class Role:
    """What a description says by itself; ``owner`` is the named body it belongs to, None where it names none;
    ``people`` one that it is called by: "Chechen rebels"."""

    noun: Noun
    sectors: tuple[str, ...]
    countries: tuple[Entry, ...]
    owner: Entry | None
    body: Noun | None
    former: bool
    office: str
    definite: bool
    form: str = ""
    people: People | None = None

    @property
    def weak(self) -> bool:
        """Whether the sectors are only the noun's, and that leaves them open."""
        return self.noun.weak and self.sectors == self.noun.sectors

    @property
    def identity(self) -> str:
        """What a later description must share to mean the same: an office whatever its name, else the very word."""
        return self.noun.noun if self.noun.unit == OFFICE else self.form or self.noun.noun

    @property
    def names(self) -> tuple[str, ...]:
        """What the role may be called in a table of offices."""
        return self.noun.forms if self.noun.unit == OFFICE else (self.form or self.noun.noun,)


def load_nouns() -> Mapping[str, Noun]:
    """Nouns by every normalised form."""
    text = resources.files(__package__ or __name__).joinpath("roles.csv").read_text("utf-8")
    nouns: dict[str, Noun] = {}
    reader = csv.DictReader(text.splitlines())
    for row in reader:
        sectors = tuple(filter(None, row["sectors"].split("|")))
        if any(sector not in SECTORS for sector in sectors):
            raise TableError(f"unknown sector in {row['sectors']!r}", file="roles.csv", line=reader.line_num)
        forms = (row["noun"], *filter(None, row["forms"].split("|")))
        noun = Noun(
            row["noun"],
            typing.cast(ActorKind, row["kind"]),
            sectors,
            row["number"],
            row["inherits"],
            row["weak"] == "yes",
            row["unit"] or None,
            forms,
        )
        for form in forms:
            key = " ".join(word for word, _, _ in words_of(form))  # "prosecutor's office" as it is looked up
            if key in nouns:
                raise TableError(f"duplicate form {form!r}", file="roles.csv", line=reader.line_num)
            nouns[key] = noun
    return nouns


def words_of(text: str) -> list[tuple[str, int, int]]:
    """(normalised word, start, end) of a short text; possessives drop their "'s"."""
    return [(normal(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def parse(text: str, nouns: Mapping[str, Noun], index: Index, *, bodies_only: bool = False) -> Role | None:
    """The role that a noun phrase expresses; None where its head is no noun that we know."""
    tokens = words_of(text)
    words = [word for word, _, _ in tokens]
    found = [hit for hit in _nouns(words, nouns) if not (bodies_only and hit[2].number != "body")]
    border = _border(text, tokens, found)
    if not bodies_only and (counted := _counted(words, border)) is not None:
        inner = parse(text[tokens[counted][1] :], nouns, index)
        if inner is not None:
            return dataclasses.replace(inner, definite=_is_definite(text))
    heads = [hit for hit in found if hit[0] < border]
    if not heads:
        return None
    start, end, head = max(heads, key=lambda hit: (hit[1], hit[1] - hit[0]))
    others = [hit for hit in found if hit[1] <= start or hit[0] >= end]
    if end < border and not bodies_only and not _only_countries(words[end:border], index):
        if not _AGENT.search(words[border - 1]) or not head.sectors:
            return None  # something we do not know stands where the head should: "police dog", "army ants"
        kind: ActorKind = "people" if words[border - 1].endswith(("s", "men")) else "person"
        head = Noun(
            words[border - 1], kind, head.sectors, "many" if kind == "people" else "one", "no", False, None
        )
        start, end = border - 1, border
    countries, bodies, people = _named(text, tokens, (start, end), index, words[end - 1] in SENT)
    if (
        bodies_only
    ):  # in a name only what follows "of" is its owner: the New Dawn Party is not the newspaper's
        _, bodies, _ = _named(text, tokens[border:], (len(words), len(words)), index)
    sectors, owner, body = _sectors(head, others, bodies, start)
    former = any(word in _FORMER or word.startswith("ex-") for word in words[:end])
    if former and head.number == "one":
        sectors = ("ELI",)
    office = " ".join(text[tokens[start][1] :].split()) if tokens else head.noun
    return Role(
        head,
        sectors,
        tuple(countries)
        or (() if owner is None or _settled(people) else tuple(b for b in bodies if b.key == owner.key)),
        owner,
        body,
        former,
        office,
        _is_definite(text),
        " ".join(words[start:end]),
        people,
    )


def _is_definite(text: str) -> bool:
    return bool(re.match(r"\s*(?:the|this|that|these|those|his|her|its|their)\b", text, re.I))


def _border(text: str, tokens: list[tuple[str, int, int]], found: list[tuple[int, int, Noun]]) -> int:
    """Where the head's group of words ends: at "of", "who", a comma, a participle or a figure after a noun we know."""
    ends = {end for _, end, _ in found}
    for i, (word, start, _) in enumerate(tokens):
        if i == 0:
            continue
        owned = text[tokens[i - 1][1] : tokens[i - 1][2]].endswith(_POSSESSIVE)  # "the country's military"
        if word in BORDERS or (i in ends and not owned and _ends_head(word, i == len(tokens) - 1)):
            return i
        if re.search(r"[,;:(–—\"“]", text[tokens[i - 1][2] : start]) and i in ends:
            return i
    return len(tokens)


def _ends_head(word: str, last: bool) -> bool:
    """Whether a word after the head begins what is said of it: "held since May", "1,500"; the last may be its noun ("building")."""
    if word in _AFTER or _FIGURE.fullmatch(word):
        return True
    return bool(_PARTICIPLE.fullmatch(word)) and (not last or word.endswith("ed"))


def _counted(words: list[str], border: int) -> int | None:
    """Where what is counted begins: of "seven of the guards", "hundreds of miners", "a group of rebels"."""
    if border < len(words) - 1 and words[border] == "of" and words[border - 1] in _AMOUNTS:
        return border + 1
    if border < len(words) - 1 and words[border] == "of" and words[border - 1].isdecimal():
        return border + 1
    return None


def _nouns(words: list[str], nouns: Mapping[str, Noun]) -> list[tuple[int, int, Noun]]:
    """Longest matches from left to right, none overlapping."""
    out: list[tuple[int, int, Noun]] = []
    i = 0
    while i < len(words):
        for n in range(min(_LONGEST, len(words) - i), 0, -1):
            noun = nouns.get(" ".join(words[i : i + n]).casefold())
            if noun is not None:
                out.append((i, i + n, noun))
                i += n - 1
                break
        i += 1
    return out


def _only_countries(words: list[str], index: Index) -> bool:
    return " ".join(words) in index.names or " ".join(words) in index.demonyms


def _settled(people: People | None) -> bool:
    """Whether it is a people of one country."""
    return people is not None and len(people.countries) == 1


def _named(
    text: str, tokens: list[tuple[str, int, int]], head: tuple[int, int], index: Index, sent: bool = False
) -> tuple[list[Entry], list[Entry], People | None]:
    """Entries of states (by name or adjective) and of other bodies that stand in the phrase beside its head, and the first
    people.

    A country before the head or after its "of" goes before one that only says where: "the ambassador of Bulgaria in
    Moldova"; and so does the country of a people that has one. Of somebody who is ``sent``, "in Moldova" and "to
    Moldova" say nothing.
    """
    words = [word for word, _, _ in tokens]
    large = [text[start].isupper() for _, start, _ in tokens]
    people: People | None = None
    ranked: dict[int, list[Entry]] = {}
    bodies: list[Entry] = []
    i = 0
    preposition = ""
    while i < len(words):
        if words[i] in BORDERS:
            preposition = words[i]
        for n in range(min(_LONGEST, len(words) - i), 0, -1):
            if i < head[1] and head[0] < i + n:
                continue
            name = " ".join(words[i : i + n])
            entries = index.names.get(name, []) + index.demonyms.get(name, [])
            entries = [e for e in entries if e.kind != "person" and (large[i] or e.kind in _LANDS)]
            if _is_continent(words, i):
                entries = []
            rank = 0 if i < head[0] or preposition in ("of", "for", "from") else 1
            if preposition in _AIMED or _HELPED.match(text, tokens[i + n - 1][2]):
                rank = 2
            if not entries and (folk := index.peoples.get(name)) is not None:
                begins = i < head[0] and not any(large[1:i])
                if people is None and rank == 0 and large[i] and (begins or not folk.ambiguous):
                    people = folk
                i += n - 1
                break
            if entries:
                for entry in entries:
                    if entry.kind not in ("state", "government"):
                        bodies.append(entry)
                    elif rank == 0 or (rank == 1 and not sent):
                        ranked.setdefault(rank, []).append(entry)
                i += n - 1
                break
        i += 1
    if _settled(people):
        ranked.pop(1, None)
    return ranked[min(ranked)] if ranked else [], bodies, people


def _is_continent(words: list[str], at: int) -> bool:
    """Whether "America" is a part of the world: "South America's leaders"."""
    return at > 0 and words[at].startswith("america") and words[at - 1] in _PARTS


def _sectors(
    head: Noun, others: list[tuple[int, int, Noun]], bodies: list[Entry], start: int
) -> tuple[tuple[str, ...], Entry | None, Noun | None]:
    owner = bodies[0] if bodies else None
    armed = next((n for _, end, n in others if end <= start and n.sectors[:1] in _ARMED), None)
    body = next((noun for _, _, noun in others if noun.sectors), None)
    private = next((noun for _, _, noun in others if noun.sectors and noun.kind in _PRIVATE), None)
    added = ("OPP",) if any("OPP" in noun.sectors for _, _, noun in others) else ()
    if owner is not None and owner.kind == "igo" and head.sectors[:1] in (("GOV",), ()):
        own = owner.sectors
    elif head.inherits in _OWN and private is not None and head.sectors[:1] == ("GOV",):
        own = private.sectors
    elif head.inherits in _OWN:
        own = head.sectors
        if armed is not None and (
            head.kind in ("person", "people") or (head.kind == "military" and armed.sectors == ("REB",))
        ):
            own = armed.sectors
    elif owner is not None:
        own = owner.sectors or head.sectors
    elif body is not None:
        own = body.sectors
    else:
        own = head.sectors
    both = (*own, *added) if "OPP" in own or own[:1] in _BEFORE_OPP else (*added, *own)
    return tuple(dict.fromkeys(both)), owner, body
