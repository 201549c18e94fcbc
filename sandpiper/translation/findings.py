"""What the rules of this room find, before it has an id and an actor; and the story's words that they look at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from sandpiper.types import Evidence, Span, Spans, Story, Where

Holder = Callable[[str, str, str], Sequence[str]]  # country, office, ISO date -> full names
Known = Callable[[str], bool]  # whether a full name is a known person's

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Finding:
    """Words and what they probably mean.

    ``evidence`` may lie in either string. ``person`` is the full name of whom a name means, ``cue`` the words of
    reporting that belong to a speaker; ``excludes`` and ``category`` say what an event at these words is not, and is.
    """

    start: int
    end: int
    where: Where
    surface: str
    reading: str
    rule: str
    confidence: float
    action: Literal["repair", "flag", "veto"] = "repair"
    evidence: tuple[Evidence, ...] = ()
    person: str | None = None
    cue: Span | None = None
    excludes: str | None = None
    category: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Word(NamedTuple):
    """A word of one of a story's strings."""

    text: str
    start: int
    end: int
    where: Where

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class Words:
    """The words of one string, with what stands between them."""

    def __init__(self, text: str, where: Where) -> None:
        self.text = text
        self.where = where
        self.words = [Word(m[0], m.start(), m.end(), where) for m in WORD.finditer(text)]

    def gap(self, at: int) -> str:
        """What stands between word ``at - 1`` and word ``at``."""
        end = self.words[at].start if at < len(self.words) else len(self.text)
        return self.text[self.words[at - 1].end if at else 0 : end]

    def joined(self, at: int) -> bool:
        """Whether only a blank parts word ``at`` from the one before."""
        return 0 < at < len(self.words) and self.gap(at) in (" ", "\u00a0")

    def begins(self, at: int) -> bool:
        """Whether a sentence, line, quotation or clause after a colon begins with word ``at``."""
        return at == 0 or bool(re.search(r"[.!?…:;\n“\"«„(]", self.gap(at)))

    def at(self, offset: int) -> int:
        """The number of the word at or after an offset."""
        return bisect_right(self._ends, offset)

    def beside(self, at: int) -> tuple[str, str]:
        """The words right before and right behind, in their letters; empty where something parts them."""
        before = self.words[at - 1].text if self.joined(at) else ""
        return before, self.words[at + 1].text if self.joined(at + 1) else ""

    @cached_property
    def _ends(self) -> list[int]:
        return [w.end for w in self.words]


class Page:
    """A story's strings as words, and what all rules ask about them."""

    def __init__(self, story: Story, title_apart: bool) -> None:
        self.story = story
        self.strings = [Words(story.title, "title")] if title_apart and story.title else []
        self.strings.append(Words(story.text, None))

    def around(self, word: Word) -> tuple[Words, int]:
        """The string that a word stands in, and its number there."""
        string = next(s for s in self.strings if s.where == word.where)
        return string, string.at(word.start)

    @cached_property
    def spelled(self) -> Mapping[str, list[Word]]:
        """Every word as it is spelled -> where it stands."""
        found: dict[str, list[Word]] = {}
        for string in self.strings:
            for word in string.words:
                found.setdefault(word.text, []).append(word)
        return found

    @cached_property
    def countries(self) -> frozenset[str]:
        """Whether the story is about Russia or Ukraine, as far as a glance tells."""
        whole = " ".join(s.text for s in self.strings)
        source = f"{self.story.url or ''} {self.story.outlet or ''}"
        home = frozenset(code for code, pattern in _FROM.items() if pattern.search(source))
        return home | frozenset(code for code, pattern in _ABOUT.items() if pattern.search(whole))

    @property
    def date(self) -> str | None:
        line = self.story.dateline
        day = self.story.published or (line.date if line else None) or ""
        return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None


_FROM = {"RUS": re.compile(r"\.[rs]u\b"), "UKR": re.compile(r"\.ua\b")}
_ABOUT = {
    "RUS": re.compile(
        r"\b(?:[Rr]ussians?|Russia|Moscow|Kremlin|RF|Duma|Putin|Medvedev|TASS|rubles?|roubles?|Chechnya|Siberia\w*"
        r"|Dagestan|(?:St\.|Saint) Petersburg|EMERCOM|Tatarstan|Roskosmos|governor|Donetsk|Crimea|FSB|Bashkiria|Yakutia|Kuzbass|Buryatia|Perm|Penza"
        r"|Samara|Tula|Ufa|Kazan|Omsk|Tomsk|Voronezh|Ryazan|Vologda|Pskov|Yekaterinburg|Ekaterinburg|Novosibirsk|Chelyabinsk|Krasno(?:dar|yarsk)|Rostov-on-Don"
        r"|Vladivostok|Khabarovsk|Irkutsk|Kaliningrad|Murmansk|Arkhangelsk|Sverdlovsk|Stavropol|Volgograd|Tyumen|Orenburg|Sochi|Primorye|Ingushetia)\b"
    ),
    "UKR": re.compile(
        r"\b(?:[Uu]krain\w+|Kiev|Kyiv|Verkhovna|Rada|hryvni?as?|Donetsk|Lugansk|Luhansk|Donbass?|Odess?a|Lviv|Lvov|Khark[io]v"
        r"|Dnipro\w*|Crimea\w*|Poroshenko|Zelensk\w+|Yanukovych|SBU|UNIAN|Kherson|Mariupol|NABU|ZSU|Zaporizh\w+|Zhytomyr|Vinnytsia|Ternopil|Chernihiv|Cherkasy"
        r"|Poltava|Sumy|Rivne|Lutsk|Uzhhorod|Mykolaiv|Berdyansk|Berdiansk|Melitopol|Kramatorsk|Slov[iy]ansk|Bakhmut|Avdiivka|Debaltsev[eo]|Drohobych|Zakarpattia"
        r"|Kryvyi Rih|Kropyvnytskyi|Khmelnytskyi|Ivano-Frankivsk|Bukovyna|Volyn|Berkut|Maidan|Boryspil)\b"
    ),
}


def evidence(spans: Sequence[tuple[int, int]], rule: str, where: Where = None) -> tuple[Evidence, ...]:
    return tuple(Evidence(start, end, rule, where) for start, end in spans)


def own_spans(found: Finding) -> Spans:
    """The spans of a finding's evidence that lie in its own string."""
    return tuple(Span(e.start, e.end) for e in found.evidence if e.in_ == found.where)
